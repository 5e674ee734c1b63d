"""Capitalised phrases cut into names by their head nouns: "Slum Child Foundation", "Alliance of NGOs on …"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from untocgraph.core import resources
from untocgraph.extract import lexicon
from untocgraph.extract.names.gazetteer import entries_for, is_states
from untocgraph.extract.names.runs import Word, is_common, is_function_word, runs, short_titles
from untocgraph.extract.speech.verbs import verb_forms

_LISTING = lexicon.word_set("name_cues.word:group=listing_head")


@dataclass(frozen=True, slots=True)
class Head:
    """A head noun: which kind and type of thing it names, on which side of the name it stands, how surely."""

    words: tuple[str, ...]
    kind: str
    type: str
    side: str
    strength: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name found by its head: its words, and where the head stands among them."""

    words: tuple[Word, ...]
    head: Head
    at: int

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.words[-1].end


@resources.derived()
def _cues(group: str) -> frozenset[str]:
    return frozenset(lexicon.words("name_cues", "word", group=group))


@resources.derived()
def _closed(word: str) -> bool:
    """Whether ``word`` is a determiner, pronoun, day or month: no name goes on with it."""
    return word.capitalize() in set(lexicon.words("function_words", "word", **{"class": "closed"})) - {"Our", "All"}


@resources.derived()
def _heads() -> dict[str, tuple[Head, ...]]:
    tables = {"org_heads": "organization", "instrument_heads": "instrument", "document_heads": "document"}
    heads: dict[str, list[Head]] = {}
    for table, kind in tables.items():
        for row in lexicon.table(table):
            words = tuple(row["head"].split())
            head = Head(words, kind, row["type"], row["side"], row["strength"])
            heads.setdefault(words[0], []).append(head)
            if words[0].upper() != words[0]:
                upper = Head(tuple(word.upper() for word in words), kind, row["type"], row["side"], row["strength"])
                heads.setdefault(upper.words[0], []).append(upper)
    return {word: tuple(sorted(rows, key=lambda h: -len(h.words))) for word, rows in heads.items()}


def _head_at(words: tuple[Word, ...], at: int) -> Head | None:
    said = [word.text.replace("’", "'") for word in words[at : at + _LONGEST_HEAD]]
    for head in (*_heads().get(said[0], ()), *_heads().get(said[0].removesuffix("'s"), ())):
        size = len(head.words)
        if (*said[: size - 1], said[size - 1].removesuffix("'s") if size <= len(said) else "") == head.words:
            return head
        if tuple(said[:size]) == head.words:
            return head
    return None


_LONGEST_HEAD = 8
"""Words of the longest head noun, with room."""


def find_phrases(text: str) -> list[Phrase]:
    """Return the names that their head nouns show, inner names beside the outer ones.

    >>> text = "of the Forum for Clean Rivers and Hill Legal Group"
    >>> [text[p.start:p.end] for p in find_phrases(text)]
    ['Forum for Clean Rivers', 'Hill Legal Group']
    """
    found: list[Phrase] = []
    for words in runs(text):
        heads = {at: head for at in range(len(words)) if words[at].role == "word" and (head := _head_at(words, at))}
        for at, head in heads.items():
            if any(other < at < other + len(h.words) and len(h.words) > len(head.words) for other, h in heads.items()):
                continue
            if _shares_name(head, heads.get(at + len(head.words))):
                continue
            if (phrase := _grow(words, at, head, heads)) is not None:
                found.append(phrase)
    return found


def _shares_name(head: Head, following: Head | None) -> bool:
    """Whether "Customs" is but a word of a name that goes on with another head: "Customs Academy"."""
    return (
        head.type == "GovernmentBody"
        and following is not None
        and following.type in ("AcademicInstitution", "NonGovernmentalOrganization", "PrivateSectorEntity")
    )


