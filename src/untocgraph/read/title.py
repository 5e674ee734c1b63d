"""The title of a text: its first line that reads like one, after mastheads, page furniture and datelines."""

from __future__ import annotations

import re
from collections import Counter

from untocgraph.read.dateline import find_dateline

_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)")
_MARKUP = re.compile(r"^[#>*_\s]+|[*_\s#]+$")
_FURNITURE = re.compile(
    r"skip to|^menu\b|\bcookies?\b|^home\b|^share\b|^print\b|accept all|^subscribe|^search\b|sign in|log ?in"
    r"|^(?:posted|published|updated|released)\b|^by\s|^(?:tel|fax|phone|e-?mail)\b|^©|^photo\b|^image\b|^\d+\s*min"
    r"|^<|^table of contents$|^contents$|http[s]?://|www\.",
    re.I,
)
_MASTHEAD = re.compile(
    r"^(?:united nations|general assembly|security council|economic and social council|human rights council)\b"
    r"|^distr\b|^original\b|^(?:english|french|arabic|chinese|russian|spanish)$|^agenda item|^item \d"
    r"|\b[A-Z]{1,6}(?:/[A-Z0-9.]{1,10}){2,}|^\w+(?:-\w+)? session$|^conference of the parties\b|^working group on\b",
    re.I,
)
_AGENDA = re.compile(r"^(?:agenda )?item \d+(?:\s*\([a-z]\))?$", re.I)
_KIND = re.compile(
    r"^(?:press|media|news) (?:release|statement|advisory)$|^joint (?:statement|communiqu[eé]|declaration)$"
    r"|^for immediate release$|^embargoed\b|^statement$|^speech$|^news$"
    r"|^(?:.{0,150}:\s)?(?:revised )?draft (?:resolution|decision)$",
    re.I,
)
_SENTENCE = re.compile(r"[.!?]\s+[A-Z“\"]|[^.!?]{40,}[.]$|[,;:]$")
_ITEM = re.compile(r"^(?:\(?\d{1,3}[.)]|\([a-z]\)|[ivxIVX]{1,5}\.|[•–-])\s")
_PREFACE = re.compile(r"^(?:the honou?rable|the hon\b|mr|ms|mrs|dr|prof|h\.e\.|his excellency|her excellency)\b", re.I)
_OFFICE = re.compile(r"^(?:the )?(?:minister|secretary|office|department|ministry|embassy)\b", re.I)


def guess_title(head: str) -> str:
    """Return the title that the first characters of a text give, or the empty string when it has none.

    >>> guess_title("Menu | Home | News\\n\\nOur day in Vienna\\n\\nWe went there. It was full.")
    'Our day in Vienna'
    >>> guess_title("Vienna, 8 June 2023. What can be done? Many asked.")
    ''
    """
    raw = [line.strip() for line in head.splitlines()]
    heading = _markdown_heading(raw)
    if heading:
        return heading
    lines = [_clean(line) for line in raw if _clean(line)][:40]
    counts = Counter(lines)
    twice = next((line for line in lines if counts[line] > 1 and _is_title(line)), "")
    if twice:
        return twice
    for line in _paragraph_heads(raw):
        if _is_title(line):
            return line
        if _is_prose(line):
            return ""
    return ""


def _clean(line: str) -> str:
    return " ".join(_MARKUP.sub("", _LINK.sub(r"\1", line)).split())


def _markdown_heading(lines: list[str]) -> str:
    for index, line in enumerate(lines[:60]):
        if match := re.match(r"#{1,2}\s*([^\s#].*)", line):
            return _clean(match[1])
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if line and re.fullmatch(r"={3,}", following):
            return _clean(line)
    return ""


def _paragraph_heads(raw: list[str]) -> list[str]:
    """Lines in order without the titles of agenda items; a short line that goes on in the next one is joined to it.

    It goes on when no blank line stands between and the next starts in lower case, or both are in capitals.
    """
    joined: list[str] = []
    open_ = agenda = False
    for line in raw[:60]:
        text = _clean(line)
        if text and agenda:
            agenda = False
            continue
        agenda = bool(_AGENDA.match(text)) or (agenda and not text)
        if text and open_ and len(joined[-1]) + len(text) < 300 and _continues(joined[-1], text):
            joined[-1] += f" {text}"
        elif text:
            joined.append(text)
        open_ = bool(text)
    return joined


def _continues(line: str, following: str) -> bool:
    if _MASTHEAD.search(line) or _FURNITURE.search(line):
        return False
    capitals = line.isupper() and following.isupper() and not _KIND.search(line) and not _KIND.search(following)
    return following[0].islower() or capitals


def _is_title(line: str) -> bool:
    words = line.split()
    letters = sum(char.isalpha() for char in line)
    return (
        len(words) >= 2
        and 8 <= len(line) <= 400
        and letters > 0.6 * len(line.replace(" ", ""))
        and not any(pattern.search(line) for pattern in (_FURNITURE, _MASTHEAD, _KIND, _PREFACE, _OFFICE, _ITEM))
        and not line.startswith("(")
        and line.count("|") < 2
        and not _SENTENCE.search(line)
        and find_dateline(line) is None
    )


def _is_prose(line: str) -> bool:
    return len(line) > 200 or bool(
        re.search(r"[.!?]\s+[A-Z“\"]", line) and len(line) > 80 and not _FURNITURE.search(line)
    )
