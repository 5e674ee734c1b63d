"""The graph's methods that review claims."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from untocgraph.ask.objects.collection import Collection
from untocgraph.ask.review import review_rows
from untocgraph.core import iri
from untocgraph.core.display import Shown
from untocgraph.core.errors import InputError, Place, QueryError
from untocgraph.core.model import Annotation, Source, Span, origin_of
from untocgraph.graph.snapshot import PathLike, Snapshot
from untocgraph.pipeline import refresh_graph
from untocgraph.pipeline.claims import ClaimDecision, Verdict, anchored, claim_id, decided, sentence_of, told
from untocgraph.pipeline.graphs import last_reader
from untocgraph.pipeline.prepare import Preparer
from untocgraph.propose.claims import Claim, Thing, claims_of, places_of
from untocgraph.propose.prompt import KINDS, ROLES, WORDS

_ACTORS = ("person", "organization", "state")
CORRECTABLE: Mapping[str, tuple[str, ...]] = {
    "statement": ("speaker", "on_behalf_of", "event", "type"),
    "relation": ("role",),
    "name": ("type",),
    "attribute": ("value",),
    "count": ("event", "value", "category"),
}
"""What a correction may say anew, by kind of claim."""
_COLUMNS = ("claim", "source", "start", "end", "kind", "says", "origin", "method", "confidence", "status", "sentence",
            "decision", "speaker", "on_behalf_of", "event", "type", "role", "value", "category", "note")  # fmt: skip
_FIELDS = tuple(dict.fromkeys(field for fields in CORRECTABLE.values() for field in fields))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ClaimView(Shown):
    """One claim for review. ``id`` names it; ``start``, ``end`` and ``sentence`` are places in the source.

    ``status`` is ``contested`` where a second reader says otherwise than the rules (the graph does not have it),
    ``decided`` where a person decided on it, else ``open``. ``confidence`` in [0, 1].
    """

    id: str
    source: str
    start: int
    end: int
    kind: str
    says: str
    origin: str
    method: str
    confidence: float
    status: str
    sentence: str
    sentence_start: int
    claim: Claim

    @property
    def label(self) -> str:
        """What the document is said to say."""
        return self.says


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A decision that stands in the log; ``state`` is ``in place``, ``moved`` or ``orphaned: …`` with the reason."""

    number: int
    source: str
    decision: str
    says: str
    corrected: str
    state: str
    by: str
    note: str
    at: str
    sentence: str


