"""What lies where in a graph directory, its format version, and the lock of its one writer."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from untocgraph.core.errors import NoGraphError, StoreError, StoreLockedError, StoreVersionError
from untocgraph.core.seals import write_whole

FORMAT = 1
"""Version of the layout. Raised whenever an older program could misread what a newer one writes."""


@dataclass(frozen=True, slots=True)
class GraphDir:
    """The paths of one graph directory. Nothing is touched until a method is called.

    ::

        format.json       the layout version
        lock              held by the one process that writes
        store/current     number of the generation that is in force
        store/{n}/        one generation: db/ (the embedded store) and sources.json (what was read)
        texts/{sha}.txt   every source text, exactly as it was read
        cache/            parses and annotations by digest; may be deleted at any time
        decisions.jsonl   append-only log of identity judgements
        run.json          report of the last build
        sums.txt          the hash of every file that is not named by its own
        reader/           answers of a second reader by the digest of their request, and what was not taken of them

    >>> GraphDir(Path("untoc-graph")).decisions.name
    'decisions.jsonl'
    """

    root: Path

    @property
    def format_file(self) -> Path:
        """``format.json``."""
        return self.root / "format.json"

    @property
    def store(self) -> Path:
        """``store/``."""
        return self.root / "store"

    @property
    def current(self) -> Path:
        """``store/current``."""
        return self.store / "current"

    @property
    def texts(self) -> Path:
        """``texts/``."""
        return self.root / "texts"

    @property
    def cache(self) -> Path:
        """``cache/``."""
        return self.root / "cache"

    @property
    def decisions(self) -> Path:
        """``decisions.jsonl``."""
        return self.root / "decisions.jsonl"

    @property
    def reader(self) -> Path:
        """``reader/``."""
        return self.root / "reader"

    @property
    def run(self) -> Path:
        """``run.json``."""
        return self.root / "run.json"

    def check(self) -> None:
        """Raise NoGraphError where there is no graph, StoreVersionError where it has another layout."""
        try:
            written = json.loads(self.format_file.read_text(encoding="utf-8"))["format"]
        except FileNotFoundError:
            raise NoGraphError(
                f"{self.root}: no graph here", repair=f"untocgraph build SOURCES -g {self.root}"
            ) from None
        except (ValueError, KeyError, TypeError) as error:
            raise StoreVersionError(f"{self.format_file}: cannot be understood: {error}", repair=_ANEW) from None
        if written != FORMAT:
            age = "an older" if isinstance(written, int) and written < FORMAT else "another"
            raise StoreVersionError(
                f"{self.root}: written by {age} version (format {written}, this one reads {FORMAT})", repair=_ANEW
            )

    def prepare(self) -> None:
        """Note the layout of a new directory, or check that of an old one; StoreVersionError for another layout."""
        if self.format_file.exists():
            self.check()
        else:
            write_whole(self.format_file, json.dumps({"format": FORMAT}) + "\n")

    def _make(self) -> None:
        """Create the directory; StoreError for one with something else in it, which is left untouched."""
        if self.root.exists() and not self.root.is_dir():
            raise StoreError(f"{self.root}: is a file, not a directory", repair="name a directory")
        self.root.mkdir(parents=True, exist_ok=True)
        ours = self.format_file.exists() or all(entry.name in _FIRST for entry in self.root.iterdir())
        if not ours:
            raise StoreError(
                f"{self.root}: is no graph directory and not empty", repair="name an empty or a new directory"
            )

    def generation(self) -> int | None:
        """Return the number of the generation in force; None before the first build was finished."""
        try:
            return int(self.current.read_text(encoding="ascii"))
        except FileNotFoundError:
            return None

    def generation_dir(self, number: int) -> Path:
        """Return the directory of a generation."""
        return self.store / str(number)

    def database(self, number: int) -> Path:
        """Return the directory of the embedded store of a generation."""
        return self.generation_dir(number) / "db"

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock of the one writer; StoreLockedError when another process has it.

        Creates the directory; StoreError where one with something else in it stands. The lock is the operating
        system's: it goes with the process, however that ends.
        """
        self._make()
        with (self.root / "lock").open("ab") as handle:
            if not _try_lock(handle.fileno()):
                raise StoreLockedError(
                    f"{self.root}: another process is writing to this graph", repair="wait until it has finished"
                )
            yield


_FIRST = ("lock", ".format.json.part")
_ANEW = "build it anew in an empty directory; texts/ and decisions.jsonl of the old one can be used again"


def _try_lock(descriptor: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
