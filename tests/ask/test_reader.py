"""The one reader of a snapshot: labels, classes, and what it leaves out when asked to."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from untocgraph.ask.reader import Reader, best_label
from untocgraph.core.iri import BASE, ONTOLOGY, graph
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import OA

NAMES = st.lists(st.tuples(st.text(min_size=1, max_size=8), st.sampled_from(["en", "fr", "es", "", "en-GB"])))
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def store(*quads: tuple[str, str, ox.Literal | ox.NamedNode, str]) -> ox.Store:
    made = ox.Store()
    for s, p, o, g in quads:
        made.add(ox.Quad(ox.NamedNode(s), ox.NamedNode(p), o, ox.NamedNode(g)))
    return made


def test_an_english_name_goes_before_longer_ones_of_other_languages() -> None:
    node = f"{ONTOLOGY}CountryReview"
    names = [("examen de país", "es"), ("country review", "en"), ("examen de pays", "fr")]
    made = store(*((node, LABEL, ox.Literal(words, language=tag), graph("ontology")) for words, tag in names))
    assert Reader(made).ref(node).label == "country review"
    assert Reader(made, language="es").ref(node).label == "examen de país"


def test_without_english_a_name_without_language_goes_first_and_then_the_shortest() -> None:
    assert best_label([("Genève", "fr"), ("Geneva", "")]) == "Geneva"
    assert best_label([("Ginebra", "es"), ("Genève", "fr")]) == "Genève"
    assert best_label([]) == ""


@given(NAMES)
def test_the_order_in_which_names_are_read_changes_nothing(names: list[tuple[str, str]]) -> None:
    assert best_label(names) == best_label(reversed(names))


def test_a_reader_blind_to_what_is_derived_sees_what_sources_state_only() -> None:
    thing = f"{BASE}id/org/x"
    stated, inferred = graph("source/a"), graph("inferred")
    made = store((thing, LABEL, ox.Literal("X"), stated), (thing, f"{ONTOLOGY}partOf", ox.NamedNode(thing), inferred))
    assert Reader(made).values(thing, f"{ONTOLOGY}partOf") == [thing]
    assert Reader(made, derived=False).values(thing, f"{ONTOLOGY}partOf") == []
    assert Reader(made, derived=False).label(thing) == "X"


def test_what_has_no_iri_is_read_as_nothing() -> None:
    assert Reader(ox.Store()).value("", LABEL) == ""


def test_the_places_of_evidence_in_a_source_come_by_number_and_without_those_of_another() -> None:
    held = []
    for name, source, start, end in (("x:a", "x:s", 20, 25), ("x:b", "x:s", 3, 9), ("x:c", "x:t", 1, 2)):
        held += [(name, UNTOC.inSource, ox.NamedNode(source), "x:g")]
        held += [(name, f"{OA}{word}", ox.Literal(str(at)), "x:g") for word, at in (("start", start), ("end", end))]
        held.append((name, f"{OA}exact", ox.Literal(f"words of {name}"), "x:g"))
    found = [(3, 9, "x:b", "words of x:b"), (20, 25, "x:a", "words of x:a")]
    assert Reader(store(*held)).places("x:s") == found
    assert Reader(store(*held)).places("x:u") == []
