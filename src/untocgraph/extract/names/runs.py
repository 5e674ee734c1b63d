"""Runs of capitalised words in a line, each word with what it is in a name; which words are common ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from untocgraph.core import resources
from untocgraph.extract import lexicon
from untocgraph.extract.names.candidates import LOWER, UPPER

_CAPITAL = (
    rf"(?:[{UPPER}]\.(?:[{UPPER}]\.)+"
    rf"|[{UPPER}]\w*(?:['&-]\w+|\.(?<![a-z]{{3}}\.(?=[A-Z]))[^\W\d]\w*|/[{UPPER}][{UPPER}{LOWER}]+)*(?:(?<=s)'(?= ))?)"
)
_COMMON = lexicon.word_set("common_words.words")


class Word(NamedTuple):
    """One word of a run; ``role`` is "word" for a capitalised one, else what kind of link it is."""

    start: int
    end: int
    text: str
    role: str


@resources.derived()
def _links() -> dict[str, str]:
    return {row["word"]: row["role"] for row in lexicon.table("name_connectors")}


@resources.derived()
def _run() -> re.Pattern[str]:
    link = "|".join(re.escape(word) for word in sorted(_links(), key=len, reverse=True) if word[-1] != "'")
    gap = r" {1,60}"
    between = (
        rf"(?:,?{gap}(?:(?:{link}){gap}|[ld]')*(?:[ld]')?|{gap}\([{UPPER}][\w-]{{1,11}}\){gap}(?:(?:{link}){gap})*)"
    )
    return re.compile(rf"(?<![\w-]){_CAPITAL}(?:{between}{_CAPITAL}){{0,{_LONGEST}}}")


_LONGEST = 40
"""Words after which a run of capitalised words is no name any more, but a table or a shout."""

_PIECE = re.compile(
    rf"(?P<bracket>\([{UPPER}][\w-]+\))|(?P<comma>,)|(?P<elided>[ld]')|(?P<word>{_CAPITAL}|[{LOWER}]+|&)"
)


def runs(text: str) -> Iterator[tuple[Word, ...]]:
    """Yield the runs of capitalised words with the small words and commas that may link them.

    >>> [" ".join(w.text for w in run) for run in runs("We met the Tall Timber Trust in Graz, Austria today.")]
    ['We', 'Tall Timber Trust in Graz , Austria']
    """
    links = _links()
    for match in _run().finditer(text):
        words: list[Word] = []
        for piece in _PIECE.finditer(match[0]):
            start, token = match.start() + piece.start(), piece[0]
            role = "bracket" if piece["bracket"] else "comma" if piece["comma"] else "word"
            if piece["elided"]:
                role = links.get(token, "complement")
            elif role == "word" and (
                token.casefold() in links and (words and token.casefold() not in ("e", "y", "do"))
            ):
                role = links[token.casefold()]
            if role == "word" and token in short_titles() and words:
                yield tuple(words)
                words = []
            words.append(Word(start, start + len(token), token, role))
        yield tuple(words)


@resources.derived()
def short_titles() -> frozenset[str]:
    """Return the titles before a person's name, where a name of something else ends: "Ministry of Trade Ms. …"."""
    titles = lexicon.words("honorifics", "word", **{"class": "title"})
    short = {title for title in titles if f"{title}." in titles}
    return frozenset(short | {f"{title}." for title in short if "." in title})


@resources.derived()
def is_function_word(word: str) -> bool:
    """Whether ``word`` opens a sentence, not a name."""
    return word.capitalize() in set(lexicon.words("function_words", "word"))


def is_common(word: str) -> bool:
    """Whether ``word`` is nearly always written small in running text: in a name it tells of a headline or a menu.

    >>> is_common("Markets"), is_common("Novak")
    (True, False)
    """
    return word.strip(",.;:()'\"").casefold() in _COMMON


def is_generic(words: str) -> bool:
    """Whether the words are what many things are called: "Member States", "Parties"."""
    return words in lexicon.words("generic_names", "word")
