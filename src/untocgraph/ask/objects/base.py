"""What all objects of the graph have: an IRI, a place to read, evidence.

An object is an IRI and a place to read: everything else is read when it is asked for, and stays as it was when the
graph was opened. Two objects are equal when their IRIs are. Names are those of the ontology, in Python's spelling
(``atEvent`` → ``at_event``).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from textwrap import shorten
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from untocgraph.ask.objects.collection import Collection
from untocgraph.ask.reader import Reader, first
from untocgraph.ask.views import Ref
from untocgraph.core import markup
from untocgraph.core.iri import BASE
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import DCTERMS, OA

_OA = OA
_SHOWN = 30
_ORDER = ("Person", "Organization", "State", "Event", "Provision", "AgentGroup", "Participation", "Affiliation",
          "ParticipantCount", "Statement", "Source", "Entity")  # fmt: skip
"""Classes of objects are those of the ontology: the first that fits counts."""
_CLASSES: dict[str, type[Thing]] = {}
T = TypeVar("T")


@dataclass(frozen=True)
class Thing:
    """Anything that has an IRI in the graph."""

    iri: str
    _reader: Reader = field(repr=False, compare=False)

    columns: ClassVar[tuple[str, ...]] = ("iri", "type", "label")

    def __init_subclass__(cls) -> None:
        _CLASSES[cls.__name__] = cls

    @property
    def id(self) -> str:
        """The end of the IRI, which :meth:`Graph.find` takes."""
        return self.iri.removeprefix(f"{BASE}id/")

    @functools.cached_property
    def _record(self) -> dict[str, list[str]]:
        return self._reader.record(self.iri)

    @property
    def _ref(self) -> Ref:
        return self._reader.ref(self.iri)

    @property
    def label(self) -> str:
        """The name, or words for it."""
        return self._ref.label

    @property
    def type(self) -> str:
        """The most specific class."""
        return self._ref.type

    @functools.cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """The words that prove it, in order of source and place."""
        found: dict[Evidence, None] = {}
        for assertion in self._reader.asserted_by(self.iri):
            found.update(dict.fromkeys(evidence_of(self._reader, assertion)))
        return tuple(sorted(found, key=Evidence.order))

    @property
    def confidence(self) -> float:
        """The surest evidence, from 0 to 1; 1 for what a curated row alone states."""
        return max((one.confidence for one in self.evidence), default=1.0)

    @property
    def contested(self) -> bool:
        """Whether sources contradict each other about it."""
        return self.iri in self._reader.contested

    @property
    def shown(self) -> tuple[str, ...]:
        """Cells of HTML that stand for it in a list: label and class."""
        return markup.link(self.iri, self.label), markup.link("", self.type)

    def to_dict(self) -> dict[str, Any]:
        """Return the columns of a table of such things; other things as their IRIs."""
        return {name: _plain(getattr(self, name)) for name in self.columns}

    def __str__(self) -> str:
        return self.label

    def __repr__(self) -> str:
        return f"{type(self).__name__}({shorten(self._told, 70, placeholder=' …')!r}, {self.id!r})"

    def _back(self, predicate: str) -> Collection[Any]:
        return Collection(thing(self._reader, one) for one in self._reader.subjects(predicate, self.iri))

    @property
    def _told(self) -> str:
        return self.label

    def _repr_html_(self) -> str:
        rows = [(name, cell(getattr(self, name))) for name in self.columns if name != "iri"]
        proof = ("evidence", self._proofs_shown())
        return markup.definition(self.label, [("iri", markup.link(self.iri, self.id)), *rows, proof])

    def _proofs_shown(self, most: int = _SHOWN) -> str:
        """Return the first quotations as HTML."""
        return places(self.evidence[:most])


class Read(property, Generic[T]):
    """A property of a thing that is what the graph says: how it is read, and what it means."""

    def __init__(self, read: Callable[[Any], T], doc: str) -> None:
        super().__init__(read, doc=doc)

    if TYPE_CHECKING:

        def __get__(self, *_: Any) -> T: ...  # type: ignore[override]


def words(predicate: str, doc: str) -> Read[str]:
    """The first value, or the empty string."""
    return Read(lambda one: first(one._record, predicate), doc)


def word(predicate: str, doc: str) -> Read[str]:
    """The word at the end of the first value, a concept, or the empty string."""
    return Read(lambda one: first(one._record, predicate).rpartition("/")[2], doc)


def one(predicate: str, doc: str) -> Read[Any]:
    """The first value as a thing, or None."""
    return Read(
        lambda it: next((thing(it._reader, value) for value in it._record.get(predicate, ()) if value), None), doc
    )


def many(predicate: str, doc: str) -> Read[Collection[Any]]:
    """All values as things."""
    return Read(lambda it: Collection(thing(it._reader, value) for value in it._record.get(predicate, ())), doc)


def back(predicate: str, doc: str) -> Read[Collection[Any]]:
    """All things that have this one as their value."""
    return Read(lambda it: it._back(predicate), doc)


@dataclass(frozen=True, repr=False)
class Source(Thing):
    """A document that was read."""

    columns: ClassVar[tuple[str, ...]] = ("iri", "title", "publisher", "issued", "url")

    @property
    def title(self) -> str:
        """Its title, or its id."""
        return first(self._record, f"{DCTERMS}title") or self.id.removeprefix("source/")

    publisher = words(f"{DCTERMS}publisher", "Who published it, or the empty string.")
    issued = words(f"{DCTERMS}issued", "When, as exact as it is known (``2023-06-08``, ``2023``), or the empty string.")
    url = words(UNTOC.url, "Where it can be read, or the empty string.")
    text = words(UNTOC.text, "The text as it was read: evidence counts in its code points.")
    statements = back(UNTOC.statedIn, "What is said in it.")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a source: ``source.text[start:end] == exact``, in code points; ``confidence`` from 0 to 1."""

    iri: str
    source: Source
    start: int
    end: int
    exact: str
    method: str
    confidence: float

    def order(self) -> tuple[str, int, int]:
        """By source and place."""
        return self.source.iri, self.start, self.end

    def _repr_html_(self) -> str:
        return places([self])


