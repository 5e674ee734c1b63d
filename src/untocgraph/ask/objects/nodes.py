"""What connects entities, as objects: parts taken, affiliations, counts, statements and their unnamed speakers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from untocgraph.ask.objects.base import Source, Thing, cell, places
from untocgraph.ask.objects.collection import Collection
from untocgraph.ask.reader import first
from untocgraph.core import markup
from untocgraph.core.namespace import UNTOC


@dataclass(frozen=True, repr=False)
class Participation(Thing):
    """The part of an agent in an event."""

    columns: ClassVar[tuple[str, ...]] = ("iri", "participant", "role", "in_event")

    @property
    def label(self) -> str:
        """Who, as what, in what."""
        ends = (one.label for one in (self.participant, self.in_event) if one is not None)
        return f", {self.role or 'participant'}, ".join(ends)

    @property
    def participant(self) -> Any:
        """Who took part."""
        return self._one(UNTOC.participant)

    @property
    def in_event(self) -> Any:
        """In what."""
        return self._one(UNTOC.inEvent)

    @property
    def role(self) -> str:
        """``panellist``, ``chair``, ``speaker`` …"""
        return self._word(UNTOC.role)


@dataclass(frozen=True, repr=False)
class Affiliation(Thing):
    """That somebody belongs to an organization or represents a State."""

    columns: ClassVar[tuple[str, ...]] = ("iri", "affiliate", "affiliated_to", "post_title")

    @property
    def label(self) -> str:
        """Who, as what, where."""
        ends = (one.label for one in (self.affiliate, self.affiliated_to) if one is not None)
        return f", {self.post_title or 'affiliated with'}, ".join(ends)

    @property
    def affiliate(self) -> Any:
        """Who belongs."""
        return self._one(UNTOC.affiliate)

    @property
    def affiliated_to(self) -> Any:
        """To what."""
        return self._one(UNTOC.affiliatedTo)

    @property
    def post_title(self) -> str:
        """The post, or the empty string."""
        return first(self._record, UNTOC.postTitle)


@dataclass(frozen=True, repr=False)
class ParticipantCount(Thing):
    """How many of a kind took part in an event, as one source or curated row says."""

    columns: ClassVar[tuple[str, ...]] = ("iri", "count_of", "count_value", "count_category", "count_qualifier")

    @property
    def count_of(self) -> Any:
        """The event."""
        return self._one(UNTOC.countOf)

    @property
    def count_value(self) -> int:
        """The number."""
        return int(first(self._record, UNTOC.countValue))

    @property
    def count_category(self) -> str:
        """Of whom: ``ngo``, ``state_party`` …"""
        return self._word(UNTOC.countCategory)

    @property
    def count_qualifier(self) -> str:
        """``exact``, ``approximate``, ``at_least`` or the empty string."""
        return self._word(UNTOC.countQualifier)


@dataclass(frozen=True, repr=False)
class Statement(Thing):
    """One speech act as a source gives it."""

    columns: ClassVar[tuple[str, ...]] = (
        "iri", "speaker", "on_behalf_of", "at_event", "statement_mode", "statement_kind", "modality", "about",
        "statement_text",
    )  # fmt: skip

    @property
    def label(self) -> str:
        """Its words."""
        return " ".join(self.statement_text.split())

    @property
    def _told(self) -> str:
        who = self.speaker.label if self.speaker is not None else self.speaker_phrase
        return f"{', '.join(filter(None, [who, self.date]))}: {self.label}"

    @property
    def shown(self) -> tuple[str, ...]:
        """Who, what, when, where."""
        who = self.on_behalf_of if self.speaker is None else self.speaker
        first_ = cell(who) if who is not None else markup.link("", self.speaker_phrase)
        return first_, markup.link(self.iri, self.label), markup.link("", self.date), cell(self.at_event or "")

    def _proofs_shown(self, most: int = 3) -> str:
        """Return where it stands; the words are those of the statement."""
        return places(self.evidence[:most], words=False)

    @property
    def statement_text(self) -> str:
        """Its words, verbatim."""
        return first(self._record, UNTOC.statementText)

    @property
    def statement_mode(self) -> str:
        """``direct`` or ``reported``."""
        return self._word(UNTOC.statementMode)

    @property
    def statement_kind(self) -> str:
        """``statement``, ``recommendation``, ``observation`` or ``commitment``."""
        return self._word(UNTOC.statementKind)

    @property
    def modality(self) -> str:
        """``must``, ``should``, ``could`` or the empty string."""
        return self._word(UNTOC.modality)

    @property
    def negated(self) -> bool:
        """Whether the wording holds a negation."""
        return first(self._record, UNTOC.negated) == "true"

    @property
    def verb(self) -> str:
        """The verb of speaking, or the empty string."""
        return first(self._record, UNTOC.verb)

    @property
    def speaker(self) -> Any:
        """Who speaks: a person, an organization, a State, or an unnamed group; None where nobody is said to."""
        return self._one(UNTOC.speaker)

    @property
    def speaker_phrase(self) -> str:
        """How the source calls the speaker."""
        return first(self._record, UNTOC.speakerPhrase)

    @property
    def on_behalf_of(self) -> Any:
        """The organization or State for which it is said, or None."""
        return self._one(UNTOC.onBehalfOf)

    @property
    def at_event(self) -> Any:
        """Where it is said, or None."""
        return self._one(UNTOC.atEvent)

    @property
    def about(self) -> Collection[Thing]:
        """Its topics."""
        return self._many(UNTOC.about)

    @property
    def cites(self) -> Collection[Any]:
        """The legal texts it cites."""
        return self._many(UNTOC.cites)

    @property
    def addressee(self) -> tuple[str, ...]:
        """Whom it is addressed to, in the words of the source."""
        return tuple(self._record.get(UNTOC.addressee, ()))

    @property
    def stated_in(self) -> Source:
        """The source that gives it."""
        return Source(first(self._record, UNTOC.statedIn), self._reader)

    @property
    def date(self) -> str:
        """The first day of the event, else that on which the source was published, or the empty string."""
        event = first(self._record, UNTOC.atEvent)
        return (event and self._reader.value(event, UNTOC.startDate)) or self.stated_in.issued


@dataclass(frozen=True, repr=False)
class AgentGroup(Thing):
    """Speakers whom a source does not name: one panellist, several speakers."""

    columns: ClassVar[tuple[str, ...]] = ("iri", "phrase", "quantifier")

    @property
    def phrase(self) -> str:
        """How the source calls them."""
        return first(self._record, UNTOC.phrase)

    @property
    def quantifier(self) -> str:
        """How many it says they are: ``one``, ``several`` …, or the empty string."""
        return self._word(UNTOC.quantifier)

    @property
    def statements(self) -> Collection[Statement]:
        """What they said."""
        return self._back(UNTOC.speaker)
