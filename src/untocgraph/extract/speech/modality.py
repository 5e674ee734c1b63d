"""Kind, modality, negation and addressees of a statement, from its words (rule of the annotation guide, number 10)."""

from __future__ import annotations

import re

from untocgraph.core.model import Modality, StatementKind
from untocgraph.extract.document.clauses import Clause
from untocgraph.extract.speech.reports import Report

_MODALS: dict[str, Modality] = {"should": "should", "could": "could", "must": "must"}
_LITERAL = re.compile(r"\b(?:should|could|must)\b", re.I)
_SOFTER = re.compile(r"(should|could)(?:\s+\w+ly|\s+also)?\s+(consider|make\s+(?:every\s+)?efforts?)\b", re.I)
"""What is asked is that something be weighed, or be tried."""
_SOFT: dict[tuple[str, str], Modality] = {
    ("should", "c"): "should_consider", ("should", "m"): "should_make_efforts", ("could", "c"): "could_consider",
}  # fmt: skip
_NEGATION = re.compile(r"\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot|without)\b|n't\b", re.I)
_DIRECT_ADVICE = re.compile(
    r"\bshould\b|\bneeds?\s+to\b|\bneed\s+(?:more|better|greater|stronger|further|urgent|for)\b|\b(?:I|we)\s+(?:urge|recommend|call\s+(?:for|on|upon))\b"
    r"|\b(?:is|are)\s+needed\b|\bneed\s+for\b|\bnecessity\b|\bit\s+is\s+necessary\b",
    re.I,
)
_DIRECT_PLEDGE = re.compile(
    r"^(?:and\s+|but\s+|therefore,?\s+|today,?\s+|that\s+is\s+why\s+)?(?:I|we|my\s+\w+|our\s+\w+)\s+(?:will\s+(?!be\s+(?:able|there)\b)|(?:hereby\s+)?(?:pledge|commit|undertake|promise|vow)\b|are\s+committed\s+to|reaffirm\s+our\s+commitment)",
    re.I,
)
_NEED = re.compile(
    r"^(?:[\w-]+ly\s+|also\s+|finally\s+|further\s+|on\s+|upon\s+|to\s+|that\s+)*(?:(?:the|a|an|its|their|his|her|this|urgent)\s+)?(?:[\w-]+\s+){0,2}?(?:need|necessity|needs)\b",
    re.I,
)
_CLAUSE_NEED = re.compile(
    r"\bneed(?:s|ed)?\s+to\b|\bneed(?:s|ed)?\s+for\b|\b(?:is|are|was|were)\s+(?:urgently\s+|also\s+)?(?:needed|necessary)\b|\bnecessity\b",
    re.I,
)
_OWN_WILL = re.compile(
    r"^that\s+(?:it|they|he|she|(?:its|their|his|her)\s+(?:country|government|delegation|organization|organisation|office|company|ministry))\s+(?:would|will)\b",
    re.I,
)
_COMMITMENT = re.compile(r"^(?:[\w']+\s+){0,4}?commitment\b", re.I)
_AGREED_WILL = re.compile(r"^(?:to\s+\w|that\b[^.;]*?\bwould\s+(?!continue|be\b|like\b))", re.I)
_ANNOUNCED = re.compile(
    r"^(?:[\w']+\s+){0,3}?(?:contribution|donation|pledge|commitment|grant|intention)\b|^that\b[^.;]*\b(?:would|will)\b",
    re.I,
)
_MEASURE = re.compile(
    r"\b(?:(?:than|as\s+\w+\s+as)\s+(?:(?!that\b)\S+\s+){0,5}|(?:what|whatever|all|everything)\s+(?:I|we|you|he|she|they)\s+)$",
    re.I,
)
"""What something is measured by is no demand and no offer: "more than the hall could hold", "what we could"."""
_RELATIVE = re.compile(r"\b(?:who|which|whose|whom)\s+(?:\w+\s+){0,3}$", re.I)


