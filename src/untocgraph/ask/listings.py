"""The lists that people narrow: statements, entities, conflicts and sources of one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from untocgraph.ask.listing import Facet, Listing, quoted
from untocgraph.ask.reader import Reader, plain
from untocgraph.ask.records import ConflictView, Ref, SourceView, StatementView
from untocgraph.ask.views import Directory, Entry, StatementFilter, conflict_views, gathered, sources, statements
from untocgraph.core import iri
from untocgraph.core.namespace import KIND_OF_TYPE, UNTOC, WORD_OF_TYPE
from untocgraph.core.vocabulary import TYPE

KINDS = {
    "person": "People", "organization": "Organizations", "state": "States", "place": "Places", "event": "Events",
    "instrument": "Treaties", "provision": "Provisions", "resolution": "Resolutions", "document": "Documents",
    "mechanism": "Mechanisms", "project": "Projects",
}  # fmt: skip
"""Kinds of entity in the order in which they are listed."""
_BANDS = {"high": ("90 % and more", 0.9, 1.01), "middle": ("70 to 90 %", 0.7, 0.9), "low": ("less than 70 %", 0.0, 0.7)}
_WORDS = {"direct": "quoted", "ngo": "NGOs"}
"""Codes that say little by themselves."""
_ORIGINS = {"rules": "rules", "reader": "language model"}


def _iris(values: Iterable[str]) -> str:
    return " ".join(f"<{value}>" for value in values)


def _one_of(variable: str, values: Iterable[str]) -> str:
    return f"VALUES ?{variable} {{ {_iris(values)} }}"


def _literals(values: Iterable[str]) -> str:
    return ", ".join(map(quoted, values))


def spaced(word: str) -> str:
    """Return a class or code as words.

    >>> spaced("WorkingGroup"), spaced("other_stakeholder")
    ('working group', 'other stakeholder')
    """
    if word in _WORDS:
        return _WORDS[word]
    words = "".join(f" {char.lower()}" if char.isupper() else char for char in word).strip().replace("_", " ")
    return words.replace("non governmental", "non-governmental")


def _classes(names: Iterable[str]) -> list[str]:
    """IRIs of classes by local name; for what is no name, a class that nothing has."""
    return [iri.ONTOLOGY + (name if name.isidentifier() else "none") for name in names]


def _called(node: str = "item", class_: str = "class") -> str:
    """A pattern for a class that a graph states of a thing; that of the classes above it repeats nothing."""
    return f"GRAPH ?of_{class_} {{ ?{node} a ?{class_} }} FILTER(?of_{class_} != <{iri.graph('standard-types')}>)"


def _class_names(reader: Reader, things: Iterable[str]) -> set[str]:
    """The local names of the classes of things that are stated or inferred."""
    types = {type_ for thing in things for type_ in reader.values(thing, TYPE)}
    return {type_.removeprefix(iri.ONTOLOGY) for type_ in types if type_ in WORD_OF_TYPE}


def _origin(method: str) -> str:
    return "reader" if method.startswith(("reader", "model.")) else "rules"


def _band(confidence: float) -> str:
    return next(name for name, (_, low, high) in _BANDS.items() if low <= confidence < high)


class _Sources:
    """What facets say of sources: genre, year, title."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.head = {view.ref.iri: view for view in sources(reader)}

    def genre(self, source: str) -> str:
        return self.head[source].genre if source in self.head else ""

    def year(self, source: str) -> str:
        return self.head[source].published[:4] if source in self.head else ""

    def facets(self, of: Callable[[Any], Iterable[str]], path: str) -> Iterator[Facet[Any]]:
        """Facets of things that stand in sources: ``of`` gives their IRIs, ``path`` leads from ``?item`` to them."""
        yield Facet(
            name="source", title="Source", of=of, label=lambda v: self.reader.ref(v).label,
            pattern=lambda vs: f"{_one_of('source', vs)} {path}",
        )  # fmt: skip
        yield Facet(
            name="genre", title="Genre of source", label=spaced,
            of=lambda item: {self.genre(one) for one in of(item)} - {""},
            pattern=lambda vs: f"{path.replace('?source', '?s1')} ?s1 untoc:genre ?genre . "
            f"FILTER(STR(?genre) IN ({_literals(vs)}))",
        )  # fmt: skip
        yield Facet(
            name="published", title="Source published", label=str,
            of=lambda item: {self.year(one) for one in of(item)} - {""},
            pattern=lambda vs: f"{path.replace('?source', '?s2')} ?s2 dcterms:issued ?issued . "
            f"FILTER(SUBSTR(STR(?issued), 1, 4) IN ({_literals(vs)}))",
        )  # fmt: skip


