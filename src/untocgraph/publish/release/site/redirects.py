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

__all__ = ["write_redirects"]

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
    ("text/markdown", "md"),
)  # fmt: skip
_SUFFIXES = "html|ttl|jsonld|nt|nq"
_NO_OTHER = r"(?:\s*;(?!\s*q=)[^;,]*)*"
_REFUSED = r"(?=.*(?:^|,)\s*text/html\s*;\s*q=0(?:\.0*)?\s*(?:,|$))(?=.*\*/\*)"
"""The page is refused though everything else is welcome."""
_WEIGHTS = (r"(?:\s*;\s*q=1(?:\.0*)?)?", *(rf"\s*;\s*q=0?\.{tenth}\d*" for tenth in range(9, 0, -1)))


def write_redirects(
    things: Iterable[str], gone: Sequence[Tombstone], root: Path, options: ReleaseOptions
) -> list[Path]:
    """Write the rules for Apache (``.htaccess``) and nginx; for w3id.org one rule, where the files are elsewhere."""
    odd = [(subject, path_of(subject)) for subject in things if path_of(subject) != f"id/{_key(subject)}"]
    written = [
        put(root / ".htaccess", "\n".join(_apache(odd, gone)) + "\n"),
        put(root / "redirects" / "nginx-http.conf", "\n".join(_nginx_maps(odd, gone)) + "\n"),
        put(root / "redirects" / "nginx-server.conf", _NGINX),
    ]
    if options.base_url != iri.BASE:
        away = [
            "# For w3id.org/untocgraph: every address leads to the server of the files, which knows what is there.",
            "RewriteEngine On",
            f"RewriteRule ^(.*)$ {options.base_url}$1 [R=302,L]",
        ]
        written.append(put(root / "redirects" / "w3id.htaccess", "\n".join(away) + "\n"))
    return written


def _accepted() -> Iterator[tuple[str, str]]:
    """(pattern of the Accept header, suffix), the first that matches wins."""
    yield r"^\s*$", "html"
    for weight in _WEIGHTS:
        for media, suffix in _ACCEPT:
            yield rf"(?:^|,)\s*{media}{_NO_OTHER}{weight}{_NO_OTHER}\s*(?:,|$)", suffix


def _apache(odd: Sequence[tuple[str, str]], gone: Sequence[Tombstone]) -> list[str]:
    lines = [
        "# Content negotiation for the things of this release, wherever it stands. Needs mod_rewrite, mod_headers and",
        "# mod_mime, and AllowOverride FileInfo Options=MultiViews,Indexes.",
        "Options -MultiViews -Indexes",
        "DirectorySlash Off",
        *(f"AddType {media} .{suffix}" for media, suffix in _TYPES),
        "AddDefaultCharset utf-8",
        "<IfModule mod_headers.c>",
        'Header always set Access-Control-Allow-Origin "*"',
        'Header always merge Vary "Accept"',
        'Header always set X-Content-Type-Options "nosniff"',
        "</IfModule>",
        "RewriteEngine On",
        "# Where the release stands: what of the address comes before the path in it.",
        r"RewriteCond %{REQUEST_URI}::$1 ^(.*?/)(.*)::\2$",
        "RewriteRule ^(.*)$ - [E=BASE:%1]",
        "# The front page, files as they are, and N-Triples as N-Quads of the default graph.",
        "RewriteRule ^$ index.html [L]",
        "RewriteRule !^id/ - [L]",
        r"RewriteCond %{ENV:REDIRECT_QUADS} 1",
        r"RewriteRule \.nt$ - [T=application/n-quads,L]",
        *_gone_apache(gone),
        r"RewriteRule ^(id/.+)\.nq$ $1.nt [E=QUADS:1,L]",
        rf"RewriteRule \.(?:{_SUFFIXES})$ - [L]",
        "# Which suffix the client likes best.",
    ]
    rules = [(_REFUSED, "ttl"), *_accepted()]
    for left, (pattern, suffix) in zip(range(len(rules) - 1, -1, -1), rules, strict=True):
        lines.append(f"RewriteCond %{{HTTP_ACCEPT}} {_quoted(pattern)} [NC]")
        lines.append(f"RewriteRule ^ - [E=SUFFIX:{suffix},S={left}]")
    lines.append("# What is there: 406 where nothing is accepted, else 303 to page or record. The rest is 404.")
    for subject, path in odd:
        lines.append("RewriteCond %{ENV:SUFFIX} .")
        rule = _quoted(f"^id/{re.escape(_plain(subject))}$")
        lines.append(f"RewriteRule {rule} %{{ENV:BASE}}{path}.%{{ENV:SUFFIX}} [R=303,NE,L]")
    there = ["RewriteCond %{REQUEST_FILENAME}.html -f", "RewriteCond %{PATH_INFO} ^$"]
    lines += [*there, "RewriteCond %{ENV:SUFFIX} ^$", "RewriteRule ^ - [R=406,L]"]
    lines += [*there, "RewriteRule ^(id/.+)$ %{ENV:BASE}$1.%{ENV:SUFFIX} [R=303,L]", "RewriteRule ^ - [R=404,L]"]
    return lines


def _gone_apache(gone: Sequence[Tombstone]) -> Iterator[str]:
    for tomb in _of_ours(gone):
        rule = _quoted(rf"^id/{re.escape(_plain(tomb.subject))}(\.(?:{_SUFFIXES}))?$")
        if tomb.redirect:
            yield f"RewriteRule {rule} %{{ENV:BASE}}{path_of(tomb.redirect)}$1 [R=301,NE,L]"
        else:
            yield f"RewriteRule {rule} - [G,L]"


def _nginx_maps(odd: Sequence[tuple[str, str]], gone: Sequence[Tombstone]) -> list[str]:
    """What stands in the ``http`` block: suffix by Accept, path by key, what is gone."""
    return [
        "# To be included in the http block; nginx-server.conf goes into the server.",
        "map $http_accept $untoc_suffix {",
        '  default ""; "" html;',
        *(f'  "~*{pattern}" {suffix};' for pattern, suffix in ((_REFUSED, "ttl"), *_accepted())),
        "}",
        "map $untoc_key $untoc_path {",
        "  default id/$untoc_key;",
        *(f"  {_literal(_plain(subject))} {path};" for subject, path in odd),
        "}",
        "map $untoc_key $untoc_gone {",
        '  default "";',
        *(
            f"  {_literal(_plain(tomb.subject))} {path_of(tomb.redirect) if tomb.redirect else 'gone'};"
            for tomb in _of_ours(gone)
        ),
        "}",
    ]


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
location ~ "^/untoc-quads(?<untoc_triples>/.+)$" {{
  internal;
  types {{ }}
  default_type application/n-quads;
  try_files $untoc_triples =404;
}}
location ~ "^(?<untoc_base>/(?:.*?/)?)id/(?<untoc_key>.+?)(?<untoc_dot>\.(?:{_SUFFIXES}))?$" {{
  if ($untoc_gone = gone) {{ return 410; }}
  if ($untoc_gone != "") {{ return 301 $untoc_base$untoc_gone$untoc_dot; }}
  set $untoc_file $document_root$untoc_base$untoc_path;
  set $untoc_do "$untoc_dot-$untoc_suffix";
  if ($untoc_dot = ".nq") {{ rewrite ^ /untoc-quads$untoc_base$untoc_path.nt last; }}
  if (!-f $untoc_file.html) {{ return 404; }}
  if ($untoc_do = "-") {{ return 406; }}
  if ($untoc_dot = "") {{ return 303 $untoc_base$untoc_path.$untoc_suffix; }}
  try_files $uri =404;
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
