"""Why a document is taken to report an event: every candidate with its probability and what spoke for and against."""

from __future__ import annotations

from dataclasses import dataclass

from untocgraph.core.model import Source
from untocgraph.extract.belonging import BELONGS, weighed_pairs
from untocgraph.extract.choose import weights
from untocgraph.extract.document import read_document
from untocgraph.extract.document.parse import Parser
from untocgraph.extract.events.anchor import NONE, anchor_features, find_anchor_event, floor_features
from untocgraph.extract.events.find import find_events
from untocgraph.extract.events.refs import EventRefs
from untocgraph.extract.frame import Frame
from untocgraph.extract.languages.passages import only, passages
from untocgraph.extract.lexicon import table
from untocgraph.extract.names.find import find_names
from untocgraph.extract.relations import find_relations
from untocgraph.extract.speech.bylines import with_bylines
from untocgraph.extract.speech.statements import find_statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """One candidate: name, probability in [0, 1], whether it was taken, what each reason added (weightiest first)."""

    name: str
    probability: float
    taken: bool
    reasons: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReasons:
    """The candidates for the event that a document reports, whether what it tells was said there, and the likeliest
    of the bodies and States that its persons may belong to (ten at most; what a rule says is no choice)."""

    source: str
    event: tuple[Considered, ...]
    said: tuple[Considered, ...]
    belongs: tuple[Considered, ...] = ()

    def to_text(self) -> str:
        """Return the choices for a terminal."""
        lines = [f"{self.source}: which event it reports"]
        for title, several in (
            ("", self.event),
            ("where what it tells was said", self.said),
            ("where persons belong", self.belongs),
        ):
            lines += [title] if title and several else []
            for one in several:
                lines.append(f"  {'*' if one.taken else ' '} {one.probability:.2f} {one.name}")
                lines += [f"      {added:+.2f} {words}" for words, added in one.reasons[:6]]
        return "\n".join(lines) + "\n"


def explain_event(source: Source, *, parser: Parser | None = None) -> EventReasons:
    """Return why ``source`` is taken to report its event, computed anew by the weights in ``reference/weights``.

    A document without a passage in English has no candidates.

    >>> text = "Report of the Workshop on Salt Roads\\n\\nThe Workshop on Salt Roads was held in Graz."
    >>> reasons = explain_event(Source(id="s", text=text, sha256=""), parser=Parser(use_model=False))
    >>> [one.name for one in reasons.event if one.taken]
    ['Workshop on Salt Roads']
    """
    document = read_document(source)
    several = passages(document)
    english = tuple(passage for passage in several if passage.language == "en")
    if not english:
        return EventReasons(source=source.id, event=(), said=())
    document = document if len(english) == len(several) else only(document, english)
    parse = (parser or Parser()).parse(document, cuts=document.cuts)
    things, *_ = find_events(document, parse, with_bylines(document, find_names(document, parse)))
    relations, *_ = find_relations(document, parse, things, find_statements(document, parse, things)[0])
    pairs = weighed_pairs(Frame(document, parse, things, EventRefs(document, things)), relations)
    found, features = find_anchor_event(document, things), anchor_features(document, things)
    names = {key: "no event" if key == NONE else things[key].label for key in features}
    said = floor_features(document, features[found.key]) if found.key else {}
    where = {"there": "at the event", "elsewhere": "elsewhere, to the reader"}
    return EventReasons(
        source=source.id,
        event=_considered("event_anchor", features, names, found.key or NONE) if len(features) > 1 else (),
        said=_considered("event_floor", said, where, "there" if found.floor else "elsewhere"),
        belongs=tuple(
            Considered(
                name=f"{things[pair.person].label}: {things[pair.body].label}",
                probability=round(choice.probabilities[BELONGS], 3),
                taken=bool(choice.key),
                reasons=tuple((_in_words(name), added) for name, added in weights("belonging").reasons(pair.features)),
            )
            for pair, choice in sorted(pairs, key=lambda one: (-one[1].probabilities[BELONGS], one[0].span))[:10]
        ),
    )


def _considered(
    choice: str, features: dict[str, dict[str, float]], names: dict[str, str], taken: str
) -> tuple[Considered, ...]:
    by = weights(choice)
    chances = by.chances(features)
    return tuple(
        Considered(
            name=names[key],
            probability=round(chances[key], 3),
            taken=key == taken,
            reasons=tuple((_in_words(name), added) for name, added in by.reasons(features[key])),
        )
        for key in sorted(features, key=lambda key: (-chances[key], key))
    )


def _in_words(feature: str) -> str:
    """A feature as words: its own, else those of its beginning with the rest behind ("is of the class: Session")."""
    known = {row["feature"]: row["words"] for row in table("features")}
    name = feature.removeprefix("event.").removeprefix("doc.")
    if name in known:
        return known[name]
    head, _, rest = name.partition(".")
    return f"{known[head]}: {rest.replace('_', ' ')}" if head in known and rest else name
