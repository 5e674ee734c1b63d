"""Organizations and projects: units of a whole, where they sit, who runs and who pays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from untocgraph.annotate.frame import Frame
from untocgraph.annotate.masks import LETTER
from untocgraph.model import Mention, RelationClaim, Span

__all__ = ["find_structures"]

_O, _S, _L, _J, _P = (LETTER[k] for k in ("organization", "state", "place", "project", "person"))
_UNITS = frozenset(("OrganizationalUnit", "AcademicInstitution", "GovernmentBody", "WorkingGroup"))
_RUNS = (
    r"implement(?:s|ed|ing)|support(?:s|ed|ing)|run(?:s|ning)?|ran|carr(?:ies|ied|ying)\s+out|launch(?:es|ed|ing)|undert(?:akes?|ook|aken)|execut(?:es|ed|ing)|"
    r"le(?:d|ads|ading)|deliver(?:s|ed|ing)|manag(?:es|ed|ing)|coordinat(?:es|ed|ing)|operat(?:es|ed|ing)|pilot(?:s|ed|ing)"
)
_PAYS = r"(?:generously\s+)?fund(?:s|ed)|financ(?:es|ed)|co-fund(?:s|ed)|co-financ(?:es|ed)|sponsor(?:s|ed)|(?:provid\w+|with|through|thanks\s+to|from|by)\s+(?:the\s+)?(?:\w+\s+){0,2}(?:funds?|funding|financial\s+support|financial\s+contributions?)|contribut(?:es?|ed)\s+to"
_THE = r"(?:the\s+)?(?:(?:Governments?|people|Kingdom|Republic)\s+of\s+(?:the\s+)?)?"
_PAID_BY = re.compile(
    rf"\b(?:(?:generously\s+)?(?:co-)?(?:funded|financed|sponsored)\s+by|(?:financial\s+(?:support|contributions?|assistance)|funding|funds|generous\s+(?:support|contributions?)|donations?)\s+(?:provided\s+|received\s+)?(?:by|from|of)|"
    rf"made\s+possible\s+(?:by|through|thanks\s+to)\s+(?:the\s+)?(?:generous\s+)?(?:\w+\s+){{0,3}}?(?:by|from|of)|with\s+the\s+(?:financial|generous)\s+(?:support|assistance)\s+of)\s+{_THE}(?=[{_O}{_S}])",
    re.I,
)
_PAYS_FOR = re.compile(
    rf"(?P<to>{_J}++)[\"']?,?\s+to\s+which\s+(?=[{_S}{_O}]|the\s)(?:the\s+)?|(?P<thanks>\b(?:gratitude|thanks|thanked|appreciation|grateful)\b[^.;]{{0,20}}?\s(?:to\s+)?{_THE})(?=[{_S}{_O}])",
    re.I,
)
_OPENING = re.compile(r"(?:^|[.!?\n]\s{1,3}|\n)(?:[*•–-]\s*)?$")
_PROVIDED = re.compile(
    rf"(?<![\ue000-\ue00a])(?P<who>[{_S}{_O}]++)\s+(?:has\s+|have\s+)?(?:provided|provides|contributed|donated|gave|pledged|allocated)\s+(?:the\s+|some\s+)?(?:necessary\s+)?(?:funds?|funding|financial\s+support|financing)\b",
    re.I,
)


def find_structures(frame: Frame) -> list[RelationClaim]:
    """Return ``part_of`` and ``located_in`` of organizations, and what is located, run and paid for of projects."""
    return [*_parts(frame), *_located(frame), *_projects(frame), *_funds(frame)]


def _parts(frame: Frame) -> Iterator[RelationClaim]:
    """Units: "UNODC Civil Society Team", "X's Unit", "Unit A, Division B of C"."""
    organizations = [m for m in frame.things.mentions if frame.things.kind_of(m) == "organization"]
    for mention in organizations:
        entity = frame.entity(mention)
        if entity.type not in _UNITS:
            continue
        for inner in frame.things.in_span(mention.evidence.span, "organization"):
            if (
                inner.entity == mention.entity
                or entity.type == "GovernmentBody"
                or frame.entity(inner).type == "WorkingGroup"
            ):
                continue
            around = frame.reading.text[inner.evidence.span.end : mention.evidence.span.end]
            before = frame.reading.text[mention.evidence.span.start : inner.evidence.span.start]
            if (not before and around.strip()) or re.search(r"\bof\s+(?:the\s+)?$", before):
                yield frame.relation(
                    mention.entity, "part_of", inner.entity, mention.evidence.span, "part-of-name", 0.93
                )
    outer = [m for m in frame.masked.mentions if frame.entity(m).kind == "organization"]
    for one, other in zip(outer, outer[1:], strict=False):
        between = frame.text[one.evidence.span.end : other.evidence.span.start]
        span = Span(one.evidence.span.start, other.evidence.span.end)
        first, second = frame.entity(one), frame.entity(other)
        if one.entity == other.entity or len(between) > 26:
            continue
        if re.fullmatch(r"(?:\s*\([^()]*\))?(?:'s)\s+(?:own\s+)?", between) and second.type in ("OrganizationalUnit",):
            yield frame.relation(other.entity, "part_of", one.entity, span, "part-of-genitive", 0.9)
        elif second.type == "OrganizationalUnit" and re.fullmatch(r"\)\s+", between):
            yield frame.relation(other.entity, "part_of", one.entity, span, "part-of-name", 0.9)
        elif first.type == "OrganizationalUnit" or (
            first.type == "AcademicInstitution" and second.type == "AcademicInstitution"
        ):
            if re.fullmatch(r"(?:\s*\([^()]*\))?,?\s+(?:of|at|within|in)\s+(?:the\s+)?", between) or (
                re.fullmatch(r"(?:\s*\([^()]*\))?,?\s*(?:\(\s*)?", between)
                and second.type in ("OrganizationalUnit", "GovernmentBody", "IntergovernmentalOrganization")
                and not re.match(
                    rf",\s+(?:and\s+)?(?:the\s+)?{_O}",
                    frame.text[other.evidence.span.end : other.evidence.span.end + 12],
                )
            ):
                yield frame.relation(one.entity, "part_of", other.entity, span, "part-of-chain", 0.85)
    yield from _parts_by_name(frame, organizations)


def _parts_by_name(frame: Frame, organizations: list[Mention]) -> Iterator[RelationClaim]:
    """A unit whose own name begins with, or ends in, the name of a whole that the text also names."""
    wholes = {
        " ".join(name.split()): e.key
        for e in frame.things.of_kind("organization")
        if e.type
        in (
            "IntergovernmentalOrganization",
            "NonGovernmentalOrganization",
            "AcademicInstitution",
            "PrivateSectorEntity",
        )
        for name in (e.label, e.acronym, *e.aliases)
        if len(name) > 2
    }
    for mention in organizations:
        if frame.entity(mention).type not in ("OrganizationalUnit", "AcademicInstitution"):
            continue
        name = " ".join(mention.text.split())
        for whole, key in wholes.items():
            if key == mention.entity or len(whole) >= len(name):
                continue
            rest = name[len(whole) :] if name.startswith(whole) else ""
            if re.match(r"(?:\s*\([A-Z-]+\))?(?:['’]s)?\s+[A-Z]", rest) or re.search(
                rf"\bof\s+(?:the\s+)?{re.escape(whole)}$", name
            ):
                yield frame.relation(mention.entity, "part_of", key, mention.evidence.span, "part-of-name", 0.9)


def _located(frame: Frame) -> Iterator[RelationClaim]:
    behind = re.compile(
        rf"(?<![\ue000-\ue00a])(?P<who>{_O}++)(?:\s*\([^()]*\))?[\"']?(?:(?:,\s+(?:a|an|the)\s+[\w\s-]{{2,40}}?)?,?\s+(?:which\s+is\s+)?(?:based|headquartered|located|registered|seated)\s+in\s+(?:the\s+)?|,\s+)(?P<where>[{_L}{_S}]++)(?=\s*(?:[),;.\n]|$|and\b|offered|said|which|who))"
    )
    for match in behind.finditer(frame.text):
        if (
            "," in match[0]
            and "based" not in match[0]
            and not _bracketed(frame.text, match.start())
            and frame.reading.source.text[match.end() : match.end() + 1] not in ("", "\n", "\r")
        ):
            continue
        yield from _sits(frame, match, "located-in", 0.88)
    apposed = re.compile(
        rf"\b(?:of|at|from)\s+(?:the\s+)?(?P<who>{_O}++)(?:\s*\([^()]*\))?,\s+(?P<where>{_L}++)(?=,\s+\w)"
    )
    for match in apposed.finditer(frame.text):
        yield from _sits(frame, match, "located-apposed", 0.8)
    inn = re.compile(
        rf"(?<![\ue000-\ue00a])(?P<who>{_O}++)(?:\s*\([^()]*\))?\s+in\s+(?P<where>[{_L}{_S}]++)(?=\s*(?:[,).]|$))"
    )
    for match in inn.finditer(frame.text):
        who = frame.masked.at(match.start("who"))
        if who is not None and frame.entity(who).type in (
            "NonGovernmentalOrganization",
            "AcademicInstitution",
            "PrivateSectorEntity",
            "GovernmentBody",
        ):
            yield from _sits(frame, match, "located-in-name", 0.8)
    for pattern, rule in (
        (rf"(?<!{_S})(?P<where>{_S}++)\s*(?:[.:–—]|\s-)\s+(?:the\s+)?(?P<who>{_O}++)", "located-item"),
        (rf"\bIn\s+(?P<where>{_S}++),\s+(?:the\s+)?(?P<who>{_O}++)", "located-opening"),
        (
            rf"\b(?P<who>{_O}++)[^.\n]{{0,20}}\.\s+(?:It\s+is\s+)?(?:Registered|Based)\s+in\s+(?P<where>[{_L}{_S}]++)",
            "located-registered",
        ),
        (
            rf"(?<![\ue000-\ue00a])(?P<who>{_O}++)[^.;]{{0,12}}?(?P<mid>)\b(?:office|headquarters)\s+in\s+(?P<where>[{_L}{_S}]++)",
            "located-office",
        ),
    ):
        for match in re.finditer(pattern, frame.text):
            who = frame.masked.at(match.start("who"))
            if rule in ("located-item", "located-opening") and not _OPENING.search(
                frame.text[max(0, match.start() - 6) : match.start()]
            ):
                continue
            if who is not None and frame.entity(who).type in (
                "NonGovernmentalOrganization",
                "AcademicInstitution",
                "PrivateSectorEntity",
            ):
                yield from _sits(frame, match, rule, 0.75)
    yield from _places_in_names(frame)


def _bracketed(text: str, offset: int) -> bool:
    opened = text.rfind("(", max(0, offset - 120), offset)
    return opened >= 0 and ")" not in text[opened:offset]


def _sits(frame: Frame, match: re.Match[str], rule: str, confidence: float) -> Iterator[RelationClaim]:
    who, where = frame.masked.at(match.start("who")), frame.masked.at(match.start("where"))
    if who is not None and where is not None:
        yield frame.relation(
            who.entity,
            "located_in",
            where.entity,
            Span(who.evidence.span.start, where.evidence.span.end)
            if who.evidence.span.start < where.evidence.span.end
            else Span(*match.span()),
            rule,
            confidence,
        )


def _places_in_names(frame: Frame) -> Iterator[RelationClaim]:
    """ "Vienna office of X", "Permanent Mission of Peru … in Vienna", "Pilot Initiative in Mexico"; a person's "whose Lagos charity"."""
    places = {name: e.key for e in frame.things.of_kind("place", "state") for name in (e.label, *e.aliases)}
    for mention in frame.things.mentions:
        entity = frame.entity(mention)
        if entity.kind not in ("organization", "project"):
            continue
        name = " ".join(mention.text.split())
        tail = re.search(r"\b(?:in|at)\s+(?:the\s+)?([A-Z][\w\s'’.-]+)$", name)
        head = re.match(r"([A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?)\s+(?:[Oo]ffice|[Bb]ranch)\s+of\b", name)
        for found in (tail, head):
            key = places.get(found[1]) if found else None
            if key:
                yield frame.relation(mention.entity, "located_in", key, mention.evidence.span, "located-in-name", 0.92)
    whose = re.compile(
        rf"(?<![\ue000-\ue00a])(?P<who>{_P}++),\s+whose\s+(?P<where>{_L}++)\s+(?:charity|organization|organisation|NGO|group|association|trust|company|centre|institute)"
    )
    for match in whose.finditer(frame.text):
        person, where = frame.masked.at(match.start("who")), frame.masked.at(match.start("where"))
        if person is None or where is None:
            continue
        for organization in _organization_of(frame, person):
            yield frame.relation(organization, "located_in", where.entity, Span(*match.span()), "located-whose", 0.75)


