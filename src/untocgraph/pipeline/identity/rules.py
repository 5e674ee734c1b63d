"""The near-certain cases in which a rule judges identity. Everything else is left to people.

No rule rests on a likeness of names alone: each asks for features that do not depend on one another.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityRule:
    """A rule that judges two things of one kind the same: all of ``needs`` and one of ``any_of`` speak for it.

    A rule applies only where nothing speaks against.
    """

    name: str
    kind: str
    needs: frozenset[str]
    any_of: frozenset[str] = frozenset()

    def fits(self, kind: str, features: Collection[str]) -> bool:
        """Return whether the rule judges two things of this kind with these features.

        >>> RULES[0].fits("person", {"same affiliation", "same name"})
        True
        """
        return (
            kind == self.kind and self.needs <= set(features) and (not self.any_of or bool(self.any_of & set(features)))
        )


SHORT_FORM = "short-form@1"
"""Judges only where the short form is that of one full name."""
RULES = (
    IdentityRule(
        name="middle-names@1",
        kind="person",
        needs=frozenset({"same affiliation"}),
        any_of=frozenset({"same name", "one name only adds words"}),
    ),
    IdentityRule(
        name="initials@1",
        kind="person",
        needs=frozenset({"initials agree", "two names in full", "same affiliation", "same event"}),
    ),
    IdentityRule(
        name="acronym@1",
        kind="organization",
        needs=frozenset({"same name"}),
        any_of=frozenset({"same acronym", "acronym letters in another order"}),
    ),
    IdentityRule(
        name="bare-acronym@1",
        kind="organization",
        needs=frozenset({"known by acronym only", "met together"}),
        any_of=frozenset({"same acronym", "acronym is the initials of the name"}),
    ),
    IdentityRule(name="short-name@1", kind="organization", needs=frozenset({"same short name", "met together"})),
    IdentityRule(name=SHORT_FORM, kind="organization", needs=frozenset({"same name", "short form of the full name"})),
    IdentityRule(
        name="project-funders@1", kind="project", needs=frozenset({"one name only adds words", "same funders"})
    ),
    IdentityRule(name="event-day-participants@1", kind="event", needs=frozenset({"same date", "same participants"})),
    IdentityRule(
        name="event-name-day-place@1", kind="event", needs=frozenset({"same name", "same date", "same place"})
    ),
    IdentityRule(
        name="event-name-month-place@1",
        kind="event",
        needs=frozenset({"same name", "one date holds the other"}),
        any_of=frozenset({"same place", "same participants"}),
    ),
    IdentityRule(name="sole-panel@1", kind="event", needs=frozenset({"the one panel of a meeting"})),
    IdentityRule(name="symbol@1", kind="document", needs=frozenset({"same symbol"})),
)


def judged(kind: str, features_for: Collection[str], features_against: Collection[str]) -> tuple[str, str]:
    """Return (rule, ``same`` or ``different``), or two empty strings where the pair stays open.

    >>> judged("person", ["same name"], [])
    ('', '')
    >>> judged("person", ["same name", "same affiliation"], ["gender words differ"])
    ('gender-words@1', 'different')
    """
    if "gender words differ" in features_against:
        return "gender-words@1", "different"
    if features_against:
        return "", ""
    return next(((rule.name, "same") for rule in RULES if rule.fits(kind, features_for)), ("", ""))
