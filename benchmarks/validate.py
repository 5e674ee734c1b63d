"""How long validation takes, by size and engine, against pySHACL with the whole shapes and nothing of ours.

    python benchmarks/validate.py [triples …]      (default: 10000 100000)

Prints a Markdown table. pySHACL alone runs up to 20,000 triples, and up to 200,000 without the constraints in
SPARQL (of which these data break none); the number of findings must be the same for all, or the program ends
with an error.
"""

from __future__ import annotations

import hashlib
import random
import sys
import time
from collections.abc import Callable

import pyoxigraph as ox
import pyshacl
from rdflib import RDF, SH, Graph

from untocgraph.core import iri
from untocgraph.store import validate as module
from untocgraph.store.validate import load_shapes, validate

HEAD = f"""@prefix untoc: <{iri.ONTOLOGY}> . @prefix oa: <http://www.w3.org/ns/oa#> . @base <{iri.BASE}id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
WHOLE_LIMIT, CORE_LIMIT = 20_000, 200_000


def graph_of(triples: int) -> ox.Store:
    """Return a made-up graph of about that size, with one defect in fifty statements; always the same."""
    chance, store, number = random.Random(7), ox.Store(), 0
    while len(store) < triples:
        store.load(HEAD + source(number, chance), format=ox.RdfFormat.TURTLE)
        number += 1
    return store


def source(number: int, chance: random.Random) -> str:
    words = [f"Speaker {number}-{n} asked for more training." for n in range(40)]
    text = " ".join(words)
    name, digest = f"source/s{number}", hashlib.sha256(text.encode()).hexdigest()
    parts = [
        f'<{name}> a untoc:Source ; dcterms:title "t" ; dcterms:publisher "p" ; dcterms:issued "2023"^^xsd:gYear ; '
        f'untoc:genre "g" ; untoc:text "{text}" ; untoc:sha256 "{digest}" ; untoc:characters {len(text)} .',
        f'<event/e{number}> a untoc:Workshop ; rdfs:label "workshop {number}" ; untoc:startDate "2023"^^xsd:gYear .',
    ]
    start = 0
    for n, sentence in enumerate(words):
        key, end, defect = f"{number}-{n}", start + len(sentence), chance.random() < 0.02
        kind = "" if defect else "untoc:statementKind <concept/statement-kind/statement> ; "
        parts.append(
            f'<person/p{key}> a untoc:Person ; rdfs:label "Speaker {key}" ; untoc:participatesIn <event/e{number}> .'
            f"<participation/{key}> a untoc:Participation ; untoc:participant <person/p{key}> ; "
            f"untoc:inEvent <event/e{number}> ; untoc:role <concept/role/speaker> ."
            f"<statement/{key}> a untoc:Statement ; untoc:speaker <person/p{key}> ; untoc:atEvent <event/e{number}> ; "
            f'untoc:verb "ask" ; untoc:statementMode <concept/mode/reported> ; {kind}'
            f'untoc:about <concept/topic/education> ; untoc:statementText "{sentence}" ; untoc:statedIn <{name}> .'
            f"<{name}#char={start},{end}> a untoc:Evidence ; untoc:inSource <{name}> ; oa:start {start} ; "
            f'oa:end {end} ; oa:exact "{sentence}" .'
            f"<assertion/{key}> a untoc:Assertion ; untoc:subject <statement/{key}> ; untoc:predicate <{RDF.type}> ; "
            f"untoc:object untoc:Statement ; untoc:introduces <statement/{key}> ; untoc:assertedIn <{name}> ; "
            f'untoc:evidence <{name}#char={start},{end}> ; untoc:method "m" ; untoc:confidence 0.9 ; '
            "prov:wasGeneratedBy <run/1> ."
        )
        start = end + 1
    return "\n".join(parts)


def plain(store: ox.Store, *, sparql: bool) -> int:
    """Return the number of results of pySHACL alone, over the same data with the ontology in it."""
    shapes = load_shapes()
    if not sparql:
        shapes.remove((None, SH.sparql, None))
    data, prepared = Graph(), module._prepared(store)
    text = prepared.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    data.parse(data=text, format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    return len(list(report.subjects(RDF.type, SH.ValidationResult)))


def timed(action: Callable[[], int]) -> tuple[float, int]:
    start = time.process_time()
    found = action()
    return time.process_time() - start, found


def main(sizes: list[int]) -> None:
    load_shapes()
    print("| triples | engine | CPU seconds | findings | times faster than the first |")
    print("| --- | --- | --- | --- | --- |")
    for size in sizes:
        store = graph_of(size)
        runs: dict[str, Callable[[], int]] = {
            engine: lambda store=store, engine=engine: len(validate(store, engine=engine).findings)  # type: ignore[misc]
            for engine in ("pyshacl", "shacl-rust")
        }
        if size <= CORE_LIMIT:
            runs = {"pySHACL alone, core": lambda store=store: plain(store, sparql=False), **runs}  # type: ignore[misc]
        if size <= WHOLE_LIMIT:
            runs = {"pySHACL alone": lambda store=store: plain(store, sparql=True), **runs}  # type: ignore[misc]
        results = {name: timed(run) for name, run in runs.items()}
        base = next((seconds for name, (seconds, _) in results.items() if "alone" in name), 0.0)
        for name, (seconds, found) in results.items():
            faster = f"{base / seconds:.1f}" if base else ""
            print(f"| {len(store)} | {name} | {seconds:.1f} | {found} | {faster} |", flush=True)
        if len({found for _, found in results.values()}) != 1:
            sys.exit(f"the engines disagree: {results}")


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [10_000, 100_000])
