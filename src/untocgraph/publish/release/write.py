"""A whole release: dumps, tables, records, descriptions, partner formats, changes, pages, manifest."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from untocgraph.core.errors import InputError
from untocgraph.core.namespace import UNTOC
from untocgraph.core.progress import Progress, silent
from untocgraph.publish.release import ftm, nanopub, oaipmh, pictures, quickstatements
from untocgraph.publish.release.attribution import attribution_table, attributions, licence_text
from untocgraph.publish.release.catalog import Distribution, catalog, schema_org, span_of_time, void
from untocgraph.publish.release.datapackage import datapackage
from untocgraph.publish.release.dataset import ReleasedDataset, released
from untocgraph.publish.release.dumps import DUMPS, write_dumps
from untocgraph.publish.release.feed import (
    ReleaseDiff,
    Tombstone,
    changes_csv,
    diff,
    load_release,
    rdf_patch,
    tombstones,
)
from untocgraph.publish.release.files import as_json, as_line, put, put_packed, staged
from untocgraph.publish.release.flat import CARD, CONTEXT, MAPPING, flat_record
from untocgraph.publish.release.history import write_history
from untocgraph.publish.release.ldes import write_tombstones
from untocgraph.publish.release.manifest import manifest
from untocgraph.publish.release.settings import ReleaseOptions
from untocgraph.publish.release.site import write_site
from untocgraph.publish.release.site.networks import Picture
from untocgraph.publish.release.sync import sparql_update
from untocgraph.publish.tables import export_tables
from untocgraph.store import GraphStore
from untocgraph.store.mirror import here

PathLike = str | os.PathLike[str]
FEED_LOST = ("the pages of the stream hold the union of all graphs; the RDF Patch has the named graphs as well",)
_TABLES_LOST = (
    "provenance beyond source, offsets and confidence",
    "treaty actions, provisions of the law, inferences, identity judgements",
)


@runtime_checkable
class Stored(Protocol):
    """What has a store on this machine: the graph that a user holds, which stands above this room."""

    @property
    def here(self) -> GraphStore:
        """The store."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseReport:
    """What was written. ``digest`` is the RDFC-1.0 hash of the dataset; ``bytes`` the sizes of all files together."""

    out: Path
    version: str
    digest: str
    quads: int
    entities: int
    files: int
    bytes: int
    pages: int
    changes: dict[str, int] = field(default_factory=dict)


def release(
    graph: Stored | GraphStore | PathLike,
    out: PathLike,
    *,
    previous: PathLike | None = None,
    progress: Progress = silent,
    **options: Any,
) -> ReleaseReport:
    """Write the release of a graph into the folder ``out``; return what was written.

    ``out`` must be new, empty or a release, which is replaced when all is written. ``previous`` is the folder of an
    earlier release: the difference is written as a change feed, and what is gone keeps a tombstone. The other
    options are those of :class:`ReleaseOptions`. The same graph and options give the same bytes.

    Raises InputError for options that cannot be used, StoreError when the disk does not take it, and MissingExtraError
    when pages are wanted and Jinja2 is not installed.

    >>> import tempfile
    >>> from untocgraph.graph import build
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_text("Vienna, 8 June 2023. The secretariat spoke.", encoding="utf-8")
    ...     graph = build([Path(folder, "a.txt")], graph=Path(folder, "graph"))
    ...     report = release(graph, Path(folder, "release"), site=False)
    ...     sorted(path.name for path in Path(folder, "release").iterdir())[:3]
    ['LICENSE.md', 'MANIFEST.json', 'README.md']
    """
    chosen = _options(options)
    store = graph.here if isinstance(graph, Stored) else here(graph)
    dataset = released(store, with_texts=chosen.with_texts)
    if not chosen.version:
        chosen = replace(chosen, version=dataset.version)
    target = Path(out)
    with staged(target) as root:
        return _Release(dataset, store, root, chosen, progress).write(Path(previous) if previous else None, target)


def _options(given: Mapping[str, Any]) -> ReleaseOptions:
    try:
        return ReleaseOptions(**given)
    except TypeError:
        known = ", ".join(ReleaseOptions.__slots__)
        raise InputError(f"unknown option among {', '.join(given)}", repair=f"use {known}") from None


