"""Vocabulary of the genre: the word lists in ``reference/lexicon``, as rows.

A list is a CSV file with a header row that anyone may edit; a cell with several words has ``|`` between
them. The rules read their words from here and hold none of their own.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Iterator, Set
from typing import Any, cast

from untocgraph.core import resources
from untocgraph.core.errors import Place, ReferenceDataError


@resources.derived()
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of ``reference/lexicon/{name}.csv``, cells stripped, in file order.

    Raises ReferenceDataError if there is no such list, or a row has not as many cells as the header.

    >>> table("org_heads")[0]["head"] != ""
    True
    """
    path = resources.path("reference") / "lexicon" / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            header = tuple(reader.fieldnames or ())
            rows: list[dict[str, str]] = []
            for row in reader:
                if None in row or any(value is None for value in row.values()):
                    raise ReferenceDataError(
                        f"a row does not have {len(header)} cells",
                        place=Place(file=f"lexicon/{name}.csv", line=reader.line_num),
                        repair="quote cells that hold a comma",
                    )
                rows.append({key: value.strip() for key, value in row.items()})
            return tuple(rows)
    except FileNotFoundError:
        raise ReferenceDataError(
            f"there is no word list {name!r}", place=Place(file=str(path)), repair="restore reference/lexicon"
        ) from None


def cells(value: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds several values.

    >>> cells("of|for| on")
    ('of', 'for', 'on')
    """
    return tuple(part for raw in value.split("|") if (part := raw.strip()))


@resources.derived()
def words(name: str, column: str, **where: str) -> tuple[str, ...]:
    """Return all words of one column, lists in cells opened, of the rows whose other columns are as given."""
    return tuple(
        word
        for row in table(name)
        if all(row.get(key) == value for key, value in where.items())
        for word in cells(row[column])
    )


def alternatives(words_: tuple[str, ...] | list[str]) -> str:
    """Return a regular expression for any of the words, the longest first; a space stands for any white space.

    >>> re.findall(alternatives(["United Nations", "United"]), "United  Nations")
    ['United  Nations']
    """
    ordered = sorted(set(words_), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


@resources.derived()
def pattern(name: str, column: str, **where: str) -> str:
    """Return ``alternatives`` of ``words``."""
    return alternatives(words(name, column, **where))


def regex(template: str, flags: int = 0) -> re.Pattern[str]:
    r"""Return a regular expression with word lists in it: ``<<list.column:key=value>>`` is any word of those rows.

    It is compiled when it is first used: an import reads no list, and a list that is exchanged before is the one that
    counts. ReferenceDataError at the first use where there is no such list. Ask its methods (``it.match(text)``): the
    functions of ``re`` take none that is not compiled.

    >>> regex(r"(?:<<honorifics.word:class=title>>) \w+").search("to Mrs Field")[0]
    'Mrs Field'
    """
    return cast("re.Pattern[str]", _Regex(template, flags))


def word_set(where: str, *, folded: bool = False) -> Set[str]:
    """Return the words of ``list.column:key=value``, read when first asked for; ``folded``: in small letters.

    >>> "Mr." in word_set("honorifics.word:class=title")
    True
    """
    return _WordSet(where, folded)


_SLOT = re.compile(r"<<([^<>]+)>>")


def _of_slot(slot: str) -> tuple[str, ...]:
    place, _, where = slot.partition(":")
    name, _, column = place.partition(".")
    return words(name, column, **dict(pair.split("=") for pair in where.split(",") if pair))


class _Regex:
    """Becomes the compiled expression, method by method, as they are asked for."""

    def __init__(self, template: str, flags: int) -> None:
        self._template, self._flags = template, flags
        resources.forgotten_with_the_reference(self._forget)

    def _forget(self) -> None:
        self.__dict__ = {"_template": self._template, "_flags": self._flags}

    @functools.cached_property
    def _compiled(self) -> re.Pattern[str]:
        filled = _SLOT.sub(lambda slot: alternatives(_of_slot(slot[1])), self._template)
        return re.compile(filled, self._flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = self.__dict__[name] = getattr(self._compiled, name)
        return found


class _WordSet(Set[str]):
    def __init__(self, where: str, folded: bool) -> None:
        self._where, self._folded = where, folded
        resources.forgotten_with_the_reference(self._forget)

    def _forget(self) -> None:
        vars(self).pop("_words", None)

    @functools.cached_property
    def _words(self) -> frozenset[str]:
        found = _of_slot(self._where)
        return frozenset(map(str.casefold, found) if self._folded else found)

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)
