"""Small invented texts with named things, and what they are found to say."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from untocgraph.core.model import Evidence, LocalEntity, Mention, Source, Span, StatementClaim
from untocgraph.extract.document.layout import read_layout
from untocgraph.extract.document.parse import Parser, model_name
from untocgraph.extract.speech.statements import find_statements
from untocgraph.extract.things import Things

needs_model = pytest.mark.skipif(model_name() is None, reason="the English model (extra nlp) is not installed")
PARSER = Parser()


@dataclass(frozen=True)
class Names:
    """Names by kind; each is its own key. A name written ``a = b`` is a form ``b`` of the thing ``a``."""

    person: tuple[str, ...] = ()
    organization: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    event: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    provision: tuple[str, ...] = ()


def things_of(text: str, names: Names) -> Things:
    """Return the things as the stages before would hand them on: every occurrence of every form is a mention."""
    entities: dict[str, LocalEntity] = {}
    mentions: list[Mention] = []
    kinds = {"person": "Person", "organization": "NonGovernmentalOrganization", "state": "State", "event": "Workshop"}
    for kind in ("person", "organization", "state", "event", "body", "provision"):
        for name in getattr(names, kind):
            key, _, form = (part.strip() for part in name.partition("="))
            sort = "organization" if kind == "body" else kind
            row = LocalEntity(
                key=key, kind=sort, type="WorkingGroup" if kind == "body" else kinds.get(kind, "Article"), label=key
            )
            entities.setdefault(key, row)
            for match in re.finditer(rf"(?<!\w){re.escape(form or key)}(?!\w)", text):
                evidence = Evidence(source="s", span=Span(*match.span()), method="test", confidence=1.0)
                mentions.append(Mention(evidence=evidence, text=match[0], entity=key))
    return Things().plus(entities=entities.values(), mentions=mentions)


def say(text: str, *, parser: Parser = PARSER, **names: tuple[str, ...]) -> tuple[StatementClaim, ...]:
    """Return the statements of ``text``."""
    return stated(text, parser=parser, **names)[0]


def stated(
    text: str, *, parser: Parser = PARSER, **names: tuple[str, ...]
) -> tuple[tuple[StatementClaim, ...], tuple[tuple[str, str, str], ...]]:
    """Return the statements and facts of ``text``."""
    reading = read_layout(Source(id="s", text=text, sha256=""))
    return find_statements(reading, parser.parse(reading), things_of(text, Names(**names)))


def quoted(text: str, claims: tuple[StatementClaim, ...], mode: str = "") -> list[str]:
    """Return the texts of the statements, of one mode if given."""
    return [c.evidence.span.of(text) for c in claims if not mode or c.mode == mode]
