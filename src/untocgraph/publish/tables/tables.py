"""The graph as plain CSV tables with a CSVW description, for spreadsheets, pandas and R."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from untocgraph.core import iri
from untocgraph.core.namespace import ATTRIBUTE_PROPERTY, PROPERTY_OF_WORD, UNTOC, WORD_OF_PROPERTY, WORD_OF_TYPE
from untocgraph.pipeline.facts.rdf import DCTERMS, LABEL, SKOS, TYPE
from untocgraph.pipeline.identity import kind_of
from untocgraph.publish.tables.columns import COLUMNS, metadata
from untocgraph.publish.tables.view import GraphView
from untocgraph.store import GraphStore, write_whole

__all__ = ["export_tables", "table_rows", "tables"]

Row = Mapping[str, object]
REFERENCE = "reference"
_ATTRIBUTES = frozenset(ATTRIBUTE_PROPERTY.values())
_RELATIONS = frozenset(PROPERTY_OF_WORD.values())


def export_tables(store: GraphStore, directory: Path) -> tuple[Path, ...]:
    """Write the eight tables and ``csv-metadata.json`` into ``directory``; return the files written.

    Rows are sorted, so that the same graph gives the same bytes. OSError when the disk does not take them.
    """
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for name, rows in tables(store).items():
        written.append(directory / f"{name}.csv")
        write_whole(written[-1], _csv(COLUMNS[name], rows))
    written.append(directory / "csv-metadata.json")
    write_whole(written[-1], json.dumps(metadata(), ensure_ascii=False, indent=1) + "\n")
    return tuple(written)


def tables(store: GraphStore) -> dict[str, list[Row]]:
    """Return the rows of every table, sorted, by table name."""
    view = GraphView(store.oxigraph)
    return {name: table_rows(name, view) for name in COLUMNS}


def table_rows(name: str, view: GraphView) -> list[Row]:
    """Return the rows of one table, sorted as text."""
    cells = {tuple(row.get(column, "") for column in COLUMNS[name]) for row in _TABLES[name](view)}
    ordered = sorted(cells, key=lambda row: [f"{cell:012d}" if isinstance(cell, int) else str(cell) for cell in row])
    return [dict(zip(COLUMNS[name], row, strict=True)) for row in ordered]


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([row.get(column, "") for column in columns])
    return out.getvalue()


def _listed(values: Iterable[str]) -> str:
    """A list in one cell; a stroke inside a value would cut it in two and becomes a slash."""
    return "|".join(sorted({value.replace("|", "/") for value in values}))


def _sources(view: GraphView) -> Iterator[Row]:
    for source, id_ in view.source_ids.items():
        yield {
            "source": id_,
            "title": view.one(source, f"{DCTERMS}title"),
            "publisher": view.one(source, f"{DCTERMS}publisher"),
            "published": view.one(source, f"{DCTERMS}issued"),
            "genre": view.one(source, UNTOC.genre),
            "url": view.one(source, UNTOC.url),
            "sha256": view.one(source, UNTOC.sha256),
            "characters": view.one(source, UNTOC.characters),
        }


def _entities(view: GraphView) -> Iterator[Row]:
    for entity in view.subjects(LABEL):
        kind = kind_of(entity)
        if not kind or entity in view.replaced:
            continue
        label = view.label(entity)
        names = {*view.all(entity, LABEL), *view.all(entity, f"{SKOS}altLabel")} - {label}
        yield {
            "entity": entity,
            "kind": kind,
            "type": WORD_OF_TYPE.get(view.type(entity), ""),
            "label": label,
            "aliases": _listed(names),
            "acronym": view.one(entity, UNTOC.acronym),
            "country": _country(view, entity),
            "same_as": _listed(
                {
                    *view.all(entity, f"{SKOS}exactMatch"),
                    *view.all(entity, f"{DCTERMS}identifier"),
                    *(view.all(entity, UNTOC.symbol) if kind in ("document", "resolution") else ()),
                }
            ),
        }


def _country(view: GraphView, entity: str) -> str:
    if kind_of(entity) == "state":
        return view.one(entity, UNTOC.iso3)
    for state in view.all(entity, UNTOC.country):
        return view.one(state, UNTOC.iso3) or view.label(state)
    return view.one(entity, UNTOC.countryName)


def _mentions(view: GraphView) -> Iterator[Row]:
    for mention, entity in view.pairs(UNTOC.mentions):
        place = view.place(view.one(mention, UNTOC.evidence))
        yield {**place.cells, "text": place.text, "entity": view.canonical(entity)}


def _assertions(view: GraphView, predicates: frozenset[str]) -> Iterator[tuple[Row, str, str, str, str]]:
    """(cells of the evidence, subject, predicate, object, introduced node) of each piece of evidence."""
    for assertion, predicate in view.pairs(UNTOC.predicate):
        if predicate not in predicates:
            continue
        subject, object_ = view.one(assertion, UNTOC.subject), view.one(assertion, UNTOC.object)
        node = view.one(assertion, UNTOC.introduces)
        confidence = view.one(assertion, UNTOC.confidence)
        for evidence in view.all(assertion, UNTOC.evidence):
            cells = {**view.place(evidence).cells, "confidence": confidence}
            yield cells, view.canonical(subject), predicate, view.canonical(object_), node


def _attributes(view: GraphView) -> Iterator[Row]:
    for cells, subject, predicate, value, _ in _assertions(view, _ATTRIBUTES):
        word = WORD_OF_PROPERTY[predicate]
        yield {**cells, "entity": subject, "attribute": word, "value": _word(value) if word == "mode" else value}
    for subject, predicate, value in view.reference(_ATTRIBUTES):
        if kind_of(subject):
            word = WORD_OF_PROPERTY[predicate]
            value = _word(value) if word == "mode" else value
            yield {"source": REFERENCE, "entity": subject, "attribute": word, "value": value}


def _relations(view: GraphView) -> Iterator[Row]:
    for cells, subject, predicate, object_, node in _assertions(view, _RELATIONS):
        role = _word(view.one(node, UNTOC.role)) if node else ""
        word = WORD_OF_PROPERTY[predicate]
        yield {**cells, "subject": subject, "predicate": word, "object": object_, "role": role}
    for subject, predicate, object_ in view.reference(_RELATIONS):
        if kind_of(subject) and kind_of(object_):
            word = WORD_OF_PROPERTY[predicate]
            yield {"source": REFERENCE, "subject": subject, "predicate": word, "object": object_}


def _introduced(view: GraphView, class_: str) -> Iterator[tuple[Row, str]]:
    for cells, subject, _, object_, _ in _assertions(view, frozenset({TYPE})):
        if object_ == class_:
            yield cells, subject


def _statements(view: GraphView) -> Iterator[Row]:
    for cells, node in _introduced(view, UNTOC.Statement):
        speaker = view.one(node, UNTOC.speaker)
        yield {
            **cells,
            "statement": node,
            "mode": _word(view.one(node, UNTOC.statementMode)),
            "kind": _word(view.one(node, UNTOC.statementKind)),
            "speaker": speaker if kind_of(speaker) else "",
            "speaker_text": view.one(node, UNTOC.speakerPhrase),
            "on_behalf_of": view.one(node, UNTOC.onBehalfOf),
            "event": view.one(node, UNTOC.atEvent),
            "verb": view.one(node, UNTOC.verb),
            "modality": _word(view.one(node, UNTOC.modality)),
            "addressee": _listed(view.all(node, UNTOC.addressee)),
            "topics": _listed(map(_word, view.all(node, UNTOC.about))),
            "text": view.one(node, UNTOC.statementText),
        }


def _counts(view: GraphView) -> Iterator[Row]:
    for cells, node in _introduced(view, UNTOC.ParticipantCount):
        yield {**cells, **_count(view, node)}
    for node in view.reference_subjects(UNTOC.countValue):
        yield {"source": REFERENCE, **_count(view, node)}


def _count(view: GraphView, node: str) -> Row:
    return {
        "event": view.one(node, UNTOC.countOf),
        "category": _word(view.one(node, UNTOC.countCategory)),
        "value": view.one(node, UNTOC.countValue),
        "qualifier": _word(view.one(node, UNTOC.countQualifier)),
    }


def _conflicts(view: GraphView) -> Iterator[Row]:
    """A row for each pair of differing values of a conflict set, and for each source of either."""
    for conflict, entity in view.pairs(UNTOC.conflictOn):
        by_value: dict[str, list[str]] = defaultdict(list)
        for value, source in _sides(view, conflict):
            by_value[value].append(source)
        for value_a, value_b in combinations(by_value, 2):
            ours, theirs = by_value[value_a], by_value[value_b]
            for source_a, source_b in {(ours[0], s) for s in theirs} | {(s, theirs[0]) for s in ours}:
                yield {
                    "conflict": conflict,
                    "kind": view.one(conflict, UNTOC.conflictKind),
                    "entity": entity,
                    "property": view.one(conflict, UNTOC.conflictProperty),
                    "value_a": value_a,
                    "source_a": source_a,
                    "value_b": value_b,
                    "source_b": source_b,
                }


def _sides(view: GraphView, conflict: str) -> list[tuple[str, str]]:
    """(value, source) of the members; parts that one source gives of a whole stand together ("38 ngo + 6 …")."""
    members = sorted(
        (view.source_id(view.one(member, UNTOC.memberSource)), view.one(member, UNTOC.memberValue))
        for member in view.all(conflict, UNTOC.member)
    )
    if view.one(conflict, UNTOC.status) != "explained":
        return sorted((value, source) for source, value in members)
    by_source = {source: [value for s, value in members if s == source] for source, _ in members}
    return sorted((" + ".join(values), source) for source, values in by_source.items())


def _word(concept: str) -> str:
    """The notation of a concept of ours, as the tables have it."""
    return concept.rsplit("/", 1)[-1] if concept.startswith(iri.BASE) else concept


_TABLES: Mapping[str, Callable[[GraphView], Iterable[Row]]] = {
    "sources": _sources,
    "entities": _entities,
    "mentions": _mentions,
    "attributes": _attributes,
    "relations": _relations,
    "statements": _statements,
    "counts": _counts,
    "conflicts": _conflicts,
}
