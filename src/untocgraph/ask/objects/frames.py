"""Rows one can group at once: a label beside each IRI, dates as dates, the first sentence, the conflict flag.

The columns of a class and their types never depend on the data: an empty list makes an empty frame of the same columns.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from untocgraph.ask.query.frames import Column
from untocgraph.core.model import PartialDate

PROOF: tuple[Column, ...] = (
    ("source", "text"), ("start", "integer"), ("end", "integer"), ("quotation", "text"), ("confidence", "number"),
    ("conflict", "flag"),
)  # fmt: skip
"""The first sentence in order of source and place (offsets in code points), its confidence in [0, 1], and whether
sources contradict each other about it."""


def _ends(*names: str) -> tuple[Column, ...]:
    return tuple((f"{name}{end}", "text") for name in names for end in ("", "_label", "_type"))


_DATE: tuple[Column, ...] = (("date", "date"), ("date_text", "text"))
FRAMES: dict[str, tuple[Column, ...]] = {
    "Statement": (
        ("statement", "text"), *_DATE, *_ends("speaker"), ("speaker_text", "text"), *_ends("organization"),
        ("post", "text"), *_ends("event"), ("mode", "text"), ("kind", "text"), ("modality", "text"), ("verb", "text"),
        ("negated", "flag"), ("topics", "text"), ("cites", "text"), ("addressee", "text"), ("text", "text"), *PROOF,
    ),
    "Person": (
        ("person", "text"), ("label", "text"), *_ends("organization"), ("post", "text"), ("statements", "integer"),
        ("events", "integer"), ("sources", "integer"), *PROOF,
    ),
    "Organization": (
        ("organization", "text"), ("label", "text"), ("type", "text"), ("acronym", "text"), ("statements", "integer"),
        ("events", "integer"), ("people", "integer"), ("sources", "integer"), *PROOF,
    ),
    "Event": (
        ("event", "text"), ("label", "text"), ("type", "text"), *_DATE, ("until", "date"), ("place", "text"),
        ("mode", "text"), ("topics", "text"), ("statements", "integer"), ("participants", "integer"), *PROOF,
    ),
    "Participation": (
        ("participation", "text"), *_ends("participant"), ("role", "text"), *_ends("organization"), ("post", "text"),
        *_ends("event"), *_DATE, *PROOF,
    ),
    "ParticipantCount": (
        ("count", "text"), *_ends("event"), *_DATE, ("category", "text"), ("value", "integer"), ("qualifier", "text"),
        *PROOF,
    ),
    "Thing": (("iri", "text"), ("label", "text"), ("type", "text"), *PROOF),
}  # fmt: skip
FRAMES["State"] = FRAMES["Organization"]
FRAMES |= {
    "SourceRow": (
        ("source", "text"), ("title", "text"), ("publisher", "text"), ("published", "text"), ("genre", "text"),
        ("url", "text"), ("sha256", "text"), ("characters", "integer"),
    ),
    "ConflictView": (
        ("conflict", "text"), ("kind", "text"), *_ends("entity"), ("property", "text"), ("status", "text"),
        ("values", "text"), ("sources", "text"), ("explanation", "text"),
    ),
    "CandidateView": (
        *_ends("left"), *_ends("right"), ("score", "number"), ("features_for", "text"), ("features_against", "text"),
    ),
    "Coverage": (
        ("source", "text"), *((name, "integer") for name in (
            "paragraphs", "paragraphs_without_claim", "speech_sentences", "speech_without_statement", "unused_names",
            "unused_numbers", "reported_gaps")), ("covered", "number"),
    ),
    "Hit": (
        ("kind", "text"), ("iri", "text"), ("label", "text"), ("source", "text"), ("start", "integer"),
        ("end", "integer"), ("text", "text"),
    ),
    "ClaimView": (
        ("id", "text"), ("source", "text"), ("start", "integer"), ("end", "integer"), ("kind", "text"),
        ("says", "text"), ("origin", "text"), ("method", "text"), ("confidence", "number"), ("status", "text"),
        ("sentence", "text"),
    ),
    "Judged": (
        ("number", "integer"), ("judgement", "text"), ("left", "text"), ("right", "text"), ("by", "text"),
        ("score", "number"), ("features_for", "text"), ("features_against", "text"), ("note", "text"), ("at", "text"),
    ),
    "Dated": (*_DATE, ("until", "date"), ("what", "text"), *_ends("thing"), ("role", "text")),
    "Chain": (
        *_ends("thing"), *_ends("law"), ("steps", "integer"), ("path", "text"), ("origins", "text"),
        ("sources", "text"), ("quotation", "text"),
    ),
}  # fmt: skip


def row(one: Any, columns: Sequence[Column]) -> dict[str, Any]:
    """Return the cells of a thing; what it does not have is None."""
    kind = ("Chain" if not isinstance(one[0], int) else "Judged") if isinstance(one, tuple) else type(one).__name__
    proof = _proof(one) if hasattr(one, "evidence") else {}
    found = {**proof, **_CELLS.get(kind, _thing)(one)}
    return {name: found.get(name) or (found.get(name) if kind != "text" else None) for name, kind in columns}


def day(text: str) -> datetime.date | None:
    """Return the first day that a partial date may mean, None for what is no date.

    >>> day("2022-05")
    datetime.date(2022, 5, 1)
    """
    try:
        return PartialDate.parse(text).first
    except ValueError:
        return None


def _end(name: str, thing: Any) -> dict[str, Any]:
    if thing is None:
        return {}
    return {name: thing.iri, f"{name}_label": thing.label, f"{name}_type": thing.type}


def _proof(one: Any) -> dict[str, Any]:
    first = next(iter(one.evidence), None)
    found: dict[str, Any] = {"confidence": one.confidence, "conflict": one.contested}
    if first is not None:
        found |= {"source": first.source.id.removeprefix("source/"), "start": first.start, "end": first.end}
        found["quotation"] = " ".join(first.exact.split())
    return found


def _listed(things: Any) -> str:
    return "|".join(one.iri.rpartition("/")[2] for one in things)


def _dated(text: str) -> dict[str, Any]:
    return {"date": day(text), "date_text": text}


def _capacity(agent: Any, organization: Any) -> dict[str, Any]:
    """The organization that somebody stands for, with the post there; where none is named, the first affiliation."""
    known = list(getattr(agent, "affiliations", ())) if agent is not None else []
    if organization is not None:
        known = [one for one in known if one.affiliated_to == organization]
    posts = [one.post_title for one in known if one.post_title]
    ends = [one.affiliated_to for one in known if one.affiliated_to is not None]
    body = organization or next(iter(ends), None)
    if body is None and agent is not None and agent.type != "AgentGroup" and type(agent).__name__ != "Person":
        body = agent
    return {**_end("organization", body), "post": next(iter(posts), "")}


def _statement(one: Any) -> dict[str, Any]:
    return {
        "statement": one.iri, **_dated(one.date), **_end("speaker", one.speaker), "speaker_text": one.speaker_phrase,
        **_capacity(one.speaker, one.on_behalf_of), **_end("event", one.at_event), "mode": one.statement_mode,
        "kind": one.statement_kind, "modality": one.modality, "verb": one.verb, "negated": one.negated,
        "topics": _listed(one.about), "cites": "|".join(cited.label for cited in one.cites),
        "addressee": "|".join(one.addressee), "text": one.label,
    }  # fmt: skip


def _agent(one: Any) -> dict[str, Any]:
    events = {part.in_event for part in one.participations}
    return {"label": one.label, "statements": len(one.statements), "events": len(events), "sources": len(one.sources)}


def _person(one: Any) -> dict[str, Any]:
    return {"person": one.iri, **_agent(one), **_capacity(one, None)}


def _organization(one: Any) -> dict[str, Any]:
    return {"organization": one.iri, **_agent(one), "type": one.type, "acronym": one.acronym, "people": len(one.people)}


def _event(one: Any) -> dict[str, Any]:
    return {
        "event": one.iri, "label": one.label, "type": one.type, **_dated(one.start_date), "until": day(one.end_date),
        "place": one.place_name, "mode": one.attendance_mode, "topics": _listed(one.about),
        "statements": len(one.statements), "participants": len({part.participant for part in one.participations}),
    }  # fmt: skip


def _participation(one: Any) -> dict[str, Any]:
    event = one.in_event
    return {
        "participation": one.iri, **_end("participant", one.participant), "role": one.role,
        **_capacity(one.participant, None), **_end("event", event), **_dated(getattr(event, "start_date", "")),
    }  # fmt: skip


def _count(one: Any) -> dict[str, Any]:
    event = one.count_of
    return {
        "count": one.iri, **_end("event", event), **_dated(getattr(event, "start_date", "")),
        "category": one.count_category, "value": one.count_value, "qualifier": one.count_qualifier,
    }  # fmt: skip


def _conflict(one: Any) -> dict[str, Any]:
    members = sorted((m.value, m.source.iri.rpartition("/")[2] if m.source else "reference") for m in one.members)
    return {
        "conflict": one.iri, "kind": one.kind, **_end("entity", one.entity), "property": one.property,
        "status": one.status, "values": "|".join(value for value, _ in members),
        "sources": "|".join(source for _, source in members), "explanation": one.explanation,
    }  # fmt: skip


def _candidate(one: Any) -> dict[str, Any]:
    return {**_end("left", one.left), **_end("right", one.right), "score": one.score,
            "features_for": "|".join(one.features_for), "features_against": "|".join(one.features_against)}  # fmt: skip


def _plain(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name, _ in FRAMES[type(one).__name__]}


def _judged(one: Any) -> dict[str, Any]:
    number, judgement = one
    return {"number": number, **{
        name: "|".join(value) if isinstance(value, tuple) else value
        for name, _ in FRAMES["Judged"][1:] for value in [getattr(judgement, name)]}}  # fmt: skip


def _dated_thing(one: Any) -> dict[str, Any]:
    when = {**_dated(one.date), "until": day(one.until)}
    return {**when, "what": one.what, **_end("thing", one.thing), "role": one.role}


def _chain(steps: Any) -> dict[str, Any]:
    proofs = [proof for step in steps for proof in step.proofs]
    ids = [proof.source.iri.rpartition("/source/")[2] for proof in proofs]
    return {
        **_end("thing", steps[0].subject), **_end("law", steps[-1].object), "steps": len(steps),
        "path": " → ".join([steps[0].subject.label, *(step.object.label for step in steps)]),
        "origins": "|".join(step.origin for step in steps),
        "sources": "|".join(dict.fromkeys([*ids, *(step.source for step in steps if step.source)])),
        "quotation": " ".join(proofs[0].quotation.split()) if proofs else "",
    }  # fmt: skip


def _source(one: Any) -> dict[str, Any]:
    return {**one, "characters": int(one["characters"] or 0)}


def _thing(one: Any) -> dict[str, Any]:
    return {"iri": one.iri, "label": one.label, "type": one.type}


_CELLS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "Statement": _statement, "Person": _person, "Organization": _organization, "State": _organization,
    "Event": _event, "Participation": _participation, "ParticipantCount": _count, "ConflictView": _conflict,
    "CandidateView": _candidate, "Coverage": lambda one: one.summary(), "Hit": _plain, "ClaimView": _plain,
    "Judged": _judged, "Dated": _dated_thing, "Chain": _chain, "dict": _source,
}  # fmt: skip
