"""The pages of networks: a list with a picture of each, and a page on which it is explored without a server."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from untocgraph.ask.views import Proof, Ref
from untocgraph.networks import NetworkAnswer
from untocgraph.networks.evidence import quotations
from untocgraph.publish.pages import PageLinks
from untocgraph.publish.release.files import as_line

_QUOTED = 8
"""Sentences shown of a tie; the files name the assertions of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One network of a release. ``svg`` and the addresses of ``files`` start at the top; ``net`` is what is drawn."""

    name: str
    title: str
    summary: str
    nodes: int
    ties: int
    notes: tuple[str, ...]
    svg: str
    why: str
    files: tuple[tuple[str, str], ...]
    net: Mapping[str, Any] | None = None

    @property
    def page(self) -> str:
        """Where it is explored."""
        return f"networks/{self.name}.html"


def with_quotations(net: dict[str, Any], answer: NetworkAnswer) -> dict[str, Any]:
    """Return a network as it is drawn, ``quotes`` of each tie as places in ``quotes`` of the whole (``Proof``)."""
    pair: Callable[[tuple[str, str]], Hashable] = tuple if net["directed"] else frozenset
    ends: dict[Hashable, set[str]] = defaultdict(set)
    for one, two, data in answer.graph.edges(data=True):  # ties of several layers between two are shown together
        ends[pair((one, two))].update(data["assertions"])
    found = quotations(answer.store, set().union(*ends.values()))
    places: dict[Proof, int] = {}

    def quoted(one: str, two: str) -> list[int]:
        stretches = sorted({quote for name in ends[pair((one, two))] for quote in found[name]})
        proofs = (Proof(source=Ref(q.title or q.source, q.source, "Source"), start=q.start, end=q.end,
                        quotation=q.text, method=q.method, confidence=q.confidence) for q in stretches)  # fmt: skip
        return [places.setdefault(proof, len(places)) for proof in list(proofs)[:_QUOTED]]

    ids = [node["id"] for node in net["nodes"]]
    ties = [{**tie, "quotes": quoted(ids[tie["one"]], ids[tie["two"]])} for tie in net["ties"]]
    return {**net, "ties": ties, "quotes": list(places)}


def script(net: Mapping[str, Any], links: PageLinks) -> str:
    """Return the network as a script that hands it to the page: one file serves a folder and a server alike."""
    nodes = [{**node, "page": links.thing(node["id"])} for node in net["nodes"]]
    quotes = [(proof.quotation, links.proof(proof), proof.source.label) for proof in net["quotes"]]
    return f"untocNetwork({as_line({**net, 'nodes': nodes, 'quotes': quotes})});\n"
