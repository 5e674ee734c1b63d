"""In which language a text is written: by its script, and by how many of its words are function words of a language.

Our own method, kept small: seven languages of Latin script by the lists in ``reference/lexicon/stop_words.csv``,
others by their letters. A short text, and one that no list fits, counts as English.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from untocgraph.core import resources
from untocgraph.extract import lexicon

LANGUAGES = {
    "en": "English", "fr": "French", "es": "Spanish", "pt": "Portuguese", "it": "Italian", "de": "German",
    "nl": "Dutch", "ru": "a language of Cyrillic script", "ar": "a language of Arabic script",
    "zh": "a language of Chinese script", "other": "a language of another script",
}  # fmt: skip
"""Codes that ``language_of`` gives, with the name of each."""

_SCRIPTS = {"CYRILLIC": "ru", "ARABIC": "ar", "CJK": "zh", "HIRAGANA": "other", "HANGUL": "other", "LATIN": ""}
_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN = re.compile(r"[^\0-\u024f]")
"""Characters beyond the Latin blocks."""
_LEAST_WORDS = 25
_FEWEST_WORDS = 8
_LEAST_SHARE = 0.15
"""Of running prose in these languages, 30 to 50 words of a hundred are on its list; of lists of names, few are."""
_SAMPLE = 40_000


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language that most of ``text`` is written in, one of ``LANGUAGES``.

    >>> language_of("La Conférence a prié le Secrétariat de lui faire rapport sur les mesures qui ont été prises par"
    ...             " les États parties et sur les besoins dans le domaine de la formation.")
    'fr'
    """
    sample = text[:_SAMPLE]
    script = _script(sample)
    if script:
        return script
    words = [match[0].casefold() for match in _WORD.finditer(sample)]
    if len(words) < _LEAST_WORDS:
        return "en"
    best, share, english = _best(words)
    return best if share >= _LEAST_SHARE and share > 1.3 * english else "en"


def surely(text: str) -> str:
    """Return the language of a passage whose own words leave no doubt, else the empty string.

    >>> surely("El texto de la decisión que fue aprobada por los delegados."), surely("Lima, Peru")
    ('es', '')
    """
    script = _script(text[:_SAMPLE])
    words = [match[0].casefold() for match in _WORD.finditer(text[:_SAMPLE])]
    if script or len(words) < _FEWEST_WORDS:
        return script if len(words) >= _FEWEST_WORDS else ""
    best, share, english = _best(words)
    if best == "en":
        return "en" if share >= _LEAST_SHARE else ""
    if len(words) < _LEAST_WORDS:
        return best if share >= 2 * _LEAST_SHARE and english < 0.5 * share else ""
    return best if share >= 1.6 * _LEAST_SHARE and share > 1.6 * english else ""


def _best(words: list[str]) -> tuple[str, float, float]:
    """The language most of whose function words occur, their share of all words, and the share of English ones."""
    counted = Counter(words)
    shares = {
        language: sum(counted[word] for word in counted.keys() & listed) / len(words)
        for language, listed in _stop_words().items()
    }
    best = max(shares, key=lambda language: (shares[language], language == "en", language))
    return best, shares[best], shares["en"]


@resources.derived()
def _stop_words() -> dict[str, frozenset[str]]:
    """The function words of each language; of others than English, those that are no English words too."""
    listed = {row["language"]: lexicon.cells(row["words"]) for row in lexicon.table("stop_words")}
    shared = {*listed["en"], *lexicon.words("name_cues", "word", group="english_too")}
    return {
        language: frozenset(w for w in words if language == "en" or (w not in shared and (len(w) > 1 or w in "ld")))
        for language, words in listed.items()
    }


def _script(sample: str) -> str:
    """The language that letters other than Latin ones stand for, where they are the most."""
    foreign = [char for char in _FOREIGN.findall(sample) if char.isalpha()]
    if not foreign or len(foreign) * 2 <= sum(char.isalpha() for char in sample):
        return ""
    names = Counter(unicodedata.name(char, "").split(" ")[0].split("-")[0] for char in foreign)
    return _SCRIPTS.get(max(names, key=lambda name: (names[name], name)), "other")
