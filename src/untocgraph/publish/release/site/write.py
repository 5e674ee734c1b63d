"""The pages: lists, one page a thing, search, networks, data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox

from untocgraph._version import __version__
from untocgraph.ask.dossier import dossier, said
from untocgraph.ask.listing import Listing
from untocgraph.ask.listings import KINDS as KIND_TITLES
from untocgraph.ask.listings import conflict_list, entity_list, source_list, spaced, statement_list
from untocgraph.ask.reader import plain
from untocgraph.ask.views import Ref, SourceView, StatementView, source_view, sources
from untocgraph.ask.views.overview import overview, questions
from untocgraph.core import resources
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import LABEL, SKOS
from untocgraph.publish.pages.marks import quoted
from untocgraph.publish.pages.render import Renderer
from untocgraph.publish.release.catalog import DATASET
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.feed import Tombstone
from untocgraph.publish.release.files import as_line, put, put_packed
from untocgraph.publish.release.records import record
from untocgraph.publish.release.settings import LICENCE, LICENCE_NAME, ReleaseOptions
from untocgraph.publish.release.site.embedded import (
    SCHEMA_TYPES,
    embedded,
    entity_jsonld,
    source_jsonld,
    statement_jsonld,
)
from untocgraph.publish.release.site.homes import Homes, in_formats, shapes_turtle
from untocgraph.publish.release.site.links import SiteMap, path_of
from untocgraph.publish.release.site.networks import Picture, script
from untocgraph.publish.release.site.paging import Paging, paged
from untocgraph.publish.release.site.redirects import write_redirects
from untocgraph.publish.release.site.search import Found, write_index
from untocgraph.publish.release.site.sitemap import write_sitemap

_PAGE = 50
_ALL = 1_000_000_000
_SECTIONS = (
    ("entities", "Entities"), ("statements", "Statements"), ("topics", "Topics"), ("conflicts", "Conflicts"),
    ("sources", "Sources"), ("network", "Networks"), ("data", "Data"),
)  # fmt: skip
_OURS = files("untocgraph.publish.pages") / "static"
_STATIC = ("explorer.css", "explorer.js", "search.js", "icon.svg")
_VENDOR = ("network.js", "vendor/cytoscape.min.js", "vendor/cytoscape.LICENSE")
_TURTLE, _JSONLD, _TRIPLES = (
    ("Turtle", "text/turtle"), ("JSON-LD", "application/ld+json"), ("N-Triples", "application/n-triples"),
)  # fmt: skip
_SHOWN = (
    UNTOC.statementText, UNTOC.about, UNTOC.atEvent, UNTOC.speaker, UNTOC.onBehalfOf, UNTOC.statementKind,
    UNTOC.statementMode, UNTOC.modality,
)  # fmt: skip
Links = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class _Topic:
    ref: Ref
    definition: str
    scheme: str
    broader: tuple[Ref, ...]
    narrower: tuple[Ref, ...]
    statements: int


def write_site(
    dataset: ReleasedDataset,
    root: Path,
    options: ReleaseOptions,
    *,
    files: Sequence[Mapping[str, Any]] = (),
    partners: Mapping[str, Sequence[str]] | None = None,
    pictures: Sequence[Picture] = (),
    gone: Sequence[Tombstone] = (),
) -> int:
    """Write all pages into ``root`` and return their number. Needs Jinja2 (extra ``serve``), else MissingExtraError.

    ``files`` (path, title, bytes), ``partners`` (what each format leaves out) and ``pictures`` are shown as they are.
    """
    return _Site(dataset, root, options).write(files, partners or {}, pictures, gone)


class _Site:
    def __init__(self, dataset: ReleasedDataset, root: Path, options: ReleaseOptions) -> None:
        self.dataset, self.lookup, self.root, self.options = dataset, dataset.lookup, root, options
        kinds = dataset.directory.kinds
        self.kinds = {kind: kinds[kind] for kind in KIND_TITLES if kind in kinds}
        self.homes = Homes(dataset)
        self.map = SiteMap(list(self.kinds), self.homes.own, self.homes.places)
        self.shelf_of = {one: f"shelf/{shelf.name}" for shelf in self.homes.shelves for one in shelf.things.values()}
        self.renderers: dict[int, Renderer] = {}
        self.explored = _OURS.joinpath("vendor/cytoscape.min.js").is_file()
        self.pages: list[str] = []
        self.found: list[Found] = []
        self.narrowed: dict[str, Listing[Any]] = {
            "statements": statement_list(self.lookup), "entities": entity_list(self.lookup, dataset.directory),
            "conflicts": conflict_list(self.lookup), "sources": source_list(self.lookup),
        }  # fmt: skip
        self.statements = self.narrowed["statements"].items
        self.spoken = {view.iri: view for view in self.statements}
        self.mentioned = {entry.ref.iri: entry.mentions for entry in dataset.directory.entries}

    def write(
        self,
        listed: Sequence[Mapping[str, Any]],
        partners: Mapping[str, Sequence[str]],
        pictures: Sequence[Picture],
        gone: Sequence[Tombstone],
    ) -> int:
        self.lists()
        for view in sources(self.lookup):
            self.source(view)
        for node in sorted(self.homes.topics):
            self.concept(node)
        for entry in self.dataset.directory.entries:
            if entry.ref.iri in self.homes.own:
                self.entity(entry.ref.iri)
            else:
                self.find(entry.ref, (), 1 + 2 * entry.mentions)
        for shelf in self.homes.shelves:
            self.shelf(f"shelf/{shelf.name}", shelf.name.replace("-", " "), shelf.things)
        self.shelf("ontology", "The ontology: classes and properties", self.homes.terms)
        put(self.root / "context.jsonld", resources.path("ontology/context.jsonld").read_bytes())
        put(self.root / "shapes.ttl", shapes := shapes_turtle())
        self.page(
            "shapes.html", "site_text.html", heading="The shapes", text=shapes, downloads=[("Turtle", "shapes.ttl")]
        )
        self.gone(gone)
        self.page("search.html", "site_search.html", root="./", lists=self.narrowed)
        self.networks(pictures)
        self.page(
            "data.html", "site_data.html", section="data", description=self.options.description, root="./",
            version=self.options.version, issued=self.options.issued, digest=self.dataset.digest, licence=LICENCE,
            licence_name=LICENCE_NAME, files=listed, partners=partners,
        )  # fmt: skip
        write_index(self.found, self.narrowed, self.root / "search")
        for name in (*_STATIC, *(_VENDOR if self.explored else ())):
            put(self.root / "static" / name, _OURS.joinpath(name).read_bytes())
        write_sitemap(self.pages, self.root, self.options)
        write_redirects(sorted(self.homes.own), gone, self.root, self.options, shelved=self.homes.sections)
        return len(self.pages)

    def page(self, path: str, template: str, /, **context: Any) -> None:
        """Render one page. A page that is not to be found by search engines is not in ``pages``."""
        depth = path.count("/")
        if depth not in self.renderers:
            site = {
                "name": "untocgraph",
                "sections": _SECTIONS,
                "description": self.options.description,
                "statement": "Every fact names its source. Contradictions are kept. Extracted by rules and a language "
                "model: follow the evidence before you quote.",
                "counts": f"{len(self.dataset.lines):,} statements of fact in {len(self.dataset.graphs)} named graphs "
                f"· release {self.options.version}",
                "version": __version__,
            }
            self.renderers[depth] = Renderer(self.map.links(depth), site=site)
        put(self.root / path, self.renderers[depth].page(template, **context))
        self.pages.append(path)

    # -- lists

    def lists(self) -> None:
        lookup, directory = self.lookup, self.dataset.directory
        conflicts, read = self.narrowed["conflicts"].items, sources(lookup)
        contested = [one for one in conflicts if one.status == "open"]
        counts = {"statements": len(self.statements), "conflicts": len(conflicts), "sources": len(read),
                  "open": len(contested)}  # fmt: skip
        latest = sorted(read, key=lambda one: one.published, reverse=True)[:8]
        changed = {"title": "Latest sources", "note": "", "sources": [(one.ref, one.published) for one in latest]}
        self.page(
            "index.html", "home.html", kinds=self.kinds, counts=counts, conflicts=contested[:5], changed=changed,
            over=overview(lookup, self.statements, read), questions=questions(), head_links=self.front_links(),
        )  # fmt: skip
        everything = {kind: len(directory.of_kind(kind)) for kind in KIND_TITLES if directory.of_kind(kind)}
        for kind in everything or {"person": 0}:
            entries = sorted(directory.of_kind(kind), key=lambda e: e.mentions == 0)
            for number, (part, paging) in enumerate(paged(entries, _PAGE * 2), start=1):
                self.page(
                    f"entities/{kind}/{number}.html", "entities.html", section="entities", heading=KIND_TITLES[kind],
                    kinds=everything, chosen=kind, items=part, paging=paging, b=None,
                )  # fmt: skip
        for number, (spoken, paging) in enumerate(paged(self.statements, _PAGE), start=1):
            self.page(
                f"statements/{number}.html", "statements.html", section="statements", items=spoken, paging=paging,
                downloads=[("CSV", "../tables/statements.csv")], b=None,
            )  # fmt: skip
        self.page("conflicts.html", "conflicts.html", section="conflicts", items=conflicts, b=None)
        for one in conflicts:
            values = ", ".join(dict.fromkeys(member.value for member in one.members))
            title = f"{one.entity.label}, {spaced(one.property)}: {values}"
            self.find(Ref(title, one.iri, "conflict"), (one.explanation,), 0)
        self.page("sources.html", "sources.html", section="sources", items=read, b=None)
        topics = [self.topic(node) for node in self.dataset.instances(f"{SKOS}Concept") if "/concept/topic/" in node]
        topics.sort(key=lambda t: (-t.statements, t.ref.label))
        self.page("topics.html", "site_topics.html", section="topics", topics=topics)

    def front_links(self) -> Links:
        """Signposts of the front page: what it describes, where the machine-readable description is, the files."""
        return (
            ("cite-as", "", DATASET),
            ("describedby", "text/turtle", "catalog/dcat.ttl"),
            ("describedby", "application/ld+json", "catalog/schema.jsonld"),
            ("type", "", "https://schema.org/Dataset"),
            ("license", "", LICENCE),
            *(("item", "application/gzip", f"data/untocgraph.{suffix}.gz") for suffix in ("nq", "ttl")),
        )

    def networks(self, pictures: Sequence[Picture]) -> None:
        """A list of all, and a page of each that can be drawn; a picture without the front-end bundle of the wheel."""
        for one in pictures:
            if one.net is None:
                continue
            if self.explored:
                put(self.root / "networks" / f"{one.name}.js", script(one.net, self.map.links(1)))
            self.page(
                one.page, "site_network.html", section="network", p=one, explored=self.explored, data=f"{one.name}.js",
                picture=f"../{one.svg}", downloads=[(title, f"../{file}") for title, file in one.files],
            )  # fmt: skip
        self.page("networks.html", "site_networks.html", section="network", pictures=pictures)

    # -- things

    def alternates(self, subject: str, kind: str) -> dict[str, Any]:
        """Write the record of a thing beside its page, or name its shelf; return what its page says of them."""
        path = path_of(subject)
        up = "../" * path.count("/")
        name, shelf = quote(path.rpartition("/")[2]), up + self.shelf_of[subject]
        if subject in self.homes.named:
            document = record(self.dataset, subject)
            text = as_line(document) + "\n"
            quads = ox.parse(input=text.encode(), format=ox.RdfFormat.JSON_LD)
            triples = sorted({q.triple for q in quads}, key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))
            put_packed(self.root / f"{path}.jsonld", text)
            put_packed(self.root / f"{path}.ttl", in_formats(triples)["ttl"])
            files = [(*_TURTLE, f"{name}.ttl.gz"), (*_JSONLD, f"{name}.jsonld.gz")]
        else:
            files = [(*_JSONLD, f"{shelf}.jsonld.gz")]
        files.append((*_TRIPLES, f"{shelf}.nt.gz"))
        links: Links = (
            ("cite-as", "", subject),
            *(("alternate describedby", media, file) for _, media, file in files),
            ("type", "", f"https://schema.org/{SCHEMA_TYPES.get(kind, 'Thing')}"),
            ("license", "", LICENCE),
            ("collection", "text/html", f"{up}index.html"),
        )
        return {"head_links": links, "downloads": [(title, file) for title, _, file in files]}

    def shelf(self, path: str, heading: str, things: Mapping[str, str]) -> None:
        """Write the page of many things, and their triples; what has a record of its own only as N-Triples.

        Web servers give a shelf's N-Triples as Turtle and N-Quads too, and unpack what a client does not.
        """
        bare = [one for one in things.values() if one not in self.homes.named]
        put_packed(self.root / f"{path}.nt", in_formats(self.homes.triples(list(things.values())))["nt"])
        name = path.rpartition("/")[2]
        downloads = [("N-Triples", f"{name}.nt.gz")]
        if bare:
            document = as_line(self.homes.document(bare)) + "\n"
            if name == path:
                put(self.root / f"{path}.ttl", in_formats(self.homes.triples(bare))["ttl"])
                put(self.root / f"{path}.jsonld", document)
                downloads = [("Turtle", f"{name}.ttl"), ("JSON-LD", f"{name}.jsonld"), *downloads]
            else:
                put_packed(self.root / f"{path}.jsonld", document)
                downloads.insert(0, ("JSON-LD", f"{name}.jsonld.gz"))
        listed = {key: one for key, one in things.items() if one not in self.homes.own}
        facts = {one: tuple(self.facts(one, shown=one in self.spoken)) for one in listed.values()}
        if not facts:
            return
        # What is true of all is said once, at the top.
        shared = [fact for fact in next(iter(facts.values())) if all(fact in each for each in facts.values())]
        shown = [
            _Shelved(key, self.lookup.ref(one), tuple(f for f in facts[one] if f not in shared), self.spoken.get(one))
            for key, one in listed.items()
        ]
        said = [one.statement for one in shown if one.statement]
        self.page(
            f"{path}.html", "site_shelf.html", heading=heading, things=shown, shared=shared, downloads=downloads,
            jsonld=f"[{','.join(embedded(statement_jsonld(view)) for view in said)}]" if said else "",
        )  # fmt: skip
        for view in said:
            who = view.speaker.label if view.speaker else view.speaker_phrase or "no speaker named"
            self.find(Ref(f"{who}: {view.text}", view.iri, "statement"), (), 0)

    def facts(self, subject: str, *, shown: bool = False) -> Iterator[tuple[str, Ref | str]]:
        """What is said of a thing beside its name: property and value, both as people read them.

        Of a statement that is ``shown``, what stands in it is left out.
        """
        for triple in self.dataset.about(subject):
            if triple.predicate.value in (LABEL, *(_SHOWN if shown else ())):
                continue
            word = spaced(re.split(r"[#/]", triple.predicate.value)[-1])
            value = triple.object
            ours = isinstance(value, ox.NamedNode) and value.value in self.dataset.known
            yield word, self.lookup.ref(plain(value)) if ours else plain(value)

    def find(self, ref: Ref, texts: Sequence[str], weight: int, *, kind: str = "", label: str = "") -> None:
        path = self.map.address(ref.iri)
        kind, label = kind or ref.kind or ref.type, label or ref.label
        self.found.append(Found(iri=ref.iri, label=label, path=path, kind=kind, texts=tuple(texts), weight=weight))

    def source(self, head: SourceView) -> None:
        view = quoted(self.lookup, source_view(self.lookup, head.ref.iri))
        context = self.alternates(view.ref.iri, "document")
        self.page(
            f"{path_of(view.ref.iri)}.html", "source.html", section="sources", view=view,
            jsonld=embedded(source_jsonld(view)), **context,
        )  # fmt: skip
        self.find(view.ref, (view.title, view.publisher, view.id), 1000, kind="source", label=view.title)

    def topic(self, node: str) -> _Topic:
        lookup = self.lookup
        schemes = [lookup.ref(s).label for s in lookup.values(node, f"{SKOS}inScheme")]
        return _Topic(
            ref=lookup.ref(node),
            definition=lookup.value(node, f"{SKOS}definition"),
            scheme=schemes[0] if schemes else "concept",
            broader=tuple(lookup.ref(other) for other in lookup.values(node, f"{SKOS}broader")),
            narrower=tuple(lookup.ref(other) for other in lookup.subjects(f"{SKOS}broader", node)),
            statements=len([s for s in lookup.subjects(UNTOC.about, node) if "/id/statement/" in s]),
        )

    def concept(self, node: str) -> None:
        topic, path = self.topic(node), path_of(node)
        about = [s for s in self.statements if any(t.iri == node for t in s.topics)]
        counted = Counter(actor for s in about if (actor := s.on_behalf_of or s.speaker))
        speakers = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:15]
        context = self.alternates(node, "concept")
        for name, part, paging in self.continued(path, about):
            self.page(
                name, "site_concept.html", section="topics", topic=topic, items=part, paging=paging,
                speakers=speakers if paging.page == 1 else (), **context,
            )  # fmt: skip
        self.find(topic.ref, (topic.definition,), len(about), kind=topic.scheme)

    def continued(
        self, path: str, items: Sequence[Any], size: int = _PAGE
    ) -> Iterator[tuple[str, Sequence[Any], Paging]]:
        """Pages of a thing: the first has its plain name, the others ``name--2.html`` …"""
        stem = path.rpartition("/")[2]
        for part, paging in paged(items, size, "{}"):

            def name(number: str) -> str:
                return f"{stem}.html" if number == "1" else f"{stem}--{number}.html"

            beside = replace(
                paging,
                previous=quote(name(paging.previous)) if paging.previous else "",
                next=quote(name(paging.next)) if paging.next else "",
            )
            folder = path.rpartition("/")[0]
            yield f"{folder}/{name(str(paging.page))}", part, beside

    def entity(self, subject: str) -> None:
        whole = dossier(self.lookup, subject, statements=slice(0, _ALL))
        if whole is None:
            return
        view = whole.view
        context = self.alternates(subject, view.ref.kind)
        for name, part, paging in self.continued(path_of(subject), view.statements, 2 * _PAGE):
            shown = said(self.lookup, whole, part, first=paging.page == 1)
            jsonld = embedded(entity_jsonld(view)) if paging.page == 1 else ""
            self.page(name, "dossier.html", section="entities", d=shown, jsonld=jsonld, paging=paging, **context)
        if subject in self.mentioned:
            self.find(view.ref, (*view.aliases, view.acronym), 1 + 2 * self.mentioned[subject])

    def gone(self, tombs: Sequence[Tombstone]) -> None:
        """What was withdrawn or merged, and what a fact names though nothing is said of it: one page for all."""
        named = {tomb.subject for tomb in tombs}
        lost = [
            Tombstone(subject=one, type="", label="", redirect="", since=self.options.version)
            for one in sorted(self.map.wanted - named)
        ]
        listed = [(tomb, self.lookup.ref(tomb.redirect).label if tomb.redirect else "") for tomb in (*tombs, *lost)]
        self.page("gone.html", "site_gone.html", tombs=listed)


@dataclass(frozen=True, slots=True)
class _Shelved:
    key: str
    ref: Ref
    facts: tuple[tuple[str, Ref | str], ...]
    statement: StatementView | None
