"""Things of the sample graph as objects, without SPARQL. Run it by ``python examples/objects.py``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import untocgraph as ug

CORPUS = Path(__file__).resolve().parent / "corpus"


def lines(graph: ug.Graph) -> list[str]:
    """What the example prints: who spoke, how many took part, and the words that prove it."""
    dialogue = graph.event("event/cd-ta-2023")
    told = [f"{dialogue.label}: {dialogue.start_date}, {dialogue.place_name}"]
    told += [f"  {one.role}: {one.participant.label}" for one in dialogue.participations if one.role == "panellist"]
    for count in dialogue.counts:
        if count.count_category == "non_governmental_stakeholder" and count.evidence:
            proof = count.evidence[0]
            told.append(
                f"  {count.count_value} according to {proof.source.id}, {proof.start}-{proof.end}: {proof.exact}"
            )
    for said in graph.statements(speaker="Slum Child Foundation", topic="grassroots"):
        told.append(f"  {said.speaker.label} ({said.statement_mode}), for {said.on_behalf_of.label}")
    return told


def main() -> None:
    """Build the sample graph in a folder that goes again, and tell."""
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write("\n".join(lines(ug.build([CORPUS], graph=Path(folder, "graph")))) + "\n")


if __name__ == "__main__":
    main()
