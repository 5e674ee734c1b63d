"""What a server allows, in one place. Every field is a command-line option and an environment variable."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace

from untocgraph.core.errors import SettingError

__all__ = ["ServeSettings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeSettings:
    """Limits and addresses of the server. Times in seconds, sizes in bytes unless the name says otherwise.

    >>> ServeSettings(time_limit=2.0).time_limit
    2.0
    """

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

    @classmethod
    def from_environment(cls, **given: object) -> ServeSettings:
        """Return settings from ``UNTOCGRAPH_SERVE_{FIELD}`` and, above those, from what is given (None: not given).

        Raises SettingError for a value that is no number where one is needed, or out of range.
        """
        values: dict[str, object] = {}
        for field in fields(cls):
            raw = os.environ.get(f"UNTOCGRAPH_SERVE_{field.name.upper()}")
            if raw is not None:
                values[field.name] = _typed(field.name, raw, type(field.default))
        values.update({name: value for name, value in given.items() if value is not None})
        settings = replace(cls(), **values)  # type: ignore[arg-type]
        _check(settings)
        return settings


def _typed(name: str, raw: str, wanted: type) -> object:
    try:
        if wanted is bool:
            return {"1": True, "true": True, "0": False, "false": False, "": False}[raw.lower()]
        return wanted(raw)
    except (ValueError, KeyError):
        raise SettingError(
            f"UNTOCGRAPH_SERVE_{name.upper()} is {raw!r}", repair=f"give a value of type {wanted.__name__}"
        ) from None


def _check(settings: ServeSettings) -> None:
    for field in fields(settings):
        value = getattr(settings, field.name)
        lowest = 0 if field.name in ("port", "waiting") else 1e-3
        if not isinstance(value, bool) and isinstance(value, int | float) and value < lowest:
            raise SettingError(f"{field.name} is {value}", repair="give a positive number")
