"""Numbers of participants in French and Spanish: a number, a kind of participant, and a verb of taking part."""

from __future__ import annotations

import re
from collections.abc import Iterator

from untocgraph.core import resources
from untocgraph.core.model import CountClaim, Evidence, Qualifier, Span
from untocgraph.extract import lexicon
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.document.parse import split_sentences

_PROSE = ("paragraph", "numbered", "item", "note")


@resources.derived()
def _values(language: str) -> dict[str, int]:
    return {row["word"]: int(row["value"]) for row in lexicon.table("foreign_numbers") if row["language"] == language}


def number_in(words: str, language: str) -> int:
    """Return the number that digits or number words stand for; 0 when they stand for none.

    >>> number_in("quatre-vingt-dix-sept", "fr"), number_in("mil doscientos treinta y ocho", "es")
    (97, 1238)
    """
    digits = re.sub(r"[\s.,]", "", words)
    if digits.isdecimal():
        return int(digits)
    values = _values(language)
    total = current = 0
    for word in re.split(r"[\s-]+", words.casefold()):
        value = values.get(word)
        if value is None:
            if word in ("et", "y"):
                continue
            return 0
        if value == 1000:
            total, current = total + max(current, 1) * 1000, 0
        elif value == 100 or (value == 20 and current % 100 == 4):  # "quatre-vingts" is four twenties
            current = max(current, 1) * value if value == 100 else current - 4 + 80
        else:
            current += value
    return total + current


@resources.derived()
def _grammar(language: str) -> re.Pattern[str]:
    word = lexicon.alternatives(list(_values(language)))
    number = rf"(?:\d{{1,3}}(?:[\s.]\d{{3}})+(?!\d)|\d{{1,4}}|{word}(?:(?:[\s-]|\s(?:et|y)\s|-et-){word})*)"
    units = lexicon.pattern("foreign_counts", "words", language=language, group="unit")
    least = lexicon.pattern("foreign_counts", "words", language=language, group="least")
    about = lexicon.pattern("foreign_counts", "words", language=language, group="about")
    return re.compile(
        rf"(?<![\w.,/-])(?:(?P<least>{least})\s+|(?P<about>{about})\s+)?(?P<number>{number})\s+(?P<unit>{units})(?![\w-])",
        re.I,
    )


@resources.derived()
def _attending(language: str) -> re.Pattern[str]:
    words = lexicon.pattern("foreign_counts", "words", language=language, group="attend")
    return re.compile(rf"(?<!\w){words}(?!\w)", re.I)


@resources.derived()
def _categories(language: str) -> dict[str, str]:
    return {
        word.casefold(): row["category"]
        for row in lexicon.table("foreign_counts")
        if row["language"] == language and row["group"] == "unit"
        for word in lexicon.cells(row["words"])
    }


def find_foreign_counts(reading: Reading, language: str) -> Iterator[CountClaim]:
    """Yield the participants that sentences count; of which event is not read."""
    for block in reading.blocks:
        if block.kind not in _PROSE:
            continue
        body = block.span.of(reading.text)
        for sentence in split_sentences(body):
            words = sentence.of(body)
            if not _attending(language).search(words):
                continue
            for match in _grammar(language).finditer(words):
                value = number_in(match["number"], language)
                if value > 1:
                    start = block.span.start + sentence.start
                    yield _claim(reading, match, value, start, language)


def _claim(reading: Reading, match: re.Match[str], value: int, offset: int, language: str) -> CountClaim:
    qualifier: Qualifier = "at_least" if match["least"] else "approximate" if match["about"] else "exact"
    span = Span(offset + match.start(), offset + match.end())
    evidence = Evidence(source=reading.source.id, span=span, method=f"count.closed-{language}", confidence=0.85)
    category = _categories(language)[" ".join(match["unit"].split()).casefold()]
    return CountClaim(event="", category=category, value=value, qualifier=qualifier, evidence=evidence)
