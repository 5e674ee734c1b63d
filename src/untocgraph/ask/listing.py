"""Lists that are narrowed by facets: for every choice how many would be left, and the SPARQL that gives the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from untocgraph.core.vocabulary import PREFIXES

T = TypeVar("T")
Chosen = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet(Generic[T]):
    """One way to narrow a list. ``of`` gives the values of an item, ``label`` what people read for a value.

    ``pattern`` gives the SPARQL that keeps ``?item`` for chosen values; values of one facet are alternatives.
    """

    name: str
    title: str
    of: Callable[[T], Iterable[str]]
    label: Callable[[str], str]
    pattern: Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: how many items it would leave beside what the other facets have chosen."""

    value: str
    label: str
    number: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A facet with its choices: those chosen first, then the most frequent, then by label."""

    name: str
    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[T]):
    """The items left, in the order asked for, and what can be chosen next."""

    items: tuple[T, ...]
    offers: tuple[Offer, ...]


class Listing(Generic[T]):
    """Items in their order with an index of each facet: made once a snapshot, asked many times.

    ``words`` gives the text of an item in which free text is looked for, ``orders`` the keys to sort by (the first is
    the order as given); ``select`` is the SPARQL of the whole list over ``?item``, ``text_pattern`` its part for words.
    """

    def __init__(
        self,
        items: Iterable[T],
        facets: Sequence[Facet[T]],
        *,
        words: Callable[[T], str],
        orders: Mapping[str, Callable[[T], Any] | None],
        select: str,
        text_pattern: str,
    ) -> None:
        self.items, self.facets, self.orders = tuple(items), tuple(facets), orders
        self._select, self._text_pattern = select, text_pattern
        self._words = [" ".join(words(item).split()).casefold() for item in self.items]
        self._index: dict[str, dict[str, set[int]]] = {facet.name: {} for facet in self.facets}
        for place, item in enumerate(self.items):
            for facet in self.facets:
                for value in facet.of(item):
                    self._index[facet.name].setdefault(value, set()).add(place)
        self._labels = {f.name: {value: f.label(value) for value in self._index[f.name]} for f in self.facets}

    def find(self, chosen: Chosen, text: str = "", order: str = "") -> Found[T]:
        """Return what is left of the list. A value that no item has leaves nothing; an unknown order is the first."""
        everything = set(range(len(self.items)))
        if words := " ".join(text.split()).casefold():
            everything = {place for place in everything if words in self._words[place]}
        kept = {f.name: self._kept(f.name, values) for f in self.facets if (values := chosen.get(f.name))}
        left = everything.intersection(*kept.values())
        offers = (self._offer(f, everything.intersection(*(kept[n] for n in kept if n != f.name)), chosen)
                  for f in self.facets)  # fmt: skip
        items = [self.items[place] for place in sorted(left)]
        if key := self.orders.get(order):
            items.sort(key=key)
        return Found(items=tuple(items), offers=tuple(offer for offer in offers if offer.choices))

    def _kept(self, name: str, values: Sequence[str]) -> set[int]:
        return set().union(*(self._index[name].get(value, set()) for value in values))

    def _offer(self, facet: Facet[T], beside: set[int], chosen: Chosen) -> Offer:
        wanted, labels = set(chosen.get(facet.name, ())), self._labels[facet.name]
        counted = ((value, len(places & beside)) for value, places in self._index[facet.name].items())
        choices = [Choice(v, labels[v], number, v in wanted) for v, number in counted if number or v in wanted]
        choices.sort(key=lambda one: (not one.chosen, -one.number, one.label, one.value))
        return Offer(name=facet.name, title=facet.title, choices=tuple(choices))

    def index(self) -> list[tuple[str, str, list[tuple[str, str, list[int]]]]]:
        """Return each facet that has values: name, title, and of each value its label and the places that have it.

        Values stand in order of frequency, then by label.
        """
        return [
            (one.name, one.title, [(c.value, c.label, sorted(self._index[one.name][c.value])) for c in one.choices])
            for one in self.find({}).offers
        ]

    def sorted_places(self) -> list[tuple[str, list[int]]]:
        """Return each order that can be asked for beside the first: its name and the places in that order."""
        keyed = [(name, [key(item) for item in self.items]) for name, key in self.orders.items() if key]
        return [(name, sorted(range(len(keys)), key=keys.__getitem__)) for name, keys in keyed]

    def sparql(self, chosen: Chosen, text: str = "") -> str:
        """Return the query over the union of all graphs that gives the same items, as ``?item``.

        >>> listing = Listing([], [], words=str, orders={}, select="?item a untoc:Statement .", text_pattern="")
        >>> listing.sparql({}).splitlines()[-1]
        'SELECT DISTINCT ?item WHERE { ?item a untoc:Statement . }'
        """
        parts = [self._select]
        for facet in self.facets:
            if values := chosen.get(facet.name):
                known = tuple(value for value in values if value in self._index[facet.name])
                parts.append(facet.pattern(known) if known else "FILTER(false)")
        if words := " ".join(text.split()).casefold():
            parts.append(self._text_pattern.replace("WORDS", quoted(words)))
        used = [
            f"PREFIX {name}: <{address}>" for name, address in PREFIXES.items() if any(f"{name}:" in p for p in parts)
        ]
        body = parts[0] if len(parts) == 1 else "\n  " + "\n  ".join(parts) + "\n"
        return "\n".join([*used, f"SELECT DISTINCT ?item WHERE {{ {body} }}"])


def quoted(words: str) -> str:
    r"""Return words as a SPARQL string.

    >>> quoted('a "b" \\ c')
    '"a \\"b\\" \\\\ c"'
    """
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'
