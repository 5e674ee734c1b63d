"""A copy of a published database without the whole texts of its sources: what may be shown to strangers."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pyoxigraph as ox

from untocgraph.core.namespace import UNTOC


def copy_without_texts(database: Path, target: Path) -> Path:
    """Write a copy of ``database``, which nobody may be writing to, into the new folder ``target``; return it.

    It holds every quad but those of ``untoc:text``. Tables of the store never change and are linked where the file
    system allows, so the copy costs little. OSError when the disk does not take it.
    """
    shutil.copytree(database, target, copy_function=_copied)
    store = ox.Store(str(target))
    for quad in list(store.quads_for_pattern(None, ox.NamedNode(UNTOC.text), None, None)):
        store.remove(quad)
    store.flush()
    return target


def _copied(source: str, target: str) -> str:
    if source.endswith(".sst"):
        try:
            os.link(source, target)
        except OSError:  # another file system
            return shutil.copy2(source, target)
        return target
    return shutil.copy2(source, target)
