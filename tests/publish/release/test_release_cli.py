"""untocgraph release and untocgraph diff."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import untocgraph as ug
from tests.publish.release.conftest import Made
from untocgraph.cli import app
from untocgraph.cli.export import checked
from untocgraph.core.errors import InputError
from untocgraph.publish.release import verify

runner = CliRunner()


def test_release_writes_a_folder_that_verifies_and_prints_where_it_is(built: ug.Graph, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ["release", "-g", str(built.path), str(out), "--no-site", "--version", "7", "--issued", "2031-07-01"]
    done = runner.invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert str(out) in done.stdout
    assert verify(out) == ()
    assert json.loads((out / "MANIFEST.json").read_text())["version"] == "7"


def test_diff_lists_changes_as_rows(two: tuple[Made, Made]) -> None:
    first, second = two
    done = runner.invoke(app, ["diff", str(first.root), str(second.root), "--format", "json"])
    found = json.loads(done.stdout)
    assert {row["change"] for row in found} == {"added", "changed", "merged", "withdrawn"}


def test_diff_writes_the_feed_where_it_is_told(two: tuple[Made, Made], tmp_path: Path) -> None:
    first, second = two
    done = runner.invoke(app, ["diff", str(first.root), str(second.root), "--out", str(tmp_path / "feed")])
    assert done.exit_code == 0
    written = (tmp_path / "feed" / "changes.rdfp").read_bytes()
    assert written == (second.root / "changes" / "changes.rdfp").read_bytes()


def test_a_graph_that_breaks_a_rule_is_not_released(
    built: ug.Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("untocgraph.cli.release.checked", lambda _: False)
    out = tmp_path / "out"

    done = runner.invoke(app, ["release", "-g", str(built.path), str(out), "--no-site"])

    assert isinstance(done.exception, InputError)
    assert "nothing was written" in str(done.exception)
    assert not out.exists()


def test_without_java_the_check_goes_on_with_the_shapes_alone_and_says_so(
    built: ug.Graph, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("untocgraph.store.reason.shutil.which", lambda _: None)

    assert checked(built)
    said = capsys.readouterr().err
    assert "conforms: 0 Violation" in said
    assert "there is no Java on this machine" in said
