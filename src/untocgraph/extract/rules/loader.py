"""Rule files: ``reference/rules/*.toml``, each rule with what it must find and what it must leave alone."""

from __future__ import annotations

import csv
import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from untocgraph.core import resources
from untocgraph.core.errors import Place, ReferenceDataError
from untocgraph.extract import lexicon
from untocgraph.extract.rules.pattern import Pattern, PatternError, compile_pattern

PROVISIONAL = 0.6
"""Most that a rule may claim which fires in fewer than three documents of all texts at hand."""
ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """What a match says. ``subject`` and ``object`` name slots, or stand for something that no slot names.

    ``@event`` is the event of the passage, ``@floor`` who says "I" there, ``@doc`` the source itself.
    """

    predicate: str
    subject: str
    object: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: any of ``patterns`` says all ``claims``, unless one of ``unless`` stands there too."""

    id: str
    claims: tuple[Claim, ...]
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    confidence: float
    provisional: bool


_KEYS = frozenset(("id", "claim", "pattern", "unless", "yes", "no", "why"))


@resources.derived()
def load_rules(file: str = "") -> tuple[Rule, ...]:
    """Return the rules of ``reference/rules/{file}.toml``, of all files without ``file``, in file order.

    Raises ReferenceDataError for a file that is no TOML, a rule without examples, a pattern that is not understood.

    >>> all(rule.yes and rule.no for rule in load_rules())
    True
    """
    folder = resources.path("reference") / "rules"
    paths = [folder / f"{file}.toml"] if file else sorted(folder.glob("*.toml"))
    support = _support(folder / "support.csv")
    found: list[Rule] = []
    for path in paths:
        try:
            found.extend(parse_rules(path.read_text(encoding="utf-8"), name=path.name, support=support))
        except FileNotFoundError:
            raise ReferenceDataError(
                f"there is no rule file {path.name!r}", place=Place(file=str(path)), repair="restore reference/rules"
            ) from None
    return tuple(found)


def rules_for(*predicates: str) -> tuple[Rule, ...]:
    """Return the rules of all files that claim one of the predicates (without any: all), in file order."""
    chosen = load_rules()
    return tuple(rule for rule in chosen if not predicates or any(c.predicate in predicates for c in rule.claims))


def parse_rules(text: str, *, name: str, support: Mapping[str, Mapping[str, str]] | None = None) -> tuple[Rule, ...]:
    """Return the rules of one TOML text; ``support`` holds the counted figures by rule id.

    >>> parse_rules('[[rule]]\\nid = "x"\\npattern = "word"', name="t.toml")
    Traceback (most recent call last):
    ...
    untocgraph.core.errors.ReferenceDataError: t.toml: rule 'x' has no 'claim' (give it claim, pattern, yes and no)
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ReferenceDataError(f"not TOML: {error}", place=Place(file=name), repair="mend the line") from error
    words = {key: _words(value) for key, value in document.get("words", {}).items()}
    found: list[Rule] = []
    for row in document.get("rule", ()):
        rule = _rule(row, words, name=name, figures=(support or {}).get(str(row.get("id")), {}))
        if any(rule.id == other.id for other in found):
            raise _wrong(name, f"rule {rule.id!r} stands twice", "give each rule its own id")
        found.append(rule)
    return tuple(found)


def _wrong(name: str, what: str, repair: str) -> ReferenceDataError:
    return ReferenceDataError(what, place=Place(file=name), repair=repair)


def _words(value: Any) -> str:
    """A word list of a file: its words, or a column of a list of the lexicon."""
    if isinstance(value, dict):
        where = {key: str(cell) for key, cell in value.items() if key not in ("list", "column", "plural")}
        plural = "s?" if value.get("plural") else ""
        return lexicon.pattern(str(value["list"]), str(value["column"]), **where) + plural
    return lexicon.alternatives([str(word) for word in value])


def _rule(row: Mapping[str, Any], words: Mapping[str, str], *, name: str, figures: Mapping[str, str]) -> Rule:
    ident = str(row.get("id", "without id"))
    for key in ("claim", "pattern", "yes", "no"):
        if not row.get(key):
            raise _wrong(name, f"rule {ident!r} has no {key!r}", "give it claim, pattern, yes and no")
    for key in sorted(set(row) - _KEYS):
        raise _wrong(name, f"rule {ident!r} has an unknown key {key!r}", f"use {', '.join(sorted(_KEYS))}")
    titles = lexicon.pattern("honorifics", "word")
    try:
        patterns = tuple(compile_pattern(text, words, titles=titles) for text in _several(row["pattern"]))
        unless = tuple(compile_pattern(text, words, titles=titles) for text in _several(row.get("unless", ())))
    except PatternError as error:
        raise _wrong(name, f"rule {ident!r}: {error}", "see extract/rules/pattern.py for the language") from error
    claims = tuple(Claim(**claim) for claim in _several(row["claim"]))
    for claim in claims:
        for end in (claim.subject, claim.object):
            if not end.startswith("@") and any(end not in pattern.slots for pattern in patterns):
                raise _wrong(name, f"rule {ident!r}: a pattern has no slot {end!r}", "name the slot in every pattern")
    confidence, provisional = _measured(figures)
    yes, no = tuple(map(str, row["yes"])), tuple(map(str, row["no"]))
    return Rule(ident, claims, patterns, unless, yes, no, confidence, provisional)


def _several(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)


def _measured(figures: Mapping[str, str]) -> tuple[float, bool]:
    """(hits + 1) / (seen + 2), the rule of succession; and whether too few documents support the rule."""
    seen, hits, documents = (int(figures.get(key) or 0) for key in ("seen", "hits", "documents"))
    confidence = round((hits + 1) / (seen + 2), 3)
    return (min(confidence, PROVISIONAL), True) if documents < ENOUGH else (confidence, False)


def counted(rule: str) -> float:
    """Return the confidence of a rule by its figures in ``support.csv``, 0.5 where nobody has counted yet.

    >>> 0 < counted("no such rule") <= 0.6
    True
    """
    return _measured(_support(resources.path("reference") / "rules" / "support.csv").get(rule, {}))[0]


@functools.cache
def _support(path: Path) -> dict[str, dict[str, str]]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as handle:
        return {row["rule"]: row for row in csv.DictReader(handle)}
