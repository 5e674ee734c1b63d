"""Who took part in which event, and in what role; and which event is part of, or follows, which."""

from __future__ import annotations

import re
from collections.abc import Iterator

from untocgraph.annotate import lexicon
from untocgraph.annotate.capacities import find_capacities
from untocgraph.annotate.events import session_body
from untocgraph.annotate.frame import HON, Frame, is_name
from untocgraph.annotate.masks import LETTER
from untocgraph.model import Mention, PartialDate, RelationClaim, Span, StatementClaim

__all__ = ["find_participations"]

_P, _O, _S, _E = (LETTER[k] for k in ("person", "organization", "state", "event"))
_WHO = ("person", "organization", "state")
_THE = r"(?:both\s+)?(?:the\s+)?(?:(?:some|about|around|over|more\s+than)\s+)?(?:(?:\d+|[a-z]+(?:-[a-z]+)?)\s+(?=representatives|officials|experts|delegates))?(?:(?:Governments?|representatives?|delegations?|delegates?|officials?|experts?)\s+(?:of|from)\s+(?:the\s+)?)?(?:NGOs?\s+)?"
_AFTER_BY: tuple[tuple[str, str], ...] = (
    ("chair", r"(?<!to be )\b(?:co-)?chaired\s+by|\bpresided\s+over\s+by|\bunder\s+the\s+(?:(?:able|skil\w+)\s+)?(?:chairmanship|presidency|chairpersonship|leadership)\s+of|\bchaired\s+jointly\s+by"),
    ("moderator", r"\b(?:co-)?(?:moderated|facilitated)\s+by|\bmoderation\s+by"),
    ("opening_speaker", r"\b(?:opened|inaugurated)\s+by|\b(?:opening|welcoming|welcome|introductory|inaugural|keynote)\s+(?:remarks|addresses|address|statements|statement|speeches)\s+(?:were\s+|was\s+)?(?:delivered|made|given|provided)?\s*(?:by|from)|\bopening\s+was\s+in\s+the\s+hands\s+of"),
    ("briefer", r"\bbriefed\s+by|\bbriefing\s+(?:was\s+)?(?:given\s+|provided\s+|delivered\s+)?by"),
    ("organizer", r"\bco-organi[sz]ed\s+with|\b(?:co-)?(?:jointly\s+)?(?:organi[sz]ed|convened)(?:\s+jointly)?\s+(?:on\s+[^.;]{3,40}\s+|in\s+[^.;]{3,40}\s+)?by|\borgani[sz]ers?\s+(?:was|were|included)"),
    ("host", r"\b(?:co-)?hosted\s+(?:jointly\s+)?by|\bco-hosted\s+with"),
    ("participant", r"\b(?:attended|represented)[^.:;]{0,80}\bfollowing\b[^.:;]{0,60}:|\b(?:attended|joined)\s+by|\bbrought\s+together|\bbringing\s+together|\bthe\s+following\b[^.:;]{0,80}\b(?:represented|attended|participated|present)\b[^.:;]{0,60}:|\bparticipants\s+included|\bwith\s+the\s+participation\s+of"),
    ("panellist", r"\bon\s+the\s+panel\s+(?:were|was|sat)|\bpanell?ists?\s+(?:were|was|included|representing|from)|\bpanel\s+(?:was\s+|were\s+)?(?:made\s+up\s+of(?:\s+\w+\s+\w+,\s+namely)?|composed\s+of|comprised|comprising|featured|included|consisted\s+of|of\s+\w+)\s*:?|\b(?:one|group|panel)\s+was\s+composed\s+(?:by|of)|\bpanell?ists?\s*:"),
    ("speaker", r"\balso\s+speaking\s+were|\bthe\s+following\b[^.:;]{0,80}\b(?:took\s+the\s+floor|spoke|made\s+statements|delivered\s+statements|intervened)\b[^.:;]{0,40}:|\b(?:supported|seconded|joined|echoed)\s+by\s+(?=the\s+(?:representative|delegate|delegation|observer))|(?<!pening\s)(?<!ntroductory\s)(?<!elcoming\s)(?<!elcome\s)\bstatements\s+were\s+(?:also\s+)?(?:made|delivered)\s+by|\bspeakers\s+(?:included|were)|\binterventions\s+(?:were\s+made\s+)?by|\bpresentations\s+(?:were\s+)?(?:also\s+)?(?:made|given|delivered)?\s*by|\bthe\s+floor\s+was\s+taken\s+by|\bpresentations?\s+on\s+[^.;]{3,80}?\s+by|\b(?:asked|questions?|quer(?:y|ies)|comments?|minutes|statement|remarks|speech|intervention|contribution|message)\s+(?:(?:was|were)\s+)?(?:(?:delivered|made|raised|put|posed|read)\s+)?(?:out\s+)?(?:by|from)"),
)  # fmt: skip
_VERBS: tuple[tuple[str, str], ...] = (
    ("chair", r"(?:successfully\s+|also\s+|then\s+)?(?:co-)?[Cc]hair(?:ed|s|ing)|presid(?:ed|es|ing)\s+over|was\s+in\s+the\s+chair|served\s+as\s+(?:the\s+)?(?:co-)?[Cc]hair|steered"),
    ("moderator", r"(?:co-)?(?:moderat(?:ed|es)|facilitat(?:ed|es))"),
    ("opening_speaker", r"(?:formally\s+|officially\s+)?(?:opened|inaugurated)|(?:delivered|gave|made)\s+(?:the\s+|an?\s+|his\s+|her\s+)?(?:opening|welcoming|welcome|introductory|inaugural|keynote)\s+(?:remarks|address|statement|speech)|welcomed\s+(?:the\s+)?participants"),
    ("host", r"(?:co-)?host(?:ed|s|ing)"),
    ("organizer", r"(?:co-)?(?:jointly\s+)?(?:organi[sz](?:ed|es)|convened|convenes|held|holds)"),
    ("briefer", r"briefed"),
    ("participant", r"(?:also\s+|actively\s+)?(?:participat(?:ed|es|ing)\s+in|took\s+part\s+in|takes\s+part\s+in|attended|attends|(?:will\s+be|is|was|were)\s+attending|(?:was|were)\s+(?:also\s+)?represented|joined|sat\b|listened|will\s+(?:attend|participate\s+in|join)|looks?\s+forward\s+to\s+[^.;]{0,60}?\bat)"),
    ("speaker", r"(?:also\s+)?(?:took\s+the\s+floor|made\s+(?:a\s+)?(?:statements?|presentations?)|(?:delivered|gave)\s+(?:a\s+|the\s+)?(?:statements?|presentations?)|spoke\s+(?:at|during|on)|associated\s+(?:itself|herself|himself|themselves)\s+with)"),
)  # fmt: skip
_WHEN = r"(?:,?\s+(?:(?:this|yesterday|on)\s+(?:morning|afternoon|evening|week|month|[A-Z]\w+day)|today|yesterday|recently|last\s+(?:week|month)|earlier\s+this\s+(?:week|month)),?)?"
_BRIEFS = re.compile(
    r"\b(?:briefed|briefing|overview|status|update[ds]?|informed|review\s+(?:process|phase)|presented\s+(?:the|an)\s+(?:status|overview|report))\b",
    re.I,
)
_ASIDE = re.compile(
    r"(?:\s*\([^()]{0,120}\))?(?:,\s+[^,;.]{0,140}?,)?\s*(?:,\s*)?(?:who\s+|which\s+)?(?:(?:also|has|have|had|will|today|jointly)\s+)*"
)


