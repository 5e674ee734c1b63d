"""The public API: what it promises is there, documented, and imported without side effects."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import untocgraph as ug
from untocgraph.core import errors

DOCS = Path(__file__).resolve().parents[1] / "docs" / "reference" / "python-api.md"


def test_packages_say_what_they_give_out_and_have_it() -> None:
    packages = [info.name for info in pkgutil.walk_packages(ug.__path__, "untocgraph.") if info.ispkg]
    for package in map(importlib.import_module, ["untocgraph", *packages]):
        given = getattr(package, "__all__", [])
        assert len(given) == len(set(given)), package
        assert all(hasattr(package, name) for name in given), package


def test_modules_tell_what_is_their_own_by_an_underscore_alone() -> None:
    """Beside a list of names, the linter that looks for what nobody uses would take each of them for used."""
    modules = Path(ug.__path__[0]).rglob("*.py")
    assert [m.name for m in modules if m.name != "__init__.py" and "__all__" in m.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("name", [n for n in ug.__all__ if n not in ("__version__", "errors")])
def test_every_public_thing_says_what_it_is(name: str) -> None:
    assert inspect.getdoc(getattr(ug, name))


@pytest.mark.parametrize(
    "name", [n for n, _ in inspect.getmembers(ug.Graph, inspect.isfunction) if not n.startswith("_")]
)
def test_every_method_of_the_graph_is_documented_in_code_and_reference(name: str) -> None:
    assert inspect.getdoc(getattr(ug.Graph, name))
    assert f"`{name}(" in DOCS.read_text(encoding="utf-8")


def test_importing_loads_no_model_and_no_heavy_library(python: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = python(
        "import untocgraph, sys; print([m for m in ('spacy', 'pandas', 'owlready2', 'pyshacl') if m in sys.modules])"
    )
    assert done.stdout == "[]\n", done.stderr


def test_every_error_descends_from_the_root_and_from_a_builtin() -> None:
    for name, found in vars(errors).items():
        if isinstance(found, type) and issubclass(found, Exception):
            assert issubclass(found, ug.UntocgraphError)
            assert name in (errors.__doc__ or "")


def test_an_answer_turns_into_a_frame(built: ug.Graph) -> None:
    pandas = pytest.importorskip("pandas")
    answer = built.query("SELECT DISTINCT ?s { ?s a <https://w3id.org/untocgraph/ontology#Source> }")
    frame = answer.to_pandas()  # type: ignore[union-attr]
    assert isinstance(frame, pandas.DataFrame)
    assert len(frame) == 3


def test_opening_and_building_without_a_place_use_the_setting(
    documents: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNTOCGRAPH_GRAPH", str(tmp_path / "g"))
    built = ug.build(documents)
    assert ug.open().nquads() == built.nquads()


def test_the_version_is_the_same_everywhere() -> None:
    root = DOCS.parents[2]
    assert 'path = "src/untocgraph/_version.py"' in (root / "pyproject.toml").read_text(encoding="utf-8")
    assert f"version: {ug.__version__}" in (root / "CITATION.cff").read_text(encoding="utf-8")


def test_every_dependency_is_described() -> None:
    import re
    import tomllib

    root = DOCS.parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [
        d for name, listed in project["optional-dependencies"].items() if name not in ("dev", "all") for d in listed
    ]
    page = (root / "docs" / "dependencies.md").read_text(encoding="utf-8").casefold()
    for requirement in [*project["dependencies"], *extras]:
        assert re.split(r"[<>=\[;]", requirement)[0].casefold() in page, requirement
