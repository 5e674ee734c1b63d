"""Networks of the graph as files for network programs, as pictures, and as the site draws them to be explored."""

from __future__ import annotations

from pathlib import Path

from untocgraph.core.errors import LimitError
from untocgraph.networks import network, projections
from untocgraph.networks.formats import render
from untocgraph.networks.pictures.svg import draw, picture
from untocgraph.publish.pages.netdata import drawn as explored
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.files import put, put_packed
from untocgraph.publish.release.site.networks import Picture, with_quotations

LOST = (
    "the sentences: ties name their assertions, which stand in the dumps",
    "facts that are no tie of the projection",
    "several values of an attribute are joined by a stroke",
)
_FORMATS = {"GEXF": "gexf", "GraphML": "graphml"}
"""Both are packed: Gephi, networkx and R read them so, and the same ties are not kept twice at length."""
_LARGEST = 300
_MOST_FOLDED = 5_000


def write_networks(dataset: ReleasedDataset, folder: Path, *, drawn: bool) -> tuple[Picture, ...]:
    """Write each projection that has ties as GraphML, GEXF and, when ``drawn``, SVG into ``folder``; describe them."""
    made = []
    for name, projection in sorted(projections().items()):
        answer = network(dataset.store, name)
        if not len(answer.columns) or (projection.fold != "none" and answer.columns.ties > _MOST_FOLDED):
            continue  # a folded network can be made again from the two-mode one, and grows with the square
        graph = answer.graph
        for kind in _FORMATS.values():
            put_packed(folder / f"{name}.{kind}", render(graph, kind))
        svg, why, net = "", "", None
        if drawn:
            try:
                if len(graph) > _LARGEST:
                    raise LimitError(f"{len(graph)} nodes are too many to be told apart in a picture")
                put(folder / f"{name}.svg", draw(picture(graph, title=projection.name)))
                svg, net = f"partners/networks/{name}.svg", with_quotations(explored(answer, {}), answer)
            except LimitError as error:
                why = str(error)
        listed = tuple((kind, f"partners/networks/{name}.{end}.gz") for kind, end in _FORMATS.items())
        made.append(
            Picture(name=name, title=name.replace("-", " – "), summary=projection.summary, nodes=len(graph),
                    ties=graph.number_of_edges(), notes=answer.notes, svg=svg, why=why, files=listed, net=net)
        )  # fmt: skip
    return tuple(made)
