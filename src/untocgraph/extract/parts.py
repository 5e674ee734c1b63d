"""Parts of bodies and where they sit, as their names tell: "Port Union Legal Team", "Oslo office of X"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

from untocgraph.core.model import AttributeClaim, LocalEntity, Mention, RelationClaim, Span
from untocgraph.extract.frame import Frame
from untocgraph.extract.masks import LETTER
from untocgraph.extract.rules.loader import counted
from untocgraph.extract.values.numbers import cardinal

_O = LETTER["organization"]
_UNITS = frozenset(("OrganizationalUnit", "AcademicInstitution", "WorkingGroup"))
_BODIES = frozenset(("NonGovernmentalOrganization", "Organization"))
_WHOLES = _BODIES | {"IntergovernmentalOrganization", "AcademicInstitution", "PrivateSectorEntity"}
_GROUPS = _BODIES | {"WorkingGroup", "OrganizationalUnit", "GovernmentBody"}
_BRACKET = r"(?:\s*\([^()]*\))?"
_OF = re.compile(rf"{_BRACKET}\s+of\s+(?:the\s+)?")
_UNIT_NAME = re.compile(
    r"(?:[A-Z][\w-]+\s+)*(?:Centre|Center|Institute|College|School|Faculty|Department|Office|Division|Unit|Section|Team|"
    r"Committee|Board|Branch|Bureau|Secretariat|Directorate|Programme|Academy|Council|Force)\b"
)
_ORGAN = re.compile(
    r"(?:['’]s)?\s(?:(?:Executive|Governing|Advisory)\s)?(?:Council|Board|Bureau|Secretariat|Assembly|Committee)$"
)
"""What an organ adds to the name of the body that has it."""
_HAS = re.compile(
    rf"(?P<whole>{_O}++)\s+(?:has|includes|comprises|consists\s+of|is\s+(?:composed|made\s+up)\s+of)\s+"
    r"(?P<number>two|three|four|five|six)\s+(?:[a-z-]+\s+)?"
    r"(?:groups|committees|commissions|units|bodies|divisions|sub-?committees|offices)\b"
)
_NAMED_IN = re.compile(r"\b(?:in|at)\s+(?:the\s+)?([A-Z][\w\s'’.-]+)$")
_OFFICE = re.compile(r"([A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?)\s+(?:[Oo]ffice|[Bb]ranch)\s+of\b")


def find_parts(frame: Frame) -> list[RelationClaim]:
    """Return ``part_of`` of organizations, and ``located_in`` of what has a place in its name."""
    return [*_in_names(frame), *_counted(frame), *_runs(frame), *_in_chains(frame), *_places_in_names(frame)]


def _in_names(frame: Frame) -> Iterator[RelationClaim]:
    wholes = {
        " ".join(name.split()): entity.key
        for entity in frame.things.of_kind("organization")
        if entity.type in _WHOLES
        for name in (entity.label, entity.acronym, *entity.aliases)
        if len(name) > 2
    }
    for mention in frame.things.mentions:
        entity = frame.entity(mention)
        if entity.kind != "organization":
            continue
        if entity.type in (*_UNITS, "TreatyBody"):
            keys = _named_wholes(frame, mention, entity.type, wholes)
        else:  # "the Reef Union Council", whatever it is taken for
            organ = _ORGAN.search(" ".join(mention.text.split()))
            keys = [wholes.get(mention.text[: organ.start()].strip(), "")] if organ else []
        for key in keys:
            if key not in ("", mention.entity):
                yield _part(frame, mention.entity, key, mention.evidence.span, "part-of-name")


def _named_wholes(frame: Frame, mention: Mention, type_: str, wholes: Mapping[str, str]) -> list[str]:
    """What the name of a unit says that it is part of: a name inside it, or words of one."""
    inner = frame.things.in_span(mention.evidence.span, "organization") if type_ != "TreatyBody" else ()
    keys = [m.entity for m in inner if m.entity != mention.entity and _is_whole(frame, mention, m)]
    more = wholes.items() if type_ != "WorkingGroup" else ()
    return keys + [key for whole, key in more if key != mention.entity and _worded(mention, whole)]


def _counted(frame: Frame) -> Iterator[RelationClaim]:
    """ "The Reef Panel has two working groups: RPI looks at …; RPII …": parts of it, where the number is right."""
    for match in _HAS.finditer(frame.text):
        block, whole = frame.reading.block_at(match.start()), frame.masked.at(match.start("whole"))
        end = block.span.end if block else match.end()
        units = [m for m in frame.inside(match.end(), end, "organization") if m.entity != (whole and whole.entity)]
        alike = {m.entity: m for m in reversed(units) if frame.entity(m).type in _GROUPS}
        groups = {key: m for key, m in alike.items() if frame.things[key].type == "WorkingGroup"}
        said = next((g for g in (groups, alike) if len(g) == cardinal(match["number"])), {})
        for key, mention in said.items():
            if whole is not None:
                span = Span(match.start("whole"), mention.evidence.span.end)
                yield _part(frame, key, whole.entity, span, "parts-counted")


def _runs(frame: Frame) -> Iterator[RelationClaim]:
    """ "Operation Tide Task Force" runs the operation that its name begins with."""
    projects = {" ".join(n.split()): e.key for e in frame.things.of_kind("project") for n in (e.label, *e.aliases)}
    for mention in frame.things.mentions:
        name = " ".join(mention.text.split())
        if frame.things.kind_of(mention) == "organization":
            for project in [key for called, key in projects.items() if name.startswith(f"{called} ")][:1]:
                yield frame.relation(
                    mention.entity, "implements", project, mention.evidence.span, "implements-name",
                )  # fmt: skip


def _part(frame: Frame, part: str, whole: str, span: Span, rule: str) -> RelationClaim:
    return frame.relation(part, "part_of", whole, span, rule)


def _is_whole(frame: Frame, mention: Mention, inner: Mention) -> bool:
    """Whether the inner name stands for the whole: first in the name, or behind "of"."""
    text, span = frame.reading.text, mention.evidence.span
    before, after = text[span.start : inner.evidence.span.start], text[inner.evidence.span.end : span.end]
    if frame.entity(inner).type == "WorkingGroup":
        return False
    return (not before and after.strip() != "") or re.search(r"\bof\s+(?:the\s+)?$", before) is not None


def _worded(mention: Mention, whole: str) -> bool:
    name = " ".join(mention.text.split())
    if len(whole) >= len(name):
        return False
    rest = name[len(whole) :] if name.startswith(whole) else ""
    led = re.match(r"(?:\s*\([A-Z-]+\))?(?:['’]s)?\s+[A-Z]", rest) is not None
    return led or (name.endswith(whole) and re.search(r"\bof\s+(?:the\s+)?$", name[: -len(whole)]) is not None)


def _in_chains(frame: Frame) -> Iterator[RelationClaim]:
    """ "X's Unit", "X (ACR) Unit", "Unit A, Division B of C"."""
    outer = [m for m in frame.masked.mentions if frame.entity(m).kind == "organization"]
    for one, other in itertools.pairwise(outer):
        between = frame.text[one.evidence.span.end : other.evidence.span.start]
        first, second = frame.entity(one), frame.entity(other)
        if first.key == second.key or len(between) > 26:
            continue
        span = Span(one.evidence.span.start, other.evidence.span.end)
        owned = re.fullmatch(rf"{_BRACKET}(?:'s|(?<=s)')\s+(?:own\s+)?|\)\s+", between)
        if owned and (second.type == "OrganizationalUnit" or ("'" in between and _UNIT_NAME.match(other.text))):
            yield _part(frame, second.key, first.key, span, "part-of-genitive")
        elif (
            first.type in _GROUPS
            and second.type in _WHOLES
            and re.fullmatch(rf"{_BRACKET}\s+of\s+(?:the\s+)?", between)
        ):
            yield _part(frame, first.key, second.key, span, "part-of-group")
        elif _is_unit_of(first, second) and _links(frame, between, other, second):
            yield _part(frame, first.key, second.key, span, "part-of-chain")


def _is_unit_of(first: LocalEntity, second: LocalEntity) -> bool:
    academic = first.type == second.type == "AcademicInstitution"
    return first.type == "OrganizationalUnit" or academic


def _links(frame: Frame, between: str, other: Mention, second: LocalEntity) -> bool:
    if re.fullmatch(rf"{_BRACKET},?\s+(?:of|at|within|in)\s+(?:the\s+)?", between):
        return True
    rest = frame.text[other.evidence.span.end : other.evidence.span.end + 12]
    listed = re.match(rf",\s+(?:and\s+)?(?:the\s+)?{_O}", rest)  # a list of units is no chain
    above = second.type in ("OrganizationalUnit", "GovernmentBody", "IntergovernmentalOrganization")
    return above and listed is None and re.fullmatch(rf"{_BRACKET},?\s*(?:\(\s*)?", between) is not None


def _places_in_names(frame: Frame) -> Iterator[RelationClaim]:
    """ "Vienna office of X", "Permanent Mission of Peru … in Vienna", "Pilot Initiative in Mexico"."""
    places = {
        name: entity.key
        for entity in frame.things.of_kind("place", "state")
        for name in (entity.label, *entity.aliases)
    }
    for mention in frame.things.mentions:
        if frame.things.kind_of(mention) not in ("organization", "project"):
            continue
        name = " ".join(mention.text.split())
        for found in (_NAMED_IN.search(name), _OFFICE.match(name)):
            key = places.get(found[1]) if found else None
            if key:
                rule = "located-name"
                yield frame.relation(mention.entity, "located_in", key, mention.evidence.span, rule)


_STARTED = re.compile(
    rf"(?P<what>{LETTER['project']}++)[\"']?,?\s+(?:(?:which|that)\s+)?(?:(?:was|were)\s+)?"
    r"(?:launched|started|initiated|began|begun)\s+(?:(?:on|in)\s+)?(?:the\s+)?$"
)


def find_starts(frame: Frame) -> Iterator[AttributeClaim]:
    """Yield the day a project began: "the Clean Quay Project, which was launched in April 2022"."""
    for hit in frame.dates:
        first = max(0, hit.span.start - 220)
        match = _STARTED.search(frame.text[first : hit.span.start])
        what = frame.masked.at(first + match.start("what")) if match else None
        if what is not None:
            span = Span(what.evidence.span.start, hit.span.end)
            yield frame.attribute(what.entity, "start", str(hit.start), span, "project-start", counted("project-start"))
