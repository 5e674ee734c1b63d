"""Data written with an older ontology brought up to the present one, by the updates of ontology/migrations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from untocgraph.core import resources
from untocgraph.core.errors import InputError
from untocgraph.core.seals import write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """What one migration did: its name, what it is for, and how many quads it took away and added."""

    name: str
    summary: str
    removed: int
    added: int


def migrate(old: Path, new: Path) -> tuple[Migrated, ...]:
    """Write the RDF of ``old`` to ``new`` with every deprecated term replaced, sorted; return what each step did.

    The formats are those of the names (``.nq``, ``.trig``, ``.nt``, ``.ttl``, ``.rdf``, ``.jsonld``). ``InputError``
    for a file that cannot be read, with the line, and for a new name that tells no format; OSError where the disk does
    not take it.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> ns = "https://w3id.org/untocgraph/ontology#"
    >>> _ = (folder / "old.nq").write_text(f"<urn:fair> <{ns}mode> <urn:hybrid> <urn:graph> .\\n")
    >>> [(step.removed, step.added) for step in migrate(folder / "old.nq", folder / "new.nq")]
    [(1, 1)]
    """
    store = ox.Store()
    try:
        store.load(path=str(old), format=_format(old))
    except (SyntaxError, OSError, ValueError) as error:
        raise InputError(f"{old}: cannot be read: {error} (name a file of RDF)") from error
    done = tuple(_steps(store))
    written = ox.RdfFormat.from_extension(new.suffix.lstrip("."))
    graphs = any(True for _ in store.named_graphs())
    if written is None or (graphs and not written.supports_datasets):
        raise InputError(f"{new}: no format for named graphs (write .nq, .trig or .jsonld)")
    quads = sorted(store.quads_for_pattern(None, None, None, None), key=str)
    write_whole(new, ox.serialize(quads if graphs else [q.triple for q in quads], format=written) or b"")
    return done


def _format(path: Path) -> ox.RdfFormat:
    found = ox.RdfFormat.from_extension(path.suffix.lstrip("."))
    if found is None:
        raise ValueError(f"no RDF format is called {path.suffix or 'that'}")
    return found


def _steps(store: ox.Store) -> Iterator[Migrated]:
    for path in sorted(resources.path("ontology/migrations").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        notes = dict(line[3:].split(": ", 1) for line in text.splitlines() if line.startswith("#+ "))
        before = set(store)
        store.update(text)
        after = set(store)
        yield Migrated(name=path.stem, summary=notes["summary"], removed=len(before - after), added=len(after - before))
