"""Rules for web servers: the address of a thing leads to its page or record by what the client accepts.

Apache and nginx have no negotiation by weight that a release could carry along, so the weights of ``Accept`` are
tried from the highest to the lowest in steps of a tenth; among equals the page comes first. What nothing accepts
is 406, what is not there 404; a file is what it is. No rule knows where the release stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

from untocgraph.core import iri
from untocgraph.publish.release.feed import Tombstone
from untocgraph.publish.release.files import put
from untocgraph.publish.release.settings import ReleaseOptions
from untocgraph.publish.release.site.links import path_of
from untocgraph.publish.release.site.shelves import Section, address_of

_ACCEPT = (
    (r"(?:text/html|application/xhtml\+xml|text/\*|\*/\*)", "html"),
    (r"text/turtle", "ttl"),
    (r"(?:application/ld\+json|application/json|application/\*)", "jsonld"),
    (r"(?:application/n-triples|text/plain)", "nt"),
    (r"application/n-quads", "nq"),
)
_TYPES = (
    ("text/html", "html"), ("text/turtle", "ttl"), ("application/ld+json", "jsonld"), ("application/n-triples", "nt"),
    ("application/n-quads", "nq"), ("application/trig", "trig"), ("application/rdf+xml", "rdf"), ("text/csv", "csv"),
    ("application/x-ndjson", "jsonl"), ("application/json", "json"), ("application/xml", "xml"),
    ("text/css", "css"), ("text/javascript", "js"), ("image/svg+xml", "svg"), ("text/plain", "txt"),
    ("text/markdown", "md"), ("application/gzip", "gz"),
)  # fmt: skip
_SUFFIXES = "html|ttl|jsonld|nt|nq"
_LINE = 4000
_NO_OTHER = r"(?:\s*;(?!\s*q=)[^;,]*)*"
_REFUSED = r"(?=.*(?:^|,)\s*text/html\s*;\s*q=0(?:\.0*)?\s*(?:,|$))(?=.*\*/\*)"
"""The page is refused though everything else is welcome."""
_WEIGHTS = (r"(?:\s*;\s*q=1(?:\.0*)?)?", *(rf"\s*;\s*q=0?\.{tenth}\d*" for tenth in range(9, 0, -1)))


def write_redirects(
    things: Iterable[str],
    gone: Sequence[Tombstone],
    root: Path,
    options: ReleaseOptions,
    *,
    shelved: Sequence[Section] = (),
) -> list[Path]:
    """Write the rules for Apache (``.htaccess``) and nginx; for w3id.org one rule, where the files are elsewhere.

    ``things`` have pages of their own, those in ``shelved`` a place on one; each shelf lists its own keys for Apache,
    so that no request reads more of them than it needs.
    """
    odd = [(subject, path_of(subject)) for subject in things if path_of(subject) != f"id/{_key(subject)}"]
    written = [
        put(root / ".htaccess", "\n".join(_apache(odd, gone, shelved)) + "\n"),
        put(root / "redirects" / "nginx-http.conf", "\n".join(_nginx_maps(odd, gone, shelved)) + "\n"),
        put(root / "redirects" / "nginx-server.conf", _NGINX),
    ]
    for shelf in (shelf for section in shelved for shelf in section.shelves):
        unknown = "\n".join(f'RewriteCond $0 "!^(?:{some})$"' for some in _alternatives(shelf.things))
        rules = _SHELF.replace("UNKNOWN", unknown).replace("NAME", shelf.name)
        written.append(put(root / "shelf" / shelf.name / ".htaccess", rules))
    if options.base_url != iri.BASE:
        away = [
            "# For w3id.org/untocgraph: every address leads to the server of the files, which knows what is there.",
            "RewriteEngine On",
            f"RewriteRule ^(.*)$ {options.base_url}$1 [R=302,L]",
        ]
        written.append(put(root / "redirects" / "w3id.htaccess", "\n".join(away) + "\n"))
    return written


def _alternatives(keys: Iterable[str]) -> Iterator[str]:
    """The keys as alternatives of a pattern, in pieces that fit a line of Apache's files (8,190 bytes)."""
    piece: list[str] = []
    for key in keys:
        pattern = re.escape(unquote(key)).replace('"', r"\x22")
        if piece and sum(map(len, piece)) + len(piece) + len(pattern) > _LINE:
            yield "|".join(piece)
            piece = []
        piece.append(pattern)
    yield "|".join(piece)


def _accepted() -> Iterator[tuple[str, str]]:
    """(pattern of the Accept header, suffix), the first that matches wins."""
    yield r"^\s*$", "html"
    for weight in _WEIGHTS:
        for media, suffix in _ACCEPT:
            yield rf"(?:^|,)\s*{media}{_NO_OTHER}{weight}{_NO_OTHER}\s*(?:,|$)", suffix


