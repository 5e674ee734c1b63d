"""A release in a real Apache and a real nginx, as document root and under a prefix: every address answers."""

from __future__ import annotations

import gzip
import http.client
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pyoxigraph as ox
import pytest

from tests.publish.release.conftest import Made
from untocgraph.core import iri
from untocgraph.core.namespace import UNTOC
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.feed import Tombstone
from untocgraph.publish.release.settings import ReleaseOptions
from untocgraph.publish.release.site import write_site
from untocgraph.publish.release.site.links import path_of

ID = "https://w3id.org/untocgraph/id/"
THINGS = ("person/p", "event/cop", "event/cop/session-10", "doc/CTOC/COP/2018/11", "doc/.hidden", "org/caf%C3%A9")
PREFIXES = ("/", "/deep/er/untoc/")
MODULES = Path("/usr/lib/apache2/modules")


def a_release(root: Path) -> None:
    rdf, rdfs = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/2000/01/rdf-schema#label"
    graph = "<https://w3id.org/untocgraph/graph/source/s>"
    rows = [f"<{ID}{thing}> <{rdf}> <{UNTOC.Person}> {graph} .\n" for thing in THINGS]
    rows += [f'<{ID}{thing}> <{rdfs}> "{thing}" {graph} .\n' for thing in THINGS]
    rows += [f"<{ID}mention/m{n}> <{UNTOC.mentions}> <{ID}{thing}> {graph} .\n" for n, thing in enumerate(THINGS)]
    gone = (
        Tombstone(subject=f"{ID}person/gone", type="person", label="G", redirect="", since="2"),
        Tombstone(subject=f"{ID}person/old", type="person", label="O", redirect=f"{ID}person/p", since="2"),
    )
    dataset = ReleasedDataset(tuple(sorted(row.encode() for row in rows)))
    write_site(dataset, root, ReleaseOptions(version="1"), gone=gone)


@dataclass(frozen=True)
class Web:
    """A web server that has the release at the addresses ``PREFIXES``, each at a port of its own."""

    ports: dict[str, int]

    def ask(
        self, prefix: str, path: str, accept: str | None = None, method: str = "GET", encoding: str = ""
    ) -> tuple[int, dict[str, str], bytes]:
        """What is answered at last: a packed file that has to be unpacked may be at an address of its own."""
        status, headers, body = self._ask(prefix, path, accept, method, encoding)
        place = urlsplit(headers.get("location", ""))
        if status == 303 and place.path.endswith(".gz"):
            onward = place.path.removeprefix(prefix) + (f"?{place.query}" if place.query else "")
            return self._ask(prefix, onward, accept, method, encoding)
        return status, headers, body

    def _ask(
        self, prefix: str, path: str, accept: str | None, method: str, encoding: str
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[prefix], timeout=20)
        headers = {} if accept is None else {"Accept": accept}
        if encoding:
            headers["Accept-Encoding"] = encoding
        connection.request(method, prefix + path, headers=headers)
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()

    def leads(self, prefix: str, path: str, accept: str | None = None) -> str:
        """Where one redirect leads, from the prefix on; the status where it is none."""
        status, headers, _ = self.ask(prefix, path, accept)
        target = urlsplit(headers.get("location", "")).path
        return target.removeprefix(prefix) if status in (301, 302, 303) and target.startswith(prefix) else str(status)


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@contextmanager
def running(command: list[str], ports: dict[str, int], log: Path) -> Iterator[Web]:
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        for port in ports.values():
            for _ in range(200):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert process.poll() is None, log.read_text()
                time.sleep(0.05)
        yield Web(ports)
    finally:
        process.terminate()
        process.wait(timeout=20)


def apache(folder: Path, release: Path, ports: dict[str, int]) -> list[str]:
    modules = ["mpm_event", "authz_core", "mime", "dir", "rewrite", "headers", "alias", "negotiation", "autoindex"]
    modules += ["filter", "deflate"]
    lines = [f"LoadModule {name}_module {MODULES / f'mod_{name}.so'}" for name in modules]
    lines += [f"ServerRoot {folder}", "ServerName localhost", f"PidFile {folder}/pid", f"ErrorLog {folder}/error.log"]
    lines += [f"DefaultRuntimeDir {folder}", f"Mutex file:{folder}", "TypesConfig /dev/null"]
    lines += [f"Listen 127.0.0.1:{port}" for port in ports.values()]
    lines += [f"<Directory {release}>", "AllowOverride FileInfo Options=MultiViews,Indexes Indexes",
              "Options +Indexes +MultiViews +FollowSymLinks", "Require all granted", "</Directory>"]  # fmt: skip
    empty = folder / "empty"
    empty.mkdir()
    for prefix, port in ports.items():
        place = (
            [f"DocumentRoot {release}"] if prefix == "/" else [f"DocumentRoot {empty}", f"Alias {prefix} {release}/"]
        )
        lines += [f"<VirtualHost 127.0.0.1:{port}>", *place, "</VirtualHost>"]
    config = folder / "apache.conf"
    config.write_text("\n".join(lines) + "\n")
    return ["apache2", "-f", str(config), "-DFOREGROUND"]


