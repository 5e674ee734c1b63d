"""What follows a reporting verb: the frames of the vocabulary, tested on one sentence."""

from __future__ import annotations

from untocgraph.extract.document.clauses import Clause
from untocgraph.extract.speech.verbs import Entry, function_words, speech_nouns


def frame_of(clause: Clause, at: int, end: int, entry: Entry, *, passive: bool, subject: int | None) -> str:
    """Return the first frame of the entry that the clause shows, or an empty string."""
    if passive:
        return _passive_frame(clause, at, entry, subject)
    after = end
    while (
        after < len(clause.tokens)
        and clause.tokens[after].text.casefold() in function_words("adverb")
        and after - end < 3
    ):
        after += 1
    following = clause.tokens[after].text.casefold() if after < len(clause.tokens) else ""
    for frame in entry.frames:
        if _shows(clause, at, after, following, frame, entry):
            return frame
    return ""


def _passive_frame(clause: Clause, at: int, entry: Entry, subject: int | None) -> str:
    theme = clause.child(at, "nsubjpass", "expl", "nsubj") if clause.parsed else None
    if at + 1 < len(clause.tokens) and clause.tokens[at + 1].text.casefold() in function_words("result"):
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


def _shows(clause: Clause, at: int, after: int, following: str, frame: str, entry: Entry) -> bool:
    if frame == "that":
        return (
            following in ("that", '"', "'", ":")
            or _has_clause(clause, at)
            or _parenthetical(clause, at, after)
            or _tags_quote(clause, at)
        )
    if frame == "literal":
        return following == "that"
    if frame == "wh":
        return following in function_words("wh") or (
            following in ("as",) and after + 1 < len(clause.tokens) and clause.tokens[after + 1].text == "to"
        )
    if frame == "quote":
        return following in ('"', "'", ":") or _beside_quote(clause, at, after) or _parenthetical(clause, at, after)
    if frame.startswith("prep:"):
        if any(t.text.casefold() == "behalf" for t in clause.tokens[after + 1 : after + 2]):
            return False  # "speaking on behalf of" says for whom, not what
        return following == frame[5:] or any(
            clause.tokens[c].text.casefold() == frame[5:] and 0 < c - at < 8 for c in clause.children[at]
        )
    if frame == "itself":
        return following in function_words("reflexive")
    if frame == "alone":
        return following in (".", ",", ";", ":", "", "with", "and") or after >= len(clause.tokens)
    if frame == "ing":
        return after < len(clause.tokens) and clause.tokens[after].text.endswith("ing")
    return _shows_object(clause, at, after, following, frame, entry)


def _shows_object(clause: Clause, at: int, after: int, following: str, frame: str, entry: Entry) -> bool:
    if frame == "to":
        return following == "to" and _infinitive_after(clause, after)
    if frame == "whom_to":
        return _whom_to(clause, at, after)
    if frame == "view":
        return following in ("the", "a") and any(t.text == "view" for t in clause.tokens[after : after + 3])
    thing = _object(clause, at, after, entry)
    if frame in ("object", "whom"):
        return _takes_object(clause, at, thing, following, weak=entry.strength == "weak")
    if thing is None:
        return False
    if frame == "noun":
        return _speech_noun(clause, thing, entry.verb) and not _empty(clause, thing)
    if frame == "presentation":
        return clause.tokens[thing].lemma in ("presentation", "remark", "intervention", "discussion", "statement")
    named = any(t.text in ("as", '"') for t in clause.tokens[after : after + 14])
    return frame == "as" and (named or clause.child(at, "oprd") is not None)


def _object(clause: Clause, at: int, after: int, entry: Entry) -> int | None:
    if not clause.parsed:
        return None
    thing = clause.child(at, "dobj", "obj")
    if thing is None and entry.rest:
        below = (c for i in range(at, after) for c in clause.children[i])
        thing = next((c for c in below if clause.tokens[c].dep in ("pobj", "dobj")), None)
    return thing


def _takes_object(clause: Clause, at: int, thing: int | None, following: str, *, weak: bool) -> bool:
    if thing is not None:
        return clause.tokens[thing].text.casefold() not in function_words("reflexive")
    if clause.parsed and clause.tokens[at].pos == "VERB" and _has_clause(clause, at):
        return True
    return not weak and following not in ("", ".", ",", ";", ":", ")", "to", "in", "on", "at", "from", "by")


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


def noun_kind(clause: Clause, at: int, *, passive: bool) -> tuple[str, str]:
    """Return mode and strength of what the verb's object names ("expressed the hope")."""
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
    if not clause.parsed:
        return any(t.text in (",", '"', "'") for t in clause.tokens[max(0, at - 7) : at])
    subject = clause.child(at, "nsubj")
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
