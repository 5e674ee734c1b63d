"""The graph as plain CSV tables with a CSVW description, for spreadsheets, pandas and R."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from untocgraph.ask.reader import Reader, first
from untocgraph.core import iri
from untocgraph.core.model import origin_of
from untocgraph.core.namespace import ATTRIBUTE_PROPERTY, PROPERTY_OF_WORD, UNTOC, WORD_OF_PROPERTY, WORD_OF_TYPE
from untocgraph.core.vocabulary import DCTERMS, LABEL, OA, SKOS, TYPE
from untocgraph.pipeline.identity import kind_of
from untocgraph.publish.tables.columns import COLUMNS, metadata
from untocgraph.publish.tables.workbook import no_formula
from untocgraph.reference.citing import number_as_cited
from untocgraph.store import GraphStore, write_whole

Row = Mapping[str, object]
_CURATED: Row = {"source": "reference", "origin": "curated"}
_ATTRIBUTES = frozenset(ATTRIBUTE_PROPERTY.values())
_RELATIONS = frozenset(PROPERTY_OF_WORD.values())
_STEP = re.compile(r"(?:art|par|sub|item|rule)-")


def export_tables(store: GraphStore, directory: Path, *, mark: bool = False) -> tuple[Path, ...]:
    """Write the eight tables and ``csv-metadata.json`` into ``directory``; return the files written.

    ``mark`` begins each CSV with the mark by which Excel knows UTF-8, and leaves no cell that would be a formula. Rows
    are sorted, so that the same graph gives the same bytes. OSError when the disk does not take them.
    """
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for name, rows in tables(store).items():
        written.append(directory / f"{name}.csv")
        write_whole(written[-1], _csv(COLUMNS[name], rows, mark=mark))
    written.append(directory / "csv-metadata.json")
    write_whole(written[-1], json.dumps(metadata(), ensure_ascii=False, indent=1) + "\n")
    return tuple(written)


def tables(store: GraphStore) -> dict[str, list[Row]]:
    """Return the rows of every table, sorted, by table name."""
    reader = Reader(store.oxigraph, derived=False)
    found = {name: table_rows(name, reader) for name in COLUMNS}
    curated: Row = dict.fromkeys(COLUMNS["sources"], "") | {"source": "reference", "title": "Curated reference data"}
    return {**found, "sources": sorted([*found["sources"], curated], key=lambda row: str(row["source"]))}


def table_rows(name: str, reader: Reader) -> list[Row]:
    """Return the rows of one table, sorted as text."""
    cells = {tuple(row.get(column, "") for column in COLUMNS[name]) for row in _TABLES[name](reader)}
    ordered = sorted(cells, key=lambda row: [f"{cell:012d}" if isinstance(cell, int) else str(cell) for cell in row])
    return [dict(zip(COLUMNS[name], row, strict=True)) for row in ordered]


def _csv(columns: Sequence[str], rows: Iterable[Row], *, mark: bool) -> str:
    out = io.StringIO("\ufeff" if mark else "", newline="")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        cells = (row.get(column, "") for column in columns)
        writer.writerow([no_formula(cell) if mark else cell for cell in cells])
    return out.getvalue()


def _listed(values: Iterable[str]) -> str:
    """A list in one cell; a stroke inside a value would cut it in two and becomes a slash."""
    return "|".join(sorted({value.replace("|", "/") for value in values}))


def _sources(reader: Reader) -> Iterator[Row]:
    for source, id_ in reader.source_ids.items():
        yield {
            "source": id_,
            "title": reader.value(source, f"{DCTERMS}title"),
            "publisher": reader.value(source, f"{DCTERMS}publisher"),
            "published": reader.value(source, f"{DCTERMS}issued"),
            "genre": reader.value(source, UNTOC.genre),
            "url": reader.value(source, UNTOC.url),
            "sha256": reader.value(source, UNTOC.sha256),
            "characters": reader.value(source, UNTOC.characters),
        }


def _type(reader: Reader, entity: str) -> str:
    """The word for the class; a part of an article goes by the article, as the contract of the tables has it."""
    return "Article" if "/provision/" in entity and "/art-" in entity else WORD_OF_TYPE.get(reader.class_of(entity), "")


def _entities(reader: Reader) -> Iterator[Row]:
    for entity in dict.fromkeys(subject for subject, _ in reader.pairs(LABEL)):
        kind = kind_of(entity)
        if not kind or reader.canonical(entity) != entity:
            continue
        label = reader.label(entity)
        names = {*reader.values(entity, LABEL), *reader.values(entity, f"{SKOS}altLabel")} - {label}
        yield {
            "entity": entity,
            "kind": kind,
            "type": _type(reader, entity),
            "label": label,
            "aliases": _listed(names),
            "acronym": reader.value(entity, UNTOC.acronym),
            "country": _country(reader, entity),
            "same_as": _listed(
                {
                    *reader.values(entity, f"{SKOS}exactMatch"),
                    *reader.values(entity, f"{DCTERMS}identifier"),
                    *(reader.values(entity, UNTOC.symbol) if kind in ("document", "resolution") else ()),
                }
            ),
        }


def _country(reader: Reader, entity: str) -> str:
    if kind_of(entity) == "state":
        return reader.value(entity, UNTOC.iso3)
    for state in reader.values(entity, UNTOC.country):
        return reader.value(state, UNTOC.iso3) or reader.label(state)
    return reader.value(entity, UNTOC.countryName)


def _mentions(reader: Reader) -> Iterator[Row]:
    for mention, entity in reader.pairs(UNTOC.mentions):
        place = reader.record(reader.value(mention, UNTOC.evidence))
        cells = {"entity": reader.canonical(entity), "origin": origin_of(reader.value(mention, UNTOC.method))}
        yield {**_place(reader, place), "text": first(place, f"{OA}exact"), **cells}


def _assertions(reader: Reader, predicates: frozenset[str]) -> Iterator[tuple[Row, str, str, str, str]]:
    """(cells of the evidence, subject, predicate, object, introduced node) of each piece of evidence."""
    for assertion, predicate in reader.pairs(UNTOC.predicate):
        if predicate not in predicates:
            continue
        known = reader.record(assertion)
        subject, object_ = (reader.canonical(first(known, end)) for end in (UNTOC.subject, UNTOC.object))
        for evidence in known.get(UNTOC.evidence, ()):
            place = reader.record(evidence)
            cells = {**_place(reader, place), "text": first(place, f"{OA}exact"),
                     "confidence": first(known, UNTOC.confidence),
                     "origin": origin_of(first(known, UNTOC.method))}  # fmt: skip
            yield cells, subject, predicate, object_, first(known, UNTOC.introduces)


def _place(reader: Reader, known: Mapping[str, list[str]]) -> Row:
    """The cells of a stretch of a source."""
    start, end = (int(first(known, f"{OA}{edge}")) for edge in ("start", "end"))
    return {"source": reader.source_id(first(known, UNTOC.inSource)), "start": start, "end": end}


def _attributes(reader: Reader) -> Iterator[Row]:
    for cells, subject, predicate, value, _ in _assertions(reader, _ATTRIBUTES):
        word = WORD_OF_PROPERTY[predicate]
        if predicate == UNTOC.number and kind_of(subject) == "provision":
            steps = tuple(step for step in subject.split("/") if _STEP.match(step))
            value = number_as_cited(str(cells["text"]), steps) or value
        value = _word(value) if word == "mode" else value
        yield {**cells, "entity": subject, "attribute": word, "value": value}
    for subject, predicate, value in reader.curated(_ATTRIBUTES):
        if kind_of(subject):
            word = WORD_OF_PROPERTY[predicate]
            value = _word(value) if word == "mode" else value
            yield {**_CURATED, "entity": subject, "attribute": word, "value": value}


_TABLE_WORD = {**WORD_OF_PROPERTY, UNTOC.supports: "implements"}
"""The contract of the tables has one word for who carries a project out and who helps it."""


def _relations(reader: Reader) -> Iterator[Row]:
    for cells, subject, predicate, object_, node in _assertions(reader, _RELATIONS):
        role = _word(reader.value(node, UNTOC.role)) if node else ""
        word = _TABLE_WORD[predicate]
        yield {**cells, "subject": subject, "predicate": word, "object": object_, "role": role, "relation": predicate}
    for subject, predicate, object_ in reader.curated(_RELATIONS):
        if kind_of(subject) and kind_of(object_):
            word = _TABLE_WORD[predicate]
            yield {**_CURATED, "subject": subject, "predicate": word, "object": object_, "relation": predicate}


def _introduced(reader: Reader, class_: str) -> Iterator[tuple[Row, str]]:
    for cells, subject, _, object_, _ in _assertions(reader, frozenset({TYPE})):
        if object_ == class_:
            yield cells, subject


def _statements(reader: Reader) -> Iterator[Row]:
    for cells, node in _introduced(reader, UNTOC.Statement):
        known = reader.record(node)
        speaker = first(known, UNTOC.speaker)
        yield {
            **cells,
            "statement": node,
            "mode": _word(first(known, UNTOC.statementMode)),
            "kind": _word(first(known, UNTOC.statementKind)),
            "speaker": speaker if kind_of(speaker) else "",
            "speaker_text": first(known, UNTOC.speakerPhrase),
            "on_behalf_of": first(known, UNTOC.onBehalfOf),
            "event": first(known, UNTOC.atEvent),
            "verb": first(known, UNTOC.verb),
            "modality": _word(first(known, UNTOC.modality)).split("_")[0],
            "addressee": _listed(known.get(UNTOC.addressee, ())),
            "topics": _listed(map(_word, known.get(UNTOC.about, ()))),
            "text": first(known, UNTOC.statementText),
            "also": _listed(known.get(UNTOC.alsoSpeaker, ()) if kind_of(speaker) else ()),
        }


def _counts(reader: Reader) -> Iterator[Row]:
    for cells, node in _introduced(reader, UNTOC.ParticipantCount):
        yield {**cells, **_count(reader, node)}
    for node, _, _ in reader.curated((UNTOC.countValue,)):
        yield {**_CURATED, **_count(reader, node)}


def _count(reader: Reader, node: str) -> Row:
    return {
        "event": reader.value(node, UNTOC.countOf),
        "category": _word(reader.value(node, UNTOC.countCategory)),
        "value": reader.value(node, UNTOC.countValue),
        "qualifier": _word(reader.value(node, UNTOC.countQualifier)),
        "count": node,
    }


def _conflicts(reader: Reader) -> Iterator[Row]:
    """A row for each pair of differing values of a conflict set, and for each source of either."""
    for conflict, entity in reader.pairs(UNTOC.conflictOn):
        by_value: dict[str, list[str]] = defaultdict(list)
        for value, source in _sides(reader, conflict):
            by_value[value].append(source)
        for value_a, value_b in combinations(by_value, 2):
            ours, theirs = by_value[value_a], by_value[value_b]
            for source_a, source_b in {(ours[0], s) for s in theirs} | {(s, theirs[0]) for s in ours}:
                yield {
                    "conflict": conflict,
                    "kind": reader.value(conflict, UNTOC.conflictKind),
                    "entity": entity,
                    "property": reader.value(conflict, UNTOC.conflictProperty),
                    "value_a": value_a,
                    "source_a": source_a,
                    "value_b": value_b,
                    "source_b": source_b,
                }


def _sides(reader: Reader, conflict: str) -> list[tuple[str, str]]:
    """(value, source) of the members; parts that one source gives of a whole stand together ("38 ngo + 6 …")."""
    members = sorted(
        (reader.source_id(reader.value(member, UNTOC.memberSource)), reader.value(member, UNTOC.memberValue))
        for member in reader.values(conflict, UNTOC.member)
    )
    if reader.value(conflict, UNTOC.status) != "explained":
        return sorted((value, source) for source, value in members)
    by_source = {source: [value for s, value in members if s == source] for source, _ in members}
    return sorted((" + ".join(values), source) for source, values in by_source.items())


def _word(concept: str) -> str:
    """The notation of a concept of ours, as the tables have it."""
    return concept.rsplit("/", 1)[-1] if concept.startswith(iri.BASE) else concept


_TABLES: Mapping[str, Callable[[Reader], Iterable[Row]]] = {
    "sources": _sources,
    "entities": _entities,
    "mentions": _mentions,
    "attributes": _attributes,
    "relations": _relations,
    "statements": _statements,
    "counts": _counts,
    "conflicts": _conflicts,
}
