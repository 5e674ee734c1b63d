"""What the pipeline carries from stage to stage: frozen dataclasses, no RDF, no I/O.

Offsets are Unicode code points of ``Source.text``, half-open. Dates are ISO 8601 prefixes
(``2023``, ``2023-05``, ``2023-05-31``). Confidences lie in [0, 1]. The controlled words are those of
the table export; the ontology has the same words as classes, properties and concepts.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass, field
from typing import Literal

EntityKind = Literal[
    "person",
    "organization",
    "state",
    "place",
    "instrument",
    "provision",
    "resolution",
    "document",
    "mechanism",
    "event",
    "project",
]
BlockKind = Literal[
    "title",
    "heading",
    "dateline",
    "paragraph",
    "numbered",
    "item",
    "note",
    "table",
    "metadata",
    "boilerplate",
]
StatementMode = Literal["direct", "reported"]
StatementKind = Literal["statement", "recommendation", "observation", "commitment"]
Modality = Literal["should", "should_consider", "should_make_efforts", "could", "could_consider", "must"]
Qualifier = Literal["exact", "approximate", "at_least"]

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text, in code points, half-open: ``0 <= start < end``.

    Raises ValueError when the bounds are not in that order.

    >>> Span(4, 9).of("The Chair said")
    'Chair'
    >>> Span(0, 5).overlaps(Span(5, 7))
    False
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}, {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the quotation: ``text[start:end]``."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Return whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Return whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as exact as its source states it; never padded.

    Orders and compares by the interval it stands for. ``str()`` gives the ISO 8601 prefix. Raises
    ValueError for a month or day that does not exist.

    >>> PartialDate.parse("2023-05").last.isoformat()
    '2023-05-31'
    >>> PartialDate(2023, 5) < PartialDate(2023, 6, 1)
    True
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day without a month is no date")
        datetime.date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Return the date that an ISO 8601 prefix stands for; ValueError if it is none."""
        match = _PARTIAL_DATE.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = match.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @property
    def first(self) -> datetime.date:
        """The first day of the interval."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> datetime.date:
        """The last day of the interval."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __lt__(self, other: PartialDate) -> bool:
        return (self.first, self.last) < (other.first, other.last)

    def __str__(self) -> str:
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text that was read, with what is known of it. ``text`` is kept exactly as decoded.

    ``blocks`` are hints of a reader that knows the layout (HTML, DOCX, PDF); empty for plain text.
    """

    id: str
    text: str
    sha256: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    genre: str = ""
    url: str = ""
    path: str = ""
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A layout unit of a source: one paragraph, heading, list item …; ``number`` as printed ("17", "a")."""

    kind: BlockKind
    span: Span
    number: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a parse; ``head`` is the index of its syntactic head (its own index at a root)."""

    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    ent: str
    """Entity label of the model (``PERSON``, ``ORG`` …) or the empty string."""
    ent_start: bool
    """Whether a model entity begins at this token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """Tokens and sentences of one source. Sentences are half-open token ranges; ``spans`` their offsets."""

    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]
    spans: tuple[Span, ...]
    method: str
    """``spacy-en_core_web_sm@3.8.0``, or ``rules`` where no model is installed (then no tags and trees)."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Evidence:
    """Where a claim stands and who found it: ``method`` is ``rule-id``, ``confidence`` its measured precision."""

    source: str
    span: Span
    method: str
    confidence: float


def origin_of(method: str) -> str:
    """Return who found what a method found: ``rules``, a second ``reader``, or ``reviewed`` by a person.

    >>> origin_of("reader:some-model@1"), origin_of("review:ana"), origin_of("report.verb")
    ('reader', 'reviewed', 'rules')
    """
    return {"reader": "reader", "review": "reviewed"}.get(method.partition(":")[0], "rules")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A named mention; ``entity`` is a key of ``Annotation.entities``. ``text == source.text[start:end]``."""

    evidence: Evidence
    text: str
    entity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalEntity:
    """A thing that one document names. ``key`` is local to it.

    ``reference`` is the id of a row of reference/ when an exact alias decided it, else empty.
    ``identity`` holds what its global identity is computed from, by kind (see ``untocgraph.pipeline.identity``):
    for instance ``(("topics", "firearms"), ("date", "2023-05-05"))`` for a dialogue.
    """

    key: str
    kind: EntityKind
    type: str
    label: str
    aliases: tuple[str, ...] = ()
    acronym: str = ""
    reference: str = ""
    identity: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeClaim:
    """``attribute`` is start, end, within, place, country, mode, ordinal, post, date, symbol or number."""

    entity: str
    attribute: str
    value: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationClaim:
    """``subject`` and ``object`` are local keys; the subject of ``cites`` is the source itself, key ``doc``."""

    subject: str
    predicate: str
    object: str
    evidence: Evidence
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementClaim:
    """A speech act. ``evidence.span`` is the quotation, or the whole reporting sentence.

    ``speaker`` and ``on_behalf_of`` are local keys or empty; an anonymous or collective speaker has only
    its ``speaker_phrase``. ``quantifier`` is one, some, several, all or empty. ``negated`` flags a negation
    in the content.
    """

    mode: StatementMode
    kind: StatementKind
    speaker: str
    speaker_phrase: str
    on_behalf_of: str
    event: str
    verb: str
    addressees: tuple[str, ...]
    modality: Modality | None
    topics: tuple[str, ...]
    evidence: Evidence
    quantifier: str = ""
    negated: bool = False
    cites: tuple[str, ...] = ()
    """Local keys of the provisions, resolutions and instruments that the statement names."""
    also: tuple[str, ...] = ()
    """Local keys of further speakers of the same utterance, in text order ("Chile, Peru and Chad proposed"); of unnamed
    ones, of those for whom they speak beside ``on_behalf_of`` ("the panellists of A and B")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountClaim:
    """A number of participants. ``event`` is a local key or empty; ``part_of`` the place of the count it is part of."""

    event: str
    category: str
    value: int
    qualifier: Qualifier
    evidence: Evidence
    phase: str = ""
    """``registered``, ``attended`` or empty."""
    part_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageGap:
    """What the text announces and does not give (a lost list), or what was not read; ``kind`` says which."""

    kind: str
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """Everything one source was found to say, before anything is linked across sources."""

    source: str
    mentions: tuple[Mention, ...] = ()
    entities: tuple[LocalEntity, ...] = ()
    attributes: tuple[AttributeClaim, ...] = ()
    relations: tuple[RelationClaim, ...] = ()
    statements: tuple[StatementClaim, ...] = ()
    counts: tuple[CountClaim, ...] = ()
    gaps: tuple[CoverageGap, ...] = ()
    facts: tuple[tuple[str, str, str], ...] = field(default=())
    """(local key, feature, value) that identity uses and tables do not show, such as a stated gender word."""
