"""For or against: what the words of a statement say, and what people code on a sheet, out as CSV and back.

A stance belongs to a statement and a topic. ``Stances`` holds what people said, by (statement, topic) IRIs.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from untocgraph.core.errors import InputError
from untocgraph.networks.coded import CodedStatement

Stances = Mapping[tuple[str, str], bool | int | str]

_FOR = frozenset(["agree", "cosponsor", "endorse", "favor", "favour", "support", "welcome"])
_AGAINST = frozenset(["disagree", "dispute", "object", "oppose", "reject"])
COLUMNS = ("statement", "concept", "topic", "person", "organization", "time", "document", "verb", "words", "agreement",
           "by", "note")  # fmt: skip
_WORDS: dict[str, bool] = {"1": True, "yes": True, "true": True, "for": True,
                           "0": False, "no": False, "false": False, "against": False}  # fmt: skip


def by_verb(verb: str, *, negated: bool) -> bool | None:
    """Return the stance that a reporting verb takes to what is named; None for other verbs and negated statements.

    >>> by_verb("endorse", negated=False), by_verb("oppose", negated=False), by_verb("note", negated=False)
    (True, False, None)
    """
    if negated or verb not in _FOR | _AGAINST:
        return None
    return verb in _FOR


def sheet(statements: Iterable[CodedStatement], stances: Stances) -> str:
    """Return the coding sheet as CSV, a statement and topic a row.

    ``agreement`` holds what a person said (``by`` person), else what the verb says (``by`` words), else nothing.

    >>> sheet([], {}).split(",")[:2]
    ['statement', 'concept']
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in statements:
        about = row.attributes
        given = stances.get((about["statement"], row.concept))
        said = about.get("stance", "") if given is None else given
        by = "person" if given is not None else "words" if said != "" else ""
        writer.writerow((
            about["statement"], row.concept, about["concept_label"], about["person_label"],
            about["organization_label"], row.time, row.document, about.get("verb", ""), about.get("words", ""),
            int(said) if isinstance(said, bool) else said, by, "",
        ))  # fmt: skip
    return out.getvalue()


def stance_of(cell: str) -> bool | int | None:
    """Return what a cell of the sheet says: for (1, yes), against (0, no), or a level of a scale; None when empty.

    InputError for anything else.

    >>> stance_of("for"), stance_of("0"), stance_of("-2"), stance_of("")
    (True, False, -2, None)
    """
    word = cell.strip().casefold()
    if not word:
        return None
    if word in _WORDS:
        return _WORDS[word]
    try:
        return int(word)
    except ValueError:
        raise InputError(f"{cell!r} is no stance", repair="1 for, 0 against, or a whole number of a scale") from None


def stances_of(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], bool | int | str]:
    """Return what lines of the log say that are stances: of several on one statement and topic, the last.

    >>> stances_of([{"statement": "x:s", "topic": "x:t", "agreement": True, "by": "me"}])
    {('x:s', 'x:t'): True}
    """
    return {(row["statement"], row["topic"]): row["agreement"] for row in rows if "agreement" in row}
