"""RDF terms as N-Triples text: strings are written far faster than objects, and sort the same everywhere."""

from __future__ import annotations

import re

from untocgraph.core.model import PartialDate
from untocgraph.core.vocabulary import XSD

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_MARKS = {"\\": "\\", '"': '"', "n": "\n", "r": "\r", "t": "\t"}
_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|\\^`]')


def ref(iri: str) -> str:
    """Return an IRI as a term; characters that no IRI may have are percent-encoded.

    >>> ref("http://a/b c")
    '<http://a/b%20c>'
    """
    return f"<{_FORBIDDEN.sub(lambda m: ''.join(f'%{b:02X}' for b in m[0].encode()), iri)}>"


def text(value: str) -> str:
    r"""Return a string literal.

    >>> text('say "no"\n')
    '"say \\"no\\"\\n"'
    """
    return f'"{value.translate(_ESCAPES)}"'


def plain(literal: str) -> str:
    r"""Return the string that a literal made by :func:`text` stands for.

    >>> plain(text('a "b" \\ c'))
    'a "b" \\ c'
    """
    return re.sub(r'\\([\\"nrt])', lambda m: _MARKS[m[1]], literal[1:-1])


def integer(value: int) -> str:
    """Return an xsd:integer literal."""
    return f'"{value}"^^<{XSD}integer>'


def decimal(value: float) -> str:
    """Return an xsd:decimal literal in its canonical form, at most four places.

    >>> decimal(0.90), decimal(1.0)
    ('"0.9"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"1"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    """
    return f'"{f"{value:.4f}".rstrip("0").rstrip(".")}"^^<{XSD}decimal>'


def boolean(value: bool) -> str:
    """Return an xsd:boolean literal."""
    return f'"{str(value).lower()}"^^<{XSD}boolean>'


def date(value: str) -> str:
    """Return a date literal as exact as the value; what is no ISO 8601 prefix becomes a string.

    >>> date("2023-05")
    '"2023-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    try:
        parsed = PartialDate.parse(value)
    except ValueError:
        return text(value)
    kind = "date" if parsed.day else "gYearMonth" if parsed.month else "gYear"
    return f'"{parsed}"^^<{XSD}{kind}>'


def triple(subject: str, predicate: str, object_: str) -> str:
    """Return a statement without its full stop; ``object_`` is a term, the others are IRIs."""
    return f"<{subject}> <{predicate}> {object_}"
