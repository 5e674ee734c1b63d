"""What is taken of an answer: claims whose every slot is a closed word, a thing that the text names, or its words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from untocgraph.core.model import Span
from untocgraph.extract.values.numbers import find_numbers
from untocgraph.propose.claims import DOCUMENT, Claim, Thing, places_of
from untocgraph.propose.prompt import ENDS, KINDS, ROLES, WORDS, Chunk

_MOST = 400
"""Items of one sort that a chunk can hold; what comes after is not looked at."""
_LONG = 2_000
"""Code points of a quotation at most: a claim has a sentence behind it, not a page."""
_NAME = 200
_FORMS = 20
"""Code points of a name, and names of one thing, at most."""
_FENCE = re.compile(r"\s*```(?:json)?\s*\n(.*)\n\s*```\s*", re.S)
_SORTS = ("relations", "statements", "attributes", "counts")


class _RejectedError(Exception):
    """One item cannot be taken; the message says why."""


def check_answer(chunk: Chunk, answer: str) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """Return the claims of an answer that can be taken, and the reasons why others cannot. Never raises.

    Places are code points of the document. A quotation that does not stand in the chunk, or more than once, costs its
    claim; so does a word outside the closed lists, a thing that is not named, a number that the quotation does not
    give.

    >>> chunk = Chunk(source="s", start=5, text="Peru asked for it.")
    >>> said = {"entities": [{"id": "e1", "kind": "state", "type": "State", "forms": ["Peru"]}], "statements": [
    ...     {"quote": "Peru asked for it.", "mode": "reported", "kind": "statement", "speaker": "e1", "verb": "asked"}]}
    >>> [(claim.kind, claim.span) for claim in check_answer(chunk, json.dumps(said))[0]]
    [('name', Span(start=5, end=9)), ('statement', Span(start=5, end=23))]
    """
    try:
        parsed = _parsed(answer)
    except _RejectedError as error:
        return (), (str(error),)
    checker = _Checker(chunk)
    claims = list(checker.entities(parsed))
    for sort in _SORTS:
        claims += checker.claims(parsed, sort)
    return tuple(dict.fromkeys(claims)), tuple(checker.reasons)


def is_answer(words: str) -> bool:
    """Return whether the words of an answer are a JSON object, whatever it holds.

    >>> is_answer("{}"), is_answer("I am sorry, but")
    (True, False)
    """
    try:
        _parsed(words)
    except _RejectedError:
        return False
    return True


def _parsed(answer: str) -> Mapping[str, Any]:
    fenced = _FENCE.fullmatch(answer)
    try:
        parsed = json.loads(fenced[1] if fenced else answer)
    except (ValueError, RecursionError):
        raise _RejectedError("the answer is not JSON") from None
    if not isinstance(parsed, dict):
        raise _RejectedError("the answer is no JSON object")
    return parsed


@dataclass(slots=True)
class _Checker:
    chunk: Chunk
    things: dict[str, Thing]
    reasons: list[str]

    def __init__(self, chunk: Chunk) -> None:
        self.chunk = chunk
        self.things = {}
        self.reasons = []

    def _items(self, parsed: Mapping[str, Any], sort: str) -> list[Any]:
        items = parsed.get(sort, [])
        if not isinstance(items, list):
            self.reasons.append(f"{sort}: is no list")
            return []
        if len(items) > _MOST:
            self.reasons.append(f"{sort}: {len(items)} of them, the first {_MOST} were looked at")
        return items[:_MOST]

    def entities(self, parsed: Mapping[str, Any]) -> Iterator[Claim]:
        """The things that the answer names and the text has."""
        for item in self._items(parsed, "entities"):
            try:
                key, thing, span = self._entity(item)
            except _RejectedError as error:
                self.reasons.append(f"entities: {error}")
                continue
            self.things[key] = thing
            yield Claim(kind="name", span=span, things=(("thing", thing),))

    def _entity(self, item: Any) -> tuple[str, Thing, Span]:
        if not isinstance(item, dict):
            raise _RejectedError("an item is no object")
        key, kind, given = (item.get(name) for name in ("id", "kind", "forms"))
        if not isinstance(key, str) or not key or key == DOCUMENT or key in self.things:
            raise _RejectedError(f"id {_shown(key)} is none, or given twice")
        if not isinstance(kind, str) or item.get("type") not in KINDS.get(kind, ()):
            raise _RejectedError(f"{_shown(kind)} {_shown(item.get('type'))} is no kind of thing")
        if not isinstance(given, list):
            raise _RejectedError("forms is no list")
        places = {f: p for f in given[:_FORMS] if isinstance(f, str) and (p := self._named(f))}
        if not places:
            raise _RejectedError(f"{_shown(given[0] if given else '')} does not stand in the text")
        first = min(span for found in places.values() for span in found)
        return key, Thing(kind=kind, type=item["type"], forms=tuple(places)), first

    def _named(self, form: str) -> tuple[Span, ...]:
        """Where a name stands; a letter, or one word in small letters ("the"), is no name of anything."""
        plain = form.islower() and form.isalpha()
        if form != form.strip() or not 1 < len(form) <= _NAME or plain:
            return ()
        return tuple(self._moved(span) for span in places_of(form, self.chunk.text))

    def _moved(self, span: Span) -> Span:
        return Span(span.start + self.chunk.start, span.end + self.chunk.start)

    def claims(self, parsed: Mapping[str, Any], sort: str) -> Iterator[Claim]:
        """The claims of one sort that can be taken."""
        make = {"relations": self._relation, "statements": self._statement, "attributes": self._attribute,
                "counts": self._count}[sort]  # fmt: skip
        for item in self._items(parsed, sort):
            try:
                if not isinstance(item, dict):
                    raise _RejectedError("an item is no object")
                yield make(item)
            except _RejectedError as error:
                self.reasons.append(f"{sort}: {error}")

    # ---- slots ----

    def _quote(self, item: Mapping[str, Any]) -> Span:
        quote = item.get("quote")
        if not isinstance(quote, str) or not quote.strip() or len(quote) > _LONG:
            raise _RejectedError(f"quote {_shown(quote)} is no quotation")
        at = self.chunk.text.find(quote)
        if at < 0:
            raise _RejectedError(f"quote {_shown(quote)} does not stand in the text")
        if self.chunk.text.find(quote, at + 1) >= 0:
            raise _RejectedError(f"quote {_shown(quote)} stands in the text more than once")
        return self._moved(Span(at, at + len(quote)))

    def _word(self, item: Mapping[str, Any], slot: str, allowed: tuple[str, ...]) -> str:
        value = item.get(slot, "")
        if not isinstance(value, str) or value not in allowed:
            raise _RejectedError(f"{slot} {_shown(value)} is none of the words")
        return value

    def _copied(self, item: Mapping[str, Any], slot: str) -> str:
        value = item.get(slot, "")
        if not isinstance(value, str) or (value and (value not in self.chunk.text or value != value.strip())):
            raise _RejectedError(f"{slot} {_shown(value)} does not stand in the text")
        return value

    def _thing(self, item: Mapping[str, Any], slot: str, kinds: tuple[str, ...]) -> dict[str, Thing]:
        key = item.get(slot, "")
        if key == "":
            return {}
        thing = self.things.get(key) if isinstance(key, str) else None
        if thing is None:
            raise _RejectedError(f"{slot} {_shown(key)} is no thing that was taken")
        if thing.kind not in kinds:
            raise _RejectedError(f"{slot} {_shown(thing.forms[0])} is a {thing.kind}")
        return {slot: thing}

    # ---- sorts ----

    def _relation(self, item: Mapping[str, Any]) -> Claim:
        predicate = self._word(item, "predicate", tuple(ENDS))
        sources, targets = ENDS[predicate]
        things = self._thing(item, "object", targets)
        words = {"predicate": predicate}
        if DOCUMENT in sources:
            if item.get("subject") != DOCUMENT:
                raise _RejectedError(f"subject of {predicate} is the document")
            words["subject"] = DOCUMENT
        else:
            things |= self._thing(item, "subject", sources)
        if len(things) < (1 if DOCUMENT in sources else 2):
            raise _RejectedError(f"{predicate}: an end is missing")
        role = self._word(item, "role", ("", *ROLES))
        if role and predicate != "participates_in":
            raise _RejectedError(f"{predicate} has no role")
        span = self._quote(item)
        quoted = self.chunk.text[span.start - self.chunk.start : span.end - self.chunk.start]
        if not any(form in quoted for thing in things.values() for form in thing.forms):
            raise _RejectedError(f"quote {_shown(quoted)} names neither end")
        return Claim(kind="relation", span=span, **_slots(words | {"role": role}, things))

    def _statement(self, item: Mapping[str, Any]) -> Claim:
        span = self._quote(item)
        quoted = self.chunk.text[span.start - self.chunk.start : span.end - self.chunk.start]
        actors = ("person", "organization", "state")
        things = {
            **self._thing(item, "speaker", actors),
            **self._thing(item, "on_behalf_of", actors),
            **self._thing(item, "event", ("event",)),
        }
        modality = self._word(item, "modality", WORDS["modality"])
        if modality and not re.search(rf"\b{modality}\b", quoted):
            raise _RejectedError(f"modality {modality} does not stand in the quotation")
        words = {
            "mode": self._word(item, "mode", WORDS["mode"]),
            "type": self._word(item, "kind", WORDS["statement"]),
            "speaker_words": self._copied(item, "speaker_words"),
            "verb": self._copied(item, "verb"),
            "modality": modality,
        }
        return Claim(kind="statement", span=span, **_slots(words, things))

    def _attribute(self, item: Mapping[str, Any]) -> Claim:
        attribute = self._word(item, "attribute", WORDS["attribute"])
        things = self._thing(item, "of", ("person",) if attribute == "post" else ("event",))
        span = self._quote(item)
        value = self._copied(item, "value")
        if not things or not value:
            raise _RejectedError(f"{attribute}: nothing is given")
        if value not in self.chunk.text[span.start - self.chunk.start : span.end - self.chunk.start]:
            raise _RejectedError(f"value {_shown(value)} does not stand in the quotation")
        return Claim(kind="attribute", span=span, **_slots({"attribute": attribute, "value": value}, things))

    def _count(self, item: Mapping[str, Any]) -> Claim:
        span = self._quote(item)
        value = item.get("value")
        quoted = self.chunk.text[span.start - self.chunk.start : span.end - self.chunk.start]
        if not isinstance(value, int) or isinstance(value, bool) or value not in _numbers(quoted):
            raise _RejectedError(f"value {_shown(str(value))} does not stand in the quotation")
        words = {
            "category": self._word(item, "category", WORDS["category"]),
            "qualifier": self._word(item, "qualifier", WORDS["qualifier"]),
            "value": str(value),
        }
        return Claim(kind="count", span=span, **_slots(words, self._thing(item, "event", ("event",))))


def _numbers(quoted: str) -> set[int]:
    return {hit.value for hit in find_numbers(quoted)}


def _slots(words: Mapping[str, str], things: Mapping[str, Thing]) -> dict[str, Any]:
    return {
        "words": tuple(sorted((name, word) for name, word in words.items() if word)),
        "things": tuple(sorted(things.items(), key=lambda pair: pair[0])),
    }


def _shown(value: Any) -> str:
    """A value of an answer for people to read: one line, cut short, no control characters."""
    text = value if isinstance(value, str) else type(value).__name__
    text = "".join(char if char.isprintable() else "·" for char in text[:61])
    return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'
