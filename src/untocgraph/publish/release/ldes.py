"""The change feed as a Linked Data Event Stream: static pages of members, each a record as a change left it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from untocgraph.core import iri
from untocgraph.publish.release.catalog import DATASET
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.feed import Change, ReleaseDiff, Tombstone
from untocgraph.publish.release.files import put, put_packed
from untocgraph.publish.release.rdf import Description, literal
from untocgraph.publish.release.settings import LICENCE, ReleaseOptions

STREAM = f"{DATASET}#changes"
MEMBERS_A_PAGE = 250
_VERB = {"added": "as:Create", "changed": "as:Update", "merged": "as:Update", "withdrawn": "as:Delete"}


def write_ldes(
    dataset: ReleasedDataset,
    found: ReleaseDiff,
    folder: Path,
    options: ReleaseOptions,
    *,
    size: int = MEMBERS_A_PAGE,
) -> list[Path]:
    """Write the pages of one step into ``folder``, packed, and return them, at most ``size`` members each; without a
    change, one page without members. Their names begin with the hash that the step leads to.

    A member names the record (``dcterms:isVersionOf``), the kind of change, and, unless the record was withdrawn,
    all its triples after the change, said of the member. Members never change: their IRIs come from both hashes.
    """
    pages = [found.changes[i : i + size] for i in range(0, len(found.changes), size)] or [()]
    return [
        put_packed(folder / _name(found, number), _page(dataset, found, number, changes, options))
        for number, changes in enumerate(pages, start=1)
    ]


def _name(found: ReleaseDiff, number: int) -> str:
    return f"{found.b[:16]}-{number}.ttl"


def write_stream(pages: Sequence[str], folder: Path, options: ReleaseOptions) -> Path:
    """Write ``stream.ttl``, from which a client finds every page, in the order of the releases; return it."""
    out, here = Description(), f"{options.base_url}changes/ldes/stream.ttl"
    out.add(
        STREAM, "ldes:EventStream tree:Collection", ("ldes:versionOfPath", "dcterms:isVersionOf"), ("tree:view", here),
        ("dcterms:title", ox.Literal("Changes of untocgraph", language="en")), ("dcterms:license", LICENCE),
        *((("ldes:timestampPath", "as:published"),) if options.issued else ()),
    )  # fmt: skip
    out.add(here, "tree:Node", ("tree:viewDescription", f"{DATASET}#feed"))
    for number, page in enumerate(pages, start=1):
        out.add(here, "", ("tree:relation", f"{here}#{number}"))
        out.add(f"{here}#{number}", "tree:Relation", ("tree:node", f"{options.base_url}changes/{page}"))
    return put(folder / "stream.ttl", out.serialize("ttl"))


def _page(
    dataset: ReleasedDataset,
    found: ReleaseDiff,
    number: int,
    changes: Sequence[Change],
    options: ReleaseOptions,
) -> bytes:
    out = Description()
    out.add(f"{options.base_url}changes/ldes/{_name(found, number)}", "tree:Node")
    for change in changes:
        member = member_iri(found, change.subject)
        redirect = change.redirect if change.change == "merged" else ""
        out.add(
            member, _VERB[change.change], ("dcterms:isVersionOf", change.subject), ("as:object", change.subject),
            ("dcterms:isReplacedBy", redirect), ("dcat:version", ox.Literal(options.version)),
            *((("as:published", literal(f"{options.issued}T00:00:00Z", "xsd:dateTime")),) if options.issued else ()),
        )  # fmt: skip
        out.add(STREAM, "", ("tree:member", member))
        if change.change != "withdrawn":
            out.extend(_state(dataset, change.subject, f"{member}-state"))
            out.add(member, "", ("as:result", f"{member}-state"))
    return out.serialize("ttl")


def member_iri(found: ReleaseDiff, subject: str) -> str:
    """Return the IRI of the member that says how a record changed between two releases."""
    return f"{iri.BASE}change/{iri.digest(found.a, found.b, subject)}"


def _state(dataset: ReleasedDataset, subject: str, name: str) -> Iterator[ox.Triple]:
    for triple in dataset.about(subject):
        yield ox.Triple(ox.NamedNode(name), triple.predicate, triple.object)


def write_tombstones(found: Sequence[Tombstone], folder: Path) -> Path:
    """Write the tombstones as Turtle; return the file."""
    out = Description()
    for tomb in found:
        said = ox.Literal(f"{'Merged' if tomb.redirect else 'Withdrawn'} in release {tomb.since}.")
        out.add(
            tomb.subject, "as:Tombstone", ("dcterms:isReplacedBy", tomb.redirect), ("dcterms:description", said),
            ("rdfs:label", ox.Literal(tomb.label) if tomb.label else ""),
            ("owl:deprecated", literal("true", "xsd:boolean")),
        )  # fmt: skip
    return put(folder / "tombstones.ttl", out.serialize("ttl"))
