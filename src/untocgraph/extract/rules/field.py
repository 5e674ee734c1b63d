"""What the rules are matched over: a text in which every name is a run of the letter of its kind."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from untocgraph.core.model import Span
from untocgraph.extract.masks import LETTER


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A name in the text: where, the key of what it names, its kind and type. ``slot`` only in examples."""

    start: int
    end: int
    key: str
    kind: str
    type: str = ""
    slot: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A masked text (offsets are the document's), its names in order, and what the passage at an offset is about."""

    text: str
    names: tuple[Named, ...]
    event_at: Callable[[int], str] = lambda offset: ""
    sentence: Callable[[int], Span] = lambda offset: Span(0, 1)
    speaker_at: Callable[[int], str] = lambda offset: ""

    def within(self, start: int, end: int) -> list[Named]:
        """Return the names wholly inside a stretch, in text order."""
        found: list[Named] = []
        for name in self.names[bisect_left(self.names, start, key=lambda n: n.start) :]:
            if name.start >= end:
                break
            if name.end <= end:
                found.append(name)
        return found


def masked_text(text: str, names: tuple[Named, ...]) -> str:
    """Return ``text`` with every name, in order and without overlap, replaced by the letter of its kind."""
    parts: list[str] = []
    at = 0
    for name in names:
        parts += (text[at : name.start], LETTER[name.kind] * (name.end - name.start))
        at = name.end
    return "".join([*parts, text[at:]])


_MARK = re.compile(r"\[(?P<what>[\w/.@]+?)(?P<sort>[=:])(?P<words>[^\[\]]+)\]")
_SORTED = {kind.casefold(): kind for kind in LETTER}


def marked_field(example: str, slots: dict[str, tuple[str, ...]]) -> Field:
    """Return the field of an example: ``[slot=Ana Ruiz]`` is what the rule must find, ``[person:Ana Ruiz]`` a name.

    A slot of several kinds says which: ``[who/state=Chile]``; a type stands behind a full stop:
    ``[event.Panel:the panel]``. The event that the passage is about has the key ``here``, who has the floor ``floor``.

    >>> marked_field("[who=Ana Ruiz] spoke.", {"who": ("person",)}).within(0, 9)[0].kind
    'person'
    """
    names: list[Named] = []
    parts: list[str] = []
    length = at = 0
    for match in _MARK.finditer(example):
        parts.append(example[at : match.start()])
        length += match.start() - at
        what, type_ = [*match["what"].split("."), ""][:2]
        slot, kind = [*what.split("/"), ""][:2] if match["sort"] == "=" else ("", what)
        kind = kind or (slots.get(slot) or ("",))[0]
        end = length + len(match["words"])
        if kind not in _SORTED:
            raise ValueError(f"{match[0]!r} names no kind of thing")
        names.append(Named(length, end, match["words"], kind, type_, slot))
        parts.append(match["words"])
        length, at = end, match.end()
    text = "".join([*parts, example[at:]])
    return Field(
        masked_text(text, tuple(names)), tuple(names), lambda _: "here", lambda _: Span(0, len(text)), lambda _: "floor"
    )
