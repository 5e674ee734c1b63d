"""Count in how many documents each relation rule fires, and how often it is right: ``reference/rules/support.csv``.

    python tools/rule_support.py --texts FOLDER … [--without ID …] [--gold FOLDER --gold-texts FOLDER …]

``documents`` needs no annotation: any real texts serve. ``seen`` and ``hits`` are counted on documents with gold
beside them: claims whose both ends the gold has, and those of them that it has too. The loader makes the confidence
of it, (hits + 1) / (seen + 2), at most 0.6 for a rule that fires in fewer than three documents.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from untocgraph.core.fold import folded
from untocgraph.core.model import Annotation, Source
from untocgraph.extract import annotate
from untocgraph.extract.document.parse import Parser

TARGET = Path(__file__).resolve().parents[1] / "reference" / "rules" / "support.csv"


def main(argv: list[str] | None = None) -> int:
    """Write the table and return 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, action="append", default=[])
    parser.add_argument("--without", action="append", default=[], help="stems of texts that nobody may look at")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--gold-texts", type=Path, action="append", default=[])
    parser.add_argument("--cache", type=Path)
    args = parser.parse_args(argv)
    reader = Parser(cache=args.cache)
    documents: dict[str, set[str]] = defaultdict(set)
    seen: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for path in _texts(args.texts, frozenset(args.without)):
        for rule in _rules(_read(path, reader)):
            documents[rule].add(path.stem)
    for path in _texts(args.gold_texts, frozenset()):
        file = args.gold / f"{path.stem}.yaml"
        if file.exists():
            found = _read(path, reader)
            for rule in _rules(found):
                documents[rule].add(path.stem)
            for rule, right in _judged(found, yaml.safe_load(file.read_text(encoding="utf-8"))):
                seen[rule] += 1
                hits[rule] += right
    with TARGET.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(("rule", "documents", "seen", "hits"))
        writer.writerows((rule, len(documents[rule]), seen[rule], hits[rule]) for rule in sorted(documents))
    rare = [rule for rule, where in sorted(documents.items()) if len(where) < 3]
    sys.stderr.write(f"{len(documents)} rules, {len(rare)} in fewer than three documents: {', '.join(rare)}\n")
    return 0


def _texts(folders: Iterable[Path], without: frozenset[str]) -> list[Path]:
    return [path for folder in folders for path in sorted(folder.glob("*.txt")) if path.stem not in without]


def _read(path: Path, parser: Parser) -> Annotation:
    text = path.read_bytes().decode("utf-8", "replace")
    return annotate(Source(id=path.stem, text=text, sha256=""), parser=parser)


def _rules(annotation: Annotation) -> set[str]:
    return {claim.evidence.method.removeprefix("relation.") for claim in annotation.relations}


def _judged(annotation: Annotation, gold: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Each claim of which gold has both ends, and whether gold says it too; what gold leaves open is left out."""
    first, last = gold.get("annotated_from") or 0, gold.get("annotated_to") or sys.maxsize
    keys = {
        (row["kind"], folded(form)): row["key"]
        for row in gold.get("entities") or ()
        for form in (row["name"], *row.get("forms", ()))
    }
    entities = {entity.key: entity for entity in annotation.entities}
    forms: dict[str, set[str]] = defaultdict(set)
    for mention in annotation.mentions:
        forms[mention.entity].add(folded(mention.text))

    def known(key: str) -> str:
        if key not in entities:
            return key
        found = Counter(keys[entities[key].kind, form] for form in forms[key] if (entities[key].kind, form) in keys)
        return found.most_common(1)[0][0] if found else ""

    said = {(_s(row), row["p"], row["o"], _role(row)): bool(row.get("optional")) for row in gold.get("relations") or ()}
    for claim in annotation.relations:
        if not first <= claim.evidence.span.start < last:
            continue
        role = claim.role if claim.predicate == "participates_in" else ""
        ends = ("doc" if claim.predicate == "cites" else known(claim.subject), known(claim.object))
        if all(ends) and not said.get((ends[0], claim.predicate, ends[1], role)):
            yield claim.evidence.method.removeprefix("relation."), (ends[0], claim.predicate, ends[1], role) in said


def _s(row: dict[str, Any]) -> str:
    return "doc" if row["p"] == "cites" else str(row["s"])


def _role(row: dict[str, Any]) -> str:
    return str(row.get("role") or "") if row["p"] == "participates_in" else ""


if __name__ == "__main__":
    raise SystemExit(main())
