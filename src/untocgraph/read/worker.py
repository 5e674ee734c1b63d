"""The process in which HTML, PDF and DOCX are parsed: ``python -m untocgraph.read.worker``.

Speaks with :mod:`untocgraph.read.sandbox` over its standard streams, as :mod:`untocgraph.core.killable` says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from untocgraph.core.errors import MissingExtraError, UntocgraphError
from untocgraph.core.killable import Answer, bound_memory, work
from untocgraph.read.extracted import Extracted
from untocgraph.read.settings import ReadSettings


def _reader(kind: str) -> Callable[[bytes, ReadSettings], Extracted]:
    if kind == "html":
        from untocgraph.read.html import read_html as reader
    elif kind == "pdf":
        from untocgraph.read.pdf import read_pdf as reader
    else:
        from untocgraph.read.docx import read_docx as reader
    return reader


def answer(kind: str, data: bytes, settings: ReadSettings) -> Answer:
    """Return what goes back over the wire: the document, its text as body; or ``error`` with its class."""
    try:
        found = _reader(kind)(data, settings)
    except MissingExtraError as error:
        return {"error": "missing", "what": error.what, "repair": error.repair}, b""
    except UntocgraphError as error:
        return {"error": "source", "what": error.what, "repair": error.repair}, b""
    except MemoryError:
        return {"error": "fault", "what": "reading it takes more memory than the limit allows", "repair": None}, b""
    except RecursionError:
        return {"error": "fault", "what": "it is nested too deep", "repair": None}, b""
    except Exception as error:  # whatever a parser throws at a damaged file is that file's error
        return {"error": "fault", "what": f"it cannot be read ({type(error).__name__}: {error})", "repair": None}, b""
    described = {
        "blocks": [[block.kind, block.span.start, block.span.end, block.number] for block in found.blocks],
        "stated": found.stated,
        "notices": found.notices,
    }
    return described, found.text.encode("utf-8", "surrogatepass")


def main() -> None:
    """Answer documents until whoever asks ends."""
    limited = False

    def answered(header: dict[str, Any], data: bytes) -> Answer:
        nonlocal limited
        settings = ReadSettings(**header["settings"])
        if not limited:
            bound_memory(settings.max_memory)
            limited = True
        return answer(header["kind"], data, settings)

    work(answered)


if __name__ == "__main__":
    main()
