"""No module and no function is too long to be read at one sitting."""

from __future__ import annotations

import ast

from tests.test_layers import PACKAGE, files

MODULE, FUNCTION = 400, 40


def lengths(source: str) -> dict[str, int]:
    """The lines of each function's body: signature and docstring aside, as an option of a command is a line."""
    found = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            found[node.name] = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
    return found


def test_no_module_has_more_than_400_lines() -> None:
    read = {path: path.read_text(encoding="utf-8").count("\n") for path in files()}
    assert [f"{path.relative_to(PACKAGE)}: {lines}" for path, lines in read.items() if lines > MODULE] == []


def test_no_function_has_more_than_40_lines() -> None:
    longer = {
        f"{path.relative_to(PACKAGE).as_posix()} {name}": lines
        for path in files()
        for name, lines in lengths(path.read_text(encoding="utf-8")).items()
        if lines > FUNCTION
    }
    assert longer == {}, "split them"


def test_a_docstring_and_a_signature_do_not_count() -> None:
    assert lengths('def f(\n    a,\n):\n    """Say.\n\n    More.\n    """\n    b = a\n    return b\n') == {"f": 2}
