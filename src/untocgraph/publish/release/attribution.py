"""Whose words and whose data a release holds, and what one must show when using them."""

from __future__ import annotations

from dataclasses import dataclass

from untocgraph.ask.views import sources
from untocgraph.core import iri
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import DCTERMS
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.files import as_csv
from untocgraph.publish.release.settings import LICENCE, LICENCE_NAME, SPDX, ReleaseOptions

_DCTERMS_SOURCE = f"{DCTERMS}source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """What to show for the facts of one source. ``released`` is ``quotations`` or ``text``."""

    iri: str
    title: str
    publisher: str
    published: str
    url: str
    released: str
    text: str


def attributions(dataset: ReleasedDataset) -> tuple[Attribution, ...]:
    """Return one attribution a source, by IRI."""
    found = []
    for view in sources(dataset.lookup):
        whole = bool(dataset.lookup.values(view.ref.iri, UNTOC.text))
        by = view.publisher or "publisher not known"
        dated = f" ({view.published})" if view.published else ""
        where = f", {view.url}" if view.url else ""
        found.append(
            Attribution(
                iri=view.ref.iri,
                title=view.title,
                publisher=view.publisher,
                published=view.published,
                url=view.url,
                released="text" if whole else "quotations",
                text=f"{by}: {view.title}{dated}{where}. Quoted words: rights of their publisher.",
            )
        )
    return tuple(found)


def attribution_table(dataset: ReleasedDataset) -> str:
    """Return the attributions as CSV."""
    columns = ("source", "title", "publisher", "published", "url", "released", "data_licence", "attribution")
    rows = [
        (a.iri, a.title, a.publisher, a.published, a.url, a.released, LICENCE, a.text) for a in attributions(dataset)
    ]
    return as_csv(columns, rows)


def curated_origins(dataset: ReleasedDataset) -> tuple[tuple[str, int], ...]:
    """Return where curated rows come from, with the number of things described from each, most first."""
    counted: dict[str, set[str]] = {}
    for quad in dataset.quads:
        if quad.predicate.value == _DCTERMS_SOURCE and getattr(quad.graph_name, "value", "") == iri.graph("reference"):
            counted.setdefault(getattr(quad.object, "value", ""), set()).add(getattr(quad.subject, "value", ""))
    return tuple(sorted(((origin, len(of)) for origin, of in counted.items()), key=lambda item: (-item[1], item[0])))


def licence_text(dataset: ReleasedDataset, options: ReleaseOptions) -> str:
    """Return the licence of a release in words: what is ours to license, what is quoted, whose it is."""
    texts = (
        "This release holds the whole texts of the sources (`untoc:text`), because whoever made it asked for them. "
        "They are not covered by the licence: all rights remain with their publishers."
        if options.with_texts
        else "The texts of the sources are not part of this release; their addresses and SHA-256 hashes are."
    )
    lines = [
        "# Licence and attribution",
        "",
        f"**The facts** — identifiers, classes, relations, dates, counts, topics, conflicts, measures, and the "
        f"selection and arrangement of all of these — are published under {LICENCE_NAME} ({SPDX}), {LICENCE}.",
        f"Name “{options.publisher}”, say whether you changed something, and name the source of each fact "
        "that you show.",
        "",
        "**The quotations are not ours.** `oa:exact`, `untoc:statementText`, `untoc:speakerPhrase`, the texts of "
        "mentions, and titles of documents repeat words of the sources as evidence. They are quoted, with their "
        "and publisher; rights in them remain with the publishers below, and the licence above does not extend to "
        "them.",
        "them.",
        "",
        texts,
        "",
        "## What to show for a fact from a source",
        "",
        *(f"- {a.text}" for a in attributions(dataset)),
        "",
        "## Where the curated reference data come from",
        "",
        *(f"- {origin} ({number})" for origin, number in curated_origins(dataset)),
    ]
    return "\n".join(lines) + "\n"
