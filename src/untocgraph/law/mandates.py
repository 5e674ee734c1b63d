"""Mandates: what an event, mechanism or body rests on, step by step, and what rests on a provision.

A mandate chain runs over links such as *dialogue* mandated_by *paragraph 53*, part_of *the procedures and rules*,
annexed_to *resolution 9/1*, mandated_by *article 32*. The links come from the reference data, and from whatever
graph the caller has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from untocgraph import reference
from untocgraph.core import iri
from untocgraph.law.actions import TREATIES
from untocgraph.reference import MANDATE_RELATIONS

_MOST_STEPS = 12
_TREATY_PROVISIONS = tuple(f"{iri.provision(key)}/" for key in TREATIES)


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """``subject`` rests on ``object``; ``relation`` is a word of the table export, ``source`` says who states it."""

    subject: str
    relation: str
    object: str
    source: str = ""

    @classmethod
    def from_triple(cls, subject: str, predicate: str, object_: str, source: str = "") -> Link | None:
        """Return the link that a triple of the graph states, or None where its predicate is none of a mandate.

        >>> Link.from_triple("x:a", f"{iri.ONTOLOGY}mandatedBy", "x:b").relation
        'mandated_by'
        """
        word = re.sub(r"(?<!^)(?=[A-Z])", "_", predicate.removeprefix(iri.ONTOLOGY)).lower()
        return cls(subject, word, object_, source) if word in MANDATE_RELATIONS else None


def mandate_links() -> tuple[Link, ...]:
    """Return the links of the reference data, each with its source."""
    rows = reference.load().mandates
    seen = (row for row in rows if row.confidence == "seen")
    return tuple(sorted(Link(row.subject, row.relation, row.object, row.source) for row in seen))


def trace(start: str, links: Iterable[Link] = ()) -> tuple[tuple[Link, ...], ...]:
    """Return every chain from ``start`` (an IRI) back to what rests on nothing further, the shortest first.

    ``links`` are those of a graph; those of the reference data are added. A chain ends at a provision of a treaty,
    and never passes a thing twice. No chain is given for a thing that rests on nothing known.

    >>> mechanism = iri.entity("mechanism", "review_mechanism")
    >>> chain = trace(mechanism)[0]
    >>> [link.relation for link in chain], chain[-1].object.removeprefix(iri.BASE)
    (['established_by', 'mandated_by'], 'id/provision/untoc/art-32')
    """
    return _ordered(_walk(start, _below(links, forward=True), forward=True))


def invoked_by(provision: str, links: Iterable[Link] = ()) -> tuple[tuple[Link, ...], ...]:
    """Return every chain that leads to ``provision`` or a part of it, from each thing that invokes it, shortest first.

    >>> chains = invoked_by(iri.provision("untoc", "art-33"))
    >>> sorted({chain[0].subject.removeprefix(iri.BASE) for chain in chains})
    ['id/org/cop_secretariat']
    """
    index = _below(links, forward=False)
    targets = sorted(target for target in index if target == provision or target.startswith(f"{provision}/"))
    return _ordered(tuple(reversed(chain)) for target in targets for chain in _all(target, index))


def _below(links: Iterable[Link], *, forward: bool) -> dict[str, list[Link]]:
    index: dict[str, list[Link]] = {}
    for link in sorted({*links, *mandate_links()}):
        if link.relation in MANDATE_RELATIONS and not (
            link.relation == "part_of" and link.subject.startswith(_TREATY_PROVISIONS)
        ):
            index.setdefault(link.subject if forward else link.object, []).append(link)
    return index


def _walk(
    at: str, index: dict[str, list[Link]], chain: tuple[Link, ...] = (), *, forward: bool
) -> Iterator[tuple[Link, ...]]:
    passed = {at, *(one for link in chain for one in (link.subject, link.object))}
    further = [link for link in index.get(at, ()) if (link.object if forward else link.subject) not in passed]
    if chain and (not further or len(chain) == _MOST_STEPS):
        yield chain
    elif len(chain) < _MOST_STEPS:
        for link in further:
            yield from _walk(link.object if forward else link.subject, index, (*chain, link), forward=forward)


def _all(target: str, index: dict[str, list[Link]]) -> Iterator[tuple[Link, ...]]:
    """Yield each chain into ``target`` and each of its ends: a resolution invokes an article, and so does its annex."""
    seen: set[tuple[Link, ...]] = set()
    for chain in _walk(target, index, forward=False):
        for length in range(1, len(chain) + 1):
            if chain[:length] not in seen:
                seen.add(chain[:length])
                yield chain[:length]


def _ordered(chains: Iterable[tuple[Link, ...]]) -> tuple[tuple[Link, ...], ...]:
    return tuple(sorted(chains, key=lambda chain: (len(chain), chain)))
