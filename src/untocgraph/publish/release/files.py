"""Writing the files of a release. Their folder comes into force at the end, so no file needs care of its own."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from untocgraph.core.errors import InputError, StoreError

MARK = "MANIFEST.json"
MEDIA = {
    "nq": "application/n-quads", "trig": "application/trig", "ttl": "text/turtle", "nt": "application/n-triples",
    "jsonld": "application/ld+json", "rdf": "application/rdf+xml", "json": "application/json", "csv": "text/csv",
    "jsonl": "application/x-ndjson", "xml": "application/xml", "html": "text/html", "md": "text/markdown",
    "txt": "text/plain", "qs": "text/tab-separated-values", "gexf": "application/gexf+xml",
    "graphml": "application/graphml+xml",
    "gz": "application/gzip", "rdfp": "text/plain", "ru": "application/sparql-update",
    "js": "text/javascript", "css": "text/css", "svg": "image/svg+xml",
}  # fmt: skip
"""Media type by suffix."""


def media_type(path: Path | str) -> str:
    """Return the media type of a file by its suffix; ``text/plain`` for one without.

    >>> media_type("data/untocgraph.ttl")
    'text/turtle'
    """
    return MEDIA.get(str(path).rpartition(".")[2], "text/plain")


def put(path: Path, content: str | bytes) -> Path:
    """Write a file, its folders first; return it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def packed(data: bytes) -> bytes:
    """Return data as gzip, without a time or a name in it."""
    return gzip.compress(data, compresslevel=9, mtime=0)


def put_packed(path: Path, content: str | bytes) -> Path:
    """Write a file as gzip, ``.gz`` behind its name; return it."""
    data = content.encode() if isinstance(content, str) else content
    return put(path.with_name(f"{path.name}.gz"), packed(data))


def as_json(value: Any) -> str:
    """Return readable JSON with a line end; keys in the order given."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def as_line(value: Any) -> str:
    """Return JSON on one line; keys in the order given."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return RFC 4180 CSV with a header."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """Give an empty folder that takes the place of ``out`` when the block ends well; otherwise ``out`` stays as it was.

    InputError when ``out`` holds something that is no release. StoreError when the disk does not take it.
    """
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MARK).exists())):
        raise InputError(f"{out}: there is something that is no release", repair="name a new or an empty folder")
    part, old = out.with_name(f".{out.name}.part"), out.with_name(f".{out.name}.old")
    try:
        _put_back(old, out)
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        yield part
        if out.exists():
            out.rename(old)
        part.rename(out)
    except OSError as error:
        raise StoreError(f"{out}: cannot be written: {error.strerror or error}", repair="free some space") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
        _put_back(old, out)


def _put_back(old: Path, out: Path) -> None:
    """Give a release its name back that was ended between the two renames; remove it where another has its place."""
    if old.exists() and not (out / MARK).exists():
        old.rename(out)  # an empty folder gives way
    shutil.rmtree(old, ignore_errors=True)
