"""Fit the weights of where a person belongs, and judge them by leaving folders of documents out.

    python tools/fit_belonging.py --gold GOLD --texts TEXTS … [--gold GOLD --texts TEXTS …]
                                  [--cache DIR] [--write] [--show]

``GOLD`` are folders of annotations (one YAML file a document), the ``TEXTS`` beside each its texts. Needs
../shared/evaluate beside the checkout and PyYAML. Prints the relations of the rules alone and with what the choice
adds, every document read by weights that were fitted without its folder (of large folders: without its eighth);
``--write`` writes ``reference/weights/belonging.csv`` and the row of ``reference/rules/support.csv``.

A logistic model with an L2 penalty, fitted by Newton's method from zero. A pair that stands in several places counts
by its likeliest place, as in multiple-instance learning (Andrews et al. 2002): fitted on all places first, then on the
likeliest ones. No randomness.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from judging import Document, documents, evaluation, figures  # noqa: E402
from untocgraph.core.model import Annotation, RelationClaim  # noqa: E402
from untocgraph.extract import annotate, relations  # noqa: E402
from untocgraph.extract.belonging import RULE, Pair, find_pairs  # noqa: E402
from untocgraph.extract.choose import Weights  # noqa: E402
from untocgraph.extract.document.parse import Parser  # noqa: E402
from untocgraph.extract.frame import Frame  # noqa: E402

PENALTY, MARGIN, SUPPORT = 10.0, 0.4, 10
"""Of the weights; the lead that a "yes" needs (probability .7); documents in which a feature must stand."""
SUPPORTS = ROOT / "reference" / "rules" / "support.csv"


@dataclass(frozen=True)
class Read:
    """A document as the rules read it: its fold, its pairs, and whether the gold has each (None: left open)."""

    fold: str
    document: Document
    annotation: Annotation
    pairs: tuple[Pair, ...]
    right: tuple[bool | None, ...]


def read(fold: str, document: Document, parser: Parser) -> Read:
    pairs: list[Pair] = []

    def kept(frame: Frame, claims: Iterable[RelationClaim]) -> Iterator[RelationClaim]:
        pairs.extend(find_pairs(frame, claims))
        return iter(())

    with patch.object(relations, "find_belonging", kept):
        annotation = annotate(document.source, parser=parser)
    gold, module = document.gold, evaluation()
    first, last = gold.get("annotated_from") or 0, gold.get("annotated_to") or sys.maxsize
    pairs = [pair for pair in pairs if first <= pair.span.start < last]
    forms: dict[str, set[str]] = defaultdict(set)
    for mention in annotation.mentions:
        if first <= mention.evidence.span.start < last:
            forms[mention.entity].add(module.norm(mention.text))
    entities = gold.get("entities") or []
    names = module.match_entities(entities, forms, {e.key: e.kind for e in annotation.entities})
    open_ = {row["key"] for row in entities if row.get("optional")}
    rows = {(r["s"], r["o"]): r for r in gold.get("relations") or [] if r["p"] == "affiliated_with"}
    right: list[bool | None] = []
    for pair in pairs:
        ends = names.get(pair.person, ""), names.get(pair.body, "")
        skipped = "relations" in (gold.get("skip") or []) or open_.intersection(ends)
        right.append(None if skipped or rows.get(ends, {}).get("optional") else ends in rows)
    return Read(fold, document, annotation, tuple(pairs), tuple(right))


def fitted(known: Sequence[Read]) -> Weights:
    """The weights of the features that stand in enough documents."""
    where: dict[str, set[str]] = defaultdict(set)
    for one in known:
        for pair in one.pairs:
            for name in pair.features:
                where[name].add(one.document.stem + one.fold)
    names = sorted(name for name, stems in where.items() if len(stems) >= SUPPORT)
    rows = [
        ((number, pair.person, pair.body), [pair.features.get(n, 0.0) for n in names], right)
        for number, one in enumerate(known)
        for pair, right in zip(one.pairs, one.right, strict=True)
        if right is not None
    ]
    table, right = np.array([row[1] for row in rows]), np.array([float(row[2]) for row in rows])
    loss = np.array([0.0 if name == "pair" else PENALTY for name in names])
    weights = newton(table, right, loss)
    for _ in range(2):
        scores = table @ weights
        best: dict[tuple[int, str, str], int] = {}
        for at, (key, _, good) in enumerate(rows):
            if good and scores[at] > scores[best.setdefault(key, at)]:
                best[key] = at
        chosen = [at for at, (key, _, good) in enumerate(rows) if not good or best[key] == at or scores[at] > 0]
        weights = newton(table[chosen], right[chosen], loss)
    found = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
    return Weights({name: weight for name, weight in found.items() if abs(weight) >= 0.005}, MARGIN)


def newton(table: np.ndarray, right: np.ndarray, loss: np.ndarray) -> np.ndarray:
    weights = np.zeros(table.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-(table @ weights)))
        gradient = table.T @ (right - chance) - loss * weights
        curvature = (table * (chance * (1 - chance))[:, None]).T @ table + np.diag(loss + 1e-6)
        step = np.linalg.solve(curvature, gradient)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def added(one: Read, by: Weights) -> dict[tuple[str, str], tuple[bool | None, float, Pair]]:
    """The pairs that the choice takes and no rule has said: whether right, and the probability of the likeliest."""
    said = {(claim.subject, claim.object) for claim in one.annotation.relations}
    found: dict[tuple[str, str], tuple[bool | None, float, Pair]] = {}
    for pair, right in zip(one.pairs, one.right, strict=True):
        chance = by.chances({"": {}, "yes": pair.features})["yes"]
        ends = pair.person, pair.body
        if ends not in said and 2 * chance - 1 >= by.margin and chance > found.get(ends, (None, 0.0, pair))[1]:
            found[ends] = right, chance, pair
    return found


def with_claims(one: Read, ends: Iterable[tuple[str, str]]) -> Annotation:
    like = one.annotation.mentions[0].evidence if one.annotation.mentions else None
    new = [RelationClaim(subject=s, predicate="affiliated_with", object=o, evidence=like) for s, o in ends if like]
    return replace(one.annotation, relations=(*one.annotation.relations, *new))


def told(pairs: Sequence[tuple[Document, Annotation]]) -> str:
    kept = [(d, a) for d, a in pairs if "relations" not in (d.gold.get("skip") or [])]
    single = [f["relations"] for d, a in kept if "relations" in (f := figures([(d, a)]))]
    counted = [one["f1"] for one in single if one["tp"] + one["fp"] + one["fn"]]
    whole = figures(kept)["relations"]
    return (
        f"macro {sum(counted) / len(counted):.3f}, P {whole['precision']:.3f}, R {whole['recall']:.3f}, "
        f"F1 {whole['f1']:.3f} ({whole['tp']:.0f} right, {whole['fp']:.0f} false, {whole['fn']:.0f} missing)"
    )


def write(weights: Weights, hits: int, seen: int, where: int) -> None:
    lines = ["feature,weight", *(f"{n},{w:.3f}" for n, w in sorted(weights.values.items())), f"margin,{weights.margin}"]
    (ROOT / "reference" / "weights" / "belonging.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    head, *rows = SUPPORTS.read_text(encoding="utf-8").splitlines()
    rows = [row for row in rows if not row.startswith(f"{RULE},")] + [f"{RULE},{where},{seen},{hits}"]
    SUPPORTS.write_text("\n".join([head, *sorted(rows, key=lambda row: row.split(",")[0])]) + "\n", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append", required=True)
    parser.add_argument("--texts", type=Path, action="append", required=True, nargs="+")
    parser.add_argument("--cache", type=Path, help="a folder that keeps parses")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--show", action="store_true", help="list what the choice adds")
    args = parser.parse_args(argv)
    reader = Parser(cache=args.cache)
    known = [
        read(f"{gold.name}.{number % 8 if len(found) > 16 else 0}", document, reader)
        for gold, texts in zip(args.gold, args.texts, strict=True)
        for found in [documents(gold, texts)]
        for number, document in enumerate(found)
    ]
    new = []
    for fold in dict.fromkeys(one.fold for one in known):
        by = fitted([one for one in known if one.fold != fold])
        new += [(one, added(one, by)) for one in known if one.fold == fold]
    judged = [(one, right, chance, pair) for one, found in new for right, chance, pair in found.values()]
    if args.show:
        for one, right, chance, pair in judged:
            print(f"  {right} {chance:.2f} {one.document.stem}: {pair.person}, {pair.body}")
    print(f"rules alone: {told([(one.document, one.annotation) for one in known])}")
    print(f"with the choice: {told([(one.document, with_claims(one, found)) for one, found in new])}")
    decided = [(one, right) for one, right, *_ in judged if right is not None]
    hits = sum(bool(right) for _, right in decided)
    print(f"{hits} of {len(decided)} added are right")
    if args.write:
        write(fitted(known), hits, len(decided), len({one.document.stem for one, _ in decided}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
