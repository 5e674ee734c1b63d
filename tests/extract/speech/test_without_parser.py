"""The light install: rules without sentence trees name only speakers that the order of words shows."""

from __future__ import annotations

import pytest

from untocgraph.core.model import Source
from untocgraph.extract import annotate
from untocgraph.extract.document.parse import Parser

WORDS_ALONE = Parser(use_model=False)


def speakers(text: str) -> list[str]:
    """Words for, or the name of, each speaker."""
    found = annotate(Source(id="s", text=text, sha256=""), parser=WORDS_ALONE)
    names = {entity.key: entity.label for entity in found.entities}
    return [names.get(claim.speaker, claim.speaker_phrase) for claim in found.statements]


@pytest.mark.parametrize(
    "text",
    [
        "14. The panellist said that crews were tired.",
        "The panellist said that crews were tired.",
    ],
)
def test_a_role_beside_its_verb_speaks_without_a_stray_mark(text: str) -> None:
    assert speakers(text) == ["The panellist"]


@pytest.mark.parametrize(
    "text",
    [
        "The Workshop in the northern harbour said that crews were tired.",
        "The remarks at the end of the day stressed that crews were tired.",
        "Opening the second panel, a lady from the north said that crews were tired.",
    ],
)
def test_an_unsure_speaker_stays_open(text: str) -> None:
    assert set(speakers(text)) <= {""}


def test_a_named_person_beside_the_verb_speaks() -> None:
    assert speakers("Ms. Ilse Marr said that dykes leak.") == ["Ilse Marr"]
