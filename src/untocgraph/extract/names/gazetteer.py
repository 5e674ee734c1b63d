"""Names that the library knows: authority data and word lists, looked up word by word in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from untocgraph import reference
from untocgraph.core import resources
from untocgraph.core.fold import folded, same_length_fold
from untocgraph.core.model import EntityKind
from untocgraph.extract import lexicon
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.names.candidates import Candidate

_WORD = re.compile(r"[^\W_]+(?:['.&-](?!s\b)[^\W_]+)*&?|&")
_GAP = re.compile(r"[ ,/'-]{1,40}|\.\s?|[–—]| ?[()] ?")
_GLUED = re.compile(r"(?<=[a-z]{3})[.,;](?=[A-Z][a-z])")
"""A mark behind which a text lost its blank: "they agreed.Malta said"."""
_LOWER_KINDS = frozenset({"instrument", "mechanism", "organization"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A known thing under one of its names. ``contextual``: the name works only where the text has introduced it."""

    key: str
    kind: EntityKind
    type: str
    label: str
    acronym: str
    reference: str
    name: str
    contextual: bool
    identity: tuple[tuple[str, str], ...] = ()
    rank: int = 0
    """Of places: 0 for capitals and regions, 1 for towns and parts of States, which need their surroundings."""

    def candidate(self, start: int, end: int, *, method: str, precision: float) -> Candidate:
        """Return this entry as the reading of a stretch of text."""
        return Candidate(
            start=start,
            end=end,
            kind=self.kind,
            type=self.type,
            method=method,
            precision=precision,
            key=self.key,
            label=self.label,
            acronym=self.acronym,
            reference=self.reference,
            identity=self.identity,
        )


def find_known(reading: Reading) -> list[Candidate]:
    """Return every known name in the text, each with the entries it may stand for; contextual names left out.

    >>> from untocgraph.extract.document.layout import read_layout
    >>> from untocgraph.core.model import Source
    >>> reading = read_layout(Source(id="s", text="UNODC and Peru met in Vienna, Austria.", sha256=""))
    >>> [(c.label, c.kind) for c in find_known(reading) if c.kind == "state"]
    [('Peru', 'state'), ('Austria', 'state')]
    """
    text = reading.text
    plain = same_length_fold(_GLUED.sub(" ", text))
    tokens = [_unmarked(match) for match in _WORD.finditer(plain)]
    index = _index()
    found: list[Candidate] = []
    small = _small_letters()
    for at, (start, _, word) in enumerate(tokens):
        if text[start].islower() and word not in small:
            continue
        place = index.get(word)
        if place is None:
            continue
        second = tokens[at + 1][2] if at + 1 < len(tokens) else ""
        for words, entries in place.get(second, place[""]):
            end = _match(tokens, at, words, text)
            if end is None:
                continue
            surface, end = _surface(text, start, end, entries[0].name)
            if surface.count("(") != surface.count(")"):
                continue
            fitting = [entry for entry in entries if _written_alike(surface, entry)]
            found.extend(_candidate(start, end, entry) for entry in fitting)
            if fitting:
                break
    return found


_MARKED = re.compile(r"([a-z-]{4,})\d{1,2}")


def _unmarked(match: re.Match[str]) -> tuple[int, int, str]:
    """A token without the footnote mark that a page's text glues to it: "Bahrain4"."""
    marked = _MARKED.fullmatch(match[0])
    word = marked[1] if marked else match[0]
    return match.start(), match.start() + len(word), word


def _match(tokens: list[tuple[int, int, str]], at: int, words: tuple[str, ...], text: str) -> int | None:
    if at + len(words) > len(tokens):
        return None
    for offset, word in enumerate(words):
        if tokens[at + offset][2] != word:
            return None
        if offset and not _GAP.fullmatch(text, tokens[at + offset - 1][1], tokens[at + offset][0]):
            return None
    return tokens[at + len(words) - 1][1]


def _surface(text: str, start: int, end: int, name: str) -> tuple[str, int]:
    """The stretch with what belongs to it: a last full stop of an abbreviation, a bracket that was opened."""
    if name.endswith(".") and text[end : end + 1] == ".":
        end += 1
    if text.count("(", start, end) > text.count(")", start, end) and text[end : end + 1] == ")":
        end += 1
    return text[start:end], end


def _written_alike(surface: str, entry: Entry) -> bool:
    """Whether capitals agree: an abbreviation is compared as written, a name needs its capital."""
    name = entry.name
    if _abbreviated(name):
        return surface == name or surface.replace(".", "") == name
    if name[0].islower() or name[0].isdigit():
        return True
    if surface[0].isupper():
        return len(name.split()) > 1 or not surface.isupper() or len(surface) > (3 if entry.kind == "state" else 4)
    return _may_be_small(entry)


