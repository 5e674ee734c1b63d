"""Windows and what changed between them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from untocgraph.core.errors import QueryError
from untocgraph.networks.project import project
from untocgraph.networks.windows import changes, windows

from .test_projections import ADA, BEN, CYD, DAN, ONE, TWO


def test_calendar_windows_run_from_the_first_tie_to_the_last(store: ox.Store) -> None:
    found = windows(project(store, "person-event"))
    assert [window.label for window in found] == ["2022", "2023"]
    assert [len(window.network.ties) for window in found] == [2, 5]


def test_a_bare_year_is_in_no_month_and_is_counted_out(store: ox.Store) -> None:
    found = windows(project(store, "person-event"), by="quarter")
    assert [window.label for window in found][:2] == ["2022-Q2", "2022-Q3"]
    second = next(window for window in found if window.label == "2023-Q2")
    assert {tie.target for tie in second.network.ties} == {TWO}
    assert "4 of 7 ties left out: no date within the window" in second.network.notes


def test_windows_may_overlap_and_say_their_span(store: ox.Store) -> None:
    found = windows(project(store, "person-event"), size=2)
    assert [window.label for window in found] == ["2022 – 2023", "2023"]


def test_windows_by_event_follow_the_dates(store: ox.Store) -> None:
    found = windows(project(store, "person-person"), by="event")
    assert [window.label for window in found] == ["Dialogue one", "Session three", "Dialogue two"]
    assert [window.network.graph().number_of_edges() for window in found] == [1, 1, 3]


def test_changes_between_two_windows_carry_their_proof(store: ox.Store) -> None:
    first, second = windows(project(store, "person-person"))
    found = changes(first.network, second.network, name="degree")
    assert found.nodes_new == (CYD, DAN)
    assert found.nodes_gone == ()
    assert {(tie.source, tie.target): tie.kind for tie in found.ties} == {
        (ADA, CYD): "new", (BEN, CYD): "new", (CYD, DAN): "new",
    }  # fmt: skip
    assert all(tie.assertions_after and not tie.assertions_before for tie in found.ties)
    assert {change.node: (change.before, change.after) for change in found.measure}[ADA] == (1.0, 2.0)
    assert found.stability == pytest.approx(1 / 4)


def test_ties_that_grow_and_go(store: ox.Store) -> None:
    whole, (first, _) = project(store, "person-person"), windows(project(store, "person-person"))
    found = changes(whole, first.network)
    kinds = {(tie.source, tie.target): tie.kind for tie in found.ties}
    assert kinds[ADA, BEN] == "weaker"
    assert kinds[CYD, DAN] == "gone"


def test_directed_and_multiplex_networks_are_compared_too(store: ox.Store) -> None:
    for name in ("event-succession", "multiplex"):
        network = project(store, name)
        assert changes(network, network).ties == ()
        assert changes(network, network).stability == 1.0


def test_what_cannot_be_compared_or_cut_is_refused(store: ox.Store) -> None:
    people, events = project(store, "person-person"), project(store, "person-event")
    with pytest.raises(QueryError, match="two projections"):
        changes(people, events)
    with pytest.raises(QueryError, match="not a measure of nodes"):
        changes(people, people, name="density")
    with pytest.raises(QueryError, match="windows of 0"):
        windows(people, size=0)
    with pytest.raises(QueryError, match="did you mean 'month'"):
        windows(people, by="months")  # type: ignore[arg-type]
    assert ONE in events.nodes
