"""What no single cell can show: keys that resolve, ids that are unique, sources that are there, dates in order."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from untocgraph.core.errors import ReferenceDataError
from untocgraph.reference._read import Record

Tables = Mapping[str, tuple[Record, ...]]

_NAMED = ("instruments", "articles", "countries", "bodies", "organizations", "projects", "sessions", "dialogues")
_KEYS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("articles", "instrument", ("instruments",)),
    ("provisions", "instrument", ("instruments",)),
    ("continuity", "state", ("countries",)),
    ("memberships", "organization", ("countries",)),
    ("memberships", "member", ("countries",)),
    ("instruments", "parent", ("instruments",)),
    ("bodies", "parent", ("bodies",)),
    ("organizations", "parent", ("organizations", "bodies")),
    ("projects", "parent", ("projects",)),
    ("projects", "implementer", ("bodies", "organizations")),
    ("sessions", "body", ("bodies",)),
    ("dialogues", "topics", ("topics",)),
    ("dialogues", "working_group", ("bodies",)),
    ("dialogues", "following_session", ("sessions",)),
    ("dialogue_counts", "dialogue", ("dialogues",)),
    ("dialogue_counts", "part_of", ("dialogue_counts",)),
    ("resolutions", "body", ("bodies",)),
    ("resolutions", "session", ("sessions",)),
    ("resolutions", "topics", ("topics",)),
    ("review_mechanism", "instrument", ("instruments",)),
    ("roles", "broader", ("roles",)),
    ("topics", "broader", ("topics",)),
    ("topics", "untoc_articles", ("articles",)),
    ("treaty_status", "instrument", ("instruments",)),
    ("treaty_status", "party", ("countries",)),
)
_COUNTRY = ("organizations", "sessions", "dialogues")
_ORDERED = (
    ("sessions", "start", "end"),
    ("bodies", "valid_from", "valid_to"),
    ("review_mechanism", "start", "end"),
    ("instruments", "opened_for_signature", "signature_closed"),
    ("treaty_status", "signature_date", "consent_date"),
    ("treaty_status", "consent_date", "as_of"),
    ("treaty_status", "signature_date", "as_of"),
)
_RESTING = (
    "instruments", "bodies", "organizations", "resolutions", "review_mechanism", "projects", "dialogues", "sessions",
)  # fmt: skip
_NAME_COLUMNS = {
    "id", "type", "kind", "name", "title", "short_title", "acronym", "acronyms", "aliases", "contextual_aliases",
    "unconfirmed", "source", "confidence",
}  # fmt: skip


def check_tables(tables: Tables) -> tuple[ReferenceDataError, ...]:
    """Return every problem that shows only between cells, rows and files."""
    return (
        *_unique(tables),
        *_keys(tables),
        *_countries(tables),
        *_sources(tables),
        *_order(tables),
        *_cycles(tables),
        *_status(tables),
        *_parties(tables),
        *_articles(tables),
        *_mandates(tables),
    )


def _ids(tables: Tables, *stems: str) -> set[str]:
    return {row.values["id"] for stem in stems for row in tables[f"{stem}.csv"]}


def _unique(tables: Tables) -> Iterator[ReferenceDataError]:
    """Ids are unique in their file, and over the files whose rows stand for things in the world."""
    seen: dict[tuple[str, str], Record] = {}
    for file, rows in tables.items():
        scope = "world" if file.removesuffix(".csv") in _NAMED else file
        for row in rows:
            first = seen.setdefault((scope, row.values["id"]), row)
            if first is not row:
                where = f"{first.file}:{first.line}"
                yield row.problem("id", f"{row.values['id']} stands at {where} already", "give it another id")


def _keys(tables: Tables) -> Iterator[ReferenceDataError]:
    for stem, column, targets in _KEYS:
        known = _ids(tables, *targets)
        for row in tables[f"{stem}.csv"]:
            cell = row.values[column]
            for key in (cell,) if isinstance(cell, str) else cell:
                if key and key not in known:
                    files = " or ".join(f"{target}.csv" for target in targets)
                    yield row.problem(column, f"{key} is no id of {files}", "correct the key or add the row")


def _countries(tables: Tables) -> Iterator[ReferenceDataError]:
    codes = {row.values["iso3"] for row in tables["countries.csv"]}
    for stem in _COUNTRY:
        for row in tables[f"{stem}.csv"]:
            code = row.values["country"]
            if code and code not in codes:
                yield row.problem("country", f"{code} is no ISO 3166-1 alpha-3 code", "see countries.csv")
    for row in tables["countries.csv"]:
        if bool(row.values["iso3"]) == (row.values["kind"] == "reio"):
            yield row.problem("iso3", "a State or territory has a code, an organization none", "correct iso3 or kind")


def _sources(tables: Tables) -> Iterator[ReferenceDataError]:
    """A seen row names its source; a known one carries names only and no source."""
    for rows in tables.values():
        for row in rows:
            confidence = row.values["confidence"]
            if confidence == "seen" and not row.values["source"]:
                yield row.problem("source", "a seen row names no source", "name it, or mark the row known")
            if confidence == "known":
                for column, cell in row.values.items():
                    if cell and (column == "source" or column not in _NAME_COLUMNS):
                        yield row.problem(column, "a known row carries names only", "empty the cell")


def _order(tables: Tables) -> Iterator[ReferenceDataError]:
    for stem, before, after in _ORDERED:
        for row in tables[f"{stem}.csv"]:
            first, last = row.values[before], row.values[after]
            if first is not None and last is not None and last.last < first.first:
                yield row.problem(after, f"{last} lies before {before} {first}", "correct one of the two")


def _cycles(tables: Tables) -> Iterator[ReferenceDataError]:
    for stem in ("topics", "roles", "bodies", "organizations"):
        column = "broader" if stem in {"topics", "roles"} else "parent"
        above = {row.values["id"]: row.values[column] for row in tables[f"{stem}.csv"]}
        for row in tables[f"{stem}.csv"]:
            steps, key = 0, row.values[column]
            while key in above and steps <= len(above):
                steps, key = steps + 1, above[key]
            if steps > len(above):
                yield row.problem(column, f"{row.values['id']} lies above itself", "break the circle")


def _status(tables: Tables) -> Iterator[ReferenceDataError]:
    for row in tables["treaty_status.csv"]:
        values = row.values
        if values["consent_date"] and not values["consent_kind"]:
            yield row.problem("consent_kind", "a day of consent without its kind", "say ratification, accession …")
        if values["status"] == "signatory" and (values["consent_date"] or not values["signature_date"]):
            yield row.problem("status", "a signatory has a signature and no consent", "correct status or dates")


def _parties(tables: Tables) -> Iterator[ReferenceDataError]:
    """The rows of a treaty agree with the number of parties that the depositary gives, or coverage.csv says why not.

    More rows than parties is a mistake. Fewer is a gap: then the table may not claim to be whole on that day.
    """
    whole = {row.values["scope"]: row for row in tables["coverage.csv"] if row.values["table"] == "treaty_status"}
    rows = tables["treaty_status.csv"]
    for treaty in tables["instruments.csv"]:
        key, official, day = (treaty.values[name] for name in ("id", "parties", "parties_as_of"))
        ours = sum(row.values["instrument"] == key and row.values["status"] == "party" for row in rows)
        if not ours:
            continue
        if key not in whole:
            yield treaty.problem("id", f"{key} has rows in treaty_status.csv and none in coverage.csv", "add the row")
        elif official is not None and ours > official:
            what = f"treaty_status.csv has {ours} parties, more than the official {official}"
            yield treaty.problem("parties", what, "correct one of the two files")
        elif official is not None and ours < official and day is not None and _claims(whole[key], day.first):
            what = f"treaty_status.csv has {ours} of {official} parties of {day}, and is said to be whole then"
            yield whole[key].problem("complete_until", what, "add the rows, or say an earlier day")


def _claims(row: Record, day: datetime.date) -> bool:
    until = row.values["complete_until"]
    return until is not None and bool(until.last >= day)


def _articles(tables: Tables) -> Iterator[ReferenceDataError]:
    """Every provision lies in a known article, and an article has as many paragraphs as it says."""
    counted: dict[tuple[str, int], int] = {}
    for row in tables["provisions.csv"]:
        key = (row.values["instrument"], row.values["article"])
        counted[key] = max(counted.get(key, 0), row.values["paragraph"] or 0)
    articles = {(row.values["instrument"], row.values["number"]): row for row in tables["articles.csv"]}
    for row in tables["provisions.csv"]:
        if (row.values["instrument"], row.values["article"]) not in articles:
            yield row.problem("article", "the article is not in articles.csv", "correct the number or add the article")
    for key, row in articles.items():
        if (row.values["n_paragraphs"] or 0) != counted.get(key, 0):
            what = f"provisions.csv has {counted.get(key, 0)} paragraphs of it"
            yield row.problem("n_paragraphs", what, "correct one of the two files")


def _mandates(tables: Tables) -> Iterator[ReferenceDataError]:
    """Both ends of a mandate are known; a provision of a treaty exists."""
    things = _ids(tables, *_RESTING)
    treaties = _ids(tables, "articles") | _ids(tables, "provisions")
    outlined = {row.values["instrument"] for row in tables["articles.csv"]}
    for row in tables["mandates.csv"]:
        for column in ("subject", "object"):
            container, _, path = row.values[column].partition(":")
            provision = f"{container}_{path}".replace("-", "_").replace("/", "_")
            if container not in things or (path and container in outlined and provision not in treaties):
                what = f"{row.values[column]} is no id and no provision"
                yield row.problem(column, what, "write an id, or instrument:art-32/par-3")
