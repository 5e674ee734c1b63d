"""Organizations, treaties and titled documents by the grammar of their names, and what type the words give."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from untocgraph.core import resources
from untocgraph.core.fold import folded
from untocgraph.core.model import EntityKind, Parse
from untocgraph.extract import lexicon
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.names.candidates import Candidate
from untocgraph.extract.names.gazetteer import demonyms, entries_for
from untocgraph.extract.names.phrases import Phrase, find_phrases

_STRENGTH = {"whole": 0.92, "strong": 0.88, "weak": 0.45}
_PUBLIC_HEADS = lexicon.word_set("name_cues.word:group=public_head")
_BODY_HEADS = lexicon.word_set("name_cues.word:group=body_head")
_MENU_WORDS = lexicon.word_set("name_cues.word:group=menu_word")
_WHOLE = lexicon.regex(
    r"(?<!High Commissioner)\s(?:of|at|in)\s(?:the\s)?(?=(?:[A-Z][\w.'-]*\s){0,4}<<name_cues.word:group=whole_body>>\b)"
)
"""Before "of the University of X", "of the U.S. Department …": where a part's own name ends."""
_VENUES = lexicon.regex(r"\b<<venues.word>>$|\b(?:Palais|Hotel|Hôtel)\b")
_POST_NEXT = lexicon.regex(r"\s(?i:<<posts.post>>)(?![\w-])")
"""Behind "Reef Party's Police": a field of work whose spokesman follows, no body."""


_PERIOD = re.compile(r"\s(?:for\s(?:the\s)?(?:[Pp]eriod\s)?)?(?:19|20)\d\d\s?[-–/]\s?(?:\d{2}){1,2}(?!\d)")
"""The years that a plan is made for: "Harbour Strategy 2020–2025"."""


_OFFICE_OF_ONE = re.compile(r"Office of [A-Z][A-Z'-]+, (?:SEN )?[A-Z]{2,}\b")
"""How a library writes whose office issued a text: "Office of RUIZ, ANA"."""
_DESK = re.compile(r"\s*:|\s+(?:announcements?|releases?|contacts?|enquir(?:y|ies)|inquir(?:y|ies))\b")
"""Behind a line for journalists: "Harbour Media: 55 12"."""
_YEAR_BEFORE = re.compile(r"(?:[Tt]he|[Ii]ts)\s(?P<year>(?:(?:19|20)\d\d|Draft)\s{1,2})$")
"""The year that a document is called by, or that it is a draft: "the 2006 Reef Guidelines"."""


@resources.derived()
def _cue(group: str) -> re.Pattern[str]:
    return re.compile(rf"\b{lexicon.pattern('name_cues', 'word', group=group)}\b")


_CIVIL_SOCIETY = re.compile(
    r"(?i:civil society)(?:\s+(?i:organi[sz]ations?|statement|groups?|representatives?))?(?!\s+[A-Z][a-z])"
)
_GENERIC = re.compile(
    r"(?:(?:[IVX]+|Annex|Local|Civil|Member|States?|Non-Governmental|Nongovernmental|Regional|National|International|Local|Criminal|Organized|Private|Public|Government(?:al)?|Relevant|Academic|Professional)\s)*"
    r"(?:Society|Societies|Organi[sz]ations?|Groups?|Networks?|Agency|Agencies|Authorities|Institutions?|Parties|Party|Experts?|Associations?|Communities|Governments?)"
)


def find_titled(reading: Reading, parse: Parse) -> list[Candidate]:
    """Return candidates for organizations, instruments and titled documents that their head nouns show."""
    text = reading.text
    supported = _model_organizations(parse)
    phrases = find_phrases(text)
    longest = {phrase.start: phrase.end for phrase in sorted(phrases, key=lambda phrase: phrase.end)}
    found: list[Candidate] = []
    for phrase in phrases:
        start, end = _bounds(text, phrase)
        if start is None or _is_none(reading, phrase, start, end):
            continue
        whole = _titled(text, phrase, start, end, supported)
        if _inner(text, start) and phrase.end == longest[phrase.start]:
            whole = replace(whole, inside=True)
        found.extend(_each_of_several(text, phrase, whole) or _with_shorter(text, whole))
    return found


