"""Networks in the explorer: every filter of the library, drawn to be explored; a tie leads to its sentences."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from untocgraph.ask.listings import spaced
from untocgraph.ask.records import Proof
from untocgraph.core.errors import UntocgraphError
from untocgraph.core.namespace import CONCEPTS, SUPERCLASSES, UNTOC
from untocgraph.networks import FORMATS, MEASURES, NetworkAnswer, network, projections
from untocgraph.networks.backbone import disparity
from untocgraph.networks.communities import communities
from untocgraph.networks.evidence import quotations
from untocgraph.publish.pages.netdata import drawn
from untocgraph.serve.problems import problem
from untocgraph.serve.snapshot import Snapshot

_START = "actor-topic"
_MANY = ("source", "role", "mode", "layer", "type", "node")
_ONE = ("since", "until", "confidence", "weighting", "measure", "colour", "backbone", "resolution", "plain")
_DOWNLOADS = (("SVG", "svg"), ("GraphML", "graphml"), ("GEXF", "gexf"), ("nodes as CSV", "nodes-csv"),
              ("ties as CSV", "edges-csv"))  # fmt: skip
_WEIGHTINGS = {"count": "number of things shared", "newman": "shared, large gatherings count less (Newman)",
               "jaccard": "share of all (Jaccard)", "cosine": "cosine"}  # fmt: skip
_COLOURS = {"type": "class", "community": "community"}
State = tuple[tuple[str, tuple[str, ...]], ...]


def _state(request: Request) -> State:
    """What the request asks for: names with their values, those without a value left out."""
    asked = request.query_params
    one = [(name, (value,)) for name in ("name", *_ONE) if (value := asked.get(name, "").strip())]
    many = [(name, values) for name in _MANY if (values := tuple(v for v in asked.getlist(name) if v.strip()))]
    return (*one, *many)


def _number(given: Mapping[str, tuple[str, ...]], name: str, default: float) -> float:
    try:
        return float(given[name][0]) if name in given else default
    except ValueError:
        return default


@functools.lru_cache(maxsize=32)
def _answer(snapshot: Snapshot, state: State) -> NetworkAnswer:
    given = dict(state)

    def word(name: str, default: str = "") -> str:
        return given.get(name, (default,))[0]

    measured = word("measure")
    answer = network(
        snapshot.graph.oxigraph, word("name", _START), since=word("since"), until=word("until"),
        sources=given.get("source", ()), roles=given.get("role", ()), modes=given.get("mode", ()),
        layers=given.get("layer", ()), types=given.get("type", ()), nodes=given.get("node", ()),
        min_confidence=min(1.0, max(0.0, _number(given, "confidence", 0.0))), weighting=word("weighting", "count"),  # type: ignore[arg-type]
        measures=(measured,) if measured else (), resolution=_number(given, "resolution", 1.0),
        plain_ties="plain" in given,
    )  # fmt: skip
    if "backbone" in given:
        answer = answer.of(disparity(answer.graph, alpha=_number(given, "backbone", 0.05)))
    return answer


@functools.lru_cache(maxsize=32)
def _drawn(snapshot: Snapshot, state: State) -> dict[str, Any]:
    """The network as the page draws it."""
    answer = _answer(snapshot, state)
    given = dict(state)
    parts: Mapping[Any, int] = {}
    if given.get("colour") == ("community",) and len(answer.graph):
        parts = communities(answer.graph, resolution=_number(given, "resolution", 1.0)).membership
    return drawn(answer, parts)


def _options(snapshot: Snapshot) -> dict[str, list[tuple[str, str]]]:
    """What each field of the form can be set to, in words."""
    reader = snapshot.lookup
    agents = sorted(word.rpartition("#")[2] for word, above in SUPERCLASSES.items() if UNTOC.Agent in above)
    return {
        "name": [(name, spec.question) for name, spec in projections().items()],
        "measure": [(name, spaced(name)) for name, entry in MEASURES.items() if entry.level == "node"],
        "weighting": list(_WEIGHTINGS.items()),
        "colour": list(_COLOURS.items()),
        "source": sorted(((id_, reader.ref(one).label) for one, id_ in reader.source_ids.items()), key=lambda o: o[1]),
        "role": [(word, spaced(word)) for word in CONCEPTS["role"]],
        "mode": [(word, spaced(word)) for word in CONCEPTS["mode"]],
        "type": [(word, spaced(word)) for word in agents],
    }


def page_context(snapshot: Snapshot, request: Request) -> dict[str, Any]:
    """Return what the page ``network.html`` shows: the form, the network's address, its ties as a table."""
    state = _state(request)
    given = dict(state)
    query = urlencode([(name, value) for name, values in state for value in values])
    error, network_ = "", None
    try:
        network_ = _drawn(snapshot, state)
    except UntocgraphError as wrong:
        error = str(wrong)
    downloads = [(title, f"/network/file?{query}&format={name}") for title, name in _DOWNLOADS]
    return {
        "given": given, "name": given.get("name", (_START,))[0], "options": _options(snapshot), "error": error,
        "net": network_, "downloads": downloads if network_ and network_["nodes"] else (), "state": query,
        "advanced": bool(given.keys() - {"name", "since", "until", "measure", "colour"}),
        "tie": lambda one, two: f"/network/tie?{query}&{urlencode({'one': one, 'two': two})}",
    }  # fmt: skip


