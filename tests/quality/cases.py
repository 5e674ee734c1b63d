"""Hard cases: small texts with the claims that must come out of them and those that must not.

A case is a mapping with ``case`` (number), ``title``, ``text``, ``expect`` and ``forbid``; ``open`` marks one that is
known to fail and says why. ``expect`` and ``forbid`` hold lists by kind of claim:

- ``entities``: {kind, form, type?}: an entity with this surface form;
- ``same``: [form, form …]: forms of one entity; ``apart``: forms of different ones;
- ``attributes``: {of, attribute, value?};
- ``relations``: {s, p, o, role?};
- ``counts``: {category, value, qualifier?, event?};
- ``statements``: {text, speaker?, behalf?, mode?, kind?, modality?, event?, addressee?, topic?, negated?}: one
  whose span holds ``text``; ``speaker: null`` asks for no named speaker.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from untocgraph.core.iri import fold
from untocgraph.core.model import Annotation, Source, StatementClaim
from untocgraph.extract import annotate

CASES = Path(__file__).parent / "cases"


def load() -> list[dict[str, Any]]:
    """Return all cases, by number."""
    found = [case for path in sorted(CASES.glob("*.yaml")) for case in yaml.safe_load(path.read_text(encoding="utf-8"))]
    return sorted(found, key=lambda case: case["case"])


class Claims:
    """What was found in one text, for questions by surface form."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: Annotation = annotate(
            Source(id="case", text=text, sha256=hashlib.sha256(text.encode()).hexdigest())
        )
        self.forms: dict[str, set[str]] = {}
        for mention in self.found.mentions:
            self.forms.setdefault(mention.entity, set()).add(fold(mention.text))

    def keys(self, form: str, kind: str = "") -> set[str]:
        """Return the entities with this surface form."""
        wanted = fold(form)
        return {
            entity.key
            for entity in self.found.entities
            if wanted in self.forms.get(entity.key, ()) and kind in ("", entity.kind)
        }

    def missing(self, wanted: Mapping[str, list[Any]]) -> list[str]:
        """Return the expected claims that were not found, as words."""
        return [
            f"{kind}: {claim}" for kind, claims in wanted.items() for claim in claims if not self.holds(kind, claim)
        ]

    def present(self, unwanted: Mapping[str, list[Any]]) -> list[str]:
        """Return the forbidden claims that were found, as words."""
        return [f"{kind}: {claim}" for kind, claims in unwanted.items() for claim in claims if self.holds(kind, claim)]

    def holds(self, kind: str, claim: Any) -> bool:
        """Return whether a claim of a case was found."""
        return bool(getattr(self, f"_{kind}")(claim))

    def _entities(self, claim: Mapping[str, str]) -> bool:
        keys = self.keys(claim["form"], claim.get("kind", ""))
        return any(e.key in keys and claim.get("type", e.type) == e.type for e in self.found.entities)

    def _same(self, forms: list[str]) -> bool:
        return bool(set.intersection(*(self.keys(form) for form in forms)))

    def _apart(self, forms: list[str]) -> bool:
        found = [self.keys(form) for form in forms]
        return all(found) and not set.intersection(*found)

    def _attributes(self, claim: Mapping[str, Any]) -> bool:
        keys = self.keys(claim["of"])
        return any(
            a.entity in keys and a.attribute == claim["attribute"] and str(claim.get("value", a.value)) == a.value
            for a in self.found.attributes
        )

    def _relations(self, claim: Mapping[str, str]) -> bool:
        subjects = {"doc"} if claim["s"] == "doc" else self.keys(claim["s"])
        objects = self.keys(claim["o"])
        return any(
            r.subject in subjects
            and r.predicate == claim["p"]
            and r.object in objects
            and claim.get("role", r.role) == r.role
            for r in self.found.relations
        )

    def _counts(self, claim: Mapping[str, Any]) -> bool:
        return any(
            c.value == claim.get("value", c.value)
            and c.category == claim.get("category", c.category)
            and c.qualifier == claim.get("qualifier", c.qualifier)
            and ("event" not in claim or c.event in self.keys(claim["event"]))
            and ("nested" not in claim or (c.part_of is not None) == claim["nested"])
            for c in self.found.counts
        )

    def _gaps(self, claim: Mapping[str, str]) -> bool:
        return any(gap.kind == claim["kind"] for gap in self.found.gaps)

    def _statements(self, claim: Mapping[str, Any]) -> bool:
        return any(self._fits(statement, claim) for statement in self._spanning(claim["text"]))

    def _spanning(self, words: str) -> Iterator[StatementClaim]:
        start = self.text.find(words)
        assert start >= 0, f"the case's own text does not hold {words!r}"
        for statement in self.found.statements:
            span = statement.evidence.span
            if span.start <= start and start + len(words) <= span.end:
                yield statement

    def _fits(self, statement: StatementClaim, claim: Mapping[str, Any]) -> bool:
        plain = {"mode": statement.mode, "kind": statement.kind, "negated": statement.negated}
        if any(claim.get(name, value) != value for name, value in plain.items()):
            return False
        if "modality" in claim and claim["modality"] != statement.modality:
            return False
        for name, key in (
            ("speaker", statement.speaker),
            ("behalf", statement.on_behalf_of),
            ("event", statement.event),
        ):
            if name in claim and (key not in self.keys(claim[name]) if claim[name] else bool(key)):
                return False
        if "topic" in claim and claim["topic"] not in statement.topics:
            return False
        return "addressee" not in claim or any(claim["addressee"] in words for words in statement.addressees)
