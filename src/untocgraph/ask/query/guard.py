"""What a query may do: read this graph. Updates, SERVICE and LOAD are refused before an engine sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from untocgraph.core.errors import LimitError, QueryError

MAX_LENGTH = 200_000
"""Most characters of a query."""
MAX_DEPTH = 300
"""Deepest nesting of brackets."""
_GAP = r"(?:\s|\#[^\r\n]*[\r\n])*"
# Looked for in the raw text, strings and comments included: the engine does not split words as the grammar does
# ("SERVICE:x" and "SERVICESILENT<…>" are clauses to it), and "<" may begin an IRI or compare two numbers, so what is
# inside a string cannot be told without parsing as the engine does.
_SERVICE = re.compile(
    rf"service{_GAP}(?:silent{_GAP})?(?:<[^>]*>|[?$][^\s{{}}]+|[^\s{{}}<\"']*:[^\s{{}}]*){_GAP}\{{", re.I
)
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}
                  |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
      | (?P<variable>[?$]\w+)
      | (?P<prefixed>[\w.\-]*:[\w:.\-%]*)
      | (?P<word>[^\W\d_]\w*)""",
    re.X | re.S,
)
_DECLARED = re.compile(r"\bPREFIX\s+([\w.\-]*):", re.I)
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
_WHERE = re.compile(r"error at (\d+):(\d+): ?(.*)", re.S)
_READ = "use SELECT, ASK, CONSTRUCT or DESCRIBE"

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that only reads. ``dataset`` tells whether it names its graphs with FROM."""

    form: Form
    dataset: bool


def check(query: str) -> Checked:
    """Return the form of a query that only reads this graph.

    Raises QueryError for an update, for SERVICE and for what is no query; LimitError for one that is too long or
    nested too deep. A SERVICE clause is refused wherever it is written, also in a string or a comment.

    >>> check("PREFIX : <http://example.org/> SELECT * FROM :g { ?s ?p 'a service' }")
    Checked(form='SELECT', dataset=True)
    >>> check("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    ...
    untocgraph.core.errors.QueryError: line 1, column 12: SERVICE is not allowed (query one graph; download the other)
    """
    if len(query) > MAX_LENGTH:
        raise LimitError(f"the query has {len(query):,} characters; the limit is {MAX_LENGTH:,}")
    if _depth(query) > MAX_DEPTH:
        raise LimitError(f"the query nests its brackets more than {MAX_DEPTH} deep")
    if clause := _SERVICE.search(query):
        where = _place(query, clause.start())
        raise QueryError(f"{where}: SERVICE is not allowed", repair="query one graph; download the other")
    words = [(match[0].upper(), match.start()) for match in _TOKEN.finditer(query) if match.lastgroup == "word"]
    for word, start in words:
        if word in _UPDATES:
            raise QueryError(f"{_place(query, start)}: {word} would change the graph", repair=_READ)
        if word in _FORMS:
            return Checked(word, "FROM" in {word for word, _ in words})  # type: ignore[arg-type]
    raise QueryError("line 1, column 1: this is no SPARQL query", repair=_READ)


def _depth(query: str) -> int:
    depth = deepest = 0
    for bracket in re.findall(r"[{}()\[\]]", query):
        depth = max(0, depth + (1 if bracket in "{([" else -1))
        deepest = max(deepest, depth)
    return deepest


def _place(query: str, start: int) -> str:
    before = query[:start]
    return f"line {before.count(chr(10)) + 1}, column {start - before.rfind(chr(10))}"


def syntax_error(error: SyntaxError, query: str) -> QueryError:
    """Return the engine's complaint as one line with line, column and the text that stands there.

    The engine often points at the end of the text; then a second parser tells where the broken part begins.
    """
    found = _WHERE.match(str(error))
    if found is None:
        return QueryError(f"the query cannot be parsed: {error}")
    line, column = int(found[1]), int(found[2])
    for name, start in undeclared(query).items():
        what = f"{_place(query, start)}: the prefix {name}: is not declared"
        return QueryError(what, repair=f"begin with PREFIX {name}: <…>")
    if rest := _rest(query, line, column):
        expected = " ".join(found[3].removeprefix("expected ").removeprefix("one of ").split())
        hint = f"expected {expected}" if 0 < len(expected) <= 80 and "[_]" not in expected else None
        return QueryError(f"line {line}, column {column}: unexpected {rest!r}", repair=hint)
    line, column = _second_opinion(query) or (line, column)
    if rest := _rest(query, line, column):
        return QueryError(f"line {line}, column {column}: cannot be parsed from here on: {rest!r}")
    return QueryError(f"line {line}, column {column}: the query ends too early")


def undeclared(query: str) -> dict[str, int]:
    """Return the prefixes that a query uses and does not declare, with where each is used first.

    >>> undeclared("PREFIX a: <urn:a> SELECT * { ?s a:b c:d }")
    {'c': 36}
    """
    declared = {name.lower() for name in _DECLARED.findall(query)}
    found: dict[str, int] = {}
    for match in _TOKEN.finditer(query):
        name = match[0].partition(":")[0]
        if match.lastgroup == "prefixed" and name.lower() not in declared and name != "_":
            found.setdefault(name, match.start())
    return found


def _rest(query: str, line: int, column: int) -> str:
    lines = query.split("\n")
    return lines[line - 1][column - 1 :].strip()[:40] if line <= len(lines) else ""


def _second_opinion(query: str) -> tuple[int, int] | None:
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parseQuery(query)
    except ParseException as error:
        return error.lineno, error.column
    except Exception:  # that parser has limits of its own; then there is no second opinion
        return None
    return None