def _organization_of(frame: Frame, person: Mention) -> Iterator[str]:
    """The organization that stands in brackets behind another mention of the same person."""
    for mention in frame.things.mentions_of(person.entity):
        bracket = re.compile(rf"\s*\((?P<org>{_O}++)").match(frame.text, mention.evidence.span.end)
        found = frame.masked.at(bracket.start("org")) if bracket else None
        if found is not None:
            yield found.entity
            return


def _projects(frame: Frame) -> Iterator[RelationClaim]:
    text = frame.text
    by = re.compile(
        rf"(?<!{_J})(?P<what>{_J}++)[^.;{_J}]{{0,70}}?\b(?:{_RUNS}|with\s+the\s+support)\s+(?:by|of)\s+{_THE}(?=[{_O}{_S}])",
        re.I,
    )
    for match in by.finditer(text):
        yield from _run_by(frame, match, frame.series_from(match.end(), "organization", "state"), "implements-by")
    actor = re.compile(
        rf"(?<![\ue000-\ue00a])(?P<who>[{_O}{_S}]++)(?:\s*\([^()]*\))?(?:\s+(?:has|have|had|is|are|will))?\s+(?:\w+ly\s+)?(?:{_RUNS})\s+(?:the|its|their|a)?\s*(?:\w+\s+){{0,2}}[\"']?(?P<what>{_J}++)",
        re.I,
    )
    owner = re.compile(
        rf"(?<![\ue000-\ue00a])(?P<who>{_O}++)(?:\s*\([^()]*\))?(?:'s)?\s+(?:\w+\s+){{0,2}}?(?:project|initiative|programme|campaign)\s+[\"']?(?P<what>{_J}++)",
        re.I,
    )
    own = re.compile(
        rf"(?<![\ue000-\ue00a])(?P<who>{_O}++)[^.;{_O}]{{0,40}}?\b(?:under|through|within|of)\s+its\s+(?:\w+\s+)?[\"']?(?P<what>{_J}++)",
        re.I,
    )
    efforts = re.compile(
        rf"\b(?:efforts|work|activities)\s+(?:by|of)\s+(?:the\s+)?(?P<who>{_O}++)[^.;{_O}]{{0,160}}?,?\s+through\s+(?:the\s+)?(?:project\s+)?[\"']?(?P<what>{_J}++)",
        re.I,
    )
    working = re.compile(
        rf"(?<![\ue000-\ue00a])(?P<who>{_O}++)(?:\s*\([^()]*\))?\s+(?:is|are|was|were|has\s+been)\s+(?:\w+ing)\b[^.;{_J}]{{0,130}}?\bthrough\s+(?:the\s+)?[\"']?(?P<what>{_J}++)",
        re.I,
    )
    for pattern in (actor, owner, own, efforts, working):
        for match in pattern.finditer(text):
            who, what = frame.masked.at(match.start("who")), frame.masked.at(match.start("what"))
            if who is not None and what is not None:
                yield frame.relation(who.entity, "implements", what.entity, Span(*match.span()), "implements", 0.82)
    called = re.compile(
        rf"\b[Tt]h(?:e|is)\s+(?:project|initiative|programme|campaign)\s+(?:is|was|has\s+been|will\s+be)\s+(?:\w+ly\s+)?(?:{_RUNS})\s+(?:\w+ly\s+)?by\s+{_THE}(?=[{_O}{_S}])",
        re.I,
    )
    for match in called.finditer(text):
        earlier = frame.inside(0, match.start(), "project")
        for actor in frame.series_from(match.end(), "organization", "state"):
            if earlier:
                span = Span(match.start(), actor.evidence.span.end)
                yield frame.relation(actor.entity, "implements", earlier[-1].entity, span, "implements-by", 0.8)
    yield from _in_countries(frame)


