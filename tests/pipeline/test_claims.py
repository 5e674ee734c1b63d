"""Decisions on claims: they hold through builds, move with their sentence, are undone, and are never guessed at."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import untocgraph as ug
from tests.propose.server import serving, words
from untocgraph.cli import app
from untocgraph.cli.claims import review_claims
from untocgraph.core.errors import InputError, QueryError
from untocgraph.core.model import Source, Span
from untocgraph.graph.claims import ClaimView
from untocgraph.pipeline.claims import ClaimDecision, Orphan, anchored, sentence_of
from untocgraph.propose import Claim, Endpoint, SecondReader

SAID = "Ms. Paola Errani of the Riverbend Research Trust said that ports had to be watched."
ALSO = "Mr. Bo Lind of the Harbour Watch said that ships had to be counted."
PLAIN = "Ferry guilds of the delta hold the keys to each lock, so goes the word from the Lantern Guild."
TEXT = f"Oslo, 4 May 2031. Experts met at the Workshop on Ports in Oslo.\n\n{SAID}\n\n{ALSO}\n\n{PLAIN}\n"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "a.txt"


@pytest.fixture
def graph(document: Path, graph_of: Callable[[Mapping[str, str]], ug.Graph]) -> ug.Graph:
    return graph_of({document.stem: TEXT})


def rewritten(graph: ug.Graph, document: Path, text: str) -> ug.Graph:
    document.write_text(text, encoding="utf-8")
    return ug.build([document], graph=graph.path)


def view(graph: ug.Graph, sentence: str, kind: str = "statement") -> ClaimView:
    return next(one for one in graph.claims(kind=kind) if one.sentence == sentence)


def speakers(graph: ug.Graph) -> dict[str, str]:
    return {s.statement_text: s.speaker.label if s.speaker else "" for s in graph.statements()}


def origins(graph: ug.Graph, folder: Path, table: str = "statements") -> set[str]:
    graph.export_tables(folder)
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return {row["origin"] for row in csv.DictReader(handle)}


def states(graph: ug.Graph) -> list[str]:
    return [one.state for one in graph.claim_decisions()]


def test_what_is_rejected_leaves_the_graph_and_comes_back_byte_for_byte_when_withdrawn(graph: ug.Graph) -> None:
    before = graph.nquads()
    number = graph.review(view(graph, SAID), "reject", by="ana")
    assert set(speakers(graph)) == {ALSO}
    graph.withdraw(number, by="ana")
    assert graph.nquads() == before
    log = (graph.path / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    assert [("withdraws" in json.loads(line)) for line in log if "claim" in line or "withdraws" in line] == [
        False,
        True,
    ]


def test_what_is_accepted_is_marked_and_survives_a_build(graph: ug.Graph, document: Path, tmp_path: Path) -> None:
    graph.review(view(graph, SAID), "accept", by="ana")
    assert origins(graph, tmp_path / "t") == {"rules", "reviewed"}
    again = ug.build([document], graph=graph.path)
    assert origins(again, tmp_path / "u") == {"rules", "reviewed"}
    assert {one.method for one in again.claims(origin="reviewed")} == {"review:ana"}
    assert again.validate().counts["Violation"] == 0


def test_speaker_event_and_type_of_a_statement_are_corrected_and_the_rest_stays(graph: ug.Graph) -> None:
    before = view(graph, SAID)
    graph.review(before, "correct", by="ana", speaker="Bo Lind", type="commitment", on_behalf_of="-")
    (statement,) = [s for s in graph.statements() if s.statement_text == SAID]
    assert (statement.speaker.label, statement.statement_kind) == ("Bo Lind", "commitment")
    assert statement.on_behalf_of is None
    assert statement.at_event is not None
    graph.review(view(graph, SAID), "correct", by="ana", event="-")
    (statement,) = [s for s in graph.statements() if s.statement_text == SAID]
    assert statement.at_event is None


def test_a_speaker_that_nobody_found_is_named_with_its_type(graph: ug.Graph) -> None:
    graph.review(view(graph, SAID), "correct", by="ana", speaker="NonGovernmentalOrganization:Lantern Guild")
    assert speakers(graph)[SAID] == "Lantern Guild"
    assert graph.organization("Lantern Guild").type == "NonGovernmentalOrganization"


def test_the_type_of_a_thing_is_corrected(graph: ug.Graph) -> None:
    trust = next(v for v in graph.claims(kind="name") if "Riverbend" in v.says)
    graph.review(trust, "correct", by="ana", type="AcademicInstitution")
    assert graph.organization("Riverbend Research Trust").type == "AcademicInstitution"


def test_a_rejected_thing_takes_what_is_said_of_it_along(graph: ug.Graph) -> None:
    trust = next(v for v in graph.claims(kind="name") if "Riverbend" in v.says)
    graph.review(trust, "reject", by="ana")
    with pytest.raises(QueryError):
        graph.organization("Riverbend Research Trust")
    assert speakers(graph)[SAID] == "Paola Errani"
    assert graph.validate().counts["Violation"] == 0


@pytest.mark.parametrize(
    ("decision", "correct", "said"),
    [
        ("correct", {}, "nothing is corrected"),
        ("accept", {"speaker": "Bo Lind"}, "accept corrects nothing"),
        ("correct", {"speaker": "Nobody"}, "is no thing of this document"),
        ("correct", {"speaker": "Person:Nobody"}, "does not stand in the document"),
        ("correct", {"speaker": "Workshop on Ports"}, "is no thing of this document"),
        ("correct", {"type": "order"}, "is no type"),
        ("correct", {"verb": "cry"}, "verb of a statement is not corrected"),
        ("agree", {}, "is no decision"),
    ],
)
def test_what_cannot_be_decided_is_named_and_nothing_is_recorded(
    graph: ug.Graph, decision: str, correct: dict[str, str], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        graph.review(view(graph, SAID), decision, by="ana", **correct)  # type: ignore[arg-type]
    assert graph.claim_decisions() == ()


def test_a_decision_moves_with_its_sentence(graph: ug.Graph, document: Path) -> None:
    graph.review(view(graph, SAID), "reject", by="ana")
    moved = rewritten(graph, document, TEXT.replace("Oslo, 4 May", "Bergen and Oslo, 4 May", 1))
    assert set(speakers(moved)) == {ALSO}
    assert states(moved) == ["moved"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (TEXT.replace("watched", "guarded"), "its sentence is gone"),
        (f"{TEXT}\n{SAID}\n", "more than once"),
    ],
)
def test_a_sentence_that_is_gone_or_stands_twice_orphans_the_decision(
    graph: ug.Graph, document: Path, text: str, reason: str
) -> None:
    graph.review(view(graph, SAID), "reject", by="ana")
    changed = rewritten(graph, document, text)
    assert len(list(changed.statements())) == text.count(" said ")
    (state,) = states(changed)
    assert state.startswith("orphaned") and reason in state
    assert changed.report is not None
    assert [reason in notice.reason for notice in changed.report.notices] == [True]
    assert states(rewritten(changed, document, TEXT)) == ["in place"]


def test_a_document_that_is_gone_orphans_its_decisions(graph: ug.Graph, tmp_path: Path) -> None:
    graph.review(view(graph, SAID), "reject", by="ana")
    (tmp_path / "b.txt").write_text("Bergen, 5 May 2031. Nobody came.\n", encoding="utf-8")
    assert states(ug.build([tmp_path / "b.txt"], graph=graph.path)) == ["orphaned: its document is gone"]


def test_what_a_reader_found_stays_once_it_is_accepted_without_the_reader_too(document: Path, tmp_path: Path) -> None:
    guild = {"id": "e1", "kind": "organization", "type": "NonGovernmentalOrganization", "forms": ["Lantern Guild"]}
    said = {
        "quote": PLAIN, "mode": "reported", "kind": "statement", "speaker": "e1", "speaker_words": "",
        "on_behalf_of": "", "event": "", "verb": "", "modality": "",
    }  # fmt: skip
    with serving(words({"entities": [guild], "statements": [said]})) as fake:
        reader = SecondReader(model="m", endpoint=Endpoint(url=fake.url, timeout=5, retries=0))
        graph = ug.build([document], graph=tmp_path / "g", reader=reader)
    graph.review(view(graph, PLAIN), "accept", by="ana")
    alone = ug.build([document], graph=tmp_path / "g")
    assert speakers(alone)[PLAIN] == "Lantern Guild"
    assert origins(alone, tmp_path / "t") == {"rules", "reviewed"}
    again = ug.build([document], graph=tmp_path / "g", reader=SecondReader(model="m"))
    graph_claims = [one for one in again.claims(kind="statement") if one.sentence == PLAIN]
    assert [one.origin for one in graph_claims] == ["reviewed"]
    reject = again.review(graph_claims[0], "reject", by="bo")
    assert PLAIN not in speakers(again)
    again.withdraw(reject, by="bo")
    assert speakers(again)[PLAIN] == "Lantern Guild"


def test_the_file_goes_out_and_comes_back(graph: ug.Graph, tmp_path: Path) -> None:
    file = graph.export_claims(tmp_path / "c.csv", graph.claims(kind="statement"))
    with file.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    rows[0] |= {"decision": "correct", "speaker": "Bo Lind", "note": "see page 2"}
    rows[1] |= {"decision": "Reject"}
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert graph.import_claims(file, by="ana") == 2
    assert speakers(graph) == {SAID: "Bo Lind"}
    assert [one.note for one in graph.claim_decisions()] == ["see page 2", ""]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"decision": "agree"}, r"c\.csv:2.*'agree' is no decision"),
        ({"decision": "accept", "claim": "x"}, r"c\.csv:2.*'x' is no claim"),
        ({"decision": "correct", "event": "Nowhere"}, r"c\.csv:2.*'Nowhere' is no thing"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named_and_nothing_is_recorded(
    graph: ug.Graph, tmp_path: Path, change: dict[str, str], said: str
) -> None:
    file = graph.export_claims(tmp_path / "c.csv", graph.claims(kind="statement"))
    with file.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows([rows[0] | change, rows[1] | {"decision": "reject"}])
    with pytest.raises(InputError, match=said):
        graph.import_claims(file, by="ana")
    assert graph.claim_decisions() == ()


def test_a_person_is_led_through_the_claims(graph: ug.Graph) -> None:
    shown: list[str] = []
    answers = iter(["x", "c", "Nobody", "", "", "", "r", "q"])
    views = graph.claims(kind="statement")
    assert review_claims(graph, [*views, views[0]], lambda _: next(answers), shown.append, by="ana", at="") == 1
    assert set(speakers(graph)) == {SAID}
    assert any("not recorded: " in line for line in shown)
    assert f"[{SAID}]" in "\n".join(shown)


def test_the_command_lists_and_shows_what_was_decided(graph: ug.Graph) -> None:
    options = ["review", "-g", str(graph.path), "--claims", "-f", "json"]
    listed = json.loads(CliRunner().invoke(app, [*options, "--kind", "statement"]).stdout)
    assert [row["sentence"] for row in listed] == [SAID, ALSO]
    graph.review(listed[0]["id"], "accept", by="ana")
    (row,) = json.loads(CliRunner().invoke(app, [*options, "--decided"]).stdout)
    assert (row["decision"], row["state"], row["by"]) == ("accept", "in place", "ana")
    left = json.loads(CliRunner().invoke(app, [*options, "--kind", "statement"]).stdout)
    assert [row["sentence"] for row in left] == [ALSO]
    done = CliRunner().invoke(app, ["judge", "withdraw", str(row["number"]), "-g", str(graph.path)])
    assert done.exit_code == 0
    assert graph.claim_decisions() == ()


def test_a_damaged_line_of_the_log_is_named(graph: ug.Graph) -> None:
    (graph.path / "decisions.jsonl").write_text('{"n": 1, "claim": 3, "decision": "accept"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="line 1 is no decision"):
        graph.claim_decisions()


def decision(text: str, start: int, end: int) -> ClaimDecision:
    around = sentence_of(text, Span(start, end))
    return ClaimDecision(
        source="s", sha256="before", claim=Claim(kind="name", span=Span(start, end)), sentence=around,
        quote=around.of(text), decision="accept", by="me",
    )  # fmt: skip


@given(
    st.text("ab. \n", max_size=40), st.text("ab. \n", max_size=40), st.integers(0, 39), st.integers(1, 12)
)  # fmt: skip
def test_a_decision_is_moved_only_to_where_its_sentence_stands_alone(
    before: str, after: str, at: int, length: int
) -> None:
    text = f"{before}Zoe left."
    start = min(at, len(text) - 1)
    made = decision(text, start, min(len(text), start + length))
    found = anchored(1, made, Source(id="s", text=after, sha256="after"))
    places = [n for n in range(len(after)) if after.startswith(made.quote, n)]
    if isinstance(found, Orphan):
        assert len(places) != 1
    else:
        assert places == [found.sentence.start]
        assert found.claim.span.of(after) == made.claim.span.of(text)