def find_participations(frame: Frame, statements: tuple[StatementClaim, ...]) -> list[RelationClaim]:
    """Return ``participates_in`` with roles, and ``part_of`` and ``follows`` among events."""
    claims = [
        *_by_phrases(frame),
        *_by_verbs(frame),
        *_opening_remarks(frame),
        *_chairs_described(frame),
        *_panels(frame),
        *_panellists(frame),
        *_of_event(frame),
        *_delegations(frame),
        *_both(frame),
        *_organization(frame),
        *_opening_clause(frame),
        *_committee_chairs(frame),
        *_attendance(frame),
    ]
    strong = {
        (c.subject, c.object)
        for c in claims
        if c.role in ("chair", "panellist", "opening_speaker", "moderator", "briefer")
    }
    wholes = {c.subject: c.object for c in [*_event_parts(frame)]}
    strong |= {(subject, wholes[event]) for subject, event in strong if event in wholes}
    claims += _speakers(frame, statements, strong)
    return [*claims, *_event_parts(frame), *_following(frame)]


def _event_near(frame: Frame, start: int, end: int) -> str:
    """The event of a clause: the nearest reference before or behind it in the sentence, else the passage's own."""
    sentence = frame.sentence(start)
    behind = frame.refs.within(end, sentence.end)
    before = frame.refs.within(sentence.start, start)
    if (
        behind
        and behind[0].span.start - end < 120
        and not re.search(r"[;]|\bwho\b", frame.text[end : behind[0].span.start])
    ):
        if not before or frame.things[behind[0].key].type != "Session" or start - before[-1].span.end > 60:
            return behind[0].key
    if before:
        return before[-1].key
    return frame.refs.at(start)


def _by_phrases(frame: Frame) -> Iterator[RelationClaim]:
    """ "chaired by A", "panellists were A, B and C": the names behind a phrase, for the event before it."""
    text = frame.events.text
    for role, phrase in _AFTER_BY:
        for match in re.finditer(
            rf"(?:{phrase})\s+{_THE}(?:(?:one|two)\s+of\s+[^.;]{{0,40}}?{_O}++(?:\s*\([^)]*\))?,\s+)?{HON}(?=[{_P}{_O}{_S}A-Z]|[a-z])",
            text,
            re.I,
        ):
            if role == "chair" and re.search(
                rf"{_O}(?:\s*\([^()]*\))?,?\s+(?:(?:which|that)\s+)?(?:(?:is|was|are|were)\s+)?$",
                text[: match.start()][-30:],
            ):
                continue  # a body is chaired, not an event
            if role in ("chair",) and re.search(
                r"\bto\s+be\s+$|\bcontinue,?[^.]{0,60}$", text[max(0, match.start() - 80) : match.start()]
            ):
                continue
            actors = _series(frame, match.end(), role)
            event = _phrase_event(frame, match.start(), match.end(), role)
            for actor in actors:
                if event:
                    span = Span(match.start(), actor.evidence.span.end)
                    yield frame.relation(actor.entity, "participates_in", event, span, f"{role}-by", 0.85, role=role)


_VERBAL = re.compile(
    r"\b(?:who|which|that|said|says|stated|noted|told|stressed|was|were|is|are|has|have|had|will|would|emphasi[sz]ed|highlighted|underlined|added|argued|explained|described|recalled|"
    r"welcomed|while|where|when|because|but|opened|closed|moderated|chaired|organi[sz]ed|delivered|followed|hosted|supported)\b"
)


