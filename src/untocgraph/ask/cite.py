"""How a statement is cited: its words, where they stand, and which version of the graph gave them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Literal

from untocgraph.ask.query.terms import is_iri
from untocgraph.ask.reader import Reader, first
from untocgraph.ask.views import statement_view
from untocgraph.core import iri
from untocgraph.core.display import Shown
from untocgraph.core.errors import QueryError, choose
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import DCTERMS

CitationFormat = Literal["text", "bibtex", "csl-json", "ris"]
CITATION_FORMATS: tuple[CitationFormat, ...] = ("text", "bibtex", "csl-json", "ris")
_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_{}"}}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Citation(Shown):
    """One statement as it is cited. ``start`` and ``end`` count code points of the source text, half-open.

    ``issued`` is as exact as the source says (``2023-06-08``, ``2023``), or empty. ``version`` is that of the graph.

    >>> found = Citation(statement="https://w3id.org/untocgraph/id/statement/a1b2", quotation="Ports need help",
    ...     speaker="Mr. Ado Kellan", occasion="", title="Daily note", publisher="Harbour Office", issued="2030-03-03",
    ...     url="", source="https://w3id.org/untocgraph/id/source/note", start=10, end=25, version="0.1.0+ab")
    >>> print(found)
    Mr. Ado Kellan: “Ports need help”. Harbour Office, Daily note, 2030-03-03, characters 10–25. \
https://w3id.org/untocgraph/id/source/note. Statement https://w3id.org/untocgraph/id/statement/a1b2, \
untocgraph 0.1.0+ab.
    """

    statement: str
    quotation: str
    speaker: str
    occasion: str
    title: str
    publisher: str
    issued: str
    url: str
    source: str
    start: int
    end: int
    version: str

    def __str__(self) -> str:
        return self.to_text().rstrip("\n")

    def write(self, format: CitationFormat = "text") -> str:
        """Return the citation in one of ``CITATION_FORMATS``; QueryError for another."""
        chosen = choose(format, CITATION_FORMATS, "format of a citation")
        made = {"text": self.to_text, "bibtex": self.to_bibtex, "csl-json": self.to_csl_json, "ris": self.to_ris}
        return made[chosen]()

    def to_text(self) -> str:
        """Return one line: who, the words, whose text of when, the place in it, the statement and the version."""
        where = ", ".join(filter(None, [self.publisher, self.title, self.issued, f"characters {self._place}"]))
        return f"{self._said}. {where}. {self._address}. {self._record}.\n"

    def to_bibtex(self) -> str:
        """Return an entry ``@misc`` for BibTeX and BibLaTeX; signs that TeX reads are escaped."""
        year, _, rest = self.issued.partition("-")
        fields = {
            "author": f"{{{_tex(self.publisher)}}}" if self.publisher else "",
            "title": f"{{{_tex(self.title)}}}",
            "year": year,
            "month": str(int(rest[:2])) if rest else "",
            "url": self._address,
            "note": _tex(self._note),
        }
        rows = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        return f"@misc{{{self._key},\n{rows}}}\n"

    def to_csl_json(self) -> str:
        """Return a list of one item of CSL-JSON 1.0, which Zotero and pandoc read."""
        item: dict[str, Any] = {"id": self._key, "type": "document", "title": self.title}
        if self.publisher:
            item |= {"author": [{"literal": self.publisher}], "publisher": self.publisher}
        if self.issued:
            item["issued"] = {"date-parts": [[int(part) for part in self.issued.split("-")]]}
        item |= {"URL": self._address, "note": self._note}
        return json.dumps([item], ensure_ascii=False, indent=1) + "\n"

    def to_ris(self) -> str:
        """Return a record of RIS (type GEN)."""
        day = "/".join([*self.issued.split("-"), "", ""][:3]) + "/" if self.issued else ""
        tags = (("TY", "GEN"), ("ID", self._key), ("TI", self.title), ("AU", self.publisher), ("PB", self.publisher),
                ("PY", self.issued[:4]), ("DA", day), ("UR", self._address), ("N1", self._note))  # fmt: skip
        return "".join(f"{tag}  - {value}\n" for tag, value in tags if value) + "ER  - \n"

    @property
    def _said(self) -> str:
        who = f"{self.speaker}: " if self.speaker else ""
        return f"{who}“{self.quotation}”" + (f", at {self.occasion}" if self.occasion else "")

    @property
    def _place(self) -> str:
        return f"{self.start}–{self.end}"

    @property
    def _address(self) -> str:
        return self.url or self.source

    @property
    def _record(self) -> str:
        return f"Statement {self.statement}, untocgraph {self.version}"

    @property
    def _note(self) -> str:
        return f"{self._said}; characters {self._place}. {self._record}"

    @property
    def _key(self) -> str:
        return "untocgraph_" + re.sub(r"[^A-Za-z0-9]", "", self.statement.rpartition("/")[2])[:10]


def cite(reader: Reader, statement: str, *, version: str) -> Citation:
    """Return the citation of a statement by its IRI or the end of one; QueryError for what is no statement."""
    node = statement if statement.startswith(iri.BASE) else f"{iri.BASE}id/{statement}"
    if not is_iri(node) or not reader.is_a(node, UNTOC.Statement):
        raise QueryError(f"{statement!r} is no statement of the graph", repair="search for its words: kind=statement")
    view = statement_view(reader, node)
    known = reader.record(view.proof.source.iri)
    speaker = view.speaker.label if view.speaker else view.speaker_phrase
    behalf = view.on_behalf_of.label if view.on_behalf_of and view.on_behalf_of != view.speaker else ""
    return Citation(
        statement=node, quotation=" ".join(view.proof.quotation.split()),
        speaker=f"{speaker} ({behalf})" if speaker and behalf else speaker or behalf,
        occasion=view.event.label if view.event else "",
        title=first(known, f"{DCTERMS}title") or view.proof.source.label,
        publisher=first(known, f"{DCTERMS}publisher"), issued=first(known, f"{DCTERMS}issued"),
        url=first(known, UNTOC.url), source=view.proof.source.iri, start=view.proof.start, end=view.proof.end,
        version=version,
    )  # fmt: skip


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in text)
