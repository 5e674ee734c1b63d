"""What is read in passages that are not in English.

French and Spanish: names, persons, citations, dates, counts, gatherings and statements, with words from
``reference/lexicon`` (``grammar_words``, ``foreign_verbs``, ``foreign_names``, ``state_names``). Any other language
yields the symbols of documents and nothing else, and a gap says of each passage that it was not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from untocgraph.core import resources
from untocgraph.core.fold import folded, same_length_fold
from untocgraph.core.model import Annotation, AttributeClaim, CoverageGap, Evidence, Mention, RelationClaim, Span
from untocgraph.extract import lexicon
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.languages.foreign_citations import Dated, find_cited
from untocgraph.extract.languages.foreign_counts import find_foreign_counts
from untocgraph.extract.languages.gatherings import find_gatherings
from untocgraph.extract.languages.language import LANGUAGES
from untocgraph.extract.languages.names import find_bodies, find_employers, find_persons, find_places, find_sayers
from untocgraph.extract.languages.posts import find_posts
from untocgraph.extract.languages.speech import find_foreign_statements
from untocgraph.extract.languages.words import READ, any_of
from untocgraph.extract.names.arbitrate import arbitrate
from untocgraph.extract.names.candidates import Candidate
from untocgraph.extract.names.gazetteer import Entry, entries_for, known
from untocgraph.extract.names.identify import as_things, keyed
from untocgraph.extract.things import Things
from untocgraph.extract.values.symbols import find_symbols


def annotate_foreign(reading: Reading, language: str) -> Annotation:
    """Return what a text in ``language`` (a code of ``LANGUAGES``, not English) is found to say.

    >>> from untocgraph.extract.document.layout import read_layout
    >>> from untocgraph.core.model import Source
    >>> text = "La France a rappelé l'article 32, paragraphe 3 c), de la Convention contre la corruption."
    >>> found = annotate_foreign(read_layout(Source(id="s", text=text, sha256="")), "fr")
    >>> [(entity.kind, entity.label) for entity in found.entities if entity.kind != "provision"]
    [('state', 'France'), ('instrument', 'Convention contre la corruption')]
    """
    if language not in READ:
        return _unread(reading, language)
    pool = [*find_symbols(reading), *_named(reading, language)]
    cited, dated = find_cited(reading.text, language, [c for c in pool if c.kind in ("instrument", "organization")])
    pool += [*cited, *find_persons(reading, language), *find_bodies(reading), *find_places(reading, language)]
    pool += [*find_employers(reading, language), *find_sayers(reading, language)]
    standing = [c for c in arbitrate(pool) if c.method != "document.own"]
    things = _by_common_name(as_things(reading, keyed(reading.text, standing)))
    gathered = find_gatherings(reading, things, language)
    affiliated = tuple(_affiliated(reading, things, language))
    employers = {relation.subject: relation.object for relation in reversed(affiliated)}
    return Annotation(
        source=reading.source.id,
        mentions=(*things.mentions, *gathered.mentions),
        entities=(*things.entities.values(), *gathered.entities),
        attributes=(
            *_attributes(reading, things, dated), *find_posts(reading, things, language), *gathered.attributes
        ),
        relations=(*_relations(reading, things), *affiliated, *gathered.relations),
        statements=tuple(
            find_foreign_statements(reading, things, language, employers=employers, event=gathered.main)
        ),
        counts=tuple(find_foreign_counts(reading, language)),
    )  # fmt: skip


def _unread(reading: Reading, language: str) -> Annotation:
    """Symbols of documents, and one gap at the first line of the passage: it was not read."""
    symbols = [c for c in find_symbols(reading) if c.method != "document.own"]
    things = as_things(reading, keyed(reading.text, arbitrate(symbols)))
    line = re.search(r"\S[^\n]*", reading.text)
    gaps: tuple[CoverageGap, ...] = ()
    if line is not None:
        note = f"the passage is in {LANGUAGES[language]}, which is not read: only document symbols are taken from it"
        evidence = Evidence(
            source=reading.source.id, span=Span(*line.span()), method=f"gap.language-{language}", confidence=0.95
        )
        gaps = (CoverageGap(kind="language", note=note, evidence=evidence),)
    return Annotation(
        source=reading.source.id, mentions=things.mentions, entities=tuple(things.entities.values()),
        attributes=tuple(_attributes(reading, things, ())), relations=tuple(_relations(reading, things)), gaps=gaps,
    )  # fmt: skip


def _affiliated(reading: Reading, things: Things, language: str) -> Iterator[RelationClaim]:
    """Whom a person stands for: the first body or State in the words of his post, behind the name or in front of it."""
    post = any_of(language, "post")
    of = any_of(language, "of")
    behind = re.compile(
        rf",?\s\(?(?:(?:(?:el|la|le|l')\s?)?(?i:{post})\b[^.;:)\"]{{0,120}}|(?:{of})\s?(?=[A-ZÀ-Ý])[^.,;:)\"]{{0,90}})"
    )
    ahead = re.compile(rf"(?i:(?<!\w){post})\b(?P<of>[^.;:\"]{{0,120}}?),?\s(?:M\.\s|Mme\s|Sr\.\s|Sra\.\s)?$")
    said: set[str] = set()
    for mention in things.mentions:
        if things.kind_of(mention) != "person" or mention.entity in said:
            continue
        span = mention.evidence.span
        after = behind.match(reading.text, span.end)
        before = ahead.search(reading.text[max(0, span.start - 170) : span.start])
        offset = max(0, span.start - 170)
        found = after or before
        shift = 0 if after else offset
        where = Span(shift + found.start(), shift + found.end()) if found else None
        if where is None:
            continue
        bodies = things.in_span(where, "organization", "state")
        key = bodies[0].entity if bodies else _of_people(where.of(reading.text), things, language)
        if key:
            said.add(mention.entity)
            start = min([span.start, *(b.evidence.span.start for b in bodies[:1])])
            whole = Span(start, max([span.end, *(b.evidence.span.end for b in bodies[:1])]))
            chairs = _CHAIR.match(where.of(reading.text).lstrip(", (")) and _BOARD.match(things[key].label)
            yield _relation(reading, mention.entity, "chair_of" if chairs else "affiliated_with", key, whole)


_CHAIR = re.compile(r"(?:(?:el|la|le)\s)?(?:(?:actual|actuelle?)\s)?(?:pr[eé]siden|copr[eé]siden)t[ea]?\b", re.I)
_BOARD = re.compile(r"(?:Comit[eé]|Consejo|Conseil|Comisi[oó]n|Commission|Grup[oe]|Groupe|Junta|Asamblea|Assemblée)\b")


def _of_people(words: str, things: Things, language: str) -> str:
    """The State of the text whose people the words of a post name: "ministro alemán"."""
    codes = {
        word: row["iso3"]
        for row in lexicon.table("foreign_demonyms")
        if row["language"] == language
        for word in lexicon.cells(row["words"])
    }
    named = [codes[word] for word in re.findall(r"\w+", words) if word in codes]
    states = {dict(state.identity).get("iso3", ""): state.key for state in things.of_kind("state")}
    return next((states[code] for code in named if code in states), "")


def _by_common_name(things: Things) -> Things:
    """Give what has no row in the reference data the name that its word list has: names make its identity."""
    renamed = [
        replace(entity, label=name, aliases=(entity.label, *entity.aliases))
        for entity in things.entities.values()
        if not entity.reference
        and (name := dict(entity.identity).get("name", "")) not in ("", entity.label, entity.label.casefold())
        and name != name.casefold()
    ]
    return things.plus(entities=renamed)


# ---- names ----


_Names = dict[str, tuple[tuple[tuple[str, ...], Entry], ...]]
_TOKEN = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s,'’()-]{1,4}")


@resources.derived()
def _index(language: str) -> _Names:
    """First word → (words, entry), the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for name, entry in (*_bodies(language), *_states(language)):
        words = tuple(match[0] for match in _TOKEN.finditer(folded(name)))
        found.setdefault(words[0], []).append((words, entry))
    return {first: tuple(sorted(rows, key=lambda row: (-len(row[0]), row[0]))) for first, rows in found.items()}


