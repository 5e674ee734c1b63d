"""Events with their dates, places and ordinals; counts of participants."""

from untocgraph.annotate.reading import Reading
from untocgraph.annotate.things import Things
from untocgraph.model import AttributeClaim, CountClaim, CoverageGap, Parse


def find_events(
    reading: Reading, parse: Parse, things: Things
) -> tuple[Things, tuple[AttributeClaim, ...], tuple[CountClaim, ...], tuple[CoverageGap, ...]]:
    return things, (), (), ()
