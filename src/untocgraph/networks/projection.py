"""Projections as data: one SPARQL file each under ``projections/``, with a YAML header.

Header lines start with ``#+``: ``summary``, ``question``, ``source`` and ``target`` (kinds of node), and
where they apply ``directed`` and ``multiplex``. ``folds.yaml`` lists the networks folded from another: two
nodes of one side are tied by what they share on the other. The SELECT gives one row for each assertion
behind a tie:

``?source ?target``     the two ends
``?item``               what is counted: a participation, a statement, an action
``?assertion ?confidence ?document``   the assertion, its confidence, its source; or ``?reference``, a curated row
``?also ?alsoConfidence``   a second assertion that is needed as well
``?layer ?role ?mode``  what kind of tie
``?event``              whose date dates the tie; without it the source's date does
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from untocgraph.core.errors import Place, QueryError, choose

_FOLDER = Path(__file__).resolve().parent / "projections"
_KEYS = {"summary", "question", "source", "target", "directed", "multiplex"}
_SELECT = re.compile(r"SELECT DISTINCT [?\w\s]+WHERE \{")
_OPTIONAL = re.compile(r"OPTIONAL \{ \?\w+ \S+ \?(\w+) \}")
_NEEDED = ("source", "target", "item", "document")


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """A named network of the graph. ``fold`` is none for ties as stated, else the side that is kept."""

    name: str
    summary: str
    question: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    fold: Literal["none", "source", "target"]
    directed: bool
    multiplex: bool
    query: str

    @property
    def two_mode(self) -> bool:
        """Whether ties join two kinds of node."""
        return self.fold == "none" and not set(self.sources) & set(self.targets) and not self.directed

    @property
    def spoken(self) -> bool:
        """Whether its items are statements."""
        return "untoc:speaker" in self.query

    def only(self, variables: Iterable[str]) -> str:
        """Return the SELECT of some of the columns, without the parts that only others need; rows may come twice.

        Every assertion has a confidence and a document: where neither is asked for, neither is looked up.

        >>> projection("person-event").only(["source"]).startswith("PREFIX")
        True
        """
        head, body = _SELECT.split(self.query, maxsplit=1)
        for part in _OPTIONAL.finditer(body):
            if len(re.findall(rf"\?{part[1]}\b", body)) == 1 and part[1] not in variables:
                body = body.replace(part[0], "")
        for name, term in (("confidence", "confidence"), ("document", "assertedIn")):
            if name not in variables and len(re.findall(rf"\?{name}\b", body)) == 1:
                body = body.replace(f" untoc:{term} ?{name} ", " ").replace("; ;", ";").replace("; .", ".")
        plain = "\n".join(line for line in head.splitlines() if not line.startswith("#"))
        return f"{plain}\nSELECT {' '.join(f'?{name}' for name in variables)} WHERE {{{body}"

    def at(self, ends: tuple[str, str]) -> str:
        """Return the SELECT of the ties that touch one of two nodes."""
        names = " ".join(f"<{name}>" for name in ends)
        side = "target" if self.fold == "target" else "source"
        # A variable that the query itself sets can only be narrowed behind it.
        if f"AS ?{side})" in self.query:
            return f"{self.query}\nVALUES ?{side} {{ {names} }}"
        head, body = self.query.split("{", 1)
        return f"{head}{{ VALUES ?{side} {{ {names} }} {body}"


def parse_projection(name: str, text: str) -> Projection:
    """Return the projection that a ``.rq`` text describes; QueryError when header or SELECT fall short.

    >>> parse_projection("person-event", projection("person-event").query).fold
    'none'
    """
    place = Place(file=f"{name}.rq")
    header = "\n".join(line[3:] for line in text.splitlines() if line.startswith("#+ "))
    try:
        fields = yaml.safe_load(header) or {}
    except yaml.YAMLError as error:
        raise QueryError(f"the header is no YAML: {error}", place=place) from error
    if not isinstance(fields, dict) or not {"summary", "question", "source", "target"} <= fields.keys() <= _KEYS:
        raise QueryError(f"the header needs summary, question, source, target; may have {sorted(_KEYS)}", place=place)
    missing = [variable for variable in _NEEDED if f"?{variable}" not in text]
    if missing:
        raise QueryError(f"the SELECT gives no ?{missing[0]}", place=place)
    return Projection(
        name=name,
        summary=fields["summary"],
        question=fields["question"],
        sources=tuple(fields["source"]),
        targets=tuple(fields["target"]),
        fold="none",
        directed=bool(fields.get("directed", False)),
        multiplex=bool(fields.get("multiplex", False)),
        query=text,
    )


@cache
def projections() -> dict[str, Projection]:
    """Return all projections by name, sorted.

    >>> "actor-topic" in projections()
    True
    """
    files = sorted(_FOLDER.glob("*.rq"))
    found = {file.stem: parse_projection(file.stem, file.read_text(encoding="utf-8")) for file in files}
    folds = yaml.safe_load((_FOLDER / "folds.yaml").read_text(encoding="utf-8"))
    for name, fields in folds.items():
        base = found[fields.pop("of")]
        found[name] = replace(base, name=name, directed=False, **fields)
    return dict(sorted(found.items()))


def projection(name: str) -> Projection:
    """Return one projection; QueryError with the nearest name when there is none.

    >>> projection("organization-organization").fold
    'source'
    """
    return projections()[choose(name, projections(), "projection")]
