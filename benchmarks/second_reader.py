"""The second reader against the gold: F1 of the rules alone, of the reader alone and of both, on recorded answers.

    python benchmarks/second_reader.py [--reader URL --reader-model NAME]

Recorded are answers of an assistant that works on this project, itself a language model, to the real prompts, on ten
documents whose gold it had not seen (``tests/propose/recorded.json``). They hold places instead of words, for the
texts lie in ../shared, beside the checkout. With an endpoint its own answers are measured: the confidence to set.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from judging import SHARED, Document, documents, figures, judged
from untocgraph.core.model import Annotation, Source
from untocgraph.extract import annotate
from untocgraph.extract.document.parse import Parser
from untocgraph.propose import SecondReader, chunks_of, joined, request_of
from untocgraph.propose.reading import Asking, Replies

ROOT = Path(__file__).resolve().parents[1]
RECORDED = ROOT / "tests" / "propose" / "recorded.json"
MODEL = "recorded"
FOLDERS = ("corpus", "corpus_written", "corpus_other", "corpus_real")
SHOWN = ("entities", "types", "attributes", "relations", "statements", "attribution", "statements.event", "counts")


def recorded(place: Path = RECORDED) -> list[dict[str, Any]]:
    """Return what was recorded: document, digest of its text, key of the request, and the answer with places."""
    rows: list[dict[str, Any]] = json.loads(place.read_text(encoding="utf-8"))
    return rows


def in_words(answer: Any, text: str) -> Any:
    """Return a recorded answer with words in place of places: ``[start, end]`` is ``text[start:end]``."""
    if isinstance(answer, dict):
        return {name: in_words(value, text) for name, value in answer.items()}
    if isinstance(answer, list):
        if len(answer) == 2 and all(isinstance(part, int) for part in answer):
            return text[answer[0] : answer[1]]
        return [in_words(value, text) for value in answer]
    return answer


def replayed(sources: Iterable[Source], folder: Path) -> Asking:
    """Return a reader that has the recorded answers to the requests about ``sources`` and asks nobody.

    Raises ValueError where text or prompt are no longer those of the recording.
    """
    known = {row["document"]: row for row in recorded()}
    replies = Replies(folder)
    for source in sources:
        row = known[source.id]
        (chunk,) = chunks_of(source)
        request = request_of(chunk, model=MODEL)
        if (row["sha256"], row["request"]) != (source.sha256, Replies.key(request)):
            raise ValueError(f"{source.id}: recorded for another text or prompt")
        replies.put(request, json.dumps(in_words(row["answer"], source.text), ensure_ascii=False))
    return Asking(SecondReader(model=MODEL), folder)


def readings(
    items: Sequence[Document], asking: Asking, parser: Parser
) -> tuple[Mapping[str, list[tuple[Document, Annotation]]], list[str]]:
    """Return each document as the rules, the reader, and both have it; and why claims of the reader were not taken."""
    found: dict[str, list[tuple[Document, Annotation]]] = {"rules": [], "reader": [], "both": []}
    untaken = []
    for item in items:
        rules, read = annotate(item.source, parser=parser), asking.read(item.source)
        alone, both = (
            joined(base, read.claims, text=item.text, method="reader:recorded@1", confidence=0.5)
            for base in (Annotation(source=item.stem), rules)
        )
        found["rules"].append((item, rules))
        found["reader"].append((item, alone.annotation))
        found["both"].append((item, both.annotation))
        untaken += [f"{item.stem}: {reason}" for reason in (*read.reasons, *both.dropped)]
    return found, untaken


def mean(pairs: Sequence[tuple[Document, Annotation]]) -> dict[str, float]:
    """Return the mean of F1 over the documents that have the figure."""
    each: dict[str, list[float]] = {}
    for pair in pairs:
        for name, figure in figures([pair]).items():
            if figure["tp"] + figure["fp"] + figure["fn"]:
                each.setdefault(name, []).append(figure["f1"])
    return {name: sum(values) / len(values) for name, values in each.items()}


def table(found: Mapping[str, Sequence[tuple[Document, Annotation]]]) -> str:
    """Return F1 of the three ways as a Markdown table: the mean of documents, in brackets pooled."""
    columns = {way: (mean(pairs), figures(pairs)) for way, pairs in found.items()}
    lines = [f"| F1 | {' | '.join(columns)} |", f"| --- |{' --- |' * len(columns)}"]
    for name in SHOWN:
        cells = [
            f"{each.get(name, 0):.3f} ({pooled[name]['f1'] if name in pooled else 0:.3f})"
            for each, pooled in columns.values()
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def precision(pairs: Sequence[tuple[Document, Annotation]]) -> str:
    """Return the share of the reader's claims that the gold has: what to set as its confidence."""
    claims = [c for document, annotation in pairs for c in judged(document, annotation) if c.sort != "attribution"]
    made = [claim for claim in claims if claim.method.startswith("reader:")]
    right = sum(claim.right for claim in made)
    return f"claims that only the reader makes: {len(made)}, right {right} ({right / max(1, len(made)):.3f})\n"


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reader", help="an OpenAI-compatible endpoint; key in UNTOCGRAPH_READER_KEY")
    parser.add_argument("--reader-model", help="its model")
    parser.add_argument("--answers", type=Path, help="folder that keeps its answers")
    arguments = parser.parse_args()
    if not (SHARED / "gold").is_dir():
        print("needs ../shared beside the checkout", file=sys.stderr)
        return 2
    reader = SecondReader.configured(arguments.reader, arguments.reader_model)
    known = {row["document"] for row in recorded()}
    texts = [SHARED / folder for folder in FOLDERS]
    items = [item for item in documents(SHARED / "gold", texts) if reader or item.stem in known]
    with tempfile.TemporaryDirectory() as folder:
        answers = arguments.answers or Path(folder, "answers")
        asking = Asking(reader, answers) if reader else replayed([item.source for item in items], answers)
        found, untaken = readings(items, asking, Parser(cache=Path(folder, "parses")))
    print(f"{len(items)} documents, {len(untaken)} claims of the reader not taken\n\n{table(found)}")
    print(precision(found["both"]), end="")
    print("\n".join(untaken), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
