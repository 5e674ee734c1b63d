"""Every named thing but events: candidates of all producers, one arbitration, and which mentions are one thing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from untocgraph.core.model import Parse
from untocgraph.extract import lexicon
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.names.aliases import (
    Alias,
    acronym_fit,
    defined_aliases,
    lower_case_glosses,
    slips,
    unnamed_long_forms,
)
from untocgraph.extract.names.arbitrate import arbitrate
from untocgraph.extract.names.candidates import Candidate
from untocgraph.extract.names.descriptions import find_descriptions, find_role_holders
from untocgraph.extract.names.gazetteer import abbreviations, find_known, united_nations_abbreviations
from untocgraph.extract.names.holders import find_bodies_beside, find_holders
from untocgraph.extract.names.identify import as_things, joined_documents, keyed
from untocgraph.extract.names.org_cues import find_cued
from untocgraph.extract.names.organizations import find_titled, organization_type
from untocgraph.extract.names.people import find_people
from untocgraph.extract.names.places import weighed_places
from untocgraph.extract.names.shortened import find_shortened
from untocgraph.extract.names.surroundings import cut
from untocgraph.extract.names.works import find_works
from untocgraph.extract.things import Things
from untocgraph.extract.values.numbers import ORDINAL
from untocgraph.extract.values.provisions import find_provisions, find_rule_sets
from untocgraph.extract.values.symbols import find_resolutions, find_symbols

_LEAST = 0.5
"""A candidate less sure than this stands for nothing."""


def find_names(reading: Reading, parse: Parse) -> Things:
    """Return the persons, organizations, States, places, instruments, provisions, resolutions, documents, mechanisms
    and projects that the text names, with every mention.

    >>> from untocgraph.extract.document.parse import Parser
    >>> from untocgraph.extract.document.layout import read_layout
    >>> from untocgraph.core.model import Source
    >>> text = "Ms. Ana Ruiz of the Forum for Fair Seas (FFS) met FFS staff."
    >>> reading = read_layout(Source(id="s", text=text, sha256=""))
    >>> things = find_names(reading, Parser(use_model=False).parse(reading))
    >>> [(e.kind, e.label, e.acronym) for e in things.entities.values()]
    [('person', 'Ana Ruiz', ''), ('organization', 'Forum for Fair Seas', 'FFS')]
    """
    text = reading.text
    pool = [
        *weighed_places(reading, parse, find_known(reading)),
        *find_titled(reading, parse),
        *find_cued(reading),
        *find_people(reading, parse),
        *find_holders(text),
        *find_symbols(reading),
        *find_works(reading),
    ]
    pool.extend(find_bodies_beside(text, [c for c in pool if c.kind == "person" and c.precision >= 0.7]))
    pool = _no_first_words(text, pool)
    pool = [c for c in (cut(reading, c) for c in pool) if c is not None]
    pool = _no_bodies_as_persons(text, _no_gatherings(text, _stretched(pool)))
    glosses = lower_case_glosses(text)
    pool = [c for c in pool if c.precision >= _LEAST and text[c.start : c.end] not in glosses]
    pool = _with_defined(text, pool)
    named = joined_documents(text, keyed(text, arbitrate(pool)))
    named = keyed(text, arbitrate([*named, *_again(text, named)]))
    named = list(arbitrate([*named, *find_shortened(text, named)]))
    pool = [*named, *find_descriptions(text, named), *find_role_holders(text, [c for c in named if c.kind == "person"])]
    pool.extend(_citations(reading, pool))
    standing = [c for c in arbitrate(pool) if c.method != "document.own"]
    return as_things(reading, joined_documents(text, keyed(text, standing)))


def _stretched(pool: Sequence[Candidate]) -> list[Candidate]:
    """Let a name that breaks off inside a known one go on to its end: "Conference of the Parties to the X Treaty"."""
    known = sorted((c.start, c.end) for c in pool if c.method == "name.known" and c.kind == "instrument")
    starts = [start for start, _ in known]
    found: list[Candidate] = []
    for candidate in pool:
        at = bisect_left(starts, candidate.end) - 1
        inside = at >= 0 and candidate.start < known[at][0] < candidate.end < known[at][1]
        found.append(replace(candidate, end=known[at][1]) if inside and candidate.kind in _CITING else candidate)
    return found


_CITING = frozenset({"organization", "document", "provision"})
_ORDINAL = re.compile(rf"(?<![\w-])(?i:(?:{ORDINAL}|annual|biennial|\d{{4}})\s+(?:[a-z]+\s)?)$")


def _no_gatherings(text: str, pool: Sequence[Candidate]) -> list[Candidate]:
    """Drop the organizations that are gatherings: those counted somewhere ("the second Coast Forum")."""
    heads = lexicon.pattern("name_cues", "word", group="gathering")
    headed = re.compile(rf"(?<![\w-]){heads}(?![\w-])")
    counted = {
        text[c.start : c.end]
        for c in pool
        if c.kind == "organization"
        and c.type != "TreatyBody"
        and headed.search(text, c.start, c.end)
        and _ORDINAL.search(text[max(0, c.start - 30) : c.start])
    }
    return [c for c in pool if c.kind != "organization" or text[c.start : c.end] not in counted]


def _no_first_words(text: str, pool: Sequence[Candidate]) -> list[Candidate]:
    """Drop names by grammar that are but the first words of a known one: "United Nations Office" at Vienna."""
    ends: dict[int, int] = {}
    dated = {c.start: c.end for c in pool if c.method == "instrument.dated"}
    pool = [c for c in pool if c.kind != "instrument" or c.method != "name.known" or c.end >= dated.get(c.start, 0)]
    for c in pool:
        if c.kind == "organization" and c.method == "name.known":
            ends[c.start] = max(c.end, ends.get(c.start, 0))
    return [
        c
        for c in pool
        if c.method != "name.organization-grammar"
        or c.end >= ends.get(c.start, 0)
        or re.match(r"\s*[(,]", text[c.end : c.end + 3])
    ]


def _no_bodies_as_persons(text: str, pool: Sequence[Candidate]) -> list[Candidate]:
    """Drop persons told by their looks whose name somebody else belongs to: "president of Pirogue Libre"."""
    bodies = {text[c.start : c.end] for c in pool if c.kind == "organization" and c.method in _BODY_CUES}
    return [c for c in pool if c.method not in _LOOKS or text[c.start : c.end] not in bodies]


_LOOKS = frozenset({"person.officer", "person.model", "person.listed"})
_BODY_CUES = frozenset({"organization.affiliation", "organization.introduced", "organization.series"})
_NO_BODIES = lexicon.word_set("name_cues.word:group=no_body")
"""What is abbreviated too and acts for nobody: "Independent Merits Review (IMR)"."""
_REPEATED = frozenset({"organization", "project", "person"})


def _again(text: str, named: Sequence[Candidate]) -> Iterable[Candidate]:
    """The other places where a name found by its surroundings stands without them."""
    forms: dict[str, Candidate] = {}
    for candidate in named:
        surface = text[candidate.start : candidate.end]
        telling = " " in surface or any(char.isupper() for char in surface[1:])
        if candidate.kind in _REPEATED and candidate.method not in ("name.known", "name.description") and telling:
            forms.setdefault(surface, candidate)
    if not forms:
        return
    for match in re.finditer(
        rf"(?<![\w-])(?:{'|'.join(re.escape(f) for f in sorted(forms, key=len, reverse=True))})(?![\w-])", text
    ):
        model = forms[match[0]]
        yield replace(
            model, start=match.start(), end=match.end(), method="name.again", precision=min(0.75, model.precision)
        )


def _with_defined(text: str, pool: Sequence[Candidate]) -> list[Candidate]:
    """Add names that only their abbreviation shows, the abbreviations alone, and their slips."""
    longs = [*pool, *_abbreviated(text, pool)]
    standing = keyed(text, arbitrate(longs))
    aliases: dict[str, Alias] = {}
    for alias in sorted(defined_aliases(text, standing), key=lambda a: (a.long_end, -a.fit, a.long_start)):
        # "Annual Report of the Reef Board (RB)": of the Board, not of its report
        aliases.setdefault(alias.short, alias)
    by_start = {(c.start, c.end): c for c in standing}
    kept = [c for c in longs if (surface := text[c.start : c.end]) not in aliases or c.key == aliases[surface].key]
    for short, alias in sorted(aliases.items()):
        target = by_start[alias.long_start, alias.long_end]
        for match in re.finditer(rf"(?<![\w-])(?:the\s)?{re.escape(short.removeprefix('the '))}(?![\w-])", text):
            start = match.start() if short.startswith("the ") else match.end() - len(short)
            abbreviation = short.isupper() or (" " not in short and sum(map(str.isupper, short)) > 1)
            kept.append(
                replace(
                    target,
                    start=start,
                    end=match.end(),
                    method="name.alias",
                    precision=0.96,
                    inside=True,
                    acronym=short if abbreviation else target.acronym,
                )
            )
    kept = _spelled_out(text, kept, standing)
    return [*kept, *_slipped(text, kept)]


def _abbreviated(text: str, pool: Sequence[Candidate]) -> Iterator[Candidate]:
    """Long forms that only the abbreviation behind them shows."""
    covered = {candidate.start: candidate.end for candidate in pool if candidate.precision > 0.6}
    for start, end, _ in unnamed_long_forms(text):
        last = text[start:end].split()[-1].capitalize()
        if covered.get(start, 0) < end and last not in _NO_BODIES and not text.endswith("ethnic group", start, end):
            name = text[start:end]
            yield Candidate(
                start=start,
                end=end,
                kind="organization",
                type=organization_type(name, name.split()[-1:], "Organization"),
                method="name.abbreviated",
                precision=0.93 if start in covered else 0.7,
            )


def _spelled_out(text: str, pool: Sequence[Candidate], standing: Sequence[Candidate]) -> list[Candidate]:
    """Give an abbreviation that nobody defines to the one body of the text whose initials it is: "AFP"."""
    bodies = {c.key: c for c in reversed(standing) if c.kind == "organization" and " " in text[c.start : c.end]}
    named = {c.key for c in standing if " " in text[c.start : c.end]}
    loose = {
        (c.start, c.end)
        for c in pool
        if c.method == "organization.abbreviation"
        or (c.method == "name.known" and c.kind == "organization" and c.key not in named)
    }
    shorts = {text[start:end] for start, end in loose}
    meant: dict[str, Candidate] = {}
    for short in sorted(shorts):
        fitting = (
            [c for c in bodies.values() if acronym_fit(short, text[c.start : c.end]) == 3] if short.isupper() else []
        )
        if len(fitting) == 1 and len(short) > 2:
            meant[short] = fitting[0]
    return [
        replace(
            meant[surface], start=c.start, end=c.end, method="name.alias", precision=0.8, inside=True, acronym=surface
        )
        if (c.start, c.end) in loose and (surface := text[c.start : c.end]) in meant
        else c
        for c in pool
    ]


def _slipped(text: str, pool: Sequence[Candidate]) -> Iterator[Candidate]:
    """Abbreviations with two letters exchanged, of what the document names or of the UN's own bodies and treaties."""
    shorts = {
        surface: c
        for c in pool
        if c.key
        and c.kind in ("organization", "instrument")
        and (surface := text[c.start : c.end]).isupper()
        and len(surface) > 3
    }
    for entry in united_nations_abbreviations():
        shorts.setdefault(entry.name, entry.candidate(0, len(entry.name), method="name.slip", precision=0.7))
    for start, end, meant in slips(text, tuple(shorts), abbreviations()):
        yield replace(shorts[meant], start=start, end=end, method="name.slip", precision=0.7, inside=True)


