"""The columns of the table export: names, types and what they mean, as the CSVW description has them."""

from __future__ import annotations

from typing import Any

from untocgraph.core import iri
from untocgraph.core.vocabulary import DCTERMS, LABEL, OA, TYPE

_OFFSETS = {
    "start": (
        "integer",
        "First code point of the evidence in the text of the source, from nought; empty for reference rows.",
    ),
    "end": ("integer", "Code point after the last of the evidence; empty for reference rows."),
}
_SOURCE = {"source": ("string", "Id of the source document; `reference` for rows of the curated reference data.")}
_CONFIDENCE = {"confidence": ("decimal", "Measured precision of what found it, from 0 to 1; empty for reference rows.")}

_ORIGIN = {"origin": ("string", "Who found it: rules, reader (a language model) or reviewed (a person); else curated.")}

_TABLES: dict[str, tuple[str, dict[str, tuple[str, str]]]] = {
    "sources": (
        "The texts that were read.",
        {
            "source": (
                "string",
                "Id of the source document: its file name without extension, or what its manifest says; `reference` for"
                " the curated reference data, which are no text.",
            ),
            "title": ("string", "Title."),
            "publisher": ("string", "Who published it."),
            "published": ("string", "When it was published: year, month or day, as ISO 8601."),
            "genre": ("string", "Kind of text."),
            "url": ("string", "Where it was published."),
            "sha256": ("string", "SHA-256 of the text in UTF-8."),
            "characters": ("integer", "Code points of the text."),
        },
    ),
    "entities": (
        "Everything that is named, each once over all sources.",
        {
            "entity": ("anyURI", "IRI."),
            "kind": (
                "string",
                "person, organization, state, place, instrument, provision, resolution, document, mechanism, event or"
                " project.",
            ),
            "type": ("string", "Type within the kind."),
            "label": ("string", "The one name to show."),
            "aliases": ("list", "Other names that sources use."),
            "acronym": ("string", "Acronym."),
            "country": ("string", "ISO 3166-1 alpha-3 code of the country, or its name where no code is known."),
            "same_as": ("list", "Outside identifiers: Wikidata, ISO 3166, symbols of the United Nations."),
        },
    ),
    "mentions": (
        "Where sources name things.",
        {
            **_SOURCE,
            **_OFFSETS,
            "text": ("string", "The words."),
            "entity": ("anyURI", "What they name."),
            **_ORIGIN,
        },
    ),
    "attributes": (
        "Values that sources give for properties of things.",
        {
            **_SOURCE,
            "entity": ("anyURI", "What it is about."),
            "attribute": ("string", "start, end, place, country, mode, ordinal, post, date, symbol or number."),
            "value": (
                "string",
                "The value; dates as exact as the source, as ISO 8601; numbers as the source cites them.",
            ),
            **_OFFSETS,
            **_CONFIDENCE,
            **_ORIGIN,
        },
    ),
    "relations": (
        "Relations that sources state between things.",
        {
            **_SOURCE,
            "subject": ("anyURI", "From; for `cites` the source itself."),
            "predicate": ("string", "Relation; implements also for who supports a project."),
            "object": ("anyURI", "To."),
            "role": ("string", "Role, for participates_in."),
            **_OFFSETS,
            **_CONFIDENCE,
            **_ORIGIN,
            "relation": ("anyURI", "IRI of the relation in the graph."),
        },
    ),
    "statements": (
        "Who said what.",
        {
            "statement": ("anyURI", "IRI."),
            **_SOURCE,
            **_OFFSETS,
            "mode": ("string", "direct or reported."),
            "kind": ("string", "statement, recommendation, observation or commitment."),
            "speaker": ("anyURI", "Who speaks; empty for anonymous and collective speakers."),
            "speaker_text": ("string", "The words that name the speaker."),
            "on_behalf_of": ("anyURI", "For whom."),
            "event": ("anyURI", "At which event."),
            "verb": ("string", "Reporting verb, as lemma."),
            "modality": ("string", "should, could, must, or empty."),
            "addressee": ("list", "To whom, in the words of the source."),
            "topics": ("list", "Topic ids."),
            "text": ("string", "The words: what stands between the quotation marks, or the whole reporting sentence."),
            **_CONFIDENCE,
            "also": ("list", "Further speakers of the same utterance, where the first is known."),
            **_ORIGIN,
        },
    ),
    "counts": (
        "Numbers of participants, as each source counts them.",
        {
            **_SOURCE,
            "event": ("anyURI", "Event."),
            "category": ("string", "Who is counted."),
            "value": ("integer", "Number."),
            "qualifier": ("string", "exact, approximate or at_least."),
            **_OFFSETS,
            **_CONFIDENCE,
            **_ORIGIN,
            "count": ("anyURI", "IRI of the number."),
        },
    ),
    "conflicts": (
        "Pairs of values that cannot both hold; none is preferred.",
        {
            "conflict": ("anyURI", "IRI of the conflict set; a set of more than two values has several rows."),
            "kind": ("string", "In what they differ."),
            "entity": ("anyURI", "What it is about."),
            "property": ("string", "Of which property."),
            "value_a": ("string", "One value."),
            "source_a": ("string", "Who says so."),
            "value_b": ("string", "Another value."),
            "source_b": ("string", "Who says so."),
        },
    ),
}

