"""Numbers of participants: how many of whom, how exactly, at which event."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from untocgraph.annotate import lexicon
from untocgraph.annotate.event_refs import EventRefs
from untocgraph.annotate.masks import LETTER, Masked, mask
from untocgraph.annotate.numbers import CARDINAL, cardinal
from untocgraph.annotate.reading import Reading
from untocgraph.annotate.things import Things
from untocgraph.model import CountClaim, Evidence, Parse, Qualifier, Span

__all__ = ["find_counts"]

_ANY = f"[{LETTER['person']}-{LETTER['event']}]"
_S = r"[^\S\n]+"
_LEAST = r"over|more\s+than|at\s+least|above|upwards\s+of|in\s+excess\s+of|no\s+fewer\s+than|not\s+fewer\s+than|exceeding|exceeded"
_ABOUT = r"some|about|around|approximately|nearly|almost|roughly|close\s+to|an\s+estimated|estimated|circa"
_MODIFIER = (
    r"(?!(?:and|or|of|in|on|from|to|the|a|an|by|with|for|at|as|were|was|is|are|who|which|years?|days?|weeks?|months?|hours?|minutes?|million|billion|per)\b)"
    rf"(?:[A-Za-z][\w’'-]*|{_ANY}++)"
)
_GATHER = re.compile(
    r"\b(?:attend\w*|participa\w+|took\s+part|taking\s+part|take\s+part|gather\w*|brought\s+together|bringing\s+together|brings\s+together|regist\w+|join\w*|represent\w*|"
    r"present|welcom\w+|host\w*|engag\w+|involv\w+|sign\w*|convened|met|meet|came|drew|draws|assembl\w+|included|including|includ\w+|speaking\s+for|accredited|"
    r"audience|attendance|trained|train|filled|with|consist\w+|compris\w+|composed|delegations?|signatories|from|dropped\s+out|in\s+addition\s+to|hear\w*|fully\s+in\s+person|connected|in\s+the\s+room|around\s+the\s+table|on\s+the\s+line|one\s+of)\b",
    re.I,
)
_NOT_HERE = re.compile(
    r"\b(?:ratified|acceded|parties\s+to\s+the|applies|laws?|legislation|victims?|killed|arrest\w*|seiz\w*|worldwide|co-?sponsor\w*|active|population|budget|"
    r"association\s+of|network\s+of|members\s+in|operat\w+\s+in|works?\s+in|vot\w+|abst\w+)\b",
    re.I,
)
_REFUSED = re.compile(
    r"\b(?:refus\w+|den(?:ied|y)|absent|up\s+to|per\s+(?:dialogue|meeting|session|event|workshop)|each)\b", re.I
)
_LOOSE = re.compile(r"\b(?:with|from)\b", re.I)
_REGISTERED = re.compile(r"\bregist(?:ered|ration|rations)\b", re.I)
_ATTENDED = re.compile(
    r"\b(?:attended|participated|took\s+part|gathered|brought\s+together|were\s+present|joined)\b", re.I
)
_SOCIETY = re.compile(r"\b(?:civil\s+society|NGOs?|non-governmental)\b", re.I)
_NESTING = re.compile(r"\b(?:of\s+(?:which|whom)|namely|comprising|including)\b|\(", re.I)


@dataclass(frozen=True, slots=True)
class _Count:
    span: Span
    category: str
    value: int
    qualifier: Qualifier
    sentence: Span
    certain: bool
    nested: bool


@functools.cache
def _grammar() -> re.Pattern[str]:
    units = lexicon.pattern("count_units", "unit")
    return re.compile(
        rf"(?<![\w.,/:°§$€£-])(?:(?P<least>{_LEAST})\s+|(?P<about>{_ABOUT})\s+|a\s+little\s+(?P<more>more\s+than)\s+|(?:a\s+)?total\s+of\s+|a\s+further\s+)?"
        rf"(?P<number>{CARDINAL})(?P<plus>\+)?(?![\w/%]|[.,:]\d)(?:{_S}(?P<modifiers>(?:(?:{_MODIFIER}(?:{_S}and)?{_S}){{0,4}}?)|were{_S}|belonged{_S}to{_S}|came{_S}))"
        rf"(?P<unit>{units}|(?:the\s+)?(?:academia|private\s+sector))(?![\w-])",
        re.I,
    )


_ELLIPSIS = re.compile(
    rf"(?:,|;|\band\b|\bwhile\b)\s+(?P<number>{CARDINAL})\s+(?P<tail>by\s+the|on\s+the|at\s+the|online|in\s+person|in-person|virtually)(?![\w-])"
)


def find_counts(reading: Reading, parse: Parse, things: Things, refs: EventRefs) -> tuple[CountClaim, ...]:
    """Return the numbers of participants, in text order; a number inside another one points to it by ``part_of``."""
    masked = mask(
        reading, things, "organization", "place", "state", "resolution", "provision", "document", "instrument"
    )
    found: list[_Count] = []
    seen_at = -1
    for sentence in parse.spans:
        body = sentence.of(masked.text)
        if not re.search(
            r"\d|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|eleven|[Tt]we|dozen|hundred|thousand|[Tt]hir|[Ff]if|Eleven|teen",
            body,
        ):
            continue
        for match in _grammar().finditer(body):
            count = _count(match, body, sentence, masked, reading, near=seen_at)
            if count is not None:
                found.append(count)
                seen_at = count.span.end
                found += _continued(match, count, body, sentence)
    claims: list[CountClaim] = []
    for index, count in enumerate(found):
        part = _part_of(index, found, reading.text)
        event = _event(count, refs, reading)
        window = reading.text[count.sentence.start : count.sentence.end]
        phase = "registered" if _REGISTERED.search(window) else "attended" if _ATTENDED.search(window) else ""
        evidence = Evidence(
            source=reading.source.id, span=count.span, method=f"count.{'unit' if count.certain else 'cue'}",
            confidence=0.92 if count.certain else 0.85,
        )  # fmt: skip
        claims.append(
            CountClaim(
                event=event, category=count.category, value=count.value, qualifier=count.qualifier, evidence=evidence,
                phase=phase, part_of=part,
            )
        )  # fmt: skip
    return tuple(claims)


def _count(
    match: re.Match[str], body: str, sentence: Span, masked: Masked, reading: Reading, *, near: int
) -> _Count | None:
    unit = re.sub(r"\s+", " ", match["unit"]).casefold()
    modifiers = re.sub(r"\s+", " ", match["modifiers"]).strip()
    row = _row(unit, modifiers)
    value = cardinal(match["number"])
    if row is None or value < 2:
        return None
    before, after = body[: match.start()], body[match.end() :]
    if re.search(
        r"(?:[$€£]|\b(?:article|articles|paragraph|paragraphs|item|cluster|resolution|No\.|number|USD|EUR|one\s+of\s+the|of\s+the|first|last|next|these|those|other|all)\s+)$",
        before,
        re.I,
    ):
        return None
    if re.match(r"\s*(?:per\s+cent|percent|%|votes?\b)", after) or re.search(
        r"\b(?:in|out\s+of|fewer\s+than)\s+(?:one\s+in\s+)?$", before
    ):
        return None
    category, needs_cue, strict = row
    around = before[-140:] + " " + after[:140]
    cue = _GATHER.search(_LOOSE.sub(" ", around) if strict else around) is not None
    if needs_cue and not cue and not (near >= 0 and sentence.start + match.start() - near < 120):
        return None
    if (needs_cue and _NOT_HERE.search(before[-60:] + " " + after[:60])) or _REFUSED.search(before[-60:] + after[:25]):
        return None
    if category == "non_governmental_stakeholder" and unit.startswith("organi"):
        category = _organizations(body, reading.text[max(0, sentence.start - 200) : sentence.start], modifiers)
    qualifier: Qualifier = "exact"
    if match["least"] or match["more"] or match["plus"]:
        qualifier = "at_least"
    elif match["about"] or re.fullmatch(r"(?:a|half\s+a)\s+\w+", match["number"], re.I):
        qualifier = "approximate"
    start = match.start("number")
    for group in ("least", "about"):
        if match[group]:
            start = match.start(group)
    span = Span(sentence.start + start, sentence.start + match.end())
    nested = (
        _NESTING.search(before[-40:]) is not None
        or unit in ("from the academia", "from the private sector")
        or bool(re.match(r"(?:were|belonged)", modifiers))
    )
    return _Count(span, category, value, qualifier, sentence, not needs_cue, nested)


def _row(unit: str, modifiers: str) -> tuple[str, bool, bool] | None:
    """Category of a unit, whether the sentence must speak of attendance for it, and whether plainly so."""
    folded = modifiers.casefold()
    cue = "yes"
    for row in lexicon.table("count_units"):
        if row["unit"] == unit:
            category, cue = row["category"], row["cue"]
            break
    else:
        if unit.endswith("academia"):
            return "academia", True, False
        return ("private_sector", True, False) if unit.endswith("private sector") else None
    if (unit == "stakeholders" and re.search(r"\bother\b|\brelevant\b", folded)) or (
        unit.startswith("organi") and re.search(r"international|regional|intergovernmental|united nations", folded)
    ):
        category = "other_stakeholder"
    elif unit.startswith("institution") and re.search(r"academic|research|higher", folded):
        category = "academia"
    elif unit in ("states", "countries") and "part" in folded:
        category = "state_party"
    return category, cue != "no", cue == "strong"


def _organizations(body: str, before: str, modifiers: str) -> str:
    """Bare organizations are NGOs where only civil society is spoken of, else non-governmental stakeholders."""
    last = before[before.rstrip(" .").rfind(". ") + 1 :]
    spoken = _SOCIETY.search(body) or re.search(r"\bcivil\s+society\b", last, re.I)
    mixed = re.search(r"\b(?:universit|compan|academi|private|professional|manufactur)", body, re.I)
    return "ngo" if spoken and not mixed else "non_governmental_stakeholder"


def _continued(match: re.Match[str], count: _Count, body: str, sentence: Span) -> list[_Count]:
    """The same unit, counted again without its name: "193 organizations on the first morning, 196 by the last"."""
    found: list[_Count] = []
    for more in _ELLIPSIS.finditer(body, match.end()):
        if "." in body[match.end() : more.start()] or more.start() - match.end() > 60:
            break
        span = Span(sentence.start + more.start("number"), sentence.start + more.end("tail"))
        found.append(
            _Count(span, count.category, cardinal(more["number"]), "exact", sentence, count.certain, nested=False)
        )
    return found


def _part_of(index: int, counts: list[_Count], text: str) -> int | None:
    count = counts[index]
    if not count.nested:
        return None
    for earlier in range(index - 1, -1, -1):
        other = counts[earlier]
        if other.sentence != count.sentence:
            return None
        if not other.nested:
            return earlier if other.value >= count.value else None
    return None


def _event(count: _Count, refs: EventRefs, reading: Reading) -> str:
    """The event of a count: named in the sentence (a session only if nothing else is), else what the passage is about."""
    inside = refs.within(count.sentence.start, count.sentence.end)
    left = [ref for ref in inside if ref.span.end <= count.span.start]
    text = reading.text
    for ref in inside:
        gap = text[count.span.end : ref.span.start] if ref.span.start >= count.span.end else ""
        if gap and re.search(r"\b(?:in|attended|to|at|joined|for)\s+(?:the\s+|a\s+|an\s+)?$", gap) and len(gap) < 200:
            return ref.key
    if left:
        return (
            left[-1].key
            if len({ref.key for ref in left}) == 1
            else (refs.main if refs.main in {r.key for r in left} else left[-1].key)
        )
    return refs.at(count.span.start)