def _is_none(reading: Reading, phrase: Phrase, start: int, end: int) -> bool:
    """Whether the phrase names nothing: a class of bodies, an entry of a menu, a venue, the text's own title."""
    text, kind = reading.text, phrase.head.kind
    return bool(
        _CIVIL_SOCIETY.match(text, start)
        or _GENERIC.fullmatch(text[start:end])
        or (kind == "organization" and _is_menu(text[start:end].split()))
        or _VENUES.search(text, start, end)
        or ("'s " in text[start:end] and _POST_NEXT.match(text, end))
        or (kind == "document" and _is_own_title(reading, start))
        or _OFFICE_OF_ONE.match(text, start)
        or (text.endswith("Media", start, end) and _DESK.match(text, end))
    )


def _titled(text: str, phrase: Phrase, start: int, end: int, supported: set[tuple[int, int]]) -> Candidate:
    """The candidate that a phrase is: its type by its words, and how sure its head makes it."""
    head = phrase.head
    if head.kind == "document" and (years := _PERIOD.match(text, end)):
        end = years.end()
    precision, type_ = _STRENGTH[head.strength], head.type
    if head.strength == "weak" and ((start, end) in supported or re.match(r"\s?\([A-Z]{2}", text[end : end + 4])):
        precision = 0.7
    if head.kind == "organization":
        type_ = organization_type(text[start:end], head.words, type_)
    return Candidate(
        start=start, end=end, kind=cast(EntityKind, head.kind), type=type_, method=f"name.{head.kind}-grammar",
        precision=precision,
    )  # fmt: skip


_PARTED = frozenset({"OrganizationalUnit", "AcademicInstitution", "GovernmentBody"})


def _with_shorter(text: str, whole: Candidate) -> list[Candidate]:
    """The candidate and how else it is called: a document without its year, a unit without its whole."""
    if whole.kind == "document" and (year := _YEAR_BEFORE.search(text, max(0, whole.start - 11), whole.start)):
        whole = replace(whole, key=f"document:{folded(text[whole.start : whole.end])}")
        return [replace(whole, inside=True), replace(whole, start=year.start("year"))]
    short = _WHOLE.search(text, whole.start, whole.end) if whole.type in _PARTED else None
    if short is None or len(text[whole.start : short.start()].split()) < 2:
        return [whole]
    whole = replace(whole, key=f"part:{folded(text[whole.start : short.start()])}")
    return [whole, replace(whole, end=short.start(), inside=True)]


def _is_menu(words: list[str]) -> bool:
    """Whether the words are an entry of a web page's menu: "Media Centre"."""
    return (
        1 < len(words) < 4
        and words[-1].capitalize() in _MENUS
        and all(word.capitalize() in _MENU_WORDS for word in words[:-1])
    )


_MENUS = frozenset(("Centre", "Center", "Office", "Desk", "Room", "Section", "Service", "Line"))


_PLURALS = {
    "Working Groups": "Working Group",
    "Ministries": "Ministry",
    "Committees": "Committee",
    "Commissions": "Commission",
    "Departments": "Department",
    "Universities": "University",
}


