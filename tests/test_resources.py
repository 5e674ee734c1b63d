"""The files of the package are found in a checkout and in a wheel, and what is missing is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from untocgraph.core import resources
from untocgraph.core.errors import InputError


@pytest.mark.parametrize("folder", resources.FOLDERS)
def test_every_folder_of_the_package_is_found(folder: str) -> None:
    assert resources.path(folder).is_dir()


@pytest.mark.parametrize("name", ["docs", "ontology/../pyproject.toml", "../shared", "/etc/passwd", "ontologyx"])
def test_what_is_not_part_of_the_package_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="is not among the files"):
        resources.path(name)


def test_a_file_that_is_not_there_is_named_with_its_repair() -> None:
    with pytest.raises(InputError, match=r"'ontology/none.ttl' is missing from this installation \(install"):
        resources.path("ontology/none.ttl")


def test_a_wheel_has_its_own_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "untocgraph" / "_data" / "ontology").mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "untocgraph")

    assert resources.path("ontology") == tmp_path / "untocgraph" / "_data" / "ontology"
    with pytest.raises(InputError, match="missing"):
        resources.path("shapes")


def test_turtle_files_are_listed_in_order() -> None:
    names = [file.name for file in resources.rdf_files("ontology")]
    assert names == sorted(names)
    assert {"header.ttl", "agents.ttl", "topics.ttl"} <= set(names)
