"""Importing a saved UN Treaty Collection table."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from untocgraph import law
from untocgraph.core.errors import InputError

HTML = """<html><script>var x = "<td>";</script><table>
<tr><th>Participant<th>Signature<th>Approval(AA), Acceptance(A), Accession(a), Ratification
<tr><td>France<td>12 Dec 2000<td>29 Oct 2002</tr>
<tr><td>Netherlands (Kingdom of the) <sup>7</sup></td><td>12 Dec 2000</td><td>26 May 2004 A</td></tr>
<tr><td>Palau</td><td></td><td>13 May 2019 a</td></tr>
<tr><td>European Union</td><td>12 Dec 2000</td><td>21 May 2004 AA</td></tr>
<tr><td>Atlantis</td><td>12 Dec 2000</td><td></td></tr>
</table></html>"""
TEXT = (
    "Status as at : 04-05-2024\n"
    "Participant\tSignature\tSuccession(d)\tRatification\n"
    "Serbia 4\t12 Dec 2000\t\t 6 Sep 2001\n"
    "Montenegro 4\t\t23 Oct 2006 d\t\n"
    "China 2, 3\t12 Dec 2000\t\t23 Sep 2003\n"
    "\n"
    "Mali\t15 Dec 2000\t\t12 Foo 2002\n"
)


def _save(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_saved_page_gives_the_actions_with_their_kinds(tmp_path: Path) -> None:
    found = law.read_untc_table(_save(tmp_path, "untoc.html", HTML), instrument="untoc", as_of="2024-05-04")
    consents = {one.party: (one.kind, str(one.date)) for one in found.table.actions if one.kind != "Signature"}
    assert consents == {
        "country_fra": ("Ratification", "2002-10-29"),
        "country_nld": ("Acceptance", "2004-05-26"),
        "country_plw": ("Accession", "2019-05-13"),
        "eu": ("Approval", "2004-05-21"),
    }


def test_a_name_that_is_not_known_costs_its_row_only(tmp_path: Path) -> None:
    found = law.read_untc_table(_save(tmp_path, "untoc.html", HTML), instrument="untoc", as_of="2024-05-04")
    assert [problem.what.split(" ")[0] for problem in found.problems] == ["'Atlantis'"]


def test_tab_separated_text_with_footnote_marks_is_read(tmp_path: Path) -> None:
    found = law.read_untc_table(_save(tmp_path, "t.txt", TEXT), instrument="tip_protocol", as_of="2024-05-04")
    consents = {one.party: one.kind for one in found.table.actions if one.kind != "Signature"}
    assert consents == {"country_srb": "Ratification", "country_mne": "Succession", "country_chn": "Ratification"}
    assert [(problem.place.line, "Foo" in problem.what) for problem in found.problems if problem.place] == [(7, True)]


def test_the_kind_stands_in_the_consent_column_without_a_mark(tmp_path: Path) -> None:
    text = "Participant,Signature,Accession\nSpain,2000-12-13,2002-03-01 a\n"
    found = law.read_untc_table(_save(tmp_path, "t.csv", text), instrument="untoc", as_of="2024-05-04")
    assert [one.kind for one in found.table.actions] == ["Signature", "Accession"]


def test_an_imported_table_answers_for_its_own_day(tmp_path: Path) -> None:
    found = law.read_untc_table(_save(tmp_path, "untoc.html", HTML), instrument="untoc", as_of="2024-05-04")
    table = law.default_table().replaced(found.table)
    assert law.status("plw", "untoc", table=table).known_until == datetime.date(2024, 5, 4)
    assert str(table.complete_to("tip_protocol")) == "2014-01-27"
    assert law.status("usa", "untoc", "2020", table=table).status == "none"


def test_an_action_after_the_day_of_the_table_is_a_problem(tmp_path: Path) -> None:
    found = law.read_untc_table(_save(tmp_path, "untoc.html", HTML), instrument="untoc", as_of="2010-01-01")
    assert any("lies after the day of the table" in problem.what for problem in found.problems)


@pytest.mark.parametrize(
    ("text", "as_of", "said"),
    [
        ("no table here", "2024-05-04", "no table with a column Participant"),
        (TEXT, "yesterday", "is no date"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, text: str, as_of: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        law.read_untc_table(_save(tmp_path, "t.txt", text), instrument="untoc", as_of=as_of)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.html: cannot be read"):
        law.read_untc_table(tmp_path / "gone.html", instrument="untoc", as_of="2024-05-04")
