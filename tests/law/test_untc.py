"""Importing a saved UN Treaty Collection table."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from untocgraph import law
from untocgraph.core.errors import InputError

OFFICIAL = Path(__file__).resolve().parents[3] / "shared" / "official" / "untc"
TABLE = law.default_table()
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


def test_a_table_with_a_row_that_was_not_read_cannot_say_who_is_not_in_it(tmp_path: Path) -> None:
    found = law.read_untc_table(_save(tmp_path, "untoc.html", HTML), instrument="untoc", as_of="2024-05-04")
    assert law.status("usa", "untoc", "2020", table=found.table).status == "unknown"
    assert law.status("plw", "untoc", "2020", table=found.table).status == "contracting"
    whole = law.read_untc_table(
        _save(tmp_path, "whole.html", HTML.replace("Atlantis", "Spain")), instrument="untoc", as_of="2024-05-04"
    )
    assert law.status("usa", "untoc", "2020", table=whole.table).status == "none"
    assert law.status("esp", "untoc", "2020", table=whole.table).status == "signatory"


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


STACKED = """STATUS AS AT : 04-05-2024 03:15:34 EDT
12 . b A Protocol
Chapter XVIII-12-b
Participant
Signature
Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)
Argentina 1
12 Dec 2000
19 Nov 2002
Bahrain
   7 Jun 2004 a
Congo
14 Dec 2000
"""


def test_a_page_copied_as_text_has_one_cell_a_line_and_names_its_treaty(tmp_path: Path) -> None:
    found = law.read_untc_table(_save(tmp_path, "page.txt", STACKED), as_of="2024-05-04")
    assert not found.problems
    assert [(one.instrument, one.party, one.kind) for one in found.table.actions] == [
        ("som_protocol", "country_arg", "Signature"),
        ("som_protocol", "country_arg", "Ratification"),
        ("som_protocol", "country_bhr", "Accession"),
        ("som_protocol", "country_cog", "Signature"),
    ]


def test_a_page_that_names_no_treaty_asks_for_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the treaty is not named"):
        law.read_untc_table(_save(tmp_path, "page.txt", TEXT), as_of="2024-05-04")


PAGE = """<html><h1>Chapter XVIII 12. A Convention</h1><table>
<tr><th>Participant</th><th>Signature</th><th>Ratification, Accession(a)</th></tr>
<tr><td>Mali <sup>1</sup></td><td>15 Dec 2000</td><td>12 Apr 2002</td></tr>
<tr><td>Peru</td><td>14 Dec 2000</td><td>23 Jan 2002</td></tr>
<tr><td>Chad</td><td></td><td>[18 Aug 2009 a]</td></tr>
<tr><td>Togo</td><td>[12 Dec 2000]</td><td>[2 Jul 2004]</td></tr>
<tr><td>Fiji</td><td></td><td>19 Sep 2017 a</td></tr>
</table>
<h3>Declarations and Reservations</h3>
<p>Peru</p><p>Reservation:</p><p>Peru does not consider itself bound by article 35, paragraph 2, of the Convention.</p>
<p>Fiji</p><p>Declaration:</p><p>Fiji declares that its central authority under article 18 is its ministry.</p>
<h3>Objections</h3>
<p>Mali</p><p>On 3 May 2010, the Government objects to what another has said.</p>
<h3>End Note</h3>
<p>1. On 4 June 2012, the Government of Togo notified the Secretary-General of its denunciation of the Convention.</p>
<p>2. On 1 July 2015, the Government of Peru informed that it withdraws its reservation to article 35 (2).</p>
<p>3. On 2 July 2015, the Government of Mali said that the Convention shall not extend to an island.</p>
</html>"""


def _page(folder: Path) -> law.ImportedTable:
    return law.read_untc_table(_save(folder, "page.html", PAGE), as_of="2024-05-04")


def test_notes_below_the_table_become_acts(tmp_path: Path) -> None:
    made = {(one.party[-3:], one.kind, str(one.date)) for one in _page(tmp_path).table.actions}
    assert made >= {
        ("per", "Reservation", "2002-01-23"),
        ("fji", "Declaration", "2017-09-19"),
        ("mli", "Objection", "2010-05-03"),
        ("tgo", "Denunciation", "2012-06-04"),
        ("per", "Withdrawal", "2015-07-01"),
        ("mli", "TerritorialExclusion", "2015-07-02"),
    }


def test_a_date_in_brackets_is_an_act_that_no_longer_stands(tmp_path: Path) -> None:
    table = _page(tmp_path).table
    assert [one.kind for one in table.of("untoc", "country_tcd")] == ["SupersededAct"]
    assert law.status("tcd", "untoc", "2009-08-17", table=law.default_table().replaced(table)).status == "none"
    assert law.status("tcd", "untoc", "2020", table=law.default_table().replaced(table)).status == "unknown"


def test_a_denunciation_says_why_a_consent_stands_in_brackets(tmp_path: Path) -> None:
    table = law.default_table().replaced(_page(tmp_path).table)
    first = [law.TreatyAction(**{**_fields(one), "instrument": "untoc"}) for one in TABLE.of("untoc")]
    forty = law.TreatyTable(
        actions=(*table.actions, *(one for one in first if one.party not in {"country_tgo", "country_tcd"})),
        as_of=table.as_of,
    )
    words = [law.status("tgo", "untoc", day, table=forty).status for day in ("2004-08-01", "2013-06-03", "2013-06-04")]
    assert words == ["party", "party", "former"]


def _fields(action: law.TreatyAction) -> dict[str, object]:
    return {name: getattr(action, name) for name in action.__dataclass_fields__}


def test_who_declared_not_to_be_bound_by_the_dispute_clause_is_not_until_it_withdraws_that(tmp_path: Path) -> None:
    imported = _page(tmp_path).table
    others = [one for one in TABLE.of("untoc") if one.party not in {"country_per", "country_fji", "country_mli"}]
    table = law.TreatyTable(actions=(*imported.actions, *others), as_of=imported.as_of, noted=imported.noted)
    assert law.dispute_clause("per", "untoc", "2010", table=table).answer == "not bound"
    assert law.dispute_clause("per", "untoc", "2016", table=table).answer == "bound"
    assert law.dispute_clause("mli", "untoc", "2010", table=table).answer == "bound"
    assert law.dispute_clause("mli", "untoc", "2010", towards="per", table=table).answer == "not bound"
    assert law.dispute_clause("tcd", "untoc", "2030", table=table).answer == "unknown"


def test_a_party_that_stands_twice_is_a_problem(tmp_path: Path) -> None:
    twice = PAGE.replace("<td>Chad</td>", "<td>Peru</td>")
    found = law.read_untc_table(_save(tmp_path, "page.html", twice), as_of="2024-05-04")
    assert [problem.what for problem in found.problems] == ["Peru: stands in the table twice"]


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official tables are not here")
@pytest.mark.parametrize("file", ["18-12", "18-12-a", "18-12-b", "18-12-c"])
def test_an_official_table_is_read_whole(file: str) -> None:
    found = law.read_untc_table(OFFICIAL / f"{file}.csv", as_of="2015-03-14")
    assert not found.problems
    key = found.table.actions[0].instrument
    ours = {(one.party, one.kind, str(one.date)) for one in TABLE.of(key)}
    assert {(one.party, one.kind, str(one.date)) for one in found.table.actions} <= ours
