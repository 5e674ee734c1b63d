"""Annotations made from the gold files: what a perfect reader would hand on. Used where ../shared is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from untocgraph.core.model import (
    Annotation,
    AttributeClaim,
    CountClaim,
    Evidence,
    LocalEntity,
    Mention,
    RelationClaim,
    Source,
    Span,
    StatementClaim,
)

SHARED = Path(__file__).resolve().parents[2] / "shared"
CORPORA = ("corpus", "corpus_written", "corpus_other")
KNOWN = frozenset(("000", "001", "002", "003", "004", "005", "006", "017", "021", *(f"D0{n}" for n in range(1, 7))))
"""The documents that rules were written with: figures on them say how well they fit, not how well they generalise."""


def gold_texts() -> list[Path]:
    """The known documents."""
    found = [path for folder in CORPORA for path in sorted((SHARED / folder).glob("*.txt"))]
    return [path for path in found if path.stem.split("_")[0] in KNOWN]


def gold_annotation(source: Source) -> Annotation:
    """Return what the gold file of a source says, as an annotation."""
    gold = yaml.safe_load((SHARED / "gold" / f"{source.id}.yaml").read_text(encoding="utf-8"))
    return _Gold(source, gold).annotation()


class _Gold:
    def __init__(self, source: Source, gold: dict[str, Any]) -> None:
        self.source = source
        self.gold = gold
        self.keys = {row["key"] for row in gold.get("entities") or []}
        self.places: dict[str, Span] = {}

    def evidence(self, span: Span) -> Evidence:
        return Evidence(source=self.source.id, span=span, method="gold@1", confidence=0.9)

    def find(self, words: str, start: int = 0) -> Span:
        at = self.source.text.find(words, start)
        at = at if at >= 0 else max(self.source.text.find(words), 0)
        return Span(at, at + max(len(words), 1))

    def annotation(self) -> Annotation:
        entities, mentions = self.entities()
        statements = tuple(self.statements())
        return Annotation(
            source=self.source.id,
            entities=entities,
            mentions=mentions,
            attributes=tuple(self.attributes()),
            relations=tuple(self.relations()),
            statements=statements,
            counts=tuple(self.counts()),
        )

    def entities(self) -> tuple[tuple[LocalEntity, ...], tuple[Mention, ...]]:
        entities, mentions = [], []
        taken: set[tuple[int, int]] = set()
        for row in self.gold.get("entities") or []:
            iso3 = {"Austria": "AUT", "Costa Rica": "CRI"}.get(row["name"])
            entities.append(
                LocalEntity(
                    key=row["key"],
                    kind=row["kind"],
                    type=row["type"],
                    label=row["name"],
                    aliases=tuple(form for form in row["forms"] if form != row["name"]),
                    acronym=str(row.get("acronym") or ""),
                    identity=(("iso3", iso3),) if iso3 else (),
                )
            )
            for form in row["forms"]:
                span = self.find(str(form), self.gold.get("annotated_from") or 0)
                self.places.setdefault(row["key"], span)
                if self.source.text[span.start : span.end] == form:
                    mentions.append(Mention(evidence=self.evidence(span), text=str(form), entity=row["key"]))
                    taken.add((span.start, span.end))
        return tuple(entities), tuple(mentions)

    def attributes(self) -> Any:
        for row in self.gold.get("attributes") or []:
            if row["of"] in self.keys:
                yield AttributeClaim(
                    entity=row["of"],
                    attribute=row["attribute"],
                    value=str(row["value"]),
                    evidence=self.evidence(self.places[row["of"]]),
                )

    def relations(self) -> Any:
        for row in self.gold.get("relations") or []:
            if row["o"] in self.keys and (row["s"] in self.keys or row["p"] == "cites"):
                yield RelationClaim(
                    subject=row["s"] if row["p"] != "cites" else "doc",
                    predicate=row["p"],
                    object=row["o"],
                    role=row.get("role") or "",
                    evidence=self.evidence(self.find(str(row.get("cue") or ""), self.gold.get("annotated_from") or 0)),
                )

    def statements(self) -> Any:
        cursor = 0
        for row in self.gold.get("statements") or []:
            span = Span(row["start"], row["end"]) if "text" not in row else self.find(row["text"], cursor)
            cursor = span.start + 1
            behalf = row.get("on_behalf_of") or ""
            yield StatementClaim(
                mode=row["mode"],
                kind=row["kind"],
                speaker=row.get("speaker") or "",
                speaker_phrase=row.get("speaker_text") or "",
                on_behalf_of=behalf[0] if isinstance(behalf, list) else behalf,
                event=row.get("event") or "",
                verb=row.get("verb") or "",
                addressees=tuple(row.get("addressee") or ()),
                modality=row.get("modality"),
                topics=tuple(row.get("topics") or ()),
                evidence=self.evidence(span),
                also=tuple(row.get("also") or ()),
            )

    def counts(self) -> Any:
        for row in self.gold.get("counts") or []:
            yield CountClaim(
                event=row.get("event") or "",
                category=row["category"],
                value=row["value"],
                qualifier=row["qualifier"],
                evidence=self.evidence(self.find(str(row["text"]), self.gold.get("annotated_from") or 0)),
            )