def nginx(folder: Path, release: Path, ports: dict[str, int]) -> list[str]:
    servers = ""
    for prefix, port in ports.items():
        root = release
        if prefix != "/":
            root = folder / "root"
            (root / prefix.strip("/")).parent.mkdir(parents=True)
            (root / prefix.strip("/")).symlink_to(release)
        servers += (
            f"server {{ listen 127.0.0.1:{port}; root {root}; include {release}/redirects/nginx-server.conf; }}\n"
        )
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; {temporary} include {release}/redirects/nginx-http.conf;\n{servers}}}\n"
    )
    return ["nginx", "-c", str(config), "-p", str(folder)]


@contextmanager
def serving(name: str, tmp_path_factory: pytest.TempPathFactory, write: Callable[[Path], object]) -> Iterator[Web]:
    if shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/sbin") is None:
        pytest.skip(f"{name} is not installed")
    folder = tmp_path_factory.mktemp(name)
    folder.chmod(0o755)
    for parent in list(folder.parents)[:3]:
        if parent.owner() == folder.owner() and parent != Path("/tmp"):
            parent.chmod(parent.stat().st_mode | 0o055)
    write(folder / "release")
    ports = {prefix: free_port() for prefix in PREFIXES}
    command = {"apache2": apache, "nginx": nginx}[name](folder, folder / "release", ports)
    command[0] = shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/sbin") or name
    with running(command, ports, folder / "log") as server:
        yield server


