"""The pages open from a folder: every link arrives, nothing is fetched from elsewhere, lists are paged."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from tests.conftest import BASE
from tests.publish.release.conftest import Made
from untocgraph.core.namespace import UNTOC
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.settings import ReleaseOptions
from untocgraph.publish.release.site import write_site
from untocgraph.publish.release.site.links import path_of
from untocgraph.publish.release.site.search import words

FETCHED = {
    ("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("video", "src"), ("object", "data"),
    ("embed", "src"), ("audio", "src"), ("input", "src"), ("image", "href"), ("use", "href"),
}  # fmt: skip
FETCHING_RELS = {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "manifest", "preconnect", "dns-prefetch"}


class Page(HTMLParser):
    """Addresses of a page: what it fetches, where it leads; its identifiers, signposts and embedded data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.leads: list[str] = []
        self.ids: list[str] = []
        self.signs: list[tuple[str, str, str]] = []
        self.data: list[str] = []
        self._in_data = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        self.fetched += [value for name, value in given.items() if (tag, name) in FETCHED]
        self.fetched += re.findall(r"url\(([^)]+)\)", given.get("style", ""))
        if tag == "link":
            rel = given["rel"]
            (self.fetched if set(rel.split()) & FETCHING_RELS else self.leads).append(given["href"])
            self.signs.append((rel, given.get("type", ""), given["href"]))
        elif tag in ("a", "form"):
            self.leads += [given[name] for name in ("href", "action") if name in given]
        self._in_data = tag == "script" and given.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data.append(data)
            self._in_data = False


@cache
def pages(root: Path) -> dict[Path, Page]:
    return {path: Page(path.read_text(encoding="utf-8")) for path in sorted(root.rglob("*.html"))}


def unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def local(page: Path, address: str) -> Path | None:
    """The file that an address leads to, None for another host or a place on the same page."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path:
        return None
    return (page.parent / unquote(parts.path)).resolve()


def test_no_page_fetches_anything_from_another_host(sample: Made) -> None:
    for path, page in pages(sample.root).items():
        for address in page.fetched:
            assert local(path, address) is not None, (path, address)
    for name in ("explorer.css",):
        style = (sample.root / "static" / name).read_text()
        assert "@import" not in style
        assert not re.search(r"url\(\s*['\"]?(?:https?:)?//", style)
    for script in (sample.root / "static").glob("*.js"):
        assert not re.search(r"https?://|XMLHttpRequest", script.read_text())
        # Names are offered while one types where a server answers: only there a page says where to ask.
        assert "fetch(" not in script.read_text() or script.name == "explorer.js"
    for path in sample.root.rglob("*.html"):
        assert "data-suggest" not in path.read_text(encoding="utf-8"), path


def test_every_link_and_every_file_that_a_page_fetches_is_there(sample: Made) -> None:
    there = {path.resolve() for path in sample.root.rglob("*") if path.is_file()}
    for path, page in pages(sample.root).items():
        for address in page.leads + page.fetched:
            target = local(path, address)
            assert target is None or target in there, (path, address)


def test_no_link_is_written_for_a_server(sample: Made) -> None:
    for path, page in pages(sample.root).items():
        assert not [address for address in page.leads if address.startswith("/") or address == ""], path


def test_what_a_text_names_has_a_page_and_its_record_in_two_formats_that_agree(sample: Made) -> None:
    dataset = sample.dataset
    things = [e.ref.iri for e in dataset.directory.entries if e.mentions and e.ref.kind not in ("place", "provision")]
    things += dataset.instances(UNTOC.Source)
    things += dataset.lookup.distinct_objects(UNTOC.about)[:10]
    for thing in things:
        stem = sample.root / path_of(thing)
        assert stem.with_name(stem.name + ".html").exists()
        read = [
            {q.triple for q in ox.parse(input=unpacked(stem.with_name(f"{stem.name}.{suffix}.gz")), format=format_)}
            for suffix, format_ in (("ttl", ox.RdfFormat.TURTLE), ("jsonld", ox.RdfFormat.JSON_LD))
        ]
        assert read[0] == read[1]
        assert set(dataset.about(thing)) <= read[0]


def test_the_shelves_hold_every_triple_about_a_thing_of_ours_once(sample: Made) -> None:
    shelves = [path for path in (sample.root / "shelf").glob("*.nt.gz") if not path.name.startswith("graph")]
    found = [
        line for path in (*shelves, sample.root / "ontology.nt.gz") for line in unpacked(path).decode().splitlines()
    ]
    ours = {f"{t} ." for t in sample.dataset.triples if str(t.subject).startswith("<https://w3id.org/untocgraph/")}
    assert len(found) == len(set(found))
    assert set(found) == ours


def test_the_records_of_a_shelf_are_the_same_in_json_ld(sample: Made) -> None:
    for path in (sample.root / "shelf").glob("*.jsonld.gz"):
        read = {q.triple for q in ox.parse(input=unpacked(path), format=ox.RdfFormat.JSON_LD)}
        triples = unpacked(path.with_name(path.name.replace("jsonld", "nt")))
        lines = ox.parse(input=triples, format=ox.RdfFormat.N_TRIPLES)
        assert read
        assert read <= {q.triple for q in lines}


def test_a_release_of_the_sample_has_few_files_and_says_nothing_twice(sample: Made) -> None:
    assert sample.report.files <= 1500
    assert sample.report.bytes <= 15_000_000


def test_a_shelf_says_once_what_is_true_of_all_things_on_it(sample: Made) -> None:
    page = (sample.root / "shelf" / "mention.html").read_text(encoding="utf-8")
    assert page.count("<dt>type<dd>") == 1
    assert page.count("<section id=") > 100


def test_pages_of_things_signpost_their_address_records_licence_and_type(sample: Made) -> None:
    event = "https://w3id.org/untocgraph/id/event/cd-ta-2023"
    page = pages(sample.root)[sample.root / f"{path_of(event)}.html"]
    signs = {(rel, type_): href for rel, type_, href in page.signs}
    assert signs[("cite-as", "")] == event
    assert signs[("alternate describedby", "text/turtle")] == "cd-ta-2023.ttl.gz"
    assert signs[("alternate describedby", "application/ld+json")] == "cd-ta-2023.jsonld.gz"
    assert signs[("type", "")] == "https://schema.org/Event"
    assert signs[("license", "")].startswith("https://creativecommons.org/")


def test_embedded_data_need_nothing_from_elsewhere_and_are_read(sample: Made) -> None:
    seen = set()
    for page in pages(sample.root).values():
        for text in page.data:
            read = json.loads(text)
            for found in read if isinstance(read, list) else [read]:
                assert found["@context"] == {"@vocab": "https://schema.org/"}
                seen.add(found["@type"])
            assert list(ox.parse(input=text.encode(), format=ox.RdfFormat.JSON_LD))
    assert {"Event", "Person", "Organization", "Country", "Quotation", "CreativeWork"} <= seen


def test_identifiers_on_a_page_are_unique(sample: Made) -> None:
    for path, page in pages(sample.root).items():
        assert len(page.ids) == len(set(page.ids)), path


def test_a_source_shows_its_quotations_in_place_and_withholds_the_rest(sample: Made) -> None:
    source = next(s for s in sample.graph.sources() if s["source"] == "dialogue-2023-ta-chair-summary")
    page = sample.root / "id" / "source" / f"{source['source']}.html"
    text = page.read_text(encoding="utf-8")
    assert "[…]" in text
    assert "\0" not in text
    starts = [int(n) for n in re.findall(r'data-start="(\d+)"', text)]
    assert starts == sorted(starts)
    claims = re.findall(r'class="claim" id="claim(\d+)"', text)
    assert claims
    assert all(f'id="s{n}"' in text for n in claims)


def test_a_proof_leads_to_the_marked_stretch_of_its_source(sample: Made) -> None:
    event = sample.root / "id" / "event" / "cd-ta-2023.html"
    places = [a for a in pages(sample.root)[event].leads if "#char=" in a]
    assert places
    for address in places:
        target = local(event, address)
        assert target is not None
        start = address.partition("#char=")[2].partition(",")[0]
        assert f'data-start="{start}"' in target.read_text(encoding="utf-8")


def test_the_sitemap_lists_every_page_once(sample: Made) -> None:
    root = ElementTree.parse(sample.root / "sitemap.xml").getroot()
    listed = [str(node.text) for node in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(listed) == len(set(listed))
    assert {unquote(a.removeprefix(BASE)) for a in listed} == {
        path.relative_to(sample.root).as_posix() for path in sample.root.rglob("*.html")
    }


def index(root: Path) -> tuple[dict[str, list[int]], list[list[str]]]:
    known: dict[str, list[int]] = {}
    for path in (root / "search").glob("words-*.js"):
        inside = path.read_text(encoding="utf-8").removeprefix("untocWords(").removesuffix(");\n")
        known |= dict(json.loads(f"[{inside}]")[1])
    titles: list[list[str]] = []
    for number in range(len(list((root / "search").glob("titles-*.js")))):
        text = (root / "search" / f"titles-{number}.js").read_text(encoding="utf-8")
        titles += json.loads(f"[{text.removeprefix('untocTitles(').removesuffix(');' + chr(10))}]")[1]
    return known, titles


def test_search_finds_names_without_accents_and_words_of_statements(sample: Made) -> None:
    known, titles = index(sample.root)
    hits = [titles[number][0] for number in known["sanchez"]]
    assert any("Sánchez" in label for label in hits)
    kinds = {titles[number][2] for numbers in known.values() for number in numbers}
    assert {"person", "organization", "statement", "source", "event"} <= kinds
    assert all((sample.root / unquote(urlsplit(path).path)).exists() for _, path, _ in titles)


def test_long_lists_are_paged_and_lead_on(tmp_path: Path) -> None:
    graph = "<https://w3id.org/untocgraph/graph/source/s>"
    rdf, rdfs = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/2000/01/rdf-schema#label"
    rows = []
    for number in range(230):
        person = f"<https://w3id.org/untocgraph/id/person/p{number:03d}>"
        rows += [f"{person} <{rdf}> <{UNTOC.Person}> {graph} .\n", f'{person} <{rdfs}> "P {number:03d}" {graph} .\n']
    dataset = ReleasedDataset(tuple(sorted(row.encode() for row in rows)))
    write_site(dataset, tmp_path, ReleaseOptions(version="1"))
    lists = sorted(path.name for path in (tmp_path / "entities" / "person").iterdir())
    assert lists == ["1.html", "2.html", "3.html"]
    assert 'rel="next" href="3.html"' in (tmp_path / "entities" / "person" / "2.html").read_text()


@pytest.mark.parametrize(
    ("iri", "safe"),
    [("person/ado-kellan-1", True), ("doc/CTOC/COP/2018/11", True), ("doc/../../etc", False), ("doc/a%2Fb", False),
     ("doc//x", False), ("doc/.htaccess", False), (f"doc/{'x' * 300}", False)],
)  # fmt: skip
def test_a_page_never_leaves_its_folder(iri: str, safe: bool) -> None:
    path = path_of(f"https://w3id.org/untocgraph/id/{iri}")
    assert path.startswith("id/")
    assert ".." not in path
    assert (path == f"id/{iri}") == safe


HOSTILE = {
    "markup": "<script>alert(1)</script> & co", "attribute": "x' onmouseover='alert(1)", "turned": "Ann \u202e eoR",
    "unseen": "A\u200bnn\ufeff", "bell": "Ann {{ 7 * 7 }}",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_names_with_markup_are_shown_as_they_are(tmp_path: Path, name: str) -> None:
    graph = "<https://w3id.org/untocgraph/graph/source/s>"
    person = "<https://w3id.org/untocgraph/id/person/p>"
    rows = [
        f"{person} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{UNTOC.Person}> {graph} .\n",
        f'{person} <http://www.w3.org/2000/01/rdf-schema#label> "{name}" {graph} .\n',
    ]
    write_site(ReleasedDataset(tuple(sorted(row.encode() for row in rows))), tmp_path, ReleaseOptions(version="1"))
    for path in tmp_path.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "<script>alert" not in text
        assert "' onmouseover=" not in re.sub(r"<script.*?</script>", "", text)
        assert "49" not in re.findall(r"<h1>(.*)</h1>", text)
    assert "unicode-bidi: isolate" in (tmp_path / "static" / "explorer.css").read_text(encoding="utf-8")
    page = Page((tmp_path / "id" / "person" / "p.html").read_text())
    assert json.loads(page.data[0])["name"] == name


def test_words_are_cut_alike_for_the_index_and_the_page() -> None:
    assert words("Réseau d’Afrique – GI-TOC’s 2nd") == ["reseau", "d", "afrique", "gi", "toc", "s", "2nd"]


def test_counts_and_acts_of_states_are_shown_in_words(sample: Made) -> None:
    lookup = sample.dataset.lookup
    counts = [lookup.ref(node).label for node in sample.dataset.instances(UNTOC.ParticipantCount)]
    assert counts
    assert all(re.fullmatch(r"(?:about |at least )?\d+ \([a-z -]+\)", label) for label in counts)
    signed = lookup.ref("https://w3id.org/untocgraph/id/treaty-action/untoc/fra/signature").label
    assert re.fullmatch(r"France: signature of UNTOC, \d{4}-\d\d-\d\d", signed)


def test_the_machinery_of_inference_is_no_fact_about_anything(sample: Made) -> None:
    for path in (path for path in pages(sample.root) if path.name != "ontology.html"):
        assert "object of triple" not in path.read_text(encoding="utf-8"), path


@pytest.mark.browser
def test_a_browser_searches_the_folder_without_a_server(sample: Made, tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium is installed")
    address = f"file://{sample.root}/search.html?q=sanch%20agu"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", f"--user-data-dir={tmp_path}"]
    done = subprocess.run(
        [browser, *flags, "--dump-dom", address], capture_output=True, text=True, timeout=120, check=True
    )
    assert re.search(r'role="status">\d+ found<', done.stdout)
    assert re.search(r'<a href="[^"]*id/person/[^"]+">[^<]*Sánchez del Águila</a>', done.stdout)
