"""What rests on what: mandates of events, who set up and launched a mechanism, what it reviews, annexes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from untocgraph.core.model import Mention, RelationClaim, Span
from untocgraph.extract.events.refs import EventRef
from untocgraph.extract.frame import Frame
from untocgraph.extract.masks import LETTER

_O, _V, _R, _M, _I = (LETTER[k] for k in ("organization", "provision", "resolution", "mechanism", "instrument"))
_BASIS = re.compile(
    rf"(?P<cue>\b(?:mandated\s+(?:by|under)|in\s+accordance\s+with|pursuant\s+to|in\s+line\s+with|in\s+conformity\s+with|in\s+compliance\s+with|according\s+to|as\s+(?:mandated|requested|called\s+for|provided\s+for)\s+(?:by|in)|"
    rf"rest(?:s|ed)?\s+on|based\s+on|exist(?:s)?\s+because\s+of|convened\s+(?:under|by)|held\s+(?:under|pursuant\s+to)|under|basis\s+(?:in\s+[^.,;]{{0,30}})?is|requested\s+by|called\s+for\s+(?:by|in)|in\s+response\s+to|further\s+to))"
    rf"\s+(?:both\s+)?(?:the\s+)?(?:(?:{_O}++|[Cc]onference|[Cc]ouncil|[Aa]ssembly)(?:['’]s)?\s+)?(?:relevant\s+provisions\s+of\s+|(?:operative\s+)?paragraphs?\s+\d+(?:\s+and\s+\d+)?\s+of\s+(?:the\s+|its\s+)?)?(?P<first>[{_V}{_R}])",
    re.I,
)
_AND = re.compile(
    rf"(?:\s*\([^)]*\))?,?\s+(?:and|as\s+well\s+as)\s+(?:(?:in\s+accordance\s+with|pursuant\s+to|with)\s+)?(?:the\s+)?(?=[{_V}{_R}])"
)
_SHALL = re.compile(
    r"\b(?:are|is)\s+to\s+be\b|\bshall\s+be\b|\b(?:was|were|is|are|will\s+be)\s+(?:held|convened|organi[sz]ed)\b"
)
_PAPERS = re.compile(
    r"\b(?:comments?|submissions?|contributions?|suggestions?|report|requests?|measures|responses?|replies|information)\b[^.,;]{0,40}$",
    re.I,
)
_DEEDS = (
    ("established_by", r"establish(?:ed|ing)|creat(?:ed|ing)|set\s+up|setting\s+up|constituted"),
    ("launched_by", r"launch(?:ed|ing)|set\s+in\s+motion|opened|initiated|started|begun"),
)
_EXAMINES = re.compile(
    r"\b(?:examin\w+|review\w*|assess\w*|monitor\w*)\b[^.;]{0,90}?\b(?:appl\w+|implement\w+|implementation|how)\b", re.I
)

_DIALOGUES = re.compile(r"\bdialogues\b", re.I)
_GAP = re.compile(r"(?:(?!\bthat\b)[^.;]){0,89}")
"""What may stand between an event and the basis that it has."""
_CONVENED = re.compile(r"\b(?:convened|held|organi[sz]ed|hosted)\b")
_SUBJECT = re.compile(r"\b(?:dialogues?|meetings?|consultations?)\b[^,;.]{0,20}\bon\s+(?:the\s+)?$", re.I)
"""What makes a mechanism the subject of a meeting, not the thing that was set up."""


def find_mandates(frame: Frame) -> list[RelationClaim]:
    """Return ``mandated_by``, ``established_by``, ``launched_by``, ``reviews``, ``annexed_to`` and ``supplements``."""
    return [
        *_mandated(frame),
        *(claim for predicate, verbs in _DEEDS for claim in _set_up(frame, predicate, verbs)),
        *_reviews(frame),
        *_annexed(frame),
        *_supplements(frame),
    ]


def _mandated(frame: Frame) -> Iterator[RelationClaim]:
    for match in _BASIS.finditer(frame.text):
        first = frame.masked.at(match.start("first"))
        if first is None or _PAPERS.search(frame.text[max(0, match.start() - 60) : match.start()]):
            continue
        bases: list[Mention] = [first]
        while step := _AND.match(frame.text, bases[-1].evidence.span.end):
            following = frame.masked.at(step.end())
            if following is None:
                break
            bases.append(following)
        sentence = frame.sentence(match.start())
        for event in _held_under(frame, match, sentence):
            for base in bases:
                span = Span(match.start(), base.evidence.span.end)
                if _can_mandate(frame, base):
                    yield frame.relation(event, "mandated_by", base.entity, span, "mandated-by")


def _can_mandate(frame: Frame, base: Mention) -> bool:
    entity = frame.entity(base)
    return entity.kind == "resolution" or entity.type != "RuleSet"


def _held_under(frame: Frame, match: re.Match[str], sentence: Span) -> list[str]:
    """The events that a sentence puts on a legal basis: named in it, of the class it speaks of, or the main one."""
    said, cue = sentence.of(frame.reading.text), " ".join(match["cue"].casefold().split())
    shall = _SHALL.search(said) is not None
    if _DIALOGUES.search(said) and (shall or cue.startswith(("mandated", "rest", "exist", "based"))):
        events = frame.things.of_kind("event")
        return [e.key for e in events if e.type == "ConstructiveDialogue" and _singular(frame, e.key)]
    left = frame.refs.within(sentence.start, match.start())
    ahead = frame.refs.within(match.end(), sentence.end)
    if held := _held_at(frame, match, left, ahead):
        return [held]
    loose = cue in ("under", "according to")
    if left and not loose and _GAP.fullmatch(frame.reading.text[left[-1].span.end : match.start()]):
        return [left[-1].key]
    if loose and (left or ahead) and not shall:
        return []
    opens = match.start() - sentence.start < 8
    if opens and not left and _CONVENED.search(said) and (first := _first_meant(frame, ahead)):
        return [first]
    if cue.startswith("basis") or (opens and shall and frame.refs.main):
        return _named_or_main(frame, ahead)
    return []


def _first_meant(frame: Frame, ahead: Sequence[EventRef]) -> str:
    """The event of "Pursuant to X, the Chair convened the Y", or nothing."""
    main = frame.refs.main
    meant = (ref.key for ref in ahead if ref.named and (frame.things[ref.key].type != "Panel" or ref.key == main))
    return next(meant, "")


def _named_or_main(frame: Frame, ahead: Sequence[EventRef]) -> list[str]:
    """The event named behind a basis, else the dialogue that the text is about."""
    named, main = next((ref for ref in ahead if ref.named), None), frame.refs.main
    if named is not None and frame.things[named.key].type != "Session":
        return [named.key]
    return [main] if main and frame.things[main].type == "ConstructiveDialogue" else []


def _held_at(frame: Frame, match: re.Match[str], left: Sequence[EventRef], ahead: Sequence[EventRef]) -> str:
    """The event of "At its 4th meeting, the Council held, pursuant to X, a panel discussion", or nothing."""
    held = left and _CONVENED.search(frame.reading.text[left[-1].span.end : match.start()])
    first = next((ref for ref in ahead if ref.named), None)
    return first.key if held and first is not None and first.span.start - match.end() < 60 else ""


def _singular(frame: Frame, key: str) -> bool:
    """Whether an event is told as one that is held, not an item of a list of coming ones."""
    return any(re.search(r"dialogue|meeting|event", m.text, re.I) for m in frame.things.mentions_of(key))


def _set_up(frame: Frame, predicate: str, verbs: str) -> Iterator[RelationClaim]:
    by = re.compile(
        rf"\b(?:{verbs})\b(?P<gap>[^.;{_R}]{{0,240}}?)\b(?:by|through|in|under|pursuant\s+to)\s+(?:the\s+|its\s+)?(?:\w+\s+)?\[?(?P<who>[{_R}{_O}])",
        re.I,
    )
    for match in by.finditer(frame.text):
        who = frame.masked.at(match.start("who"))
        mechanism = _mechanism(frame, match.start(), match.end())
        if who is not None and mechanism and not re.search(r"\bof\s+$", match["gap"]):
            yield frame.relation(
                mechanism, predicate, who.entity, Span(match.start(), who.evidence.span.end), "set-up-by"
            )
    actor = re.compile(
        rf"(?<![\ue000-\ue00a])(?P<who>{_O}++)(?:\s+\([^)]*\))?\s+(?:has\s+|had\s+)?(?:{verbs})\b[^.;]{{0,60}}?(?P<what>[{_M}])",
        re.I,
    )
    for match in actor.finditer(frame.text):
        who, what = frame.masked.at(match.start("who")), frame.masked.at(match.start("what"))
        if who is not None and what is not None:
            yield frame.relation(
                what.entity, predicate, who.entity, Span(match.start("who"), what.evidence.span.end), "set-up"
            )


def _mechanism(frame: Frame, start: int, end: int) -> str:
    """The mechanism a sentence is about: named in it, or meant by "it", "the review process", "the review phase"."""
    sentence = frame.sentence(start)
    here = frame.inside(sentence.start, sentence.end, "mechanism")
    text = frame.reading.text
    here = [m for m in here if not _SUBJECT.search(text[sentence.start : m.evidence.span.start])]
    if here:
        before = [m for m in here if m.evidence.span.start < end]
        return (before or here)[-1].entity
    text = sentence.of(frame.reading.text)
    if not re.search(
        r"\breview\s+(?:process|phase)\b|^\W*(?:established|created|set\s+up|launched)\b|\bit\b", text, re.I
    ):
        return ""
    every = list(frame.things.of_kind("mechanism"))
    previous = frame.inside(max(0, sentence.start - 250), sentence.start, "mechanism")
    if previous:
        return previous[-1].entity
    return every[0].key if len(every) == 1 and re.search(r"\breview\s+(?:process|phase)\b", text, re.I) else ""


def _reviews(frame: Frame) -> Iterator[RelationClaim]:
    """A mechanism reviews the instrument in its name, or the one a sentence about it says it examines."""
    for mechanism in frame.things.of_kind("mechanism"):
        for mention in frame.things.mentions_of(mechanism.key):
            inner = {m.entity for m in frame.things.in_span(mention.evidence.span, "instrument")}
            words = mention.text.casefold()
            for instrument in frame.things.of_kind("instrument"):
                names = [
                    n
                    for n in (instrument.label, instrument.acronym, *instrument.aliases)
                    if len(n) > 3 and not n.casefold().startswith(("the ", "its "))
                ]
                if instrument.key in inner or any(
                    re.search(rf"(?<!\w){re.escape(' '.join(n.casefold().split()))}(?!\w)", " ".join(words.split()))
                    for n in names
                ):
                    yield frame.relation(mechanism.key, "reviews", instrument.key, mention.evidence.span, "reviews")
    for match in _EXAMINES.finditer(frame.text):
        sentence = frame.sentence(match.start())
        instruments = frame.inside(match.start(), sentence.end, "instrument")
        before = frame.inside(max(0, sentence.start - 200), match.start(), "mechanism")
        if (
            instruments
            and before
            and re.search(r"\b(?:it|which|that)\b|^", sentence.of(frame.text)[: match.start() - sentence.start])
        ):
            span = Span(match.start(), instruments[0].evidence.span.end)
            yield frame.relation(before[-1].entity, "reviews", instruments[0].entity, span, "reviews-verb")


def _annexed(frame: Frame) -> Iterator[RelationClaim]:
    """Rules and instruments that are annexed to a resolution."""
    behind = re.compile(
        rf"(?P<what>[{_V}{_I}{LETTER['document']}]++),?\s+(?:which\s+(?:are|is|were|was)\s+)?(?:annexed|contained\s+in\s+the\s+annex|set\s+out\s+in\s+the\s+annex)\s+(?:to\s+)?(?:the\s+)?(?:(?:{_O}++|\w+)\s+)?(?P<to>[{_R}])"
    )
    ahead = re.compile(
        rf"(?P<to>[{_R}]++)[\])(#\s]*,?\s+(?:which\s+)?(?:includ\w+|contain\w+|sets?\s+out|has|with)?\s*(?:in\s+its\s+annex|annexed)\s+(?:are\s+)?(?:the\s+)?(?P<what>[{_V}{LETTER['document']}])"
    )
    for pattern in (behind, ahead):
        for match in pattern.finditer(frame.text):
            what, to = frame.masked.at(match.start("what")), frame.masked.at(match.start("to"))
            if what is None or to is None:
                continue
            if frame.entity(what).type in ("Paragraph", "Article"):  # "paragraph 5 of the rules, which are annexed …"
                rules = [
                    m
                    for m in frame.things.in_span(what.evidence.span, "provision")
                    if frame.entity(m).type == "RuleSet"
                ]
                if not rules:
                    continue
                what = rules[0]
            yield frame.relation(what.entity, "annexed_to", to.entity, Span(*match.span()), "annexed-to")


def _supplements(frame: Frame) -> Iterator[RelationClaim]:
    """A protocol "supplementing" a convention, in its own name or behind it."""
    pattern = re.compile(rf"(?P<what>{_I}++),?\s+supplementing\s+(?:the\s+)?(?P<to>{_I})")
    for match in pattern.finditer(frame.text):
        what, to = frame.masked.at(match.start("what")), frame.masked.at(match.start("to"))
        if what is not None and to is not None:
            yield frame.relation(
                what.entity, "supplements", to.entity, Span(match.start(), to.evidence.span.end), "supplements"
            )
    for mention in frame.things.mentions:
        if frame.things.kind_of(mention) == "instrument" and re.search(r"\bsupplementing\b", mention.text):
            for inner in frame.things.in_span(mention.evidence.span, "instrument"):
                if inner.entity != mention.entity:
                    yield frame.relation(
                        mention.entity, "supplements", inner.entity, mention.evidence.span, "supplements-name"
                    )
