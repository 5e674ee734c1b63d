"""Persons: titles of many languages, the model's persons repaired, posts beside names, surnames alone later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from untocgraph.core import resources
from untocgraph.core.model import Parse
from untocgraph.extract import lexicon
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.names.candidates import UPPER, Candidate
from untocgraph.extract.names.gazetteer import entries_for, state_code
from untocgraph.extract.names.org_cues import spoke
from untocgraph.extract.names.person_words import (
    GIVEN_TITLES,
    INITIAL,
    PLAIN,
    STRONG_TITLES,
    head_words,
    is_alien,
    is_known_body,
    is_post_word,
    name_shape,
    names_a_body,
    particle,
    particle_words,
    person_at,
    post_words,
    trimmed,
)
from untocgraph.extract.names.runs import is_common, is_function_word

_LEADERS = lexicon.word_set("name_cues.word:group=leader")
_POST_FOLLOWS = lexicon.regex(
    rf",\s(?:(?:a|an|the|our|its|his|her|who\sis)\s)?"
    rf"(?:(?:[\w'.-]+\s){{0,3}}?|(?:(?:[{UPPER}][\w'-]*|and|for|of|the)\s){{0,8}}?)(?:(?i:<<posts.post>>)\b(?!-)|MP(?=\sfor\s))"
)
_POST_LEADS = lexicon.regex(r"(?i:\b<<posts.post>>)(?:\s(?:of|for|at|on)\s(?:the\s)?[^.;:()\n]{3,90}?)?$")
_PORTFOLIOS = lexicon.word_set("name_cues.word:group=portfolio", folded=True)


def find_people(reading: Reading, parse: Parse) -> list[Candidate]:
    """Return candidates for persons, each producer with its own precision.

    >>> from untocgraph.extract.document.parse import Parser
    >>> from untocgraph.extract.document.layout import read_layout
    >>> from untocgraph.core.model import Source
    >>> text = "Then Mme Awa Sarr-Diop (Lagos) and Mr. Ola de la Ek spoke."
    >>> reading = read_layout(Source(id="s", text=text, sha256=""))
    >>> [reading.text[c.start:c.end] for c in find_people(reading, Parser(use_model=False).parse(reading))]
    ['Awa Sarr-Diop', 'Ola de la Ek']
    """
    found = [
        *_by_title(reading.text),
        *_by_model(reading, parse),
        *_by_post(reading.text),
        *_by_wording(reading.text),
        *_listed(reading),
    ]
    found = [_on_one_line(reading, candidate) for candidate in found]
    return [*found, *_in_lists(reading.text, [c for c in found if c.precision >= 0.75])]


def _on_one_line(reading: Reading, candidate: Candidate) -> Candidate:
    """End a name with its line where lines are short: an address or a list, not wrapped text."""
    source = reading.source.text
    at = source.find("\n", candidate.start, candidate.end)
    if at < 0 or at - (source.rfind("\n", 0, at) + 1) > 45:
        return candidate
    end = candidate.start + len(source[candidate.start : at].rstrip())
    return replace(candidate, end=end) if " " in source[candidate.start : end] else candidate


@resources.derived()
def _titled() -> re.Pattern[str]:
    titles = lexicon.pattern("honorifics", "word")
    return re.compile(
        rf"(?<![\w-])(?P<titles>(?:(?:{titles})(?:[ ]\(ret\.\))?[ ]{{1,3}})+)"
        rf"(?P<name>(?:{particle()}[ ]){{0,2}}{name_shape()})"
    )


def _by_title(text: str) -> Iterator[Candidate]:
    for match in _titled().finditer(text):
        titles = match["titles"].split()
        strong = any(title in STRONG_TITLES for title in titles) and not _given_title(text, match)
        owner = re.search(r"['’]s(?=\s|$)", match["name"])  # "Mr Ruiz's Harbour Plan"
        end = match.start("name") + owner.start() if owner else match.end("name")
        span = trimmed(text, match.start("name"), end)
        if span is None:
            continue
        words = text[span[0] : span[1]].split()
        if any(word.casefold().strip(",") in post_words() for word in words) or is_function_word(words[0]):
            continue
        if not strong and match["titles"].strip() in GIVEN_TITLES and _amid(text, match):
            continue
        roman = re.fullmatch(r"[IVX]+\.", words[0])
        if roman and text[: span[0]].rstrip(" ").endswith("\n"):
            continue
        if strong and not (len(words) == 1 and is_common(words[0])):
            yield person_at(*span, "person.title", 0.975)
        elif len(words) >= 2:
            yield person_at(*span, "person.post-before", 0.8)
        elif _surname(text, words[0], span[1]) and match["titles"].split()[-1] in _LEADERS:
            yield person_at(*span, "person.post-surname", 0.72)


def _given_title(text: str, match: re.Match[str]) -> bool:
    """Whether the title is the given name before one word ("Don Reef") or amid a name ("Ban Don Reef")."""
    return match["titles"].strip() in GIVEN_TITLES and (" " not in match["name"] or _amid(text, match))


def _amid(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 30) : match.start()].split(" ")
    return len(before) > 1 and not before[-1] and before[-2][:1].isupper() and before[-2].isalnum()


def _surname(text: str, word: str, end: int) -> bool:
    """Whether one capitalised word behind a leader's post is a surname: no common word, no name of something else."""
    if not re.fullmatch(rf"[{UPPER}][a-z\u00c0-\u024f]{{2,}}(?:['-][{UPPER}]?\w+)*", word) or is_common(word):
        return False
    if word in head_words() or word.casefold() in post_words() or text[end : end + 4] in (" of ", " for"):
        return False
    return not any(entries_for(word, kind) for kind in ("state", "place", "organization", "instrument"))


