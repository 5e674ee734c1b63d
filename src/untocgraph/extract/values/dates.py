"""Dates as exact as a text states them: a closed grammar, no guessing.

A date without a year takes it from the anchor (the day of the text) and the tense of its clause; a relative
one ("last week", "on Friday") is resolved only as far as the anchor allows.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from untocgraph.core import resources
from untocgraph.core.model import PartialDate, Span
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.values.numbers import ORDINAL, cardinal, ordinal

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_OF = {name[:3]: number for number, name in enumerate(_MONTHS, start=1)}
_M = (
    "(?:"
    + "|".join(rf"{m.title()}|{m.upper()}|{m[:3].title()}\.?|{m[:4].title()}\." for m in _MONTHS)
    + "|Sept)(?![a-z])"
)
_DAY_WORDS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WD = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_D = rf"(?:(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d])|(?i:{ORDINAL}))"
_Y = r"(?:19|20)\d\d(?!\d)"
_TO = r"\s*(?:[-–—]|\bto\b|\band\b|&|\buntil\b|\bthrough\b)\s*"
_OF = r"\s+(?:of\s+)?"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_N = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"

_RULES = (
    ("iso", rf"(?P<iso>{_Y}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?!\d)"),
    ("numeric", rf"(?P<nd>0?[1-9]|[12]\d|3[01])(?P<sep>[./])(?P<nm>0?[1-9]|1[0-2])(?P=sep)(?P<ny>{_Y})"),
    ("two", rf"(?P<ad>{_D}){_OF}(?P<am>{_M})(?:,?\s+(?P<ay>{_Y}))?{_TO}"
            rf"(?P<bd>{_D}){_OF}(?P<bm>{_M})(?:,?\s+(?P<by>{_Y}))?"),
    ("days", rf"(?P<cd>{_D}){_TO}(?P<dd>{_D}){_OF}(?P<dm>{_M})(?:,?\s+(?P<dy>{_Y}))?"),
    ("mdays", rf"(?P<em>{_M})\s+(?P<ed>{_D}){_TO}(?P<fd>{_D})(?!\s+{_M})(?:,?\s+(?P<fy>{_Y}))?"),
    ("mtwo", rf"(?P<wm>{_M})\s+(?P<wd>{_D}){_TO}(?P<xm>{_M})\s+(?P<xd>{_D})(?:,?\s+(?P<xy>{_Y}))?"),
    ("dmy", rf"(?:{_WD},?\s+(?:the\s+)?)?(?P<gd>{_D}){_OF}(?P<gm>{_M})(?:\s+\(?{_WD}\)?)?(?:,?\s+(?P<gy>{_Y}))?"),
    ("mdy", rf"(?:{_WD},?\s+)?(?P<hm>{_M})\s+(?P<hd>{_D})(?:,?\s+(?P<hy>{_Y}))?"),
    ("months", rf"(?P<im>{_M}){_TO}(?P<jm>{_M})\s+(?:of\s+)?(?P<jy>{_Y}|this\s+year|last\s+year|next\s+year)"),
    ("my", rf"(?P<km>{_M}),?\s+(?:of\s+)?(?P<ky>{_Y}|this\s+year|last\s+year|next\s+year)"),
    ("m", rf"(?i:\b(?:in|since|during|until|by|early|late|mid|of|last|this|next)[\s-]+)(?P<lm>{_M})"
          rf"(?!\s+\d|{_TO}{_M})"),
    ("weekday", rf"(?P<wl>(?i:last|next|this(?:\s+past)?|past)\s+)?(?P<wk>{_WD})(?:\s+(?P<wa>last|next))?"),
    ("week", r"(?P<ww>(?i:last|next|this|earlier\s+this|later\s+this))\s+(?P<wu>week|month|year)\b"),
    ("ago", rf"(?P<an>(?i:{_N}|some\s+{_N}|the\s+last\s+{_N}))\s+(?P<au>day|week|month|year)s?\s+"
            r"(?P<aw>ago|earlier|before|later)\b"),
    ("previous", r"(?i:the\s+)(?P<pw>(?i:previous|preceding|following|next|current|present|same))\s+year\b"),
    ("today", r"(?P<tw>(?i:today|yesterday|tomorrow|this\s+(?:morning|afternoon|evening)))\b"),
    ("quarter", rf"(?i:(?:first|second|third|fourth|last)\s+(?:quarter|half)\s+of\s+)(?P<qy>{_Y})"),
    ("season", rf"(?i:(?:in|since|during|the|early|late|of)\s+){_SEASON}\s+(?:of\s+)?(?P<sy>{_Y})"),
    ("year", r"(?i:\b(?:in|since|during|for|from|until|by|throughout|late|early|mid|year|of|end\s+of)[\s-]+"
             rf"(?:the\s+year\s+)?)(?P<yy>{_Y})(?![/\d–-])"),
)  # fmt: skip
_DATE = re.compile("|".join(rf"(?P<R_{name}>(?<![\w/.]){rule})" for name, rule in _RULES))
_SIGN = re.compile(
    r"(?i:jan|feb|mar[c.]|march|apr|may\b|jun|jul|aug|sept?|oct|nov|dec)|(?:19|20)\d\d|\d[./]\d{1,2}[./]|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"\b(?:weeks?|months?|years?|today|yesterday|tomorrow|morning|afternoon|evening|days?\s+(?:ago|later))\b"
)
"""What every date has one of: the grammar is tried only around these."""
_FUTURE = re.compile(
    r"\b(?:will|shall|upcoming|forthcoming|(?:is|are)\s+(?:due|scheduled|planned)?\s*to\b|scheduled|next)\b", re.I
)
_PAST = re.compile(
    r"\b(?:was|were|had|has|have|took|held|gathered|met|opened|closed|attended|adopted|launched|\w{3,}ed)\b"
)
_LINE = re.compile(r"(?i)^\W*(?:posted|published|date|distr|released|updated)\b")


@dataclass(frozen=True, slots=True)
class DateHit:
    """A date in a text: where it stands, and its first and last day as far as stated.

    ``end`` is None for a single date. ``rule`` names the pattern; ``year_given`` says whether the text itself
    has the year.
    """

    span: Span
    start: PartialDate
    end: PartialDate | None
    rule: str
    year_given: bool = True


def common_prefix(first: PartialDate, last: PartialDate | None) -> PartialDate:
    """Return what two dates share: the precision left when a range is spread over several events.

    >>> str(common_prefix(PartialDate(2023, 9), PartialDate(2023, 10)))
    '2023'
    """
    if last is None or first == last:
        return first
    if first.year == last.year and first.month is not None and first.month == last.month:
        return PartialDate(first.year, first.month)
    return PartialDate(first.year)


@resources.derived(64)
def find_dates(text: str, *, anchor: PartialDate | None = None, offset: int = 0) -> tuple[DateHit, ...]:
    """Return the dates of ``text`` in order, spans moved by ``offset``.

    >>> [(str(h.start), str(h.end)) for h in find_dates("It met from 29 to 30 May 2023 in Vienna.")]
    [('2023-05-29', '2023-05-30')]
    >>> [str(h.start) for h in find_dates("It will take place on 1 July.", anchor=PartialDate(2022, 6, 2))]
    ['2022-07-01']
    """
    hits: list[DateHit] = []
    default = anchor
    for match in _matches(text):
        try:
            hit = _resolve(match, text, default, hits)
        except ValueError:  # the 31st of a month that has 30 days is no date
            continue
        if hit is None:
            continue
        if anchor is None and hit.year_given:
            default = hit.start
        hits.append(hit)
    return tuple(replace(hit, span=Span(hit.span.start + offset, hit.span.end + offset)) for hit in hits)


def _matches(text: str) -> Iterator[re.Match[str]]:
    at = 0
    windows: list[tuple[int, int]] = []
    for sign in _SIGN.finditer(text):
        start, end = max(0, sign.start() - 48), sign.end() + 48
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    for start, end in windows:
        at = max(at, start)
        while (match := _DATE.search(text, at, end)) is not None:
            yield match
            at = match.end()


@resources.derived(4)
def find_anchor(reading: Reading) -> tuple[PartialDate | None, Span | None]:
    """Return the day of the text (of its metadata or dateline) and where it stands; None where there is none.

    Without a dateline, the first full date of the text serves as anchor, and is an ordinary date besides.
    """
    source, text = reading.source, reading.text
    if source.published:
        try:
            return PartialDate.parse(source.published[:10]), None
        except ValueError:
            pass
    fallback: PartialDate | None = None
    for block in reading.blocks[:25]:
        body = block.span.of(text)
        for hit in find_dates(body[:2000]):
            if hit.rule not in ("iso", "numeric", "dmy", "mdy") or not hit.year_given or hit.start.day is None:
                continue
            if block.kind == "metadata" or _is_dateline(body, hit):
                at = Span(block.span.start + hit.span.start, block.span.start + hit.span.end)
                return hit.start, at
            fallback = fallback or hit.start
    return fallback, None


def _is_dateline(body: str, hit: DateHit) -> bool:
    """Whether a date opens its block alone, after a city, or on a line that says it is the date of issue."""
    before, after = body[: hit.span.start], body[hit.span.end :]
    if _LINE.match(before) or re.search(r"(?i)\b(?:posted|published|distr|released)\b[^.]{0,30}$", before):
        return True
    ends = re.match(r"\s*(?:$|\n|[.:|\-–—(]|\s{2,}|\d{6})", after) is not None
    if not before.strip(" *\n"):
        return ends
    city = re.fullmatch(
        r"[\W]*[A-Z][\w'-]+(?:[\s-][A-Z][\w'-]+){0,2}\s*(?:\([^)]*\))?(?:,\s*[A-Z]\w+)?\s*[,–—-]?\s*", before
    )
    if city and ends:
        return True
    return bool(re.fullmatch(rf"[\W]*{_WD},\s*", before)) and len(before) < 20


def _month(name: str) -> int:
    return _MONTH_OF[name[:3].casefold()]


def _day(text: str) -> int:
    digits = re.match(r"\d+", text)
    return int(digits[0]) if digits else ordinal(text)


def _resolve(match: re.Match[str], text: str, anchor: PartialDate | None, hits: list[DateHit]) -> DateHit | None:
    rule = match.lastgroup or ""
    rule = next(name for name, _ in _RULES if match[f"R_{name}"] is not None)
    span = Span(*match.span())
    absolute = _absolute(rule, match, text, anchor)
    if absolute is not None:
        first, last, given = absolute
        return DateHit(span, first, last if last != first else None, rule, given)
    relative = _relative(rule, match, text, anchor, hits)
    if relative is None:
        return None
    return DateHit(span, relative, None, rule, False)


def _absolute(
    rule: str, m: re.Match[str], text: str, anchor: PartialDate | None
) -> tuple[PartialDate, PartialDate | None, bool] | None:
    """Dates that name a month or a year."""
    if rule == "iso":
        return PartialDate.parse(m["iso"]), None, True
    if rule == "numeric":
        return PartialDate(int(m["ny"]), int(m["nm"]), int(m["nd"])), None, True
    if rule in ("season", "year", "quarter"):
        return PartialDate(int(m["sy"] or m["yy"] or m["qy"])), None, True
    if rule in ("my", "months"):
        word = m["ky"] or m["jy"]
        year = int(word) if word.isdigit() else _year_word(word, anchor)
        if year is None:
            return None
        first = PartialDate(year, _month(m["km"] or m["im"]))
        return first, PartialDate(year, _month(m["jm"])) if rule == "months" else None, word.isdigit()
    groups = {
        "two": ("ad", "am", "bd", "bm", "by"), "days": ("cd", "dm", "dd", "dm", "dy"),
        "mdays": ("ed", "em", "fd", "em", "fy"), "mtwo": ("wd", "wm", "xd", "xm", "xy"),
        "dmy": ("gd", "gm", "gd", "gm", "gy"), "mdy": ("hd", "hm", "hd", "hm", "hy"), "m": ("", "lm", "", "lm", ""),
    }.get(rule)  # fmt: skip
    if groups is None:
        return None
    d1, m1, d2, m2, y = groups
    month, last_month = _month(m[m1]), _month(m[m2])
    day = _day(m[d1]) if d1 else None
    last_day = _day(m[d2]) if d2 else None
    given = (y and m[y]) or None
    year = int(given) if given else _near_year(month, day, m, text, anchor)
    if year is None:
        return None
    start_year = int(m["ay"]) if rule == "two" and m["ay"] else (year - 1 if month > last_month else year)
    return PartialDate(start_year, month, day), PartialDate(year, last_month, last_day), bool(given)


def _year_word(word: str, anchor: PartialDate | None) -> int | None:
    if anchor is None:
        return None
    return anchor.year + {"this": 0, "last": -1, "next": 1}[word.split()[0].casefold()]


def _near_year(month: int, day: int | None, m: re.Match[str], text: str, anchor: PartialDate | None) -> int | None:
    """The year of a date without one: the anchor's, moved by one where the tense asks for it."""
    if anchor is None:
        return None
    candidate = PartialDate(anchor.year, month, day if day != 29 or month != 2 else 28)
    tense = _tense(text, m)
    if tense == "future" and candidate.last < anchor.first:
        return anchor.year + 1
    if tense == "past" and (candidate.first - anchor.last).days > 45:  # sooner is a deadline told in the past
        return anchor.year - 1
    return anchor.year


