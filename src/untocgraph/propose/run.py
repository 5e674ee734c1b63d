"""Asking over a graph: answers are kept by the digest of their request, proposals in a file of their own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from untocgraph.core import iri
from untocgraph.core.errors import InputError, StoreError, UntocgraphError
from untocgraph.core.namespace import PROPERTY_OF_WORD, UNTOC
from untocgraph.core.progress import Progress, silent
from untocgraph.propose.check import Proposal, Rejection, check_answer
from untocgraph.propose.endpoint import Endpoint
from untocgraph.propose.tasks import Task, request_of, tasks_of
from untocgraph.store import GraphStore, write_whole

__all__ = ["ProposalReport", "Replies", "propose"]

_FAILURES = 3
"""After so many requests in a row without an answer nobody is asked any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalReport:
    """What came of asking: ``asked`` requests were sent, ``replayed`` were answered before.

    ``pending`` and ``rejected`` are what the answers hold; ``unanswered`` has the sentences without an answer, and why.
    ``file`` is where the proposals wait.
    """

    file: Path
    asked: int
    replayed: int
    pending: tuple[Proposal, ...]
    rejected: tuple[Rejection, ...]
    unanswered: tuple[Rejection, ...]


class Replies:
    """Answers by the SHA-256 of their request, in a folder. A damaged entry is a missing one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @staticmethod
    def key(request: dict[str, Any]) -> str:
        """Return the SHA-256 of a request in canonical form, in hex."""
        return hashlib.sha256(json.dumps(request, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def _path(self, request: dict[str, Any]) -> Path:
        key = self.key(request)
        return self._folder / key[:2] / f"{key}.json"

    def get(self, request: dict[str, Any]) -> str | None:
        """Return the answer to exactly this request, or None."""
        try:
            kept = json.loads(self._path(request).read_bytes())
            answer = kept["answer"] if kept["request"] == request else None
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return answer if isinstance(answer, str) else None

    def put(self, request: dict[str, Any], answer: str) -> None:
        """Keep an answer."""
        path = self._path(request)
        path.parent.mkdir(parents=True, exist_ok=True)
        content = json.dumps({"request": request, "answer": answer}, ensure_ascii=False, indent=1, sort_keys=True)
        write_whole(path, content.encode("utf-8", "replace") + b"\n")


def propose(
    graph: Path,
    *,
    model: str,
    endpoint: Endpoint | None = None,
    limit: int = 200,
    every: bool = False,
    progress: Progress = silent,
) -> ProposalReport:
    """Ask about the first ``limit`` sentences of a graph that the rules left alone; keep what can be taken as pending.

    ``every`` asks about every sentence of the paragraphs.
    Without ``endpoint`` only answers that are kept are used: no connection is opened. The file of proposals is
    written anew from the answers, sorted; the graph itself is only read. What the graph states already is rejected:
    a rule is never outranked. Raises NoGraphError, StoreVersionError, StoreLockedError, InputError without a model.
    """
    if not model.strip():
        raise InputError("no model is named", repair="untocgraph propose --model NAME")
    store = GraphStore(graph)
    folder = store.dir.root / "proposals"
    with store.dir.locked():
        replies = Replies(folder / "answers")
        tasks = tasks_of(store, limit=limit, every=every)
        asked = _Asked(replies, model=model, endpoint=endpoint)
        pending: list[Proposal] = []
        rejected: list[Rejection] = []
        for done, task in enumerate(tasks):
            progress("propose", done, len(tasks))
            answer = asked.answer(task)
            if answer is not None:
                taken, refused = check_answer(task, answer)
                new, known = _unknown(store.oxigraph, taken)
                pending.extend(new)
                rejected.extend((*refused, *known))
        file = folder / "proposals.jsonl"
        try:
            folder.mkdir(exist_ok=True)
            write_whole(file, "".join(f"{line}\n" for line in _lines(pending, rejected, model=model)))
        except OSError as error:
            raise StoreError(f"{file}: cannot be written: {error.strerror or error}") from error
    return ProposalReport(
        file=file,
        asked=asked.sent,
        replayed=asked.replayed,
        pending=tuple(sorted(pending, key=lambda p: (p.source, p.start, p.id))),
        rejected=tuple(rejected),
        unanswered=tuple(asked.without),
    )


class _Asked:
    """Answers, kept or new; after some failures in a row only kept ones."""

    def __init__(self, replies: Replies, *, model: str, endpoint: Endpoint | None) -> None:
        self._replies = replies
        self._model = model
        self._endpoint = endpoint
        self._failures = 0
        self.sent = 0
        self.replayed = 0
        self.without: list[Rejection] = []

    def answer(self, task: Task) -> str | None:
        request = request_of(task, model=self._model)
        kept = self._replies.get(request)
        if kept is not None:
            self.replayed += 1
            return kept
        if self._endpoint is None or self._failures >= _FAILURES:
            reason = "no answer is kept" if self._endpoint is None else "not asked: the endpoint has failed repeatedly"
            self._none(task, reason)
            return None
        self.sent += 1
        try:
            answer = self._endpoint.ask(request)
        except UntocgraphError as error:
            self._failures += 1
            self._none(task, str(error))
            return None
        self._failures = 0
        self._replies.put(request, answer)
        return answer

    def _none(self, task: Task, reason: str) -> None:
        self.without.append(Rejection(source=task.source, start=task.start, end=task.end, reason=reason))


def _unknown(store: ox.Store, proposals: Iterable[Proposal]) -> tuple[list[Proposal], list[Rejection]]:
    """Those that the graph does not state already."""
    new: list[Proposal] = []
    known: list[Rejection] = []
    for proposal in proposals:
        if proposal.kind == "relation" and _stated(store, proposal):
            reason = "the rules state it already"
            known.append(Rejection(source=proposal.source, start=proposal.start, end=proposal.end, reason=reason))
        else:
            new.append(proposal)
    return new, known


def _stated(store: ox.Store, proposal: Proposal) -> bool:
    graph = ox.NamedNode(iri.graph("provenance", proposal.source))
    subject, object_ = (ox.NamedNode(proposal.slots[at][1]) for at in (0, 1))
    predicate = ox.NamedNode(PROPERTY_OF_WORD[proposal.predicate])
    return any(
        any(True for _ in store.quads_for_pattern(quad.subject, ox.NamedNode(UNTOC.object), object_, graph))
        and any(True for _ in store.quads_for_pattern(quad.subject, ox.NamedNode(UNTOC.predicate), predicate, graph))
        for quad in store.quads_for_pattern(None, ox.NamedNode(UNTOC.subject), subject, graph)
    )


def _lines(pending: Iterable[Proposal], rejected: Iterable[Rejection], *, model: str) -> list[str]:
    rows: list[dict[str, Any]] = [
        {
            "source": p.source, "start": p.start, "end": p.end, "status": "pending", "id": p.id, "model": model,
            "kind": p.kind, **({"predicate": p.predicate} if p.predicate else {}),
            "slots": {
                name: {"entity": entity} if entity else {"start": start, "end": end}
                for name, entity, start, end in p.slots
            },
        }
        for p in pending
    ]  # fmt: skip
    rows += [
        {"source": r.source, "start": r.start, "end": r.end, "status": "rejected", "model": model, "reason": r.reason}
        for r in rejected
    ]
    rows.sort(key=lambda row: (row["source"], row["start"], row["status"], row.get("id", ""), row.get("reason", "")))
    return [json.dumps(row, ensure_ascii=False) for row in rows]
