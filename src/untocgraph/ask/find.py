"""From what a person types to the one thing that is meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from untocgraph.ask.query.terms import is_iri
from untocgraph.ask.reader import Reader
from untocgraph.core import iri
from untocgraph.core.errors import QueryError


def find_entity(reader: Reader, name: str) -> str:
    """Return the IRI of the entity that ``name`` means: an IRI, the end of one (``org/unodc``), or a name as printed.

    A merged IRI gives the one that replaced it. Raises QueryError, with the candidates, when nothing or more than
    one thing answers.
    """
    for candidate in (name, f"{iri.BASE}id/{name}"):
        if candidate.startswith(iri.BASE) and is_iri(candidate) and reader.exists(candidate):
            return reader.canonical(candidate)
    found = sorted(reader.names.get(iri.fold(name), ()))
    if len(found) == 1:
        return found[0]
    if found:
        short = [subject.removeprefix(f"{iri.BASE}id/") for subject in found]
        raise QueryError(f"{name!r} names {len(found)} things", repair=f"use one of {', '.join(short)}")
    near = get_close_matches(iri.fold(name), reader.names, 3, cutoff=0.6)
    hint = f"did you mean {' or '.join(map(repr, near))}?" if near else "look in the table of entities"
    raise QueryError(f"nothing in the graph is called {name!r}", repair=hint)


def find_topic(reader: Reader, name: str) -> str:
    """Return the IRI of a topic by its word, label or IRI. QueryError for one that no statement has."""
    if name in reader.topics.values():
        return name
    if iri.fold(name) in reader.topics:
        return reader.topics[iri.fold(name)]
    words = sorted(word for word, topic in reader.topics.items() if topic.endswith(f"/{word}"))
    return reader.topics[choose(name, words, "topic")]


def choose(value: str, allowed: Iterable[str], what: str) -> str:
    """Return ``value`` if it is allowed; else QueryError that names the nearest allowed word.

    >>> choose("direct", ["direct", "reported"], "mode")
    'direct'
    """
    words = list(allowed)
    if value in words:
        return value
    near = get_close_matches(value, words, n=1, cutoff=0.4)
    repair = f"did you mean {near[0]!r}? " if near else ""
    raise QueryError(f"there is no {what} {value!r}", repair=f"{repair}one of: {', '.join(words)}")
