"""Networks of the graph as files for network programs, and as pictures for the site."""

from __future__ import annotations

from pathlib import Path

from untocgraph.core.errors import LimitError
from untocgraph.networks.formats import render
from untocgraph.networks.pictures.svg import draw, picture
from untocgraph.networks.project import project
from untocgraph.networks.projection import projections
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.files import put
from untocgraph.publish.release.site.write import Picture

LOST = (
    "the sentences: ties name their assertions, which stand in the dumps",
    "facts that are no tie of the projection",
    "several values of an attribute are joined by a stroke",
)
_LARGEST = 300
_MOST_FOLDED = 5_000


def write_networks(dataset: ReleasedDataset, folder: Path, *, drawn: bool) -> tuple[Picture, ...]:
    """Write each projection that has ties as GraphML, GEXF and, when ``drawn``, SVG into ``folder``; describe them."""
    made = []
    for name, projection in sorted(projections().items()):
        network = project(dataset.store, name)
        columns = network.columns()
        if not len(columns) or (projection.fold != "none" and columns.ties > _MOST_FOLDED):
            continue  # a folded network can be made again from the two-mode one, and grows with the square
        graph = network.graph()
        for kind in ("graphml", "gexf"):
            put(folder / f"{name}.{kind}", render(graph, kind))
        svg, why = "", ""
        if drawn:
            try:
                if len(graph) > _LARGEST:
                    raise LimitError(f"{len(graph)} nodes are too many to be told apart in a picture")
                put(folder / f"{name}.svg", draw(picture(graph, title=projection.name)))
                svg = f"partners/networks/{name}.svg"
            except LimitError as error:
                why = str(error)
        listed = tuple((kind.upper(), f"partners/networks/{name}.{kind}") for kind in ("graphml", "gexf"))
        made.append(
            Picture(
                title=name.replace("-", " – "),
                summary=projection.summary,
                nodes=len(graph),
                ties=graph.number_of_edges(),
                notes=network.notes,
                svg=svg,
                why=why,
                files=listed,
            )
        )
    return tuple(made)
