"""The one way to read a snapshot: look-ups by index, a few microseconds each, no query to plan."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

import pyoxigraph as ox

from untocgraph.ask.records import Proof, Ref, StatementView
from untocgraph.core import iri
from untocgraph.core.namespace import KIND_OF_TYPE, SUPERCLASSES, UNTOC, WORD_OF_TYPE
from untocgraph.core.vocabulary import DCTERMS, LABEL, OA, SKOS, TYPE
from untocgraph.pipeline.identity import kind_of

_NAMES = (LABEL, f"{SKOS}prefLabel", f"{DCTERMS}title")
_SURFACE = (LABEL, f"{SKOS}altLabel", UNTOC.acronym)
_LONG = 40
_KEPT = 16_384
"""How many answers of a kind a reader remembers: pages ask for the same again and again, and a quad costs 7 µs."""
_REPLACED = f"{DCTERMS}isReplacedBy"
_REFERENCE = iri.graph("reference")
_STANDARD = frozenset({iri.graph("standard-types")})
"""What says again, in wider classes, what things are: never read, since the classes of the sources tell more."""
_DERIVED = _STANDARD | {iri.graph(kind) for kind in ("ontology", "inferred", "metrics", "run")}

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph


def plain(term: Term) -> str:
    """Return a term as people read it: the IRI, or the words of a literal; empty for what our graphs never hold.

    >>> plain(ox.Literal("Vienna"))
    'Vienna'
    """
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def first(record: Mapping[str, list[str]], predicate: str) -> str:
    """Return the first value of a record for ``predicate``, or the empty string.

    >>> first({"x:p": ["a", "b"]}, "x:p"), first({}, "x:p")
    ('a', '')
    """
    values = record.get(predicate)
    return values[0] if values else ""


def best_label(names: Iterable[tuple[str, str]], language: str = "en") -> str:
    """Return the name to show of (words, language tag) pairs; the empty string for none.

    The rule of the whole product: the language asked for, then English, then a name without a language, then any;
    among equals the shortest, then the first by the alphabet.

    >>> best_label([("évaluation", "fr"), ("review", "en"), ("UNTOC review", "")])
    'review'
    >>> best_label([("évaluation", "fr"), ("review", "en")], "fr")
    'évaluation'
    """
    wanted = {language.casefold(): 0, "en": 1, "": 2} if language != "en" else {"en": 0, "": 1}

    def order(name: tuple[str, str]) -> tuple[int, int, str]:
        tag = name[1].casefold().partition("-")[0]
        return wanted.get(tag, len(wanted)), len(name[0]), name[0]

    return min(names, key=order, default=("", ""))[0]


def _quads(
    store: ox.Store, blind: frozenset[str], subject: str | None, predicate: str | None, object_: ox.NamedNode | None
) -> Iterator[ox.Quad]:
    if subject == "":
        return iter(())
    node = ox.NamedNode(subject) if subject is not None else None
    found = store.quads_for_pattern(node, ox.NamedNode(predicate) if predicate else None, object_, None)
    return (quad for quad in found if plain(quad.graph_name) not in blind)


def _values(store: ox.Store, blind: frozenset[str], subject: str, predicate: str) -> tuple[str, ...]:
    return tuple(sorted({plain(quad.object) for quad in _quads(store, blind, subject, predicate, None)}))


def _record(store: ox.Store, blind: frozenset[str], subject: str) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for quad in _quads(store, blind, subject, None, None):
        found.setdefault(quad.predicate.value, set()).add(plain(quad.object))
    return {predicate: sorted(values) for predicate, values in found.items()}


def _rules(store: ox.Store, blind: frozenset[str], subject: str) -> dict[tuple[str, str], str]:
    """The rule that gave each inferred triple of ``subject``, by (predicate, object)."""
    found: dict[tuple[str, str], str] = {}
    nodes = {plain(quad.subject) for quad in _quads(store, blind, None, UNTOC.tripleSubject, ox.NamedNode(subject))}
    for node in sorted(nodes):
        known = _record(store, blind, node)
        for end in product(known.get(UNTOC.triplePredicate, ()), known.get(UNTOC.tripleObject, ())):
            found.setdefault(end, first(known, UNTOC.rule))
    return found


def _rows(store: ox.Store, select: str) -> tuple[tuple[str, ...], ...]:
    found = store.query(select)
    assert isinstance(found, ox.QuerySolutions)
    return tuple(sorted({tuple(plain(term) if term else "" for term in row) for row in found}))


class Reader:
    """Reads one snapshot. Labels and classes are remembered, so keep one object a snapshot.

    With ``derived=False`` it is blind to what is derived: the ontology, inferred triples, metrics, the run.
    ``language`` is that of labels where there is a choice (see :func:`best_label`); with ``keep``, statements that were
    read once are remembered, in ``views``.

    >>> store = ox.Store()
    >>> store.update('INSERT DATA { GRAPH <x:g> { <x:a> <http://www.w3.org/2000/01/rdf-schema#label> "A" } }')
    >>> Reader(store).ref("x:a").label
    'A'
    """

    def __init__(self, store: ox.Store, *, derived: bool = True, language: str = "en", keep: bool = False) -> None:
        self.store = store
        self._derived = derived
        self._language = language
        self._refs: dict[str, Ref] = {}
        self.views: dict[str, StatementView] | None = {} if keep else None
        self._blind = _STANDARD if derived else _DERIVED
        self._values = functools.lru_cache(_KEPT)(functools.partial(_values, store, self._blind))
        self._rules = functools.lru_cache(_KEPT // 32)(functools.partial(_rules, store, self._blind))
        self._rows = functools.lru_cache(_KEPT // 32)(functools.partial(_rows, store))
        self._record = functools.lru_cache(_KEPT)(functools.partial(_record, store, self._blind))

    def quads(
        self, subject: str | None, predicate: str | None, object_: ox.NamedNode | None = None
    ) -> Iterator[ox.Quad]:
        """Yield the quads of a pattern; None stands for anything."""
        return _quads(self.store, self._blind, subject, predicate, object_)

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return the distinct objects as plain strings, sorted, over all graphs."""
        return list(self._values(subject, predicate))

    def record(self, subject: str) -> dict[str, list[str]]:
        """Return everything said of ``subject``, predicate → distinct objects as plain strings, sorted: one read."""
        return self._record(subject)

    def value(self, subject: str, predicate: str) -> str:
        """Return the first object as a plain string, or the empty string."""
        return next(iter(self._values(subject, predicate)), "")

    def places(self, source: str) -> list[tuple[int, int, str, str]]:
        """Return (start, end, evidence, quotation) of the evidence in a source, sorted: one query."""
        wanted = f"?e <{UNTOC.inSource}> <{source}> ; <{OA}start> ?start ; <{OA}end> ?end ; <{OA}exact> ?words"
        found = self._rows(f"SELECT ?start ?end ?e ?words {{ GRAPH ?g {{ {wanted} }} }}")
        return sorted((int(start), int(end), evidence, words) for start, end, evidence, words in found)

    def marks(self, source: str, *properties: str) -> tuple[tuple[str, ...], ...]:
        """Return what rests on evidence in a source and has the first of ``properties``: (evidence, its IRI, values).

        A value that it does not have is the empty string. One query, sorted.
        """
        first_, *others = (f"?user <{name}> ?v{number}" for number, name in enumerate(properties))
        rest = " ".join(f"OPTIONAL {{ {one} }}" for one in others)
        names = " ".join(f"?v{number}" for number in range(len(properties)))
        wanted = f"?e <{UNTOC.inSource}> <{source}> . ?user <{UNTOC.evidence}> ?e . {first_} {rest}"
        return self._rows(f"SELECT ?e ?user {names} {{ GRAPH ?g {{ {wanted} }} }}")

    def subjects(self, predicate: str, object_: str) -> list[str]:
        """Return the distinct subjects of ``predicate`` → the IRI ``object_``, sorted."""
        return sorted({plain(quad.subject) for quad in self.quads(None, predicate, ox.NamedNode(object_))})

    def distinct_objects(self, predicate: str) -> list[str]:
        """Return every IRI that is an object of ``predicate``, sorted."""
        found = {quad.object for quad in self.quads(None, predicate)}
        return sorted(term.value for term in found if isinstance(term, ox.NamedNode))

    def pairs(self, predicate: str) -> list[tuple[str, str]]:
        """Return the distinct (subject, object) of a property as plain strings, sorted."""
        return sorted({(plain(quad.subject), plain(quad.object)) for quad in self.quads(None, predicate)})

    def curated(self, predicates: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        """Yield the triples of the reference graph with these properties, sorted."""
        for name in sorted(predicates):
            quads = self.store.quads_for_pattern(None, ox.NamedNode(name), None, ox.NamedNode(_REFERENCE))
            for subject, object_ in sorted((plain(quad.subject), plain(quad.object)) for quad in quads):
                yield subject, name, object_

    def about(self, subject: str) -> Iterator[ox.Quad]:
        """Yield every quad with this subject, its standard types too: what is published of it."""
        if not subject or not self._derived:
            return self.quads(subject, None)
        return iter(self.store.quads_for_pattern(ox.NamedNode(subject), None, None, None))

    def pointing_to(self, object_: str) -> Iterator[ox.Quad]:
        """Yield every quad with this IRI as object."""
        return self.quads(None, None, ox.NamedNode(object_))

    def exists(self, subject: str) -> bool:
        """Return whether anything is said of this IRI."""
        return next(self.about(subject), None) is not None

    def is_a(self, subject: str, class_: str) -> bool:
        """Return whether this very class is stated of ``subject``."""
        return next(self.quads(subject, TYPE, ox.NamedNode(class_)), None) is not None

    def ref(self, subject: str) -> Ref:
        """Return label, kind and class of an IRI; the last part of the IRI where it has no label."""
        known = self._refs.get(subject)
        if known is None:
            known = self._refs[subject] = self._ref(subject)
        return known

    def _ref(self, subject: str) -> Ref:
        types = self.values(subject, TYPE)
        class_ = _most_specific(types)
        word = WORD_OF_TYPE.get(class_, "")
        label = self.label(subject) or self.value(subject, UNTOC.phrase) or self._of_node(subject, class_)
        label = label or self.value(subject, f"{DCTERMS}identifier")
        label = label or subject.removeprefix(iri.BASE).removeprefix("id/")
        return Ref(label, subject, KIND_OF_TYPE.get(class_, ""), word or class_.rpartition("#")[2])

    def short(self, subject: str) -> str:
        """Return a name that fits a line: the acronym where the label is long."""
        label = self.ref(subject).label
        return (self.value(subject, UNTOC.acronym) or label) if len(label) > _LONG else label

    def label(self, subject: str) -> str:
        """Return the name, as :func:`best_label` chooses; the empty string where nothing gives one."""
        for predicate in _NAMES:
            named = (q.object for q in self.quads(subject, predicate))
            found = best_label(
                ((t.value, t.language or "") for t in named if isinstance(t, ox.Literal)), self._language
            )
            if found:
                return found
        return ""

    def class_of(self, entity: str) -> str:
        """Return the class of an entity: of the reference data, else what most sources say, ties by name."""
        counted: Counter[str] = Counter()
        for quad in self.quads(entity, TYPE):
            if plain(quad.object) in WORD_OF_TYPE:
                counted[plain(quad.object)] += 1_000_000 if plain(quad.graph_name) == _REFERENCE else 1
        return max(counted, key=lambda name: (counted[name], name), default="")

    def _of_node(self, subject: str, class_: str) -> str:
        """Words for a node that stands for a fact and has no name: a count, an act of a State on a treaty."""
        number, state = self.value(subject, UNTOC.countValue), self.value(subject, UNTOC.actionBy)
        if number:
            qualifier = self.value(subject, UNTOC.countQualifier).rpartition("/")[2]
            word = {"approximate": "about ", "at_least": "at least "}.get(qualifier, "")
            category = self.value(subject, UNTOC.countCategory).rpartition("/")[2].replace("_", " ")
            return f"{word}{number} ({category})"
        if state:
            treaty = self.value(subject, UNTOC.actionOn)
            name = (self.value(treaty, UNTOC.acronym) or self.ref(treaty).label) if treaty else "a treaty"
            act = "".join(f" {c.lower()}" if c.isupper() else c for c in class_.rpartition("#")[2]).strip()
            day = self.value(subject, UNTOC.date)
            return f"{self.ref(state).label}: {act} of {name}" + (f", {day}" if day else "")
        return ""

    def minted(self, subject: str) -> tuple[str, ...]:
        """Return every IRI that stands for this entity: its own and those that a judgement merged into it."""
        return (subject, *(iri_ for iri_ in self.subjects(_REPLACED, subject) if iri_ != subject))

    def canonical(self, subject: str) -> str:
        """Return the IRI that this one was merged into, or itself; the words of a literal as they are."""
        if not subject.startswith(iri.BASE):
            return subject
        return self.value(subject, _REPLACED) or subject

    def proof(self, evidence: str, *, method: str = "", confidence: float = 1.0) -> Proof:
        """Return the sentence behind an evidence IRI."""
        known = self.record(evidence)
        return Proof(
            source=self.ref(first(known, UNTOC.inSource)),
            start=int(first(known, f"{OA}start") or 0),
            end=int(first(known, f"{OA}end") or 0),
            quotation=first(known, f"{OA}exact"),
            method=method,
            confidence=confidence,
        )

    def proofs(self, assertion: str) -> tuple[Proof, ...]:
        """Return the evidence of an assertion (or a mention), in order of source and place."""
        known = self.record(assertion)
        method, confidence = first(known, UNTOC.method), float(first(known, UNTOC.confidence) or 1)
        found = [self.proof(e, method=method, confidence=confidence) for e in known.get(UNTOC.evidence, ())]
        return tuple(sorted(found, key=lambda proof: (proof.source.iri, proof.start, proof.end)))

    def rule(self, subject: str, predicate: str, object_: str) -> str:
        """Return the name of the rule that gave an inferred triple, or the empty string."""
        return self._rules(subject).get((predicate, object_), "")

    def source_id(self, source: str) -> str:
        """Return the id of a source, or the end of its IRI where it gives none."""
        return self._ids.get(source, source.rpartition("/")[2])

    @property
    def source_ids(self) -> dict[str, str]:
        """IRI of a source that was read → its id, sorted."""
        return dict(self._ids)

    @functools.cached_property
    def _ids(self) -> dict[str, str]:
        sources = self.subjects(TYPE, UNTOC.Source)
        return {one: self.value(one, f"{DCTERMS}identifier") or one.rpartition("/")[2] for one in sources}

    @functools.cached_property
    def searched(self) -> tuple[int, str]:
        """How many sources were read and the latest date of one: what a "none" rests on."""
        dates = (self.value(source, f"{DCTERMS}issued") for source in self._ids)
        return len(self._ids), max(dates, default="")

    @functools.cached_property
    def contested(self) -> frozenset[str]:
        """What sources contradict each other about: entities with a conflict set, and the nodes its sides introduce."""
        entities = {self.canonical(one) for one in self.distinct_objects(UNTOC.conflictOn)}
        asserted = [self.record(one) for one in self.distinct_objects(UNTOC.memberAssertion)]
        ends = {node for known in asserted for p in (UNTOC.introduces, UNTOC.subject) for node in known.get(p, ())}
        return frozenset(entities | ends)

    @functools.cached_property
    def named(self) -> frozenset[str]:
        """Every entity that a source names."""
        return frozenset(map(self.canonical, self.distinct_objects(UNTOC.mentions)))

    @functools.cached_property
    def names(self) -> dict[str, set[str]]:
        """The entities that each name means, names folded."""
        found: dict[str, set[str]] = {}
        for predicate in _SURFACE:
            for subject, name in self.pairs(predicate):
                if kind_of(subject):
                    found.setdefault(iri.fold(name), set()).add(subject)
        return found

    @functools.cached_property
    def topics(self) -> dict[str, str]:
        """Topic IRIs by the word at their end and by their folded labels."""
        known: dict[str, str] = {}
        for topic in self.distinct_objects(UNTOC.about):
            known.setdefault(iri.fold(self.ref(topic).label), topic)
            known[topic.rpartition("/")[2]] = topic
        return known

    def instances(self, class_: str) -> list[str]:
        """Return the entities of a class and its subclasses that were not merged into others, by IRI."""
        classes = {class_, *(below for below, above in SUPERCLASSES.items() if class_ in above)}
        found = {one for name in classes for one in self.subjects(TYPE, name)}
        return sorted(one for one in found if self.canonical(one) == one)

    def types(self, subject: str) -> frozenset[str]:
        """Return the classes of a thing with all their superclasses, as the ontology calls them."""
        own = self.values(subject, TYPE)
        return frozenset(one.rpartition("#")[2] for type_ in own for one in (type_, *SUPERCLASSES.get(type_, ())))

    def asserted_by(self, node: str) -> list[str]:
        """Return the assertions that state a node or introduce it, by IRI."""
        found = {a for name in self.minted(node) for a in self.subjects(UNTOC.subject, name)}
        return sorted(found.union(self.subjects(UNTOC.introduces, node)))


def _most_specific(types: list[str]) -> str:
    """The class that is no superclass of another one given; the first by name among several."""
    above = {parent for type_ in types for parent in SUPERCLASSES.get(type_, ())}
    return min((type_ for type_ in types if type_ not in above), default="")
