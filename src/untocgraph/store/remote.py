"""A graph on a SPARQL 1.1 server: read through its query address, changed through update and Graph Store Protocol.

Addresses follow from that of queries (Oxigraph: ``/query``, ``/update``, ``/store``; others: ``/sparql``,
``/sparql-auth``, ``/sparql-graph-crud-auth`` as Virtuoso has them) unless the environment names others; credentials
come from the environment only.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from untocgraph.core import iri
from untocgraph.core.errors import LimitError, QueryError, StoreError
from untocgraph.core.model import Source
from untocgraph.core.settings import SparqlSettings

_ROUND = 1000
"""Servers cut answers at round numbers of rows: an answer as long as that is counted."""
_TOGETHER = 200
"""So many nodes are asked about in one query."""
_PROLOGUE = re.compile(r"(?:\s*(?:#[^\n]*\n|PREFIX\s+\S*\s*<[^>]*>|BASE\s*<[^>]*>))*", re.IGNORECASE)

_ROOM = (
    "raise the quota of the server, or how much it takes at once, and send again: until then the old graph is in force"
)
_TRIPLES = "application/n-triples, text/plain;q=0.9"
GRAPHS = f"{iri.BASE}graph/"
WAITING = f"{GRAPHS}waiting/"
"""How the names of the graphs begin that were sent and are not in force yet."""
POINTER = f"{WAITING}pointer"
"""The graph that says which of them come into force: it is written last, in one triple at once or not at all."""


def _parsed(text: bytes, address: str) -> list[Any]:
    try:
        return list(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    except SyntaxError as error:
        raise StoreError(f"{address}: half an answer, or none in N-Triples", repair="ask again") from error


def is_address(name: object) -> bool:
    """Return whether a graph is named by the address of a server.

    >>> is_address("http://localhost:7878/query"), is_address("untoc-graph")
    (True, False)
    """
    return str(name).startswith(("http:/", "https:/"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where a server takes queries, updates and whole graphs; ``user`` is empty where it asks for none."""

    query: str
    update: str
    graphs: str
    user: str = ""
    password: str = ""
    timeout: float = 60.0

    @classmethod
    def of(cls, query: str, environ: Mapping[str, str] = os.environ) -> Addresses:
        """Return the addresses that belong to that of queries.

        >>> Addresses.of("http://localhost:7878/query", {}).graphs
        'http://localhost:7878/store'
        """
        # A path of the command line has lost one of the two strokes.
        address = re.sub(r"^(https?):/+", r"\1://", str(query)).rstrip("/")
        base, _, last = address.rpartition("/")
        near = {"query": (f"{base}/update", f"{base}/store")}
        update, graphs = near.get(last, (f"{base}/sparql-auth", f"{base}/sparql-graph-crud-auth"))
        settings = SparqlSettings.from_environment(environ)
        update, graphs = settings.update or update, settings.graphs or graphs
        for named in (address, update, graphs):
            if not re.match(r"https?://", named):
                raise StoreError(
                    f"{named}: no address of a server", repair="name one that begins with http:// or https://"
                )
        return cls(
            query=address,
            update=update,
            graphs=graphs,
            user=settings.user,
            password=settings.password,
            timeout=settings.timeout,
        )


