"""Charts say what the network holds, draw no name they cannot show, and are the same each time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from untocgraph.core.errors import QueryError
from untocgraph.networks import CodedStatement, DiscourseNetwork, Options, discourse_network
from untocgraph.networks.pictures.charts import CHARTS
from untocgraph.networks.pictures.page import page
from untocgraph.networks.pictures.svg import picture

pytest.importorskip("matplotlib")
nx = pytest.importorskip("networkx")


def talk(actors: int, **options: object) -> DiscourseNetwork:
    """Two camps: even actors are for concept x, odd ones for y, and each camp is against what the other is for."""
    said = [
        CodedStatement(
            id=f"{actor}{concept}", organization=f"org/{actor}", concept=concept,
            agreement=(actor % 2 == 0) == (concept == "x"), attributes={"organization_label": f"Club {actor}"},
        )
        for actor in range(actors) for concept in "xy"
    ]  # fmt: skip
    return discourse_network(said, Options(qualifier_aggregation="subtract", **options))


def words(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]+)</text>", svg)


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_is_the_same_svg_each_time_and_names_what_it_shows(kind: str) -> None:
    network = talk(6)
    assert network.chart(kind) == network.chart(kind)
    assert any(word in ("Club 0", "x") for word in words(network.chart(kind)))
    assert "<image" not in network.chart(kind)


def test_a_heat_map_puts_camps_side_by_side() -> None:
    names = [word for word in words(talk(6).chart("heatmap")) if word.startswith("Club")]
    camps = [int(name.removeprefix("Club ")) % 2 for name in names[:6]]
    assert camps in ([0, 0, 0, 1, 1, 1], [1, 1, 1, 0, 0, 0])


def test_bars_tell_statements_for_from_statements_against() -> None:
    said = words(talk(4).chart("concepts"))
    assert {"for", "against", "x", "y"} <= set(said)


def test_of_many_names_the_strongest_are_drawn_and_the_chart_says_so() -> None:
    svg = talk(80).chart("dendrogram")
    assert "the 60 strongest of 80 organizations" in svg
    assert sum(word.startswith("Club") for word in words(svg)) == 60


def test_an_unknown_chart_and_an_empty_network_are_refused() -> None:
    with pytest.raises(QueryError, match="chart"):
        talk(3).chart("pie")
    with pytest.raises(QueryError, match="no ties"):
        discourse_network([]).chart("heatmap")


def test_a_picture_is_written_as_its_ending_says(tmp_path: Path) -> None:
    assert talk(4).plot(tmp_path / "a.svg").read_text(encoding="utf-8").startswith("<svg")
    pytest.importorskip("resvg_py")
    assert talk(4).plot(tmp_path / "a.png", kind="heatmap").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(QueryError, match="ending"):
        talk(4).plot(tmp_path / "a.gif")


def test_the_page_has_a_slider_over_the_years_of_its_ties_and_none_where_there_is_one_year() -> None:
    graph = nx.Graph([("a", "b", {"weight": 1, "dates": ("2021-05",)}), ("b", "c", {"weight": 1, "dates": ("2023",)})])
    assert 'data-years="2021 2023"' in page(picture(graph, title="t"), {})
    graph.remove_edge("b", "c")
    assert "data-years" not in page(picture(graph, title="t"), {})


def test_names_of_hubs_never_cover_each_other() -> None:
    drawn = picture(nx.complete_graph(40), title="t")
    from untocgraph.networks.pictures.svg import _overlap, _sides

    boxes = [_sides(drawn, node)[side] for node, side in drawn.named.items()]
    assert not any(_overlap(one, two) for place, one in enumerate(boxes) for two in boxes[:place])


def test_a_name_stands_neither_on_the_caption_of_a_panel_nor_on_its_frame() -> None:
    graph = nx.Graph([("top", "foot")])
    nx.set_node_attributes(graph, "An organization with a long long name", "label")
    drawn = picture(graph, title="2024", places={"top": (210, 41), "foot": (210, 305)}, width=420, height=320)
    assert drawn.named == {"top": "below", "foot": "above"}
