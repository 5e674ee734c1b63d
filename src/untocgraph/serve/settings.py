"""What a server allows, in one place. Every field is a command-line option and an environment variable."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import ClassVar

from untocgraph.core.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeSettings(Settings):
    """Limits and addresses of the server. Times in seconds, sizes in bytes unless the name says otherwise.

    >>> ServeSettings(time_limit=2.0).time_limit
    2.0
    """

    section: ClassVar[str] = "serve"
    may_be_zero: ClassVar[frozenset[str]] = frozenset({"port", "waiting"})

    host: str = "127.0.0.1"
    """Address to bind; the loopback unless you say otherwise."""
    port: int = 8000
    """TCP port; 0 takes a free one."""
    time_limit: float = 10.0
    """A query is killed after so many seconds (504)."""
    row_limit: int = 10_000
    """Rows or triples in one answer; a cut is announced in the header ``Untocgraph-Truncated``."""
    byte_limit: int = 16_000_000
    """Bytes in one answer; above it the answer is 413 with a word on how to page."""
    query_bytes: int = 16_000
    """Length of a query; above it 413."""
    nesting: int = 60
    """Depth of braces and brackets in a query; above it 400."""
    memory_limit: int = 2_000_000_000
    """Address space of one worker process."""
    workers: int = 2
    """Worker processes, so queries at the same time."""
    waiting: int = 32
    """Queries that may wait for a worker; one more is 503 with ``Retry-After``."""
    with_texts: bool = False
    """Give out the whole texts of the sources too, which needs the right to do so; quotations always are."""
    rate: float = 50.0
    """Requests a second that one client may keep up (429 beyond)."""
    burst: int = 400
    """Requests that one client may make at once."""
    follow: float = 30.0
    """Seconds between two looks at the SPARQL server whose graph is served, where ``-g`` names one."""
    allow_update: bool = False
    """Take SPARQL updates from whoever shows the token (``--allow-update``)."""
    update_token: str = dataclasses.field(default="", repr=False)
    """The token, sent as ``Authorization: Bearer``; only ever from the environment."""
