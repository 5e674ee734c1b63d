"""From what was read to a statement claim: event, topics, negation, quantity and citations are added in one place."""

from __future__ import annotations

from untocgraph.core.model import Evidence, Modality, Span, StatementClaim, StatementKind, StatementMode
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.events.scopes import Occasions
from untocgraph.extract.rules import confidence_of
from untocgraph.extract.speech.modality import is_negated
from untocgraph.extract.speech.speaker import Speaker
from untocgraph.extract.things import Things
from untocgraph.extract.topics import speaks_of_crime, topics_in


class Claims:
    """Makes the claims of one document."""

    def __init__(self, reading: Reading, things: Things, occasions: Occasions) -> None:
        self._reading = reading
        self._things = things
        self.occasions = occasions
        self._crime = speaks_of_crime(reading.text)

    def make(
        self,
        *,
        mode: StatementMode,
        kind: StatementKind,
        speaker: Speaker | None,
        verb: str,
        span: Span,
        modality: Modality | None,
        method: str,
        event: str,
        addressees: tuple[str, ...] = (),
        content: str | None = None,
    ) -> StatementClaim:
        """Return the claim that ``speaker`` said ``span``; a negation counts in ``content`` (default: all of it)."""
        text = span.of(self._reading.text)
        names = [m.evidence.span for m in self._things.in_span(span, "organization", "person")]
        if speaker is not None:
            names.append(speaker.span)
        cited = self._things.in_span(span, "provision", "resolution", "instrument")
        return StatementClaim(
            mode=mode,
            kind=kind,
            speaker=speaker.key if speaker else "",
            speaker_phrase=speaker.phrase if speaker else "",
            on_behalf_of=speaker.behalf if speaker else "",
            event=event,
            verb=verb,
            addressees=addressees,
            modality=modality,
            topics=topics_in(text, offset=span.start, names=names, crime=self._crime),
            evidence=Evidence(
                source=self._reading.source.id, span=span, method=method, confidence=confidence_of(method)
            ),
            quantifier=speaker.quantifier if speaker else "",
            negated=is_negated(text if content is None else content),
            also=speaker.also if speaker and (speaker.key or speaker.behalf) else (),
            cites=tuple(dict.fromkeys(m.entity for m in cited)),
        )
