"""The second reader: asks a model about each chunk of a document and keeps what can be taken.

Answers are kept by the SHA-256 of their request (text, prompt, model), so that the same documents need no network.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from untocgraph.core.errors import SettingError, StoreError, UntocgraphError
from untocgraph.core.model import Source
from untocgraph.core.settings import ReaderSettings
from untocgraph.propose.check import check_answer, is_answer
from untocgraph.propose.claims import Claim
from untocgraph.propose.endpoint import Endpoint
from untocgraph.propose.prompt import PROMPT_VERSION, Chunk, chunks_of, request_of
from untocgraph.store import write_whole

_FAILURES = 3
"""After so many requests in a row without an answer nobody is asked any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondReader:
    """A language model that reads beside the rules. Without ``endpoint`` only answers that are kept are used.

    ``confidence`` in [0, 1] is what its claims get: the precision that was measured for the model.

    Raises SettingError for a model without a name and a confidence that is none.
    """

    model: str
    endpoint: Endpoint | None = None
    confidence: float = 0.5

    def __post_init__(self) -> None:
        if not self.model.strip() or not self.model.isprintable():
            raise SettingError("the second reader has no model", repair="--reader-model NAME")
        if not 0 <= self.confidence <= 1:
            raise SettingError(f"{self.confidence} is no confidence", repair="give a number from 0 to 1")

    @property
    def method(self) -> str:
        """What the evidence of its claims says found them: model and version of the prompt."""
        return f"reader:{self.model}@{PROMPT_VERSION}"

    @classmethod
    def configured(
        cls, url: str | None = None, model: str | None = None, *, environ: Mapping[str, str] = os.environ
    ) -> SecondReader | None:
        """Return the reader that options and environment name, or None. The key comes from the environment only.

        Raises SettingError for an endpoint without a model, and for what is no address or number.

        >>> SecondReader.configured(environ={})
        >>> SecondReader.configured(model="m", environ={}).method
        'reader:m@1'
        """
        known = ReaderSettings.from_environment(environ, url=url or None, model=model or None)
        if not known.url and not known.model:
            return None
        endpoint = (
            Endpoint(url=known.url, key=known.key, timeout=known.timeout, retries=known.retries) if known.url else None
        )
        return cls(model=known.model, endpoint=endpoint, confidence=known.confidence)


class Replies:
    """Answers by the SHA-256 of their request, in a folder. A damaged entry is a missing one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @staticmethod
    def key(request: dict[str, Any]) -> str:
        """Return the SHA-256 of a request in canonical form, in hex."""
        return hashlib.sha256(json.dumps(request, ensure_ascii=True, sort_keys=True).encode()).hexdigest()

    def _path(self, request: dict[str, Any]) -> Path:
        key = self.key(request)
        return self._folder / key[:2] / f"{key}.json"

    def get(self, request: dict[str, Any]) -> str | None:
        """Return the answer to exactly this request, or None."""
        try:
            kept = json.loads(self._path(request).read_bytes())
            answer = kept["answer"] if kept["request"] == request else None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return answer if isinstance(answer, str) else None

    def put(self, request: dict[str, Any], answer: str) -> None:
        """Keep an answer. StoreError when the disk does not take it."""
        path = self._path(request)
        content = json.dumps({"request": request, "answer": answer}, indent=1, sort_keys=True)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content.encode() + b"\n")
        except OSError as error:
            raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from error


@dataclass(slots=True, kw_only=True)
class Read:
    """What came of one document: claims, and in ``told`` how many chunks were asked, replayed, left unanswered …

    ``reasons`` has a line for each chunk without an answer and each item that was not taken.
    """

    claims: tuple[Claim, ...] = ()
    told: Counter[str] = field(default_factory=Counter)
    reasons: list[str] = field(default_factory=list)


class Asking:
    """Asks for one process: after some failures in a row only kept answers are used."""

    def __init__(self, reader: SecondReader, folder: Path) -> None:
        self._reader = reader
        self._replies = Replies(folder)
        self._failures = 0

    def read(self, source: Source) -> Read:
        """Return what the model says of a document; an endpoint that fails costs its answers and nothing else."""
        found = Read()
        for chunk in chunks_of(source):
            answer = self._answer(chunk, found)
            if answer is not None:
                claims, reasons = check_answer(chunk, answer)
                found.claims += claims
                found.reasons += [f"{chunk.start}–{chunk.end}: {reason}" for reason in reasons]
                found.told["rejected"] += len(reasons)
        return found

    def _answer(self, chunk: Chunk, found: Read) -> str | None:
        request = request_of(chunk, model=self._reader.model)
        kept = self._replies.get(request)
        if kept is not None:
            found.told["replayed"] += 1
            return kept
        endpoint = self._reader.endpoint
        reason = "no answer is kept" if endpoint is None else "not asked: the endpoint has failed repeatedly"
        if endpoint is not None and self._failures < _FAILURES:
            found.told["asked"] += 1
            try:
                answer = endpoint.ask(request)
            except UntocgraphError as error:
                self._failures += 1
                reason = str(error)
            else:
                self._failures = 0
                found.told["tokens"] += answer.tokens
                if is_answer(answer.words):
                    self._replies.put(request, answer.words)
                return answer.words
        found.told["unanswered"] += 1
        found.reasons.append(f"{chunk.start}–{chunk.end}: {reason}")
        return None
