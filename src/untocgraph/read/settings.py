"""Limits of reading: what is refused rather than read, so that one document cannot take a run down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from untocgraph.core.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSettings(Settings):
    """Bounds on one document. Raises SettingError for a bound that is not positive.

    >>> ReadSettings().max_characters
    5000000
    """

    section: ClassVar[str] = "read"

    max_bytes: int = 100_000_000
    """Largest HTML, PDF or DOCX file, in bytes."""
    max_characters: int = 5_000_000
    """Longest text, in code points, whatever the format."""
    max_unpacked: int = 300_000_000
    """Largest total of what a DOCX unpacks to, in bytes."""
    max_pages: int = 5_000
    """Most pages of a PDF."""
    max_depth: int = 200
    """Deepest nesting of HTML elements."""
    max_seconds: int = 60
    """Longest time for one HTML, PDF or DOCX file."""
    max_memory: int = 2_000_000_000
    """Address space of the process that parses HTML, PDF and DOCX, in bytes (where the system can limit it)."""
    follow_links: bool = False
    """Read what symbolic links point to outside the folder that was named."""
