"""Write the ontology as web pages: a page a module, a diagram on it, an anchor a term, nothing fetched from outside.

The diagrams are drawn without a layout program: a tree of the classes, and a row for each object property. Every
position follows from the order of the names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

DCTERMS = Namespace("http://purl.org/dc/terms/")
KINDS = {
    OWL.Class: "class",
    OWL.ObjectProperty: "object property",
    OWL.DatatypeProperty: "datatype property",
    OWL.AnnotationProperty: "annotation property",
}
HEAD = (
    ("Version", OWL.versionInfo), ("Issued", DCTERMS.issued), ("Creators", DCTERMS.creator),
    ("Licence", DCTERMS.license), ("How to cite", DCTERMS.bibliographicCitation),
)  # fmt: skip
DOWNLOADS = ("untoc.ttl (Turtle)", "untoc.owl (RDF/XML)", "untoc.jsonld (JSON-LD)")
LANGUAGES = {
    "en": "English", "ar": "Arabic", "zh": "Chinese", "fr": "French", "ru": "Russian", "es": "Spanish",
}  # fmt: skip
ROW, BOX, STEP, LETTER = 30, 22, 22, 7.3  # pixels: of a row, a box, a level of the tree, a letter
OPEN = "any"  # the end of a property for which the ontology names no one class
STYLE = """
:root { color-scheme: light dark; --ink: #1b2733; --soft: #55636f; --line: #9aa7b2; --paper: #ffffff; --box: #eef4f8;
  --link: #0b5c8a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebef; --soft: #a9b5bf; --line: #65737f; --paper: #12181d;
  --box: #1d2932; --link: #7fc4ee; } }
body { margin: 0 auto; max-width: 58rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; }
a { color: var(--link); }
h1 { line-height: 1.2; font-size: 1.7rem; } h2 { margin-top: 2.2rem; } h3 { margin: 0; overflow-wrap: anywhere; }
h3 a { color: inherit; text-decoration: none; }
nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1rem; list-style: none; padding: 0; }
article { border-top: 1px solid var(--line); padding: .9rem 0; scroll-margin-top: .5rem; }
article:target { background: var(--box); }
article p { margin: .4rem 0; }
.kind, .iri, caption { color: var(--soft); font-size: .875rem; }
.iri { overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: 8.5rem 1fr; gap: .15rem 1rem; margin: .5rem 0 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .35rem; } }
figure, .scroll { margin: 1rem 0; overflow-x: auto; }
figcaption { color: var(--soft); font-size: .875rem; position: sticky; left: 0; }
table { border-collapse: collapse; min-width: 34rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--line); }
td small { color: var(--soft); }
@media (max-width: 34rem) { table { min-width: 0; } th { display: none; } td { display: block; border: 0; padding: 0; }
  tr { display: block; border-bottom: 1px solid var(--line); padding: .4rem 0; } td:first-child { font-weight: bold; } }
