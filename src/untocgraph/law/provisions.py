"""Provisions as things with an IRI: article, paragraph, subparagraph, item.

``read_treaty`` finds them in the text of a treaty; ``provisions`` gives those of the four treaties of the
Convention, by number and heading, as the package brings them. No text of a treaty is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from untocgraph import reference
from untocgraph.core import iri, resources
from untocgraph.core.errors import InputError

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ARTICLE = re.compile(r"#*\s*article\s+(\d+)(?:\s*[.:–—-]\s*(?P<heading>[^.;]{1,160}))?\.?\s*", re.IGNORECASE)
_OTHER_LANGUAGE = re.compile(r"#*\s*(?!article\b)[^\W\d]{4,12}\s+1(?:er)?\.?\s*", re.IGNORECASE)
_PART = re.compile(r"#+\s*(?:part\s+)?[IVX]+\b\.?\s*(?P<heading>.*)", re.IGNORECASE)
_PARAGRAPH = re.compile(r"(\d{1,2})\.\s+(?=\S)")
_LETTERED = re.compile(r"(?P<open>\(?)(?P<mark>[a-z]{1,4})\)\s*")
_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\s]*\)")
_END = re.compile(r"in witness whereof|done at ", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """An article or one of its parts. ``steps`` lead to it: ``("art-32", "par-3", "sub-c")``.

    ``heading`` is the heading of an article, empty below it. ``parent`` is the IRI of the provision or instrument
    above.
    """

    instrument: str
    steps: tuple[str, ...]
    heading: str = ""

    @property
    def iri(self) -> str:
        """The IRI of the provision."""
        return iri.provision(self.instrument, *self.steps)

    @property
    def parent(self) -> str:
        """The IRI of what it is part of: the provision above, or the instrument."""
        if len(self.steps) > 1:
            return iri.provision(self.instrument, *self.steps[:-1])
        return iri.entity("instrument", self.instrument)

    @property
    def type(self) -> str:
        """Article, Paragraph or Subparagraph (items are subparagraphs too)."""
        return {"art": "Article", "par": "Paragraph"}.get(self.steps[-1].split("-")[0], "Subparagraph")

    @property
    def label(self) -> str:
        """The way UN texts cite it.

        >>> Provision(instrument="untoc", steps=("art-32", "par-3", "sub-c")).label
        'article 32, paragraph 3 (c)'
        """
        words = {"art": "article {}", "par": "paragraph {}", "sub": "({})", "item": "({})"}
        parts = [words[kind].format(number) for kind, number in (step.split("-", 1) for step in self.steps)]
        label = parts[0]
        for step, part in zip(self.steps[1:], parts[1:], strict=True):
            label += (", " if step.startswith("par") else " ") + part
        return label


@dataclass(slots=True)
class _Reader:
    """Walks over the lines of one treaty and keeps where it stands."""

    instrument: str
    found: list[Provision] = field(default_factory=list)
    words: list[list[str]] = field(default_factory=list)
    """What each of ``found`` says itself, line by line."""
    article: int = 0
    paragraph: int = 0
    letter: str = ""
    bracket: str = ""
    item: str = ""
    wants_heading: bool = False

    def line(self, text: str) -> bool:
        """Take one line; return False where the treaty ends."""
        if match := _ARTICLE.fullmatch(text):
            return self._open_article(int(match[1]), (match["heading"] or "").strip())
        if self.article and (_END.match(text) or _OTHER_LANGUAGE.fullmatch(text)):
            return False
        if not self.article:
            return True
        if self.wants_heading and not _PARAGRAPH.match(text) and not _LETTERED.match(text):
            self._set_heading(text.lstrip("# ").strip())
        else:
            self._open_parts(text)
        return True

    def _open_parts(self, text: str) -> None:
        """Take the marks at the start of a line: "1. (a) (i) …" opens three provisions."""
        if (match := _PARAGRAPH.match(text)) and self._open_paragraph(int(match[1])):
            text = text[match.end() :]
        while (match := _LETTERED.match(text)) and self._open_lettered(match["mark"], match["open"]):
            text = text[match.end() :]
        if text.strip() and not text.startswith("#"):
            self.words[-1].append(text.strip())

    def _open_article(self, number: int, heading: str) -> bool:
        if number <= self.article:  # the next language begins
            return False
        self.article, self.paragraph, self.letter, self.item = number, 0, "", ""
        self.wants_heading = not heading
        self._append(Provision(instrument=self.instrument, steps=(f"art-{number}",), heading=heading))
        return True

    def _append(self, provision: Provision) -> None:
        self.found.append(provision)
        self.words.append([])

    def _set_heading(self, text: str) -> None:
        self.wants_heading = False
        if len(text) <= 160 and not text.endswith((".", ":", ";", ",")):
            self.found[-1] = Provision(instrument=self.instrument, steps=self.found[-1].steps, heading=text)
        else:
            self.words[-1].append(text)

    def _open_paragraph(self, number: int) -> bool:
        if number != self.paragraph + 1:  # a number in the text, not of a paragraph
            return False
        self.wants_heading = False
        self.paragraph, self.letter, self.item = number, "", ""
        self._add()
        return True

    def _open_lettered(self, mark: str, bracket: str) -> bool:
        self.wants_heading = False
        if self._is_item(mark, bracket):
            self.item = mark
        elif mark == (chr(ord(self.letter) + 1) if self.letter else "a"):
            self.letter, self.bracket, self.item = mark, bracket, ""
        else:
            return False
        self._add()
        return True

    def _is_item(self, mark: str, bracket: str) -> bool:
        """ "(i)" after "(h)" is a letter, unless letters are written otherwise ("h)")."""
        following = _ROMAN[_ROMAN.index(self.item) + 1] if self.item in _ROMAN[:-1] else "i"
        if not self.letter or mark != following:
            return False
        return bracket != self.bracket or mark != chr(ord(self.letter) + 1)

    def _add(self) -> None:
        steps = [f"art-{self.article}"]
        steps += [f"par-{self.paragraph}"] if self.paragraph else []
        steps += [f"sub-{self.letter}"] if self.letter else []
        steps += [f"item-{self.item}"] if self.item else []
        self._append(Provision(instrument=self.instrument, steps=tuple(steps)))


def read_treaty(text: str, instrument: str) -> tuple[Provision, ...]:
    """Return the provisions that the text of a treaty has, in its order; ``instrument`` is the key for their IRIs.

    Articles are lines "Article 7", with the heading behind a stop or on the next line; paragraphs begin with "1.",
    subparagraphs with "a)" or "(a)", items with "(i)". A second language after the first is left out. Raises
    InputError where no article is found.

    >>> text = "Article 1\\nPurpose\\n1. First.\\n2. Second:\\n(a) This;\\n(b) That."
    >>> [provision.label for provision in read_treaty(text, "sample")][2:]
    ['article 1, paragraph 2', 'article 1, paragraph 2 (a)', 'article 1, paragraph 2 (b)']
    """
    return tuple(_read(text, instrument).found)


def treaty_words(text: str, instrument: str) -> dict[str, str]:
    r"""Return IRI of a provision → its own words, those of its parts aside; provisions without any are left out.

    Read as by ``read_treaty``: one language, and links as their words. Raises InputError where no article is found.

    >>> list(treaty_words("Article 1\nPurpose\n1. First.\n2. Second:\n(a) This;", "sample").values())
    ['First.', 'Second:', 'This;']
    """
    read = _read(text, instrument)
    own = zip(read.found, read.words, strict=True)
    return {one.iri: _LINK.sub(r"\1", " ".join(" ".join(words).split())) for one, words in own if words}


def _read(text: str, instrument: str) -> _Reader:
    reader = _Reader(instrument)
    for line in text.splitlines():
        stripped = line.strip()
        if stripped and not _PART.fullmatch(stripped) and not reader.line(stripped):
            break
    if not reader.found:
        raise InputError(
            "no article found in the text", repair="give the text of a treaty with lines such as Article 1"
        )
    return reader


@resources.derived(1)
def _known() -> dict[str, tuple[Provision, ...]]:
    known = reference.load()
    grouped: dict[tuple[str, int], list[Provision]] = {}
    for article in known.articles:
        steps = (f"art-{article.number}",)
        provision = Provision(instrument=article.instrument, steps=steps, heading=article.heading)
        grouped[(article.instrument, article.number)] = [provision]
    for row in known.provisions:
        grouped[(row.instrument, row.article)].append(Provision(instrument=row.instrument, steps=row.steps))
    outline: dict[str, list[Provision]] = {}
    for (instrument, _), members in grouped.items():
        outline.setdefault(instrument, []).extend(members)
    return {instrument: tuple(members) for instrument, members in outline.items()}


def provisions(instrument: str | None = None) -> tuple[Provision, ...]:
    """Return the provisions of one of the four treaties, or of all; InputError for an unknown key.

    >>> len([one for one in provisions("untoc") if one.type == "Article"])
    41
    """
    known = _known()
    if instrument is None:
        return tuple(provision for members in known.values() for provision in members)
    if instrument not in known:
        raise InputError(f"{instrument!r} has no provisions here", repair="use one of " + ", ".join(sorted(known)))
    return known[instrument]


@resources.derived(1)
def _by_iri() -> dict[str, Provision]:
    return {provision.iri: provision for provision in provisions()}


def canonical(provision_iri: str) -> Provision | None:
    """Return the known provision of that IRI, or None.

    >>> canonical(iri.provision("untoc", "art-32", "par-3", "sub-c")).label
    'article 32, paragraph 3 (c)'
    """
    return _by_iri().get(provision_iri)


def children(provision_iri: str) -> Iterator[Provision]:
    """Yield the known provisions directly below that one."""
    return (provision for provision in provisions() if provision.parent == provision_iri)
