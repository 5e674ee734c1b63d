"""The workbench of the authority data: what a changed file adds to and removes from what a corpus says.

Both versions run in processes of their own over the same texts; the installed data are only read.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from untocgraph import reference
from untocgraph.core import resources
from untocgraph.core.errors import InputError, Place, ReferenceDataError, SourceError, UntocgraphError
from untocgraph.core.model import Annotation, Source, Span
from untocgraph.extract import annotate
from untocgraph.extract.document.parse import Parser

SORTS = ("entity", "mention", "attribute", "relation", "statement", "count")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Change:
    """One thing that a document says with one version of the data only.

    ``change`` is ``added`` or ``removed``; ``sort`` one of ``SORTS``; ``start`` and ``end`` are where it stands, in
    code points; ``says`` is what it says, in the words of the table export.
    """

    source: str
    start: int
    end: int
    sort: str
    change: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a changed file does to a corpus: numbers of each sort before and after, and each change in text order."""

    file: str
    before: dict[str, int]
    after: dict[str, int]
    changes: tuple[Change, ...]

    def summary(self) -> list[dict[str, object]]:
        """Return a row for each sort: how many before and after, how many added and removed."""
        told = Counter((change.sort, change.change) for change in self.changes)
        return [
            {
                "sort": sort,
                "before": self.before.get(sort, 0),
                "after": self.after.get(sort, 0),
                "added": told[sort, "added"],
                "removed": told[sort, "removed"],
            }
            for sort in SORTS
        ]


def place_of(file: Path) -> str:
    """Return which file of ``reference/`` a changed copy stands for, by its name and header row.

    Raises InputError when no installed file has this name and header, or two do.

    >>> place_of(resources.path("reference/lexicon/posts.csv"))
    'lexicon/posts.csv'
    """
    folder = resources.path("reference")
    named = [name for name in (file.name, f"lexicon/{file.name}") if (folder / name).is_file()]
    fitting = [name for name in named if _header(folder / name) == _header(file)]
    if len(fitting) == 1:
        return fitting[0]
    if not named:
        raise InputError(f"{file}: there is no {file.name} in the reference data", repair="keep the file's name")
    raise ReferenceDataError(
        "the header row is not that of the installed file", place=Place(file=str(file), line=1), repair="restore it"
    )


def _header(file: Path) -> list[str]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            return next(csv.reader(handle), [])
    except UnicodeDecodeError:
        raise ReferenceDataError("not UTF-8", place=Place(file=str(file)), repair="save the file as UTF-8") from None


def check_file(file: Path) -> tuple[ReferenceDataError, ...]:
    """Return what would be wrong with the installed reference data if ``file`` were part of it."""
    with tempfile.TemporaryDirectory() as folder:
        return _faults(_overlay(file, Path(folder)))


def _overlay(file: Path, folder: Path) -> Path:
    """A copy of the reference data with ``file`` in its place."""
    made = folder / "reference"
    name = place_of(file)
    shutil.copytree(resources.path("reference"), made)
    shutil.copyfile(file, made / name)
    return made


def _faults(overlay: Path) -> tuple[ReferenceDataError, ...]:
    known = {str(problem) for problem in reference.check()}
    return tuple(problem for problem in reference.check(overlay) if str(problem) not in known)


def try_file(file: Path, sources: Sequence[Source], *, cache: Path | None = None) -> Trial:
    """Return what ``file``, a changed copy of one file of ``reference/``, does to what ``sources`` say.

    ``cache`` is a folder for parses, such as ``cache/parses`` of a graph directory. Nothing else is written. Raises
    InputError for a file that is none of the reference data, ReferenceDataError for the first thing wrong with it.
    """
    with tempfile.TemporaryDirectory() as folder:
        overlay = _overlay(file, Path(folder))
        for problem in _faults(overlay):
            raise problem
        parses = cache or Path(folder) / "parses"
        before = _annotated(sources, parses)
        with resources.reference_at(overlay):
            after = _annotated(sources, parses)
    changes = [
        change
        for one, other in zip(before, after, strict=True)
        for change in _changes(set(_said(one)), set(_said(other)))
    ]
    return Trial(file=place_of(file), before=_numbers(before), after=_numbers(after), changes=tuple(sorted(changes)))


def _annotated(sources: Iterable[Source], parses: Path) -> list[Annotation]:
    parser = Parser(cache=parses)
    return [_annotate(source, parser) for source in sources]


def _annotate(source: Source, parser: Parser) -> Annotation:
    try:
        return annotate(source, parser=parser)
    except UntocgraphError:
        raise
    except Exception as error:
        raise SourceError(f"{source.id}: cannot be annotated: {type(error).__name__}: {error}") from None


_Said = tuple[str, int, int, str, str]
"""(source, start, end, sort, what it says)."""


def _changes(before: set[_Said], after: set[_Said]) -> Iterator[Change]:
    for change, told in (("removed", before - after), ("added", after - before)):
        for source, start, end, sort, says in told:
            yield Change(source=source, start=start, end=end, sort=sort, change=change, says=says)


def _numbers(annotations: Iterable[Annotation]) -> dict[str, int]:
    return dict(Counter(said[3] for annotation in annotations for said in set(_said(annotation))))


def _said(annotation: Annotation) -> Iterator[_Said]:
    """Everything one document says, in words that do not depend on local keys."""
    names = {entity.key: f"{entity.label} ({entity.type})" for entity in annotation.entities}
    first: dict[str, Span] = {}

    def row(span: Span, sort: str, *parts: str) -> _Said:
        return (annotation.source, span.start, span.end, sort, " – ".join(part for part in parts if part))

    for mention in annotation.mentions:
        first.setdefault(mention.entity, mention.evidence.span)
        yield row(mention.evidence.span, "mention", mention.text, names[mention.entity])
    for entity in annotation.entities:
        if entity.key in first:
            yield row(first[entity.key], "entity", names[entity.key], entity.reference)
    for attribute in annotation.attributes:
        subject = names[attribute.entity]
        yield row(attribute.evidence.span, "attribute", subject, attribute.attribute, attribute.value)
    for relation in annotation.relations:
        ends = names.get(relation.subject, relation.subject), names[relation.object]
        yield row(relation.evidence.span, "relation", ends[0], relation.predicate, ends[1], relation.role)
    for statement in annotation.statements:
        speaker = names.get(statement.speaker, statement.speaker_phrase)
        event = names.get(statement.event, "")
        yield row(statement.evidence.span, "statement", speaker, statement.mode, statement.kind, statement.verb, event)
    for count in annotation.counts:
        event = names.get(count.event, "")
        yield row(count.evidence.span, "count", str(count.value), count.category, count.qualifier, event)