def _each_of_several(text: str, phrase: Phrase, whole: Candidate) -> list[Candidate]:
    """ "Working Groups on A and B" is two: the first to the "and", the second the whole."""
    plural = " ".join(phrase.head.words)
    if plural not in _PLURALS:
        return []
    surface = text[whole.start : whole.end]
    parts = re.match(
        rf"(?P<owner>.*?)(?P<lead>{plural}\s(?P<link>on|of|for)\s)(?P<first>.+?)\sand\s(?:(?:on|of|for)\s)?(?P<second>.+)",
        surface,
    )
    if not parts:
        return []
    found = []
    for name, end in ((parts["first"], parts.end("first")), (parts["second"], parts.end("second"))):
        single = f"{_PLURALS[plural]} {parts['link']} {name}"
        entry = next((entry for entry in entries_for(single, "organization") if not entry.contextual), None)
        found.append(
            replace(
                whole,
                start=whole.start + parts.end("owner"),
                end=whole.start + end,
                key=entry.key if entry else f"organization:{folded(single)}",
                label=entry.label if entry else single,
                reference=entry.reference if entry else "",
                identity=entry.identity if entry else (("name", folded(single)),),
                inside=True,
                precision=min(1.0, whole.precision + 0.02),
            )
        )
    return found


def _is_own_title(reading: Reading, start: int) -> bool:
    """Whether the words stand in a title or heading: there a text names itself."""
    block = reading.block_at(start)
    if block is None or block.kind not in ("title", "heading", "metadata"):
        return False
    line = reading.source.text.find("\n", start) - reading.source.text.rfind("\n", 0, start)
    return block.kind != "metadata" or line < _SUMMARY


_SUMMARY = 240
"""Characters of a line of front matter that sums up the text: running words, no title."""


_UNITS = frozenset(("Centre", "Center", "Institute", "School", "Department", "Faculty", "Office", "Unit", "Division"))
"""Heads of what is part of a whole: "Northgate's Centre for Peace Studies" is a centre, of Northgate."""


def _bounds(text: str, phrase: Phrase) -> tuple[int | None, int]:
    """Where the name stands without a possessive owner that is a known thing, and without a possessive end."""
    start, end = phrase.start, phrase.end
    if text.startswith("'s", end - 2) and text[end - 2] == "'":
        end -= 2
    for index, word in enumerate(phrase.words[: phrase.at]):
        unit = index == phrase.at - 1 and phrase.head.words[-1] in _UNITS and phrase.end > phrase.words[phrase.at].end
        if word.text.endswith("'s") and (unit or _owner(word.text[:-2])):
            start = word.end + len(text[word.end :]) - len(text[word.end :].lstrip())
    if (
        start > phrase.start
        and start >= phrase.words[phrase.at].start
        and phrase.end == phrase.words[phrase.at + len(phrase.head.words) - 1].end
    ):
        return None, end
    return start, end


@resources.derived(4096)
def _owner(word: str) -> bool:
    if word.isupper() and len(word) > 1:
        return True
    return any(entries_for(word, kind) for kind in ("state", "organization", "place"))


def _inner(text: str, start: int) -> bool:
    """Whether the name follows "of the": the whole that an institute, office or department belongs to."""
    return bool(re.search(r"\bof\s(?:the\s)?$", text[max(0, start - 9) : start]))


def _model_organizations(parse: Parse) -> set[tuple[int, int]]:
    spans: set[tuple[int, int]] = set()
    first = None
    for index, token in enumerate(parse.tokens):
        inside = token.ent == "ORG"
        if first is not None and (not inside or token.ent_start):
            start = parse.tokens[first]
            begin = (
                parse.tokens[first + 1].start if start.text.casefold() == "the" and first + 1 < index else start.start
            )
            spans.add((begin, parse.tokens[index - 1].end))
            first = None
        if inside and first is None:
            first = index
    return spans


