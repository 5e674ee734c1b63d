"""The series in which "the second dialogue" is the second: the dialogues of a year, or those on one subject."""

from __future__ import annotations

from collections import defaultdict

from untocgraph.core import iri
from untocgraph.core.model import Annotation, LocalEntity


def series_of(annotation: Annotation) -> dict[str, tuple[str, str]]:
    """Return local key of a counted event → (IRI, label) of its series.

    Where one document counts dialogues on different subjects ("the first … on firearms, the second … on trafficking"),
    they are counted through the year; else a number counts the meetings on its subject. Sessions are counted by their
    body and panels by their meeting: they need no series.
    """
    counted = {c.entity for c in annotation.attributes if c.attribute == "ordinal"}
    events = [e for e in annotation.entities if e.key in counted and e.type == "ConstructiveDialogue"]
    starts: dict[str, str] = {}
    for claim in annotation.attributes:
        if claim.attribute == "start":
            starts.setdefault(claim.entity, claim.value[:4])
    by_year: dict[str, set[str]] = defaultdict(set)
    for event in events:
        by_year[starts.get(event.key, "")].add(_topics(event))
    found = {}
    for event in events:
        year, topics = starts.get(event.key, ""), _topics(event)
        if year and len(by_year[year]) > 1:
            key, label = year, f"constructive dialogues of {year}"
        elif topics:
            key, label = topics, f"constructive dialogues on {topics.replace('_', ' ').replace('|', ' and ')}"
        else:
            continue
        found[event.key] = (iri.entity("series", f"cd-{iri.slug(key)}"), label)
    return found


def _topics(event: LocalEntity) -> str:
    return next((value for name, value in event.identity if name == "topics"), "")
