"""Sections about people and meetings: who took part, which posts, how many, who was met."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from heapq import nsmallest
from itertools import combinations

from untocgraph.ask.dossier.records import Cell, Company, Line, Section, Span, line
from untocgraph.ask.reader import Reader
from untocgraph.ask.records import Fact, Proof, Ref, StatementView
from untocgraph.ask.views.statements import statement_view
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import DCTERMS

_ORDER = ("chair", "co-chair", "moderator", "opening speaker", "keynote speaker", "briefer", "panellist", "speaker",
          "organizer", "host")  # fmt: skip
Row = tuple[str, Ref]


def origin_of(reader: Reader, node: str) -> str:
    """Return where a node without a sentence was taken from, in words."""
    source = reader.value(node, f"{DCTERMS}source")
    return f"curated: {source}" if source else "curated"


def proofs_of(reader: Reader, node: str) -> tuple[Proof, ...]:
    """Return the sentences that state a node or introduce it."""
    return tuple(proof for one in reader.asserted_by(node) for proof in reader.proofs(one))


def _word(reader: Reader, node: str, predicate: str) -> str:
    value = reader.value(node, predicate)
    return reader.ref(value).label if value else ""


def _gathered(
    reader: Reader, names: Iterable[str], end: str, other: str, word: Callable[[str], str]
) -> tuple[dict[Row, list[Proof]], dict[Row, str]]:
    """The sentences of nodes that hang on ``names``, by a word of theirs and their other end; where one is from."""
    found: dict[Row, list[Proof]] = defaultdict(list)
    origins: dict[Row, str] = {}
    for name in names:
        for node in reader.subjects(end, name):
            key = (word(node), reader.ref(reader.canonical(reader.value(node, other))))
            found[key] += proofs_of(reader, node)
            origins.setdefault(key, origin_of(reader, node))
    return found, origins


def _parts(
    reader: Reader, names: Iterable[str], facts: Iterable[Fact], end: str, other: str
) -> tuple[dict[Row, list[Proof]], dict[Row, str]]:
    """Parts taken, by role and the thing at their other end; those that facts alone state too."""
    role = "participant"
    found, origins = _gathered(reader, names, end, other, lambda node: _word(reader, node, UNTOC.role).lower() or role)
    known = {ref for _, ref in found}
    for fact in facts:
        if fact.property_iri == UNTOC.participatesIn and isinstance(fact.value, Ref) and fact.value not in known:
            key = (fact.role.lower() or role, fact.value)
            found[key] += fact.proofs
            origins.setdefault(key, f"{fact.origin_kind}: {fact.origin}")
    return found, origins


def took_part(reader: Reader, names: Iterable[str], facts: Iterable[Fact], said: Iterable[StatementView]) -> Section:
    """Return who took part in an event, by role; whom each spoke for; the sentences."""
    found, origins = _parts(reader, names, facts, UNTOC.inEvent, UNTOC.participant)
    behalf: dict[Ref, dict[Ref, None]] = defaultdict(dict)
    for one in said:
        if one.speaker and one.on_behalf_of:
            behalf[one.speaker][one.on_behalf_of] = None
    keys = sorted(found, key=lambda key: (_rank(key[0]), key[0], key[1].label))
    lines = (
        line(role, who, tuple(behalf[who]), proofs=found[role, who], origin=origins[role, who]) for role, who in keys
    )
    return Section(name="participants", title="Who took part", columns=("Role", "Who", "Spoke for"), lines=tuple(lines))


def _rank(role: str) -> int:
    return _ORDER.index(role) if role in _ORDER else len(_ORDER)


def took_part_in(reader: Reader, names: Iterable[str], facts: Iterable[Fact]) -> Section:
    """Return the events in which somebody took part, the latest first."""
    found, origins = _parts(reader, names, facts, UNTOC.participant, UNTOC.inEvent)
    dated = sorted(((reader.value(e.iri, UNTOC.startDate), e, role) for role, e in found), reverse=True)
    lines = (
        line(day, event, role, proofs=found[role, event], origin=origins[role, event]) for day, event, role in dated
    )
    return Section(name="events", title="Took part in", columns=("When", "Event", "As"), lines=tuple(lines))


def spans(section: Section) -> tuple[Span, ...]:
    """Return the dated lines of :func:`took_part_in` for a timeline."""
    found = []
    for one in section.lines:
        day, event, role = one.cells
        if day and isinstance(day, str) and isinstance(event, Ref):
            found.append(Span(date=day, event=event, role=str(role)))
    return tuple(sorted(found, key=lambda span: (span.date, span.event, span.role)))


def posts(reader: Reader, names: Iterable[str], *, people: bool) -> Section:
    """Return the posts of somebody, or with ``people`` those who hold one in a body; by the date of the source."""
    end, other = (UNTOC.affiliatedTo, UNTOC.affiliate) if people else (UNTOC.affiliate, UNTOC.affiliatedTo)
    found, origins = _gathered(reader, names, end, other, lambda node: reader.value(node, UNTOC.postTitle))
    rows = sorted((_stated(reader, proofs), ref.label, post, ref) for (post, ref), proofs in found.items())
    lines = [line(day, post, ref, proofs=found[post, ref], origin=origins[post, ref]) for day, _, post, ref in rows]
    title, column = ("People", "Who") if people else ("Posts", "Where")
    columns = ("As of", "Post", column)
    return Section(name="people" if people else "posts", title=title, columns=columns, lines=tuple(lines))


def _stated(reader: Reader, proofs: Iterable[Proof]) -> tuple[str, ...]:
    """The dates of the sources that say so: the first, and the last where it is another."""
    days = sorted(filter(None, {reader.value(proof.source.iri, f"{DCTERMS}issued") for proof in proofs}))
    return tuple(dict.fromkeys((*days[:1], *days[-1:])))


def counts(reader: Reader, names: Iterable[str]) -> Section:
    """Return how many took part according to each source; a number that others contradict is marked."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in names:
        for node in reader.subjects(UNTOC.countOf, name):
            about = {"approximate": "about ", "at_least": "at least ", "at_most": "at most "}
            number = about.get(_end(reader, node, UNTOC.countQualifier), "") + reader.value(node, UNTOC.countValue)
            found[_word(reader, node, UNTOC.countCategory).lower(), number].append(node)
    lines = []
    for (category, number), nodes in sorted(found.items()):
        phases = sorted({_end(reader, node, UNTOC.countPhase).replace("_", " ") for node in nodes} - {""})
        proofs = [proof for node in nodes for proof in proofs_of(reader, node)]
        contested = not reader.contested.isdisjoint(nodes)
        lines.append(line(number, category, ", ".join(phases), proofs=proofs, origin=origin_of(reader, nodes[0]),
                          contested=contested))  # fmt: skip
    return Section(name="counts", title="How many", columns=("Number", "Of whom", "What they did"), lines=tuple(lines))


