"""Citations of provisions: "article 32, paragraph 3 (c), of the Convention", each cited unit a thing of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from untocgraph.extract.document.layout import Reading
from untocgraph.extract.names.candidates import Candidate
from untocgraph.reference.citing import Cited, Unit, find_cited_units

_OF = re.compile(r"(?P<comma>,?)\s+(?:of|to|in|under)\s+(?:the\s+|its\s+|that\s+|this\s+|said\s+)*|\s+(?=[A-Z]{2})")
_RESOLUTION = re.compile(
    r",?\s+of\s+(?:the\s+annex\s+to\s+)?(?:its\s+)?(?:[A-Z]\w+\s+){0,3}(?P<word>resolution|decision)\s+(?P<number>\d{1,4}/\d{1,4})(?![\d/])"
)
_THEREOF = re.compile(r",?\s+(?:thereof|thereto)\b")
_OWN = re.compile(
    r",?\s+(?:above|below)\b|\s+of\s+(?:the\s+present|this)\s+(?:resolution|decision|document|report|summary|note)"
)
_NOT_CITED = re.compile(r"(?:operative|preambular|agenda item|chapter|sect\.|section)\s+$", re.I)
_GENERIC = re.compile(
    r"(Convention|Protocol|Covenant|Treaty|Agreement|Charter|Statute|Compact|annex|resolution|decision)s?\b"
)
_LEAD = re.compile(r",?\s+$")
_GENERIC_LEAD = re.compile(
    r"(?<![\w-])(Convention|Protocol|Covenant|Treaty|Agreement|Statute|CONVENTION|PROTOCOL),?\s+$"
)
_RULES = re.compile(
    r"\b[Pp]rocedures\s+and\s+rules\b|\b[Rr]ules\s+of\s+[Pp]rocedure\b|\b[Tt]erms\s+of\s+reference(?=\s+of\s+the\s+(?:[A-Z]\w+\s+)*Mechanism)"
)
_RULES_OF = re.compile(r"\s+(?:for\s+the\s+functioning\s+)?(?:of|for)\s+(?:the\s+)?")


def find_rule_sets(reading: Reading, named: Mapping[int, Candidate]) -> list[Candidate]:
    """Return mentions of procedural rules, with the mechanism or body they govern; ``named`` is by start."""
    text = reading.text
    found: list[Candidate] = []
    for match in _RULES.finditer(text):
        procedure = match[0].casefold().startswith("rules")
        tail = _RULES_OF.match(text, match.end())
        governed = named.get(tail.end()) if tail else None
        if governed is not None and governed.kind not in ("mechanism", "organization"):
            governed = None
        end = governed.end if governed else match.end()
        key = "rules:procedure" if procedure else "rules:mechanism"
        of_untoc = governed is not None and governed.key in ("ref:review_mechanism", "ref:cop")
        reference = ("rules_of_procedure" if procedure else "review_procedures") if of_untoc else ""
        found.append(
            Candidate(
                start=match.start(),
                end=end,
                kind="provision",
                type="RuleSet",
                method="provision.rules",
                precision=0.9,
                key=key,
                reference=reference,
                identity=(("reference", reference), ("of", governed.key if governed else "")),
                inside=True,
            )
        )
    return found


def find_provisions(
    reading: Reading, named: Mapping[int, Candidate], rules: Sequence[Candidate], context: str
) -> list[Candidate]:
    """Return every cited unit with and without its instrument, where that is named with it.

    ``named`` holds the instruments and laws of the text by start, ``rules`` its rule sets, ``context`` the key of the
    instrument that an "article 8" is about for which nothing nearer speaks.
    """
    text = reading.text
    own = {int(block.number) for block in reading.blocks if block.kind == "numbered" and block.number.isdigit()}
    law = _Law(text, named, rules, max(own, default=0), {"art": context, "par": "rules:mechanism" if rules else ""})
    found: list[Candidate] = []
    for cited in find_cited_units(text):
        if _NOT_CITED.search(text, max(0, cited.start - 20), cited.start) or _OWN.match(text, cited.end):
            continue
        instrument, start, end = law.of(cited)
        if instrument is None:
            continue
        if start < cited.start and instrument.startswith("the:"):
            found.append(_called(text, start, cited.start, instrument))
        found.extend(_candidates(text, cited, tuple(_merged(cited)), instrument, start, end))
    return found


@dataclass(frozen=True, slots=True)
class _Law:
    """The instruments of one text: which of them each citation is of, from first to last."""

    text: str
    named: Mapping[int, Candidate]
    rules: Sequence[Candidate]
    highest: int
    """The number of the text's own last paragraph: one up to it is the text's own."""
    last: dict[str, str]
    known: dict[str, str] = field(default_factory=dict)
    """Instruments by the number that was cited with them."""

    def of(self, cited: Cited) -> tuple[str | None, int, int]:
        """Return the key of the instrument (None: nothing is cited), where the citation begins and ends with it."""
        by_start = {**self.named, **{rule.start: rule for rule in sorted(self.rules, key=lambda r: r.end)}}
        instrument, end = _instrument(self.text, cited.end, by_start)
        start, first = cited.start, cited.units[0].steps[0]
        if not instrument and cited.word == "art":
            instrument, start = _before(self.text, cited.start, self.named)
        if cited.word == "rule":
            return instrument if instrument.startswith("rules:") else None, start, end
        if instrument:
            self.last[cited.word] = instrument
            self.known.update({unit.steps[0]: instrument for unit in cited.units})
        elif cited.word == "par":
            instrument = self.known.get(first, "") or (self.last["par"] if self._foreign(first) else "")
        else:
            ahead = _ahead(self.text, cited.end, by_start) or self._in_sentence(cited.start)
            instrument = ahead or self.known.get(first, "") or self.last["art"]
        return instrument if instrument or cited.word == "art" else None, start, end

    def _foreign(self, step: str) -> bool:
        """Whether a paragraph cannot be one of the text's own."""
        number = re.match(r"par-(\d+)", step)
        return bool(self.rules) and number is not None and int(number[1]) > self.highest

    def _in_sentence(self, at: int) -> str:
        """The one instrument that the sentence has named so far."""
        left = max(self.text.rfind(mark, max(0, at - 240), at) for mark in (". ", "\n\n", "; "))
        before = {c.key for c in self.named.values() if max(left, at - 240) < c.start and c.end <= at}
        return before.pop() if len(before) == 1 else ""


