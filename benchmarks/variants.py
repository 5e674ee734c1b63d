"""Ways of running the extraction that a measurement compares: less reference data, no model, no rules."""

from __future__ import annotations

import csv
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from judging import Document, evaluation
from untocgraph.core import resources
from untocgraph.core.model import (
    Annotation,
    EntityKind,
    Evidence,
    LocalEntity,
    Mention,
    Parse,
    Span,
    StatementClaim,
    Token,
)
from untocgraph.extract import annotate
from untocgraph.extract.document.layout import Reading, read_layout
from untocgraph.extract.document.parse import Parser

ORGANIZATIONS = ("organizations.csv", "bodies.csv", "lexicon/organizations.csv")
"""Files with a row for each organization: their names are what ``without_its_names`` takes away."""
NAMED = ("name", "acronym", "aliases", "contextual_aliases", "contextual")
MODEL_KINDS: dict[str, EntityKind] = {
    "PERSON": "person", "ORG": "organization", "GPE": "state", "LOC": "place", "FAC": "place", "EVENT": "event",
    "LAW": "instrument", "WORK_OF_ART": "document",
}  # fmt: skip


def both(document: Document, cache: Path | None = None) -> Annotation:
    """Return the annotation as the library makes it."""
    return annotate(document.source, parser=Parser(cache=cache))


def rules_alone(document: Document, cache: Path | None = None) -> Annotation:
    """Return the annotation where no model is installed."""
    return annotate(document.source, parser=Parser(use_model=False))


class _Nameless(Parser):
    """A parser whose parses carry no names of the model's own."""

    def parse(self, reading: Reading, *, cuts: tuple[int, ...] = ()) -> Parse:
        parse = super().parse(reading, cuts=cuts)
        tokens = tuple(replace(token, ent="", ent_start=False) for token in parse.tokens)
        return replace(parse, tokens=tokens)


def parse_without_names(document: Document, cache: Path | None = None) -> Annotation:
    """Return the annotation with the model's sentence trees, without the names it proposes."""
    return annotate(document.source, parser=_Nameless(cache=cache))


def model_alone(document: Document, cache: Path | None = None) -> Annotation:
    """Return what the model gives without any rule or list of ours.

    Its named entities by their labels, equal strings as one entity; as statements the sentences whose main verb has
    a clause for its object, spoken by the name in the subject. It has nothing to say on types, relations, attributes
    and counts.
    """
    parse = Parser(cache=cache).parse(read_layout(document.source))
    entities: dict[str, LocalEntity] = {}
    mentions: list[Mention] = []
    for label, span in _names(parse.tokens):
        text = span.of(document.text)
        key = f"{label}:{evaluation().norm(text)}"
        entities.setdefault(key, LocalEntity(key=key, kind=MODEL_KINDS[label], type="", label=text))
        mentions.append(Mention(evidence=_evidence(document, span), text=text, entity=key))
    spoken = (
        _spoken(document, parse.tokens[first:last], span, mentions)
        for (first, last), span in zip(parse.sentences, parse.spans, strict=True)
    )
    return Annotation(
        source=document.stem,
        mentions=tuple(mentions),
        entities=tuple(entities.values()),
        statements=tuple(claim for claim in spoken if claim is not None),
    )


def _evidence(document: Document, span: Span) -> Evidence:
    return Evidence(source=document.stem, span=span, method="model", confidence=0.5)


def _names(tokens: Sequence[Token]) -> Iterator[tuple[str, Span]]:
    first: Token | None = None
    last: Token | None = None
    for token in (*tokens, None):
        goes_on = token is not None and first is not None and token.ent == first.ent and not token.ent_start
        if not goes_on and first is not None and last is not None:
            yield first.ent, Span(first.start, last.end)
        if not goes_on:
            first = token if token is not None and token.ent in MODEL_KINDS else None
        last = token


def _spoken(
    document: Document, tokens: Sequence[Token], span: Span, mentions: Sequence[Mention]
) -> StatementClaim | None:
    roots = [token for token in tokens if token.dep == "ROOT"]
    objects = [token for token in tokens if token.dep == "ccomp"]
    subjects = [token for token in tokens if token.dep == "nsubj"]
    if not (roots and objects and subjects):
        return None
    inside = [m for m in mentions if m.evidence.span.start <= subjects[0].start < m.evidence.span.end]
    person = inside[0].entity if inside and inside[0].entity.startswith("PERSON") else ""
    return StatementClaim(
        mode="reported",
        kind="statement",
        speaker=person,
        speaker_phrase=subjects[0].text,
        on_behalf_of=inside[0].entity if inside and not person else "",
        event="",
        verb=roots[0].lemma,
        addressees=(),
        modality=None,
        topics=(),
        evidence=_evidence(document, span),
    )


def without_its_names(items: Iterable[Document], cache: Path | None = None) -> Iterator[Annotation]:
    """Yield each document's annotation, made with no organization or person known that the document names."""
    for document in items:
        with tempfile.TemporaryDirectory() as folder:
            reduced = Path(folder) / "reference"
            shutil.copytree(resources.path("reference"), reduced)
            take_names_away(reduced, document)
            with resources.reference_at(reduced):
                annotation = both(document, cache)
        yield annotation


def take_names_away(folder: Path, document: Document) -> int:
    """Take the organizations and persons of ``document`` out of the reference data in ``folder``; return how many rows.

    A row stays, because others point to its id, but no text can have the names that are put in. It goes when one of
    its names is a form of an organization of the gold, or stands in the text. Chairs of dialogues are taken out all.
    """
    norm = evaluation().norm
    rows = [row for row in document.gold.get("entities") or [] if row["kind"] == "organization"]
    forms = {norm(form) for row in rows for form in (row["name"], row.get("acronym"), *row.get("forms", ())) if form}
    words = f" {_words(document.text)} "

    def reduced(row: Mapping[str, str], number: int) -> Mapping[str, str]:
        names = [name for column in NAMED[:3] for name in row[column].split("|") if name]
        named = any(norm(name) in forms or f" {_words(name)} " in words for name in names)
        return _hidden(row, number) if named else row

    gone = sum(_rewrite(folder / name, reduced) for name in ORGANIZATIONS)
    _rewrite(folder / "dialogues.csv", lambda row, _: {**row, "chairs": ""})
    return gone


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


def _hidden(row: Mapping[str, str], number: int) -> dict[str, str]:
    """The row under a name of its own in private-use letters, which no text has."""
    name = "\ue000" + "".join(chr(0xE000 + int(digit)) for digit in str(number))
    return {**row, **{column: "" for column in NAMED if column in row}, "name": f"X{name}"}


def _rewrite(file: Path, change: Callable[[Mapping[str, str], int], Mapping[str, str]]) -> int:
    with file.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    changed = [change(row, number) for number, row in enumerate(rows)]
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(changed)
    return sum(after != before for before, after in zip(rows, changed, strict=True))
