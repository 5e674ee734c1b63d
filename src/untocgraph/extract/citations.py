"""Provisions, resolutions and documents: what is cited, what it is part of, who adopted it, its numbers and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from untocgraph.core.model import AttributeClaim, LocalEntity, Mention, RelationClaim, Span
from untocgraph.extract.events.words import line_at
from untocgraph.extract.frame import Frame
from untocgraph.extract.masks import LETTER
from untocgraph.reference.citing import number_as_cited

_O, _R, _I = LETTER["organization"], LETTER["resolution"], LETTER["instrument"]
_SYMBOL = re.compile(r"[A-Z][\w.]*(?:/[\w.-]+){1,8}(?:\s*\([A-Z]\))?")
_ADDRESS = re.compile(r"https?://|www\.")
_DOC = "doc"
_KIND = r"(?:draft\s+)?(?:(?:resolution|decision)s?\s+)?"
_BODY_BEFORE = re.compile(rf"(?<!{_O}){_O}++(?:['’]s)?\s*\[?(?:(?:,\s+)?(?:in|by|through)\s+(?:its\s+)?)?{_KIND}$")
_BODY_AFTER = re.compile(rf"\s*\]?(?:\([^)]*\))?\s*(?:of|,?\s*(?:which\s+was\s+)?adopted\s+by)\s+(?:the\s+)?(?={_O})")
_GENERIC_BODY = re.compile(rf"\b(conference|assembly|council|commission|committee)\s+\[?{_KIND}$", re.I)
_ITS_OWN = re.compile(rf"\bits\s+(?:own\s+)?{_KIND}$")
_SUBJECT_AHEAD = re.compile(rf"\s*(?:of\s+\d{{1,2}}\s+\w+\s+\d{{4}})?,\s+(?:the\s+)?(?={_O})")
_ADOPTERS = ("TreatyBody", "IntergovernmentalOrganization")
_ISSUED = re.compile(
    r"\s*(?:,\s*)?(?:(?:which\s+was\s+)?(?:issued|published|released|adopted|launched|dated)\s+)?(?:of|on|in|dated)?\s*(?:the\s+)?$"
)


def find_citations(frame: Frame) -> tuple[list[RelationClaim], list[AttributeClaim]]:
    """Return ``cites``, ``part_of`` of provisions, ``adopted_by``, and numbers, symbols and dates."""
    relations: list[RelationClaim] = []
    attributes: list[AttributeClaim] = []
    for entity in frame.things.of_kind("provision", "resolution", "document"):
        mentions = tuple(m for m in frame.things.mentions_of(entity.key) if not _metadata(frame, m))
        if not mentions:
            continue
        if entity.kind != "document" or _symbol(entity, mentions) or any(_ADDRESS.search(m.text) for m in mentions):
            cited = next((m for m in mentions if not _own(frame, m)), None)
            if cited is not None:
                relations.append(frame.relation(_DOC, "cites", entity.key, cited.evidence.span, "cites"))
        if entity.kind == "provision":
            relations += _whole(frame, entity, mentions)
        attributes += _numbers(frame, entity, mentions)
    adopted = dict(_adopted(frame))
    relations += adopted.values()
    attributes += _dated(frame)
    noted, noted_dates = _notes(frame)
    return relations + noted, attributes + noted_dates


def _symbol(entity: LocalEntity, mentions: tuple[Mention, ...]) -> str:
    given = dict(entity.identity).get("symbol", "")
    if given:
        return given
    bare = (re.sub(r"^(?:document|UN\s+document)s?\s+", "", m.text.strip()) for m in mentions)
    return next((text for text in bare if _SYMBOL.fullmatch(text) and re.search(r"\d", text)), "")


def _metadata(frame: Frame, mention: Mention) -> bool:
    """Whether a mention stands in the record above a text, and not in the prose of its abstract."""
    text = frame.reading.text
    end = text.find("\n---", 3) if text.startswith("---") else -1
    fields = list(_FIELD.finditer(text, 0, mention.evidence.span.start)) if mention.evidence.span.start < end else []
    return bool(fields) and fields[-1]["name"].casefold() not in _PROSE


_FIELD = re.compile(r"^(?P<name>[\w-]+):", re.M)
_PROSE = frozenset({"abstract", "description", "summary"})


def _own(frame: Frame, mention: Mention) -> bool:
    """Whether a mention is the document's own symbol or title, in its masthead, or the address of who issues it."""
    if _ADDRESS.match(mention.text):
        source, span = frame.reading.source.text, mention.evidence.span
        line = line_at(source, span.start)
        return not re.search(r"[^\W\d_]{2}", line.replace(mention.text, "")) or line.startswith("URL:")
    block = frame.reading.block_at(mention.evidence.span.start)
    row = re.search(r"\S[ ]{4,}$", frame.reading.source.text[: mention.evidence.span.start]) is not None
    return (
        mention.evidence.span.start < 420
        and block is not None
        and (row or block.kind in ("title", "heading", "metadata", "boilerplate", "table"))
        and _SYMBOL.search(mention.text) is not None
        and frame.things.kind_of(mention) in ("document", "resolution")
    )