def _series(frame: Frame, offset: int, role: str) -> list[Mention]:
    """The names of a list that begins at ``offset``: bare ones, or persons with their posts before or behind."""
    found = frame.series_from(offset, *_WHO)
    people = _people(frame, offset)
    if people and (not found or role in ("chair", "opening_speaker", "moderator", "speaker", "panellist", "briefer")):
        if (
            not found
            or frame.entity(found[0]).kind == "person"
            or _posts_between(frame, offset, people[0].evidence.span.start)
        ):
            return people[:1] if role in ("chair", "moderator") and not _joint(frame, people) else people
    return found


def _posts_between(frame: Frame, start: int, end: int) -> bool:
    """Whether what stands before the first name is a post, so that the body in it is not the one meant."""
    lead = frame.text[max(0, start - 60) : end]
    return re.search(rf"(?<![\w-]){lexicon.pattern('posts', 'post')}s?(?![\w-])", lead, re.I) is not None


def _joint(frame: Frame, people: list[Mention]) -> bool:
    between = frame.text[people[0].evidence.span.end : people[1].evidence.span.start] if len(people) > 1 else ""
    return re.search(r"\band\b", between) is not None


def _people(frame: Frame, offset: int) -> list[Mention]:
    """Persons of one list, with posts, bodies and brackets between them, up to the first verb."""
    sentence = frame.sentence(offset)
    found: list[Mention] = []
    at = offset
    for person in frame.inside(offset, sentence.end, "person"):
        gap = frame.text[at : person.evidence.span.start]
        joined = re.sub(r",\s+who\s+was\s+followed\s+by\s", ", and ", gap)
        if (
            len(gap) > 170
            or _VERBAL.search(joined)
            or re.search(r"[:\"]|\.\s+[A-Z](?!\w*\.)", joined.replace("H.E.", "").replace("St. ", ""))
        ):
            break
        if found and not re.search(r"[,;]|\band\b|&", gap):
            break
        if (
            not found
            and gap.strip()
            and not re.search(r"(?:,|\b[A-Z]\w*\.?|\(ret\.\))\s*$", gap)
            and not re.fullmatch(HON, gap)
        ):
            break
        found.append(person)
        at = person.evidence.span.end
    return found


def _phrase_event(frame: Frame, start: int, end: int, role: str) -> str:
    sentence = frame.sentence(start)
    before = frame.refs.within(sentence.start, start)
    if role == "panellist":
        panels = [r for r in before if frame.things[r.key].type == "Panel" and r.named]
        number = re.search(
            r"\bthe\s+(first|second|third)\s+(?:one|group|panel)\s+was\s+composed\s+(?:by|of)\s+$",
            frame.text[max(0, end - 60) : end],
        )
        if number:
            for event in frame.things.of_kind("event"):
                if event.type == "Panel" and number[1] in event.label.casefold():
                    return event.key
            return panels[-1].key if panels else ""
        block = frame.reading.block_at(start)
        panels = [
            r
            for r in frame.refs.within(block.span.start if block else 0, end)
            if frame.things[r.key].type == "Panel" and r.named
        ]
        return panels[-1].key if panels else frame.refs.at(start)
    if role in ("briefer", "speaker", "opening_speaker"):
        named = [r for r in before if frame.things[r.key].type not in ("Session", "Panel")]
        return named[-1].key if named else frame.refs.at(start)
    behind = frame.refs.within(end, sentence.end)
    if (
        role == "organizer"
        and behind
        and re.search(r"\borgani[sz]ation\s+of\b", frame.text[end : behind[0].span.start])
    ):
        return behind[0].key
    if before:
        first = before[0] if re.match(r"[^.;]{0,40}$", frame.text[before[0].span.end : start]) else before[-1]
        return first.key
    return frame.refs.at(start)


def _by_verbs(frame: Frame) -> Iterator[RelationClaim]:
    """ "A and B attended the X": a coordination of names as subject, an event as object (or the event at hand)."""
    text = frame.events.text
    for role, verb in _VERBS:
        for match in re.finditer(rf"(?<=[\ue000-\ue002)'’,\w]){_WHEN}\s+(?:{verb})(?![\w-])", text):
            actors = _subjects(frame, match.start()) or _governing(frame, match.start(), match.end())
            if not actors:
                continue
            sentence = frame.sentence(match.start() + 1)
            object_ = re.compile(rf"[^.;]{{0,30}}?(?:the\s+|a\s+|an\s+|its\s+)?(?:[\w-]+\s+){{0,3}}(?=.)").match(
                text, match.end()
            )
            behind = [r for r in frame.refs.within(match.end(), sentence.end) if r.span.start - match.end() < 70]
            if role in ("organizer", "host", "moderator", "participant", "opening_speaker") and not behind:
                if (
                    not (role == "moderator" and re.match(r"\s*[.,;]", text[match.end() : match.end() + 2]))
                    and not (role == "participant" and re.search(r"\bsat|listened|represented|attend", match[0]))
                    and not (
                        role == "opening_speaker" and re.search(r"remarks|address|statement|speech|welcomed", match[0])
                    )
                ):
                    continue
            if object_ is None:
                continue
            if (
                role == "participant"
                and behind
                and re.search(r"\b(?:held\s+by|organi[sz]ed\s+by)\b", text[match.end() : behind[0].span.start])
            ):
                continue
            event = behind[0].key if behind else frame.refs.at(match.start())
            if role == "speaker" and not re.search(r"\b(?:at|during)\b", match[0]):
                event = frame.refs.at(match.start())
            if role == "chair" and not behind and re.search(r"\bsteered\b", match[0]):
                continue
            if role in ("briefer", "organizer", "host"):
                event = _briefing(frame, match.start()) or event if role == "briefer" and not behind else event
                beside = re.compile(
                    rf"[^.;]{{0,80}}?\b(?:together|along|jointly|in\s+(?:cooperation|partnership|collaboration))\s+with\s+(?:the\s+)?(?=[{_O}{_S}])"
                ).match(frame.text, match.end())
                actors = actors + [
                    m
                    for m in (frame.series_from(beside.end(), "organization", "state") if beside else [])
                    if m not in actors
                ]
            for actor in actors:
                if event and (
                    role != "participant"
                    or frame.entity(actor).kind != "organization"
                    or frame.entity(actor).type not in ("TreatyBody",)
                ):
                    span = Span(actor.evidence.span.start, max(match.end(), actor.evidence.span.end))
                    yield frame.relation(actor.entity, "participates_in", event, span, f"{role}-verb", 0.82, role=role)