def _run_by(frame: Frame, match: re.Match[str], actors: list[Mention], rule: str) -> Iterator[RelationClaim]:
    what = frame.masked.at(match.start("what"))
    for actor in actors:
        if what is not None:
            span = Span(match.start(), actor.evidence.span.end)
            yield frame.relation(actor.entity, "implements", what.entity, span, rule, 0.82)


def _in_countries(frame: Frame) -> Iterator[RelationClaim]:
    """Where a project is carried out; a government that takes part in it carries it out too."""
    text = frame.text
    placed = re.compile(
        rf"(?<!{_J})(?P<what>{_J}++)[\"',]*\s+(?:(?:implemented|carried\s+out|conducted|undertaken|under\s+way|launched|operating|running|rolled\s+out)\s+)?in\s+(?:the\s+)?(?=[{_S}])"
    )
    for match in placed.finditer(text):
        what = frame.masked.at(match.start("what"))
        sentence = frame.sentence(match.start())
        led = re.search(
            r"\bgovernment-led\b|\bby\s+the\s+Governments?\b", sentence.of(text)[: match.start() - sentence.start]
        )
        for state in frame.series_from(match.end(), "state"):
            if what is not None:
                span = Span(match.start(), state.evidence.span.end)
                yield frame.relation(what.entity, "located_in", state.entity, span, "project-in", 0.88)
                if led:
                    yield frame.relation(state.entity, "implements", what.entity, span, "government-led", 0.75)
    opening = re.compile(rf"\bIn\s+(?P<where>{_S}++),[^.;]{{0,300}}?(?P<what>{_J}++)")
    for match in opening.finditer(text):
        where, what = frame.masked.at(match.start("where")), frame.masked.at(match.start("what"))
        if where is None or what is None or not _OPENING.search(frame.text[max(0, match.start() - 6) : match.start()]):
            continue
        yield frame.relation(what.entity, "located_in", where.entity, Span(*match.span()), "project-opening", 0.75)
        if re.search(
            r"\b(?:with|by)\s+(?:the|its)\s+(?:Government|authorities)\b",
            frame.reading.text[match.start() : match.end()],
        ):
            yield frame.relation(where.entity, "implements", what.entity, Span(*match.span()), "government-with", 0.7)
    both = re.compile(rf"(?<!{_J})(?P<what>{_J}++)\s+in\s+both\s+countries\b")
    for match in both.finditer(text):
        what = frame.masked.at(match.start("what"))
        block = frame.reading.block_at(match.start())
        states = frame.inside(block.span.start if block else 0, match.start(), "state")[-2:]
        for state in states:
            if what is not None:
                yield frame.relation(what.entity, "located_in", state.entity, Span(*match.span()), "project-both", 0.7)