def _abbreviated(name: str) -> bool:
    bare = name.replace(".", "").replace("-", "").replace("/", "")
    capitals = sum(char.isupper() for char in bare)
    return " " not in name and len(bare) <= 12 and (capitals >= 2 or (capitals == 1 and bare[1:].isdigit()))


def _candidate(start: int, end: int, entry: Entry) -> Candidate:
    if entry.rank:
        return entry.candidate(start, end, method="name.city", precision=0.6)
    return entry.candidate(start, end, method="name.known", precision=0.97)


_Rows = tuple[tuple[tuple[str, ...], tuple[Entry, ...]], ...]


@resources.derived()
def _index() -> dict[str, dict[str, _Rows]]:
    """Names by their first word, then by their second; under the empty word those that have no other."""
    grouped: dict[tuple[str, ...], list[Entry]] = {}
    for entry in known():
        words = tuple(match[0] for match in _WORD.finditer(folded(entry.name)))
        if words and not entry.contextual:
            rows = grouped.setdefault(words, [])
            if not any(entry.key == other.key and entry.name == other.name for other in rows):
                rows.append(entry)
    index: dict[str, dict[str, list[tuple[tuple[str, ...], tuple[Entry, ...]]]]] = {}
    for words, entries in grouped.items():
        place = index.setdefault(words[0], {"": []})
        place.setdefault(words[1] if len(words) > 1 else "", []).append((words, tuple(entries)))
    return {
        first: {
            second: tuple(sorted([*rows, *(seconds[""] if second else [])], key=lambda row: (-len(row[0]), row[0])))
            for second, rows in seconds.items()
        }
        for first, seconds in index.items()
    }


@resources.derived()
def _small_letters() -> frozenset[str]:
    """First words of the names that texts also write in small letters."""
    found = (match for entry in known() if _may_be_small(entry) and (match := _WORD.search(folded(entry.name))))
    return frozenset(match[0] for match in found)


def _may_be_small(entry: Entry) -> bool:
    if entry.name[0].islower():
        return True
    if entry.type == "OrganizationalUnit" and entry.name != entry.label:
        return False  # in small letters the short name of a unit is its subject
    return len(entry.name.split()) > 2 and entry.kind in _LOWER_KINDS and entry.type != "NonGovernmentalOrganization"


@resources.derived()
def known() -> tuple[Entry, ...]:
    """Return all entries: authority data first, then the word lists; one key a thing."""
    entries: list[Entry] = []
    keys: dict[tuple[str, str], str] = {}
    for entry in (*_authorities(), *_listed()):
        place = (entry.kind, entry.name)
        if not entry.reference and not entry.contextual and place in keys:
            continue
        if not entry.contextual:
            keys.setdefault(place, entry.key)
        entries.append(entry)
        for name in _spellings(entry.name):
            if not entry.contextual and (entry.kind, name) not in keys:
                keys[entry.kind, name] = entry.key
                entries.append(replace(entry, name=name))
    return tuple(entries)


def _spellings(name: str) -> Iterator[str]:
    """The same name as others write it: "UN" for "United Nations", British for American spelling."""
    variants = {name}
    if name.startswith("United Nations ") and len(name.split()) > 2:
        variants.add("UN " + name.removeprefix("United Nations "))
    for first, second in (
        ("Organization", "Organisation"),
        ("Centre", "Center"),
        ("Co-operation", "Cooperation"),
        ("Organized", "Organised"),
    ):
        variants |= {v.replace(first, second) for v in variants} | {v.replace(second, first) for v in variants}
    yield from sorted(variants - {name})


@resources.derived()
def abbreviations() -> frozenset[str]:
    """Return every known name that is written in capitals throughout."""
    return frozenset(entry.name for entry in known() if entry.name.isupper())


@resources.derived()
def united_nations_abbreviations() -> tuple[Entry, ...]:
    """Return the entries of bodies and treaties under abbreviations that begin with "UN", by name."""
    kinds = ("organization", "instrument")
    found = [e for e in known() if e.kind in kinds and e.name.isupper() and e.name.startswith("UN") and len(e.name) > 4]
    return tuple(sorted(found, key=lambda entry: (entry.name, entry.key)))


@resources.derived()
def entries_for(name: str, kind: str) -> tuple[Entry, ...]:
    """Return the entries of a kind under ``name``, contextual ones last."""
    return _by_name().get((kind, folded(name)), ())


@resources.derived()
def _by_name() -> dict[tuple[str, str], tuple[Entry, ...]]:
    rows: dict[tuple[str, str], list[Entry]] = {}
    for entry in known():
        rows.setdefault((entry.kind, folded(entry.name)), []).append(entry)
    return {place: tuple(sorted(entries, key=lambda entry: entry.contextual)) for place, entries in rows.items()}


def is_states(word: str) -> bool:
    """Return whether ``word`` is the possessive of a State: "Chile's"."""
    return word.endswith("'s") and bool(entries_for(word[:-2], "state"))


