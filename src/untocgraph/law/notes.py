"""What stands below a status table: reservations, declarations, objections, denunciations, territorial notes.

The page of a treaty gives them in sections ("Declarations and Reservations", "Objections", "Notifications",
"Territorial Application", "End Note"), each under the name of a party. A note of a kind that the law knows becomes a
treaty action; any other is left where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from untocgraph.core import iri
from untocgraph.core.errors import InputError
from untocgraph.core.model import PartialDate
from untocgraph.law.actions import CONSENT, ActionKind, TreatyAction, party_of
from untocgraph.law.citations import find_citations
from untocgraph.law.untc_rows import lines_of

_SECTION = re.compile(
    r"(?:(?P<declarations>(?:declarations|reservations)\b.{0,60})|(?P<objections>objections?)|"
    r"(?P<territory>territorial application)|(?P<other>notifications?\b.{0,120})|(?P<end>end ?notes?|notes?))\s*:?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:\d{1,3}|\(\d{1,3}\))[.\s]\s*(?=\S)")
_LABELLED = re.compile(
    r"(?:interpretative |interpretive )?"
    r"(?P<kind>reservations?|declarations?|objections?|statement|withdrawal|upon .{4,40})"
    r"(?: made upon .{4,40})?\s*:?",
    re.IGNORECASE,
)
_WITHDRAWN = re.compile(
    r"\b(?:withdr[ae]wn?|withdraws|withdrawal of)\b.{0,80}\b(?:reservation|declaration|objection)", re.IGNORECASE
)
_LEFT = re.compile(
    r"\b(?:denunciation|denounce[sd]?|(?:withdraws?|withdrew|withdrawal) from the (?:convention|protocol|treaty))\b",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(
    r"territorial exclusion|\b(?:shall|does|will|would) not (?:apply|extend) to\b|"
    r"\bexclu(?:ding|sion of) the (?:territor|island)",
    re.IGNORECASE,
)
_EXTENDED = re.compile(
    r"\b(?:extend(?:s|ed)?|extension|apply|application)\b.{0,60}\bto (?:the (?:territor|island)|the following)",
    re.IGNORECASE,
)
_NOT_BOUND = re.compile(
    r"\b(?:not|nor)\b.{0,40}\b(?:consider|regard)\b.{0,30}\bbound\b|\breserv(?:es|ation)\b", re.IGNORECASE
)
_DECLARES = re.compile(r"\bdeclar(?:es|ed|ation)\b", re.IGNORECASE)
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DATED = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}})")
_GOVERNMENT = re.compile(
    r"\b(?:Government of|behalf of|For)\s+(?:the\s+)?((?:[A-Z][\w'’-]+(?:\s+(?:and|of|the)\s+|\s+)?)+)"
)
DISPUTES = {"untoc": 35, "tip_protocol": 15, "som_protocol": 20, "firearms_protocol": 16}
"""The article on the settlement of disputes, from whose paragraph 2 a party may exclude itself."""


@dataclass(slots=True)
class _Note:
    section: str
    party: str
    name: str
    label: str
    lines: list[str]


def notes(
    text: str, *, instrument: str, as_of: PartialDate, file: str, consents: Sequence[TreatyAction]
) -> tuple[TreatyAction, ...]:
    """Return the actions that the notes of a page hold.

    One made with signature or consent carries the day of the consent; one that gives its own day (an objection, a
    withdrawal, a denunciation, an end note) carries that.
    """
    bound = {one.party: one.date for one in consents if one.kind in CONSENT}
    found = []
    for note in _notes(lines_of(text)):
        words = " ".join(note.lines)
        kind = _kind(note, words)
        if kind is None:
            continue
        own = _date(words) if kind not in {"Reservation", "Declaration"} or note.section == "end" else None
        found.append(
            TreatyAction(
                instrument=instrument,
                party=note.party,
                kind=kind,
                date=own or bound.get(note.party),
                as_of=as_of,
                name=note.name,
                source=f"UN Treaty Collection, {file}",
                provision=_provision(words, instrument),
                text=words,
            )
        )
    return tuple(found)


def has_notes(text: str) -> bool:
    """Return whether a page has the section of reservations and declarations at all."""
    return any(
        (match := _SECTION.fullmatch(" ".join(line.split()))) and match["declarations"] for line in lines_of(text)
    )


def _notes(lines: Sequence[str]) -> Iterator[_Note]:
    section, note = "", None
    for raw in lines:
        line = " ".join(raw.split())
        if not line:
            continue
        if heading := _SECTION.fullmatch(line):
            section = next(name for name, found in heading.groupdict().items() if found)
            if note:
                yield note
            note = None
        elif not section:
            continue
        elif (opened := _opened(line, section, note)) is not None:
            if note and note.lines:
                yield note
            note = opened
        elif note:
            note.lines.append(line)
    if note and note.lines:
        yield note


def _opened(line: str, section: str, note: _Note | None) -> _Note | None:
    """The note that a line begins: the name of a party, a label ("Reservation:"), or a numbered end note."""
    if (name := _party(line)) is not None:
        return _Note(section, *name, "", [])
    if section == "end" and _NUMBERED.match(line):
        words = _NUMBERED.sub("", line, count=1)
        named = _named_in(words)
        return _Note(section, *named, "", [words]) if named else _Note(section, "", "", "", [])
    if note and note.party and (label := _LABELLED.fullmatch(line)):
        return _Note(section, note.party, note.name, label["kind"].casefold(), [])
    return None


def _party(name: str) -> tuple[str, str] | None:
    bare = re.sub(r"[\s,]*\d+$", "", name)
    if len(bare) > 60:
        return None
    try:
        return party_of(bare).id, bare
    except InputError:
        return None


def _named_in(words: str) -> tuple[str, str] | None:
    """The party that an end note is on: "… the Government of NAME informed …"."""
    match = _GOVERNMENT.search(words)
    parts = match[1].split() if match else []
    return next((found for n in range(len(parts), 0, -1) if (found := _party(" ".join(parts[:n])))), None)


def _kind(note: _Note, words: str) -> ActionKind | None:
    if not note.party:
        return None
    if _WITHDRAWN.search(words):
        return "Withdrawal"
    if _LEFT.search(words):
        return "Denunciation"
    if note.section == "objections":
        return "Objection"
    if _EXCLUDED.search(words):
        return "TerritorialExclusion"
    if note.section == "territory" or _EXTENDED.search(words):
        return "TerritorialExtension"
    if note.section == "end":
        return None
    if note.label.startswith("reservation") or _NOT_BOUND.search(words):
        return "Reservation"
    return "Declaration" if note.section == "declarations" or _DECLARES.search(words) else None


def _date(words: str) -> PartialDate | None:
    match = _DATED.search(words)
    if match is None:
        return None
    return PartialDate(int(match[3]), _MONTHS.index(match[2]) + 1, int(match[1]))


def _provision(words: str, instrument: str) -> str:
    """The IRI of the first provision that the note cites; the one on disputes goes before the others."""
    cited = [steps for one in find_citations(words) for steps in one.steps if steps and steps[0].startswith("art-")]
    disputes = (f"art-{DISPUTES[instrument]}", "par-2")
    if disputes in cited:
        cited = [disputes]
    return iri.provision(instrument, *cited[0]) if cited else ""