def _governing(frame: Frame, start: int, end: int) -> list[Mention]:
    """The subject of a verb that stands far from it, by the dependency tree (nothing where there is none)."""
    for token in frame.tokens(start, end):
        if token.pos != "VERB":
            continue
        for _ in range(3):
            subjects = [t for t in frame.children(token) if t.dep == "nsubj"]
            for subject in subjects:
                mention = frame.masked.at(subject.start)
                if mention is not None and frame.entity(mention).kind in _WHO:
                    return frame.series_from(mention.evidence.span.start, *_WHO) or [mention]
            if subjects or token.dep != "conj":
                break
            token = frame.parse.tokens[token.head]
    return []


def _briefing(frame: Frame, offset: int) -> str:
    """The briefing that a paragraph about someone who "briefed" names."""
    block = frame.reading.block_at(offset)
    refs = frame.refs.within(block.span.start, block.span.end) if block else ()
    return next((ref.key for ref in refs if frame.things[ref.key].type == "Briefing"), "")


def _subjects(frame: Frame, end: int) -> list[Mention]:
    """The coordinated names that are the subject of a verb at ``end``, over brackets and appositions."""
    text = frame.text
    direct = frame.series_to(end, *_WHO)
    sentence = frame.sentence(max(0, end - 1))
    if not direct:
        persons = [m for m in frame.inside(sentence.start, end, "person") if is_name(m)]
        if not persons:
            return []
        gap = text[persons[-1].evidence.span.end : end]
        if not re.fullmatch(
            r"(?:\s*\([^()]{0,140}\))?(?:(?:,|\s+from|\s+of|\s+at)\s+[^.;:\"]{0,170}?(?:,|(?<=[\ue000-\ue002])|who|who\s+also))?\s*",
            gap,
        ):
            return []
        chosen = persons[-1:]
        for person in reversed(persons[:-1]):  # "the Minister for A, X, and the Minister for B, Y, will attend"
            if not re.fullmatch(
                rf"(?:\s*\([^()]*\))?,?\s+(?:and\s+)?(?:the\s+)?[A-Z][^.;:\"]{{3,110}},\s+{HON}",
                text[person.evidence.span.end : chosen[0].evidence.span.start],
            ):
                break
            chosen.insert(0, person)
        return chosen
    before = text[sentence.start : direct[0].evidence.span.start]
    if frame.entity(direct[-1]).kind != "person":
        if re.search(
            r"\b(?:of|at|in|from|by|with|for|to|on|against|among|between)\s+(?:the\s+)?$", before
        ) and not re.search(
            r"\b(?:[Rr]epresentatives?|[Dd]elegates?|[Dd]elegations?|[Oo]bservers?|[Gg]overnments?|[Mm]inisters)\s+(?:of|from|for)\s+(?:the\s+)?$",
            before,
        ):
            persons = [m for m in frame.inside(sentence.start, direct[0].evidence.span.start, "person") if is_name(m)]
            if persons and len(text[persons[-1].evidence.span.end : direct[0].evidence.span.start]) < 150:
                return persons[-1:]
            return []
        persons = [m for m in frame.inside(sentence.start, direct[0].evidence.span.start, "person") if is_name(m)]
        if persons and re.fullmatch(
            r"(?:\s*\([^()]*\))?,\s+[^.;]{0,120}?(?:of\s+(?:the\s+)?|at\s+(?:the\s+)?|,\s*)?",
            text[persons[-1].evidence.span.end : direct[0].evidence.span.start],
        ):
            return persons[-1:]
    return direct


def _opening_remarks(frame: Frame) -> Iterator[RelationClaim]:
    """ "In her opening remarks, …, A stressed": the named subject of the sentence."""
    for match in re.finditer(
        r"\b[Ii]n\s+(?:his|her|their|the)\s+(?:opening|welcoming|welcome|introductory|inaugural)\s+(?:remarks|addresse?s?|statements?|speech(?:es)?)\b[^.;]{0,20}?,\s+",
        frame.text,
    ):
        sentence = frame.sentence(match.start())
        persons = _people(frame, match.end()) or [
            m for m in frame.inside(match.end(), sentence.end, "person") if is_name(m)
        ]
        event = frame.refs.at(match.start())
        single = re.search(r"\b(?:his|her|the)\b", match[0]) is not None
        for person in persons[:1] if single else persons:
            if event:
                span = Span(match.start(), person.evidence.span.end)
                yield frame.relation(
                    person.entity, "participates_in", event, span, "opening-remarks", 0.9, role="opening_speaker"
                )


