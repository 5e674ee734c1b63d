"""Organizations that the words around them give away: "the NGO X", "foreign ministry", lists, bare abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from untocgraph.core import resources
from untocgraph.extract import lexicon
from untocgraph.extract.document import Document
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.names.candidates import UPPER, WORD, Candidate, body
from untocgraph.extract.names.gazetteer import entries_for, state_code
from untocgraph.extract.names.org_lists import find_listed_bodies
from untocgraph.extract.names.runs import is_function_word
from untocgraph.extract.speech.verbs import verb_forms

_MINISTRY = lexicon.regex(
    r"(?<![\w-])<<demonyms.demonym>>\s(?:(?:foreign|interior|justice|defence|defense|health|finance|environment|education|labour|trade|economy|home)\s(?:affairs\s)?)?"
    r"(?:ministry|parliament|police|embassy|coast guard|customs service|justice department|government|navy)(?![\w-])"
)
_OF_STATE = lexicon.regex(
    rf"(?<![\w-])(?:government\sof\s(?:the\s)?(?P<state>{WORD}(?:\s(?:and\s|of\s)?{WORD}){{0,4}})|(?P<ship><<name_cues.word:group=navy_ship>>\s{WORD}(?:\s{WORD})?))"
)
"""The government of a State in small letters, and a navy's ship."""
_INTRODUCER = lexicon.regex(
    rf"(?<![\w-])(?P<word><<org_introducers.word>>),?\s(?:(?:called|named|known as)\s)?(?:the\s)?"
    rf"(?:\"(?P<quoted>[{UPPER}][^\"\n]{{1,60}})\""
    rf"|(?P<bare>{WORD}(?:\s(?:&\s|for\s|of\s|and\s|over\s|without\s|beyond\s|against\s|under\s|sans\s|pour\s|de\s|del\s|du\s)?{WORD}){{0,4}}(?:\s\([{UPPER}][{UPPER}a-z]+\))?))"
)


def find_cued(reading: Reading) -> list[Candidate]:
    """Return organizations that no head noun with a capital shows, but their surroundings do.

    >>> from untocgraph.extract.document.layout import read_layout
    >>> from untocgraph.core.model import Source
    >>> text = "Staff of the NGO Blue Tide and of Orr & Sons met the Peruvian foreign ministry."
    >>> reading = read_layout(Source(id="s", text=text, sha256=""))
    >>> [reading.text[c.start:c.end] for c in find_cued(reading)]
    ['Peruvian foreign ministry', 'Orr & Sons', 'Blue Tide']
    """
    text = reading.text
    return [
        *_ministries(text),
        *_partnerships(text),
        *_introduced(text),
        *_abbreviations(reading),
        *_treaty_bodies(text),
        *_collectives(text),
        *_offices(text),
        *find_french(text),
        *find_listed_bodies(reading),
        *_of_turns(reading),
        *_of_states(text),
        *_small_groups(text),
        *_numbered_groups(text),
    ]


def _ministries(text: str) -> Iterator[Candidate]:
    for match in _MINISTRY.finditer(text):
        yield body(match.start(), match.end(), "GovernmentBody", "organization.ministry", 0.85)
    for match in _OF_STATE.finditer(text):
        if match["ship"] or state_code(match["state"]):
            yield body(match.start(), match.end(), "GovernmentBody", "organization.ministry", 0.85)


_PARTNERS = re.compile(
    rf"(?<![\w&-])(?P<name>{WORD}(?:,?\s{WORD}){{0,3}}\s&\s(?:Sons|Daughters|Brothers|Co\.?|Company|Partners|Associates)(?![\w-]))"
)


@resources.derived()
def _company() -> re.Pattern[str]:
    forms = [
        head
        for head in lexicon.words("org_heads", "head", type="PrivateSectorEntity")
        if head[0].islower() or "." in head
    ]
    return re.compile(rf"(?<![\w&-])(?P<name>{WORD}(?:,?[ ]{WORD}){{0,4}},?[ ]{lexicon.alternatives(forms)})(?![\w-])")


