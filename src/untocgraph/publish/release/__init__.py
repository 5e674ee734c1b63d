"""Releases: a graph as a complete, server-less, byte-stable set of files for portals, stores, partners and readers."""

from untocgraph.publish.release.feed import (
    Change,
    ReleaseDiff,
    apply_patch,
    changes_csv,
    diff,
    load_release,
    rdf_patch,
)
from untocgraph.publish.release.manifest import verify
from untocgraph.publish.release.settings import ReleaseOptions
from untocgraph.publish.release.sync import sync
from untocgraph.publish.release.write import ReleaseReport, release, write_feed

__all__ = [
    "Change",
    "ReleaseDiff",
    "ReleaseOptions",
    "ReleaseReport",
    "apply_patch",
    "changes_csv",
    "diff",
    "load_release",
    "rdf_patch",
    "release",
    "sync",
    "verify",
    "write_feed",
]