def _opening_clause(frame: Frame) -> Iterator[RelationClaim]:
    """ "Opening the workshop, A, Head of X, said": the subject of the clause that follows."""
    roles = {
        "open": "opening_speaker",
        "inau": "opening_speaker",
        "chai": "chair",
        "mode": "moderator",
        "addr": "speaker",
    }
    for match in re.finditer(
        rf"\b(Opening|Inaugurating|Chairing|Moderating|Addressing)\s+(?:the\s+|a\s+|an\s+)?[^.,;]{{3,160}},\s+(?:the\s+[^.;]{{3,120}},\s+)?{HON}(?=[{_P}])",
        frame.text,
    ):
        person = frame.masked.at(match.end())
        refs = frame.refs.within(match.start(), match.end())
        event = refs[0].key if refs else frame.refs.at(match.start())
        role = roles[match[1][:4].casefold()]
        if person is not None and event:
            yield frame.relation(
                person.entity,
                "participates_in",
                event,
                Span(match.start(), person.evidence.span.end),
                f"{role}-clause",
                0.88,
                role=role,
            )


def _committee_chairs(frame: Frame) -> Iterator[RelationClaim]:
    """ "the Committee, which is chaired by X"."""
    pattern = re.compile(
        rf"(?P<body>{_O}++)(?:\s*\([^()]*\))?,?\s+(?:(?:which|that)\s+)?(?:(?:is|was|are|were|has\s+been)\s+)?(?:currently\s+)?(?:co-)?chaired\s+by\s+(?:the\s+)?{HON}(?=[{_P}{_S}])"
    )
    for match in pattern.finditer(frame.events.text):
        body = frame.masked.at(match.start("body"))
        for actor in frame.series_from(match.end(), "person", "state"):
            if body is not None:
                yield frame.relation(
                    actor.entity,
                    "chair_of",
                    body.entity,
                    Span(match.start(), actor.evidence.span.end),
                    "chair-of-chaired",
                    0.85,
                )


def _chairs_described(frame: Frame) -> Iterator[RelationClaim]:
    """ "the co-Chair of the fourteenth meeting", "the Chair" who chaired: a description that stands for one person."""
    for mention in frame.things.mentions:
        if frame.things.kind_of(mention) != "person" or is_name(mention) or "hair" not in mention.text:
            continue
        end = mention.evidence.span.end
        of = re.compile(rf"\s+of\s+(?:the\s+)?(?=[{_E}])").match(frame.events.text, end)
        if of:
            ref = next((r for r in frame.refs.within(of.end(), of.end() + 400) if r.span.start == of.end()), None)
            if ref is not None:
                yield frame.relation(
                    mention.entity,
                    "participates_in",
                    ref.key,
                    Span(mention.evidence.span.start, ref.span.end),
                    "chair-of-event",
                    0.85,
                    role="chair",
                )
        if re.match(r"\s+(?:chaired|presided\s+over)\b", frame.text[end : end + 20]):
            event = _event_near(frame, end, end + 8)
            if event:
                yield frame.relation(
                    mention.entity, "participates_in", event, mention.evidence.span, "chair-verb", 0.85, role="chair"
                )
    plain = re.compile(rf"\b[Cc]o-?[Cc]hair\s+of\s+(?:the\s+)?(?P<event>{_E}++)")
    for match in plain.finditer(frame.events.text):
        chairs = [
            m
            for m in frame.things.mentions
            if frame.things.kind_of(m) == "person" and is_name(m) and _chaired(frame, m)
        ]
        event = next((r for r in frame.refs.refs if r.span.start == match.start("event")), None)
        if len({m.entity for m in chairs}) == 1 and event is not None:
            yield frame.relation(
                chairs[0].entity, "participates_in", event.key, Span(*match.span()), "chair-of-event", 0.8, role="chair"
            )
    presided = re.compile(
        rf"(?<![\ue000-\ue00a])(?P<who>{_S}++(?:\s+and\s+(?:the\s+)?{_S}++)?)\s+as\s+(?:the\s+)?(?P<role>co-)?[Cc]hairs?\b"
    )
    for match in presided.finditer(frame.text):
        for actor in frame.series_from(match.start("who"), "state"):
            event = frame.refs.at(match.start())
            if event:
                yield frame.relation(
                    actor.entity, "participates_in", event, Span(*match.span()), "chair-as", 0.8, role="chair"
                )
    for match in re.finditer(
        rf"(?<![\ue000-\ue00a])(?P<who>{_S}++),\s+(?:our|as|the)\s+(?:the\s+)?host\b(?!ed)", frame.text
    ):
        host, event = frame.masked.at(match.start("who")), frame.refs.at(match.start())
        if host is not None and event:
            yield frame.relation(
                host.entity, "participates_in", event, Span(*match.span()), "host-called", 0.85, role="host"
            )
    hosting = re.compile(r"\bco-hosting\s+of\s+")
    for match in hosting.finditer(frame.text):
        sentence = frame.sentence(match.start())
        refs = frame.refs.within(match.end(), sentence.end)
        between = re.search(rf"\bbetween\s+(?:the\s+)?(?=[{_S}{_O}])", sentence.of(frame.text))
        if refs and between:
            for actor in frame.series_from(sentence.start + between.end(), "state", "organization"):
                yield frame.relation(
                    actor.entity, "participates_in", refs[0].key, sentence, "host-of", 0.75, role="host"
                )


