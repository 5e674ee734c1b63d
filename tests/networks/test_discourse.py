"""Discourse networks: worked examples computed by hand from the definitions in the module."""

from __future__ import annotations

import datetime
import math
import sqlite3
from contextlib import closing
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untocgraph.core.errors import QueryError
from untocgraph.networks.centrality import strength
from untocgraph.networks.coded import CodedStatement, read_coded, write_coded
from untocgraph.networks.databases import read_dna, read_qualcoder
from untocgraph.networks.discourse import discourse_network
from untocgraph.networks.discourse_options import Options, without_duplicates
from untocgraph.networks.discourse_time import discourse_windows, kernel_weight

TABLE = """id,time,document,organization,concept,agreement
1,2019-01-10,d1,A,gender,1
2,2019-01-20,d1,A,gender,1
3,2019-02-10,d2,A,trust,0
4,2020-01-10,d3,A,gender,1
5,2019-01-11,d1,B,gender,0
6,2019-03-01,d4,B,trust,0
7,2019-01-12,d1,C,youth,1
8,2019-01-13,d1,B,gender,1
"""
# X(A): gender 3 agree, trust 1 disagree. X(B): gender 1 agree 1 disagree, trust 1 disagree. X(C): youth 1 agree.


def network(**options: str):
    return discourse_network(read_coded(TABLE), Options(**options))


def test_two_mode_ignore_counts_statements() -> None:
    found = network(network_type="twomode")
    assert found.columns == ("gender", "trust", "youth")
    assert found.matrix.tolist() == [[3, 1, 0], [2, 1, 0], [0, 0, 1]]


def test_two_mode_subtract_takes_disagreement_from_agreement() -> None:
    assert network(network_type="twomode", qualifier_aggregation="subtract").matrix.tolist() == [
        [3, -1, 0], [0, -1, 0], [0, 0, 1],
    ]  # fmt: skip


def test_two_mode_combine_codes_agreement_1_disagreement_2_both_3() -> None:
    found = network(network_type="twomode", qualifier_aggregation="combine")
    assert found.matrix.tolist() == [[1, 2, 0], [3, 2, 0], [0, 0, 1]]
    assert found.combinations == {0: (), 1: (1,), 2: (0,), 3: (0, 1)}


def test_activity_divides_by_the_actor_and_prominence_by_the_concept() -> None:
    assert network(network_type="twomode", normalization="activity").matrix[0].tolist() == [3 / 4, 1 / 4, 0]
    assert network(network_type="twomode", normalization="prominence").matrix[:, 0].tolist() == [3 / 5, 2 / 5, 0]
    subtract = network(network_type="twomode", normalization="activity", qualifier_aggregation="subtract")
    assert subtract.matrix[1].tolist() == [0, -1 / 3, 0]


@pytest.mark.parametrize(
    ("aggregation", "value"),
    # gender: A 3+/0-, B 1+/1-; trust: A 1-, B 1-. Together 3·2 + 1·1, alike 3·1 + 1, unlike 3·1.
    [("ignore", 7), ("congruence", 4), ("conflict", 3), ("subtract", 1)],
)
def test_one_mode_aggregation(aggregation: str, value: float) -> None:
    found = network(qualifier_aggregation=aggregation)
    assert found.value("A", "B") == found.value("B", "A") == value
    assert found.value("A", "C") == 0
    assert np.diag(found.matrix).tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("normalization", "value"),
    [
        ("average", 4 / ((4 + 3) / 2)),
        # Profiles (gender-, gender+, trust-): A (0, 3, 1), B (1, 1, 1): only A 0, only B 1, both 3 + 1.
        ("jaccard", 4 / (0 + 1 + 4)),
        ("cosine", 4 / (math.sqrt(10) * math.sqrt(3))),
    ],
)
def test_one_mode_normalization(normalization: str, value: float) -> None:
    found = network(qualifier_aggregation="congruence", normalization=normalization)
    assert found.value("A", "B") == pytest.approx(value)


