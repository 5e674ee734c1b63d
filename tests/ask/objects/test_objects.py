"""Things of a graph as objects: what they say is what the graph says, and each opens its evidence."""

from __future__ import annotations

import dataclasses
import importlib.util
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import untocgraph as ug
from untocgraph.ask.objects import (
    Affiliation,
    AgentGroup,
    Collection,
    Event,
    Evidence,
    Organization,
    ParticipantCount,
    Participation,
    Person,
    Provision,
    Source,
    State,
    Statement,
    Thing,
)
from untocgraph.core.errors import QueryError
from untocgraph.core.namespace import PROPERTIES

ROOT = Path(__file__).resolve().parents[3]
DIALOGUE = "event/cd-ta-2023"


def test_dialogues_come_by_date_and_those_without_one_last(graph: ug.Graph) -> None:
    dates = [one.start_date for one in graph.dialogues()]
    dated = [date for date in dates if date]
    assert dated == sorted(dated)
    assert dates == dated + [""] * (len(dates) - len(dated))
    assert DIALOGUE in {one.id for one in graph.dialogues()}


def test_a_window_keeps_what_may_have_begun_in_it(graph: ug.Graph) -> None:
    assert [one.id for one in graph.dialogues(since="2023-05-31", until="2023-05")] == [DIALOGUE]
    assert DIALOGUE not in {one.id for one in graph.events(until="2023-05-30")}
    assert all(one.start_date for one in graph.events(since="2000"))


def test_curated_events_that_no_source_names_come_on_request_only(graph: ug.Graph) -> None:
    named, known = set(graph.sessions()), set(graph.sessions(named=False))
    assert named < known
    assert all(one.evidence for one in named)
    assert not any(one.evidence for one in known - named)


def test_events_of_a_class_include_its_subclasses_only(graph: ug.Graph) -> None:
    assert {one.type for one in graph.events(kind="Workshop")} == {"Workshop"}
    assert set(graph.sessions()) < set(graph.events())


def test_statements_are_narrowed_by_every_option(graph: ug.Graph) -> None:
    every = graph.statements()
    for options in (
        {"speaker": "Slum Child Foundation"},
        {"topic": "grassroots"},
        {"event": DIALOGUE},
        {"mode": "direct"},
        {"kind": "recommendation"},
        {"since": "2023"},
        {"until": "2020"},
    ):
        some = graph.statements(**options)  # type: ignore[arg-type]
        assert 0 < len(some) < len(every), options
        assert set(some) < set(every)


def test_statements_fit_the_options_they_were_asked_for(graph: ug.Graph) -> None:
    organization = graph.organization("Slum Child Foundation")
    for one in graph.statements(speaker=organization, topic="grassroots", event=graph.event(DIALOGUE), mode="reported"):
        assert organization in (one.speaker, one.on_behalf_of)
        assert "grassroots" in {topic.id.rpartition("/")[2] for topic in one.about}
        assert one.at_event == graph.event(DIALOGUE)
        assert one.statement_mode == "reported"


def test_statements_agree_with_the_stored_query(graph: ug.Graph) -> None:
    asked = graph.query("statements", limit=None, speaker="org/slum_child_foundation")
    assert set(asked.column("statement")) == {  # type: ignore[union-attr]
        one.iri for one in graph.organization("org/slum_child_foundation").statements
    }


def test_every_evidence_gives_the_words_at_its_place(graph: ug.Graph) -> None:
    things = [
        *graph.statements(),
        *graph.events(),
        *graph.organizations(),
        *graph.people(),
        *graph.event(DIALOGUE).counts,
    ]
    places = {place for one in things for place in one.evidence}
    assert len(places) > 100
    for place in places:
        assert place.source.text[place.start : place.end] == place.exact
        assert 0 <= place.confidence <= 1
        assert place.iri.endswith(f"#char={place.start},{place.end}")