def _grow(words: tuple[Word, ...], at: int, head: Head, heads: dict[int, Head]) -> Phrase | None:
    after = at + len(head.words)
    first, last = _first(words, at, head, heads), _last(words, at, head, heads)
    if head.side == "foreign" and last == after:
        return None
    if head.words == ("Bill",) and (after < len(words) or at == 0 or words[at - 1].text in short_titles()):
        return None  # a man called Bill
    if head.side == "lead" and (after >= len(words) or words[after].role != "complement"):
        return None
    while first < at and _COUNTED.fullmatch(words[first].text) and not _counted_body(words[first:last]):
        first += 1
    if head.side != "lead":
        first = _after_post(words, first, at, menu=head.side == "last")
    bare = words[first:last]
    if bare and (bare[0].role != "word" or len({word.text for word in bare}) == 1 < len(bare)):
        return None
    extra = sum(word.role == "word" for word in bare) - len(head.words)
    if head.strength == "never" or not bare or (extra < 1 and head.strength != "whole"):
        return None
    return None if _is_surname(words, first, last, head) else Phrase(bare, head, at - first)


def _first(words: tuple[Word, ...], at: int, head: Head, heads: dict[int, Head]) -> int:
    if head.side == "lead":
        return at
    if head.side in ("first", "foreign") and head.strength != "whole" and not _adjectives(words, at):
        return at
    return _left(words, at, head, heads)


def _last(words: tuple[Word, ...], at: int, head: Head, heads: dict[int, Head]) -> int:
    after = at + len(head.words)
    if head.side == "last":
        return after
    last = _right(words, after, head, heads)
    alone = last == after and _first(words, at, head, heads) == at
    if (
        alone
        and not _cues("no_tail").intersection((head.words[-1], " ".join(head.words)))
        and head.kind == "organization"
        and head.side == "any"
        and head.strength == "strong"
    ):
        last = _without_link(words, after, heads)
    return _before_person(words, after, last, head)


def _is_surname(words: tuple[Word, ...], first: int, last: int, head: Head) -> bool:
    """Whether the head is somebody's surname behind his post: "Premier Richard Court"."""
    if len(head.words) > 1 or head.words[0] not in _cues("surname_head") or first == 0 or last - first > 3:
        return False
    return words[first - 1].role == "word" and words[first - 1].text in _cues("personal_post")


def _without_link(words: tuple[Word, ...], after: int, heads: dict[int, Head]) -> int:
    """Where a name ends that begins with its head and goes on without a link: "Association Main Levée"."""
    last = after
    while last < len(words) and words[last].role == "word" and last not in heads:
        word = words[last].text
        if is_common(word) or is_function_word(word) or word in _cues("personal_post") or word.isupper():
            break
        if word.casefold() in verb_forms():
            break  # "Council Condemns"
        last += 1
    return last


def _after_post(words: tuple[Word, ...], first: int, at: int, *, menu: bool) -> int:
    """Where the name starts behind a post that its run begins with: "WA Premier Tall Timber Trust"."""
    if menu and at == first + 1 and words[first].text in _cues("personal_post") and words[first].role == "word":
        return at  # "Minister Media": no name in front of the head
    posts = [i for i in range(first, at) if words[i].role == "word" and words[i].text in _cues("personal_post")]
    if not posts or posts[-1] + 1 >= at:
        return first
    first = posts[-1] + 1
    while first < at - 1 and words[first].text in _cues("post_modifier"):
        first += 1  # "Secretary General Pacific Islands Forum"
    return first


def _before_person(words: tuple[Word, ...], after: int, last: int, head: Head) -> int:
    """Where the name ends before a post and who holds it: "Centre for Border Data Managing Director Ana Ruiz"."""
    if head.words[-1] in ("Office", "Mission", "Embassy"):
        return last
    for at in range(after + 1, last - 1):
        personal = words[at].text in _cues("personal_post") and words[at - 1].role == "word"
        if personal and words[at + 1].role == "word":
            while at - 1 > after and (words[at - 1].role != "word" or words[at - 1].text in _cues("post_modifier")):
                at -= 1
            return at
    return last