def test_the_program_dialect_divides_cosine_by_the_product_of_activities() -> None:
    found = network(qualifier_aggregation="congruence", normalization="cosine", dialect="program")
    assert found.value("A", "B") == pytest.approx(4 / (4 * 3))


def test_congruence_on_a_scale_counts_nearness() -> None:
    said = [
        CodedStatement(id="1", concept="c", organization="A", agreement=2),
        CodedStatement(id="2", concept="c", organization="B", agreement=1),
        CodedStatement(id="3", concept="c", organization="C", agreement=-2),
    ]
    congruence = discourse_network(said, Options(qualifier_aggregation="congruence"))
    assert congruence.value("A", "B") == pytest.approx(1 - 1 / 4)
    assert congruence.value("A", "C") == 0
    two = discourse_network(said, Options(network_type="twomode", qualifier_aggregation="subtract"))
    assert two.matrix.tolist() == [[2], [1], [-2]]


@pytest.mark.parametrize(
    ("duplicates", "kept"),
    # A on gender three times: twice in d1 (January 2019, weeks 2 and 3), once in d3 (week 2 of 2020).
    [("include", 3), ("document", 2), ("week", 3), ("month", 2), ("year", 2), ("acrossrange", 1)],
)
def test_duplicates(duplicates: str, kept: int) -> None:
    found = network(network_type="twomode", duplicates=duplicates)
    assert found.value("A", "gender") == kept


def test_the_program_dialect_takes_the_same_month_of_two_years_for_one() -> None:
    found = network(network_type="twomode", duplicates="month", dialect="program")
    assert found.value("A", "gender") == 1


def test_the_qualifier_makes_no_duplicate_unless_it_is_ignored() -> None:
    said = read_coded(TABLE)
    assert network(network_type="twomode", duplicates="document").value("B", "gender") == 1
    options = Options(qualifier_aggregation="congruence", duplicates="document")
    assert sum(row.organization == "B" and row.concept == "gender" for row in without_duplicates(said, options)) == 2


def test_isolates_keep_their_names_and_statements_without_actor_are_left_out() -> None:
    said = [*read_coded(TABLE), CodedStatement(id="9", concept="gender")]
    assert "" not in discourse_network(said, Options(isolates=True)).rows


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"qualifier_aggregation": "combine"}, "onemode"),
        ({"network_type": "twomode", "qualifier_aggregation": "congruence"}, "twomode"),
        ({"normalization": "activity"}, "onemode"),
        ({"network_type": "twomode", "normalization": "jaccard"}, "twomode"),
        ({"duplicates": "documents"}, "did you mean 'document'"),
        ({"network_type": "twomode", "qualifier_aggregation": "combine", "normalization": "activity"}, "codes"),
        ({"variable2": "organization"}, "both variables"),
    ],
)
def test_combinations_that_dna_does_not_have_are_refused(options: dict, word: str) -> None:
    with pytest.raises(QueryError, match=word):
        Options(**options)


def test_no_statements_give_an_empty_network() -> None:
    found = discourse_network([])
    assert (found.rows, found.matrix.shape) == ((), (0, 0))
    assert len(found.graph()) == 0


def test_ties_carry_the_statements_and_assertions_behind_them() -> None:
    said = [
        CodedStatement(id="1", concept="c", organization="A", assertions=("urn:a1",)),
        CodedStatement(id="2", concept="c", organization="B", assertions=("urn:a2",)),
    ]
    data = discourse_network(said).graph()["A"]["B"]
    assert data == {"weight": 1.0, "statements": ("1", "2"), "assertions": ("urn:a1", "urn:a2")}


def test_a_name_in_both_modes_is_refused_as_a_network() -> None:
    said = [CodedStatement(id="1", concept="UNODC", organization="UNODC")]
    with pytest.raises(QueryError, match="both modes"):
        discourse_network(said, Options(network_type="twomode")).graph()


