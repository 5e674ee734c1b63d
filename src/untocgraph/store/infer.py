"""Derive triples by named rules, each with the rule and the premises it rests on.

The rules are ``ontology/rules/*.rq``: a SELECT with a YAML header that gives the conclusion and the premises
as triple patterns over its columns. They are run to a fixpoint. No rule makes new terms, so the triples
that can be derived are finitely many and the fixpoint is always reached.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml

from untocgraph.core import iri, resources
from untocgraph.core.errors import InputError, LimitError, Place
from untocgraph.core.namespace import SUPERCLASSES, UNTOC
from untocgraph.core.vocabulary import RDFS, REPLACED_BY, TYPE

INFERRED = ox.NamedNode(iri.graph("inferred"))
STANDARD = ox.NamedNode(iri.graph("standard-types"))
"""The classes above those that sources give, ours and those of other vocabularies: for readers who know only these."""
MAX_ROUNDS = 1000
_WORLD = frozenset({UNTOC.Entity, UNTOC.Source, UNTOC.Run})
_PROVENANCE = tuple(f"<{iri.graph(kind)}/" for kind in ("provenance", "reader-provenance"))
_TYPE = ox.NamedNode(TYPE)
_SUBCLASS = ox.NamedNode(f"{RDFS}subClassOf")
_REPLACED = ox.NamedNode(REPLACED_BY)
_NAMED = re.compile(rf"(?:\buntoc:|<{re.escape(iri.ONTOLOGY)})(\w+)")
_IRI = re.compile(r"[A-Za-z][\w+.-]*:[^\s<>\"{}|\\^`]*")
_PREFIXES = f"PREFIX untoc: <{iri.ONTOLOGY}>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"

Pattern = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A named rule. ``conclusion`` and ``premises`` are triple patterns: ``?name`` or the IRI of a property."""

    id: str
    summary: str
    conclusion: Pattern
    premises: tuple[Pattern, ...]
    select: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inference:
    """A derived triple with the rule and the premises of its first derivation."""

    triple: ox.Triple
    rule: str
    premises: tuple[ox.Triple, ...]

    @property
    def node(self) -> ox.NamedNode:
        """The IRI that stands for the inference."""
        return ox.NamedNode(iri.node("inference", *map(str, _parts(self.triple))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferences:
    """All inferences of a run, sorted, and for every premise the graphs it stands in."""

    items: tuple[Inference, ...]
    graphs: dict[ox.Triple, tuple[str, ...]]
    rounds: int

    def nquads(self) -> bytes:
        """Return the graph of inferences as sorted N-Quads: each triple, and the node that explains it."""
        lines = {f"{quad} .\n" for quad in self.quads()}
        return "".join(sorted(lines)).encode()

    def quads(self) -> list[ox.Quad]:
        """Return the graph of inferences as quads."""
        derived = {inference.triple: inference.node for inference in self.items}
        found = []
        for inference in self.items:
            found += [ox.Quad(*_parts(inference.triple), INFERRED), *_record(inference.node, inference.triple)]
            found += [_quad(inference.node, _TYPE, ox.NamedNode(UNTOC.Inference))]
            found += [_quad(inference.node, ox.NamedNode(UNTOC.rule), ox.Literal(inference.rule))]
            for premise in inference.premises:
                node = derived.get(premise) or _premise_node(premise)
                found.append(_quad(inference.node, ox.NamedNode(UNTOC.premise), node))
        for triple, graphs in self.graphs.items():
            node = _premise_node(triple)
            found += [_quad(node, _TYPE, ox.NamedNode(UNTOC.Premise)), *_record(node, triple)]
            found += [_quad(node, ox.NamedNode(UNTOC.inGraph), ox.NamedNode(graph)) for graph in graphs]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Why a triple is in the graph: by a rule from premises, or because graphs state it.

    ``rule`` is empty and ``graphs`` and ``assertions`` (IRIs) are filled for a stated triple.
    """

    triple: tuple[str, str, str]
    rule: str = ""
    premises: tuple[Proof, ...] = ()
    graphs: tuple[str, ...] = ()
    assertions: tuple[str, ...] = ()


def infer(store: ox.Store, *, rules: Sequence[Rule] | None = None) -> Inferences:
    """Return everything the rules derive from the store; the graph of inferences in it is left out of account.

    ``store`` is not changed: write ``.nquads()`` into the graph ``graph/inferred``. The result is the same for
    the same triples, in whatever order they are stored. ``rules`` are those of the package unless given; a rule
    sees only the properties and classes that rules name.

    Raises LimitError when rules that are given make new terms without end.
    """
    used = load_rules() if rules is None else tuple(rules)
    work = _working_copy(store, used)
    found: dict[ox.Triple, Inference] = {}
    fresh = {name for rule in used for _, name, _ in rule.premises}
    for rounds in range(1, MAX_ROUNDS + 1):
        new = _round(work, (rule for rule in used if any(name in fresh for _, name, _ in rule.premises)), found)
        fresh = {triple.predicate.value for triple in new}
        if not new:
            premises = {premise for item in found.values() for premise in item.premises} - set(found)
            graphs = {premise: _graphs(store, premise) for premise in sorted(premises, key=str)}
            items = tuple(sorted(found.values(), key=lambda item: str(item.triple)))
            return Inferences(items=items, graphs=graphs, rounds=rounds)
        found.update(new)
        work.extend(ox.Quad(*_parts(triple), ox.DefaultGraph()) for triple in new)
    raise LimitError(
        f"the rules had not come to an end after {MAX_ROUNDS} rounds", repair="look for a rule that makes new terms"
    )


def same(before: ox.Store, after: ox.Store, graphs: Iterable[str]) -> bool:
    """Return whether these graphs hold the same, in two stores, of all that inferences and standard types rest on."""
    words = {iri.ONTOLOGY + word for rule in load_rules() for word in _NAMED.findall(rule.select)}
    looked_at = [_TYPE, _SUBCLASS, *map(ox.NamedNode, sorted(words))]

    def seen(store: ox.Store, graph: ox.NamedNode) -> set[ox.Quad]:
        return {quad for name in looked_at for quad in store.quads_for_pattern(None, name, None, graph)}

    return all(seen(before, name) == seen(after, name) for name in map(ox.NamedNode, graphs))


def standard_types(store: ox.Store) -> bytes:
    """Return the graph ``graph/standard-types`` as sorted N-Quads: a person is a ``foaf:Person``, a session an
    ``untoc:Event`` and ``schema:Event``.

    Nodes of the world, sources and runs have them; assertions and evidence, which are many, do not. That a thing of
    the world is an ``untoc:Entity`` is left to the ontology.
    """
    above = {name: sups for name, sups in _classes_above(store).items() if _WORLD & {name, *sups}}
    found = {
        ox.Quad(quad.subject, _TYPE, ox.NamedNode(sup), STANDARD)
        for name, sups in above.items()
        for quad in store.quads_for_pattern(None, _TYPE, ox.NamedNode(name), None)
        if quad.graph_name != STANDARD
        for sup in sups - {UNTOC.Entity}
    }
    return "".join(sorted(f"{quad} .\n" for quad in found)).encode()


def explain(store: ox.Store, subject: str, predicate: str, object: str) -> Proof:
    """Return why a triple (of IRIs) is in the store, down to the assertions of the sources.

    Raises InputError when no graph holds the triple.
    """
    triple = ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(object))
    return _proof(store, triple)


@lru_cache(maxsize=1)
def load_rules() -> tuple[Rule, ...]:
    """Return the rules of the package, sorted by id.

    >>> load_rules()[0].id
    'citing-a-provision-cites-its-text'
    """
    return tuple(read_rule(file) for file in sorted(resources.path("ontology/rules").glob("*.rq")))


def read_rule(file: Path) -> Rule:
    """Return the rule in a file; InputError names the file when its header is wrong."""
    text = file.read_text(encoding="utf-8")
    header = yaml.safe_load("\n".join(line[2:] for line in text.splitlines() if line.startswith("#+"))) or {}
    missing = {"id", "summary", "conclusion", "premises"} - set(header)
    if missing or header["id"] != file.stem:
        wrong = f"the header lacks {', '.join(sorted(missing))}" if missing else "the id is not the name of the file"
        raise InputError(wrong, place=Place(file=file.name), repair="see the other rules beside it")
    return Rule(
        id=header["id"],
        summary=header["summary"],
        conclusion=_pattern(header["conclusion"], file),
        premises=tuple(_pattern(premise, file) for premise in header["premises"]),
        select=_PREFIXES + text,
        description=header.get("description", ""),
    )


def _pattern(text: str, file: Path) -> Pattern:
    match = re.fullmatch(r"(\?\w+) untoc:(\w+) (\?\w+)", text)
    if match is None:
        raise InputError(f"{text!r} is no triple pattern", place=Place(file=file.name), repair="?a untoc:word ?b")
    return match[1], iri.ONTOLOGY + match[2], match[3]


def _working_copy(store: ox.Store, rules: Sequence[Rule]) -> ox.Store:
    """Return what is stated and rules may look at, in one graph, with the classes above each type.

    Graphs of provenance say where things stand, not what is the case: no rule reads them.
    """
    named = {iri.ONTOLOGY + word for rule in rules for word in _NAMED.findall(rule.select)}
    classes = named | {below for below, above in SUPERCLASSES.items() if named & set(above)}
    wanted: list[tuple[ox.NamedNode, Any]] = [(ox.NamedNode(name), None) for name in sorted(named)]
    wanted += [(_TYPE, ox.NamedNode(name)) for name in sorted(classes)]
    work = ox.Store()
    for predicate, value in wanted:
        held = store.quads_for_pattern(None, predicate, value, None)
        work.extend({_plain(quad) for quad in held if _is_stated(quad.graph_name)})
    close_types(work)
    return work


def _is_stated(graph: Any) -> bool:
    return graph not in (INFERRED, STANDARD) and not str(graph).startswith(_PROVENANCE)


def _plain(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object, ox.DefaultGraph())


def _round(work: ox.Store, rules: Iterable[Rule], known: dict[ox.Triple, Inference]) -> dict[ox.Triple, Inference]:
    """What follows at once and neither stands there nor is known: of several derivations the first."""
    new: dict[ox.Triple, Inference] = {}
    for rule in rules:
        solutions: Any = work.query(rule.select)
        found = defaultdict(set)
        for solution in solutions:
            triple = _filled(rule.conclusion, solution)
            if triple not in known and triple not in new:
                found[triple].add(tuple(_filled(premise, solution) for premise in rule.premises))
        for triple, premises in found.items():
            if ox.Quad(*_parts(triple), ox.DefaultGraph()) not in work:
                new[triple] = Inference(triple=triple, rule=rule.id, premises=min(premises, key=str))
    return new


def _filled(pattern: Pattern, solution: Any) -> ox.Triple:
    first, predicate, last = pattern
    return ox.Triple(solution[first[1:]], ox.NamedNode(predicate), solution[last[1:]])


def _parts(triple: ox.Triple) -> tuple[Any, Any, Any]:
    return triple.subject, triple.predicate, triple.object


def _quad(subject: Any, predicate: ox.NamedNode, object: Any) -> ox.Quad:
    return ox.Quad(subject, predicate, object, INFERRED)


def _record(node: ox.NamedNode, triple: ox.Triple) -> list[ox.Quad]:
    names = (UNTOC.tripleSubject, UNTOC.triplePredicate, UNTOC.tripleObject)
    return [_quad(node, ox.NamedNode(name), part) for name, part in zip(names, _parts(triple), strict=True)]


def _premise_node(triple: ox.Triple) -> ox.NamedNode:
    return ox.NamedNode(iri.node("premise", *map(str, _parts(triple))))


def _graphs(store: ox.Store, triple: ox.Triple) -> tuple[str, ...]:
    quads = store.quads_for_pattern(*_parts(triple), None)
    names = {quad.graph_name for quad in quads} - {INFERRED}
    return tuple(sorted(name.value for name in names if isinstance(name, ox.NamedNode)))


def _proof(store: ox.Store, triple: ox.Triple) -> Proof:
    shown = tuple(str(part.value) for part in _parts(triple))
    node = Inference(triple=triple, rule="", premises=()).node
    rules = _inferred(store, node, UNTOC.rule)
    if rules:
        premises = sorted((_recorded(store, premise) for premise in _inferred(store, node, UNTOC.premise)), key=str)
        return Proof(
            triple=shown,  # type: ignore[arg-type]
            rule=rules[0].value,
            premises=tuple(_proof(store, premise) for premise in premises),
        )
    graphs = _graphs(store, triple)
    if not graphs:
        raise InputError(f"no graph holds {triple}", repair="take the three IRIs from a query")
    return Proof(triple=shown, graphs=graphs, assertions=_assertions(store, triple))  # type: ignore[arg-type]


def _inferred(store: ox.Store, node: Any, predicate: str) -> list[Any]:
    return [quad.object for quad in store.quads_for_pattern(node, ox.NamedNode(predicate), None, INFERRED)]


def _recorded(store: ox.Store, node: Any) -> ox.Triple:
    names = (UNTOC.tripleSubject, UNTOC.triplePredicate, UNTOC.tripleObject)
    first, predicate, last = (_inferred(store, node, name)[0] for name in names)
    return ox.Triple(first, predicate, last)


def _assertions(store: ox.Store, triple: ox.Triple) -> tuple[str, ...]:
    """Return the assertions that state the triple, of the entities themselves or of those they replaced."""

    def merged(node: Any) -> set[Any]:
        return {node} | {quad.subject for quad in store.quads_for_pattern(None, _REPLACED, node, None)}

    def about(predicate: str, node: Any) -> set[Any]:
        return {quad.subject for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), node, None)}

    subjects = set().union(*(about(UNTOC.subject, node) for node in merged(triple.subject)))
    objects = set().union(*(about(UNTOC.object, node) for node in merged(triple.object)))
    direct = subjects & objects & about(UNTOC.predicate, triple.predicate)
    introduced = about(UNTOC.introduces, triple.subject)
    return tuple(sorted(str(node.value) for node in direct | introduced))


def close_types(store: ox.Store) -> None:
    """Add to the default graph, for every typed node, those of our classes that are above its own.

    SHACL targets superclasses by the subclass triples in the data; without them a shape on ``untoc:Event``
    passes over every session in silence.
    """
    pairs = " ".join(
        f"(<{name}> <{sup}>)"
        for name, sups in _classes_above(store).items()
        if _IRI.fullmatch(name)
        for sup in sorted(sups)
        if sup.startswith(iri.ONTOLOGY)
    )
    store.update(f"INSERT {{ ?s a ?sup }} WHERE {{ VALUES (?c ?sup) {{ {pairs} }} ?s a ?c }}")  # noqa: S608


def _classes_above(store: ox.Store) -> dict[str, frozenset[str]]:
    """Return each class with all above it: by the ontology, and by the subclass triples in the data."""
    above: dict[str, set[str]] = {name: set(supers) for name, supers in SUPERCLASSES.items()}
    for quad in store.quads_for_pattern(None, _SUBCLASS, None, None):
        above.setdefault(_text(quad.subject), set()).add(_text(quad.object))
    return {name: frozenset(_above(name, above)) for name in above}


def _above(name: str, direct: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    todo = list(direct.get(name, ()))
    while todo:
        current = todo.pop()
        if current not in found:
            found.add(current)
            todo.extend(direct.get(current, ()))
    return found


def _text(term: object) -> str:
    return str(getattr(term, "value", term))