def test_an_organization_opens_its_participations_statements_and_people(graph: ug.Graph) -> None:
    found = graph.organization("GI-TOC")
    assert {(one.role, one.in_event.id) for one in found.participations} >= {("panellist", DIALOGUE)}
    assert all(one.participant == found and one.evidence for one in found.participations)
    assert "Mark Shaw" in {one.label for one in found.people}
    assert all(found in (one.speaker, one.on_behalf_of) for one in found.statements)


def test_a_person_opens_affiliations(graph: ug.Graph) -> None:
    tie = graph.person("Ian Tennant").affiliations[0]
    assert isinstance(tie, Affiliation)
    assert tie.affiliated_to == graph.organization("org/alliance_cpcj")
    assert tie.affiliate == graph.person("Ian Tennant")
    assert tie.evidence


def test_an_event_opens_counts_and_conflicts(graph: ug.Graph) -> None:
    dialogue = graph.event(DIALOGUE)
    assert (dialogue.start_date, dialogue.place_name) == ("2023-05-31", "Vienna")
    assert {(one.count_category, one.count_value) for one in dialogue.counts} >= {("ngo", 38), ("academia", 3)}
    assert [one.kind for one in dialogue.conflicts] == ["count"]


def test_a_session_opens_its_body_and_an_event_what_it_rests_on(graph: ug.Graph) -> None:
    events = graph.events(named=False)
    assert any(event.session_of is not None for event in events)
    assert any(event.mandated_by for event in events)


def test_a_provision_opens_what_cites_it(graph: ug.Graph) -> None:
    found = graph.provision("provision/untoc/art-32")
    assert {type(one) for one in found.cited_by} == {Source, Statement}


def test_an_unnamed_speaker_is_a_group_with_its_phrase(graph: ug.Graph) -> None:
    group = next(one.speaker for one in graph.statements() if isinstance(one.speaker, AgentGroup))
    assert group.phrase == group.label
    assert group.statements[0].speaker == group


@pytest.mark.parametrize(
    ("method", "name", "made"),
    [
        ("organization", "org/gi_toc", Organization),
        ("person", "Ian Tennant", Person),
        ("state", "Peru", State),
        ("event", DIALOGUE, Event),
        ("provision", "provision/untoc/art-32", Provision),
    ],
)
def test_a_thing_has_its_class_and_another_method_refuses_it(
    graph: ug.Graph, method: str, name: str, made: type[Thing]
) -> None:
    assert type(getattr(graph, method)(name)) is type(graph.thing(name)) is made
    other = "event" if method != "event" else "person"
    with pytest.raises(QueryError, match=f"is no {other}"):
        getattr(graph, other)(name)


@pytest.mark.parametrize(
    ("method", "options", "hint"),
    [
        ("events", {"kind": "Workshp"}, "Workshop"),
        ("organizations", {"kind": "Person"}, "class of Organization"),
        ("statements", {"topic": "grassrots"}, "grassroots"),
        ("statements", {"mode": "spoken"}, "direct, reported"),
        ("statements", {"kind": "recomendation"}, "recommendation"),
        ("statements", {"since": "May 2022"}, "YYYY-MM"),
        ("statements", {"speaker": "Nobody at all"}, "nothing in the graph"),
        ("dialogues", {"until": "2022-13"}, "YYYY"),
    ],
)
def test_what_there_is_not_is_refused_with_the_nearest(
    graph: ug.Graph, method: str, options: dict[str, Any], hint: str
) -> None:
    with pytest.raises(QueryError, match=hint):
        getattr(graph, method)(**options)


def test_objects_cannot_be_changed_and_are_equal_by_iri(graph: ug.Graph) -> None:
    one = graph.event(DIALOGUE)
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.iri = "x"  # type: ignore[misc]
    assert one == graph.thing(DIALOGUE)
    assert len({one, graph.event(DIALOGUE)}) == 1