_PARAGRAPH = 600
"""Characters before a paragraph in which an instrument that is named once has bare articles of its own."""


def _whole(frame: Frame, entity: LocalEntity, mentions: tuple[Mention, ...]) -> Iterator[RelationClaim]:
    """The instrument or rules that a provision belongs to: what its identity says, else the one named with it."""
    if entity.type == "RuleSet":
        return
    stated = dict(entity.identity).get("instrument", "")
    known = stated if stated in frame.things else frame.by_reference.get(stated)
    best = max(mentions, key=lambda m: (len(m.text), -m.evidence.span.start))
    if known and known != entity.key:
        above = _cited_above(frame, entity) if entity.type == "Paragraph" else ""
        annex = frame.things[known].kind == "resolution" and re.search(r"\bannex\b", best.text)
        if annex:
            yield frame.relation(entity.key, "annexed_to", known, best.evidence.span, "annexed-part")
        alone = not frame.things.in_span(best.evidence.span, frame.things[known].kind)
        yield frame.relation(
            entity.key, "part_of", above if above and alone else known, best.evidence.span, "part-of-instrument"
        )
        return
    for mention in mentions:
        whole = _named_whole(frame, mention)
        if whole:
            span = Span(mention.evidence.span.start, max(mention.evidence.span.end, whole.evidence.span.end))
            yield frame.relation(entity.key, "part_of", whole.entity, span, "part-of-instrument")
            return


def _cited_above(frame: Frame, entity: LocalEntity) -> str:
    """The provision that the text cites too and that a provision is a part of: paragraph 15 of "paragraph 15 (a)"."""
    identity = dict(entity.identity)
    path = identity.get("path", "").rpartition("/")[0]
    wanted = (identity.get("instrument", ""), path)
    others = (e for e in frame.things.of_kind("provision") if path and e.key != entity.key)
    return next(
        (e.key for e in others if (dict(e.identity).get("instrument"), dict(e.identity).get("path")) == wanted), ""
    )


def _is_whole(frame: Frame, mention: Mention, *, paragraph: bool) -> bool:
    entity = frame.entity(mention)
    return (
        entity.type == "RuleSet" if paragraph else entity.kind == "instrument" and "rotocols" not in entity.label[-10:]
    )


def _named_whole(frame: Frame, mention: Mention) -> Mention | None:
    """An instrument or rule set inside the mention, or right behind it ("article 7 … of the Protocol")."""
    span = mention.evidence.span
    inner = [m for m in frame.things.in_span(span, "instrument", "provision") if m.entity != mention.entity]
    inner = [m for m in inner if _is_whole(frame, m, paragraph=False) or frame.entity(m).type == "RuleSet"]
    if inner:
        return inner[0]
    behind = re.compile(rf"[\s,()\w.;–-]{{0,60}}?\s(?:of|to|under)\s+(?:the\s+)?(?=[{_I}{LETTER['provision']}])").match(
        frame.text, span.end
    )
    if behind and "." not in behind[0].strip(" ."):
        found = frame.masked.at(behind.end())
        if found is not None and (_is_whole(frame, found, paragraph=False) or frame.entity(found).type == "RuleSet"):
            return found
    return None


def _numbers(frame: Frame, entity: LocalEntity, mentions: tuple[Mention, ...]) -> Iterator[AttributeClaim]:
    if entity.kind == "document":
        symbol = _symbol(entity, mentions)
        if symbol:
            at = next((m for m in mentions if symbol in m.text), mentions[0])
            yield frame.attribute(entity.key, "symbol", symbol, at.evidence.span, "symbol", 0.97)
        return
    for mention in sorted(mentions, key=lambda m: (len(m.text), m.evidence.span)):
        number = ""
        if entity.kind != "provision":
            number = _resolution_number(entity, mention.text)
        elif entity.type != "RuleSet":
            number = number_as_cited(mention.text, tuple(dict(entity.identity).get("path", "").split("/")))
        if number:
            yield frame.attribute(entity.key, "number", number, mention.evidence.span, "number", 0.95)
            return


