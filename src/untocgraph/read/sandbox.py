"""Parses risky formats in a process of its own, so that a crash, a bomb or an endless loop costs one document."""

from __future__ import annotations

import dataclasses
from typing import Self

from untocgraph.core.errors import MissingExtraError, SourceError
from untocgraph.core.killable import Killable, Lost
from untocgraph.core.model import Block, Span
from untocgraph.read.extracted import Extracted
from untocgraph.read.settings import ReadSettings


class Sandbox:
    """A worker process that is started on first use, and again after it was lost. Use it in a ``with``."""

    def __init__(self, settings: ReadSettings) -> None:
        self._settings = settings
        self._worker = Killable("untocgraph.read.worker")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker, if there is one."""
        self._worker.close()

    def extract(self, kind: str, data: bytes) -> Extracted:
        """Return what the reader for ``kind`` (html, pdf, docx) makes of ``data``.

        Raises SourceError for what is wrong with the document, also when it took the worker down or took longer
        than the time limit, and MissingExtraError when the library for its format is not installed.
        """
        try:
            asked = {"kind": kind, "settings": dataclasses.asdict(self._settings)}
            reply, body = self._worker.ask(asked, data, seconds=self._settings.max_seconds)
        except Lost as lost:
            if lost.late:
                raise SourceError(f"reading it took longer than {self._settings.max_seconds} seconds") from None
            damaged = "the file is damaged or hostile; leave it out"
            raise SourceError("reading it brought the parser down", repair=damaged) from None
        if "error" in reply:
            if reply["error"] == "fault":  # whatever it left behind costs no other document
                self.close()
            error = MissingExtraError if reply["error"] == "missing" else SourceError
            raise error(reply["what"], repair=reply["repair"])
        return Extracted(
            text=body.decode("utf-8", "surrogatepass"),
            blocks=tuple(Block(kind=k, span=Span(start, end), number=n) for k, start, end, n in reply["blocks"]),
            stated=tuple((name, value) for name, value in reply["stated"]),
            notices=tuple(reply["notices"]),
        )
