"""Parameters: typed terms only, closed words, no way to write SPARQL through a value."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from untocgraph.ask.query import QuerySpec, Table, bind, get, run_stored
from untocgraph.ask.query.catalog import parse
from untocgraph.ask.query.run import run_here
from untocgraph.core.errors import QueryError
from untocgraph.core.model import PartialDate

TEXT = """#+ summary: Echo
#+ params:
#+   thing: {type: iri, description: a}
#+   word: {type: string, description: a}
#+   number: {type: integer, description: a}
#+   part: {type: decimal, description: a}
#+   flag: {type: boolean, description: a}
#+   day: {type: date, many: false, description: a}
#+   class: {type: class, description: a}
#+   topic: {type: concept/topic, description: a}
SELECT * WHERE {
  VALUES ?thing { UNDEF }
  VALUES ?word { "default } text" }
  VALUES ?number { 1 }
  VALUES ?part { 0.5 }
  VALUES ?flag { true }
  VALUES ?day { "2020"^^<http://www.w3.org/2001/XMLSchema#gYear> }
  VALUES ?class { UNDEF }
  VALUES ?topic { UNDEF }
}
"""
ECHO = parse(TEXT.replace(' } text"', '"'), file=Path("tests/echo.rq"))
HOSTILE = (
    'x" } } ; DROP ALL #', "\\", '"', "'''", "a\nb", "} UNION { ?s ?p ?o", "<http://evil>", "\\u0022 }", "?x",
    "${x}", "\x07",
)  # fmt: skip


def echoed(name: str, value: Any, spec: QuerySpec = ECHO) -> Any:
    answer = run_here(ox.Store(), bind(spec, **{name: value}), limit=None)
    assert isinstance(answer, Table)
    return answer.column(name)


@pytest.mark.parametrize(
    ("name", "value", "seen"),
    [
        ("thing", "https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("thing", "org/unodc", "https://w3id.org/untocgraph/id/org/unodc"),
        ("thing", "doc/CTOC/COP/2018/11", "https://w3id.org/untocgraph/id/doc/CTOC/COP/2018/11"),
        ("number", 59, 59),
        ("number", "-3", -3),
        ("flag", "no", False),
        ("day", "2023-05", "2023-05"),
        ("day", PartialDate(2023, 5, 31), datetime.date(2023, 5, 31)),
        ("day", datetime.date(2023, 5, 31), datetime.date(2023, 5, 31)),
        ("class", "Session", "https://w3id.org/untocgraph/ontology#Session"),
        ("topic", "gender", "https://w3id.org/untocgraph/id/concept/topic/gender"),
        ("topic", "https://w3id.org/untocgraph/id/concept/topic/gender", "https://w3id.org/untocgraph/id/concept/topic/gender"),
    ],
)  # fmt: skip
def test_a_value_becomes_a_term_of_the_type(name: str, value: Any, seen: Any) -> None:
    assert echoed(name, value) == (seen,)


def test_a_list_gives_each_value_once_in_the_block() -> None:
    assert echoed("number", [1, 2, 3]) == (1, 2, 3)


def test_none_keeps_the_default() -> None:
    assert bind(ECHO, word=None) == ECHO.text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_a_text(text: str) -> None:
    assert echoed("word", text) == (text,)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60))
def test_every_text_comes_back_as_it_went_in(text: str) -> None:
    assert echoed("word", text) == (text,)


@pytest.mark.parametrize(
    "text", [*HOSTILE, "http://a b", "http://a>b", "javascript:alert(1)", "org/a b", "org/<x>", "", "a" * 11_000]
)
@pytest.mark.parametrize("name", ["thing", "class", "topic", "day", "number", "part", "flag"])
def test_a_hostile_value_is_refused_where_no_text_is_taken(name: str, text: str) -> None:
    with pytest.raises(QueryError) as caught:
        bind(ECHO, **{name: text})
    assert "\n" not in str(caught.value)


@settings(max_examples=80)
@given(st.text(max_size=40))
def test_whatever_is_accepted_as_an_iri_is_one_term(text: str) -> None:
    try:
        found = echoed("thing", text)
    except QueryError:
        return
    assert len(found) == 1


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"numbr": 1}, "did you mean 'number'"),
        ({"word": []}, "word is an empty list"),
        ({"day": ["2020", "2021"]}, "day takes at most 1 values"),
        ({"number": list(range(1001))}, "number takes at most 1000 values"),
        ({"number": 1.5}, "give a whole number"),
        ({"number": True}, "give a whole number"),
        ({"part": "NaN"}, "give a number"),
        ({"flag": "perhaps"}, "give true or false"),
        ({"day": "31 May 2023"}, "not YYYY"),
        ({"word": 5}, "give a text"),
        ({"class": "Sesion"}, "did you mean Session"),
        ({"topic": "gendre"}, "did you mean gender"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_would(params: dict[str, Any], why: str) -> None:
    with pytest.raises(QueryError, match=why):
        bind(ECHO, **params)


def test_an_unknown_query_is_named_with_the_nearest(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="did you mean 'mandate-chain'"):
        run_stored(store, "mandate-chains")


def test_a_query_names_its_parameters_when_none_is_near() -> None:
    with pytest.raises(QueryError, match="it takes event, role"):
        bind(get("event-participants"), zzz=1)