class _Client:
    """HTTP with one line for whatever goes wrong."""

    def __init__(self, addresses: Addresses) -> None:
        self.addresses = addresses
        self._known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        for address in (addresses.query, addresses.update, addresses.graphs):
            self._known.add_password(None, address, addresses.user, addresses.password)

    def send(self, address: str, *, data: bytes | None, headers: dict[str, str], method: str) -> bytes:
        request = urllib.request.Request(address, data=data, headers=headers, method=method)
        try:
            self._authorize(request)
            with urllib.request.urlopen(request, timeout=self.addresses.timeout) as answer:
                if state := answer.headers.get("X-SQL-State"):  # of Virtuoso: out of time, here is a part
                    raise LimitError(f"{address} gives a part of the answer ({state})", repair="raise its time limit")
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            raise self._refused(address, error) from error
        except (TimeoutError, http.client.IncompleteRead) as error:
            raise StoreError(
                f"{address}: no whole answer within {self.addresses.timeout:g} seconds",
                repair="narrow the question, or raise UNTOCGRAPH_SPARQL_TIMEOUT",
            ) from error
        except OSError as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, (BrokenPipeError, ConnectionResetError)):  # some refuse a size without a word
                raise StoreError(
                    f"{address} broke off while it was sent {len(data or b''):,} bytes", repair=_ROOM
                ) from error
            raise StoreError(f"{address}: no server answers ({reason})", repair="start it, or check -g") from error

    def _authorize(self, request: urllib.request.Request) -> None:
        """Answer the server's challenge before a body is sent: it would close the connection in the middle of it."""
        if not self.addresses.user or request.full_url.startswith(self.addresses.query + "?"):
            return
        empty = urllib.request.Request(request.full_url, data=b"", headers={"Content-Length": "0"}, method="POST")
        try:
            with urllib.request.urlopen(empty, timeout=self.addresses.timeout):
                return
        except urllib.error.HTTPError as error:
            with error:
                asked = error.headers.get("WWW-Authenticate", "")
        way, _, rest = asked.partition(" ")
        if way.lower() == "basic":
            pair = f"{self.addresses.user}:{self.addresses.password}".encode()
            request.add_header("Authorization", f"Basic {base64.b64encode(pair).decode()}")
        elif way.lower() == "digest":
            challenge = urllib.request.parse_keqv_list(urllib.request.parse_http_list(rest))
            answer = urllib.request.HTTPDigestAuthHandler(self._known).get_authorization(request, challenge)
            request.add_header("Authorization", f"Digest {answer}")

    def _refused(self, address: str, error: urllib.error.HTTPError) -> StoreError | QueryError:
        with error:
            said = " ".join(error.read(2000).decode("utf-8", "replace").split())[:200]
        if error.code in (401, 403):
            return StoreError(
                f"{address}: not allowed ({error.code})",
                repair="set UNTOCGRAPH_SPARQL_USER and UNTOCGRAPH_SPARQL_PASSWORD, or take one that may be written",
            )
        if error.code in (413, 507):
            return StoreError(f"{address} has no room for what is sent ({error.code})", repair=_ROOM)
        if error.code == 400:
            return QueryError(f"{address} refuses the query: {said}")
        return StoreError(f"{address} answers {error.code}: {said}", repair="look into the log of the server")


