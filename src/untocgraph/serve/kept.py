"""Pages that were made stay until the next build: a page follows from the snapshot and the address alone."""

from __future__ import annotations

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

_MOST = 64_000_000
"""Bytes of all pages kept; no page of more than a sixteenth of it is."""
_PACKED_FROM = 1024
"""Bytes from which a page is packed for who takes gzip: once, when it is made, and not at each request."""
_Page = tuple[bytes, list[tuple[bytes, bytes]]]


class KeptPages:
    """The pages asked for last. Who asks for one that is being made waits for it, so that none is made twice."""

    def __init__(self) -> None:
        self._generation = -1
        self._pages: OrderedDict[str, _Page] = OrderedDict()
        self._making: dict[str, asyncio.Lock] = {}
        self._bytes = 0

    async def get(self, generation: int, request: Request, make: Callable[[], Awaitable[Response]]) -> Response:
        """Return the page at an address of a snapshot; ``make`` makes one that is not kept."""
        packed = "gzip" in request.headers.get("accept-encoding", "")
        key = f"{request.method} {request.url} {packed} {request.headers.get('accept', '')}"
        async with self._making.setdefault(key, asyncio.Lock()) as _:
            try:
                if generation != self._generation:
                    self._generation, self._bytes = generation, 0
                    self._pages.clear()
                page = self._pages.get(key)
                if page is None:
                    made = await make()
                    if packed and made.status_code == 200 and len(made.body) >= _PACKED_FROM:
                        made.body = gzip.compress(made.body, compresslevel=6, mtime=0)
                        made.headers.update({"Content-Encoding": "gzip", "Content-Length": str(len(made.body)),
                                             "Vary": "Accept, Accept-Encoding"})  # fmt: skip
                    self._keep(generation, key, made)
                    return made
                self._pages.move_to_end(key)
            finally:
                self._making.pop(key, None)
        kept = Response(page[0])
        kept.raw_headers = list(page[1])
        return kept

    def _keep(self, generation: int, key: str, made: Response) -> None:
        if made.status_code != 200 or len(made.body) > _MOST // 16 or generation != self._generation:
            return
        self._pages[key] = bytes(made.body), list(made.raw_headers)
        self._bytes += len(made.body)
        while self._bytes > _MOST:
            self._bytes -= len(self._pages.popitem(last=False)[1][0])
