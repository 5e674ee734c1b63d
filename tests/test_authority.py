"""The workbench of the authority data: faults by file, line and column; what a changed file does to a corpus."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from untocgraph import reference
from untocgraph.cli import app
from untocgraph.core import resources
from untocgraph.core.errors import InputError, ReferenceDataError
from untocgraph.core.model import Source
from untocgraph.extract import annotate, authority
from untocgraph.extract.document.parse import Parser
from untocgraph.reference._lexicon import check_lexicon

POSTS = "lexicon/posts.csv"
CODES = frozenset({"AUT"})


def list_of(folder: Path, content: str, name: str = "words.csv") -> list[str]:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(content, encoding="utf-8")
    return [str(problem) for problem in check_lexicon(folder, codes=CODES)]


def changed(folder: Path, name: str, *rows: str) -> Path:
    copy = folder / Path(name).name
    shutil.copyfile(resources.path("reference") / name, copy)
    with copy.open("a", encoding="utf-8") as handle:
        handle.writelines(f"{row}\n" for row in rows)
    return copy


def installed() -> str:
    files = sorted(path for path in resources.path("reference").rglob("*.csv"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def test_a_good_list_has_no_faults(tmp_path: Path) -> None:
    assert list_of(tmp_path / "lexicon", "word,iso3\nGraz|Linz,AUT\n") == []


def organizations_in(text: str) -> set[str]:
    source = Source(id="s", text=text, sha256=hashlib.sha256(text.encode()).hexdigest())
    found = annotate(source, parser=Parser(use_model=False))
    return {entity.label for entity in found.entities if entity.kind == "organization"}


def test_other_word_lists_count_in_their_block_and_nowhere_after_it(tmp_path: Path) -> None:
    text = "The Graz Whistlehouse met Ana Ruiz in Linz. The Institute of Harbour Law was there."
    lists = tmp_path / "reference"
    shutil.copytree(resources.path("reference"), lists)
    with (lists / "lexicon/org_heads.csv").open("a", encoding="utf-8") as handle:
        handle.write("Whistlehouse,NonGovernmentalOrganization,any,strong\n")
    before = organizations_in(text)
    with resources.reference_at(lists):
        within = organizations_in(text)
    assert "Graz Whistlehouse" not in before
    assert within == {*before, "Graz Whistlehouse"}
    assert organizations_in(text) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("word,type\nx,Convention\ny,Nonsense\n", "lexicon/words.csv:3:type: 'Nonsense' is no type"),
        ("word,iso3\nx,ZZZ\n", "lexicon/words.csv:2:iso3: 'ZZZ' is no ISO"),
        ("word,sort\nx\n", "lexicon/words.csv:2: 1 cells where the header has 2"),
        ("word\nx\nx\n", "lexicon/words.csv:3: the row stands in line 2 already"),
        ("word,note\nx, y\n", "lexicon/words.csv:2:note: ' y' has blanks"),
        ("word\na||b\n", "lexicon/words.csv:2:word: 'a||b' has an empty part"),
        ("word,word\n", "lexicon/words.csv:1: the header row"),
        ("word,precision\nx,1.4\n", "lexicon/words.csv:2:precision: '1.4' is no share"),
        ('word\n"x\n', "lexicon/words.csv:2: not well-formed CSV"),
        (",note\n", "lexicon/words.csv:1: the header row"),
    ],
)
def test_each_fault_is_named_with_its_place_and_repair(tmp_path: Path, content: str, said: str) -> None:
    found = list_of(tmp_path / "lexicon", content)
    assert len(found) == 1
    assert found[0].startswith(said)
    assert found[0].endswith(")")


def test_a_list_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_bytes(b"word\n\xff\n")
    assert "not UTF-8" in str(check_lexicon(tmp_path, codes=CODES)[0])


def test_the_installed_data_have_no_faults() -> None:
    assert reference.check() == ()


def test_a_changed_file_is_known_by_its_name_and_header(tmp_path: Path) -> None:
    assert authority.place_of(changed(tmp_path, "organizations.csv")) == "organizations.csv"
    assert authority.place_of(changed(tmp_path, "lexicon/organizations.csv")) == "lexicon/organizations.csv"
    (tmp_path / "posts.csv").write_text("something,else\n", encoding="utf-8")
    with pytest.raises(ReferenceDataError, match="header"):
        authority.place_of(tmp_path / "posts.csv")
    (tmp_path / "mine.csv").write_text("word\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"no mine\.csv"):
        authority.place_of(tmp_path / "mine.csv")


def test_only_the_faults_of_the_changed_file_are_told(tmp_path: Path) -> None:
    assert authority.check_file(changed(tmp_path, "lexicon/organizations.csv")) == ()
    bad = changed(tmp_path, "lexicon/organizations.csv", "Quillgate,Nonsense,,,")
    assert [str(p).split(":")[2] for p in authority.check_file(bad)] == ["type"]
    with pytest.raises(ReferenceDataError, match="Nonsense"):
        authority.try_file(bad, [])


def test_a_new_name_adds_what_it_names_and_leaves_the_installed_data_alone(tmp_path: Path) -> None:
    before = installed()
    text = "The talks went on. Then quillgate asked for time."
    file = changed(tmp_path, "lexicon/organizations.csv", "quillgate,NonGovernmentalOrganization,,,")
    trial = authority.try_file(file, [Source(id="s", text=text, sha256="")])
    told = {(c.sort, c.change, text[c.start : c.end]) for c in trial.changes if c.sort in ("entity", "mention")}
    assert told == {("entity", "added", "quillgate"), ("mention", "added", "quillgate")}
    row = trial.summary()[0]
    assert (row["sort"], row["before"], row["after"], row["added"], row["removed"]) == ("entity", 0, 1, 1, 0)
    assert installed() == before


def test_an_unchanged_file_changes_nothing(tmp_path: Path) -> None:
    source = Source(id="s", text="Ms. Ana Ruiz of UNODC said that talks had begun in Vienna.", sha256="")
    trial = authority.try_file(changed(tmp_path, POSTS), [source])
    assert trial.changes == ()
    assert trial.before == trial.after != {}


def test_the_command_checks_a_file_and_ends_with_one(tmp_path: Path) -> None:
    bad = changed(tmp_path, "lexicon/organizations.csv", "Quillgate,Nonsense,,,")
    done = CliRunner().invoke(app, ["authority", "check", str(bad), "-f", "csv"])
    assert done.exit_code == 1
    assert "lexicon/organizations.csv" in done.stdout
    assert CliRunner().invoke(app, ["authority", "check"]).exit_code == 0


def test_the_command_tries_a_file_over_documents(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The talks went on. Then quillgate asked for time.", encoding="utf-8")
    file = changed(tmp_path, "lexicon/organizations.csv", "quillgate,NonGovernmentalOrganization,,,")
    done = CliRunner().invoke(app, ["authority", "try", str(file), str(tmp_path / "a.txt"), "-f", "json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["file"] == "lexicon/organizations.csv"
    assert {change["change"] for change in told["changes"]} == {"added"}
