"""Several events of one span: each lies somewhere in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import untocgraph as ug

TEXT = (
    "VIENNA, 4 May 2031\n\nThree more Constructive Dialogues will take place in June and July this year: on Firearms, "
    "Technical Assistance and Smuggling of Migrants.\n"
)


def test_events_that_share_a_span_lie_within_it_and_none_of_them_fills_it(
    graph_of: Callable[[Mapping[str, str]], ug.Graph],
) -> None:
    spans = {(event.held_within, event.end_date) for event in graph_of({"plan": TEXT}).events()}
    assert spans == {("2031-06/2031-07", "")}
