"""Identity candidates as a CSV file that goes to reviewers and comes back with their judgements."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import cast, get_args

from untocgraph.ask.records import Proof
from untocgraph.ask.views.candidates import CandidateView
from untocgraph.core import iri
from untocgraph.core.errors import InputError, Place
from untocgraph.pipeline.identity import Judgement
from untocgraph.pipeline.identity.decisions import Verdict

COLUMNS = ("left", "right", "left_label", "right_label", "score", "for", "against", "left_quotes", "right_quotes",
           "judgement", "note")  # fmt: skip
_NEEDED = ("left", "right", "judgement")


def review_csv(candidates: Iterable[CandidateView]) -> str:
    """Return the candidates as CSV, one a row; ``judgement`` and ``note`` are empty for a reviewer to fill in.

    >>> review_csv([]).strip().split(",")[:2]
    ['left', 'right']
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for view in candidates:
        writer.writerow(
            (view.left.iri, view.right.iri, view.left.label, view.right.label, f"{view.score:.4f}",
             "; ".join(view.features_for), "; ".join(view.features_against),
             _quotes(view.left_quotes), _quotes(view.right_quotes), "", "")
        )  # fmt: skip
    return out.getvalue()


def _quotes(proofs: Iterable[Proof]) -> str:
    return " | ".join(f"{proof.source.iri.rsplit('/', 1)[-1]}: {proof.quotation}" for proof in proofs)


def read_review(path: Path, *, known: Callable[[str], bool], by: str, at: str = "") -> tuple[Judgement, ...]:
    """Return the judgements of a file that :func:`review_csv` wrote; rows without one are left out.

    ``known`` says whether an IRI is of the graph, ``by`` says who judged. Raises InputError with file, line and
    column for the first cell that cannot be used; then nothing is to be recorded.
    """
    found: dict[tuple[str, str], Judgement] = {}
    for line, row in review_rows(path, needed=_NEEDED):
        judgement = _judgement(path, line, row, known=known, by=by, at=at)
        if judgement is None:
            continue
        earlier = found.setdefault(judgement.pair, judgement)
        if earlier.judgement != judgement.judgement:
            raise InputError(
                f"says {judgement.judgement!r} of a pair that an earlier row calls {earlier.judgement!r}",
                place=Place(file=str(path), line=line, column="judgement"),
                repair="keep one of the two rows",
            )
    return tuple(found.values())


def review_rows(path: Path, *, needed: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, cells by column) of a file that reviewers filled in; empty rows are left out.

    Raises InputError, by file, line and column, for a missing column of ``needed`` and for what is no CSV in UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8", place=Place(file=str(path)), repair="save it as CSV UTF-8") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        for name in needed:
            if name not in header:
                place = Place(file=str(path), line=1, column=name)
                raise InputError("the column is missing", place=place, repair="keep the header of the exported file")
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) > len(header):
                place = Place(file=str(path), line=line, column=len(header) + 1)
                raise InputError("has more cells than the header", place=place, repair="quote cells that hold commas")
            if any(cells):
                yield line, dict(zip(header, (cell.strip() for cell in cells), strict=False))
            line = reader.line_num + 1
    except csv.Error as error:
        place = Place(file=str(path), line=reader.line_num)
        raise InputError(f"is no CSV: {error}", place=place, repair="quote cells as the exported file does") from None


def _judgement(
    path: Path, line: int, row: dict[str, str], *, known: Callable[[str], bool], by: str, at: str
) -> Judgement | None:
    verdict = row.get("judgement", "").casefold()
    if verdict in ("", "skip"):
        return None
    if verdict not in get_args(Verdict):
        place = Place(file=str(path), line=line, column="judgement")
        raise InputError(f"{verdict!r} is no judgement", place=place, repair="write same, different, unsure or nothing")
    sides = []
    for column in ("left", "right"):
        side = row.get(column, "")
        if not known(side):
            short = side.removeprefix(iri.BASE) or "an empty cell"
            place = Place(file=str(path), line=line, column=column)
            raise InputError(f"{short} is no thing of this graph", place=place, repair="export the candidates anew")
        sides.append(side)
    if sides[0] == sides[1]:
        place = Place(file=str(path), line=line, column="right")
        raise InputError("is the same IRI as on the left", place=place, repair="restore the exported cell")
    return Judgement.of(
        sides[0], sides[1], cast(Verdict, verdict), by=row.get("by", "") or by, note=row.get("note", ""), at=at
    )