def _bodies(language: str) -> Iterator[tuple[str, Entry]]:
    for row in lexicon.table("foreign_names"):
        if row["language"] == language:
            for entry in [e for e in entries_for(row["stands_for"], row["kind"]) if not e.contextual][:1]:
                yield row["name"], _under(entry, row["name"])


def _states(language: str) -> Iterator[tuple[str, Entry]]:
    by_code = _state_entries()
    for row in lexicon.table("state_names"):
        if row["language"] == language and row["iso3"] in by_code:
            yield row["name"], _under(by_code[row["iso3"]], row["name"])


def _under(entry: Entry, name: str) -> Entry:
    return Entry(
        key=entry.key, kind=entry.kind, type=entry.type, label=name, acronym="", reference=entry.reference, name=name,
        contextual=False, identity=entry.identity,
    )  # fmt: skip


@resources.derived()
def _state_entries() -> Mapping[str, Entry]:
    states = [entry for entry in known() if entry.kind == "state"]
    return {dict(entry.identity).get("iso3", ""): entry for entry in reversed(states)}


def _named(reading: Reading, language: str) -> list[Candidate]:
    text = reading.text
    plain = same_length_fold(text)
    tokens = [(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(plain)]
    index = _index(language)
    found: list[Candidate] = []
    for at, (start, _, word) in enumerate(tokens):
        if not text[start].isupper():
            continue
        for words, entry in index.get(word, ()):
            end = _matched(tokens, at, words, plain)
            if end is not None and _written(text[start:end], entry.name) and not _longer(text, end):
                end += entry.name.endswith(")") and text[end : end + 1] == ")"
                found.append(entry.candidate(start, end, method=f"name.known-{language}", precision=0.96))
                break
    return found


def _matched(tokens: Sequence[tuple[int, int, str]], at: int, words: tuple[str, ...], text: str) -> int | None:
    if at + len(words) > len(tokens):
        return None
    for offset, word in enumerate(words):
        if tokens[at + offset][2] != word:
            return None
        if offset and not _BETWEEN.fullmatch(text, tokens[at + offset - 1][1], tokens[at + offset][0]):
            return None
    return tokens[at + len(words) - 1][1]


def _written(surface: str, name: str) -> bool:
    """Whether capitals agree: abbreviations as written, names of one word neither small nor an abbreviation."""
    if name.isupper():
        return surface == name
    return len(name.split()) > 1 or not surface.isupper() or len(surface) > 4


def _longer(text: str, end: int) -> bool:
    """Whether the name goes on: "Guinée-Bissau" is not "Guinée"."""
    return bool(re.match(r"[-’']\w", text[end : end + 2]))


# ---- what is said of them ----


def _attributes(reading: Reading, things: Things, dated: Sequence[Dated]) -> Iterator[AttributeClaim]:
    numbered: set[str] = set()
    for mention in things.mentions:
        entity = things[mention.entity]
        identity = dict(entity.identity)
        for name in ("number", "symbol"):
            if identity.get(name) and mention.entity not in numbered:
                numbered.add(mention.entity)
                yield _attribute(reading, mention.entity, name, identity[name], mention.evidence.span)
    said: set[tuple[str, str]] = set()
    for date in dated:
        for mention in things.in_span(date.of, "resolution"):
            if (mention.entity, date.value) not in said:
                said.add((mention.entity, date.value))
                yield _attribute(reading, mention.entity, "date", date.value, date.span)


def _attribute(reading: Reading, entity: str, attribute: str, value: str, span: Span) -> AttributeClaim:
    evidence = Evidence(source=reading.source.id, span=span, method=f"attribute.foreign-{attribute}", confidence=0.95)
    return AttributeClaim(entity=entity, attribute=attribute, value=value, evidence=evidence)


def _relations(reading: Reading, things: Things) -> Iterator[RelationClaim]:
    first: dict[str, Mention] = {}
    for mention in things.mentions:
        first.setdefault(mention.entity, mention)
    for key, mention in first.items():
        entity = things[key]
        identity = dict(entity.identity)
        if entity.kind in ("provision", "resolution", "document"):
            yield _relation(reading, "doc", "cites", key, mention.evidence.span)
        whole = identity.get("instrument" if entity.kind == "provision" else "body", "")
        if entity.kind == "provision" and whole in things:
            yield _relation(reading, key, "part_of", whole, mention.evidence.span)
        if entity.kind == "resolution" and whole in things:
            yield _relation(reading, key, "adopted_by", whole, mention.evidence.span)


def _relation(reading: Reading, subject: str, predicate: str, object_: str, span: Span) -> RelationClaim:
    evidence = Evidence(source=reading.source.id, span=span, method=f"relation.foreign-{predicate}", confidence=0.93)
    return RelationClaim(subject=subject, predicate=predicate, object=object_, evidence=evidence)
