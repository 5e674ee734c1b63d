"""The statements of the graph as coded statements, for discourse networks."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Literal

from untocgraph.core.errors import choose
from untocgraph.networks.coded import CodedStatement
from untocgraph.networks.project import attributes_of, dates_of, local, select
from untocgraph.networks.stances import Stances, by_verb
from untocgraph.networks.ties import Attributes, first
from untocgraph.networks.utterances import one_utterance

Qualifier = Literal["none", "negated", "modality", "coded"]
_MODALITY = {"could": 1, "should": 2, "must": 3}
_QUERY = """
PREFIX untoc: <https://w3id.org/untocgraph/ontology#>
SELECT DISTINCT ?item ?topic ?speaker ?behalf ?event ?mode ?kind ?modality ?negated ?verb ?text ?document
       ?assertion ?confidence WHERE {
  ?item untoc:about ?topic .
  ?assertion untoc:introduces ?item ; untoc:confidence ?confidence ; untoc:assertedIn ?document .
  OPTIONAL { ?item untoc:speaker ?speaker }
  OPTIONAL { ?item untoc:onBehalfOf ?behalf }
  OPTIONAL { ?item untoc:atEvent ?event }
  OPTIONAL { ?item untoc:statementMode ?mode }
  OPTIONAL { ?item untoc:statementKind ?kind }
  OPTIONAL { ?item untoc:modality ?modality }
  OPTIONAL { ?item untoc:negated ?negated }
  OPTIONAL { ?item untoc:verb ?verb }
  OPTIONAL { ?item untoc:statementText ?text }
}"""


def coded_statements(
    store: Any, *, qualifier: Qualifier = "none", min_confidence: float = 0.0, stances: Stances | None = None
) -> tuple[CodedStatement, ...]:
    """Return one coded statement for each statement and topic of the graph, in order of statement and topic.

    A quotation within the sentence that reports it is one statement with it.

    ``person`` is the IRI of a named speaker; ``organization`` that of whom they speak for, or of the organization or
    State that speaks itself; anonymous groups have neither; ``concept`` that of the topic. Their names are the
    attributes ``person_label`` and so on. ``time`` is the date of the event, else of the source. The
    graph codes no stance, so ``agreement`` is what ``qualifier`` makes of it: ``none`` always True;
    ``negated`` False where the wording holds a negation (which need not be disagreement); ``modality`` 1 could,
    2 should, 3 must, statements without one left out; ``coded`` what people said (``stances``), else what the verb says
    (attribute ``stance``: support or reject of something), statements with neither left out. Attributes: statement
    (IRI), mode, kind, event, verb, words, type of the organization.

    >>> import pyoxigraph
    >>> coded_statements(pyoxigraph.Store())
    ()
    """
    choose(qualifier, ("none", "negated", "modality", "coded"), "qualifier")
    rows = list(select(store, _QUERY))
    named = {row[key] for row in rows for key in ("topic", "speaker", "behalf", "event", "document") if key in row}
    known = attributes_of(store, named)
    groups: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    outer = one_utterance(store)
    for row in rows:
        row["item"] = outer.get(row["item"], row["item"])
        if float(row["confidence"]) >= min_confidence:
            groups[row["item"], row["topic"]].append(row)
    coded = [_coded(key, found, known, qualifier, stances or {}) for key, found in sorted(groups.items())]
    return tuple(statement for statement in coded if statement is not None)


def _coded(
    key: tuple[str, str], rows: list[dict[str, str]], known: dict[str, Attributes], qualifier: str, stances: Stances
) -> CodedStatement | None:
    row = min(rows, key=lambda row: sorted(row.items()))
    stance = by_verb(row.get("verb", ""), negated=row.get("negated") == "true")
    agreement = _agreement(row, qualifier, stances.get(key, stance))
    if agreement is None:
        return None
    speaker, behalf = row.get("speaker", ""), row.get("behalf", "")
    speaks = set(known.get(speaker, {}).get("kind", ()))
    person = speaker if "person" in speaks else ""
    organization = behalf or (speaker if speaks & {"organization", "state"} else "")
    event = row.get("event", "")
    dates = dates_of(known.get(event, {})) or dates_of(known.get(row["document"], {}))
    assertions = tuple(sorted({entry["assertion"] for entry in rows}))
    return CodedStatement(
        id=f"{local(key[0])}/{local(key[1])}",
        concept=key[1],
        document=local(row["document"]),
        time=dates[0] if dates else "",
        person=person,
        organization=organization,
        agreement=agreement,
        confidence=max(float(entry["confidence"]) for entry in rows),
        assertions=assertions,
        attributes={
            "event": _name(known, event),
            "kind": local(row.get("kind", "")),
            "mode": local(row.get("mode", "")),
            "stance": "" if stance is None else str(int(stance)),
            "statement": key[0],
            "verb": row.get("verb", ""),
            "words": " ".join(row.get("text", "").split()),
            "type": first(known.get(organization, {}), "type"),
            "person_label": _name(known, person),
            "organization_label": _name(known, organization),
            "concept_label": _name(known, key[1]),
        },
    )


def _agreement(row: dict[str, str], qualifier: str, stance: bool | int | str | None) -> bool | int | str | None:
    if qualifier == "coded":
        return stance
    if qualifier == "modality":
        return _MODALITY.get(local(row.get("modality", "")).split("_")[0])
    return qualifier == "none" or row.get("negated") != "true"


def _name(known: dict[str, Attributes], node: str) -> str:
    return (first(known.get(node, {}), "label") or local(node)) if node else ""
