"""An index of every name of a snapshot: exact, as acronym, by beginning, by shared trigrams where it is misspelt."""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from untocgraph.ask.reader import plain
from untocgraph.ask.views import Entry, Reader
from untocgraph.core import iri, resources
from untocgraph.core.iri import fold
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import ALT_LABEL, LABEL, PREF_LABEL

_LABELS = (LABEL, PREF_LABEL, ALT_LABEL)
_NEAREST = 12
_ALIGNED = 80
"""Names up to so many characters are compared letter by letter; longer ones by their trigrams alone."""
_WORDS = (
    "a affairs agency and assembly assistance association authority board bureau center centre chair chairperson "
    "cabinet civil coalition commission committee community conference convention council countries country court "
    "crime crimes de del delegation department des development dialogue director directorate division drugs du el "
    "environment executive expert experts finance firearms for force foreign foundation fund general global "
    "government governmental governments group groups head health home human immigration in institute institution "
    "institutions intelligence interior international justice la law le les los meeting member members migration "
    "minister ministry mission national network ngo ngos observer observers of office on organization "
    "organisation organizations organisations organized panel parliament participants parties party permanent "
    "platform police president programme program project prosecution prosecutor protocol public regional "
    "representative representatives resolution review rights role rule secretariat secretary section security "
    "service services session social society speaker speakers special stakeholders state states summit support "
    "task team the trade trafficking treaty unit united university victims with women working workshop world "
    "youth "
)
_GENERIC = frozenset(_WORDS.split())
"""Words that many bodies share: a name of these alone says which body only where its text does."""


def squash(name: str) -> str:
    """Return a folded name without dots, spaces and hyphens: how acronyms and session names are compared.

    >>> squash("U.N.O.D.C."), squash("COP 10") == squash("cop-10")
    ('unodc', True)
    """
    return re.sub(r"[\W_]+", "", fold(name))


@dataclass(frozen=True, slots=True)
class Named:
    """An entity with all its names, folded; ``types`` are its kind and its classes with their superclasses."""

    entry: Entry
    names: tuple[str, ...]
    acronym: str
    types: frozenset[str]
    curated: frozenset[str]
    """Its names in the reference data, squashed: they mean it in every text."""


@dataclass(frozen=True, slots=True)
class Found:
    """An entity that a query may mean, with what speaks for it."""

    named: Named
    exact: bool
    acronym: bool
    words: float
    """Shared words of the best name, in [0, 1]."""
    letters: float
    """Similarity of the letters of the best name, in [0, 1]."""

    @property
    def score(self) -> float:
        """From 0 to 100: 100 for the very name or acronym."""
        if self.exact or self.acronym:
            return 100.0
        return round(min(99.0, 40 * self.words + 59 * self.letters), 1)


