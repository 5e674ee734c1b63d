"""Every named thing but events."""

from untocgraph.annotate.reading import Reading
from untocgraph.annotate.things import Things
from untocgraph.model import Parse


def find_names(reading: Reading, parse: Parse) -> Things:
    return Things()
