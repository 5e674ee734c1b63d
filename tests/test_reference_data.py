"""The curated rows themselves: sourced, consistent, free of private paths; each failure names file and line."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from untocgraph import reference
from untocgraph.core import iri
from untocgraph.reference._read import Record

KNOWN = reference.load()
ALL_ROWS = [(file, record) for file, records in KNOWN.records.items() for record in records]


def _rows(file: str) -> tuple[Record, ...]:
    return KNOWN.records[file]


def test_every_file_passes_the_checker() -> None:
    assert [str(problem) for problem in reference.check()] == []


def test_every_seen_row_names_its_source_and_no_known_row_does() -> None:
    for file, record in ALL_ROWS:
        confidence = record.values["confidence"]
        source = record.values.get("source", "")
        assert bool(source) == (confidence == "seen") or confidence == "own", f"{file}:{record.line}"


def test_no_cell_names_a_private_path_or_a_memory_as_source() -> None:
    for file, record in ALL_ROWS:
        for column, cell in record.values.items():
            assert not re.search(r"shared/|general knowledge|not confirmed|/work/|/tmp/", str(cell)), (
                f"{file}:{record.line}:{column}"
            )


def test_a_known_authority_is_not_sourced_and_carries_no_fact() -> None:
    unsourced = [authority for authority in KNOWN.authorities if not authority.sourced]
    assert unsourced
    for authority in unsourced:
        assert (authority.source, authority.country, authority.parent, authority.same_as) == ("", "", "", ())


def test_the_readme_counts_the_rows_of_every_file() -> None:
    text = (reference.default_path() / "README.md").read_text(encoding="utf-8")
    said = {file: int(rows) for file, rows in re.findall(r"^\| `(\w+\.csv)` \| (\d+) \|", text, re.MULTILINE)}
    assert said == {file: len(records) for file, records in KNOWN.records.items()}


def test_the_contract_has_thirty_two_topics_and_ten_roles() -> None:
    assert sum(topic.contract for topic in KNOWN.topics) == 32
    assert sum(role.contract for role in KNOWN.roles) == 10


def test_the_four_treaties_have_their_published_numbers_of_articles() -> None:
    counts = Counter(article.instrument for article in KNOWN.articles)
    assert counts == {"untoc": 41, "tip_protocol": 20, "som_protocol": 25, "firearms_protocol": 21}


def test_countries_are_the_249_of_iso_3166_and_the_european_union() -> None:
    codes = [row.values["iso3"] for row in _rows("countries.csv") if row.values["iso3"]]
    assert len(codes) == len(set(codes)) == 249
    assert all(re.fullmatch("[A-Z]{3}", code) for code in codes)
    assert KNOWN.by_id["eu"].table_type == "IntergovernmentalOrganization"


def test_iris_of_authorities_are_unique_and_in_our_space() -> None:
    iris = [authority.iri for authority in KNOWN.authorities]
    assert len(iris) == len(set(iris))
    assert all(one.startswith(f"{iri.BASE}id/") for one in iris)


def test_iris_of_sessions_dialogues_and_resolutions_are_unique() -> None:
    iris = [row.iri for rows in (KNOWN.sessions, KNOWN.dialogues, KNOWN.resolutions) for row in rows]
    assert len(iris) == len(set(iris))


@pytest.mark.parametrize(
    ("id_", "path"),
    [
        ("country_fra", "state/fra"),
        ("unodc", "org/unodc"),
        ("org_gi_toc", "org/gi_toc"),
        ("untoc", "instrument/untoc"),
        ("review_procedures", "provision/review-procedures"),
        ("cop_res_9_1", "resolution/cop/9/1"),
        ("ga_res_55_25", "resolution/unga/55/25"),
        ("se4u", "project/se4u"),
    ],
)
def test_iris_follow_the_layout_of_the_graph(id_: str, path: str) -> None:
    assert KNOWN.by_id[id_].iri == f"{iri.BASE}id/{path}"


def test_the_dialogue_of_may_2023_keeps_the_counts_of_both_sources() -> None:
    counts = {(row.category, row.value) for row in KNOWN.dialogue_counts if row.dialogue == "cd_2023_ta"}
    assert {("non_governmental_stakeholder", 59), ("ngo", 38), ("other_stakeholder", 6), ("state_party", 44)} <= counts


def test_nested_counts_add_up() -> None:
    values = {row.id: row.value for row in KNOWN.dialogue_counts}
    parts: Counter[str] = Counter()
    for row in KNOWN.dialogue_counts:
        if row.part_of:
            parts[row.part_of] += row.value
    assert parts == {whole: values[whole] for whole in parts}


def test_a_session_follows_the_one_before_it() -> None:
    by_body: dict[str, list[tuple[int, str]]] = {}
    for session in KNOWN.sessions:
        if session.ordinal and session.start:
            by_body.setdefault(session.body, []).append((session.ordinal, session.start.first.isoformat()))
    for body, sessions in by_body.items():
        assert sorted(sessions) == sorted(sessions, key=lambda pair: pair[1]), body


def test_the_conference_has_met_twelve_times() -> None:
    assert [one.ordinal for one in KNOWN.sessions if one.body == "cop"] == list(range(1, 13))


def test_no_signature_lies_outside_the_window_of_its_treaty() -> None:
    windows = {one.id: (one.opened_for_signature, one.signature_closed) for one in KNOWN.instruments}
    for row in KNOWN.treaty_status:
        opened, closed = windows[row.instrument]
        if row.signature_date:
            assert opened is None or opened.first <= row.signature_date.first, row.id
            assert closed is None or row.signature_date.last <= closed.last, row.id


def test_every_authority_is_found_by_each_of_its_names() -> None:
    lost = [(a.id, name) for a in KNOWN.authorities for name in a.names if a not in KNOWN.lookup(name)]
    assert lost == []
