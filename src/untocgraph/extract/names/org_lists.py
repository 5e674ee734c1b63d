"""Organizations by the list that they stand in: units in brackets, who took the floor, who came along."""

from __future__ import annotations

import re
from collections.abc import Iterator

from untocgraph.core import resources
from untocgraph.extract import lexicon
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.names.candidates import UPPER, WORD, Candidate, body
from untocgraph.extract.names.gazetteer import entries_for, state_code
from untocgraph.extract.names.runs import is_function_word


def find_listed_bodies(reading: Reading) -> list[Candidate]:
    """Return the organizations that lists give away.

    >>> from untocgraph.extract.document.layout import read_layout
    >>> from untocgraph.core.model import Source
    >>> text = "The following NGOs came: Blue Tide, Orr Reef and the Quay Trust."
    >>> reading = read_layout(Source(id="s", text=text, sha256=""))
    >>> [text[c.start:c.end] for c in find_listed_bodies(reading)]
    ['Blue Tide', 'Orr Reef', 'Quay Trust']
    """
    text = reading.text
    return [*_sections(text), *_enumerated(text), *_among_partners(text)]


_UNITS = re.compile(
    r"(?:[Ss]ections|[Uu]nits|[Dd]ivisions|[Bb]ranches|[Dd]epartments|[Tt]eams|[Pp]rogrammes|[Dd]irectorates)\s\((?P<list>[A-Z][^().;]{3,300})\)"
)


def _sections(text: str) -> Iterator[Candidate]:
    """ "(Legal Advice, Border Data and Customs, and Training)" after "sections": one unit between each two commas."""
    for match in _UNITS.finditer(text):
        offset = match.start("list")
        parts = list(re.finditer(r"(?:(?<=^)|(?<=,\s)|(?<=;\s))(?:and\s)?(?P<unit>[A-Z][^,;]*)", match["list"]))
        if len(parts) < 2:
            parts = list(re.finditer(r"(?:(?<=^)|(?<=\sand\s))(?P<unit>[A-Z][\w ]*?)(?=\sand\s|$)", match["list"]))
        for part in parts:
            unit = part["unit"].rstrip()
            if unit[0].isupper() and all(word[0].isupper() or len(word) <= 3 for word in unit.split()):
                yield body(
                    offset + part.start("unit"),
                    offset + part.start("unit") + len(unit),
                    "OrganizationalUnit",
                    "organization.listed-unit",
                    0.985,
                )


_LIST = re.compile(
    r"\b(?P<class>organi[sz]ations?|NGOs|CSOs|stakeholders|institutions|entities|bodies|agencies|associations|universities|companies|enterprises|firms|businesses|cooperatives|charities|foundations|networks|institutes|groups)\b(?P<gap>[^.:;\n\"]{0,90}?)(?::\s|,\snamely,?\s)(?P<list>(?:[^.:\n\"]|\.(?=\w)){6,1500})"
)
_CLASS_TYPES = {
    "universities": "AcademicInstitution",
    "institutes": "AcademicInstitution",
    **dict.fromkeys(("companies", "enterprises", "firms", "businesses"), "PrivateSectorEntity"),
}
_ITEM = re.compile(rf"(?:(?:and|as well as)\s)?(?:the\s)?(?P<name>[{UPPER}][^,;]*?)\s*(?=[,;]|$)")


def _enumerated(text: str) -> Iterator[Candidate]:
    """Lists after "the following organizations took the floor:": what stands between the commas is an organization."""
    for match in _LIST.finditer(text):
        type_ = _CLASS_TYPES.get(match["class"], "NonGovernmentalOrganization")
        separator = ";" if ";" in match["list"] else ","
        at = match.start("list")
        for piece in re.split(rf"{separator}\s|,?\sand\s(?=[^,;]*$)", match["list"]):
            start = text.find(piece, at)
            at = start + len(piece)
            lead = re.match(r"(?:and\s|as well as\s)?(?:the\s)?", piece)
            name = piece[lead.end() :].rstrip() if lead else piece
            name = re.sub(r"\s\([^)]*\)$", "", name)
            if (told := _TOLD.match(name)) and told[1] not in _LINKS:  # "Group I studies lakes"
                continue
            words = name.split()
            capitals = sum(word[0].isupper() for word in words)
            foreign = capitals > 1 and re.search(r"\s(?:pour|des?|du|la|le|para|por|y|do|da)\s", name)
            if not words or not name[0].isupper() or len(words) > 16 or state_code(name):
                continue
            if capitals * 2 < len(words) and not foreign:
                continue
            begin = start + (lead.end() if lead else 0)
            yield body(begin, begin + len(name), type_, "organization.enumerated", 0.8)


_TOLD = re.compile(r"(?:[A-Z]\w*\s)+([a-z]+(?:s|ed))\s[a-z]")
_LINKS = frozenset({"des", "los", "las", "os", "as", "dos", "das", "sans", "versus"})
"""Small words in "s" of names, which are no verbs."""


_NAMES = rf"(?:the[ ])?{WORD}(?:[ ](?:of[ ]|for[ ]|against[ ])?{WORD}){{0,6}}"
_SERIES = rf"(?P<list>{_NAMES}(?:,[ ]{_NAMES})*(?:,?[ ]and[ ]{_NAMES})?)"


@resources.derived()
def _partners() -> tuple[re.Pattern[str], ...]:
    who = lexicon.pattern("name_cues", "word", group="of_an_organization")
    others = lexicon.pattern("name_cues", "word", group="other_organizations")
    return (
        re.compile(rf"(?<!\w){who}[ ](?:of|from)[ ]{_SERIES}"),
        re.compile(rf"(?<![\w,-])(?<!,[ ]){_SERIES},?[ ](?:and|or)[ ]other[ ](?:\w+[ ])?{others}"),
    )


def _among_partners(text: str) -> Iterator[Candidate]:
    """Unknown names in "representatives of A, B and the C" and "A, B and other partners" are organizations."""
    for pattern in _partners():
        for match in pattern.finditer(text):
            at = match.start("list")
            for piece in re.split(r",?[ ]and[ ]|,[ ]", match["list"]):
                start = text.find(piece, at)
                at = start + len(piece)
                name = piece.removeprefix("the ")
                words = name.split()
                kinds = ("state", "place", "organization", "instrument", "document")
                known = any(entries_for(name, kind) for kind in kinds) or state_code(words[-1])
                if not known and not is_function_word(words[0]) and not _CLASSES.intersection(words):
                    yield body(at - len(name), at, "Organization", "organization.series", 0.6)


_CLASSES = frozenset(
    (
        *("Member", "States", "State", "Governments", "Government", "Parties", "NGOs", "Ministers", "Ministries"),
        *("Civil", "Organizations", "Organisations", "Experts", "Groups", "Nations", "Missions", "Universities"),
    )
)