def _partnerships(text: str) -> Iterator[Candidate]:
    for match in [*_PARTNERS.finditer(text), *_company().finditer(text)]:
        yield body(match.start(), match.end(), "PrivateSectorEntity", "organization.partners", 0.93)


def _introduced(text: str) -> Iterator[Candidate]:
    types = {row["word"]: row["type"] for row in lexicon.table("org_introducers")}
    for match in _INTRODUCER.finditer(text):
        group = "quoted" if match["quoted"] else "bare"
        name = match[group]
        if is_function_word(name.split()[0]) or re.match(
            r"(?:Briefing|Committee|Forum|Alliance|Network|Unit|Section|Dialogue|Community|Day)\b", name
        ):
            continue
        if (
            match["word"][0].isupper()
            and group == "bare"
            and re.match(r"\s+(?:on|for|of)\s+[A-Z]", text[match.end() : match.end() + 12])
        ):
            continue
        yield body(match.start(group), match.end(group), types[match["word"]], "organization.introduced", 0.8)


_SHORT = rf"(?P<short>[{UPPER}]{{2}}[{UPPER}\d-]{{1,9}}|[{UPPER}][a-z]+[{UPPER}][A-Za-z]+)"
_DOES = (
    r"(?:panellist|panelist|representative|delegate|spokes\w+|staff|website|team|officer|member|director|coordinator"
    r"|chair|president|says|supports|launched|hosted|had|has|will|also|therefore|further|works|offered)"
)
"""What only a body has or does, behind its abbreviation."""


@resources.derived()
def _after() -> re.Pattern[str]:
    post = "|".join(lexicon.pattern("name_cues", "word", group=group) for group in ("personal_post", "leader"))
    modifier = lexicon.pattern("name_cues", "word", group="post_modifier")
    return re.compile(
        rf"(?<![\w/.-]){_SHORT}(?='s\s|,\s(?:a|an|the)\s|\s(?:{_DOES}|{spoke()})\b"
        rf"|(?P<post>\s(?:{modifier}\s)*(?:{post})(?![\w-])))"
    )


@resources.derived()
def spoke() -> str:
    """Return the regular expression of the past forms of what only people and bodies do: "said", "welcomed"."""
    return lexicon.alternatives(
        [
            form
            for form, entries in verb_forms().items()
            if any(tag == "VBD" and entry.strength == "strong" and not entry.rest for entry, tag in entries)
        ]
    )


_BEFORE = re.compile(
    r"(?:\b(?:from|representing|member of|behalf of|(?:services|chaired|hosted|run|provided) by)\s(?:the\s)?"
    r"|\b(?i:director|head|chair|president|secretary|officer|coordinator|manager|professor)\b[^.,;()\n]{0,60}?\sat\s(?:the\s)?)"
    rf"{_SHORT}(?![\w/-])"
    rf"|\(\s?(?P<other>[{UPPER}]{{3,10}}|[{UPPER}]+-[{UPPER}]+)\s?\)(?=[,.;]|\s(?:and|said|noted|stressed))"
)


def _abbreviations(reading: Reading) -> Iterator[Candidate]:
    """Abbreviations and run-together names that nothing spells out, where they speak, act, or someone is of them."""
    text = reading.text
    shouted = [block.span for block in reading.blocks if block.span.of(text).isupper()]
    for pattern in (_after(), _BEFORE):
        for match in pattern.finditer(text):
            group = "short" if match["short"] else "other"
            short, start, end = match[group], match.start(group), match.end(group)
            if not _may_be_a_body(short) or any(s.start <= start < s.end for s in shouted):
                continue
            if group == "other" and _SMALL_BEFORE.search(text[max(0, match.start() - 20) : match.start()]):
                continue  # "means of carrying out (MOC)" is no body
            goes_on = _GOES_ON.match(text[end : end + 3]) and not (pattern is not _BEFORE and match["post"])
            if goes_on or _CAPITAL_BEFORE.search(text[max(0, start - 20) : start]):
                continue  # "GULL 7"; a part of a longer name
            speaking = pattern is not _BEFORE or group == "other"
            yield body(start, end, _type_of(short), "organization.abbreviation", 0.66 if speaking else 0.58)