@pytest.mark.parametrize("made", [Participation, Affiliation, ParticipantCount, Statement, AgentGroup, Event])
def test_attributes_are_called_as_in_the_ontology(made: type[Thing]) -> None:
    ours = {"id", "type", "label", "columns", "evidence", "confidence", "to_dict", "iri"}
    ours |= {"statements", "participations", "counts", "conflicts", "facts", "parts", "sources", "aliases", "date"}
    ours |= {"identifiers", "contested", "shown"}
    for name in (name for name in dir(made) if not name.startswith("_")):
        head, *rest = name.split("_")
        assert name in ours or head + "".join(word.capitalize() for word in rest) in PROPERTIES, name


def test_lists_turn_into_tables_and_frames(graph: ug.Graph) -> None:
    counts = graph.event(DIALOGUE).counts
    table = counts.to_table()
    assert 38 in table.column("value")
    assert Collection().to_table().rows == ()
    pandas = pytest.importorskip("pandas")
    assert isinstance(counts.to_pandas(), pandas.DataFrame)
    polars = pytest.importorskip("polars")
    assert counts.to_polars().schema["value"] == polars.Int64
    pytest.importorskip("pyarrow")
    assert str(counts.to_arrow().schema.field("value").type) == "int64"


@pytest.mark.parametrize("name", ["statements", "people", "organizations", "events", "participations", "counts"])
def test_types_of_a_frame_do_not_depend_on_the_data(graph: ug.Graph, name: str) -> None:
    pytest.importorskip("pandas")
    whole = getattr(graph, name)()
    frame, empty = whole.to_pandas(), whole[:0].to_pandas()
    assert len(frame) == len(whole) > len(empty) == 0
    assert dict(frame.dtypes) == dict(empty.dtypes)
    assert {"source", "start", "end", "quotation", "confidence", "conflict"} <= set(frame.columns)


def test_frames_can_be_grouped_by_label_and_day_at_once(graph: ug.Graph) -> None:
    pytest.importorskip("pandas")
    frame = graph.statements().to_pandas()
    assert frame.groupby("organization_label").size().max() > 1
    assert set(frame["date"].dt.year.dropna()) >= {2020, 2023}
    texts = {source.id.removeprefix("source/"): source.text for source in map(graph.thing, graph.reader.source_ids)}
    for row in frame.itertuples():
        assert " ".join(texts[row.source][row.start : row.end].split()) == row.quotation


def test_what_sources_contradict_each_other_about_is_flagged(graph: ug.Graph) -> None:
    flagged = [one for one in graph.counts() if one.contested]
    assert flagged
    assert len(flagged) < len(graph.counts())


def test_a_slice_of_a_list_is_a_list_of_the_same_kind(graph: ug.Graph) -> None:
    said = graph.statements()
    assert isinstance(said[:2], Collection)
    assert said[:0].to_table().columns == said.to_table().columns
    assert len(repr(said)) < 400


def test_explain_takes_objects_and_short_names(graph: ug.Graph) -> None:
    person, organization = graph.person("Ian Tennant"), graph.organization("org/alliance_cpcj")
    found = graph.explain(person, "affiliatedWith", organization)
    assert found.proofs
    assert found == graph.explain("Ian Tennant", "affiliatedWith", "org/alliance_cpcj")
    assert found == graph.explain("Ian Tennant", "affiliated_with", "org/alliance_cpcj")
    assert graph.explain(DIALOGUE, "placeName", "Vienna").proofs
    assert graph.explain(graph.statements()[0]).proofs


def test_explain_says_what_was_searched_when_the_answer_is_no(graph: ug.Graph) -> None:
    found = graph.explain("Ian Tennant", "affiliatedWith", "org/gi_toc")
    assert not found
    assert found.searched.sources == 6
    with pytest.raises(QueryError, match="placeName"):
        graph.explain(DIALOGUE, "place_name")


def test_a_network_of_the_graph_is_that_of_the_function(graph: ug.Graph) -> None:
    from untocgraph.networks import network

    asked = graph.network("organization-event", measures="degree", since="2023")
    assert asked.table() == network(graph.store, "organization-event", measures="degree", since="2023").table()


