"""The settings tree: where a value comes from, what is refused, what the page says."""

from __future__ import annotations

import pytest
from tools.generate_settings import PAGE, SECTIONS, page

from untocgraph.core.errors import SettingError
from untocgraph.core.settings import GraphSettings, SparqlSettings
from untocgraph.serve.settings import ServeSettings


def test_what_is_given_beats_the_environment_which_beats_the_default() -> None:
    environ = {"UNTOCGRAPH_WORKERS": "3"}
    assert GraphSettings.from_environment(environ, workers=2).workers == 2
    assert GraphSettings.from_environment(environ, workers=None).workers == 3
    assert GraphSettings.from_environment({}).workers == 1


@pytest.mark.parametrize("written", ["many", "0", "-1", "1.5", "²"])
def test_a_number_without_meaning_is_refused_by_the_name_of_its_variable(written: str) -> None:
    with pytest.raises(SettingError, match="UNTOCGRAPH_WORKERS is"):
        GraphSettings.from_environment({"UNTOCGRAPH_WORKERS": written})


def test_a_switch_is_read_in_words_and_nothing_else() -> None:
    assert ServeSettings.from_environment({"UNTOCGRAPH_SERVE_WITH_TEXTS": "True"}).with_texts
    with pytest.raises(SettingError, match="WITH_TEXTS is 'perhaps'"):
        ServeSettings.from_environment({"UNTOCGRAPH_SERVE_WITH_TEXTS": "perhaps"})


def test_only_what_may_be_zero_is_zero() -> None:
    assert ServeSettings(port=0, waiting=0).port == 0
    with pytest.raises(SettingError, match="rate is 0"):
        ServeSettings(rate=0)


def test_an_empty_variable_counts_as_none() -> None:
    assert SparqlSettings.from_environment({"UNTOCGRAPH_SPARQL_TIMEOUT": ""}).timeout == 60


def test_the_page_of_settings_is_what_the_code_says() -> None:
    assert page() == PAGE.read_text(encoding="utf-8"), "run tools/generate_settings.py"
    assert len({section.section for section in SECTIONS}) == len(SECTIONS)