def _tense(text: str, m: re.Match[str]) -> str:
    ends = (text.rfind(mark, 0, m.start()) for mark in (". ", ".\n", "\n\n", "; "))
    start = max(*ends, m.start() - 160, 0)
    start = max(start, text.rfind("\n", 0, m.start()) + 1)
    clause = text[start : m.start()]
    future, past = None, None
    for found in _FUTURE.finditer(clause):
        future = found.start()
    for found in _PAST.finditer(clause):
        past = found.start()
    if future is not None and (past is None or future > past or "will" in clause[future : future + 5]):
        return "future"
    return "past" if past is not None else ""


def _relative(
    rule: str, m: re.Match[str], text: str, anchor: PartialDate | None, hits: list[DateHit]
) -> PartialDate | None:
    """Dates that are told from another one: the anchor's day, where it is known."""
    if anchor is None:
        return None
    year = _relative_year(rule, m, anchor)
    if year is not None:
        return PartialDate(year)
    if anchor.day is None:
        return None
    today = anchor.first
    if rule == "weekday":
        return _weekday(m, text, today)
    if rule == "today":
        return _of(today + datetime.timedelta({"yesterday": -1, "tomorrow": 1}.get(m["tw"].casefold(), 0)))
    if rule == "week":
        return _week_or_month(m, today)
    return _ago(m, today) if rule == "ago" and m["aw"] == "ago" else None