def test_after_a_judgement_the_graph_reads_from_the_new_snapshot(tmp_path: Path, documents: list[Path]) -> None:
    built = ug.build(documents, graph=tmp_path / "graph")
    one, other = built.people()[:2]
    assert one != other
    built.judge(one.iri, other.iri, "same", by="tester")
    assert len({built.thing(one.iri), built.thing(other.iri)}) == 1


class _Page(HTMLParser):
    """Tags must close in order; addresses and words are kept."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.names: list[str] = []
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.names += [value or "" for name, value in attrs if name == "title"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_notebooks_show_evidence_with_a_link_to_the_source_and_the_place_by_name(graph: ug.Graph) -> None:
    said = graph.statements(mode="direct")[0]
    page = _Page(said._repr_html_())
    proof = said.evidence[0]
    assert proof.iri in page.names
    assert proof.source.url in page.links
    assert f"{proof.start}–{proof.end}" in page.words
    assert proof.iri in _Page(graph.statements(mode="direct")._repr_html_()).names
    assert proof.iri in _Page(proof._repr_html_()).names


def test_notebooks_show_graphs_entities_and_answers(graph: ug.Graph) -> None:
    assert {"Statement", "6", "2023-06-08"} <= set(_Page(graph._repr_html_()).words)
    page = _Page(graph.organization("GI-TOC")._repr_html_())
    assert graph.event(DIALOGUE).iri in page.names
    assert any("#char=" in name for name in page.names)
    shown = _Page(graph.show("GI-TOC")._repr_html_())
    assert any("#char=" in name for name in shown.names)
    assert _Page(graph.query("events", limit=2)._repr_html_()).names  # type: ignore[union-attr]
    assert _Page(graph.network("organization-event", measures="degree")._repr_html_()).words


def test_words_of_a_source_never_become_markup(tmp_path: Path) -> None:
    text = (
        "Vienna, 9 June 2031. Ms. Paola Errani, director of the Riverbend Trust, said that <script>alert(1)</script>"
        ' & "others" help States.\n'
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "manifest.csv").write_text(
        "id,file,title,url\na,a.txt,<img src=x onerror=alert(2)>,javascript:alert(3)\n", encoding="utf-8"
    )
    try:
        built = ug.build([tmp_path / "manifest.csv"], graph=tmp_path / "graph")
    except ug.UntocgraphError:  # an address of that kind may be refused when it is read
        built = ug.build([tmp_path / "a.txt"], graph=tmp_path / "graph")
    shown: list[Any] = [*built.statements(), *built.people(), built.statements(), built, built.show("Paola Errani")]
    assert built.statements()
    for one in shown:
        page = _Page(one._repr_html_())
        assert page.tags <= {"table", "caption", "thead", "tbody", "tr", "th", "td", "a", "ul", "li", "q", "span"}
        assert all(link.startswith(("http://", "https://")) for link in page.links)


def test_the_example_runs(graph: ug.Graph) -> None:
    spec = importlib.util.spec_from_file_location("objects_example", ROOT / "examples" / "objects.py")
    assert spec
    assert spec.loader
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    told = example.lines(graph)
    assert told[0].endswith("2023-05-31, Vienna")
    assert "  panellist: Libera" in told
    assert any(line.startswith("  59 according to source/dialogue-2023-ta-release") for line in told)


def test_evidence_is_frozen(graph: ug.Graph) -> None:
    proof = graph.statements()[0].evidence[0]
    assert isinstance(proof, Evidence)
    with pytest.raises(dataclasses.FrozenInstanceError):
        proof.start = 0  # type: ignore[misc]


def test_the_reference_names_every_class_and_attribute() -> None:
    import untocgraph.ask.objects

    page = (ROOT / "docs" / "reference" / "python-api.md").read_text(encoding="utf-8")
    for name in untocgraph.ask.objects.__all__:
        made = getattr(untocgraph.ask.objects, name)
        if name in ("Thing", "Entity", "Agent", "Collection"):
            continue
        assert f"`{name}`" in page
        for attribute in (one for one in vars(made) if not one.startswith("_") and one not in ("columns", "order")):
            assert f"`{attribute}`" in page or f".{attribute}" in page, (name, attribute)
