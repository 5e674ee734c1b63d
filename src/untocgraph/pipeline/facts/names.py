"""Which of the words that a document uses for a thing are names of it; the others stay mentions, in the evidence.

"The Chair", "this dialogue", "workshop" or the topic of an event point at a thing inside one text. Published as names
they would match everything.
"""

from __future__ import annotations

import re
from dataclasses import replace

from untocgraph.core import iri, resources
from untocgraph.core.model import LocalEntity
from untocgraph.extract.lexicon import words
from untocgraph.reference import Reference

_POINTING = re.compile(
    r"(?:the|this|that|these|those|its|their|his|her|our|said|such|a|an|le|la|les|el|los|las)\s|"
    r"(?:above|afore|before)[- ]?mentioned\b",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"\w+(?:[/.-]\w+){2,}")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ONE_WORD = frozenset({"person", "organization", "state", "place", "project"})
"""Kinds of things for which one word may be a name."""
_DESCRIBED = frozenset({"event", "mechanism", "document"})
"""Kinds of things whose name says what they are: without that word it is the name of their topic."""


def names_of(entity: LocalEntity, reference: Reference | None) -> tuple[str, ...]:
    """Return those of the label and the aliases of an entity that are names of it, each once, in their order."""
    row = reference.by_id.get(entity.reference) if reference is not None and entity.reference else None
    known = frozenset(iri.fold(name) for name in row.names) if row else frozenset()
    contextual = frozenset(iri.fold(name) for name in row.contextual_aliases) if row else frozenset()
    called = replace(entity, label=row.label) if row else entity
    kept = (
        name
        for name in (entity.label, *entity.aliases)
        if iri.fold(name) in known or (iri.fold(name) not in contextual and _is_name(name, called))
    )
    return tuple(dict.fromkeys(kept))


def _is_name(name: str, entity: LocalEntity) -> bool:
    found = _WORD.findall(name)
    if not found or _POINTING.match(name) or _SYMBOL.fullmatch(name) or entity.kind == "provision":
        return False
    if len(found) == 1:
        acronym = sum(letter.isupper() for letter in name) > 1
        return entity.kind in _ONE_WORD and (acronym or _single(name, entity))
    capitals = [word for word in found if word[0].isupper()]
    if len(capitals) < 2 or not (name[0].isupper() or name[0].isdigit()):
        return False
    return (entity.kind not in _DESCRIBED or _says_what(found, entity)) and not _joint(found, entity)


def _single(name: str, entity: LocalEntity) -> bool:
    """One word of the label, or a word that stands for nothing general."""
    general = {word.casefold() for file, column in _GENERAL for word in words(file, column)}
    return name[0].isupper() and name.casefold() not in general


_GENERAL = (("generic_names", "word"), ("org_heads", "head"), ("posts", "post"))


def _says_what(found: list[str], entity: LocalEntity) -> bool:
    """The name has a small-lettered head of the label: "dialogue", "workshop", "mechanism", "report"."""
    heads = {word.casefold() for word in _WORD.findall(entity.label)} & _heads()
    return bool(heads & {word.casefold() for word in found}) or (
        not heads and bool(_heads() & {word.casefold() for word in found})
    )


@resources.derived(1)
def _heads() -> frozenset[str]:
    """The words that say what an event, document or mechanism is."""
    listed = (("event_kinds", "head"), ("document_nouns", "noun"), ("document_heads", "head"))
    heads = {word.rsplit(" ", 1)[-1].casefold() for file, column in listed for word in words(file, column)}
    return frozenset(heads | {"mechanism", "process"})


def _joint(found: list[str], entity: LocalEntity) -> bool:
    """ "Working Groups on A and B" names two things, neither of which is called so."""
    label = {word.casefold() for word in _WORD.findall(entity.label)}
    return any(
        word.casefold().endswith("s") and word.casefold()[:-1] in label and word.casefold() not in label
        for word in found
    )
