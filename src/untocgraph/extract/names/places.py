"""Places weighed by their surroundings: a town's name is a town only where the text puts something there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from untocgraph.core.fold import folded
from untocgraph.core.model import Parse, Span
from untocgraph.extract import lexicon
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.names.candidates import UPPER, Candidate
from untocgraph.extract.names.gazetteer import entries_for
from untocgraph.extract.names.runs import is_common, is_function_word, is_generic

_APPOSED = re.compile(r"[;(,]\s?$")
_DATELINE = re.compile(
    r"(?:,?\s\(?[A-Z][\w ]+\)?)?\s?[,(–—-]{1,2}\s*(?:\d{1,2}\s)?(?:[A-Z][a-z]{2,8}\.?\s)?(?:\d{1,2},?\s)?\d{4}"
    r"|\s+\d{1,2}\s[A-Z]\w+\s\d{4}"
)


_FEDERAL = re.compile(r",\s(?:USA|U\.S\.A\.|US\b|U\.S\.|United\sStates)")
_TOWN = re.compile(rf"[{UPPER}][\w'-]+,\s$")
"""Between a town and the United States stands one of their states: "Atlanta, Georgia, USA"."""
_PUT_THERE = lexicon.regex(r"\b<<name_cues.word:group=puts_in_place>>\s(?:the\s)?$")
_NAMED_AFTER = lexicon.regex(r"\s+<<name_cues.word:group=place_of>>(?![\w-])")
"""What is called by the name of a place and is none: "the Paris Principles", "the Berlin Mandate"."""
_ENDED = re.compile(r"[.,;:)]|\s+(?:for|in|on|at|to|and|or|has|had|is|was|will|would|which|that|by|with)\b")
"""What a name ends with that has no noun behind it, as "office" in "the Lima office"."""
_COMPASS = lexicon.word_set("name_cues.word:group=compass")
_NEVER = lexicon.word_set("name_cues.word:group=no_town")
"""Names of towns that in these texts are another thing, whatever the parser says."""
_AMBIGUOUS = lexicon.word_set("ambiguous_names.word")
_TWO = rf"[{UPPER}][\w'’-]+(?:[ ]{{1,2}}[{UPPER}][\w'’-]+)?"
_NATURES = (
    lexicon.regex(rf"(?<![\w'’-])(?P<name>{_TWO}[ ]{{1,2}}<<name_cues.word:group=land_or_water>>)(?![\w-])"),
    lexicon.regex(rf"(?<![\w'’-])(?P<name><<name_cues.word:group=land_or_water_of>>[ ]{_TWO})"),
    lexicon.regex(
        rf"(?<![\w'’-])(?i:<<name_cues.word:group=seat>>)[ ]{{1,2}}(?P<name>{_TWO})(?=\s*(?:[,.;:\n(]|[ ][ a-z–-]|$))"
    ),
)
"""What a name says to be a place: "Gull Island", "Gulf of Perle", "the Member for Tarn"."""
_NO_LAND = lexicon.word_set("name_cues.word:group=no_land")
"""Words before "island" or "sea" that make no name: "Small Island States"."""
_SHIPS = lexicon.word_set("name_cues.word:group=ship")
_TITLES = lexicon.word_set("honorifics.word:class=title")


def weighed_places(reading: Reading, parse: Parse, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates, towns only where the text has them as places, and places that no list has."""
    text = reading.text
    located = _located(parse)
    out: list[Candidate] = []
    seen: set[tuple[int, int]] = set()
    for candidate in candidates:
        if _is_another_thing(text, candidate):
            continue
        if candidate.kind == "place" and candidate.type == "Region":
            candidate = _with_compass(text, candidate)
        if candidate.kind == "place":
            seen.add((candidate.start, candidate.end))
        if candidate.method != "name.city":
            out.append(candidate)
            continue
        precision = _weight(text, candidate, located)
        if precision:
            out.append(replace(candidate, precision=precision))
    out.extend(_by_nature(text))
    record = recorded_setting(text)
    if record and (town := record[1]) and (town.start, town.end) not in seen:
        found = Candidate(
            start=town.start, end=town.end, kind="place", type="City", method="place.record", precision=0.7
        )
        out.append(found)
    out.extend(_unlisted(text, located, seen))
    return [*out, *_regions(text, out)]


def _weight(text: str, candidate: Candidate, located: set[tuple[int, int]]) -> float:
    """How surely a name that may be another thing is a place where it stands; 0 where nothing says so."""
    before, name = text[max(0, candidate.start - 24) : candidate.start], text[candidate.start : candidate.end]
    if before.endswith("the ") and _ENDED.match(text, candidate.end):
        return 0.0  # "submitted to the Duma for consideration"
    if candidate.type == "Region" and " " in name:  # nobody is called "Northern Territory"
        return 0.85
    if _PUT_THERE.search(before) or _DATELINE.match(text, candidate.end) or _REGION.match(text, candidate.end):
        return 0.85
    if (candidate.start, candidate.end) in located:
        return 0.8
    return 0.7 if _APPOSED.search(before) and name not in _AMBIGUOUS else 0.0


def _is_another_thing(text: str, candidate: Candidate) -> bool:
    """Whether the words name no place here: "Georgia, USA" as a State, "the Paris Principles", "Roma" the people."""
    if candidate.kind == "state":
        if text[candidate.end : candidate.end + 1] == "$":  # money
            return True
        town = _TOWN.search(text[max(0, candidate.start - 30) : candidate.start])
        return town is not None and _FEDERAL.match(text, candidate.end) is not None
    if candidate.kind == "place" and text[candidate.start : candidate.end] in _NEVER:
        return True
    return candidate.kind == "place" and _NAMED_AFTER.match(text, candidate.end) is not None