def _apache(odd: Sequence[tuple[str, str]], gone: Sequence[Tombstone], shelved: Sequence[Section]) -> list[str]:
    lines = [
        "# Content negotiation for the things of this release, wherever it stands. Needs mod_rewrite, mod_headers and",
        "# mod_mime, and AllowOverride FileInfo Options=MultiViews,Indexes.",
        "Options -MultiViews -Indexes",
        "DirectorySlash Off",
        *(f"AddType {media} .{suffix}" for media, suffix in _TYPES),
        "AddDefaultCharset utf-8",
        "# What is held packed goes out packed; mod_deflate unpacks it for those who do not.",
        f'<FilesMatch "{_HELD}">',
        "RemoveType .gz",
        "AddEncoding gzip .gz",
        "<IfModule mod_deflate.c>",
        "SetOutputFilter INFLATE;DEFLATE",
        "</IfModule>",
        "</FilesMatch>",
        "<IfModule mod_headers.c>",
        'Header always set Access-Control-Allow-Origin "*"',
        'Header always merge Vary "Accept"',
        'Header always set X-Content-Type-Options "nosniff"',
        "</IfModule>",
        "RewriteEngine On",
        "# Where the release stands: what of the address comes before the path in it.",
        r"RewriteCond %{REQUEST_URI}::$1 ^(.*?/)(.*)::\2$",
        "RewriteRule ^(.*)$ - [E=BASE:%1]",
        "# The front page, files as they are, and packed N-Triples as the Turtle and N-Quads that they are too.",
        "RewriteRule ^$ index.html [L]",
        "RewriteCond %{ENV:REDIRECT_MEDIA} .",
        r"RewriteRule \.gz$ - [T=%{ENV:REDIRECT_MEDIA},L]",
        *_packed(),
        *_gone_apache(gone),
        "RewriteCond %{REQUEST_FILENAME} -f",
        "RewriteRule ^ - [L]",
        f"RewriteRule !^(?:(?:id|graph)/|{_DOCUMENTS}) - [R=404,L]",
        "# Which suffix the client asks for or likes best.",
    ]
    rules = [(_REFUSED, "ttl"), *_accepted()]
    lines.append(rf"RewriteRule ^((?:id|graph)/.+)\.({_SUFFIXES})$ $1 [E=SUFFIX:$2,S={len(rules)},DPI]")
    for left, (pattern, suffix) in zip(range(len(rules) - 1, -1, -1), rules, strict=True):
        lines.append(f"RewriteCond %{{HTTP_ACCEPT}} {_quoted(pattern)} [NC]")
        lines.append(f"RewriteRule ^ - [E=SUFFIX:{suffix},S={left}]")
    lines.append("# What has a page or record of its own, else its place on a shelf. The rest is 404.")
    for subject, path in odd:
        rule = _quoted(f"^id/{re.escape(_plain(subject))}$")
        for suffix in ("html", "ttl", "jsonld"):
            lines.append(f"RewriteCond %{{ENV:SUFFIX}} ={suffix}")
            lines.append(f"RewriteRule {rule} %{{ENV:BASE}}{path}.{suffix} [R=303,NE,L]")
    lines += [
        "RewriteCond %{ENV:SUFFIX} .",
        "RewriteCond %{REQUEST_FILENAME}.%{ENV:SUFFIX} -f [OR]",
        "RewriteCond %{REQUEST_FILENAME}.%{ENV:SUFFIX}.gz -f",
        "RewriteCond %{PATH_INFO} ^$",
        "RewriteRule ^(.+)$ %{ENV:BASE}$1.%{ENV:SUFFIX} [R=303,L]",
    ]
    lines += [f"RewriteRule {section.pattern} shelf/{section.target} [L]" for section in shelved]
    for pattern, suffix, target in _DOCUMENT_FILES:
        lines += [f"RewriteCond %{{ENV:SUFFIX}} ^{suffix}$"] if suffix else []
        lines.append(f"RewriteRule ^{pattern}$ %{{ENV:BASE}}{target} [R=303,L]")
    lines += [f"RewriteRule ^(?:{_DOCUMENTS}) - [R=406,L]", "RewriteRule ^ - [R=404,L]"]
    return lines


_PACKED = (
    ("(shelf/[^/]+|ontology)", "nq", "nt", "application/n-quads"),
    ("(shelf/[^/]+|ontology)", "nt", "nt", "application/n-triples"),
    ("(shelf/[^/]+)", "ttl", "nt", "text/turtle"),
    ("((?:id|changes/ldes)/.+)", "ttl", "ttl", "text/turtle"),
    ("((?:shelf|id)/.+)", "jsonld", "jsonld", "application/ld+json"),
)
"""What is held packed: place, suffix asked for, suffix held, media type."""
_HELD = r"^(?!untocgraph).*\.(?:nt|ttl|jsonld)\.gz$"


