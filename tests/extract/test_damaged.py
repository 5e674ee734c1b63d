"""Damaged texts: what is there is found, what is not there is not made."""

import itertools
import re

import pytest

from untocgraph.core.model import Source
from untocgraph.extract import annotate
from untocgraph.extract.document.parse import _BATCH_SIZE, _LONGEST, _batches, split_sentences

SAID = (
    "Ms. Ana Ruiz of the Port Union said that officers were needed. Bo Lind praised the Ministry of Rivers. "
    "Chile agreed."
)


def names(text: str) -> set[str]:
    """Every name that is found, on one line."""
    return {" ".join(m.text.split()) for m in annotate(Source(id="s", text=text, sha256="")).mentions}


@pytest.mark.parametrize(
    "text",
    [
        re.sub(r"(?<=[a-z]{3})\. ", ".", SAID),
        re.sub(r"(?<=[a-z]{3})\. ", ".\n", SAID),
        f"<html><body>{SAID.replace(' that ', '<br>that ')}</body></html>",
        f"Item 4. Harbours {SAID}",
    ],
    ids=["blanks lost", "a sentence a line", "breaks", "heading glued"],
)
def test_names_end_where_they_ended(text: str) -> None:
    assert names(text) == {"Ana Ruiz", "Port Union", "Ministry of Rivers", "Bo Lind", "Chile"}


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Talks had begun.The office closed. Nobody came.", 3),
        ("They asked why.Nobody knew it.", 2),
        ("See the site Booking.com for St.Petersburg and Mr.Lind again.", 1),
        ("The U.S.Senate met.", 1),
    ],
)
def test_a_full_stop_that_lost_its_blank_still_ends_a_sentence(text: str, sentences: int) -> None:
    assert len(split_sentences(text)) == sentences


def test_a_machine_transcript_names_no_sentence_as_a_name() -> None:
    found = names("so we met in malta and the harbour people said that they would come back to us\n" * 20)
    assert all(len(name.split()) < 4 for name in found)


def test_a_text_without_an_end_is_given_to_the_parser_in_parts() -> None:
    spans = split_sentences("the boats came in and " * 5_000)
    assert max(len(span) for span in spans) <= _LONGEST
    batches = list(_batches(["x" * _LONGEST] * 40))
    assert max(sum(map(len, batch)) for batch in batches) <= _BATCH_SIZE
    assert [*itertools.chain(*batches)] == ["x" * _LONGEST] * 40


def test_one_sentence_longer_than_a_batch_is_a_batch() -> None:
    assert [len(batch) for batch in _batches(["a", "x" * (_BATCH_SIZE + 1), "b"])] == [1, 1, 1]
