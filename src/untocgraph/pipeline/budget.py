"""A budget for one document: past it the document is given up with a word, and the run goes on."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import ClassVar

from untocgraph.core.errors import LimitError
from untocgraph.core.killable import bound_memory
from untocgraph.core.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetSettings(Settings):
    """What one document may cost a build."""

    section: ClassVar[str] = "budget"

    seconds: float = 60.0
    """Processor time that any document may take, in seconds."""
    characters: int = 5_000
    """A longer document has a second more for each of so many characters."""
    memory: int = 4_000_000_000
    """Bytes of address space that a worker may take beyond what it holds when it starts."""


class _Overrun(BaseException):
    """Not an Exception, so that no rule takes it for a fault of its own."""


@contextlib.contextmanager
def processor_time(name: str, characters: int, *, seconds: float | None = None) -> Iterator[None]:
    """Raise LimitError when the block takes more processor time than a document of so many characters may.

    The allowance grows with the text as reading it does. It cannot be held outside the main thread of a process, nor
    where the system has no such timer: there the block has all the time it takes.

    >>> with processor_time("a", 100):
    ...     1 + 1
    2
    """
    settings = BudgetSettings.from_environment(seconds=seconds)
    allowed = settings.seconds + characters / settings.characters
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGPROF"):
        yield
        return

    def over(number: int, frame: FrameType | None) -> None:
        raise _Overrun

    before = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, allowed, 1.0)  # again each second: a callback may have swallowed the first
    try:
        yield
    except _Overrun:
        raise LimitError(
            f"{name}: it takes more than {allowed:.0f} s of processor time", repair="split it, or leave it out"
        ) from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def limit_memory() -> None:
    """Bound the memory of this process, where the system can: more is a MemoryError, so one document's own fault."""
    with contextlib.suppress(OSError, ValueError):  # a stricter limit is there already
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        bound_memory(pages * os.sysconf("SC_PAGE_SIZE") + BudgetSettings.from_environment().memory)
