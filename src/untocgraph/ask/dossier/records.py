"""The records of a dossier: sections of lines, each line with what proves it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from untocgraph.ask.mandates import Chain
from untocgraph.ask.records import EntityView, Proof, Ref, StatementView

Cell = Ref | str | tuple[Ref | str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What stands in each column, and the sentences that prove it; ``origin`` says where a line without one is from.

    ``contested`` when sources contradict each other about it.
    """

    cells: tuple[Cell, ...]
    proofs: tuple[Proof, ...] = ()
    origin: str = ""
    contested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A table of a dossier. ``look`` is how it is drawn: ``table``, ``bars`` (the second column is a number), ``tiles``
    (code, thing, word of a status) or ``folded``.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""
    look: str = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Statements of one speaker (at an event), or at one event (of a speaker), in order of source and place."""

    who: Ref | str
    note: str
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Where a source names the thing: how often, and some of the sentences."""

    source: Ref
    published: str
    places: int
    sentences: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Something on a timeline: a partial ISO date, the event, and what the thing was to it."""

    date: str
    event: Ref
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Those met at events, with the number of events shared; ``pairs`` are places in ``met`` of two who met, and how
    often.
    """

    met: tuple[tuple[Ref, int], ...] = ()
    pairs: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What the graph holds about one thing, in the sections that a person looks for.

    ``head`` has one line a property; every fact of ``view`` stands in it or in a section.
    ``chains`` lead back to the law on which it rests, the shortest first.
    """

    view: EntityView
    head: tuple[Line, ...] = ()
    sections: tuple[Section, ...] = ()
    said: tuple[Said, ...] = ()
    named: tuple[Named, ...] = ()
    spans: tuple[Span, ...] = ()
    company: Company = Company()
    chains: tuple[Chain, ...] = ()


def line(*cells: Cell, proofs: Iterable[Proof] = (), origin: str = "", contested: bool = False) -> Line:
    """Return a line, its proofs without repetition, in order of source and place.

    >>> line("chair", "somebody").cells
    ('chair', 'somebody')
    """
    kept = sorted(dict.fromkeys(proofs), key=lambda proof: (proof.source.iri, proof.start, proof.end))
    return Line(cells=cells, proofs=tuple(kept), origin="" if kept else origin, contested=contested)
