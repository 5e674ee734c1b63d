"""Assemble a dossier by kind of thing; what no section asks for is kept in a last, folded one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from untocgraph.ask.dossier import acts, law
from untocgraph.ask.dossier.records import Company, Dossier, Line, Named, Said, Section, Span, line
from untocgraph.ask.mandates import Chain
from untocgraph.ask.reader import Reader
from untocgraph.ask.records import EntityView, Fact, Proof, Ref, StatementView
from untocgraph.ask.views.conflicts import gathered
from untocgraph.ask.views.entity import entity_view
from untocgraph.ask.views.statements import StatementFilter
from untocgraph.ask.views.statements import statements as statements_of
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import DCTERMS

_ALL = 1_000_000_000
_SOURCES, _SENTENCES = 3, 2
"""How many sources that name a thing are shown, and sentences of each."""
_NODES = {UNTOC.inEvent, UNTOC.participant, UNTOC.countOf, UNTOC.affiliate, UNTOC.affiliatedTo, UNTOC.actionBy,
          UNTOC.actionOn, UNTOC.tableOf, UNTOC.mandateOf, UNTOC.invokes}  # fmt: skip
"""Properties of nodes that stand for a line of a section."""
_TAKEN = {
    "agent": {(UNTOC.participatesIn, True), (UNTOC.affiliatedWith, True), (UNTOC.affiliatedWith, False),
              (UNTOC.partOf, False), (UNTOC.sessionOf, False)},
    "event": {(UNTOC.participatesIn, False), (UNTOC.partOf, False)},
    "law": {(name, False) for name in (*law.RESTING, UNTOC.partOf, UNTOC.cites)},
}  # fmt: skip
"""(property, outgoing) of the facts that sections show, by family of kinds."""
_FAMILY = {
    **dict.fromkeys(("person", "organization", "state", "mechanism", "project"), "agent"),
    **dict.fromkeys(("instrument", "provision", "resolution", "document"), "law"),
    "event": "event",
}
_HEAD = (UNTOC.startDate, UNTOC.endDate, UNTOC.date, UNTOC.place, UNTOC.placeName, UNTOC.country, UNTOC.countryName,
         UNTOC.attendanceMode, UNTOC.eventStatus, UNTOC.sessionOf, UNTOC.inSeries, UNTOC.partOf, UNTOC.follows,
         UNTOC.heading, UNTOC.about)  # fmt: skip
"""The order of properties in the head; others follow by their names."""
_SENTENCE = re.compile(r"[.!?][\"”’)]?\s+|\n+")


def dossier(
    reader: Reader, subject: str, *, statements: slice = slice(0, 20), limit: int | None = None
) -> Dossier | None:
    """Return the dossier of a thing, or None where the graph says nothing of it.

    ``statements`` is the stretch of its statements to be shown; each section is cut at ``limit`` lines where one is
    given, with a note of what was left out. A thing that was merged into another has only its ``view``.
    """
    view = entity_view(reader, subject, limit=_ALL)
    if view is None or view.replaced_by is not None:
        return None if view is None else Dossier(view=view)
    names = reader.minted(subject)
    family = _FAMILY.get(view.ref.kind, "")
    chains = law.chains(reader, subject)
    left = _left(view.facts, _TAKEN.get(family, set()), chains)
    sections = [one for one in _SECTIONS.get(family, _none)(reader, view, names) if one.lines]
    spans: tuple[Span, ...] = ()
    met = Company()
    events = next((one for one in sections if one.name == "events"), None)
    if events is not None:
        spans = acts.spans(events)
        met = acts.company(reader, subject, (ref for one in events.lines if isinstance(ref := one.cells[1], Ref)))
    rest = [_fact_line(fact) for fact in left if not fact.outgoing]
    if rest:
        columns = ("What", "Its relation to this")
        sections.append(Section(name="facts", title="Also linked to it", columns=columns, lines=tuple(rest)))
    sections = [_full(one) for one in sections]
    if limit is not None:
        sections = [_cut(one, limit) for one in sections]
    if not family:
        view = replace(view, statements=tuple(statements_of(reader, StatementFilter(topic=subject))))
    shown = view.statements[statements]
    return Dossier(
        view=replace(
            view, statements=shown, conflicts=gathered(view.conflicts), more=(("statements", len(view.statements)),)
        ),
        head=_head([fact for fact in left if fact.outgoing]),
        sections=tuple(sections),
        said=_said(reader, shown, by_event=family == "agent"),
        named=_named(reader, view.mentions),
        spans=spans,
        company=met,
        chains=chains,
    )


def _left(facts: Iterable[Fact], taken: set[tuple[str, bool]], chains: Iterable[Chain]) -> list[Fact]:
    """The facts that neither a section nor a chain of mandates shows."""
    along = {end for chain in chains for step in chain for end in (step.subject, step.object)}
    return [
        fact
        for fact in facts
        if fact.property_iri not in _NODES
        and (fact.property_iri, fact.outgoing) not in taken
        and not (fact.property_iri == UNTOC.mandatedBy and fact.outgoing and fact.value in along)
    ]


def said(reader: Reader, whole: Dossier, statements: Sequence[StatementView], *, first: bool) -> Dossier:
    """Return a dossier with these statements of it; without anything else unless it is the ``first`` page of several.

    ``more`` of the view keeps the number of all.
    """
    by_event = _FAMILY.get(whole.view.ref.kind) == "agent"
    view = replace(whole.view, statements=tuple(statements))
    groups = _said(reader, statements, by_event=by_event)
    return replace(whole, view=view, said=groups) if first else Dossier(view=replace(view, conflicts=()), said=groups)


def _cut(section: Section, limit: int) -> Section:
    if len(section.lines) <= limit or section.look != "table":
        return section
    note = f"{section.note} The first {limit} of {len(section.lines)} are shown.".strip()
    return replace(section, lines=section.lines[:limit], note=note)


def _full(section: Section) -> Section:
    """A section without the columns in which nothing stands."""
    if section.look != "table":
        return section
    kept = [place for place in range(len(section.columns)) if any(one.cells[place] for one in section.lines)]
    lines = tuple(replace(one, cells=tuple(one.cells[place] for place in kept)) for one in section.lines)
    return replace(section, columns=tuple(section.columns[place] for place in kept), lines=lines)


def _head(facts: Sequence[Fact]) -> tuple[Line, ...]:
    """One line a property; a name is left out where the thing that it names is there."""
    things = {fact.value.label for fact in facts if isinstance(fact.value, Ref)}
    grouped: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.property_iri in (UNTOC.placeName, UNTOC.countryName) and fact.value in things:
            continue
        grouped[fact.property_iri, fact.role].append(fact)
    rank = {name: place for place, name in enumerate(_HEAD)}
    keys = sorted(grouped, key=lambda key: (rank.get(key[0], len(rank)), grouped[key][0].property, key[1]))
    return tuple(_grouped(grouped[key]) for key in keys)


def _grouped(facts: Sequence[Fact]) -> Line:
    name = facts[0].property + (f" ({facts[0].role.lower()})" if facts[0].role else "")
    proofs = [proof for fact in facts for proof in fact.proofs]
    return line(name, tuple(dict.fromkeys(fact.value for fact in facts)), proofs=proofs, origin=_origin(facts[0]))


def _fact_line(fact: Fact) -> Line:
    name = fact.property + (f" ({fact.role.lower()})" if fact.role else "")
    return line(fact.value, name, proofs=fact.proofs, origin=_origin(fact))


def _origin(fact: Fact) -> str:
    if fact.origin_kind == "inferred":
        return f"inferred by the rule {fact.origin.replace('-', ' ')}" if fact.origin else "inferred"
    return f"curated: {fact.origin}" if fact.origin else fact.origin_kind


def _none(reader: Reader, view: EntityView, names: Sequence[str]) -> Iterable[Section]:
    return ()


def _of_event(reader: Reader, view: EntityView, names: Sequence[str]) -> Iterable[Section]:
    yield acts.took_part(reader, names, view.facts, view.statements)
    yield acts.counts(reader, names)
    yield acts.related(view.facts, UNTOC.partOf, "parts", "Parts", "Part")
    said = [one.proof for one in view.statements]
    stated = [proof for fact in view.facts for proof in fact.proofs]
    yield acts.documents(reader, [*view.mentions, *stated, *said])


def _of_agent(reader: Reader, view: EntityView, names: Sequence[str]) -> Iterable[Section]:
    if view.ref.kind == "state":
        yield law.of_state(reader, view.ref.iri)
    yield acts.posts(reader, names, people=False)
    yield acts.took_part_in(reader, names, view.facts)
    yield acts.posts(reader, names, people=True)
    yield acts.related(view.facts, UNTOC.sessionOf, "sessions", "Sessions", "Session")
    yield acts.related(view.facts, UNTOC.partOf, "parts", "Parts", "Part")


def _of_law(reader: Reader, view: EntityView, names: Sequence[str]) -> Iterable[Section]:
    if view.ref.kind == "instrument":
        yield law.states(reader, view.ref.iri)
        yield law.calendar(reader, view.ref.iri)
    yield law.resting(reader, view.ref.iri, view.facts)
    yield law.invoked(reader, names)
    yield law.provisions(reader, names)


_SECTIONS: dict[str, Callable[[Reader, EntityView, Sequence[str]], Iterable[Section]]] = {
    "event": _of_event, "agent": _of_agent, "law": _of_law,
}  # fmt: skip


def _said(reader: Reader, statements: Iterable[StatementView], *, by_event: bool) -> tuple[Said, ...]:
    """Statements by speaker, or by event with the latest first; in each group in order of source and place."""
    groups: dict[Ref | str, list[StatementView]] = defaultdict(list)
    for one in statements:
        speaker = one.on_behalf_of or one.speaker or one.speaker_phrase or "no speaker named"
        groups[(one.event or "event not named") if by_event else speaker].append(one)
    found = [
        Said(who=who, note=reader.value(who.iri, UNTOC.startDate) if by_event and isinstance(who, Ref) else "",
             statements=tuple(group))
        for who, group in groups.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.note, reverse=True) if by_event else found)


def _named(reader: Reader, mentions: Sequence[Proof]) -> tuple[Named, ...]:
    """The sources that name a thing, most places first, each with the sentences around the first mentions."""
    grouped: dict[Ref, list[Proof]] = defaultdict(list)
    for one in mentions:
        grouped[one.source].append(one)
    order = sorted(grouped, key=lambda ref: (-len(grouped[ref]), ref))
    return tuple(
        Named(
            source=ref,
            published=reader.value(ref.iri, f"{DCTERMS}issued"),
            places=len(grouped[ref]),
            sentences=_sentences(reader, grouped[ref]) if place < _SOURCES else (),
        )
        for place, ref in enumerate(order)
    )


def _sentences(reader: Reader, mentions: Sequence[Proof]) -> tuple[Proof, ...]:
    """The sentences of one source around mentions: of its text, or of the evidence that quotes it."""
    found: dict[tuple[int, int], Proof] = {}
    source = mentions[0].source.iri
    text = reader.value(source, UNTOC.text)
    for one in mentions:
        start, end, words = _around(text, one) if text else _quoted(reader, one)
        if len(words) <= len(one.quotation) + 2:
            continue
        found.setdefault((start, end), replace(one, start=start, end=end, quotation=" ".join(words.split())))
        if len(found) == _SENTENCES:
            break
    longest = sorted(found.values(), key=lambda proof: proof.start)
    return tuple(proof for proof in longest if not _within(proof, longest))


def _within(proof: Proof, others: Iterable[Proof]) -> bool:
    return any(o is not proof and o.start <= proof.start and proof.end <= o.end for o in others)


def _around(text: str, one: Proof) -> tuple[int, int, str]:
    start = max((found.end() for found in _SENTENCE.finditer(text, max(0, one.start - 600), one.start)), default=0)
    start = max(start, one.start - 600)
    after = _SENTENCE.search(text, one.end)
    end = min(after.start() + 1 if after else len(text), one.end + 600)
    return start, end, text[start:end]


def _quoted(reader: Reader, one: Proof) -> tuple[int, int, str]:
    """The shortest evidence that quotes more than the name, or the name itself."""
    around = [p for p in reader.places(one.source.iri) if p[0] <= one.start and one.end <= p[1]]
    wider = [p for p in around if p[1] - p[0] > 2 * (one.end - one.start)]
    start, end, _, words = min(wider, key=lambda p: (p[1] - p[0], p), default=(one.start, one.end, "", one.quotation))
    return start, end, words
