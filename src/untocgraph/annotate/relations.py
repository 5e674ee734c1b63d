"""Relations between the named things, and the attributes of people and documents."""

from untocgraph.annotate.reading import Reading
from untocgraph.annotate.things import Things
from untocgraph.model import AttributeClaim, Parse, RelationClaim, StatementClaim


def find_relations(
    reading: Reading, parse: Parse, things: Things, statements: tuple[StatementClaim, ...]
) -> tuple[tuple[RelationClaim, ...], tuple[AttributeClaim, ...], tuple[tuple[str, str, str], ...]]:
    return (), (), ()
