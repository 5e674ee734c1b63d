"""What the names stage finds in a text, for tests: without the model, so that they run anywhere."""

from __future__ import annotations

from untocgraph.core.model import Source
from untocgraph.extract.document.layout import Reading, read_layout
from untocgraph.extract.document.parse import Parser
from untocgraph.extract.names.find import find_names
from untocgraph.extract.things import Things

PARSER = Parser(use_model=False)


def reading_of(text: str) -> Reading:
    return read_layout(Source(id="t", text=text, sha256=""))


def things_in(text: str) -> Things:
    reading = reading_of(text)
    return find_names(reading, PARSER.parse(reading))


def labels(text: str, kind: str) -> list[str]:
    return [entity.label for entity in things_in(text).of_kind(kind)]


def typed(text: str, kind: str) -> dict[str, str]:
    return {entity.label: entity.type for entity in things_in(text).of_kind(kind)}


def forms(text: str, label: str) -> set[str]:
    things = things_in(text)
    key = next(entity.key for entity in things.entities.values() if entity.label == label)
    return {mention.text for mention in things.mentions_of(key)}
