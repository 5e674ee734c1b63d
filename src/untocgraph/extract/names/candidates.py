"""Candidates: stretches of text that a producer takes for a name, before arbitration decides among them."""

from __future__ import annotations

from dataclasses import dataclass

from untocgraph.core.model import EntityKind, Span

_LATIN = [chr(code) for code in (*range(0x41, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00))]
UPPER = "".join(char for char in _LATIN if char.isupper())
"""Upper-case letters of Latin, Greek and Cyrillic script, for character classes."""
LOWER = "".join(char for char in _LATIN if char.islower())
"""Lower-case letters of the same scripts."""
WORD = rf"[{UPPER}][\w]*(?:['&.-]\w+)*"
"""A pattern of one capitalised word of a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One reading of one stretch: what it would name, who says so, and how often that producer is right.

    ``key`` says that two candidates name the same thing, where the producer knows it (a citation, an entry of the
    authority data); without it the words decide. ``label`` is the name in full where the text has a shorter one.
    ``inside`` allows it to stand inside a longer name.
    """

    start: int
    end: int
    kind: EntityKind
    type: str
    method: str
    precision: float
    key: str = ""
    label: str = ""
    acronym: str = ""
    reference: str = ""
    identity: tuple[tuple[str, str], ...] = ()
    inside: bool = False
    describes: bool = False
    """Whether it is a description ("the Chair"), not a name."""

    @property
    def span(self) -> Span:
        """The stretch of text."""
        return Span(self.start, self.end)


def body(start: int, end: int, type_: str, method: str, precision: float, *, inside: bool = False) -> Candidate:
    """Return a candidate for an organization."""
    return Candidate(
        start=start, end=end, kind="organization", type=type_, method=method, precision=precision, inside=inside
    )
