"""The only place that mints IRIs.

Every function is pure and gives a string. Keys that are not ours by nature (names) become a slug plus
eight hex digits of the SHA-256 of the normalised name, so that two names never share an IRI by accident.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
from urllib.parse import quote

from untocgraph.core.fold import ascii_words, small, straight

BASE = "https://w3id.org/untocgraph/"
ONTOLOGY = f"{BASE}ontology#"

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
# Part of the identity of names: a title more here is another IRI for whoever bears it.
_HONORIFIC = re.compile(r"^(?:mr|ms|mrs|miss|mme|dr|prof|adv|rev|h\.?\s?e)\.?\s+")


@functools.lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Return ``name`` as compared for identity: accents, case, quotes, articles, honorifics and spacing aside.

    >>> fold("The  Alliance of NGOs’")
    'alliance of ngos'
    >>> fold("Mr. Carlos Alberto Sánchez Del Águila") == fold("Carlos Alberto Sánchez del Águila")
    True
    """
    text = re.sub(r"\s+", " ", straight(small(name))).strip(" .,;:'\"“”()[]")
    text = re.sub(r"^(?:the|a|an)\s+", "", text)
    return _HONORIFIC.sub("", text)


def slug(name: str) -> str:
    """Return ``name`` in lower-case ASCII words joined by hyphens, at most 60 characters.

    >>> slug("Réseau Sahel Sans Traite")
    'reseau-sahel-sans-traite'
    """
    return ascii_words(fold(name), "-")[:60].strip("-") or "x"


def digest(*parts: str | int | None) -> str:
    """Return 26 lower-case base32 characters of the SHA-256 over the parts as a JSON list.

    >>> digest("a", "b") != digest("ab")
    True
    """
    return base64.b32encode(hashlib.sha256(_JSON(parts).encode()).digest()[:20]).decode().lower()[:26]


def entity(section: str, key: str) -> str:
    """Return the IRI of a thing in the world: ``id/{section}/{key}``; slashes of the key are kept.

    >>> entity("doc", "CTOC/COP/2018/11")
    'https://w3id.org/untocgraph/id/doc/CTOC/COP/2018/11'
    """
    return f"{BASE}id/{section}/{quote(key, safe='/-._~')}"


def named(section: str, name: str) -> str:
    """Return the IRI of a thing known by its name only: slug and eight hex digits of the folded name.

    >>> named("org", "Slum Child Foundation")
    'https://w3id.org/untocgraph/id/org/slum-child-foundation-d3516b69'
    """
    mark = hashlib.sha256(fold(name).encode()).hexdigest()[:8]
    return entity(section, f"{slug(name)}-{mark}")


def source(id_: str) -> str:
    """Return the IRI of a source text."""
    return entity("source", id_)


def evidence(source_id: str, start: int, end: int) -> str:
    """Return the IRI of a stretch of a source, by RFC 5147: ``…#char=120,188``.

    >>> evidence("s1", 120, 188)
    'https://w3id.org/untocgraph/id/source/s1#char=120,188'
    """
    return f"{source(source_id)}#char={start},{end}"


def node(section: str, *parts: str | int | None) -> str:
    """Return the IRI of a node that stands for a fact (participation, statement, count …), by its content."""
    return f"{BASE}id/{section}/{digest(*parts)}"


def assertion(*parts: str | int | None) -> str:
    """Return the IRI of an assertion, by its content."""
    return node("assertion", *parts)


def concept(scheme: str, notation: str) -> str:
    """Return the IRI of a concept of one of our schemes.

    >>> concept("topic", "firearms")
    'https://w3id.org/untocgraph/id/concept/topic/firearms'
    """
    return entity("concept", f"{scheme}/{notation}")


def session(body: str, ordinal: int | str) -> str:
    """Return the IRI of a session of a body, by its number, or by its first date where it has none.

    >>> session("wg_ta", 14)
    'https://w3id.org/untocgraph/id/event/wg-ta/session-14'
    >>> session("wg_ta", "2007-10-03")
    'https://w3id.org/untocgraph/id/event/wg-ta/2007-10-03'
    """
    key = f"session-{ordinal}" if isinstance(ordinal, int) else ordinal
    return entity("event", f"{body.replace('_', '-')}/{key}")


def dialogue(subject: str, year: int) -> str:
    """Return the IRI of the constructive dialogue on ``subject`` ("ta", "ic-ta") of a year.

    >>> dialogue("ta", 2023)
    'https://w3id.org/untocgraph/id/event/cd-ta-2023'
    """
    return entity("event", f"cd-{subject.replace('_', '-')}-{year}")


def resolution(body: str, number: str) -> str:
    """Return the IRI of a resolution or decision, by body and number as printed.

    >>> resolution("cop", "9/1")
    'https://w3id.org/untocgraph/id/resolution/cop/9/1'
    """
    return entity("resolution", f"{body}/{number}")


def provision(container: str, *steps: str) -> str:
    """Return the IRI of a provision: its instrument, rule set or resolution, then ``art-…``, ``par-…``, ``sub-…``.

    >>> provision("untoc", "art-32", "par-3", "sub-c")
    'https://w3id.org/untocgraph/id/provision/untoc/art-32/par-3/sub-c'
    """
    return entity("provision", "/".join((container, *steps)))


def graph(kind: str, key: str = "") -> str:
    """Return the IRI of a named graph: ``graph/reference``, ``graph/source/{id}``, ``graph/provenance/{id}`` …"""
    return f"{BASE}graph/{kind}" + (f"/{quote(key, safe='-._~')}" if key else "")
