"""When and where a text says it was published: labelled dates, datelines, mastheads, sign-offs.

Only a date that stands where publication dates stand is taken; a date inside a sentence, in brackets or in a range
is one of the events the text tells of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from untocgraph.core.model import PartialDate

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier enero", "february feb février febrero", "march mar mars marzo",
            "april apr avril abril", "may mai mayo", "june jun juin junio",
            "july jul juillet julio", "august aug août agosto",
            "september sept sep septembre septiembre", "october oct octobre octubre",
            "november nov novembre noviembre", "december dec décembre diciembre",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?P<{0}>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DATE = re.compile(
    rf"{_WEEKDAY}(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|º)?\s+(?:de\s+)?{_MONTH.format('m1')},?\s+(?:del?\s+)?(?P<y1>(?:19|20)\d\d)"
    rf"|{_MONTH.format('m2')}\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d)"
    r"|(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)"
    r"|(?P<d4>\d{1,2})\.\s?(?P<m4>\d{1,2})\.\s?(?P<y4>(?:19|20)\d\d))(?!\d)",
    re.I,
)
_PLACE = r"(?P<place>[^\W\d_][\w'’.\- ]{1,40}?(?:\s*\([^()\n]{2,40}\)|,\s[^\W\d_][\w'’.\- ]{1,30}?)?)"
_LABEL = re.compile(
    r"(?:first\s+)?(?:posted|published|released|issued|updated|date(?:d)?|version\s+[\d.]+|last\s+modified)"
    r"\s*(?:on|in|:|,|at)?\s*[:\-–]?\s*",
    re.I,
)
_LEAD = re.compile(rf"{_PLACE}\s*[,–—-]*\s+(?P<rest>.+)", re.S)
_AFTER = re.compile(r"\s*(?:\((?P<agency>[^()\n]{2,60})\)\s*)?(?:[.:]\s|[-–—]{1,2}\s|\|)")
_AGENCY = re.compile(r"\s*[,(]?\s*\(?(?P<agency>[^()\n]{2,60})\)")
_ARTICLE = re.compile(r",\s+(?:le|el)$")
"""What French and Spanish put before the day: "Vienne, le 31 mai 2023"."""
_EDGE = re.compile(r"[\s*_#>]+")
_NOT_PLACES = frozenset(
    {
        "on", "in", "at", "by", "of", "the", "from", "between", "until", "since", "before", "after", "during", "and",
        "or", "when", "while", "adopted", "meeting", "session",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """``published`` is an ISO date; ``place`` and ``agency`` are as printed, or empty."""

    published: str
    place: str = ""
    agency: str = ""


def _iso(match: re.Match[str]) -> str:
    groups = match.groupdict()
    for index in "1234":
        if groups[f"y{index}"]:
            month = groups[f"m{index}"].lower()
            number = _MONTHS[month] if month in _MONTHS else int(month)
            try:
                return str(PartialDate(int(groups[f"y{index}"]), number, int(groups[f"d{index}"])))
            except ValueError:
                return ""
    return ""


def first_date(text: str) -> str:
    """Return the first full date of ``text`` as ISO 8601, or the empty string; 3/4/2023 is not read, nor are ranges.

    >>> first_date("Posted on May 12th, 2023 by the desk"), first_date("4.12.2020"), first_date("30 February 2020")
    ('2023-05-12', '2020-12-04', '')
    """
    match = _DATE.search(text)
    return _iso(match) if match else ""


def find_dateline(text: str) -> Dateline | None:
    """Return the publication date that ``text`` states, or None.

    >>> find_dateline("Vienna (Austria) – 2 June 2022. A series of talks began.")
    Dateline(published='2022-06-02', place='Vienna (Austria)', agency='')
    >>> find_dateline("The group met on 5 May 2023 in Vienna.") is None
    True
    """
    lines = [(line.strip(" \t*_#>|"), line) for line in text.splitlines() if line.strip()]
    head = [stripped for stripped, _ in lines[:40]]
    for find in (_labelled, _opening, _alone):
        for line in head:
            if found := find(line):
                return found
    for line in [stripped for stripped, _ in lines[-6:]]:
        if found := _alone(line):
            return found
    return None


def _labelled(line: str) -> Dateline | None:
    """ "Posted on May 12th, 2023", "Version 2, 4.12.2020", also in the middle of a short line of credits."""
    if len(line) > 200:
        return None
    for label in _LABEL.finditer(line):
        before = line[: label.start()]
        match = _DATE.match(line, label.end())
        apart = not before or (not before[-1].isalnum() and len(before) < 80)
        if match and apart and (published := _iso(match)):
            return Dateline(published=published)
    return None


def _opening(line: str) -> Dateline | None:
    """A paragraph that opens with place and date, or with a date and a dash: "Vienna, 8 June 2023. …"."""
    match = _DATE.search(line[:120])
    if match is None:
        return None
    before = line[: match.start()].rstrip(" ,–—-:(")
    after = _AFTER.match(line, match.end())
    agency = ""
    if after is None:
        opened = _AGENCY.match(line, match.end())
        if opened is None or not re.match(r"\s*[-–—.:]", line[opened.end() :]):
            return None
        agency = opened["agency"]
    else:
        agency = after["agency"] or ""
    if line[match.end() : match.end() + 1] == ")" or "(" in line[len(before) : match.start()]:
        return None
    published = _iso(match)
    if not published:
        return None
    if not before:
        return Dateline(published=published, agency=agency) if _dash(line, match.end()) else None
    return Dateline(published=published, place=_ARTICLE.sub("", before), agency=agency) if _is_place(before) else None


def _dash(line: str, end: int) -> bool:
    return bool(re.match(r"\s*(?:\([^()]*\)\s*)?[-–—|:]", line[end:]))


def _is_place(words: str) -> bool:
    words = _ARTICLE.sub("", words)
    tokens = re.findall(r"[\w'’-]+", words)
    capital = all(token[0].isupper() or token.lower() in ("de", "la", "del", "of", "the") for token in tokens)
    return 1 <= len(tokens) <= 5 and capital and tokens[0].lower() not in _NOT_PLACES and not words.endswith(".")


def _alone(line: str) -> Dateline | None:
    """A date with nothing but a place, a time of day or a heading in capitals on its line."""
    match = _DATE.search(line)
    if match is None or len(line) > 110 or line.startswith("("):
        return None
    before = _EDGE.sub(" ", line[: match.start()]).strip(" ,:–—-")
    after = _EDGE.sub(" ", line[match.end() :]).strip(" ,:–—-.")
    if re.search(r"\d\s*[-–—]\s*$", line[: match.start()]):
        return None
    timed = re.fullmatch(r"(?:at\s+)?\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?", after, re.I)
    if after and not timed and not (after.isupper() and len(after) < 40):
        return None
    if before and not _is_place(before):
        return None
    published = _iso(match)
    return Dateline(published=published, place=_ARTICLE.sub("", before)) if published else None
