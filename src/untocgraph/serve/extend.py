"""What a reconciled column can be extended by: values and relations of an entity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from untocgraph.ask.views import Reader
from untocgraph.core import iri
from untocgraph.core.iri import fold
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import LABEL, SKOS
from untocgraph.serve.linked import is_iri

Path = tuple[str, ...]
PROPERTIES: dict[str, tuple[Path, ...]] = {
    "label": ((LABEL,),),
    "acronym": ((UNTOC.acronym,),),
    "alias": ((f"{SKOS}altLabel",),),
    "same_as": ((f"{SKOS}exactMatch",),),
    "start": ((UNTOC.startDate,),),
    "end": ((UNTOC.endDate,),),
    "place": ((UNTOC.placeName,),),
    "country": ((UNTOC.countryName,),),
    "ordinal": ((UNTOC.ordinal,),),
    "symbol": ((UNTOC.symbol,),),
    "number": ((UNTOC.number,),),
    "member_of": ((UNTOC.affiliatedWith,), (UNTOC.partOf,)),
    "members": ((f"^{UNTOC.affiliatedWith}",),),
    "chair_of": ((UNTOC.chairOf,),),
    "chair": ((f"^{UNTOC.chairOf}",),),
    "participates_in": ((UNTOC.participatesIn,),),
    "participants": ((f"^{UNTOC.participatesIn}",),),
    "located_in": ((UNTOC.locatedIn,),),
    "mandated_by": ((UNTOC.mandatedBy,),),
    "statements": ((f"^{UNTOC.speaker}",), (f"^{UNTOC.onBehalfOf}",), (f"^{UNTOC.atEvent}",)),
    "topics": ((f"^{UNTOC.speaker}", UNTOC.about), (f"^{UNTOC.onBehalfOf}", UNTOC.about)),
}
"""Property by its id: paths from the entity, step by step (``^`` backwards), whose values are taken together."""
_MOST = 200


@dataclass(frozen=True, slots=True)
class Value:
    """A value: words, and for another entity its id."""

    text: str
    id: str = ""

    @property
    def folded(self) -> tuple[str, ...]:
        """What a value of a spreadsheet is compared with."""
        return (fold(self.text), self.id) if self.id else (fold(self.text),)

    def as_json(self) -> dict[str, str]:
        """Return the value as the API wants it."""
        return {"id": self.id, "name": self.text} if self.id else {"str": self.text}


def values_of(reader: Reader, subject: str, name: str) -> list[Value]:
    """Return the values of one of ``PROPERTIES``, sorted, each once, at most 200."""
    found = {value for path in PROPERTIES[name] for value in _walked(reader, subject, path)}
    things = f"{iri.BASE}id/"
    values = {
        Value(reader.ref(value).label, value.removeprefix(things)) if value.startswith(things) else Value(value)
        for value in found
    }
    return sorted(values, key=lambda value: (value.text, value.id))[:_MOST]


def _walked(reader: Reader, subject: str, path: Path) -> list[str]:
    nodes = [subject]
    for step in path:
        back = step.startswith("^")
        nodes = [v for n in nodes for v in (reader.subjects(step[1:], n) if back else reader.values(n, step))]
    return nodes


def extended(reader: Reader, ids: Sequence[str], names: Sequence[str]) -> dict[str, Any]:
    """Return the answer to a data extension query: ``meta`` and, for each id, the values of each property."""
    rows = {id_: {name: _cells(reader, id_, name) for name in names} for id_ in ids}
    return {"meta": [{"id": name, "name": name.replace("_", " ")} for name in names], "rows": rows}


def _cells(reader: Reader, id_: str, name: str) -> list[dict[str, str]]:
    if not id_ or not is_iri(f"{iri.BASE}id/{id_}"):
        return []
    subject = reader.canonical(f"{iri.BASE}id/{id_}")
    return [value.as_json() for value in values_of(reader, subject, name)]