def _chaired(frame: Frame, mention: Mention) -> bool:
    before = frame.text[max(0, mention.evidence.span.start - 200) : mention.evidence.span.start]
    return (
        re.search(
            r"\bchaired\s+by\b(?:[^.]|Mr\.|Ms\.|Mrs\.|H\.E\.)*$|\b[Cc]hair\b[^.]{0,80},\s*(?:Mr|Ms|Mrs)?\.?\s*$", before
        )
        is not None
    )


def _panels(frame: Frame) -> Iterator[RelationClaim]:
    """ "a panel of five: A (X); B (Y)": every person of the list."""
    for match in re.finditer(
        r"\bpanel\s+(?:of\s+(?:\w+\s+){1,3}|discussion\s+(?:with|featuring)\s+(?:\w+\s+){0,3})?(?::|—|–)\s*", frame.text
    ):
        sentence = frame.sentence(match.start())
        event = frame.refs.at(match.start())
        for person in frame.inside(match.end(), sentence.end, "person"):
            if is_name(person) and event:
                yield frame.relation(
                    person.entity,
                    "participates_in",
                    event,
                    Span(match.start(), person.evidence.span.end),
                    "panel-list",
                    0.88,
                    role="panellist",
                )


def _panellists(frame: Frame) -> Iterator[RelationClaim]:
    """People called panellists, and those whose organization "the panellists representing …" stands for."""
    representing: dict[str, tuple[str, Span]] = {}
    for match in re.finditer(rf"\bpanell?ists\s+(?:representing|from)\s+(?:the\s+)?(?=[{_O}])", frame.text):
        event = frame.refs.at(match.start())
        for actor in frame.series_from(match.end(), "organization"):
            representing.setdefault(actor.entity, (event, Span(match.start(), actor.evidence.span.end)))
    for person in (m for m in frame.masked.mentions if frame.entity(m).kind == "person"):
        end, start = person.evidence.span.end, person.evidence.span.start
        called = re.compile(
            rf"(?:'s)?(?:\s*\([^()]*\))?,\s+(?:(?:the|a|an|one\s+of\s+the)\s+)?(?:{_O}++\s+|[\w-]+\s+){{0,2}}panell?ists?\b"
        ).match(frame.text, end)
        before = re.search(
            r"\b[Pp]anell?ist,?\s+(?:(?:Mr|Ms|Mrs|Mme|Dr|Prof)\.?\s+)?$", frame.text[max(0, start - 30) : start]
        )
        event = frame.refs.at(start)
        if (called or before) and event:
            yield frame.relation(
                person.entity,
                "participates_in",
                event,
                Span(start, called.end() if called else end),
                "panellist-called",
                0.88,
                role="panellist",
            )
        member = re.compile(
            rf"(?:,\s+|\s+)(?:from|of|[\w\s]{{3,30}}\s+of)\s+(?:the\s+)?(?=[{_O}])|\s*\((?=[{_O}])"
        ).match(frame.text, end)
        body = frame.masked.at(member.end()) if member else None
        if body is not None and body.entity in representing:
            group, span = representing[body.entity]
            if group:
                yield frame.relation(
                    person.entity, "participates_in", group, span, "panellist-member", 0.75, role="panellist"
                )


def _of_event(frame: Frame) -> Iterator[RelationClaim]:
    """ "a briefing of the X Network" is held by it."""
    for event in frame.things.of_kind("event"):
        for mention in frame.things.mentions_of(event.key):
            of = re.search(
                r"\b(?:briefing|workshop|seminar|event|training|hearing)\s+(?:of|by)\s+(?:the\s+)?", mention.text
            )
            inner = [m for m in frame.things.in_span(mention.evidence.span, "organization")]
            if of and inner and inner[0].evidence.span.start == mention.evidence.span.start + of.end():
                yield frame.relation(
                    inner[0].entity,
                    "participates_in",
                    event.key,
                    mention.evidence.span,
                    "organizer-of",
                    0.85,
                    role="organizer",
                )


_LISTS = re.compile(
    r"\W*(?:(?:annex|appendix)\s+\w+\W+)?(?:list\s+of\s+)?(?:(?P<panellist>panell?ists)|(?P<speaker>speakers)|(?P<moderator>moderators?)|"
    r"(?P<participant>participants|attendees|attendance|delegations|observers|present))\b\W*",
    re.I,
)


def _attendance(frame: Frame) -> Iterator[RelationClaim]:
    """Lists under "Participants": one name a line, or all in a row behind a colon."""
    event, role = frame.refs.main, ""
    for block in frame.reading.blocks:
        body = block.span.of(frame.text)
        opening = _LISTS.match(body)
        if block.kind in ("heading", "title") or (opening and len(body) < 60):
            role = opening.lastgroup or "" if opening and opening.end() >= len(body.rstrip()) - 2 else ""
            continue
        own = opening.lastgroup or "" if opening and ":" in opening[0] else ""
        if not event or not (own or role) or (not own and len(body) > 200):
            role = role if len(body) <= 200 else ""
            continue
        people = [m for m in frame.inside(block.span.start, block.span.end, "person") if is_name(m)]
        for person in people if own else people[:1]:
            span = person.evidence.span
            yield frame.relation(person.entity, "participates_in", event, span, "attendance", 0.85, role=own or role)