class RemoteEngine:
    """What reads a server as the engine of a graph directory is read: queries, patterns, names of graphs."""

    def __init__(self, addresses: Addresses) -> None:
        self._client = _Client(addresses)
        self._union: dict[str, str] = {}
        if not self._holds("ASK { ?s ?p ?o }") and self._holds("ASK { GRAPH ?g { ?s ?p ?o } }"):
            self._union = {"union-default-graph": "true"}  # of Oxigraph: its default graph is empty otherwise
            if not self._holds("ASK { ?s ?p ?o }"):
                raise StoreError(
                    f"{addresses.query}: the default graph does not hold the named graphs",
                    repair="have the server answer from the union of all graphs",
                )

    def _holds(self, query: str) -> bool:
        return bool(self.query(query))

    def _asked(self, query: str, accept: str = "application/sparql-results+json") -> bytes:
        data = urllib.parse.urlencode({"query": query, **self._union}).encode()
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        return self._client.send(self._client.addresses.query, data=data, headers=headers, method="POST")

    def _rows(self, query: str) -> tuple[bytes, Any]:
        text = self._asked(query)
        try:
            return text, json.loads(text)
        except ValueError as error:
            address = self._client.addresses.query
            raise StoreError(f"{address}: half an answer, or none in JSON", repair="ask again") from error

    def query(self, query: str, *, use_default_graph_as_union: bool = True) -> Any:
        """Return solutions, triples or a boolean; LimitError when the server cuts the answer and cannot give the rest.

        CONSTRUCT and DESCRIBE come as the server gives them: they are not counted.
        """
        match = _PROLOGUE.match(query)
        if match and query[match.end() :].lstrip()[:9].upper() in ("CONSTRUCT", "DESCRIBE "):
            made = ox.Store()
            for triple in _parsed(self._asked(query, _TRIPLES), self._client.addresses.query):
                made.add(ox.Quad(triple.subject, triple.predicate, triple.object))
            return made.query("CONSTRUCT WHERE { ?s ?p ?o }")
        text, found = self._rows(query)
        rows = found.get("results", {}).get("bindings", [])
        if rows and len(rows) % _ROUND == 0:
            text = self._whole(query, found)
        return ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)

    def _whole(self, query: str, found: dict[str, Any]) -> bytes:
        """The answer with all its rows: counted, and asked for page by page where the server has cut it."""
        match = _PROLOGUE.match(query)
        assert match is not None
        head, body = query[: match.end()], query[match.end() :]
        counted = self._rows(f"{head} SELECT (COUNT(*) AS ?rows) WHERE {{ {{ {body} }} }}")[1]
        total = int(counted["results"]["bindings"][0]["rows"]["value"])
        rows = found["results"]["bindings"]
        page = len(rows)
        order = " ".join(f"?{name}" for name in found["head"]["vars"])
        if page < total:
            rows = []
        while len(rows) < total:
            # The order stands inside: some servers sort but so many rows of a part that is cut.
            whole = f"SELECT * WHERE {{ {{ {body} }} }} ORDER BY {order}"
            part = f"{head} SELECT * WHERE {{ {{ {whole} }} }} LIMIT {page} OFFSET {len(rows)}"
            more = self._rows(part)[1]["results"]["bindings"]
            if not more:
                raise LimitError(
                    f"the server gives {len(rows):,} of {total:,} rows", repair="raise its limit (ResultSetMaxRows)"
                )
            rows += more
        return json.dumps({"head": found["head"], "results": {"bindings": rows}}).encode()

    def quads_for_pattern(self, subject: Any, predicate: Any, object_: Any, graph: Any = None) -> Iterator[ox.Quad]:
        """Yield the quads of a pattern; None stands for anything."""
        given = {"s": subject, "p": predicate, "o": object_, "g": graph}
        fixed = " ".join(f"VALUES ?{name} {{ {term} }}" for name, term in given.items() if term is not None)
        for row in self.query(f"SELECT ?s ?p ?o ?g WHERE {{ {fixed} GRAPH ?g {{ ?s ?p ?o }} }}"):
            yield ox.Quad(row["s"], row["p"], row["o"], row["g"])

    def quads_about(
        self, predicates: Iterable[str | None], *, subjects: Iterable[Any] = (), objects: Iterable[Any] = ()
    ) -> Iterator[ox.Quad]:
        """Yield the quads of properties (None: of all) with one of these subjects or objects, so many a query."""
        for name, end, nodes in ((n, e, m) for n in predicates for e, m in (("s", subjects), ("o", objects))):
            named = sorted(str(node) for node in nodes if isinstance(node, ox.NamedNode))
            fixed = f"VALUES ?p {{ <{name}> }}" if name else ""
            for start in range(0, len(named), _TOGETHER):
                given = f"VALUES ?{end} {{ {' '.join(named[start : start + _TOGETHER])} }} {fixed}"
                for row in self.query(f"SELECT ?s ?p ?o ?g WHERE {{ {given} GRAPH ?g {{ ?s ?p ?o }} }}"):
                    if not row["g"].value.startswith(WAITING):
                        yield ox.Quad(row["s"], row["p"], row["o"], row["g"])

    def named_graphs(self) -> Iterator[Any]:
        """Yield the names of all graphs that hold something of ours."""
        for row in self.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"):
            if row["g"].value.startswith(iri.BASE):
                yield row["g"]

    def __len__(self) -> int:
        (row,) = self.query("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")
        return int(row["n"].value)


