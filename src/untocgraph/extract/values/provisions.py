"""Citations of provisions: "article 32, paragraph 3 (c), of the Convention", each cited unit a thing of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from untocgraph.extract.document.layout import Reading
from untocgraph.extract.names.candidates import Candidate

__all__ = ["find_provisions", "find_rule_sets"]

_HEAD = re.compile(
    r"\b(?:(?P<article>[Aa]rticles?|ARTICLES?|[Aa]rts?\.)|(?P<paragraph>[Pp]aragraphs?|[Pp]aras?\.?)|(?P<rule>[Rr]ules?))\s*(?=\d|[IVXL]{1,6}\b)"
)
_NUMBER = re.compile(r"(\d{1,3}|[IVXL]{1,6}(?=[\s,.;:)]|$))(?:\s?(bis|ter|quater)\b)?(?![\d/%]|[.:]\d|-\w)")
_SUB = re.compile(r"\s?\(\s?([a-z]{1,4}|\d{1,2})\s?\)")
_INNER = re.compile(r",?\s+(?:(paragraphs?|paras?\.?)|(subparagraphs?|sub-paragraphs?|subparas?\.?))\s*(?=[(\d])")
_SEPARATOR = re.compile(r"(?:,?\s+(?:and|or|as well as)\s+|,\s*)(?=\d|\()")
_RANGE = re.compile(r"\s*(?:-|–|—)\s*(?=\d)|\s+(?:to|through)\s+(?=\d)")
_OF = re.compile(r"(?P<comma>,?)\s+(?:of|to|in|under)\s+(?:the\s+|its\s+|that\s+|this\s+|said\s+)*|\s+(?=[A-Z]{2})")
_RESOLUTION = re.compile(
    r",?\s+of\s+(?:the\s+annex\s+to\s+)?(?:its\s+)?(?:[A-Z]\w+\s+){0,3}(?P<word>resolution|decision)\s+(?P<number>\d{1,4}/\d{1,4})(?![\d/])"
)
_THEREOF = re.compile(r",?\s+(?:thereof|thereto)\b")
_OWN = re.compile(
    r",?\s+(?:above|below)\b|\s+of\s+(?:the\s+present|this)\s+(?:resolution|decision|document|report|summary|note)"
)
_NOT_CITED = re.compile(r"(?:operative|preambular|agenda item|chapter|sect\.|section)\s+$", re.I)
_GENERIC = re.compile(
    r"(Convention|Protocol|Covenant|Treaty|Agreement|Charter|Statute|Compact|annex|resolution|decision)s?\b"
)
_RULES = re.compile(
    r"\b[Pp]rocedures\s+and\s+rules\b|\b[Rr]ules\s+of\s+[Pp]rocedure\b|\b[Tt]erms\s+of\s+reference(?=\s+of\s+the\s+(?:[A-Z]\w+\s+)*Mechanism)"
)
_RULES_OF = re.compile(r"\s+(?:for\s+the\s+functioning\s+)?(?:of|for)\s+(?:the\s+)?")


@dataclass(frozen=True, slots=True)
class _Unit:
    """One cited unit: where its own words start and end, where the citation starts, and its path."""

    start: int
    end: int
    path: tuple[str, ...]


def find_rule_sets(reading: Reading, named: Mapping[int, Candidate]) -> list[Candidate]:
    """Return mentions of procedural rules, with the mechanism or body they govern; ``named`` is by start."""
    text = reading.text
    found: list[Candidate] = []
    for match in _RULES.finditer(text):
        procedure = match[0].casefold().startswith("rules")
        tail = _RULES_OF.match(text, match.end())
        governed = named.get(tail.end()) if tail else None
        if governed is not None and governed.kind not in ("mechanism", "organization"):
            governed = None
        end = governed.end if governed else match.end()
        key = "rules:procedure" if procedure else "rules:mechanism"
        of_untoc = governed is not None and governed.key in ("ref:review_mechanism", "ref:cop")
        reference = ("rules_of_procedure" if procedure else "review_procedures") if of_untoc else ""
        found.append(
            Candidate(
                start=match.start(),
                end=end,
                kind="provision",
                type="RuleSet",
                method="provision.rules",
                precision=0.9,
                key=key,
                reference=reference,
                identity=(("reference", reference), ("of", governed.key if governed else "")),
                inside=True,
            )
        )
    return found


def find_provisions(
    reading: Reading, named: Mapping[int, Candidate], rules: Sequence[Candidate], context: str
) -> list[Candidate]:
    """Return every cited unit twice where its instrument is named: with it and without.

    ``named`` holds the instruments of the text by start, ``rules`` its rule sets, ``context`` the key of the
    instrument that a bare "article 8" is about.
    """
    text = reading.text
    by_start = {**named, **{rule.start: rule for rule in sorted(rules, key=lambda r: r.end)}}
    own = {block.number for block in reading.blocks if block.kind == "numbered" and block.number.isdigit()}
    highest = max((int(number) for number in own), default=0)
    found: list[Candidate] = []
    last = {"article": context, "paragraph": "rules:mechanism" if rules else ""}
    done = 0
    for match in _HEAD.finditer(text):
        word = "article" if match["article"] else "paragraph" if match["paragraph"] else "rule"
        if match.start() < done or _NOT_CITED.search(text, max(0, match.start() - 20), match.start()):
            continue
        units = list(_units(text, match, word))
        if not units or _OWN.match(text, units[-1].end):
            continue
        done = units[-1].end
        instrument, end = _instrument(text, units[-1].end, by_start)
        if word == "rule" and not instrument.startswith("rules:"):
            continue
        if word == "paragraph" and not instrument:
            if not rules or _count(units[0].path[0].partition("-")[2]) <= highest:
                continue
            instrument = last["paragraph"]
        if word == "article" and not instrument:
            ahead = _ahead(text, units[-1].end, by_start)
            instrument = ahead or last["article"]
        elif word != "rule" and instrument:
            last[word] = instrument
        found.extend(_candidates(match, units, instrument, end, word))
    return found


def _units(text: str, head: re.Match[str], word: str) -> Iterator[_Unit]:
    """Yield the units of one citation, in order; a range yields its two ends."""
    step = "art" if word == "article" else "par" if word == "paragraph" else "rule"
    at = head.end()
    while number := _NUMBER.match(text, at):
        path: tuple[str, ...] = (f"{step}-{number[1]}{number[2] or ''}",)
        end = number.end()
        end, path = _subs(text, end, path, paragraph_first=step == "art")
        inner = _INNER.match(text, end) if step != "par" else None
        if inner:
            start = at
            for unit in _inner_units(text, inner, path):
                yield _Unit(start, unit.end, unit.path)
                start, end = unit.end, unit.end
        else:
            stretch = _stretch(text, end)
            if stretch and _count(stretch[1]) - _count(number[1]) > _FEW:
                yield _Unit(head.start(), stretch.end(), (f"{step}-{number[1]}-to-{stretch[1]}",))
                return
            yield _Unit(at, end, path)
        through = _RANGE.match(text, end)
        follows = through or _SEPARATOR.match(text, end)
        if not follows or text[follows.end()] == "(":
            return
        last = _NUMBER.match(text, follows.end())
        if through and last:
            for between in range(_count(number[1]) + 1, _count(last[1])):
                yield _Unit(head.start(), last.end(), (f"{step}-{between}",))
        at = follows.end()


def _count(number: str) -> int:
    """The leading digits of an article number as a number; 0 for Roman ones, which are cited singly."""
    digits = re.match(r"\d+", number)
    return int(digits[0]) if digits else 0


def _stretch(text: str, end: int) -> re.Match[str] | None:
    through = _RANGE.match(text, end)
    return _NUMBER.match(text, through.end()) if through else None


_FEW = 3
"""A range of more units than this is one thing; a shorter one is each of its units."""


def _subs(text: str, end: int, path: tuple[str, ...], *, paragraph_first: bool) -> tuple[int, tuple[str, ...]]:
    while (sub := _SUB.match(text, end)) and (paragraph_first or not sub[1].isdigit()):
        name = "par" if sub[1].isdigit() and paragraph_first and len(path) == 1 else "sub"
        path = (*path, f"{name}-{sub[1]}")
        end = sub.end()
    return end, path


def _inner_units(text: str, inner: re.Match[str], path: tuple[str, ...]) -> Iterator[_Unit]:
    at = inner.end()
    while True:
        if inner[2]:
            sub = _SUB.match(text, at)
            if not sub:
                return
            yield _Unit(at, sub.end(), (*path, f"sub-{sub[1]}"))
            end = sub.end()
        else:
            number = _NUMBER.match(text, at)
            if not number:
                return
            end, whole = _subs(text, number.end(), (*path, f"par-{number[1]}"), paragraph_first=False)
            yield _Unit(at, end, whole)
        follows = _SEPARATOR.match(text, end) or _RANGE.match(text, end)
        if (
            not follows
            or (text[follows.end()] == "(") != bool(inner[2])
            or not inner[1 if not inner[2] else 2].rstrip(".").endswith("s")
        ):
            return
        at = follows.end()


def _instrument(text: str, end: int, by_start: Mapping[int, Candidate]) -> tuple[str, int]:
    """Return the key of the instrument named right after a citation and where its name ends; empty if none."""
    if _THEREOF.match(text, end):
        return _nearest(text, end, by_start), end
    decided = _RESOLUTION.match(text, end)
    if decided:
        return f"resolution:{decided['word'].capitalize()}:{decided['number']}", decided.end()
    link = _OF.match(text, end)
    if not link:
        return "", end
    named = by_start.get(link.end())
    if named is not None and named.kind in ("instrument", "provision"):
        return named.key, named.end
    generic = _GENERIC.match(text, link.end())
    if generic and generic[1][0].isupper():
        return f"the:{generic[1]}", generic.end()
    if generic and link["comma"] is not None and "of" in link[0]:
        return f"other:{generic[1]}", end
    return "", end


def _nearest(text: str, end: int, by_start: Mapping[int, Candidate]) -> str:
    before = [start for start in by_start if max(0, end - 300) <= start < end]
    return by_start[max(before)].key if before else ""


def _ahead(text: str, end: int, by_start: Mapping[int, Candidate]) -> str:
    """The instrument of a citation that follows in the same clause: "article 3 and article 5 of the Protocol"."""
    rest = re.compile(r"[^.;:()]{0,90}?\bof\s+(?:the\s+)?").match(text, end)
    while rest:
        named = by_start.get(rest.end())
        if named is not None and named.kind == "instrument" and re.search(r"\d", text[end : rest.end()]):
            return named.key
        return ""
    return ""


def _candidates(match: re.Match[str], units: list[_Unit], instrument: str, end: int, word: str) -> Iterator[Candidate]:
    type_ = "Article" if word == "article" else "Paragraph"
    for index, unit in enumerate(units):
        path = "/".join(unit.path)
        ends = {unit.end}
        if index == len(units) - 1:
            ends.add(end)
        bare = unit.end - unit.start < 4
        for start, stop in sorted((start, stop) for start in {match.start(), unit.start} for stop in ends):
            if start == match.start() or (index and (not bare or stop > unit.end)):
                yield Candidate(
                    start=start,
                    end=stop,
                    kind="provision",
                    type=type_,
                    method="provision.cited",
                    precision=0.98,
                    key=f"provision:{instrument}:{path}",
                    identity=(("instrument", instrument), ("path", path)),
                    inside=True,
                )
