"""Reports without a reporting verb: "according to", "in the view of", "her message was that", "was of the view"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from untocgraph.core import resources
from untocgraph.core.model import Span
from untocgraph.extract.lexicon import alternatives, pattern, table, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominal:
    """Where the speaker stands (``speaker`` begins at its first word), what the lemma is, where the content begins."""

    verb: str
    speaker: Span
    content: int
    method: str
    pronoun: str = ""
    agentless: bool = False


@dataclass(frozen=True, slots=True)
class _Form:
    """A construction; ``words`` are tried first, as any of them must stand in the sentence."""

    name: str
    words: tuple[str, ...]
    regex: re.Pattern[str]
    verb: str = ""
    agentless: bool = False


_BE = r"\b(?:is|are|am|was|were|remains?|remained|been)\s+"
_ADVERBS = r"(?:(?:also|still|however|therefore|\w+ly),?\s+)*"


@resources.derived()
def _forms() -> tuple[_Form, ...]:
    views, replies, accord = (words(f"{kind}_nouns", "word") for kind in ("opinion", "reply", "accord"))
    view, reply, agreed = map(alternatives, (views, replies, accord))
    feelings, feeling = words("speech_adjectives", "adjective"), pattern("speech_adjectives", "adjective")
    who = r"(?P<who>[^,;:]{2,160}?)(?=,|;|:)"
    rows: tuple[tuple[str, tuple[str, ...], str, str, bool], ...] = (
        ("according-to", ("ccording to",), rf"\baccording\s+to\s+{who}", "according to", False),
        ("as-put", (" put it", "As ", " as "),
         r"(?:^|[,;:\"]\s*)as\s+(?P<who>[^,;:\"]{2,120}?)\s+(?:(?:has|have|had|once|recently|later|so|aptly|\w+ly)\s+)*"
         r"(?:put|puts|phrased|said|wrote|noted|remarked)(?:\s+it)?(?=[,:]?\s*\"|[,.])", "put it", False),
        ("in-view-of", views, rf"\bin\s+the\s+(?P<noun>{view})\s+of\s+{who}", "", False),
        ("in-own-view", views,
         rf"\bin\s+(?P<who>(?P<pronoun>his|her|their|its|our|my)\s+(?:own\s+)?)(?P<noun>{view})\b", "", False),
        ("in-whose-view", views, rf"\bin\s+(?P<who>[^,;:.]{{2,80}}?)'s?\s+(?P<noun>{view})\b", "", False),
        ("of-the-view", views, rf"(?P<who>){_BE}(?:also\s+)?of\s+the\s+(?P<noun>{view})\s+that\b", "", False),
        ("one-view", views,
         rf"(?P<who>\b(?:a|an|one|another|the)\s+(?:\w+\s+)?(?P<noun>{view}))\s+(?:was|is)\s+that\b", "", True),
        ("adjective", feelings, rf"(?P<who>){_BE}{_ADVERBS}(?P<noun>{feeling})(?:,\s+however,)?"
         r"\s+(?:that|about|at|by|over|with|for|(?<!encouraged\s)to)\b", "adjective", False),
        ("encouraged", ("encouraged",), rf"(?P<who>){_BE}{_ADVERBS}(?P<noun>encouraged)\s+to\b", "encourage", True),
        ("words-were", replies,
         rf"(?P<who>[^,;:.]{{2,90}}?)'s?\s+(?:own\s+|main\s+|short\s+|only\s+)?(?P<noun>{reply})"
         r"\s+(?:was|is|were)\b(?=\s+(?:that|\w+:|to\s|clear|simple|\w+er:))", "", False),
        ("as-noun", accord, r"(?P<who>)\bthere\s+(?:was|were|is)\s+(?:also\s+)?(?:a\s+)?(?:\w+\s+)?"
         rf"(?P<noun>{agreed})\s+(?:for|that|on|among|of)\b", "", True),
        ("for", ("For ",), r"^\s*(?:\d+\.\s+)?(?-i:For)\s+(?P<who>(?-i:[A-Z])[^,;:]{2,80}?)(?=,\s|\s+the\s)", "for",
         False),
    )  # fmt: skip
    return tuple(_Form(name, need, re.compile(regex, re.I), verb, free) for name, need, regex, verb, free in rows)


def _lemma(verb: str, noun: str) -> str:
    word = " ".join(noun.casefold().split())
    if verb == "adjective":
        return next((row["lemma"] for row in table("speech_adjectives") if row["adjective"] == word), word)
    return verb or word


def find_nominal(sentence: str, offset: int) -> list[Nominal]:
    """Return the verbless reports of one sentence of the reading copy, offsets in the document.

    >>> [(n.verb, n.speaker.start) for n in find_nominal("In the opinion of the Fund, it rained.", 100)]
    [('opinion', 118)]
    """
    found: list[Nominal] = []
    for form in _forms():
        if not any(word in sentence for word in form.words):
            continue
        match = form.regex.search(sentence)
        if match is None:
            continue
        start, end = match.span("who")
        if start == end:
            start, end = match.start(), match.start() + 1
        groups = match.groupdict()
        found.append(
            Nominal(
                verb=_lemma(form.verb, groups.get("noun") or ""),
                speaker=Span(offset + start, offset + end),
                content=offset + match.end(),
                method=f"statement.{form.name}",
                pronoun=(groups.get("pronoun") or "").casefold(),
                agentless=form.agentless,
            )
        )
    return found