class RemoteStore:
    """A graph on a server, read-only, in the place of a ``GraphStore``. Raises StoreError when no server answers.

    Texts and annotations stay in the graph directory that was pushed; ``documents`` is empty.
    """

    sources = b"[]"

    def __init__(self, address: str, *, addresses: Addresses | None = None) -> None:
        self.addresses = addresses or Addresses.of(address)
        self.oxigraph = RemoteEngine(self.addresses)
        self._settle()

    def __len__(self) -> int:
        return len(self.oxigraph)

    def _settle(self) -> None:
        """Wait for a switch of generations that is going on; whoever began it may be gone: then end it for him."""
        for _ in range(round(self.addresses.timeout)):
            if not self._pointed():
                return
            time.sleep(1)
        self.switch()

    def _pointed(self) -> list[str]:
        pointer = ox.NamedNode(POINTER)
        return [str(quad.object)[1:-1] for quad in self.oxigraph.quads_for_pattern(pointer, None, None, pointer)]

    def switch(self) -> None:
        """Bring the generation that the pointer names into force; what is done already stays as it is.

        Raises StoreError where the server breaks off: the pointer stays, and the next who opens the graph goes on.
        """
        waiting, steps = self.waiting(), []
        # The record of the run comes last: with it the new graph is in force.
        for name in sorted(self._pointed(), key=lambda name: (name == iri.graph("run"), name)):
            if apart(name) in waiting:
                steps += [f"DROP SILENT GRAPH <{name}>", f"MOVE SILENT <{apart(name)}> TO <{name}>"]
            elif name.startswith(WAITING):  # nothing is to take its place
                steps.append(f"DROP SILENT GRAPH <{name.replace(WAITING, GRAPHS)}>")
        self.update([*steps, f"DROP SILENT GRAPH <{POINTER}>"])

    def update(self, steps: list[str]) -> None:
        """Send SPARQL updates as one; StoreError when the server does not take them, QueryError when malformed."""
        if steps:
            data = urllib.parse.urlencode({"update": " ;\n".join(steps)}).encode()
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            _Client(self.addresses).send(self.addresses.update, data=data, headers=headers, method="POST")

    def put(self, graph: str, triples: bytes) -> None:
        """Let a named graph hold these N-Triples and no others; StoreError when the server does not take them."""
        address = f"{self.addresses.graphs}?{urllib.parse.urlencode({'graph': graph})}"
        headers = {"Content-Type": "application/n-triples"}
        _Client(self.addresses).send(address, data=triples, headers=headers, method="PUT")

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs that are in force, sorted."""
        return sorted(name for name in self._names() if not name.startswith(WAITING))

    def waiting(self) -> list[str]:
        """Return the IRIs of the graphs of a generation that is not in force yet, sorted, its pointer first."""
        return sorted((name for name in self._names() if name.startswith(WAITING)), key=lambda name: name != POINTER)

    def _names(self) -> list[str]:
        return [name.value for name in self.oxigraph.named_graphs()]

    def nquads(self, graph: str | None = None) -> bytes:
        """Return all graphs, or one, as sorted N-Quads."""
        name = None if graph is None else ox.NamedNode(graph)
        found = self.oxigraph.quads_for_pattern(None, None, None, name)
        lines = (f"{quad} .\n" for quad in found if str(quad.graph_name).startswith(f"<{iri.BASE}"))
        return b"".join(sorted(line.encode() for line in lines))

    def sizes(self) -> dict[str, int]:
        """Return how many triples each named graph has."""
        found = self.oxigraph.query("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        return {row["g"].value: int(row["n"].value) for row in found}

    def triples(self, graph: str) -> list[Any]:
        """Return the triples of a named graph, by the Graph Store Protocol. StoreError for half an answer."""
        address = f"{self.addresses.graphs}?{urllib.parse.urlencode({'graph': graph})}"
        text = _Client(self.addresses).send(address, data=None, headers={"Accept": _TRIPLES}, method="GET")
        return _parsed(text, address)

    def paged(self, graph: str) -> list[Any]:
        """Return the triples of a named graph, by queries that are asked for page by page."""
        return list(self.oxigraph.quads_for_pattern(None, None, None, ox.NamedNode(graph)))

    def text(self, sha256: str) -> str:
        """There are no texts on a server: StoreError."""
        raise StoreError(f"{self.addresses.query} holds no source texts", repair="take the graph directory")

    def documents(self) -> list[Source]:
        """Return no documents: they stay in the graph directory."""
        return []


def apart(name: str) -> str:
    """Return the name under which a graph waits.

    >>> apart("https://w3id.org/untocgraph/graph/law")
    'https://w3id.org/untocgraph/graph/waiting/law'
    """
    return name.replace(GRAPHS, WAITING)