def _funds(frame: Frame) -> Iterator[RelationClaim]:
    """Who pays for an event or project."""
    text = frame.text
    for match in _PAID_BY.finditer(text):
        what = _paid_for(frame, match.start(), match.end())
        for actor in frame.series_from(match.end(), "state", "organization"):
            if what:
                yield frame.relation(
                    actor.entity, "funds", what, Span(match.start(), actor.evidence.span.end), "funds-by", 0.85
                )
    for match in _PAYS_FOR.finditer(text):
        actors = frame.series_from(match.end(), "state", "organization")
        if not actors:
            continue
        rest = text[actors[-1].evidence.span.end : actors[-1].evidence.span.end + 70]
        if match["to"]:
            what_mention = frame.masked.at(match.start("to"))
            if what_mention is None or not re.match(r"\s+(?:contribute|have\s+contributed|donate|provide)", rest):
                continue
            what = what_mention.entity
        else:
            if not re.match(
                r"\s+for\s+(?:the(?:ir)?\s+)?(?:\w+\s+)?(?:contribution|financial|fund|generous\s+support|donation)",
                rest,
            ):
                continue
            what = _paid_for(frame, match.start(), match.end())
        for actor in actors:
            if what:
                yield frame.relation(
                    actor.entity, "funds", what, Span(match.start(), actor.evidence.span.end), "funds-to", 0.85
                )
    for match in _PROVIDED.finditer(text):
        who = frame.masked.at(match.start("who"))
        what = _paid_for(frame, match.start(), match.end())
        if who is not None and what:
            yield frame.relation(who.entity, "funds", what, Span(*match.span()), "funds-provided", 0.8)


def _paid_for(frame: Frame, start: int, end: int) -> str:
    """What money is for: the project or event of the sentence, else the event the passage is about."""
    sentence = frame.sentence(start)
    projects = frame.inside(sentence.start, sentence.end, "project")
    if projects:
        return projects[-1].entity
    refs = frame.refs.within(sentence.start, sentence.end)
    if refs:
        return refs[0].key
    if re.search(
        r"\b(?:funds|funding|workshop|training|event|made\s+possible|organized|organised)\b",
        sentence.of(frame.reading.text),
        re.I,
    ):
        return frame.refs.at(start)
    return ""
