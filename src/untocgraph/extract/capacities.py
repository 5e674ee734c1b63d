"""In what capacity a person is named: posts, the organization or State they belong to, the body they chair.

A name takes what stands in brackets behind it, what it is apposed to, or what leads up to it; in a list of
posts and names the side on which the first name has its post holds for all, so none takes its neighbour's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from untocgraph.core import resources
from untocgraph.core.model import AttributeClaim, LocalEntity, Mention, RelationClaim, Span
from untocgraph.extract import lexicon
from untocgraph.extract.frame import Frame, is_name
from untocgraph.extract.letterheads import LETTERS_BEHIND, find_listed_posts, fullest, posts_of, untitled
from untocgraph.extract.lexicon import alternatives
from untocgraph.extract.masks import LETTER
from untocgraph.extract.posts import post_pattern

_O, _S, _L, _P, _I = (LETTER[kind] for kind in ("organization", "state", "place", "person", "instrument"))
_SORT = (
    r"(?:(?:NGO|INGO|non-governmental\s+organization|non-governmental\s+organisation|consultancy|company|charity|association|think\s+tank|network|firm|law\s+firm|"
    r"foundation|university|newspaper|organization|organisation|group|coalition|Government|delegation)\s+(?:of\s+(?:the\s+)?)?)?[\"']?"
)
_BODY = rf"(?P<body>[{_O}{_S}]++)"
_BY_PREPOSITION = re.compile(
    rf"(?:,\s*|\s+)(?:(?:who\s+)?(?:is\s+|was\s+)?(?:from|of|at|with|representing|for|speaking\s+for|speaking\s+on\s+behalf\s+of|on\s+behalf\s+of|(?:works|worked|teaches|taught|serves|lectures|leads\s+\w+)\s+(?:[\w\s-]{{0,30}}?\s)?(?:for|at|with|in)|working\s+(?:for|at|with))\s+)(?:the\s+)?{_SORT}{_BODY}"
)
_FROM_THE = re.compile(r",\s+(?:also\s+)?(?:from|of|at)\s+the\s+(?P<noun>[a-z]+)(?=[,.])")
_NOW = re.compile(rf"[^.;]{{0,60}}?\bnow\s+(?:with|at|of)\s+(?:the\s+)?{_SORT}{_BODY}")
_BARE = re.compile(rf"(?:,|\s+[-–—])\s+(?:the\s+)?{_SORT}(?P<body>{_O}++)(?=\s*(?:[,;.)\n]|\(|and\b|$))")
_DETERMINER = (
    r"(?:(?:the|a|an|its|their|our|his|her|then|currently|also|now)\s+){0,2}(?:former\s+(?=[{owners}]))?".replace(
        "{owners}", _O + _S
    )
)
_LINK = re.compile(
    rf"\s*(?:\(({_O}++|[A-Z-]+)\)\s*)?(?:,?\s+(?:of|at|in|for|with|from|to|on)\s+(?:the\s+)?|,\s+(?:the\s+|and\s+)?|\s+and\s+(?:the\s+|a\s+|an\s+)?|['’]s\s+|\s+)"
)


@resources.derived()
def _patterns() -> dict[str, re.Pattern[str]]:
    post = post_pattern()
    return {
        "post": re.compile(
            rf"{_DETERMINER}(?:(?P<owner>[{_O}{_S}{_I}]++)(?:\s*\([^()]*\))?(?:['’]s?)?\s+)?(?P<post>{post})"
        ),
        "copula": re.compile(rf"\s+(?:is|was|serves\s+as|served\s+as|,?\s*who\s+is)\s+(?=(?:the|a|an)\s+{post})"),
        "before": re.compile(
            rf"(?P<whole>(?:(?P<owner>[{_O}{_S}]++)\s*(?:\([^()]*\)\s*)?(?:['’]s?)?,?\s+(?P<whose>whose\s+)?|(?P<its>[Ii]ts|[Oo]ur|[Tt]heir)\s+|(?<![\w’'-]))(?P<post>{post})"
            rf"(?P<tail>(?:\s+(?:of|at|in|for|to|from|with|on)\s+(?:the\s+)?[{_O}{_S}]++(?:\s*\([^()]*\))?(?:,?\s+(?:of\s+(?:the\s+)?|and\s+(?:of\s+)?(?:the\s+)?)?[{_O}{_S}]++)?(?:\s+(?:in|to)\s+[{_L}{_S}]++)?)?)(?:\s*\(\d{{4}}[^()]{{0,12}}\))?"
            rf"(?:,\s*(?:a\s+)?|:\s*|\s+)?(?:\(ret\.\)\s+)?)$"
        ),
    }


@dataclass(frozen=True, slots=True)
class _Capacity:
    """A post (perhaps empty) with the bodies it is held at."""

    post: str
    span: Span
    bodies: tuple[Mention, ...]
    rule: str


def find_capacities(frame: Frame) -> tuple[list[RelationClaim], list[AttributeClaim]]:
    """Return affiliations, chairs of bodies and posts of the persons named."""
    relations: list[RelationClaim] = []
    attributes: list[AttributeClaim] = []
    short = _surnames(frame)
    for block in frame.reading.blocks:
        persons = [m for m in frame.inside(block.span.start, block.span.end, "person") if is_name(m)]
        persons = sorted(
            [*persons, *(m for m in short if block.span.contains(m.evidence.span))], key=lambda m: m.evidence.span
        )
        leading: dict[int, bool] = {}
        for index, person in enumerate(persons):
            previous = persons[index - 1].evidence.span.end if index else block.span.start
            following = persons[index + 1].evidence.span.start if index + 1 < len(persons) else block.span.end
            sentence = frame.sentence(person.evidence.span.start).start
            if sentence not in leading and (leads := _leads(frame, person, sentence)) is not None:
                leading[sentence] = leads
            leftwards = leading.get(sentence, False)
            for capacity in _capacities(frame, person, previous, following, leftwards=leftwards):
                relations.extend(_relations(frame, person, capacity))
                attributes += posts_of(
                    frame, person.entity, _without_event(frame, capacity), capacity.span, capacity.rule
                )
    return relations, fullest([*attributes, *find_listed_posts(frame)])


_IS = r"(?=,\s+(?:the\s+|an?\s+)?[a-z]|\s+(?:is|was)\s+(?:the|an?)\s)"


def _surnames(frame: Frame) -> list[Mention]:
    """Surnames alone that begin a sentence which says what somebody is: "Ruiz, chairman of X, said so"."""
    full: dict[str, set[str]] = {}
    for person in frame.things.of_kind("person"):
        words = person.label.split()
        if len(words) > 1 and re.fullmatch(r"[A-ZÀ-Þ][\w'’-]{3,}", words[-1]):
            full.setdefault(words[-1], set()).add(person.key)
    keys = {name: min(found) for name, found in full.items() if len(found) == 1}
    alone = rf"(?:^|[.!?\"”\n])\s*(?P<name>{alternatives(tuple(keys))}){_IS}"
    return [
        replace(first, text=m["name"], evidence=replace(first.evidence, span=Span(*m.span("name"))))
        for m in (re.finditer(alone, frame.text) if keys else ())
        for first in frame.things.mentions_of(keys[m["name"]])[:1]
    ]


def _without_event(frame: Frame, capacity: _Capacity) -> str:
    """The post without the event it is held at: "President of the Review Conference" is "President"."""
    for mention in frame.things.in_span(capacity.span, "event"):
        at = capacity.post.find(mention.text.split()[0])
        if at > 0 and mention.text.startswith(capacity.post[at : at + 12]):
            return re.sub(r"\s+(?:of|at|for)\s+(?:the\s+)?$", "", capacity.post[:at])
    return capacity.post


def _leads(frame: Frame, person: Mention, sentence: int) -> bool | None:
    """Whether posts stand before the names of a sentence, by one of them; None where it does not tell."""
    before = untitled(frame.text[max(sentence, person.evidence.span.start - 260) : person.evidence.span.start])
    match = _patterns()["before"].search(before)
    if match is not None and not _bare_title(match):
        return True
    after = frame.text[person.evidence.span.end : person.evidence.span.end + 200]
    return False if re.match(rf"\s*(?:\([^()]*\))?,\s+(?:{_patterns()['post'].pattern})", after) else None


def _bare_title(match: re.Match[str]) -> bool:
    return (
        not match["owner"]
        and not match["its"]
        and not match["tail"]
        and not match["whole"].rstrip(" ").endswith((",", ":"))
    )


def _capacities(
    frame: Frame, person: Mention, previous: int, following: int, *, leftwards: bool
) -> Iterator[_Capacity]:
    sentence = frame.sentence(person.evidence.span.start)
    end = person.evidence.span.end
    limit = min(following, max(sentence.end, end))
    bracket = re.compile(r"\s*\(([^()]{2,200})\)").match(frame.text, end)
    found = False
    if bracket:
        capacity = _bracketed(frame, person, bracket)
        if capacity is not None:
            found = True
            yield capacity
        end = bracket.end()
    left = list(_before(frame, person, max(previous, sentence.start), certain=leftwards or found, bracketed=found))
    yield from left
    if found and not left:
        yield from _apposed(frame, person, end, limit)
        return
    again = None if found else _FROM_THE.match(frame.text, end, limit + 1)
    if again and (body := _called(frame, again["noun"].capitalize(), person.evidence.span.start)):
        yield _Capacity("", Span(person.evidence.span.start, again.end()), tuple(body), "affiliation.preposition")
    plain = _BY_PREPOSITION.match(frame.text, end, limit + 1) if not found else None
    if plain and not _elsewhere(frame, person, plain):
        yield _at(frame, person, plain, "affiliation.preposition")
        if not leftwards:
            yield from _apposed(frame, person, plain.end("body"), limit, bare=False)
        return
    gap = frame.text[end:following]
    ahead = following < sentence.end and _patterns()["before"].search(untitled(gap))
    if left and ahead and leftwards:  # what follows leads up to the next name
        return
    yield from _apposed(frame, person, end, limit)


_GOES_ON = re.compile(r"\s+(?:\d+\s+)?(?:task\s+force|working\s+group|steering\s+group)\b")
"""What makes the name of a body part of a longer one: "the UN 80 task force"."""
_MET = re.compile(r"\b(?:to|with)\s+(?:[A-Z][\w.]*\s+){0,4}$")
_WHERE = re.compile(r",?\s+(?:at|(?:speaking\s+)?on\s+behalf\s+of)\s")


def _elsewhere(frame: Frame, person: Mention, match: re.Match[str]) -> bool:
    """Whether what stands behind the name says where or for whom somebody else met or wrote to the person."""
    start = person.evidence.span.start
    met = _MET.search(frame.text, max(0, start - 60), start)
    return met is not None and _WHERE.match(match[0]) is not None


def _bracketed(frame: Frame, person: Mention, bracket: re.Match[str]) -> _Capacity | None:
    inner = frame.inside(bracket.start(1), bracket.end(1), "organization") or frame.inside(
        bracket.start(1), bracket.end(1), "state"
    )
    post = _patterns()["post"].match(frame.text, bracket.start(1), bracket.end(1))
    if not inner and not post:
        return None
    span = Span(person.evidence.span.start, bracket.end())
    return _Capacity(post["post"] if post else "", span, tuple(inner[:1]), "affiliation.bracket")


def _at(frame: Frame, person: Mention, match: re.Match[str], rule: str) -> _Capacity:
    body = frame.masked.at(match.start("body"))
    bodies = (body,) if body else ()
    return _Capacity("", Span(person.evidence.span.start, match.end("body")), bodies, rule)


def _apposed(frame: Frame, person: Mention, start: int, limit: int, *, bare: bool = True) -> Iterator[_Capacity]:
    """Posts and bodies behind a name: "Ana Ruiz, Head of X and adviser at Y, said"."""
    text = frame.text
    opening = re.compile(rf"(?:'s)?{LETTERS_BEHIND}(?:\s*,\s+|\s+[-–—]\s+|\s*\n\s*|\s{{2,}}|\s*:\s+)").match(
        text, start, limit
    ) or _patterns()["copula"].match(text, start, limit)
    at = opening.end() if opening else start
    apart = r"|\s{2,}(?=\S)" if opening and re.search(r"\s{2,}$", opening[0]) else ""
    first = True
    while opening:
        match = _patterns()["post"].match(text, at, limit)
        if match is None:
            break
        if re.compile(rf"\s{_P}").match(text, match.end()):
            break  # "Minister Ruiz, Minister Lind": the post of the next one
        bodies, end = _bodies(frame, match.end(), limit)
        owner = frame.masked.at(match.start("owner")) if match["owner"] else None
        bodies = () if _sent(match["post"], text[match.end() : end]) else bodies  # "Peru's envoy to Chad" is Peru's
        bodies = bodies or ((owner,) if owner else ())
        yield _Capacity(
            match["post"],
            Span(person.evidence.span.start, max(end, match.end())),
            bodies,
            "affiliation.apposition",
        )
        first = False
        more = re.compile(rf",?\s+(?:and|as\s+well\s+as)\s+(?=\S)|,\s+|\s*/\s*|\s*;\s+{apart}").match(text, end, limit)
        if more is None:
            return
        at = more.end()
    if first and bare:
        for pattern, rule in ((_BARE, "affiliation.bare"), (_NOW, "affiliation.now")):
            match = pattern.match(text, start, limit + 1)
            if match:
                yield _at(frame, person, match, rule)
                return


def _sent(post: str, tail: str) -> bool:
    """Whether the State behind a post is where its holder is sent, not whose he is: "envoy to Chad"."""
    return re.match(rf"\s+(?:to|in|for)\s+(?:the\s+)?{_S}", tail) is not None and _ENVOY.search(post) is not None


_ENVOY = re.compile(r"\b(?:ambassador|envoy|representative|commissioner|rapporteur|coordinator)$", re.I)


def _bodies(frame: Frame, at: int, limit: int) -> tuple[tuple[Mention, ...], int]:
    """The body a post is held at, right behind it, and where its name ends."""
    link = re.compile(
        rf"(?:\s+(?:of|at|in|for|with|from|to|on\s+behalf\s+of)\s+(?:the\s+|its\s+)?|,\s+(?:the\s+)?){_SORT}(?=[{_O}{_S}])"
    ).match(frame.text, at, limit)
    if link is None:
        return (), at
    mention = frame.masked.at(link.end())
    if mention is None or _GOES_ON.match(frame.text, mention.evidence.span.end):
        return (), at
    end = mention.evidence.span.end
    bodies = [mention]
    again = re.compile(rf"\s+and\s+(?:of\s+)?(?:the\s+)?(?=[{_O}])").match(frame.text, end, limit)
    if (
        again
        and (second := frame.masked.at(again.end())) is not None
        and re.match(r"\s*(?:[,;.(]|$)", frame.text[second.evidence.span.end : limit])
    ):
        bodies.append(second)
        end = second.evidence.span.end
    tail = re.compile(
        rf"(?:\s*\([^()]*\))?(?:,?\s+(?:of\s+(?:the\s+)?)?[{_O}{_S}]++)*(?:,?\s+(?:in|to)\s+[{_L}{_S}{_O}]++)?"
    ).match(frame.text, end, limit)
    return tuple(bodies), tail.end() if tail else end


def _before(frame: Frame, person: Mention, floor: int, *, certain: bool, bracketed: bool) -> Iterator[_Capacity]:
    """Posts that lead up to a name: "the Director of X, Ana Ruiz", "X's head, Ana Ruiz"."""
    start = max(floor, person.evidence.span.start - 260)
    raw = frame.text[start : person.evidence.span.start]
    before = untitled(raw)
    match = _patterns()["before"].search(before)
    if match is None:
        return
    joined = match["whole"].rstrip(" ").endswith((",", ":")) or not match["whole"].rstrip(" ").endswith(")")
    if not joined or (
        floor > start - 1
        and re.match(r"\s*,", before[: match.start("post")])
        and not certain
        and match["its"] is None
        and not match["owner"]
    ):
        return
    span = Span(start + match.start("post"), person.evidence.span.end)
    bodies: list[Mention] = []
    if match["tail"] and not _sent(match["post"], match["tail"]):
        bodies = frame.inside(start + match.start("tail"), start + match.end("tail"), "organization", "state")[:1]
    elif match["owner"]:
        mention = frame.masked.at(start + match.start("owner"))
        bodies = [mention] if mention else []
        span = Span(start + match.start("owner"), person.evidence.span.end)
    elif match["its"] and not bracketed:
        owner = _owner(frame, start + match.start("its"), match["its"])
        bodies = [owner] if owner else []
    if not bodies and (noun := re.match(r"(?P<noun>[A-Z][a-z]+)\s+\S", match["post"])):
        bodies = _called(frame, noun["noun"], start + match.start("post"))
    yield _Capacity(match["post"], span, tuple(bodies), "affiliation.leading")
    yield from _coordinated(frame, person, start, before[: match.start()])


def _coordinated(frame: Frame, person: Mention, start: int, rest: str) -> Iterator[_Capacity]:
    """The first of two posts before a name: "the Centre's director and head of X, Ana Ruiz"."""
    first = re.search(
        rf"(?:(?P<owner>[{_O}{_S}]++)(?:\s*\([^()]*\))?['’]s?\s+|(?<![\w{_O}{_S}-]))(?P<post>{post_pattern()})\s+and\s+(?:[a-z]+\s+)?$",
        rest,
    )
    if first is None:
        return
    owner = frame.masked.at(start + first.start("owner")) if first["owner"] else None
    bodies = [owner] if owner else _called(frame, first["post"].split()[0], start + first.start("post"))
    if bodies:
        span = Span(start + first.start(), person.evidence.span.end)
        yield _Capacity(first["post"], span, tuple(bodies), "affiliation.leading")


def _called(frame: Frame, noun: str, offset: int) -> list[Mention]:
    """The body that the text has named before by the noun: the Tide Centre of "Centre director"."""
    if noun not in _head_nouns():
        return []
    named = [m for m in frame.inside(0, offset, "organization") if noun in m.text.split()]
    return named[-1:]


def _owner(frame: Frame, offset: int, word: str) -> Mention | None:
    """Whose post "its director" is: the organization the text spoke of last; "our" is the writers' own."""
    if word.casefold() == "our":
        counts: dict[str, int] = {}
        for mention in frame.inside(0, len(frame.text), "organization"):
            if frame.entity(mention).type in ("NonGovernmentalOrganization", "Organization"):
                counts[mention.entity] = counts.get(mention.entity, 0) + 1
        if not counts:
            return None
        key = max(counts, key=lambda k: counts[k])
        return frame.things.mentions_of(key)[0]
    sentence = frame.sentence(offset)
    here = frame.inside(sentence.start, offset, "organization")
    if here:
        return here[-1]
    block = frame.reading.block_at(offset)
    earlier = frame.inside(block.span.start if block else 0, offset, "organization")
    if not earlier:
        return None
    last = frame.sentence(earlier[-1].evidence.span.start)
    return frame.inside(last.start, last.end, "organization")[0]


