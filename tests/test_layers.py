"""Imports point downwards: no layer knows what is built on it."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "untocgraph"
LAYERS = (
    {"_version"},
    {"core"},
    {"reference"},
    {"law"},
    {"read"},
    {"extract"},
    {"store"},
    {"propose"},
    {"pipeline"},
    {"ask"},
    {"networks"},
    {"publish"},
    {"serve"},
    {"graph"},
    {"cli"},
    {"__main__"},
)
"""Lowest first; parts of one layer may use each other."""


def level(name: str) -> int:
    return next(n for n, layer in enumerate(LAYERS) if name in layer)


def files() -> list[Path]:
    return sorted(
        path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py" and "_data" not in path.parts
    )


def part(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The parts of the package that a file imports, wherever the import stands; those for type checking aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    checking = {
        id(node)
        for test in ast.walk(tree)
        if isinstance(test, ast.If) and isinstance(test.test, ast.Name) and test.test.id == "TYPE_CHECKING"
        for statement in test.body
        for node in ast.walk(statement)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in checking:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "untocgraph":
            parts = node.module.split(".")
            found.update([parts[1]] if len(parts) > 1 else [alias.name for alias in node.names])
        elif isinstance(node, ast.Import):
            found.update(a.name.split(".")[1] for a in node.names if a.name.startswith("untocgraph."))
    return found


def test_a_module_imports_only_its_own_layer_and_those_below() -> None:
    upwards = [
        f"{path.relative_to(PACKAGE)} may not import {name}"
        for path in files()
        for name in sorted(imported(path) - {part(path)})
        if level(name) > level(part(path))
    ]
    assert upwards == []


def test_every_part_of_the_package_has_a_layer() -> None:
    named = set().union(*LAYERS)
    assert {part(path) for path in files()} <= named


def test_no_module_prints_but_the_command_line() -> None:
    for path in files():
        calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
        prints = [n for n in calls if isinstance(n.func, ast.Name) and n.func.id == "print"]
        assert not prints or part(path) in ("cli",), path
