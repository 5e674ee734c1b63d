"""Persons whom only the structure of a document names: a turn label, the author that the front matter gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from untocgraph.core.model import Evidence, LocalEntity, Mention, Span
from untocgraph.extract import lexicon
from untocgraph.extract.document import Document
from untocgraph.extract.names.gazetteer import Entry, entries_for
from untocgraph.extract.speech.subjects import roles
from untocgraph.extract.speech.verbs import verb_forms
from untocgraph.extract.things import Things

_CREATORS = re.compile(r"^(?:creators?|authors?)[ \t]*:(?P<list>[^\n]*\n(?:[ \t]*-[^\n]*\n)*)", re.I | re.M)
_PERSON = re.compile(r"(?P<surname>[^\W\d][\w' -]{1,30}),\s*(?P<given>[^\W\d][\w'. -]{1,30})")
_NAME = re.compile(r"[A-Z][\w'-]+(?: [A-Z]\.?)?(?: [A-Z][\w'-]+){1,3}|(?:[A-Z]\. ?){1,3}[A-Z][\w'-]+")
_OWN_SYMBOL = 600
"""Characters in which a document's own symbol stands; further down, symbols are cited."""
_ISSUED = re.compile(r"\W*(?:Press Release|Speech|Opinion|From):\s+(?P<name>[A-Z][\w'&.-]*(?: [\w'&.-]+){0,6}?)\W*$")
_SPEAKS = re.compile(
    r"(?:(?<=[.;:,] )|(?<=\d\. )|(?<=\n))\s*(?:[Tt]he\s+)?"
    r"(?:(?P<name>(?=[\w-]*[A-Z][\w-]*[A-Z\d])[A-Z][A-Za-z]{0,5}\d?(?:-\s?[A-Z][A-Za-z]{1,14})?)"
    r"|(?P<capitals>[A-Z]{3,}(?:\s(?:-\s)?[A-Z][A-Z&'/-]+){1,7}))"
    r"(?:\s\([^()]{2,40}\))?\s+(?:(?:also|further|\w+ly)\s+)?(?P<verb>said|[a-z]+ed)\b"
)
_HONOURED = re.compile(
    r"\b(?:HON(?:OURABLE)?\.?|SENATOR|MR|MRS|MS|DR)\s+(?P<name>[A-Z][A-Z'-]+(?:\s[A-Z][A-Z'-]+){1,2}?)"
    r"(?=\s+M\.?H?P\b|\s+AM\b|\s*[,\n]|\s*$)"
)
_UNTITLED = re.compile(r"(?<=\w)\s+M\.?[EH]?P\.?$")
"""Letters behind the name of a member of parliament."""
_FIRST = 8
_GOVERNMENT = "Government"
_BEHIND = 0.85
"""Confidence of a name that a label or byline gives, before it is measured."""


def creators_of(document: Document) -> tuple[str, ...]:
    """Return the authors that the front matter names, as it writes them."""
    front = "".join(b.span.of(document.source.text) + "\n" for b in document.blocks if b.kind == "metadata")
    match = _CREATORS.search(front)
    lines = (line.strip(" -\"'\t") for line in match["list"].splitlines()) if match else ()
    return tuple(line for line in lines if line)


def surname_of(name: str) -> str:
    """Return the folded last word of the surname of "Surname, Given" or "Given Surname".

    >>> surname_of("Ruiz Lind, Ana"), surname_of("Ana Lind")
    ('lind', 'lind')
    """
    return name.split(",")[0].casefold().split()[-1]


def with_bylines(document: Document, things: Things) -> Things:
    """Return ``things`` and the persons whom a turn label or the front matter names and no other rule found."""
    entities: dict[str, LocalEntity] = {}
    mentions: list[Mention] = []
    for name, span in (*_authors(document, things), *_labelled(document, things), *_honoured(document)):
        if things.in_span(span, "person") or things.at(span.start, "person"):
            continue
        key = _in_front(document, things, name) or f"byline {name.casefold()}"
        if key not in things:
            entities.setdefault(key, LocalEntity(key=key, kind="person", type="Person", label=name))
        evidence = Evidence(source=document.source.id, span=span, method="name.byline", confidence=_BEHIND)
        mentions.append(Mention(evidence=evidence, text=span.of(document.source.text), entity=key))
    for name, span in (*_issuers(document, things), *_governments(document, things), *_acronyms(document, things)):
        key = f"issuer {name.casefold()}"
        sort = "GovernmentBody" if name.endswith(_GOVERNMENT) else "NonGovernmentalOrganization"
        entities.setdefault(key, LocalEntity(key=key, kind="organization", type=sort, label=name))
        evidence = Evidence(source=document.source.id, span=span, method="name.byline", confidence=_BEHIND)
        mentions.append(Mention(evidence=evidence, text=span.of(document.source.text), entity=key))
    if (adopting := adopting_body(document)) is not None:
        span, entry = adopting
        label = LocalEntity(
            key=entry.key, kind="organization", type=entry.type, label=entry.label, acronym=entry.acronym,
            reference=entry.reference, identity=entry.identity,
        )  # fmt: skip
        if entry.key not in things:
            entities.setdefault(entry.key, label)
        evidence = Evidence(source=document.source.id, span=span, method="name.symbol", confidence=_BEHIND)
        mentions.append(Mention(evidence=evidence, text=span.of(document.source.text), entity=entry.key))
    return things.plus(entities=entities.values(), mentions=mentions) if mentions else things


