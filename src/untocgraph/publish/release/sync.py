"""A SPARQL store kept in step with releases: an update from the release before, or all graphs anew."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from untocgraph.core import iri
from untocgraph.core.errors import InputError
from untocgraph.publish.release.catalog import DATASET
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.feed import ReleaseDiff, load_release
from untocgraph.publish.release.history import chain
from untocgraph.store.push import push
from untocgraph.store.remote import Addresses, RemoteStore

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


def _difference(patch: bytes) -> ReleaseDiff:
    """What a patch changes."""
    lines: dict[bytes, list[bytes]] = defaultdict(list)
    for line in patch.splitlines(keepends=True):
        kind, _, rest = line.partition(b" ")
        lines[kind].append(rest)
    names = dict(line.split(b" ")[:2] for line in lines[b"H"])
    a, b = (names[name].decode().strip("<>").removeprefix("urn:sha256:") for name in (b"prev", b"id"))
    return ReleaseDiff(a=a, b=b, changes=(), added=tuple(lines[b"A"]), removed=tuple(lines[b"D"]))


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

    A store that holds an earlier release takes the patches that lead from it to this one, as updates; any other gets
    the graphs that differ anew. Graphs of others are not touched. Raises InputError where there is no release,
    StoreError when no server answers.
    """
    dataset = load_release(release)
    target = RemoteStore(address, addresses=addresses)
    quads = target.oxigraph.quads_for_pattern(ox.NamedNode(DATASET), ox.NamedNode(_VERSION), None, ox.NamedNode(_MARK))
    held = next((quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)), "")
    if held == dataset.digest:
        return "nothing to do"
    try:
        patches = [gzip.decompress(path.read_bytes()) for path in chain(release, held)] if held else []
    except InputError:
        patches = []
    for patch in patches:
        target.update([sparql_update(_difference(patch))])
    if patches:
        return "updated"
    push(_Held(dataset), address, addresses=target.addresses)
    target.update([_marked(dataset.digest)])
    return "replaced"
