"""Who speaks: from the words that name a speaker to a person, an organization, a State or an anonymous speaker."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from untocgraph.annotate.coreference import Discourse
from untocgraph.annotate.lexicon import alternatives, table, words
from untocgraph.annotate.reading import Reading
from untocgraph.annotate.speech import Clause
from untocgraph.annotate.things import Things
from untocgraph.iri import fold
from untocgraph.model import Mention, Span

__all__ = ["Speaker", "Speakers", "quantifier_of", "roles"]

_AGENTS = ("person", "organization", "state")
_SPEECHLESS = frozenset("instrument provision resolution document project place".split())
_PREPOSITIONS = frozenset(
    "of by with from for to in at on between among under against than as via through about concerning regarding over into"
    " during including towards toward within without upon after before since until like per alongside".split()
)
_PERSONAL = frozenset({"he", "she"})
_FIRST = frozenset({"we", "i"})
_HONORIFIC = re.compile(
    r"\b(?:Mr|Mrs|Ms|Mme|Miss|Dr|Prof|H\.?\s?E|Hon|Sen|Judge|Rev|Adv|Ambassador|Minister|Sister|Father)\.?$"
)
_TITLE = re.compile(r"\b(Mr|Ms|Mrs|Mme|Miss|Sister)\.?\s+$")
_BODY_OF = re.compile(r"\b([Dd]elegation|[Ss]ecretariat)\s+of\s+")
_ABSTRACT = re.compile(
    r"(?:tion|sion|ment|ness|ity|ism|ance|ence|ency|ancy|ing|ure|age|acy|ship|hood|ogy|ics|sis|tude|th|ty)$"
)
_POSSESSIVE = frozenset({"its", "his", "her", "their", "our", "my"})


@functools.cache
def roles() -> Mapping[str, str]:
    """Return role noun → sort: individual, collective, office, event, words or quantity."""
    return {row["role"]: row["sort"] for row in table("anonymous_roles")}


@functools.cache
def _quantifiers() -> tuple[re.Pattern[str], dict[str, str]]:
    known = {row["words"]: row["quantifier"] for row in table("quantifiers")}
    return re.compile(r"(?:the\s+)?(" + alternatives(list(known)) + r")\b", re.I), known


def quantifier_of(phrase: str) -> str:
    """Return one, some, several, all or nothing, from the words of an anonymous speaker.

    >>> [quantifier_of(p) for p in ("Several speakers", "one delegate", "The panellist", "all parties")]
    ['several', 'one', '', 'all']
    """
    pattern, known = _quantifiers()
    match = pattern.match(phrase)
    return known[" ".join(match[1].casefold().split())] if match else ""


def _bracketed(clause: Clause, head: int, verb: int) -> bool:
    """Whether the noun stands in an aside that the verb is not in."""
    low, high = min(head, verb), max(head, verb)
    depth = 0
    for token in clause.tokens[low:high]:
        depth += (token.text == "(") - (token.text == ")")
    dashes = sum(t.text in ("–", "—") for t in clause.tokens[low:high])
    return depth != 0 or (dashes == 1 and any(t.text in ("–", "—") for t in clause.tokens[:low]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A speaker as one sentence names him. ``sort`` is person, organization, state, or the sort of a role."""

    key: str
    phrase: str
    span: Span
    behalf: str = ""
    sort: str = "individual"
    plural: bool = False
    pronoun: str = ""
    known: bool = True
    gender: str = ""
    """``he`` or ``she`` where the text says so (a pronoun, "Mr.", "Ms."), never guessed."""

    @property
    def quantifier(self) -> str:
        """Quantity of an anonymous speaker: one, some, several, all or empty."""
        return "" if self.key else quantifier_of(self.phrase)


