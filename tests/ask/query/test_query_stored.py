"""Every stored query: well described, portable, answering, and moved by each of its parameters."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
import rdflib.plugins.sparql

from untocgraph.ask.query import QuerySpec, Table, bind, catalog, get, run_stored
from untocgraph.ask.query.catalog import parse
from untocgraph.ask.query.catalogue_pages import pages
from untocgraph.core import resources
from untocgraph.core.errors import QueryError

SPECS = catalog()
NAMES = [spec.name for spec in SPECS]
ROOT = Path(__file__).parents[3]

VALUES: dict[tuple[str, str], Any] = {
    ("iri", "Event"): "event/school",
    ("iri", "Organization"): "org/trust",
    ("iri", "Agent"): "org/trust",
    ("iri", "Person"): "person/alva",
    ("iri", "Entity"): "event/fair",
    ("iri", "Document"): "doc/other",
    ("iri", "Instrument"): "instrument/fruit",
    ("iri", "State"): "state/ken",
    ("iri", "Protocol"): "instrument/nuts",
    ("concept/topic", ""): "youth",
    ("concept/mode", ""): "direct",
    ("concept/role", ""): "chair",
    ("concept/modality", ""): "should",
    ("concept/statement-kind", ""): "commitment",
    ("concept/count-category", ""): "state_party",
    ("class", ""): "AcademicInstitution",
    ("string", ""): "s2",
    ("date", ""): "2020",
}
SPECIAL: dict[tuple[str, str], Any] = {
    ("surface-forms", "entity"): "org/trust",
    ("merged", "old"): "person/cleo-as-minted",
    ("events", "class"): "Workshop",
    ("incomplete-events", "class"): "Workshop",
    ("single-source", "class"): "Person",
    ("projects", "class"): "PilotInitiative",
    ("documents", "class"): "WebPage",
    ("most-cited", "class"): "Resolution",
    ("review-mechanism", "class"): "ReviewPhase",
    ("reference-rows", "class"): "State",
    ("co-participation", "class"): "NonGovernmentalOrganization",
    ("topics-of-one-type", "type"): "NonGovernmentalOrganization",
    ("external-identifiers", "class"): "Organization",
    ("external-identifiers", "missing"): True,
    ("deposits", "number"): 2,
    ("sources", "genre"): "ngo_report",
    ("conflicts", "kind"): "date",
    ("conflicts", "status"): "explained",
    ("count-conflicts", "status"): "explained",
    ("disagreeing-sources", "kind"): "date",
    ("unnamed-speakers", "quantifier"): "one",
    ("judgements", "judgement"): "same",
    ("coverage-gaps", "kind"): "unread",
    ("inferences", "rule"): "chair-of-session",
    ("methods", "method"): "r1",
    ("candidate-links", "minimum"): 0.5,
    ("low-confidence", "below"): 0.65,
    ("funding", "funder"): "state/ken",
    ("provisions-cited", "instrument"): "instrument/fruit",
    ("mandate-chain", "thing"): "event/fair",
    ("citations", "cited"): "doc/F/2023/2",
    ("statements-citing", "cited"): "instrument/fruit",
    ("sessions", "body"): "org/wg",
    ("resolutions", "body"): "org/conference",
    ("commitments", "agent"): "state/per",
    ("attribution", "entity"): "org/trust",
    ("chairs", "until"): "2020",
    ("treaty-status", "until"): "2001",
    ("party-status", "at"): "2000",
    ("event-participants", "event"): "event/school",
    ("shared-topics", "topic"): "firearms",
    ("actor-types", "class"): "State",
    ("states", "since"): "2024",
}


def value_for(spec: QuerySpec, name: str) -> Any:
    param = spec.param(name)
    return SPECIAL.get((spec.name, name), VALUES.get((param.type, param.of)))


ANSWERS: dict[tuple[str, str], Table] = {}


def table(store: ox.Store, spec: QuerySpec, **params: Any) -> Table:
    """The answer of a query on the one graph of these tests, asked once."""
    key = (spec.name, repr(sorted(params.items())))
    if key not in ANSWERS:
        found = run_stored(store, spec, limit=None, **params)
        assert isinstance(found, Table)
        ANSWERS[key] = found
    return ANSWERS[key]


def test_there_are_at_least_forty_stored_queries() -> None:
    assert len(SPECS) >= 40


@pytest.mark.parametrize("spec", SPECS, ids=NAMES)
def test_a_query_says_what_it_answers_and_describes_its_columns(spec: QuerySpec, store: ox.Store) -> None:
    assert spec.summary
    assert spec.question.endswith("?") or spec.answers
    assert all(param.description for param in spec.params)
    assert tuple(column.name for column in spec.columns) == table(store, spec).columns


@pytest.mark.parametrize("spec", SPECS, ids=NAMES)
def test_a_query_parses_on_rdflib(spec: QuerySpec) -> None:
    assert rdflib.plugins.sparql.prepareQuery(spec.text)


@pytest.mark.parametrize("spec", SPECS, ids=NAMES)
def test_a_query_is_plain_distinct_and_ordered(spec: QuerySpec) -> None:
    body = re.sub(r'"[^"\n]*"|<[^<>\s]*>', "", spec.body)
    assert "ORDER BY" in body
    assert re.search(r"^SELECT DISTINCT", body, re.M) or re.search(r"^GROUP BY", body, re.M)
    assert not re.search(r"COUNT\(\s*[?*]", body)
    assert not re.search(r"\bSERVICE\b|\bLATERAL\b|<<", body)


@pytest.mark.parametrize("spec", SPECS, ids=NAMES)
def test_a_query_answers_on_the_test_graph_without_repeating_a_row(spec: QuerySpec, store: ox.Store) -> None:
    rows = table(store, spec).terms
    assert rows
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize(
    ("spec", "name"),
    [(spec, param.name) for spec in SPECS for param in spec.params],
    ids=lambda v: getattr(v, "name", v),
)
def test_each_parameter_changes_the_answer(spec: QuerySpec, name: str, store: ox.Store) -> None:
    value = value_for(spec, name)
    assert value is not None, f"no test value for {spec.name} {name}"
    assert table(store, spec, **{name: value}).terms != table(store, spec).terms


# Not "events": rdflib alone takes twenty seconds for it.
PORTABLE = (
    "chairs",
    "mandate-chain",
    "event-claims",
    "shared-topics",
    "co-participation",
    "deposits",
    "states",
)


@pytest.fixture(scope="module")
def dataset(store: ox.Store) -> rdflib.Dataset:
    made = rdflib.Dataset(default_union=True)
    made.parse(data=store.dump(format=ox.RdfFormat.N_QUADS).decode(), format="nquads")
    return made


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", PORTABLE)
def test_rdflib_gives_the_same_rows(name: str, store: ox.Store, dataset: rdflib.Dataset) -> None:
    ours = {tuple("" if term is None else term.value for term in row) for row in table(store, get(name)).terms}
    theirs = {tuple("" if term is None else str(term) for term in row) for row in dataset.query(get(name).text)}
    assert ours == theirs


def test_the_pages_of_the_catalogue_are_up_to_date() -> None:
    folder = ROOT / "docs" / "queries"
    wanted = pages(SPECS)
    assert {path.name: path.read_bytes().decode() for path in folder.iterdir()} == wanted, (
        "run: python tools/generate_query_docs.py"
    )


def test_the_catalogue_as_rdf_holds_every_query() -> None:
    graph = rdflib.Graph().parse(data=pages(SPECS)["catalogue.ttl"], format="turtle")
    texts = {str(text) for text in graph.objects(None, rdflib.URIRef("http://www.w3.org/ns/shacl#select"))}
    assert texts == {spec.body for spec in SPECS}


def test_the_files_lie_in_folders_by_theme() -> None:
    files = [file for file in resources.path("queries").glob("*/*.rq") if file.parent.name != "checks"]
    assert {file.parent.name for file in files} == {spec.theme for spec in SPECS}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("SELECT * {}", "has no summary"),
        ("#+ summary: [\nSELECT * {}", "no YAML"),
        ("#+ summary: a\n#+ colour: red\nSELECT * {}", "unknown key 'colour'"),
        ("#+ summary: a\n#+ params:\n#+   x: {type: iri}\nSELECT * {}", "exactly one block"),
        ("#+ summary: a\n#+ params:\n#+   x: {type: url}\nSELECT * { VALUES ?x { UNDEF } }", "has no type"),
        ("#+ summary: a\n#+ params:\n#+   x: none\nSELECT * { VALUES ?x { UNDEF } }", "is not described"),
    ],
)
def test_a_file_with_a_wrong_header_is_named(text: str, why: str) -> None:
    with pytest.raises(QueryError, match=why):
        parse(text, file=Path("theme/a-query.rq"))


# --- answers that can be told from the graph by hand


def rows(store: ox.Store, name: str, *columns: str, **params: Any) -> set[tuple[Any, ...]]:
    found = table(store, get(name), **params)
    return set(zip(*(found.column(column) for column in columns), strict=True))


def test_who_spoke_tells_panel_and_person(store: ox.Store) -> None:
    found = rows(store, "who-spoke", "label", "panel", "personLabel", event="event/fair")
    panel = "https://w3id.org/untocgraph/id/event/panel"
    assert found == {("Apple Trust", None, None), ("Apple Trust", panel, "Boro Ilić"), ("Fruit College", None, None)}


def test_the_mandate_chain_reaches_the_body_that_adopted_the_annexing_resolution(store: ox.Store) -> None:
    found = rows(store, "mandate-chain", "fromLabel", "step", "toLabel", thing="event/fair")
    assert found == {
        ("Dialogue on Apples", "mandatedBy", "paragraph 53"),
        ("paragraph 53", "partOf", "Rules"),
        ("Rules", "annexedTo", "resolution 9/1"),
        ("resolution 9/1", "adoptedBy", "Conference on Fruit"),
    }


def test_counts_of_one_event_stand_side_by_side_with_their_sources(store: ox.Store) -> None:
    assert rows(store, "participant-counts", "value", "source", event="event/fair") == {(59, "s1"), (38, "s2")}


def test_a_protocol_before_its_convention_is_found(store: ox.Store) -> None:
    assert rows(store, "protocol-without-convention", "label", "protocol") >= {
        ("Peru", "https://w3id.org/untocgraph/id/instrument/pears")
    }


def test_an_article_of_which_a_paragraph_is_cited_counts_as_addressed(store: ox.Store) -> None:
    assert rows(store, "articles-never-addressed", "heading") == {("Seeds",), ("Pears",)}


def test_claims_reach_what_was_asserted_under_a_merged_iri(store: ox.Store) -> None:
    found = rows(store, "event-claims", "property", "value", event="event/fair")
    assert ("startDate", "2023-05-31") in {(name, str(value)) for name, value in found}


def test_bind_and_the_file_as_it_stands_give_the_same_by_default(store: ox.Store) -> None:
    spec = get("events")
    assert bind(spec) == spec.text
