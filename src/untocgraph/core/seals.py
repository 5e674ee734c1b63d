"""Files written whole or not at all, and cached data with their hash before them: damage is noticed, never read."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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


def sealed_json(value: Mapping[str, Any]) -> str:
    """Return JSON whose last member, ``sha256``, is the hash of the rest."""
    told = json.dumps(value, ensure_ascii=False, indent=1)
    return (
        json.dumps({**value, "sha256": hashlib.sha256(told.encode()).hexdigest()}, ensure_ascii=False, indent=1) + "\n"
    )


def is_sealed_json(kept: bytes) -> bool:
    """Return whether ``kept`` is JSON as `sealed_json` wrote it.

    >>> is_sealed_json(sealed_json({"n": 1}).encode()), is_sealed_json(b'{"n": 2}')
    (True, False)
    """
    try:
        value = json.loads(kept)
        return sealed_json({name: held for name, held in value.items() if name != "sha256"}).encode() == kept
    except (ValueError, AttributeError):
        return False


def write_whole(path: Path, content: str | bytes, *, durable: bool = True) -> None:
    """Write a file so that a reader sees the old content or the new, never a part, whatever happens meanwhile.

    ``durable=False`` leaves it to the system when the disk has it: for what can be computed again.
    """
    data = content.encode() if isinstance(content, str) else content
    partial = path.with_name(f".{path.name}.part" if durable else f".{path.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as handle:
            handle.write(data)
            if durable:
                handle.flush()
                os.fsync(handle.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
