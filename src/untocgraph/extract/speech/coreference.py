"""What pronouns and short descriptions stand for within a paragraph."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar


class _Named(Protocol):
    """What a remembered speaker must tell about itself."""

    @property
    def key(self) -> str: ...

    @property
    def sort(self) -> str: ...

    @property
    def plural(self) -> bool: ...

    @property
    def gender(self) -> str: ...


S = TypeVar("S", bound=_Named)


class Discourse(Generic[S]):
    """The speakers that a paragraph has named so far.

    Only an individual is "he" or "she", and never one to whom the text gave the other word; "they" is the
    last group; "it" the last organization. A new paragraph forgets them all, but for the last individual of
    the paragraph before, to whom a pronoun goes only where the new paragraph names nobody.
    """

    def __init__(self) -> None:
        self.collective: S | None = None
        self.organization: S | None = None
        self.last: S | None = None
        """Who was heard last in this paragraph, before all those who only were told about."""
        self.teller: S | None = None
        """Who spoke last in this paragraph."""
        self._individuals: list[S] = []
        self._carried: list[S] = []

    @property
    def individual(self) -> S | None:
        """The last individual of this paragraph."""
        return self._individuals[-1] if self._individuals else None

    @property
    def last_person(self) -> S | None:
        """The last individual of this paragraph, else of the one before."""
        known = self._individuals or self._carried
        return known[-1] if known else None

    def new_paragraph(self, *, numbered: bool) -> None:
        """Forget what the last paragraph named; a numbered paragraph does not even carry its person over."""
        self._carried = [] if numbered else (self._individuals or self._carried)[-1:]
        self._individuals = []
        self.collective = self.organization = self.last = self.teller = None

    def new_section(self) -> None:
        """Forget everything: a heading stands between."""
        self.new_paragraph(numbered=True)

    def heard(self, speaker: S, *, told: bool = True) -> None:
        """Remember ``speaker`` as the last of its sort; one only told about does not displace a body that spoke."""
        if told or self.teller is None or self.teller.sort == "organization":
            self.last = speaker
        if speaker.sort in ("organization", "state", "body") and not speaker.plural:
            if told or self.organization is None or self.organization is not self.teller:
                self.organization = speaker
        elif speaker.sort in ("event", "words", "first", "quantity"):
            if speaker.plural or speaker.sort == "quantity":
                self.collective = speaker
        elif speaker.plural:
            self.collective = speaker
        else:
            self._individuals.append(speaker)
        self.teller = speaker if told else self.teller

    def mentioned(self, speaker: S) -> None:
        """Remember a person who was only mentioned: a pronoun goes to him when no one better is there."""
        if all(known.key != speaker.key for known in self._individuals):
            self._individuals.insert(0, speaker)

    def who(self, gender: str) -> S | None:
        """Return the last individual to whom the text did not give the other gender word."""
        for known in (self._individuals, self._carried):
            for speaker in reversed(known):
                if speaker.gender in ("", gender):
                    return speaker
        return None