_COUNTED = re.compile(
    r"(?:(?:Twen|Thir|For|Fif|Six|Seven|Eigh|Nine)ty-)?(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth)"
    r"|Tenth|Eleventh|Twelfth|\w+teenth|\w+tieth",
    re.I,
)


def _counted_body(words: tuple[Word, ...]) -> bool:
    """Whether the ordinal is part of the name ("Third Committee"), not the number of a session."""
    short = "-" not in words[0].text and not words[0].text.endswith(("teenth", "tieth"))
    return short or any(entries_for(" ".join(w.text for w in words), kind) for kind in ("organization", "instrument"))


def _adjectives(words: tuple[Word, ...], at: int) -> bool:
    return at > 0 and words[at - 1].role == "word" and not is_function_word(words[at - 1].text)


def _left(words: tuple[Word, ...], at: int, head: Head, heads: dict[int, Head]) -> int:
    first = at
    while first > 0:
        before = words[first - 1]
        if before.role == "word":
            opener = is_function_word(before.text) and not (before.text == "Joint" and head.kind == "instrument")
            if opener and (first == 1 or words[first - 2].role != "word"):
                break
            if first - 1 in heads and before.text.endswith("'s"):
                break  # "the Vega Government's Harbour Fund" is two things
            first -= 1
        elif before.role in ("complement", "and") and head.words[-1] in _cues("law_head") and first > 1:
            first -= 2  # "Prevention of Harm Act"
        elif before.role == "ampersand" and first > 1:
            first -= 2
        elif before.role == "and" and head.side in ("last", "any"):
            chain = _chain(words, first - 2, heads)
            company = head.type == "PrivateSectorEntity"
            pair = _pair(words, first - 2, heads, company=company) if chain is None else chain
            if pair is None:
                break
            first = pair
        else:
            break
    return first


def _chain(words: tuple[Word, ...], at: int, heads: dict[int, Head]) -> int | None:
    """Where "Maat for Peace Development" starts, before "and Human Rights Association"; None if nowhere."""
    linked = False
    while at >= 0 and at not in heads:
        word = words[at]
        if word.role == "word" and (at == 0 or words[at - 1].role not in ("word", "complement")):
            return at if linked and not is_function_word(word.text) and not _is_post(word.text) else None
        if word.role == "complement":
            if word.text not in ("for", "against"):
                return None
            linked = True
        elif word.role != "word":
            return None
        at -= 1
    return None


def _pair(words: tuple[Word, ...], at: int, heads: dict[int, Head], *, company: bool) -> int | None:
    """Where "Transparency" starts, before "and Accountability Network"; None if it is another thing."""
    last = at
    while at >= 0 and words[at].role == "word":
        head = at in heads and heads[at].strength in ("strong", "whole") and words[at].text not in _cues("field_head")
        if head or is_function_word(words[at].text):
            return None
        if at > 0 and words[at - 1].role == "word":
            at -= 1
            continue
        break
    if company and last > at:
        return None
    if at < 0 or words[at].role != "word" or (at > 0 and words[at - 1].role not in ("article", "comma")):
        return None
    left = " ".join(word.text for word in words[at : last + 1])
    known = any(entries_for(left, kind) for kind in ("state", "place", "organization", "instrument"))
    shouted = any(word.text.isupper() and len(word.text) > 1 for word in words[at : last + 1])
    return None if known or shouted or _is_post(words[at].text) else at


@resources.derived()
def _is_post(word: str) -> bool:
    return word.casefold() in {post.casefold() for post in lexicon.words("honorifics", "word")}


def _right(words: tuple[Word, ...], after: int, head: Head, heads: dict[int, Head]) -> int:
    last, complement = after, False
    while last < len(words):
        link = words[last]
        if link.role == "word":
            if complement and is_states(words[last - 1].text):
                return last  # "the Embassy in Chile's Reef Fund" is two things
            if complement or (head.side in ("first", "foreign") and head.strength != "whole"):
                last += 1
                continue
            return last
        step = _step(words, last, head, heads, complement)
        if step is None:
            return last
        complement = complement or link.role in ("complement", "to", "in", "bracket")
        last = step
    return last


