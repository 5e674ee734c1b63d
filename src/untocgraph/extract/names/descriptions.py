"""Definite descriptions that stand for one thing of this document: "the Convention", "the Chair"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import cast

from untocgraph.core import resources
from untocgraph.core.model import EntityKind
from untocgraph.extract import lexicon
from untocgraph.extract.names.candidates import UPPER, Candidate
from untocgraph.extract.names.gazetteer import known

_HOME = frozenset(
    {
        "ref:untoc",
        "ref:cop",
        "ref:review_mechanism",
        "ref:wg_ta",
        "ref:wg_ic",
        "ref:wg_tip",
        "ref:wg_som",
        "ref:wg_firearms",
    }
)
"""Names that make a text one of the Convention's own process, where its bodies go by their short names."""
_PATTERN = lexicon.regex(
    rf"(?<![\w-])(?:(?P<article>[Tt]he|THE|[Tt]his|[Ii]ts|[Tt]hat|said)\s+)?(?P<noun><<descriptions.noun>>)(?P<genitive>'s)?(?![\w-])"
    rf"(?!\s?\d)(?!\s+(?:of|on|for|against|to)\s+(?:the\s+)?(?:[{UPPER}\d]|elimination|prevention|protection|rights))(?!\s[{UPPER}][a-z])"
)


@resources.derived()
def _rows() -> dict[str, dict[str, str]]:
    return {row["noun"]: row for row in lexicon.table("descriptions")}


def find_descriptions(text: str, named: Sequence[Candidate]) -> list[Candidate]:
    """Return the descriptions whose antecedent the document names, or its own process leaves no doubt about.

    ``named`` are the standing names in text order, each with its key.
    """
    home = any(candidate.key in _HOME for candidate in named)
    found: list[Candidate] = []
    starts = [candidate.start for candidate in named]
    for match in _PATTERN.finditer(text):
        noun = " ".join(match["noun"].split())
        row = _rows()[noun]
        at = bisect_right(starts, match.start("noun"))
        if any(c.end > match.start("noun") and c.kind == row["kind"] for c in named[max(0, at - 6) : at]):
            continue
        if match["article"] is None and not (row["bare"] in ("yes", "alone") or _capital_attribute(text, match)):
            continue
        if match["article"] and match["article"].casefold() in ("its", "that", "this") and row["kind"] != "mechanism":
            continue
        target = _antecedent(text, match, row, named) or (_contextual(noun, row["kind"]) if home else None)
        if target is None and (row["bare"] == "alone" or (row["bare"] == "always" and match["article"])):
            target = _unnamed(row)
        if target is None:
            continue
        start = match.start() if match["article"] and match["article"].casefold() in ("the",) else match.start("noun")
        found.append(
            Candidate(
                start=start, end=match.end("noun"), kind=target.kind, type=target.type, method="name.description",
                precision=0.8, key=target.key, label=target.label, acronym=target.acronym, reference=target.reference,
                identity=target.identity, describes=True, inside=True,
            )
        )  # fmt: skip
    return found


def _capital_attribute(text: str, match: re.Match[str]) -> bool:
    """ "Conference resolution 9/1", "Council resolution": the bare noun before a decision of the body."""
    return bool(re.compile(r"\s+(?:resolutions?|decisions?)\s+\d").match(text, match.end()))


def _antecedent(
    text: str, match: re.Match[str], row: Mapping[str, str], named: Sequence[Candidate]
) -> Candidate | None:
    noun = row["stands_for"] or row["noun"].casefold()
    word = re.compile(rf"(?<!\w){re.escape(noun)}(?!\w)")
    before: Candidate | None = None
    after: Candidate | None = None
    for candidate in named:
        if candidate.kind != row["kind"] or not candidate.key:
            continue
        if row["kind"] == "instrument" and candidate.type != row["type"]:
            continue
        surface = " ".join(text[candidate.start : candidate.end].split()).casefold()
        names = f"{surface} {candidate.label.casefold()}".strip()
        if not word.search(names) or candidate.start <= match.start("noun") < candidate.end:
            continue
        if row["kind"] == "organization" and not _headed(names, surface, noun):
            continue
        if candidate.start < match.start():
            before = candidate
        elif after is None and noun.casefold() != "secretariat":  # of which the text may mean another first
            after = candidate
    return before or after


def _headed(names: str, surface: str, noun: str) -> bool:
    """Whether the noun is what the name is about: its last word, or the one before "of", "on", "for"."""
    return bool(
        re.search(
            rf"(?<!\w){re.escape(noun)}(?:$|\s(?:of|on|for|against|to|in|\(|npc|ltd)|\s\W|\s(?={re.escape(surface[:4])}))",
            names,
        )
    ) or (surface == noun)