def _merged(cited: Cited) -> Iterator[Unit]:
    """The units, those of a long range as one."""
    for unit in cited.units:
        first, last = unit.stretch
        if last - first <= _FEW:
            yield unit
        elif unit.steps[0] == f"{cited.word}-{last}":
            whole = min(other.start for other in cited.units if other.stretch == unit.stretch)
            yield Unit(whole, unit.end, (f"{cited.word}-{first}-to-{last}",), unit.stretch)


_TOLD = re.compile(r"\s+\([a-z][^()\n]{2,60}\)|\s+\([A-Z]{2,8}\)")
"""What one of several articles is about: "Articles 5 (methods), 7 (reports) and 12 (CDM)"."""
_FEW = 3
"""A range of more units than this is one thing; a shorter one is each of its units."""


def _instrument(text: str, end: int, by_start: Mapping[int, Candidate]) -> tuple[str, int]:
    """Return the key of the instrument named right after a citation and where its name ends; empty if none."""
    if _THEREOF.match(text, end):
        return _nearest(text, end, by_start), end
    decided = _RESOLUTION.match(text, end)
    if decided:
        return f"resolution:{decided['word'].capitalize()}:{decided['number']}", decided.end()
    link = _OF.match(text, end)
    if not link:
        return "", end
    named = by_start.get(link.end())
    if named is not None:
        return named.key, named.end
    generic = _GENERIC.match(text, link.end())
    if generic and generic[1][0].isupper():
        return f"the:{generic[1]}", generic.end()
    if generic and link["comma"] is not None and "of" in link[0]:
        return f"other:{generic[1]}", end
    return "", end


def _nearest(text: str, end: int, by_start: Mapping[int, Candidate]) -> str:
    before = [start for start in by_start if max(0, end - 300) <= start < end]
    return by_start[max(before)].key if before else ""


def _ahead(text: str, end: int, by_start: Mapping[int, Candidate]) -> str:
    """The instrument of a citation that follows in the same clause: "article 3 and article 5 of the Protocol"."""
    rest = re.compile(r"[^.;:()]{0,90}?\bof\s+(?:the\s+)?").match(text, end)
    while rest:
        named = by_start.get(rest.end())
        if named is not None and named.kind == "instrument" and re.search(r"\d", text[end : rest.end()]):
            return named.key
        return ""
    return ""


def _before(text: str, start: int, named: Mapping[int, Candidate]) -> tuple[str, int]:
    """The instrument that stands right before its article and where it begins: "Protocol Article 2"."""
    link = _LEAD.search(text, max(0, start - 60), start)
    at = link.start() if link else start
    for candidate in named.values():
        if candidate.end == at:
            return candidate.key, candidate.start
    generic = _GENERIC_LEAD.search(text, max(0, start - 60), start)
    if generic is None:
        return "", start
    surfaces = {c.key: text[c.start : c.end].casefold() for c in named.values() if c.kind == "instrument"}
    same = [key for key, surface in surfaces.items() if surface.endswith(generic[1].casefold())]
    return same[0] if len(set(same)) == 1 else f"the:{generic[1].capitalize()}", generic.start()


def _called(text: str, start: int, end: int, instrument: str) -> Candidate:
    """The instrument that only its kind names: the "Protocol" of "Protocol Article 2"."""
    return Candidate(
        start=start, end=start + len(text[start:end].rstrip(" ,")), kind="instrument",
        type="Protocol" if instrument == "the:Protocol" else "Convention", method="instrument.cited", precision=0.8,
        key=instrument, identity=(("name", instrument.removeprefix("the:").casefold()),), inside=True,
    )  # fmt: skip


def _candidates(
    text: str, cited: Cited, units: Sequence[Unit], instrument: str, lead: int, end: int
) -> Iterator[Candidate]:
    """Every unit in its own words, with the word before it, and with the instrument where that is named."""
    for index, unit in enumerate(units):
        path = "/".join(unit.steps)
        type_ = "Article" if len(unit.steps) == 1 and cited.word == "art" else "Paragraph"
        first, last = unit.stretch
        between = unit.steps[0] in {f"{cited.word}-{number}" for number in range(first + 1, last)}
        spans = {(lead, unit.end), (unit.start if index else cited.start, unit.end)}
        if between:
            spans = {(lead, unit.end)}
        elif index and "(" in text[cited.start : unit.start]:  # "Articles 5 (methods), 7": of 7, only itself
            told = _TOLD.match(text, unit.end)
            spans = {(unit.start, unit.end), (unit.start, told.end() if told else unit.end)}
        if index == len(units) - 1:
            spans |= {(start, end) for start, _ in spans}
        for start, stop in sorted(spans):
            yield Candidate(
                start=start, end=stop, kind="provision", type=type_,
                method="provision.cited", precision=0.98, key=f"provision:{instrument}:{path}",
                identity=(("instrument", instrument), ("path", path)), inside=True,
            )  # fmt: skip
