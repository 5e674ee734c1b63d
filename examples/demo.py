"""Build the sample graph and ask it three questions. Run it by ``make demo``."""

from __future__ import annotations

import sys
from pathlib import Path

import untocgraph as ug
from untocgraph.cli.build import summary
from untocgraph.core.namespace import UNTOC

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = (
    ("conflicts", {}, ("label", "property", "status", "value", "source"), 8),
    ("who-spoke", {"event": "event/cd-ta-2023"}, ("label", "as", "personLabel", "source"), 10),
    ("recommendations", {}, ("voiceLabel", "strength", "text", "source"), 6),
)
COVERAGE = f"""
SELECT (COUNT(DISTINCT ?assertion) AS ?assertions) (COUNT(DISTINCT ?proven) AS ?withEvidence) WHERE {{
  ?assertion a <{UNTOC.Assertion}> .
  OPTIONAL {{ ?assertion <{UNTOC.evidence}>/<{UNTOC.inSource}> ?source . BIND(?assertion AS ?proven) }}
}}"""


def main() -> None:
    """Build ``demo-graph`` from ``examples/corpus`` and print what it holds."""
    graph = ug.build(ROOT / "examples" / "corpus", graph=ROOT / "demo-graph")
    assert graph.report is not None
    say(f"The sample corpus: {len(graph.sources())} documents in {graph.path.name}/\n")
    say(summary(graph.report))
    assertions, proven = graph.query(COVERAGE).rows[0]  # type: ignore[union-attr]
    say(f"{proven} of {assertions} assertions open the sentence that proves them.\n")
    for name, params, columns, limit in QUESTIONS:
        answer = graph.query(name, limit=limit, **params)
        say(f"untocgraph query {name}" + "".join(f" --param {key}={value}" for key, value in params.items()))
        for row in answer:  # type: ignore[union-attr]
            say("  " + " | ".join(shown(row[column]) for column in columns))
        say("")
    command = Path(sys.executable).with_name("untocgraph")
    say(f"Next: {command} walk UNODC -g {graph.path}")


def shown(value: object) -> str:
    """A cell on one line, cut where it is long."""
    text = " ".join(str(value if value is not None else "–").split())
    return text if len(text) <= 90 else text[:89] + "…"


def say(text: str) -> None:
    """Write a line."""
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