_GOVERNS = re.compile(
    r"\b(?:minister|secretary|commissioner|councillor|spokes(?:man|woman|person)|chancellor|treasurer)$", re.I
)
_OF = re.compile(r"\b(?:of|for|on|to)\s+(?:the\s+)?$")


def _is_portfolio(post: str, body: LocalEntity) -> bool:
    """Whether a post names what somebody is in charge of ("Minister of the Environment"), no organization."""
    if body.kind != "organization" or body.reference or body.acronym or not _GOVERNS.search(post.strip()):
        return False
    words = body.label.split()
    return not body.label.isupper() and not any(word in _head_nouns() for word in words)


@resources.derived()
def _head_nouns() -> frozenset[str]:
    """The words of organization names that say what sort of organization it is."""
    return frozenset(word for head in lexicon.words("org_heads", "head") for word in head.split() if word[0].isupper())


def _relations(frame: Frame, person: Mention, capacity: _Capacity) -> Iterator[RelationClaim]:
    chair = re.search(r"\b(?:co-?|vice-?)?chair", capacity.post, re.I) is not None
    vice = re.search(r"\bvice-?\s?(?:chair|president)", capacity.post, re.I) is not None
    presides = chair or re.fullmatch(r"(?:co-)?president", capacity.post.strip(), re.I) is not None
    for body in capacity.bodies:
        kind = frame.entity(body).kind
        if kind == "instrument":  # "the Tide Convention's secretary": a treaty is nobody to belong to
            continue
        type_ = frame.entity(body).type
        governed = _OF.search(frame.text, max(0, body.evidence.span.start - 12), body.evidence.span.start)
        if governed and _is_portfolio(capacity.post, frame.entity(body)):
            continue
        meets = type_ in ("WorkingGroup", "TreatyBody")
        keys = frame.all_at(body, "organization") if meets else [body.entity]
        for key in keys:
            if meets != (frame.things[key].type in ("WorkingGroup", "TreatyBody")):
                continue
            if presides and not vice and kind == "organization" and (chair or meets):
                yield frame.relation(person.entity, "chair_of", key, capacity.span, "chair-of")
            if not (meets and (presides or vice)):
                yield frame.relation(person.entity, "affiliated_with", key, capacity.span, capacity.rule)