_LAW = re.compile(r"\b(?:Act|Charter|Code|Constitution|Decree|Law|Ordinance|Statute)\b")
"""Words of documents that have articles."""


def _citations(reading: Reading, pool: Sequence[Candidate]) -> list[Candidate]:
    text = reading.text
    standing = arbitrate(pool)
    by_start: dict[int, Candidate] = {}
    for candidate in sorted(standing, key=lambda c: c.end):
        if candidate.kind in ("instrument", "mechanism", "organization"):
            by_start[candidate.start] = candidate
            article = re.compile(r"the\s+", re.I).match(text, candidate.start)
            if article:
                by_start[article.end()] = candidate
    rules = find_rule_sets(reading, by_start)
    laws = {c.start: c for c in standing if c.kind == "document" and _LAW.search(text[c.start : c.end])}
    instruments = laws | {start: c for start, c in by_start.items() if c.kind == "instrument"}
    bodies = {start: c for start, c in by_start.items() if c.kind == "organization"}
    ends = {c.end: c for c in standing if c.kind == "organization"}
    return [
        *rules,
        *find_provisions(reading, instruments, rules, _most_named(standing, "instrument")),
        *find_resolutions(
            reading, bodies, ends, _most_named([c for c in standing if c.type == "TreatyBody"], "organization")
        ),
    ]


def _most_named(candidates: Iterable[Candidate], kind: str) -> str:
    counts: dict[str, int] = {}
    for candidate in candidates:
        if candidate.kind == kind and candidate.key:
            counts[candidate.key] = counts.get(candidate.key, 0) + 1
    return max(counts, key=lambda key: counts[key], default="")
