"""Lists of names: the people or bodies behind a phrase, and the subject of a verb."""

from __future__ import annotations

import re

from untocgraph.core.model import Mention
from untocgraph.extract import lexicon
from untocgraph.extract.frame import HON, Frame, is_name

__all__ = ["ACTORS", "actors_behind", "persons_in", "persons_listed", "subject_far_away", "subjects_of"]

ACTORS = ("person", "organization", "state")
"""The kinds that can do something."""

_VERBAL = re.compile(
    r"\b(?:who|which|that|said|says|stated|noted|told|stressed|was|were|is|are|has|have|had|will|would|emphasi[sz]ed|"
    r"highlighted|underlined|added|argued|explained|described|recalled|welcomed|while|where|when|because|but|opened|"
    r"closed|moderated|chaired|organi[sz]ed|delivered|followed|hosted|supported)\b"
)
_FOLLOWED = re.compile(r",\s+who\s+was\s+followed\s+by\s")
_BREAK = re.compile(r"[:\"]|\.\s+[A-Z](?!\w*\.)")
_LEADS_UP = re.compile(r"(?:,|\b[A-Z]\w*\.?|\(ret\.\))\s*$")
_APPOSED = re.compile(
    r"(?:\s*\([^()]{0,140}\))?"
    r"(?:(?:,|\s+from|\s+of|\s+at)\s+[^.;:\"]{0,170}?(?:,|(?<=[\ue000-\ue002])|who|who\s+also))?\s*"
)
_BEHIND_PREPOSITION = re.compile(r"\b(?:of|at|in|from|by|with|for|to|on|against|among|between)\s+(?:the\s+)?$")
_SPOKEN_FOR = re.compile(
    r"\b(?:[Rr]epresentatives?|[Dd]elegates?|[Dd]elegations?|[Oo]bservers?|[Gg]overnments?|[Mm]inisters)\s+"
    r"(?:of|from|for)\s+(?:the\s+)?$"
)
_OF_A_PERSON = re.compile(r"(?:\s*\([^()]*\))?,\s+[^.;]{0,120}?(?:of\s+(?:the\s+)?|at\s+(?:the\s+)?|,\s*)?")


def persons_in(frame: Frame, start: int, end: int) -> list[Mention]:
    """Return the mentions of named persons within a stretch of text."""
    return [m for m in frame.inside(start, end, "person") if is_name(m)]


def persons_listed(frame: Frame, offset: int) -> list[Mention]:
    """Return the persons of a list that begins at ``offset``, over posts, bodies and brackets, up to a verb."""
    sentence = frame.sentence(offset)
    found: list[Mention] = []
    at = offset
    for person in frame.inside(offset, sentence.end, "person"):
        gap = frame.text[at : person.evidence.span.start]
        joined = _FOLLOWED.sub(", and ", gap)
        if len(gap) > 170 or _VERBAL.search(joined) or _BREAK.search(joined.replace("H.E.", "")):
            break
        if found and not re.search(r"[,;]|\band\b|&", gap):
            break
        if not found and gap.strip() and not _LEADS_UP.search(gap) and not re.fullmatch(HON, gap):
            break
        found.append(person)
        at = person.evidence.span.end
    return found


def actors_behind(frame: Frame, offset: int, role: str) -> list[Mention]:
    """Return who stands in a list behind a phrase such as "chaired by": bare names, or persons with their posts."""
    found = frame.series_from(offset, *ACTORS)
    people = persons_listed(frame, offset)
    if not people or (found and role in ("organizer", "host", "participant")):
        return found
    if found and frame.entity(found[0]).kind != "person" and not _post_leads(frame, offset, people[0]):
        return found
    if role in ("chair", "moderator") and not _joined(frame, people):
        return people[:1]
    return people


def _post_leads(frame: Frame, start: int, first: Mention) -> bool:
    """Whether a post leads up to the first name, so that the body in it is not who is meant."""
    lead = frame.text[max(0, start - 60) : first.evidence.span.start]
    return re.search(rf"(?<![\w-]){lexicon.pattern('posts', 'post')}s?(?![\w-])", lead, re.I) is not None


def _joined(frame: Frame, people: list[Mention]) -> bool:
    if len(people) < 2:
        return False
    between = frame.text[people[0].evidence.span.end : people[-1].evidence.span.start]
    return re.search(r"\band\s+[^,;]{0,40}$", between) is not None


def subjects_of(frame: Frame, end: int) -> list[Mention]:
    """Return the coordinated names that are the subject of a verb at ``end``, over brackets and appositions."""
    direct = frame.series_to(end, *ACTORS)
    sentence = frame.sentence(max(0, end - 1))
    if not direct:
        persons = persons_in(frame, sentence.start, end)
        if not persons or not _APPOSED.fullmatch(frame.text[persons[-1].evidence.span.end : end]):
            return []
        return _with_earlier(frame, persons[-1:], persons[:-1])
    first = direct[0].evidence.span.start
    earlier = persons_in(frame, sentence.start, first)
    if frame.entity(direct[-1]).kind == "person":
        return _with_earlier(frame, direct, earlier)
    before = frame.text[sentence.start : first]
    gap = frame.text[earlier[-1].evidence.span.end : first] if earlier else ""
    if _BEHIND_PREPOSITION.search(before) and not _SPOKEN_FOR.search(before):
        return earlier[-1:] if earlier and len(gap) < 150 else []
    return earlier[-1:] if earlier and _OF_A_PERSON.fullmatch(gap) else direct


def _with_earlier(frame: Frame, chosen: list[Mention], earlier: list[Mention]) -> list[Mention]:
    """Add the persons before, each led up to by a post: "the Minister for A, X, and the Minister for B, Y, will …"."""
    for person in reversed(earlier):
        gap = frame.text[person.evidence.span.end : chosen[0].evidence.span.start]
        if not re.fullmatch(rf"(?:\s*\([^()]*\))?,?\s+(?:and\s+)?(?:the\s+)?[A-Z][^.;:\"]{{3,110}},\s+{HON}", gap):
            break
        chosen = [person, *chosen]
    return chosen


def subject_far_away(frame: Frame, start: int, end: int) -> list[Mention]:
    """Return the subject of a verb that stands far from it, by the dependency tree (nothing where there is none)."""
    for token in frame.tokens(start, end):
        if token.pos != "VERB":
            continue
        for _ in range(3):
            subjects = [child for child in frame.children(token) if child.dep == "nsubj"]
            for subject in subjects:
                mention = frame.masked.at(subject.start)
                if mention is not None and frame.entity(mention).kind in ACTORS:
                    return frame.series_from(mention.evidence.span.start, *ACTORS) or [mention]
            if subjects or token.dep != "conj":
                break
            token = frame.parse.tokens[token.head]
    return []
