"""What a row of ``reference/*.csv`` becomes: one frozen dataclass a file, fields named like the columns.

The type of a field says how its cell is read. ``source`` and ``confidence`` stand last in nearly every file; ``iri`` is
minted and no column.
"""

from __future__ import annotations

import typing
from dataclasses import dataclass
from typing import Literal, TypeAlias

from untocgraph.core.model import PartialDate
from untocgraph.reference._read import Ident, Required

BodyType: TypeAlias = Literal[
    "IntergovernmentalOrganization", "TreatyBody", "WorkingGroup", "OrganizationalUnit", "NonGovernmentalOrganization",
    "NetworkOrCoalition", "AcademicInstitution", "PrivateSectorEntity", "GovernmentBody", "PermanentMission",
    "InformalGroup", "IntergovernmentalBody", "ProfessionalAssociation",
]  # fmt: skip
Mode: TypeAlias = Literal["", "in_person", "online", "hybrid"]
CountCategory: TypeAlias = Literal[
    "ngo", "other_stakeholder", "non_governmental_stakeholder", "academia", "private_sector", "state_party", "country",
    "participant", "representative",
]  # fmt: skip
MandateRelation: TypeAlias = Literal[
    "mandated_by", "established_by", "launched_by", "adopted_by", "annexed_to", "part_of", "session_of"
]
MANDATE_RELATIONS: tuple[str, ...] = typing.get_args(MandateRelation)
ReviewKind: TypeAlias = Literal[
    "mechanism", "phase", "track", "clusters", "cluster", "cluster_articles", "group", "questionnaire", "document",
    "output", "tool", "step", "provision", "status",
]  # fmt: skip
ConsentKind: TypeAlias = Literal[
    "", "ratification", "acceptance", "approval", "accession", "succession", "formal confirmation"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """A row that was ``seen`` in a source; or it is ``known``, has none, and serves to recognise names only."""

    source: str
    confidence: Literal["seen", "known"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Sourced):
    """A treaty, or a set of rules that a body adopted (``type`` RuleSet)."""

    id: Ident
    type: Literal["Convention", "Protocol", "RuleSet"]
    title: Required
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Sourced):
    """Number and heading of a treaty article; ``n_paragraphs`` is None where none is numbered."""

    id: Ident
    instrument: Ident
    number: int
    heading: Required
    part: str
    part_heading: str
    n_paragraphs: int | None
    iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionRow(Sourced):
    """A paragraph or subparagraph of an article, by number only."""

    id: Ident
    instrument: Ident
    article: int
    paragraph: int | None
    subparagraph: str
    item: str
    iri: str

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of its IRI: ``("art-32", "par-3", "sub-c")``."""
        parts = (("art", self.article), ("par", self.paragraph), ("sub", self.subparagraph), ("item", self.item))
        return tuple(f"{kind}-{number}" for kind, number in parts if number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuity(Sourced):
    """A State that took the place of another, or another name: what treaty tables print under today's names."""

    id: Ident
    state: Ident
    predecessor: Required
    kind: Literal["continuation", "succession", "renaming"]
    date: PartialDate
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage(Sourced):
    """How far one table is whole: every row up to ``complete_until`` is there; None: it may lack rows of any day.

    ``scope`` is the instrument or body that the row speaks for; empty for the whole table.
    """

    id: Ident
    table: Required
    scope: str
    complete_until: PartialDate | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Sourced):
    """A member State of a regional organization, as of the day of its source."""

    id: Ident
    organization: Ident
    member: Ident
    start: PartialDate | None
    end: PartialDate | None
    as_of: PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateLink(Sourced):
    """What one thing rests on: a body on an article, a mechanism on a resolution. ``subject`` and ``object`` are IRIs.

    ``relation`` is a word of the table export: mandated_by, established_by, launched_by, adopted_by, annexed_to,
    part_of.
    """

    id: Ident
    subject: Required
    relation: MandateRelation
    object: Required
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(Sourced):
    """A session or meeting of a treaty body. ``ordinal`` is None where the source gives none."""

    id: Ident
    body: Ident
    ordinal: int | None
    start: PartialDate | None
    end: PartialDate | None
    place: str
    country: str
    mode: Mode
    report_symbol: str
    note: str
    iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue(Sourced):
    """A constructive dialogue; ``status`` is held or announced, as the source has it."""

    id: Ident
    title: Required
    date: PartialDate
    topics: tuple[str, ...]
    working_group: tuple[str, ...]
    following_session: tuple[str, ...]
    chairs: tuple[str, ...]
    mode: Mode
    place: str
    country: str
    status: Literal["held", "announced"]
    url: str
    note: str
    iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueCount(Sourced):
    """One number of participants as one source states it; ``part_of`` is the count it is nested in."""

    id: Ident
    dialogue: Ident
    category: CountCategory
    value: int
    qualifier: Literal["exact", "approximate", "at_least"]
    phase: Literal["", "registered", "attended"]
    part_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution(Sourced):
    """A resolution or decision of the Conference or the General Assembly; ``number`` is empty where not seen."""

    id: Ident
    type: Literal["Resolution", "Decision"]
    number: str
    title: str
    body: Ident
    session: str
    date: PartialDate | None
    symbol: str
    topics: tuple[str, ...]
    note: str
    iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem(Sourced):
    """One fact about the review mechanism: a phase, cluster, group, questionnaire, step …; ``kind`` says which."""

    id: Ident
    kind: ReviewKind
    label: Required
    value: str
    start: PartialDate | None
    end: PartialDate | None
    instrument: tuple[str, ...]
    articles: tuple[int, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role in which an agent takes part; ``contract`` is True for the words of the table export."""

    id: Ident
    label: Required
    broader: str
    definition: Required
    contract: bool
    confidence: Literal["own"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A concept of the topic scheme; ``contract`` is True for the ids of the table export."""

    id: Ident
    pref_label: Required
    alt_labels: tuple[str, ...]
    broader: str
    definition: Required
    exact_match: tuple[str, ...]
    close_match: tuple[str, ...]
    sherloc_keyword: str
    untoc_articles: tuple[str, ...]
    contract: bool
    source: str
    confidence: Literal["own"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyStatus(Sourced):
    """What a source says of one State or organization and one treaty, as of ``as_of``.

    ``party`` is the id of an authority. A row that is missing says nothing.
    """

    id: Ident
    instrument: Ident
    party: Ident
    name_untc: Required
    signature_date: PartialDate | None
    consent_date: PartialDate | None
    consent_kind: ConsentKind
    status: Literal["party", "signatory"]
    as_of: PartialDate
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryRow(Sourced):
    """A State, a territory, or a regional economic integration organization; ``iso3`` is empty for the last."""

    id: Ident
    iso3: str
    iso2: str
    m49: str
    name: Required
    formal_name: str
    iso_name: str
    untc_name: str
    kind: Literal["state", "territory", "reio"]
    region: str
    subregion: str
    aliases: tuple[str, ...]
    wikidata_qid: str
    unconfirmed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRow(Sourced):
    """A body of the United Nations or of a treaty."""

    id: Ident
    type: BodyType
    name: Required
    acronym: str
    aliases: tuple[str, ...]
    contextual_aliases: tuple[str, ...]
    symbol_series: str
    parent: str
    established_by: str
    valid_from: PartialDate | None
    valid_to: PartialDate | None
    note: str
    unconfirmed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationRow(Sourced):
    """An organization that texts name."""

    id: Ident
    type: BodyType
    name: Required
    acronym: str
    aliases: tuple[str, ...]
    contextual_aliases: tuple[str, ...]
    country: str
    parent: str
    homepage: str
    wikidata_qid: str
    note: str
    unconfirmed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow(Sourced):
    """A project or pilot initiative."""

    id: Ident
    type: Literal["Project", "PilotInitiative"]
    name: Required
    acronym: str
    aliases: tuple[str, ...]
    contextual_aliases: tuple[str, ...]
    parent: str
    implementer: str
    start: PartialDate | None
    note: str