def statement_list(reader: Reader) -> Listing[StatementView]:
    """Return every statement, in order of source and place."""
    return Listing(
        statements(reader, StatementFilter()), [*_who_and_where(reader), *_how_said(reader)],
        words=lambda s: f"{s.text} {s.speaker_phrase}",
        orders={"": None, "latest": lambda s: _falling(_start(reader, s.event)),
                "speaker": lambda s: _speaker(s).casefold()},
        select="?item a untoc:Statement .",
        text_pattern="?item untoc:statementText ?text . OPTIONAL { ?item untoc:speakerPhrase ?phrase } "
        r'FILTER(CONTAINS(LCASE(REPLACE(CONCAT(?text, " ", COALESCE(?phrase, "")), "\\s+", " ")), WORDS))',
    )  # fmt: skip


def _who_and_where(reader: Reader) -> Iterator[Facet[StatementView]]:
    def label(value: str) -> str:
        return reader.ref(value).label

    def minted(values: Iterable[str]) -> list[str]:
        return [name for value in values for name in reader.minted(value)]

    yield Facet(
        name="speaker", title="Speaker or organization", label=label, of=_actors,
        pattern=lambda vs: f"{_one_of('who', minted(vs))} ?item untoc:speaker|untoc:onBehalfOf ?who .",
    )  # fmt: skip
    yield Facet(
        name="actor_type", title="Class of speaker", label=spaced, of=lambda s: _class_names(reader, _actors(s)),
        pattern=lambda vs: f"{_one_of('class', _classes(vs))} "
        "?item untoc:speaker|untoc:onBehalfOf ?actor . " + _called("actor"),
    )  # fmt: skip
    yield Facet(
        name="event", title="Event", label=label, of=lambda s: [s.event.iri] if s.event else [],
        pattern=lambda vs: f"{_one_of('event', minted(vs))} ?item untoc:atEvent ?event .",
    )  # fmt: skip
    yield Facet(
        name="topic", title="Topic", label=label, of=lambda s: [t.iri for t in s.topics],
        pattern=lambda vs: f"{_one_of('topic', vs)} ?item untoc:about ?topic .",
    )  # fmt: skip
    yield Facet(
        name="year", title="Year of event", label=str, of=lambda s: filter(None, [_start(reader, s.event)[:4]]),
        pattern=lambda vs: "?item untoc:atEvent ?at . { SELECT ?at (MIN(STR(?day)) AS ?first) "
        f"{{ ?at untoc:startDate ?day }} GROUP BY ?at }} FILTER(SUBSTR(?first, 1, 4) IN ({_literals(vs)}))",
    )  # fmt: skip


