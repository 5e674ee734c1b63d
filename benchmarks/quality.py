"""Extraction against the gold: build, export the tables, score them; then where the figures come from.

    python benchmarks/quality.py [--write] [--figures-only] [--held-out FOLDER ...]
    python benchmarks/quality.py [--write] --rounds FOLDER [--cache FOLDER]

Needs ../shared beside the checkout. ``--write`` puts the figures into docs/quality.md. ``--held-out`` names a folder
with ``texts/`` and ``gold/`` (repeatable; those of tests/quality/heldout are always measured). ``--rounds`` names a
folder of rounds (``texts/NAME``, ``gold/NAME``): only the stated confidence of their claims is held against the gold.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import untocgraph as ug
import variants
from calibration import band as band_of
from calibration import by_rule, cell, error, grouped
from judging import SHARED, Document, Judged, documents, figures, judged

ROOT = Path(__file__).resolve().parents[1]
HELD_OUT = ROOT / "tests" / "quality" / "heldout"
ONLY_COUNTED = frozenset({"H4", "H6", "H10", "H11"})
"""Held-out documents of which nobody looked at the errors (tests/quality/heldout/README.md)."""
CORPORA = ("corpus", "corpus_written", "corpus_other")
TARGETS = {
    "entities": 0.94, "types": 0.97, "attributes": 0.90, "relations": 0.85, "statements": 0.94, "attribution": 0.91,
    "counts": 0.93, "statements.mode": 0.98, "statements.kind": 0.93, "statements.modality": 0.96,
    "statements.event": 0.88, "statements.topics": 0.80,
}  # fmt: skip
MAIN = ("entities", "types", "attributes", "relations", "statements", "attribution", "counts")
SORTS = ("mention", "attributes", "relations", "statements", "attribution", "counts")

Figures = Mapping[str, Mapping[str, float]]


def score(texts: list[Path]) -> dict[str, dict[str, float]]:
    """Return the figures of the evaluation over the gold, by name."""
    with tempfile.TemporaryDirectory() as folder:
        graph = ug.build(texts, graph=Path(folder, "graph"), strict=True)
        graph.export_tables(Path(folder, "tables"))
        out = Path(folder, "figures.json")
        command: list[str | Path] = [
            sys.executable,
            SHARED / "evaluate" / "evaluate.py",
            Path(folder, "tables"),
            SHARED / "gold",
        ]
        subprocess.run([*command, "--json", out], check=True, stdout=subprocess.DEVNULL)
        found: dict[str, dict[str, float]] = json.loads(out.read_text(encoding="utf-8"))
        return found


def markdown(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table; numbers with three decimals."""
    lines = [header, ["---"] * len(header), *rows]
    told = (" | ".join(f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in line) for line in lines)
    return "".join(f"| {line} |\n" for line in told)


def table(found: Figures) -> str:
    """Return the figures as a Markdown table."""
    names = sorted(found, key=lambda n: (n not in TARGETS, n))
    rows = [
        [n, *(found[n][part] for part in ("precision", "recall", "f1")), f"{TARGETS[n]:.2f}" if n in TARGETS else ""]
        for n in names
    ]
    return markdown(["figure", "P", "R", "F1", "asked for"], rows)


def compared(columns: Mapping[str, Figures], *, names: Sequence[str] = MAIN) -> str:
    """Return the F1 of each figure in several measurements, side by side."""
    rows = [[name, *(f[name]["f1"] if name in f else "-" for f in columns.values())] for name in names]
    return markdown(["F1", *columns], rows)


def held_back(extra: Sequence[Path]) -> dict[str, tuple[Document, ...]]:
    """Return the held-out documents by set."""
    found = documents(HELD_OUT / "gold", [HELD_OUT / "texts"])
    sets = {
        "errors looked at": tuple(d for d in found if d.stem not in ONLY_COUNTED),
        "only counted": tuple(d for d in found if d.stem in ONLY_COUNTED),
    }
    return sets | {folder.name: documents(folder / "gold", [folder / "texts"]) for folder in extra}


def leave_out(sets: Mapping[str, Sequence[Document]], cache: Path) -> str:
    """Return the figures with each document's organizations and persons out of the reference data, beside the full.

    ``worst`` is the largest loss of a single document.
    """
    header = ["F1"]
    rows: dict[str, list[object]] = {name: [name] for name in (*MAIN, "entities.organization")}
    for name, items in sets.items():
        header += [f"{name}: full", "left out", "difference", "worst"]
        with_names = [(d, variants.both(d, cache)) for d in items]
        without = list(zip(items, variants.without_its_names(items, cache), strict=True))
        full, less = figures(with_names), figures(without)
        single = [(figures([a]), figures([b])) for a, b in zip(with_names, without, strict=True)]
        for figure, row in rows.items():
            losses = [b[figure]["f1"] - a[figure]["f1"] for a, b in single if figure in a and figure in b]
            before, after = full[figure]["f1"], less[figure]["f1"]
            row += [before, after, f"{after - before:+.3f}", f"{min(losses, default=0.0):+.3f}"]
    return markdown(header, list(rows.values()))


def ablations(sets: Mapping[str, Sequence[Document]], cache: Path) -> str:
    """Return the figures of the model alone, of the rules alone, and of both, for each set."""
    ways = {
        "model alone": variants.model_alone,
        "rules alone": variants.rules_alone,
        "rules and sentence trees": variants.parse_without_names,
        "both": variants.both,
    }
    tables = []
    for name, items in sets.items():
        columns = {way: figures([(d, run(d, cache)) for d in items]) for way, run in ways.items()}
        tables.append(f"{name.capitalize()}:\n\n{compared(columns)}")
    return "\n".join(tables)