@resources.derived()
def _contextual(noun: str, kind: str) -> Candidate | None:
    """What the noun stands for inside the Convention's own process."""
    wanted = {noun.casefold(), f"the {noun.casefold()}"}
    for entry in known():
        if (
            entry.contextual
            and entry.reference
            and entry.kind == kind
            and entry.name.casefold() in wanted
            and f"ref:{entry.reference}" in (*_HOME, "ref:extended_bureau", "ref:cop_secretariat")
        ):
            return entry.candidate(0, 1, method="name.contextual", precision=0.8)
    return None


def _unnamed(row: Mapping[str, str]) -> Candidate:
    """A body that every process has one of, and that texts name by no other word: the secretariat."""
    return Candidate(
        start=0, end=1, kind=cast(EntityKind, row["kind"]), type=row["type"], method="name.unnamed", precision=0.8,
        key=f"{row['kind']}:{row['noun'].casefold()}", identity=(("name", row["noun"].casefold()),),
    )  # fmt: skip


_ROLE = re.compile(
    r"(?P<article>[Tt]he|THE|[Oo]ur)\s"
    r"(?P<role>(?i:co-?chair(?:person|man|woman)?|chair(?:person|man|woman)?|president|rapporteur|moderator"
    r"|keynote speaker|facilitator|(?:head|leader) of (?:the )?delegation))(?![\w-])"
)
_ROLE_NOUN = (
    r"(?:co-?\s?|vice-)?(?:chair(?:person|man|woman)?|president|rapporteur|moderator|keynote speaker|facilitator)s?"
)


def find_role_holders(text: str, people: Sequence[Candidate]) -> list[Candidate]:
    """Return "the Chair", "the rapporteur" … where the document gives the one person who holds the role."""
    holders = _holders(text, people)
    found: list[Candidate] = []
    for match in _ROLE.finditer(text):
        base = _base(match["role"])
        keys = holders.get(base, ())
        if len(keys) != 1 or re.compile(
            r"\s(?:of|for)\s(?!the\s(?:meeting|dialogue|session|conference|fourteenth))"
        ).match(text, match.end()):
            continue
        person = keys[0]
        found.append(
            Candidate(
                start=match.start(), end=match.end(), kind="person", type="Person", method="person.role",
                precision=0.75,
                key=person, describes=True, inside=True,
            )
        )  # fmt: skip
    return found


def _base(role: str) -> str:
    plain = role.casefold().replace("co-", "").replace("cochair", "chair").replace("vice-", "").strip()
    if plain.endswith("delegation"):
        return "head of delegation"
    return re.sub(r"(?<=chair)(?:person|man|woman)$", "", plain)


def _holders(text: str, people: Sequence[Candidate]) -> dict[str, tuple[str, ...]]:
    holders: dict[str, list[str]] = {}
    for person in people:
        if person.describes:
            continue
        before = re.split(r"[.;!?]\s", text[max(0, person.start - 170) : person.start])[-1]
        after = re.split(r"[.;!?\"](?:\s|$)", text[person.end : person.end + 200])[0]
        roles = [
            *re.findall(rf"(?i)\b({_ROLE_NOUN})\b[^,;]*,?(?:\s[^,;]*)?,\s(?:[A-Z][\w.]*\s)*$", before),
            *re.findall(rf"(?i)\b({_ROLE_NOUN}),?\s(?:[A-Z][\w.]*\s(?:\(ret\.\)\s)?)*$", before),
            *re.findall(
                rf"(?i)^(?:\s\([^)]*\))?,\s(?:[^,;]*,\s)?(?:and\s)?(?:the\s)?(?:\w+\s)?({_ROLE_NOUN})\b", after
            ),
        ]
        if re.search(r"(?i)\bchaired\sby\b[^.]*$", before) or re.match(
            r"(?i)[^.;]{0,160}?\b(?:who\s(?:also\s)?chaired|co-?chaired|chaired\s(?:the|both)|in the chair)\b",
            after,
        ):
            roles.append("chair")
        if re.search(r"(?i)\bdelegation\b[^.]*\b(?:headed|led)\sby\s(?:the\s)?[^.]*$", before) or re.match(
            r"(?i)[^.;\n]{0,90}?\b(?:head|leader)\sof\s(?:the\s)?delegation\b", after
        ):
            roles.append("head of delegation")
        if re.search(r"(?i)\bpresidency of\b[^.]{0,30}$", before):
            roles.append("president")
        for role in roles:
            keys = holders.setdefault(_base(role.rstrip("s")), [])
            if person.key not in keys:
                keys.append(person.key)
    return {role: tuple(keys) for role, keys in holders.items()}