def _packed() -> Iterator[str]:
    """Who unpacks gets the packed file; others are sent to it: Apache unpacks only what is asked for by its name."""
    for place, suffix, held, media in _PACKED:
        there = [rf"RewriteCond %{{REQUEST_FILENAME}}::{held} ^(.+)\.{suffix}::(.+)$", "RewriteCond %1.%2.gz -f"]
        other = f"?{suffix}" if suffix != held else ""
        if other:
            yield f"RewriteCond %{{QUERY_STRING}} ^{suffix}$"
            yield rf"RewriteRule \.{held}\.gz$ - [T={media},L]"
        yield from ("RewriteCond %{HTTP:Accept-Encoding} gzip [NC]", *there)
        yield rf"RewriteRule ^{place}\.{suffix}$ $1.{held}.gz [E=MEDIA:{media},L]"
        yield from there
        yield rf"RewriteRule ^{place}\.{suffix}$ %{{ENV:BASE}}$1.{held}.gz{other} [R=303,NE,L]"


_DOCUMENTS = r"(?:ontology|shapes|dataset|context)$|ontology/(?:alignments|[0-9.]+)$"
_DOCUMENT_FILES = (
    (r"context", "", "context.jsonld"),
    (r"ontology(?:/(?:alignments|[0-9.]+))?", "(html|ttl|jsonld|nt|nq)", "ontology.%1"),
    (r"dataset", "html", "data.html"),
    (r"dataset", "(ttl|jsonld)", "catalog/dcat.%1"),
    (r"shapes", "(html|ttl)", "shapes.%1"),
)
"""Addresses that are none of a thing: pattern, suffix that is wanted, file."""
_SHELF = """# Which keys this shelf has; reached from the rules above it only.
RewriteEngine On
RewriteCond %{ENV:REDIRECT_BASE} ^$
RewriteRule ^ - [R=404,L]
UNKNOWN
RewriteRule ^.*$ - [R=404,L]
RewriteCond %{ENV:REDIRECT_SUFFIX} ^$
RewriteRule ^ - [R=406,L]
RewriteCond %{ENV:REDIRECT_SUFFIX} =html
RewriteRule ^.*$ %{ENV:REDIRECT_BASE}shelf/NAME.html#$0 [R=303,NE,L]
RewriteRule ^ %{ENV:REDIRECT_BASE}shelf/NAME.%{ENV:REDIRECT_SUFFIX} [R=303,L]
"""


def _gone_apache(gone: Sequence[Tombstone]) -> Iterator[str]:
    for tomb in _of_ours(gone):
        rule = _quoted(rf"^id/{re.escape(_plain(tomb.subject))}(\.(?:{_SUFFIXES}))?$")
        if tomb.redirect:
            yield f"RewriteRule {rule} %{{ENV:BASE}}{path_of(tomb.redirect)}$1 [R=301,NE,L]"
        else:
            yield f"RewriteRule {rule} - [G,L]"


def _nginx_maps(odd: Sequence[tuple[str, str]], gone: Sequence[Tombstone], shelved: Sequence[Section]) -> list[str]:
    """What stands in the ``http`` block: suffix by Accept, path and shelf by address, what is gone."""
    places = [
        (unquote(address_of(subject)), f"shelf/{shelf.name}")
        for section in shelved
        for shelf in section.shelves
        for subject in shelf.things.values()
    ]
    documents = [(f"~^{pattern}$", file.rpartition(".")[0]) for pattern, _, file in _DOCUMENT_FILES[1:2]]
    return [
        "# To be included in the http block; nginx-server.conf goes into the server.",
        "map_hash_max_size 65536;",
        "map_hash_bucket_size 512;",
        "map $http_accept $untoc_suffix {",
        '  default ""; "" html;',
        *(f'  "~*{pattern}" {suffix};' for pattern, suffix in ((_REFUSED, "ttl"), *_accepted())),
        "}",
        "map $untoc_address $untoc_path {",
        "  default $untoc_address;",
        *(f"  {_literal('id/' + _plain(subject))} {path};" for subject, path in odd),
        *(f'  "{pattern}" {path};' for pattern, path in documents),
        "}",
        "map $untoc_address $untoc_shelf {",
        '  default "";',
        *(f"  {_literal(address)} {shelf};" for address, shelf in places),
        "}",
        "map $untoc_address $untoc_gone {",
        '  default "";',
        *(
            f"  {_literal('id/' + _plain(tomb.subject))} {path_of(tomb.redirect) if tomb.redirect else 'gone'};"
            for tomb in _of_ours(gone)
        ),
        "}",
        "map $untoc_want $untoc_catalogue {",
        '  default ""; ".html" data.html; ".ttl" catalog/dcat.ttl; ".jsonld" catalog/dcat.jsonld;',
        "}",
    ]


