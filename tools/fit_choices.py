"""Fit the weights of the choice of a document's event, and judge them by leaving documents out.

    python tools/fit_choices.py --gold GOLD [--gold GOLD …] TEXTS [TEXTS …] [--judged FILE] [--cache DIR]
                                 [--write] [--show]

``GOLD`` are folders of annotations (one YAML file a document), ``TEXTS`` are folders of the documents. ``--judged``
is a table ``path,anchor,floor``: words of the name of the event that a text reports (``none`` for no event) and
whether what it tells was said there (``there`` or ``elsewhere``); it is asked where annotators left the event open.
Needs numpy and PyYAML; prints how many documents are decided rightly when they were not among those fitted, for each
folder of annotations and all, beside what the present weights decide; ``--write`` writes ``reference/weights``.

The model is a conditional logit with an L2 penalty, fitted by Newton's method from zero: no randomness.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from untocgraph.core.model import Source
from untocgraph.extract.choose import Features, weights
from untocgraph.extract.document import read_document
from untocgraph.extract.document.parse import Parser
from untocgraph.extract.events.anchor import NONE, anchor_features, floor_features
from untocgraph.extract.events.find import find_events
from untocgraph.extract.names.find import find_names
from untocgraph.extract.speech.bylines import with_bylines

EXAMPLES = Path(__file__).with_name("anchor_examples.yaml")
WEIGHTS = Path(__file__).resolve().parents[1] / "reference" / "weights"


@dataclass(frozen=True)
class Case:
    """One choice of one document: the features of each candidate and the index of the right one."""

    document: str
    names: tuple[str, ...]
    features: tuple[Features, ...]
    right: int


def squeeze(text: str) -> str:
    return " ".join(text.casefold().split()).removeprefix("the ")


def wanted(gold: dict) -> tuple[list[str], str] | None:
    """The forms of the event that a gold file puts most statements and participants at, and the floor; None if open."""
    events = {e["key"]: e for e in gold.get("entities") or [] if e["kind"] == "event"}
    statements = gold.get("statements") or []
    said = Counter(s.get("event") or "" for s in statements if s.get("event") or "event" not in (s.get("open") or []))
    weight = Counter({key: 2 * said[key] for key in events})
    for relation in gold.get("relations") or []:
        if relation["p"] == "participates_in" and relation["o"] in events:
            weight[relation["o"]] += 1
    if statements and not said:
        return None
    if not weight or not max(weight.values()):
        return [], "elsewhere"
    key = max(weight, key=lambda k: weight[k])
    return [squeeze(f) for f in events[key]["forms"]], "there" if said[key] * 2 >= sum(said.values()) else "elsewhere"


def cases(name: str, text: str, forms: Sequence[str], floor: str, parser: Parser) -> Iterator[tuple[str, Case]]:
    reading = read_document(Source(id=name, text=text, sha256=hashlib.sha256(text.encode()).hexdigest()))
    parse = parser.parse(reading)
    things, *_ = find_events(reading, parse, with_bylines(reading, find_names(reading, parse)))
    found = anchor_features(reading, things)
    names = tuple(found)
    spoken = {k: {squeeze(m.text) for m in things.mentions_of(k)} for k in names if k != NONE}
    fits = [k for k in names if k != NONE and any(f == s for f in forms for s in spoken[k])]
    fits = fits or [k for k in names if k != NONE and any(f in s for f in forms for s in spoken[k] if len(f) > 5)]
    right = fits[0] if fits else NONE
    label = [NONE if k == NONE else things[k].label for k in names]
    if len(names) > 1:
        yield "event_anchor", Case(name, tuple(label), tuple(found.values()), names.index(right))
    if right != NONE:
        floors = floor_features(reading, found[right])
        yield "event_floor", Case(name, tuple(floors), tuple(floors.values()), list(floors).index(floor))


def fit(known: Sequence[Case], names: Sequence[str], penalty: float) -> np.ndarray:
    """Weights that maximise the likelihood of the right candidates, less the penalty."""
    tables = [np.array([[f.get(n, 0.0) for n in names] for f in case.features]) for case in known]
    weights = np.zeros(len(names))
    for _ in range(60):
        gradient, curvature = -penalty * weights, penalty * np.eye(len(names))
        for table, case in zip(tables, known, strict=True):
            scores = table @ weights
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            mean = chance @ table
            gradient += table[case.right] - mean
            curvature += (table * chance[:, None]).T @ table - np.outer(mean, mean)
        step = np.linalg.solve(curvature, gradient)
        weights += step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def chances(case: Case, names: Sequence[str], weights: np.ndarray) -> np.ndarray:
    scores = np.array([[f.get(n, 0.0) for n in names] for f in case.features]) @ weights
    chance = np.exp(scores - scores.max())
    return np.asarray(chance / chance.sum())


Lead = tuple[str, float, bool]
"""Folder of annotations, by how much the best candidate leads in probability, and whether it is the right one."""


def lead(group: str, case: Case, chance: np.ndarray) -> Lead:
    order = np.argsort(-chance, kind="stable")
    return group, float(chance[order[0]] - chance[order[1]]), int(order[0]) == case.right


def left_out(known: Sequence[tuple[str, Case]], names: Sequence[str], penalty: float, *, show: bool) -> list[Lead]:
    """How each document is decided by weights that were fitted without it."""
    found = []
    for index, (group, case) in enumerate(known):
        others = [other for place, (_, other) in enumerate(known) if place != index]
        chance = chances(case, names, fit(others, names, penalty))
        found.append(lead(group, case, chance))
        if show and not found[-1][2]:
            best = int(chance.argmax())
            print(f"  {case.document}: {case.names[best]!r} {chance[best]:.2f}"
                  f" for {case.names[case.right]!r} {chance[case.right]:.2f}")  # fmt: skip
    return found


def margin_of(leads: Sequence[Lead]) -> float:
    """The margin below which leaving a choice open gains most (right 1, wrong −0.5, open 0)."""
    margins = [0.0, *(round(n / 20, 2) for n in range(1, 9))]
    return max(margins, key=lambda m: (sum((1 if good else -0.5) for _, by, good in leads if by >= m), -m))


def told(leads: Sequence[Lead], margin: float) -> str:
    """Right, wrong and open for each folder of annotations and all."""
    groups = [*dict.fromkeys(group for group, *_ in leads), ""]
    rows = {g or "all": [row for row in leads if g in ("", row[0])] for g in groups}
    return ", ".join(
        f"{g} {sum(good and by >= margin for _, by, good in row)}/"
        f"{sum(not good and by >= margin for _, by, good in row)}/{sum(by < margin for _, by, _ in row)}"
        for g, row in rows.items()
    )


def gathered(args: argparse.Namespace) -> Iterator[tuple[str, str, str, Case]]:
    """(group, choice, case) of every document: annotated ones, own examples, judged ones."""
    reader = Parser(cache=args.cache)
    judged = (
        {Path(row["path"]): row for row in csv.DictReader(args.judged.open(encoding="utf-8"))} if args.judged else {}
    )
    named = {path.stem: row for path, row in judged.items()}
    seen = set()
    for folder in args.gold:
        for path in sorted(folder.glob("*.yaml")):
            text = next((t for texts in args.texts if (t := texts / f"{path.stem}.txt").exists()), None)
            if text is None:
                sys.exit(f"no text for {path.name}")
            want = wanted(yaml.safe_load(path.read_text(encoding="utf-8")))
            if want is None and path.stem in named:
                want = by_row(named[path.stem])
            seen.add(path.stem)
            if want is not None:
                yield from (
                    (folder.name, *case) for case in cases(path.stem, text.read_bytes().decode(), *want, reader)
                )
    for number, own in enumerate(yaml.safe_load(EXAMPLES.read_text(encoding="utf-8")), start=1):
        yield from (("own", *case) for case in cases(f"own {number}", own["text"], *by_row(own), reader))
    for path, row in judged.items():
        if path.stem not in seen:
            text = path.read_bytes().decode()
            yield from (("judged", *case) for case in cases(path.stem, text, *by_row(row), reader))


def by_row(row: dict[str, str]) -> tuple[list[str], str]:
    return [] if row["anchor"] == NONE else [squeeze(row["anchor"])], row["floor"] or "elsewhere"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--gold", type=Path, action="append", required=True)
    parser.add_argument("--judged", type=Path)
    parser.add_argument("--cache", type=Path, help="a folder that keeps parses")
    parser.add_argument("--penalty", type=float, default=1.0)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--show", action="store_true", help="list the documents decided wrongly when left out")
    args = parser.parse_args(argv)
    every: dict[str, list[tuple[str, Case]]] = {"event_anchor": [], "event_floor": []}
    for group, name, case in gathered(args):
        every[name].append((group, case))
    for name, cased in every.items():
        counted = Counter(n for _, case in cased for n in {n for f in case.features for n in f})
        names = sorted(n for n, documents in counted.items() if documents >= 3)
        held = weights(name)
        now = [lead(g, c, chances(c, list(held.values), np.array([*held.values.values()]))) for g, c in cased]
        leads = left_out(cased, names, args.penalty, show=args.show)
        margin = margin_of(leads)
        print(f"{name}: {len(cased)} documents, {len(names)} features; right/wrong/open")
        print(f"  weights as they are, margin {held.margin}: {told(now, held.margin)}")
        print(f"  fitted, each left out, margin 0: {told(leads, 0.0)}\n  margin {margin}: {told(leads, margin)}")
        if args.write:
            WEIGHTS.mkdir(exist_ok=True)
            rows = zip(names, fit([case for _, case in cased], names, args.penalty), strict=True)
            lines = ["feature,weight", *(f"{n},{w:.3f}" for n, w in rows), f"margin,{margin}"]
            (WEIGHTS / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
