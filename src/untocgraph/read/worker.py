"""The process in which HTML, PDF and DOCX are parsed: ``python -m untocgraph.read.worker``.

Speaks with :mod:`untocgraph.read.sandbox` over its standard streams: a header line of JSON, then the bytes of the
document; back comes one line of JSON. Anything a library prints goes nowhere.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from untocgraph.core.errors import MissingExtraError, UntocgraphError
from untocgraph.read.extracted import Extracted
from untocgraph.read.settings import ReadSettings

__all__ = ["answer", "main"]


def _reader(kind: str) -> Callable[[bytes, ReadSettings], Extracted]:
    if kind == "html":
        from untocgraph.read.html import read_html as reader
    elif kind == "pdf":
        from untocgraph.read.pdf import read_pdf as reader
    else:
        from untocgraph.read.docx import read_docx as reader
    return reader


def answer(kind: str, data: bytes, settings: ReadSettings) -> dict[str, Any]:
    """Return what goes back over the wire: the extracted document, or ``error`` with the class of the error."""
    try:
        found = _reader(kind)(data, settings)
    except MissingExtraError as error:
        return {"error": "missing", "what": error.what, "repair": error.repair}
    except UntocgraphError as error:
        return {"error": "source", "what": error.what, "repair": error.repair}
    except MemoryError:
        return {"error": "source", "what": "reading it takes more memory than the limit allows", "repair": None}
    except RecursionError:
        return {"error": "source", "what": "it is nested too deep", "repair": None}
    except Exception as error:  # whatever a parser throws at a damaged file is that file's error
        return {"error": "source", "what": f"it cannot be read ({type(error).__name__}: {error})", "repair": None}
    return {
        "text": found.text,
        "blocks": [[block.kind, block.span.start, block.span.end, block.number] for block in found.blocks],
        "stated": found.stated,
        "notices": found.notices,
    }


def _limit(settings: ReadSettings) -> None:
    try:
        import resource
    except ImportError:  # not on this system: the time limit of the parent remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (settings.max_memory, settings.max_memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer documents until standard input closes."""
    requests: BinaryIO = sys.stdin.buffer
    replies = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    limited = False
    for line in requests:
        header = json.loads(line)
        settings = ReadSettings(**header["settings"])
        if not limited:
            _limit(settings)
            limited = True
        data = requests.read(header["bytes"])
        replies.write(json.dumps(answer(header["kind"], data, settings)).encode() + b"\n")
        replies.flush()


def request(kind: str, data: bytes, settings: ReadSettings) -> bytes:
    """Return the header line that announces one document."""
    header = {"kind": kind, "bytes": len(data), "settings": dataclasses.asdict(settings)}
    return json.dumps(header).encode() + b"\n"


if __name__ == "__main__":
    main()
