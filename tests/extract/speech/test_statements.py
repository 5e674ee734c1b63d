"""Who said what: one positive and one negative example for each construction, in invented texts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.saying import needs_model, quoted, say
from untocgraph.core.model import StatementClaim
from untocgraph.extract.document.parse import Parser

pytestmark = needs_model

PEOPLE = {
    "person": ("Ilse Marr", "Otto Venn"),
    "organization": ("Reed Trust", "Salt Union"),
    "state": ("Norway", "Ghana", "Peru"),
}


def one(text: str, **names: tuple[str, ...]) -> StatementClaim:
    found = say(text, **(names or PEOPLE))
    assert len(found) == 1, [c.evidence.span.of(text) for c in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "verb", "speaker"),
    [
        ("Ilse Marr stressed the importance of dykes.", "stress", "Ilse Marr"),
        ("Ilse Marr said dykes were old.", "say", "Ilse Marr"),
        ("Norway urged States to pay.", "urge", "Norway"),
        ("Ghana asked how boats were counted.", "ask", "Ghana"),
        ("The Reed Trust offered to count the boats.", "offer", "Reed Trust"),
        ("Boats, Ilse Marr went on, are counted at night.", "go on", "Ilse Marr"),
        ("The report was late, as pointed out by Ilse Marr.", "point out", "Ilse Marr"),
        ("According to Ilse Marr, dykes are cheap.", "according to", "Ilse Marr"),
        ("In the view of the Reed Trust, dykes are cheap.", "view", "Reed Trust"),
        ("The Reed Trust was of the view that dykes were cheap.", "view", "Reed Trust"),
        ("Ilse Marr delivered remarks, expressing her hope that dykes would hold.", "express", "Ilse Marr"),
        ("Norway was concerned about the state of the dykes.", "express", "Norway"),
        ("It was recalled by Norway that dykes leak.", "recall", "Norway"),
    ],
)
def test_a_report_is_found_with_its_verb_and_speaker(text: str, verb: str, speaker: str) -> None:
    claim = one(text)
    assert (claim.verb, claim.speaker, claim.mode) == (verb, speaker, "reported")
    assert claim.evidence.span.of(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "The support provided by the Reed Trust was small.",
        "The recommendations mentioned by participants were listed.",
        "Participants were given the opportunity to share their views.",
        "The floor was opened for questions to the panellists.",
        "The meeting was attended by 40 people from Norway and Ghana.",
        "The room was fuller than Ilse Marr had feared.",
        "The comments were made available on the website.",
        "Seventy delegations made statements.",
        "The study suggests that dykes leak.",
        "Dykes are important for everybody who lives near a river.",
        "The chapter notes that mills are idle.",
        "States should recommend nothing.",
    ],
)
def test_what_nobody_says_is_no_statement(text: str) -> None:
    assert say(text, **PEOPLE) == ()


@pytest.mark.parametrize(
    ("text", "phrase", "behalf", "quantifier"),
    [
        ("The representative of Norway said that mills were idle.", "The representative of Norway", "Norway", ""),
        (
            "The observer for the Salt Union noted that mills were idle.",
            "The observer for the Salt Union",
            "Salt Union",
            "",
        ),
        ("The delegation of Ghana regretted the delay.", "The delegation of Ghana", "Ghana", ""),
        ("Norway's delegate regretted the delay.", "Norway's delegate", "Norway", ""),
        ("Several speakers regretted the delay.", "Several speakers", "", "several"),
        ("One delegation regretted the delay.", "One delegation", "", "one"),
        ("Some participants said that mills were idle.", "Some participants", "", "some"),
        ("A number of speakers reported on idle mills.", "A number of speakers", "", "several"),
        ("Environmentalists say that mills are idle.", "Environmentalists", "", ""),
    ],
)
def test_an_anonymous_speaker_has_a_phrase_and_nobody_is_made_up(
    text: str, phrase: str, behalf: str, quantifier: str
) -> None:
    claim = one(text)
    assert (claim.speaker, claim.speaker_phrase, claim.on_behalf_of, claim.quantifier) == (
        "",
        phrase,
        behalf,
        quantifier,
    )


@pytest.mark.parametrize(
    "text",
    [
        "The importance of dykes was highlighted.",
        "It was noted that dykes leak.",
        "Concern was expressed about dykes.",
        "One view was that dykes leak.",
    ],
)
def test_a_passive_without_agent_is_a_statement_of_nobody_known(text: str) -> None:
    claim = one(text)
    assert (claim.speaker, claim.on_behalf_of) == ("", "")


@pytest.mark.parametrize(
    ("text", "kind", "modality"),
    [
        ("Norway recommended that dykes be raised.", "recommendation", None),
        ("Ilse Marr said that States should raise dykes.", "recommendation", "should"),
        ("Ilse Marr said that States should consider raising dykes.", "recommendation", "should_consider"),
        ("Ilse Marr said that States should make efforts to raise dykes.", "recommendation", "should_make_efforts"),
        ("Ilse Marr said that States should reconsider dykes.", "recommendation", "should"),
        ("Ilse Marr said that States could also consider dykes.", "statement", "could_consider"),
        ("Ilse Marr stressed the need for dykes.", "recommendation", None),
        ("Ilse Marr stressed the importance of dykes and the need for mills.", "statement", None),
        ("Ilse Marr said that mills could help.", "statement", "could"),
        ("Ilse Marr thanked farmers who should have been heard.", "statement", None),
        ("Norway pledged to raise dykes.", "commitment", None),
        ("Norway announced a contribution of two million kroner.", "commitment", None),
        ("The Reed Trust reaffirmed its commitment to the river.", "commitment", None),
        ("Ilse Marr observed that dykes leak.", "observation", None),
        ("Norway encouraged States to raise dykes.", "statement", None),
    ],
)
def test_kind_and_modality_follow_the_guide(text: str, kind: str, modality: str | None) -> None:
    claim = one(text)
    assert (claim.kind, claim.modality) == (kind, modality)


def test_a_negation_is_flagged_and_stays_in_the_text() -> None:
    assert one("Ilse Marr said that no mill was open.").negated
    assert not one("Ilse Marr said that every mill was open.").negated


def test_a_quotation_that_its_tag_interrupts_is_two_statements_of_one_speaker() -> None:
    text = "“Mills are idle”, Ilse Marr observed, “and nobody cares.”"
    claims = say(text, **PEOPLE)
    assert quoted(text, claims) == ["Mills are idle", "and nobody cares."]
    assert {c.speaker for c in claims} == {"Ilse Marr"}


def test_the_verb_may_come_before_the_name() -> None:
    text = "“Mills are idle,” said Otto Venn of the Salt Union."
    claim = one(text)
    assert (claim.mode, claim.speaker, claim.on_behalf_of) == ("direct", "Otto Venn", "Salt Union")


def test_a_name_and_a_colon_are_enough() -> None:
    claim = one("Otto Venn (Salt Union): “Mills are idle, and nobody cares.”")
    assert (claim.mode, claim.speaker, claim.on_behalf_of) == ("direct", "Otto Venn", "Salt Union")


def test_a_partial_quotation_keeps_both_levels() -> None:
    text = "Ilse Marr said that mills were “idle since the great flood of spring”."
    claims = say(text, **PEOPLE)
    assert [c.mode for c in claims] == ["reported", "direct"]


def test_a_lead_in_without_content_is_no_statement_beside_its_quotation() -> None:
    text = "Asked about mills, Ilse Marr answered: “They are idle now.”"
    assert [c.mode for c in say(text, **PEOPLE)] == ["direct"]


def test_a_quotation_that_is_all_that_was_said_is_not_counted_again_in_its_lead_in() -> None:
    alone = "On this topic, Ilse Marr noted that “mills are idle. Nobody asks the millers.”"
    assert [c.mode for c in say(alone, **PEOPLE)] == ["direct"]
    more = "On this topic, Ilse Marr noted that “all of our old mills are idle” while dykes leak."
    assert [c.mode for c in say(more, **PEOPLE)] == ["reported", "direct"]


def test_a_sentence_that_announces_a_list_without_its_items_says_nothing() -> None:
    lead = "As a result, several recommendations were made, including:"
    assert say(f"{lead}\n\nThe dykes will be looked at again in the spring by all of them.", **PEOPLE) == ()
    assert say("Several recommendations were made for the dykes of the north.", **PEOPLE) != ()


@pytest.mark.parametrize(
    ("text", "addressees"),
    [
        ("Ilse Marr briefed members on the state of the dykes and on the outcome of the talks.", ("members",)),
        ("Ilse Marr reminded members that dykes leak.", ("members",)),
        ("Ilse Marr told the members of the Salt Union that dykes leak.", ("the members of the Salt Union",)),
    ],
)
def test_an_addressee_ends_where_what_is_told_begins(text: str, addressees: tuple[str, ...]) -> None:
    assert one(text).addressees == addressees


def test_the_number_of_a_paragraph_and_the_place_of_speaking_are_no_part_of_the_speaker() -> None:
    numbered = "20. The panellist from the Salt Union stressed that dykes leak."
    assert one(numbered).speaker_phrase == "The panellist from the Salt Union"
    placed = "As pointed out by Ilse Marr, Chief of the Salt Union at the Mill Briefing, dykes leak."
    assert one(placed, **PEOPLE, event=("Mill Briefing",)).speaker_phrase == "Ilse Marr, Chief of the Salt Union"


def test_unnamed_speakers_of_several_organizations_lose_none_of_them() -> None:
    claim = one("The panellists representing the Reed Trust and the Salt Union stressed that dykes leak.")
    assert (claim.on_behalf_of, claim.also) == ("Reed Trust", ("Salt Union",))
    alone = one("The panellists of the Reed Trust from Norway stressed that dykes leak.")
    assert (alone.on_behalf_of, alone.also) == ("Reed Trust", ())


def test_what_somebody_speaks_of_is_no_place_that_he_speaks_at() -> None:
    text = (
        "At the Dyke Workshop, Ilse Marr referred to the Mill Dialogue held in April. Otto Venn said that mills "
        "are idle."
    )
    assert {c.event for c in say(text, **PEOPLE, event=("Dyke Workshop", "Mill Dialogue"))} == {"Dyke Workshop"}


def test_what_two_paragraphs_told_of_another_event_goes_on_until_the_main_one_is_named() -> None:
    begin = "Forty people gathered for the Dyke Workshop.\n\nThe Dyke Workshop was opened by Otto Venn.\n\n"
    aside = "At the same time, the Salt Union held a Mill Briefing.\n\n"
    at_it = "In her remarks at the Mill Briefing, Ilse Marr said that mills are idle.\n\n"
    end = "Otto Venn stressed that dykes leak."
    events = ("Dyke Workshop", "Mill Briefing")
    assert say(begin + aside + at_it + end, **PEOPLE, event=events)[-1].event == "Mill Briefing"
    back = "At the Dyke Workshop, all were thanked.\n\n"
    assert say(begin + aside + at_it + back + end, **PEOPLE, event=events)[-1].event == "Dyke Workshop"
    assert say(begin + aside + end, **PEOPLE, event=events)[-1].event == "Dyke Workshop"


def test_a_quotation_over_paragraphs_belongs_to_the_tag_at_its_end() -> None:
    text = "“The mills have been idle since the spring.\n\n“Nobody has asked the millers why that is,” said Otto Venn."
    claims = say(text, **PEOPLE)
    assert [(c.mode, c.speaker) for c in claims] == [("direct", "Otto Venn"), ("direct", "Otto Venn")]


def test_a_heading_announces_who_is_quoted_below_it() -> None:
    text = (
        "Statement made by the representative of Ghana (excerpt)\n\n“Mr. President, my delegation is "
        "glad to be here today.”"
    )
    claim = one(text)
    assert (claim.speaker, claim.speaker_phrase, claim.on_behalf_of) == ("", "the representative of Ghana", "Ghana")


def test_observations_of_the_chair_are_his_recommendations() -> None:
    text = (
        "1. The meeting was chaired by Ms. Ilse Marr.\n\n"
        "2. The Chair has identified the following observations:\n\n"
        "3. States should raise their dykes before winter comes.\n\n"
        "4. Millers could help States with their boats and with sand."
    )
    claims = say(text, **PEOPLE)
    assert [(c.kind, c.speaker, c.modality, c.addressees) for c in claims] == [
        ("recommendation", "Ilse Marr", "should", ("States",)),
        ("recommendation", "Ilse Marr", "could", ("Millers",)),
    ]


def test_items_with_speakers_of_their_own_are_theirs() -> None:
    text = (
        "1. In the exchange the following points were raised:\n(a) Ghana asked how boats were "
        "counted;\n(b) Peru regretted the delay of the dykes;"
    )
    assert [c.speaker for c in say(text, **PEOPLE)] == ["Ghana", "Peru"]


def test_session_reports_name_who_recommended_in_brackets() -> None:
    text = (
        "9. The following recommendations will be examined in due course:\n(a) Ratify the Charter of "
        "the River League (Peru);\n(b) Raise the dykes without any delay (Ghana)."
    )
    assert [(c.speaker, c.kind) for c in say(text, **PEOPLE)] == [
        ("Peru", "recommendation"),
        ("Ghana", "recommendation"),
    ]


def test_infinitive_items_complete_their_sentence() -> None:
    text = "The Salt Union asked States parties:\n\n1. to raise the dykes;\n2. to count the boats."
    claim = one(text)
    assert claim.evidence.span.of(text).endswith("count the boats.")


def test_in_a_speech_the_speaker_says_i_and_we() -> None:
    text = (
        "Statement by Ms. Ilse Marr, Permanent Representative of Norway\n\n"
        "I thank you for the floor today. We believe that mills deserve care. States should raise their dykes soon."
    )
    claims = say(text, **PEOPLE)
    assert {(c.speaker, c.mode) for c in claims} == {("Ilse Marr", "direct")}
    assert [c.kind for c in claims] == ["statement", "statement", "recommendation"]


def test_we_of_a_joint_statement_are_its_signatories() -> None:
    text = (
        "We, the ministers of Norway and Ghana, meeting in Oslo,\n\n1. We welcome the progress made on dykes this year."
    )
    claim = next(c for c in say(text, **PEOPLE) if c.verb == "welcome")
    assert (claim.speaker, claim.speaker_phrase) == ("", "the ministers of Norway and Ghana")


def test_a_statement_at_another_event_is_placed_there() -> None:
    text = (
        "River Workshop\n\nThe River Workshop took place in Oslo. Ilse Marr said that dykes were old."
        " At the preceding NGO Briefing, Otto Venn stressed the role of millers."
    )
    claims = say(text, **PEOPLE, event=("River Workshop", "NGO Briefing"))
    assert [c.event for c in claims] == ["River Workshop", "NGO Briefing"]


def test_what_is_cited_is_handed_on() -> None:
    claim = one("Ilse Marr recalled article 7 of the Charter.", person=("Ilse Marr",), provision=("article 7",))
    assert claim.cites == ("article 7",)


def test_spans_are_exact_and_the_same_text_gives_the_same_claims() -> None:
    text = "7. Ilse Marr said that dykes were old. “They leak,” she added.\n\n8. Ghana disagreed."
    first, second = say(text, **PEOPLE), say(text, **PEOPLE)
    assert first == second
    assert quoted(text, first) == ["Ilse Marr said that dykes were old.", "They leak,", "Ghana disagreed."]


@pytest.mark.parametrize(
    ("change", "into"),
    [
        ("“", '"'),
        ("emphasized", "emphasised"),
        (" from ", "\u00a0from "),
        ("7. ", ""),
        ("Ilse Marr", "Aiko Brandt"),
        ("’", "'"),
    ],
)
def test_claims_follow_a_change_of_writing(change: str, into: str) -> None:
    text = "7. Ms. Ilse Marr, from the Salt Union, emphasized that the millers’ boats leak. “Nobody looks,” she said."
    names = {"person": ("Ilse Marr", "Aiko Brandt"), "organization": ("Salt Union",)}
    changed = say(text.replace(change, into), **names)
    assert [(c.mode, c.verb[:7], c.on_behalf_of) for c in changed] == [
        ("reported", "emphasi", "Salt Union"),
        ("direct", "say", "Salt Union"),
    ]
    assert {c.speaker for c in changed} == ({"Aiko Brandt"} if into == "Aiko Brandt" else {"Ilse Marr"})


def test_without_a_model_the_order_of_words_still_finds_what_is_plain() -> None:
    text = (
        "Ilse Marr said that dykes were old. The representative of Ghana stressed the need for sand. "
        "Nothing else happened."
    )
    claims = say(text, parser=Parser(use_model=False), **PEOPLE)
    assert [(c.speaker, c.on_behalf_of) for c in claims] == [("Ilse Marr", ""), ("", "Ghana")]


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                "Ilse Marr",
                "said",
                "that",
                "“",
                "”",
                '"',
                "'",
                "\n\n",
                "1.",
                "(a)",
                ":",
                ".",
                "she",
                "We",
                "Ghana",
                "the Chair",
                "–",
            ]
        ),
        max_size=14,
    ).map(" ".join)
)
def test_no_text_breaks_the_rules_and_every_span_is_in_it(text: str) -> None:
    for claim in say(text, parser=Parser(use_model=False), **PEOPLE):
        assert 0 <= claim.evidence.span.start < claim.evidence.span.end <= len(text)
        assert 0 < claim.evidence.confidence <= 1


@pytest.mark.parametrize("end", ["we have to look at", "the boats were seen during"])
def test_a_sentence_may_end_with_the_word_before_an_event(end: str) -> None:
    assert not say(f"So that is one of the key issues that {end}.", **PEOPLE)


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("It was stressed more than once that gender should count on quays.", "should"),
        ("It was noted more than twice that ports must keep registers.", "must"),
        ("She stressed that more came than the hall could hold.", None),
    ],
)
def test_what_is_said_more_than_once_keeps_its_modality_and_what_is_measured_has_none(
    text: str, modality: str | None
) -> None:
    assert say(text)[0].modality == modality
