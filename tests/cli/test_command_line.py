"""The command line: data on standard output, one line an error, everything documented."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer.main

import untocgraph as ug
from tests import terminal
from tests.conftest import ROOT
from untocgraph.cli import app
from untocgraph.cli.common import EXIT_CODES, emit_rows

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def call(*arguments: object, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        return terminal.run(*arguments, folder=tmp_path, stdin=stdin, settings=settings)

    return call


def commands() -> dict[str, object]:
    """Every command by its full name."""
    found: dict[str, object] = {}
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        found.update({f"{name} {sub}": c for sub, c in inner.items()} if inner else {name: command})
    return found


DOCS = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_and_option_is_documented(name: str) -> None:
    section = re.split(r"\n###? ", DOCS)
    mine = next((part for part in section if f"untocgraph {name}" in part), None)
    assert mine is not None, f"docs/reference/cli.md does not mention untocgraph {name}"
    for parameter in commands()[name].params:  # type: ignore[attr-defined]
        for option in [option for option in parameter.opts if option.startswith("--")]:
            shared = option in ("--graph", "--help")
            assert shared or f"`{option}" in mine or f"{option} " in mine, option


def test_every_exit_code_is_documented() -> None:
    for code, meaning in EXIT_CODES.items():
        assert f"| {code} | {meaning} |" in DOCS


_NO_GRAPH = ("treaty show", "diff", "authority check", "sync", "migrate")


def test_every_command_on_a_graph_takes_the_graph_option() -> None:
    for name, command in commands().items():
        options = {option for parameter in command.params for option in parameter.opts}  # type: ignore[attr-defined]
        assert {"-g", "--graph"} <= options or name in _NO_GRAPH, name


def test_a_build_prints_what_it_found_and_notes_what_it_skipped(
    documents: list[Path], tmp_path: Path, run: Run
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = run("build", *documents, "empty.txt", "-g", "g")
    assert done.returncode == 0, done.stderr
    assert "sources     3 (1 skipped)" in done.stdout
    assert done.stderr.startswith("skipped: ")
    assert "empty.txt" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_strict_fails_with_one_line(documents: list[Path], tmp_path: Path, run: Run) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = run("build", *documents, "empty.txt", "-g", "g", "--strict")
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1


def test_the_report_is_json_on_request(documents: list[Path], run: Run) -> None:
    report = json.loads(run("build", *documents, "-g", "g", "--format", "json").stdout)
    assert [row["id"] for row in report["sources"]] == ["other", "release", "summary"]


def test_the_environment_names_the_graph(built: ug.Graph, run: Run) -> None:
    done = run("sources", "--format", "csv", UNTOCGRAPH_GRAPH=str(built.path))
    assert [row["source"] for row in csv.DictReader(io.StringIO(done.stdout))] == ["other", "release", "summary"]


def test_a_setting_without_meaning_is_named(documents: list[Path], run: Run) -> None:
    done = run("build", *documents, "-g", "g", UNTOCGRAPH_WORKERS="many")
    assert done.returncode in (2, 3)
    assert "UNTOCGRAPH_WORKERS" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("sources", "-g", "nowhere"), 4, "no graph here"),
        (("build", "-g", "g"), 3, "no sources named"),
        (("query", "no-such-query"), 3, "no stored query"),
        (("query", "sources", "--param", "novalue"), 3, "name=value"),
        (("query", "missing.rq"), 3, "missing.rq"),
        (("show", "Nobody of This Name"), 3, "nothing in the graph"),
        (("export", "excel", "out"), 3, "excel"),
        (("judge", "withdraw", "999"), 3, "999"),
        (("status", "Atlantis"), 3, "Atlantis"),
    ],
)
def test_errors_are_one_line_with_a_documented_code(
    built: ug.Graph, run: Run, arguments: tuple[str, ...], code: int, words: str
) -> None:
    graph = () if "-g" in arguments else ("-g", built.path)
    if arguments[0] == "status":
        graph = ()
    done = run(*arguments, *graph)
    assert done.returncode == code
    assert done.stdout == ""
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_unknown_command_is_a_usage_error(run: Run) -> None:
    assert run("frobnicate").returncode == 2


def test_sparql_of_ones_own_is_answered_from_a_file_and_from_standard_input(
    built: ug.Graph, run: Run, tmp_path: Path
) -> None:
    text = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a <https://w3id.org/untocgraph/ontology#Source> }"
    (tmp_path / "q.rq").write_text(text)
    from_file = run("query", "q.rq", "-g", built.path, "--format", "csv")
    assert from_file.stdout == "n\n3\n" == run("query", "-", "-g", built.path, "-f", "csv", stdin=text).stdout


def test_what_was_cut_is_said(built: ug.Graph, run: Run) -> None:
    done = run("query", "-", "-g", built.path, "-f", "csv", "--limit", "1", stdin="SELECT ?s { ?s ?p ?o }")
    assert done.stdout.count("\n") == 2
    assert "cut after 1 rows" in done.stderr


def test_the_stored_queries_are_listed(run: Run) -> None:
    rows = json.loads(run("queries", "--format", "json").stdout)
    assert all(row["name"] and row["summary"] for row in rows)


def test_an_entity_is_shown_with_the_words_that_prove_each_fact(built: ug.Graph, run: Run) -> None:
    done = run("show", "Paola Errani", "-g", built.path)
    assert "Without figures there is no policy" in done.stdout
    assert "release" in done.stdout


def test_tables_are_exported_and_their_paths_printed(built: ug.Graph, run: Run, tmp_path: Path) -> None:
    done = run("export", "tables", "out", "-g", built.path)
    assert len(done.stdout.splitlines()) == 9
    assert (tmp_path / "out" / "csv-metadata.json").exists()


def test_a_valid_graph_ends_with_nought(built: ug.Graph, run: Run) -> None:
    done = run("validate", "-g", built.path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "conforms: 0 Violation" in done.stdout


def test_a_judgement_is_made_listed_and_withdrawn(documents: list[Path], run: Run) -> None:
    run("build", *documents, "-g", "g")
    before = run("export", "nquads", "a.nq", "-g", "g").returncode
    assert before == 0
    made = run("judge", "different", "Harbour Watch Network", "Riverbend Research Trust", "-g", "g", "--by", "me")
    assert made.stdout.startswith("judgement ")
    number = made.stdout.split()[1].rstrip(":")
    listed = json.loads(run("judge", "list", "-g", "g", "-f", "json").stdout)
    assert [row["by"] for row in listed if str(row["number"]) == number] == ["me"]
    assert run("judge", "withdraw", number, "-g", "g").returncode == 0
    assert all(row["by"] != "me" for row in json.loads(run("judge", "list", "-g", "g", "-f", "json").stdout))


def test_a_statement_is_cited_in_the_form_asked_for(built: ug.Graph, run: Run) -> None:
    statement = built.statements()[0]
    done = run("cite", statement.id, "-g", built.path, "-f", "ris")
    assert done.stdout == built.cite(statement).to_ris()
    assert run("cite", "statement/none", "-g", built.path).returncode == 3


def test_a_discourse_network_is_written_by_window_and_with_intervals(built: ug.Graph, run: Run) -> None:
    command = ("network", "organization", "-g", built.path, "--discourse", "ignore", "-f", "csv")
    windows = run(*command, "--window", "years:1")
    assert windows.stdout.startswith("start,middle,stop,statements in window,source,")
    assert len(windows.stdout.splitlines()) > 1
    assert run(*command, "--draws", 20).stdout.splitlines()[0].endswith("weight,low,median,high,presence")
    refused = run(*command, "--window", "soon")
    assert refused.returncode == 3
    assert "UNIT:SIZE" in refused.stderr


def test_a_network_is_set_beside_chance_in_one_line(built: ug.Graph, run: Run) -> None:
    command = ("network", "actor-topic", "-g", built.path, "--permutations", 20, "--seed", 5, "-f", "csv")
    head, line = run(*command, "--test", "qap", "--against", "actor-topic").stdout.splitlines()
    assert head == "measure,value,mean,deviation,p high,p low,permutations,seed"
    assert ",1.0," in line
    assert line.endswith(",20,5")
    assert run(*command, "--test", "cug", "--measure", "density").stdout.splitlines()[1].endswith(",20,5")
    refused = run(*command, "--test", "qap")
    assert refused.returncode == 3
    assert "actor-actor" in refused.stderr


def test_the_law_answers_without_a_graph(run: Run) -> None:
    assert run("treaty", "untoc").stdout.startswith("2003-09-29")
    rows = json.loads(run("status", "FRA", "--instrument", "untoc", "-f", "json").stdout)
    assert rows[0]["status"] == "party"


def test_a_reader_that_has_seen_enough_is_no_error(built: ug.Graph) -> None:
    command = f"{sys.executable} -m untocgraph query - -g {built.path} -f csv | head -n 1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        input="SELECT ?s ?p ?o { ?s ?p ?o }", env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == "s,p,o\n"
    assert "Traceback" not in done.stderr


def test_a_process_ends_with_the_code_of_its_error_and_keeps_its_streams_apart(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "untocgraph", "sources", "-g", "nowhere"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (4, "", 1)


def test_every_command_of_the_readme_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\$ untocgraph (\w+)", readme, re.M))
    assert named
    assert named <= {name.split()[0] for name in commands()}


def test_a_status_table_is_imported_and_answers_from_the_graph(documents: list[Path], tmp_path: Path, run: Run) -> None:
    run("build", *documents, "-g", "g")
    page = tmp_path / "XVIII-12-c.csv"
    head = 'Participant,Signature,"Ratification, Accession(a)"'
    page.write_text(f"{head}\nCongo,,3 May 2002 a\nNowhere,,4 May 2002 a\n", encoding="utf-8")
    done = run("treaty", "import", page, "--as-of", "2003-01-01", "-g", "g")
    assert done.stdout.startswith("firearms_protocol: 1 acts, 1 parties, complete to 2003-01-01; 1 rows not read")
    assert "Nowhere" in done.stderr
    answer = run("status", "Congo", "--instrument", "firearms_protocol", "-g", "g", "-f", "csv").stdout
    assert "firearms_protocol,contracting,2003-01-01" in answer
    unknown = run("status", "fra", "--instrument", "firearms_protocol", "-g", "g", "-f", "csv").stdout
    assert "firearms_protocol,unknown" in unknown


def test_a_query_may_stand_on_the_command_line_without_prefixes(built: ug.Graph, run: Run) -> None:
    text = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a untoc:Source }"
    assert json.loads(run("query", "-e", text, "-g", built.path, "-f", "json").stdout) == [{"n": 3}]
    assert json.loads(run("query", "-g", built.path, "-f", "json", stdin=text).stdout) == [{"n": 3}]


@pytest.mark.parametrize("format", ["table", "vertical", "csv", "tsv", "json", "jsonl", "markdown"])
def test_every_list_has_every_format(built: ug.Graph, run: Run, format: str) -> None:
    done = run("sources", "-g", built.path, "-f", format)
    assert (done.returncode, done.stderr) == (0, "")
    assert "release" in done.stdout


def test_an_empty_folder_does_not_empty_a_graph_unless_it_may(documents: list[Path], run: Run, tmp_path: Path) -> None:
    ug.build(documents, graph=tmp_path / "g")
    (tmp_path / "nothing").mkdir()
    refused = run("build", "nothing", "-g", "g")
    assert refused.returncode == 3
    assert "--allow-empty" in refused.stderr
    assert len(ug.open(tmp_path / "g").sources()) == 3
    assert run("build", "nothing", "-g", "g", "--allow-empty").returncode == 0
    assert not ug.open(tmp_path / "g").sources()


def test_things_of_two_kinds_are_never_one(documents: list[Path], run: Run, tmp_path: Path) -> None:
    ug.build(documents, graph=tmp_path / "g")
    done = run("judge", "same", "Paola Errani", "Riverbend Research Trust", "-g", "g")
    assert done.returncode == 3
    assert "cannot be both" in done.stderr


def test_where_nothing_is_known_it_is_said_where_it_was_looked_for(built: ug.Graph, run: Run) -> None:
    done = run("conflicts", "Paola Errani", "-g", built.path)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("none known; 3 sources searched")


def test_rows_wider_than_the_terminal_have_a_line_a_cell(built: ug.Graph, run: Run) -> None:
    narrow = run("query", "topics", "-g", built.path).stdout
    wide = run("query", "statements", "-g", built.path).stdout
    assert narrow.startswith("┏")
    assert wide.startswith("-- 1 of ")
    assert run("query", "statements", "-g", built.path, "--format", "vertical").stdout == wide


def test_mandates_are_a_tree_in_both_directions(built: ug.Graph, run: Run) -> None:
    forward = run("mandates", "event/cd-ta-2023", "-g", built.path).stdout.splitlines()
    assert forward[0] == "2023 Constructive Dialogue on Technical Assistance"
    assert len(forward) > 1
    assert all(line.startswith("  ") for line in forward if "→" in line)
    backward = run("mandates", "untoc", "--backward", "-g", built.path).stdout
    assert "2023 Constructive Dialogue on Technical Assistance" in backward


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("cite", "Ian Tennant"), "is no statement of the graph"),
        (("serve", "--port", "99999"), "cannot listen at"),
        (("query", "-e", "SELECT * { ?s foo:p ?o }"), "line 1, column 15: the prefix foo: is not declared"),
        (("explain", "UNODC", "affiliated"), "did you mean 'affiliat"),
    ],
)
def test_a_slip_is_one_line_that_says_what_to_do(
    built: ug.Graph, run: Run, arguments: tuple[str, ...], words: str
) -> None:
    done = run(*arguments, "-g", built.path)
    assert done.returncode == 3
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert len(done.stderr) < 400


@pytest.mark.parametrize("format", ["table", "vertical", "markdown"])
def test_names_that_would_steer_a_terminal_are_shown_by_number(capsys: pytest.CaptureFixture[str], format: str) -> None:
    emit_rows(["name"], [{"name": "Ana\u202e \x1b[2JRoe\u200b"}], format=format)
    shown = capsys.readouterr().out
    assert not {"\x1b", "\u202e", "\u200b"} & set(shown)
    assert "<U+202E>" in shown


@pytest.mark.parametrize("format", ["csv", "json"])
def test_data_keep_every_sign_of_a_name(capsys: pytest.CaptureFixture[str], format: str) -> None:
    emit_rows(["name"], [{"name": "Ana\u202eRoe"}], format=format)
    assert "Ana\u202eRoe" in capsys.readouterr().out