def _by_model(reading: Reading, parse: Parse) -> Iterator[Candidate]:
    text, tokens = reading.text, parse.tokens
    justified = len(_WIDE.findall(text)) > _MANY
    at = 0
    while at < len(tokens):
        if tokens[at].ent != "PERSON":
            at += 1
            continue
        first = at
        at += 1
        while at < len(tokens) and tokens[at].ent == "PERSON" and not tokens[at].ent_start:
            at += 1
        span = _repaired(text, tokens[first].start, tokens[at - 1].end, justified=justified)
        if span is None:
            continue
        words = text[span[0] : span[1]].split()
        if _is_people(text[span[0] : span[1]]):
            continue
        named = [word for word in words if word[0].isupper()]
        if _partly_capitals(words):
            continue
        if names_a_body(words) or any(is_common(w) and w.lower() not in particle_words() for w in words):
            continue
        if entries_for(words[0], "place") and entries_for(words[0], "place")[0].type == "Region":
            continue
        if len(named) >= 2 and not any(w.casefold() in post_words() for w in words):
            verb = any(t.dep == "nsubj" and span[0] <= t.start < span[1] for t in tokens[first:at])
            yield person_at(*span, "person.model", 0.85 if verb else 0.75)


def _partly_capitals(words: list[str]) -> bool:
    """Whether some words are in capitals and others are not: "DA Reed" gives an office and a surname."""
    return any(len(word) > 1 and word.isupper() for word in words) and not all(word.isupper() for word in words)


@resources.derived()
def _peoples() -> re.Pattern[str]:
    return re.compile(rf"{lexicon.pattern('demonyms', 'demonym')}(?:s|\s[{UPPER}]\w+s)?")


def _is_people(name: str) -> bool:
    """Whether the words are those of a nation, not of one of its people: "Sri Lankans", "Peruvian Ashaninkas"."""
    return _peoples().fullmatch(name) is not None


@resources.derived()
def _grow_right() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{particle()}\s)*(?:(?i:{particle()})\s)*(?:{PLAIN})(?=[\s,.;:)'\"]|$)")


def _wraps(text: str, start: int, end: int) -> bool:
    """Whether the gap in a name is where a printed line ended: the line before it is a long one."""
    gap = text.index("  ", start, end)
    before = max(text.rfind("  ", 0, gap), text.rfind("\n", 0, gap))
    return gap - before > 60


_WIDE = re.compile(r"(?<=[a-z])  (?=[a-z])")
_MANY = 20
"""Gaps of two spaces between small words in a text that was printed to the margin: there they part no names."""


def _repaired(text: str, start: int, end: int, *, justified: bool = False) -> tuple[int, int] | None:
    """Grow to the whole name ("Carlos Alberto" + "Sánchez del Águila"), then trim what is none of it."""
    surface = text[start:end]
    if (
        any(char in surface for char in '/@&()"|')
        or "\n" in surface
        or ("  " in surface and not (justified and "   " not in surface) and not _wraps(text, start, end))
    ):
        return None
    while (more := _grow_right().match(text, end)) and len(text[start : more.end()].split()) <= 6:
        word = more[0].split()[-1]
        if (
            is_alien(word)
            or is_function_word(word)
            or word.casefold() in post_words()
            or (word.isupper() and len(word) > 1 and not surface.isupper())
        ):
            break
        end = more.end()
    return trimmed(text, start, end)


_PERSONLIKE = rf"(?:{PLAIN}|{INITIAL})(?:[ ](?:{INITIAL}|{PLAIN})){{1,4}}"


@resources.derived()
def _name_ends() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.-]){name_shape()}$")


