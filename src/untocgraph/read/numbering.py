"""The list numbers that Word prints but does not store in the text ("17.", "(c)"), after its numbering part."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: number format, text pattern (``%1.``) and first number."""

    format: str
    pattern: str
    start: int


def printed(value: int, format_: str) -> str:
    """Return ``value`` as Word prints it in a number format; empty for bullets and formats not known here.

    >>> printed(4, "lowerRoman"), printed(28, "upperLetter"), printed(3, "bullet")
    ('iv', 'BB', '')
    """
    if format_ in ("decimal", "decimalZero"):
        return str(value)
    if format_ in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters.upper() if format_ == "upperLetter" else letters
    if format_ in ("lowerRoman", "upperRoman"):
        text, rest = "", value
        for worth, sign in _ROMAN:
            text, rest = text + sign * (rest // worth), rest % worth
        return text.upper() if format_ == "upperRoman" else text
    return ""


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of one document in reading order."""

    levels: dict[tuple[str, int], Level]
    lists: dict[str, str] = field(default_factory=dict)
    """numId → abstractNumId: lists that share a definition go on counting together."""
    counters: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> Numbering:
        """Return the numbering of a python-docx document; an empty one where it has none."""
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return cls({})
        levels: dict[tuple[str, int], Level] = {}
        for abstract in root.iter(f"{_W}abstractNum"):
            for level in abstract.iter(f"{_W}lvl"):
                key = (abstract.get(f"{_W}abstractNumId"), int(level.get(f"{_W}ilvl")))
                start = _value(level, "start")
                levels[key] = Level(
                    _value(level, "numFmt"), _value(level, "lvlText"), int(start) if start.isdigit() else 1
                )
        lists = {num.get(f"{_W}numId"): _value(num, "abstractNumId") for num in root.iter(f"{_W}num")}
        return cls(levels, lists)

    def next(self, paragraph: Any, style: Any) -> tuple[str, str]:
        """Return (label as printed, bare number) of a paragraph; ("•", "") for a bullet, ("", "") for no list."""
        found = self._place(paragraph) or self._place(getattr(style, "element", None))
        if found is None:
            return "", ""
        key, depth = found
        level = self.levels.get((key, depth))
        if level is None:
            return "", ""
        counts = self.counters.setdefault(key, [])
        while len(counts) <= depth:
            fresh = self.levels.get((key, len(counts)))
            counts.append((fresh.start if fresh else 1) - 1 if len(counts) == depth else (fresh.start if fresh else 1))
        counts[depth] += 1
        del counts[depth + 1 :]
        own = printed(counts[depth], level.format)
        return (self._label(key, level, counts), own) if own else ("•", "")

    def _place(self, element: Any) -> tuple[str, int] | None:
        properties = None if element is None else element.find(f"{_W}pPr")
        properties = None if properties is None else properties.find(f"{_W}numPr")
        if properties is None:
            return None
        number, depth = _value(properties, "numId"), _value(properties, "ilvl")
        return (self.lists[number], int(depth) if depth.isdigit() else 0) if number in self.lists else None

    def _label(self, key: str, level: Level, counts: list[int]) -> str:
        def part(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            other = self.levels.get((key, index))
            return printed(counts[index], other.format) if other and index < len(counts) else ""

        return re.sub(r"%([1-9])", part, level.pattern)


def _value(element: Any, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return str(child.get(f"{_W}val") or "") if child is not None else ""