_RECORD = re.compile(
    r"^title:\s*\"?Transcript of (?:the |an? )?(?P<what>[^:\"\n]{4,60})(?:: (?P<where>[^:\"\n]{3,90}?))?"
    r": (?P<day>\d{1,2} \w+(?: \d{4})?)\b",
    re.M,
)
_PART = re.compile(rf"(?<=[ ,])(?:[{UPPER}][\w'’-]+ ?){{1,3}}(?=,|$)")


def recorded_setting(text: str) -> tuple[str, Span | None, Span] | None:
    """Return what a library's record of a transcript says was held, in what town and when: "doorstop", Lima, day."""
    record = _RECORD.search(text, 0, 3000)
    if record is None:
        return None
    parts = [
        Span(record.start("where") + part.start() - 1, record.start("where") + part.end() - 1)
        for part in _PART.finditer(" " + (record["where"] or ""))
    ]
    towns = [p for p in parts if not _outer(p.of(text))] or parts
    return record["what"], towns[-1] if towns else None, Span(*record.span("day"))


def _outer(name: str) -> bool:
    """Whether a name behind a town's is the land that it lies in."""
    return (
        (name.isupper() and len(name) < 5)
        or any(entries_for(name, "state"))
        or any(entry.type == "Region" for entry in entries_for(name, "place"))
    )


_SMALL_COMPASS = re.compile(r"(?<![\w-])(?:(?:north|south)-?(?:east|west)?|east|west|central)(?:ern)?[ ]$")


def _with_compass(text: str, candidate: Candidate) -> Candidate:
    """A region with the part of it that is meant: "northern Europe", "south-east Asia"."""
    part = _SMALL_COMPASS.search(text, max(0, candidate.start - 16), candidate.start)
    if part is None:
        return candidate
    if candidate.method == "name.city":  # the north of a province is the province
        return replace(candidate, start=part.start())
    name = text[part.start() : candidate.end]
    entry = next(iter(entries_for(name, "place")), None)
    if entry is not None:
        return entry.candidate(part.start(), candidate.end, method=candidate.method, precision=candidate.precision)
    return replace(
        candidate, start=part.start(), key=f"place:{folded(name)}", label="", reference="", identity=(("name", name),)
    )


_REGION = re.compile(r"\s(?:[Rr]egion|[Ss]ub-?region|[Pp]rovince|State|[Pp]eninsula|[Dd]elta|[Bb]asin)(?![\w-])")


def _regions(text: str, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The same place with the word "region" behind it; the region around a town is another place."""
    for candidate in candidates:
        tail = _REGION.match(text, candidate.end) if candidate.kind == "place" else None
        if tail and candidate.type == "Region":
            yield replace(candidate, end=tail.end())
        elif tail and tail[0].strip() != "State":
            name = text[candidate.start : tail.end()]
            yield replace(
                candidate, end=tail.end(), type="Region", method="place.around", precision=0.9,
                key=f"place:{folded(name)}", label="", reference="", identity=(("name", name),),
            )  # fmt: skip


def _by_nature(text: str) -> Iterator[Candidate]:
    """Islands, seas and valleys by their last word, and what somebody sits in parliament for."""
    for pattern in _NATURES:
        for match in pattern.finditer(text):
            words = match["name"].split()
            before = text[max(0, match.start() - 8) : match.start()].split()
            if words[0] in _NO_LAND or words[0] in _TITLES or is_function_word(words[0]) or is_generic(match["name"]):
                continue
            if not _SHIPS.isdisjoint({words[0], *before[-1:]}) or any(word.endswith("'s") for word in words[1:]):
                continue
            if entries_for(match["name"], "state") or entries_for(match["name"], "place"):
                continue
            yield Candidate(
                start=match.start("name"), end=match.end("name"), kind="place", type="Region", method="place.nature",
                precision=0.8,
            )  # fmt: skip


def _located(parse: Parse) -> set[tuple[int, int]]:
    spans: set[tuple[int, int]] = set()
    first: int | None = None
    for index, token in enumerate(parse.tokens):
        inside = token.ent in ("GPE", "LOC")
        if first is not None and (not inside or token.ent_start):
            spans.add((parse.tokens[first].start, parse.tokens[index - 1].end))
            first = None
        if inside and first is None:
            first = index
    return spans


_NAME = re.compile(rf"[{UPPER}][\w'-]+(?:[ -][{UPPER}][\w'-]+){{0,2}}")


def _unlisted(text: str, located: set[tuple[int, int]], seen: set[tuple[int, int]]) -> Iterator[Candidate]:
    for start, end in sorted(located - seen):
        surface = text[start:end]
        before = text[max(0, start - 12) : start]
        if surface in _COMPASS or all(is_common(word) for word in surface.split()) or is_generic(surface):
            continue
        area = re.search(
            r"\b(?:[Pp]rovince|[Rr]egion|[Ss]tate|[Dd]istrict|[Dd]epartment|[Ii]slands?|[Cc]ounty|[Vv]alley)s?\sof\s$",
            text[max(0, start - 16) : start],
        )
        if _NAME.fullmatch(surface) and area:
            yield Candidate(start=start, end=end, kind="place", type="Region", method="place.area", precision=0.8)
        elif _NAME.fullmatch(surface) and re.search(r"\b(?:[Ii]n|at|from|near)\s$", before) and not surface.isupper():
            compass = re.match(
                r"(?:West|East|North|South|Central|Western|Eastern|Northern|Southern|Upper|Lower)\s", surface
            )
            type_ = "Region" if compass else "City"
            yield Candidate(start=start, end=end, kind="place", type=type_, method="place.model", precision=0.55)
