"""What is taken of an answer: proposals whose every slot is an entity of the document or words of the sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from untocgraph.core import iri
from untocgraph.propose.tasks import PREDICATES, SLOTS, Task

__all__ = ["Proposal", "Rejection", "check_answer"]

_MOST = 20
"""Proposals that one sentence can hold; what comes after is not looked at."""
_FENCE = re.compile(r"\s*```(?:json)?\s*\n(.*)\n\s*```\s*", re.S)
_QUOTED_ONLY = frozenset({"verb", "content", "words"})
_ENTITY_ONLY = frozenset({"subject", "object"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a model proposes for a sentence; it is pending, and nothing but a person can make more of it.

    ``slots`` holds (slot, IRI, start, end) in the order of ``SLOTS``: an entity has an IRI and the place of the
    sentence, a quotation its own place and no IRI. Places are code points of the source.
    """

    source: str
    start: int
    end: int
    kind: str
    predicate: str = ""
    slots: tuple[tuple[str, str, int, int], ...] = field(default=())

    @property
    def id(self) -> str:
        """A digest of what is proposed and where."""
        parts = [part for slot in self.slots for part in slot]
        return iri.digest(self.source, self.start, self.end, self.kind, self.predicate, *parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A proposal, or a whole answer, that is not taken, and why."""

    source: str
    start: int
    end: int
    reason: str


class _RejectedError(Exception):
    """One proposal cannot be taken; the message says why."""


def check_answer(task: Task, answer: str) -> tuple[tuple[Proposal, ...], tuple[Rejection, ...]]:
    """Return the proposals of an answer that can be taken, and the reasons why others cannot. Never raises.

    >>> task = Task(source="s", start=5, end=23, sentence="Peru asked for it.", entities=(("e1", "x:peru", "Peru"),))
    >>> said = {"kind": "statement", "speaker": "e1", "verb": "asked for", "content": "it"}
    >>> [p.slots[1] for p in check_answer(task, json.dumps({"proposals": [said]}))[0]]
    [('verb', '', 10, 19)]
    >>> [r.reason for r in check_answer(task, json.dumps({"proposals": [said | {"verb": "begged"}]}))[1]]
    ['verb: "begged" does not stand in the sentence']
    """

    def rejected(reason: str) -> Rejection:
        return Rejection(source=task.source, start=task.start, end=task.end, reason=reason)

    try:
        items = _items(answer)
    except _RejectedError as error:
        return (), (rejected(str(error)),)
    taken: dict[str, Proposal] = {}
    refused: list[Rejection] = []
    for item in items[:_MOST]:
        try:
            made = _proposal(task, item)
        except _RejectedError as error:
            refused.append(rejected(str(error)))
            continue
        if made.id in taken:
            refused.append(rejected("proposed twice"))
        taken.setdefault(made.id, made)
    if len(items) > _MOST:
        refused.append(rejected(f"{len(items)} proposals for one sentence: the first {_MOST} were looked at"))
    return tuple(taken.values()), tuple(refused)


def _items(answer: str) -> list[Any]:
    fenced = _FENCE.fullmatch(answer)
    try:
        parsed = json.loads(fenced[1] if fenced else answer)
    except (ValueError, RecursionError):
        raise _RejectedError("the answer is not JSON") from None
    items = parsed.get("proposals") if isinstance(parsed, dict) else None
    if not isinstance(items, list):
        raise _RejectedError('the answer has no list "proposals"')
    return items


def _proposal(task: Task, item: Any) -> Proposal:
    if not isinstance(item, dict):
        raise _RejectedError("a proposal is no object")
    kind = item.get("kind")
    if not isinstance(kind, str) or kind not in SLOTS:
        raise _RejectedError(f"kind: {_shown(kind)} is none of {', '.join(SLOTS)}")
    allowed = {"kind", *SLOTS[kind], *(["predicate"] if kind == "relation" else [])}
    for name in sorted(set(map(str, item)) - allowed):
        raise _RejectedError(f"{_shown(name)} is no slot of a {kind}")
    predicate = item.get("predicate", "")
    if kind == "relation" and predicate not in PREDICATES:
        raise _RejectedError(f"predicate: {_shown(predicate)} is no relation of the tables")
    slots = tuple(_slots(task, kind, item))
    if kind == "relation" and slots[0][1] == slots[1][1]:
        raise _RejectedError("a thing stands in no relation to itself")
    return Proposal(
        source=task.source, start=task.start, end=task.end, kind=kind, predicate=str(predicate), slots=slots
    )


def _slots(task: Task, kind: str, item: Mapping[str, Any]) -> Iterator[tuple[str, str, int, int]]:
    entities = {key: entity for key, entity, _ in task.entities}
    for name in SLOTS[kind]:
        value = item.get(name)
        if not isinstance(value, str) or not value.strip():
            raise _RejectedError(f"{name}: nothing is given")
        if value in entities and name not in _QUOTED_ONLY:
            yield name, entities[value], task.start, task.end
            continue
        if name in _ENTITY_ONLY:
            raise _RejectedError(f"{name}: {_shown(value)} is no entity of the document")
        at = task.sentence.find(value)
        if at < 0:
            raise _RejectedError(f"{name}: {_shown(value)} does not stand in the sentence")
        yield name, "", task.start + at, task.start + at + len(value)


def _shown(value: Any) -> str:
    """A value of an answer for people to read: one line, cut short, no control characters."""
    text = value if isinstance(value, str) else type(value).__name__
    text = "".join(char if char.isprintable() else "·" for char in text)
    return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'
