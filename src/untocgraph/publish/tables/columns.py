"""The columns of the table export: names, types and what they mean, as the CSVW description has them."""

from __future__ import annotations

from typing import Any

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
                "Id of the source document: its file name without extension, or what its manifest says.",
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
REFERENCES = {
    "mentions": (("source", "sources"), ("entity", "entities")),
    "statements": (("source", "sources"), ("event", "entities")),
    "attributes": (("entity", "entities"),),
    "counts": (("event", "entities"),),
    "conflicts": (("entity", "entities"),),
}
"""Foreign keys, column and table, that always hold; rows of the reference data have no source among the texts."""


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
                    "columns": [_column(key, *cell) for key, cell in columns.items()],
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


def _column(name: str, kind: str, about: str) -> dict[str, Any]:
    column: dict[str, Any] = {"name": name, "titles": name, "dc:description": about}
    if kind == "list":
        return {**column, "datatype": "string", "separator": "|"}
    return {**column, "datatype": kind}
