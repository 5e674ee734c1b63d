"""Parameters into a stored query, safe by construction: every value becomes a typed term, no text is pasted."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from untocgraph.ask.query.catalog import Param, QuerySpec, block
from untocgraph.ask.query.terms import Term, is_iri, to_sparql
from untocgraph.core import iri
from untocgraph.core.errors import QueryError
from untocgraph.core.model import PartialDate
from untocgraph.core.namespace import CLASSES, TYPE_OF_WORD
from untocgraph.core.vocabulary import XSD

_MAX_VALUES = 1_000
_MAX_LENGTH = 10_000
_KEY = re.compile(r"[a-z][a-z-]*/[^\s<>\"{}|\\^`#?\x00-\x1f]+")
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")


def bind(spec: QuerySpec, **params: Any) -> str:
    """Return the query with its VALUES blocks filled by ``params``; those that are not given keep their default.

    A value is one thing or a list of them; None keeps the default. Raises QueryError for an unknown parameter (with
    the nearest name), a value that does not fit its type, and an empty list.

    >>> from untocgraph.ask.query.catalog import get
    >>> "concept/topic/gender>" in bind(get("topic-over-time"), topic="gender")
    True
    """
    text = spec.text
    for name, value in params.items():
        param = spec.param(name)
        if value is None:
            continue
        terms = [term_of(param, item, query=spec.name) for item in _items(value)]
        if not terms:
            raise QueryError(f"{spec.name}: {name} is an empty list", repair="leave it out or give a value")
        if len(terms) > (_MAX_VALUES if param.many else 1):
            raise QueryError(f"{spec.name}: {name} takes at most {_MAX_VALUES if param.many else 1} values")
        written = " ".join(map(to_sparql, terms))
        text = block(name).sub(lambda _, name=name, written=written: f"VALUES ?{name} {{ {written} }}", text)  # type: ignore[misc]
    return text


def _items(value: Any) -> list[Any]:
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes, dict, PartialDate)):
        return list(value)
    return [value]


def term_of(param: Param, value: Any, *, query: str = "") -> Term:
    """Return ``value`` as the term that a parameter takes; QueryError says what it would take.

    IRIs are given whole or as ``org/unodc`` (under our base); classes, topics, roles and other closed words by name.
    """
    where = f"{query}: " if query else ""
    if len(str(value)) > _MAX_LENGTH:
        raise QueryError(f"{where}{param.name} is longer than {_MAX_LENGTH:,} characters")
    try:
        if param.type == "iri":
            return _iri(str(value))
        if param.type == "class":
            return _class(str(value))
        if param.values:
            return _concept(param, str(value))
        return _literal(param.type, value)
    except (ValueError, InvalidOperation) as error:
        shown = str(value) if len(str(value)) < 60 else f"{str(value)[:60]}…"
        raise QueryError(f"{where}{param.name} cannot be {shown!r}", repair=str(error)) from None


def _iri(text: str) -> Term:
    if re.match(r"(?:https?|urn):", text):
        if not is_iri(text):
            raise ValueError("it has a character that no IRI may have")
        return Term("uri", text)
    if _KEY.fullmatch(text) and is_iri(f"{iri.BASE}id/{text}"):
        return Term("uri", f"{iri.BASE}id/{text}")
    raise ValueError("give an IRI, whole or from id/ on, such as org/unodc")


def _class(text: str) -> Term:
    name = text.removeprefix(iri.ONTOLOGY)
    if name in CLASSES:
        return Term("uri", f"{iri.ONTOLOGY}{name}")
    if name in TYPE_OF_WORD:
        return Term("uri", _full(TYPE_OF_WORD[name]))
    near = difflib.get_close_matches(name, sorted(CLASSES), 1)
    raise ValueError(f"did you mean {near[0]}?" if near else "give a class of the ontology, such as Workshop")


def _full(name: str) -> str:
    return name if name.startswith("http") else f"{iri.ONTOLOGY}{name}"


def _concept(param: Param, text: str) -> Term:
    scheme = param.type.partition("/")[2]
    word = text.removeprefix(f"{iri.BASE}id/concept/{scheme}/")
    if word not in param.values:
        near = difflib.get_close_matches(word, param.values, 1)
        raise ValueError(f"did you mean {near[0]}?" if near else f"one of {', '.join(param.values)}")
    return Term("uri", iri.concept(scheme, word))


def _literal(type_: str, value: Any) -> Term:
    text = str(value)
    if type_ == "integer":
        if isinstance(value, bool) or not re.fullmatch(r"[+-]?\d{1,18}", text):
            raise ValueError("give a whole number")
        return Term("literal", str(int(text)), f"{XSD}integer")
    if type_ == "decimal":
        number = Decimal(text)
        if isinstance(value, bool) or not number.is_finite() or abs(number.adjusted()) > 30:
            raise ValueError("give a number")
        return Term("literal", format(number, "f"), f"{XSD}decimal")
    if type_ == "boolean":
        if text.lower() not in _TRUE + _FALSE:
            raise ValueError("give true or false")
        return Term("literal", "true" if text.lower() in _TRUE else "false", f"{XSD}boolean")
    if type_ == "date":
        date = PartialDate.parse(value.isoformat()[:10] if isinstance(value, datetime.date) else text)
        kind = "date" if date.day else "gYearMonth" if date.month else "gYear"
        return Term("literal", str(date), f"{XSD}{kind}")
    if not isinstance(value, str) or re.search(r"[\x00\ud800-\udfff]", text):
        raise ValueError("give a text")
    return Term("literal", text)
