"""Resolutions and decisions by number, and UN document symbols of every organ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

from untocgraph import reference
from untocgraph.core import resources
from untocgraph.core.model import EntityKind
from untocgraph.extract import lexicon
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.names.candidates import Candidate

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NUMBER = (
    r"(?:[A-Z]{1,4}-)?\d{1,4}(?:\s?[A-Z])?/(?:CP\.|CMP\.|CMA\.|COP\.|MOP\.)?\d{1,4}(?:\s[A-Z](?=[\s,.;)]))?"
    r"|(?:WHA|EB|GC)\s?\(?\d{1,3}\)?[./](?:RES/)?\d{1,3}|\d{1,4}\s\((?:\d{4}|[XVIL]{1,6})\)|[IVX]+/\d{1,3}|(?:Conf\.|L\.)\s?\d{1,3}(?:\.\d+)?|\d{1,3}\.\d{1,4}(?![.\d%])"
)
_WORD = re.compile(
    rf"\b(?P<draft>[Dd]raft\s)?(?P<word>[Rr]esolutions?|[Dd]ecisions?|RESOLUTIONS?|DECISIONS?)\s+(?=(?:{_NUMBER}))"
)
_ITEM = re.compile(rf"(?P<number>{_NUMBER})(?P<cut>[¹²³⁴-⁹]?)(?!\d)")
_DATE = rf"(?:,?\s+of\s+\d{{1,2}}\s+(?:{_MONTHS})\s+\d{{4}})?"
_NEXT = re.compile(
    rf"{_DATE}(?:,\s+annex(?:es)?(?:\s[IVX]+)?)?(?:,\s+(?:and\s+)?|\s+and\s+(?:in\s+)?)(?:(?:its\s+)?(?:resolutions?|decisions?)\s+)?(?={_NUMBER})"
)
_TAIL = re.compile(rf"{_DATE}\s+of\s+(?:the\s+)?")


_SEGMENT = r"[A-Z0-9][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)*(?:\([A-Za-z0-9]+\))?(?:-[A-Z0-9][A-Za-z0-9]*)*"
_SYMBOL = re.compile(
    rf"(?<![\w/.:@-])(?:[A-Z][A-Z0-9]{{0,9}}(?:[-.][A-Z0-9]+)*)(?:/{_SEGMENT}){{1,9}}(?<![.(-])(?![\w/])"
)


_DOC_NOUNS = re.compile(
    r"\b(?P<paper>background\s(?:note|paper)|working\spaper|discussion\sguide|note\sby\sthe)|(?P<report>reports?|summar(?:y|ies)|proceedings)|(?P<statement>statements?)|(?P<quest>questionnaire)|(?P<other>views|comments|replies|information|letter|proposals?|list|agenda|programmes?|memorandum|submissions?|budget|drafts?|technical\spapers?)\b",
    re.I,
)
_BEFORE = lexicon.regex(r"(?P<body><<name_cues.word:group=bare_body>>)(?:'s)?\s+$")
_ORGANS = lexicon.word_set("name_cues.word:group=symbol_organ")


def footnote_cuts(reading: Reading) -> dict[int, int]:
    """Return, for numbers like "9/11" that are "9/1" and a note mark, the true end by start offset.

    The note must exist, and speak of that number, or of the session that the number begins with; or the curated
    list knows the short number and not the long one.
    """
    text = reading.text
    notes = _notes(reading)
    known = {row.number for row in reference.load().resolutions}
    cuts: dict[int, int] = {}
    for match in re.finditer(r"(?<![\w/.])(\d{1,3})/(\d{1,3}?)(\d)(?!\d|/|\.\d)", text):
        full, short = f"{match[1]}/{match[2]}{match[3]}", f"{match[1]}/{match[2]}"
        note = notes.get(match[3])
        if note is None or not match[2]:
            continue
        session = re.search(rf"\b{_ordinal(int(match[1]))}\s(?:session|meeting)", note, re.I)
        if re.search(rf"(?<!\d){re.escape(short)}(?!\d)", note) or session or (short in known and full not in known):
            cuts[match.start()] = match.end() - 1
    return cuts


def _notes(reading: Reading) -> dict[str, str]:
    marks = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890")
    notes: dict[str, str] = {}
    for block in reading.blocks:
        text = block.span.of(reading.text).translate(marks)
        for match in re.finditer(
            r"(?:^|\s{2,})(\d{1,2})\s{1,4}(?=[A-Z])([^\n]{5,400}?)(?=\s{3,}\d{1,2}\s+[A-Z]|$)", text
        ):
            if block.kind == "note" or (match.start() == 0 and len(text) < 400) or match.start() > 0:
                notes.setdefault(match[1], match[2])
    return notes


@resources.derived()
def _ordinals() -> tuple[str, ...]:
    return lexicon.words("name_cues", "word", group="ordinal")


def _ordinal(number: int) -> str:
    return (
        f"(?:{_ordinals()[number]}|{number}(?:st|nd|rd|th))"
        if number < len(_ordinals())
        else f"{number}(?:st|nd|rd|th)"
    )


def find_resolutions(
    reading: Reading, bodies: Mapping[int, Candidate], ends: Mapping[int, Candidate], main_body: str
) -> list[Candidate]:
    """Return resolutions and decisions by number, each one of a list a thing of its own.

    ``bodies`` and ``ends`` hold the organizations of the text by start and by end; ``main_body`` is the key of the
    body that a bare "resolution 9/1" belongs to.
    """
    text = reading.text
    cuts = footnote_cuts(reading)
    found: list[Candidate] = []
    for match in _WORD.finditer(text):
        type_ = "Decision" if match["word"].casefold().startswith("d") else "Resolution"
        lead, body_key = _body_before(text, match.start(), ends)
        items = list(_items(text, match.end(), cuts))
        tail = _TAIL.match(text, items[-1][1]) if items else None
        after = bodies.get(tail.end()) if tail else None
        if after is not None and not body_key:
            body_key = after.key
        for index, (start, end, number) in enumerate(items):
            own = match.start("word") if match["draft"] is None else match.start()
            starts = [start] if index else [own] if lead is None else [own, lead]
            stops = [end, after.end] if after is not None and index == len(items) - 1 else [end]
            key = body_key or main_body
            found += [_resolution(*place, type_, key, number, 0.97) for place in product(starts, stops)]
    return found


def _body_before(text: str, at: int, ends: Mapping[int, Candidate]) -> tuple[int | None, str]:
    """Where the name of a body that ends before ``at`` begins, and its key: "the Council's resolution"."""
    if body := ends.get(len(text[:at].rstrip())):
        return body.start, body.key
    short = _BEFORE.search(text, max(0, at - 40), at)
    return (short.start("body"), f"the:{short['body']}") if short else (None, "")


_MOST_ITEMS = 100
"""Resolutions of one list: a list in which each item begins another is not walked to its end from each."""


def _items(text: str, at: int, cuts: Mapping[int, int]) -> Iterator[tuple[int, int, str]]:
    for _ in range(_MOST_ITEMS):
        item = _ITEM.match(text, at)
        if not item:
            return
        start = item.start("number")
        end = cuts.get(start, item.end("number"))
        yield start, end, " ".join(text[start:end].split())
        after = cuts[start] + 1 if start in cuts else item.end()
        follows = _NEXT.match(text, after)
        if not follows:
            return
        at = follows.end()


def _resolution(start: int, end: int, type_: str, body: str, number: str, precision: float) -> Candidate:
    return Candidate(
        start=start,
        end=end,
        kind="resolution",
        type=type_,
        method="resolution.cited",
        precision=precision,
        key=f"resolution:{type_}:{number}",
        identity=(("body", body), ("number", number)),
        inside=True,
    )


def find_symbols(reading: Reading) -> list[Candidate]:
    """Return UN document symbols; two joined by a hyphen are one document. The text's own are ``document.own``: they
    name the source itself, and only keep their parts ("CTOC", "COP") from being names.

    >>> from untocgraph.extract.document.layout import read_layout
    >>> from untocgraph.core.model import Source
    >>> reading = read_layout(Source(id="s", text="See A/RES/55/25 and the report (CAC/COSP/2021/4).", sha256=""))
    >>> [(reading.text[c.start:c.end], c.type) for c in find_symbols(reading) if c.method != "document.own"]
    [('A/RES/55/25', 'Resolution'), ('CAC/COSP/2021/4', 'Report')]
    """
    text = reading.text
    found: list[Candidate] = []
    for match in _SYMBOL.finditer(text):
        symbol = match[0]
        organ = symbol.split("/")[0].split(".")[0]
        if not any(char.isdigit() for char in symbol) or (organ not in _ORGANS and symbol.count("/") < 2):
            continue
        if symbol.count("/") < 2 and organ not in ("PRST", "S", "WHA"):
            continue
        end = match.end()
        joined = re.compile(rf"-(?={organ}/)").match(text, end)
        if joined:
            second = _SYMBOL.match(text, joined.end()) or re.compile(rf"{organ}(?:/{_SEGMENT})+").match(
                text, joined.end()
            )
            end = second.end() if second else end
        kind, type_ = _type_of(reading, symbol, match.start())
        own = kind == "document" and _own(reading, match.start(), len(symbol))
        identity = (("symbol", text[match.start() : end]),)
        found.append(
            Candidate(
                start=match.start(), end=end, kind=kind, type=type_,
                method="document.own" if own else "document.symbol",
                precision=0.985, key=f"symbol:{text[match.start():end]}", identity=identity,
            )
        )  # fmt: skip
    heads = {c.key for c in found if c.method == "document.own" and not text.startswith("---")}
    return [replace(c, method="document.own") if c.key in heads else c for c in found]  # printed on every page


def _own(reading: Reading, start: int, length: int) -> bool:
    """Whether a symbol stands at the head of the text, where a document prints its own."""
    block = reading.block_at(start)
    if start > 500 or block is None:
        return start <= 500
    line = reading.text[reading.text.rfind("\n", 0, start) + 1 :].partition("\n")[0]
    alone = min(len(block.span), len(" ".join(line.split()))) < length + 30
    return alone or block.kind in ("title", "heading", "boilerplate", "metadata")


def _type_of(reading: Reading, symbol: str, start: int) -> tuple[EntityKind, str]:
    parts = symbol.split("/")
    if "RES" in parts:
        return "resolution", "Resolution"
    if "DEC" in parts:
        return "resolution", "Decision"
    if "PRST" in parts or "NGO" in parts:
        return "document", "Statement"
    if any(part.startswith("L.") for part in parts):
        return ("resolution", "Resolution") if "draft resolution" in reading.text else ("document", "OtherDocument")
    noun = _noun_before(reading, start)
    if noun:
        return "document", noun
    if any(part.startswith(("WP", "CRP")) for part in parts):
        return "document", "BackgroundPaper"
    if any(part.startswith(("Add", "Corr", "INF", "Inf")) for part in parts):
        return "document", "OtherDocument"
    return "document", "Report" if parts[0] == "A" else "OtherDocument"  # most of the Assembly's and its councils'


def _noun_before(reading: Reading, start: int) -> str:
    """The type that the words before a symbol give; of a symbol that is a note, those before its mark."""
    text = reading.text
    block = reading.block_at(start)
    first = block.span.start if block else max(0, start - 200)
    lead = text[first:start]
    note = re.search(r"(?:^|[.;]\s+|\s{2,})(\d{1,2}|[¹²³⁴-⁹]+)\s+(?:[^\s;]+(?:,| and)\s)*(?:and\s)?$", lead)
    if note:
        mark = note[1].translate(str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789"))
        call = re.search(rf"(?<=[a-z\"),.;]){mark}(?=[\s,.;]|$)|[.,;]\s{mark}(?=\s)", text[:first])
        lead = text[max(0, call.start() - 160) : call.start()] if call else ""
        lead = re.split(r"[.;]\s", lead)[-1]
    else:
        lead = re.split(r"[.;]\s", lead[-160:])[-1]
    matches = list(_DOC_NOUNS.finditer(lead))
    if not matches:
        return ""
    last = matches[-1]
    return {
        "paper": "BackgroundPaper",
        "report": "Report",
        "statement": "Statement",
        "quest": "Questionnaire",
        "other": "OtherDocument",
    }[str(last.lastgroup)]
