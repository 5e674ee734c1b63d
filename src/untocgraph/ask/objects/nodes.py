"""What connects entities, as objects: parts taken, affiliations, counts, statements and their unnamed speakers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from untocgraph.ask.objects.base import Source, Thing, back, cell, many, one, places, word, words
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

    participant = one(UNTOC.participant, "Who took part.")
    in_event = one(UNTOC.inEvent, "In what.")
    role = word(UNTOC.role, "``panellist``, ``chair``, ``speaker`` …")


@dataclass(frozen=True, repr=False)
class Affiliation(Thing):
    """That somebody belongs to an organization or represents a State."""

    columns: ClassVar[tuple[str, ...]] = ("iri", "affiliate", "affiliated_to", "post_title")

    @property
    def label(self) -> str:
        """Who, as what, where."""
        ends = (one.label for one in (self.affiliate, self.affiliated_to) if one is not None)
        return f", {self.post_title or 'affiliated with'}, ".join(ends)

    affiliate = one(UNTOC.affiliate, "Who belongs.")
    affiliated_to = one(UNTOC.affiliatedTo, "To what.")
    post_title = words(UNTOC.postTitle, "The post, or the empty string.")


@dataclass(frozen=True, repr=False)
class ParticipantCount(Thing):
    """How many of a kind took part in an event, as one source or curated row says."""

    columns: ClassVar[tuple[str, ...]] = ("iri", "count_of", "count_value", "count_category", "count_qualifier")

    count_of = one(UNTOC.countOf, "The event.")

    @property
    def count_value(self) -> int:
        """The number."""
        return int(first(self._record, UNTOC.countValue))

    count_category = word(UNTOC.countCategory, "Of whom: ``ngo``, ``state_party`` …")
    count_qualifier = word(UNTOC.countQualifier, "``exact``, ``approximate``, ``at_least`` or the empty string.")


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

    statement_text = words(UNTOC.statementText, "Its words, verbatim.")
    statement_mode = word(UNTOC.statementMode, "``direct`` or ``reported``.")
    statement_kind = word(UNTOC.statementKind, "``statement``, ``recommendation``, ``observation`` or ``commitment``.")
    modality = word(UNTOC.modality, "``must``, ``should``, ``could`` or the empty string.")

    @property
    def negated(self) -> bool:
        """Whether the wording holds a negation."""
        return first(self._record, UNTOC.negated) == "true"

    verb = words(UNTOC.verb, "The verb of speaking, or the empty string.")
    speaker = one(
        UNTOC.speaker,
        "Who speaks: a person, an organization, a State, an unnamed group; None where nobody is said to.",
    )
    speaker_phrase = words(UNTOC.speakerPhrase, "How the source calls the speaker.")
    on_behalf_of = one(UNTOC.onBehalfOf, "The organization or State for which it is said, or None.")
    at_event = one(UNTOC.atEvent, "Where it is said, or None.")
    about = many(UNTOC.about, "Its topics.")
    cites = many(UNTOC.cites, "The legal texts it cites.")

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

    phrase = words(UNTOC.phrase, "How the source calls them.")
    quantifier = word(UNTOC.quantifier, "How many it says they are: ``one``, ``several`` …, or the empty string.")
    statements = back(UNTOC.speaker, "What they said.")
