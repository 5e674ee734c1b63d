"""Turns rows into authorities: the things that texts name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from untocgraph.core import iri
from untocgraph.core.model import EntityKind
from untocgraph.reference._read import Record

_WIKIDATA = "http://www.wikidata.org/entity/"
TABLE_TYPES = {
    "InformalGroup": "IntergovernmentalOrganization",
    "IntergovernmentalBody": "IntergovernmentalOrganization",
    "NetworkOrCoalition": "NonGovernmentalOrganization",
    "PermanentMission": "GovernmentBody",
    "ProfessionalAssociation": "NonGovernmentalOrganization",
    "RegionalEconomicIntegrationOrganization": "IntergovernmentalOrganization",
}
"""Types of the ontology that are finer than the words of the table export, with the word that stands for them there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A thing with a name that texts use: what recognition and linking look up.

    ``sourced`` is False where nobody has confirmed the row: then ``source`` is empty, and the row serves only to
    recognise the name; nothing of it is published. ``unconfirmed`` names single fields (``label``, ``aliases``,
    ``acronym``) of a sourced row for which the same holds. ``contextual_aliases`` name the thing only inside a text
    that has introduced it ("the Convention"). ``same_as`` holds IRIs (``http…``) and identifiers (``iso3166-1:FRA``).
    """

    id: str
    kind: EntityKind
    type: str
    label: str
    acronym: str = ""
    aliases: tuple[str, ...] = ()
    contextual_aliases: tuple[str, ...] = ()
    iri: str
    country: str = ""
    """ISO 3166-1 alpha-3 of the State, or of the seat; empty where unknown."""
    parent: str = ""
    same_as: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    source: str = ""
    sourced: bool = True

    @property
    def table_type(self) -> str:
        """The type in the words of the table export.

        >>> Authority(id="a", kind="organization", type="NetworkOrCoalition", label="A", iri="x:a").table_type
        'NonGovernmentalOrganization'
        """
        return TABLE_TYPES.get(self.type, self.type)

    @property
    def names(self) -> tuple[str, ...]:
        """Label, acronym and aliases, in that order, each once; no contextual ones."""
        return tuple(dict.fromkeys(name for name in (self.label, self.acronym, *self.aliases) if name))


def authorities(tables: Mapping[str, tuple[Record, ...]]) -> tuple[Authority, ...]:
    """Return every authority of the tables, ordered by kind and id."""
    made = [
        *_each(tables["instruments.csv"], _instrument),
        *_each(tables["countries.csv"], _country),
        *_each(tables["bodies.csv"], _organization),
        *_each(tables["organizations.csv"], _organization),
        *_each(tables["projects.csv"], _project),
        *_each(tables["resolutions.csv"], _resolution),
        *_each((row for row in tables["review_mechanism.csv"]), _review),
    ]
    return tuple(sorted(made, key=lambda authority: (authority.kind, authority.id)))


def resolution_iri(row: Mapping[str, Any]) -> str:
    """Return the IRI of a resolution row; without a number, session and subject stand for it."""
    if row["number"]:
        return iri.resolution(row["body"], row["number"])
    ordinal, subject = row["id"].removeprefix(f"{row['body']}_res_").split("_", 1)
    return iri.resolution(row["body"], f"{ordinal}/{subject.replace('_', '-')}")


def _each(rows: Iterable[Record], make: Any) -> Iterator[Authority]:
    for row in rows:
        fields = make(row.values)
        if fields is not None:
            yield Authority(**_common(row.values), **fields)


def _common(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": row["id"], "source": row["source"], "sourced": row["confidence"] == "seen"}


def _without(names: Iterable[str], *taken: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name and name not in taken))


def _instrument(row: Mapping[str, Any]) -> dict[str, Any]:
    rules = row["type"] == "RuleSet"
    acronyms: tuple[str, ...] = row["acronyms"]
    return {
        "kind": "provision" if rules else "instrument",
        "type": row["type"],
        "label": row["title"],
        "acronym": acronyms[0] if acronyms else "",
        # A short title such as "Procedures and rules" names the rules only inside a text about them.
        "aliases": _without((*acronyms[1:], *row["aliases"], "" if rules else row["short_title"]), row["title"]),
        "contextual_aliases": _without((*row["contextual_aliases"], row["short_title"] if rules else "")),
        "iri": iri.provision(row["id"].replace("_", "-")) if rules else iri.entity("instrument", row["id"]),
        "parent": row["parent"],
        "same_as": (f"UNTC {row['untc_chapter']}",) if row["untc_chapter"] else (),
        "unconfirmed": row["unconfirmed"],
    }


def _country(row: Mapping[str, Any]) -> dict[str, Any]:
    names = (row["formal_name"], row["iso_name"], row["untc_name"], *row["aliases"])
    fields: dict[str, Any] = {
        "label": row["name"],
        "aliases": _without(names, row["name"]),
        "country": row["iso3"],
        "unconfirmed": row["unconfirmed"],
        "same_as": _same_as(row["wikidata_qid"], f"iso3166-1:{row['iso3']}" if row["iso3"] else ""),
    }
    if row["kind"] == "state":
        return {**fields, "kind": "state", "type": "State", "iri": iri.entity("state", row["iso3"].lower())}
    if row["kind"] == "territory":
        return {**fields, "kind": "place", "type": "Region", "iri": iri.named("place", row["name"])}
    return {
        **fields,
        "kind": "organization",
        "type": "RegionalEconomicIntegrationOrganization",
        "iri": iri.entity("org", row["id"]),
    }


def _organization(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": "organization",
        "type": row["type"],
        "label": row["name"],
        "acronym": row["acronym"],
        "aliases": _without(row["aliases"], row["name"], row["acronym"]),
        "contextual_aliases": row["contextual_aliases"],
        "iri": iri.entity("org", row["id"].removeprefix("org_")),
        "country": row.get("country", ""),
        "parent": row["parent"],
        "same_as": _same_as(row.get("wikidata_qid", "")),
        "unconfirmed": tuple("label" if field == "name" else field for field in row["unconfirmed"]),
    }


def _project(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": "project",
        "type": row["type"],
        "label": row["name"],
        "acronym": row["acronym"],
        "aliases": _without(row["aliases"], row["name"], row["acronym"]),
        "contextual_aliases": row["contextual_aliases"],
        "iri": iri.entity("project", row["id"]),
        "parent": row["parent"],
    }


def _resolution(row: Mapping[str, Any]) -> dict[str, Any] | None:
    if not row["number"]:
        return None
    word = row["type"].lower()
    body = "General Assembly" if row["body"] == "unga" else "Conference of the Parties"
    name = f"{word} {row['number']}"
    symbol = row["symbol"] if row["symbol"].startswith("A/RES/") else ""
    return {
        "kind": "resolution",
        "type": row["type"],
        "label": f"{body} {name}",
        "aliases": _without((symbol, f"{name} of the {body}", "" if row["body"] == "unga" else f"COP {name}")),
        "contextual_aliases": (name,),
        "iri": resolution_iri(row),
        "parent": row["body"],
        "same_as": _without((row["symbol"],)),
    }


def _review(row: Mapping[str, Any]) -> dict[str, Any] | None:
    if row["kind"] == "mechanism":
        return {
            "kind": "mechanism",
            "type": "ReviewMechanism",
            "label": row["label"],
            "aliases": ("UNTOC Review Mechanism", "Review Mechanism of UNTOC"),
            "contextual_aliases": ("Review Mechanism", "review mechanism", "the Mechanism", "Mechanism"),
            "iri": iri.entity("mechanism", row["id"]),
        }
    if row["kind"] in {"questionnaire", "document"}:
        questionnaire = row["kind"] == "questionnaire"
        return {
            "kind": "document",
            "type": "Questionnaire" if questionnaire else "Guide",
            "label": row["label"],
            "iri": iri.entity("doc", row["id"].replace("_", "-")),
        }
    return None


def _same_as(qid: str, *others: str) -> tuple[str, ...]:
    return tuple(link for link in (f"{_WIKIDATA}{qid}" if qid else "", *others) if link)
