"""What a stranger's query may be: read-only SPARQL 1.1 over this graph and nothing else.

Both engines at hand would follow ``SERVICE`` and one reads files named in ``FROM``, so a query is refused
unless it certainly holds neither. A text in which the words do not occur at all is certain; any other is
parsed (by rdflib) and its algebra walked.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from untocgraph.errors import QueryError

__all__ = ["check_query", "nesting_of"]

_DANGEROUS = re.compile(r"SERVICE|LOAD|INSERT|DELETE|CLEAR|DROP|CREATE|COPY|MOVE|\bADD\b|\bWITH\b|\bFROM\b", re.I)
_STRINGS_AND_COMMENTS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r"|<[^<>\"{}|^`\\\s]*>|#[^\n]*",
    re.S,
)
_UPDATE = re.compile(
    r"\s*(?:(?:PREFIX|BASE)\b[^\n]*\n\s*)*(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD|WITH)\b", re.I
)


def check_query(text: str, *, longest: int, deepest: int, own_graphs: str) -> None:
    """Raise QueryError unless ``text`` is short and flat enough and reaches nothing outside this graph.

    ``longest`` is in bytes of UTF-8, ``deepest`` in open braces and brackets. Graphs named in FROM must begin
    with ``own_graphs``.

    >>> check_query("SELECT * { ?s ?p ?o }", longest=100, deepest=5, own_graphs="x:")
    >>> check_query("SELECT * { SERVICE <x:y> { ?s ?p ?o } }", longest=100, deepest=5, own_graphs="x:")
    Traceback (most recent call last):
    ...
    untocgraph.errors.QueryError: SERVICE is refused (this endpoint answers from its own graph only)
    """
    if len(text.encode()) > longest:
        raise QueryError(f"the query is longer than {longest} bytes", repair="shorten it or split it")
    depth = nesting_of(text)
    if depth > deepest:
        raise QueryError(f"the query nests {depth} levels deep, more than {deepest}", repair="flatten it")
    if _UPDATE.match(text):
        raise QueryError("updates are refused", repair="this endpoint is read-only")
    if _DANGEROUS.search(_unescaped(text)):
        _check_algebra(text, own_graphs)


def nesting_of(text: str) -> int:
    """Return the greatest depth of open braces, brackets and parentheses outside strings, IRIs and comments.

    >>> nesting_of("SELECT * { { ?s ?p '{{{' } }")
    2
    """
    depth = deepest = 0
    for char in _STRINGS_AND_COMMENTS.sub(" ", text):
        if char in "{[(":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "}])":
            depth -= 1
    return deepest


def _unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})", lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), text)


@functools.lru_cache(maxsize=512)
def _check_algebra(text: str, own_graphs: str) -> None:
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parsed = parseQuery(text)
        algebra = translateQuery(parsed).algebra
    except RecursionError:
        raise QueryError("the query nests too deeply to be checked", repair="flatten it") from None
    except Exception as error:
        word = _DANGEROUS.search(_unescaped(text))
        named = word[0].upper() if word else "a word"
        raise QueryError(
            f"the query holds {named} and cannot be checked: {error}", repair="leave it out, or correct the syntax"
        ) from None
    for node in _walk(algebra):
        name = getattr(node, "name", "")
        if name == "ServiceGraphPattern":
            raise QueryError("SERVICE is refused", repair="this endpoint answers from its own graph only")
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
