"""The codebook: each entry of the ontology with definition, example, the rules that code it, and what they leave.

Written from the ontology and the rule files alone, so that it says what this version does. Passages in examples and
counter-examples are invented; ``[slot=words]`` marks what a rule must find, ``[kind:words]`` what it must leave alone.
"""

from __future__ import annotations

import functools
import html
import re
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from untocgraph.core import markup, resources
from untocgraph.core.errors import InputError, MissingExtraError
from untocgraph.core.iri import ONTOLOGY
from untocgraph.core.namespace import PROPERTY_OF_WORD
from untocgraph.extract.rules import load_rules

_KINDS = ((OWL.Class, "class"), (OWL.ObjectProperty, "relation"), (OWL.DatatypeProperty, "attribute"))
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_PRINTED = 120
"""Seconds that printing may take."""
_MOMENT = re.compile(rb"\(D:\d{14}[^)]*\)")
_STYLE = (
    "article{border-top:1px solid #8886;padding:.6em 0;break-inside:avoid}h2,h3{margin:.3em 0}small{opacity:.75}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3em .6em .3em 0}"
    "td{overflow-wrap:anywhere;width:33%}code{font-size:.85em}nav{columns:20em}nav h2{font-size:1em;break-after:avoid}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedBy:
    """One rule: its patterns, what it must find and must leave alone. ``confidence`` is counted, in [0, 1]."""

    rule: str
    file: str
    patterns: tuple[str, ...]
    finds: tuple[str, ...]
    leaves: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One class, relation or attribute. ``module`` is the part of the ontology; ``ends`` what a property joins."""

    name: str
    kind: str
    module: str
    label: str
    definition: str
    examples: tuple[str, ...]
    note: str
    ends: str
    coded_by: tuple[CodedBy, ...]


@functools.cache
def codebook() -> tuple[Entry, ...]:
    """Return the entries of the ontology by module and name.

    >>> [one.kind for one in codebook() if one.name == "affiliatedWith"]
    ['relation']
    """
    coded = _coded()
    found = [
        _entry(model, rdflib.URIRef(str(term)), file.stem, kind, coded)
        for file in resources.rdf_files("ontology")
        if file.stem not in ("deprecated", "external", "alignments", "header")
        for model in (rdflib.Graph().parse(file, format="turtle"),)
        for type_, kind in _KINDS
        for term in model.subjects(RDF.type, type_)
        if str(term).startswith(ONTOLOGY)
    ]
    return tuple(sorted(found, key=lambda one: (one.module, one.kind, one.name)))


def write_codebook(path: Path) -> Path:
    """Write the codebook to a page (``.html``), its print (``.pdf``) or Markdown (``.md``); return the file.

    MissingExtraError for a PDF without Chromium on the machine, which prints the page.
    """
    writers = {".html": _html, ".md": _markdown}
    if path.suffix == ".pdf":
        with tempfile.TemporaryDirectory(prefix="untocgraph-") as folder:
            return _printed(write_codebook(Path(folder, "codebook.html")), path)
    if path.suffix not in writers:
        raise InputError(f"{path.name}: a codebook is a page, PDF or Markdown", repair="name it .html, .pdf or .md")
    path.write_text(writers[path.suffix](codebook()), encoding="utf-8")
    return path


def _printed(page: Path, path: Path) -> Path:
    """Print a page to PDF by Chromium, without the moment at which it was printed."""
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        raise MissingExtraError("Chromium is not installed", repair="write .html and print it from a browser")
    made = page.with_suffix(".pdf")
    flags = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={page.parent / 'profile'}")
    command = [browser, *flags, "--no-pdf-header-footer", f"--print-to-pdf={made}", page.as_uri()]
    try:
        subprocess.run(command, capture_output=True, check=True, timeout=_PRINTED)
    except subprocess.SubprocessError:
        raise InputError(
            f"{path.name}: the browser did not print it", repair="write .html and print it by hand"
        ) from None
    path.write_bytes(
        _MOMENT.sub(lambda found: b"(%b)" % b"D:20000101000000".ljust(len(found[0]) - 2), made.read_bytes())
    )
    return path


def _entry(model: rdflib.Graph, term: rdflib.URIRef, module: str, kind: str, coded: dict[str, list[CodedBy]]) -> Entry:
    def words(predicate: rdflib.URIRef) -> tuple[str, ...]:
        found = (one for one in model.objects(term, predicate) if getattr(one, "language", None) in (None, "en"))
        return tuple(
            sorted(str(one).rpartition("#")[2] if isinstance(one, rdflib.URIRef) else str(one) for one in found)
        )

    ends = [next(iter(words(side)), "any") for side in (RDFS.domain, RDFS.range)]
    return Entry(
        name=str(term).removeprefix(ONTOLOGY), kind=kind, module=module,
        label=next(iter(words(RDFS.label)), ""), definition=" ".join(words(SKOS.definition)),
        examples=words(SKOS.example),
        note=" ".join(words(SKOS.scopeNote)), ends="" if kind == "class" else " → ".join(ends),
        coded_by=tuple(coded.get(str(term), ())),
    )  # fmt: skip


def _coded() -> dict[str, list[CodedBy]]:
    """The rules by the IRI of the property that they state."""
    rules = {rule.id: rule for rule in load_rules()}
    found: dict[str, list[CodedBy]] = {}
    for file in sorted((resources.path("reference") / "rules").glob("*.toml")):
        for row in tomllib.loads(file.read_text(encoding="utf-8")).get("rule", ()):
            rule = rules[row["id"]]
            pattern = row["pattern"]
            made = CodedBy(
                rule=rule.id, file=file.name, patterns=(pattern,) if isinstance(pattern, str) else tuple(pattern),
                finds=rule.yes, leaves=rule.no, confidence=rule.confidence,
            )  # fmt: skip
            for predicate in dict.fromkeys(claim.predicate for claim in rule.claims):
                if predicate in PROPERTY_OF_WORD:
                    found.setdefault(str(PROPERTY_OF_WORD[predicate]), []).append(made)
    return found


def _html(entries: Iterable[Entry]) -> str:
    index, body = "", ""
    for module, group in groupby(entries, key=lambda one: one.module):
        listed = list(group)
        index += f"<h2>{module}</h2>" + "".join(f'<a href="#{one.name}">{one.name}</a><br>' for one in listed)
        body += f"<h2>{module}</h2>" + "".join(map(_article, listed))
    body = f"<p>{html.escape(_intro())}</p><nav>{index}</nav>{body}"
    return markup.page("Codebook of untocgraph", body, style=_STYLE)


def _article(one: Entry) -> str:
    head = (
        f"<h3>{html.escape(one.name)} <small>{html.escape(f'{one.kind}, {one.module} {one.ends}'.strip())}</small></h3>"
    )
    notes = "".join(f"<p>{html.escape(text)}</p>" for text in (one.definition, one.note) if text)
    shown = markup.items(f"<li>{html.escape(text)}</li>" for text in one.examples)
    rows = [
        [f"<b>{html.escape(by.rule)}</b> <small>{by.confidence:.2f}</small><br>"
         + "<br>".join(f"<code>{html.escape(text)}</code>" for text in by.patterns),
         *("<br>".join(map(html.escape, texts)) for texts in (by.finds, by.leaves))]
        for by in one.coded_by
    ]  # fmt: skip
    table = markup.table(("rule, confidence, pattern", "finds", "leaves alone"), rows) if rows else ""
    return f'<article id="{html.escape(one.name)}">{head}{notes}{shown}{table}</article>'


def _markdown(entries: Iterable[Entry]) -> str:
    lines = ["# Codebook of untocgraph", "", _intro()]
    for one in entries:
        lines += ["", f"## {one.name}", f"*{f'{one.kind}, {one.module} {one.ends}'.strip()}*", "", one.definition]
        lines += [f"\n{one.note}"] if one.note else []
        lines += [f"- example: {text}" for text in one.examples]
        for by in one.coded_by:
            lines += ["", f"### {by.rule}", f"{by.file}, confidence {by.confidence:.2f}", ""]
            lines += [f"- pattern: `{text}`" for text in by.patterns]
            lines += [f"- finds: {text}" for text in by.finds] + [f"- leaves alone: {text}" for text in by.leaves]
    return "\n".join(lines) + "\n"


def _intro() -> str:
    return (
        "What each term means, an example of it, and the rules that code it, each with passages that it must find and "
        "passages that it must leave alone. Terms without a rule are coded by grammar in the program or taken from the "
        "reference data."
    )
