"""What is said does not change when only its dress does: the claims of a text follow a change of names, years,
spelling, quotation marks and layout."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from untocgraph.core import resources
from untocgraph.core.iri import fold
from untocgraph.core.model import Source
from untocgraph.extract import annotate

TEXTS = sorted(resources.path("examples/corpus").glob("*.txt")) + sorted(resources.path("examples/corpus").glob("*.md"))
KEPT = 0.9
"""Share of the claims that must be the same on both sides. Not 1: a change of names may change a parse."""

Claim = tuple[str, ...]
Change = Callable[[str], str]


@functools.cache
def claims(text: str) -> set[Claim]:
    found = annotate(Source(id="m", text=text, sha256=hashlib.sha256(text.encode()).hexdigest()))
    label = {entity.key: entity.label for entity in found.entities} | {"doc": "doc", "": ""}
    out: set[Claim] = {("entity", e.kind, e.label) for e in found.entities}
    out |= {("attribute", label[a.entity], a.attribute, a.value) for a in found.attributes}
    out |= {("relation", label[r.subject], r.predicate, label[r.object], r.role) for r in found.relations}
    out |= {("count", c.category, str(c.value), c.qualifier) for c in found.counts}
    out |= {
        ("statement", s.mode, s.kind, label[s.speaker], label[s.on_behalf_of], s.evidence.span.of(text))
        for s in found.statements
    }
    return out


def plain(text: str) -> str:
    """A form without the dress: quotes, hyphens at line ends, paragraph numbers, spaces, spelling, case."""
    text = re.sub(r"-\n", "", text)
    text = re.sub(r"^\d+\.\s+", "", text.strip())
    text = re.sub(r"[\"“”'‘’¹²³]", "", text)
    return re.sub(r"\s+", " ", fold(text)).replace("organis", "organiz")


NAMES = {
    "Ochieng": "Wabwile",
    "George": "Daniel",
    "Tennant": "Halloran",
    "Rispoli": "Bonfanti",
    "Francesca": "Lucia",
    "Vieira": "Saldanha",
    "Romiti": "Galeazzi",
    "Slum Child Foundation": "Lantern Street Foundation",
    "Khosa": "Durrani",
}


def renamed(text: str) -> str:
    for old, new in NAMES.items():
        text = text.replace(old, new)
    return text


def shifted(text: str) -> str:
    return text.replace("2023", "2033").replace("2022", "2032")


def british(text: str) -> str:
    return re.sub(r"(?i)organiz", lambda m: m[0][:-1] + ("s" if m[0][-1] == "z" else "S"), text)


def straight(text: str) -> str:
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def curly(text: str) -> str:
    return re.sub(r'"([^"\n]+)"', r"“\1”", text)


def spaced(text: str) -> str:
    return re.sub(r"(?<=\bMr\.|\bMs\.) ", "\u00a0", text).replace(" of the ", " of\u00a0the ")


def unnumbered(text: str) -> str:
    return re.sub(r"(?m)^\d{1,2}\. (?=[A-Z])", "", text)


def shouted(text: str) -> str:
    return "\n".join(
        line.upper() if re.fullmatch(r"[IVX]+\. .{3,60}|[A-Z][^.!?]{3,40}", line.strip()) else line
        for line in text.split("\n")
    )


def page_broken(text: str) -> str:
    """A page break in the middle of the longest paragraph, between two words that begin small."""
    longest = max(text.split("\n"), key=len)
    middle = len(longest) // 2
    cut = re.compile(r"(?<=[a-z]) (?=[a-z])").search(longest, middle)
    assert cut is not None
    return text.replace(longest, longest[: cut.start()] + "\n\n" + longest[cut.end() :])


def hyphenated(text: str) -> str:
    return re.sub(r"\b(implemen)(tation)\b", r"\1-\n\2", text, count=1)


def footnoted(text: str) -> str:
    return re.sub(r"(?<=[a-z])\.(?=\s|$)", ".¹", text, count=1)


CHANGES: dict[str, tuple[Change, Change]] = {
    "names of people and organizations are others": (renamed, renamed),
    "the year is another": (shifted, shifted),
    "the spelling is British": (british, str),
    "quotation marks are straight": (straight, str),
    "quotation marks are curly": (curly, str),
    "spaces do not break": (spaced, str),
    "paragraph numbers are gone": (unnumbered, str),
    "headings are in capitals": (shouted, str),
    "a page break cuts a sentence": (page_broken, str),
    "a word is cut at a line end": (hyphenated, str),
    "a footnote mark sticks to a full stop": (footnoted, str),
}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("change", CHANGES)
def test_claims_follow_when(change: str, path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    dress, follow = CHANGES[change]
    if dress(text) == text:
        pytest.skip("this text has nothing of the kind")
    before = {tuple(plain(follow(part)) for part in claim) for claim in claims(text)}
    after = {tuple(plain(part) for part in claim) for claim in claims(dress(text))}
    lost, new = sorted(before - after), sorted(after - before)
    kept = len(before & after) / max(len(before), len(after))
    assert kept >= KEPT, f"{kept:.2f} kept; lost {lost[:6]}; new {new[:6]}"
