"""Write the tables of docs/reference/settings.md from the settings tree: python tools/generate_settings.py"""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

from untocgraph.core.settings import GraphSettings, ReaderSettings, Settings, SparqlSettings
from untocgraph.pipeline.budget import BudgetSettings
from untocgraph.read.settings import ReadSettings
from untocgraph.serve.settings import ServeSettings

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "settings.md"
SECTIONS: tuple[type[Settings], ...] = (
    GraphSettings, SparqlSettings, ReaderSettings, ReadSettings, BudgetSettings, ServeSettings,
)  # fmt: skip
_MARKS = re.compile(r"(?<=<!-- settings -->\n).*(?=<!-- end -->)", re.DOTALL)


def told(section: type[Settings]) -> dict[str, str]:
    """Return what the string below each field of a section says of it."""
    body = ast.parse(inspect.getsource(section)).body[0].body  # type: ignore[attr-defined]
    return {
        field.target.id: " ".join(str(ast.literal_eval(words.value)).split())
        for field, words in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(words, ast.Expr)
    }


def tables() -> str:
    """Return a table a section."""
    parts = []
    for section in SECTIONS:
        head = f"## {section.__name__}\n{inspect.getdoc(section).splitlines()[0].replace('``', '`')}\n\n"  # type: ignore[union-attr]
        words = told(section)
        rows = [
            f"| `{section.variable(field.name)}` | `{field.default}` | {words[field.name].replace('``', '`')} |"
            for field in fields(section)
        ]
        parts.append(head + "| environment variable | default | |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def page() -> str:
    """Return the page with its tables as the code has them."""
    return _MARKS.sub(lambda _: tables(), PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
