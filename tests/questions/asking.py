"""One of the 36 questions, asked: its stored query or its Python, and whether the answer is the expected one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

import untocgraph as ug
from untocgraph import law
from untocgraph.ask.query import Table
from untocgraph.ask.query.result import short

HERE = Path(__file__).parent
QUESTIONS: list[dict[str, Any]] = yaml.safe_load((HERE / "questions.yaml").read_text(encoding="utf-8"))
_DOCUMENT = re.compile(r"(?<![0-9a-z])00(\d)_[0-9a-f]{16}")


def asked(answer: Mapping[str, Any], graph: ug.Graph, folder: Path | None = None) -> Any:
    """The rows of a stored query, or the value of the last line of the Python. ``folder`` is a release."""
    if "query" in answer:
        found = graph.query(answer["query"], limit=None, **answer.get("params", {}))
        assert isinstance(found, Table)
        rows = [dict(zip(found.columns, map(_cell, row), strict=True)) for row in found.terms]
        return [row for row in rows if fits(row, answer.get("where", {}))]
    module = ast.parse(answer["code"])
    last = module.body.pop()
    assert isinstance(last, ast.Expr)
    names: dict[str, Any] = {"ug": ug, "law": law, "graph": graph, "folder": folder}
    exec(compile(module, "questions.yaml", "exec"), names)
    return _plain(eval(compile(ast.Expression(last.value), "questions.yaml", "eval"), names))


def check(answer: Mapping[str, Any], found: Any) -> None:
    """Raise AssertionError where the answer is not the expected one."""
    if "gives" in answer:
        assert found == answer["gives"]
    for wanted in answer.get("has", ()):
        assert any(fits(row, wanted) for row in found), f"no {wanted} in {found[:30]}"
    for unwanted in answer.get("lacks", ()):
        assert not any(fits(row, unwanted) for row in found), unwanted
    for column, values in answer.get("values", {}).items():
        assert sorted({row[column] for row in found} - {None}) == sorted(values)
    if "count" in answer:
        assert len(found) == answer["count"]


def fits(row: Any, wanted: Any) -> bool:
    """Whether a row has these values; a list of values takes any of them."""
    if not isinstance(wanted, Mapping):
        return bool(row == wanted)
    return all(
        row[column] in (value if isinstance(value, list) else [_plain(value) if value is None else str(value)])
        for column, value in wanted.items()
    )


def named_tests(answers: Iterable[Mapping[str, Any]]) -> list[str]:
    """The tests that answers point to."""
    return [name for answer in answers for name in answer.get("tests", ())]


def _cell(term: Any) -> str | None:
    return None if term is None else _DOCUMENT.sub(r"S\1", short(term.value))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
