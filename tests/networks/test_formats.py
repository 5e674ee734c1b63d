"""Every format is read back by a program that did not write it: networkx, igraph, xgi, csv."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untocgraph.core.errors import QueryError
from untocgraph.networks.formats import FORMATS, render, save
from untocgraph.networks.project import project
from untocgraph.networks.projection import projections

from .conftest import BASE
from .test_projections import ADA, BEN, ONE, TWO


def joined(data: dict) -> dict:
    """Attributes as a file holds them: lists joined, empty ones left out."""
    found = {key: "|".join(value) if isinstance(value, tuple) else value for key, value in data.items()}
    return {key: value for key, value in found.items() if value != ""}


@pytest.mark.parametrize("name", sorted(projections()))
def test_networkx_reads_graphml_with_every_attribute(store: ox.Store, name: str) -> None:
    graph = project(store, name).graph()
    back = nx.parse_graphml(render(graph, "graphml"), force_multigraph=graph.is_multigraph())
    assert back.is_directed() == graph.is_directed()
    assert dict(back.nodes(data=True)) == {node: joined(data) for node, data in graph.nodes(data=True)}
    if graph.is_multigraph():
        assert back.number_of_edges() == graph.number_of_edges()
        return
    for one, two, data in graph.edges(data=True):
        assert back[one][two] == joined(data)


def test_igraph_reads_graphml_pajek_and_dl(store: ox.Store, tmp_path: Path) -> None:
    igraph = pytest.importorskip("igraph")
    graph = project(store, "person-person").graph()
    weights = sorted(value for _, _, value in graph.edges(data="weight"))
    for format_, reader in (("graphml", "Read_GraphML"), ("pajek", "Read_Pajek"), ("dl", "Read_DL")):
        file = tmp_path / f"x{FORMATS[format_].ending}"
        save(graph, file, format_)
        back = getattr(igraph.Graph, reader)(str(file))
        assert back.vcount() == len(graph)
        found = sorted(back.es["weight"])
        assert found == (sorted(weights * 2) if format_ == "dl" else weights), format_
    assert set(back.vs["name"]) == set(graph)


@pytest.mark.parametrize("name", ["person-event", "event-succession", "multiplex", "actor-actor"])
def test_networkx_reads_gexf_with_every_attribute(store: ox.Store, name: str) -> None:
    graph = project(store, name).graph()
    back = nx.read_gexf(io.BytesIO(render(graph, "gexf").encode()), version="1.3")
    assert set(back) == set(graph)
    assert back.number_of_edges() == graph.number_of_edges()
    assert {node: data["label"] for node, data in back.nodes(data=True)} == dict(graph.nodes(data="label"))
    if name == "person-event":
        data = {key: value for key, value in back[ADA][TWO].items() if key != "id"}
        assert data == joined(graph[ADA][TWO])


def test_dynamic_gexf_gives_ties_their_days(store: ox.Store) -> None:
    text = render(project(store, "person-event").graph(), "gexf-dynamic")
    back = nx.read_gexf(io.BytesIO(text.encode()), version="1.3")
    assert back[ADA][ONE]["spells"] == [("2022-04-01", "2022-04-01")]
    assert '<spell start="2023-01-01" end="2023-12-31"/>' in text
    assert 'mode="dynamic"' in text


def test_networkx_reads_pajek_with_every_attribute(store: ox.Store) -> None:
    graph = project(store, "person-event").graph()
    back = nx.Graph(nx.parse_pajek(render(graph, "pajek")))
    assert set(back) == set(graph)
    assert back.nodes[ADA]["label"] == "Ada Alm"
    assert back[ADA][TWO]["assertions"] == "|".join(graph[ADA][TWO]["assertions"])
    assert back[ADA][TWO]["weight"] == 1.0


def test_tables_of_nodes_and_ties(store: ox.Store) -> None:
    graph = project(store, "person-event").graph()
    nodes = list(csv.DictReader(io.StringIO(render(graph, "nodes-csv"))))
    assert next(row for row in nodes if row["id"] == ADA)["label"] == "Ada Alm"
    ties = list(csv.DictReader(io.StringIO(render(graph, "edges-csv"))))
    row = next(row for row in ties if (row["source"], row["target"]) == (ADA, TWO))
    assert row["assertions"].split("|") == list(graph[ADA][TWO]["assertions"])
    assert float(row["weight"]) == 1


def test_hif_makes_each_event_a_hyperedge(store: ox.Store) -> None:
    graph = project(store, "person-event").graph()
    found = json.loads(render(graph, "hif"))
    assert found["network-type"] == "undirected"
    assert {edge["edge"] for edge in found["edges"]} == {f"{BASE}id/event/{name}" for name in ("one", "two", "three")}
    both = {(row["node"], row["edge"]) for row in found["incidences"]}
    assert both == set(graph.edges())
    one = next(row for row in found["incidences"] if row["node"] == ADA and row["edge"] == TWO)
    assert one["attrs"]["roles"] == "panellist"


@pytest.mark.parametrize("name", ["person-event", "event-succession"])
def test_xgi_reads_hif(store: ox.Store, tmp_path: Path, name: str) -> None:
    xgi = pytest.importorskip("xgi")
    graph = project(store, name).graph()
    save(graph, tmp_path / "x.hif.json", "hif")
    back = xgi.read_hif(tmp_path / "x.hif.json")
    assert back.num_nodes == (len(project(store, name).sides()[0]) if name == "person-event" else len(graph))


@pytest.mark.parametrize("name", ["person-event", "event-succession", "multiplex"])
def test_networkx_reads_cytoscape_json(store: ox.Store, name: str) -> None:
    graph = project(store, name).graph()
    back = nx.cytoscape_graph(json.loads(render(graph, "cytoscape")))
    assert set(back) == set(graph)
    assert back.number_of_edges() == graph.number_of_edges()
    assert back.is_directed() == graph.is_directed()
    assert back.nodes[ONE]["name"] == "Dialogue one"


def test_files_that_cannot_hold_attributes_bring_tables_along(store: ox.Store, tmp_path: Path) -> None:
    graph = project(store, "person-person").graph()
    written = save(graph, tmp_path / "people.dl", "dl")
    assert [file.name for file in written] == ["people.dl", "people.nodes.csv", "people.edges.csv"]
    assert BEN in (tmp_path / "people.nodes.csv").read_text()


def test_an_unknown_format_names_the_nearest() -> None:
    with pytest.raises(QueryError, match="did you mean 'graphml'"):
        render(nx.Graph(), "graph-ml")


text = st.text(max_size=12)


@given(st.dictionaries(text, text, min_size=1, max_size=4), st.sampled_from(sorted(FORMATS)))
@settings(max_examples=80)
def test_no_name_or_value_breaks_a_file(names: dict[str, str], format_: str) -> None:
    graph = nx.Graph()
    graph.add_nodes_from(
        (f"n{number}", {"label": name, "note": note}) for number, (name, note) in enumerate(names.items())
    )
    graph.add_edge("n0", "n0", weight=1.0, note=next(iter(names)))
    rendered = render(graph, format_).encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    if format_ == "graphml":
        assert set(nx.parse_graphml(rendered)) == set(graph)
    elif format_.startswith("gexf"):
        assert set(nx.read_gexf(io.BytesIO(rendered.encode()), version="1.3")) == set(graph)
    elif format_ in ("hif", "cytoscape"):
        assert json.loads(rendered)
    elif format_.endswith("csv"):
        assert len(list(csv.DictReader(io.StringIO(rendered, newline="")))) >= 1
    elif format_ == "pajek":
        assert set(nx.parse_pajek(rendered)) == set(graph)


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_an_empty_network_is_a_file_too(format_: str) -> None:
    assert render(nx.Graph(), format_)
