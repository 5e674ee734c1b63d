"""What pronouns and short descriptions stand for within a paragraph."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar

__all__ = ["Discourse"]


class _Named(Protocol):
    """What a remembered speaker must tell about itself."""

    @property
    def sort(self) -> str: ...

    @property
    def plural(self) -> bool: ...


S = TypeVar("S", bound=_Named)


class Discourse(Generic[S]):
    """The speakers that a paragraph has named so far.

    Only an individual is "he" or "she"; "they" is the last group; "it" the last organization. A new
    paragraph forgets them all, but for ``carried``: the last individual of the paragraph before, to whom
    a pronoun goes only where the new paragraph names nobody.
    """

    def __init__(self) -> None:
        self.individual: S | None = None
        self.collective: S | None = None
        self.organization: S | None = None
        self.carried: S | None = None

    def new_paragraph(self, *, numbered: bool) -> None:
        """Forget what the last paragraph named; a numbered paragraph does not even carry its person over."""
        self.carried = None if numbered else (self.individual or self.carried)
        self.individual = self.collective = self.organization = None

    def new_section(self) -> None:
        """Forget everything: a heading stands between."""
        self.new_paragraph(numbered=True)

    def heard(self, speaker: S) -> None:
        """Remember ``speaker`` as the last of its sort."""
        if speaker.sort in ("organization", "state"):
            self.organization = speaker
        elif speaker.sort in ("event", "words", "first", "quantity"):
            if speaker.plural or speaker.sort == "quantity":
                self.collective = speaker
        elif speaker.plural:
            self.collective = speaker
        else:
            self.individual = speaker
