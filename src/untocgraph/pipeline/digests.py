"""What a build depends on, as digests: the same digests, the same graph."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from untocgraph.core import resources
from untocgraph.core.model import Source
from untocgraph.store.cache import pack

__all__ = ["annotating", "annotation_key", "digest", "ontology", "writing"]

_ANNOTATING = ("extract", "reference", "core/model.py", "core/iri.py")
_WRITING = ("pipeline", "store/infer.py", "core/namespace.py", "core/model.py", "core/iri.py")


def digest(value: Any) -> str:
    """Return the SHA-256 of a JSON value, in hex."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@functools.cache
def annotating() -> str:
    """Return a digest of the program text and the word lists that decide what a document says."""
    return _files([*_code_files(_ANNOTATING), *_word_lists()])


def _word_lists() -> list[Path]:
    """The data files that rules are read from, in any folder of ``reference`` (its own tables have a digest)."""
    return sorted(p for p in resources.path("reference").glob("*/*") if p.suffix in (".csv", ".toml", ".txt"))


@functools.cache
def writing() -> str:
    """Return a digest of the program text that decides how what documents say is stored."""
    return _files([*_code_files(_WRITING), *resources.path("ontology/rules").glob("*.rq")])


def _code_files(names: Iterable[str]) -> list[Path]:
    package = Path(__file__).resolve().parents[1]
    found: list[Path] = []
    for name in names:
        at = package / name
        if not at.exists():  # a renamed room would leave every cached annotation valid for ever
            raise FileNotFoundError(at)
        found.extend(
            [at] if at.is_file() else (p for p in at.rglob("*") if p.suffix in (".py", ".csv", ".toml", ".json"))
        )
    return sorted(found)


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