@pytest.fixture(scope="module", params=["apache2", "nginx"])
def web(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with serving(request.param, tmp_path_factory, a_release) as server:
        yield server


@pytest.fixture(scope="module", params=["apache2", "nginx"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sample: Made) -> Iterator[Web]:
    """The release of the sample corpus."""
    with serving(request.param, tmp_path_factory, lambda place: shutil.copytree(sample.root, place)) as server:
        yield server


@pytest.fixture(params=PREFIXES)
def prefix(request: pytest.FixtureRequest) -> str:
    return str(request.param)


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
MATRIX = [
    (None, "html"), ("", "html"), ("*/*", "html"), (BROWSER, "html"), ("text/html", "html"), ("text/*", "html"),
    ("text/turtle", "ttl"), ("application/ld+json", "jsonld"), ("application/json", "jsonld"),
    ('application/ld+json;profile="x"', "jsonld"), ("application/n-triples", "nt"), ("application/n-quads", "nq"),
    ("TEXT/TURTLE", "ttl"), ("text/turtle;q=0.5, application/ld+json;q=0.9", "jsonld"),
    ("text/html;q=0.2, text/turtle;q=0.8", "ttl"), ("text/turtle, text/html", "html"),
    ("text/turtle;q=0, application/n-triples;q=0.1", "nt"), ("text/html;q=0, */*", "ttl"),
    ("application/rdf+xml, text/turtle;q=0.3", "ttl"), ("text/turtle ; q=0.95 , text/html ; q=0.31", "ttl"),
]  # fmt: skip


@pytest.mark.parametrize(("accept", "suffix"), MATRIX)
def test_a_thing_leads_to_what_the_client_likes_best(web: Web, prefix: str, accept: str | None, suffix: str) -> None:
    stem = "shelf/person" if suffix in ("nt", "nq") else "id/person/p"
    assert web.leads(prefix, "id/person/p", accept) == f"{stem}.{suffix}"


@pytest.mark.parametrize("accept", ["image/png", "application/rdf+xml", "text/html;q=0", "text/turtle;q=0.0"])
def test_what_nothing_satisfies_is_406(web: Web, prefix: str, accept: str) -> None:
    assert web.ask(prefix, "id/person/p", accept)[0] == 406


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize(
    ("accept", "media"),
    [("text/html", "text/html"), ("text/turtle", "text/turtle"), ("application/ld+json", "application/ld+json"),
     ("application/n-triples", "application/n-triples"), ("application/n-quads", "application/n-quads")],
)  # fmt: skip
def test_one_redirect_arrives_at_a_file_of_the_right_type(
    web: Web, prefix: str, thing: str, accept: str, media: str
) -> None:
    path = web.leads(prefix, f"id/{thing}", accept)
    assert path.startswith((path_of(ID + thing), f"shelf/{thing.partition('/')[0]}."))
    status, headers, body = web.ask(prefix, path, accept)
    assert (status, headers["content-type"].split(";")[0]) == (200, media)
    assert body


@pytest.mark.parametrize(("path", "media"), [
    ("id/person/p.ttl", "text/turtle"), ("id/person/p.ttl.gz", "text/turtle"), ("shelf/person.ttl", "text/turtle"),
    ("shelf/person.nt", "application/n-triples"), ("shelf/person.nq", "application/n-quads"),
    ("shelf/graph.jsonld", "application/ld+json"), ("ontology.nt", "application/n-triples"),
])  # fmt: skip
def test_what_is_held_packed_goes_out_packed_only_to_those_who_unpack_it(
    web: Web, prefix: str, path: str, media: str
) -> None:
    status, headers, plain = web.ask(prefix, path)
    assert (status, headers["content-type"].partition(";")[0], "content-encoding" in headers) == (200, media, False)
    _, headers, sent = web.ask(prefix, path, encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(sent) == plain


def test_the_packed_dumps_are_files_as_they_are(whole: Web, prefix: str, sample: Made) -> None:
    for name in ("untocgraph.nq.gz", "untocgraph.jsonld.gz", "records.jsonl.gz"):
        status, headers, body = whole.ask(prefix, f"data/{name}", encoding="gzip")
        assert (status, headers["content-type"], "content-encoding" in headers) == (200, "application/gzip", False)
        assert body == (sample.root / "data" / name).read_bytes()


def test_the_pages_of_the_event_stream_are_turtle(whole: Web, prefix: str, sample: Made) -> None:
    for file in (sample.root / "changes" / "ldes").iterdir():
        status, headers, body = whole.ask(prefix, f"changes/ldes/{file.name.removesuffix('.gz')}")
        assert (status, headers["content-type"].partition(";")[0]) == (200, "text/turtle")
        assert list(ox.parse(input=body, format=ox.RdfFormat.TURTLE))


def test_head_says_what_get_says_without_a_body(web: Web, prefix: str) -> None:
    for path, accept in (("id/person/p", "text/turtle"), ("id/person/p.ttl", None), ("id/person/none", None)):
        status, headers, _ = web.ask(prefix, path, accept)
        again, same, nothing = web.ask(prefix, path, accept, method="HEAD")
        assert (status, headers.get("location"), headers.get("content-type")) == (
            again, same.get("location"), same.get("content-type"),
        )  # fmt: skip
        assert nothing == b""


@pytest.mark.parametrize(
    "path",
    ["id/person/none", "id/person/p/x", "id/none/at/all", "id/person/p.html.html", "id/", "id/person/", "none.html",
     "id/person/p.rdf", "id/org/unodc.ttl"],
)  # fmt: skip
def test_what_is_not_there_is_404_at_once(web: Web, prefix: str, path: str) -> None:
    assert web.ask(prefix, path, "text/html")[0] in (403, 404)


def test_what_is_gone_says_so_and_what_was_merged_leads_on(web: Web, prefix: str) -> None:
    assert web.ask(prefix, "id/person/gone")[0] == 410
    assert web.leads(prefix, "id/person/old") == "id/person/p"
    assert web.leads(prefix, "id/person/old.ttl") == "id/person/p.ttl"


def test_the_front_page_and_lists_are_served_with_the_headers_of_a_data_service(web: Web, prefix: str) -> None:
    for path in ("", "index.html", "entities/person/1.html"):
        status, headers, _ = web.ask(prefix, path)
        assert (status, headers["access-control-allow-origin"]) == (200, "*")
    assert "accept" in web.ask(prefix, "id/person/p")[1]["vary"].lower()


@pytest.mark.parametrize(
    "path", ["id/person/none", "id/../../etc/passwd", "id/%2e%2e/%2e%2e/etc", "id/person/p%00.html"]
)
def test_nothing_of_the_file_system_leaks(web: Web, prefix: str, path: str) -> None:
    status, headers, body = web.ask(prefix, path)
    assert status in (400, 403, 404)
    assert b"/tmp" not in body
    assert "/tmp" not in str(headers)
    assert b"root:" not in body


def test_the_rule_for_w3id_is_one_however_much_is_gone(tmp_path: Path) -> None:
    from untocgraph.publish.release.site.redirects import write_redirects

    gone = [Tombstone(subject=f"{ID}person/{n}", type="", label="", redirect="", since="1") for n in range(500)]
    write_redirects([f"{ID}org/caf%C3%A9"], gone, tmp_path, ReleaseOptions(base_url="https://data.example.org/untoc/"))
    rules = (tmp_path / "redirects" / "w3id.htaccess").read_text(encoding="utf-8")
    assert rules.count("RewriteRule") == 1
    assert "https://data.example.org/untoc/$1" in rules
    assert quote("café") not in rules


def addresses(made: Made) -> list[str]:
    """Every address of ours of which the release says something, without what leads into a page."""
    subjects = {triple.subject.value for triple in made.dataset.triples}
    ours = {one.removeprefix(iri.BASE).partition("#")[0] for one in subjects if one.startswith(iri.BASE)}
    graphs = {graph.removeprefix(iri.BASE) for graph in made.dataset.graphs}
    return sorted(ours | graphs | {"context", "dataset", "shapes"})


WANTED = {"text/html": "html", "text/turtle": "ttl", "application/ld+json": "jsonld", "application/n-quads": "nq"}


@pytest.mark.parametrize("accept", WANTED)
def test_every_address_of_ours_answers_with_what_says_something_of_it(
    whole: Web, sample: Made, prefix: str, accept: str
) -> None:
    if prefix != "/" and accept != "text/html":
        pytest.skip("nothing of the kind: one prefix is enough for the data")
    arrived: dict[str, str] = {}
    said: dict[str, set[str]] = {}
    for address in addresses(sample):
        if address == "shapes" and accept not in ("text/html", "text/turtle"):
            continue
        if address == "dataset" and accept == "application/n-quads":
            continue
        status, headers, _ = whole.ask(prefix, quote(address), accept)
        target = urlsplit(headers.get("location", ""))
        assert status == 303, (address, status)
        path = target.path.removeprefix(prefix)
        if path not in arrived:
            status, headers, body = whole.ask(prefix, path, accept)
            assert status == 200, (address, path)
            arrived[path] = headers["content-type"].partition(";")[0]
            ids = accept == "text/html"
            said[path] = set(re.findall(r'id="([^"]*)"', body.decode())) if ids else subjects(body, arrived[path])
        if address in ("context", "dataset", "shapes"):
            continue
        assert arrived[path] == accept
        if accept == "text/html":
            assert not path.startswith("shelf/") or unquote(target.fragment) in map(unquote, said[path]), address
        else:
            assert iri.BASE + address in said[path] or address == "ontology/0.1.0", address


def subjects(data: bytes, media: str) -> set[str]:
    """What the triples of a file are about."""
    if data.startswith(b'{\n  "@context"') and b'"@graph"' not in data:
        return set()  # the context says nothing
    parsed = ox.parse(input=data, format=ox.RdfFormat.from_media_type(media))
    return {quad.subject.value.partition("#")[0] for quad in parsed if isinstance(quad.subject, ox.NamedNode)}


def test_a_key_that_no_shelf_has_is_404_in_every_format(whole: Web, prefix: str) -> None:
    for path in ("id/assertion/none", "id/treaty-action/untoc/fra/none", "id/count/x.ttl", "graph/none", "ontologies",
                 "shelf/assertion/none", "id/mention/none.nq"):  # fmt: skip
        for accept in (*WANTED, "image/png", None):
            assert whole.ask(prefix, path, accept)[0] == 404, (path, accept)


def test_an_address_with_a_suffix_leads_to_the_shelf_too(whole: Web, prefix: str, sample: Made) -> None:
    one = sample.dataset.instances(UNTOC.Assertion)[0].removeprefix(iri.BASE)
    for suffix in ("html", "ttl", "jsonld", "nt", "nq"):
        assert whole.leads(prefix, f"{one}.{suffix}").startswith("shelf/assertion")
    assert whole.ask(prefix, one, "image/png")[0] == 406


def test_the_ontology_has_a_header_a_page_and_every_term(whole: Web, prefix: str, sample: Made) -> None:
    assert whole.leads(prefix, "ontology", "text/turtle") == "ontology.ttl"
    turtle = whole.ask(prefix, "ontology.ttl")[2].decode()
    page = whole.ask(prefix, "ontology.html")[2].decode()
    assert "owl:versionIRI" in turtle
    assert "a owl:Ontology" in turtle
    for term in ("Statement", "speaker", "Assertion", "inSource"):
        assert f'id="{term}"' in page
        assert f"untoc:{term} " in turtle
