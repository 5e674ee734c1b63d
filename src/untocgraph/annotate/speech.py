"""Reporting verbs: which verb of a sentence reports speech, in what construction, and whose speech it is.

The vocabulary is ``reference/lexicon/speech_verbs.csv``. Its frames say what must follow the verb:
``that`` a clause, ``wh`` an indirect question, ``object`` a noun phrase, ``noun`` a noun of speech
("expressed concern"), ``whom`` a person addressed, ``whom_to`` the same with an infinitive, ``to`` an
infinitive, ``prep:x`` a preposition, ``as``, ``quote``, ``itself`` a reflexive, ``alone`` nothing,
``ing`` a gerund, ``view`` "the view that", ``presentation`` a noun for somebody's words.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from untocgraph.annotate.lexicon import cells, table
from untocgraph.model import Token

__all__ = ["Clause", "Report", "find_reports", "speech_nouns"]

_WH = frozenset("how whether why what which who whom where when if whose".split())
_ADVERBS = frozenset(
    "also further finally then again repeatedly strongly clearly explicitly particularly especially once more aloud instead"
    " still once moreover likewise similarly therefore thus merely simply only just in ever always often publicly firmly"
    " jointly unanimously today yesterday earlier later briefly specifically notably rightly recently first lastly".split()
)
_REFLEXIVE = frozenset("itself himself herself themselves themself ourselves myself".split())
_MODAL = frozenset("should could may might must shall can would will 'll ca cannot".split())
_CARRIER = frozenset(
    "wish like want go continue proceed begin start conclude take use intervene speak join hasten end seek choose desire have be love".split()
)
_RESULT = frozenset("available public possible clear known accessible easier mandatory aware heard".split())
_VOWEL = frozenset("aeiou")
_DOUBLED = frozenset(
    "regret submit commit refer admit defer infer quip rebut sum plan permit compel control transfer concur".split()
)


@dataclass(frozen=True, slots=True)
class _Entry:
    verb: str
    rest: tuple[str, ...]
    frames: tuple[str, ...]
    strength: str
    kind: str
    agentless: str


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens of one sentence; heads are indices into ``tokens``. ``hidden`` tokens stand inside quotation marks."""

    tokens: Sequence[Token]
    heads: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    hidden: frozenset[int]
    parsed: bool

    @classmethod
    def of(cls, tokens: Sequence[Token], first: int, hidden: frozenset[int]) -> Clause:
        """Return the clause of ``tokens``, which begin at index ``first`` of the parse."""
        heads = tuple(t.head - first for t in tokens)
        children: list[list[int]] = [[] for _ in tokens]
        for at, head in enumerate(heads):
            if head != at and 0 <= head < len(tokens):
                children[head].append(at)
        return cls(tokens, heads, tuple(map(tuple, children)), hidden, bool(tokens and tokens[0].pos))

    def subtree(self, at: int) -> tuple[int, int]:
        """Return the first and last token index of the subtree of ``at``."""
        low = high = at
        stack = [at]
        while stack:
            for child in self.children[stack.pop()]:
                low, high = min(low, child), max(high, child)
                stack.append(child)
        return low, high

    def depth(self, at: int) -> int:
        """Return the number of arcs between ``at`` and the root."""
        steps = 0
        while self.heads[at] != at and steps < 60:
            at = self.heads[at]
            steps += 1
        return steps

    def child(self, at: int, *deps: str) -> int | None:
        """Return the first child with one of the relations, or None."""
        return next((c for c in self.children[at] if self.tokens[c].dep in deps), None)


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


@functools.cache
def speech_nouns() -> Mapping[str, tuple[frozenset[str], str, str]]:
    """Return noun → (verbs it goes with, kind, ``claim`` or ``topic``)."""
    return {row["noun"]: (frozenset(cells(row["verbs"])), row["kind"], row["content"]) for row in table("speech_nouns")}


@functools.cache
def _forms() -> Mapping[str, tuple[tuple[_Entry, str], ...]]:
    """Return folded first word → (entry, tag), the tag VBD, VBZ, VBG or VB."""
    found: dict[str, list[tuple[_Entry, str]]] = {}
    for row in table("speech_verbs"):
        first, *rest = row["verb"].split()
        entry = _Entry(row["verb"], tuple(rest), cells(row["frames"]), row["strength"], row["kind"], row["agentless"])
        forms = {form: tag for form, tag in _inflected(first)}
        for irregular in cells(row["forms"]):
            word = irregular.split()[0]
            forms[word] = "VBG" if word.endswith("ing") else "VBZ" if word.endswith("s") else "VBD"
        for form, tag in forms.items():
            found.setdefault(form, []).append((entry, tag))
    return {form: tuple(sorted(pairs, key=lambda p: -len(p[0].rest))) for form, pairs in found.items()}