class Speakers:
    """Resolves the words for speakers of one document, sentence by sentence, in text order."""

    def __init__(self, reading: Reading, things: Things, *, chair: str = "", author: str = "") -> None:
        self._text = reading.text
        self._raw = reading.source.text
        self._things = things
        self._chair = chair
        self._author = author
        self._affiliations: dict[str, str] = {}
        self._shorts: dict[str, Mention | None] = {}
        self._bodies = self._first_bodies()
        self._gender: dict[str, str] = {}
        self.discourse: Discourse[Speaker] = Discourse()
        self.orator: Speaker | None = None
        """Who says "I" and "we" in a text that is a speech."""

    def _first_bodies(self) -> dict[str, str]:
        """Return lemma → State or organization of the first "delegation of X" in the text."""
        found: dict[str, str] = {}
        for match in _BODY_OF.finditer(self._text):
            agents = self._things.in_span(
                Span(match.end(), min(match.end() + 80, len(self._text) + 1)), "state", "organization"
            )
            if agents and agents[0].evidence.span.start - match.end() < 5:
                found.setdefault(match[1].casefold(), agents[0].entity)
        return found

    def of(self, clause: Clause, head: int, *, verb: int | None = None, owner: bool = False) -> Speaker | None:
        """Return the speaker that the noun phrase around token ``head`` names, or None if none can speak."""
        token = clause.tokens[head]
        word = token.text.casefold()
        if head in clause.hidden or (verb is not None and _bracketed(clause, head, verb)):
            return None
        low, high = self._bounds(clause, head, verb)
        span = Span(clause.tokens[low].start, clause.tokens[high].end)
        if word in _PERSONAL | _FIRST | {"they", "it"}:
            return self._pronoun(word, Span(token.start, token.end), clause)
        mentions = self._things.in_span(span)
        around = self._things.in_span(Span(clause.tokens[0].start, clause.tokens[-1].end))
        covering = [m for m in around if m.evidence.span.start <= token.start < m.evidence.span.end]
        return self._named(span, mentions, covering, clause, -1 if owner else head) or self._by_role(
            clause, head, low, span, mentions
        )

    def _bounds(self, clause: Clause, head: int, verb: int | None) -> tuple[int, int]:
        if not clause.parsed:
            return self._bounds_by_words(clause, head)
        low, high = clause.subtree(head)
        if verb is not None and head < verb:
            high = min(high, verb - 1)
        if verb is not None and head > verb:
            low = max(low, verb + 1)
        for child in clause.children[head]:  # a relative clause says nothing about who it is, names before it do
            if clause.tokens[child].dep in ("relcl",) and child > head:
                high = min(high, max(head, clause.subtree(child)[0] - 1))
        while high > head and clause.tokens[high].text in (",", ";", ":", "-", "–", "—", '"', "."):
            high -= 1
        while low < head and clause.tokens[low].text in (",", ";", ":", "-", "–", "—", '"', "."):
            low += 1
        return low, high

    def _bounds_by_words(self, clause: Clause, head: int) -> tuple[int, int]:
        low = head
        while (
            low > 0
            and head - low < 4
            and clause.tokens[low - 1].text.casefold()
            in ("the", "a", "an", "one", "some", "several", "other", "another", "many")
        ):
            low -= 1
        high = head
        if high + 1 < len(clause.tokens) and clause.tokens[high + 1].text in ("of", "from", "for", "representing"):
            end = clause.tokens[high].end
            found = self._things.in_span(Span(end, min(end + 90, clause.tokens[-1].end + 1)), *_AGENTS)
            if found and found[0].evidence.span.start - end < 12:
                high = max(i for i, t in enumerate(clause.tokens) if t.start < found[0].evidence.span.end)
        return low, high

    def _named(
        self, span: Span, mentions: tuple[Mention, ...], covering: list[Mention], clause: Clause, head: int
    ) -> Speaker | None:
        kinds = {self._things.kind_of(m) for m in covering}
        persons = [m for m in mentions if self._things.kind_of(m) == "person"]
        direct = [m for m in covering if self._things.kind_of(m) == "person"] or [
            m for m in persons if not self._governed(m.evidence.span.start, span)
        ]
        if direct:
            return self._person(direct[0], span)
        agents = [m for m in covering if self._things.kind_of(m) in ("organization", "state")]
        if agents and not self._possesses(clause, head):
            best = max(agents, key=lambda m: len(m.evidence.span))
            kind = self._things.kind_of(best)
            return Speaker(key=best.entity, phrase=self._words(span), span=span, sort=kind)
        if (clause.tokens[head].lemma or "").casefold() in roles() and roles()[
            clause.tokens[head].lemma.casefold()
        ] != "event":
            return None
        if "event" in kinds or "mechanism" in kinds:
            return Speaker(key="", phrase=self._words(span), span=span, sort="event", known=False)
        return None

    def _possesses(self, clause: Clause, head: int) -> bool:
        return (
            head + 1 < len(clause.tokens)
            and clause.tokens[head + 1].text in ("'s", "'")
            and clause.tokens[head].dep == "poss"
        )

    def _person(self, mention: Mention, span: Span) -> Speaker:
        title = _TITLE.search(self._text[max(0, mention.evidence.span.start - 8) : mention.evidence.span.start])
        if title is not None:
            self._gender.setdefault(mention.entity, "he" if title[1] == "Mr" else "she")
        return Speaker(
            key=mention.entity,
            phrase=self._words(span),
            span=span,
            behalf=self.affiliation(mention.entity),
            sort="person",
            gender=self._gender.get(mention.entity, ""),
        )

    @property
    def genders(self) -> tuple[tuple[str, str], ...]:
        """(person, gender word) pairs that the text states, in order of the first one."""
        return tuple(self._gender.items())

    def chairing(self, span: Span) -> Speaker | None:
        """Return the person in the chair, where the text names one."""
        return Speaker(key=self._chair, phrase="the Chair", span=span, sort="person") if self._chair else None

    def mention(self, mention: Mention) -> None:
        """Remember a person whom a sentence only mentions."""
        self.discourse.mentioned(self._person(mention, mention.evidence.span))

    def _governed(self, at: int, span: Span) -> bool:
        """Whether a preposition stands before the name ("the team of Mr. X"), titles aside."""
        before = re.sub(
            r"(?:(?:Mr|Mrs|Ms|Mme|Miss|Dr|Prof|H\.?\s?E|Judge|Rev|Adv|Ambassador|the)\.?\s+)+$",
            "",
            self._text[span.start : at],
        )
        last = before.split()[-1:] or [""]
        return last[0].casefold() in _PREPOSITIONS

    def _by_role(
        self, clause: Clause, head: int, low: int, span: Span, mentions: tuple[Mention, ...]
    ) -> Speaker | None:
        token = clause.tokens[head]
        lemma = (token.lemma or token.text).casefold()
        pair = f"{clause.tokens[head - 1].text.casefold()} {lemma}" if head else ""
        sort = roles().get(pair) or roles().get(lemma) or roles().get(lemma.removesuffix("s"))
        words_ = [t.text.casefold() for t in clause.tokens[low : head + 1]]
        if sort is None:
            return self._unknown(clause, head, span) or self._common(clause, head, span)
        plural = token.tag in ("NNS", "NNPS") or (not clause.parsed and lemma.endswith("s"))
        agents = [m for m in mentions if self._things.kind_of(m) in ("organization", "state")]
        behalf = agents[0].entity if agents else ""
        if sort == "body" and not agents and not plural:
            found = self._body(lemma, span, definite=words_[0] in ("the", "this", "that"))
            if found is not None:
                return found
        if sort in ("collective", "body") and words_[0] in ("the", "this") and token.text[:1].isupper() and not agents:
            named = self._labelled_with(self._text[clause.tokens[low + 1].start : token.end])
            if named:
                return Speaker(key=named, phrase=self._words(span), span=span, sort="organization")
        if (
            sort == "office"
            and not agents
            and self._chair
            and re.search(r"chair|president|moderator", lemma)
            and words_[0] != "a"
        ):
            return Speaker(key=self._chair, phrase=self._words(span), span=span, sort="person")
        if words_[0] in _POSSESSIVE and not behalf:
            behalf = self._owner(words_[0], sort)
            if sort == "collective" and behalf:
                return Speaker(key=behalf, phrase=self._words(span), span=span, sort="organization")
        elif (
            words_[0] in ("the", "this", "that")
            and not behalf
            and not plural
            and sort in ("individual", "office")
            and head - low <= 2
        ):
            before = self.discourse.individual
            if before is not None and span.end - token.end <= 1:
                return replace(before, phrase=self._words(span), span=span, pronoun="")
        if lemma == "government" and behalf and self._things[behalf].kind == "state":
            return Speaker(key=behalf, phrase=self._words(span), span=span, sort="state")
        return Speaker(
            key="", phrase=self._words(span), span=span, behalf=behalf, sort=sort, plural=plural or sort == "collective"
        )

    def _body(self, lemma: str, span: Span, *, definite: bool) -> Speaker | None:
        """Return what "the delegation" or "the secretariat" is: the one of this paragraph, else the first of the text."""
        before = self.discourse.organization
        if definite and before is not None and before.sort == "body" and lemma in before.phrase.casefold():
            return replace(before, phrase=self._words(span), span=span)
        known = self._labelled(lemma)
        if known:
            return Speaker(key=known, phrase=self._words(span), span=span, sort="organization")
        behalf = self._bodies.get(lemma, "")
        return (
            Speaker(key="", phrase=self._words(span), span=span, behalf=behalf, sort="body")
            if behalf and definite
            else None
        )

    def _labelled(self, word: str) -> str:
        """Return the organization whose whole name is ``word``."""
        for entity in self._things.of_kind("organization"):
            if any(fold(name) == word for name in (entity.label, *entity.aliases)):
                return entity.key
        return ""

    def _labelled_with(self, words: str) -> str:
        """Return the one organization whose name begins or ends with ``words``, the most mentioned if several do."""
        found = [
            e.key
            for e in self._things.of_kind("organization")
            if any(n.startswith(words) or n.endswith(words) for n in (e.label, *e.aliases))
        ]
        return max(found, key=lambda key: len(self._things.mentions_of(key))) if found else ""

    def _short(self, words: str) -> Mention | None:
        """Return a mention of the one person or organization that a capitalised word is part of the name of."""
        if words not in self._shorts:
            found: dict[str, Mention] = {}
            for mention in self._things.mentions:
                if self._things.kind_of(mention) in ("person", "organization") and words in mention.text.split():
                    found.setdefault(mention.entity, mention)
            self._shorts[words] = next(iter(found.values())) if len(found) == 1 else None
        return self._shorts[words]

    def _owner(self, word: str, sort: str) -> str:
        if word in ("our", "my"):
            return self._author
        if word == "its":
            return self.discourse.organization.key if self.discourse.organization else ""
        individual = self.discourse.individual
        return individual.behalf if individual is not None and sort != "event" else ""

    def _unknown(self, clause: Clause, head: int, span: Span) -> Speaker | None:
        """A name that no stage knows still speaks; a common noun does not."""
        token = clause.tokens[head]
        words = clause.tokens[head].text
        known = self._short(words) if words[0].isupper() else None
        if known is not None and known.evidence.span.start < span.start:
            if self._things.kind_of(known) == "person":
                return replace(self._person(known, span), phrase=self._words(span))
            return Speaker(key=known.entity, phrase=self._words(span), span=span, sort="organization")
        if token.pos == "PROPN" and self._like_a_person(clause, head, span):
            agents = self._things.in_span(span, "organization", "state")
            return Speaker(
                key="",
                phrase=self._words(span),
                span=span,
                behalf=agents[0].entity if agents else "",
                sort="individual",
            )
        if token.pos == "PROPN" and words[0].isupper():
            titled = bool(_HONORIFIC.search(self._text[max(0, span.start - 12) : span.start].rstrip()))
            return Speaker(
                key="",
                phrase=self._words(span),
                span=span,
                sort="individual" if titled else "organization",
                known=False,
            )
        if token.text.casefold() in ("latter", "former"):
            return self._latter(span)
        return None

    def owner(self, word: str, span: Span) -> Speaker | None:
        """Return whose view "his view", "its view" or "our view" is."""
        subject = {"his": "he", "her": "she", "their": "they", "its": "it", "our": "we", "my": "i"}[word]
        return self._pronoun(subject, span)

    def _common(self, clause: Clause, head: int, span: Span) -> Speaker | None:
        """ "Environmentalists", "a fisherman": a common noun for people, never a text, a thing or an abstract."""
        token = clause.tokens[head]
        lemma = (token.lemma or "").casefold()
        if token.pos != "NOUN" or lemma in words("inanimate_nouns", "noun") or _ABSTRACT.search(lemma):
            return None
        return Speaker(
            key="", phrase=self._words(span), span=span, sort="people", plural=token.tag == "NNS", known=False
        )

    def _like_a_person(self, clause: Clause, head: int, span: Span) -> bool:
        """Two capitalised words that the model takes for a person, or that come "from" somewhere."""
        words = span.of(self._text).split()
        if len(words) < 2 or not words[1][:1].isupper() or words[0].casefold() == "the":
            return False
        after = clause.tokens[head + 1].text if head + 1 < len(clause.tokens) else ""
        return clause.tokens[head].ent == "PERSON" or after == "from"

    def _latter(self, span: Span) -> Speaker | None:
        before = [m for m in self._things.in_span(Span(max(0, span.start - 400), span.start), *_AGENTS)]
        if not before:
            return None
        last = before[-1]
        if self._things.kind_of(last) == "person":
            return self._person(last, span)
        return Speaker(key=last.entity, phrase=self._words(span), span=span, sort=self._things.kind_of(last))

    def _pronoun(self, word: str, span: Span, clause: Clause | None = None) -> Speaker | None:
        found: Speaker | None = None
        if word in _FIRST and self.orator is not None:
            return replace(self.orator, span=span, pronoun=word)
        if word in _FIRST:
            return Speaker(
                key=self._author,
                phrase=self._words(span),
                span=span,
                sort="first",
                pronoun=word,
                known=bool(self._author),
            )
        if word in _PERSONAL:
            found = self._within(word, span, clause) or self.discourse.who(word)
            if found is None:
                return Speaker(key="", phrase=self._words(span), span=span, pronoun=word, gender=word)
            if found.key:
                self._gender.setdefault(found.key, word)
            return replace(found, span=span, pronoun=word, gender=word)
        elif word == "they":
            found = self.discourse.collective or self.discourse.individual
        elif word == "it":
            found = self.discourse.organization
        return replace(found, span=span, pronoun=word) if found is not None else None

    def _within(self, word: str, span: Span, clause: Clause | None) -> Speaker | None:
        """Return the one person named earlier in the sentence, for a tag such as "…, she said, …"."""
        if clause is None or clause.tokens[0].start >= span.start - 1:
            return None
        shown = [t for i, t in enumerate(clause.tokens) if i not in clause.hidden]
        named = [
            m
            for m in self._things.in_span(Span(clause.tokens[0].start, span.start), "person")
            if m.text[:1].isupper() and any(t.start == m.evidence.span.start for t in shown)
        ]
        if len({m.entity for m in named}) != 1:
            return None
        person = self._person(named[0], named[0].evidence.span)
        return person if person.gender in ("", word) else None

    def before(self, clause: Clause, verb: int) -> int | None:
        """Return the first noun phrase before ``verb`` that can speak and that no preposition governs (no tree needed)."""
        if verb == 0:
            return None
        start = clause.tokens[0].start
        names = {
            i
            for m in self._things.in_span(Span(start, clause.tokens[verb - 1].end + 40), *_AGENTS)
            for i in range(verb)
            if clause.tokens[i].start == m.evidence.span.start
        }
        known = roles()
        for at in range(verb):
            if at in clause.hidden:
                continue
            token = clause.tokens[at]
            word = token.text.casefold()
            lemma = (token.lemma or word).casefold()
            speaks = (
                at in names
                or word in _PERSONAL | _FIRST | {"they"}
                or known.get(lemma)
                or known.get(word.removesuffix("s"))
            )
            if speaks and not self._after_preposition(clause, at):
                return at
        return None

    def _after_preposition(self, clause: Clause, at: int) -> bool:
        if clause.parsed:
            for _ in range(6):
                if clause.tokens[at].dep not in ("compound", "amod", "nmod", "poss", "nummod", "flat", "det"):
                    break
                at = clause.heads[at]
            return clause.tokens[at].dep in ("pobj", "pcomp")
        low = at
        while low > 0:
            word = clause.tokens[low - 1].text
            if word.casefold() in _PREPOSITIONS:
                return True
            if clause.tokens[low - 1].pos in ("DET", "ADJ", "NUM", "PROPN") or word.casefold() in (
                "the",
                "a",
                "an",
                "some",
                "several",
                "one",
                "mr",
                "ms",
                ".",
            ):
                low -= 1
                continue
            return word in ("'s", "'") and False
        return False

    def at_name(self, span: Span) -> Speaker | None:
        """Return the speaker that the first name in ``span`` gives ("NAME (ORG): …")."""
        mentions = self._things.in_span(span, *_AGENTS)
        if not mentions:
            return None
        persons = [m for m in mentions if self._things.kind_of(m) == "person"]
        if persons:
            return self._person(persons[0], persons[0].evidence.span)
        first = mentions[0]
        return Speaker(key=first.entity, phrase=first.text, span=first.evidence.span, sort=self._things.kind_of(first))

    def in_words(self, span: Span) -> Speaker | None:
        """Return the speaker that a heading names: a person, else a role with its organization or State."""
        words = span.of(self._text)
        role = re.match(
            r"(?:the\s+|a\s+)?(?:[\w-]+\s+){0,3}?("
            + alternatives([r for r, s in roles().items() if s != "quantity"])
            + r")s?\b",
            words,
            re.I,
        )
        named = self.at_name(span)
        if role is None or (named is not None and named.sort == "person"):
            return named
        agents = self._things.in_span(span, "organization", "state")
        end = agents[0].evidence.span.end if agents else span.start + role.end()
        phrase = Span(span.start, end)
        return Speaker(key="", phrase=self._words(phrase), span=phrase, behalf=agents[0].entity if agents else "")

    def affiliation(self, key: str) -> str:
        """Return the organization or State that the text gives for a person, empty for chairs of bodies and where none is given."""
        if key not in self._affiliations:
            self._affiliations[key] = next(
                (found for m in self._things.mentions_of(key) if (found := self._affiliated(m)) is not None), ""
            )
        return self._affiliations[key]

    def _affiliated(self, mention: Mention) -> str | None:
        """Return the affiliation that stands beside one mention, empty for a chair, None where nothing stands there."""
        if not mention.text[:1].isupper():
            return None
        end = mention.evidence.span.end
        stop = min(len(self._text), end + 170)
        for other in self._things.in_span(Span(end, stop), "organization", "state") if end < stop else ():
            between = self._text[end : other.evidence.span.start]
            if not re.fullmatch(
                r"\s*\((?:[^()]{0,40}[,;]\s*)?|,?\s+(?:from|of|at|with|representing|for|on behalf of)\s+(?:the\s+)?(?:NGO\s+)?|,\s+(?:the\s+)?(?:[^.;:\"()]{0,100}\b(?:of|at|from|for|with|in)\s+)?(?:the\s+)?(?:NGO\s+)?",
                between,
            ):
                break
            if re.search(r"\b[Cc]o-?[Cc]hair|\b[Cc]hair", between) and self._things[other.entity].type in (
                "WorkingGroup",
                "TreatyBody",
            ):
                return ""
            return other.entity
        return self._affiliated_before(mention)

    def _affiliated_before(self, mention: Mention) -> str | None:
        start = mention.evidence.span.start
        earlier = self._things.in_span(Span(max(0, start - 120), start), "organization", "state") if start else ()
        for other in reversed(earlier):
            between = self._text[other.evidence.span.end : start]
            if (
                re.fullmatch(r"(?:\s*\([^)]*\))?,\s+(?:(?:Mr|Mrs|Ms|Mme|Dr|Prof|H\.?\s?E|Ambassador)\.?\s+)*", between)
                or re.fullmatch(
                    r"(?:'s)?\s+(?:[\w-]+\s+){0,6}(?:[\w-]+,?\s+)(?:(?:Mr|Mrs|Ms|Mme|Dr|Prof)\.?\s+)?", between
                )
                and re.search(
                    r"\b(?:director|head|chief|officer|president|minister|secretary|representative|ambassador|delegate|coordinator|spokes\w+|expert|adviser|lawyer|researcher|manager|panellist)\b",
                    between,
                    re.I,
                )
            ):
                lead = self._text[max(0, other.evidence.span.start - 60) : other.evidence.span.start]
                if re.search(r"\b[Cc]o-?[Cc]hair|\b[Cc]hair", lead) and self._things[other.entity].type in (
                    "WorkingGroup",
                    "TreatyBody",
                ):
                    return ""
                return other.entity
            break
        return None

    def _words(self, span: Span) -> str:
        return " ".join(self._raw[span.start : span.end].split())
