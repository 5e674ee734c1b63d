"""What whoever releases decides: addresses, names, dates, what goes out. Nothing is taken from a clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from untocgraph.core import iri
from untocgraph.core.errors import InputError
from untocgraph.core.model import PartialDate

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_NAME = "Creative Commons Attribution 4.0 International"
SPDX = "CC-BY-4.0"
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,99}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseOptions:
    """Options of a release. InputError for an address that is none, a date that is none, a version with odd signs.

    ``base_url``: where the files will stand, ending with a slash. ``version``: default is the version of the package
    and the first twelve digits of the hash of the dataset. ``issued``: day of publication, ISO 8601 (a release
    without it says no date). ``endpoint``: address of a SPARQL endpoint that serves the same graph. ``with_texts``:
    publish the whole source texts too, which needs the right to do so. ``site``: write pages.

    >>> ReleaseOptions(base_url="https://example.org/data").base_url
    'https://example.org/data/'
    """

    base_url: str = iri.BASE
    version: str = ""
    issued: str = ""
    title: str = "untocgraph: who governs the fight against organized crime, and what each of them said"
    description: str = (
        "A knowledge graph of the treaties, resolutions, meetings, organizations and people that govern the "
        "implementation of the United Nations Convention against Transnational Organized Crime, with what each of them "
        "said. Every fact names its source and quotes the words that prove it; contradictions are kept side by side."
    )
    publisher: str = "untocgraph contributors"
    contact: str = ""
    endpoint: str = ""
    with_texts: bool = False
    site: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "base_url", self.base_url.rstrip("/") + "/")
        for what, address in (("base_url", self.base_url), ("endpoint", self.endpoint), ("contact", self.contact)):
            if address and not _is_address(address, mail=what == "contact"):
                raise InputError(f"{what} {address!r} is no address", repair="give an https:// address")
        if self.version and not _VERSION.fullmatch(self.version):
            raise InputError(f"{self.version!r} is no version", repair="use letters, digits and . _ + -")
        if self.issued:
            try:
                if PartialDate.parse(self.issued).day is None:
                    raise ValueError("a day is needed")
            except ValueError as error:
                raise InputError(f"issued {self.issued!r}: {error}", repair="give YYYY-MM-DD") from None


def _is_address(text: str, *, mail: bool) -> bool:
    if any(char in text for char in ' <>"{}|\\^`\n\t'):
        return False
    parts = urlsplit(text)
    return (parts.scheme in ("http", "https") and bool(parts.netloc)) or (mail and parts.scheme == "mailto")
