"""What a model is asked: a stretch of a document, and a closed schema for what it may answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from untocgraph.core.model import Source
from untocgraph.core.namespace import PROPERTY_OF_WORD

PROMPT_VERSION = "1"
_MOST = 6_000
"""Code points of a chunk: what a small local model reads whole beside its answer."""
_HEAD = 400
_MOST_TOKENS = 6_000

KINDS: Mapping[str, tuple[str, ...]] = {
    "person": ("Person",),
    "organization": (
        "IntergovernmentalOrganization", "TreatyBody", "WorkingGroup", "OrganizationalUnit",
        "NonGovernmentalOrganization", "AcademicInstitution", "PrivateSectorEntity", "GovernmentBody",
    ),
    "state": ("State",),
    "place": ("City", "Region"),
    "instrument": ("Convention", "Protocol"),
    "provision": ("Article", "Paragraph", "RuleSet"),
    "resolution": ("Resolution", "Decision"),
    "document": (
        "Report", "Questionnaire", "BackgroundPaper", "Toolkit", "Guide", "WebPage", "Statement", "Video",
        "OtherDocument",
    ),
    "mechanism": ("ReviewMechanism",),
    "event": ("ConstructiveDialogue", "Session", "Workshop", "Briefing", "PreparationDay", "Panel", "OtherEvent"),
    "project": ("Project", "PilotInitiative"),
}  # fmt: skip
"""Kinds of things and their types, as the tables have them."""
ROLES = ("chair", "panellist", "speaker", "opening_speaker", "briefer", "organizer", "host", "funder", "moderator",
         "participant")  # fmt: skip
_ACTORS = ("person", "organization", "state")
_ANY = tuple(KINDS)
ENDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "affiliated_with": (("person",), ("organization", "state")),
    "participates_in": (_ACTORS, ("event",)),
    "chair_of": (("person", "state"), ("organization",)),
    "part_of": (("organization", "event", "provision"), ("organization", "event", "provision", "instrument")),
    "follows": (("event",), ("event",)),
    "session_of": (("event",), ("organization",)),
    "mandated_by": (("event", "mechanism"), ("provision", "resolution")),
    "established_by": (("mechanism",), ("organization", "resolution")),
    "launched_by": (("mechanism",), ("organization", "resolution")),
    "adopted_by": (("resolution",), ("organization",)),
    "annexed_to": (("provision", "document"), ("resolution",)),
    "reviews": (("mechanism",), ("instrument",)),
    "supplements": (("instrument",), ("instrument",)),
    "cites": (("doc",), ("document", "provision", "resolution")),
    "funds": (("organization", "state"), ("event", "project")),
    "implements": (("organization", "state"), ("project",)),
    "located_in": (("organization", "project"), ("state", "place")),
}
"""Relation → the kinds that it may go from and to."""
WORDS: Mapping[str, tuple[str, ...]] = {
    "mode": ("direct", "reported"),
    "statement": ("statement", "recommendation", "observation", "commitment"),
    "modality": ("", "should", "could", "must"),
    "attribute": ("post", "place", "country"),
    "category": (
        "ngo", "other_stakeholder", "non_governmental_stakeholder", "academia", "private_sector", "state_party",
        "country", "participant", "representative",
    ),
    "qualifier": ("exact", "approximate", "at_least"),
}  # fmt: skip
"""The closed lists of words that slots take."""
assert set(ENDS) <= set(PROPERTY_OF_WORD)


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object", "properties": properties, "required": list(properties), "additionalProperties": False,
    }  # fmt: skip


def _list(**properties: Any) -> dict[str, Any]:
    return {"type": "array", "items": _object(**properties)}


_STRING: dict[str, Any] = {"type": "string"}


def _one(words: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "string", "enum": list(words)}


SCHEMA = _object(
    entities=_list(
        id=_STRING, kind=_one(_ANY), type=_one(tuple(t for types in KINDS.values() for t in types)),
        forms={"type": "array", "items": _STRING},
    ),
    relations=_list(
        subject=_STRING, predicate=_one(tuple(ENDS)), object=_STRING, role=_one(("", *ROLES)), quote=_STRING
    ),
    statements=_list(
        quote=_STRING, mode=_one(WORDS["mode"]), kind=_one(WORDS["statement"]), speaker=_STRING,
        speaker_words=_STRING, on_behalf_of=_STRING, event=_STRING, verb=_STRING, modality=_one(WORDS["modality"]),
    ),
    attributes=_list(of=_STRING, attribute=_one(WORDS["attribute"]), value=_STRING, quote=_STRING),
    counts=_list(
        event=_STRING, category=_one(WORDS["category"]), value={"type": "integer"},
        qualifier=_one(WORDS["qualifier"]), quote=_STRING,
    ),
)  # fmt: skip
"""The JSON schema of an answer; the check afterwards asks for more than it does."""

_INSTRUCTIONS = Template(Path(__file__).with_name("instructions.txt").read_text(encoding="utf-8").strip()).substitute(
    kinds="; ".join(f"{kind}: {', '.join(types)}" for kind, types in KINDS.items()),
    relations="\n".join(f"  {name}: {' or '.join(a)} -> {' or '.join(b)}" for name, (a, b) in ENDS.items()),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A stretch of a document, by code points, as it is asked about; ``beginning`` is how the document begins."""

    source: str
    start: int
    text: str
    beginning: str = ""

    @property
    def end(self) -> int:
        """The code point after the last."""
        return self.start + len(self.text)


def chunks_of(source: Source) -> tuple[Chunk, ...]:
    """Return the stretches of a document that are asked about: whole paragraphs, as many as fit together, in order.

    >>> [chunk.text for chunk in chunks_of(Source(id="s", text="One.\\n\\nTwo.", sha256=""))]
    ['One.\\n\\nTwo.']
    """
    found = []
    start = 0
    for end in (*_cuts(source.text), len(source.text)):
        if source.text[start:end].strip():
            beginning = source.text[:_HEAD] if start else ""
            found.append(Chunk(source=source.id, start=start, text=source.text[start:end], beginning=beginning))
        start = end
    return tuple(found)


def _cuts(text: str) -> Iterator[int]:
    """Where a text is cut: at the last end of a paragraph, else of a line or sentence, else of a word that fits."""
    start = 0
    while len(text) - start > _MOST:
        part = text[start : start + _MOST]
        found = (list(re.finditer(mark, part)) for mark in (r"\n\s*\n", r"\n|[.!?]\s", r"\s"))
        start += next((ends[-1].end() for ends in found if ends), _MOST)
        yield start


def request_of(chunk: Chunk, *, model: str) -> dict[str, Any]:
    """Return the body of the request: the same text, prompt and model, the same bytes."""
    asked = {"text": chunk.text} | ({"beginning": chunk.beginning} if chunk.beginning else {})
    return {
        "model": model,
        "temperature": 0,
        "seed": 0,
        "max_tokens": _MOST_TOKENS,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": f"claims_{PROMPT_VERSION}", "strict": True, "schema": SCHEMA},
        },
        "messages": [
            {"role": "system", "content": _INSTRUCTIONS},
            {"role": "user", "content": json.dumps(asked, ensure_ascii=False, sort_keys=True)},
        ],
    }
