"""Identity over documents held against the gold files: which of their entities a graph takes for one thing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

import untocgraph as ug
from tests.gold import SHARED, gold_texts
from untocgraph.core import iri
from untocgraph.pipeline.identity import kind_of

ROWS = Path(__file__).with_name("identity.yaml")
_MENTIONS = """
PREFIX untoc: <https://w3id.org/untocgraph/ontology#>
SELECT ?source ?thing ?words {
  ?mention untoc:mentions ?minted ; untoc:evidence ?evidence .
  ?evidence untoc:inSource ?source ; <http://www.w3.org/ns/oa#exact> ?words .
  OPTIONAL { ?minted <http://purl.org/dc/terms/isReplacedBy> ?canonical }
  BIND (COALESCE(?canonical, ?minted) AS ?thing)
}"""

Side = tuple[str, str]
"""(beginning of a document's id, key in its gold file)"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Pairs of entities of two documents: what the graph joins rightly, wrongly, and leaves apart wrongly."""

    right: tuple[tuple[Side, Side], ...]
    wrong: tuple[tuple[Side, Side], ...]
    missed: tuple[tuple[Side, Side], ...]

    @property
    def precision(self) -> float:
        return len(self.right) / max(1, len(self.right) + len(self.wrong))

    @property
    def recall(self) -> float:
        return len(self.right) / max(1, len(self.right) + len(self.missed))


def rows() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(ROWS.read_text(encoding="utf-8"))
    return found


def placed(graph: ug.Graph) -> dict[tuple[str, Side], str]:
    """(kind, gold entity) → the IRI that stands for it in the graph, where it was found at all."""
    mentions: dict[str, list[tuple[str, str]]] = defaultdict(list)
    table = graph.query(_MENTIONS, limit=None)
    for source, thing, words in table.rows:  # type: ignore[union-attr]
        mentions[str(source).rsplit("/", 1)[-1]].append((str(thing), iri.fold(str(words))))
    found: dict[tuple[str, Side], str] = {}
    for path in gold_texts():
        gold = yaml.safe_load((SHARED / "gold" / f"{path.stem}.yaml").read_text(encoding="utf-8"))
        taken = set()
        for entity in sorted(gold["entities"], key=lambda e: bool(e.get("optional"))):
            near = [m for m in mentions[path.stem] if kind_of(m[0]) == entity["kind"]]
            thing = _thing(entity, near)
            if thing and not (entity.get("optional") and thing in taken):  # one range of articles, several entities
                taken.add(thing)
                found[entity["kind"], (path.stem[:3], entity["key"])] = thing
    return found


def optional() -> set[Side]:
    """Entities that a reader may leave out: not asked for, but not to be joined wrongly either."""
    found = set()
    for path in gold_texts():
        gold = yaml.safe_load((SHARED / "gold" / f"{path.stem}.yaml").read_text(encoding="utf-8"))
        found |= {(path.stem[:3], entity["key"]) for entity in gold["entities"] if entity.get("optional")}
    return found


def _thing(entity: dict[str, Any], mentions: list[tuple[str, str]]) -> str:
    forms = {iri.fold(str(form)) for form in (entity["name"], *entity["forms"])}
    votes = Counter(thing for thing, words in mentions if words in forms)
    if not votes and entity["kind"] == "event":  # "its tenth session"
        votes = Counter(t for t, words in mentions if any(f" {words} " in f" {form} " for form in forms))
    return max(votes, key=lambda thing: (votes[thing], thing)) if votes else ""


def unsure() -> set[frozenset[Side]]:
    return {frozenset((tuple(row["a"]), tuple(row["b"]))) for row in rows()["unsure"]}


def same() -> Iterator[tuple[str, Side, Side]]:
    for row in rows()["same"]:
        for one, other in combinations(sorted(row["in"].items()), 2):
            yield row["kind"], one, other


def measured(graph: ug.Graph) -> Figures:
    """Return the figures over all pairs of gold entities of one kind in two documents."""
    there = placed(graph)
    wanted = {frozenset((one, other)) for _, one, other in same()}
    may_lack = optional()
    needed = {pair for pair in wanted if not pair & may_lack}
    left_open = unsure()
    right, wrong = [], []
    for (kind, one), (kind_, other) in combinations(sorted(there), 2):
        if kind != kind_ or one[0] == other[0] or there[kind, one] != there[kind, other]:
            continue
        pair = frozenset((one, other))
        if pair in wanted:
            right.append((one, other))
        elif pair not in left_open:
            wrong.append((one, other))
    missed = [tuple(sorted(pair)) for pair in needed if tuple(sorted(pair)) not in right]
    return Figures(tuple(right), tuple(wrong), tuple(sorted(missed)))  # type: ignore[arg-type]
