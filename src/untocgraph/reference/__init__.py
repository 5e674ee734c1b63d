"""Curated reference data: what the library knows before it reads a single text.

The files are CSV in ``reference/``; each row says where it was seen. A row, or a field, that nobody confirmed serves
to recognise a name and is never published (see :class:`Authority`).

>>> load().by_id["untoc"].label
'United Nations Convention against Transnational Organized Crime'
>>> [authority.id for authority in load().lookup("UNODC")]
['unodc']
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from untocgraph.core import iri, resources
from untocgraph.core.errors import ReferenceDataError
from untocgraph.reference._authorities import TABLE_TYPES, Authority, authorities, resolution_iri
from untocgraph.reference._check import check_tables
from untocgraph.reference._columns import COLUMNS, ROWS
from untocgraph.reference._lexicon import check_lexicon
from untocgraph.reference._read import Record, read_table
from untocgraph.reference.rows import (
    MANDATE_RELATIONS,
    Article,
    Continuity,
    Coverage,
    Dialogue,
    DialogueCount,
    Instrument,
    MandateLink,
    Membership,
    ProvisionRow,
    Resolution,
    ReviewItem,
    Role,
    Session,
    Topic,
    TreatyStatus,
)

__all__ = [
    "MANDATE_RELATIONS",
    "TABLE_TYPES",
    "Article",
    "Authority",
    "Continuity",
    "Coverage",
    "Dialogue",
    "DialogueCount",
    "Instrument",
    "MandateLink",
    "Membership",
    "ProvisionRow",
    "Reference",
    "Resolution",
    "ReviewItem",
    "Role",
    "Session",
    "Topic",
    "TreatyStatus",
    "check",
    "default_path",
    "load",
]

# Abbreviations that are English words once folded: they name something only when written in capitals.
_WORDS = frozenset(
    re.findall(
        r"\w+",
        "us who car ti jade enact chance astra traffic sas it is as do go he we me my no so if or of on in at by be to "
        "up aids ace aim arm art mat par safe share wise congo",
    )
)
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reference:
    """All rows of the reference data, in file order; authorities by kind and id.

    ``aliases`` maps ``iri.fold(name)`` to the authorities of that name, ``contextual`` does so for names that work only
    inside a text. Abbreviations that fold to an English word ("US", "WHO") are not in ``aliases``; ``acronyms`` has
    every abbreviation as written, and ``lookup`` asks both.
    """

    authorities: tuple[Authority, ...]
    by_id: Mapping[str, Authority]
    by_iri: Mapping[str, Authority]
    aliases: Mapping[str, tuple[Authority, ...]]
    acronyms: Mapping[str, tuple[Authority, ...]]
    contextual: Mapping[str, tuple[Authority, ...]]
    instruments: tuple[Instrument, ...]
    articles: tuple[Article, ...]
    provisions: tuple[ProvisionRow, ...]
    sessions: tuple[Session, ...]
    dialogues: tuple[Dialogue, ...]
    dialogue_counts: tuple[DialogueCount, ...]
    resolutions: tuple[Resolution, ...]
    review_mechanism: tuple[ReviewItem, ...]
    roles: tuple[Role, ...]
    topics: tuple[Topic, ...]
    treaty_status: tuple[TreatyStatus, ...]
    continuity: tuple[Continuity, ...]
    coverage: tuple[Coverage, ...]
    memberships: tuple[Membership, ...]
    mandates: tuple[MandateLink, ...]
    records: Mapping[str, tuple[Record, ...]] = field(repr=False)
    """The parsed cells by file name, for whoever publishes the rows."""
    digest: str
    """SHA-256 over the files, in hex: changes with any byte of them."""

    def lookup(self, name: str) -> tuple[Authority, ...]:
        """Return the authorities that ``name`` may stand for, without context: none, one, or several.

        An abbreviation is compared as written first; then any name folded.

        >>> [authority.id for authority in load().lookup("the Trafficking Protocol")]
        ['tip_protocol']
        >>> load().lookup("us"), [authority.id for authority in load().lookup("US")]
        ((), ['country_usa'])
        """
        bare = re.sub(r"^(?:the|The)\s+", "", name)
        return self.acronyms.get(bare) or self.aliases.get(iri.fold(name), ())


def default_path() -> Path:
    """Return the folder of the reference data that the package brings, in a wheel or a checkout."""
    return resources.path("reference")


def load(path: Path | None = None) -> Reference:
    """Return the reference data of ``path``, or of the package; the latter read once a process.

    Raises ReferenceDataError, naming file, line and column, for the first thing that is wrong (``check`` names all).
    """
    return _default() if path is None else _build(path)


def check(path: Path | None = None) -> tuple[ReferenceDataError, ...]:
    """Return everything that is wrong with the reference data and its word lists, by file and line; or nothing.

    >>> check()
    ()
    """
    folder = path or default_path()
    tables, problems = _read_all(folder)
    codes = frozenset(row.values["iso3"] for row in tables["countries.csv"] if row.values["iso3"])
    return (*problems, *check_tables(tables), *check_lexicon(folder / "lexicon", codes=codes))


@resources.derived(1)
def _default() -> Reference:
    return _build(default_path())


def _read_all(path: Path) -> tuple[dict[str, tuple[Record, ...]], tuple[ReferenceDataError, ...]]:
    tables: dict[str, tuple[Record, ...]] = {}
    problems: list[ReferenceDataError] = []
    for file, columns in COLUMNS.items():
        tables[file], found = read_table(path / file, columns)
        problems.extend(found)
    return tables, tuple(problems)


def _build(path: Path) -> Reference:
    tables, problems = _read_all(path)
    for problem in (*problems, *check_tables(tables)):
        raise problem
    known = authorities(tables)
    return Reference(
        authorities=known,
        by_id=MappingProxyType({authority.id: authority for authority in known}),
        by_iri=MappingProxyType({authority.iri: authority for authority in known}),
        aliases=_index((iri.fold(name), a) for a in known for name in a.names if not _only_as_written(name)),
        acronyms=_index((name, a) for a in known for name in a.names if _abbreviation(name)),
        contextual=_index((iri.fold(name), a) for a in known for name in a.contextual_aliases),
        mandates=_mandates(tables, known),
        records=MappingProxyType(tables),
        digest=_digest(path),
        **{name: _rows(ROWS[name], tables[f"{name}.csv"], _MINTS.get(name)) for name in _TABLES},
    )


_TABLES = tuple(field.name for field in fields(Reference) if field.name in ROWS and field.name != "mandates")


def _rows(make: type[_Row], records: Iterable[Record], mint: Any = None) -> tuple[_Row, ...]:
    return tuple(make(**record.values, **({"iri": mint(record.values)} if mint else {})) for record in records)


def _mandates(tables: Mapping[str, tuple[Record, ...]], known: Iterable[Authority]) -> tuple[MandateLink, ...]:
    """The links of mandates.csv, and those that other tables state in a column of their own.

    An end is the id of a row, or ``instrument:art-32/par-3`` for a provision.
    """
    iris = {authority.id: authority.iri for authority in known}
    for name in ("sessions", "dialogues", "articles"):
        iris |= {row.values["id"]: _MINTS[name](row.values) for row in tables[f"{name}.csv"]}

    def end(cell: str) -> str:
        container, _, path = cell.partition(":")
        whole = iris.get(container, "")
        return whole if not path else f"{whole.replace('/id/instrument/', '/id/provision/')}/{path}"

    stated = (
        ("bodies.csv", "established_by", "established_by"),
        ("sessions.csv", "session_of", "body"),
        ("resolutions.csv", "adopted_by", "body"),
    )
    rows = [row.values for row in tables["mandates.csv"]]
    rows += [
        {"id": f"{row.values['id']}_{relation}", "subject": row.values["id"], "relation": relation, "note": "",
         "object": row.values[column], "source": row.values["source"], "confidence": row.values["confidence"]}
        for file, relation, column in stated
        for row in tables[file]
        if row.values[column] in iris and row.values["id"] in iris
    ]  # fmt: skip
    links = (MandateLink(**{**row, "subject": end(row["subject"]), "object": end(row["object"])}) for row in rows)
    return tuple({(link.subject, link.relation, link.object): link for link in reversed(list(links))}.values())


def _article_iri(row: Mapping[str, Any]) -> str:
    return iri.provision(row["instrument"], f"art-{row['number']}")


def _provision_iri(row: Mapping[str, Any]) -> str:
    keys = (("art", "article"), ("par", "paragraph"), ("sub", "subparagraph"), ("item", "item"))
    return iri.provision(row["instrument"], *(f"{word}-{row[key]}" for word, key in keys if row[key]))


def _session_iri(row: Mapping[str, Any]) -> str:
    return iri.session(row["body"], row["ordinal"] or str(row["start"]))


def _dialogue_iri(row: Mapping[str, Any]) -> str:
    _, year, subject = row["id"].split("_", 2)
    return iri.dialogue(subject, int(year))


_MINTS = {
    "articles": _article_iri,
    "provisions": _provision_iri,
    "sessions": _session_iri,
    "dialogues": _dialogue_iri,
    "resolutions": resolution_iri,
}


def _abbreviation(name: str) -> bool:
    """More capitals than small letters, in one word or all in capitals: "UN", "CoE", "CoNGO"."""
    capitals, small = len(re.findall(r"[A-Z]", name)), len(re.findall(r"[a-z]", name))
    return capitals > small and (small == 0 or " " not in name)


def _only_as_written(name: str) -> bool:
    return _abbreviation(name) and iri.fold(name).replace(".", "") in _WORDS


def _index(pairs: Iterable[tuple[str, Authority]]) -> Mapping[str, tuple[Authority, ...]]:
    index: dict[str, dict[str, Authority]] = {}
    for key, authority in pairs:
        index.setdefault(key, {})[authority.id] = authority
    return MappingProxyType({key: tuple(found.values()) for key, found in sorted(index.items())})


def _digest(path: Path) -> str:
    sha = hashlib.sha256()
    for file in sorted(COLUMNS):
        data = (path / file).read_bytes()
        sha.update(f"{file}:{len(data)}:".encode())
        sha.update(data)
    return sha.hexdigest()