def _how_said(reader: Reader) -> Iterator[Facet[StatementView]]:
    codes = (("kind", "Kind", "statementKind", "statement-kind"),
             ("mode", "Quoted or reported", "statementMode", "mode"),
             ("modality", "Modality", "modality", "modality"))  # fmt: skip
    yield from (_code(*code) for code in codes)
    yield from _Sources(reader).facets(lambda s: [s.proof.source.iri], "?item untoc:statedIn ?source .")
    yield Facet(
        name="confidence", title="Confidence", label=lambda v: _BANDS[v][0], of=lambda s: [_band(s.proof.confidence)],
        pattern=lambda vs: "?a untoc:subject ?item ; untoc:confidence ?c . FILTER("
        + " || ".join(f"(?c >= {_BANDS[v][1]} && ?c < {_BANDS[v][2]})" for v in vs) + ")",
    )  # fmt: skip
    yield Facet(
        name="origin", title="Found by", label=lambda v: _ORIGINS[v], of=lambda s: [_origin(s.proof.method)],
        pattern=lambda vs: "?b untoc:subject ?item ; untoc:method ?method . "
        'BIND(IF(REGEX(?method, "^(reader|model[.])"), "reader", "rules") AS ?origin) '
        f"FILTER(?origin IN ({_literals(vs)}))",
    )  # fmt: skip


def _code(name: str, title: str, predicate: str, scheme: str) -> Facet[StatementView]:
    return Facet(
        name=name, title=title, of=lambda s: filter(None, [getattr(s, name)]), label=spaced,
        pattern=lambda vs: f"{_one_of(name, (iri.concept(scheme, v) for v in vs))} ?item untoc:{predicate} ?{name} .",
    )  # fmt: skip


def _start(reader: Reader, event: Ref | None) -> str:
    return min(reader.values(event.iri, UNTOC.startDate), default="") if event else ""


def _actors(one: StatementView) -> list[str]:
    return [ref.iri for ref in (one.on_behalf_of, one.speaker) if ref]


def _speaker(one: StatementView) -> str:
    who = one.on_behalf_of or one.speaker
    return who.label if who else one.speaker_phrase or "\uffff"


def _falling(day: str) -> tuple[int, ...]:
    """A key that puts the latest day first and what has none last."""
    return tuple(-ord(char) for char in day.ljust(10))


def entity_list(reader: Reader, directory: Directory) -> Listing[Entry]:
    """Return every entity, those named most often first."""
    read = _Sources(reader)
    named = _named_in(reader)
    ids = {id_: source for source, id_ in reader.source_ids.items()}
    where = {entity: {ids[id_] for id_ in found if id_ in ids} for entity, found in named.items()}
    country = {reader.canonical(s): reader.canonical(o) for s, o in reader.pairs(UNTOC.country)}
    classes = {kind: [c for c, k in KIND_OF_TYPE.items() if k == kind] for kind in KINDS}
    mention = "?m untoc:mentions/dcterms:isReplacedBy? ?item ; untoc:evidence/untoc:inSource ?source ."
    facets: list[Facet[Entry]] = [
        Facet(name="kind", title="Kind", label=lambda v: KINDS.get(v, v), of=lambda e: filter(None, [e.ref.kind]),
              pattern=lambda vs: f"{_one_of('k', [c for v in vs for c in classes.get(v, [])])} " + _called(class_="k")),
        Facet(name="type", title="Class", label=spaced, of=lambda e: _class_names(reader, [e.ref.iri]),
              pattern=lambda vs: f"{_one_of('class', _classes(vs))} " + _called()),
        Facet(name="country", title="State", label=lambda v: reader.ref(v).label,
              of=lambda e: filter(None, [country.get(e.ref.iri, "")]),
              pattern=lambda vs: f"{_one_of('country', vs)} ?item untoc:country ?country ."),
        Facet(name="named", title="Named", label=lambda v: {"yes": "in sources", "no": "in reference data only"}[v],
              of=lambda e: ["yes" if e.mentions else "no"],
              pattern=lambda vs: "" if len(set(vs)) > 1 else
              f"FILTER {'' if 'yes' in vs else 'NOT '}EXISTS {{ ?n untoc:mentions/dcterms:isReplacedBy? ?item }}"),
        *read.facets(lambda e: where.get(e.ref.iri, ()), mention),
    ]  # fmt: skip
    every = _iris(KIND_OF_TYPE)
    return Listing(
        sorted(directory.entries, key=lambda e: (-e.mentions, e.ref)), facets,
        words=lambda e: " ".join((e.ref.label, *e.aliases)),
        orders={"": None, "name": lambda e: e.ref.label.casefold(), "sources": lambda e: (-e.sources, e.ref)},
        select=f"VALUES ?type {{ {every} }} ?item a ?type . FILTER NOT EXISTS {{ ?item dcterms:isReplacedBy ?other }}",
        text_pattern="{ SELECT ?item (GROUP_CONCAT(?name; separator=' ') AS ?names) "
        "{ ?item rdfs:label|skos:altLabel ?name } GROUP BY ?item } FILTER(CONTAINS(LCASE(?names), WORDS))",
    )  # fmt: skip


