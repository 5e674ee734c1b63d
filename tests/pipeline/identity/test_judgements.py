"""Identity over documents: by judgements that can be replayed and undone, never by likeness."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untocgraph.core.errors import InputError
from untocgraph.core.model import Annotation, LocalEntity
from untocgraph.pipeline.identity import Decisions, Judgement, Profile, Voice, profiles, resolve
from untocgraph.pipeline.identity.cluster import identify
from untocgraph.pipeline.identity.compare import Merged, compare, merged
from untocgraph.pipeline.identity.rules import judged


def profile(source: str, name: str, kind: str, label: str, **more: object) -> Profile:
    fields: dict[str, object] = {
        "type": "Person" if kind == "person" else "NonGovernmentalOrganization",
        "names": (label,),
    }
    return Profile(source=source, iri=name, kind=kind, label=label, **{**fields, **more})  # type: ignore[arg-type]


ORG = ("affiliated_with", "x:org")


def person(source: str, name: str, label: str, *features: tuple[str, str]) -> Profile:
    return profile(source, name, "person", label, features=tuple(features))


def verdicts(*profiles: Profile) -> list[tuple[str, str]]:
    return [(j.judgement, j.by) for j in resolve(profiles).rules]


def test_a_name_that_only_adds_middle_names_at_the_same_place_of_work_is_one_person() -> None:
    found = resolve([person("a", "x:1", "Sara Simons", ORG), person("b", "x:2", "Sara A. Simons", ORG)])
    assert found.replaced == {"x:2": "x:1"}
    assert [j.by for j in found.rules] == ["rule:middle-names@1"]


def test_an_address_that_the_reference_data_published_is_never_replaced() -> None:
    pair = [person("a", "x:1", "Sara Simons", ORG), person("b", "x:2", "Sara A. Simons", ORG)]
    assert resolve(pair, published={"x:2": "Sara A. Simons"}).replaced == {"x:1": "x:2"}


def test_like_names_without_a_shared_place_of_work_stay_a_candidate() -> None:
    found = resolve([person("a", "x:1", "Sara Simons"), person("b", "x:2", "Sara A. Simons")])
    assert found.replaced == {}
    assert [(c.left, c.right) for c in found.candidates] == [("x:1", "x:2")]


def test_words_that_state_different_genders_block_whatever_speaks_for_it() -> None:
    found = resolve(
        [
            person("a", "x:1", "Sara Simons", ORG, ("gender_word", "Ms.")),
            person("b", "x:2", "Sara A. Simons", ORG, ("gender_word", "He")),
        ]
    )
    assert found.replaced == {}
    assert [j.judgement for j in found.rules] == ["different"]


def test_no_gender_is_read_from_a_name() -> None:
    found = resolve(
        [person("a", "x:1", "Sara Simons", ORG), person("b", "x:2", "Sara A. Simons", ORG, ("gender_word", "He"))]
    )
    assert found.replaced == {"x:2": "x:1"}


def org(source: str, name: str, label: str, acronym: str, *features: tuple[str, str]) -> Profile:
    return profile(
        source, name, "organization", label, acronyms=(acronym,) if acronym else (), features=tuple(features)
    )


def test_an_acronym_alone_is_joined_to_the_name_it_abbreviates_where_both_took_part() -> None:
    event = ("participates_in", "x:event")
    found = resolve([org("a", "x:1", "Riverbend Research Trust", "RRT", event), org("b", "x:2", "RRT", "RRT", event)])
    assert found.replaced == {"x:2": "x:1"}


def test_an_acronym_alone_elsewhere_stays_a_candidate() -> None:
    found = resolve([org("a", "x:1", "Riverbend Research Trust", "RRT"), org("b", "x:2", "RRT", "RRT")])
    assert found.replaced == {}
    assert found.candidates


def test_two_names_with_one_acronym_are_not_one_organization() -> None:
    event = ("participates_in", "x:event")
    found = resolve(
        [org("a", "x:1", "Riverbend Research Trust", "RRT", event), org("b", "x:2", "Rapid Relief Team", "RRT", event)]
    )
    assert found.replaced == {}


def test_two_rows_of_the_reference_data_are_never_candidates() -> None:
    rows = [org("a", "x:1", "Alliance", "ALL"), org("b", "x:2", "Alliance", "ALL")]
    assert resolve([Profile(**{**_fields(p), "reference": True}) for p in rows]).candidates == ()


def _fields(profile: Profile) -> dict[str, object]:
    return {name: getattr(profile, name) for name in Profile.__slots__}


def test_a_row_of_the_reference_data_is_the_canonical_one() -> None:
    known = Profile(**{**_fields(person("a", "x:9", "Sara Simons", ORG)), "reference": True})  # type: ignore[arg-type]
    assert resolve([known, person("b", "x:1", "Sara A. Simons", ORG)]).replaced == {"x:1": "x:9"}


def test_a_thing_is_never_a_candidate_for_itself() -> None:
    twice = profile("a", "x:1", "organization", "Port Club", names=("Port Club", "Port Club of Lund"))
    found = resolve([twice, profile("b", "x:1", "organization", "Port Club of Lund")])
    assert all(c.left < c.right for c in found.candidates)


VOICE = Voice(
    source="b", group="x:g", organization="x:org", event="x:event", phrase="The panellist", gender=frozenset("f")
)


def at_event(word: str) -> Profile:
    return person("a", "x:1", "Marco Vial", ORG, ("participates_in", "x:event"), ("gender_word", word))


def test_an_anonymous_speaker_is_blocked_by_a_contradicting_word_and_says_so() -> None:
    found = resolve([at_event("Mr.")], [VOICE])
    assert [(j.judgement, j.features_against) for j in found.rules] == [("different", ("gender words differ",))]


def test_an_anonymous_speaker_is_never_joined_to_a_person_by_rule() -> None:
    found = resolve([at_event("Ms.")], [VOICE])
    assert found.rules == ()
    assert [c.features_for for c in found.candidates] == [("speaks for the same", "same event")]


def test_what_a_person_judges_outweighs_the_rules() -> None:
    two = [person("a", "x:1", "Sara Simons", ORG), person("b", "x:2", "Sara A. Simons", ORG)]
    assert resolve(two, judgements=[Judgement.of("x:1", "x:2", "different", by="me")]).replaced == {}
    assert resolve(two, judgements=[Judgement.of("x:1", "x:2", "unsure", by="me")]).replaced == {}


def test_a_negative_judgement_stops_a_chain_and_the_chain_is_reported() -> None:
    three = [person("a", f"x:{n}", f"Person {n}") for n in "123"]
    found = resolve(
        three,
        judgements=[
            Judgement.of("x:1", "x:2", "same", by="me"),
            Judgement.of("x:2", "x:3", "same", by="me"),
            Judgement.of("x:1", "x:3", "different", by="me"),
        ],
    )
    assert found.replaced == {"x:2": "x:1"}
    assert [j.pair for j in found.unfollowed] == [("x:2", "x:3")]


names = st.sampled_from(["x:1", "x:2", "x:3", "x:4", "x:5"])
judgement = st.tuples(names, names, st.sampled_from(["same", "different", "unsure"])).filter(lambda t: t[0] != t[1])


@given(st.lists(judgement, max_size=12), st.randoms(use_true_random=False))
def test_identity_does_not_depend_on_the_order_of_judgements_and_no_negative_is_cut(
    given_: list[tuple[str, str, str]], rng: random.Random
) -> None:
    things = merged(person("a", f"x:{n}", f"Person {n}") for n in range(1, 6))
    listed = list({j.pair: j for j in (Judgement.of(a, b, v, by="me") for a, b, v in given_)}.values())  # type: ignore[arg-type]
    shuffled = listed.copy()
    rng.shuffle(shuffled)
    replaced, _ = identify(listed, things)
    assert replaced == identify(shuffled, things)[0]
    for one in listed:
        if one.judgement == "different":
            assert replaced.get(one.left, one.left) != replaced.get(one.right, one.right)
    assert all(target not in replaced for target in replaced.values()), "what replaces is not itself replaced"


def test_the_label_is_that_of_most_documents() -> None:
    found = resolve(
        [person(s, "x:1", label) for s, label in (("a", "SIMONS"), ("b", "Sara Simons"), ("c", "Sara Simons"))]
    )
    assert found.labels == {"x:1": "Sara Simons"}


# ---- the log ----


def test_a_withdrawn_judgement_stands_no_more_and_stays_in_the_log(tmp_path: Path) -> None:
    log = Decisions(tmp_path / "log")
    number = log.judge(Judgement.of("x:1", "x:2", "same", by="me"))
    log.withdraw(number, by="you")
    assert log.standing() == ()
    assert (tmp_path / "log").read_text().count("\n") == 2


def test_the_last_judgement_on_a_pair_stands(tmp_path: Path) -> None:
    log = Decisions(tmp_path / "log")
    log.judge(Judgement.of("x:1", "x:2", "same", by="me"))
    log.judge(Judgement.of("x:2", "x:1", "different", by="you"))
    assert [j.judgement for j in log.standing()] == ["different"]


def test_withdrawing_what_is_not_there_says_where_to_look(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="judge list"):
        Decisions(tmp_path / "log").withdraw(3, by="me")


def test_a_torn_last_line_is_left_out_and_written_over(tmp_path: Path) -> None:
    log = Decisions(tmp_path / "log")
    log.judge(Judgement.of("x:1", "x:2", "same", by="me"))
    with (tmp_path / "log").open("ab") as handle:
        handle.write(b'{"n": 2, "left": "x:')
    assert len(log.standing()) == 1
    log.judge(Judgement.of("x:3", "x:4", "same", by="me"))
    assert [j.pair for j in log.standing()] == [("x:1", "x:2"), ("x:3", "x:4")]


def test_a_garbled_line_is_named_by_its_number(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("nonsense\n")
    with pytest.raises(InputError, match="log:1"):
        Decisions(tmp_path / "log").standing()


def test_rules_that_change_their_mind_append_and_never_rewrite(tmp_path: Path) -> None:
    log = Decisions(tmp_path / "log")
    first = Judgement(left="x:1", right="x:2", judgement="same", by="rule:a@1")
    log.record_rules([first])
    before = (tmp_path / "log").read_bytes()
    log.record_rules([first])
    assert (tmp_path / "log").read_bytes() == before, "nothing new, nothing written"
    log.record_rules([])
    assert (tmp_path / "log").read_bytes().startswith(before)
    assert log.standing(by_rule=True) == ()


def test_a_judgement_needs_two_sides() -> None:
    with pytest.raises(InputError, match="against itself"):
        Judgement.of("x:1", "x:1", "same", by="me")


def test_a_short_name_is_the_long_one_where_both_met_and_stays_open_elsewhere() -> None:
    long = profile("a", "x:1", "organization", "Tracewell GmbH", names=("Tracewell GmbH", "Tracewell"),
                   features=(("people_in", "x:event"),))  # fmt: skip
    there, elsewhere = (("participates_in", "x:event"),), (("participates_in", "x:other"),)
    assert resolve([long, profile("b", "x:2", "organization", "Tracewell", features=there)]).replaced == {"x:2": "x:1"}
    found = resolve([long, profile("b", "x:2", "organization", "Tracewell", features=elsewhere)])
    assert (found.replaced, len(found.candidates)) == ({}, 1)


def project(source: str, name: str, label: str, *features: tuple[str, str]) -> Profile:
    return profile(source, name, "project", label, type="Project", features=tuple(features))


def test_projects_are_joined_by_a_fuller_name_and_the_same_funders_never_by_the_implementer() -> None:
    funded = (("funds_of", "x:state/a"), ("funds_of", "x:state/b"))
    two = [project("a", "x:1", "River Watch", *funded), project("b", "x:2", "River Watch for Ports", *funded)]
    assert resolve(two).replaced == {"x:2": "x:1"}
    led = [
        project("a", "x:1", "Hill Watch", ("implements_of", "x:org")),
        project("b", "x:2", "Port Aid", ("implements_of", "x:org")),
    ]
    found = resolve(led)
    assert (found.replaced, [c.features_for for c in found.candidates]) == ({}, [("same implementer",)])


def unit(source: str, name: str, label: str, whole: str) -> Profile:
    return profile(
        source, name, "organization", label, type="OrganizationalUnit", reference=True, features=(("part_of", whole),)
    )


def test_two_units_of_one_body_may_be_renamed_ones_but_no_rule_says_so() -> None:
    found = resolve([unit("a", "x:1", "Harbour Safety Team", "x:un"), unit("b", "x:2", "Harbour Safety Unit", "x:un")])
    assert (found.replaced, [c.verdict for c in found.candidates]) == ({}, ["unsure"])
    apart = [unit("a", "x:1", "Harbour Safety Team", "x:un"), unit("b", "x:2", "Harbour Safety Unit", "x:eu")]
    assert resolve(apart).candidates == ()


def test_what_points_back_to_a_body_is_no_name_of_it() -> None:
    body = LocalEntity(key="o", kind="organization", type="WorkingGroup", label="Working Group on Ports",
                       aliases=("the Working Group",))  # fmt: skip
    found = profiles(Annotation(source="a", entities=(body,)), {"o": "x:1"})
    assert found[0].names == ("Working Group on Ports",)


def session(name: str, body: str, ordinal: str, *features: tuple[str, str]) -> Profile:
    return profile(name, name, "event", f"session {ordinal} of the body", type="Session",
                   features=(("session_of", body), ("ordinal", ordinal), *features))  # fmt: skip


def test_sessions_of_other_numbers_or_other_bodies_are_no_candidates() -> None:
    assert resolve([session("x:1", "x:body", "13"), session("x:2", "x:other", "13")]).candidates == ()
    assert resolve([session("x:1", "x:body", "13"), session("x:2", "x:body", "12")]).candidates == ()
    day = ("start", "2031-05-06")
    assert len(resolve([session("x:1", "x:body", "13", day), session("x:2", "x:other", "13", day)]).candidates) == 1


@pytest.mark.parametrize(
    ("one", "other", "place", "verdict"),
    [
        ("2031-05", "2031-05-12", "Oslo", "same"),
        ("2031-05", "2031-06-12", "Oslo", ""),
        ("2031", "2031-05-12", "Oslo", ""),
        ("2031-05", "2031-05-12", "", ""),
    ],
)
def test_an_event_dated_to_the_month_is_the_one_of_the_same_name_and_place_dated_to_the_day(
    one: str, other: str, place: str, verdict: str
) -> None:
    def dated(source: str, start: str) -> Merged:
        features = {"start": frozenset({start}), "place": frozenset({place} - {""})}
        return Merged(
            iri=f"x:{source}", kind="event", types=("Workshop",), names=("Great Tide Workshop",),
            acronyms=frozenset(), reference=False, sources=frozenset({source}), features=features,
        )  # fmt: skip

    assert judged("event", *compare(dated("d1", one), dated("d2", other)))[1] == verdict


def short_and_full(*others: Profile) -> dict[str, str]:
    short = profile("a", "x:1", "organization", "Bora Compact")
    full = profile(
        "b",
        "x:2",
        "organization",
        "Bora Compact on Nets and Boats",
        names=("Bora Compact on Nets and Boats", "Bora Compact"),
    )
    return dict(resolve([short, full, *others]).replaced)


def test_what_a_text_calls_for_short_is_what_others_only_know_by_the_short_form() -> None:
    assert short_and_full() == {"x:2": "x:1"}


def test_a_short_form_of_two_full_names_is_neither() -> None:
    other = profile(
        "c",
        "x:3",
        "organization",
        "Bora Compact on Ice and Salt",
        names=("Bora Compact on Ice and Salt", "Bora Compact"),
    )
    assert short_and_full(other) == {}
