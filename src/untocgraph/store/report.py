"""What validation found: the findings, as text, JSON and as a SHACL validation report."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Literal

import rdflib
from rdflib import RDF, SH, Graph, URIRef

from untocgraph.core import iri
from untocgraph.core.display import Shown
from untocgraph.core.namespace import UNTOC

Severity = Literal["Violation", "Warning", "Info"]
SEVERITIES: tuple[Severity, ...] = ("Violation", "Warning", "Info")
SHAPES = "https://w3id.org/untocgraph/shapes#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One place where the graph and a shape disagree.

    ``severity`` is Violation (the graph is wrong), Warning (look at it) or Info (something could be added).
    ``shape`` is the local name of the shape, ``focus`` the IRI of the node, ``path`` the property as IRI or
    property path, ``value`` the offending value where there is one, ``message`` the rule and its repair,
    ``evidence`` up to three IRIs of the stretches of text behind the node, ``constraint`` the kind of rule
    (``MinCount``, ``Class`` …).
    """

    severity: Severity
    shape: str
    focus: str
    path: str
    value: str
    message: str
    evidence: tuple[str, ...] = ()
    constraint: str = ""

    @property
    def key(self) -> tuple[int, str, str, str, str, str]:
        """What findings are sorted by: severity first, then shape and place."""
        return SEVERITIES.index(self.severity), self.shape, self.focus, self.path, self.value, self.constraint


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Report(Shown):
    """What validation found, sorted: Violations first. ``conforms`` holds when there is no Violation."""

    findings: tuple[Finding, ...]
    engine: str
    by_the_book: bool = False
    """Whether Warnings and Infos count as well, as in SHACL itself: so for shapes that are not ours."""

    @property
    def conforms(self) -> bool:
        """Whether there is no Violation; Warnings and Infos do not count, unless ``by_the_book``."""
        return (
            not self.findings
            if self.by_the_book
            else not any(finding.severity == "Violation" for finding in self.findings)
        )

    @property
    def counts(self) -> dict[str, int]:
        """The number of findings by severity, all three named."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in SEVERITIES}

    def by_shape(self) -> list[tuple[Severity, str, int, str]]:
        """Return (severity, shape, number of findings, message of the first), in the order of the findings."""
        groups: dict[tuple[Severity, str], list[Finding]] = {}
        for finding in self.findings:
            groups.setdefault((finding.severity, finding.shape), []).append(finding)
        return [(severity, shape, len(group), group[0].message) for (severity, shape), group in groups.items()]

    def table(self, *, limit: int | None = None) -> str:
        """Return the findings as text, a line each, and a last line with the counts."""
        shown = self.findings if limit is None else self.findings[:limit]
        lines = [
            "  ".join(filter(None, (f.severity, f.shape, f.focus, f.path, f.value[:80], f.message, *f.evidence[:1])))
            for f in shown
        ]
        left = len(self.findings) - len(shown)
        lines += [f"… and {left} more"] if left else []
        counts = ", ".join(f"{count} {severity}" for severity, count in self.counts.items())
        return "\n".join([*lines, f"{'conforms' if self.conforms else 'does not conform'}: {counts}"])

    def to_json(self) -> str:
        """Return the report as JSON: conforms, engine, counts, findings."""
        content = {
            "conforms": self.conforms,
            "engine": self.engine,
            "counts": self.counts,
            "findings": [asdict(finding) for finding in self.findings],
        }
        return json.dumps(content, ensure_ascii=False, indent=2)

    def to_rdf(self) -> Graph:
        """Return the report as a SHACL validation report, without blank nodes; the evidence is ``untoc:evidence``."""
        graph = Graph()
        graph.bind("sh", SH)
        report = URIRef(iri.node("report", *(str(finding.key) for finding in self.findings)))
        graph.add((report, RDF.type, SH.ValidationReport))
        graph.add((report, SH.conforms, rdflib.Literal(self.conforms)))
        for finding in self.findings:
            node = URIRef(iri.node("finding", str(finding.key)))
            graph.add((report, SH.result, node))
            graph.add((node, RDF.type, SH.ValidationResult))
            focus = finding.focus.replace("_:", f"{iri.BASE}.well-known/genid/", 1)
            graph.add((node, SH.focusNode, URIRef(focus)))
            graph.add((node, SH.resultSeverity, SH[finding.severity]))
            graph.add((node, SH.sourceShape, URIRef(SHAPES + finding.shape)))
            graph.add((node, SH.resultMessage, rdflib.Literal(finding.message)))
            if finding.path.startswith("http") and " " not in finding.path:
                graph.add((node, SH.resultPath, URIRef(finding.path)))
            if finding.value:
                graph.add((node, SH.value, rdflib.Literal(finding.value)))
            for proof in finding.evidence:
                graph.add((node, URIRef(UNTOC.evidence), URIRef(proof)))
        return graph