def _organization(frame: Frame) -> Iterator[RelationClaim]:
    """ "thanked X for the organization of the workshop", "X's hosting of the event"."""
    pattern = re.compile(
        rf"\bto\s+(?:the\s+)?(?P<who>[{_O}{_S}]++)(?:\s*\([^()]*\))?\s+for\s+(?:the\s+)?(?:(?P<org>organi[sz](?:ation\s+of|ing))|(?P<host>hosting(?:\s+of)?))\s+"
    )
    for match in pattern.finditer(frame.text):
        who = frame.masked.at(match.start("who"))
        refs = frame.refs.within(match.end(), match.end() + 300)
        if who is not None and refs and refs[0].span.start - match.end() < 6:
            role = "host" if match["host"] else "organizer"
            yield frame.relation(
                who.entity,
                "participates_in",
                refs[0].key,
                Span(match.start(), refs[0].span.end),
                f"{role}-thanked",
                0.88,
                role=role,
            )


def _delegations(frame: Frame) -> Iterator[RelationClaim]:
    """ "The X delegation was led by A and included B": A and B took part, for their State."""
    pattern = re.compile(
        r"\b(?P<whose>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\s+delegation\b[^.;]{0,20}?\b(?:led|headed|comprised|included)\b(?:\s+by)?"
    )
    for match in pattern.finditer(frame.text):
        sentence = frame.sentence(match.start())
        event = frame.refs.at(match.start()) or frame.refs.main
        state = _state_called(frame, match["whose"])
        for person in frame.inside(match.end(), sentence.end, "person"):
            span = Span(match.start(), person.evidence.span.end)
            if event:
                yield frame.relation(
                    person.entity, "participates_in", event, span, "delegation", 0.85, role="participant"
                )
            if state:
                yield frame.relation(person.entity, "affiliated_with", state, span, "delegation", 0.8)
    attended = re.compile(
        r"\bwas\s+attended\s+by\b|\b[Rr]epresentatives\s+(?:from|of)\s+(?:the\s+)?(?=[\ue001])|\b[Oo]bservers\s+(?:from|for)\b"
    )
    for match in attended.finditer(frame.text):
        sentence = frame.sentence(match.start())
        event = _phrase_event(frame, match.start(), match.end(), "participant")
        if not re.search(r"\battended\b", sentence.of(frame.text)):
            continue
        for actor in frame.inside(match.end(), sentence.end, "organization"):
            if frame.entity(actor).type in ("TreatyBody", "WorkingGroup"):
                continue
            lead = frame.text[max(sentence.start, actor.evidence.span.start - 40) : actor.evidence.span.start]
            if event and re.search(r"(?:as\s+well\s+as|and|,|from|by|of|including)\s+(?:the\s+)?$", lead):
                yield frame.relation(
                    actor.entity,
                    "participates_in",
                    event,
                    Span(match.start(), actor.evidence.span.end),
                    "attended-by",
                    0.8,
                    role="participant",
                )


def _state_called(frame: Frame, adjective: str) -> str:
    code = next((row["iso3"] for row in lexicon.table("demonyms") if row["demonym"] == adjective), "")
    for state in frame.things.of_kind("state"):
        if (
            code
            and (state.reference == f"country_{code.casefold()}" or dict(state.identity).get("iso3") == code)
            or state.label[:5] == adjective[:5]
        ):
            return state.key
    return ""


def _both(frame: Frame) -> Iterator[RelationClaim]:
    """ "whose Chair, A, steered both": the two events named before."""
    for match in re.finditer(r"\b(?:chaired|steered|presided\s+over|led)\s+both\b", frame.text):
        sentence = frame.sentence(match.start())
        persons = [m for m in frame.inside(sentence.start, match.start(), "person") if is_name(m)]
        events = list(dict.fromkeys(r.key for r in frame.refs.within(sentence.start, match.start())))
        for event in events[-2:]:
            if persons:
                yield frame.relation(
                    persons[-1].entity, "participates_in", event, sentence, "chair-both", 0.85, role="chair"
                )


def _speakers(
    frame: Frame, statements: tuple[StatementClaim, ...], strong: set[tuple[str, str]]
) -> Iterator[RelationClaim]:
    """Who is quoted or reported at an event is a speaker there, unless a stronger role is known."""
    chairs = {c for c, _ in strong}
    members = _members(frame, statements, strong)
    bodies = {session_body(frame.things, event.key) for event in frame.things.of_kind("event")}
    for statement in statements:
        who = statement.speaker or statement.on_behalf_of
        if not who or not statement.event or who not in frame.things or (who, statement.event) in strong:
            continue
        entity = frame.things[who]
        if entity.kind not in _WHO or entity.type == "TreatyBody":
            continue
        if not statement.speaker and re.search(r"\bpanell?ist", statement.speaker_phrase, re.I):
            if statement.event:
                yield frame.relation(
                    who,
                    "participates_in",
                    statement.event,
                    statement.evidence.span,
                    "panellist-statement",
                    0.8,
                    role="panellist",
                )
            continue
        if (
            entity.kind == "person"
            and re.match(r"(?:the\s+)?(?:co-)?chair\b", statement.speaker_phrase, re.I)
            and who in chairs
        ):
            continue
        if (who, statement.event) in members or not _held(frame, statement.event) or who in bodies:
            continue
        role = "speaker"
        if entity.kind == "organization" and entity.type == "OrganizationalUnit" and "ecretariat" in entity.label:
            if not _BRIEFS.search(statement.evidence.span.of(frame.reading.text)):
                continue
            role = "briefer"
        yield frame.relation(
            who, "participates_in", statement.event, statement.evidence.span, f"{role}-statement", 0.85, role=role
        )
        for other in _beside(frame, who, statement):
            yield frame.relation(
                other, "participates_in", statement.event, statement.evidence.span, f"{role}-statement", 0.82, role=role
            )


