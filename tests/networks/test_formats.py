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
    assert set(back.vs["name"]) == {label.replace(" ", "_") for _, label in graph.nodes(data="label")}


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
    text = nx.parse_pajek(render(graph, "pajek"))
    assert text.nodes["Ada Alm"]["iri"] == ADA
    back = nx.relabel_nodes(nx.Graph(text), dict(text.nodes(data="iri")))
    assert set(back) == set(graph)
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
        back = nx.parse_pajek(rendered)
        assert {back.nodes[name]["iri"] for name in back} == set(graph)


def test_nodes_of_one_name_are_told_apart_in_pajek_and_dl() -> None:
    graph = nx.Graph()
    graph.add_nodes_from(
        [("x/ada", {"label": "Ada Alm"}), ("x/ada-2", {"label": "Ada  alm"}), ("x/ben", {"label": "Ada Alm [ada]"})]
    )
    names = ["Ada Alm [ada] (2)", "Ada alm [ada-2]", "Ada Alm [ada]"]
    assert list(nx.parse_pajek(render(graph, "pajek"))) == names
    names = [name.replace(" ", "_") for name in names]
    assert render(graph, "dl").splitlines()[3:6] == names
    table = list(csv.DictReader(io.StringIO(render(graph, "nodes-csv"))))
    assert {row["dl_label"]: row["id"] for row in table} == dict(zip(names, graph, strict=True))


def test_gexf_shows_strength_as_size_and_the_group_as_colour() -> None:
    graph = nx.Graph([("hub", "a", {"weight": 3.0}), ("hub", "b", {"weight": 1.0})])
    nx.set_node_attributes(graph, {"hub": "NGO", "a": "State", "b": "State"}, "type")
    seen = {node: data["viz"] for node, data in _gexf(graph).nodes(data=True)}
    assert seen["hub"]["size"] > seen["a"]["size"] > seen["b"]["size"] > 0
    assert seen["a"]["color"] == seen["b"]["color"] != seen["hub"]["color"]
    assert len({(view["position"]["x"], view["position"]["y"]) for view in seen.values()}) == 3
    nx.set_node_attributes(graph, {"hub": 1, "a": 1, "b": 2}, "community")
    seen = {node: data["viz"] for node, data in _gexf(graph).nodes(data=True)}
    assert seen["a"]["color"] == seen["hub"]["color"] != seen["b"]["color"]


def test_a_large_network_is_left_to_the_layout_of_the_program_that_reads_it() -> None:
    assert not any("position" in data["viz"] for _, data in _gexf(nx.path_graph(201)).nodes(data=True))


@pytest.mark.parametrize("format_", ["gexf", "gexf-dynamic"])
def test_ties_below_0_keep_their_sign_and_a_width_above_0(format_: str) -> None:
    graph = nx.Graph([("a", "b", {"weight": -2.0}), ("b", "c", {"weight": 0.5})])
    back = _gexf(graph, format_)
    assert back["a"]["b"]["weight"] == 2.0
    assert back["a"]["b"]["signed_weight"] == -2.0
    assert back["b"]["c"]["signed_weight"] == 0.5
    text = render(graph, format_)
    assert text.index('value="dashed"') < text.index('value="solid"')
    assert "signed_weight" not in render(nx.Graph([("a", "b", {"weight": 2.0})]), format_)


def _gexf(graph: nx.Graph, format_: str = "gexf") -> nx.Graph:
    return nx.read_gexf(io.BytesIO(render(graph, format_).encode()), version="1.3")


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_an_empty_network_is_a_file_too(format_: str) -> None:
    assert render(nx.Graph(), format_)
