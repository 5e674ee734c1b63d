"""The one walk: treaty subparagraph → resolution → mandate → meeting → speech act → actor → metric.

It starts anywhere on the way and goes in both directions. Every edge says whether a source states it (with the
sentence), a curated row holds it (with where that was taken from), or a rule gave it.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from untocgraph.ask.mandates import Chain, Link, Mandates, Step
from untocgraph.ask.query.result import Table
from untocgraph.ask.query.terms import Term, of_python
from untocgraph.ask.reader import Reader, first
from untocgraph.ask.records import Proof, Ref
from untocgraph.core import iri, markup
from untocgraph.core.namespace import UNTOC
from untocgraph.law import TREATIES

if TYPE_CHECKING:
    import pandas

_COLUMNS = ("path", "provision", "resolution", "mandate", "meeting", "date", "statement", "speaker", "actor",
            "metric", "value", "low", "high", "origins", "sources")  # fmt: skip
_EDGES = ("path", "edge", "from", "relation", "to", "origin", "source", "start", "end", "quotation", "confidence",
          "from_iri", "to_iri")  # fmt: skip
_TREATIES = tuple(f"{iri.provision(key)}/" for key in TREATIES)
_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A value of an actor in a network; ``low`` and ``high`` bound it over the worlds drawn, None without draws."""

    metric: str
    projection: str
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """One way along the walk. ``law`` leads from the meeting to the provision, ``act`` from the speech act outwards."""

    law: Chain = ()
    act: Chain = ()
    meeting: Ref | None = None
    date: str = ""
    statement: Ref | None = None
    text: str = ""
    speaker: str = ""
    actor: Ref | None = None
    measured: Measured | None = None

    @property
    def edges(self) -> Chain:
        """The edges in order: from the provision to the meeting, then from the speech act to its actor."""
        return (*reversed(self.law), *self.act)

    @property
    def _nodes(self) -> list[Ref]:
        ends = [ref for step in self.law for ref in (step.object, step.subject)]
        return list(dict.fromkeys(ref for ref in ends if ref != self.meeting and ref != self.statement))

    @property
    def provision(self) -> Ref | None:
        """The provision of a treaty at which it ends."""
        return next((ref for ref in self._nodes if ref.iri.startswith(_TREATIES)), None)

    @property
    def resolution(self) -> Ref | None:
        """The resolution or decision nearest to the meeting."""
        return next((ref for ref in self._nodes if ref.kind == "resolution"), None)

    @property
    def mandate(self) -> tuple[Ref, ...]:
        """What stands between: the mechanism, the paragraph of the rules, the body. From the law to the meeting."""
        passed = [step.object for step in self.law] + ([self.law[0].subject] if self.law else [])
        left_out = (self.provision, self.resolution, self.meeting, self.statement)
        return tuple(ref for ref in dict.fromkeys(reversed(passed)) if ref not in left_out)

    def cells(self, number: int) -> dict[str, Any]:
        """Return the row of a table."""
        m = self.measured
        sources = dict.fromkeys(p.source.iri.rpartition("/source/")[2] for step in self.edges for p in step.proofs)
        return {
            "path": number,
            "provision": _label(self.provision),
            "resolution": _label(self.resolution),
            "mandate": " › ".join(ref.label for ref in self.mandate),
            "meeting": _label(self.meeting),
            "date": self.date,
            "statement": self.text,
            "speaker": self.speaker,
            "actor": _label(self.actor),
            "metric": f"{m.metric} in {m.projection}" if m else "",
            "value": m.value if m else None,
            "low": m.low if m else None,
            "high": m.high if m else None,
            "origins": "|".join(step.origin for step in self.edges),
            "sources": "|".join(sources),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The paths through one thing: those that reach an actor first. ``searched`` sources, the latest of ``latest``."""

    start: Ref
    paths: tuple[Path, ...]
    searched: int
    latest: str

    def __len__(self) -> int:
        return len(self.paths)

    def __iter__(self) -> Iterator[Path]:
        return iter(self.paths)

    def __repr__(self) -> str:
        return f"Walk({self.start.label!r}, {len(self)} paths)"

    def first(self, number: int) -> Walk:
        """Return the walk with its first paths only; 0 for all."""
        return replace(self, paths=self.paths[:number]) if number else self

    @property
    def found(self) -> str:
        """How much was found, in words; a "none" says where it was looked for."""
        return f"{len(self)} paths; {self._where}" if self else f"none known; {self._where}"

    @property
    def _where(self) -> str:
        return f"{self.searched} sources searched" + (f", the latest of {self.latest}" if self.latest else "")

    def to_table(self) -> Table:
        """Return one row a path."""
        rows = [path.cells(number) for number, path in enumerate(self.paths, 1)]
        return Table(_COLUMNS, tuple(tuple(of_python(row[name]) for name in _COLUMNS) for row in rows))

    def edges(self) -> Table:
        """Return one row an edge and sentence, with the number of its path."""
        return Table(_EDGES, tuple(self._edge_rows()))

    def _edge_rows(self) -> Iterator[tuple[Term | None, ...]]:
        for number, path in enumerate(self.paths, 1):
            for place, step in enumerate(path.edges, 1):
                ends = of_python(step.subject.iri), of_python(step.object.iri)
                head = map(
                    of_python, (number, place, step.subject.label, step.relation, step.object.label, step.origin)
                )
                shared = tuple(head)
                for proof in step.proofs or (None,):
                    where = _where(proof) if proof else (step.source, None, None, "", None)
                    yield (*shared, *map(of_python, where), *ends)

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas frame of :meth:`to_table`. MissingExtraError without the extra ``frames``."""
        return self.to_table().to_pandas()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain dicts and lists, each path with its edges."""
        rows = [
            {**path.cells(n), "edges": [asdict(step) for step in path.edges]} for n, path in enumerate(self.paths, 1)
        ]
        return {"start": asdict(self.start), "searched": self.searched, "latest": self.latest, "paths": rows}

    def to_json(self) -> str:
        """Return :meth:`to_dict` as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n"

    def to_html(self, *, most: int | None = None) -> str:
        """Return a page of its own with each path drawn as a chain, whose edges open their sentences."""
        return markup.page(f"Walk from {self.start.label}", self._chains(most))

    def _repr_html_(self) -> str:
        return f"<style>{markup.CHAIN_STYLE}</style>{self._chains(_SHOWN)}"

    def _chains(self, most: int | None) -> str:
        shown = "".join(_drawn(path) for path in self.paths[:most])
        more = len(self) - len(self.paths[:most])
        note = f"<p>{more} more paths</p>" if more else ""
        return f"<p>{markup.link('', self.found)}</p>{shown}{note}"


def walk(reader: Reader, start: str, measured: Mapping[str, Measured] | None = None) -> Walk:
    """Return the paths through ``start``: the IRI of a provision, resolution, mandate, event, statement or actor.

    ``measured`` holds the value of each actor by IRI. Law alone, without a meeting, comes last.
    """
    return _Walker(reader, measured or {}).of(start)


class _Walker:
    def __init__(self, reader: Reader, measured: Mapping[str, Measured]) -> None:
        self.reader = reader
        self.measured = measured
        self.links = Mandates(reader)
        self.step = functools.cache(self.links.step)

    def of(self, start: str) -> Walk:
        reader = self.reader
        said = self._statements(start)
        paths = [path for one in said for path in self._said(one, None)]
        if not said:
            paths = [
                path for event in reader.values(start, UNTOC.participatesIn) for path in self._took_part(start, event)
            ]
        if not paths:
            chains = self._through(start)
            paths = [path for chain in chains for path in self._met(chain)]
            paths += [path for part in self.links.parts(start) for path in self._citing(part)]
        sources, latest = reader.searched
        return Walk(start=reader.ref(start), paths=tuple(sorted(dict.fromkeys(paths), key=_order)),
                    searched=sources, latest=latest)  # fmt: skip

    def _statements(self, start: str) -> list[str]:
        """The statements that the walk starts at: the one given, or those of the actor given."""
        if self.reader.is_a(start, UNTOC.Statement):
            return [start]
        spoken = (self.reader.subjects(p, name) for p in (UNTOC.speaker, UNTOC.onBehalfOf)
                  for name in self.reader.minted(start))  # fmt: skip
        return sorted({one for found in spoken for one in found})

    def _through(self, start: str) -> list[tuple[Link, ...]]:
        """Chains through ``start`` from what rests on it to the law; the bare start where there is none."""
        after = self.links.to_law(start) or [()]
        before = [chain for part in self.links.parts(start) for chain in self.links.from_law(part)]
        found = [(*one, *two) for one in before for two in after]
        kept = [
            chain for chain in (*found, *after) if chain and (self._spoken_at(chain[0][0]) or not self._inner(chain))
        ]
        return kept or ([()] if self._spoken_at(start) else [])

    def _inner(self, chain: tuple[Link, ...]) -> bool:
        """Whether something rests on what the chain begins with, so that a longer chain holds it."""
        return chain[0][0] in self.links.backward

    def _spoken_at(self, event: str) -> list[str]:
        return self.reader.subjects(UNTOC.atEvent, event)

    def _met(self, chain: tuple[Link, ...]) -> Iterator[Path]:
        law = tuple(map(self.step, chain))
        at = chain[0][0]
        spoken = self._spoken_at(at)
        for statement in spoken:
            yield from self._said(statement, law)
        if not spoken:
            ref = self.reader.ref(at)
            meeting = ref if ref.kind == "event" else None
            yield Path(law=law, meeting=meeting, date=self.reader.value(at, UNTOC.startDate) if meeting else "")

    def _citing(self, provision: str) -> Iterator[Path]:
        for statement in self.reader.subjects(UNTOC.cites, provision):
            if self.reader.is_a(statement, UNTOC.Statement):
                yield from self._said(statement, (self._edge(statement, UNTOC.cites, provision),))

    def _said(self, statement: str, law: Chain | None) -> Iterator[Path]:
        """Paths of a speech act: over the law given; else over the mandates of its meeting, and what it cites."""
        known = self.reader.record(statement)
        event = first(known, UNTOC.atEvent)
        if law is None:
            over = [tuple(map(self.step, chain)) for chain in self.links.to_law(event)] if event else []
            cited = [(self._edge(statement, UNTOC.cites, one),) for one in known.get(UNTOC.cites, ())]
            laws: list[Chain] = [*over, *cited] or [()]
        else:
            laws = [law]
        act = [self._edge(statement, p, first(known, p)) for p in (UNTOC.atEvent, UNTOC.speaker, UNTOC.onBehalfOf)
               if first(known, p)]  # fmt: skip
        actors = [one for one in (first(known, UNTOC.onBehalfOf), first(known, UNTOC.speaker)) if one]
        measured = next((self.measured[one] for one in actors if one in self.measured), None)
        for one in laws:
            yield Path(
                law=one,
                act=tuple(act),
                meeting=self.reader.ref(event) if event else None,
                date=self.reader.value(event, UNTOC.startDate),
                statement=self.reader.ref(statement),
                text=" ".join(first(known, UNTOC.statementText).split()),
                speaker=first(known, UNTOC.speakerPhrase),
                actor=self.reader.ref(actors[0]) if actors else None,
                measured=measured,
            )

    def _took_part(self, actor: str, event: str) -> Iterator[Path]:
        """Paths of somebody of whom no speech act is known: over the part taken in a meeting."""
        for law in self.links.to_law(event) or [()]:
            yield Path(
                law=tuple(map(self.step, law)),
                act=(self.step((actor, UNTOC.participatesIn, event)),),
                meeting=self.reader.ref(event),
                date=self.reader.value(event, UNTOC.startDate),
                actor=self.reader.ref(actor),
                measured=self.measured.get(actor),
            )

    def _edge(self, statement: str, predicate: str, end: str) -> Step:
        """An edge of a speech act: the whole act is its proof where nothing narrower is stated."""
        step = self.step((statement, predicate, end))
        if step.origin == "stated":
            return step
        return Step(subject=step.subject, relation=step.relation, object=step.object, origin="stated",
                    proofs=self._act(statement))  # fmt: skip

    def _act(self, statement: str) -> tuple[Proof, ...]:
        return tuple(proof for one in self.reader.asserted_by(statement) for proof in self.reader.proofs(one))


def _order(path: Path) -> tuple[Any, ...]:
    reached = path.actor is None, path.meeting is None
    return (*reached, path.date or "9999", len(path.law), _label(path.provision), _label(path.meeting), path.text,
            [(step.subject.iri, step.object.iri) for step in path.edges])  # fmt: skip


def _label(ref: Ref | None) -> str:
    return ref.label if ref else ""


def _where(proof: Proof) -> tuple[Any, ...]:
    words = " ".join(proof.quotation.split())
    return proof.source.iri.rpartition("/source/")[2], proof.start, proof.end, words, proof.confidence


def _drawn(path: Path) -> str:
    """A path as a chain of boxes: the law, the meeting, the speech act, the actor, the metric."""
    boxes = []
    for step in reversed(path.law):
        how = "" if step.subject == path.statement else step.relation
        boxes.append(_box(step.object) + _proof(step, how or step.relation))
    if path.meeting and not (path.law and path.law[0].subject == path.statement):
        boxes.append(_box(path.meeting, path.date))
    if path.statement:
        where = (
            f" at {path.meeting.label}" if path.meeting and path.law and path.law[0].subject == path.statement else ""
        )
        words = markup.link("", f"{path.speaker or 'nobody named'}{where}")
        boxes.append(f"<span class='node act'><q>{markup.link('', path.text)}</q> <small>{words}</small></span>"
                     + "".join(_proof(step, step.relation) for step in path.act[-1:]))  # fmt: skip
    if path.actor:
        boxes.append(_box(path.actor))
    if path.measured and path.measured.value is not None:
        m = path.measured
        doubt = f" [{m.low:.3g}, {m.high:.3g}]" if m.low is not None and m.high is not None else ""
        boxes.append(f"<span class='node metric'>{markup.link('', m.metric)} <b>{m.value:.3g}</b>{doubt}</span>")
    return "<ol class='walk'>" + "".join(f"<li>{box}</li>" for box in boxes) + "</ol>"


def _box(ref: Ref, note: str = "") -> str:
    more = f" <small>{markup.link('', note)}</small>" if note else ""
    return f"<span class='node {markup.link('', ref.kind)}'>{markup.link(ref.iri, ref.label)}{more}</span>"


def _proof(step: Step, words: str) -> str:
    body = markup.items(proof.shown for proof in step.proofs) or f"<p>{markup.link('', step.source)}</p>"
    shown = f"{markup.link('', words)} <i>{step.origin}</i>"
    return f"<details class='edge {step.origin}'><summary>{shown}</summary>{body}</details>"


def measured_of(rows: Iterable[Mapping[str, Any]], metric: str, projection: str) -> dict[str, Measured]:
    """Return the values of a table of a network by the IRI of the node."""
    return {
        str(row["node"]): Measured(metric=metric, projection=projection, value=row.get(metric),
                                   low=row.get(f"{metric} low"), high=row.get(f"{metric} high"))
        for row in rows
    }  # fmt: skip