_THING = (
    r"^(?<untoc_base>/(?:.*?/)??)(?<untoc_address>(?:id/[^/]+|graph)/(?<untoc_key>.+?)|ontology(?:/(?:alignments|[0-9.]+))?|shapes)"
    rf"(?<untoc_dot>\.(?:{_SUFFIXES}))?$"
)
_NGINX = rf"""# To be included in a server whose root holds the release, at any depth. nginx-http.conf goes into http.
types {{
  {" ".join(f"{media} {suffix};" for media, suffix in _TYPES)}
}}
charset utf-8;
charset_types text/html text/turtle text/csv text/plain text/css text/javascript text/markdown;
absolute_redirect off;
add_header Access-Control-Allow-Origin "*" always;
add_header Vary Accept always;
add_header X-Content-Type-Options nosniff always;
# What is held packed goes out packed, and is unpacked for those who do not.
location ~ "^(?<untoc_stem>/(?:.*?/)?(?:(?:shelf|id|changes/ldes)/.+|ontology))\.(?<untoc_held>nt|ttl|jsonld)\.gz$" {{
  rewrite ^ $untoc_stem.$untoc_held last;
}}
location ~ "/(?:shelf/[^/]+\.(?:nt|jsonld)|changes/ldes/[0-9a-f-]+\.ttl|ontology\.nt)$" {{
  gzip_static always;
  gunzip on;
}}
location ~ "/(?:shelf/[^/]+|ontology)\.nq$" {{
  rewrite "^(.*)\.nq$" $1.nt break;
  types {{ }}
  default_type application/n-quads;
  gzip_static always;
  gunzip on;
}}
location ~ "/shelf/[^/]+\.ttl$" {{
  rewrite "^(.*)\.ttl$" $1.nt break;
  types {{ }}
  default_type text/turtle;
  gzip_static always;
  gunzip on;
}}
location ~ "^(?<untoc_base>/(?:.*?/)??)context$" {{ return 303 ${{untoc_base}}context.jsonld; }}
location ~ "^(?<untoc_base>/(?:.*?/)??)dataset$" {{
  set $untoc_want ".$untoc_suffix";
  if ($untoc_catalogue = "") {{ return 406; }}
  return 303 $untoc_base$untoc_catalogue;
}}
location ~ "{_THING}" {{
  if ($untoc_gone = gone) {{ return 410; }}
  if ($untoc_gone != "") {{ return 301 $untoc_base$untoc_gone$untoc_dot; }}
  set $untoc_want $untoc_dot;
  if ($untoc_dot = "") {{ set $untoc_want ".$untoc_suffix"; }}
  set $untoc_file $document_root$untoc_base$untoc_path;
  set $untoc_place "";
  if ($untoc_want = .html) {{ set $untoc_place "#$untoc_key"; }}
  set $untoc_do none;
  if (-f $untoc_file.html) {{ set $untoc_do page; }}
  if ($untoc_shelf != "") {{ set $untoc_do shelf; }}
  if (-f $untoc_file$untoc_want) {{ set $untoc_do "own$untoc_dot"; }}
  if (-f $untoc_file$untoc_want.gz) {{ set $untoc_do "own$untoc_dot"; }}
  if ($untoc_do = none) {{ return 404; }}
  if ($untoc_want = ".") {{ return 406; }}
  if ($untoc_do = own) {{ return 303 $untoc_base$untoc_path$untoc_want; }}
  if ($untoc_do = shelf) {{ return 303 $untoc_base$untoc_shelf$untoc_want$untoc_place; }}
  set $untoc_name "$untoc_path$untoc_want";
  if ($untoc_name = ontology.nq) {{ return 303 $untoc_base$untoc_path$untoc_want; }}
  if ($untoc_do = page) {{ return 406; }}
  gzip_static always;
  gunzip on;
}}
"""


def _of_ours(gone: Sequence[Tombstone]) -> Iterator[Tombstone]:
    return (tomb for tomb in gone if tomb.subject.startswith(f"{iri.BASE}id/") and "#" not in tomb.subject)


def _quoted(pattern: str) -> str:
    """A pattern as one argument of a directive."""
    return f'"{pattern}"'


def _literal(text: str) -> str:
    """A text as a key of a map of nginx, which would take a first ``~`` for a pattern."""
    return '"' + ("\\" if text.startswith("~") else "") + text.replace('"', '\\"') + '"'


def _key(subject: str) -> str:
    return subject.removeprefix(f"{iri.BASE}id/")


def _plain(subject: str) -> str:
    """The key of a thing as servers see it: percent-encoding undone."""
    return unquote(_key(subject))
