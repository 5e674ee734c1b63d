"""What changed between two releases: record by record as a table, quad by quad as an RDF Patch that can be replayed."""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from untocgraph.ask.views import Reader
from untocgraph.core.errors import InputError
from untocgraph.core.namespace import WORD_OF_TYPE
from untocgraph.core.vocabulary import OA, REPLACED_BY, TYPE
from untocgraph.publish.release.dataset import ReleasedDataset, released
from untocgraph.publish.release.files import as_csv
from untocgraph.publish.release.reasons import reasons
from untocgraph.store import GraphStore

What = Literal["added", "changed", "merged", "withdrawn"]
_FRAGMENT_NOISE = {f"{OA}TextQuoteSelector", f"{OA}TextPositionSelector"}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Change:
    """One record that differs. ``redirect`` is where a merged one leads; ``added`` and ``removed`` count quads.

    ``reasons`` say why: a document, the reference data, the rules or a judgement changed.

    ``withdrawn``: nothing is said of it any more, a tombstone stays. ``merged``: it is now part of ``redirect``.
    """

    subject: str
    change: What
    type: str
    label: str
    redirect: str = ""
    added: int = 0
    removed: int = 0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseDiff:
    """The difference of two releases. ``a`` and ``b`` are their RDFC-1.0 hashes; quads are sorted N-Quads lines."""

    a: str
    b: str
    changes: tuple[Change, ...]
    added: tuple[bytes, ...]
    removed: tuple[bytes, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Number of records by change, in alphabetical order."""
        return dict(sorted(Counter(change.change for change in self.changes).items()))

    def of(self, *what: What) -> tuple[Change, ...]:
        """Return the changes of these kinds."""
        return tuple(change for change in self.changes if change.change in what)


def load_release(place: Path) -> ReleasedDataset:
    """Return the dataset of a release folder, of a graph directory, or of an N-Quads file, packed or not.

    InputError when there is none.
    """
    if (place / "format.json").exists():
        return released(GraphStore(place))
    file = place / "data" / "untocgraph.nq.gz" if place.is_dir() else place
    try:
        data = file.read_bytes()
        lines = (gzip.decompress(data) if file.suffix == ".gz" else data).splitlines(keepends=True)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise InputError(f"{file}: {error}", repair="fetch it again") from None
    except FileNotFoundError:
        raise InputError(
            f"{place}: no release is there", repair="name a folder that `untocgraph release` wrote"
        ) from None
    return ReleasedDataset(tuple(sorted(set(lines))))


def diff(a: ReleasedDataset, b: ReleasedDataset) -> ReleaseDiff:
    """Return what ``b`` has that ``a`` has not, and the other way round; records sorted by IRI.

    >>> one = ReleasedDataset((b'<x:s> <x:p> "1" <x:g> .\\n',))
    >>> two = ReleasedDataset((b'<x:s> <x:p> "2" <x:g> .\\n', b'<x:t> <x:p> "1" <x:g> .\\n'))
    >>> diff(one, two).counts
    {'added': 1, 'changed': 1}
    """
    before, after = set(a.lines), set(b.lines)
    added, removed = tuple(sorted(after - before)), tuple(sorted(before - after))
    plus, minus = Counter(map(_subject, added)), Counter(map(_subject, removed))
    old, new = {_subject(line) for line in before}, {_subject(line) for line in after}
    why = reasons(a, b, (*added, *removed))
    changes = [
        replace(_change(a, b, subject, plus, minus, old, new), reasons=why[subject])
        for subject in sorted(set(plus) | set(minus))
    ]
    return ReleaseDiff(a=a.digest, b=b.digest, changes=tuple(changes), added=added, removed=removed)


def _subject(line: bytes) -> str:
    return line[1 : line.index(b">")].decode()


def _change(
    a: ReleasedDataset,
    b: ReleasedDataset,
    subject: str,
    plus: Counter[str],
    minus: Counter[str],
    old: set[str],
    new: set[str],
) -> Change:
    redirect = b.lookup.value(subject, REPLACED_BY)
    newly = redirect if redirect and a.lookup.value(subject, REPLACED_BY) != redirect else ""
    what: What = "changed"
    if subject not in new:
        what = "withdrawn"
    elif newly and subject in old:
        what = "merged"
    elif subject not in old:
        what = "added"
    lookup = a.lookup if what in ("withdrawn", "merged") else b.lookup
    return Change(
        subject=subject, change=what, type=_type(lookup, subject), label=_label(lookup, subject), redirect=redirect,
        added=plus[subject], removed=minus[subject],
    )  # fmt: skip


def _type(lookup: Reader, subject: str) -> str:
    types = [type_ for type_ in lookup.values(subject, TYPE) if type_ not in _FRAGMENT_NOISE]
    return next((WORD_OF_TYPE.get(type_, type_) for type_ in types), "")


def _label(lookup: Reader, subject: str) -> str:
    ref = lookup.ref(subject)
    return "" if ref.label in subject else ref.label


def changes_csv(changes: Iterable[Change]) -> str:
    """Return the changes as CSV."""
    columns = ("change", "type", "iri", "label", "redirect", "added", "removed", "reasons")
    rows = [
        (c.change, c.type, c.subject, c.label, c.redirect, c.added, c.removed, "; ".join(c.reasons)) for c in changes
    ]
    return as_csv(columns, rows)


def rdf_patch(found: ReleaseDiff) -> bytes:
    """Return the difference as RDF Patch: one transaction, deletions before additions, hashes in the header."""
    head = f"H id <urn:sha256:{found.b}> .\nH prev <urn:sha256:{found.a}> .\nTX .\n".encode()
    body = b"".join(b"D " + line for line in found.removed) + b"".join(b"A " + line for line in found.added)
    return head + body + b"TC .\n"


def apply_patch(dataset: ReleasedDataset, patch: bytes) -> ReleasedDataset:
    """Return the dataset after the patch. InputError when the patch starts from another one or leads elsewhere.

    >>> old = ReleasedDataset((b'<x:s> <x:p> "1" <x:g> .\\n',))
    >>> apply_patch(old, rdf_patch(diff(old, ReleasedDataset(())))).lines
    ()
    """
    lines = set(dataset.lines)
    wanted = {b"prev": "", b"id": ""}
    for line in patch.splitlines(keepends=True):
        kind, _, rest = line.partition(b" ")
        if kind == b"H":
            name, _, value = rest.partition(b" ")
            wanted[name] = value.decode().strip("<> .\n").removeprefix("urn:sha256:")
        elif kind == b"D":
            lines.discard(rest)
        elif kind == b"A":
            lines.add(rest)
        elif line not in (b"TX .\n", b"TC .\n"):
            raise InputError(f"{line[:60]!r} is no line of an RDF Patch", repair="take the file that a release holds")
    if wanted[b"prev"] not in ("", dataset.digest):
        raise InputError("the patch is for another release", repair=f"apply it to the one with hash {wanted[b'prev']}")
    result = ReleasedDataset(tuple(sorted(lines)))
    if wanted[b"id"] not in ("", result.digest):
        raise InputError("the patch does not lead where it says", repair="fetch both files again")
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """An IRI of ours that once said something. ``redirect`` is empty where it was withdrawn."""

    subject: str
    type: str
    label: str
    redirect: str
    since: str


def tombstones(previous: Path, dataset: ReleasedDataset, found: ReleaseDiff, version: str) -> tuple[Tombstone, ...]:
    """Return the tombstones of the release before, without what came back, and those of this one; by IRI."""
    kept = {tomb.subject: tomb for tomb in _carried(previous)}
    for change in found.of("withdrawn", "merged"):
        kept[change.subject] = Tombstone(
            subject=change.subject, type=change.type, label=change.label, redirect=change.redirect, since=version
        )
    return tuple(tomb for subject, tomb in sorted(kept.items()) if tomb.redirect or not dataset.lookup.exists(subject))


def _carried(previous: Path) -> Iterator[Tombstone]:
    file = previous / "changes" / "tombstones.json" if previous.is_dir() else previous.with_name("none")
    if file.exists():
        yield from (Tombstone(**row) for row in json.loads(file.read_text(encoding="utf-8")))
