"""Reports without a reporting verb: "according to", "in the view of", "her message was that", "was of the view"."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from untocgraph.annotate.lexicon import pattern
from untocgraph.model import Span

__all__ = ["Nominal", "find_nominal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominal:
    """Where the speaker stands (``speaker`` begins at its first word), what the lemma is, where the content begins."""

    verb: str
    speaker: Span
    content: int
    method: str
    pronoun: str = ""
    agentless: bool = False


@functools.cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    view = pattern("opinion_nouns", "word")
    return (
        ("according-to", re.compile(r"\baccording\s+to\s+(?P<who>[^,;:]{2,160}?)(?=,|;|:)", re.I), "according to"),
        ("in-view-of", re.compile(rf"\bin\s+the\s+(?P<noun>{view})\s+of\s+(?P<who>[^,;:]{{2,160}}?)(?=,|;|:)", re.I), ""),
        ("in-own-view", re.compile(rf"\bin\s+(?P<who>(?P<pronoun>his|her|their|its|our|my)\s+(?:own\s+)?)(?P<noun>{view})\b", re.I), ""),
        ("in-whose-view", re.compile(rf"\bin\s+(?P<who>[^,;:.]{{2,80}}?)'s?\s+(?P<noun>{view})\b", re.I), ""),
        ("of-the-view", re.compile(rf"(?P<who>)\b(?:was|were|is|are|being)\s+(?:also\s+)?of\s+the\s+(?P<noun>{view})\s+that\b", re.I), ""),
        (
            "words-were",
            re.compile(
                r"(?P<who>[^,;:.]{2,90}?)'s?\s+(?:own\s+|main\s+|short\s+|only\s+)?(?P<noun>message|answer|reply|response|reading|point|argument|advice|conclusion|request|proposal|recommendation|warning)\s+(?:was|is|were)\b(?=\s+(?:that|\w+:|to\s|clear|simple|\w+er:))",
                re.I,
            ),
            "",
        ),
        ("as-noun", re.compile(r"(?P<who>)\bthere\s+(?:was|were|is)\s+(?:also\s+)?(?:a\s+)?(?:\w+\s+)?(?P<noun>support|agreement|consensus|recognition|acknowledgement)\s+(?:for|that|on|among|of)\b", re.I), ""),
        ("for", re.compile(r"^\s*(?:\d+\.\s+)?[Ff]or\s+(?P<who>[A-Z][^,;:]{2,80}?)(?=,\s|\s+the\s)"), "for"),
    )  # fmt: skip


def find_nominal(sentence: str, offset: int) -> list[Nominal]:
    """Return the verbless reports of one sentence of the reading copy, offsets in the document.

    >>> [(n.verb, n.speaker.start) for n in find_nominal("In the opinion of the Fund, it rained.", 100)]
    [('opinion', 118)]
    """
    found: list[Nominal] = []
    for name, regex, verb in _patterns():
        match = regex.search(sentence)
        if match is None:
            continue
        start, end = match.span("who")
        if start == end:
            start, end = match.start(), match.start() + 1
        groups = match.groupdict()
        found.append(
            Nominal(
                verb=verb or (groups.get("noun") or "").casefold(),
                speaker=Span(offset + start, offset + end),
                content=offset + match.end(),
                method=f"statement.{name}",
                pronoun=(groups.get("pronoun") or "").casefold(),
                agentless=name == "as-noun",
            )
        )
    return found
