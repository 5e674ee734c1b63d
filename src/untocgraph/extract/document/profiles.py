"""Genre profiles: what kind of text a document is, decided by cues that stand in ``reference/profiles/*.toml``.

A profile is data. To add a genre, add a file: its cues with their weights, who has the floor by default, the shapes
of its turn lines, and an example in words of one's own with the zones that must come out (all of it is tested).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from itertools import islice
from typing import Any

from untocgraph.core import resources
from untocgraph.core.errors import Place, ReferenceDataError
from untocgraph.extract.document.layout import Reading

FLOORS = ("turn", "author", "parties", "body", "none")
"""Who has the floor by default: the turn line, the author, the parties, the adopting body, nobody."""

_TOP = 500
_HEAD = 1500
_TAIL = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A pattern and where it is looked for: ``top`` (title and first lines), ``head``, ``tail``, ``text``, ``prose``
    (the text without its quotations), or ``block`` (the start of a block)."""

    at: str
    pattern: re.Pattern[str]
    weight: float
    least: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A genre: how it is recognised and what it leads one to expect."""

    name: str
    about: str
    floor: str
    event: str
    """Where the event is stated: ``masthead``, ``title``, ``opening``, ``turns`` or ``none``."""
    we: str
    """Whom "we" and "our" stand for outside quotations: the ``publisher`` of the text, or ``nobody``."""
    turns: tuple[re.Pattern[str], ...]
    """Shapes of turn lines, with the group ``who``."""
    cues: tuple[Cue, ...]
    example: str
    zones: tuple[tuple[str, str], ...]
    """(words of the example, zone that they stand in)."""


NEUTRAL = Profile(
    name="neutral",
    about="no profile fits",
    floor="none",
    event="none",
    we="publisher",
    turns=(),
    cues=(),
    example="",
    zones=(),
)


@resources.derived()
def profiles() -> tuple[Profile, ...]:
    """Return the profiles of ``reference/profiles`` by name.

    Raises ReferenceDataError for a file that is not TOML, lacks a key, or has a pattern that does not compile.

    >>> "speech" in {profile.name for profile in profiles()}
    True
    """
    folder = resources.path("reference") / "profiles"
    return tuple(_read(file.name, file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.toml")))


def _read(name: str, content: str) -> Profile:
    place = Place(file=f"profiles/{name}")
    try:
        row: dict[str, Any] = tomllib.loads(content)
        if row["floor"] not in FLOORS:
            raise ReferenceDataError(f"floor {row['floor']!r} is unknown", place=place, repair=f"use one of {FLOORS}")
        return Profile(
            name=row["name"],
            about=row["about"],
            floor=row["floor"],
            event=row["event"],
            we=row.get("we", "nobody"),
            turns=tuple(re.compile(shape) for shape in row.get("turns", ())),
            cues=tuple(
                Cue(
                    at=cue["at"],
                    pattern=re.compile(cue["pattern"], re.I | re.M if not cue.get("exact_case") else re.M),
                    weight=float(cue["weight"]),
                    least=int(cue.get("least", 1)),
                )
                for cue in row["cue"]
            ),
            example=row["example"]["text"],
            zones=tuple((pair[0], pair[1]) for pair in row["example"].get("zones", ())),
        )
    except (tomllib.TOMLDecodeError, KeyError, re.error) as error:
        raise ReferenceDataError(
            f"not a profile: {error!r}", place=place, repair="compare it with speech.toml"
        ) from error


def choose_profile(reading: Reading) -> Profile:
    """Return the profile with the highest sum of weights, at least 1; ``NEUTRAL`` if none has that."""
    places = _places(reading)
    scored = [(_score(profile, places), profile) for profile in profiles()]
    score, best = max(scored, key=lambda pair: (pair[0], pair[1].name), default=(0.0, NEUTRAL))
    return best if score >= 1 else NEUTRAL


def _places(reading: Reading) -> dict[str, str]:
    """Return the text that each sort of cue is looked for in; of ``block``, one block a line."""
    front = [block.span.of(reading.text) for block in reading.blocks if block.kind == "metadata"]
    blocks = [block for block in reading.blocks if block.kind != "metadata"]
    body = reading.text[blocks[0].span.start :] if blocks else reading.text
    title = "\n".join((reading.source.title, *front))
    return {
        "top": f"{title}\n{body[:_TOP]}",
        "head": f"{title}\n{body[:_HEAD]}",
        "prose": re.sub(r'"[^"]{1,1500}"|"[^"\n]{40,}\n', '""', body),
        "tail": body[-_TAIL:],
        "text": body,
        "block": "\n".join(block.span.of(reading.text).replace("\n", " ")[:240] for block in blocks),
    }


def _score(profile: Profile, places: dict[str, str]) -> float:
    return sum(cue.weight for cue in profile.cues if _found(cue, places[cue.at]))


def _found(cue: Cue, text: str) -> bool:
    return sum(1 for _ in islice(cue.pattern.finditer(text), cue.least)) >= cue.least