class NameIndex:
    """Built once for a snapshot; look-ups are linear in the query and take well under a millisecond."""

    def __init__(self, reader: Reader, entries: Sequence[Entry]) -> None:
        self.rows = tuple(_row(reader, entry) for entry in entries)
        self._exact: dict[str, set[int]] = defaultdict(set)
        self._squashed: dict[str, set[int]] = defaultdict(set)
        postings: dict[str, list[int]] = defaultdict(list)
        owners: list[int] = []
        sizes: list[int] = []
        begins: list[tuple[str, int]] = []
        self._names: list[str] = []
        for number, row in enumerate(self.rows):
            for name in row.names:
                self._exact[name].add(number)
                self._squashed[squash(name)].add(number)
                grams = _grams(name)
                for gram in grams:
                    postings[gram].append(len(owners))
                owners.append(number)
                sizes.append(len(grams))
                self._names.append(name)
                begins.extend((name[match.start() :][:60], number) for match in re.finditer(r"\w+", name))
        self._postings = {gram: np.array(places, dtype=np.int64) for gram, places in postings.items()}
        self._owners = np.array(owners, dtype=np.int64)
        self._sizes = np.array(sizes, dtype=np.float64)
        self._begins = sorted(begins)

    def find(self, text: str) -> list[Found]:
        """Return what a name may mean, in no order of worth; nothing for a text without a letter or digit."""
        wanted, tight = fold(text), squash(text)
        if not tight:
            return []
        shouted = any(char.isupper() for char in text) and not any(char.islower() for char in text)
        near = dict(self._near(wanted))
        numbers = self._exact.get(wanted, set()) | self._squashed.get(tight, set()) | set(near)
        return [self._judged(self.rows[n], wanted, tight, near.get(n, 0.0), shouted=shouted) for n in sorted(numbers)]

    def beginning(self, prefix: str, *, most: int = 400) -> list[Named]:
        """Return the entities of which a name, or a word in one, begins so; the most often named first."""
        wanted = fold(prefix)[:60]
        at = bisect_left(self._begins, (wanted, -1))
        numbers: set[int] = set()
        for begin, number in self._begins[at : at + most]:
            if not begin.startswith(wanted):
                break
            numbers.add(number)
        rows = [self.rows[number] for number in numbers] if wanted else []
        first = {id(row): not any(name.startswith(wanted) for name in row.names) for row in rows}
        return sorted(rows, key=lambda row: (first[id(row)], -row.entry.mentions, row.entry.ref))

    def _near(self, wanted: str) -> Iterator[tuple[int, float]]:
        """(number, similarity) of the names that share most trigrams with ``wanted``."""
        grams = _grams(wanted)
        lists = [self._postings[gram] for gram in sorted(grams) if gram in self._postings]
        if not lists:
            return
        shared = np.bincount(np.concatenate(lists), minlength=len(self._owners))
        dice: NDArray[np.float64] = 2 * shared / (self._sizes + len(grams))
        best: dict[int, float] = {}
        for place in np.argsort(-dice, kind="stable")[:_NEAREST]:
            if dice[place] >= 0.2:
                ratio = float(dice[place])
                if len(wanted) <= _ALIGNED:
                    ratio = SequenceMatcher(None, wanted, self._names[place], autojunk=False).ratio()
                number = int(self._owners[place])
                best[number] = max(best.get(number, 0.0), round(ratio, 3))
        yield from best.items()

    @staticmethod
    def _judged(row: Named, wanted: str, tight: str, letters: float, *, shouted: bool) -> Found:
        words = set(re.findall(r"\w+", wanted))
        shares = [len(words & own) / len(words | own) for name in row.names if (own := set(re.findall(r"\w+", name)))]
        acronym = bool(row.acronym) and tight == row.acronym and (shouted or len(tight) > 3)
        names = [name for name in row.names if squash(name) != row.acronym or shouted]
        exact = wanted in names or (tight in map(squash, names) and any(char.isdigit() for char in tight))
        return Found(row, exact, acronym, round(max(shares, default=0.0), 3), letters)


def says_which(named: Named, text: str) -> bool:
    """Whether a name means one thing in every text: no surname alone, no common noun, no words that bodies share."""
    words = re.findall(r"\w+", fold(text))
    telling = [word for word in words if word not in _GENERIC and not word.isdigit()]
    if squash(text) in named.curated:
        return len(words) > 1 or bool(telling)
    kind = named.entry.ref.kind
    if kind == "person":
        return len(words) > 1
    return len(words) > 1 and len(telling) > 0 and "AgentGroup" not in named.types and kind != "event"


def _row(reader: Reader, entry: Entry) -> Named:
    subject = entry.ref.iri
    labels = {entry.ref.label, *entry.aliases, *(v for name in _LABELS for v in reader.values(subject, name))}
    acronyms = reader.values(subject, UNTOC.acronym)
    reference = ox.NamedNode(iri.graph("reference"))
    known = {
        plain(quad.object)
        for name in (*_LABELS, UNTOC.acronym)
        for quad in reader.store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(name), None, reference)
    }
    known |= {name for own in (subject, *known) for name in _foreign_names().get(fold(own), ())}
    known |= set(_short_names(reader, subject))
    return Named(
        entry=entry,
        names=tuple(sorted({folded for name in (*labels, *acronyms, *known) if (folded := fold(name)[:200])})),
        acronym=squash(acronyms[0]) if acronyms else "",
        types=reader.types(subject) | {entry.ref.kind},
        curated=frozenset(map(squash, known)),
    )


def _short_names(reader: Reader, subject: str) -> list[str]:
    """ "COP10" for the tenth session of a body that is called COP."""
    ordinal = reader.value(subject, UNTOC.ordinal)
    bodies = reader.values(subject, UNTOC.sessionOf) if ordinal else []
    return [f"{acronym} {ordinal}" for body in bodies for acronym in reader.values(body, UNTOC.acronym)]


@resources.derived()
def _foreign_names() -> dict[str, tuple[str, ...]]:
    """French and Spanish names of states, by the folded IRI, and of others, by the folded name that they stand for."""
    found: dict[str, list[str]] = defaultdict(list)
    for table, key in (("state_names", "iso3"), ("foreign_names", "stands_for")):
        path = resources.path("reference/lexicon") / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                code = row[key].strip()
                found[fold(iri.entity("state", code.lower()) if key == "iso3" else code)].append(row["name"].strip())
    return {key: tuple(names) for key, names in found.items()}


def _grams(name: str) -> set[str]:
    padded = f"  {name} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}
