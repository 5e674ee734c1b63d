"""Dossiers of the sample graph: what a person looks for, nothing lost, each line with its proof."""

from __future__ import annotations

import pytest

import untocgraph as ug
from untocgraph.ask.dossier import Dossier, Line, Section, dossier, said
from untocgraph.ask.reader import Reader
from untocgraph.ask.records import Ref
from untocgraph.core import iri
from untocgraph.core.namespace import UNTOC

DIALOGUE, OFFICE = "event/cd-ta-2023", "org/unodc"


@pytest.fixture(scope="module")
def reader(graph: ug.Graph) -> Reader:
    return graph.reader


def of(reader: Reader, key: str) -> Dossier:
    found = dossier(reader, f"{iri.BASE}id/{key}")
    assert found is not None
    return found


def section(found: Dossier, name: str) -> Section:
    return next(one for one in found.sections if one.name == name)


def names(cells: object) -> set[str]:
    if isinstance(cells, Ref):
        return {cells.label}
    return {cells} if isinstance(cells, str) else {name for one in cells for name in names(one)}  # type: ignore[attr-defined]


def test_an_event_says_who_took_part_in_which_role_with_the_chair_first(reader: Reader) -> None:
    lines = section(of(reader, DIALOGUE), "participants").lines
    assert lines[0].cells[0] == "chair"
    assert {"panellist", "briefer"} <= {str(line.cells[0]) for line in lines}
    assert all(line.proofs or line.origin for line in lines)


def test_a_count_that_another_source_contradicts_is_marked_and_one_that_none_does_is_not(reader: Reader) -> None:
    counts = {line.cells[:2]: line.contested for line in section(of(reader, DIALOGUE), "counts").lines}
    assert counts["59", "non-governmental stakeholders"]
    assert not counts["44", "states parties"]


def test_an_event_names_the_documents_that_report_it_and_the_law_it_rests_on(reader: Reader) -> None:
    found = of(reader, DIALOGUE)
    assert len(section(found, "documents").lines) == 3
    ends = {chain[-1].object.iri for chain in found.chains}
    assert iri.provision("untoc", "art-32") in ends or any("art-32" in end for end in ends)


def test_an_office_says_where_it_took_part_who_works_there_and_whom_it_met(reader: Reader) -> None:
    found = of(reader, OFFICE)
    assert {"events", "people", "parts"} <= {one.name for one in found.sections}
    assert found.company.met[0][1] == max(number for _, number in found.company.met)
    assert all(0 <= a < b < len(found.company.met) for a, b, _ in found.company.pairs)


def test_a_state_stands_towards_all_four_treaties_with_the_day_known(reader: Reader) -> None:
    treaties = section(of(reader, "state/fra"), "treaties")
    assert len(treaties.lines) == 4
    assert {line.cells[1] for line in treaties.lines} == {"party"}
    assert "As of" in treaties.columns


def test_a_treaty_has_a_status_map_a_calendar_and_its_articles_in_order(reader: Reader) -> None:
    found = of(reader, "instrument/untoc")
    assert len(section(found, "states").lines) > 180
    years = section(found, "calendar").lines
    assert sum(int(str(line.cells[1])) for line in years) == int(str(years[-1].cells[2]))
    articles = [str(line.cells[0].label) for line in section(found, "provisions").lines]  # type: ignore[union-attr]
    assert articles[8:10] == ["Organized Crime Convention, article 9", "Organized Crime Convention, article 10"]


def test_a_resolution_says_what_rests_on_it(reader: Reader) -> None:
    lines = section(of(reader, "resolution/cop/9/1"), "resting").lines
    assert any("Mechanism for the Review" in name for line in lines for name in names(line.cells))


@pytest.mark.parametrize(
    "key", [DIALOGUE, OFFICE, "org/gi_toc", "state/per", "instrument/untoc", "provision/untoc/art-32"]
)
def test_no_fact_is_lost_on_the_way_into_sections(reader: Reader, key: str) -> None:
    found = of(reader, key)
    lines: list[Line] = [*found.head, *(line for one in found.sections for line in one.lines)]
    shown = {name for line in lines for name in names(line.cells)}
    shown |= {end.label for chain in found.chains for step in chain for end in (step.subject, step.object)}
    shown |= {statement.proof.source.label for statement in found.view.statements}
    nodes = {UNTOC.inEvent, UNTOC.participant, UNTOC.countOf, UNTOC.affiliate, UNTOC.affiliatedTo, UNTOC.actionOn,
             UNTOC.actionBy, UNTOC.mandateOf, UNTOC.invokes, UNTOC.tableOf, UNTOC.cites}  # fmt: skip
    for fact in found.view.facts:
        if fact.property_iri in nodes:
            continue
        value = fact.value.label if isinstance(fact.value, Ref) else fact.value
        assert value in shown, fact


def test_a_source_that_names_a_thing_shows_sentences_and_not_the_bare_name(reader: Reader) -> None:
    found = of(reader, "org/gi_toc")
    quoted = [proof.quotation for named in found.named for proof in named.sentences]
    assert quoted
    assert not {found.view.ref.label, *found.view.aliases}.intersection(quoted)


def test_statements_of_an_event_stand_under_their_speakers_and_of_a_speaker_under_the_events(reader: Reader) -> None:
    whole = dossier(reader, f"{iri.BASE}id/{DIALOGUE}", statements=slice(0, 10_000))
    assert whole is not None
    total = dict(whole.view.more)["statements"]
    assert sum(len(group.statements) for group in whole.said) == total == len(whole.view.statements)
    events = {str(getattr(group.who, "kind", "")) for group in of(reader, OFFICE).said}
    assert events == {"event"}


def test_a_later_page_of_statements_repeats_nothing_of_the_first(reader: Reader) -> None:
    whole = of(reader, DIALOGUE)
    later = said(reader, whole, whole.view.statements[:2], first=False)
    assert (later.head, later.sections, later.chains) == ((), (), ())
    assert sum(len(group.statements) for group in later.said) == 2


def test_what_the_graph_does_not_know_has_no_dossier(reader: Reader) -> None:
    assert dossier(reader, f"{iri.BASE}id/org/nobody-at-all") is None
