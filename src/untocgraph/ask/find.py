"""From what a person types to the one thing that is meant."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice

from untocgraph.ask.query.terms import is_iri
from untocgraph.ask.reader import Reader
from untocgraph.core import iri
from untocgraph.core.errors import QueryError, choose
from untocgraph.reference.citing import find_cited_units


def find_entity(reader: Reader, name: str) -> str:
    """Return the IRI of the entity that ``name`` means: an IRI, the end of one (``org/unodc``), or a name as printed.

    A merged IRI gives the one that replaced it. Raises QueryError, with the candidates, when nothing or more than
    one thing answers.
    """
    for candidate in (name, f"{iri.BASE}id/{name}"):
        if candidate.startswith(iri.BASE) and is_iri(candidate) and reader.exists(candidate):
            return reader.canonical(candidate)
    found = sorted(reader.names.get(iri.fold(name), ())) or sorted(filter(reader.exists, _cited(reader, name)))
    if len(found) == 1:
        return found[0]
    if found:
        short = [subject.removeprefix(f"{iri.BASE}id/") for subject in found]
        raise QueryError(f"{name!r} names {len(found)} things", repair=f"use one of {', '.join(short)}")
    near = get_close_matches(iri.fold(name), reader.names, 3, cutoff=0.75)
    hint = f"did you mean {' or '.join(map(repr, near))}?" if near else "search for a word of it"
    raise QueryError(f"nothing in the graph is called {name!r}", repair=hint)


def _cited(reader: Reader, name: str) -> Iterator[str]:
    """The provision that a citation such as ``UNTOC, art. 32 (3) (c)`` names, with the treaty by any of its names."""
    for one in islice(find_cited_units(name), 1):
        rest = f"{name[: one.start]} {name[one.end :]}".replace(",", " ").strip()
        treaty = rest.removeprefix("of ").removeprefix("the ")
        for subject in sorted(reader.names.get(iri.fold(treaty), ())):
            yield iri.provision(subject.rpartition("/")[2], *one.units[0].steps)


def find_topic(reader: Reader, name: str) -> str:
    """Return the IRI of a topic by its word, label or IRI. QueryError for one that no statement has."""
    if name in reader.topics.values():
        return name
    if iri.fold(name) in reader.topics:
        return reader.topics[iri.fold(name)]
    words = sorted(word for word, topic in reader.topics.items() if topic.endswith(f"/{word}"))
    return reader.topics[choose(name, words, "topic")]
