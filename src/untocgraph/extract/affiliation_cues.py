"""Organizations that stand where a person's organization stands: "NAME (X, Lagos)", "NAME of X", "By NAME, X,"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from untocgraph.extract import lexicon
from untocgraph.extract.names.candidates import UPPER, Candidate
from untocgraph.extract.names.gazetteer import entries_for, state_code
from untocgraph.extract.names.people import is_post_word
from untocgraph.extract.names.phrases import is_function_word

__all__ = ["find_affiliations"]

_WORD = rf"[{UPPER}][\w]*(?:['&.+-]\w+)*"
_NAME = rf"(?:{_WORD})(?:[ ](?:(?:of|for|and|the|de|la|del|des|du|y|&)[ ]){{0,2}}{_WORD}){{0,6}}"
_TITLED = re.compile(rf"{lexicon.pattern('honorifics', 'word', **{'class': 'title'})}(?:\.|\s|$)")
_BRACKET = re.compile(
    rf"[ ]\((?:the[ ])?\"?(?P<name>{_NAME})\"?(?:,[ ]{_WORD}(?:[ ]{_WORD}){{0,2}})?(?:,[ ][^()]{{1,60}})?\)"
)
_FROM = re.compile(rf",?[ ](?:from|of|at|representing)[ ](?:the[ ])?(?P<name>{_NAME})(?=[ ,.;:)]|$)")
_COMMA = re.compile(
    rf",[ ](?:the[ ])?(?P<name>{_NAME})"
    r"(?=,[ ](?:\d|said|stressed|noted|explained|emphasi|underlined|told|asked|highlighted)|[ ]?\||\n)"
)


_POST_OF = re.compile(
    r",[ ](?:(?:an?|the|its|who[ ]is|then)[ ])?(?:[\w-]+[ ]){0,2}?(?:co-)?(?:"
    r"(?i:founder|coordinator|president|chair|chairperson|chairwoman|chairman|spokes(?:person|man|woman)|member"
    r"|representative|volunteer|employee|activist|campaigner|researcher|lawyer|caseworker"
    r"|(?:managing|executive)[ ]director)"
    r""
    r"[ ](?:of|at|for|with|from)[ ](?:the[ ])?"
    r"|(?i:director|head|secretary|manager|officer)[ ](?:of[ ]the|at(?:[ ]the)?)[ ])"
    rf"(?P<name>{_NAME})(?=[ ,.;:)]|$)(?![ ](?:at|in)[ ]the[ ])"
)


def find_affiliations(text: str, people: Sequence[Candidate]) -> list[Candidate]:
    """Return organizations beside the persons given; States, places and posts are none.

    >>> text = "Jo Lund (Rumah Batu, Bandung) thanked Ann Ode from Blue Tide."
    >>> found = {"kind": "person", "type": "Person", "method": "x", "precision": 1.0}
    >>> people = [Candidate(start=0, end=7, **found), Candidate(start=38, end=45, **found)]
    >>> [text[c.start:c.end] for c in find_affiliations(text, people)]
    ['Rumah Batu', 'Blue Tide']
    """
    found: list[Candidate] = []
    starts = frozenset(person.start for person in people)
    for person in people:
        for pattern, precision in ((_BRACKET, 0.8), (_FROM, 0.66), (_POST_OF, 0.66), (_COMMA, 0.6)):
            match = pattern.match(text, person.end)
            if match:
                found.extend(_organization(match, precision, starts))
                break
    return found


def _organization(match: re.Match[str], precision: float, starts: frozenset[int]) -> Iterator[Candidate]:
    name = match["name"]
    for link in re.finditer(r"[ ]and[ ](?:the[ ])?", name):
        if match.start("name") + link.end() in starts or _TITLED.match(name, link.end()):
            name = name[: link.start()]
            break
    lead = re.match(r"(?:the[ ])?(?:NGO|CSO|INGO)[ ]", name)
    begin = match.start("name") + (lead.end() if lead else 0)
    name = name[lead.end() :] if lead else name
    words = name.split()
    if any(is_post_word(word) for word in words) or is_function_word(words[0]):
        return
    if state_code(name) or entries_for(name, "place") or entries_for(name, "instrument"):
        return
    if any(state_code(" ".join(words[:count])) for count in (1, 2) if count < len(words)):
        return  # "President of Austria NAME": a State and whoever stands for it
    if len(words) == 1 and words[0].isupper() and len(words[0]) < 3:
        return
    yield Candidate(
        start=begin, end=begin + len(name), kind="organization", type="NonGovernmentalOrganization",
        method="organization.affiliation", precision=precision,
    )  # fmt: skip
