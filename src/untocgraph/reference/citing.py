"""The grammar of citations of provisions: which articles, paragraphs and letters a stretch of text cites.

``article 32, paragraph 3 (c)`` · ``art. 12(4)`` · ``articles 28, 30 (2) (a) and 31, paragraph 5`` · ``Article 4.8 and
4.9`` · ``paras. 28–34`` · ``Articles 5 (methods), 7 (records) and 8`` · ``paragraph 2 of article 12`` · ``l'alinéa b)
du paragraphe 1 de l'article 10 bis`` · ``el artículo 32, párrafo 3 c)``. The words of each language stand in
``reference/lexicon/grammar_words.csv``; of which instrument the units are is for the caller to say.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from untocgraph.core import resources

Steps = tuple[str, ...]
"""The way to a provision inside its instrument: ``("art-32", "par-3", "sub-c")``."""

_NUMBER = r"(?:\d{1,3}|(?-i:[IVXL]{1,6})(?=[\s,.;:)]|$))"
_ROMAN = frozenset({"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"})
_BRACKET = re.compile(r"\s*(?:\(\s?(?P<num>\d{1,2})\s?\)|\(?\s?(?P<mark>[a-z]{1,4})\s?\))", re.I)
_LONGEST = 100
"""Numbers of the longest range that is read as one."""
_OUTER = {"sub": ("par", "art"), "par": ("art",)}


@dataclass(frozen=True, slots=True)
class Unit:
    """One cited unit: its own words, its steps, and first and last number of the range that it comes from, if any."""

    start: int
    end: int
    steps: Steps
    stretch: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation from its first word to its last unit; ``word`` is ``art``, ``par`` or ``rule``."""

    start: int
    end: int
    word: str
    units: tuple[Unit, ...]


def find_cited_units(text: str, *, language: str = "en") -> Iterator[Cited]:
    """Yield the citations of ``text`` in its order; offsets are code points, ends exclusive.

    >>> [unit.steps for one in find_cited_units("articles 4.8 and 5, paras. 1 and 2") for unit in one.units]
    [('art-4', 'par-8'), ('art-5', 'par-1'), ('art-5', 'par-2')]
    """
    grammar = _grammar(language)
    position = 0
    while head := grammar.head.search(text, position):
        found = grammar.cited(text, head)
        if found is not None:
            yield found
        position = max(head.end(), found.end if found else 0)


_PLURAL = re.compile(r"\b(article|paragraph|rule|art|para)s\b", re.I)


def cited_singly(words: str) -> str:
    """Return the words of a citation of several units as they cite the last one alone; a range stays as it is.

    >>> cited_singly("Protocol Articles 5, 7 and 8"), cited_singly("articles 5 to 9")
    ('Protocol Article 8', 'articles 5 to 9')
    """
    cited = next(find_cited_units(words), None)
    if cited is None:
        return re.sub(r"\b(resolution|decision)s(?=\s\d)", r"\1", words, flags=re.I)
    if cited.units[-1].stretch != (0, 0):
        return words
    return _PLURAL.sub(r"\1", words[: cited.units[0].start]) + words[cited.units[-1].start :]


_PRINTED = re.compile(
    r"\d+(?:\.\d{1,2}(?!\d))?(?:\s?(?:bis|ter|quater)\b)?(?:\s?[–-]\s?\d+)?(?:\s?\(\s?\w{1,4}\s?\))*"
    r"(?:,?\s+(?:sub-?)?para(?:graph)?s?\.?\s+\(?\w+\)?(?:\s?\(\w{1,4}\))*)*"
)
_WORD_AHEAD = re.compile(r"(?i)(?:articles?|arts?\.|paragraphs?|paras?\.?|rules?)\s*")


