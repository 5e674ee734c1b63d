"""Two codings side by side: read from table exports or the log of decisions, paired unit by unit, and compared."""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from untocgraph.ask.reliability.coefficients import Unitizing, alpha_nominal, alpha_unitizing, kappa
from untocgraph.core import iri
from untocgraph.core.errors import InputError, Place

COLUMNS = ("variable", "units", "only_a", "only_b", "same", "kappa", "alpha", "alpha_u")
"""What :func:`compared` tells of each variable."""
_OVERLAP = 0.5
"""Share of what two units cover together that they have to cover both to be one unit."""
_VARIABLES: Mapping[str, tuple[str, ...]] = {
    "statements": ("mode", "kind", "speaker", "on_behalf_of", "event", "modality", "verb", "topics"),
    "relations": ("predicate", "role"),
    "attributes": ("value",),
    "counts": ("category", "value", "qualifier"),
    "mentions": ("kind", "type"),
}
_SAME: Mapping[str, tuple[str, ...]] = {"relations": ("subject", "object"), "attributes": ("entity", "attribute")}
"""Cells that have to be the same for two rows to be one unit."""
_THINGS = frozenset({"speaker", "on_behalf_of", "event", "subject", "object", "entity"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What somebody coded: a stretch of a document (code points, half-open) with a value for each variable.

    Two units can be one only where ``key`` is the same; an empty value says that there is nothing of the sort.
    """

    kind: str
    source: str
    start: int
    end: int
    key: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()

    @property
    def span(self) -> tuple[int, int]:
        """(start, end)."""
        return self.start, self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """The units of one coder.

    ``documents`` holds (digest of the text, code points) of each document; empty where no places are compared.
    """

    units: tuple[Unit, ...]
    documents: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    def shared_with(self, other: Coding) -> dict[str, int]:
        """Return the documents that both have with the same text, and their lengths, by id."""
        both = sorted(self.documents.keys() & other.documents.keys())
        return {name: self.documents[name][1] for name in both if self.documents[name] == other.documents[name]}


# ---- reading ----


def tables_of(folder: Path) -> Coding:
    """Return the coding that a folder with exported tables holds. Things go by their labels.

    Raises InputError for a folder without ``sources.csv``, and for a cell that is no offset, by file and line.
    """
    path = folder / "sources.csv"
    documents = {
        row["source"]: (row.get("sha256", ""), _number(path, line, row, "characters"))
        for line, row in _rows(folder, "sources")
        if row["source"] != "reference"  # the curated data are no text that anybody codes
    }
    if not documents:
        raise InputError(f"{folder}: holds no exported tables", repair="untocgraph export tables FOLDER")
    entities = {row["entity"]: row for _, row in _rows(folder, "entities")}
    units = [unit for kind in _VARIABLES for unit in _units(folder, kind, entities, documents)]
    return Coding(units=tuple(units), documents=documents)


def _rows(folder: Path, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    path = folder / f"{name}.csv"
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            for row in reader:
                yield reader.line_num, {name: cell or "" for name, cell in row.items() if name is not None}
    except FileNotFoundError:
        return
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"is no table: {error}", place=Place(file=str(path)), repair="export it again") from None


def _number(path: Path, line: int, row: Mapping[str, str], column: str) -> int:
    try:
        return int(row[column])
    except (KeyError, ValueError):
        place = Place(file=str(path), line=line, column=column)
        raise InputError("is no number of code points", place=place, repair="export the tables again") from None


def _units(
    folder: Path, kind: str, entities: Mapping[str, Mapping[str, str]], documents: Container[str]
) -> Iterator[Unit]:
    def told(row: Mapping[str, str], column: str) -> str:
        value = row.get(column, "")
        if kind == "mentions":
            return entities.get(row.get("entity", ""), {}).get(column, "")
        return iri.fold(entities.get(value, {}).get("label", value)) if column in _THINGS else value

    path = folder / f"{kind}.csv"
    for line, row in _rows(folder, kind):
        if row.get("source") in documents and row.get("start"):
            start, end = (_number(path, line, row, edge) for edge in ("start", "end"))
            yield Unit(
                kind=kind, source=row["source"], start=start, end=end,
                key=tuple(told(row, column) for column in _SAME.get(kind, ())),
                values=tuple((name, told(row, name)) for name in _VARIABLES[kind]),
            )  # fmt: skip


def decisions_of(rows: Iterable[Mapping[str, Any]], by: str) -> Coding:
    """Return what one person decided: the lines of the log that nobody withdrew, the last on each pair or claim.

    Raises InputError for somebody who decided nothing.
    """
    latest: dict[tuple[str, ...], Unit] = {}
    for row in rows:
        if row.get("by") != by:
            continue
        if "claim" in row:
            unit = _decision(row)
        elif "judgement" in row:
            key = (row["left"], row["right"])
            unit = Unit(kind="identity", source="", start=0, end=1, key=key, values=(("judgement", row["judgement"]),))
        else:
            continue
        latest[(unit.kind, *unit.key)] = unit
    if not latest:
        raise InputError(f"{by} decided nothing", repair="untocgraph judge list, or review --claims --decided")
    return Coding(units=tuple(latest.values()))


def _decision(row: Mapping[str, Any]) -> Unit:
    claim, right = row["claim"], row.get("corrected") or row["claim"]
    named = ((slot, t["kind"], iri.fold(t["forms"][0])) for slot, t in sorted(claim["things"].items()))
    things = [part for parts in named for part in parts]
    words = [part for pair in sorted(claim["words"].items()) for part in pair]
    taken = row["decision"] != "reject"
    speaker = right["things"].get("speaker", {}).get("forms", [""])[0] if taken else "(rejected)"
    values = [("decision", row["decision"])]
    values += [("speaker", iri.fold(speaker))] if claim["kind"] == "statement" else []
    return Unit(
        kind="claims", source=row["source"], start=claim["start"], end=claim["end"], values=tuple(values),
        key=(row["source"], row["sha256"], claim["kind"], str(claim["start"]), str(claim["end"]), *things, *words),
    )  # fmt: skip


# ---- comparing ----


def compared(ours: Coding, theirs: Coding) -> list[dict[str, object]]:
    """Return a row for each variable that both code, with ``COLUMNS``: counts, share of equal values, κ, α, αU.

    ``units`` are those that both have; ``only_a`` and ``only_b`` stand in one coding alone and are in no κ or α. A row
    ``spans …`` compares where units stand, on the documents that both have, laid end to end; there ``only_…`` are the
    units of each. Coefficients are None where they are undefined.
    """
    shared = ours.shared_with(theirs)
    first, second = (_by_kind(coding, shared if coding.documents else None) for coding in (ours, theirs))
    rows: list[dict[str, object]] = []
    for kind in sorted(first.keys() | second.keys()):
        pairs = paired(first.get(kind, []), second.get(kind, []))
        alone = len(first.get(kind, [])) - len(pairs), len(second.get(kind, [])) - len(pairs)
        names = [name for name, _ in (first.get(kind) or second[kind])[0].values]
        for name in names:
            values = [(dict(a.values).get(name, ""), dict(b.values).get(name, "")) for a, b in pairs]
            rows.append(_row(f"{kind}.{name}", _listed(values) if name == "topics" else values, alone, len(pairs)))
        if shared:
            rows += _spans(kind, first.get(kind, []), second.get(kind, []), shared)
    return rows


def _by_kind(coding: Coding, shared: Container[str] | None) -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = defaultdict(list)
    for unit in coding.units:
        if shared is None or unit.source in shared:
            found[unit.kind].append(unit)
    return found


def paired(ours: Sequence[Unit], theirs: Sequence[Unit]) -> list[tuple[Unit, Unit]]:
    """Return the pairs of units that are one: of one document and key, overlapping by half, the closest first.

    >>> a, b = (Unit(kind="k", source="s", start=0, end=end) for end in (10, 8))
    >>> paired([a], [b]) == [(a, b)]
    True
    """
    places: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for number, unit in enumerate(theirs):
        places[unit.source, unit.key].append(number)
    close = [
        (-share, one, other)
        for one, unit in enumerate(ours)
        for other in places.get((unit.source, unit.key), ())
        if (share := _shared(unit.span, theirs[other].span)) >= _OVERLAP
    ]
    taken: tuple[set[int], set[int]] = set(), set()
    found = []
    for _, one, other in sorted(close):
        if one not in taken[0] and other not in taken[1]:
            taken[0].add(one)
            taken[1].add(other)
            found.append((one, other))
    return [(ours[one], theirs[other]) for one, other in sorted(found)]


def _shared(one: tuple[int, int], other: tuple[int, int]) -> float:
    both = min(one[1], other[1]) - max(one[0], other[0])
    return both / (max(one[1], other[1]) - min(one[0], other[0])) if both > 0 else 0.0


def _listed(values: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """A list of words, word by word: for each unit and each word that either coder uses anywhere, there or not."""
    sets = [(set(filter(None, a.split("|"))), set(filter(None, b.split("|")))) for a, b in values]
    used = sorted(set().union(*(a | b for a, b in sets)))
    return [("yes" if word in a else "no", "yes" if word in b else "no") for a, b in sets for word in used]


def _row(variable: str, values: Sequence[tuple[str, str]], alone: tuple[int, int], units: int) -> dict[str, object]:
    same = sum(a == b for a, b in values) / len(values) if values else None
    return {
        "variable": variable, "units": units, "only_a": alone[0], "only_b": alone[1], "same": same,
        "kappa": kappa(values), "alpha": alpha_nominal(values), "alpha_u": None,
    }  # fmt: skip


def _spans(
    kind: str, ours: Sequence[Unit], theirs: Sequence[Unit], lengths: Mapping[str, int]
) -> Iterator[dict[str, object]]:
    """αU of each category that units are told apart by, and of all together."""
    starts, at = {}, 0
    for source, length in lengths.items():
        starts[source] = at
        at += length
    sides = [_categories(units, starts) for units in (ours, theirs)]
    names = sorted(sides[0].keys() | sides[1].keys())
    found = {name: alpha_unitizing(sides[0].get(name, []), sides[1].get(name, []), at) for name in names}
    whole = Unitizing(
        observed=sum(one.observed for one in found.values()), expected=sum(one.expected for one in found.values())
    )
    for name, result in [("", whole), *(found.items() if len(found) > 1 else ())]:
        numbers = [sum(len(side.get(one, [])) for one in ([name] if name else names)) for side in sides]
        yield {
            "variable": f"spans {kind}" + (f" {name}" if name else ""), "units": None, "only_a": numbers[0],
            "only_b": numbers[1], "same": None, "kappa": None, "alpha": None, "alpha_u": result.alpha,
        }  # fmt: skip


_APART = {"statements": "mode", "mentions": "kind", "relations": "predicate", "counts": "category"}
"""Variable by which the units of a table are told apart when their places are compared."""


def _categories(units: Iterable[Unit], starts: Mapping[str, int]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for unit in units:
        base = starts[unit.source]
        name = dict(unit.values).get(_APART.get(unit.kind, ""), "") or "any"
        found[name].add((base + unit.start, base + unit.end))
    return {name: sorted(spans) for name, spans in found.items()}