def adopting_body(document: Document) -> tuple[Span, Entry] | None:
    """Return where the own symbol of a resolution names the body that adopts it, and that body: "S/RES/…"."""
    if document.profile.floor != "body":
        return None
    for row in lexicon.table("symbol_bodies"):
        match = re.compile(rf"{re.escape(row['prefix'])}(?=/)").search(document.text, 0, _OWN_SYMBOL)
        entries = entries_for(row["body"], "organization") if match else ()
        if match and entries:
            return Span(match.start(), match.end()), entries[0]
    return None


def _in_front(document: Document, things: Things, name: str) -> str:
    """The person whom another rule found in the front matter as "Surname, Given", or an empty string."""
    body = next((b.span.start for b in document.blocks if b.kind != "metadata"), 0)
    words = sorted(name.casefold().split())
    front = things.between(0, body, "person")
    return next((m.entity for m in front if set(words) <= set(_folded(m.text).split())), "")


def _authors(document: Document, things: Things) -> Iterator[tuple[str, Span]]:
    body = next((b.span.start for b in document.blocks if b.kind != "metadata"), 0)
    known = {_folded(m.text) for m in things.mentions if things.kind_of(m) == "person"}
    for creator in creators_of(document):
        person = _PERSON.fullmatch(creator)
        if person is None or any(surname_of(creator) == name.split()[-1] for name in known):
            continue
        name = f"{person['given'].split()[0]} {person['surname']}"
        pattern = rf"\b{re.escape(person['given'].split()[0])}\s+(?:\w\.?\s+)?{re.escape(person['surname'])}\b"
        for match in re.finditer(pattern, document.text[body:], re.I):
            yield name, Span(body + match.start(), body + match.end())


def _folded(name: str) -> str:
    return name.casefold().replace(",", "")


def issuer_line(document: Document) -> Span | None:
    """Return where a line in the first blocks names who issues the text: "Press Release: NAME", "From: NAME"."""
    blocks = [b.span for b in document.blocks if b.kind not in ("metadata", "boilerplate")]
    for span in blocks[:_FIRST]:
        match = _ISSUED.match(document.text, span.start, span.end)
        if match:
            return Span(match.start("name"), match.end("name"))
    return None


def _issuers(document: Document, things: Things) -> Iterator[tuple[str, Span]]:
    """Every occurrence of the issuer's name, where no other rule found a name in its line."""
    line = issuer_line(document)
    if line is None or things.in_span(line, "organization", "person", "state"):
        return
    name = line.of(document.text)
    for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", document.text):
        span = Span(match.start(), match.end())
        if not things.in_span(span, "organization"):
            yield name, span


def _acronyms(document: Document, things: Things) -> Iterator[tuple[str, Span]]:
    """Names that nothing else knows and that say something: "JS4 recommended"; in capitals where all speakers are."""
    strong = {
        form for form, pairs in verb_forms().items() for entry, tag in pairs
        if tag == "VBD" and entry.strength == "strong" and not entry.rest
    }  # fmt: skip
    groups = ("name", "capitals") if document.profile.name == "daily_bulletin" else ("name",)
    spoken = [m for m in _SPEAKS.finditer(document.text) if m["verb"] in strong]
    surnames = {surname_of(name) for e in things.of_kind("person") for name in (e.label, *e.aliases)}
    said = {m[group] for m in spoken for group in groups if m[group]}
    said = {name for name in said if surname_of(name) not in surnames}
    for name in sorted(name for name in said if name.casefold() not in {*roles(), *lexicon.words("posts", "post")}):
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", document.text):
            span = Span(match.start(), match.end())
            if not things.in_span(span) and not things.at(span.start):
                yield name, span


def _governments(document: Document, things: Things) -> Iterator[tuple[str, Span]]:
    """ "The Government" in the reply of a State that names its Government in no other way."""
    if document.profile.name != "state_reply" or any(_GOVERNMENT in e.label for e in things.of_kind("organization")):
        return
    for match in re.finditer(rf"\b[Tt]he\s+{_GOVERNMENT}\b", document.text):
        yield _GOVERNMENT, Span(match.start(), match.end())


def _honoured(document: Document) -> Iterator[tuple[str, Span]]:
    """Who is named in capitals behind "THE HON." in the first lines."""
    blocks = [b.span for b in document.blocks if b.kind not in ("metadata", "boilerplate")]
    for span in blocks[:_FIRST]:
        for match in _HONOURED.finditer(document.text, span.start, span.end):
            yield match["name"].title(), Span(match.start("name"), match.end("name"))


def _labelled(document: Document, things: Things) -> Iterator[tuple[str, Span]]:
    silent = {word.casefold() for word in lexicon.words("turn_labels", "label")}
    silent |= {word.casefold() for word in lexicon.words("posts", "post")}
    titles = re.compile(rf"(?:{lexicon.pattern('honorifics', 'word', **{'class': 'title'})}\s+)*", re.I)
    for turn in document.turns:
        if turn.asks or len(turn.parts) == 2 or things.in_span(turn.label, "person"):
            continue
        part = turn.parts[min(1, len(turn.parts) - 1)]
        words = _UNTITLED.sub("", part.of(document.text))
        if found := titles.match(words):
            part, words = Span(part.start + found.end(), part.end), words[found.end() :]
        part = Span(part.start, part.start + len(words))
        if words.casefold() in silent or things.in_span(part, "organization", "state") or not _NAME.fullmatch(words):
            continue
        if not any(word.casefold() in silent for word in words.split()):
            yield words.title() if words.isupper() else words, part
