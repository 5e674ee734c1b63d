"""Measures as RDF, for the graph ``metrics``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from untocgraph.core import iri
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import LABEL, PROV, TYPE, XSD
from untocgraph.networks.catalog import Settings, Values, measure
from untocgraph.networks.projected import Network
from untocgraph.networks.uncertainty import Uncertainty

_DOUBLE = f"{XSD}double"


def ntriples(
    network: Network,
    settings: Settings,
    weighting: str,
    values: Mapping[str, Values],
    uncertainty: Mapping[str, Uncertainty],
) -> str:
    """Return the values of node measures as sorted N-Triples, with the run that made them.

    The IRIs follow from projection, filters, settings, draws and seed: the same question gives the same triples.
    """
    drawn = [(name, entry.draws, entry.seed) for name, entry in uncertainty.items()]
    asked = {
        "projection": network.projection.name, "filters": asdict(network.filters), "settings": asdict(settings),
        "weighting": weighting, "draws": drawn,
    }  # fmt: skip
    described = json.dumps(asked, sort_keys=True, ensure_ascii=False)
    run = iri.node("metrics-run", described)
    lines = {
        f"<{run}> <{TYPE}> <{PROV}Activity>",
        f"<{run}> <{LABEL}> {_literal(described)}",
    }
    for name, rows in values.items():
        if measure(name).level == "node":
            for node, row in rows.items():
                for column, value in row.items():
                    found = {column: value}
                    if name in uncertainty:
                        interval = uncertainty[name].intervals[node][column]
                        found |= {f"{column} {kind}": getattr(interval, kind) for kind in ("low", "median", "high")}
                    lines.update(_triples(run, network.projection.name, node, found))
    return "".join(f"{line} .\n" for line in sorted(lines))


def _triples(run: str, projection: str, node: str, values: Mapping[str, float | None]) -> Iterator[str]:
    for name, value in values.items():
        if value is None:
            continue
        subject = f"<{iri.node('measure', run, node, name)}>"
        yield f"{subject} <{TYPE}> <{UNTOC.NetworkMeasure}>"
        yield f"{subject} <{UNTOC.measureOf}> <{node}>"
        yield f"{subject} <{UNTOC.measureName}> {_literal(name)}"
        yield f'{subject} <{UNTOC.measureValue}> "{value!r}"^^<{_DOUBLE}>'
        yield f"{subject} <{UNTOC.projection}> {_literal(projection)}"
        yield f"{subject} <{PROV}wasGeneratedBy> <{run}>"


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'