def _beside(frame: Frame, who: str, statement: StatementClaim) -> list[str]:
    """The others of "the representatives of A and B stated", where the statement has room for one."""
    span = statement.evidence.span
    own = next((m for m in frame.inside(span.start, span.end) if m.entity == who), None)
    if own is None or frame.entity(own).kind == "person":
        return []
    first = own
    for mention in reversed(frame.inside(span.start, own.evidence.span.start, "state", "organization")):
        if own not in frame.series_from(mention.evidence.span.start, "state", "organization"):
            break
        first = mention
    return [m.entity for m in frame.series_from(first.evidence.span.start, "state", "organization") if m.entity != who]


def _members(
    frame: Frame, statements: tuple[StatementClaim, ...], strong: set[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Organizations that a named person spoke for at an event: the person is the speaker, not the organization too."""
    present = strong | {(s.speaker, s.event) for s in statements if s.speaker}
    found: set[tuple[str, str]] = set()
    for claim in find_capacities(frame)[0]:
        found |= {(claim.object, event) for person, event in present if person == claim.subject}
    return found


def _held(frame: Frame, event: str) -> bool:
    """Whether an event was held when the text was written: nobody has spoken yet at one that is only announced."""
    start = dict(frame.things[event].identity).get("date", "")
    return frame.today is None or not start or PartialDate.parse(start).first <= frame.today.last


def _event_parts(frame: Frame) -> Iterator[RelationClaim]:
    """Panels and numbered sessions belong to the main event; groups of a panel to the panel."""
    main = frame.refs.main
    if not main:
        return
    panels = [e for e in frame.things.of_kind("event") if e.type == "Panel"]
    whole = next(
        (e for e in panels if not re.match(r"(?:the\s+)?(?:first|second|third|fourth|\d)", e.label, re.I)), None
    )
    for event in frame.things.of_kind("event"):
        mentions = frame.things.mentions_of(event.key)
        if event.key == main or not mentions or frame.things[main].type == "Panel":
            continue
        if event.type == "Panel":
            target = whole.key if whole is not None and event.key != whole.key else main
            yield frame.relation(event.key, "part_of", target, mentions[0].evidence.span, "panel-of", 0.88)
        elif re.fullmatch(r"(?:Session|Day|Module)\s[\d.]+", event.label):
            yield frame.relation(event.key, "part_of", main, mentions[0].evidence.span, "session-of-event", 0.85)


def _following(frame: Frame) -> Iterator[RelationClaim]:
    """ "held after the conclusion of the 14th session", "the ninth session having come to an end shortly before"."""
    after = re.compile(
        r"\b(?:(?:following|after|upon)\s+(?:immediately\s+)?(?:the\s+)?(?:conclusion|closure|end|close)\s+of|immediately\s+after|straight\s+after|directly\s+after|right\s+after|"
        r"followed\s+(?:directly\s+|immediately\s+)?(?:on|upon)?(?!\s+by\b)|back-to-back\s+with|in\s+the\s+wake\s+of)\s+(?:the\s+)?(?:conclusion\s+of\s+(?:the\s+)?)?",
        re.I,
    )
    for match in after.finditer(frame.text):
        behind = next(
            (r for r in frame.refs.within(match.end(), match.end() + 300) if r.span.start - match.end() < 6), None
        )
        if behind is None:
            continue
        sentence = frame.sentence(match.start())
        before = frame.refs.within(sentence.start, match.start())
        first = before[-1].key if before else frame.refs.main
        yield from _follows(frame, first, behind.key, Span(match.start(), behind.span.end))
    led = re.compile(r",?\s+(?:immediately\s+)?followed\s+by\s+")
    for match in led.finditer(frame.text):
        behind = next(
            (r for r in frame.refs.within(match.end(), match.end() + 300) if r.span.start - match.end() < 6), None
        )
        sentence = frame.sentence(match.start())
        before = frame.refs.within(sentence.start, match.start() + 1)
        if behind is not None and before:
            yield from _follows(frame, behind.key, before[-1].key, Span(before[-1].span.start, behind.span.end))
    ended = re.compile(r"(?:,\s+)?having\s+(?:come\s+to\s+an\s+end|ended|concluded|closed)\b[^.;]{0,30}?\bbefore\b")
    for match in ended.finditer(frame.text):
        sentence = frame.sentence(match.start())
        refs = frame.refs.within(sentence.start, match.start())
        if len(refs) >= 2:
            yield from _follows(frame, refs[0].key, refs[-1].key, Span(refs[-1].span.start, match.end()))
    prior = re.compile(
        r"\b(?:held\s+|which\s+(?:was\s+)?|took\s+place\s+)?(?:prior\s+to|before|ahead\s+of|preceding)\s+(?:the\s+)?"
    )
    for match in prior.finditer(frame.text):
        if not re.match(r"held|took|which", match[0]):
            continue
        behind = next(
            (r for r in frame.refs.within(match.end(), match.end() + 300) if r.span.start - match.end() < 6), None
        )
        sentence = frame.sentence(match.start())
        before = frame.refs.within(sentence.start, match.start())
        if behind is not None and before and match.start() - before[-1].span.end < 12:
            yield from _follows(frame, behind.key, before[-1].key, Span(before[-1].span.start, behind.span.end))


def _follows(frame: Frame, first: str, second: str, span: Span) -> Iterator[RelationClaim]:
    if first and second and first != second:
        yield frame.relation(first, "follows", second, span, "follows", 0.85)