def number_as_cited(text: str, steps: Steps) -> str:
    """Return the number of the provision at ``steps`` as the citation ``text`` prints it; empty where it has none.

    >>> number_as_cited("Article 4.2 (a) of the Treaty", ("art-4", "par-2", "sub-a"))
    '4.2 (a)'
    >>> number_as_cited("Article 4.2(a) and (b)", ("art-4", "par-2", "sub-b"))
    '4.2(b)'
    """
    text = " ".join(text.split())
    outer = re.search(r"\d+", steps[0]) if steps else None
    hits = list(re.finditer(rf"(?<!\d){outer[0]}(?!\d)" if outer else r"\d", text))
    if not hits:
        return ""
    head = _WORD_AHEAD.match(text)
    beside = outer is None or (head is not None and hits[0].start() == head.end())
    printed = _PRINTED.match(text, hits[0 if beside else -1].start())
    number = re.sub(r"\b(para(?:graph)?)s\b", r"\1", printed[0]) if printed else ""
    if len(steps) < 2:
        return number
    # of "(a) and (b)" the second has the number of the first but for its own letter
    own = steps[-1].partition("-")[2]
    return re.sub(r"\w+(?=\s?\)?$)", own, number) if len(re.findall(r"\w+", number)) > 1 else ""


@resources.derived()
def _words(language: str) -> dict[str, str]:
    path = resources.path("reference") / "lexicon" / "grammar_words.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["language"] == language]
    found = {}
    for row in rows:
        words = sorted((word for word in row["words"].split("|") if word), key=lambda word: (-len(word), word))
        found[row["group"]] = "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words) + ")"
    return found


def _folded(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)


