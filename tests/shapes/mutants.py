"""Damage a graph in every way of mutants.yaml, and see whether the shapes notice.

``python -m tests.shapes.mutants`` (or ``make mutants``) prints a line for each mutant, caught or not, over the sample
graph of the package.
"""

from __future__ import annotations

import functools
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml

from untocgraph.core import iri
from untocgraph.store.report import Finding, Report
from untocgraph.store.validate import validate

FILE = Path(__file__).with_name("mutants.yaml")
PREFIXES = f"""PREFIX untoc: <{iri.ONTOLOGY}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One way to damage a graph; the fields are the keys of mutants.yaml."""

    name: str
    caught: str
    where: str
    delete: str = ""
    insert: str = ""
    also: str = ""
    focus: str = "?this"
    bind: str = ""
    graph: str = ""


@functools.cache
def mutants() -> tuple[Mutant, ...]:
    """Return every mutant of the file, in its order."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(Mutant(**{("graph" if key == "in" else key): value for key, value in row.items()}) for row in rows)


def damage(store: ox.Store, mutant: Mutant, touched: set[str]) -> str:
    """Change the store in place; return the IRI of the node that a shape has to speak of.

    ``touched`` holds the nodes that other mutants have changed, and gets this one's. LookupError where the graph has
    no place for the mutant.
    """
    row = next(_places(store, mutant, touched), None)
    if row is None:
        raise LookupError(f"no place for the mutant {mutant.name!r}")
    place = {name: str(term) for name, term in row.items()}
    if mutant.bind:
        value, _, name = mutant.bind.partition(" AS ?")
        solutions: Any = store.query(f"SELECT ?x WHERE {{ BIND ({_filled(value, place)} AS ?x) }}")
        place[name] = str(next(iter(solutions))["x"])
    graph = place["g"]
    if mutant.delete:
        pattern = _filled(mutant.delete, place)
        store.update(f"{PREFIXES} DELETE WHERE {{ GRAPH {graph} {{ {pattern} }} }}")
    if mutant.insert:
        store.update(f"{PREFIXES} INSERT DATA {{ GRAPH {graph} {{ {_filled(mutant.insert, place)} }} }}")
    if mutant.also:
        verb = "INSERT DATA" if mutant.also.startswith("INSERT") else ""
        change = _filled(mutant.also, place)
        store.update(PREFIXES + (change.replace("INSERT", verb, 1) if verb else f"{change} WHERE {{}}"))
    touched |= _changed(place)
    return _filled(mutant.focus, place).strip("<>")


def _places(store: ox.Store, mutant: Mutant, touched: set[str]) -> Iterator[dict[str, Any]]:
    names = sorted({"?this", *re.findall(r"\?\w+", mutant.where)})
    scope = f'FILTER (CONTAINS(STR(?g), "/graph/{mutant.graph}"))' if mutant.graph else ""
    query = f"{PREFIXES} SELECT * WHERE {{ GRAPH ?g {{ {mutant.where} }} {scope} }} ORDER BY {' '.join(names)}"
    solutions: Any = store.query(query, use_default_graph_as_union=True)
    variables = [variable.value for variable in solutions.variables]
    for solution in solutions:
        row = {name: solution[name] for name in variables if solution[name] is not None}
        if "g" not in row:
            row["g"] = ox.NamedNode(iri.graph("reference"))
        if not _changed({name: str(term) for name, term in row.items()}) & touched:
            yield row


def _changed(place: dict[str, str]) -> set[str]:
    """The nodes that are for one mutant only: those that a graph has many of, and the node itself."""
    many = {term for term in place.values() if re.match(r"<.*/id/(person|statement|event|resolution|count)/", term)}
    return many | {place["this"]}


def _filled(text: str, place: dict[str, str]) -> str:
    return re.sub(r"\?(\w+)", lambda match: place.get(match[1], match[0]), text)


def caught(report: Report, mutant: Mutant, node: str) -> bool:
    """Return whether the report speaks of the node by the shape of the mutant, as Violation or Warning."""
    return any(_speaks(finding, mutant, node) for finding in report.findings)


def _speaks(finding: Finding, mutant: Mutant, node: str) -> bool:
    return finding.shape == mutant.caught and finding.focus == node and finding.severity != "Info"


def copy_of(store: ox.Store) -> ox.Store:
    """Return a copy in memory."""
    made = ox.Store()
    made.bulk_extend(store)
    return made


def main() -> int:
    """Print what becomes of each mutant; return the number of those that nobody notices."""
    import untocgraph as ug
    from untocgraph.core import resources

    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        sample = ug.build([resources.path("examples/corpus")], graph=Path(folder) / "graph").store.oxigraph
        for mutant in mutants():
            store = copy_of(sample)
            node = damage(store, mutant, set())
            found = caught(validate(store), mutant, node)
            missed += not found
            sys.stdout.write(f"{'caught' if found else 'MISSED'}  {mutant.caught:28} {mutant.name}\n")
    sys.stdout.write(f"{missed} of {len(mutants())} missed\n")
    return missed


if __name__ == "__main__":
    sys.exit(bool(main()))