def test_kernels_by_hand_and_outside_the_window() -> None:
    assert kernel_weight("no", 0.5) == 1
    assert kernel_weight("uniform", -1) == 0.5
    assert kernel_weight("epanechnikov", 0.5) == pytest.approx(0.5625)
    assert kernel_weight("triangular", 0.5) == 0.5
    assert kernel_weight("gaussian", 0) == pytest.approx(0.3989423)
    assert kernel_weight("epanechnikov", 1.01) == 0
    # The program looks from the statement to the middle: what comes earlier weighs more than what comes later.
    assert kernel_weight("triangular", 0.5, dialect="program") == 1.5


@given(st.sampled_from(["uniform", "epanechnikov", "triangular", "gaussian"]))
def test_published_kernels_are_symmetric_and_add_up_to_one(kernel) -> None:
    grid = np.linspace(-8, 8, 16001)
    values = np.array([kernel_weight(kernel, u) for u in grid])
    assert values == pytest.approx(values[::-1])
    assert values.sum() * (grid[1] - grid[0]) == pytest.approx(1, abs=1e-3)


def test_a_window_by_years_moves_year_by_year() -> None:
    slices = discourse_windows(read_coded(TABLE), Options(network_type="twomode"), unit="years", size=3)
    assert [part.middle.date().isoformat() for part in slices] == ["2019-01-10", "2020-01-10"]
    assert [len(part.network.statements) for part in slices] == [8, 8]


@pytest.mark.parametrize(
    ("unit", "size", "days"),
    [("days", 1, 0), ("days", 3, 2), ("weeks", 1, 0), ("weeks", 3, 14), ("months", 1, 0), ("months", 3, 61)],
)
def test_size_means_the_same_in_every_unit_as_in_dna(unit, size: int, days: int) -> None:
    said = [CodedStatement(id=str(n), concept="c", organization="A", time=f"2023-{n:02d}-15") for n in (4, 8)]
    second = discourse_windows(said, unit=unit, size=size)[1]
    assert (second.stop - second.start).days == days
    assert second.middle - second.start == pytest.approx(second.stop - second.middle, abs=datetime.timedelta(days=1))


def test_empty_windows_stay_and_nothing_outside_a_window_is_listed() -> None:
    said = [
        CodedStatement(id=str(n), concept="c", organization=o, time=f"2023-0{n}-15") for n, o in ((1, "A"), (5, "B"))
    ]
    slices = discourse_windows(said, unit="months", size=1)
    assert [part.network.rows for part in slices] == [("A",), (), (), (), ("B",)]
    assert [len(part.network.statements) for part in slices] == [1, 0, 0, 0, 1]


def test_seconds_are_a_unit() -> None:
    said = read_coded("id;time;organization;concept\n1;2019-01-10 10:00:00;A;c\n2;2019-01-10 10:00:02;B;c\n")
    assert [len(part.network.statements) for part in discourse_windows(said, unit="seconds", size=3)] == [1, 2, 1]


def test_a_scale_has_the_levels_of_the_whole_time_inside_a_window() -> None:
    said = [
        CodedStatement(id="1", concept="c", organization="A", agreement=2, time="2023-01-01"),
        CodedStatement(id="2", concept="c", organization="B", agreement=1, time="2023-01-01"),
        CodedStatement(id="3", concept="c", organization="C", agreement=-2, time="2023-06-01"),
    ]
    options = Options(qualifier_aggregation="congruence")
    assert discourse_network(said, options).value("A", "B") == pytest.approx(0.75)
    assert discourse_windows(said, options, unit="months", size=1)[0].network.value("A", "B") == pytest.approx(0.75)