class Reviewing(Snapshot):
    """Decisions of people on claims: they stand through every build while their sentence stands."""

    def claims(
        self, *, source: str = "", kind: str = "", origin: str = "", below: float = 2.0, undecided: bool = False
    ) -> Collection[ClaimView]:
        """Return the claims of the documents, by document and place.

        ``source`` keeps those of one document, ``kind`` statement, relation, attribute, count or name, ``origin`` those
        of the rules, of a reader or reviewed ones, ``below`` those less sure, ``undecided`` those that no person
        decided on. QueryError for a document that the graph does not hold.
        """
        assert self.log  # a graph on a server has none: that is an error
        documents = [one for one in self._texts.values() if source in ("", one.id)]
        if source and not documents:
            raise QueryError(f"no document {source!r}", repair="untocgraph sources")
        places = self._places()
        views = (view for document in documents for view in _views(self._preparer, document, places))
        return Collection((
            view
            for view in views
            if kind in ("", view.kind) and origin in ("", view.origin) and view.confidence < below
            and not (undecided and view.status == "decided")
        ), kind="ClaimView")  # fmt: skip

    def review(
        self, claim: ClaimView | str, decision: Verdict, *, by: str, note: str = "", at: str = "", **correct: str
    ) -> int:
        """Accept, reject or correct one claim (a view, or its id) and act on it; return the number in the log.

        ``correct`` holds what is right instead: see ``CORRECTABLE``. A thing is a name of it in that document, or
        ``TYPE:Name`` for one that the document names and nobody found; an empty string empties the slot. Raises
        InputError for a word or name that cannot be taken.
        """
        view = claim if isinstance(claim, ClaimView) else self._view(claim)
        return self.review_all([self.decision(view, decision, correct, by=by, note=note, at=at)])

    def review_all(self, made: Sequence[ClaimDecision]) -> int:
        """Record several decisions and act on them at once; return the number of the last."""
        if not made:
            return 0
        self._moved(refresh_graph(graph=self.path, claims=made))
        return max(number for number, _ in decided(self.log))

    def claim_decisions(self) -> tuple[DecisionView, ...]:
        """Return the decisions on claims that stand, with the numbers that :meth:`withdraw` takes, orphans first."""
        found = [_decision_view(number, made, self._texts.get(made.source)) for number, made in decided(self.log)]
        return tuple(sorted(found, key=lambda view: (not view.state.startswith("orphaned"), view.number)))

    def export_claims(self, path: PathLike, views: Iterable[ClaimView]) -> Path:
        """Write claims as a CSV file for reviewers; return the file."""
        out = io.StringIO()
        writer = csv.DictWriter(out, _COLUMNS, lineterminator="\n", restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(
            {name: getattr(view, name, "") for name in _COLUMNS[:11]} | {"claim": view.id} for view in views
        )
        Path(path).write_text(out.getvalue(), encoding="utf-8", newline="")
        return Path(path)

    def import_claims(self, path: PathLike, *, by: str, at: str = "") -> int:
        """Record the decisions of a file that :meth:`export_claims` wrote and people filled in; return how many.

        Rows without a decision are left out. Raises InputError with file, line and column for the first cell that
        cannot be used; then nothing is recorded.
        """
        known = {view.id: view for view in self.claims()}
        made = []
        for line, row in review_rows(Path(path), needed=("claim", "decision")):
            verdict = row.get("decision", "").casefold()
            if verdict in ("", "skip"):
                continue
            correct = {name: row[name] for name in _FIELDS if row.get(name)}
            try:
                if row.get("claim") not in known:
                    raise InputError(f"{row.get('claim', '')!r} is no claim of this graph", repair="export them anew")
                view = known[row["claim"]]
                made.append(self.decision(view, verdict, correct, by=by, note=row.get("note", ""), at=at))
            except InputError as error:
                place = Place(file=str(path), line=line)
                raise InputError(error.what, place=place, repair=error.repair) from None
        self.review_all(made)
        return len(made)

    def export_stances(self, path: PathLike) -> Path:
        """Write a coding sheet, a row a statement and topic, its ``agreement`` as coded or as its verb says; return it.

        1 is for, 0 against; whole numbers make a scale.
        """
        from untocgraph.networks.stances import sheet, stances_of
        from untocgraph.networks.statements import coded_statements

        text = sheet(coded_statements(self.store), stances_of(self.log.given().values()))
        Path(path).write_text(text, encoding="utf-8", newline="")
        return Path(path)

    def import_stances(self, path: PathLike, *, by: str, at: str = "") -> int:
        """Record the stances of a sheet in the log, those that are new; return how many.

        Raises InputError with file, line and column for the first cell that cannot be used; then nothing is recorded.
        """
        from untocgraph.networks.stances import stance_of, stances_of
        from untocgraph.networks.statements import coded_statements

        known = {(row.attributes["statement"], row.concept) for row in coded_statements(self.store)}
        held, made = stances_of(self.log.given().values()), []
        for line, row in review_rows(Path(path), needed=("statement", "concept", "agreement")):
            key = row["statement"], row["concept"]
            try:
                said = stance_of(row["agreement"])
                if said is not None and key not in known:
                    raise InputError("no statement and topic of this graph", repair="export the sheet anew")
            except InputError as error:
                place = Place(file=str(path), line=line, column="agreement")
                raise InputError(error.what, place=place, repair=error.repair) from None
            if said is not None and (held.get(key) != said or type(held.get(key)) is not type(said)):
                about = {"statement": key[0], "topic": key[1], "agreement": said}
                made.append({**about, "by": by, "note": row.get("note", ""), "at": at})
        if made:
            self.log.append(made)
        return len(made)

    # ---- inside ----

    @functools.cached_property
    def _preparer(self) -> Preparer:
        reader = None if self.store.partial else last_reader(self.store)
        return Preparer(self.store.dir.root, reader=reader)

    @functools.cached_property
    def _texts(self) -> dict[str, Source]:
        return {source.id: source for source in self.store.documents()}

    def _places(self) -> Mapping[str, set[tuple[str, Span]]]:
        """Document → (kind, place) of the claims that people decided on, in its text as it is."""
        found: dict[str, set[tuple[str, Span]]] = {}
        texts = self._texts
        for number, made in decided(self.log):
            if made.source in texts:
                placed = anchored(number, made, texts[made.source])
                if isinstance(placed, ClaimDecision):
                    found.setdefault(made.source, set()).add((made.claim.kind, placed.claim.span))
        return found

    def _view(self, id_: str) -> ClaimView:
        found = [view for view in self.claims() if view.id == id_]
        if not found:
            raise InputError(f"{id_!r} is no claim of this graph", repair="untocgraph review --claims")
        return found[0]

    def decision(
        self, view: ClaimView, decision: str, correct: Mapping[str, str], *, by: str, note: str = "", at: str = ""
    ) -> ClaimDecision:
        """Return a decision for :meth:`review_all`; options and errors as for :meth:`review`. Nothing is recorded."""
        if decision not in ("accept", "reject", "correct"):
            raise InputError(f"{decision!r} is no decision", repair="write accept, reject, correct or nothing")
        if (decision == "correct") != bool(correct):
            what = "nothing is corrected" if decision == "correct" else f"{decision} corrects nothing"
            raise InputError(what, repair=f"correct {', '.join(CORRECTABLE[view.kind])}")
        source = self._texts[view.source]
        corrected = None
        if correct:
            corrected = _corrected(view.claim, correct, self._preparer.readings(source)[1], source.text)
        start = view.sentence_start
        return ClaimDecision(
            source=source.id, sha256=source.sha256, claim=view.claim, by=by, note=note, at=at, corrected=corrected,
            sentence=Span(start, start + len(view.sentence)), quote=view.sentence,
            decision=decision,  # type: ignore[arg-type]
        )  # fmt: skip


def _views(preparer: Preparer, source: Source, decided_on: Mapping[str, set[tuple[str, Span]]]) -> Iterator[ClaimView]:
    _, both, joint = preparer.readings(source)
    places = decided_on.get(source.id, set())
    rows = [(claim, evidence.method, evidence.confidence, "") for claim, evidence, _ in claims_of(both)]
    if joint is not None and preparer.reader is not None:
        reader = preparer.reader
        contested = dict.fromkeys(claim for *_, claim in joint.contested)
        rows += [(claim, reader.method, reader.confidence, "contested") for claim in contested]
    for claim, method, confidence, status in sorted(rows, key=lambda row: (row[0].span, row[0].kind, row[3])):
        around = sentence_of(source.text, claim.span)
        done = "decided" if (claim.kind, claim.span) in places else "open"
        yield ClaimView(
            id=claim_id(source.id, claim), source=source.id, start=claim.span.start, end=claim.span.end,
            kind=claim.kind, says=told(claim), origin=origin_of(method), method=method, confidence=confidence,
            status=done if done == "decided" else status or "open", sentence=around.of(source.text),
            sentence_start=around.start, claim=claim,
        )  # fmt: skip


def _decision_view(number: int, made: ClaimDecision, source: Source | None) -> DecisionView:
    state = "orphaned: its document is gone"
    if source is not None:
        placed = anchored(number, made, source)
        if isinstance(placed, ClaimDecision):
            state = "in place" if placed.sentence == made.sentence else "moved"
        else:
            state = f"orphaned: {placed.reason}"
    return DecisionView(
        number=number, source=made.source, decision=made.decision, says=told(made.claim), state=state, by=made.by,
        corrected=told(made.corrected) if made.corrected else "", note=made.note, at=made.at, sentence=made.quote,
    )  # fmt: skip


_THINGS: Mapping[str, tuple[str, ...]] = {"speaker": _ACTORS, "on_behalf_of": _ACTORS, "event": ("event",)}


def _corrected(claim: Claim, correct: Mapping[str, str], annotation: Annotation, text: str) -> Claim:
    allowed = CORRECTABLE[claim.kind]
    changed = claim
    for name, value in correct.items():
        if name not in allowed:
            raise InputError(f"{name} of a {claim.kind} is not corrected", repair=f"correct {', '.join(allowed)}")
        if name in _THINGS:
            empty = value in ("", "-")
            changed = changed.changed(**{name: None if empty else _thing(value, _THINGS[name], annotation, text)})
            if name == "speaker":
                changed = changed.changed(speaker_words="")
        elif claim.kind == "name":
            thing = claim.thing("thing")
            assert thing is not None
            _listed(value, KINDS.get(thing.kind, ()), name)
            changed = changed.changed(thing=Thing(kind=thing.kind, type=value, forms=thing.forms))
        else:
            words = {"type": WORDS["statement"], "role": ROLES, "category": WORDS["category"]}.get(name)
            if words is not None:
                _listed(value, words, name)
            elif claim.kind == "count" and not value.isdecimal():
                raise InputError(f"{value!r} is no number", repair="write it in figures")
            changed = changed.changed(**{name: value})
    return changed


def _listed(value: str, words: Sequence[str], name: str) -> None:
    if value not in words:
        raise InputError(f"{value!r} is no {name}", repair=f"write {', '.join(words)}")


def _thing(name: str, kinds: Sequence[str], annotation: Annotation, text: str) -> Thing:
    """The thing of the document that has this name, or a new one, ``TYPE:Name``, that stands in the text."""
    type_, colon, bare = name.partition(":")
    kind = next((kind for kind, types in KINDS.items() if type_.strip() in types and kind in kinds), "")
    if colon and kind:
        bare = bare.strip()
        if not places_of(bare, text):
            raise InputError(f"{bare!r} does not stand in the document", repair="write it as the document does")
        return Thing(kind=kind, type=type_.strip(), forms=(bare,))
    things = [claim.thing("thing") for claim, *_ in claims_of(annotation) if claim.kind == "name"]
    found = [
        thing for thing in things
        if thing and thing.kind in kinds and iri.fold(name) in {iri.fold(form) for form in thing.forms}
    ]  # fmt: skip
    if len(found) != 1:
        what = "may be several things" if found else "is no thing"
        raise InputError(
            f"{name!r} {what} of this document", repair="a name that it uses, or TYPE:Name such as Person:Ana Ruiz"
        )
    return found[0]