class _Grammar:
    """The patterns of one language, and the reading of a citation by them."""

    def __init__(self, words: dict[str, str]) -> None:
        art, par, sub, own = words["article"], words["paragraph"], words["sub"], words["own"]
        of = rf"\s*,?\s+{words['of']}\s*(?:{own}\s+)?"
        rule = words.get("rule", "(?!)")
        self.head = _folded(
            rf"(?<!\w)(?:(?:(?P<art>{art})|(?P<par>{par})|(?P<rule>{rule}))\s*(?=\(?{_NUMBER})"
            rf"|(?P<sub>{sub})\s*(?=\(?[a-z]\)))"
        )
        after = rf"(?![\d/%]|[^\W\d]{{2}}|[.:]\d|-[^\W\d]|\s+(?:de\s+)?{words['month']}\b)"
        self.number = _folded(rf"\s*(?P<n>{_NUMBER})(?:\s?(?P<bis>bis|ter|quater)\b)?{after}")
        self.dotted = _folded(r"\s*(?P<n>\d{1,3})\.(?P<dot>\d{1,2})(?![\d/%]|[.:]\d)")
        self.range = _folded(rf"\s*(?:[–—-]|\s{words['to']}\b)\s*(?:{words['and']}\s+)?(?=\d)")
        self.glue = _folded(
            rf"(?:\s*\((?:(?!\w{{1,4}}\))[^()\n]{{4,80}}|(?-i:[A-Z]{{2,4}}))\))?\s*(?:,\s*{words['and']}\b|,|\s{words['and']}(?=[\s(]))\s*"
        )
        self.paragraph = _folded(rf"\s*,?\s*(?P<word>{par})\s*(?=\(?(?:\d|[a-z]\b))")
        self.letter = _folded(rf"\s*,?\s*{sub}\s*(?=\(?[a-z]\))")
        self.chain = _folded(rf"{of}(?=(?P<outer>(?:{par}|{art})\s*\d))")

    def cited(self, text: str, head: re.Match[str]) -> Cited | None:
        """Read the citation that begins with ``head``; None where its words cite nothing."""
        word = head.lastgroup or ""
        units = (
            self._brackets(text, Unit(head.end(), head.end(), ()))
            if word == "sub"
            else list(self._numbers(text, head.end(), word))
        )
        units = [unit for unit in units if unit.steps]
        chain = self.chain.match(text, units[-1].end) if units and word in _OUTER else None
        outer = self.head.match(text, chain.end()) if chain else None
        if outer is not None and outer.lastgroup in _OUTER[word] and (whole := self.cited(text, outer)):
            first, *more = whole.units
            inner = [replace(unit, steps=(*first.steps, *unit.steps)) for unit in units]
            inner[-1] = replace(inner[-1], end=first.end)
            return Cited(head.start(), whole.end, whole.word, (*inner, *more))
        return Cited(head.start(), units[-1].end, word, tuple(units)) if units and word != "sub" else None

    def _numbers(self, text: str, at: int, word: str) -> Iterator[Unit]:
        """Read numbers that commas, "and" and ranges join, each with what stands inside it."""
        while match := (self.dotted.match(text, at) if word == "art" else None) or self.number.match(text, at):
            start, end = match.start("n"), match.end()
            if match.re is self.dotted:
                units = self._brackets(text, Unit(start, end, (f"art-{match['n']}", f"par-{match['dot']}")))
            else:
                number, stretch = f"{match['n']}{(match['bis'] or '').lower()}", (0, 0)
                if last := self._last(text, match):
                    stretch = (int(match["n"]), int(last["n"]))
                    yield Unit(start, end, (f"{word}-{number}",), stretch)
                    for between in range(stretch[0] + 1, stretch[1]):
                        yield Unit(start, last.end(), (f"{word}-{between}",), stretch)
                    number, start, end = last["n"], last.start("n"), last.end()
                units = self._inside(text, Unit(start, end, (f"{word}-{number}",), stretch), word)
            yield from units
            glue = self.glue.match(text, units[-1].end)
            if glue is None:
                return
            at = glue.end()

    def _last(self, text: str, first: re.Match[str]) -> re.Match[str] | None:
        """The number that ends the range which begins with ``first``."""
        through = self.range.match(text, first.end()) if first["n"].isdigit() else None
        last = self.number.match(text, through.end()) if through else None
        fits = last is not None and last["n"].isdigit() and 0 < int(last["n"]) - int(first["n"]) <= _LONGEST
        return last if fits else None

    def _inside(self, text: str, unit: Unit, word: str) -> list[Unit]:
        """Read "paragraphs 3 and 4 (a)", "subparagraph (c)" or brackets behind a number."""
        letter = self.letter.match(text, unit.end)
        if word != "art" or letter:
            return self._brackets(text, replace(unit, end=letter.end() if letter else unit.end), letters=word == "par")
        head = self.paragraph.match(text, unit.end)
        if head is None:
            return self._brackets(text, unit)
        first = self.number.match(text, head.end())
        if first is None:  # "article 3, paragraph (a)"
            return self._brackets(text, replace(unit, end=head.end()))
        many = head["word"].rstrip(".").endswith("s")
        found: list[Unit] = []
        for one in self._numbers(text, head.end(), "par") if many else ():
            found.append(replace(one, steps=(*unit.steps, *one.steps)))
        if not found:
            letter = self.letter.match(text, first.end())
            end = letter.end() if letter else first.end()
            found = self._brackets(text, Unit(unit.start, end, (*unit.steps, f"par-{first['n']}")))
        return [replace(found[0], start=unit.start), *found[1:]]

    def _brackets(self, text: str, unit: Unit, *, letters: bool = False) -> list[Unit]:
        """Read "(2) (a)", "(d) and (e)", "a) (i) or (ii) or b) (i)" below ``unit``."""
        found: list[Unit] = []
        current = unit
        while True:
            below = current.steps != unit.steps or bool(found)
            glue = self.glue.match(text, current.end) if below else None
            match = _BRACKET.match(text, glue.end() if glue else current.end)
            if match is None or (match["mark"] and not _is_mark(match["mark"])) or (match["num"] and letters):
                return [*found, current]
            step = _step(match, current.steps, glued=glue is not None)
            if glue:
                found.append(current)
                start, steps = match.end() - len(match[0].lstrip()), (*_above(current.steps, step), step)
                current = replace(current, start=start, end=match.end(), steps=steps)
            else:
                current = replace(current, end=match.end(), steps=(*current.steps, step))


@resources.derived()
def _grammar(language: str) -> _Grammar:
    return _Grammar(_words(language))


def _is_mark(mark: str) -> bool:
    return len(mark) == 1 or mark.casefold() in _ROMAN


def _step(match: re.Match[str], current: Steps, *, glued: bool) -> str:
    if match["num"]:
        return f"par-{match['num']}"
    mark = match["mark"].casefold()
    last = current[-1] if current else ""
    inside = last.startswith("item-") if glued else last.startswith("sub-")
    return f"item-{mark}" if inside and mark in _ROMAN else f"sub-{mark}"


def _above(current: Steps, step: str) -> Steps:
    """The steps that a sibling of the kind of ``step`` stands under."""
    kind = step.split("-")[0]
    return next((current[:i] for i, one in enumerate(current) if one.startswith(f"{kind}-")), current)