def _relative_year(rule: str, m: re.Match[str], anchor: PartialDate) -> int | None:
    """ "last year", "the previous year", "two years ago"."""
    if rule == "previous":
        return anchor.year + {"previous": -1, "preceding": -1, "following": 1, "next": 1}.get(m["pw"].casefold(), 0)
    if rule == "week" and m["wu"] == "year":
        return anchor.year + _SHIFT.get(m["ww"].split()[0].casefold(), 0)
    if rule == "ago" and m["au"] == "year":
        return anchor.year + (_steps(m) if m["aw"] in ("ago", "later") else 0)
    return None


_SHIFT = {"last": -1, "next": 1}


def _week_or_month(m: re.Match[str], today: datetime.date) -> PartialDate | None:
    step = _SHIFT.get(m["ww"].split()[0].casefold(), 0)
    if m["wu"] == "week":
        monday = today + datetime.timedelta(7 * step - today.weekday())
        return _shared(monday, monday + datetime.timedelta(6))
    year, month = divmod(today.year * 12 + today.month - 1 + step, 12)
    return PartialDate(year, month + 1)


def _steps(m: re.Match[str]) -> int:
    number = re.sub(r"(?i)^(?:some|the\s+last)\s+", "", m["an"])
    count = 1 if number.casefold() in ("a", "an") else cardinal(number)
    return count if m["aw"] == "later" else -count


