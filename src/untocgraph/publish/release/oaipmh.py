"""Dublin Core records in the envelope that OAI-PMH gateways read: an OAI Static Repository, one XML file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Template
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from untocgraph.ask.reader import plain
from untocgraph.core import iri
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import ALT_LABEL, DCTERMS, PREF_LABEL
from untocgraph.publish.release.attribution import attributions
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.settings import LICENCE, ReleaseOptions

LOST = (
    "relations between things other than topic, place, date and source",
    "offsets, methods and confidence of the evidence",
    "conflicts, counts, identity judgements",
    "named graphs: which source states which fact",
)
_DC_TYPES = {"event": "Event", "document": "Text", "resolution": "Text", "instrument": "Text", "project": "Event"}
_DATES = (UNTOC.startDate, UNTOC.date, f"{DCTERMS}issued")

Fields = list[tuple[str, str]]


def static_repository(dataset: ReleasedDataset, options: ReleaseOptions) -> str:
    """Return the repository: sources, events, documents, resolutions, treaties and projects as ``oai_dc`` records.

    The day stamp of every record is that of the release, or where it says none the latest date of a source.
    """
    stamp = options.issued or max((s.published for s in attributions(dataset) if len(s.published) == 10), default="")
    stamp = stamp or "1970-01-01"
    host = urlsplit(options.base_url).hostname or "localhost"
    records = "".join(_record(node, fields, stamp, host) for node, fields in _records(dataset))
    mail = options.contact.removeprefix("mailto:") if options.contact.startswith("mailto:") else "nobody@invalid"
    envelope = Path(__file__).with_name("static-repository.xml").read_text(encoding="utf-8")
    return Template(envelope).substitute(
        name=escape(options.title),
        address=escape(f"{options.base_url}partners/oai/static-repository.xml"),
        mail=escape(mail),
        stamp=stamp,
        records=records,
    )


def _record(node: str, fields: Fields, stamp: str, host: str) -> str:
    lines = "".join(f"<dc:{name}>{escape(_legal(value))}</dc:{name}>\n" for name, value in fields)
    return (
        f"<oai:record>\n<oai:header>\n<oai:identifier>{escape(f'oai:{host}:{node.removeprefix(iri.BASE)}')}</oai:identifier>\n"
        f"<oai:datestamp>{stamp}</oai:datestamp>\n</oai:header>\n<oai:metadata>\n"
        '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"{lines}</oai_dc:dc>\n</oai:metadata>\n</oai:record>\n"
    )


def _legal(text: str) -> str:
    """The text without the control signs that XML 1.0 forbids."""
    return "".join(char if char in "\t\n\r" or char >= " " else " " for char in text if char not in "\ufffe\uffff")


def _records(dataset: ReleasedDataset) -> Iterator[tuple[str, Fields]]:
    for source in attributions(dataset):
        fields = [("title", source.title), ("publisher", source.publisher), ("date", source.published)]
        fields += [("type", "Text"), ("language", "en"), ("identifier", source.iri), ("identifier", source.url)]
        yield source.iri, _filled([*fields, ("rights", source.text)])
    for entry in dataset.directory.entries:
        if entry.ref.kind in _DC_TYPES:
            yield entry.ref.iri, _filled(_entity(dataset, entry.ref.iri, entry.ref.label, _DC_TYPES[entry.ref.kind]))


def _entity(dataset: ReleasedDataset, node: str, label: str, kind: str) -> Fields:
    lookup = dataset.lookup
    fields = [("title", label)]
    fields += [("title", other) for other in lookup.values(node, ALT_LABEL)]
    topics = lookup.values(node, UNTOC.about)
    fields += [("subject", lookup.value(topic, PREF_LABEL) or topic.rpartition("/")[2]) for topic in topics]
    fields += [("date", value) for name in _DATES for value in lookup.values(node, name)]
    fields += [("coverage", value) for value in lookup.values(node, UNTOC.placeName)]
    fields += [("type", kind), ("identifier", node)]
    fields += [("identifier", value) for value in lookup.values(node, UNTOC.symbol)]
    names = {plain(quad.graph_name) for quad in lookup.about(node)}
    stated = sorted(name for name in names if name.startswith(iri.graph("source")))
    fields += [("source", iri.source(graph.rpartition("/")[2])) for graph in stated]
    return [*fields, ("rights", f"Facts: {LICENCE}")]


def _filled(fields: Fields) -> Fields:
    return list(dict.fromkeys((name, value) for name, value in fields if value))