def _resolution_number(entity: LocalEntity, text: str) -> str:
    given = dict(entity.identity).get("number", "")
    if given:
        return given
    match = re.search(r"(?<![\w/])\d{1,4}/\d{1,4}(?![/\w])|(?<=resolution )\d{3,4}\b", text)
    return match[0] if match else ""


def _adopted(frame: Frame) -> Iterator[tuple[str, RelationClaim]]:
    """The body that adopted a resolution, where the text names it with the resolution."""
    previous: tuple[Mention, str] | None = None
    for mention in frame.things.mentions:
        if frame.things.kind_of(mention) != "resolution":
            continue
        body = _adopter(frame, mention)
        if body is None and previous is not None:
            between = frame.text[previous[0].evidence.span.end : mention.evidence.span.start]
            if re.fullmatch(
                r"[\s,;]*(?:(?:of|on)\s+\d{1,2}\s+\w+\s+\d{4}[\s,;]*)?(?:and|of|or)?[\s,]*(?:of\s+\d{1,2}\s+\w+\s+\d{4}[\s,]*(?:and)?\s*)?(?:its\s+)?(?:resolutions?\s+)?",
                between,
            ):
                body = previous[1]
        if body is None:
            continue
        previous = (mention, body)
        yield (
            mention.entity,
            frame.relation(mention.entity, "adopted_by", body, mention.evidence.span, "adopted-by"),
        )


def _adopter(frame: Frame, mention: Mention) -> str | None:
    span = mention.evidence.span
    inner = [m for m in frame.things.in_span(span, "organization") if m.entity != mention.entity]
    if inner:
        return inner[0].entity
    before = frame.text[max(0, span.start - 60) : span.start]
    left = _BODY_BEFORE.search(before)
    found = frame.masked.at(max(0, span.start - 60) + left.start()) if left else None
    after = _BODY_AFTER.match(frame.text, span.end)
    found = found or (frame.masked.at(after.end()) if after else None)
    named = _named_adopter(frame, span.of(frame.reading.text))
    if named or found is not None:
        return named or (found.entity if found else None)
    if _ITS_OWN.search(before):
        ahead = _SUBJECT_AHEAD.match(frame.text, span.end)  # "In its resolution 63/4, the Commission …"
        subject = frame.masked.at(ahead.end()) if ahead else None
        return subject.entity if subject is not None else _subject_body(frame, span.start)
    return _called_adopter(frame, before)


def _named_adopter(frame: Frame, name: str) -> str | None:
    """The body in the resolution's own name: "Conference resolution 9/1"."""
    named = re.match(r"(.{3,90}?)\s*\[?(?:draft\s+)?(?:resolution|decision)s?\b", name, re.I)
    word = named[1].strip(" [").casefold().removeprefix("the ") if named else ""
    for entity in frame.things.of_kind("organization") if word else ():
        names = {n.casefold().removeprefix("the ") for n in (entity.label, *entity.aliases, entity.acronym) if n}
        if word in names or any(n.endswith(" " + word) or n.startswith(word + " ") for n in names):
            return entity.key
    return None


def _called_adopter(frame: Frame, before: str) -> str | None:
    """The one body of that sort in the text: "conference resolution 10/1"."""
    generic = _GENERIC_BODY.search(before)
    called = [
        entity.key
        for entity in (frame.things.of_kind("organization") if generic else ())
        if generic and re.search(rf"\b{generic[1]}\b", entity.label, re.I) and entity.type in _ADOPTERS
    ]
    return called[0] if len(called) == 1 else None


def _subject_body(frame: Frame, offset: int) -> str | None:
    """The body that "its resolution" means: the subject of a resolution's paragraphs, or the last body named."""
    bodies = [
        m for m in frame.inside(0, offset, "organization")
        if frame.entity(m).type in ("TreatyBody", "IntergovernmentalOrganization", "WorkingGroup")
    ]  # fmt: skip
    preamble = [
        m for m in bodies if re.match(r"\s*,\s*(?:\n|$)", frame.text[m.evidence.span.end : m.evidence.span.end + 4])
    ]
    chosen = preamble or bodies
    return chosen[-1].entity if chosen else None


