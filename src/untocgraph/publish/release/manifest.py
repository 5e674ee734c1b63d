"""The manifest of a release: every file with its hash, the hash of the dataset, versions, inputs, counts, losses."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from untocgraph._version import __version__
from untocgraph.core.errors import InputError
from untocgraph.core.vocabulary import OWL
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.feed import ReleaseDiff
from untocgraph.publish.release.files import MARK, media_type, sha256
from untocgraph.publish.release.settings import LICENCE, LICENCE_NAME, SPDX, ReleaseOptions

FORMAT = 1
_VERSION_INFO = f"{OWL}versionInfo"


def manifest(
    dataset: ReleasedDataset,
    root: Path,
    options: ReleaseOptions,
    *,
    counts: Mapping[str, Any],
    lost: Mapping[str, Sequence[str]],
    changed: ReleaseDiff | None,
) -> dict[str, Any]:
    """Return the manifest of the files in ``root``; it is the one file that it does not list."""
    paths = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    found: dict[str, Any] = {
        "format": FORMAT,
        "title": options.title,
        "version": options.version,
        "issued": options.issued or None,
        "base": options.base_url,
        "licence": {
            "facts": {"name": LICENCE_NAME, "spdx": SPDX, "url": LICENCE},
            "quotations": "rights remain with the publishers; see LICENSE.md and catalog/attribution.csv",
            "texts": "included, not licensed" if options.with_texts else "not included",
        },
        "dataset": {
            "quads": len(dataset.lines),
            "triples": len(dataset.triples),
            "namedGraphs": dataset.graphs,
            "hash": {
                "algorithm": "SHA-256 of the canonical N-Quads of RDFC-1.0",
                "value": dataset.digest,
                "note": "The dataset has no blank nodes, so its canonical form is its N-Quads lines, sorted by code "
                "point: what data/untocgraph.nq.gz holds.",
            },
        },
        "versions": {"untocgraph": __version__, "ontology": _ontology(dataset)},
        "counts": dict(counts),
        "inputs": [_input(line) for line in dataset.inputs],
        "previous": {"hash": changed.a, "changes": changed.counts} if changed else None,
        "lost": {name: list(items) for name, items in lost.items()},
        "files": [
            {
                "path": path,
                "bytes": (root / path).stat().st_size,
                "sha256": sha256(root / path),
                "mediaType": media_type(path),
            }
            for path in paths
            if path != MARK
        ],
    }
    return {key: value for key, value in found.items() if value is not None}


def _ontology(dataset: ReleasedDataset) -> str:
    for node in dataset.instances(f"{OWL}Ontology"):
        version = dataset.lookup.value(node, _VERSION_INFO)
        if version:
            return version
    return ""


def _input(line: str) -> dict[str, str]:
    """``source s1 9f…`` as its parts; the graphs that a run lists are not inputs but what it made."""
    what, _, rest = line.partition(" ")
    name, _, digest = rest.rpartition(" ")
    return {"what": what, **({"name": name} if name else {}), "sha256": digest}


def verify(release: Path) -> tuple[str, ...]:
    """Return what is wrong with the files of a release folder, by the manifest; nothing when all is well.

    InputError when there is no manifest that can be read.
    """
    try:
        listed = json.loads((release / MARK).read_text(encoding="utf-8"))
        expected = {file["path"]: file for file in listed["files"]}
        hashed = listed["dataset"]["hash"]["value"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{release / MARK}: no manifest can be read: {error}", repair="name the folder of a release"
        ) from None
    present = {path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file()} - {MARK}
    wrong = [f"{path}: missing" for path in sorted(set(expected) - present)]
    wrong += [f"{path}: not in the manifest" for path in sorted(present - set(expected))]
    for path in sorted(present & set(expected)):
        if sha256(release / path) != expected[path]["sha256"]:
            wrong.append(f"{path}: other bytes than the manifest says")
    dump = release / "data" / "untocgraph.nq.gz"
    whole = dump.exists() and not any(line.startswith("data/untocgraph.nq.gz") for line in wrong)
    if whole and hashlib.sha256(gzip.decompress(dump.read_bytes())).hexdigest() != hashed:
        wrong.append("the hash of the dataset is not that of what data/untocgraph.nq.gz holds")
    return tuple(wrong)
