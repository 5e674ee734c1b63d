"""Who holds which post for whom, as the words stand: "Reef Party leader Ana Ruiz", "Ana Ruiz (Reef Trust)".

The one grammar of names beside posts: where a post stands between a body and a person, neither name has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from untocgraph.core import resources
from untocgraph.extract import lexicon
from untocgraph.extract.names.candidates import UPPER, Candidate
from untocgraph.extract.names.gazetteer import entries_for, state_code
from untocgraph.extract.names.person_words import MONTH_NAMES, is_alien, is_head_word, is_post_word
from untocgraph.extract.names.runs import is_common, is_function_word

_WORD = rf"[{UPPER}][\w]*(?:['&.+-]\w+)*"
_NAME = rf"(?:{_WORD})(?:[ ](?:(?:of|for|and|the|de|la|del|des|du|y|&)[ ]){{0,2}}{_WORD}){{0,6}}"
_PLAIN = rf"[{UPPER}][a-z\u00df-\u024f]+(?:['-][{UPPER}]?[\w]+)*"
_PERSON = (
    rf"(?:[{UPPER}]{{1,3}}[ ])?(?:{_PLAIN}|Mc{_PLAIN})"
    rf"(?:[ ](?:[{UPPER}]\.[ ])?(?:Mc|de[ ]|van[ ]|von[ ])?{_PLAIN}){{1,2}}"
)
_POST_BEHIND = lexicon.regex(
    rf",[ ](?:(?:the|an?)[ ])?(?P<run>{_WORD}(?:[ ](?:(?:and|&|of|for|the)[ ])*{_WORD}){{0,6}})[ ]"
    rf"(?P<post>(?i:<<posts.post>>)|MP(?=[ ]for[ ]))(?![\w-])"
)
"""A comma, a body, its post: ", Reef Party spokesman"."""
_RUN_BEFORE = lexicon.regex(rf"(?<![\w'-])(?P<run>{_WORD}(?:[ ](?:(?:and|&|of|for|the)[ ])*{_WORD}){{0,7}})[ ]$")
_TITLES = r"(?:<<honorifics.word>>\.?[ ])*"
_TITLED = lexicon.regex(_TITLES + r"(?<=\S[ ])")
_POST_BETWEEN = lexicon.regex(rf"(?<![\w-])(?P<post>(?i:<<posts.post>>)|MP)[ ]{_TITLES}(?P<name>{_PERSON})(?![\w-])")
"""A post with a name right behind it: "leader Ana Ruiz", "Spokesperson on Ports, Bo Lind"."""


@resources.derived()
def _cues(group: str) -> frozenset[str]:
    return frozenset(lexicon.words("name_cues", "word", group=group))


def find_holders(text: str) -> Iterator[Candidate]:
    """Yield persons behind a post, and the bodies that the post is held for in front of it.

    >>> text = "Tall Timber Party leader Ana Ruiz and Reef's Fisheries Spokesman Bo Lind agreed."
    >>> [text[c.start:c.end] for c in find_holders(text)]
    ['Ana Ruiz', 'Tall Timber Party', 'Bo Lind', 'Reef']
    """
    for match in _POST_BETWEEN.finditer(text):
        end = _name_end(text, match.start("name"), match.end("name"))
        if not end:
            continue
        yield Candidate(
            start=match.start("name"), end=end, kind="person", type="Person", method="person.post-held", precision=0.86
        )
        run = _RUN_BEFORE.search(text, max(0, match.start() - 110), match.start())
        if run:
            yield from _owner(text, run, match["post"])


def _name_end(text: str, start: int, end: int) -> int:
    """Where the name ends, zero where the words are no name: a common word or a post ends it."""
    words = list(re.finditer(r"\S+", text[start:end]))
    kept = 0
    for word in words:
        bare = word[0].strip(".,")
        last = word is words[-1]
        if (
            _is_field(bare)
            or bare in _cues("leader")
            or is_post_word(bare)
            or (last and (is_head_word(bare) or (is_alien(bare) and bare not in MONTH_NAMES)))
            or entries_for(bare, "organization")
        ):
            return 0
        if is_function_word(bare):
            break
        kept += 1
    if kept < 2 or any(entries_for(text[start:end], kind) for kind in ("state", "place", "organization")):
        return 0
    return start + words[kept - 1].end()


def _owner(text: str, run: re.Match[str], post: str) -> Iterator[Candidate]:
    """The body of "BODY('s) FIELD post", without the field; nothing where the words are a field alone."""
    words = list(re.finditer(r"\S+", run["run"]))
    owned = next((i for i in range(len(words) - 1, -1, -1) if re.search(r"'s?$", words[i][0])), -1)
    if owned >= 0:
        words = words[: owned + 1]
    else:
        while words and (_is_field(words[-1][0]) or words[-1][0].islower()):
            words.pop()
    joined = max((i for i, word in enumerate(words) if word[0] == "and"), default=-1)
    if joined >= 0 and (owned >= 0 or words[-1][0].isupper() or entries_for(words[-1][0], "organization")):
        words = words[joined + 1 :]  # "Peru and UNODC Chair Ana Ruiz"
    while words and (is_function_word(words[0][0]) or words[0][0].islower()):
        words.pop(0)
    party = post.casefold() in lexicon.words("posts", "post", **{"class": "party"}) or post == "MP"
    if not words or not (owned >= 0 or party or len(words) > 1):
        return
    start, end = run.start("run") + words[0].start(), run.start("run") + words[-1].end()
    end -= 2 if text.endswith("'s", start, end) else text.endswith("'", start, end)
    if _is_body(text[start:end], sure=owned >= 0 or party, party=post == "MP"):
        yield Candidate(
            start=start, end=end, kind="organization", type="NonGovernmentalOrganization" if party else "Organization",
            method="organization.post-held", precision=0.8,
        )  # fmt: skip


def _is_body(name: str, *, sure: bool, party: bool) -> bool:
    """Whether the words before a post name a body that nothing else tells of."""
    words = name.split()
    if any(entries_for(name, kind) for kind in ("state", "place", "organization", "instrument")) or state_code(name):
        return False
    if words[0] in lexicon.words("demonyms", "demonym") or any(is_post_word(word) for word in words):
        return False
    if party and not (words[-1] == "Party" or (len(words) == 1 and (name.isupper() or is_common(name)))):
        return False  # "Ana Ruiz MP"
    return sure or not all(is_common(word) or _is_field(word) for word in words)


def _is_field(word: str) -> bool:
    return word in _cues("portfolio") or word in _cues("post_modifier")


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
    r"[ ](?:of|at|for|with|from)[ ](?:the[ ])?"
    r"|(?i:director|head|secretary|manager|officer)[ ](?:of[ ]the|at(?:[ ]the)?)[ ])"
    rf"(?P<name>{_NAME})(?=[ ,.;:)]|$)(?![ ](?:at|in)[ ]the[ ])"
)


def find_bodies_beside(text: str, people: Sequence[Candidate]) -> list[Candidate]:
    """Return organizations beside the persons given; States, places and posts are none.

    >>> text = "Jo Lund (Rumah Batu, Bandung) thanked Ann Ode from Blue Tide."
    >>> found = {"kind": "person", "type": "Person", "method": "x", "precision": 1.0}
    >>> people = [Candidate(start=0, end=7, **found), Candidate(start=38, end=45, **found)]
    >>> [text[c.start:c.end] for c in find_bodies_beside(text, people)]
    ['Rumah Batu', 'Blue Tide']
    """
    found: list[Candidate] = []
    starts = frozenset(person.start for person in people)
    for person in people:
        behind = _POST_BEHIND.match(text, person.end)
        if behind:
            found.extend(_owner(text, behind, behind["post"]))
            continue
        for pattern, precision in ((_BRACKET, 0.8), (_FROM, 0.66), (_POST_OF, 0.66), (_COMMA, 0.6)):
            match = pattern.match(text, person.end)
            if match:
                found.extend(_beside(match, precision, starts))
                break
    return found


def _beside(match: re.Match[str], precision: float, starts: frozenset[int]) -> Iterator[Candidate]:
    name = match["name"]
    for link in re.finditer(r"[ ]and[ ](?:the[ ])?", name):
        if match.start("name") + link.end() in starts or _TITLED.match(name[link.end() :]):
            name = name[: link.start()]
            break
    lead = re.match(r"(?:the[ ])?(?:NGO|CSO|INGO)[ ]", name)
    begin = match.start("name") + (lead.end() if lead else 0)
    name = name[lead.end() :] if lead else name
    words = name.split()
    if any(is_post_word(word) for word in words) or is_function_word(words[0]) or _TITLED.match(name):
        return
    if state_code(name) or entries_for(name, "place") or entries_for(name, "instrument"):
        return
    if any(state_code(" ".join(words[:count])) for count in (1, 2) if count < len(words)):
        return  # "President of Austria NAME": a State and whoever stands for it
    if len(words) == 1 and words[0].isupper() and len(words[0]) < 3:
        return
    yield Candidate(
        start=begin, end=begin + len(name), kind="organization", type="Organization",
        method="organization.affiliation", precision=precision,
    )  # fmt: skip