def _end(reader: Reader, node: str, predicate: str) -> str:
    return reader.value(node, predicate).rpartition("/")[2]


def documents(reader: Reader, proofs: Iterable[Proof]) -> Section:
    """Return the sources that have something to say, with the number of places, the latest first."""
    places = Counter(proof.source for proof in dict.fromkeys(proofs))
    rows = sorted(
        ((reader.value(ref.iri, f"{DCTERMS}issued"), ref, number) for ref, number in places.items()), reverse=True
    )
    lines: list[Line] = []
    for day, ref, number in rows:
        cells: tuple[Cell, ...] = (day, ref, reader.value(ref.iri, f"{DCTERMS}publisher"), str(number))
        lines.append(line(*cells))
    columns = ("Date", "Document", "Publisher", "Places")
    return Section(name="documents", title="Documents that report it", columns=columns, lines=tuple(lines))


def company(reader: Reader, subject: str, events: Iterable[Ref], most: int = 14) -> Company:
    """Return who took part in or spoke at the same events, those met most often first, and who of them met whom."""
    where: dict[str, set[str]] = defaultdict(set)
    known = _present(reader)
    for event in {one.iri for one in events}:
        if event not in known:
            known[event] = _there(reader, event)
        for who in known[event]:
            where[who].add(event)
    where.pop(subject, None)
    met = nsmallest(most, where, key=lambda one: (-len(where[one]), reader.ref(one).label, one))
    numbered = combinations(enumerate(met), 2)
    pairs = ((one, other, len(where[a] & where[b])) for (one, a), (other, b) in numbered)
    return Company(
        met=tuple((reader.ref(one), len(where[one])) for one in met), pairs=tuple(pair for pair in pairs if pair[2])
    )


@functools.lru_cache(maxsize=2)
def _present(reader: Reader) -> dict[str, frozenset[str]]:
    """Who was at which event, as far as somebody asked."""
    return {}


def _there(reader: Reader, event: str) -> frozenset[str]:
    names = reader.minted(event)
    there = {s for name in names for s in reader.subjects(UNTOC.participatesIn, name)}
    for one in (s for name in names for s in reader.subjects(UNTOC.atEvent, name)):
        said = statement_view(reader, one)
        there.update(who.iri for who in (said.speaker, said.on_behalf_of) if who)
    refs = (reader.ref(reader.canonical(one)) for one in there)
    return frozenset(ref.iri for ref in refs if ref.kind in ("person", "organization", "state"))


def related(facts: Iterable[Fact], property_: str, name: str, title: str, column: str) -> Section:
    """Return what names the thing as the value of a property: its parts, its sessions."""
    kept = [fact for fact in facts if fact.property_iri == property_ and not fact.outgoing]
    lines = (line(fact.value, proofs=fact.proofs, origin=f"{fact.origin_kind}: {fact.origin}") for fact in kept)
    return Section(name=name, title=title, columns=(column,), lines=tuple(lines))