@resources.derived()
def demonyms() -> frozenset[str]:
    """Return the adjectives of States, folded."""
    return frozenset(folded(word) for word in lexicon.words("demonyms", "demonym"))


def state_code(name: str) -> str:
    """Return the ISO 3166-1 alpha-3 code of a State by any of its names, or the empty string.

    >>> state_code("Viet Nam"), state_code("Atlantis")
    ('VNM', '')
    """
    for entry in entries_for(name, "state"):
        return dict(entry.identity).get("iso3", "")
    return ""


def _authorities() -> Iterator[Entry]:
    for authority in reference.load().authorities:
        if authority.kind not in ("organization", "instrument", "state", "mechanism", "project", "place"):
            continue
        if authority.kind == "place" and authority.type not in ("City", "Region"):
            continue
        identity = (("iso3", authority.country),) if authority.kind == "state" else (("reference", authority.id),)
        names = [(name, False) for name in authority.names if _plain_name(name, authority.kind)] + [
            (name, True) for name in authority.contextual_aliases
        ]
        for name, contextual in names:
            yield Entry(
                key=f"ref:{authority.id}",
                kind=authority.kind,
                type=authority.table_type,
                label=authority.label,
                acronym=authority.acronym,
                reference=authority.id,
                name=name,
                contextual=contextual,
                identity=identity,
            )


_ADDED = re.compile(
    r"^NGO\s|\sin\s(?!Persons$)(?P<place>[A-Z][\w ]+)$"
    r"|,\s(?:\w+\s)*(?:Division|Section|Branch|Department|Unit|Office)\b"
)


def _plain_name(name: str, kind: str) -> bool:
    """Whether a name is one name: not "NGO X", "X in State", nor a unit and its whole joined by a comma."""
    return kind != "organization" or name.startswith("Permanent Mission") or _ADDED.search(name) is None


def _listed() -> Iterator[Entry]:
    by_name: dict[tuple[str, str], tuple[str, str]] = {
        (entry.kind, folded(entry.name)): (entry.key, entry.reference)
        for entry in _authorities()
        if not entry.contextual
    }
    codes = {dict(e.identity)["iso3"]: e for e in _authorities() if e.kind == "state"}
    yield from _rows("organization", "organizations", by_name)
    yield from _rows("instrument", "instruments", by_name)
    yield from _rows("mechanism", "mechanisms", by_name)
    yield from _rows("document", "documents", by_name)
    for row in lexicon.table("states"):
        state = codes.get(row["iso3"])
        yield Entry(
            key=state.key if state else f"state:{row['iso3']}",
            kind="state",
            type="State",
            label=state.label if state else row["name"],
            acronym="",
            reference=state.reference if state else "",
            name=row["name"],
            contextual=False,
            identity=(("iso3", row["iso3"]),),
        )
    for row in lexicon.table("regions"):
        for name in (row["name"], *lexicon.cells(row["aliases"])):
            if not name.startswith("the "):
                yield _place(row["name"], name, "Region", (), 0)
    for row in lexicon.table("subdivisions"):
        for name in (row["name"], *lexicon.cells(row["aliases"])):
            yield _place(row["name"], name, "Region", (("iso3", row["iso3"]),), 1)
    states = {folded(entry.name) for entry in _authorities() if entry.kind == "state"}
    for row in lexicon.table("cities"):
        if folded(row["name"]) in states:  # Singapore, Djibouti: in these texts the State
            continue
        for name in (row["name"], *lexicon.cells(row["aliases"])):
            yield _place(row["name"], name, "City", (("iso3", row["iso3"]),), 0 if row["capital"] else 1)


def _place(label: str, name: str, type_: str, identity: tuple[tuple[str, str], ...], rank: int) -> Entry:
    return Entry(
        key=f"place:{folded(label)}",
        kind="place",
        type=type_,
        label=label,
        acronym="",
        reference="",
        name=name,
        contextual=False,
        identity=(("name", label), *identity),
        rank=rank,
    )


def _rows(given: EntityKind, table: str, by_name: dict[tuple[str, str], tuple[str, str]]) -> Iterator[Entry]:
    for row in lexicon.table(table):
        kind = "provision" if row.get("type") == "RuleSet" else given
        acronym = row.get("acronym", "")
        names = (row["name"], acronym, *lexicon.cells(row["aliases"]))
        linked = next((by_name[kind, folded(n)] for n in names if n and (kind, folded(n)) in by_name), None)
        key, reference_id = linked or (f"{kind}:{folded(row['name'])}", "")
        identity = (("reference", reference_id),) if reference_id else (("name", row["name"]),)
        contextual = lexicon.cells(row.get("contextual", ""))
        for name, bound in (*((name, False) for name in names if name), *((name, True) for name in contextual)):
            yield Entry(
                key=key,
                kind=kind,
                type=row.get("type", "") or "ReviewMechanism",
                label=row["name"],
                acronym=acronym,
                reference=reference_id,
                name=name,
                contextual=bound,
                identity=identity,
            )