def modality_in(clause: Clause, start: int, stop: int | None = None) -> Modality | None:
    """Return the first literal should, could or must from token ``start`` on, those of relative clauses aside."""
    for at in range(start, len(clause.tokens) if stop is None else stop):
        found = _MODALS.get(clause.tokens[at].text.casefold())
        if found and not _relative(clause, at):
            return modality_of(" ".join(t.text for t in clause.tokens[at : at + 5])) or found
    return None


def modality_of(text: str) -> Modality | None:
    """Return the first literal should, could or must of a text, with what softens it.

    >>> modality_of("Ports should also consider a register."), modality_of("They met.")
    ('should_consider', None)
    """
    first = _LITERAL.search(text)
    if first is None:
        return None
    softer = _SOFTER.match(text, first.start())
    plain = _MODALS[first[0].casefold()]
    return _SOFT.get((plain, softer[2][0].casefold()), plain) if softer else plain


def _relative(clause: Clause, at: int) -> bool:
    if [t.text.casefold() for t in clause.tokens[at : at + 2]] == ["could", "i"]:
        return True  # "could I update you": a courtesy
    if _MEASURE.search(" ".join(t.text for t in clause.tokens[max(0, at - 9) : at]) + " "):
        return True
    if not clause.parsed:
        return bool(_RELATIVE.search(" ".join(t.text for t in clause.tokens[max(0, at - 5) : at]) + " "))
    for _ in range(8):
        if clause.tokens[at].dep == "relcl":
            return True
        if clause.heads[at] == at or clause.tokens[at].dep == "ccomp":
            return False
        at = clause.heads[at]
    return False


def reported_kind(report: Report | None, content: str, modality: Modality | None, *, verb: str = "") -> StatementKind:
    """Return the kind of a reported statement; ``content`` is what follows the verb, in the reading copy.

    >>> reported_kind(None, "that the fund should grow", "should")
    'recommendation'
    """
    verb = report.verb if report else verb
    if verb == "commit":
        return "commitment"
    if report and report.kind in ("recommendation", "commitment"):
        return "recommendation" if report.kind == "recommendation" else "commitment"
    if (
        (modality or "").startswith("should")
        or _NEED.match(content)
        or (content.startswith(("that ", ", that ")) and _CLAUSE_NEED.search(content))
    ):
        return "recommendation"
    if _COMMITMENT.match(content) or _OWN_WILL.match(content):
        return "commitment"
    if (verb in ("agree", "decide", "resolve") and _AGREED_WILL.match(content)) or (
        verb == "announce" and _ANNOUNCED.match(content)
    ):
        return "commitment"
    return "observation" if verb == "observe" else "statement"


def direct_kind(text: str, verb: str, *, own: tuple[str, ...] = ()) -> StatementKind:
    """Return the kind of a direct quotation; ``own`` are names by which the speaker calls himself.

    >>> [direct_kind(t, "say") for t in ("We need to act.", "We will send two experts.", "It rains.")]
    ['recommendation', 'commitment', 'statement']
    """
    if _DIRECT_ADVICE.search(text) or verb in ("call for", "recommend", "urge"):
        return "recommendation"
    if _DIRECT_PLEDGE.search(text) or any(
        re.match(rf"(?:\w+,\s+)?{re.escape(name)}\s+will\b", text, re.I) for name in own
    ):
        return "commitment"
    return "observation" if verb == "observe" else "statement"


def is_negated(text: str) -> bool:
    """Return whether the words contain a negation.

    >>> is_negated("no party had answered"), is_negated("notable progress")
    (True, False)
    """
    return bool(_NEGATION.search(text))


def asks_or_pledges(text: str) -> bool:
    """Return whether somebody's own words say what must be done, or what he will do.

    >>> asks_or_pledges("We need to act."), asks_or_pledges("It rains.")
    (True, False)
    """
    return bool(_DIRECT_ADVICE.search(text) or _DIRECT_PLEDGE.search(text))
