"""The words of one language as regular expressions, from ``grammar_words`` and ``foreign_verbs``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from untocgraph.core import resources
from untocgraph.extract import lexicon

READ = ("fr", "es")
"""Languages other than English that are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A verb of saying: ``kind`` is statement, recommendation or commitment."""

    lemma: str
    kind: str


def words_of(language: str, *groups: str) -> tuple[str, ...]:
    """Return the words of the groups, lists in cells opened."""
    return tuple(w for g in groups for w in lexicon.words("grammar_words", "words", language=language, group=g))


@resources.derived()
def any_of(language: str, *groups: str) -> str:
    """Return a regular expression for any word of the groups."""
    return lexicon.alternatives(words_of(language, *groups))


@resources.derived()
def verbs(language: str) -> dict[str, Verb]:
    """Return the forms that report, as written without an auxiliary, each with its verb."""
    found: dict[str, Verb] = {}
    for row in lexicon.table("foreign_verbs"):
        if row["language"] == language:
            for form in (*lexicon.cells(row["participle"]), *lexicon.cells(row["finite"])):
                found.setdefault(form, Verb(lemma=row["lemma"], kind=row["kind"]))
    return found


@resources.derived()
def verb_pattern(language: str) -> re.Pattern[str]:
    """Return the pattern of a finite verb of saying; its form is the group ``past`` or ``form``.

    >>> verb_pattern("fr").search("Elle a également souligné que")["past"]
    'souligné'
    """
    rows = [row for row in lexicon.table("foreign_verbs") if row["language"] == language]
    finite = lexicon.alternatives([form for row in rows for form in lexicon.cells(row["finite"])])
    past = [form for row in rows for form in lexicon.cells(row["participle"])]
    simple = rf"(?P<form>{finite})(?:-t-(?:il|elle)|-(?:ils|elles))?"
    if not past:
        return re.compile(rf"(?<![\w'-]){simple}(?!\w)", re.I)
    if language == "es":
        compound = rf"(?:ha|han|había|habían)\s(?P<past>{lexicon.alternatives(past)})"
        return re.compile(rf"(?<![\w'-])(?:{compound}|{simple})(?!\w)", re.I)
    clitic = r"(?:-t-(?:il|elle|on)|-(?:ils|elles))?"
    adverb = rf"(?:(?:{any_of(language, 'adverb')}|\w+ment),?\s)*"
    compound = (
        rf"(?:a|ont|avait|avaient|ai|avons|s'est|se\ssont){clitic}\s{adverb}(?P<past>{lexicon.alternatives(past)})e?s?"
    )
    return re.compile(rf"(?<![\w'-])(?:{compound}|{simple})(?!\w)", re.I)
