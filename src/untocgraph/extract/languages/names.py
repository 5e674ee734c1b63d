"""Persons and bodies in French and Spanish texts, by titles, posts, verbs of saying and head nouns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from untocgraph.core import resources
from untocgraph.core.model import Parse
from untocgraph.extract import lexicon
from untocgraph.extract.document import Reading
from untocgraph.extract.languages.words import READ, any_of, verb_pattern, words_of
from untocgraph.extract.names.candidates import LOWER, UPPER, Candidate
from untocgraph.extract.names.gazetteer import entries_for, find_known, state_code
from untocgraph.extract.names.org_cues import find_french
from untocgraph.extract.names.organizations import find_titled

_UNREAD = Parse(tokens=(), sentences=(), spans=(), method="rules")
_WORD = rf"(?:(?:al|el|ad|as)-)?[{UPPER}][{LOWER}]+(?:['-][{UPPER}]?[{LOWER}]+)*"
_LINK = r"(?:(?:de|del|la|las|los|y|e|du|des|van|von|der|den|ben|bin|el|al|da|dos|di|le)[ ]){0,2}(?:d')?"
_FULL = rf"{_WORD}(?:[ ](?:[{UPPER}]\.[ ])?{_LINK}{_WORD}){{1,4}}"


@resources.derived()
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str, float], ...]:
    post, title = any_of(language, "post"), any_of(language, "title")
    said = verb_pattern(language).pattern.replace("?P<form>", "?:").replace("?P<past>", "?:")
    said = said.removeprefix("(?<![\\w'-])")
    article = r"(?:(?:el|la|los|le|un|une|una|l')[ ]?)?"
    rows = (
        (rf"(?<![\w-])(?:{title})[ ](?P<name>{_LINK}{_WORD}(?:[ ]{_LINK}{_WORD}){{0,4}})", "title", 0.95),
        (
            rf"(?<![\w-])(?i:{post})\b[^,.;:()\"\n]{{0,110}},[ ]{{1,3}}(?P<name>{_FULL})(?=[,.;:)\"]|\s(?i:{said}))",
            "post-comma",
            0.85,
        ),
        (
            rf"(?<![\w-])(?i:{post})\b[^.;:()\"\n]{{0,150}},[ ]{{1,3}}(?P<name>{_FULL})(?=,\s)",
            "post-list",
            0.78,
        ),
        (
            rf"(?<![\w-])(?i:{post})[ ](?:[{LOWER}]{{4,}}[ ])?(?:de[ ]{_WORD}[ ])?(?P<name>{_FULL})(?=[,.;:)\"\s])",
            "post-before",
            0.8,
        ),
        (rf",[ ]{{1,3}}(?P<name>{_FULL}),[ ](?i:{said})", "between", 0.8),
        (rf"(?<![\w-])(?P<name>{_FULL}),[ ]{article}(?i:{post})\b", "post-after", 0.85),
        (rf"(?<![\w-])(?i:{said})[ ](?P<name>{_FULL})(?=[,.;:)\"\n]|\s[a-z]|$)", "said", 0.75),
        (rf"(?:^|[.;\"]\s|,\s|\n)(?P<name>{_FULL})[ ](?i:{said})", "speaks", 0.72),
    )
    return tuple((re.compile(pattern, re.M), rule, precision) for pattern, rule, precision in rows)


def find_persons(reading: Reading, language: str) -> list[Candidate]:
    """Return the persons that titles, posts and verbs of saying show; surnames alone only where they stand again.

    >>> from untocgraph.core.model import Source
    >>> from untocgraph.extract.document import read_layout
    >>> text = "El portavoz de la policía, Raúl Mena Ortiz, dijo que no."
    >>> reading = read_layout(Source(id="s", text=text, sha256=""))
    >>> [reading.text[c.start:c.end] for c in find_persons(reading, "es")]
    ['Raúl Mena Ortiz']
    """
    text = reading.text
    found: dict[tuple[int, int], Candidate] = {}
    for pattern, rule, precision in _patterns(language):
        for match in pattern.finditer(text):
            title = re.match(rf"(?:{any_of(language, 'title')})[ ]", match["name"])
            span = (match.start("name") + (title.end() if title else 0), match.end("name"))
            if _is_person(text[span[0] : span[1]]):
                found.setdefault(span, _person(span, f"person.{language}-{rule}", precision))
    again = {(one.start, one.end): one for one in _again(text, list(found.values()))}
    return list((again | found).values())


def _is_person(name: str) -> bool:
    if _ARTICLE.match(name) or re.fullmatch(r"\w+\s(?:y|et)\s\w+", name):
        return False
    kinds = ("state", "organization", "instrument", "place")
    if any(entries_for(part, kind) for part in (name, *re.split(r"\s(?:y|e|et)\s", name)) for kind in kinds):
        return False
    return not any(_is_head(word) for word in name.split())


@resources.derived()
def _heads() -> frozenset[str]:
    posts = (word for language in READ for word in words_of(language, "post"))
    heads = (*lexicon.words("org_heads", "head"), *lexicon.words("french_heads", "head"), *posts)
    return frozenset(word for head in heads for word in head.split() if word[:1].isupper())


def _is_head(word: str) -> bool:
    return word in _heads()


def _person(span: tuple[int, int], method: str, precision: float) -> Candidate:
    return Candidate(start=span[0], end=span[1], kind="person", type="Person", method=method, precision=precision)


def _again(text: str, people: list[Candidate]) -> Iterator[Candidate]:
    """The surname alone, and the full name, of whoever was named in full."""
    forms: set[str] = set()
    for person in people:
        words = text[person.start : person.end].split()
        if len(words) > 1:
            forms |= {" ".join(words), words[-1]}
            if len(words) > 3:
                forms.add(" ".join(words[-2:]))
    if not forms:
        return
    either = "|".join(re.escape(form) for form in sorted(forms, key=lambda f: (-len(f), f)))
    for match in re.finditer(rf"(?<![\w-])(?:{either})(?![\w-])", text):
        yield _person(match.span(), "person.again", 0.7)


@resources.derived()
def _sayers(language: str) -> re.Pattern[str]:
    said = verb_pattern(language).pattern.replace("?P<form>", "?:").replace("?P<past>", "?:")
    said = said.removeprefix("(?<![\\w'-])")
    article = rf"(?:(?i:{any_of(language, 'article_word')})[ ]?)?"
    short = rf"[{UPPER}]{{3,8}}(?:[ ]{_WORD})?"
    return re.compile(
        rf"(?:(?:^|[.;:,\"•][ ]|\n){article}(?P<ahead>{short})[ ](?i:{said})"
        rf"|(?<![\w-])(?i:{said})[ ]{article}(?P<behind>{short})(?=[,.;\"\n]|\s[{LOWER}]|$))",
        re.M,
    )


def find_sayers(reading: Reading, language: str) -> Iterator[Candidate]:
    """Yield the bodies that say something under an acronym which nothing spells out, wherever it stands.

    >>> from untocgraph.core.model import Source
    >>> from untocgraph.extract.document import read_document
    >>> text = "Los diques gotean, informó XDN Diario. La CXW observa que XDN calla."
    >>> [text[c.start : c.end] for c in find_sayers(read_document(Source(id="s", text=text, sha256="")), "es")]
    ['CXW', 'XDN Diario']
    """
    named = {m["ahead"] or m["behind"] for m in _sayers(language).finditer(reading.text)}
    known = {name for name in named if any(entries_for(name, kind) for kind in ("organization", "state", "instrument"))}
    for name in sorted(named - known):
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", reading.text):
            yield Candidate(
                start=match.start(), end=match.end(), kind="organization", type="Organization",
                method="org.sayer", precision=0.7,
            )  # fmt: skip


def find_employers(reading: Reading, language: str) -> Iterator[Candidate]:
    """Yield the bodies of "director general de BODY, NAME" that no head noun shows.

    >>> from untocgraph.core.model import Source
    >>> from untocgraph.extract.document import read_document
    >>> text = "Lo dijo el director general de Puertos Libres, Raúl Mena Ortiz."
    >>> [text[c.start : c.end] for c in find_employers(read_document(Source(id="s", text=text, sha256="")), "es")]
    ['Puertos Libres']
    """
    post = any_of(language, "post")
    link = r"(?:d[eu]l?|des)[ ](?:la[ ]|los[ ]|las[ ])?|de[ ]l'"
    shape = (
        rf"(?<![\w-])(?i:{post})[ ](?:{link})(?P<name>(?:{_WORD}[ ]){{0,4}}{_WORD}|[{UPPER}]{{3,8}}),[ ]{{1,3}}{_FULL}"
    )
    for match in re.finditer(shape, reading.text):
        name = match["name"]
        known = any(entries_for(name, kind) for kind in ("state", "organization", "place")) or state_code(name)
        if not known and (" " in name or name.isupper()):
            yield Candidate(
                start=match.start("name"), end=match.end("name"), kind="organization", type="GovernmentBody",
                method="organization.employer", precision=0.72,
            )  # fmt: skip


def find_bodies(reading: Reading) -> list[Candidate]:
    """Return organizations and instruments by their head nouns: "Ministerio de Justicia", "Agence nationale pour …"."""
    found = [c for c in find_titled(reading, _UNREAD) if c.kind in ("organization", "instrument")]
    bare = [_without_article(reading.text, c) for c in (*found, *find_french(reading.text))]
    return [c for c in bare if " " in (name := reading.text[c.start : c.end]) or name.isupper()]


_ARTICLE = re.compile(r"(?:El|La|Los|Las|Le|Les|L')[ ']?")


def _without_article(text: str, candidate: Candidate) -> Candidate:
    article = _ARTICLE.match(text, candidate.start, candidate.end)
    return replace(candidate, start=article.end()) if article and text[article.end() - 1] in " '" else candidate


@resources.derived()
def _put(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?<!\w){any_of(language, 'at_place')}\s|\d\s?[-–(,]\s?|^\s*)$")


def find_places(reading: Reading, language: str) -> list[Candidate]:
    """Return towns where the text puts something, regions, and bodies under names that are the same in English."""
    text = reading.text
    found: list[Candidate] = []
    for candidate in find_known(reading):
        surface = text[candidate.start : candidate.end]
        if candidate.kind == "place" and (candidate.type == "City" or candidate.method == "name.city"):
            lead = text[max(0, candidate.start - 12) : candidate.start]
            dateline = re.match(r"[.,]?\s[-–(]|\.\s", text[candidate.end : candidate.end + 3]) and not lead.strip()
            listed = found and re.fullmatch(r",\s|\s(?:y|e|et|and)\s", text[found[-1].end : candidate.start])
            if _put(language).search(lead) or dateline or (listed and found[-1].kind == "place"):
                found.append(replace(candidate, precision=0.85))
        elif candidate.kind in ("state", "place") or surface.isupper() or " " in surface:
            found.append(candidate)
    return found
