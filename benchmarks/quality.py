"""Extraction against the gold: build, export the tables, score them.

    python benchmarks/quality.py [--write]

Needs ../shared beside the checkout. ``--write`` puts the figures into docs/quality.md.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import untocgraph as ug

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
CORPORA = ("corpus", "corpus_written", "corpus_other")
TARGETS = {
    "entities": 0.88, "types": 0.93, "attributes": 0.80, "relations": 0.72, "statements": 0.88, "attribution": 0.82,
    "counts": 0.85,
}  # fmt: skip
MARK = "<!-- figures -->"


def score(texts: list[Path]) -> dict[str, dict[str, float]]:
    """Return the figures of the evaluation over the gold, by name."""
    with tempfile.TemporaryDirectory() as folder:
        graph = ug.build(texts, graph=Path(folder, "graph"), strict=True)
        graph.export_tables(Path(folder, "tables"))
        out = Path(folder, "figures.json")
        command = [sys.executable, SHARED / "evaluate" / "evaluate.py", Path(folder, "tables"), SHARED / "gold"]
        subprocess.run([*command, "--json", out], check=True, stdout=subprocess.DEVNULL)
        found: dict[str, dict[str, float]] = json.loads(out.read_text(encoding="utf-8"))
        return found


def table(figures: dict[str, dict[str, float]]) -> str:
    """Return the figures as a Markdown table."""
    lines = ["| figure | P | R | F1 | asked for |", "| --- | --- | --- | --- | --- |"]
    for name in sorted(figures, key=lambda n: (n not in TARGETS, n)):
        row = figures[name]
        asked = f"{TARGETS[name]:.2f}" if name in TARGETS else ""
        lines.append(f"| {name} | {row['precision']:.3f} | {row['recall']:.3f} | {row['f1']:.3f} | {asked} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Print the figures; end with 1 when one falls short of what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/quality.md")
    arguments = parser.parse_args()
    if not (SHARED / "gold").is_dir():
        print("needs ../shared beside the checkout", file=sys.stderr)
        return 2
    texts = [path for folder in CORPORA for path in sorted((SHARED / folder).glob("*.txt"))]
    figures = score(texts)
    print(table(figures), end="")
    if arguments.write:
        page = ROOT / "docs" / "quality.md"
        text = page.read_text(encoding="utf-8")
        page.write_text(
            re.sub(f"{MARK}.*?{MARK}", lambda _: f"{MARK}\n{table(figures)}{MARK}", text, flags=re.S), encoding="utf-8"
        )
    return int(any(figures[name]["f1"] < asked for name, asked in TARGETS.items()))


if __name__ == "__main__":
    sys.exit(main())