COLUMNS: dict[str, tuple[str, ...]] = {name: tuple(columns) for name, (_, columns) in _TABLES.items()}
"""Column names of each table, in order."""
TYPES: dict[str, dict[str, str]] = {
    name: {column: kind for column, (kind, _) in columns.items()} for name, (_, columns) in _TABLES.items()
}
"""Their datatypes, as CSVW calls them; ``list`` for several values separated by strokes."""


KEYS = {"sources": "source", "entities": "entity", "statements": "statement"}
"""The column of a table of which each value stands in one row."""
_SOURCED = ("source", "sources")
REFERENCES = {
    "mentions": (_SOURCED, ("entity", "entities")),
    "statements": (_SOURCED, ("event", "entities")),
    "attributes": (_SOURCED, ("entity", "entities")),
    "relations": (_SOURCED,),
    "counts": (_SOURCED, ("event", "entities")),
    "conflicts": (("source_a", "sources"), ("source_b", "sources"), ("entity", "entities")),
}
"""Foreign keys, column and table, that always hold."""
_SOURCE_IRI = f"{iri.BASE}id/source/{{source}}"


def _ours(*names: str) -> dict[str, tuple[str, str]]:
    return {name.partition(":")[0]: (f"{iri.ONTOLOGY}{name.partition(':')[2] or name}", "") for name in names}


def _coded(column: str, name: str, scheme: str) -> dict[str, tuple[str, str]]:
    return {column: (f"{iri.ONTOLOGY}{name}", f"{iri.BASE}id/concept/{scheme}/{{{column}}}")}


def _linked(column: str, name: str) -> dict[str, tuple[str, str]]:
    return {column: (f"{iri.ONTOLOGY}{name}", f"{{+{column}}}")}


RDF: dict[str, tuple[str, str, dict[str, tuple[str, str]]]] = {
    "sources": (_SOURCE_IRI, "Source", {
        "source": (f"{DCTERMS}identifier", ""), "title": (f"{DCTERMS}title", ""),
        "publisher": (f"{DCTERMS}publisher", ""), **_ours("genre", "sha256", "characters"), **_linked("url", "url"),
    }),
    "entities": ("{+entity}", "", {"label": (LABEL, ""), **_ours("acronym")}),
    "mentions": (f"{_SOURCE_IRI}#char={{start}},{{end}}", "Evidence", {
        "source": (f"{iri.ONTOLOGY}inSource", _SOURCE_IRI), "start": (f"{OA}start", ""), "end": (f"{OA}end", ""),
        "text": (f"{OA}exact", ""),
    }),
    "relations": ("{+subject}", "", {"object": ("{+relation}", "{+object}")}),
    "statements": ("{+statement}", "Statement", {
        "source": (f"{iri.ONTOLOGY}statedIn", _SOURCE_IRI), **_linked("speaker", "speaker"),
        **_linked("on_behalf_of", "onBehalfOf"), **_linked("event", "atEvent"),
        **_ours("speaker_text:speakerPhrase", "verb", "addressee", "text:statementText"),
        **_coded("mode", "statementMode", "mode"), **_coded("kind", "statementKind", "statement-kind"),
    }),
    "counts": ("{+count}", "ParticipantCount", {
        **_linked("event", "countOf"), **_ours("value:countValue"),
        **_coded("category", "countCategory", "count-category"), **_coded("qualifier", "countQualifier", "qualifier"),
    }),
    "conflicts": ("{+conflict}", "ConflictSet", {
        **_linked("entity", "conflictOn"), **_ours("kind:conflictKind", "property:conflictProperty"),
    }),
}  # fmt: skip
"""What a row says as RDF: its subject, its class, and by column the property and, for things, the object's IRI.

Columns that are not here give no triple: several IRIs in one cell, dates of different exactness and values whose
datatype changes from row to row cannot be said in CSVW; what is said of an assertion is no property of its subject.
"""


def metadata() -> dict[str, Any]:
    """Return the description of the tables as W3C Tabular Data on the Web has it (CSVW)."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": "Knowledge graph of those who govern the fight against organized crime",
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True, "lineTerminators": ["\r\n"]},
        "tables": [
            {
                "url": f"{name}.csv",
                "dc:description": about,
                "tableSchema": {
                    "columns": [*(_column(name, key, *cell) for key, cell in columns.items()), *_class(name)],
                    **({"aboutUrl": RDF[name][0]} if name in RDF else {}),
                    **({"primaryKey": KEYS[name]} if name in KEYS else {}),
                    "foreignKeys": [
                        {
                            "columnReference": column,
                            "reference": {"resource": f"{table}.csv", "columnReference": KEYS[table]},
                        }
                        for column, table in REFERENCES.get(name, ())
                    ],
                },
            }
            for name, (about, columns) in _TABLES.items()
        ],
    }


def _column(table: str, name: str, kind: str, about: str) -> dict[str, Any]:
    column: dict[str, Any] = {"name": name, "titles": name, "dc:description": about}
    column |= {"datatype": "string", "separator": "|"} if kind == "list" else {"datatype": kind}
    said = RDF[table][2].get(name) if table in RDF else None
    if said is None:
        return {**column, "suppressOutput": True}
    return {**column, "propertyUrl": said[0], **({"valueUrl": said[1]} if said[1] else {})}


def _class(table: str) -> list[dict[str, Any]]:
    class_ = RDF[table][1] if table in RDF else ""
    virtual = {"name": "class", "virtual": True, "propertyUrl": TYPE, "valueUrl": f"{iri.ONTOLOGY}{class_}"}
    return [virtual] if class_ else []
