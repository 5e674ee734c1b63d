"""For whom a named person speaks: the organization or State that stands beside the name."""

from __future__ import annotations

import re
from dataclasses import replace

from untocgraph.core import resources
from untocgraph.core.model import Mention, Span
from untocgraph.extract import lexicon
from untocgraph.extract.lexicon import alternatives
from untocgraph.extract.speech.verbs import verb_forms
from untocgraph.extract.things import Things

_AFTER = re.compile(
    r"\s*\((?:[^()]{0,40}[,;]\s*)?"
    r"|,?\s+(?:from|of|at|with|representing|for|on behalf of)\s+(?:the\s+)?(?:NGO\s+)?"
    r"|,\s+(?:the\s+)?(?:[^.;:\"()]{0,100}\b(?:of|at|from|for|with|in)\s+)?(?:the\s+)?(?:NGO\s+)?"
)
_TITLES = r"(?:<<honorifics.word:class=title>>\.?\s+)*"
_APPOSED = lexicon.regex(rf"(?:\s*\([^)]*\))?,\s+{_TITLES}")
_POST = lexicon.regex(rf"(?:'s)?\s+(?:[\w-]+\s+){{0,6}}(?:[\w-]+,?\s+){_TITLES}")
_CHAIR = re.compile(r"\b(?:co-)?chair", re.I)
_CHAIRED = lexicon.regex(rf"\b(?i:chair)(?:man|woman|person)?\s+{_TITLES}$")
_BODIES = ("WorkingGroup", "TreatyBody")
_POSTS = lexicon.regex(r"\b<<anonymous_roles.role:sort=individual>>\b", re.I)


@resources.derived()
def _finite() -> re.Pattern[str]:
    """Verbs that tell what the person did: what they lead to is not where he belongs."""
    forms = [form for form, pairs in verb_forms().items() if any(tag == "VBD" for _, tag in pairs)]
    return re.compile(rf"\b(?:{alternatives(forms)}|is|was|has|have|had|will|would)\b")


class Affiliations:
    """Finds the affiliation of each person once."""

    def __init__(self, text: str, things: Things) -> None:
        self._text = text
        self._things = things
        self._known: dict[str, str] = {}

    def of(self, key: str) -> str:
        """Return the key of the organization or State, empty for chairs of bodies and where the text gives none."""
        if key not in self._known:
            found = (self._beside(m) for m in self._things.mentions_of(key) if m.text[:1].isupper())
            self._known[key] = next((key for key in found if key is not None), "")
        return self._known[key]

    def _beside(self, mention: Mention) -> str | None:
        """Return what stands beside one mention, empty for a chair, None where nothing does."""
        end = mention.evidence.span.end
        stop = min(len(self._text), end + 170)
        after = self._things.between(end, stop, "organization", "state")
        if after:
            between = self._text[end : after[0].evidence.span.start]
            if _AFTER.fullmatch(between) and not _finite().search(between):
                start = mention.evidence.span.start
                if self._things.kind_of(after[0]) == "state" and _CHAIRED.search(
                    self._text[max(0, start - 40) : start]
                ):
                    return ""  # "Co-Chair NAME (Peru)": a chair speaks for no State
                return self._unless_chair(after[0], between)
        return self._before(mention)

    def _before(self, mention: Mention) -> str | None:
        start = mention.evidence.span.start
        earlier = self._things.between(max(0, start - 120), start, "organization", "state")
        if not earlier:
            return None
        last = earlier[-1]
        if len(earlier) > 1 and self._things.kind_of(last) == "state":  # "Head of the EU Delegation to Togo, NAME"
            inner = self._text[earlier[-2].evidence.span.end : last.evidence.span.start]
            seated = re.fullmatch(r"(?:\s*\([^()]*\))?\s+(?:to|in|for)\s+(?:the\s+)?", inner)
            if seated and self._things.kind_of(earlier[-2]) == "organization":
                span = Span(earlier[-2].evidence.span.start, last.evidence.span.end)
                last = replace(earlier[-2], evidence=replace(earlier[-2].evidence, span=span))
        between = self._text[last.evidence.span.end : start]
        if "\n" in between:
            return None  # a name in a headline is none beside it
        if _APPOSED.fullmatch(between) or (_POST.fullmatch(between) and _POSTS.search(between)):
            return self._unless_chair(
                last, self._text[max(0, last.evidence.span.start - 60) : last.evidence.span.start]
            )
        return None

    def _unless_chair(self, body: Mention, words: str) -> str:
        chairs = _CHAIR.search(words) is not None and self._things[body.entity].type in _BODIES
        return "" if chairs else body.entity