def _ago(m: re.Match[str], today: datetime.date) -> PartialDate | None:
    count = -_steps(m)
    if m["au"] == "day":
        return _of(today - datetime.timedelta(count))
    if m["au"] == "week":
        monday = today - datetime.timedelta(today.weekday() + 7 * count)
        return _shared(monday, monday + datetime.timedelta(6))
    year, month = divmod(today.year * 12 + today.month - 1 - count, 12)
    return PartialDate(year, month + 1)


def _weekday(m: re.Match[str], text: str, today: datetime.date) -> PartialDate | None:
    wanted = _DAY_WORDS.index(m["wk"].casefold())
    word = (m["wl"] or m["wa"] or "").strip().casefold()
    back = (today.weekday() - wanted) % 7
    if word == "next" or (not word and _tense(text, m) == "future"):
        return _of(today + datetime.timedelta((wanted - today.weekday()) % 7 or 7))
    if word == "last" and back == 0:
        back = 7
    if not word and not re.search(r"\b(?:on|the)\s+(?:the\s+)?$", text[: m.start()], re.I):
        return None
    return _of(today - datetime.timedelta(back))


def _of(day: datetime.date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _shared(first: datetime.date, last: datetime.date) -> PartialDate | None:
    """An interval of days as one partial date: its month, or its year, or nothing."""
    if first.year != last.year:
        return None
    return PartialDate(first.year, first.month) if first.month == last.month else PartialDate(first.year)
