"""All stages of the extraction, one after the other: loaded with the first document, not with the package."""

from __future__ import annotations

from untocgraph.core.model import Annotation, Source
from untocgraph.extract.document import Document, read_document
from untocgraph.extract.document.parse import Parser
from untocgraph.extract.events.find import find_events
from untocgraph.extract.languages.foreign import annotate_foreign
from untocgraph.extract.languages.passages import joined, only, passages
from untocgraph.extract.languages.words import READ
from untocgraph.extract.names.find import find_names
from untocgraph.extract.relations import find_relations
from untocgraph.extract.speech.bylines import with_bylines
from untocgraph.extract.speech.statements import find_statements


def read_through(source: Source, parser: Parser | None) -> Annotation:
    """Return what :func:`untocgraph.extract.annotate` does."""
    document = read_document(source)
    found = passages(document)
    spoken = {passage.language for passage in found}
    if spoken <= {"en"}:
        return _annotate_english(document, parser)
    parts = []
    for language in sorted(spoken, key=lambda code: (code != "en", code)):
        several = [passage for passage in found if passage.language == language]
        for chosen in [tuple(several)] if language in ("en", *READ) else [(passage,) for passage in several]:
            part = only(document, chosen)
            parts.append(_annotate_english(part, parser) if language == "en" else annotate_foreign(part, language))
    return joined(parts)


def _annotate_english(document: Document, parser: Parser | None) -> Annotation:
    parse = (parser or Parser()).parse(document, cuts=document.cuts)
    things = find_names(document, parse)
    things = with_bylines(document, things)
    things, event_attributes, counts, gaps = find_events(document, parse, things)
    statements, stated = find_statements(document, parse, things)
    relations, attributes, facts = find_relations(document, parse, things, statements)
    return Annotation(
        source=document.source.id,
        mentions=things.mentions,
        entities=tuple(things.entities.values()),
        attributes=(*event_attributes, *attributes),
        relations=relations,
        statements=statements,
        counts=counts,
        gaps=gaps,
        facts=(*stated, *facts),
    )
