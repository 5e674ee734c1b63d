"""Resolutions and decisions: the body speaks in each clause."""

from tests.extract.saying import quoted, say
from untocgraph.core.model import Source
from untocgraph.extract.document.layout import read_layout
from untocgraph.extract.speech.resolutions import find_operatives

RESOLUTION = """The Assembly of the River League,

Recalling its resolution 2/4 of 3 May 2020, Bearing in mind article 5, Noting with concern that floods recur,

1. Decides that the dykes shall be raised;

2. Requests the Secretariat, within existing resources:
(a) To list the dykes;
(b) To publish the list;

3. Urges member States to pay on time;

4. Calls upon donors to help the poorest.

Annex

The dykes are old."""


def lemmas(text: str) -> list[tuple[str, str]]:
    return [(c.lemma, c.kind) for c in find_operatives(read_layout(Source(id="s", text=text, sha256="")))]


def test_each_operative_paragraph_is_a_clause_with_the_kind_of_its_verb() -> None:
    assert [c for c in lemmas(RESOLUTION) if c[0] not in ("recall", "note")] == [
        ("decide", "statement"),
        ("request", "statement"),
        ("urge", "recommendation"),
        ("call upon", "recommendation"),
    ]


def test_preambular_clauses_speak_and_those_that_only_bear_in_mind_do_not() -> None:
    assert [lemma for lemma, _ in lemmas(RESOLUTION)][:2] == ["recall", "note"]


def test_the_items_of_a_clause_belong_to_it_and_the_body_speaks() -> None:
    claims = say(RESOLUTION, organization=("Assembly of the River League",))
    request = next(c for c in claims if c.verb == "request")
    assert request.evidence.span.of(RESOLUTION).endswith("(b) To publish the list;")
    assert request.addressees == ("Secretariat",)
    assert {c.speaker for c in claims} == {"Assembly of the River League"}


def test_what_stands_after_the_resolution_is_not_said_by_the_body() -> None:
    assert not any("dykes are old" in text for text in quoted(RESOLUTION, say(RESOLUTION)))


def test_a_narrative_sentence_about_a_body_is_no_resolution() -> None:
    assert lemmas("The Assembly of the River League, which met in May, decided nothing.") == []
