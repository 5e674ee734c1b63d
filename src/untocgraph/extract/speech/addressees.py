"""Whom a report addresses, in the words of the text."""

from __future__ import annotations

from untocgraph.extract.document.clauses import Clause
from untocgraph.extract.speech.utterances import Said, Utterance

_TOLD = frozenset(("about", "as", "concerning", "on", "regarding"))


def addressees_of(utterance: Utterance, said: Said, source: str) -> tuple[str, ...]:
    """Return the words for whom a report addresses: "informed | members of the Bureau | on the budget"."""
    report, clause = said.report, utterance.clause
    if report is None or report.frame not in ("whom", "whom_to"):
        return ()
    thing = clause.child(report.at, "dobj", "obj", "dative")
    if thing is None:
        below = (c for i in range(report.at, report.end) for c in clause.children[i])
        thing = next((c for c in below if clause.tokens[c].dep == "pobj"), None)
    if thing is None:
        return ()
    low, high = clause.subtree(thing)
    cut = next((i for i in range(thing + 1, high + 1) if _ends_addressee(clause, i)), high + 1)
    end = clause.tokens[min(cut - 1, low + 12)].end
    return (" ".join(source[clause.tokens[low].start : end].split()),)


def _ends_addressee(clause: Clause, at: int) -> bool:
    """Whether what somebody is told begins here: "informed members | on the budget", "reminded them | that …"."""
    token = clause.tokens[at]
    return (
        token.dep in ("mark", "acl", "relcl")
        or (token.dep == "prep" and token.text.casefold() in _TOLD)
        or (token.text.casefold() in ("that", "to"))
    )
