"""What can be computed again, kept by the digest of all it depends on. Safe to delete; what is damaged is missing.

Plain JSON, never pickle: a graph directory may come from somebody else.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import types
import typing
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar, Union, cast

from untocgraph.core.seals import sealed, unsealed, write_whole

T = TypeVar("T")
Decoder = Callable[[Any], Any]


def pack(value: Any) -> Any:
    """Return a dataclass of the model as nested lists, in the order of its fields.

    >>> from untocgraph.core.model import Span
    >>> unpack(Span, pack(Span(1, 3)))
    Span(start=1, end=3)
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [pack(getattr(value, name)) for name in _names(cast(Hashable, type(value)))]
    if isinstance(value, (tuple, list)):
        return [pack(item) for item in value]
    return sorted(value) if isinstance(value, frozenset) else value


def unpack(class_: type[T], packed: Any) -> T:
    """Return the dataclass that ``pack`` made lists of; TypeError or ValueError when they do not fit."""
    found: T = _decoder(cast(Hashable, class_))(packed)
    return found


@functools.cache
def _names(class_: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(class_))


@functools.cache
def _decoder(hint: Any) -> Decoder:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if dataclasses.is_dataclass(hint):
        return _dataclass_decoder(hint)
    if origin in (frozenset, list) or (origin is tuple and arguments[-1] is Ellipsis):
        item = _decoder(arguments[0])
        return lambda packed: origin(map(item, packed))
    if origin is tuple:
        items = tuple(map(_decoder, arguments))
        return lambda packed: tuple(decode(part) for decode, part in zip(items, packed, strict=True))
    if origin in (Union, types.UnionType):
        inner = _decoder(next(a for a in arguments if a is not type(None)))
        return lambda packed: None if packed is None else inner(packed)
    if origin is Literal or hint in (str, int, float, bool, Any):
        return lambda packed: packed
    raise TypeError(f"the cache cannot hold {hint}")


def _dataclass_decoder(class_: Any) -> Decoder:
    names = _names(class_)
    hints = typing.get_type_hints(class_)
    decoders = [_decoder(hints[name]) for name in names]

    def decode(packed: Any) -> Any:
        values = [decoder(part) for decoder, part in zip(decoders, packed, strict=True)]
        return class_(**dict(zip(names, values, strict=True))) if _keyword_only(class_) else class_(*values)

    return decode


@functools.cache
def _keyword_only(class_: Any) -> bool:
    return any(field.kw_only for field in dataclasses.fields(class_))


class Kept(Generic[T]):
    """Values of one class in a folder, by key. Several processes may use one folder at once.

    >>> import tempfile
    >>> from untocgraph.core.model import Span
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     digest = Kept(Path(folder), Span).put("key", Span(1, 3))
    ...     Kept(Path(folder), Span).get("key") == (Span(1, 3), digest)
    True
    """

    def __init__(self, folder: Path, class_: type[T]) -> None:
        self._folder, self._class = folder, class_

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"

    def get(self, key: str) -> tuple[T, str] | None:
        """Return the value and a digest of it, or None when it is not there or cannot be read."""
        try:
            data = self.read(key)
            return unpack(self._class, json.loads(data)), hashlib.sha256(data).hexdigest()
        except (FileNotFoundError, ValueError, TypeError, KeyError):
            return None

    def put(self, key: str, value: T) -> str:
        """Keep a value; return a digest of it. OSError when the disk does not take it."""
        return self.keep(
            key, json.dumps(pack(value), ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")
        )

    def read(self, key: str) -> bytes:
        """Return a value as it was kept; FileNotFoundError when it is not there or was damaged since."""
        data = unsealed(self._path(key).read_bytes())
        if data is None:
            raise FileNotFoundError(self._path(key))
        return data

    def keep(self, key: str, data: bytes) -> str:
        """Keep what ``read`` gave, here or elsewhere; return its digest. OSError when the disk does not take it."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, sealed(data), durable=False)
        return hashlib.sha256(data).hexdigest()
