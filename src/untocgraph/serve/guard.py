"""What a stranger's query may be: read-only SPARQL 1.1 over this graph and nothing else.

`untocgraph.ask.query.guard` refuses updates and SERVICE; an endpoint is stricter about size, and refuses to name
graphs that are not its own: another engine would fetch them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from untocgraph.ask.query.guard import check
from untocgraph.core.errors import LimitError, QueryError

_STRINGS_AND_COMMENTS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r"|<[^<>\"{}|^`\\\s]*>|#[^\n]*",
    re.S,
)
_FROM = re.compile(r"\bFROM\b", re.I)


def check_query(text: str, *, longest: int, deepest: int, own_graphs: str) -> None:
    """Raise QueryError unless ``text`` is short and flat enough and reaches nothing outside this graph.

    ``longest`` is in bytes of UTF-8, ``deepest`` in open braces and brackets. Graphs named in FROM must begin
    with ``own_graphs``.

    >>> check_query("SELECT * { ?s ?p ?o }", longest=100, deepest=5, own_graphs="x:")
    >>> check_query("SELECT * FROM <y:z> { ?s ?p ?o }", longest=100, deepest=5, own_graphs="x:")
    Traceback (most recent call last):
    ...
    untocgraph.core.errors.QueryError: FROM <y:z> is refused (name a graph under x:)
    """
    if len(text.encode()) > longest:
        raise QueryError(f"the query is longer than {longest} bytes", repair="shorten it or split it")
    depth = nesting_of(text)
    if depth > deepest:
        raise QueryError(f"the query nests {depth} levels deep, more than {deepest}", repair="flatten it")
    try:
        check(text)
    except LimitError as error:
        raise QueryError(error.what, repair=error.repair) from None
    if _FROM.search(bare(text)):
        _check_dataset(text, own_graphs)


def bare(text: str) -> str:
    """Return a query without its strings, IRIs and comments.

    >>> bare("ASK { ?s ?p 'LOAD' }").split()
    ['ASK', '{', '?s', '?p', '}']
    """
    return _STRINGS_AND_COMMENTS.sub(" ", text)


def nesting_of(text: str) -> int:
    """Return the greatest depth of open braces, brackets and parentheses outside strings, IRIs and comments.

    >>> nesting_of("SELECT * { { ?s ?p '{{{' } }")
    2
    """
    depth = deepest = 0
    for char in bare(text):
        if char in "{[(":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "}])":
            depth -= 1
    return deepest


def _check_dataset(text: str, own_graphs: str) -> None:
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        algebra = translateQuery(parseQuery(text)).algebra
    except RecursionError:
        raise QueryError("the query nests too deeply to be checked", repair="flatten it") from None
    except Exception as error:  # the parser raises many kinds; whatever it cannot read is refused
        raise QueryError(f"the query holds FROM and cannot be checked: {error}", repair="correct the syntax") from None
    for node in _walk(algebra):
        for clause in (node["datasetClause"] or ()) if "datasetClause" in node else ():
            iri = str(clause.default or clause.named)
            if not iri.startswith(own_graphs):
                raise QueryError(f"FROM <{iri}> is refused", repair=f"name a graph under {own_graphs}")


def _walk(node: Any) -> Iterator[Any]:
    """Yield every node of an rdflib algebra, without recursion."""
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, dict):
            yield current
            stack.extend(current.values())
        elif isinstance(current, list | tuple | set):
            stack.extend(current)