def test_a_qualifier_of_words_is_alike_or_not() -> None:
    said = read_coded("organization,concept,agreement\nA,c,for\nB,c,for\nC,c,against\n")
    found = discourse_network(said, Options(qualifier_aggregation="congruence"))
    assert (found.value("A", "B"), found.value("A", "C")) == (1, 0)
    with pytest.raises(QueryError, match="words cannot be subtracted"):
        discourse_network(said, Options(qualifier_aggregation="subtract"))


def test_statements_without_a_concept_are_left_out_and_counted() -> None:
    table = read_coded("organization,concept\nA,\nB,c\n")
    assert (len(table), table.skipped) == (1, 1)


EVENT_LIST = """"statement_id";"time";"person";"organization";"concept";"agreement";"document_id";"document_title";\
"document_author"
"4";"2019-01-10 14:30:00";"Ada Alm";"North Watch";"gender";"1";"17";"First report";"Ed Ito"
"5";"2019-01-10 14:30:00";"Ada Alm";"North Watch";"gender";"1";"18";"Second report";"Ed Ito"
"""


def test_an_event_list_of_dna_keeps_its_documents() -> None:
    table = read_coded(EVENT_LIST)
    assert [(row.id, row.document, row.time) for row in table] == [
        ("4", "17", "2019-01-10T14:30:00"), ("5", "18", "2019-01-10T14:30:00"),
    ]  # fmt: skip
    assert [row.value("title") for row in table] == ["First report", "Second report"]
    options = Options(variable1="author", network_type="twomode", duplicates="document")
    assert discourse_network(table, options).value("Ed Ito", "gender") == 2
    again = read_coded(write_coded(table, dialect="dna"))
    assert [(row.id, row.time, row.person, row.agreement, row.value("title")) for row in again] == [
        (row.id, row.time, row.person, row.agreement, row.value("title")) for row in table
    ]


def test_the_older_event_list_of_dna_is_read_too() -> None:
    head = (
        '"statement ID";"time";"document ID";"document title";"author";"source";"section";"type";"text";"organization"'
    )
    (row,) = read_coded(f'{head};"concept"\n4;2019-01-10 00:00:00;17;"T";"A";"S";"";"";"words";"North";"gender"\n')
    assert (row.id, row.document, row.value("author"), row.value("title")) == ("4", "17", "A", "T")


def test_segments_of_maxqda_are_read() -> None:
    head = "Document group;Document name;Code;Segment"
    (row,) = read_coded(f"{head}\nNorth Watch;Report 1;gender;Some words\n")
    assert (row.organization, row.document, row.concept) == ("North Watch", "Report 1", "gender")


def test_names_are_kept_out_or_alone_in() -> None:
    said = read_coded(TABLE)
    assert discourse_network(said, Options(exclude=(("organization", "B"),))).rows == ("A", "C")
    assert discourse_network(said, Options(keep=(("organization", "A"), ("organization", "B")))).rows == ("A", "B")


def test_two_people_of_one_name_are_two() -> None:
    said = [
        CodedStatement(id=n, concept="c", person=f"urn:{n}", attributes={"person_label": "Ada Alm"}) for n in ("1", "2")
    ]
    found = discourse_network(said, Options(variable1="person"))
    assert found.rows == ("urn:1", "urn:2")
    assert found.graph().nodes["urn:1"]["label"] == "Ada Alm"


def test_a_difference_is_measured_in_two_parts() -> None:
    found = discourse_network(read_coded(TABLE), Options(qualifier_aggregation="subtract"))
    plus, minus = found.signed()
    assert (plus.ties, minus.ties) == (1, 0)
    with pytest.raises(QueryError, match="not negative"):
        strength(nx.Graph([("A", "B", {"weight": -1})]))


