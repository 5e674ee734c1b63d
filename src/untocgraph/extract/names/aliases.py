"""Short names that a document gives: "Name (ACRONYM)", "hereinafter “the Mechanism”", and their slips."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from untocgraph.core.fold import folded
from untocgraph.extract import lexicon
from untocgraph.extract.names.candidates import UPPER, Candidate
from untocgraph.extract.names.gazetteer import entries_for
from untocgraph.extract.names.runs import is_function_word

_SHORT = rf"[{UPPER}][\w&]*(?:[-/.][\w&]+)*"
_SITTING = r"(?:(?<=[A-Z]{3})[ -]?\d{1,2})?"
"""The number of a session behind the short name of its body: "(PORTCO-6)"."""
_BRACKET = re.compile(
    rf"[^\S\n]{{0,40}}(?:\n[^\S\n]{{0,40}})?\(\s?(?:the\s+)?[\"']?(?P<short>{_SHORT}?){_SITTING}[\"']?\s?(?=[);,])"
)
_ENCLOSED = re.compile(rf"\s\((?P<short>[{UPPER}][\w-]*[{UPPER}][\w-]*?){_SITTING}\)(?=\s)")
_COMMA = re.compile(rf",\s(?:or\s(?:the\s)?)?(?P<short>[{UPPER}][{UPPER}\d-]{{1,10}})(?=[),;.]|\s\()")
_HEREINAFTER = re.compile(
    r"[^\S\n]*\(\s?(?:hereinafter|hereafter|henceforth|from here on)(?:\s(?:referred to as|called|known as))?[:,]?"
    r"\s\"?(?P<short>(?:the\s)?[^\")]{2,60})\"?\s?\)",
    re.I,
)
_NOTE = re.compile(r"[Hh]ereinafter(?:\s(?:referred to as|called))?[:,]?\s\"?(?P<short>[^\".;\n]{2,60})")
_LEADING = re.compile(rf"(?<![\w(])\(\s?(?P<short>[{UPPER}][{UPPER}a-z&-]*[{UPPER}][{UPPER}a-z\d&-]*)\s?[);,]")
_SMALL = lexicon.word_set("name_cues.word:group=small_word")


@dataclass(frozen=True, slots=True)
class Alias:
    """A short name given to a long one, and how well it abbreviates the whole of it (see ``acronym_fit``)."""

    short: str
    long_start: int
    long_end: int
    kind: str
    key: str
    fit: int


def acronym_fit(short: str, long: str) -> int:
    """Return how well ``short`` abbreviates ``long``.

    3: the initials, in order; 2: letters, in order; 1: the initials in another order; 0: not at all.

    >>> acronym_fit("RTW", "Round Table on Water"), acronym_fit("GCR", "Centre for Governance Research")
    (3, 1)
    """
    letters = [char for char in folded(short) if char.isalnum()]
    words = re.findall(r"[^\W_]+", folded(re.sub(r"-|['’]s\b", " ", long)))
    full = [word[0] for word in words]
    main = [word[0] for word in words if word not in _SMALL]
    if not letters or not words:
        return 0
    if letters in (full, main) or (_subsequence(letters, full) and _subsequence(main, letters)):
        return 3
    if letters[0] == full[0] and _spelled(letters, words):
        return 2
    if len(letters) > 2 and sorted(letters) in (sorted(full), sorted(main)):
        return 1
    return 0


def _subsequence(short: list[str], long: list[str]) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


def _spelled(letters: list[str], words: list[str]) -> bool:
    """Whether the letters stand in the words in order, and every one that starts no word follows one taken from it."""
    text, at = " ".join(words), 0
    initials = 0
    for char in letters:
        found = text.find(char, at)
        if found < 0:
            return False
        start = re.compile(rf"(?:^|(?<= )){re.escape(char)}").search(text, at)
        if start and start.start() - found < 40:
            found = start.start()
            initials += 1
        at = found + 1
    return initials * 2 >= len(letters)


def defined_aliases(text: str, candidates: Iterable[Candidate]) -> list[Alias]:
    """Return the short names that the document defines for names found, in text order."""
    found: list[Alias] = []
    for candidate in candidates:
        if candidate.kind in ("state", "place", "person", "provision", "resolution"):
            continue
        found.extend(_of_candidate(text, candidate))
    return found


def _of_candidate(text: str, candidate: Candidate) -> Iterable[Alias]:
    long = text[candidate.start : candidate.end]
    enclosed = _ENCLOSED.search(long)
    if enclosed and acronym_fit(enclosed["short"], long[: enclosed.start()]) > 1:
        yield _alias(enclosed["short"], candidate, 3)
    for pattern, sure in ((_BRACKET, 0), (_COMMA, 3)):
        match = pattern.match(text, candidate.end)
        if match is None:
            continue
        short = match["short"]
        words = long.split()
        fit = max(acronym_fit(short, " ".join(words[skip:])) for skip in range(min(3, max(1, len(words) - 1))))
        if fit == 0 and sure == 0 and candidate.kind == "organization" and short.isupper() and len(short) > 2:
            fit = 1 if not _elsewhere(short) else 0
        capitals = sum(char.isupper() for char in short)
        if not re.search(r"/\d", short) and capitals >= 2 and fit >= max(sure, 1):
            yield _alias(short, candidate, acronym_fit(short, long))
    match = _HEREINAFTER.match(text, candidate.end)
    if match:
        yield _alias(match["short"].strip(), candidate, 3)


def _elsewhere(short: str) -> bool:
    """Whether an abbreviation already belongs to something known."""
    return any(entries_for(short, kind) for kind in ("organization", "instrument", "state", "mechanism", "project"))


def lower_case_glosses(text: str) -> frozenset[str]:
    """Return abbreviations that the document gives to common nouns: "local community (LC)" names nobody.

    >>> sorted(lower_case_glosses("The indigenous and local community (ILC) met the ILC."))
    ['ILC']
    """
    found: set[str] = set()
    for match in _LEADING.finditer(text):
        words = re.findall(r"[\w'-]+", text[max(0, match.start() - 90) : match.start()])
        for size in range(2, min(len(words), len(match["short"]) + 3) + 1):
            piece = words[-size:]
            if (
                all(word[0].islower() for word in piece)
                and acronym_fit(match["short"].removesuffix("s"), " ".join(piece)) == 3
            ):
                found.add(match["short"])
                break
    return frozenset(found)


def _alias(short: str, candidate: Candidate, fit: int) -> Alias:
    return Alias(short, candidate.start, candidate.end, candidate.kind, candidate.key, fit)


def unnamed_long_forms(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, acronym) of capitalised words that a bracketed acronym abbreviates ."""
    found: list[tuple[int, int, str]] = []
    for match in _LEADING.finditer(text):
        short = match["short"]
        before = text[max(0, match.start() - 140) : match.start()].rstrip()
        words = [(m.start(), m.end(), m[0]) for m in re.finditer(r"[^\s,.;:()\"]+", before)]
        gap = re.compile(r"[,.;:()\"\n]")
        for size in range(min(len(words), 2 * len(short) + 3), 1, -1):
            first = words[-size]
            piece = before[first[0] :]
            if not first[2][0].isupper() or is_function_word(first[2]) or gap.search(piece):
                continue
            if acronym_fit(short, piece) == 3:
                start = max(0, match.start() - 140) + first[0]
                found.append((start, start + len(piece), short))
                break
    return found


def slips(text: str, acronyms: Collection[str], known_words: frozenset[str]) -> list[tuple[int, int, str]]:
    """Return (start, end, meant) of abbreviations with two neighbouring letters exchanged: "UNTCO" for "UNTOC".

    ``acronyms`` are those that may be meant; only unknown words of four letters or more count.

    >>> slips("Then RBCR left.", ["RBRC"], frozenset())
    [(5, 9, 'RBRC')]
    """
    swapped = {
        short[:i] + short[i + 1] + short[i] + short[i + 2 :]: short
        for short in sorted(acronyms)
        if len(short) >= 4
        for i in range(1, len(short) - 1)
        if short[i] != short[i + 1]
    }
    return [
        (match.start(), match.end(), swapped[match[0]])
        for match in re.finditer(rf"(?<![\w-])[{UPPER}]{{4,}}(?![\w-])", text)
        if match[0] in swapped and match[0] not in acronyms and match[0] not in known_words
    ]
