"""Provisions: those of the four treaties, and those read from a text."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from untocgraph import Graph, build, law, reference
from untocgraph.cli.law import text
from untocgraph.core import iri
from untocgraph.core.errors import InputError
from untocgraph.core.namespace import UNTOC
from untocgraph.pipeline import refresh_graph
from untocgraph.publish.release.dataset import released

TREATY_TEXTS = Path(__file__).resolve().parents[3] / "shared" / "corpus_treaties"
FILES = {
    "untoc": "001_untoc_convention.txt",
    "tip_protocol": "002_tip_protocol.txt",
    "firearms_protocol": "003_firearms_protocol.txt",
    "som_protocol": "004_som_protocol.txt",
}


def _labels(text: str) -> list[str]:
    return [provision.label for provision in law.read_treaty(text, "sample")]


def test_the_mandate_of_the_dialogues_is_a_provision() -> None:
    provision = law.canonical(iri.provision("untoc", "art-32", "par-3", "sub-c"))
    assert provision is not None
    assert (provision.label, provision.type) == ("article 32, paragraph 3 (c)", "Subparagraph")
    assert provision.parent == iri.provision("untoc", "art-32", "par-3")


def test_every_provision_below_an_article_has_its_parent() -> None:
    iris = {provision.iri for provision in law.provisions()}
    for provision in law.provisions():
        assert len(provision.steps) == 1 or provision.parent in iris, provision.iri


def test_an_article_is_part_of_its_instrument_and_has_a_heading() -> None:
    for provision in law.provisions():
        if provision.type == "Article":
            assert provision.heading
            assert provision.parent == iri.entity("instrument", provision.instrument)


TWO_LANGUAGES = (
    "### Article 1\n\n#### Purpose\n\n1.  The [League](../league) guards boats.\n2.  It shall:\n\na) Count them;\n\n"
    "b) Mark them.\n\n### Article 2\n\nUse of terms\n\nA boat is what floats.\n\n### Artikel 1\n\nDoel\n\n1.  De Bond."
)


def test_each_provision_has_its_own_words_in_one_language_and_links_are_words() -> None:
    words = law.treaty_words(TWO_LANGUAGES, "sample")
    assert {name.rsplit("/sample/", 1)[1]: said for name, said in words.items()} == {
        "art-1/par-1": "The League guards boats.", "art-1/par-2": "It shall:", "art-1/par-2/sub-a": "Count them;",
        "art-1/par-2/sub-b": "Mark them.", "art-2": "A boat is what floats.",
    }  # fmt: skip


def test_the_words_of_a_treaty_are_in_the_graph_and_later_builds_keep_them_and_no_release_has_them(
    tmp_path: Path,
) -> None:
    (tmp_path / "note.txt").write_text("Vienna, 4 May 2031. The Reed Trust met.", encoding="utf-8")
    graph = build(tmp_path / "note.txt", graph=tmp_path / "g")
    clause = iri.provision("untoc", "art-32", "par-3", "sub-c")
    refresh_graph(graph=graph.path, words={clause: "First wording;"})
    refresh_graph(graph=graph.path, words={clause: "Later wording;"})
    refresh_graph(graph=graph.path)
    store = Graph(graph.path).store
    said = ox.NamedNode(UNTOC.provisionText)
    assert [quad.object.value for quad in store.oxigraph.quads_for_pattern(None, said, None, None)] == [
        "Later wording;"
    ]
    assert not [triple for triple in released(store).triples if triple.predicate == said]
    assert [triple for triple in released(store, with_texts=True).triples if triple.predicate == said]


def test_the_words_of_another_treaty_are_refused_whole(tmp_path: Path) -> None:
    lines = [f"Article {number}\nHeading\nWords." for number in range(1, 60)]
    (tmp_path / "treaty.txt").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError, match="nothing is imported"):
        text(tmp_path / "treaty.txt", instrument="tip_protocol", graph=tmp_path / "none")


def test_an_unknown_treaty_has_no_provisions() -> None:
    with pytest.raises(InputError, match="use one of firearms_protocol"):
        law.provisions("uncac")


@pytest.mark.shared
@pytest.mark.parametrize("instrument", sorted(FILES))
def test_reading_a_treaty_gives_the_provisions_that_are_shipped(instrument: str) -> None:
    path = TREATY_TEXTS / FILES[instrument]
    if not path.exists():
        pytest.skip("needs ../shared with the texts of the treaties")
    assert law.read_treaty(path.read_text(encoding="utf-8"), instrument) == law.provisions(instrument)


def test_no_text_of_a_treaty_is_shipped() -> None:
    headings = {article.heading for article in reference.load().articles}
    assert {provision.heading for provision in law.provisions()} <= headings | {""}
    assert all(len(heading.split()) <= 25 for heading in headings)


def test_plain_headings_on_the_line_or_below_it_are_both_read() -> None:
    text = "Article 1. Purpose\n1. Text.\nArticle 2\nUse of terms\n(a) One;\n(b) Two."
    provisions = law.read_treaty(text, "sample")
    assert [one.heading for one in provisions if one.type == "Article"] == ["Purpose", "Use of terms"]


def test_an_article_that_is_only_cited_opens_nothing() -> None:
    text = "Article 1\n1. As provided in\nArticle 5 of this Treaty applies to them.\n2. More."
    assert _labels(text) == ["article 1", "article 1, paragraph 1", "article 1, paragraph 2"]


def test_a_number_out_of_order_is_text_not_a_paragraph() -> None:
    assert _labels("Article 1\n1. Text\n7. a number that a line begins with\n2. Text")[1:] == [
        "article 1, paragraph 1",
        "article 1, paragraph 2",
    ]


def test_several_marks_on_one_line_open_several_provisions() -> None:
    assert _labels("Article 6\n1. (a) (i) Text\n(ii) Text\n(b) Text")[1:] == [
        "article 6, paragraph 1",
        "article 6, paragraph 1 (a)",
        "article 6, paragraph 1 (a) (i)",
        "article 6, paragraph 1 (a) (ii)",
        "article 6, paragraph 1 (b)",
    ]


def test_the_ninth_letter_is_no_roman_number() -> None:
    text = "Article 2\n" + "\n".join(f"({letter}) Text" for letter in "abcdefghij")
    assert _labels(text)[-2:] == ["article 2 (i)", "article 2 (j)"]


def test_a_second_language_is_left_out() -> None:
    text = "Article 1\n1. Text.\nArticle 2\n1. Text.\nIN WITNESS WHEREOF they signed.\nArticle 1\n1. Texte.\n2. Texte."
    assert _labels(text)[-1] == "article 2, paragraph 1"
    assert _labels("Article 1\n1. Text.\nArtikel 1\n1. Tekst.\n2. Tekst.")[-1] == "article 1, paragraph 1"


def test_a_text_without_articles_is_refused() -> None:
    with pytest.raises(InputError, match="no article found"):
        law.read_treaty("A letter about nothing.", "sample")


@given(st.lists(st.lists(st.integers(0, 5), max_size=4), min_size=1, max_size=5))
def test_what_is_written_as_a_treaty_is_read_as_it_was(outline: list[list[int]]) -> None:
    lines, expected = [], []
    for article, paragraphs in enumerate(outline, start=1):
        lines += [f"Article {article}", "Heading"]
        expected.append((f"art-{article}",))
        for paragraph, letters in enumerate(paragraphs, start=1):
            lines.append(f"{paragraph}. Text of the paragraph:")
            expected.append((f"art-{article}", f"par-{paragraph}"))
            for letter in "abcde"[:letters]:
                lines.append(f"({letter}) Text;")
                expected.append((f"art-{article}", f"par-{paragraph}", f"sub-{letter}"))
    assert [one.steps for one in law.read_treaty("\n".join(lines), "sample")] == expected


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = law.read_treaty(text, "sample")
    except InputError:
        return
    assert found[0].type == "Article"
