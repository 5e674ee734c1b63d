"""One call from the graph to an answer, and what it hands over."""

from __future__ import annotations

import html
import inspect
import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

import untocgraph as ug
from untocgraph.core.errors import LimitError, QueryError
from untocgraph.networks import disparity, network
from untocgraph.networks.discourse import discourse_network
from untocgraph.networks.discourse_options import Options
from untocgraph.networks.evidence import quotations
from untocgraph.networks.permutation import qap
from untocgraph.networks.pictures.layout import layout
from untocgraph.networks.pictures.style import looks
from untocgraph.networks.pictures.svg import draw, multiples, picture, readable
from untocgraph.networks.pictures.timeline import Mark, event_timeline, timeline
from untocgraph.networks.project import project
from untocgraph.networks.statements import coded_statements

from .conftest import BASE, Fixture
from .test_projections import ADA, BEN, CYD, DAN, TWO


def test_a_table_of_nodes_is_ordered_by_the_first_measure(store: ox.Store) -> None:
    table = network(store, "person-person", measures=["degree", "betweenness"]).table()
    assert table.columns == ("node", "name", "type", "degree", "betweenness")
    assert table.column("name")[0] == "Cyd Cole"
    assert table.column("degree") == (3.0, 2.0, 2.0, 1.0)


def test_draws_add_intervals_and_ranks(store: ox.Store) -> None:
    answer = network(store, "person-person", measures="degree", draws=100, seed=4)
    assert answer.table().columns[3:] == (
        "degree", "degree low", "degree median", "degree high", "degree rank", "degree rank low", "degree rank high",
    )  # fmt: skip
    assert answer.notes[0].startswith("100 draws, seed 4: median and middle 95 per cent; draws take away")
    assert re.fullmatch(r"3 \[median \d(\.\d)?, \d to 3\]", answer.shown().column("degree")[0])


def test_without_a_measure_the_ties_are_the_answer(store: ox.Store) -> None:
    answer = network(store, "person-event")
    rows = list(answer.table())
    row = next(row for row in rows if (row["source"], row["target"]) == (ADA, TWO))
    assert row["assertions"] == f"{BASE}id/assertion/a02|{BASE}id/assertion/a03"
    assert answer.shown().columns == ("source", "target", "weight", "confidence", "assertions")


def test_measures_of_the_whole_and_of_ties(store: ox.Store) -> None:
    whole = network(store, "person-person", measures=["density", "assortativity"], draws=20).table()
    assert whole.columns == ("measure", "value", "low", "median", "high")
    assert whole.column("value")[1] is None  # all nodes are persons: no mixing to speak of
    assert network(store, "person-person", measures="assortativity").shown().column("value") == ("–",)
    ties = network(store, "person-person", measures="edge-betweenness")
    assert ties.table().columns[:4] == ("source", "source name", "target", "target name")
    with pytest.raises(QueryError, match="do not share a table"):
        network(store, "person-person", measures=["density", "degree"]).table()


def test_brokerage_by_type_of_actor_with_expectation(store: ox.Store) -> None:
    table = network(store, "actor-actor", measures="brokerage", permutations=20, group="type").table()
    assert "gatekeeper z" in table.columns
    assert len(table) == 5


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"measures": "betweeness"}, "did you mean 'betweenness'"),
        ({"measures": "brokerage"}, "one-mode"),
        ({"draws": -1}, "-1 draws"),
        ({"weighting": "counts"}, "did you mean 'count'"),
    ],
)
def test_what_is_unknown_is_refused_with_the_nearest(store: ox.Store, arguments: dict, word: str) -> None:
    with pytest.raises(QueryError, match=word):
        network(store, "person-event", **arguments)


def test_a_two_mode_measure_on_a_one_mode_network_is_refused(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="two-mode"):
        network(store, "person-person", measures="two-mode-degree")


def test_an_empty_graph_answers_with_an_empty_table_and_a_note(tmp_path: Path) -> None:
    answer = network(ox.Store(), "person-person", measures="degree", draws=5)
    assert len(answer.table()) == 0
    assert "the graph holds no tie of this kind" in answer.notes
    assert answer.to_ntriples().count("\n") == 2
    assert answer.plot(tmp_path / "empty.svg").exists()
    assert answer.plot(tmp_path / "empty.html").exists()