def network_data(snapshot: Snapshot, request: Request) -> Response:
    """The network as JSON: nodes with place, size, group and page; ties with strength, dates and number of proofs."""
    try:
        return JSONResponse(_drawn(snapshot, _state(request)))
    except UntocgraphError as error:
        return problem(400, "the network cannot be drawn", str(error))


def tie_context(snapshot: Snapshot, request: Request) -> dict[str, Any]:
    """Return what ``network_tie.html`` shows: the two ends, the tie, and the sentences that it rests on."""
    one, two = request.query_params.get("one", ""), request.query_params.get("two", "")
    answer = _answer(snapshot, _state(request))
    reader = snapshot.lookup
    data = answer.graph.get_edge_data(one, two) or answer.graph.get_edge_data(two, one)
    found: list[Proof] = []
    if data:
        several = list(data.values()) if answer.graph.is_multigraph() else [data]
        names = {name for tie in several for name in tie["assertions"]}
        for quotes in quotations(answer.store, names).values():
            found += [
                Proof(source=reader.ref(q.source), start=q.start, end=q.end, quotation=q.text, method=q.method,
                      confidence=q.confidence)
                for q in quotes
            ]  # fmt: skip
        data = several[0]
    proofs = sorted(dict.fromkeys(found), key=lambda proof: (proof.source.iri, proof.start, proof.end))
    return {
        "one": reader.ref(one) if data else None, "two": reader.ref(two) if data else None, "data": data or {},
        "items": [reader.ref(item) for item in sorted((data or {}).get("items", ())) if reader.ref(item).kind],
        "proofs": proofs, "references": sorted((data or {}).get("references", ())),
    }  # fmt: skip


def network_file(snapshot: Snapshot, request: Request) -> Response:
    """The network as a file: ``format`` is svg or one of the formats of the library."""
    wanted = request.query_params.get("format", "")
    try:
        answer = _answer(snapshot, _state(request))
        text, ending = (answer.svg(), ".svg") if wanted == "svg" else (answer.render(wanted), _ending(wanted))
    except UntocgraphError as error:
        return problem(400, "the network cannot be written", str(error))
    headers = {"Content-Disposition": f'attachment; filename="{answer.network.projection.name}{ending}"'}
    media = "image/svg+xml" if ending == ".svg" else "application/octet-stream"
    return Response(text, media_type=media, headers=headers)


def _ending(name: str) -> str:
    return FORMATS[name].ending if name in FORMATS else ""
