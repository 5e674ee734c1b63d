"""Full-text search over names, statements and source texts: an SQLite FTS5 index, accents folded, evidence marked."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from untocgraph.ask.query.run import native
from untocgraph.core.display import Shown
from untocgraph.core.errors import QueryError, StoreError
from untocgraph.core.fold import STROKES, same_length_fold, straight
from untocgraph.core.iri import ONTOLOGY, digest
from untocgraph.core.namespace import KIND_OF_TYPE, UNTOC
from untocgraph.core.settings import GraphSettings
from untocgraph.core.vocabulary import ALT_LABEL, DCTERMS, LABEL, OA, REPLACED_BY, TYPE
from untocgraph.store import GraphStore

KINDS = (*sorted(set(KIND_OF_TYPE.values())), "passage", "statement")
"""What can be found: entities of each kind, statements, and passages of source texts."""
_SCHEMA = """
CREATE TABLE place (
  id INTEGER PRIMARY KEY, kind TEXT, iri TEXT, label TEXT, source TEXT, start INTEGER, end INTEGER, body TEXT
);
CREATE VIRTUAL TABLE words USING fts5(body, content='', tokenize="unicode61 remove_diacritics 2");
"""
_PASSAGE = 900
_WINDOW = 240
_NAMES = (LABEL, ALT_LABEL, UNTOC.acronym)
_IDENTIFIER = f"{DCTERMS}identifier"
_OA = OA

Row = tuple[str, str, str, str, int, int, str]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Hit(Shown):
    """One thing found. ``text`` is the words around the match, ``marks`` where in them the searched words stand.

    ``source``, ``start`` and ``end`` say where in a source text it is (for an entity: its first mention); they are
    empty and 0 for what no source names.
    """

    kind: str
    iri: str
    label: str
    source: str
    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...]

    def highlighted(self, before: str = "[", after: str = "]") -> str:
        """Return the text with each mark between ``before`` and ``after``."""
        out, last = [], 0
        for start, end in self.marks:
            out += [self.text[last:start], before, self.text[start:end], after]
            last = end
        return "".join([*out, self.text[last:]])


def build_index(store: GraphStore | ox.Store, path: str | os.PathLike[str]) -> int:
    """Write the index of a graph to ``path`` and return how many places it holds; an old one is replaced whole."""
    target = Path(path)
    rows = sorted({*_entities(native(store)), *_statements(native(store)), *_passages(native(store))})
    handle, partial = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)
    try:
        with contextlib.closing(sqlite3.connect(partial)) as base:
            base.executescript(_SCHEMA)
            base.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?)", ((n, *row) for n, row in enumerate(rows, 1)))
            bodies = ((number, straight(row[6].translate(STROKES))) for number, row in enumerate(rows, 1))
            base.executemany("INSERT INTO words(rowid, body) VALUES (?,?)", bodies)
            base.commit()
        Path(partial).replace(target)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
    return len(rows)


def index_of(store: GraphStore) -> Path:
    """Return the index of a graph directory, made on first use and again after each build.

    Where the directory takes no writes, the index stands below that of ``UNTOCGRAPH_MIRROR``. StoreError where neither
    takes one.
    """
    number = store.dir.generation()
    aside = Path(GraphSettings.from_environment().mirror)
    for folder, name in (
        (store.dir.cache, ""),
        (aside, f"{digest(str(store.dir.root.resolve()), store.sources.decode())[:12]}-"),
    ):
        path = folder / f"search-{name}{number}.sqlite"
        try:
            return _made(store, path, f"search-{name}*.sqlite")
        except (OSError, sqlite3.OperationalError) as error:
            told = f"{path}: the index cannot be written: {error}"
    raise StoreError(told, repair="free some space, or let UNTOCGRAPH_MIRROR name a folder that can be written")


def _made(store: GraphStore, path: Path, replaced: str) -> Path:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob(replaced):
            old.unlink(missing_ok=True)
        build_index(store, path)
    return path


def search(path: str | os.PathLike[str], text: str, *, kind: str | None = None, limit: int = 20) -> tuple[Hit, ...]:
    """Return what holds every word of ``text``, the best first (BM25), ties in the order of kind, IRI and place.

    Accents and case do not count; words in quotation marks must stand together; a last ``*`` finds beginnings.
    Raises QueryError for a text without a word and for an unknown ``kind``.
    """
    if kind is not None and kind not in KINDS:
        raise QueryError(f"{kind!r} is no kind of thing to find", repair=f"one of {', '.join(KINDS)}")
    expression = _expression(text)
    if not Path(path).is_file():
        raise QueryError(f"{path}: there is no index", repair="make it with build_index()")
    with contextlib.closing(sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)) as base:
        rows = base.execute(
            "SELECT kind, iri, label, source, start, end, place.body FROM words JOIN place ON place.id = words.rowid"
            " WHERE words MATCH ? AND (? IS NULL OR kind = ?)"
            " ORDER BY round(bm25(words), 6), kind, iri, start LIMIT ?",
            (expression, kind, kind, max(0, limit)),
        ).fetchall()
    patterns = _patterns(text)
    return tuple(_hit(row, patterns) for row in rows)


def _terms(text: str) -> list[tuple[list[str], bool]]:
    """(words that stand together, whether the last is only a beginning) for each part of a search text."""
    found = []
    for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', straight(text.translate(STROKES))):
        words = re.findall(r"\w+", quoted or plain)
        if words:
            found.append((words, plain.endswith("*")))
    return found


def _expression(text: str) -> str:
    terms = _terms(text)
    if not terms:
        raise QueryError(f"{text!r} has no word to search for", repair="give one or more words")
    return " AND ".join(f'"{" ".join(words)}"' + ("*" if prefix else "") for words, prefix in terms)


def _patterns(text: str) -> list[re.Pattern[str]]:
    return [
        re.compile(
            r"(?<!\w)"
            + r"[^\w]+".join(map(re.escape, map(same_length_fold, words)))
            + (r"\w*" if prefix else r"(?!\w)")
        )
        for words, prefix in _terms(text)
    ]


def _hit(row: Row, patterns: list[re.Pattern[str]]) -> Hit:
    kind, iri_, label, source, start, end, body = row
    folded = same_length_fold(body)
    spans = sorted({match.span() for pattern in patterns for match in pattern.finditer(folded)})
    first = spans[0][0] if spans else 0
    left = 0 if len(body) <= _WINDOW else max(0, min(first - _WINDOW // 3, len(body) - _WINDOW))
    right = min(len(body), left + _WINDOW)
    marks: list[tuple[int, int]] = []
    for one, other in spans:
        if one >= left and other <= right and (not marks or one - left >= marks[-1][1]):
            marks.append((one - left, other - left))
    return Hit(
        kind=kind, iri=iri_, label=label, source=source, start=start, end=end, text=body[left:right], marks=tuple(marks)
    )


def _values(store: ox.Store, predicate: str) -> Iterator[tuple[str, str]]:
    for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, (ox.NamedNode, ox.Literal)):
            yield quad.subject.value, quad.object.value


def _entities(store: ox.Store) -> Iterator[Row]:
    names: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, str] = {}
    for predicate in _NAMES:
        for subject, value in _values(store, predicate):
            names[subject].add(value)
            if predicate == LABEL:
                labels[subject] = min(value, labels.get(subject, value))
    kinds: dict[str, set[str]] = defaultdict(set)
    for subject, class_ in _values(store, TYPE):
        if kind := KIND_OF_TYPE.get(class_.removeprefix(ONTOLOGY)) or KIND_OF_TYPE.get(class_):
            kinds[subject].add(kind)
    first = _first_mentions(store)
    for subject, found in kinds.items():
        label = labels.get(subject, "")
        if label:
            body = " · ".join([label, *sorted(names[subject] - {label})])
            source, start, end = first.get(subject, ("", 0, 0))
            yield min(found), subject, label, source, start, end, body


def _evidence(store: ox.Store) -> dict[str, tuple[str, int, int]]:
    ids = dict(_values(store, _IDENTIFIER))
    starts, ends = dict(_values(store, f"{_OA}start")), dict(_values(store, f"{_OA}end"))
    return {
        place: (ids.get(source, ""), int(starts[place]), int(ends[place]))
        for place, source in _values(store, UNTOC.inSource)
        if place in starts and place in ends
    }


def _first_mentions(store: ox.Store) -> dict[str, tuple[str, int, int]]:
    replaced = dict(_values(store, REPLACED_BY))
    mentioned = dict(_values(store, UNTOC.mentions))
    places = _evidence(store)
    first: dict[str, tuple[str, int, int]] = {}
    for mention, place in _values(store, UNTOC.evidence):
        if mention in mentioned and place in places:
            entity = replaced.get(mentioned[mention], mentioned[mention])
            first[entity] = min(places[place], first.get(entity, places[place]))
    return first


def _statements(store: ox.Store) -> Iterator[Row]:
    places = _evidence(store)
    introduced = dict(_values(store, UNTOC.introduces))
    where = {
        introduced[assertion]: places[place]
        for assertion, place in _values(store, UNTOC.evidence)
        if assertion in introduced and place in places
    }
    phrases = dict(_values(store, UNTOC.speakerPhrase))
    for statement, body in _values(store, UNTOC.statementText):
        source, start, end = where.get(statement, ("", 0, 0))
        yield "statement", statement, phrases.get(statement, ""), source, start, end, body


def _passages(store: ox.Store) -> Iterator[Row]:
    ids = dict(_values(store, _IDENTIFIER))
    titles = dict(_values(store, f"{DCTERMS}title"))
    for source, text in _values(store, UNTOC.text):
        for start, end in _cut(text):
            yield "passage", source, titles.get(source, ""), ids.get(source, ""), start, end, text[start:end]


def _cut(text: str) -> Iterable[tuple[int, int]]:
    """Paragraphs of a text; a long one is cut at a space."""
    for match in re.finditer(r"[^\r\n]*\S[^\r\n]*", text):
        start, stop = match.span()
        while stop - start > _PASSAGE:
            space = text.rfind(" ", start + _PASSAGE // 2, start + _PASSAGE)
            cut = space + 1 if space > 0 else start + _PASSAGE
            yield start, cut
            start = cut
        yield start, stop
