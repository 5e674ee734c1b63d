"""The form of a reporting verb: finite, passive or participle, and whose act it is."""

from __future__ import annotations

from untocgraph.core.model import Token
from untocgraph.extract.document.clauses import Clause
from untocgraph.extract.speech.verbs import Entry, function_words

_NOMINAL = frozenset(("relcl", "amod", "pobj", "compound", "nmod", "csubj", "nsubj", "dobj", "advmod", "npadvmod"))


def misread(clause: Clause, at: int, pairs: tuple[tuple[Entry, str], ...]) -> bool:
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


def shape_of(clause: Clause, at: int, tag: str) -> tuple[bool, bool] | None:
    """Return (passive, participle), or None where the form does not report."""
    token = clause.tokens[at]
    before = [clause.tokens[i].text.casefold() for i in range(max(0, at - 4), at)]
    if not clause.parsed:
        return _shape_by_words(before, tag, token)
    if token.dep in _NOMINAL or _compares(clause, at):
        return None
    if any(clause.tokens[c].text.casefold() in ("if", "unless") for c in clause.children[at]):
        return None
    auxiliaries = [clause.tokens[c] for c in clause.children[at] if clause.tokens[c].dep in ("aux", "auxpass")]
    said = {a.text.casefold() for a in auxiliaries}
    if said & function_words("modal") and "would" not in said:
        return None
    if token.tag == "VB" or "to" in said:
        return _carried(clause, at, said)
    if any(a.dep == "auxpass" for a in auxiliaries) or _as_passive(clause, at):
        return None if said & function_words("modal") else (True, False)
    return _active(clause, at, tag, auxiliaries)


def _active(clause: Clause, at: int, tag: str, auxiliaries: list[Token]) -> tuple[bool, bool] | None:
    token = clause.tokens[at]
    lemmas = {a.lemma for a in auxiliaries}
    if token.tag == "VBG" or tag == "VBG":
        progressive = "be" in lemmas
        return (False, not progressive) if progressive or _loose(clause, at) else None
    if token.dep == "pcomp" and "have" not in lemmas and clause.tokens[clause.heads[at]].text.casefold() == "with":
        return None  # "with slow progress reported"
    if token.dep == "acl":
        return (False, False) if _headless(clause, at) else None
    if token.tag == "VBN" and "have" not in lemmas and token.dep != "ROOT" and clause.child(at, "nsubj") is None:
        return None
    conditional = any(a.text.casefold() == "would" for a in auxiliaries)
    return None if conditional and token.lemma not in ("like", "wish") else (False, False)


def _compares(clause: Clause, at: int) -> bool:
    """Whether the verb stands in a comparison ("fuller than we had feared")."""
    than = any(clause.tokens[c].text.casefold() == "than" for c in clause.children[at])
    return than or clause.tokens[clause.heads[at]].text == "than"


def _as_passive(clause: Clause, at: int) -> bool:
    """ "as pointed out by X"."""
    token = clause.tokens[at]
    return (
        token.tag == "VBN"
        and token.dep == "advcl"
        and any(clause.tokens[c].text.casefold() == "as" for c in clause.children[at])
    )


def _shape_by_words(before: list[str], tag: str, token: Token) -> tuple[bool, bool] | None:
    last = next((w for w in reversed(before) if w not in function_words("adverb")), "")
    if last in function_words("modal") or last == "to" or tag == "VB":
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


def _headless(clause: Clause, at: int) -> bool:
    """A past form that the tree hangs on a noun which has no verb of its own: that noun is its subject."""
    head = clause.heads[at]
    if clause.tokens[at].tag not in ("VBD", "VBN") or clause.tokens[head].dep != "ROOT" or head > at:
        return False
    return clause.tokens[head].pos in ("NOUN", "PROPN") and clause.child(at, "agent") is None


def _carried(clause: Clause, at: int, words: set[str]) -> tuple[bool, bool] | None:
    """An infinitive reports where a verb such as "wish" or "went on" carries it."""
    head = clause.heads[at]
    if clause.tokens[at].dep not in ("xcomp", "advcl", "ccomp", "conj") or head == at:
        return None
    if clause.tokens[at].dep == "conj":
        if clause.tokens[head].tag in ("VBD", "VBP", "VBZ", "VBN") and not words and head < at:
            return False, False
        return shape_of(clause, head, "VB") if clause.tokens[head].tag == "VB" else None
    lemma = clause.tokens[head].lemma
    if lemma not in function_words("carrier"):
        return None
    if _offered(clause, head):
        return None
    if lemma in ("have", "be") and clause.child(head, "dobj") is None:
        return None
    heads = {clause.tokens[c].text.casefold() for c in clause.children[head] if clause.tokens[c].dep == "aux"}
    if heads & (function_words("modal") - {"would"}):
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
    while before > 0 and clause.tokens[before].text.casefold() in function_words("adverb") | {"and", "while"}:
        before -= 1
    return token.dep in ("advcl", "acl", "conj", "ROOT", "prep", "dep") and (
        at == 0 or clause.tokens[before].text == "," or before == 0
    )


def subject_of(clause: Clause, at: int) -> int | None:
    """Return the head of the grammatical subject, through conjunctions and infinitives."""
    if not clause.parsed:
        return None
    if clause.tokens[at].dep == "acl" and _headless(clause, at):
        return clause.heads[at]
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


def agent_of(clause: Clause, at: int) -> int | None:
    """Return the head of the "by" phrase of a passive, or None."""
    if not clause.parsed:
        return None
    for child in clause.children[at]:
        if clause.tokens[child].text.casefold() == "by" and clause.tokens[child].dep in ("agent", "prep"):
            agent = clause.child(child, "pobj")
            if agent is not None:
                return agent
    return None