DNA_SCHEMA = """
CREATE TABLE STATEMENTTYPES(ID INTEGER PRIMARY KEY, Label TEXT);
CREATE TABLE VARIABLES(ID INTEGER PRIMARY KEY, Variable TEXT, DataType TEXT, StatementTypeId INTEGER);
CREATE TABLE DOCUMENTS(ID INTEGER PRIMARY KEY, Title TEXT, Text TEXT, Coder INTEGER, Author TEXT, Source TEXT,
  Section TEXT, Notes TEXT, Type TEXT, Date INTEGER);
CREATE TABLE STATEMENTS(ID INTEGER PRIMARY KEY, StatementTypeId INTEGER, DocumentId INTEGER, Start INTEGER,
  Stop INTEGER, Coder INTEGER);
CREATE TABLE ENTITIES(ID INTEGER PRIMARY KEY, VariableId INTEGER, Value TEXT, ChildOf INTEGER);
CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Entity INTEGER);
CREATE TABLE DATALONGTEXT(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value TEXT);
CREATE TABLE DATAINTEGER(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value INTEGER);
CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value INTEGER);
INSERT INTO STATEMENTTYPES VALUES (1, 'DNA Statement');
INSERT INTO VARIABLES VALUES (1, 'person', 'short text', 1), (2, 'organization', 'short text', 1),
  (3, 'concept', 'short text', 1), (4, 'agreement', 'boolean', 1);
INSERT INTO DOCUMENTS VALUES (7, 'A title', '', 1, 'Ed Ito', 'Paper', '', '', '', 1547130600);
INSERT INTO STATEMENTS VALUES (1, 1, 7, 0, 5, 1), (2, 1, 7, 6, 9, 1);
INSERT INTO ENTITIES VALUES (1, 2, 'North Watch', NULL), (2, 3, 'gender', NULL), (3, 3, '', NULL);
INSERT INTO DATASHORTTEXT VALUES (1, 1, 2, 1), (2, 1, 3, 2), (3, 2, 2, 1), (4, 2, 3, 3);
INSERT INTO DATABOOLEAN VALUES (1, 1, 4, 0), (2, 2, 4, 1);
"""


def database(file: Path, script: str) -> Path:
    with closing(sqlite3.connect(file)) as made:
        made.executescript(script)
    return file


def test_a_dna_database_is_read(tmp_path: Path) -> None:
    table = read_dna(database(tmp_path / "coded.dna", DNA_SCHEMA))
    (row,) = table
    assert (row.organization, row.concept, row.agreement, row.document) == ("North Watch", "gender", False, "7")
    assert (row.time, row.value("author"), table.skipped) == ("2019-01-10T14:30:00", "Ed Ito", 1)


def test_a_qualcoder_project_is_read(tmp_path: Path) -> None:
    script = """
    CREATE TABLE source(id INTEGER PRIMARY KEY, name TEXT, fulltext TEXT);
    CREATE TABLE code_cat(catid INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE code_name(cid INTEGER PRIMARY KEY, name TEXT, catid INTEGER);
    CREATE TABLE code_text(ctid INTEGER PRIMARY KEY, cid INTEGER, fid INTEGER, seltext TEXT, pos0 INTEGER,
      pos1 INTEGER);
    CREATE TABLE cases(caseid INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE case_text(id INTEGER PRIMARY KEY, caseid INTEGER, fid INTEGER, pos0 INTEGER, pos1 INTEGER);
    INSERT INTO source VALUES (1, 'report.txt', ''); INSERT INTO code_cat VALUES (1, 'themes');
    INSERT INTO code_name VALUES (1, 'gender', 1);
    INSERT INTO code_text VALUES (1, 1, 1, 'some words', 10, 20);
    INSERT INTO code_text VALUES (2, 1, 1, 'others', 80, 90);
    INSERT INTO cases VALUES (1, 'North Watch'); INSERT INTO case_text VALUES (1, 1, 1, 0, 50);
    """
    database(tmp_path / "data.qda", script)
    found = read_qualcoder(tmp_path)
    assert [(row.concept, row.organization, row.document) for row in found] == [
        ("gender", "North Watch", "report.txt"), ("gender", "", "report.txt"),
    ]  # fmt: skip


