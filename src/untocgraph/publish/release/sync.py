"""A SPARQL store kept in step with releases: an update from the release before, or all graphs anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from untocgraph.core import iri
from untocgraph.publish.release.catalog import DATASET
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.feed import ReleaseDiff, load_release
from untocgraph.store.remote import Addresses, RemoteStore, push, send_update

_MARK = iri.graph("release")
"""The graph that says which release a store holds."""
_VERSION = "http://www.w3.org/ns/dcat#version"
_PREVIOUS = "# previous: "


def sparql_update(found: ReleaseDiff) -> str:
    """Return the difference of two releases as SPARQL Update; its first line names the release it starts from.

    >>> one, two = ReleasedDataset(()), ReleasedDataset((b'<x:s> <x:p> "1" <x:g> .\\n',))
    >>> from untocgraph.publish.release.feed import diff
    >>> print(sparql_update(diff(one, two)).splitlines()[1])
    INSERT DATA { GRAPH <x:g> {
    """
    steps = [f"{word} DATA {{ {_grouped(lines)} }}"
             for word, lines in (("DELETE", found.removed), ("INSERT", found.added)) if lines]  # fmt: skip
    return f"{_PREVIOUS}{found.a}\n" + " ;\n".join([*steps, _marked(found.b)]) + "\n"


def _grouped(lines: Iterable[bytes]) -> str:
    graphs: dict[str, list[str]] = defaultdict(list)
    for quad in ox.parse(input=b"".join(lines), format=ox.RdfFormat.N_QUADS):
        graphs[str(quad.graph_name)].append(f"{quad.triple} .")
    return "\n".join("\n".join([f"GRAPH {name} {{", *triples, "}"]) for name, triples in sorted(graphs.items()))


def _marked(digest: str) -> str:
    mark = f'GRAPH <{_MARK}> {{ <{DATASET}> <{_VERSION}> "{digest}" }}'
    return f"DROP SILENT GRAPH <{_MARK}> ;\nINSERT DATA {{ {mark} }}"


class _Held:
    """A data set where a graph directory is expected."""

    def __init__(self, dataset: ReleasedDataset) -> None:
        self.oxigraph = dataset.store
        self._names = list(dataset.graphs)

    def graphs(self) -> list[str]:
        return self._names


def sync(
    release: Path, address: str, *, addresses: Addresses | None = None
) -> Literal["nothing to do", "updated", "replaced"]:
    """Bring a SPARQL store to a release; return what was done.

    A store that holds the release before takes ``changes/changes.ru``; any other gets the graphs that differ anew.
    Graphs of others are not touched. Raises InputError where there is no release, StoreError when no server answers.
    """
    dataset = load_release(release)
    target = RemoteStore(address, addresses=addresses)
    quads = target.oxigraph.quads_for_pattern(ox.NamedNode(DATASET), ox.NamedNode(_VERSION), None, ox.NamedNode(_MARK))
    held = next((quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)), "")
    if held == dataset.digest:
        return "nothing to do"
    update = release / "changes" / "changes.ru"
    text = update.read_text(encoding="utf-8") if update.exists() else ""
    if held and text.startswith(f"{_PREVIOUS}{held}\n"):
        send_update(target.addresses, text)
        return "updated"
    push(_Held(dataset), address, addresses=target.addresses)
    send_update(target.addresses, _marked(dataset.digest))
    return "replaced"
