"""Cached data with their hash before them, so that damage is noticed and never read."""

from __future__ import annotations

import hashlib

_SEAL = 65


def sealed(data: bytes) -> bytes:
    """Return data with their SHA-256 on a line before them."""
    return hashlib.sha256(data).hexdigest().encode() + b"\n" + data


def unsealed(kept: bytes) -> bytes | None:
    """Return what was sealed, or None when it is not as it was.

    >>> unsealed(sealed(b"x")), unsealed(sealed(b"x")[:-1] + b"y")
    (b'x', None)
    """
    data = kept[_SEAL:]
    return data if kept == sealed(data) else None