@resources.derived()
def _convention_speaks() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w/.-])(?P<short>[{UPPER}]{{3,6}})(?=\s(?:has\s)?(?:also\s|further\s)?(?:{spoke()}|expressed|was\sconcerned)(?![\w-]))"
    )


def _treaty_bodies(text: str) -> Iterator[Candidate]:
    """The committee that goes by its convention's abbreviation where it says something: "CRC urged"."""
    for match in _convention_speaks().finditer(text):
        short = match["short"]
        if not any(entry.type == "Convention" for entry in entries_for(short, "instrument")):
            continue
        committee = next(iter(entries_for(f"{short} Committee", "organization")), None)
        if committee is not None:
            yield committee.candidate(*match.span("short"), method="organization.treaty-body", precision=0.98)
        else:
            yield body(*match.span("short"), "TreatyBody", "organization.treaty-body", 0.98)


_SMALL_BEFORE = re.compile(r"(?<![\w-])[a-z][\w-]*\s$")
_CAPITAL_BEFORE = re.compile(rf"\b(?!(?:The|And|But|Both)\s)[{UPPER}]\w*\s$")
_GOES_ON = re.compile(rf"\s(?:\d|[{UPPER}]\w)")
_SURNAME = re.compile(r"(?:Mc|Mac|De|La|O')")
_GENERIC = lexicon.word_set("generic_acronyms.word")
_KNOWN_AS = ("organization", "instrument", "state", "mechanism", "project", "document")


def _may_be_a_body(short: str) -> bool:
    """Whether an abbreviation may be that of a body: no word for many things, no number, no surname, nothing known."""
    if short in _GENERIC or short.rstrip("s") in _GENERIC or any(char.isdigit() for char in short):
        return False
    surname = _SURNAME.match(short) and not short.isupper()
    return not surname and not any(entries_for(short, kind) for kind in _KNOWN_AS)


def _type_of(short: str) -> str:
    if short.endswith("POL"):  # as INTERPOL: bodies of police cooperation
        return "IntergovernmentalOrganization"
    return "Organization" if short.isupper() else "PrivateSectorEntity"


_HEADS = (
    r"(?:Ministers|Presidents|Leaders|Heads\sof\s(?:State|Government|Delegation)(?:\s(?:and|or)\s(?:of\s)?Government)?)"
)
_COLLECTIVE = re.compile(
    rf"^We\W{{1,3}}the\s(?P<name>(?:{WORD}\s(?:Affairs\s)?){{0,2}}{_HEADS}\sof\s(?:the\s)?{WORD}"
    rf"(?:(?:,\s(?=(?:the\s)?{WORD}(?:\s\w+){{0,3}}(?:,|\sand)\s)|,?\sand\s|\sof\s|\s)"
    rf"(?:the\s)?(?:(?!\w+ing\b){WORD}|countries|[Ss]tates|region))*)",
    re.M,
)


def _collectives(text: str) -> Iterator[Candidate]:
    """Those who make a joint statement under their office: "We, the Ministers of Peru and Malta"."""
    for match in _COLLECTIVE.finditer(text):
        for again in re.finditer(re.escape(match["name"]), text):
            yield body(*again.span(), "GovernmentBody", "organization.collective", 0.9)


_OFFICE = re.compile(
    rf"(?<![\w-])(?P<name>{WORD}(?:\s{WORD})?\s(?:country\s|regional\s|field\s|liaison\s)?(?:office|bureau|branch|secretariat)\sof\s(?:the\s)?{WORD}(?:\s(?:(?:of|for|on|and|the)\s)*{WORD})*)"
)


_FOR = re.compile(
    rf"(?<![\w-])(?P<state>{WORD}(?:[ ](?:of[ ]|and[ ]|the[ ])*{WORD}){{0,3}}),?\s(?:for|on\sbehalf\sof)\s(?:the\s)?"
    rf"(?P<short>[{UPPER}]{{3,10}}s?|[{UPPER}]{{1,3}}[a-z][{UPPER}]{{1,4}})(?=,)"
)