def test_values_go_into_files_as_attributes(store: ox.Store, tmp_path: Path) -> None:
    answer = network(store, "person-person", measures="degree")
    written = answer.save(tmp_path / "people.graphml")
    assert nx.read_graphml(written[0]).nodes[ADA]["degree"] == 2.0
    assert "degree" not in answer.graph.nodes[ADA]
    assert answer.save(tmp_path / "people.nodes.csv")[0].read_text().startswith("id,degree,")
    with pytest.raises(QueryError, match="says no format"):
        answer.save(tmp_path / "people.xlsx")


def test_an_answer_is_written_in_any_format(store: ox.Store) -> None:
    answer = network(store, "person-person", measures="degree")
    assert answer.written("csv").splitlines()[0] == "node,name,type,degree"
    assert "Cyd Cole" in answer.written("markdown")
    assert json.loads(answer.written("json"))["head"]["vars"][0] == "node"
    assert answer.written("ntriples") == answer.to_ntriples()
    assert answer.written("graphml").startswith("<?xml")
    with pytest.raises(QueryError, match="did you mean 'csv'"):
        answer.written("csvv")


def test_measures_as_rdf_name_their_run_and_are_the_same_each_time(store: ox.Store) -> None:
    answer = network(store, "person-person", measures="degree", draws=10)
    lines = answer.to_ntriples()
    assert lines == network(store, "person-person", measures="degree", draws=10).to_ntriples()
    assert lines != network(store, "person-person", measures="degree", draws=10, seed=1).to_ntriples()
    metrics = ox.Store()
    metrics.load(lines.encode(), format=ox.RdfFormat.N_TRIPLES)
    found = metrics.query(
        f"PREFIX u: <{BASE}ontology#> SELECT ?value ?run {{ ?m a u:NetworkMeasure ; u:measureOf <{CYD}> ; "
        'u:measureName "degree" ; u:measureValue ?value ; u:projection "person-person" ; '
        "<http://www.w3.org/ns/prov#wasGeneratedBy> ?run . ?run a <http://www.w3.org/ns/prov#Activity> }"
    )
    assert [float(row["value"].value) for row in found] == [3.0]
    assert 'degree high"' in lines


def test_an_svg_is_well_formed_the_same_each_time_and_speaks(fixture: Fixture) -> None:
    first = network(fixture.store(), "organization-event", measures="degree").svg()
    fixture.parts.reverse()
    assert first == network(fixture.store(), "organization-event", measures="degree").svg()
    tree = ElementTree.fromstring(first)
    space = "{http://www.w3.org/2000/svg}"
    assert tree.get("role") == "img"
    assert "6 nodes and 5 ties" in (tree.findtext(f"{space}desc") or "")
    assert "1 NonGovernmentalOrganization (" in (tree.findtext(f"{space}desc") or "")
    assert len(tree.findall(f".//{space}line")) == 5


