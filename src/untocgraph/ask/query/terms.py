"""RDF terms of results and parameters, without an engine: plain tuples that travel between processes."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any, NamedTuple

import pyoxigraph as ox

from untocgraph.core.vocabulary import XSD

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\x7f-\x9f\ud800-\udfff]+")
_INTEGERS = {f"{XSD}{name}" for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")}
_FLOATS = {f"{XSD}{name}" for name in ("double", "float")}


class Term(NamedTuple):
    """One RDF term. ``kind`` is ``uri``, ``literal`` or ``bnode``; plain strings have no datatype."""

    kind: str
    value: str
    datatype: str = ""
    language: str = ""

    def python(self) -> Any:
        """Return the value in Python: bool, int, Decimal, float or date where the datatype says so, else str.

        Partial dates and what is not valid for its datatype stay strings.

        >>> Term("literal", "59", f"{XSD}integer").python()
        59
        """
        try:
            if self.datatype in _INTEGERS:
                return int(self.value)
            if self.datatype == f"{XSD}decimal":
                return Decimal(self.value)
            if self.datatype in _FLOATS:
                return float(self.value)
            if self.datatype == f"{XSD}date":
                return datetime.date.fromisoformat(self.value)
        except (ValueError, ArithmeticError):
            return self.value
        if self.datatype == f"{XSD}boolean":
            return self.value in ("true", "1")
        return self.value


def is_iri(text: str) -> bool:
    """Return whether ``text`` is an absolute IRI that may stand between angle brackets.

    >>> is_iri("https://w3id.org/untocgraph/id/org/unodc"), is_iri("x> } DROP ALL #")
    (True, False)
    """
    if not _IRI.fullmatch(text):
        return False
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def of_oxigraph(term: Any) -> Term | None:
    """Return a term of the engine as a Term; None for an unbound variable."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Term("uri", term.value)
    if isinstance(term, ox.Literal):
        datatype = term.datatype.value
        plain = term.language or datatype == f"{XSD}string"
        return Term("literal", term.value, "" if plain else datatype, term.language or "")
    return Term("bnode", str(term.value) if isinstance(term, ox.BlankNode) else str(term))


def of_python(value: Any) -> Term | None:
    """Return a Python value as a Term: None and the empty string as unbound, an IRI of the web as one.

    >>> of_python(2), of_python("")
    (Term(kind='literal', value='2', datatype='http://www.w3.org/2001/XMLSchema#integer', language=''), None)
    """
    if value is None or value == "":
        return None
    for kind, name in ((bool, "boolean"), (int, "integer"), (float, "double"), (datetime.date, "date")):
        if isinstance(value, kind):
            return Term("literal", str(value).lower() if kind is bool else str(value), f"{XSD}{name}")
    text = str(value)
    return Term("uri", text) if text.startswith("http") and "|" not in text and is_iri(text) else Term("literal", text)


def to_sparql(term: Term) -> str:
    """Return the term as it is written in a query, by the engine's own serializer. ValueError for a broken IRI.

    >>> to_sparql(Term("literal", 'a" } #'))
    '"a\\\\" } #"'
    """
    if term.kind == "uri":
        if not is_iri(term.value):
            raise ValueError(f"{term.value!r} is no IRI")
        return str(ox.NamedNode(term.value))
    if term.datatype:
        return str(ox.Literal(term.value, datatype=ox.NamedNode(term.datatype)))
    return str(ox.Literal(term.value, language=term.language or None))