def _step(words: tuple[Word, ...], at: int, head: Head, heads: dict[int, Head], complement: bool) -> int | None:
    """The index after the link at ``at`` and the capitalised words behind it, if the name goes on there; else None."""
    role = words[at].role
    target = at + 1
    article = False
    while target < len(words) and words[target].role in ("article", "complement", "and", "to"):
        article = article or words[target].role == "article"
        target += 1
    if target >= len(words) or words[target].role != "word" or _closed(words[target].text):
        return None
    end = target
    while end < len(words) and words[end].role == "word" and not (end > target and is_states(words[end - 1].text)):
        end += 1
    follows = " ".join(word.text for word in words[target:end])
    if role == "and" and complement and words[at + 1].text == "on" and head.words[0] == "Convention":
        article = False  # "Convention on the Safety of Reefs and on the Safety of Lakes"
    return end if _goes_on(words, at, target, end, follows, role, article, head, heads, complement) else None


def _goes_on(
    words: tuple[Word, ...], at: int, target: int, end: int, follows: str, role: str, article: bool, head: Head,
    heads: dict[int, Head], complement: bool,
) -> bool:  # fmt: skip
    place = any(entries_for(follows, kind) for kind in ("place", "state"))
    mission = head.words[0] in ("Permanent", "Embassy", "Consulate", "High", "EMBASSY", "PERMANENT", "Delegation")
    if role == "complement":
        return True
    if role == "bracket":
        link = words[at + 1]
        return link.text in ("on", "of", "for", "against") or (link.role == "to" and head.type == "TreatyBody")
    if role in ("to", "at"):
        return mission or (role == "to" and (head.kind in ("instrument", "document") or head.type == "TreatyBody"))
    if role == "in":
        abbreviated = end < len(words) and words[end].role == "bracket"
        region = bool(entries_for(follows, "place")) and entries_for(follows, "place")[0].type == "Region"
        return mission or (complement and (not place or abbreviated or region))
    if role == "article":
        return complement and words[at - 1].text.endswith("ing")  # "Report on Safeguarding the Lakes"
    if role == "ampersand":
        return complement or head.side in ("first", "foreign")
    if role == "and":
        if place and complement and _is_place(words, at):
            return True  # "for South-East Asia and the Pacific"
        return (complement or head.side in ("first", "foreign")) and not _new_name(
            target, end, article, head, heads, place
        )
    return role == "comma" and complement and not article and _listed(words, at, head, heads)


def _is_place(words: tuple[Word, ...], at: int) -> bool:
    """Whether the capitalised words right before ``at`` are a place."""
    first = at
    while first > 0 and words[first - 1].role == "word":
        first -= 1
    return bool(entries_for(" ".join(word.text for word in words[first:at]), "place"))


def _new_name(target: int, end: int, article: bool, head: Head, heads: dict[int, Head], place: bool) -> bool:
    if article:
        return True
    if place and head.kind == "organization":
        return True
    return any(
        at in heads and heads[at].kind == "organization" and heads[at].strength in ("strong", "whole")
        for at in range(target, end)
    )


def _listed(words: tuple[Word, ...], at: int, head: Head, heads: dict[int, Head]) -> bool:
    """Whether a comma goes on with "A, B and C" inside the name of a ministry, committee or treaty."""
    if head.words[0] not in _LISTING and head.words[-1] not in _LISTING:
        return False
    index = at + 1
    if index < len(words) and words[index].role == "and":
        return False
    while index < len(words) and words[index].role in ("word", "comma", "in", "complement", "article"):
        if index in heads and heads[index].kind == "organization":
            return False
        if words[index].role == "word" and entries_for(words[index].text, "state"):
            return False
        index += 1
    if not (index < len(words) - 1 and words[index].role == "and"):
        return False
    serial = words[index - 1].role == "comma"
    return not serial or head.words[0] in ("Ministry", "Department", "Committee", "Convention", "Protocol")
