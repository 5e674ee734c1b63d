"""A speaker as one sentence names him, and how many an anonymous one stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from untocgraph.core import resources
from untocgraph.core.model import Span
from untocgraph.extract.lexicon import alternatives, table


@resources.derived()
def _quantifiers() -> tuple[re.Pattern[str], dict[str, str]]:
    known = {row["words"]: row["quantifier"] for row in table("quantifiers")}
    return re.compile(r"(?:the\s+)?(" + alternatives(list(known)) + r")\b", re.I), known


def quantifier_of(phrase: str) -> str:
    """Return one, some, several, all or nothing, from the words of an anonymous speaker.

    >>> [quantifier_of(p) for p in ("Several speakers", "one delegate", "The panellist", "all parties")]
    ['several', 'one', '', 'all']
    """
    regex, known = _quantifiers()
    match = regex.match(phrase)
    return known[" ".join(match[1].casefold().split())] if match else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A speaker as one sentence names him. ``sort`` is person, organization, state, first, people or that of a role."""

    key: str
    phrase: str
    span: Span
    behalf: str = ""
    sort: str = "individual"
    plural: bool = False
    pronoun: str = ""
    known: bool = True
    also: tuple[str, ...] = ()
    """Keys of those who speak with him, in text order."""
    gender: str = ""
    """``he`` or ``she`` where the text says so (a pronoun, "Mr.", "Ms."), never guessed."""

    @property
    def quantifier(self) -> str:
        """Quantity of an anonymous speaker: one, some, several, all or empty."""
        return "" if self.key else quantifier_of(self.phrase)