def _named_in(reader: Reader) -> dict[str, set[str]]:
    """Ids of the sources that name an entity, as the ends of their graphs."""
    found: dict[str, set[str]] = {}
    for quad in reader.store.quads_for_pattern(None, ox.NamedNode(UNTOC.mentions), None, None):
        found.setdefault(reader.canonical(plain(quad.object)), set()).add(plain(quad.graph_name).rpartition("/")[2])
    return found


def conflict_list(reader: Reader) -> Listing[ConflictView]:
    """Return every conflict, those of one kind over one property of one thing together; open ones first."""
    literal = "?item untoc:{} ?{} . FILTER(STR(?{}) IN ({}))".format

    def plainly(name: str, title: str, predicate: str) -> Facet[ConflictView]:
        return Facet(
            name=name, title=title, of=lambda c: [getattr(c, name)], label=spaced,
            pattern=lambda vs: literal(predicate, name, name, _literals(vs)),
        )  # fmt: skip

    facets: list[Facet[ConflictView]] = [
        plainly("status", "Status", "status"),
        plainly("kind", "Over what", "conflictKind"),
        plainly("property", "Property", "conflictProperty"),
        Facet(name="class", title="Class", label=spaced, of=lambda c: _class_names(reader, [c.entity.iri]),
              pattern=lambda vs: f"{_one_of('class', _classes(vs))} "
              "?item untoc:conflictOn ?on . " + _called("on")),
        *_Sources(reader).facets(
            lambda c: {m.source.iri for m in c.members if m.source},
            "?item untoc:member/untoc:memberSource ?source ."),
    ]  # fmt: skip
    return Listing(
        gathered(conflict_views(reader)), facets,
        words=lambda c: " ".join((c.entity.label, c.explanation, *(m.value for m in c.members))),
        orders={"": None, "thing": lambda c: c.entity.label.casefold()},
        select="?item a untoc:ConflictSet .",
        text_pattern="?item untoc:conflictOn/rdfs:label|untoc:member/untoc:memberValue ?v . "
        "FILTER(CONTAINS(LCASE(?v), WORDS))",
    )  # fmt: skip


def source_list(reader: Reader) -> Listing[SourceView]:
    """Return every source, by id."""

    def plainly(name: str, title: str, predicate: str, length: int = 0) -> Facet[SourceView]:
        cut = f"SUBSTR(STR(?{name}), 1, {length})" if length else f"STR(?{name})"
        return Facet(
            name=name, title=title, label=spaced if name == "genre" else str,
            of=lambda s: filter(None, [getattr(s, name)[: length or None]]),
            pattern=lambda vs: f"?item {predicate} ?{name} . FILTER({cut} IN ({_literals(vs)}))",
        )  # fmt: skip

    facets = [
        plainly("genre", "Genre", "untoc:genre"),
        plainly("publisher", "Publisher", "dcterms:publisher"),
        plainly("published", "Year", "dcterms:issued", 4),
    ]
    return Listing(
        sources(reader), facets, words=lambda s: s.title,
        orders={"": None, "latest": lambda s: _falling(s.published), "title": lambda s: s.title.casefold()},
        select="?item a untoc:Source .",
        text_pattern="?item dcterms:title ?title . FILTER(CONTAINS(LCASE(?title), WORDS))",
    )  # fmt: skip