def _of_states(text: str) -> Iterator[Candidate]:
    """The groups that a State speaks for: "Fiji, for the XYZ, said"."""
    for match in _FOR.finditer(text):
        known = any(entries_for(match["short"], kind) for kind in ("organization", "instrument", "state"))
        if state_code(match["state"]) and not known:
            yield body(*match.span("short"), "IntergovernmentalOrganization", "organization.of-states", 0.85)


_SMALL_GROUP = lexicon.regex(
    r"(?<![\w-])(?i:<<name_cues.word:group=small_group>>)\s+on\s+(?:[a-z][a-z-]{3,}s|[A-Z]+&[A-Z]+s?)(?![\w&-])"
    r"(?!\s+(?:of|for|and|in|on)\b)"
)


def _small_groups(text: str) -> Iterator[Candidate]:
    """Groups that a meeting sets up, under their subject: "contact group on mechanisms"."""
    for match in _SMALL_GROUP.finditer(text):
        yield body(match.start(), match.end(), "WorkingGroup", "organization.small-group", 0.8)


_NUMBERED_GROUP = re.compile(
    r"(?<![\w-])(?:Working (?:Group|Party) |WG ?)(?P<number>[IVX]{1,4}|\d{1,2}|[A-D])(?![\w-])"
)


def _numbered_groups(text: str) -> Iterator[Candidate]:
    """Groups that go by a number: "Working Group II", "WGII"."""
    for match in _NUMBERED_GROUP.finditer(text):
        group = body(match.start(), match.end(), "WorkingGroup", "organization.numbered", 0.9)
        yield replace(group, key=f"organization:working group {match['number'].casefold()}")


def _offices(text: str) -> Iterator[Candidate]:
    for match in _OFFICE.finditer(text):
        if not is_function_word(match["name"].split()[0]) and text[match.start() - 1 : match.start()] != '"':
            yield body(match.start(), match.end(), "OrganizationalUnit", "organization.office", 0.8)


@resources.derived()
def _french_name() -> re.Pattern[str]:
    rows = {row["head"]: row["type"] for row in lexicon.table("french_heads")}
    heads = lexicon.alternatives(list(rows))
    adjectives = lexicon.pattern("name_cues", "word", group="french_adjective")
    links = lexicon.pattern("name_cues", "word", group="french_link").replace("\\s+", "[ ]")
    ending = "(?:ales?|aux|elles?|iques?|ères?|ives?|aires?|iles?|ines?)"
    return re.compile(
        rf"(?<![\w-])(?P<head>{heads})(?:[ ]{adjectives})*"
        rf"(?:[ ]{links}[ ]?(?:{WORD}|[a-zà-ÿ]{{4,}})(?:[ ](?:[a-zà-ÿ]*{ending}|{WORD}))*)+"
    )


def find_french(text: str) -> Iterator[Candidate]:
    """French names, where only the first word has a capital: "Commission nationale des armes légères"."""
    types = {row["head"]: row["type"] for row in lexicon.table("french_heads")}
    for match in _french_name().finditer(text):
        if len(match[0].split()) > 2 and re.search(r"\s(?:de|du|des|d'|pour|contre)", match[0]):
            yield body(match.start(), match.end(), types[match["head"]], "organization.french", 0.8)


def _of_turns(reading: Reading) -> Iterator[Candidate]:
    """The abbreviation that a turn line of several parts begins with: "RWG | Ana Ruiz | Co-Chair"."""
    for turn in reading.turns if isinstance(reading, Document) else ():
        short = re.fullmatch(rf"\W*(?P<name>[{UPPER}]{{3,10}})\W*", turn.parts[0].of(reading.text))
        if short and len(turn.parts) > 1:
            start = turn.parts[0].start + short.start("name")
            type_ = "WorkingGroup" if short["name"].endswith("WG") else "NonGovernmentalOrganization"
            yield body(start, start + len(short["name"]), type_, "organization.turn", 0.85)
