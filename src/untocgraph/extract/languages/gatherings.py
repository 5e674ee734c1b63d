"""Meetings that French and Spanish texts name: kind, ordinal, body, and days and place where a clause holds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from untocgraph.core import resources
from untocgraph.core.model import AttributeClaim, Evidence, LocalEntity, Mention, RelationClaim, Span
from untocgraph.extract.document import Reading
from untocgraph.extract.document.parse import split_sentences
from untocgraph.extract.languages.foreign_citations import dates_in
from untocgraph.extract.languages.words import any_of, words_of
from untocgraph.extract.things import Things

_TYPES = (("event_session", "Session"), ("event_workshop", "Workshop"), ("event_dialogue", "ConstructiveDialogue"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gatherings:
    """The events of a text; ``main`` is the key of the one that it says was held, or empty."""

    entities: tuple[LocalEntity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    attributes: tuple[AttributeClaim, ...] = ()
    relations: tuple[RelationClaim, ...] = ()
    main: str = ""


@resources.derived()
def _named(language: str) -> re.Pattern[str]:
    noun = any_of(language, "event_session", "event_workshop", "event_other", "event_dialogue")
    ordinal = rf"(?:(?:\d{{1,3}}(?:e|ème|re|er|º|ª|a|o)?|{any_of(language, 'ordinal')})\s)"
    of = any_of(language, "of")
    ends = rf"(?=\s(?:{any_of(language, 'held')}|se|en|à|(?:le|el|du|del|al|au)\s\d)|[,.;:()\"]|$)"
    about = rf"(?:\s(?:sobre|para|contra|sur|pour|contre)\s[^,.;:()\"]{{3,70}}?{ends})?"
    return re.compile(
        rf"(?<![\w-])(?P<ordinal>{ordinal})?(?P<noun>(?i:{noun}))(?P<rest>\s(?:[a-zà-ÿ]+\s)?(?:{of})\s?(?=[A-ZÀ-Ý]))?(?P<about>{about})"
    )


def find_gatherings(reading: Reading, things: Things, language: str) -> Gatherings:
    """Return the events that have an ordinal, a body or a subject in their name."""
    entities: dict[str, LocalEntity] = {}
    mentions: list[Mention] = []
    attributes: list[AttributeClaim] = []
    relations: list[RelationClaim] = []
    main = ""
    for sentence in _sentences(reading):
        for match in _named(language).finditer(reading.text, sentence.start, sentence.end):
            body = things.at(match.end("rest"), "organization") if match["rest"] else None
            if not (match["ordinal"] or body or match["about"]):
                continue
            end = body.evidence.span.end if body else match.end() if match["about"] else match.end("noun")
            span = Span(match.start(), end)
            label = " ".join(span.of(reading.source.text).split())
            key = f"event_{re.sub(r'[^a-z0-9]+', '_', label.casefold())[:60]}"
            if key not in entities:
                entities[key] = _event(key, label, _type(match["noun"], language))
                if body is not None and entities[key].type == "Session":
                    relations.append(_relation(reading, key, "session_of", body.entity, span))
            evidence = _evidence(reading, span, "event.foreign")
            mentions.append(Mention(evidence=evidence, text=span.of(reading.source.text), entity=key))
            if re.search(rf"(?<!\w)(?:{any_of(language, 'held')})(?!\w)", sentence.of(reading.text)):
                main = main or key
                attributes += _facts(reading, things, language, key, sentence)
    return Gatherings(
        entities=tuple(entities.values()), mentions=tuple(mentions), attributes=tuple(attributes),
        relations=tuple(relations), main=main,
    )  # fmt: skip


def _sentences(reading: Reading) -> Iterator[Span]:
    for block in reading.blocks:
        if block.kind in ("paragraph", "numbered", "item", "title", "heading"):
            for span in split_sentences(block.span.of(reading.text)):
                yield Span(block.span.start + span.start, block.span.start + span.end)


def _type(noun: str, language: str) -> str:
    for group, type_ in _TYPES:
        if noun.casefold() in words_of(language, group):
            return type_
    return "OtherEvent"


def _event(key: str, label: str, type_: str) -> LocalEntity:
    return LocalEntity(key=key, kind="event", type=type_, label=label, identity=(("name", label.casefold()),))


def _facts(reading: Reading, things: Things, language: str, key: str, sentence: Span) -> Iterator[AttributeClaim]:
    for where, first, last in dates_in(sentence.of(reading.text), language):
        span = Span(sentence.start + where.start, sentence.start + where.end)
        yield _attribute(reading, key, "start", first, span)
        if last != first:
            yield _attribute(reading, key, "end", last, span)
        break
    for mention in things.in_span(sentence, "place"):
        lead = reading.text[max(0, mention.evidence.span.start - 8) : mention.evidence.span.start]
        if re.search(rf"(?<!\w)(?:{any_of(language, 'at_place')})\s$", lead):
            yield _attribute(reading, key, "place", things[mention.entity].label, mention.evidence.span)
            break


def _evidence(reading: Reading, span: Span, method: str) -> Evidence:
    return Evidence(source=reading.source.id, span=span, method=method, confidence=0.8)


def _attribute(reading: Reading, key: str, name: str, value: str, span: Span) -> AttributeClaim:
    evidence = _evidence(reading, span, f"attribute.foreign-{name}")
    return AttributeClaim(entity=key, attribute=name, value=value, evidence=evidence)


def _relation(reading: Reading, subject: str, predicate: str, object_: str, span: Span) -> RelationClaim:
    evidence = _evidence(reading, span, f"relation.foreign-{predicate}")
    return RelationClaim(subject=subject, predicate=predicate, object=object_, evidence=evidence)