@resources.derived()
def _name_after() -> re.Pattern[str]:
    return re.compile(rf",\s(?P<name>{name_shape()})(?=[,.;:)\s]|$)")


def _by_post(text: str) -> Iterator[Candidate]:
    """ "NAME, Director of X" and "the Director of X, NAME": a post on the other side of the comma."""
    for match in _POST_FOLLOWS.finditer(text):
        lead = max(0, match.start() - 70)
        name = _name_ends().search(text[lead : match.start()])
        if name:
            yield from _beside_post(text, lead + name.start(), match.start(), "person.post-after")
    for match in _name_after().finditer(text):
        portfolio = text.startswith(" and ", match.end())  # "Minister of Labour, Social Security and Migration"
        if not portfolio and _POST_LEADS.search(text[max(0, match.start() - 110) : match.start()]):
            yield from _beside_post(text, match.start("name"), match.end("name"), "person.post-comma")
    yield from _after_portfolio(text)


@resources.derived()
def _portfolio() -> re.Pattern[str]:
    post = lexicon.pattern("posts", "post")
    word = rf"[{UPPER}][\w'-]*"
    return re.compile(
        rf"(?i:\b{post})\s(?:of|for)\s{{1,2}}(?:the\s)?(?P<run>{word}(?:(?:,|\s(?:and|of|for|the))*\s{{1,2}}{word}){{2,7}})"
        rf"(?=[,.;:)\n]|\s[a-z]|$)"
    )


def _after_portfolio(text: str) -> Iterator[Candidate]:
    """The last two words of "Deputy Minister of Migration Ana Ruiz", where what stands before them is the portfolio."""
    for match in _portfolio().finditer(text):
        words = list(re.finditer(r"\S+", match["run"]))
        first, second = words[-2:]
        if words[-3][0][0].islower() or words[-3][0].endswith(","):
            continue
        if all(_plain_name_word(word[0]) for word in (first, second)) and _is_portfolio(words[-3][0]):
            start = match.start("run") + first.start()
            yield person_at(start, match.start("run") + second.end(), "person.portfolio", 0.78)


def _is_portfolio(word: str) -> bool:
    return is_common(word) or word in head_words() or word.casefold() in _PORTFOLIOS


def _plain_name_word(word: str) -> bool:
    if not word[0].isupper() or word in head_words() or is_common(word) or is_alien(word):
        return False
    if word.casefold() in post_words() or word.rstrip(".") in ("Mr", "Mrs", "Ms", "Dr", "Excellency"):
        return False
    return word.casefold() not in _PORTFOLIOS and word not in ("And", "Of", "For")


def _beside_post(text: str, start: int, end: int, method: str) -> Iterator[Candidate]:
    span = trimmed(text, start, end)
    if span is None:
        return
    words = text[span[0] : span[1]].split()
    if any(word.casefold() in post_words() for word in words) or is_function_word(words[0]):
        return
    if names_a_body(words):
        return
    if sum(word[0].isupper() for word in words) >= 2 and not all(is_common(word) for word in words):
        yield person_at(*span, method, 0.78)


_WORDING_RULES = (
    ("person.so-called", 0.7),
    ("person.who", 0.72),
    ("person.credit", 0.72),
    ("person.called", 0.7),
    ("person.of-body", 0.66),
    ("person.speaks", 0.66),
)


def _cue(group: str) -> str:
    return lexicon.pattern("name_cues", "word", group=group)


@resources.derived()
def _wordings() -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(rf"\b{_cue('called')}\s+(?P<name>{PLAIN}(?:\s(?:{PLAIN}|{INITIAL}))?)"),
        re.compile(
            rf"(?<![\w-])(?P<name>{_PERSONLIKE})(?=,\swho\s|\s{{1,3}}(?:on\s)?(?:\(?\+\d|\(?0\d)[\d ()-]{{6,}})"
        ),
        re.compile(
            rf"(?:©|[Pp]hoto(?:graph)?s?(?:\sby|:)|[Pp]osted\b[^\n]{{0,40}}?\bby|[Pp]repared\sby|[Ww]ritten\sby|[Aa]uthors?:|[Rr]apporteur:|[Cc]ontacts?:|\(?\d{{4}}\.?,?\sby|^by|\sBy)\s(?P<name>{_PERSONLIKE})(?=\s?[|,.;:)\n]|$)"
        ),
        re.compile(rf"\b{_cue('role_list')}\s(?P<name>{_PERSONLIKE})(?=,|\sand\s)"),
        re.compile(rf"(?:^|[•·*▪–-]\s+)(?P<name>{_PERSONLIKE}),\s(?:of|from)\s(?:the\s)?(?=[{UPPER}])", re.M),
        re.compile(
            rf"(?:^|[.;\"]\s|,\s|\n)(?P<name>{_PERSONLIKE})\s(?:also\s|then\s|further\s|later\s)?{spoke()}\b", re.M
        ),
    )


