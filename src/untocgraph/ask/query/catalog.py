"""The stored queries: plain SPARQL files with a header that says what they answer and what they take.

A file ``queries/{theme}/{name}.rq`` begins with YAML on lines that start with ``#+``: ``summary``, ``question``,
``answers`` (ids of competency questions), ``params`` and ``columns``. Each parameter is a ``VALUES ?p { default }``
block in the query, so that the file runs unchanged in any client; ``UNDEF`` as default stands for "any".
"""

from __future__ import annotations

import difflib
import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from untocgraph.core import resources
from untocgraph.core.errors import Place, QueryError
from untocgraph.core.namespace import CONCEPTS

PARAM_TYPES = ("iri", "class", "string", "integer", "decimal", "boolean", "date", *(f"concept/{s}" for s in CONCEPTS))
"""``class`` takes a class name of the ontology, ``concept/{scheme}`` a word of that closed list."""
_BLOCK = r"\bVALUES\s+\?{name}\s*\{{([^{{}}]*)\}}"
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_VARIABLE = re.compile(r"[a-z][A-Za-z0-9]*")
_CHECKS = "checks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """One parameter. ``default`` is the text of its VALUES block."""

    name: str
    type: str
    description: str
    default: str
    of: str = ""
    """For an IRI: the class of things it stands for."""
    many: bool = True

    @property
    def values(self) -> tuple[str, ...]:
        """The closed list of words it takes, or nothing where the list is open."""
        return CONCEPTS[self.type.partition("/")[2]] if self.type.startswith("concept/") else ()

    @property
    def optional(self) -> bool:
        """Whether the default leaves it open."""
        return self.default.strip() == "UNDEF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the answer."""

    name: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuerySpec:
    """A stored query: ``text`` is the whole file, which runs as it is."""

    name: str
    theme: str
    summary: str
    question: str
    text: str
    columns: tuple[Column, ...]
    params: tuple[Param, ...] = ()
    answers: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """The query without its header."""
        return "\n".join(line for line in self.text.splitlines() if not line.startswith("#+")).strip() + "\n"

    def param(self, name: str) -> Param:
        """Return a parameter; QueryError with the nearest name when there is none."""
        for param in self.params:
            if param.name == name:
                return param
        names = [param.name for param in self.params]
        near = difflib.get_close_matches(name, names, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"it takes {', '.join(names) or 'no parameters'}"
        raise QueryError(f"{self.name} has no parameter {name!r}", repair=hint)


@functools.cache
def catalog() -> tuple[QuerySpec, ...]:
    """Return every stored query, ordered by theme and name.

    >>> "events" in {spec.theme for spec in catalog()}
    True
    """
    root = resources.path("queries")
    files = (file for file in sorted(root.glob("*/*.rq")) if file.parent.name != _CHECKS)
    specs = tuple(parse(file.read_text(encoding="utf-8"), file=file) for file in files)
    names = [spec.name for spec in specs]
    for name in names:
        if names.count(name) > 1:
            raise QueryError(f"two stored queries are called {name!r}", place=Place(file=str(root)))
    return specs


def get(name: str) -> QuerySpec:
    """Return the stored query of that name; QueryError with the nearest name when there is none.

    >>> get("mandat-chain")
    Traceback (most recent call last):
    ...
    untocgraph.core.errors.QueryError: there is no stored query 'mandat-chain' (did you mean 'mandate-chain'?)
    """
    specs = {spec.name: spec for spec in catalog()}
    if name in specs:
        return specs[name]
    near = difflib.get_close_matches(name, specs, 3)
    hint = f"did you mean {' or '.join(map(repr, near))}?" if near else "untocgraph queries lists them"
    raise QueryError(f"there is no stored query {name!r}", repair=hint)


def parse(text: str, *, file: Path) -> QuerySpec:
    """Return the stored query that the text of a file holds; QueryError names file and line of what is wrong."""
    place = Place(file=str(file), line=1)
    header = [line[2:] for line in text.splitlines() if line.startswith("#+")]
    try:
        content = yaml.safe_load("\n".join(header))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise QueryError("the header is no YAML", place=Place(file=str(file), line=line)) from None
    if not isinstance(content, dict) or not isinstance(content.get("summary"), str):
        raise QueryError("the header has no summary", place=place, repair="begin the file with '#+ summary: …'")
    if not _NAME.fullmatch(file.stem):
        raise QueryError(f"{file.stem!r} is no name for a query", place=place, repair="use lower case and hyphens")
    unknown = set(content) - {"summary", "question", "answers", "params", "columns"}
    if unknown:
        raise QueryError(f"the header has an unknown key {min(unknown)!r}", place=place)
    return QuerySpec(
        name=file.stem,
        theme=file.parent.name,
        summary=content["summary"],
        question=str(content.get("question") or ""),
        text=text,
        answers=tuple(map(str, content.get("answers") or ())),
        params=tuple(_param(name, row, text, place) for name, row in (content.get("params") or {}).items()),
        columns=tuple(Column(name=str(n), description=str(d)) for n, d in (content.get("columns") or {}).items()),
    )


def block(name: str) -> re.Pattern[str]:
    """Return the pattern of the VALUES block of a parameter; its group is what stands between the braces."""
    return re.compile(_BLOCK.format(name=re.escape(name)))


def _param(name: str, row: Any, text: str, place: Place) -> Param:
    if not _VARIABLE.fullmatch(str(name)) or not isinstance(row, dict):
        raise QueryError(f"the parameter {name!r} is not described", place=place)
    if row.get("type") not in PARAM_TYPES:
        raise QueryError(f"the parameter {name!r} has no type", place=place, repair=f"one of {', '.join(PARAM_TYPES)}")
    found = block(name).findall(text)
    if len(found) != 1:
        raise QueryError(f"the parameter {name!r} needs exactly one block VALUES ?{name} {{ … }}", place=place)
    return Param(
        name=name,
        type=row["type"],
        description=str(row.get("description") or ""),
        default=found[0].strip(),
        of=str(row.get("of") or ""),
        many=bool(row.get("many", True)),
    )