def test_what_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.dna").write_text("no database", encoding="utf-8")
    with pytest.raises(QueryError, match=r"x\.dna: this is no DNA 3 database"):
        read_dna(tmp_path / "x.dna")


def test_a_kernel_weighs_statements_by_their_distance_from_the_middle() -> None:
    said = [
        CodedStatement(id="1", concept="c", organization="A", time="2023-01-01"),
        CodedStatement(id="2", concept="c", organization="B", time="2023-01-06"),
    ]
    slices = discourse_windows(said, unit="days", size=20, kernel="triangular")
    # At 1 January: A at u = 0 (weight 1), B at u = 0.5 (weight 0.5); the tie is the root of the product.
    assert slices[0].network.value("A", "B") == pytest.approx(math.sqrt(0.5))
    two = discourse_windows(said, Options(network_type="twomode"), unit="days", size=20, kernel="triangular")
    assert two[0].network.matrix.tolist() == [[1.0], [0.5]]


def test_windows_of_events_and_indentation() -> None:
    said = read_coded(TABLE)
    assert len(discourse_windows(said, unit="events", size=4)) == 8
    assert len(discourse_windows(said, unit="events", size=4, indent=True)) == 4
    assert {len(part.network.statements) for part in discourse_windows(said, unit="events", size=4, indent=True)} == {5}
    assert discourse_windows(said, unit="years", size=9, indent=True) == ()


def test_windows_with_isolates_share_their_nodes() -> None:
    slices = discourse_windows(read_coded(TABLE), Options(isolates=True), unit="years", size=1)
    assert {part.network.rows for part in slices} == {("A", "B", "C")}


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"unit": "month"}, "did you mean 'months'"),
        ({"kernel": "epanechikov"}, "did you mean 'epanechnikov'"),
        ({"size": 0}, "window of 0"),
        ({"unit": "events", "kernel": "uniform"}, "no kernel"),
    ],
)
def test_windows_that_make_no_sense_are_refused(options: dict, word: str) -> None:
    with pytest.raises(QueryError, match=word):
        discourse_windows(read_coded(TABLE), **options)


def test_statements_without_any_time_are_refused() -> None:
    with pytest.raises(QueryError, match="no statement has a time"):
        discourse_windows([CodedStatement(id="1", concept="c", organization="A")])


word = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8).map(str.strip).filter(bool)


@given(
    st.lists(
        st.builds(
            CodedStatement,
            id=word, concept=word, document=word, organization=word, person=word,
            time=st.sampled_from(["", "2023", "2023-05", "2023-05-31"]),
            agreement=st.one_of(st.booleans(), st.integers(2, 9)), confidence=st.floats(0, 1),
            assertions=st.lists(st.sampled_from(["urn:a", "urn:b"]), unique=True).map(tuple),
            attributes=st.fixed_dictionaries({"mode": word}),
        ), max_size=4,
    )
)  # fmt: skip
@settings(max_examples=40)
def test_a_table_reads_back_as_it_was_written(statements: list[CodedStatement]) -> None:
    assert read_coded(write_coded(statements)) == tuple(statements)


@pytest.mark.parametrize(
    ("table", "word"),
    [
        ("organization,topic\nA,b\n", "no column 'concept'"),
        ("concept,time\nc,2023-13\n", "table:2"),
        ("concept,confidence\nc,2\n", "confidence"),
        ("concept,person\nc,x,y\n", "more cells"),
    ],
)
def test_a_table_with_a_defect_is_refused_with_its_line(table: str, word: str) -> None:
    with pytest.raises(QueryError, match=word):
        read_coded(table)


def test_a_dna_export_with_semicolons_and_times_is_read() -> None:
    found = read_coded('id;time;organization;concept;agreement\n"4";"2019-01-10 00:00:00";"A";"gender";"1"\n')
    assert (found[0].id, found[0].time, found[0].agreement) == ("4", "2019-01-10", True)