_IRREGULAR = {
    "draw": ("drew", "drawn"), "go": ("went", "gone"), "put": ("put",), "pay": ("paid",), "take": ("took", "taken"),
    "stand": ("stood",), "spell": ("spelled", "spelt"), "read": ("read",), "call": ("called",), "stick": ("stuck",),
}  # fmt: skip


def _inflected(verb: str) -> Iterator[tuple[str, str]]:
    yield verb, "VB"
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith("y") and verb[-2] not in _VOWEL:
        yield verb[:-1] + "ies", "VBZ"
        past = verb[:-1] + "ied"
    else:
        yield verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"), "VBZ"
        past = stem + (stem[-1] if verb in _DOUBLED else "") + "ed"
    yield stem + (stem[-1] if verb in _DOUBLED else "") + "ing", "VBG"
    for form in _IRREGULAR.get(verb, (past,)):
        yield form, "VBD"


def find_reports(clause: Clause) -> list[Report]:
    """Return the reports of one sentence, the best first."""
    forms = _forms()
    found: list[Report] = []
    for at, token in enumerate(clause.tokens):
        pairs = forms.get(token.text.casefold())
        if not pairs or at in clause.hidden:
            continue
        report = _report(clause, at, pairs)
        if report is not None:
            found.append(report)
    return sorted(found, key=lambda r: r.rank)


