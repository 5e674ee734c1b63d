"""Reporting verbs: which verb of a sentence reports speech, in what construction, and whose speech it is.

The vocabulary is ``reference/lexicon/speech_verbs.csv``. Its frames say what must follow the verb:
``that`` a clause, ``literal`` one with the word "that", ``wh`` an indirect question, ``object`` a noun
phrase, ``noun`` a noun of speech
("expressed concern"), ``whom`` a person addressed, ``whom_to`` the same with an infinitive, ``to`` an
infinitive, ``prep:x`` a preposition, ``as``, ``quote``, ``itself`` a reflexive, ``alone`` nothing,
``ing`` a gerund, ``view`` "the view that", ``presentation`` a noun for somebody's words.
"""

from __future__ import annotations

from dataclasses import dataclass

from untocgraph.extract.document.clauses import Clause
from untocgraph.extract.frames import frame_of, noun_kind
from untocgraph.extract.shapes import agent_of, misread, shape_of, subject_of
from untocgraph.extract.speech.verbs import Entry, verb_forms


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A reporting verb in its clause; token indices are those of the clause.

    ``subject`` is the head of whoever speaks, None where a passive names nobody. ``rank`` orders the
    reports of one sentence, smaller first.
    """

    verb: str
    at: int
    end: int
    frame: str
    strength: str
    kind: str
    passive: bool
    subject: int | None
    participle: bool
    rank: tuple[int, ...]
    method: str
    saying: bool = True
    """Whether words were uttered: a verb that can lead into a quotation, or a verb in the simple past."""
    below: bool = False
    """Whether the verb only stands in a clause below another verb ("now that the Minister has admitted …")."""


def find_reports(clause: Clause) -> list[Report]:
    """Return the reports of one sentence, the best first."""
    forms = verb_forms()
    found: list[Report] = []
    for at, token in enumerate(clause.tokens):
        pairs = forms.get(token.text.casefold())
        if not pairs or at in clause.hidden:
            continue
        report = _report(clause, at, pairs)
        if report is not None:
            found.append(report)
    return sorted(found, key=lambda r: r.rank)


def _report(clause: Clause, at: int, pairs: tuple[tuple[Entry, str], ...]) -> Report | None:
    token = clause.tokens[at]
    if clause.parsed and token.pos not in ("VERB", "AUX") and not misread(clause, at, pairs):
        return None
    shape = shape_of(clause, at, pairs[0][1])
    if shape is None:
        return None
    passive, participle = shape
    for entry, _ in pairs:
        end = _match_rest(clause, at, entry)
        if end is None:
            continue
        subject = agent_of(clause, at) if passive else subject_of(clause, at)
        frame = frame_of(clause, at, end, entry, passive=passive, subject=subject)
        if frame:
            form = "passive" if passive else "participle" if participle else "verb"
            return _made(clause, at, end, entry, frame, subject, form)
    return None


def _made(clause: Clause, at: int, end: int, entry: Entry, frame: str, subject: int | None, form: str) -> Report:
    kind, strength = entry.kind, entry.strength
    if frame == "noun":
        kind, strength = noun_kind(clause, at, passive=form == "passive")
    main = form != "participle" and (clause.tokens[at].dep in ("ROOT", "conj", "ccomp", "") or clause.heads[at] == at)
    order = {"strong": 0, "weak": 1, "quote": 1, "brief": 2}[strength]
    return Report(
        verb=entry.verb,
        at=at,
        end=end,
        frame=frame,
        strength=strength,
        kind=kind,
        passive=form == "passive",
        subject=subject,
        participle=form == "participle",
        rank=(order // 2, 0 if main else 1, order, at),
        method=f"statement.{form}-{frame.replace(':', '-')}",
        saying="quote" in entry.frames or clause.tokens[at].tag == "VBD",
        below=_is_below(clause, at),
    )


def _is_below(clause: Clause, at: int) -> bool:
    for _ in range(8):
        if clause.tokens[at].dep in ("advcl", "relcl", "acl", "pcomp", "csubj"):
            return True
        head = clause.heads[at]
        if clause.tokens[at].dep == "ccomp" and head < at and clause.child(head, "nsubj") is not None:
            return True
        if head == at or clause.tokens[at].dep not in ("conj", "ccomp", "xcomp", "parataxis"):
            return False
        at = head
    return False


def _match_rest(clause: Clause, at: int, entry: Entry) -> int | None:
    end = at + 1
    for word in entry.rest:
        if end < len(clause.tokens) and clause.tokens[end].text.casefold() == word:
            end += 1
        else:
            return None
    return end