def places(evidence: Iterable[Evidence], *, words: bool = True) -> str:
    """Return the quotations as HTML (or their places only), each with links to its source and its place there."""
    return markup.items(
        markup.place(
            one.exact if words else "",
            source=one.source.url or one.source.iri,
            title=one.source.title,
            address=one.iri,
            start=one.start,
            end=one.end,
        )
        for one in evidence
    )


def thing(reader: Reader, subject: str) -> Any:
    """Return the object for an IRI, of the class that its types ask for."""
    types = reader.types(subject)
    return next((_CLASSES[name] for name in _ORDER if name in types), Thing)(subject, reader)


def evidence_of(reader: Reader, assertion: str) -> Iterator[Evidence]:
    """Yield the evidence of an assertion or a mention."""
    known = reader.record(assertion)
    for place in known.get(UNTOC.evidence, ()):
        where = reader.record(place)
        yield Evidence(
            iri=place,
            source=Source(first(where, UNTOC.inSource), reader),
            start=int(first(where, f"{_OA}start") or 0),
            end=int(first(where, f"{_OA}end") or 0),
            exact=first(where, f"{_OA}exact"),
            method=first(known, UNTOC.method),
            confidence=float(first(known, UNTOC.confidence) or 1),
        )


def _plain(value: Any) -> Any:
    if isinstance(value, Thing):
        return value.iri
    if isinstance(value, tuple):
        return "|".join(str(_plain(one)) for one in value)
    return value


def cell(value: Any) -> str:
    """Return a value as HTML: things as links."""
    if isinstance(value, Thing):
        return markup.link(value.iri, value.label)
    if isinstance(value, tuple):
        return ", ".join(cell(one) for one in value)
    return markup.link("", str(value)) if value not in ("", None) else ""
