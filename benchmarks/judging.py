"""Claims against gold, one by one: the matching of ../shared/evaluate/evaluate.py, with confidence and rule kept.

The evaluation gives totals; calibration and ablations need to know which claim was right. Optional rows of the gold
count as neither, as there.
"""

from __future__ import annotations

import functools
import importlib.util
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from untocgraph.core.model import Annotation, Evidence, Source
from untocgraph.read import read

SHARED = Path(__file__).resolve().parents[2] / "shared"

ENDS = {"attributes": (0,), "relations": (0, 2), "counts": ()}
"""Where the tuples of a table hold entities."""

Row = dict[str, Any]
Tables = dict[str, list[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text and its gold annotation."""

    source: Source
    gold: Mapping[str, Any]

    @property
    def stem(self) -> str:
        """The name of the document's files."""
        return self.source.id

    @property
    def text(self) -> str:
        """The text that offsets refer to."""
        return self.source.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One claim: what it is, who made it, how sure it was, and whether the gold has it."""

    sort: str
    method: str
    confidence: float
    right: bool


@functools.cache
def evaluation() -> ModuleType:
    """Return the module of the official evaluation, loaded from its file."""
    path = SHARED / "evaluate" / "evaluate.py"
    spec = importlib.util.spec_from_file_location("evaluate", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def documents(gold: Path, texts: Iterable[Path]) -> tuple[Document, ...]:
    """Return the documents that ``gold`` annotates, in order of their names; their texts lie in ``texts``."""
    places, found = tuple(texts), []
    for path in sorted(gold.glob("*.yaml")):
        text = next(p for p in (folder / f"{path.stem}.txt" for folder in places) if p.exists())
        (source,) = read([text]).sources
        annotated = yaml.safe_load(path.read_text(encoding="utf-8"))
        found.append(Document(source=replace(source, id=path.stem), gold=annotated))
    return tuple(found)


def figures(pairs: Iterable[tuple[Document, Annotation]]) -> dict[str, dict[str, float]]:
    """Return the figures of the official evaluation over annotated documents, by name."""
    module = evaluation()
    scores: dict[str, Any] = defaultdict(module.Score)
    for document, annotation in pairs:
        tables, kinds, types = _tables(document, annotation)
        by_source = {name: {document.stem: rows} for name, rows in tables.items()}
        module.score_document(document.stem, document.gold, document.text, by_source, kinds, types, scores)
    return {name: score.figures for name, score in scores.items()}


def judged(document: Document, annotation: Annotation) -> tuple[Judged, ...]:
    """Return every claim of ``annotation`` that the gold has or lacks; those it leaves open are left out.

    A mention is right when its entity is matched; ``attribution`` is a statement that is found and its speaker right.
    """
    module, gold = evaluation(), document.gold
    first, limit = gold.get("annotated_from") or 0, gold.get("annotated_to")
    tables, kinds, _ = _tables(document, annotation)
    tables = {name: [row for row in rows if module.inside(row, first, limit)] for name, rows in tables.items()}
    forms: dict[str, set[str]] = defaultdict(set)
    for row in tables["mentions"]:
        forms[row["entity"]].add(module.norm(row["text"]))
    matched: dict[str, str] = module.match_entities(gold.get("entities") or [], forms, kinds)
    optional = {entity["key"] for entity in gold.get("entities") or [] if entity.get("optional")}
    return (
        *_decided("mention", tables["mentions"], lambda r: _mention(matched.get(r["entity"]), optional)),
        *_tuples(gold, "attributes", tables, _attribute, matched, optional),
        *_tuples(gold, "relations", tables, _relation, matched, optional),
        *_tuples(gold, "counts", tables, _count, matched, optional),
        *_statements(document, tables["statements"], matched),
    )


def _mention(key: str | None, optional: set[str]) -> bool | None:
    return None if key in optional else key is not None


def _decided(sort: str, rows: Iterable[Row], decide: Callable[[Row], bool | None]) -> Iterator[Judged]:
    for row in rows:
        right = decide(row)
        if right is not None:
            yield Judged(sort=sort, method=row["method"], confidence=row["confidence"], right=right)


def _attribute(row: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, ...]:
    entity = row["of"] if "of" in row else row["entity"]
    return names.get(entity, entity), row["attribute"], evaluation().norm(str(row["value"]))


def _relation(row: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, ...]:
    subject, predicate, object_ = (
        row[k] for k in (("s", "p", "o") if "s" in row else ("subject", "predicate", "object"))
    )
    role = row.get("role") or "" if predicate == "participates_in" else ""
    subject = "doc" if predicate == "cites" else names.get(subject, subject)
    return subject, predicate, names.get(object_, object_), role


def _count(row: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, ...]:
    return row["category"], str(row["value"])


def _tuples(
    gold: Mapping[str, Any],
    name: str,
    tables: Tables,
    of: Callable[[Mapping[str, Any], Mapping[str, str]], tuple[str, ...]],
    matched: Mapping[str, str],
    optional: set[str],
) -> Iterator[Judged]:
    rows = gold.get(name) or []
    wanted = {of(row, {}) for row in rows if not row.get("optional")}
    free = {of(row, {}) for row in rows if row.get("optional")}

    def decide(row: Row) -> bool | None:
        found = of(row, matched)
        open_ = found in free or any(found[place] in optional for place in ENDS[name])
        return None if open_ else found in wanted

    return _decided(name, tables[name], decide)


def _statements(document: Document, rows: Sequence[Row], matched: Mapping[str, str]) -> Iterator[Judged]:
    module, wanted, taken = evaluation(), list(_gold_statements(document)), set()
    for row in rows:
        span = (row["start"], row["end"])
        fitting = [i for i, (s, e, _) in enumerate(wanted) if i not in taken and module.covers(span, (s, e))]
        best = max(fitting, key=lambda i: module.closeness(span, row["mode"], wanted[i]), default=None)
        claim = {"method": row["method"], "confidence": row["confidence"]}
        if best is None:
            yield Judged(sort="statements", right=False, **claim)
            yield Judged(sort="attribution", right=False, **claim)
            continue
        taken.add(best)
        want = wanted[best][2]
        if want.get("optional"):
            continue
        yield Judged(sort="statements", right=True, **claim)
        if not want.get("attribution_open"):
            yield Judged(sort="attribution", right=_attributed(row, want, matched), **claim)


def _attributed(row: Row, want: Mapping[str, Any], matched: Mapping[str, str]) -> bool:
    if want.get("speaker"):
        return bool(matched.get(row["speaker"]) == want["speaker"])
    behalf = want.get("on_behalf_of") or ""
    found = matched.get(row["on_behalf_of"], row["on_behalf_of"])
    return not row["speaker"] and found in (behalf if isinstance(behalf, list) else [behalf])


def _gold_statements(document: Document) -> Iterator[tuple[int, int, Mapping[str, Any]]]:
    cursor = 0
    for row in document.gold.get("statements") or []:
        if "text" not in row:
            yield row["start"], row["end"], row
            continue
        at = row["start"] if isinstance(row.get("start"), int) else document.text.find(row["text"], cursor)
        at = at if at >= 0 else document.text.find(row["text"])
        cursor = at + 1
        yield at, at + len(row["text"]), row


def _tables(document: Document, annotation: Annotation) -> tuple[Tables, dict[str, str], dict[str, str]]:
    """The tables of the contract for one document, with local keys for IRIs; kinds and types by entity."""
    text = document.text

    def row(evidence: Evidence, **columns: Any) -> Row:
        span = evidence.span
        where = {"source": document.stem, "start": span.start, "end": span.end, "text": span.of(text)}
        return {**where, "method": evidence.method, "confidence": evidence.confidence, **columns}

    tables: Tables = {
        "mentions": [row(m.evidence, entity=m.entity) for m in annotation.mentions],
        "attributes": [
            row(a.evidence, entity=a.entity, attribute=a.attribute, value=a.value) for a in annotation.attributes
        ],
        "relations": [
            row(r.evidence, subject=r.subject, predicate=r.predicate, object=r.object, role=r.role)
            for r in annotation.relations
        ],
        "statements": [
            row(
                s.evidence, mode=s.mode, kind=s.kind, speaker=s.speaker, speaker_text=s.speaker_phrase,
                on_behalf_of=s.on_behalf_of, event=s.event, modality=s.modality or "", topics="|".join(s.topics),
            )
            for s in annotation.statements
        ],
        "counts": [row(c.evidence, category=c.category, value=str(c.value)) for c in annotation.counts],
    }  # fmt: skip
    kinds: dict[str, str] = {entity.key: entity.kind for entity in annotation.entities}
    return tables, kinds, {entity.key: entity.type for entity in annotation.entities}