def _report(clause: Clause, at: int, pairs: tuple[tuple[_Entry, str], ...]) -> Report | None:
    token = clause.tokens[at]
    if clause.parsed and token.pos not in ("VERB", "AUX") and not _misread(clause, at, pairs):
        return None
    shape = _shape(clause, at, pairs[0][1])
    if shape is None:
        return None
    passive, participle = shape
    for entry, _ in pairs:
        end = _match_rest(clause, at, entry)
        if end is None:
            continue
        subject = _agent(clause, at) if passive else _subject(clause, at)
        frame = _frame(clause, at, end, entry, passive=passive, subject=subject)
        if not frame:
            continue
        kind, strength = entry.kind, entry.strength
        if frame == "noun":
            kind, strength = _noun_kind(clause, at, passive=passive)
        depth = clause.depth(at) if clause.parsed else 0
        main = not participle and (clause.tokens[at].dep in ("ROOT", "conj", "ccomp", "") or depth == 0)
        order = {"strong": 0, "weak": 1, "quote": 1, "brief": 2}[strength]
        return Report(
            verb=entry.verb, at=at, end=end, frame=frame, strength=strength, kind=kind, passive=passive,
            subject=subject, participle=participle,
            rank=(order // 2, 0 if main else 1, order, at),
            method=f"statement.{'passive' if passive else 'participle' if participle else 'verb'}-{frame.replace(':', '-')}",
        )  # fmt: skip
    return None


def _misread(clause: Clause, at: int, pairs: tuple[tuple[_Entry, str], ...]) -> bool:
    """A verb that the model took for a noun: past or third person, with a subject to its left and a clause after it."""
    token = clause.tokens[at]
    if pairs[0][1] not in ("VBD", "VBZ") or token.pos not in ("NOUN", "ADJ", "PROPN"):
        return False
    after = clause.tokens[at + 1].text.casefold() if at + 1 < len(clause.tokens) else ""
    return (
        at > 0
        and after in ("that", "the", "how", "whether")
        and not token.text[0].isupper()
        and token.text.endswith("ed")
    )


def _shape(clause: Clause, at: int, tag: str) -> tuple[bool, bool] | None:
    """Return (passive, participle), or None where the form does not report."""
    token = clause.tokens[at]
    before = [clause.tokens[i].text.casefold() for i in range(max(0, at - 4), at)]
    if not clause.parsed:
        return _shape_by_words(before, tag, token)
    if (
        any(clause.tokens[c].text.casefold() == "than" for c in clause.children[at])
        or clause.tokens[clause.heads[at]].text == "than"
    ):
        return None
    if token.dep in ("relcl", "amod", "pobj", "compound", "nmod", "csubj", "nsubj", "dobj", "advmod", "npadvmod"):
        return None
    auxiliaries = [clause.tokens[c] for c in clause.children[at] if clause.tokens[c].dep in ("aux", "auxpass")]
    words = {a.text.casefold() for a in auxiliaries}
    if words & _MODAL and not words & {"would"}:
        return None
    if token.tag == "VB" or "to" in words:
        return _carried(clause, at, words)
    passive = any(a.dep == "auxpass" for a in auxiliaries) or (
        token.tag == "VBN"
        and any(clause.tokens[c].text.casefold() == "as" for c in clause.children[at])
        and token.dep == "advcl"
    )
    if passive:
        return (True, False) if not words & _MODAL else None
    if token.tag == "VBG" or tag == "VBG":
        progressive = any(a.lemma == "be" for a in auxiliaries)
        return (False, not progressive) if progressive or _loose(clause, at) else None
    if token.tag == "VBN" and "have" not in {a.lemma for a in auxiliaries}:
        finite = token.dep == "ROOT" or clause.child(at, "nsubj") is not None
        return (False, False) if finite and token.dep not in ("acl",) else None
    if token.dep == "acl":
        return None
    if words & {"would"} and token.lemma not in ("like", "wish"):
        return None
    return False, False


def _shape_by_words(before: list[str], tag: str, token: Token) -> tuple[bool, bool] | None:
    last = next((w for w in reversed(before) if w not in _ADVERBS), "")
    if last in _MODAL or last == "to" or tag == "VB":
        return None
    if last in ("was", "were", "been", "is", "are", "being"):
        return tag == "VBD", False
    if tag == "VBG":
        return (False, True) if before and before[-1] in (",", "speaker", "speakers") else None
    if last in ("the", "a", "an", "by", "of", "and/or") or (
        tag == "VBZ" and last in ("their", "its", "these", "those")
    ):
        return None
    return False, False


def _carried(clause: Clause, at: int, words: set[str]) -> tuple[bool, bool] | None:
    """An infinitive reports where a verb such as "wish" or "went on" carries it."""
    head = clause.heads[at]
    if clause.tokens[at].dep not in ("xcomp", "advcl", "ccomp", "conj") or head == at:
        return None
    if clause.tokens[at].dep == "conj":
        return _shape(clause, head, "VB") if clause.tokens[head].tag == "VB" else None
    lemma = clause.tokens[head].lemma
    if lemma not in _CARRIER:
        return None
    if _offered(clause, head):
        return None
    if lemma in ("have", "be") and clause.child(head, "dobj") is None:
        return None
    heads = {clause.tokens[c].text.casefold() for c in clause.children[head] if clause.tokens[c].dep == "aux"}
    if heads & (_MODAL - {"would"}):
        return None
    return False, False


def _offered(clause: Clause, at: int) -> bool:
    """Whether a passive above only opens the floor: "were given the opportunity to share", "were invited to"."""
    for _ in range(6):
        if clause.child(at, "auxpass", "nsubjpass") is not None:
            return True
        if clause.heads[at] == at or clause.tokens[at].dep not in ("xcomp", "advcl", "acl", "dobj", "conj", "ccomp"):
            return False
        at = clause.heads[at]
    return False


def _loose(clause: Clause, at: int) -> bool:
    """A participle that goes with the speaker: after a comma, or with a subject of its own."""
    token = clause.tokens[at]
    if clause.child(at, "nsubj") is not None:
        return token.dep in ("advcl", "pcomp", "conj", "acl", "ccomp", "ROOT")
    before = at - 1
    while before > 0 and clause.tokens[before].text.casefold() in _ADVERBS | {"and", "while"}:
        before -= 1
    return token.dep in ("advcl", "acl", "conj", "ROOT", "prep", "dep") and (
        at == 0 or clause.tokens[before].text == "," or before == 0
    )


def _match_rest(clause: Clause, at: int, entry: _Entry) -> int | None:
    end = at + 1
    for word in entry.rest:
        if end < len(clause.tokens) and clause.tokens[end].text.casefold() == word:
            end += 1
        else:
            return None
    return end


def _subject(clause: Clause, at: int) -> int | None:
    """Return the head of the grammatical subject, through conjunctions and infinitives."""
    if not clause.parsed:
        return None
    for _ in range(5):
        subject = clause.child(at, "nsubj", "csubj")
        if subject is not None:
            return subject
        head = clause.heads[at]
        if head == at or clause.tokens[at].dep not in ("conj", "xcomp", "advcl", "acl", "ccomp", "dep", "parataxis"):
            return None
        passive = clause.child(head, "nsubjpass")
        if passive is not None and clause.tokens[at].dep != "conj":
            return None
        if clause.tokens[at].dep == "acl" and clause.tokens[head].pos != "VERB":
            at = _governing_verb(clause, head)
        else:
            at = head
        if passive is not None:
            return passive
    return None


def _governing_verb(clause: Clause, at: int) -> int:
    for _ in range(12):
        if clause.tokens[at].pos in ("VERB", "AUX") or clause.heads[at] == at:
            return at
        at = clause.heads[at]
    return at


def _agent(clause: Clause, at: int) -> int | None:
    """Return the head of the "by" phrase of a passive, or None."""
    if not clause.parsed:
        return None
    for child in clause.children[at]:
        if clause.tokens[child].text.casefold() == "by" and clause.tokens[child].dep in ("agent", "prep"):
            agent = clause.child(child, "pobj")
            if agent is not None:
                return agent
    return None


def _frame(clause: Clause, at: int, end: int, entry: _Entry, *, passive: bool, subject: int | None) -> str:
    """Return the first frame of the entry that the clause shows, or an empty string."""
    if passive:
        return _passive_frame(clause, at, entry, subject)
    after = end
    while after < len(clause.tokens) and clause.tokens[after].text.casefold() in _ADVERBS and after - end < 3:
        after += 1
    following = clause.tokens[after].text.casefold() if after < len(clause.tokens) else ""
    for frame in entry.frames:
        if _shows(clause, at, after, following, frame, entry):
            return frame
    return ""


def _passive_frame(clause: Clause, at: int, entry: _Entry, subject: int | None) -> str:
    theme = clause.child(at, "nsubjpass", "expl", "nsubj") if clause.parsed else None
    if at + 1 < len(clause.tokens) and clause.tokens[at + 1].text.casefold() in _RESULT:
        return ""
    expletive = theme is not None and clause.tokens[theme].text.casefold() == "it"
    frames = entry.frames
    if (
        theme is not None
        and ("noun" in frames or entry.verb == "put forward")
        and _speech_noun(clause, theme, entry.verb)
    ):
        return "noun"
    if subject is None and not entry.agentless:
        return ""
    if subject is None and entry.agentless == "it" and not expletive:
        return ""
    if subject is None and not clause.parsed:
        return "that" if any(t.text == "that" for t in clause.tokens[at : at + 3]) else ""
    if expletive and "that" in frames:
        return "that"
    if subject is None and (clause.tokens[at].dep == "advcl" or ("whom" in frames and not _has_clause(clause, at))):
        return ""
    allowed = [f for f in frames if f not in ("noun", "alone", "itself", "to", "as")]
    return ("object" if "object" in allowed else allowed[0]) if allowed else ""


def _shows(clause: Clause, at: int, after: int, following: str, frame: str, entry: _Entry) -> bool:
    if frame == "that":
        return (
            following in ("that", '"', "'", ":")
            or _has_clause(clause, at)
            or _parenthetical(clause, at, after)
            or _tags_quote(clause, at)
        )
    if frame == "wh":
        return following in _WH or (
            following in ("as",) and after + 1 < len(clause.tokens) and clause.tokens[after + 1].text == "to"
        )
    if frame == "quote":
        return following in ('"', "'", ":") or _beside_quote(clause, at, after) or _parenthetical(clause, at, after)
    if frame.startswith("prep:"):
        return following == frame[5:] or any(
            clause.tokens[c].text.casefold() == frame[5:] and 0 < c - at < 8 for c in clause.children[at]
        )
    if frame == "itself":
        return following in _REFLEXIVE
    if frame == "alone":
        return following in (".", ",", ";", "", "with", "and") or after >= len(clause.tokens)
    if frame == "ing":
        return after < len(clause.tokens) and clause.tokens[after].text.endswith("ing")
    return _shows_object(clause, at, after, following, frame, entry)


def _shows_object(clause: Clause, at: int, after: int, following: str, frame: str, entry: _Entry) -> bool:
    thing = clause.child(at, "dobj", "obj") if clause.parsed else None
    if clause.parsed and thing is None and entry.rest:
        thing = next(
            (c for i in range(at, after) for c in clause.children[i] if clause.tokens[c].dep in ("pobj", "dobj")), None
        )
    if frame == "to":
        return following == "to" and _infinitive_after(clause, after)
    if frame == "whom_to":
        return _whom_to(clause, at, after)
    if frame == "noun":
        return thing is not None and _speech_noun(clause, thing, entry.verb) and not _empty(clause, thing)
    if frame == "presentation":
        return thing is not None and clause.tokens[thing].lemma in (
            "presentation",
            "remark",
            "intervention",
            "discussion",
            "statement",
        )
    if frame == "view":
        return following in ("the", "a") and any(t.text == "view" for t in clause.tokens[after : after + 3])
    if frame == "as":
        return thing is not None and (
            any(t.text in ("as", '"') for t in clause.tokens[after : after + 14])
            or clause.child(at, "oprd") is not None
        )
    if frame in ("object", "whom"):
        if thing is not None:
            return clause.tokens[thing].text.casefold() not in _REFLEXIVE
        if clause.parsed and clause.tokens[at].pos == "VERB" and _has_clause(clause, at):
            return True
        return (
            following not in ("", ".", ",", ";", ":", ")", "to", "in", "on", "at", "from", "by")
            and not entry.strength == "weak"
        )
    return False


def _empty(clause: Clause, thing: int) -> bool:
    """ "made statements": a noun for somebody's words, and nothing of what they were."""
    row = speech_nouns().get(clause.tokens[thing].lemma.casefold())
    after = clause.tokens[thing + 1].text if thing + 1 < len(clause.tokens) else "."
    return row is not None and row[2] == "topic" and after in (".", ",", ";", "and", "at", "in", "during")


def _speech_noun(clause: Clause, thing: int, verb: str) -> bool:
    known = speech_nouns()
    words = [thing, *(c for c in clause.children[thing] if clause.tokens[c].dep == "conj")]
    for at in words:
        row = known.get(clause.tokens[at].lemma.casefold()) or known.get(clause.tokens[at].text.casefold())
        if row is not None and verb in row[0]:
            return True
        if (
            at > 0
            and (pair := known.get(f"{clause.tokens[at - 1].lemma} {clause.tokens[at].lemma}"))
            and verb in pair[0]
        ):
            return True
    return False


def _noun_kind(clause: Clause, at: int, *, passive: bool) -> tuple[str, str]:
    thing = clause.child(at, "nsubjpass") if passive else clause.child(at, "dobj", "obj")
    if thing is None:
        return "statement", "strong"
    row = speech_nouns().get(clause.tokens[thing].lemma.casefold())
    if row is None:
        return "statement", "strong"
    return row[1], "brief" if row[2] == "topic" else "strong"


def _has_clause(clause: Clause, at: int) -> bool:
    for child in clause.children[at]:
        token = clause.tokens[child]
        if token.dep == "ccomp" and child not in clause.hidden:
            return True
    return False


def _parenthetical(clause: Clause, at: int, after: int) -> bool:
    """ "…, she went on, …" or "…, the organizers say."."""
    if after < len(clause.tokens) and clause.tokens[after].text not in (",", ".", ";", '"', "-", "–", "—"):
        return False
    subject = clause.child(at, "nsubj") if clause.parsed else None
    low = min(clause.subtree(subject)[0], at) if subject is not None else at
    return low > 0 and any(clause.tokens[i].text in (",", '"', "'") for i in range(max(0, low - 2), low))


def _tags_quote(clause: Clause, at: int) -> bool:
    """Whether marks close right before the verb: "…,” warned X"."""
    return at > 0 and any(t.text in ('"', "'") for t in clause.tokens[max(0, at - 2) : at])


def _beside_quote(clause: Clause, at: int, after: int) -> bool:
    """Whether marks close just before the tag, or open within its next few words."""
    before = any(t.text in ('"', "'") for t in clause.tokens[max(0, at - 12) : at])
    return before or any(t.text in ('"', "'", ":") for t in clause.tokens[after : after + 12])


def _infinitive_after(clause: Clause, after: int) -> bool:
    if after + 1 >= len(clause.tokens):
        return False
    return not clause.parsed or any(t.tag == "VB" for t in clause.tokens[after + 1 : after + 4])


def _whom_to(clause: Clause, at: int, after: int) -> bool:
    for i in range(after, min(after + 40, len(clause.tokens) - 1)):
        if clause.tokens[i].text in (";", ":"):
            return False
        if (
            clause.tokens[i].text == "to"
            and i > after
            and (not clause.parsed or clause.tokens[i + 1].tag == "VB" or clause.tokens[i + 1].pos == "ADV")
        ):
            return True
    return False
