"""Posts that no sentence gives: in letterheads, in a library's record, in the labels of turns; and which are one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from untocgraph.core import resources
from untocgraph.core.fold import folded
from untocgraph.core.model import AttributeClaim, Mention, Span
from untocgraph.extract import lexicon
from untocgraph.extract.document import Document
from untocgraph.extract.frame import Frame
from untocgraph.extract.posts import cased, post_pattern, posts_in
from untocgraph.extract.rules.loader import counted
from untocgraph.extract.speech.bylines import creators_of, surname_of

LETTERS_BEHIND = r"(?:\s+(?:MP|M\.P\.|MEP|AM|AO|AC|OAM|OBE|CBE|QC|KC|SC|PhD))*"
"""What stands behind a name of an official and is part of it no more."""


def posts_of(frame: Frame, person: str, words: str, span: Span, rule: str) -> Iterator[AttributeClaim]:
    """Yield a claim for each post that the words name."""
    for post in posts_in(words):
        yield frame.attribute(person, "post", post, span, rule, counted(rule))


def untitled(before: str) -> str:
    """Return what stands before a name without the titles that belong to it (a title that is a post is kept)."""
    return _titles().sub("", before)


@resources.derived()
def _titles() -> re.Pattern[str]:
    title = lexicon.pattern("honorifics", "word", **{"class": "title"})
    rank = rf"(?:{lexicon.pattern('honorifics', 'word', note='rank')}|(?<=,\s)General)"
    return re.compile(rf"(?:(?<!\w)(?:(?i:(?:the\s+(?=hon\b))?{title})|{rank})\.?\s+)+$")


def fullest(claims: Iterable[AttributeClaim]) -> list[AttributeClaim]:
    """Return the claims but the posts that are another one of the same person cut short."""
    claims = list(claims)
    held = {(c.entity, folded(c.value)) for c in claims}
    return [c for c in claims if not any(who == c.entity and _is_cut(folded(c.value), post) for who, post in held)]


def _is_cut(post: str, whole: str) -> bool:
    return whole.endswith(f" {post}") or (whole.startswith(f"{post} ") and not whole.startswith(f"{post} of "))


_SOURCE = re.compile(r"^source:\s*\"?(?P<post>[^\"\n]+?)\"?\s*$", re.M)


def find_listed_posts(frame: Frame) -> Iterator[AttributeClaim]:
    """Yield the post of a record, for its one author, those of the letterhead, and the last part of a turn's label."""
    document = frame.reading
    if not isinstance(document, Document):
        return
    body = next((b.span.start for b in document.blocks if b.kind != "metadata"), 0)
    authors = {surname_of(creator) for creator in creators_of(document)}
    people = {m.entity: m for m in frame.inside(0, body, "person") if surname_of(m.text) in authors}
    held = _SOURCE.search(document.source.text, 0, body)
    if held and len(creators_of(document)) < 3 and len(people) == 1 and re.match(post_pattern(), held["post"]):
        yield from posts_of(
            frame, next(iter(people)), cased(held["post"]), Span(*held.span("post")), "affiliation.record"
        )
    yield from _of_letterhead(frame)
    for turn in document.turns:
        who = frame.inside(turn.label.start, turn.label.end, "person")
        post = turn.parts[-1].of(document.text) if len(turn.parts) > 2 else ""
        if len(who) == 1 and re.fullmatch(post_pattern(), post):
            yield from posts_of(frame, who[0].entity, post, turn.label, "affiliation.turn")


_HEAD_LINES = 12
"""Blocks in which a letterhead stands."""
_DATED = re.compile(rf"{LETTERS_BEHIND}(?:\s+\d.*)?\s*", re.S)


@resources.derived()
def _line_of_posts() -> re.Pattern[str]:
    # possessive: there are as many ways as cuts to read "Chair Chair Chair …", and a line that is none tried them all
    return re.compile(rf"(?:{post_pattern()}(?:\s+and)?\s*)++")


def _of_letterhead(frame: Frame) -> Iterator[AttributeClaim]:
    """Posts that stand on lines of their own above or below the lines of their holders, as the first pair has it."""
    blocks = [b.span for b in frame.reading.blocks if b.kind in ("title", "heading", "paragraph")][:_HEAD_LINES]
    lines: list[tuple[Span, Mention | None]] = []
    for span in blocks:
        people = frame.persons(span.start, span.end)
        person = people[0] if len(people) == 1 else None
        before = untitled(frame.text[span.start : person.evidence.span.start]) if person else ""
        if person and not before.strip():
            if _DATED.fullmatch(frame.text, person.evidence.span.end, span.end):
                lines.append((span, person))
        elif _line_of_posts().fullmatch(frame.text, span.start, span.end):
            lines.append((span, None))
        elif lines:
            break
    if not lines or all(holder for _, holder in lines):
        return
    leads = lines[0][1] is None
    holder: Mention | None = None
    for span, person in reversed(lines) if leads else lines:
        if person is not None:
            holder = person
        elif holder is not None:
            at = Span(min(span.start, holder.evidence.span.start), max(span.end, holder.evidence.span.end))
            yield from posts_of(frame, holder.entity, frame.text[span.start : span.end], at, "affiliation.letterhead")
