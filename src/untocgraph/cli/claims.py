"""Claims reviewed in a terminal, one by one: accept, reject, or say what is right instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from untocgraph.cli.common import tell
from untocgraph.core.errors import InputError
from untocgraph.graph import Graph
from untocgraph.graph.claims import CORRECTABLE, ClaimView
from untocgraph.pipeline.claims import Verdict

LISTED = ("id", "source", "start", "end", "says", "origin", "confidence", "status", "sentence")
DECIDED = ("number", "state", "source", "decision", "says", "corrected", "by", "note", "sentence")
_QUESTION = "[a]ccept  [r]eject  [c]orrect  s[k]ip  [q]uit? "
_KEYS: dict[str, Verdict] = {"a": "accept", "r": "reject", "c": "correct"}


def review_claims(
    graph: Graph,
    views: Iterable[ClaimView],
    read: Callable[[str], str],
    write: Callable[[str], None],
    *,
    by: str,
    at: str,
) -> int:
    """Ask about each claim and record what was said; return how many decisions.

    ``read`` asks and gives the answer, ``write`` shows. What was said before quitting or the end of the input counts.
    """
    listed = list(views)
    made = []
    for number, view in enumerate(listed, 1):
        write(f"\n{number} of {len(listed)}  {_shown(view)}")
        try:
            answer = _answer(read, write)
            if answer == "q":
                break
            if answer != "k":
                correct = _corrections(view, read, write) if answer == "c" else {}
                if answer != "c" or correct:
                    made.append(graph.decision(view, _KEYS[answer], correct, by=by, at=at))
        except InputError as error:
            write(f"not recorded: {error}")
        except (EOFError, KeyboardInterrupt):
            break
    last = graph.review_all(made)
    tell(f"{len(made)} decisions recorded" + (f"; undo the last: untocgraph judge withdraw {last}" if made else ""))
    return len(made)


def _answer(read: Callable[[str], str], write: Callable[[str], None]) -> str:
    while True:
        answer = read(_QUESTION).strip().casefold()[:1]
        if answer and answer in "arckq":
            return answer
        write("a, r, c, k or q")


def _corrections(view: ClaimView, read: Callable[[str], str], write: Callable[[str], None]) -> dict[str, str]:
    """What is right instead, slot by slot: an empty line keeps a slot, a dash empties it."""
    write("Enter keeps what stands in brackets, - empties it")
    found = {}
    for name in CORRECTABLE[view.kind]:
        thing = view.claim.thing(name)
        said = read(f"{name} [{thing.forms[0] if thing else view.claim.word(name)}]: ").strip()
        if said:
            found[name] = said
    return found


def _shown(view: ClaimView) -> str:
    at = view.start - view.sentence_start
    stop = at + view.end - view.start
    marked = f"{view.sentence[:at]}[{view.sentence[at:stop]}]{view.sentence[stop:]}"
    state = f", {view.status}" if view.status != "open" else ""
    found = f"{view.origin} ({view.method}), confidence {view.confidence:.2f}{state}"
    return f"{view.source} {view.start}–{view.end}  {found}\n  {' '.join(marked.split())}\n  {view.says}"
