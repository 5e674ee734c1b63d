"""What the one who has the floor says himself: sentences that no verb of saying reports.

In a turn, a speech or a release of one person every sentence is his; a text that tells about its author, or that a
body issues, is his only where a sentence takes a position.
"""

from __future__ import annotations

import re

from untocgraph.core.model import Span
from untocgraph.extract import lexicon
from untocgraph.extract.speech.floor import Held
from untocgraph.extract.speech.modality import asks_or_pledges
from untocgraph.extract.speech.speaker import Speaker
from untocgraph.extract.speech.utterances import Said, Utterance
from untocgraph.extract.things import Things

_FEWEST_WORDS = 5
_FEWEST_SPOKEN = 4
_COURTEOUS = 25
"""Words up to which a sentence that begins with thanks, a greeting or the giving of the floor says nothing else."""
_UNDER_WAY = re.compile(
    r"^(?:[^.;]{0,60}\s)?we\s+are\s+(?:\w+ly\s+|also\s+|now\s+|still\s+)?(?!going|being|having)\w{3,}ing\b", re.I
)
"""What the speaker's side has in hand: "We are also training …"."""
_GOVERNMENT = re.compile(
    r"^(?:[^.;]{0,40}\s)?(?:the|this|my|our)\s+(?:\w+\s+)?(?:government|house|country)\s+(?:will|is|has|does)\b", re.I
)
"""What is said of the government, the House or the country of the one who speaks."""
_ANOTHER = re.compile(r"\s*As\b(?![^“\"]*\bI\b)[^“\"]{3,120},\s*[“\"]")
"""Where somebody else is quoted: "As NAME has put it, “…"."""
_FIRST = re.compile(r"\b(?:I|we|our|us|my)\b", re.I)
_WE = re.compile(r"\b(?:I|[Ww]e|[Oo]ur)\b(?!\.)")
"""Who is told about in a text does not say "we" in it: who issues it does."""
_NOBODY = frozenset(("people", "event", "words", "quantity"))
_POSITIONS = lexicon.regex(r"\b<<position_words.words>>\b", re.I)
_COURTESY = lexicon.regex(r"\s*<<courtesies.words>>\b", re.I)


def takes_position(text: str, *, own: tuple[str, ...] = ()) -> bool:
    """Return whether a sentence of somebody's own words demands, judges or promises something.

    ``own`` are names by which the speaker calls those he speaks for: what begins with one is his position.

    >>> takes_position("Better data are essential for every port."), takes_position("The port opened its gates in May.")
    (True, False)
    """
    if len(text.split()) < _FEWEST_WORDS:
        return False
    cues = (_POSITIONS, _UNDER_WAY, _GOVERNMENT)
    return asks_or_pledges(text) or any(cue.search(text) for cue in cues) or _begins_with(text, own)


def _begins_with(text: str, own: tuple[str, ...]) -> bool:
    """Whether a sentence begins with a name, or tells what it does ("…, Blue expects")."""
    names = "|".join(re.escape(name) for name in own)
    begins = rf"(?:[\w\s]{{3,30}},\s+)?(?:{names})(?:['’]s)?\s+\w"
    return bool(names) and bool(
        re.match(begins, text, re.I) or re.search(rf"\b(?:{names})\s+(?:\w+ly\s+)?(?:will|[a-z]+s)\b", text)
    )


class OwnWords:
    """Tells which sentences are those of the one who has the floor, and under what names he speaks of his own."""

    def __init__(self, text: str, things: Things) -> None:
        self._text = text
        self._things = things

    def spoken(self, utterance: Utterance, held: Held | None) -> str:
        """Return the id of the rule by which ``utterance`` is the holder's own words, or an empty string."""
        if held is None or held.speaker is None or held.speaker.plural or held.asks:
            return ""
        text = utterance.span.of(self._text)
        quoted = sum(len(q.span) for q in utterance.quotations if q.outer.overlaps(utterance.span))
        if 2 * quoted > len(text) or (quoted and _ANOTHER.match(text)):
            return ""
        own = self.names(held.speaker)
        if held.speaker.sort == "organization" and not held.whole:
            return "statement.speech" if _FIRST.search(text) or _begins_with(text, own) else ""
        ours = not held.whole and _WE.search(text)
        if not text.rstrip().endswith("?") and (takes_position(text, own=own) or ours):
            return "statement.speech"
        if _COURTESY.match(text) and len(text.split()) <= _COURTEOUS:
            return ""
        verbs = any(t.pos in ("VERB", "AUX", "") for t in utterance.clause.tokens)
        return "statement.told" if held.whole and verbs and len(text.split()) >= _FEWEST_SPOKEN else ""

    def takes_over(self, said: Said, held: Held | None) -> bool:
        """Whether a report inside a speech is the holder's own claim: of nobody in particular, of how others stand."""
        if held is None or not held.whole or said.speaker is None:
            return False
        told = said.speaker
        if (told.sort in _NOBODY and not told.key) or (said.report is not None and said.report.below):
            return told.pronoun not in ("i", "we")
        if told.sort == "state" and held.speaker is not None and held.speaker.sort == "organization":
            return False  # a Government's reply says what its State holds
        if said.report is None:
            return said.verb != "according to"
        return bool(told.key or told.behalf) and told.pronoun not in ("i", "we") and not said.report.saying

    def names(self, speaker: Speaker) -> tuple[str, ...]:
        """Names by which the one who has the floor calls himself or those he speaks for."""
        key = speaker.behalf or (speaker.key if speaker.sort in ("organization", "state") else "")
        if key not in self._things:
            return ()
        own = self._things[key]
        names = {own.label, *own.aliases, own.acronym, *(m.text for m in self._things.mentions_of(own.key))} - {""}
        names |= {short for name in names if (short := self._short(name))}
        return tuple(sorted({form for name in names for form in (name, f"the {name}")}, key=lambda n: (-len(n), n)))

    def _short(self, name: str) -> str:
        """The first words of a name, where the text uses them alone ("Blue Harbour" of the Blue Harbour Circle)."""
        words = name.split()
        short = " ".join(words[: max(1, len(words) - 1)]) if len(words) > 1 else ""
        alone = rf"\b{re.escape(short)}\b(?!\s+{re.escape(words[-1])})"
        return short if short and short[0].isupper() and words[0] != "The" and re.search(alone, self._text) else ""

    def sentences(self, spans: list[Span], quotation: Span) -> list[Span]:
        """Return the parts that ``spans``, its sentences, cut a quotation into; a short one joins the one before."""
        parts: list[Span] = []
        for span in spans:
            start, end = max(span.start, quotation.start), min(span.end, quotation.end)
            piece = self._text[start:end] if start < end else ""
            part = (
                Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())) if piece.strip() else None
            )
            if part is None:
                continue
            if parts and len(piece.split()) < _FEWEST_SPOKEN:
                parts[-1] = Span(parts[-1].start, part.end)
            else:
                parts.append(part)
        return parts
