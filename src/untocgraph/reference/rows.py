"""What a row of ``reference/*.csv`` becomes: one frozen dataclass a file, fields named like the columns."""

from __future__ import annotations

from dataclasses import dataclass

from untocgraph.core.model import EntityKind, PartialDate

TABLE_TYPES = {
    "InformalGroup": "IntergovernmentalOrganization",
    "IntergovernmentalBody": "IntergovernmentalOrganization",
    "NetworkOrCoalition": "NonGovernmentalOrganization",
    "PermanentMission": "GovernmentBody",
    "ProfessionalAssociation": "NonGovernmentalOrganization",
    "RegionalEconomicIntegrationOrganization": "IntergovernmentalOrganization",
}
"""Types of the ontology that are finer than the words of the table export, with the word that stands for them there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A thing with a name that texts use: what recognition and linking look up.

    ``sourced`` is False where nobody has confirmed the row: then ``source`` is empty, and the row serves only to
    recognise the name; nothing of it is published. ``unconfirmed`` names single fields (``label``, ``aliases``,
    ``acronym``) of a sourced row for which the same holds. ``contextual_aliases`` name the thing only inside a text
    that has introduced it ("the Convention"). ``same_as`` holds IRIs (``http…``) and identifiers (``iso3166-1:FRA``).
    """

    id: str
    kind: EntityKind
    type: str
    label: str
    acronym: str = ""
    aliases: tuple[str, ...] = ()
    contextual_aliases: tuple[str, ...] = ()
    iri: str
    country: str = ""
    """ISO 3166-1 alpha-3 of the State, or of the seat; empty where unknown."""
    parent: str = ""
    same_as: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    source: str = ""
    sourced: bool = True

    @property
    def table_type(self) -> str:
        """The type in the words of the table export.

        >>> Authority(id="a", kind="organization", type="NetworkOrCoalition", label="A", iri="x:a").table_type
        'NonGovernmentalOrganization'
        """
        return TABLE_TYPES.get(self.type, self.type)

    @property
    def names(self) -> tuple[str, ...]:
        """Label, acronym and aliases, in that order, each once; no contextual ones."""
        return tuple(dict.fromkeys(name for name in (self.label, self.acronym, *self.aliases) if name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A treaty, or a set of rules that a body adopted (``type`` RuleSet)."""

    id: str
    type: str
    title: str
    short_title: str
    acronyms: tuple[str, ...]
    aliases: tuple[str, ...]
    contextual_aliases: tuple[str, ...]
    adopted_date: PartialDate | None
    adopted_by: str
    opened_for_signature: PartialDate | None
    signature_closed: PartialDate | None
    in_force_date: PartialDate | None
    untc_chapter: str
    un_registration: str
    parent: str
    signatories: int | None
    parties: int | None
    parties_as_of: PartialDate | None
    note: str
    unconfirmed: tuple[str, ...]
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Number and heading of a treaty article; ``n_paragraphs`` is None where none is numbered."""

    id: str
    instrument: str
    number: int
    heading: str
    part: str
    part_heading: str
    n_paragraphs: int | None
    source: str
    confidence: str
    iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionRow:
    """A paragraph or subparagraph of an article, by number only."""

    id: str
    instrument: str
    article: int
    paragraph: int | None
    subparagraph: str
    item: str
    source: str
    confidence: str
    iri: str

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of its IRI: ``("art-32", "par-3", "sub-c")``."""
        parts = (("art", self.article), ("par", self.paragraph), ("sub", self.subparagraph), ("item", self.item))
        return tuple(f"{kind}-{number}" for kind, number in parts if number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuity:
    """A State that took the place of another, or another name: what treaty tables print under today's names."""

    id: str
    state: str
    predecessor: str
    kind: str
    date: PartialDate
    note: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far one table is whole: every row up to ``complete_until`` is there; None: it may lack rows of any day.

    ``scope`` is the instrument or body that the row speaks for; empty for the whole table.
    """

    id: str
    table: str
    scope: str
    complete_until: PartialDate | None
    note: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A member State of a regional organization, as of the day of its source."""

    id: str
    organization: str
    member: str
    start: PartialDate | None
    end: PartialDate | None
    as_of: PartialDate
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateLink:
    """What one thing rests on: a body on an article, a mechanism on a resolution. ``subject`` and ``object`` are IRIs.

    ``relation`` is a word of the table export: mandated_by, established_by, launched_by, adopted_by, annexed_to,
    part_of.
    """

    id: str
    subject: str
    relation: str
    object: str
    note: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session or meeting of a treaty body. ``ordinal`` is None where the source gives none."""

    id: str
    body: str
    ordinal: int | None
    start: PartialDate | None
    end: PartialDate | None
    place: str
    country: str
    mode: str
    report_symbol: str
    note: str
    source: str
    confidence: str
    iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """A constructive dialogue; ``status`` is held or announced, as the source has it."""

    id: str
    title: str
    date: PartialDate
    topics: tuple[str, ...]
    working_group: tuple[str, ...]
    following_session: tuple[str, ...]
    chairs: tuple[str, ...]
    mode: str
    place: str
    country: str
    status: str
    url: str
    note: str
    source: str
    confidence: str
    iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueCount:
    """One number of participants as one source states it; ``part_of`` is the count it is nested in."""

    id: str
    dialogue: str
    category: str
    value: int
    qualifier: str
    phase: str
    part_of: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """A resolution or decision of the Conference or the General Assembly; ``number`` is empty where not seen."""

    id: str
    type: str
    number: str
    title: str
    body: str
    session: str
    date: PartialDate | None
    symbol: str
    topics: tuple[str, ...]
    note: str
    source: str
    confidence: str
    iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """One fact about the review mechanism: a phase, cluster, group, questionnaire, step …; ``kind`` says which."""

    id: str
    kind: str
    label: str
    value: str
    start: PartialDate | None
    end: PartialDate | None
    instrument: tuple[str, ...]
    articles: tuple[int, ...]
    note: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role in which an agent takes part; ``contract`` is True for the words of the table export."""

    id: str
    label: str
    broader: str
    definition: str
    contract: bool
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A concept of the topic scheme; ``contract`` is True for the ids of the table export."""

    id: str
    pref_label: str
    alt_labels: tuple[str, ...]
    broader: str
    definition: str
    exact_match: tuple[str, ...]
    close_match: tuple[str, ...]
    sherloc_keyword: str
    untoc_articles: tuple[str, ...]
    contract: bool
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyStatus:
    """What a source says of one State or organization and one treaty, as of ``as_of``.

    ``party`` is the id of an authority. A row that is missing says nothing.
    """

    id: str
    instrument: str
    party: str
    name_untc: str
    signature_date: PartialDate | None
    consent_date: PartialDate | None
    consent_kind: str
    status: str
    as_of: PartialDate
    note: str
    source: str
    confidence: str
