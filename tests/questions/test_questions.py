"""The 36 questions that people will ask of the graph are answered as the page of questions says."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path
from typing import Any

import pytest

import untocgraph as ug
from tests.conftest import Once
from untocgraph.ask.query import catalog
from untocgraph.publish.release import ReleaseReport

from .asking import QUESTIONS, asked, check, named_tests

ROOT = Path(__file__).resolve().parents[2]
CASES = [
    pytest.param(answer, id=f"{question['id']}-{number}-{answer['corpus']}")
    for question in QUESTIONS
    for number, answer in enumerate(question["answers"], 1)
    if "tests" not in answer
]


@pytest.fixture(scope="session")
def sample(sample_graph: Path) -> ug.Graph:
    return ug.open(sample_graph)


@pytest.fixture(scope="session")
def folder(sample_release: ReleaseReport) -> Path:
    return sample_release.out


@pytest.fixture(scope="session")
def full(shared: Path, once: Once) -> ug.Graph:
    files = sorted((shared / "corpus").glob("*.txt"))
    if not files:
        pytest.skip("needs ../shared/corpus beside the checkout")
    return ug.open(once("corpus", lambda place: ug.build(files, graph=place)))


@pytest.mark.parametrize("answer", CASES)
def test_a_question_is_answered_as_expected(answer: dict[str, Any], request: pytest.FixtureRequest) -> None:
    graph = request.getfixturevalue(answer["corpus"])
    release_folder = request.getfixturevalue("folder") if "folder" in answer.get("code", "") else None
    check(answer, asked(answer, graph, release_folder))


def test_each_of_the_36_questions_is_there_with_a_status_and_an_answer() -> None:
    assert [question["id"] for question in QUESTIONS] == [f"{part}.{n}" for part in "abc" for n in range(1, 13)]
    for question in QUESTIONS:
        assert question["status"] in ("answered", "partly", "not yet"), question["id"]
        assert question["status"] == "answered" or question["note"], question["id"]
        assert question["answers"] or question["status"] == "not yet", question["id"]


def test_a_stored_query_that_says_which_question_it_answers_says_a_question_that_there_is() -> None:
    known = {question["id"] for question in QUESTIONS}
    assert {one for spec in catalog() for one in spec.answers} <= known


@pytest.mark.parametrize("name", named_tests(answer for question in QUESTIONS for answer in question["answers"]))
def test_a_test_that_answers_a_question_exists(name: str) -> None:
    file, _, function = name.partition("::")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_a_wrong_answer_is_noticed() -> None:
    row = {"a": "1", "b": None}
    check({"has": [{"a": 1, "b": None}], "lacks": [{"a": 2}], "values": {"a": ["1"], "b": []}, "count": 1}, [row])
    for wrong in ({"has": [{"a": 2}]}, {"lacks": [{"a": 1}]}, {"values": {"a": []}}, {"count": 2}, {"gives": 3}):
        with pytest.raises(AssertionError):
            check(wrong, [row])


def test_the_page_of_questions_is_the_one_that_the_questions_give() -> None:
    spec = importlib.util.spec_from_file_location("generate_questions", ROOT / "tools" / "generate_questions.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert (ROOT / "ontology" / "questions.md").read_text(encoding="utf-8") == tool.page(QUESTIONS)