class _Release:
    def __init__(
        self, dataset: ReleasedDataset, store: GraphStore, root: Path, options: ReleaseOptions, progress: Progress
    ) -> None:
        self.dataset, self.store, self.root, self.options = dataset, store, root, options
        self.progress = progress
        self.files: list[Distribution] = []
        self.partners: dict[str, tuple[str, ...]] = {}
        self.drawn: tuple[Picture, ...] = ()
        self.gone: tuple[Tombstone, ...] = ()
        self.changed: ReleaseDiff | None = None
        self.pages = 0

    def write(self, previous: Path | None, target: Path) -> ReleaseReport:
        steps: list[tuple[str, Callable[[], None]]] = [
            ("dumps", self.dumps),
            ("tables", self.tables),
            ("partner formats", self.partner_formats),
            ("changes", lambda: self.changes(previous)),
            ("descriptions", self.descriptions),
            ("pages", self.site),
        ]
        for number, (name, step) in enumerate(steps):
            self.progress(f"release: {name}", number, len(steps))
            step()
        told = self.manifest()
        files = ",\n".join(map(as_line, told.pop("files")))  # one a line
        put(self.root / "MANIFEST.json", as_json(told).removesuffix("\n}\n") + f',\n "files": [\n{files}\n ]\n}}\n')
        sizes = [path.stat().st_size for path in self.root.rglob("*") if path.is_file()]
        return ReleaseReport(
            out=target, version=self.options.version, digest=self.dataset.digest, quads=len(self.dataset.lines),
            entities=len(self.dataset.directory.entries), files=len(sizes), bytes=sum(sizes), pages=self.pages,
            changes=self.changed.counts if self.changed else {},
        )  # fmt: skip

    def listed(self, path: Path, title: str, conforms_to: str = "") -> None:
        self.files.append(
            Distribution(path=path.relative_to(self.root).as_posix(), title=title, conforms_to=conforms_to)
        )

    def dumps(self) -> None:
        for path in write_dumps(self.dataset, self.root / "data"):
            self.listed(path, DUMPS[path.name.split(".")[1]][1])
        found = [flat_record(self.dataset, entry.ref.iri) for entry in self.dataset.directory.entries]
        records = [one for one in found if one is not None]
        for name, title, fields in (("records", "A flat record of each entity, one a line", None),
                                    ("cards", "A few fields of each entity, one a line", CARD)):  # fmt: skip
            lines = (one if fields is None else {key: one[key] for key in fields if key in one} for one in records)
            text = "".join(f"{as_line(one)}\n" for one in lines)
            self.listed(put_packed(self.root / "data" / f"{name}.jsonl", text), title)
        put(self.root / "records.jsonld", as_json(CONTEXT))
        self.listed(put(self.root / "data" / "elasticsearch.json", as_json(MAPPING)), "Mapping for search engines")

    def tables(self) -> None:
        for path in export_tables(self.store, self.root / "tables"):
            if path.suffix == ".csv":
                self.listed(path, f"Table: {path.stem}")
            else:
                self.listed(path, "Description of the tables", "https://www.w3.org/TR/tabular-metadata/")
        package = as_json(datapackage(self.root, attributions(self.dataset), self.options))
        standard = "https://specs.frictionlessdata.io/data-package/"
        self.listed(put(self.root / "datapackage.json", package), "The tables as a data package", standard)
        self.partners["CSV tables"] = _TABLES_LOST

    def partner_formats(self) -> None:
        folder = self.root / "partners"
        entities = ftm.ftm_entities(self.dataset)
        packed = put_packed(folder / "ftm" / "entities.jsonl", ftm.entities_json(entities))
        self.listed(packed, "FollowTheMoney entities")
        statements = put_packed(folder / "ftm" / "statements.csv", ftm.statements_csv(entities))
        self.listed(statements, "FollowTheMoney statements")
        repository = oaipmh.static_repository(self.dataset, self.options)
        self.listed(
            put(folder / "oai" / "static-repository.xml", repository),
            "Dublin Core records, as an OAI static repository",
        )
        nanopubs = nanopub.nanopublications(self.dataset, self.options)
        self.listed(put_packed(folder / "nanopub" / "statements.trig", nanopubs), "Statements as nanopublications")
        proposals = quickstatements.quickstatements(self.dataset)
        if proposals:
            self.listed(put(folder / "wikidata" / "quickstatements.qs", proposals), "Proposals to Wikidata")
        self.drawn = pictures.write_networks(self.dataset, folder / "networks", drawn=self.options.site)
        for drawn in self.drawn:
            for kind, path in drawn.files:
                self.listed(self.root / path, f"Network {drawn.title}, {kind}")
        self.partners |= {
            "FollowTheMoney": ftm.LOST,
            "OAI static repository (Dublin Core)": oaipmh.LOST,
            "Nanopublications": nanopub.LOST,
            "Wikidata QuickStatements": quickstatements.LOST,
            "GraphML and GEXF": pictures.LOST,
        }

    def changes(self, previous: Path | None) -> None:
        before = load_release(previous) if previous else None
        self.changed = diff(before, self.dataset) if before else None
        told = write_history(
            self.dataset, self.root / "changes", self.options, previous=previous, before=before, changed=self.changed
        )
        for path, title in told:
            self.listed(path, title)
        if previous is None or self.changed is None:
            return
        self.gone = tombstones(previous, self.dataset, self.changed, self.options.version)
        for path, title in write_feed(self.changed, self.root / "changes"):
            self.listed(path, title)
        rows = [{name: getattr(tomb, name) for name in Tombstone.__slots__} for tomb in self.gone]
        put(self.root / "changes" / "tombstones.json", as_json(rows))
        self.listed(write_tombstones(self.gone, self.root / "changes"), "Tombstones of what was withdrawn or merged")
        self.partners["Change feed"] = FEED_LOST

    def descriptions(self) -> None:
        folder, options, dumps = (
            self.root / "catalog",
            self.options,
            tuple(f"data/untocgraph.{suffix}.gz" for suffix in DUMPS),
        )
        put(folder / "attribution.csv", attribution_table(self.dataset))
        put(self.root / "LICENSE.md", licence_text(self.dataset, options))
        described = catalog(self.dataset, self.root, tuple(self.files), options)
        sizes = void(self.dataset, dumps, options)
        for suffix in ("ttl", "jsonld"):
            put(folder / f"dcat.{suffix}", described.serialize(suffix))
            put(folder / f"void.{suffix}", sizes.serialize(suffix))
        found = schema_org(self.root, tuple(self.files), options, span_of_time(self.dataset))
        put(folder / "schema.jsonld", as_json(found))
        put(self.root / "README.md", self.readme())

    def readme(self) -> str:
        lines = [f"# {self.options.title}", "", self.options.description, "", f"Version {self.options.version}."]
        lines += ["", "Open `index.html` to read it."] if self.options.site else []
        lines += [
            "",
            "| file | holds |",
            "| --- | --- |",
            *(f"| `{file.path}` | {file.title} |" for file in self.files),
        ]
        lines += [
            "",
            "`MANIFEST.json` has the SHA-256 and size of every file, the hash of the dataset (RDFC-1.0), versions, ",
        ]
        lines += ["counts, the hashes of all inputs, and what each partner format leaves out. Licence: `LICENSE.md`."]
        return "\n".join(lines) + "\n"

    def site(self) -> None:
        if not self.options.site:
            return
        files = [
            {"path": f.path, "title": f.title, "bytes": f"{(self.root / f.path).stat().st_size:,}"} for f in self.files
        ]
        self.pages = write_site(
            self.dataset,
            self.root,
            self.options,
            files=files,
            partners=self.partners,
            pictures=self.drawn,
            gone=self.gone,
        )

    def manifest(self) -> dict[str, Any]:
        counts = {
            "entities": self.dataset.directory.kinds,
            "statements": len(self.dataset.instances(UNTOC.Statement)),
            "assertions": len(self.dataset.instances(UNTOC.Assertion)),
            "mentions": len(self.dataset.instances(UNTOC.Mention)),
            "conflicts": len(self.dataset.instances(UNTOC.ConflictSet)),
            "sources": len(self.dataset.instances(UNTOC.Source)),
        }
        return manifest(self.dataset, self.root, self.options, counts=counts, lost=self.partners, changed=self.changed)


def write_feed(changed: ReleaseDiff, folder: Path) -> list[tuple[Path, str]]:
    """Write a difference as table, RDF Patch and SPARQL Update; return the files with their titles."""
    patch = put(folder / "changes.rdfp", rdf_patch(changed))
    table = put(folder / "changes.csv", changes_csv(changed.changes))
    update = put(folder / "changes.ru", sparql_update(changed))
    updated = (update, "Changes as SPARQL Update")
    return [(patch, "Changes as RDF Patch"), updated, (table, "Changes as a table")]
