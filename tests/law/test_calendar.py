"""Entry into force, against the official dates."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untocgraph import law, reference
from untocgraph.core import iri
from untocgraph.core.errors import InputError
from untocgraph.core.model import PartialDate
from untocgraph.law.actions import party_of

TABLE = law.default_table()
OFFICIAL = {
    "untoc": "2003-09-29",
    "tip_protocol": "2003-12-25",
    "som_protocol": "2004-01-28",
    "firearms_protocol": "2005-07-03",
}
# The forty as UN News listed them in November 2003 (https://news.un.org/en/story/2003/11/84492).
FIRST_FORTY_SOM = (
    "Albania, Argentina, Armenia, Azerbaijan, Belarus, Bosnia and Herzegovina, Botswana, Bulgaria, Burkina "
    "Faso, Canada, Costa Rica, Croatia, Cyprus, Ecuador, France, Gambia, Jamaica, Kyrgyzstan, Laos, Latvia, "
    "Lithuania, Mali, Malta, Mauritius, Mexico, Monaco, Namibia, New Zealand, Nigeria, Norway, Peru, "
    "Philippines, Poland, Romania, Senegal, Serbia and Montenegro, Spain, Tajikistan, Tunisia, Turkey"
)


@pytest.mark.parametrize(("instrument", "day"), OFFICIAL.items())
def test_a_treaty_entered_into_force_on_its_official_day(instrument: str, day: str) -> None:
    assert str(law.entry_into_force(instrument).date) == day


def test_the_derived_days_are_those_that_the_sources_print() -> None:
    for one in reference.load().instruments:
        if one.id in OFFICIAL:
            assert str(one.in_force_date) == OFFICIAL[one.id]


def test_the_fortieth_instrument_against_smuggling_was_that_of_azerbaijan() -> None:
    used = law.entry_into_force("som_protocol").proof.actions
    assert (len(used), used[-1].name, str(used[-1].date)) == (40, "Azerbaijan", "2003-10-30")


def test_the_forty_counted_are_the_forty_that_un_news_listed() -> None:
    counted = {action.party for action in law.entry_into_force("som_protocol").proof.actions}
    assert counted == {party_of(name).id for name in FIRST_FORTY_SOM.split(", ")}


def test_the_proof_names_the_rule_and_the_actions() -> None:
    proof = law.entry_into_force("untoc").proof
    assert proof.provisions == (iri.provision("untoc", "art-38", "par-1"),)
    assert all(law.canonical(one) for one in proof.provisions)
    assert proof.steps == (
        "fortieth instrument: ratification of Armenia, 2003-07-01 (as of 2014-01-27)",
        "ninetieth day after 2003-07-01: 2003-09-29",
    )


def test_an_instrument_of_a_regional_organization_is_not_counted() -> None:
    organization = law.TreatyAction(
        instrument="untoc", party="eu", kind="Approval", date=PartialDate(2001, 1, 1),
        as_of=PartialDate(2014, 1, 27), name="European Union", source="made for this test",
    )  # fmt: skip
    others = tuple(one for one in TABLE.actions if (one.instrument, one.party) != ("untoc", "eu"))
    table = law.TreatyTable(actions=(organization, *others), as_of=TABLE.as_of)
    assert str(law.entry_into_force("untoc", table=table).date) == OFFICIAL["untoc"]


def test_a_protocol_does_not_enter_into_force_before_the_convention() -> None:
    def later(action: law.TreatyAction) -> law.TreatyAction:
        shift = action.instrument == "untoc" and action.date is not None and action.date.year < 2007
        return replace(action, date=PartialDate(2007, 1, 1)) if shift else action

    table = law.TreatyTable(actions=tuple(later(one) for one in TABLE.actions), as_of=TABLE.as_of)
    convention = law.entry_into_force("untoc", table=table).date
    assert convention == datetime.date(2007, 4, 1)
    assert law.entry_into_force("tip_protocol", table=table).date == convention


def test_thirty_nine_instruments_are_not_enough() -> None:
    first = law.entry_into_force("untoc").proof.actions[:39]
    answer = law.entry_into_force("untoc", table=law.TreatyTable(actions=first, as_of=TABLE.as_of))
    assert answer.date is None
    assert answer.proof.steps == ("39 of 40 instruments as of 2014-01-27: not in force by this table",)


@pytest.mark.parametrize(
    ("state", "instrument", "day"),
    [
        ("fra", "untoc", "2003-09-29"),  # among the first forty
        ("Costa Rica", "untoc", "2003-09-29"),  # thirty days are over before the treaty is in force
        ("usa", "untoc", "2005-12-03"),
        ("deu", "tip_protocol", "2006-07-14"),
        ("Bhutan", "untoc", "2023-03-22"),  # as its foreign ministry announced
        ("South Sudan", "untoc", "2023-11-19"),  # as the depositary notified
        ("European Union", "untoc", "2004-06-20"),
        ("Montenegro", "untoc", "2006-06-03"),  # by succession
    ],
)
def test_a_treaty_enters_into_force_for_a_party(state: str, instrument: str, day: str) -> None:
    assert str(law.entry_into_force_for(state, instrument).date) == day


def test_a_signatory_has_no_entry_into_force() -> None:
    answer = law.entry_into_force_for("Japan", "untoc")
    assert answer.date is None
    assert answer.proof.steps == ("no consent to be bound recorded as of 2014-01-27",)


def test_a_consent_without_a_day_has_no_derived_day() -> None:
    answer = law.entry_into_force_for("fra", "firearms_protocol")
    assert answer.date is None
    assert "the day of consent is unknown" in answer.proof.steps


@pytest.mark.parametrize(("state", "instrument"), [("Atlantis", "untoc"), ("fra", "uncac"), ("UNODC", "untoc")])
def test_an_unknown_state_or_treaty_is_refused(state: str, instrument: str) -> None:
    with pytest.raises(InputError):
        law.entry_into_force_for(state, instrument)


@given(st.sampled_from(sorted(OFFICIAL)), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(instrument: str, random: object) -> None:
    rows = list(reference.load().treaty_status)
    random.shuffle(rows)  # type: ignore[attr-defined]
    assert str(law.entry_into_force(instrument, table=law.TreatyTable.from_rows(rows)).date) == OFFICIAL[instrument]


@given(st.dates(datetime.date(2003, 7, 2), datetime.date(2013, 12, 31)))
def test_a_later_instrument_never_moves_the_day_and_binds_after_thirty_days_at_the_earliest(day: datetime.date) -> None:
    late = law.TreatyAction(
        instrument="untoc", party="country_prk", kind="Accession", date=PartialDate(day.year, day.month, day.day),
        as_of=PartialDate(2014, 1, 27), name="made for this test", source="made for this test",
    )  # fmt: skip
    table = law.TreatyTable(actions=(*TABLE.actions, late), as_of=TABLE.as_of)
    assert str(law.entry_into_force("untoc", table=table).date) == OFFICIAL["untoc"]
    bound = law.entry_into_force_for("prk", "untoc", table=table).date
    assert bound == max(day + datetime.timedelta(days=30), datetime.date(2003, 9, 29))


def _consent(instrument: str, day: PartialDate) -> law.TreatyAction:
    return law.TreatyAction(
        instrument=instrument, party="country_prk", kind="Accession", date=day, as_of=PartialDate(2014, 1, 27),
        name="made for this test", source="made for this test",
    )  # fmt: skip


def test_a_protocol_binds_nobody_whom_the_convention_does_not_bind() -> None:
    alone = law.TreatyTable(
        actions=(*TABLE.actions, _consent("tip_protocol", PartialDate(2008, 1, 1))), as_of=TABLE.as_of
    )
    answer = law.entry_into_force_for("prk", "tip_protocol", table=alone)
    assert answer.date is None
    assert answer.proof.provisions[-1] == iri.provision("untoc", "art-37", "par-2")
    assert law.status("prk", "tip_protocol", "2010", table=alone).status == "contracting"
    later = law.TreatyTable(actions=(*alone.actions, _consent("untoc", PartialDate(2009, 1, 1))), as_of=TABLE.as_of)
    assert str(law.entry_into_force_for("prk", "tip_protocol", table=later).date) == "2009-01-31"


def test_the_firearms_protocol_opened_on_the_thirtieth_day_after_its_adoption() -> None:
    answer = law.opened_for_signature("firearms_protocol")
    assert str(answer.date) == "2001-06-30"
    assert answer.proof.provisions == (iri.provision("firearms_protocol", "art-17", "par-1"),)
    assert str(law.opened_for_signature("tip_protocol").date) == "2000-12-12"