def organization_type(name: str, head: Iterable[str], given: str) -> str:
    """Return the type of an organization: that of its head noun, unless other words of the name say more.

    >>> organization_type("International Fund for Peaks", ("Fund",), "NonGovernmentalOrganization")
    'IntergovernmentalOrganization'
    >>> organization_type("National Commission on Water", ("Commission",), "IntergovernmentalOrganization")
    'GovernmentBody'
    """
    last = (tuple(head) or ("",))[-1]
    ours = _UNITED_NATIONS.search(name) is not None
    world = ours or re.match(r"(?:International|Intergovernmental|World)\b", name) is not None
    public = given in ("TreatyBody", "IntergovernmentalOrganization")
    if (last in _LAY and _cue("lay_council").search(name)) or (public and _CIVIL.search(name)):
        return "NonGovernmentalOrganization"
    if last == "Bank" and not (world or _of_a_state(name, last, given) or _cue("international").search(name)):
        return "GovernmentBody" if re.search(r"\bBank of\b", name) else "PrivateSectorEntity"
    lay = given in ("NonGovernmentalOrganization", "Organization")
    if (ours and (lay or given == "GovernmentBody")) or (lay and _is_regional(name, last)):
        return "TreatyBody" if last == "Comité" else "IntergovernmentalOrganization"
    if _is_purse(name, last):
        return "IntergovernmentalOrganization" if world else "OrganizationalUnit"
    if given == "AcademicInstitution":
        return "GovernmentBody" if _is_state_school(name, last) else given
    return _public_type(name, last, given, world=world)


def _public_type(name: str, last: str, given: str, *, world: bool) -> str:
    """The type that words of States and of the world give."""
    if last in _PUBLIC_HEADS and world:
        return "IntergovernmentalOrganization"
    if _of_a_state(name, last, given):
        return "GovernmentBody"
    if last in _PUBLIC_HEADS and _cue("international").search(name):
        return "IntergovernmentalOrganization"
    if last == "Commission" and not re.search(r"Commission on\b", name):
        return "GovernmentBody"
    return "OrganizationalUnit" if _UN_DEPARTMENT.search(name) else given


_LAY = ("Council", "Assembly", "Board", "Commission")
_UNITED_NATIONS = re.compile(
    r"^(?:United Nations|UN)\b|\b(?:de la ONU|de l['’]ONU|de las Naciones Unidas|des Nations [Uu]nies)\b"
)
"""A body of the United Nations, by the words of its name."""


def _is_state_school(name: str, last: str) -> bool:
    """Whether a place of learning is a body of a State: "National Institute", "Police Academy"."""
    return (last in _BODY_HEADS and "National" in name) or _cue("state_body").search(name) is not None


def _is_regional(name: str, last: str) -> bool:
    """Whether a group is that of a region's States: "African Group"."""
    region = name.rpartition(" ")[0]
    return last.title() == "Group" and any(entries_for(one, "place") for one in (region, region.removesuffix("n")))


def _is_purse(name: str, last: str) -> bool:
    """Whether a fund is the money that a body keeps for one purpose: "Harbour Works Fund"."""
    return last == "Fund" and name.endswith("Fund") and _cue("lay_fund").search(name) is None


_CIVIL = re.compile(r"\bNGOs?\b|Non-Governmental|Civil Society")
_UN_DEPARTMENT = re.compile(r"\bDepartment (?:for|of) .*(?:Operations|Public Information|Peace|Global)\b")
_PROSECUTION = re.compile(r"Prosecut|Attorney|President|Prime Minister|Ombuds")
_CHAMBER = re.compile(r"\b(?:Select|Parliamentary|Senate|House|Standing)\b")


def _of_a_state(name: str, last: str, given: str) -> bool:
    """Whether the name is that of a public body of one State."""
    if given not in ("IntergovernmentalOrganization", "TreatyBody") and _cue("state_body").search(name):
        return True
    if last in ("Office", "Directorate", "Department", "Service"):
        owned = re.search(r"\b(?:Federal|National)\b", name) or folded(name.split()[0]) in demonyms()
        if owned or (last == "Office" and _PROSECUTION.search(name)):
            return True
    if last in _BODY_HEADS and (_cue("national").search(name) or _named_state(name)):
        return True
    return last == "Committee" and _CHAMBER.search(name) is not None


@resources.derived(4096)
def _named_state(name: str) -> bool:
    words = name.split()
    pieces = [" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + 4, len(words)) + 1)]
    if any(entries_for(piece, "state") for piece in pieces):
        return True
    return folded(words[0]) in demonyms()
