"""Proposals to Wikidata, as QuickStatements: only between things whose item is verified in the reference data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from untocgraph.core import iri
from untocgraph.core.model import PartialDate
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import DCTERMS, SKOS, TYPE
from untocgraph.publish.release.dataset import ReleasedDataset

LOST = (
    "everything about things without a verified Wikidata item",
    "properties without an exact match in Wikidata; proposed are signatory, part of, follows, start and end time",
    "evidence: a proposal carries the address of the source, not the sentence",
)
_ITEM = "http://www.wikidata.org/entity/Q"
_MATCH = f"{SKOS}exactMatch"
_SOURCE = f"{DCTERMS}source"
_RELATIONS = {UNTOC.partOf: "P361", UNTOC.follows: "P155"}
_DATES = {UNTOC.startDate: "P580", UNTOC.endDate: "P582"}


@dataclass(frozen=True, slots=True)
class _Proposal:
    item: str
    property: str
    value: str
    qualifiers: tuple[str, ...]
    url: str

    def line(self) -> str:
        reference = ("S854", f'"{self.url}"') if self.url else ()
        return "\t".join((self.item, self.property, self.value, *self.qualifiers, *reference))


def verified_items(dataset: ReleasedDataset) -> dict[str, str]:
    """Return IRI → Wikidata item, for each thing that the curated reference data match with exactly one item."""
    found: dict[str, set[str]] = {}
    for quad in dataset.quads:
        value = getattr(quad.object, "value", "")
        curated = getattr(quad.graph_name, "value", "") == iri.graph("reference")
        if curated and quad.predicate.value == _MATCH and value.startswith(_ITEM):
            found.setdefault(getattr(quad.subject, "value", ""), set()).add(value.rpartition("/")[2])
    return {subject: min(items) for subject, items in sorted(found.items()) if len(items) == 1}


def quickstatements(dataset: ReleasedDataset) -> str:
    """Return the proposals in the tab-separated QuickStatements syntax, sorted; empty when nothing qualifies.

    People check and send them; a proposal without a web address as reference is left out.
    """
    items = verified_items(dataset)
    proposals = {proposal.line() for proposal in _proposals(dataset, items) if proposal.url}
    return "".join(f"{line}\n" for line in sorted(proposals))


def _proposals(dataset: ReleasedDataset, items: dict[str, str]) -> Iterator[_Proposal]:
    lookup = dataset.lookup
    for subject, item in items.items():
        for triple in dataset.about(subject):
            property_, value = triple.predicate.value, getattr(triple.object, "value", "")
            url = _url(dataset, subject, property_, value)
            if property_ in _RELATIONS and value in items:
                yield _Proposal(item, _RELATIONS[property_], items[value], (), url)
            elif property_ in _DATES:
                yield _Proposal(item, _DATES[property_], _time(value), (), url)
    for action in lookup.subjects(TYPE, UNTOC.Signature):
        state, treaty = lookup.value(action, UNTOC.actionBy), lookup.value(action, UNTOC.actionOn)
        if state in items and treaty in items:
            day = lookup.value(action, UNTOC.date)
            qualifiers = ("P585", _time(day)) if day else ()
            url = _web(lookup.value(action, _SOURCE))
            yield _Proposal(items[treaty], "P1891", items[state], qualifiers, url)


def _time(value: str) -> str:
    """A date as Wikidata writes it, with its precision: 9 year, 10 month, 11 day.

    >>> _time("2003-09")
    '+2003-09-00T00:00:00Z/10'
    """
    date = PartialDate.parse(value)
    precision = 11 if date.day else 10 if date.month else 9
    return f"+{date.year:04d}-{date.month or 0:02d}-{date.day or 0:02d}T00:00:00Z/{precision}"


def _url(dataset: ReleasedDataset, subject: str, property_: str, value: str) -> str:
    """The web address of a source that states the triple: of a text first, else of the curated row."""
    lookup = dataset.lookup
    for quad in sorted(lookup.about(subject), key=str):
        if quad.predicate.value == property_ and getattr(quad.object, "value", "") == value:
            graph = getattr(quad.graph_name, "value", "")
            if graph.startswith(iri.graph("source")):
                address = _web(lookup.value(iri.source(graph.rpartition("/")[2]), UNTOC.url))
            else:
                address = _web(lookup.value(subject, _SOURCE))
            if address:
                return address
    return ""


def _web(text: str) -> str:
    parts = urlsplit(text)
    fine = parts.scheme in ("http", "https") and parts.netloc and not any(c in text for c in ' "\t\n')
    return text if fine else ""
