"""Reading: bytes of txt, md, html, pdf and docx become sources, with the text that every offset refers to.

>>> from untocgraph.read import read
"""

from untocgraph.read.decode import Decoded, decode
from untocgraph.read.documents import Input, Notice, ReadResult, Skipped, iter_sources, list_inputs, load, read
from untocgraph.read.genre import GENRES
from untocgraph.read.manifest import Manifest, ManifestRow, check_id, read_manifest
from untocgraph.read.metadata import Metadata, guess
from untocgraph.read.sandbox import Sandbox
from untocgraph.read.settings import ReadSettings

__all__ = [
    "GENRES",
    "Decoded",
    "Input",
    "Manifest",
    "ManifestRow",
    "Metadata",
    "Notice",
    "ReadResult",
    "ReadSettings",
    "Sandbox",
    "Skipped",
    "check_id",
    "decode",
    "guess",
    "iter_sources",
    "list_inputs",
    "load",
    "read",
    "read_manifest",
]
