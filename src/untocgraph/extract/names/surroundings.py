"""What the place of a candidate in its document says of it: headlines and menus name nothing new, markup is no name."""

from __future__ import annotations

import re
from dataclasses import replace

from untocgraph.extract import lexicon
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.names.candidates import Candidate
from untocgraph.extract.names.runs import is_common

_GUESSED = frozenset(
    (
        *("name.organization-grammar", "name.instrument-grammar", "name.document-grammar"),
        *("organization.affiliation", "organization.series", "organization.introduced"),
    )
)
_LOOKED = frozenset(
    (
        *("person.model", "person.capitals", "person.listed"),
        *("place.model", "place.nature"),
    )
)
_BESIDE = frozenset({"organization.affiliation", "organization.series", "organization.introduced"})
_ACROSS = re.compile(r"(?=.*\S\s{2,}\S)[^a-z]+", re.S)
"""Capitals on both sides of a gap: two parts of a letterhead."""
_WORD = re.compile(r"[^\W\d_][\w'-]*")


def cut(reading: Reading, candidate: Candidate) -> Candidate | None:
    """Return the candidate without markup, and without the capitals of a headline; None if nothing is left."""
    source = reading.source.text
    link = source.find("](", candidate.start, candidate.end)
    if link >= 0 and candidate.method != "document.address":
        if link == candidate.start:
            return None
        candidate = replace(candidate, end=link)
    if candidate.method in _BESIDE and _is_portfolio(reading.text[candidate.start : candidate.end]):
        return None
    if candidate.method not in _GUESSED and candidate.method not in _LOOKED:
        return candidate
    if _is_damaged(reading.text, candidate) or _is_street(reading.text, candidate):
        return None
    block = reading.block_at(candidate.start)
    if block is None:
        return candidate
    if block.kind != "paragraph" and _ACROSS.fullmatch(reading.text, candidate.start, candidate.end):
        return None
    if block.kind == "boilerplate":
        return None
    if block.kind not in ("title", "heading") or not is_title_case(block.span.of(reading.text)):
        return candidate
    return _in_headline(reading.text, candidate)


_CORNER = re.compile(r"\b(?:Cnr\.?|Corner(?: of)?)\s+(?:[A-Z]\w+ (?:and|&) )?$")
_STREETS = re.compile(r"\s+(?:(?:and|&)\s+[A-Z]\w+\s+)?(?:Sts?|Streets?|Rds?|Roads?|Aves?|Avenues?)\b")


def _is_street(text: str, candidate: Candidate) -> bool:
    """Whether the word is a street's: "Cnr Weller and Marlow Sts"."""
    before = text[max(0, candidate.start - 40) : candidate.start]
    return _CORNER.search(before) is not None or _STREETS.match(text, candidate.end) is not None


_MISREAD = re.compile(r"[^\W\d_]\d[a-z]|[A-Z]\d+[a-z]")
"""A digit among the letters of a word: "Harb0ur"."""
_GOES_ON = re.compile(r"[!|1][a-z]|\d[a-z]{2}")
"""Behind a name that a misread letter cuts: "Lake Comm!ssion"."""
_OTHER_LINE = re.compile(r"\s*\n\s*[A-Z]|[ ]{3,}\S|[ ]+(?:of|for)[ ]*(?:\n|[ ]{3,})")
"""Behind a word that the end of a column parts from the rest of a name."""


def _is_damaged(text: str, candidate: Candidate) -> bool:
    """Whether a name breaks off, or has a digit for a letter, as in texts that a machine read from paper."""
    name = text[candidate.start : candidate.end]
    if _MISREAD.search(name) or _GOES_ON.match(text, candidate.end):
        return True
    alone = candidate.method in _BESIDE and " " not in name and text.endswith("the ", 0, candidate.start)
    return alone and _OTHER_LINE.match(text, candidate.end) is not None


def _is_portfolio(name: str) -> bool:
    """Whether the words are what a post is about, not whom it is held in: "Ministerial", "Natural Resources"."""
    portfolios = lexicon.words("name_cues", "word", group="portfolio")
    words = [word for word in name.split() if word[0].isupper()]
    return all(is_common(word) or word in portfolios or word.endswith(("terial", "mental")) for word in words)


def is_title_case(text: str) -> bool:
    """Whether a line writes common words with capitals, as headlines do.

    >>> is_title_case("Council Calls for Stronger Borders"), is_title_case("Council calls for stronger borders")
    (True, False)
    """
    common = [word for word in _WORD.findall(text) if len(word) > 3 and is_common(word)]
    return len(common) > 1 and len(text.split()) > 4 and sum(word[0].isupper() for word in common) * 2 > len(common)


def _in_headline(text: str, candidate: Candidate) -> Candidate | None:
    words = list(_WORD.finditer(text, candidate.start, candidate.end))
    if text[max(0, candidate.start - 4) : candidate.start].casefold() == "the ":
        return candidate
    if candidate.method in _LOOKED:
        return None if any(is_common(word[0]) for word in words) else candidate
    while len(words) > 1 and is_common(words[0][0]):
        words.pop(0)
    last = next((w for w in words if w[0][0].islower()), None)
    head = words[words.index(last) - 1] if last in words[1:] else words[-1]
    if len(words) < 2 or is_common(head[0]):
        return None
    return replace(candidate, start=words[0].start())
