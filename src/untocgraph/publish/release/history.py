"""What releases leave to the next: every page of the event stream, every patch, and in which order they follow.

``changes/history.json`` has a step for each release: from which hash to which, its patch and its pages. The first step
starts from nothing: its pages are the first snapshot. Pages and patches never change, so they are copied on.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from untocgraph.core.errors import InputError
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.feed import ReleaseDiff, diff, rdf_patch
from untocgraph.publish.release.files import as_json, put, put_packed
from untocgraph.publish.release.ldes import write_ldes, write_stream
from untocgraph.publish.release.settings import ReleaseOptions

_NOTHING = ReleasedDataset(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One release as the next ones know it: hashes before (none for the first snapshot) and after, version, and the
    files of its patch and pages, from the folder of changes on."""

    start: str
    end: str
    version: str
    patch: str
    pages: tuple[str, ...]


def steps(release: Path) -> tuple[Step, ...]:
    """Return the steps that lead to a release, the oldest first; none where it has no history."""
    file = release / "changes" / "history.json"
    rows = json.loads(file.read_text(encoding="utf-8")) if release.is_dir() and file.exists() else ()
    return tuple(Step(**{**row, "pages": tuple(row["pages"])}) for row in rows)


def write_history(
    dataset: ReleasedDataset,
    folder: Path,
    options: ReleaseOptions,
    *,
    previous: Path | None,
    before: ReleasedDataset | None,
    changed: ReleaseDiff | None,
) -> list[tuple[Path, str]]:
    """Write the stream and the chain of patches up to ``dataset`` into ``folder``; return files with their titles."""
    known = _carried(previous, folder) if previous else []
    if not known:
        known = [_step(diff(_NOTHING, before or dataset), before or dataset, folder, options, first=True)]
    if changed is not None and changed.changes:
        known.append(_step(changed, dataset, folder, options))
    put(folder / "history.json", as_json([asdict(step) for step in known]))
    stream = write_stream([page for step in known for page in step.pages], folder / "ldes", options)
    return [(stream, "Event stream (LDES): all its pages, the first snapshot and each release since")]


def _step(
    found: ReleaseDiff, dataset: ReleasedDataset, folder: Path, options: ReleaseOptions, *, first: bool = False
) -> Step:
    patch = "" if first else f"patches/{found.b}.rdfp"
    if patch:
        put_packed(folder / patch, rdf_patch(found))
    pages = write_ldes(dataset, found, folder / "ldes", options)
    names = tuple(f"ldes/{page.name.removesuffix('.gz')}" for page in pages)
    start = "" if first else found.a
    return Step(start=start, end=found.b, version=options.version, patch=patch, pages=names)


def _carried(previous: Path, folder: Path) -> list[Step]:
    known = list(steps(previous))
    for name in (name for step in known for name in (*step.pages, *filter(None, [step.patch]))):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(previous / "changes" / f"{name}.gz", folder / f"{name}.gz")
    return known


def chain(release: Path, start: str) -> Iterator[Path]:
    """Yield the patches that lead from the release with the hash ``start`` to this one, in order.

    Raises InputError where no chain of patches leads here from there.
    """
    at = start
    for step in steps(release):
        if step.start == at and step.patch:
            at = step.end
            yield release / "changes" / f"{step.patch}.gz"
    if at == start or at != steps(release)[-1].end:
        raise InputError(f"no patches lead from {start} to this release", repair="load the whole dump")