_YEAR = re.compile(
    r"(?P<before>(?:18|19|20)\d\d)\s(?:Convention|Protocol|Agreement|Treaty)\b|.*(?:Act|Bill|Ordinance|Decree),?\s(?:of\s)?(?P<behind>\d{4})"
)


def _dated(frame: Frame) -> Iterator[AttributeClaim]:
    """Dates of resolutions and documents: "resolution 60/251 of 15 March 2006", "the toolkit issued on 18 June"."""
    for named in frame.things.mentions:
        told = _YEAR.match(named.text) if frame.things.kind_of(named) in ("document", "instrument") else None
        if told:
            year = told["before"] or told["behind"]
            yield frame.attribute(named.entity, "date", year, named.evidence.span, "date-of", 0.92)
    for hit in frame.dates:
        before = frame.text[max(0, hit.span.start - 90) : hit.span.start]
        match = re.search(rf"[{_R}{LETTER['document']}]++[\])#(]*(?P<gap>[^{_R}]{{0,40}})$", before)
        if match and _ISSUED.fullmatch(match["gap"]):
            mention = frame.masked.at(max(0, hit.span.start - 90) + match.start())
            if mention is not None and (match["gap"].strip() or frame.entity(mention).kind == "resolution"):
                span = Span(mention.evidence.span.start, hit.span.end)
                yield frame.attribute(mention.entity, "date", str(hit.start), span, "date-of", 0.92)
                continue
        inside = frame.masked.at(hit.span.start)
        if (
            inside is not None
            and frame.entity(inside).kind in ("document", "resolution", "instrument")
            and re.search(
                r"\b(?:issued|published|released|adopted|dated|of)\b[^.]{0,12}$",
                frame.reading.text[inside.evidence.span.start : hit.span.start],
            )
        ):
            yield frame.attribute(inside.entity, "date", str(hit.start), inside.evidence.span, "date-of", 0.85)
            continue
        sentence = frame.sentence(hit.span.start)
        deed = re.search(r"\b(?:established|launched|adopted|created|set\s+up|endorsed)\s+(?:on|in)\s+$", before)
        through = re.compile(
            rf"[^.;{_R}]{{0,240}}?\b(?:through|by|in)\s+(?:its\s+)?(?:\w+\s+){{0,2}}\[?(?=[{_R}])"
        ).match(frame.text, hit.span.end, sentence.end)
        if deed and through:
            mention = frame.masked.at(through.end())
            if mention is not None:
                span = Span(hit.span.start - len(deed[0]), mention.evidence.span.end)
                yield frame.attribute(mention.entity, "date", str(hit.start), span, "date-deed", 0.85)


def _notes(frame: Frame) -> tuple[list[RelationClaim], list[AttributeClaim]]:
    """Footnotes about a resolution: "1 Adopted by the Conference at its ninth session, October 2018."."""
    relations: list[RelationClaim] = []
    attributes: list[AttributeClaim] = []
    text = frame.reading.text
    for block in frame.reading.blocks:
        body = block.span.of(text)
        opening = re.match(r"\s*(\d{1,2}|[¹²³⁴-⁹]+)\s+", body)
        if opening is None or not re.match(r"[^.]{0,80}?\b[Aa]dopted\b", body[opening.end() :]):
            continue
        mark = opening[1].translate(str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789"))
        noted = [
            m
            for m in frame.inside(0, block.span.start, "resolution")
            if _marked(text[m.evidence.span.start : m.evidence.span.end + 2], mark)
        ]
        if not noted:
            continue
        bodies = frame.inside(block.span.start, block.span.end, "organization")
        if bodies:
            span = Span(block.span.start + opening.end(), bodies[0].evidence.span.end)
            relations.append(frame.relation(noted[-1].entity, "adopted_by", bodies[0].entity, span, "adopted-note"))
        for hit in frame.dates:
            if block.span.contains(hit.span):
                attributes.append(
                    frame.attribute(noted[-1].entity, "date", str(hit.start), hit.span, "date-note", 0.85)
                )
    return relations, attributes


def _marked(mention: str, mark: str) -> bool:
    """Whether a footnote mark is glued to a resolution's number: "resolution 9/11" with note 1."""
    return (
        re.search(
            rf"/\d+\s?(?:{mark}|[{'¹²³⁴⁵⁶⁷⁸⁹'[int(mark) - 1] if mark.isdigit() and 0 < int(mark) < 10 else mark}])\W?$",
            mention,
        )
        is not None
    )
