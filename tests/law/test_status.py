"""Party status: never more than the source can say."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untocgraph import law, reference
from untocgraph.core.errors import InputError
from untocgraph.core.model import PartialDate

TABLE = law.default_table()
STATES = sorted(one.id for one in reference.load().authorities if one.kind == "state")


@pytest.mark.parametrize(
    ("state", "instrument", "day", "expected"),
    [
        ("usa", "untoc", "2000-12-12", "none"),
        ("usa", "untoc", "2000-12-13", "signatory"),
        ("usa", "untoc", "2005-11-03", "contracting"),
        ("usa", "untoc", "2005-12-02", "contracting"),
        ("usa", "untoc", "2005-12-03", "party"),
        ("fra", "untoc", "2003-09-28", "contracting"),
        ("fra", "untoc", "2003-09-29", "party"),
        ("mne", "untoc", "2006-06-02", "none"),
        ("mne", "untoc", "2006-07-01", "party"),
        ("srb", "untoc", "2003-10-01", "party"),
        ("eu", "untoc", "2004-06-20", "party"),
        ("deu", "firearms_protocol", "2014-01-01", "signatory"),
        ("Japan", "tip_protocol", "2018-07-23", "party"),
        ("Japan", "tip_protocol", "2016", "unknown"),
        ("Japan", "untoc", "2016", "unknown"),
        ("Palau", "untoc", "2014-01-27", "none"),
        ("Palau", "untoc", "2020", "unknown"),
        ("btn", "untoc", "2023-03-22", "party"),
        ("btn", "untoc", "2016", "none"),
    ],
)
def test_where_a_state_stood_on_a_day(state: str, instrument: str, day: str, expected: str) -> None:
    assert law.status(state, instrument, day).status == expected


def test_a_day_beyond_the_source_is_unknown_and_says_since_when_and_what_was_last_known() -> None:
    answer = law.status("fra", "untoc", "2024-01-01")
    assert (answer.status, answer.last_known, str(answer.unknown_after)) == ("unknown", "party", "2014-01-27")
    assert str(answer) == "France, Organized Crime Convention: unknown after 2014-01-27; party as of 2014-01-27"


def test_without_a_day_the_answer_is_for_the_last_day_known() -> None:
    assert str(law.status("usa", "som_protocol")) == (
        "United States of America, Smuggling of Migrants Protocol: party on 2014-07-10, as of 2014-07-10"
    )


def test_the_proof_names_the_actions_used() -> None:
    proof = law.status("usa", "untoc", "2010").proof
    assert [one.kind for one in proof.actions] == ["Signature", "Ratification"]
    assert "thirtieth day after 2005-11-03: 2005-12-03" in proof.steps


def test_a_denunciation_ends_the_convention_and_its_protocols_after_a_year() -> None:
    left = law.TreatyAction(
        instrument="untoc", party="country_fra", kind="Denunciation", date=PartialDate(2010, 5, 1),
        as_of=PartialDate(2014, 1, 27), name="France", source="made for this test",
    )  # fmt: skip
    table = law.TreatyTable(actions=(*TABLE.actions, left), as_of=TABLE.as_of)
    assert law.status("fra", "untoc", "2011-04-30", table=table).status == "party"
    assert law.status("fra", "untoc", "2011-05-01", table=table).status == "former"
    assert law.status("fra", "tip_protocol", "2011-05-01", table=table).status == "former"
    assert law.status("esp", "tip_protocol", "2011-05-01", table=table).status == "party"


@pytest.mark.parametrize(("state", "day"), [("Atlantis", "2010"), ("fra", "last year"), ("fra", "2010-13-01")])
def test_what_has_no_meaning_is_refused(state: str, day: str) -> None:
    with pytest.raises(InputError):
        law.status(state, "untoc", day)


@given(
    st.sampled_from(STATES),
    st.sampled_from(law.TREATIES),
    st.dates(datetime.date(1999, 1, 1), datetime.date(2030, 1, 1)),
)
def test_no_answer_goes_beyond_its_source(state: str, instrument: str, day: datetime.date) -> None:
    answer = law.status(state, instrument, day)
    assert day <= answer.known_until or answer.status == "unknown"
    text = str(answer)
    assert "not a party" not in text or f"as of {answer.known_until}" in text


@given(
    st.sampled_from(STATES),
    st.sampled_from(law.TREATIES),
    st.lists(st.dates(datetime.date(1999, 1, 1), datetime.date(2014, 1, 27)), min_size=2, max_size=4).map(sorted),
)
def test_a_state_moves_forward_only(state: str, instrument: str, days: list[datetime.date]) -> None:
    order = ["none", "signatory", "contracting", "party"]
    words = [law.status(state, instrument, day).status for day in days]
    assert words == sorted(words, key=order.index)


def test_a_later_row_on_one_party_says_nothing_of_another() -> None:
    assert str(law.status("Japan", "untoc").known_until) == "2014-01-27"
    assert str(law.status("South Sudan", "untoc").known_until) == "2023-10-23"


def test_a_consent_without_a_day_says_nothing_of_the_days_before_its_row() -> None:
    undated = law.TreatyAction(
        instrument="untoc", party="country_prk", kind="ConsentToBeBound", date=None, as_of=PartialDate(2010, 1, 1),
        name="made for this test", source="made for this test",
    )  # fmt: skip
    table = law.TreatyTable(actions=(*TABLE.actions, undated), as_of=TABLE.as_of)
    words = [law.status("prk", "untoc", day, table=table).status for day in ("2005", "2010-01-01", "2014-01-27")]
    assert words == ["unknown", "party", "party"]


def test_an_organization_is_no_party_once_all_its_members_have_denounced() -> None:
    def leaving(party: str, year: int) -> law.TreatyAction:
        return law.TreatyAction(
            instrument="untoc", party=party, kind="Denunciation", date=PartialDate(year, 1, 1),
            as_of=PartialDate(2014, 1, 27), name="made for this test", source="made for this test",
        )  # fmt: skip

    members = {row.member for row in reference.load().memberships if row.organization == "eu"}
    assert len(members) == 27
    all_but_one = [leaving(party, 2010) for party in sorted(members)[1:]]
    table = law.TreatyTable(actions=(*TABLE.actions, *all_but_one), as_of=TABLE.as_of)
    assert law.status("eu", "untoc", "2013", table=table).status == "party"
    table = law.TreatyTable(actions=(*table.actions, leaving(sorted(members)[0], 2011)), as_of=TABLE.as_of)
    assert [law.status("eu", "untoc", day, table=table).status for day in ("2011-12-31", "2012-01-01")] == [
        "party",
        "former",
    ]
