"""What the extraction left alone: paragraphs, sentences, names and numbers of a document that nothing rests on.

A list of places to read again, not a list of faults: much of what stands in a text says nothing that the graph
holds. ``coverage`` looks at one document; ``graph_coverage`` at every document of a stored graph.
"""

from __future__ import annotations

import calendar
import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from untocgraph.core import iri, resources
from untocgraph.core.display import Shown
from untocgraph.core.errors import QueryError
from untocgraph.core.model import Annotation, Block, Source, Span
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import OA, TYPE
from untocgraph.extract import lexicon
from untocgraph.extract.document import read_document
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.document.parse import split_sentences
from untocgraph.extract.speech.verbs import verb_forms
from untocgraph.store import GraphStore

_READ = ("paragraph", "numbered", "item")
_LEAST_WORDS = 5
"""A shorter paragraph is a label or a remnant."""
_NAME = re.compile(
    r"(?<![\w'-])[A-ZÀ-ÖØ-Þ][\w'’.&/-]*\w"
    r"(?:\s+(?:(?:of|for|on|the|and|against|de|du|des|la|y|van|von|al)\s+){0,3}[A-ZÀ-ÖØ-Þ][\w'’&/-]*\w)*"
)
_MONTH = "(?:" + "|".join(calendar.month_name[1:]) + ")"
_NUMBER = re.compile(
    rf"(?<![\w./-])(?:\d{{1,2}}(?:\s?[-–]\s?\d{{1,2}})?\s+{_MONTH}(?:\s+\d{{4}})?|{_MONTH}\s+\d{{1,2}},\s+\d{{4}}|{_MONTH}\s+\d{{4}}"
    r"|\d+(?:[ ,.]\d{3})*(?:\.\d+)?(?![\w/-])(?:\s?%)?)"
)
_MARK = re.compile(r"\s*\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,4})[.)]\s|\s*[-–—•*▪]\s")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_QUOTED = re.compile(r'"[^"]{25,}"')
_OPENERS = lexicon.word_set("function_words.word", folded=True)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Gap:
    """A stretch of a document, in code points, that was left alone.

    ``kind`` is ``paragraph`` (no claim rests on it), ``sentence`` (it reads like speech and is no statement), ``name``
    (capitalised words in no mention), ``number`` (in no mention, count or attribute), or the kind of a gap that the
    extraction itself reports (``lost_list`` …). ``text`` is the stretch, verbatim.
    """

    source: str
    start: int
    end: int
    kind: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """The stretches of one document that something rests on.

    ``mentions`` name things; ``claims`` prove relations, attributes, statements and counts; ``values`` prove
    attributes and counts only; ``statements`` are speech; ``reported`` holds (kind, note, stretch) of reported gaps.
    """

    mentions: tuple[Span, ...] = ()
    claims: tuple[Span, ...] = ()
    values: tuple[Span, ...] = ()
    statements: tuple[Span, ...] = ()
    reported: tuple[tuple[str, str, Span], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Coverage(Shown):
    """One document: how much there is to read, how much of it claims rest on, and what is left, in text order.

    ``speech`` counts the sentences that read like speech, ``characters_covered`` the code points of the paragraphs
    that are evidence of a claim or lie in a mention. ``profile`` is the genre by which it was read, ``neutral`` where
    none fits.
    """

    source: str
    title: str
    profile: str
    paragraphs: int
    sentences: int
    speech: int
    characters: int
    characters_covered: int
    gaps: tuple[Gap, ...]

    @property
    def label(self) -> str:
        """The document, and how much of it claims rest on."""
        return f"{self.source}: {self.summary()['covered']}"

    def count(self, kind: str) -> int:
        """Return the number of gaps of one kind."""
        return sum(gap.kind == kind for gap in self.gaps)

    def summary(self) -> dict[str, object]:
        """Return one row: the document, what it has, and what was left alone of each kind."""
        known = ("paragraph", "sentence", "name", "number")
        return {
            "source": self.source,
            "profile": self.profile,
            "paragraphs": self.paragraphs,
            "paragraphs_without_claim": self.count("paragraph"),
            "speech_sentences": self.speech,
            "speech_without_statement": self.count("sentence"),
            "unused_names": self.count("name"),
            "unused_numbers": self.count("number"),
            "reported_gaps": sum(gap.kind not in known for gap in self.gaps),
            "covered": round(self.characters_covered / self.characters, 3) if self.characters else 1.0,
        }


def used_by(annotation: Annotation) -> Used:
    """Return what an annotation rests on."""
    values = [
        *(claim.evidence.span for claim in annotation.attributes),
        *(claim.evidence.span for claim in annotation.counts),
    ]
    statements = [claim.evidence.span for claim in annotation.statements]
    relations = [claim.evidence.span for claim in annotation.relations]
    return Used(
        mentions=_ordered(mention.evidence.span for mention in annotation.mentions),
        claims=_ordered([*values, *statements, *relations]),
        values=_ordered(values),
        statements=_ordered(statements),
        reported=tuple(sorted((gap.kind, gap.note, gap.evidence.span) for gap in annotation.gaps)),
    )


def coverage(source: Source, used: Used) -> Coverage:
    """Return what of ``source`` nothing rests on.

    >>> source = Source(id="s", text="The delegate of Utopia said that talks on the 14 ports had to go on.", sha256="")
    >>> [(gap.kind, gap.text) for gap in coverage(source, Used()).gaps if gap.kind in ("name", "number")]
    [('name', 'Utopia'), ('number', '14')]
    """
    reading = read_document(source)
    blocks = _prose(reading)
    sentences = _sentences(reading, blocks)
    speech = [span for span in sentences if _speaks(span.of(reading.text))]
    claims, statements = _Stretches(used.claims), _Stretches(used.statements)
    missed = [
        *(_gap(source, block.span, "paragraph") for block in blocks if not claims.touch(block.span)),
        *(_gap(source, span, "sentence") for span in speech if not statements.touch(span)),
        *_unused(reading, blocks, sentences, used),
        *(_gap(source, span, kind, note) for kind, note, span in used.reported),
    ]
    return Coverage(
        source=source.id,
        title=source.title,
        profile=reading.profile.name,
        paragraphs=len(blocks),
        sentences=len(sentences),
        speech=len(speech),
        characters=sum(len(block.span) for block in blocks),
        characters_covered=_covered([block.span for block in blocks], [*used.claims, *used.mentions]),
        gaps=tuple(sorted(missed)),
    )


def _prose(reading: Reading) -> list[Block]:
    return [block for block in reading.blocks if block.kind in _READ and _is_prose(block.span.of(reading.text))]


def _sentences(reading: Reading, blocks: Iterable[Block]) -> list[Span]:
    return [
        Span(block.span.start + part.start, block.span.start + part.end)
        for block in blocks
        for part in split_sentences(block.span.of(reading.text))
    ]


def _ordered(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(set(spans)))


def _gap(source: Source, span: Span, kind: str, note: str = "") -> Gap:
    return Gap(source=source.id, start=span.start, end=span.end, kind=kind, text=span.of(source.text), note=note)


def _is_prose(text: str) -> bool:
    return sum(1 for _ in _WORD.finditer(text)) >= _LEAST_WORDS


class _Stretches:
    """Stretches of one text, for the question whether any of them shares a code point with another stretch."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(set(spans))
        self._starts = [span.start for span in ordered]
        self._reach = list(itertools.accumulate((span.end for span in ordered), max))

    def touch(self, span: Span) -> bool:
        """Whether one of them shares a code point with ``span``."""
        last = bisect_left(self._starts, span.end)
        return last > 0 and self._reach[last - 1] > span.start


def _covered(blocks: Sequence[Span], spans: Iterable[Span]) -> int:
    """How many code points of ``blocks``, sorted and apart, lie in one of ``spans``."""
    starts = [block.start for block in blocks]
    covered = at = 0
    for span in sorted(set(spans)):
        for block in blocks[max(bisect_left(starts, span.start) - 1, 0) : bisect_left(starts, span.end)]:
            start, end = max(span.start, block.start, at), min(span.end, block.end)
            if start < end:
                covered, at = covered + end - start, end
    return covered


@resources.derived()
def _telling() -> frozenset[str]:
    """The forms of verbs that hardly ever do anything but report speech; the base form tells nothing."""
    return frozenset(
        form
        for form, entries in verb_forms().items()
        if any(entry.strength == "strong" and tag in ("VBD", "VBZ") and not entry.rest for entry, tag in entries)
    )


def _speaks(sentence: str) -> bool:
    if _QUOTED.search(sentence):
        return True
    return any(match[0] in _telling() for match in _WORD.finditer(sentence))


@resources.derived()
def _generic() -> frozenset[str]:
    """What the genre capitalises and what names nothing by itself."""
    return frozenset((*lexicon.words("generic_names", "word"), *lexicon.words("generic_acronyms", "word")))


def _unused(reading: Reading, blocks: Sequence[Block], sentences: Sequence[Span], used: Used) -> Iterator[Gap]:
    starts = {span.start for span in sentences}
    taken = _Stretches([*used.mentions, *used.values])
    marks = {block.span.start: _MARK.match(reading.text, block.span.start) for block in blocks}
    for block in blocks:
        mark = marks[block.span.start]
        first = mark.end() if mark else block.span.start
        for match in _NAME.finditer(reading.text, first, block.span.end):
            span = _named(reading.text, match, opens=match.start() in starts or match.start() == first)
            if span is not None and not taken.touch(span):
                yield _gap(reading.source, span, "name")
        for match in _NUMBER.finditer(reading.text, first, block.span.end):
            span = Span(*match.span())
            if not taken.touch(span):
                yield _gap(reading.source, span, "number")


def _named(text: str, match: re.Match[str], *, opens: bool) -> Span | None:
    """The capitalised words of a match that may be a name: not the word that only opens its sentence."""
    start = match.start()
    opened = opens or text[max(0, start - 40) : start].rstrip()[-1:] in ('"', ":", ".", "?", "!", "")
    head = _WORD.match(match[0])
    while head is not None and start + head.end() < match.end() and head[0].casefold() in _OPENERS:
        start += head.end()
        start += len(text[start : match.end()]) - len(text[start : match.end()].lstrip())
        head, opened = _WORD.match(text[start : match.end()]), False
    rest = text[start : match.end()]
    if (opened and " " not in rest and not any(c.isupper() for c in rest[1:])) or rest.casefold() in _OPENERS:
        return None
    if all(part in _generic() for part in re.split(r"\s+(?:and|of)\s+(?:the\s+)?", rest)):
        return None
    return Span(start, match.end()) if rest[:1].isupper() else None


# ---- a stored graph ----


def graph_coverage(store: GraphStore, *, source: str | None = None) -> tuple[Coverage, ...]:
    """Return the coverage of each document of a graph, by id; of one only, where ``source`` (an id) names it.

    Raises QueryError for an id that the graph does not hold.
    """
    wanted = [held for held in store.documents() if source in (None, held.id)]
    if source is not None and not wanted:
        raise QueryError(f"{source!r} is no document of this graph", repair="untocgraph sources")
    return tuple(coverage(held, _used_in(store.oxigraph, held.id)) for held in wanted)


def _used_in(store: ox.Store, source: str) -> Used:
    """What the provenance graph of a source rests on."""
    records: dict[str, dict[str, list[str]]] = {}
    for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(iri.graph("provenance", source))):
        if quad.predicate.value != UNTOC.text:
            record = records.setdefault(str(getattr(quad.subject, "value", "")), {})
            kind = "" if isinstance(quad.object, ox.NamedNode) else " literal"
            record.setdefault(quad.predicate.value + kind, []).append(str(getattr(quad.object, "value", "")))
    places = {
        node: Span(int(record[f"{OA}start literal"][0]), int(record[f"{OA}end literal"][0]))
        for node, record in records.items()
        if f"{OA}start literal" in record
    }
    found: dict[str, list[Span]] = {"mentions": [], "claims": [], "values": [], "statements": []}
    reported: list[tuple[str, str, Span]] = []
    for record in records.values():
        spans = [places[place] for place in record.get(UNTOC.evidence, ())]
        if UNTOC.mentions in record:
            found["mentions"].extend(spans)
        elif f"{UNTOC.gapKind} literal" in record:
            kind, note = record[f"{UNTOC.gapKind} literal"][0], record[f"{UNTOC.note} literal"][0]
            reported.extend((kind, note, span) for span in spans)
        else:
            for sort in _sorts(record):
                found[sort].extend(spans)
    return Used(**{sort: _ordered(spans) for sort, spans in found.items()}, reported=tuple(sorted(reported)))


def _sorts(record: dict[str, list[str]]) -> tuple[str, ...]:
    """Of what an assertion is evidence; that a thing is of a class is no more than its mention."""
    object_ = next(iter(record.get(UNTOC.object, ())), "")
    if object_ == UNTOC.Statement:
        return ("claims", "statements")
    if object_ == UNTOC.ParticipantCount or f"{UNTOC.object} literal" in record:
        return ("claims", "values")
    return () if record.get(UNTOC.predicate) == [TYPE] else ("claims",)
