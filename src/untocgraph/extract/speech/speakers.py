"""Who speaks: from the words that name a speaker to a person, an organization, a State or an anonymous speaker."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from untocgraph.core.model import Mention, Span
from untocgraph.extract import lexicon
from untocgraph.extract.affiliations import Affiliations
from untocgraph.extract.document.clauses import Clause
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.lexicon import words
from untocgraph.extract.names.known_names import KnownNames
from untocgraph.extract.speech.coreference import Discourse
from untocgraph.extract.speech.speaker import Speaker
from untocgraph.extract.speech.subjects import AGENTS, Phrase, announced, bounds_of, first_before, is_aside, role_sort
from untocgraph.extract.speech.verbs import function_words
from untocgraph.extract.things import Things

_HONORIFIC = lexicon.regex(r"(?:(?:<<honorifics.word:class=title>>|Minister|the)\.?\s+)+$")
_GENDERED = re.compile(r"\b(Mr|Ms|Mrs|Mme|Miss|Sister)\.?\s+$")
_ABSTRACT = re.compile(
    r"(?:tion|sion|ment|ness|ity|ism|ance|ence|ency|ancy|ing|ure|age|acy|ship|hood|ogy|ics|sis|tude|th|ty)$"
)
_POST = re.compile(r"\s(?:\d+\s)?(?:(?:[A-Z]\w*-)?[A-Z][a-z]\w*\s){1,3}")
"""A post between a body and a name: "COP 18 President NAME"."""
_HEADS = re.compile(r"the (?:head|leader) of (?:the |its )?delegation\b")
_CHAIRS = re.compile(r"chair|president|moderator")
_AND = re.compile(r"\s*(?:,|,?\s+and|\s+as\s+well\s+as)\s+(?:the\s+)?")
_EXAMPLES = re.compile(r",?\s+(?:including|such\s+as|like|among\s+them|notably)\b")
_DESCRIPTION = re.compile(r"[Tt]he\s|[Oo]ur\s|[a-z]")
_OBJECTS = {"him": "he", "her": "she", "them": "they", "us": "we", "me": "i"}
_SUBJECTS = {"his": "he", "her": "she", "their": "they", "its": "it", "our": "we", "my": "i"}


class Speakers:
    """Resolves the words for speakers of one document, sentence by sentence, in text order."""

    def __init__(self, reading: Reading, things: Things, *, chair: str = "", author: str = "") -> None:
        self._text = reading.text
        self._raw = reading.source.text
        self._things = things
        self._chair = chair
        self._author = author
        self._affiliations = Affiliations(reading.text, things)
        self._names = KnownNames(reading, things)
        self._gender: dict[str, str] = {}
        self._pronouns: dict[tuple[str, str], None] = {}
        self.discourse: Discourse[Speaker] = Discourse()
        self.signer: Speaker | None = None
        """The one person whose release the text is: "the Minister" in it."""
        self.orator: Speaker | None = None
        """Who says "I" and "we" in a text that is a speech."""

    @property
    def pronouns(self) -> tuple[tuple[str, str], ...]:
        """(person, ``he`` or ``she``) for each person to whom the text gives the pronoun, in text order."""
        return tuple(self._pronouns)

    @property
    def text(self) -> str:
        """The reading copy."""
        return self._text

    def of(self, clause: Clause, head: int, *, verb: int | None = None, owner: bool = False) -> Speaker | None:
        """Return the speaker that the noun phrase around token ``head`` names, or None if none can speak.

        ``owner`` takes a possessive for its owner ("the Fund's view").
        """
        token = clause.tokens[head]
        if head in clause.hidden or (verb is not None and is_aside(clause, head, verb)):
            return None
        word = token.text.casefold()
        if token.dep in ("pobj", "dobj", "agent") or (owner and head + 1 >= len(clause.tokens)):
            word = _OBJECTS.get(word, word)
        if word in ("he", "she", "they", "we", "i", "it"):
            return self._pronoun(word, Span(token.start, token.end), clause)
        low, high = bounds_of(clause, head, verb, self._things)
        span = Span(clause.tokens[low].start, clause.tokens[high].end)
        around = self._things.between(clause.tokens[0].start, clause.tokens[-1].end)
        over = tuple(m for m in around if m.evidence.span.start <= token.start < m.evidence.span.end)
        phrase = Phrase(clause, head, low, span, self._things.in_span(span), over)
        behind = self._things.between(span.end, span.end + 60, "person")
        gap = self._text[span.end : behind[0].evidence.span.start] if behind else ""
        if behind and (_POST.fullmatch(gap) or (gap == " " and not phrase.inside)):
            return self._person(behind[0], Span(span.start, behind[0].evidence.span.end))  # "Professor" and the name
        return self._named(phrase, owner=owner) or self._by_role(phrase)

    def before(self, clause: Clause, verb: int, *, low: int = 0) -> int | None:
        """Return the first noun phrase from ``low`` on and before ``verb`` that can speak, none that is governed."""
        return first_before(clause, verb, self._things, low=low)

    def owner(self, word: str, span: Span) -> Speaker | None:
        """Return whose view "his view", "its view" or "our view" is."""
        return self._pronoun(_SUBJECTS[word], span)

    def chairing(self, span: Span) -> Speaker | None:
        """Return the person in the chair, where the text names one."""
        return Speaker(key=self._chair, phrase="the Chair", span=span, sort="person") if self._chair else None

    def mention(self, mention: Mention) -> None:
        """Remember a person whom a sentence only mentions."""
        self.discourse.mentioned(self._person(mention, mention.evidence.span))

    def at_name(self, span: Span) -> Speaker | None:
        """Return the speaker that the first name in ``span`` gives ("NAME (ORG): …"), a person before all others."""
        mentions = self._things.in_span(span, *AGENTS)
        if not mentions:
            return None
        first = next((m for m in mentions if self._things.kind_of(m) == "person"), mentions[0])
        if self._things.kind_of(first) == "person":
            return self._person(first, first.evidence.span)
        return Speaker(key=first.entity, phrase=first.text, span=first.evidence.span, sort=self._things.kind_of(first))

    def in_words(self, span: Span) -> Speaker | None:
        """Return the speaker that a heading names: a person, else a role with its organization or State."""
        named = self.at_name(span)
        role = announced().match(span.of(self._text))
        if role is None or (named is not None and named.sort == "person"):
            return named
        agents = self._things.in_span(span, "organization", "state")
        end = agents[0].evidence.span.end if agents else span.start + role.end()
        phrase = Span(span.start, end)
        return Speaker(key="", phrase=self._words(phrase), span=phrase, behalf=agents[0].entity if agents else "")

    # names

    def _named(self, phrase: Phrase, *, owner: bool) -> Speaker | None:
        span = phrase.span
        over = [m for m in phrase.over if self._things.kind_of(m) == "person"]
        inside = [m for m in phrase.inside if self._things.kind_of(m) == "person" and not self._governed(m, span)]
        named = [m for m in (*over, *inside) if not _DESCRIPTION.match(m.text)]
        if named or over:
            return self._person((named or over)[0], span)
        agents = [m for m in phrase.over if self._things.kind_of(m) in ("organization", "state")]
        if agents and (owner or not self._possesses(phrase)):
            best = max(agents, key=lambda m: len(m.evidence.span))
            return Speaker(key=best.entity, phrase=self._words(span), span=span, sort=self._things.kind_of(best))
        meets = any(self._things.kind_of(m) in ("event", "mechanism") for m in phrase.over)
        if meets and role_sort(phrase.clause, phrase.head) in ("", "event"):
            return Speaker(key="", phrase=self._words(span), span=span, sort="event", known=False)
        return None

    def _possesses(self, phrase: Phrase) -> bool:
        tokens, at = phrase.clause.tokens, phrase.head
        return at + 1 < len(tokens) and tokens[at + 1].text in ("'s", "'") and tokens[at].dep == "poss"

    def _governed(self, mention: Mention, span: Span) -> bool:
        """Whether a preposition stands before the name ("the team of Mr. X"), titles aside."""
        before = _HONORIFIC.sub("", self._text[span.start : mention.evidence.span.start])
        last = before.split()[-1:] or [""]
        return last[0].casefold() in function_words("preposition")

    def _person(self, mention: Mention, span: Span) -> Speaker:
        start = mention.evidence.span.start
        title = _GENDERED.search(self._text[max(0, start - 8) : start])
        if title is not None:
            self._gender.setdefault(mention.entity, "he" if title[1] == "Mr" else "she")
        return Speaker(
            key=mention.entity,
            phrase=self._words(span),
            span=span,
            behalf=self._affiliations.of(mention.entity),
            sort="person",
            gender=self._gender.get(mention.entity, ""),
        )

    # roles

    def _by_role(self, phrase: Phrase) -> Speaker | None:
        sort = role_sort(phrase.clause, phrase.head)
        if not sort:
            return self._unknown(phrase) or self._people(phrase)
        if (leader := self._leader(phrase)) is not None:
            return leader
        said = phrase.span.of(self._text)
        own = _EXAMPLES.split(said)[0]
        agents = [
            m for m in phrase.inside
            if self._things.kind_of(m) in ("organization", "state")
            and m.evidence.span.start < phrase.span.start + len(own)
        ]  # fmt: skip
        if not agents and (found := self._definite(phrase, sort)) is not None:
            return found
        behalf = agents[0].entity if agents else self._implied(phrase, sort)
        lemma = phrase.clause.tokens[phrase.head].lemma.casefold()
        if behalf and not agents and sort == "collective" and phrase.lead in function_words("possessive"):
            return self._body(behalf, phrase.span)
        if lemma == "government" and behalf and self._things[behalf].kind == "state":
            return self._body(behalf, phrase.span, sort="state")
        return Speaker(
            key="",
            phrase=self._words(phrase.span),
            span=phrase.span,
            behalf=behalf,
            sort=sort,
            plural=phrase.plural or sort == "collective",
            also=self._together(agents) if phrase.plural else (),
        )

    def _together(self, agents: list[Mention]) -> tuple[str, ...]:
        """The others of "the panellists of A, B and C", who speak through them as the first does."""
        found: list[str] = []
        for one, other in itertools.pairwise(agents):
            if not _AND.fullmatch(self._text[one.evidence.span.end : other.evidence.span.start]):
                break
            found.append(other.entity)
        return tuple(found)

    def _implied(self, phrase: Phrase, sort: str) -> str:
        """Return for whom "its panellist", "our treasurer" or "the country's representative" speaks."""
        lead = phrase.lead
        if lead in ("our", "my"):
            return self._author
        if lead == "its":
            return self.discourse.organization.key if self.discourse.organization else ""
        if lead in ("his", "her", "their") and self.discourse.individual is not None and sort != "event":
            return self.discourse.individual.behalf
        start = phrase.low + 1
        owner = [t.text.casefold() for t in phrase.clause.tokens[start : start + 2]]
        marks = [i for i in range(start, phrase.head) if phrase.clause.tokens[i].text in ("'s", "'")]
        if marks and (name := phrase.clause.tokens[marks[0] - 1].text)[:1].isupper():
            return self._names.part(name)
        if lead in ("the", "that", "this") and owner in (["country", "'s"], ["nation", "'s"], ["state", "'s"]):
            return self._names.last_state(phrase.span.start)
        return ""

    def _definite(self, phrase: Phrase, sort: str) -> Speaker | None:
        """Return what "the delegation", "the Working Group", "the Chair" or "the panellist" takes up."""
        clause, span, token = phrase.clause, phrase.span, phrase.clause.tokens[phrase.head]
        lemma = (token.lemma or token.text).casefold()
        definite = phrase.lead in ("the", "this", "that")
        if sort == "body" and not phrase.plural and (found := self._delegation(lemma, span, definite=definite)):
            return found
        if sort in ("collective", "body") and definite and token.text[:1].isupper() and phrase.low < phrase.head:
            named = self._names.part(self._text[clause.tokens[phrase.low + 1].start : token.end])
            if named:
                return self._body(named, span)
        lone = definite and not phrase.plural and token.text[:1].isupper() and phrase.head - phrase.low == 1
        if lone and (named := self._names.short(token.text)):  # "the Ombudsman" of a document that names one
            return self._body(named, span)
        return self._holder(phrase, sort, lemma, definite=definite)

    def _leader(self, phrase: Phrase) -> Speaker | None:
        """Who leads the delegation: "the head of the delegation of Chad", or his post where nobody else was heard."""
        words = re.sub(r"\s+", " ", phrase.span.of(self._text)).casefold()
        mention, posts = self._names.leader
        if mention is None or not words.startswith("the "):
            return None
        before = self.discourse.individual
        free = before is None or before.key in ("", mention.entity)
        if _HEADS.match(words) or (free and re.search(rf"\b{re.escape(words[4:])}\b", posts)):
            behalf = self._names.body("delegation") or self._affiliations.of(mention.entity)
            person = self._person(mention, mention.evidence.span)
            return replace(person, phrase=self._words(phrase.span), span=phrase.span, behalf=behalf)
        return None

    def _holder(self, phrase: Phrase, sort: str, lemma: str, *, definite: bool) -> Speaker | None:
        """Return the person whose post stands for him: the chair, the signer, the only holder, whoever spoke last."""
        span, token, low = phrase.span, phrase.clause.tokens[phrase.head], phrase.low
        if sort == "office" and self._chair and _CHAIRS.search(lemma) and phrase.lead != "a":
            return Speaker(key=self._chair, phrase=self._words(span), span=span, sort="person")
        if not definite or span.end - token.end > 1 or phrase.plural or sort not in ("individual", "office"):
            return None
        short = phrase.head - low <= 1
        if short and self.signer is not None and self._signs(lemma):
            return replace(self.signer, phrase=self._words(span), span=span)
        post = self._text[phrase.clause.tokens[low].end : token.end].strip().casefold()
        holder = self._names.holder(post) if " " in post or post.endswith("ator") else None
        if holder is not None:
            return replace(self._person(holder, holder.evidence.span), phrase=self._words(span), span=span)
        before = self.discourse.individual
        other = before is not None and sort == "office" and not before.key and lemma not in before.phrase.casefold()
        body = self.discourse.teller if before is None and short and sort == "individual" else None
        if body is not None and body.sort == "organization" and body.key:
            return Speaker(key="", phrase=self._words(span), span=span, behalf=body.key)
        if before is None or not short or other:
            return None
        return replace(before, phrase=self._words(span), span=span, pronoun="")

    def _signs(self, post: str) -> bool:
        """Whether the signer of the text has the post: it stands beside his name."""
        named = self._things.mentions_of(self.signer.key) if self.signer else ()
        around = (self._text[max(0, m.evidence.span.start - 80) : m.evidence.span.end + 80] for m in named)
        return any(re.search(rf"\b{re.escape(post)}\b", words, re.I) for words in around)

    def _delegation(self, lemma: str, span: Span, *, definite: bool) -> Speaker | None:
        """Return the body of this paragraph, else the one of that name, else the first of the text."""
        before = self.discourse.organization
        if definite and before is not None and before.sort == "body" and lemma in before.phrase.casefold():
            return replace(before, phrase=self._words(span), span=span)
        if known := self._names.whole(lemma):
            return self._body(known, span)
        behalf = self._names.body(lemma) if definite else ""
        return Speaker(key="", phrase=self._words(span), span=span, behalf=behalf, sort="body") if behalf else None

    def _body(self, key: str, span: Span, *, sort: str = "organization") -> Speaker:
        return Speaker(key=key, phrase=self._words(span), span=span, sort=sort)

    def _unknown(self, phrase: Phrase) -> Speaker | None:
        """A name that no stage knows still speaks."""
        token, span = phrase.clause.tokens[phrase.head], phrase.span
        if token.text.casefold() in ("latter", "former"):
            return self._latter(span)
        if not token.text[0].isupper():
            return None
        known = self._names.one(token.text)
        if known is not None and known.evidence.span.start < span.start:
            person = self._things.kind_of(known) == "person"
            return self._person(known, span) if person else self._body(known.entity, span)
        if token.pos != "PROPN":
            return None
        base = Speaker(key="", phrase=self._words(span), span=span)
        if self._like_a_person(phrase):
            agents = [m for m in phrase.inside if self._things.kind_of(m) in ("organization", "state")]
            return replace(base, behalf=agents[0].entity if agents else "")
        titled = _HONORIFIC.search(self._text[max(0, span.start - 12) : span.start]) is not None
        return replace(base, sort="individual" if titled else "organization", known=False)

    def _like_a_person(self, phrase: Phrase) -> bool:
        """Two capitalised words that the model takes for a person, or that come "from" somewhere."""
        said = phrase.span.of(self._text).split()
        if len(said) < 2 or not said[1][:1].isupper() or phrase.lead == "the":
            return False
        tokens, at = phrase.clause.tokens, phrase.head
        return tokens[at].ent == "PERSON" or (at + 1 < len(tokens) and tokens[at + 1].text == "from")

    def _people(self, phrase: Phrase) -> Speaker | None:
        """ "Environmentalists", "a fisherman": a common noun for people, never a text, a thing or an abstract."""
        token = phrase.clause.tokens[phrase.head]
        lemma = (token.lemma or "").casefold()
        if token.pos != "NOUN" or lemma in words("inanimate_nouns", "noun") or _ABSTRACT.search(lemma):
            return None
        said, plural = self._words(phrase.span), token.tag == "NNS"
        return Speaker(key="", phrase=said, span=phrase.span, sort="people", known=False, plural=plural)

    # reference

    def _latter(self, span: Span) -> Speaker | None:
        before = self._things.between(max(0, span.start - 400), span.start, *AGENTS)
        if not before:
            return None
        kind = self._things.kind_of(before[-1])
        return self._person(before[-1], span) if kind == "person" else self._body(before[-1].entity, span, sort=kind)

    def _pronoun(self, word: str, span: Span, clause: Clause | None = None) -> Speaker | None:
        if word in ("we", "i"):
            own = self._author
            author = self.orator or Speaker(key=own, phrase=self._words(span), span=span, sort="first", known=bool(own))
            return replace(author, span=span, pronoun=word)
        if word in ("he", "she"):
            return self._person_pronoun(word, span, clause)
        group = self.discourse.collective or self.discourse.individual
        found = group if word == "they" else self.discourse.organization
        return replace(found, span=span, pronoun=word) if found is not None else None

    def _person_pronoun(self, word: str, span: Span, clause: Clause | None) -> Speaker:
        """The person meant, else whoever speaks for the State last heard, else somebody unknown."""
        found = self._within(word, span, clause)
        last = self.discourse.last or self.discourse.organization
        if found is None and last is not None and self._has_delegate(last):
            return replace(last, span=span, pronoun=word, also=())  # the delegate of the State that spoke last
        found = found or self.discourse.who(word) or self.signer
        if found is None and last is not None and last.sort == "organization" and last.key:
            found = replace(last, also=())  # the body that spoke last, where nobody else was heard
        if found is None:
            return Speaker(key="", phrase=self._words(span), span=span, pronoun=word, gender=word)
        if found.key and found.sort != "organization":
            self._gender.setdefault(found.key, word)
            self._pronouns[found.key, word] = None
        return replace(found, span=span, pronoun=word, gender=word)

    def _has_delegate(self, speaker: Speaker) -> bool:
        """Whether "he" may be the delegate of the State or union of States that spoke last."""
        if speaker.key not in self._things:
            return False
        entity = self._things[speaker.key]
        sits = entity.type == "IntergovernmentalOrganization" or entity.label.isupper()  # as bulletins print who speaks
        return entity.kind == "state" or (speaker.sort == "organization" and sits)

    def _within(self, word: str, span: Span, clause: Clause | None) -> Speaker | None:
        """Return the one person named earlier in the sentence, for a tag such as "…, she said, …"."""
        if clause is None or clause.tokens[0].start >= span.start - 1:
            return None
        shown = {t.start for i, t in enumerate(clause.tokens) if i not in clause.hidden}
        named = [
            m
            for m in self._things.between(clause.tokens[0].start, span.start, "person")
            if m.text[:1].isupper() and m.evidence.span.start in shown
        ]
        if len({m.entity for m in named}) != 1:
            return None
        person = self._person(named[0], named[0].evidence.span)
        return person if person.gender in ("", word) else None

    def _words(self, span: Span) -> str:
        return " ".join(self._raw[span.start : span.end].split())