def test_a_png_is_drawn_where_the_extra_is_installed(store: ox.Store, tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")
    file = network(store, "event-succession").plot(tmp_path / "x.png")
    assert file.read_bytes().startswith(b"\x89PNG")


def test_a_picture_needs_an_ending_it_can_be(store: ox.Store, tmp_path: Path) -> None:
    answer = network(store, "person-event")
    with pytest.raises(QueryError, match="ending of a picture"):
        answer.plot(tmp_path / "x.bmp")
    with pytest.raises(QueryError, match="small multiples"):
        answer.plot(tmp_path / "x.html", over_time="year")


def document(page: str) -> dict:
    found = re.search(r'<script type="application/json" id="network">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found.group(1))


def test_a_page_holds_the_sentences_behind_every_tie_and_loads_nothing(store: ox.Store) -> None:
    page = network(store, "person-event", measures="degree").html()
    data = document(page)
    assert len(data["ties"]) == page.count("data-tie=") == page.count("data-show-tie=") == 7
    names = [node["label"] for node in data["nodes"]]
    tie = next(t for t in data["ties"] if names[t["source"]] == "Ada Alm" and names[t["target"]] == "Dialogue two")
    assert [data["quotations"][number]["text"] for number in tie["quotes"]] == ["words <2> & more", "words <3> & more"]
    assert not re.search(r"(?:src|href)\s*=|@import|url\(", page.split("<script>")[0])
    assert "default-src 'none'" in page
    assert ["Degree", "3"] in data["nodes"][names.index("Dialogue two")]["facts"]


def test_names_cannot_break_out_of_a_page(fixture: Fixture) -> None:
    fixture.entity("person/eve", "Person", "</script><img src=x onerror=alert(1)>")
    fixture.participation("person/eve", "event/two", "speaker")
    page = network(fixture.store(), "person-event").html()
    assert "<img" not in page
    assert any("</script>" in node["label"] for node in document(page)["nodes"])
    assert html.escape("</script><img") in page


def test_quotations_come_with_their_place(store: ox.Store) -> None:
    name = f"{BASE}id/assertion/a01"
    (found,) = quotations(store, [name])[name]
    assert (found.text, found.start, found.end, found.title) == ("words <1> & more", 10, 15, "Report s2")


def test_a_layout_keeps_nodes_apart_and_components_too() -> None:
    graph = nx.disjoint_union(nx.cycle_graph(6), nx.path_graph(3))
    graph.add_node("alone")
    places = layout(graph)
    assert places == layout(graph)
    assert len(set(places.values())) == len(graph)
    assert all(0 <= x <= 900 and 0 <= y <= 600 for x, y in places.values())
    assert layout(nx.Graph()) == {}
    with pytest.raises(LimitError, match="backbone"):
        layout(nx.empty_graph(801))


def test_too_many_ties_for_a_picture_are_refused() -> None:
    with pytest.raises(LimitError, match="5000"):
        picture(nx.complete_graph(120), title="x")


def test_a_crowd_is_drawn_as_what_holds_it_together_and_stands_out_and_says_so() -> None:
    graph = nx.random_regular_graph(6, 500, seed=1)
    nx.set_edge_attributes(graph, 1.0, "weight")
    for one, two in ((5, 6), (7, 8)):
        graph.add_edge(one, two, weight=90.0)
    shown, words = readable(graph)
    assert shown.has_edge(5, 6)
    assert shown.has_edge(7, 8)
    assert len(shown) == 400
    assert shown.number_of_edges() < 410
    assert words.startswith("400 of 500 nodes (the strongest)")
    assert readable(nx.path_graph(9))[1] == ""


def test_ties_below_0_are_dashed_and_have_a_width() -> None:
    graph = nx.Graph([(1, 2, {"weight": -2.0}), (2, 3, {"weight": 1.0})])
    text = draw(picture(graph, title="t"))
    assert text.count("stroke-dasharray") == 1
    assert "dashed: disagreement" in text
    assert all(float(width) > 0 for width in re.findall(r'stroke-width="([^"]+)"', text))


def test_groups_differ_in_shape_as_well_as_colour() -> None:
    found = looks(["a"] * 3 + ["b"] * 2 + ["c"])
    assert len({look.colour for look in found.values()}) == len({look.shape for look in found.values()}) == 3


def test_small_multiples_keep_every_node_in_its_place() -> None:
    text = multiples({"one": nx.path_graph(3), "two": nx.path_graph(2)}, title="t")
    centres = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', text)
    assert centres[0] == centres[3]
    assert ElementTree.fromstring(text) is not None


def test_a_timeline_of_events(store: ox.Store) -> None:
    events = event_timeline(project(store, "person-event"))
    assert ElementTree.fromstring(events) is not None
    assert "Session three, 2023" in events


def test_an_inexact_date_is_a_bar_over_the_time_it_may_be() -> None:
    marks = [Mark(row="A", date=date, group="g", label=date) for date in ("2023", "2023-05-31")]
    text = timeline(marks, title="t")
    assert text.count("<rect x=") == 1
    with pytest.raises(QueryError, match="date"):
        timeline([], title="t")


def test_the_statements_of_the_graph_make_a_discourse_network(store: ox.Store) -> None:
    found = coded_statements(store)
    assert len(found) == 5
    first = next(row for row in found if row.id == "x1/gender")
    assert (first.person, first.organization, first.time) == (ADA, f"{BASE}id/org/north", "2023-05-31")
    assert first.attributes["person_label"] == "Ada Alm"
    assert first.assertions == (f"{BASE}id/assertion/a13",)
    assert first.attributes["type"] == "NonGovernmentalOrganization"
    made = discourse_network(found, Options(variable1="person"))
    assert made.value("Ada Alm", "Ben Bo") == 2.0
    assert made.graph()[ADA][BEN]["assertions"]


def test_what_the_qualifier_is_made_of(store: ox.Store) -> None:
    negated = {row.id: row.agreement for row in coded_statements(store, qualifier="negated")}
    assert negated["x3/trust_building"] is False
    assert negated["x1/trust_building"] is True
    assert coded_statements(store, qualifier="modality") == ()
    assert len(coded_statements(store, min_confidence=0.85)) == 2
    with pytest.raises(QueryError, match="qualifier"):
        coded_statements(store, qualifier="stance")  # type: ignore[arg-type]


def test_measures_of_the_whole_stand_beside_random_networks(store: ox.Store) -> None:
    table = network(store, "person-person", measures=["transitivity", "centralization"]).cug(samples=50)
    assert table.columns == ("measure", "value", "mean", "deviation", "p high", "p low", "permutations", "seed")
    assert table.rows[0][-2:] == (50, 0)
    assert table.column("value")[0] == pytest.approx(0.6)
    with pytest.raises(QueryError, match="degree is no measure of the whole"):
        network(store, "person-person", measures="degree").cug()
    with pytest.raises(QueryError, match="nothing is no measure of the whole"):
        network(store, "person-person").cug()


def test_two_networks_of_the_same_actors_are_correlated_in_one_line(store: ox.Store) -> None:
    people, actors = network(store, "person-person"), network(store, "actor-actor", seed=3)
    ((name, value, *_, high, low, permutations, seed),) = actors.qap(people, samples=40).rows
    both = set(people.graph) & set(actors.graph)
    expected = qap(actors.graph.subgraph(both), people.graph.subgraph(both), samples=40, seed=3)
    assert name == f"correlation with person-person, {len(both)} nodes"
    assert (value, permutations, seed) == (pytest.approx(expected.observed), 40, 3)
    assert 0 < high <= 1
    assert 0 < low <= 1
    with pytest.raises(QueryError, match="0 nodes are in both networks"):
        people.qap(network(store, "topic-topic"))


def test_a_backbone_is_an_answer_with_fewer_ties(store: ox.Store) -> None:
    answer = network(store, "person-person")
    kept = disparity(answer.graph, alpha=0.4)
    assert 0 < len(answer.of(kept).ties()) < len(answer.ties())


def test_a_discourse_network_of_a_graph_says_that_no_stance_is_coded(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("Vienna, 8 June 2023\n\nMs. Ada Alm of North Watch said that gender mattered.\n", encoding="utf-8")
    graph = ug.build([file], graph=tmp_path / "g")
    with pytest.raises(QueryError, match="congruence: the graph codes no stance"):
        graph.discourse(aggregation="congruence")
    assert graph.discourse(aggregation="congruence", qualifier="negated").table().columns[4] == "weight"


def test_persons_are_found_where_they_stand(store: ox.Store) -> None:
    assert {BEN, DAN} <= set(network(store, "person-event", roles=["chair"]).graph)


def test_a_graph_takes_the_options_of_a_network_as_they_are_declared_once(tmp_path: Path) -> None:
    graph = ug.build(graph=tmp_path / "g")
    _, *declared = inspect.signature(network).parameters.values()
    assert [*inspect.signature(graph.network).parameters.values()] == declared
    assert graph.network.__doc__ == network.__doc__
    assert graph.network("person-person").notes == network(graph.store, "person-person").notes
