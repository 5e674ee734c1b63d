"""Words of persons' names and around them: particles, titles, posts, what belongs to no name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from untocgraph.core import resources
from untocgraph.core.fold import folded
from untocgraph.extract import lexicon
from untocgraph.extract.names.candidates import UPPER, Candidate
from untocgraph.extract.names.gazetteer import entries_for, state_code
from untocgraph.extract.names.runs import is_function_word

INITIAL = rf"(?!M\.E?P\.)(?:[{UPPER}]\.)+"
PLAIN = rf"[{UPPER}][\w]*(?:['-]\w+)*"
_NOT_NAME = lexicon.word_set("name_cues.word:group=not_in_person")
_ALL_TITLES = lexicon.word_set("honorifics.word")
STRONG_TITLES = lexicon.word_set("honorifics.word:class=title")
"""The titles that only people have: "Mr", "H.E."."""
GIVEN_TITLES = frozenset({"Don"})
"""Titles that are given names too, before one word: "Don Reef"."""
_SHIPS = lexicon.word_set("name_cues.word:group=ship")
"""Words that a ship's name begins with: "HMS", "MV"."""
_PERSONAL_POSTS = lexicon.word_set("name_cues.word:group=personal_post", folded=True)
"""Posts that stand between a body and a name: "Reef Party Leader Ana Ruiz"."""


@resources.derived()
def particle_words() -> frozenset[str]:
    """Return the small words inside names."""
    return frozenset(part for word in lexicon.words("name_particles", "word") for part in word.split())


@resources.derived()
def particle() -> str:
    """Return the regular expression of the small words inside names: "de", "van"."""
    return lexicon.pattern("name_particles", "word")


@resources.derived()
def name_shape() -> str:
    """Return the regular expression of a name of up to six words."""
    link = rf"(?:(?:{particle()}|{particle().replace('(?:', '(?i:', 1)})\s+)*(?:[ld]')?"
    word = rf"(?:{INITIAL}|{PLAIN})"
    suffix = lexicon.pattern("name_suffixes", "word")
    return rf"{word}(?:[ ]{{1,3}}(?:\"\w+\"[ ])?{link}(?!{suffix}(?!\w)){word}){{0,5}}"


@resources.derived()
def _short_titles() -> frozenset[str]:
    """Titles that no name ends with: "Mr", "Ms", "Dr"."""
    return frozenset(title for title in STRONG_TITLES if f"{title}." in STRONG_TITLES)


@resources.derived()
def post_words() -> frozenset[str]:
    """Return the words of posts, case folded."""
    return frozenset(
        word.casefold()
        for post in lexicon.words("posts", "post")
        for word in post.split()
        if word.casefold() not in ("of", "the", "for", "and", "to", "in", "on", "at")
    )


@resources.derived()
def head_words() -> frozenset[str]:
    """Return the words that bodies, treaties and documents are called by."""
    heads = (
        *lexicon.words("org_heads", "head"),
        *lexicon.words("instrument_heads", "head"),
        *lexicon.words("document_heads", "head"),
    )
    return frozenset(word for head in heads for word in head.split() if word[0].isupper()) | {
        "Newsroom",
        "Briefing",
        "Initiative",
    }


def is_post_word(word: str) -> bool:
    """Whether ``word`` is part of a post: "Director", "Officer"."""
    return word.casefold() in post_words()


_GIVEN = lexicon.word_set("name_cues.word:group=given_head")
"""Words of bodies and documents that are given names too: "Bill"."""


def names_a_body(words: Sequence[str]) -> bool:
    """Whether one of the words is what a body, treaty or document is called: "Reef Bill", not "Bill Reef"."""
    first = 1 if len(words) > 1 and words[0] in _GIVEN else 0
    return any(word in head_words() for word in words[first:])


def is_head_word(word: str) -> bool:
    """Whether ``word`` is what a body, treaty or document is called: "Centre", "Report"."""
    return word in head_words()


def person_at(start: int, end: int, method: str, precision: float) -> Candidate:
    """Return a candidate for a person."""
    return Candidate(start=start, end=end, kind="person", type="Person", method=method, precision=precision)


