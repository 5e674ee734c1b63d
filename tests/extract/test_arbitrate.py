"""One arbitration: precision decides, a longer name inherits, the order of candidates does not matter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from untocgraph.extract.names.arbitrate import NESTS, arbitrate
from untocgraph.extract.names.candidates import Candidate


def candidate(start: int, end: int, kind: str, precision: float, **more: object) -> Candidate:
    return Candidate(start=start, end=end, kind=kind, type="T", method="m", precision=precision, **more)  # type: ignore[arg-type]


def test_of_two_that_cross_the_more_precise_stands() -> None:
    assert arbitrate([candidate(0, 10, "person", 0.8), candidate(5, 15, "organization", 0.9)])[0].kind == "organization"


def test_a_name_that_holds_a_surer_one_stands() -> None:
    assert [c.kind for c in arbitrate([candidate(0, 15, "organization", 0.8), candidate(8, 15, "state", 0.97)])] == [
        "organization"
    ]


def test_a_far_weaker_long_name_yields_to_the_sure_one_inside() -> None:
    assert [c.kind for c in arbitrate([candidate(0, 15, "organization", 0.5), candidate(8, 15, "state", 0.97)])] == [
        "state"
    ]


def test_an_instrument_inside_a_provision_is_meant_too() -> None:
    found = arbitrate([candidate(0, 30, "provision", 0.9), candidate(13, 30, "instrument", 0.97)])
    assert [c.kind for c in found] == ["provision", "instrument"]


_CANDIDATES = st.builds(
    candidate,
    st.integers(0, 20),
    st.integers(21, 40),
    st.sampled_from(["person", "organization", "state", "provision", "instrument"]),
    st.floats(0.5, 1.0),
)


@given(st.lists(_CANDIDATES, max_size=8), st.randoms())
def test_the_order_of_candidates_changes_nothing(candidates: list[Candidate], random: object) -> None:
    shuffled = list(candidates)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert arbitrate(candidates) == arbitrate(shuffled)


@given(st.lists(_CANDIDATES, max_size=8))
def test_what_stands_never_crosses(candidates: list[Candidate]) -> None:
    standing = arbitrate(candidates)
    for first in standing:
        for second in standing:
            crossing = first.start < second.start < first.end < second.end
            assert not crossing
            if first != second and first.span.contains(second.span):
                assert second.kind in NESTS[first.kind] or second.inside
