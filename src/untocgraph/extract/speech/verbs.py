"""The vocabulary of reported speech: verbs with their frames, nouns of speech, and the forms they take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from untocgraph.core import resources
from untocgraph.extract.lexicon import cells, table, words

_VOWEL = frozenset("aeiou")
_DOUBLED = frozenset((
    "regret", "submit", "commit", "refer", "admit", "defer", "infer", "quip", "rebut", "sum", "plan", "permit",
    "compel", "control", "transfer", "concur",
))  # fmt: skip
_IRREGULAR = {
    "draw": ("drew", "drawn"), "go": ("went", "gone"), "put": ("put",), "pay": ("paid",), "take": ("took", "taken"),
    "stand": ("stood",), "spell": ("spelled", "spelt"), "read": ("read",), "call": ("called",), "stick": ("stuck",),
}  # fmt: skip  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One reporting verb: its further words, frames, strength, kind, and whether its passive needs no agent."""

    verb: str
    rest: tuple[str, ...]
    frames: tuple[str, ...]
    strength: str
    kind: str
    agentless: str


@resources.derived()
def function_words(sort: str) -> frozenset[str]:
    """Return the function words of one sort: adverb, wh, reflexive, modal, carrier, preposition, determiner …

    >>> "whether" in function_words("wh")
    True
    """
    return frozenset(words("speech_function_words", "word", sort=sort))


@resources.derived()
def speech_nouns() -> Mapping[str, tuple[frozenset[str], str, str]]:
    """Return noun → (verbs it goes with, kind, ``claim`` or ``topic``)."""
    return {row["noun"]: (frozenset(cells(row["verbs"])), row["kind"], row["content"]) for row in table("speech_nouns")}


@resources.derived()
def verb_forms() -> Mapping[str, tuple[tuple[Entry, str], ...]]:
    """Return folded first word → (entry, tag), the tag VBD, VBZ, VBG or VB."""
    found: dict[str, list[tuple[Entry, str]]] = {}
    for row in table("speech_verbs"):
        first, *rest = row["verb"].split()
        entry = Entry(row["verb"], tuple(rest), cells(row["frames"]), row["strength"], row["kind"], row["agentless"])
        forms = dict(_inflected(first))
        for irregular in cells(row["forms"]):
            word = irregular.split()[0]
            forms[word] = "VBG" if word.endswith("ing") else "VBZ" if word.endswith("s") else "VBD"
        for form, tag in forms.items():
            found.setdefault(form, []).append((entry, tag))
    return {form: tuple(sorted(pairs, key=lambda p: -len(p[0].rest))) for form, pairs in found.items()}


def _inflected(verb: str) -> Iterator[tuple[str, str]]:
    yield verb, "VB"
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith("y") and verb[-2] not in _VOWEL:
        yield verb[:-1] + "ies", "VBZ"
        past = verb[:-1] + "ied"
    else:
        yield verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"), "VBZ"
        past = stem + (stem[-1] if verb in _DOUBLED else "") + "ed"
    yield stem + (stem[-1] if verb in _DOUBLED else "") + "ing", "VBG"
    for form in _IRREGULAR.get(verb, (past,)):
        yield form, "VBD"