.terms { columns: 13rem; list-style: none; padding: 0; } .terms li { overflow-wrap: anywhere; }
svg { display: block; } svg text { font: 12px ui-monospace, monospace; fill: var(--ink); }
svg a text { fill: var(--link); } svg .arc { fill: none; stroke: var(--line); shape-rendering: crispEdges; }
svg rect { fill: var(--box); stroke: var(--line); } svg .far { stroke-dasharray: 4 3; fill: none; }
svg .tip { fill: var(--line); } svg .edge { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
"""


@dataclass(frozen=True)
class Ontology:
    """The modules of an ontology, the titles of those with a page, and the prefix of each namespace."""

    modules: Mapping[str, Graph]
    titles: Mapping[str, str]
    prefixes: Mapping[str, str]
    whole: Graph
    homes: Mapping[str, str]
    base: str
    uses: Mapping[str, Mapping[str, Iterable[str]]]

    def name(self, node: object) -> str:
        """Return the local name of a term of ours, another term with its prefix, or the value itself."""
        text = str(node)
        if text.startswith(self.base):
            return text.removeprefix(self.base)
        for prefix, namespace in self.prefixes.items():
            if text.startswith(namespace):
                return f"{prefix}:{text.removeprefix(namespace)}"
        return text

    def href(self, node: object) -> str | None:
        """Return the address of a term of ours, relative to the other pages."""
        home = self.homes.get(str(node))
        return f"{home}.html#{self.name(node)}" if home else None

    def link(self, node: object) -> str:
        address, name = self.href(node), escape(self.name(node))
        return f'<a href="{escape(address)}">{name}</a>' if address else name

    def terms(self, module: str, *kinds: URIRef) -> list[URIRef]:
        graph = self.modules[module]
        found = {term for kind in kinds for term in graph.subjects(RDF.type, kind) if isinstance(term, URIRef)}
        return sorted(term for term in found if str(term).startswith(self.base))


def pages(
    modules: Mapping[str, Graph],
    titles: Mapping[str, str],
    prefixes: Mapping[str, str],
    uses: Mapping[str, Mapping[str, Iterable[str]]],
) -> dict[str, str]:
    """Return every page by its file name. Terms of modules without a title of their own stand on the index.

    ``uses`` gives, by a word for what uses terms ("Shapes"), the names of those that use each term of ours.
    """
    whole, base = Graph(), prefixes["untoc"]
    homes: dict[str, str] = {}
    for module, graph in modules.items():
        whole += graph
        for kind in KINDS:
            for term in graph.subjects(RDF.type, kind):
                if str(term).startswith(base):
                    homes[str(term)] = module if module in titles else "index"
    ontology = Ontology(modules, titles, prefixes, whole, homes, base, uses)
    done = {f"{module}.html": _module_page(ontology, module) for module in titles}
    return done | {"index.html": _index(ontology)}


# ---- pages ----


def _document(ontology: Ontology, title: str, body: Iterable[str]) -> str:
    items = {"index": "All terms", **ontology.titles}
    links = "".join(
        f"<li><strong>{escape(text)}</strong></li>"
        if text == title
        else f'<li><a href="{page}.html">{escape(text)}</a></li>'
        for page, text in items.items()
    )
    lines = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>",
        f'<nav aria-label="Pages"><ul>{links}</ul></nav>\n<main>\n<h1>{escape(title)}</h1>',
        *body,
        "</main>\n</body>\n</html>",
    ]
    return "\n".join(lines) + "\n"


def _module_page(ontology: Ontology, module: str) -> str:
    def body() -> Iterator[str]:
        note = f"ontology/{module}.ttl by tools/generate_ontology_files.py"
        yield f'<p class="kind">Generated from {note}.</p>'
        if not ontology.terms(module, *KINDS):
            yield from _schemes(ontology.modules[module])
            return
        yield from _diagrams(ontology, module)
        classes = ontology.terms(module, OWL.Class)
        rest = [term for term in ontology.terms(module, *KINDS) if term not in classes]
        for heading, terms in (("Classes", classes), ("Properties", rest)):
            yield f"<h2>{heading}</h2>"
            for term in terms:
                yield from _article(ontology, term)

    return _document(ontology, ontology.titles[module], body())


def _index(ontology: Ontology) -> str:
    def body() -> Iterator[str]:
        header = next(iter(sorted(ontology.whole.subjects(RDF.type, OWL.Ontology), key=str)))
        yield f"<p>{escape(str(ontology.whole.value(header, DCTERMS.description)))}</p>\n<dl>"
        for title, predicate in HEAD:
            yield f"<dt>{title}</dt><dd>{escape(str(ontology.whole.value(header, predicate)))}</dd>"
        yield f"<dt>Downloads</dt><dd>{', '.join(DOWNLOADS)}</dd>"
        yield "<dt>Changes</dt><dd>ontology/CHANGELOG.md</dd>\n</dl>"
        for heading, kinds in (("Classes", [OWL.Class]), ("Properties", [kind for kind in KINDS if kind != OWL.Class])):
            found = sorted(term for module in ontology.titles for term in ontology.terms(module, *kinds))
            items = "".join(f"<li>{ontology.link(term)}</li>" for term in found)
            yield f'<h2>{heading} ({len(found)})</h2>\n<ul class="terms">{items}</ul>'
        others = [m for m in ontology.modules if m not in ontology.titles]
        if left := sorted(term for module in others for term in ontology.terms(module, *KINDS)):
            yield "<h2>Being left behind</h2>"
            for term in left:
                yield from _article(ontology, term)

    return _document(ontology, "The ontology, term by term", body())


def _article(ontology: Ontology, term: URIRef) -> Iterator[str]:
    graph, name = ontology.whole, escape(ontology.name(term))
    kind = next(word for kind, word in KINDS.items() if (term, RDF.type, kind) in graph)
    yield f'<article id="{name}">\n<h3><a href="#{name}">{name}</a></h3>'
    yield f'<p class="kind">{kind} · <span class="iri">{escape(str(term))}</span></p>'
    yield f"<p>{escape(str(graph.value(term, SKOS.definition)))}</p>\n<dl>"
    for label in _labels(graph, term, RDFS.label):
        yield f'<dt>{LANGUAGES[str(label.language)]}</dt><dd lang="{label.language}" dir="auto">{escape(label)}</dd>'
    rows: list[tuple[str, Iterable[Node]]] = [
        (title, graph.objects(term, predicate))
        for title, predicate in (
            ("Example", SKOS.example), ("Note", SKOS.scopeNote), ("Defined in", DCTERMS.source),
            ("Replaced by", DCTERMS.isReplacedBy), ("Subclass of", RDFS.subClassOf), ("Subject", RDFS.domain),
            ("Object", RDFS.range),
        )
    ]  # fmt: skip
    rows += [
        (title, graph.subjects(predicate, term))
        for title, predicate in (
            ("Subclasses", RDFS.subClassOf), ("Subject of", RDFS.domain), ("Object of", RDFS.range),
        )
    ]  # fmt: skip
    for title, values in rows:
        if found := ", ".join(ontology.link(value) for value in sorted(set(values), key=str)):
            yield f"<dt>{title}</dt><dd>{found}</dd>"
    for title, users in ontology.uses.items():
        if found := escape(", ".join(sorted(users.get(ontology.name(term), ())))):
            yield f"<dt>{title}</dt><dd>{found}</dd>"
    yield "</dl>\n</article>"


def _labels(graph: Graph, term: Node, predicate: URIRef) -> list[Literal]:
    """English first, then the other languages of the UN, as it lists them."""
    labels = [label for label in graph.objects(term, predicate) if isinstance(label, Literal)]
    return sorted(labels, key=lambda label: list(LANGUAGES).index(str(label.language)))


def _schemes(graph: Graph) -> Iterator[str]:
    for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme), key=str):
        key, title = str(scheme).rpartition("/")[2], escape(str(graph.value(scheme, RDFS.label)))
        concepts = sorted(graph.subjects(SKOS.inScheme, scheme), key=str)
        yield f'<h2 id="scheme-{key}">{title}</h2>\n<p>{escape(str(graph.value(scheme, SKOS.definition)))}</p>'
        above = {str(concept): str(graph.value(concept, SKOS.broader) or "") for concept in concepts}
        names = {str(c): str(graph.value(c, SKOS.notation)) for c in concepts}
        targets = {concept: f"#{key}-{name}" for concept, name in names.items()}
        if any(above.values()):
            yield _figure(f"{title}: narrower concepts under their broader ones", _tree(above, names, targets, set()))
        yield '<div class="scroll"><table><tr><th>notation</th><th>label</th><th>definition</th></tr>'
        for concept in concepts:
            label, *others = _labels(graph, concept, SKOS.prefLabel)
            meaning = " ".join(str(x) for p in (SKOS.definition, SKOS.scopeNote) for x in graph.objects(concept, p))
            name = names[str(concept)]
            foreign = "".join(f'<br><span lang="{x.language}" dir="auto">{escape(x)}</span>' for x in others)
            cells = f"<td>{name}</td><td>{escape(label)}<small>{foreign}</small></td><td>{escape(meaning)}</td>"
            yield f'<tr id="{key}-{name}">{cells}</tr>'
        yield "</table></div>"


# ---- diagrams ----


def _diagrams(ontology: Ontology, module: str) -> Iterator[str]:
    classes = {str(term) for term in ontology.terms(module, OWL.Class)}
    above: dict[str, str] = {}
    for term in sorted(classes):
        parents = [str(node) for node in ontology.modules[module].objects(URIRef(term), RDFS.subClassOf)]
        ours = sorted(
            (node for node in parents if node.startswith(ontology.base)), key=lambda n: (-_depth(ontology, n), n)
        )
        above[term] = ours[0] if ours else ""
        above |= {node: "" for node in ours[:1] if node not in classes}
    names = {term: ontology.name(term) for term in above}
    targets = {term: ontology.href(term) or "" for term in above}
    yield _figure("Classes, each under the nearest above it (dashed: of another module)",
                  _tree(above, names, targets, set(above) - classes))  # fmt: skip
    rows = []
    for term in ontology.terms(module, OWL.ObjectProperty):
        ends = [ontology.modules[module].value(term, side) for side in (RDFS.domain, RDFS.range)]
        subject, target = (str(end) if isinstance(end, URIRef) else "" for end in ends)
        rows.append((subject, str(term), target))
    if rows:
        yield _figure(
            "Object properties, from subject to object (dashed: of another module or vocabulary)",
            _relations(ontology, sorted(rows), classes),
        )


def _depth(ontology: Ontology, term: str) -> int:
    above = [str(node) for node in ontology.whole.objects(URIRef(term), RDFS.subClassOf)]
    return 1 + max((_depth(ontology, node) for node in above if node.startswith(ontology.base)), default=0)


def _figure(caption: str, drawing: str) -> str:
    return f"<figure>\n<figcaption>{caption}</figcaption>\n{drawing}\n</figure>"


def _tree(above: Mapping[str, str], names: Mapping[str, str], targets: Mapping[str, str], far: set[str]) -> str:
    """Return a tree as SVG, read from above: a row a name, a step to the right a level."""
    below: dict[str, list[str]] = {}
    for term in sorted(above, key=lambda term: names[term]):
        below.setdefault(above[term], []).append(term)
    lines: list[str] = []
    width = row = 0

    def draw(term: str, level: int) -> None:
        nonlocal width, row
        x, y = 1 + level * STEP, row * ROW + 4
        shape, right = _box(x, y, names[term], targets[term], dashed=term in far)
        width, row = max(width, right), row + 1
        for child in below.get(term, ()):
            end = row * ROW + 4 + BOX // 2
            lines.append(f'<path class="arc" d="M{x + 10} {y + BOX}V{end}H{x + STEP}"/>')
            draw(child, level + 1)
        lines.append(shape)

    for root in below.get("", ()):
        draw(root, 0)
    return _svg(width, row, lines)


def _relations(ontology: Ontology, rows: list[tuple[str, str, str]], own: set[str]) -> str:
    """Return the properties as SVG: a box for each subject, an arrow for each property, a box for its object."""

    def name(term: str) -> str:
        return ontology.name(term) if term else OPEN

    def widest(column: int) -> int:
        return round(max(len(name(row[column])) for row in rows) * LETTER) + 18

    left, middle = widest(0), widest(1) + 30
    lines, width, seen, first = [], 0, None, 0
    for number, (subject, term, target) in enumerate(rows):
        y = number * ROW + 4
        if subject != seen:
            seen, first = subject, y
            lines.append(_box(1, y, name(subject), ontology.href(subject) or "", dashed=subject not in own)[0])
        mid, start, end = y + BOX // 2, 1 + round(len(name(subject)) * LETTER) + 16, left + middle
        path = f"M{start} {mid}H{end - 7}" if y == first else f"M12 {first + BOX}V{mid}H{end - 7}"
        lines.insert(0, f'<path class="arc" d="{path}"/>')
        lines.append(f'<path class="tip" d="M{end} {mid}l-8 -4v8z"/>')
        address = escape(ontology.href(term) or "")
        lines.append(f'<a href="{address}"><text class="edge" x="{left + 12}" y="{mid + 4}">{name(term)}</text></a>')
        shape, right = _box(end, y, name(target), ontology.href(target) or "", dashed=target not in own)
        lines.append(shape)
        width = max(width, right)
    return _svg(width, len(rows), lines)


def _box(x: int, y: int, name: str, address: str, *, dashed: bool) -> tuple[str, int]:
    """Return a box with a name in it, as link where there is an address, and where it ends on the right."""
    width = round(len(name) * LETTER) + 16
    style = ' class="far"' if dashed else ""
    shape = f'<rect{style} x="{x}" y="{y}" width="{width}" height="{BOX}" rx="4"/>'
    shape += f'<text x="{x + 8}" y="{y + 15}">{escape(name)}</text>'
    return (f'<a href="{escape(address)}">{shape}</a>' if address else shape), x + width


def _svg(width: int, rows: int, lines: Iterable[str]) -> str:
    width, height = width + 2, rows * ROW + 4
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    return "\n".join([head, *lines, "</svg>"])
