"""From the graph to a network: one SELECT for the ties, one for the attributes, then filters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pyoxigraph as ox

from untocgraph.ask.query.frames import raw_columns
from untocgraph.core import iri
from untocgraph.core.errors import QueryError, choose
from untocgraph.core.model import PartialDate
from untocgraph.core.namespace import KIND_OF_TYPE, SUPERCLASSES
from untocgraph.core.vocabulary import DCTERMS, LABEL, PREF_LABEL, TYPE
from untocgraph.networks.columns import Columns
from untocgraph.networks.projected import Network
from untocgraph.networks.projection import Projection, projection
from untocgraph.networks.rows import Rows, coded_rows, rows_of
from untocgraph.networks.ties import Attributes, Candidate, Conflict, Filters, Support, Tie
from untocgraph.networks.utterances import one_utterance
from untocgraph.store import GraphStore

_NAMES = {
    TYPE: "type",
    LABEL: "label",
    PREF_LABEL: "label",
    f"{DCTERMS}title": "label",
}
_DATES = ("startDate", "date", "issued")
_CHUNK = 2000
_OPEN_LINKS = """
PREFIX untoc: <https://w3id.org/untocgraph/ontology#>
SELECT DISTINCT ?left ?right ?score WHERE {
  ?link a untoc:CandidateLink ; untoc:left ?left ; untoc:right ?right ; untoc:score ?score .
  FILTER NOT EXISTS {
    ?said a untoc:Judgement ; untoc:judgement ?outcome .
    FILTER(?outcome IN ("same", "different"))
    { ?said untoc:left ?left ; untoc:right ?right } UNION { ?said untoc:left ?right ; untoc:right ?left }
  }
}"""
_OPEN_CONFLICTS = """
PREFIX untoc: <https://w3id.org/untocgraph/ontology#>
SELECT DISTINCT ?node ?property ?value WHERE {
  ?set a untoc:ConflictSet ; untoc:conflictOn ?node ; untoc:conflictProperty ?property ; untoc:member ?member .
  ?member untoc:memberValue ?value .
  OPTIONAL { ?set untoc:status ?status }
  FILTER(!BOUND(?status) || STR(?status) = "open")
}"""
Row = dict[str, str]


def select(store: Any, query: str) -> Iterator[Row]:
    """Yield the rows of a SELECT over the union of all named graphs; unbound variables are absent.

    ``store`` is a GraphStore or a ``pyoxigraph.Store``. QueryError, with line and column, for a syntax error.

    >>> list(select(ox.Store(), "SELECT (1 AS ?one) {}"))
    [{'one': '1'}]
    """
    try:
        found = getattr(store, "oxigraph", store).query(query, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise QueryError(f"the SELECT cannot be read: {error}") from error
    names = [variable.value for variable in found.variables]
    for solution in found:
        yield {name: term.value for name in names if (term := solution[name]) is not None}


def project(store: Any, name: str | Projection, filters: Filters | None = None) -> Network:
    """Return the named projection of the graph, filtered.

    Every tie lists the assertions it rests on; ``notes`` count what the filters and missing dates left out. An
    empty graph, or filters that nothing meets, give a network without nodes and a note. QueryError for an
    unknown projection (with the nearest name) or a filter value that no tie has.

    >>> project(ox.Store(), "person-event").notes
    ('the graph holds no tie of this kind',)
    """
    spec = name if isinstance(name, Projection) else projection(name)
    wanted = filters or Filters()
    _check(wanted)
    details = _OfStore(store, spec, wanted)
    if wanted != Filters():
        ties, notes = details.found()
        rows = rows_of(ties, multiplex=spec.multiplex)
        return Network(projection=spec, filters=wanted, rows=rows, details=details, notes=notes, given=ties)
    kept = isinstance(store, GraphStore)
    # A snapshot does not change: the columns of a projection stand for all that is asked of it.
    known: dict[Projection, tuple[Rows, dict[str, Columns]]] = vars(store).setdefault("_rows", {}) if kept else {}
    rows, made = known.get(spec) or known.setdefault(spec, (_rows(store, spec), {}))
    notes = () if len(rows.start) else ("the graph holds no tie of this kind",)
    return Network(projection=spec, filters=wanted, rows=rows, details=details, notes=notes, made=made)


def _rows(store: Any, spec: Projection) -> Rows:
    """The ends, items and layers of all ties: no proof, no dates."""
    wanted = ("source", "target", "item", *(("layer",) if spec.multiplex else ()))
    table = columns_of(store, spec.only(wanted))
    source, target, item = (table[name] for name in wanted[:3])
    if spec.spoken:
        outer = one_utterance(store)
        item = [outer.get(name, name) for name in item]
    layer = table.get("layer") or [""] * len(source)
    kinds = _kinds(store, set(source) | set(target))
    left = {node for node, found in kinds.items() if found & set(spec.sources)}
    right = {node for node, found in kinds.items() if found & set(spec.targets)}
    if left >= set(source) and right >= set(target) and not left & right:
        names = sorted(set(source) | set(target))
        return coded_rows(names, source, target, item, layer)
    kept = [n for n, (one, two) in enumerate(zip(source, target, strict=True))
            if one in left and two in right and one != two]  # fmt: skip
    names = sorted({side[n] for n in kept for side in (source, target)})
    return coded_rows(names, *([side[n] for n in kept] for side in (source, target, item, layer)))


def columns_of(store: Any, query: str) -> dict[str, list[str]]:
    """Return the columns of a SELECT of IRIs and plain words over the union of all named graphs, unbound = empty.

    The store writes its answer as one text, which is cut into columns: no object is made a row.

    >>> columns_of(ox.Store(), "SELECT (<urn:x> AS ?one) ('y' AS ?two) {}")
    {'one': ['urn:x'], 'two': ['y']}
    """
    native = getattr(store, "oxigraph", store)
    try:
        text = native.query(query, use_default_graph_as_union=True).serialize(format=ox.QueryResultsFormat.TSV).decode()
    except SyntaxError as error:
        raise QueryError(f"the SELECT cannot be read: {error}") from error
    return {name: [cell[1:-1] for cell in cells] for name, cells in raw_columns(text).items()}


def _kinds(store: Any, nodes: set[str]) -> dict[str, set[str]]:
    """The kinds of the nodes, from their types, else from the section of their IRI."""
    of = dict(KIND_OF_TYPE)
    for type_, above in SUPERCLASSES.items():
        if type_ not in of and (up := next((up for up in above if up in KIND_OF_TYPE), "")):
            of[type_] = KIND_OF_TYPE[up]
    values = " ".join(f"<{type_}>" for type_ in sorted(of))
    table = columns_of(store, f"SELECT DISTINCT ?node ?type {{ VALUES ?type {{ {values} }} ?node a ?type }}")
    found: dict[str, set[str]] = {}
    for node, type_ in zip(table["node"], table["type"], strict=True):
        if node in nodes:
            found.setdefault(node, set()).update(
                {of[type_], *(KIND_OF_TYPE[up] for up in SUPERCLASSES.get(type_, ()) if up in KIND_OF_TYPE)}
            )
    return {node: found.get(node) or {_section(node)} for node in nodes}


class _OfStore:
    """The details of a projection, from the store it was made of."""

    def __init__(self, store: Any, spec: Projection, filters: Filters) -> None:
        self.store, self.spec, self.filters = store, spec, filters

    def found(self, ends: tuple[str, str] | None = None) -> tuple[tuple[Tie, ...], tuple[str, ...]]:
        rows = list(select(self.store, self.spec.query if ends is None else self.spec.at(ends)))
        if self.spec.spoken:
            outer = one_utterance(self.store)
            rows = [{**row, "item": outer.get(row["item"], row["item"])} for row in rows]
        named = {row[key] for row in rows for key in ("source", "target", "event", "document") if key in row}
        return _ties(rows, self.spec, attributes_of(self.store, named), self.filters)

    def ties(self, ends: tuple[str, str] | None = None) -> tuple[Tie, ...]:
        return self.found(ends)[0]

    def attributes(self, nodes: Iterable[str]) -> dict[str, Attributes]:
        return attributes_of(self.store, nodes)

    def candidates(self, nodes: set[str]) -> tuple[Candidate, ...]:
        return _candidates(self.store, nodes)

    def conflicts(self, nodes: set[str]) -> tuple[Conflict, ...]:
        return _conflicts(self.store, nodes)


def _check(filters: Filters) -> None:
    for text in (filters.since, filters.until):
        try:
            if text:
                PartialDate.parse(text)
        except ValueError as error:
            raise QueryError(str(error), repair="give YYYY, YYYY-MM or YYYY-MM-DD") from error
    if (
        filters.since
        and filters.until
        and PartialDate.parse(filters.since).first > PartialDate.parse(filters.until).last
    ):
        raise QueryError(f"the window {filters.since} – {filters.until} ends before it starts")
    if not 0 <= filters.min_confidence <= 1:
        raise QueryError(f"min_confidence {filters.min_confidence}", repair="take a number from 0 to 1")
    classes = {
        term.rsplit("#", 1)[-1] for term in {*SUPERCLASSES, *(up for ups in SUPERCLASSES.values() for up in ups)}
    }
    for word in filters.types:
        choose(word, sorted(classes), "type")


def local(term: str) -> str:
    """Return the word at the end of an IRI.

    >>> local("https://w3id.org/untocgraph/ontology#Panel"), local("https://w3id.org/untocgraph/id/concept/role/host")
    ('Panel', 'host')
    """
    return term.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def attributes_of(store: Any, nodes: Iterable[str]) -> dict[str, Attributes]:
    """Return all literals of the nodes (of other languages only English), their most specific types and their kind.

    >>> attributes_of(ox.Store(), ["https://w3id.org/untocgraph/id/org/unodc"])
    {'https://w3id.org/untocgraph/id/org/unodc': {'type': ('organization',), 'kind': ('organization',)}}
    """
    gathered: dict[str, dict[str, set[str]]] = {node: defaultdict(set) for node in nodes}
    names = [str(ox.NamedNode(node)) for node in sorted(gathered)]
    for start in range(0, len(names), _CHUNK):
        values = " ".join(names[start : start + _CHUNK])
        query = (
            f"SELECT DISTINCT ?node ?p ?v WHERE {{ VALUES ?node {{ {values} }} ?node ?p ?v "
            f'FILTER(?p = <{TYPE}> || (isLiteral(?v) && LANG(?v) IN ("", "en"))) }}'
        )
        for row in select(store, query):
            key = _NAMES.get(row["p"]) or local(row["p"])
            gathered[row["node"]][key].add(row["v"])
    return {node: _tidy(node, found) for node, found in gathered.items()}


def _tidy(node: str, found: dict[str, set[str]]) -> Attributes:
    types = found.pop("type", set())
    found.pop("text", None)
    above = {up for type_ in types for up in SUPERCLASSES.get(type_, ())}
    kinds = {KIND_OF_TYPE[type_] for type_ in types | above if type_ in KIND_OF_TYPE}
    if not kinds:
        kinds = {_section(node)}
    result = {key: tuple(sorted(values)) for key, values in sorted(found.items())}
    own = sorted(local(type_) for type_ in types - above if type_.startswith(iri.ONTOLOGY))
    result["type"] = tuple(own) or tuple(sorted(kinds))
    result["kind"] = tuple(sorted(kinds))
    return result


def _section(node: str) -> str:
    section = node.removeprefix(f"{iri.BASE}id/").split("/", 1)[0]
    return {"doc": "document", "org": "organization"}.get(section, section)


def _ties(
    rows: list[Row], spec: Projection, attributes: dict[str, Attributes], filters: Filters
) -> tuple[tuple[Tie, ...], tuple[str, ...]]:
    items: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        right = set(attributes[row["source"]]["kind"]) & set(spec.sources)
        if right and set(attributes[row["target"]]["kind"]) & set(spec.targets) and row["source"] != row["target"]:
            items[row["source"], row["target"], row["item"], local(row.get("layer", ""))].append(row)
    if not items:
        return (), ("the graph holds no tie of this kind",)
    left_out: dict[str, int] = defaultdict(int)
    ties = []
    for key, found in sorted(items.items()):
        tie = _tie(key, found, attributes, filters)
        why = _unwanted(tie, attributes, filters)
        if why:
            left_out[why] += 1
        else:
            ties.append(tie)
    notes = [f"{count} of {len(items)} ties left out: {why}" for why, count in sorted(left_out.items())]
    return tuple(ties), tuple(notes)


def _tie(key: tuple[str, ...], rows: list[Row], attributes: dict[str, Attributes], filters: Filters) -> Tie:
    proof = {_needed(row) for row in rows if not filters.sources or _from(row, filters.sources)}
    sure = tuple(
        sorted(needed for needed in proof if all(support.confidence >= filters.min_confidence for support in needed))
    )
    event = next((row["event"] for row in rows if "event" in row), "")
    dates = dates_of(attributes.get(event, {})) or tuple(
        sorted(
            {date for needed in sure for support in needed for date in dates_of(attributes.get(support.document, {}))}
        )
    )
    return Tie(
        source=key[0],
        target=key[1],
        item=key[2],
        layer=key[3],
        roles=tuple(sorted({local(row["role"]) for row in rows if "role" in row})),
        modes=tuple(sorted({local(row["mode"]) for row in rows if "mode" in row})),
        event=event,
        dates=dates,
        proof=sure,
    )


def _needed(row: Row) -> tuple[Support, ...]:
    if "assertion" not in row:
        return (Support(reference=row.get("reference", "")),)
    document = row.get("document", "")
    supports = [Support(assertion=row["assertion"], confidence=float(row["confidence"]), document=document)]
    if "also" in row:
        supports.append(Support(assertion=row["also"], confidence=float(row["alsoConfidence"]), document=document))
    return tuple(sorted(supports))


def _from(row: Row, sources: tuple[str, ...]) -> bool:
    document = row.get("document", "")
    return any(name in (document, local(document)) for name in sources)


def dates_of(attributes: Attributes) -> tuple[str, ...]:
    """Return the dates of an event (start), an action (date) or a source (issued), whichever comes first.

    A date that another one only makes more exact is left out.

    >>> dates_of({"issued": ("2022",), "startDate": ("2023", "2023-05-31")})
    ('2023-05-31',)
    """
    for key in _DATES:
        if found := [value for value in attributes.get(key, ()) if _is_date(value)]:
            return tuple(value for value in found if not any(other.startswith(f"{value}-") for other in found))
    return ()


def _is_date(text: str) -> bool:
    try:
        PartialDate.parse(text)
    except ValueError:
        return False
    return True


def _unwanted(tie: Tie, attributes: dict[str, Attributes], filters: Filters) -> str:
    if not tie.proof:
        return "no assertion of the sources and the confidence asked for"
    if not filters.within(tie.dates):
        return "no date within the window" if tie.dates else "no date"
    for wanted, has, word in (
        (filters.roles, tie.roles, "role"),
        (filters.modes, tie.modes, "mode"),
        (filters.layers, (tie.layer,), "layer"),
        (filters.nodes, (tie.source, tie.target), "node"),
    ):
        if wanted and not set(wanted) & set(has):
            return f"another {word}"
    if filters.types and not all(_of_type(attributes[end], filters.types) for end in (tie.source, tie.target)):
        return "another type of actor"
    return ""


def _of_type(attributes: Attributes, types: tuple[str, ...]) -> bool:
    if not set(attributes["kind"]) & {"person", "organization", "state"}:
        return True
    own = {iri.ONTOLOGY + word for word in attributes["type"]}
    classes = own | {up for word in own for up in SUPERCLASSES.get(word, ())}
    return any(iri.ONTOLOGY + word in classes for word in types)


def _candidates(store: Any, nodes: set[str]) -> tuple[Candidate, ...]:
    found = {
        (row["left"], row["right"]): float(row["score"])
        for row in select(store, _OPEN_LINKS)
        if row["left"] in nodes and row["right"] in nodes
    }
    return tuple(Candidate(left=left, right=right, score=score) for (left, right), score in sorted(found.items()))


def _conflicts(store: Any, nodes: set[str]) -> tuple[Conflict, ...]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in select(store, _OPEN_CONFLICTS):
        if row["node"] in nodes:
            found[row["node"], row["property"]].add(local(row["value"]))
    return tuple(
        Conflict(node=node, property=property_, values=tuple(sorted(values)))
        for (node, property_), values in sorted(found.items())
        if len(values) > 1
    )


def narrowed(network: Network, filters: Filters) -> Network:
    """Return the part of a network whose ties lie in another window, with only their nodes.

    >>> narrowed(project(ox.Store(), "person-event"), Filters(since="2023")).ties
    ()
    """
    kept = tuple(tie for tie in network.ties if filters.within(tie.dates))
    outside = len(network.ties) - len(kept)
    notes = (f"{outside} of {len(network.ties)} ties left out: no date within the window",) if outside else ()
    return of(network, kept, replace(network.filters, since=filters.since, until=filters.until), notes)


def of(network: Network, ties: tuple[Tie, ...], filters: Filters, notes: tuple[str, ...] = ()) -> Network:
    """Return the part of a network that some of its ties make, with only their nodes."""
    rows = rows_of(ties, multiplex=network.projection.multiplex)
    return replace(network, filters=filters, rows=rows, given=ties, notes=(*network.notes, *notes), made={})
