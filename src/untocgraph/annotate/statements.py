"""Who said what, where."""

from untocgraph.annotate.reading import Reading
from untocgraph.annotate.things import Things
from untocgraph.model import Parse, StatementClaim


def find_statements(reading: Reading, parse: Parse, things: Things) -> tuple[StatementClaim, ...]:
    return ()
