"""Names one need not remember: stored queries, projections, topics and things, completed in a notebook."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from untocgraph.ask.objects.base import thing
from untocgraph.ask.query.catalog import QuerySpec, catalog
from untocgraph.ask.query.result import Table, Triples
from untocgraph.ask.query.run import run_stored
from untocgraph.ask.reader import Reader
from untocgraph.core import iri, markup
from untocgraph.core.fold import ascii_words
from untocgraph.graph.snapshot import Snapshot

T = TypeVar("T")


class Completed(Mapping[str, T], Generic[T]):
    """Names with what they stand for: by key as they are written, by attribute with underscores; both are completed.

    Nothing is read before it is asked for.

    >>> found = Completed(lambda: {"count-conflicts": 1}, str)
    >>> found.count_conflicts, found["count-conflicts"], dir(found)
    ('1', '1', ['count_conflicts'])
    """

    def __init__(self, names: Callable[[], Mapping[str, Any]], make: Callable[[Any], T]) -> None:
        self._read = names
        self._make = make

    @functools.cached_property
    def _names(self) -> dict[str, Any]:
        return dict(self._read())

    @functools.cached_property
    def _words(self) -> dict[str, str]:
        return {attribute(name): name for name in reversed(self._names) if attribute(name)}

    def __getitem__(self, name: str) -> T:
        return self._make(self._names[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __getattr__(self, name: str) -> T:
        if name in ("_read", "_make") or name.startswith("__") or name not in self._words:
            raise AttributeError(f"there is no {name!r}")
        return self[self._words[name]]

    def __dir__(self) -> list[str]:
        return sorted(self._words)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._names)

    def __repr__(self) -> str:
        return f"<{len(self)} names: {', '.join(list(self._names)[:5])} …>"

    def _repr_html_(self) -> str:
        shown = [[markup.link("", name)] for name in list(self._names)[:50]]
        return markup.table(("name",), shown, more=max(0, len(self) - len(shown)))


class StoredQuery:
    """A stored query that one calls: its signature is that of its parameters, its docstring says what it answers."""

    def __init__(self, graph: Snapshot, spec: QuerySpec) -> None:
        self._graph, self.spec = graph, spec
        lines = [spec.question or spec.summary, "", *(f"{one.name}: {one.description}" for one in spec.params)]
        self.__doc__ = "\n".join(lines).strip()
        kinds = [inspect.Parameter(one.name, inspect.Parameter.KEYWORD_ONLY, default=None) for one in spec.params]
        limit = inspect.Parameter("limit", inspect.Parameter.KEYWORD_ONLY, default=None)
        self.__signature__ = inspect.Signature([*kinds, limit])

    def __call__(self, *, limit: int | None = None, **params: Any) -> Table | Triples:
        """Return the answer; parameters that are None are left out. Errors as for ``Graph.query``."""
        given = {name: value for name, value in params.items() if value is not None}
        return run_stored(self._graph.store, self.spec, limit=limit, **given)

    def __repr__(self) -> str:
        return f"{self.spec.name}{self.__signature__}"


class Names(Snapshot):
    """What there is to ask for, as names that complete (``graph.queries.<Tab>``, ``graph.entities["<Tab>``).

    ``queries`` are the stored queries, to be called; ``projections`` the names of networks; ``topics`` those of
    statements; ``entities`` the things that sources name, by label (by the end of the IRI where two have one label).
    They are plain attributes, since a notebook completes nothing behind a property.
    """

    def _open(self) -> None:
        super()._open()
        self.queries = Completed(lambda: {one.name: one for one in catalog()}, lambda spec: StoredQuery(self, spec))
        self.projections = Completed(_projections, str)
        self.topics = Completed(lambda: _topics(self.reader), str)
        self.entities: Completed[Any] = Completed(lambda: _entities(self.reader), lambda node: thing(self.reader, node))


def _projections() -> dict[str, str]:
    from untocgraph.networks import projections

    return {name: name for name in projections()}


def _topics(reader: Reader) -> dict[str, str]:
    return {word: word for word in sorted({topic.rpartition("/")[2] for topic in reader.topics.values()})}


def _entities(reader: Reader) -> dict[str, str]:
    labels: dict[str, list[str]] = {}
    for node in sorted(reader.named):
        labels.setdefault(reader.ref(node).label, []).append(node)
    return {label if len(nodes) == 1 else one.removeprefix(f"{iri.BASE}id/"): one
            for label, nodes in sorted(labels.items()) for one in nodes}  # fmt: skip


def attribute(name: str) -> str:
    """Return a name as Python writes one.

    >>> attribute("count-conflicts"), attribute("Université d'Été"), attribute("2023 Dialogue")
    ('count_conflicts', 'universite_d_ete', '_2023_dialogue')
    """
    found = ascii_words(name, "_")
    return f"_{found}" if found[:1].isdigit() else found