def reliability(sets: Mapping[str, Sequence[Judged]]) -> str:
    """Return stated confidence against observed correctness, by kind of claim and set, then by band."""
    rows: list[list[object]] = []
    for sort in (*SORTS, "all"):
        for name, claims in sets.items():
            some = [c for c in claims if c.sort == sort or (sort == "all" and c.sort != "attribution")]
            if some:
                taken = cell(some)
                rows.append([sort, name, taken.count, taken.expected, taken.observed, error(some)])
    kinds = markdown(["claims", "documents", "n", "expected", "observed", "calibration error"], rows)
    rows = []
    for name, claims in sets.items():
        for (sort, band), some in _in_order(grouped(claims, lambda c: (c.sort, band_of(c.confidence)))):
            taken = cell(some)
            rows.append([name, sort, band, taken.count, taken.expected, taken.observed])
    bands = markdown(["documents", "claims", "band", "n", "expected", "observed"], rows)
    return f"{kinds}\nBy band of the stated confidence:\n\n{bands}"


def _in_order(cells: Mapping[tuple[str, str], list[Judged]]) -> list[tuple[tuple[str, str], list[Judged]]]:
    return sorted(cells.items(), key=lambda item: (SORTS.index(item[0][0]), min(c.confidence for c in item[1])))


def rules(known: Sequence[Judged], held: Sequence[Judged]) -> str:
    """Return each rule with five claims or more: stated precision, observed in all and in the held-out documents."""
    elsewhere = by_rule(held, least=1)
    rows: list[list[object]] = []
    for (sort, method), taken in by_rule([*known, *held]).items():
        other = elsewhere.get((sort, method))
        told = [other.count, other.observed] if other else [0, ""]
        rows.append(
            [sort, f"`{method}`", taken.count, taken.expected, taken.observed, *told, "!" if taken.doubtful else ""]
        )
    return markdown(["claims", "rule", "n", "stated", "observed", "n held out", "observed there", "off"], rows)


def blocks(known: Sequence[Document], extra: Sequence[Path]) -> dict[str, str]:
    """Return the blocks of docs/quality.md but for the first, by mark."""
    held = held_back(extra)
    sets = {"known": tuple(known), **held}
    halves = {"known": tuple(known), "held out": tuple(d for items in held.values() for d in items)}
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        pairs = {name: [(d, variants.both(d, cache)) for d in items] for name, items in sets.items()}
        full = {name: figures(some) for name, some in pairs.items()}
        claims = {name: [c for d, a in some for c in judged(d, a)] for name, some in pairs.items()}
        return {
            "held-out": compared(full, names=tuple(TARGETS)),
            "leave-names-out": leave_out(halves, cache),
            "ablations": ablations(halves, cache),
            "calibration": reliability(claims),
            "rules": rules(claims["known"], [c for name, some in claims.items() if name != "known" for c in some]),
        }


def of_rounds(folder: Path, cache: Path) -> str:
    """Return stated confidence against observed correctness over all rounds, then by rule (20 claims or more)."""
    names = sorted(gold.name for gold in (folder / "gold").iterdir() if (folder / "texts" / gold.name).is_dir())
    found = [d for name in names for d in documents(folder / "gold" / name, [folder / "texts" / name])]
    claims = [claim for document in found for claim in judged(document, variants.both(document, cache))]
    rows = [
        [sort, f"`{method}`", taken.count, taken.expected, taken.observed, "!" if taken.doubtful else ""]
        for (sort, method), taken in by_rule(claims, least=20).items()
    ]
    title = f"{len(names)} rounds"
    by_rules = markdown(["claims", "rule", "n", "stated", "observed", "off"], rows)
    return f"{reliability({title: claims})}\nBy rule:\n\n{by_rules}"


def write(found: Mapping[str, str]) -> None:
    """Put the blocks between their marks in docs/quality.md."""
    page = ROOT / "docs" / "quality.md"
    text = page.read_text(encoding="utf-8")
    for name, block in found.items():
        mark = f"<!-- {name} -->"
        text = re.sub(f"{mark}.*?{mark}", f"{mark}\n{block}{mark}".replace("\\", r"\\"), text, flags=re.S)
    page.write_text(text, encoding="utf-8")


def main() -> int:
    """Print the figures; end with 1 when one falls short of what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/quality.md")
    parser.add_argument("--figures-only", action="store_true", help="leave out held-out, ablations and calibration")
    parser.add_argument("--held-out", type=Path, action="append", default=[], help="folder with texts/ and gold/")
    parser.add_argument("--rounds", type=Path, help="folder with texts/NAME and gold/NAME: calibration only")
    parser.add_argument("--cache", type=Path, help="where parses are kept, for --rounds")
    arguments = parser.parse_args()
    if arguments.rounds:
        with tempfile.TemporaryDirectory() as kept:
            told = {"rounds": of_rounds(arguments.rounds, arguments.cache or Path(kept))}
        print(told["rounds"], end="")
        if arguments.write:
            write(told)
        return 0
    if not (SHARED / "gold").is_dir():
        print("needs ../shared beside the checkout", file=sys.stderr)
        return 2
    texts = [path for folder in CORPORA for path in sorted((SHARED / folder).glob("*.txt"))]
    found = score(texts)
    told = {"figures": table(found)}
    if not arguments.figures_only:
        known = documents(SHARED / "gold", [SHARED / folder for folder in CORPORA])
        told |= blocks(known, arguments.held_out)
    print("\n".join(f"{name}\n{block}" for name, block in told.items()), end="")
    if arguments.write:
        write(told)
    return int(any(found[name]["f1"] < asked for name, asked in TARGETS.items()))


if __name__ == "__main__":
    sys.exit(main())