_UNDER = re.compile(r"^(?:vice|co|deputy)-")
_Word = tuple[int, int, str]
"""Start, end and text of a word."""


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Drop words at the ends that belong to no name; None if nothing is left."""
    words = [(start + m.start(), start + m.end(), m[0]) for m in re.finditer(r"\S+", text[start:end])]
    if any(word in _SHIPS for _, _, word in words):
        return None
    posts = [at for at, word in enumerate(words[:-1]) if _UNDER.sub("", word[2].casefold()) in _PERSONAL_POSTS]
    words = words[posts[-1] + 1 :] if posts else words
    while words and _ends_no_name(words[-1][2]) and not _month_name(text, words):
        words.pop()
    for leads in (_owner_or_title, _title_or_small, _no_first_word, _title):
        while words and leads(words[0][2], len(words)):
            words.pop(0)
    words = words[_state_before(text, words) :]
    if not words or state_code(text[words[0][0] : words[-1][1]]):
        return None
    if any(is_alien(word) for _, _, word in words[1:-1]) or any(is_known_body(word) for _, _, word in words):
        return None
    end = words[-1][1]
    return words[0][0], end - 2 if text[words[0][0] : end].endswith("'s") else end


def _is_title(word: str, left: int) -> bool:
    return word in STRONG_TITLES and not (left == 2 and word in GIVEN_TITLES)


def _ends_no_name(word: str) -> bool:
    return is_alien(word) or word.islower() or word in _short_titles()


def _owner_or_title(word: str, left: int) -> bool:
    return (left > 1 and word.endswith("'s")) or (left > 2 and word in _ALL_TITLES)


def _title_or_small(word: str, left: int) -> bool:
    return left > 1 and (_is_title(word, left) or (word.islower() and word not in particle_words()))


def _no_first_word(word: str, left: int) -> bool:
    return is_alien(word) or (left > 1 and (_is_title(word, left) or is_function_word(word.strip(",."))))


def _title(word: str, left: int) -> bool:
    return (left > 2 and word in _ALL_TITLES) or (left > 1 and _is_title(word, left))


_OF_POST = re.compile(r"\b[A-Z][\w-]*\s+of\s+(?:the\s+)?$")
MONTH_NAMES = frozenset(("April", "May", "June", "August"))
"""Months that people are called by."""


def _month_name(text: str, words: list[_Word]) -> bool:
    """Whether a name ends with a word that is a month elsewhere: "Theresa May, Minister"."""
    start, end, word = words[-1]
    before = text[start - 1] if len(words) > 1 else ""
    return word in MONTH_NAMES and before == " " and re.match(r",?\s\d", text[end : end + 3]) is None


def _state_before(text: str, words: list[_Word]) -> int:
    """How many words at the front are the State of a post: "President of Austria NAME"."""
    if len(words) < 3 or not _OF_POST.search(text[max(0, words[0][0] - 40) : words[0][0]]):
        return 0
    return next((n for n in (3, 2, 1) if len(words) - n >= 2 and state_code(text[words[0][0] : words[n - 1][1]])), 0)


@resources.derived(4096)
def is_known_body(word: str) -> bool:
    """Whether a word is the abbreviation of a body or treaty."""
    bare = word.strip(",.;:()'\"")
    if bare in lexicon.words("generic_acronyms", "word"):
        return True
    return (
        len(bare) > 2 and bare.isupper() and bool(entries_for(bare, "organization") or entries_for(bare, "instrument"))
    )


def is_alien(word: str) -> bool:
    """Whether a word is part of no name."""
    bare = word.strip(",.;:()'\"")
    return bare.casefold() in _NOT_NAME or any(char.isdigit() for char in bare) or not any(map(str.isalpha, bare))


def name_words(surface: str) -> tuple[str, ...]:
    """Return the words of a name as compared, given name first.

    >>> name_words("Downer, Alexander"), name_words("NGUYỄN Thị Mai Lăng")[0]
    (('alexander', 'downer'), 'nguyen')
    >>> name_words("A.B. Reed")
    ('a', 'b', 'reed')
    """
    last, comma, first = surface.partition(",")
    ordered = f"{first} {last}" if comma and first.strip() and "." not in first else surface
    initials = re.sub(r"(?<=\b\w)\.(?=\w)", ". ", folded(ordered))
    return tuple(word.strip(".") for word in initials.split())
