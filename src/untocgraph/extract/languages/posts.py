"""The posts of persons in French and Spanish texts, in front of the name or behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from untocgraph.core import resources
from untocgraph.core.model import AttributeClaim, Evidence, Mention, Span
from untocgraph.extract.document import Reading
from untocgraph.extract.languages.words import any_of
from untocgraph.extract.names.candidates import LOWER, UPPER
from untocgraph.extract.things import Things

_FAR = 150
"""Characters between a post and the name that it belongs to, at most: "director de la Oficina de …, NAME"."""


@resources.derived()
def _post(language: str) -> re.Pattern[str]:
    post, adjective = any_of(language, "post"), any_of(language, "post_adjective")
    word = rf"[{UPPER}{LOWER}]{{4,}}"
    return re.compile(
        rf"(?<![\w-])(?P<post>(?:ex[ -])?(?i:{post})(?![\w-])(?:[ ](?i:{adjective})(?![\w-]))*)"
        rf"(?P<field>[ ](?:d[eu]s?|d')[ ]?(?!(?:la|las|los|el|l)\b){word}(?:[ ]{word})?(?=[,. ]))?"
    )


def find_posts(reading: Reading, things: Things, language: str) -> Iterator[AttributeClaim]:
    """Yield the post of each person whose name it stands beside, with its field and without its body.

    >>> from untocgraph.core.model import Source
    >>> from untocgraph.extract.document import read_document
    >>> from untocgraph.extract.languages.foreign import annotate_foreign
    >>> text = "El ministro de Puertos, Raúl Mena Ortiz, dijo que no."
    >>> found = annotate_foreign(read_document(Source(id="s", text=text, sha256="")), "es")
    >>> [claim.value for claim in found.attributes if claim.attribute == "post"]
    ['ministro de Puertos']
    """
    said: set[str] = set()
    for mention in things.mentions:
        if things.kind_of(mention) != "person" or mention.entity in said:
            continue
        found = _ahead(reading.text, things, mention, language) or _behind(reading.text, mention, language)
        if found is None:
            continue
        said.add(mention.entity)
        field = Span(*found.span("field")) if found["field"] else None
        named = field is not None and bool(things.in_span(Span(field.start, field.end + 12), "organization", "state"))
        end = found.end("post") if field is None or named else field.end
        span = Span(found.start("post"), end)
        yield AttributeClaim(
            entity=mention.entity, attribute="post", value=span.of(reading.text),
            evidence=Evidence(source=reading.source.id, span=span, method="attribute.foreign-post", confidence=0.85),
        )  # fmt: skip


def _ahead(text: str, things: Things, mention: Mention, language: str) -> re.Match[str] | None:
    """The last post in front of the name, with nobody between them."""
    start = mention.evidence.span.start
    low = max(0, start - _FAR)
    for found in reversed(list(_post(language).finditer(text, low, start))):
        between = text[found.end("post") : start]
        beside = re.fullmatch(rf"[ ](?:[{LOWER}]{{4,}}[ ])?|[^.;:()\"\n]*,[ ]{{1,3}}|[ ]d[^.;:()\"\n,]*[ ]", between)
        others = things.in_span(Span(found.end("post"), start), "person")
        return found if beside and not others else None
    return None


def _behind(text: str, mention: Mention, language: str) -> re.Match[str] | None:
    """The post behind the name's comma, with an article or a word such as "entonces" before it."""
    end = mention.evidence.span.end
    links = (rf",[ ](?:{any_of(language, 'article_word')}[ ]?)?", rf",[ ][{LOWER}]{{4,12}}[ ]")
    starts = (link.end() for one in links if (link := re.compile(one, re.I).match(text, end)))
    return next((found for start in starts if (found := _post(language).match(text, start))), None)
