"""Rules for an Apache server: the address of a thing leads to its page or record by what the client accepts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from untocgraph.core import iri
from untocgraph.publish.release.feed import Tombstone
from untocgraph.publish.release.files import put
from untocgraph.publish.release.settings import ReleaseOptions
from untocgraph.publish.release.site.links import path_of

__all__ = ["write_redirects"]

_ACCEPT = (
    (r"text/turtle", "ttl"), (r"application/ld\+json|application/json", "jsonld"),
    (r"application/n-triples|text/plain", "nt"),
)  # fmt: skip
_TYPES = (
    ("text/turtle", "ttl"), ("application/ld+json", "jsonld"), ("application/n-triples", "nt"),
    ("application/n-quads", "nq"), ("application/trig", "trig"), ("application/rdf+xml", "rdf"),
    ("text/csv", "csv"), ("application/x-ndjson", "jsonl"),
)  # fmt: skip


def write_redirects(
    things: Iterable[str], gone: Sequence[Tombstone], root: Path, options: ReleaseOptions
) -> list[Path]:
    """Write ``.htaccess`` for the server of the files and, where that is not w3id.org, the rules for w3id.org."""
    odd = [(subject, path_of(subject)) for subject in things if path_of(subject) != f"id/{_key(subject)}"]
    head = ["# Content negotiation for the things of this release. Needs mod_rewrite, mod_headers and mod_mime."]
    types = [f"AddType {media} .{suffix}" for media, suffix in _TYPES] + ["AddDefaultCharset utf-8"]
    headers = [
        "<IfModule mod_headers.c>",
        'Header set Access-Control-Allow-Origin "*"',
        'Header merge Vary "Accept"',
        "</IfModule>",
    ]
    local = [*head, "Options -MultiViews", *types, *headers, "RewriteEngine On", *_gone(gone, ""), *_rules("", odd)]
    written = [put(root / ".htaccess", "\n".join(local) + "\n")]
    if options.base_url != iri.BASE:
        away = [
            "# For w3id.org/untocgraph: every address leads to the server of the files.",
            "Options +FollowSymLinks -MultiViews",
            "RewriteEngine On",
            *_gone(gone, options.base_url),
            *_rules(options.base_url, odd),
            f"RewriteRule ^(.*)$ {options.base_url}$1 [R=302,L]",
        ]
        written.append(put(root / "redirects" / "w3id.htaccess", "\n".join(away) + "\n"))
    return written


def _rules(base: str, odd: list[tuple[str, str]]) -> list[str]:
    """303 to the record that is asked for, to the page otherwise; an address with a suffix is the file itself."""
    lines = []
    for pattern, suffix in (*_ACCEPT, ("", "html")):
        targets = [(rf"^id/{re.escape(_key(subject))}$", f"{base}{path}.{suffix}") for subject, path in odd]
        for rule, target in [*targets, (r"^id/(.+)$", f"{base}id/$1.{suffix}")]:
            if not base:
                lines.append("RewriteCond %{REQUEST_FILENAME} !-f")
            else:
                lines.append(r"RewriteCond %{REQUEST_URI} !\.(html|ttl|jsonld|nt)$")
            if pattern:
                lines.append(f"RewriteCond %{{HTTP_ACCEPT}} ({pattern})")
            lines.append(f"RewriteRule {rule} {target} [R=303,NE,L]")
    return lines


def _gone(gone: Sequence[Tombstone], base: str) -> list[str]:
    lines = []
    for tomb in gone:
        if not tomb.subject.startswith(f"{iri.BASE}id/") or "#" in tomb.subject:
            continue
        rule = rf"^id/{re.escape(_key(tomb.subject))}(\.[a-z]+)?$"
        if tomb.redirect:
            lines.append(f"RewriteRule {rule} {base}{path_of(tomb.redirect)}$1 [R=301,NE,L]")
        else:
            lines.append(f"RewriteRule {rule} - [G,L]")
    return lines


def _key(subject: str) -> str:
    return subject.removeprefix(f"{iri.BASE}id/")
