"""What a graph holds at a glance: over the years, who speaks most about what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from untocgraph.ask.reader import Reader
from untocgraph.ask.records import Ref, SourceView, StatementView
from untocgraph.core import resources
from untocgraph.core.namespace import UNTOC

_ACTORS, _TOPICS = 10, 8
_QUESTION = re.compile(r"^### (\S+)\n(.+?)\n\n\*\*(Answered|Partly)", re.M | re.S)
_GROUP = re.compile(r"^## (?:\w\. )?(.+)$", re.M)
_QUERY = re.compile(r"^`untocgraph query ([a-z0-9-]+)", re.M)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """``years``: (year, statements made at events of it, sources published in it), without gaps between the first and
    the last. ``cells[a][t]``: statements of the actor ``actors[a]`` on ``topics[t]``.
    """

    years: tuple[tuple[int, int, int], ...]
    actors: tuple[Ref, ...]
    topics: tuple[Ref, ...]
    cells: tuple[tuple[int, ...], ...]


def overview(reader: Reader, statements: Iterable[StatementView], sources: Iterable[SourceView]) -> Overview:
    """Return what the statements and sources of a graph amount to; those most spoken of first."""
    kept = tuple(statements)
    event_of = Counter(one.event.iri for one in kept if one.event)
    said: Counter[int] = Counter()
    for event, number in event_of.items():
        year = min(reader.values(event, UNTOC.startDate), default="")[:4]
        said[int(year) if year.isdecimal() else 0] += number
    read = Counter(int(one.published[:4]) for one in sources if one.published[:4].isdecimal())
    known = {year for year in (*said, *read) if year}
    years = range(min(known, default=0), max(known, default=-1) + 1)
    pairs = Counter(
        (who, topic) for one in kept if (who := one.on_behalf_of or one.speaker) is not None for topic in one.topics
    )
    actors, topics = Counter[Ref](), Counter[Ref]()
    for (who, topic), number in pairs.items():
        actors[who] += number
        topics[topic] += number
    rows, columns = (_most(actors, _ACTORS), _most(topics, _TOPICS))
    return Overview(
        years=tuple((year, said[year], read[year]) for year in years),
        actors=rows,
        topics=columns,
        cells=tuple(tuple(pairs[who, topic] for topic in columns) for who in rows),
    )


def _most(counted: Counter[Ref], number: int) -> tuple[Ref, ...]:
    return tuple(sorted(counted, key=lambda ref: (-counted[ref], ref))[:number])


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that the graph must answer; ``query`` is the stored query that does, or empty."""

    id: str
    group: str
    text: str
    whole: bool
    query: str


def questions() -> tuple[Question, ...]:
    """Return the questions of ``ontology/questions.md`` in their order.

    >>> len(questions())
    36
    """
    text = (resources.path("ontology") / "questions.md").read_text(encoding="utf-8")
    groups = [(found.start(), found[1]) for found in _GROUP.finditer(text)]
    heads = list(_QUESTION.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    found = []
    for head, end in zip(heads, ends, strict=True):
        query = _QUERY.search(text, head.end(), end)
        group = [name for start, name in groups if start < head.start()][-1]
        words = " ".join(head[2].split())
        whole = head[3] == "Answered"
        found.append(Question(id=head[1], group=group, text=words, whole=whole, query=query[1] if query else ""))
    return tuple(found)
