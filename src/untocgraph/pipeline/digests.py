"""What a build depends on, as digests: the same digests, the same graph."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from untocgraph.core import resources
from untocgraph.core.kept import pack
from untocgraph.core.model import Source

EXTRACTION_VERSION = "8"
"""Raised by whoever changes what a document is found to say; annotations kept under another version are made anew."""
WRITING_VERSION = "9"
"""Raised by whoever changes how what documents say is written; others are written anew."""


def digest(value: Any) -> str:
    """Return the SHA-256 of a JSON value, in hex."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@resources.derived()
def annotating() -> str:
    """Return what decides what a document says, reference tables aside: the version of extraction, words and rules."""
    return digest([EXTRACTION_VERSION, _files(_word_lists())])


def _word_lists() -> list[Path]:
    """The data files that rules are read from, in any folder of ``reference`` (its own tables have a digest)."""
    return sorted(p for p in resources.path("reference").glob("*/*") if p.suffix in (".csv", ".toml", ".txt"))


@functools.cache
def writing() -> str:
    """Return what decides how what documents say is stored: the version of writing and the rules of inference."""
    return digest([WRITING_VERSION, _files(sorted(resources.path("ontology/rules").glob("*.rq")))])


def _files(paths: Iterable[Path]) -> str:
    sha = hashlib.sha256()
    for path in paths:
        data = path.read_bytes()
        sha.update(f"{path.name}:{len(data)}:".encode())
        sha.update(data)
    return sha.hexdigest()


@functools.cache
def ontology() -> str:
    """Return a digest of the ontology files."""
    return _files(resources.rdf_files("ontology"))


def annotation_key(source: Source, *, reference: str, method: str) -> str:
    """Return the key of an annotation: everything that it depends on.

    ``reference`` is the digest of the reference data, ``method`` that of the parser.
    """
    seen = (source.id, source.sha256, source.title, source.publisher, source.published, source.genre, source.url)
    return digest([*seen, pack(source.blocks), annotating(), reference, method])