def _by_wording(text: str) -> Iterator[Candidate]:
    for index, pattern in enumerate(_wordings()):
        for match in pattern.finditer(text):
            span = trimmed(text, match.start("name"), match.end("name"))
            if span is None:
                continue
            words = text[span[0] : span[1]].split()
            if index and (len(words) < 2 or any(word.casefold() in post_words() for word in words)):
                continue
            if is_function_word(words[0]):
                continue
            if index and (names_a_body(words) or (index == 5 and _partly_capitals(words))):
                continue
            yield person_at(*span, *_WORDING_RULES[index])


_OFFICER = re.compile(
    rf"(?<![\w.-])(?P<name>{PLAIN}(?:[ ](?:{INITIAL}|{PLAIN})){{1,3}})(?:,\s[JS]r\.)?"
    rf"\s\(\s?(?P<state>[{UPPER}][\w .'-]+?)\s?\)"
)
_NEXT_NAME = re.compile(rf"(?:,\s(?:Ph\.D\.,\s)?(?:and\s)?|\sand\s)(?P<name>{_PERSONLIKE})(?=,|\.|;|\sand\s|\s\()")


def _in_lists(text: str, people: list[Candidate]) -> Iterator[Candidate]:
    """ "Ana Ruiz (Peru)", and who stands in one list with persons found."""
    for match in _OFFICER.finditer(text):
        words = match["name"].split()
        if state_code(match["state"].strip()) and not is_function_word(words[0]) and not names_a_body(words):
            span = trimmed(text, match.start("name"), match.end("name"))
            if span and not state_code(text[span[0] : span[1]]):
                yield person_at(*span, "person.officer", 0.8)
    for person in people:
        at = person.end
        while following := _NEXT_NAME.match(text, at):
            words = following["name"].split()
            span = trimmed(text, following.start("name"), following.end("name"))
            posts = any(w.casefold() in post_words() for w in words)
            if (
                span is None
                or posts
                or names_a_body(words)
                or any(entries_for(following["name"], k) for k in ("state", "place", "organization"))
            ):
                break
            yield person_at(*span, "person.listed", 0.68)
            at = following.end()


_INVERTED = re.compile(
    rf"[\"']?(?P<last>{PLAIN}(?:\s{PLAIN})?),\s(?P<first>{PLAIN}(?:\s(?:{PLAIN}|{INITIAL}))?)[\"']?\s*$", re.M
)
_MIDDLE_INITIAL = re.compile(rf"(?<![\w.-]){PLAIN}(?:[ ]{INITIAL}){{1,2}}[ ]{PLAIN}(?![\w-])")
_SURNAME_FIRST = re.compile(
    rf"(?<![\w-])(?P<name>[{UPPER}]{{3,}}(?:-[{UPPER}]+)*(?:\s{PLAIN}){{1,3}})(?=[,.;:)(\n]|\s\()"
)


_VOWEL = re.compile(r"[AEIOUYÀ-ÖØ-Ý]")


def _listed(reading: Reading) -> Iterator[Candidate]:
    """Names of library records ("Surname, Given") and of lists that print surnames in capitals."""
    for block in reading.blocks:
        if block.kind == "metadata":
            for match in _INVERTED.finditer(reading.text, block.span.start, block.span.end):
                line = reading.text[reading.text.rfind("\n", 0, match.start()) + 1 : match.start()]
                if re.fullmatch(r"\s*-?\s*", line):
                    yield person_at(match.start("last"), match.end("first"), "person.inverted", 0.9)
    for match in _MIDDLE_INITIAL.finditer(reading.text):
        span = trimmed(reading.text, match.start(), match.end())
        whole = span is not None and span[0] == match.start() and span[1] == match.end()
        if whole and not names_a_body(match[0].split()):
            yield person_at(match.start(), match.end(), "person.initial", 0.76)
    for match in _SURNAME_FIRST.finditer(reading.text):
        words = match["name"].split()
        shouted = _VOWEL.search(words[0]) is None or any(is_common(word) for word in words[1:])
        if shouted or f"({words[0]})" in reading.text:
            continue  # "SDR Statements": an abbreviation
        if not any(word.isupper() and len(word) > 1 for word in words[1:]) and not any(
            is_alien(w) or is_known_body(w) or w in head_words() or is_post_word(w) for w in words
        ):
            yield person_at(match.start(), match.end(), "person.capitals", 0.6)
