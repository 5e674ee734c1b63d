"""Short names that nobody defines: "the Government", "Reef" for the Reef Party of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from untocgraph.core.fold import folded
from untocgraph.extract import lexicon
from untocgraph.extract.names.candidates import UPPER, Candidate
from untocgraph.extract.names.gazetteer import demonyms, entries_for, state_code
from untocgraph.extract.names.runs import is_function_word

_GOVERNMENT = re.compile(rf"(?<![\w-])(?P<article>[Tt]he[ ])?Government(?=[ ,.;:'\")]|$)(?![ ](?:of|[{UPPER}]))")
_OFTEN = 2
"""How often "the Government" must stand in a text to be one of those who act in it."""
_PARTY = lexicon.regex(
    rf"(?<![\w-])(?P<name><<party_words.word:sort=party>>)(?![\w-])"
    rf"(?![ ](?:Party|for|of[ ][{UPPER}]|and|[{UPPER}](?!overnment|Ps?\\b)))"
)


_AHEAD = re.compile(rf"\b(of|for|and|[{UPPER}]\w*),?\s$")


def bare_name(name: str) -> str:
    """Return a body's folded name without the State in front or behind, and without "party" or "university".

    >>> bare_name("Peruvian Reef Party"), bare_name("REEF Peru")
    ('reef', 'reef')
    """
    words = name.removeprefix("the ").removeprefix("The ").split()
    for count in (3, 2, 1):
        linked = len(words) > count and words[-count - 1] in ("of", "the", "for", "in", "and", "to")
        if len(words) > count and not linked and state_code(" ".join(words[-count:])):
            words = words[:-count]
        if len(words) > count and (
            state_code(" ".join(words[:count])) or (count == 1 and folded(words[0]) in demonyms())
        ):
            words = words[count:]
    return re.sub(r"(?<=\w)\s(?:party|university)$", "", folded(" ".join(words)))


def find_shortened(text: str, named: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield the places where a party of the text goes by its bare name, and those of "the Government"."""
    yield from _governments(text, named)
    yield from _parties(text, named)
    yield from _parliaments(text, named)
    parties: dict[str, Candidate] = {}
    for candidate in named:
        surface = text[candidate.start : candidate.end]
        bare = bare_name(surface)
        if (
            candidate.kind == "organization"
            and not entries_for(bare.capitalize(), "place")
            and " " not in bare
            and len(bare) > 2
            and bare not in (folded(surface), "government")
        ):
            at = re.search(rf"(?i)(?<!\w){re.escape(bare)}(?!\w)", surface)
            if at and (surface.endswith(("Party", "University")) or at[0].isupper()):
                parties.setdefault(at[0], candidate)
    for short, party in sorted(parties.items()):
        for match in re.finditer(rf"(?<![\w-]){re.escape(short)}(?![\w-])(?![ ][{UPPER}])", text):
            opens = re.search(r"(?:^|[.!?:\n\"*]\s*)$", text[max(0, match.start() - 3) : match.start()])
            if (
                not opens
                or short.isupper()
                or re.match(r"'s|\s(?:has|is|will|would|says|wants|must)\b", text[match.end() :])
            ):
                yield replace(
                    party, start=match.start(), end=match.end(), method="name.shortened", precision=0.78, inside=True
                )


def _parties(text: str, named: Sequence[Candidate]) -> Iterator[Candidate]:
    """Parties that go by one word everywhere: "Labour", "the Greens"; the whole name where the text has one."""
    full = {bare_name(text[c.start : c.end]): c for c in reversed(named) if c.kind == "organization"}
    longer = {name for c in named if c.kind == "organization" and not (name := text[c.start : c.end]).endswith("nment")}
    for match in _PARTY.finditer(text):
        name = folded(match["name"])
        if name not in full and any(match["name"] in words.split() for words in longer):
            continue  # "the Coalition" of a text with a Coalition for Clean Quays
        ahead = _AHEAD.search(text, max(0, match.start() - 24), match.start())
        if ahead and (ahead[1].islower() or not is_function_word(ahead[1])):
            continue  # "Minister of Labour", "Trade, Labour and Ports"
        found = full.get(name) or Candidate(
            start=0, end=1, kind="organization", type="NonGovernmentalOrganization", method="", precision=1.0,
            key=f"organization:{name}", identity=(("name", name),),
        )  # fmt: skip
        yield replace(found, start=match.start(), end=match.end(), method="name.shortened", precision=0.78, inside=True)


_PARLIAMENT = lexicon.regex(
    rf"(?<![\w-])(?P<name><<name_cues.word:group=own_arm>>)(?=[ ,.;:'\")]|$)(?![ ](?:of|and|[{UPPER}]))"
)


def _parliaments(text: str, named: Sequence[Candidate]) -> Iterator[Candidate]:
    """The parliament, navy or customs that go without their State: "as he told Parliament"."""
    for match in _PARLIAMENT.finditer(text):
        if re.search(rf"[{UPPER}][\w'-]*\s$", text[max(0, match.start() - 20) : match.start()]) and not re.search(
            r"(?:^|[.\n\"]\s*)The\s$", text[max(0, match.start() - 8) : match.start()]
        ):
            continue
        name = match["name"]
        full = {c.key: c for c in named if c.kind == "organization" and name in text[c.start : c.end].split()}
        found = next(iter(full.values())) if len(full) == 1 else Candidate(
            start=0, end=1, kind="organization", type="GovernmentBody", method="", precision=1.0,
            key=f"organization:{name.casefold()}", identity=(("name", name.casefold()),),
        )  # fmt: skip
        yield replace(found, start=match.start(), end=match.end(), method="name.shortened", precision=0.76, inside=True)


_OWN = re.compile(r"\sGovernment$|^Government\sof\s")


def _federal(text: str, full: list[Candidate]) -> list[Candidate]:
    """The governments of a text, its "Federal Government" as the one that is named by its people."""
    federal = [c for c in full if text[c.start : c.end] == "Federal Government"]
    peoples = {c.key: c for c in full if folded(text[c.start : c.end].split()[0]) in demonyms()}
    if len(peoples) != 1 or not federal:
        return full
    own = next(iter(peoples.values()))
    moved = {c.start: replace(own, start=c.start, end=c.end, method="name.shortened", precision=0.97) for c in federal}
    return [moved.get(c.start, c) for c in full]


def _governments(text: str, named: Sequence[Candidate]) -> Iterator[Candidate]:
    places = [match for match in _GOVERNMENT.finditer(text) if match["article"] or _goes_on(text, match.start())]
    full = _federal(text, [c for c in named if c.kind == "organization" and _OWN.search(text, c.start, c.end)])
    yield from (c for c in full if c.method == "name.shortened")
    if len(places) < _OFTEN or not any(match["article"] for match in places):
        return
    most = Counter(c.key for c in full).most_common(2)
    clear = most and (len(most) == 1 or most[0][1] > 2 * most[1][1])
    whole = next(c for c in full if c.key == most[0][0]) if clear else None
    for match in places:
        found = whole or Candidate(
            start=0, end=1, kind="organization", type="GovernmentBody", method="", precision=1.0,
            key="organization:the government", identity=(("name", "the government"),),
        )  # fmt: skip
        yield replace(found, start=match.start(), end=match.end(), method="name.shortened", precision=0.76, inside=True)


def _goes_on(text: str, at: int) -> bool:
    """Whether the word stands inside a sentence, behind a small word: not "the Field Government"."""
    return re.search(r"(?<![\w'’-])[a-z][a-z'’-]*,?\s$", text[max(0, at - 24) : at]) is not None
