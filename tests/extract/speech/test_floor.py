"""Who has the floor: turns, letterheads, speeches; several speakers of one utterance. Read from the text alone."""

from __future__ import annotations

import pytest

from tests.extract.saying import PARSER, needs_model
from untocgraph.core.model import Annotation, Source
from untocgraph.extract import annotate

pytestmark = needs_model


def read(text: str) -> Annotation:
    return annotate(Source(id="s", text=text.strip(), sha256=""), parser=PARSER)


def said(text: str) -> list[tuple[str, str, str]]:
    """(speaker, for whom, first words) of each statement."""
    found = read(text)
    names = {entity.key: entity.label for entity in found.entities}
    return [
        (
            names.get(claim.speaker, ""),
            names.get(claim.on_behalf_of, ""),
            " ".join(claim.evidence.span.of(text.strip()).split()[:3]),
        )
        for claim in found.statements
    ]


def also(text: str) -> list[list[str]]:
    """All speakers of each statement, the first in front."""
    found = read(text)
    names = {entity.key: entity.label for entity in found.entities}
    return [[names[key] for key in (claim.speaker, *claim.also) if key] for claim in found.statements]


BARS = """
**Working Group | Ada Obi | Chair**

We welcome the report on the safety of harbours.

**Working Group | Pedro Lima | Vice-Chair**

We urge delegations to send their views by Friday.
"""
INTERVIEW = """
Transcript of press conference, Ports Forum, Riga, 3 May 2022

QUESTION: Are the smugglers winning?

ANNA BERG: They are not. I think that the inspectors are better trained than ever.

QUESTION: The minister said that there would be a new law. Will there be one?

ANNA BERG: I expect that there will be one in June.
"""


def test_a_turn_line_with_bars_names_the_speaker() -> None:
    assert [speaker for speaker, _, _ in said(BARS)] == ["Ada Obi", "Pedro Lima"]


def test_we_in_a_joint_statement_are_the_states_that_sign_it() -> None:
    text = (
        "Joint like-minded statement on the safety of harbours\n\n"
        "We express our concern about the smuggling of persons. We call on all States to train more inspectors.\n\n"
        "{}\n"
    )
    signed = text.format("Chile, Peru, the Netherlands, Norway and the United Kingdom")
    assert [speaker for speaker, _, _ in said(signed)] == ["Chile", "Chile"]
    assert "Chile" not in {
        speaker for speaker, _, _ in said(text.format("Ports of Chile, Peru and Norway were shown."))
    }


def test_a_full_stop_and_a_dash_give_the_floor_as_a_colon_does() -> None:
    debate = (
        "HON. R. TALVI-KESKI.- I move that the Ports Bill be passed today.\n\n"
        "HON. LT. COL. K.J. ORDA.— I beg to second the motion.\n\n"
        "HON. SPEAKER.- I remind Members that the debate is limited to one hour.\n\n"
        "HON. R. TALVI-KESKI.- We must train more inspectors in every port.\n"
    )
    speakers = [speaker for speaker, _, _ in said(debate)]
    assert speakers == ["R. Talvi-Keski", "K.J. Orda", "", "R. Talvi-Keski"]


def test_answers_are_the_interviewed_persons_and_questions_nobodys() -> None:
    spoken = said(INTERVIEW)
    assert {speaker for speaker, _, _ in spoken} == {"Anna Berg"}
    assert not any(words.startswith("The minister") for _, _, words in spoken)


def test_what_a_turn_says_was_spoken() -> None:
    assert {claim.mode for claim in read(BARS).statements} == {"direct"}


def test_a_turn_of_a_state_without_a_name_speaks_for_that_state() -> None:
    text = "**Chile | Representative**\n\nWe welcome the text.\n\n**Peru | Representative**\n\nWe oppose the text."
    assert [(speaker, behalf) for speaker, behalf, _ in said(text)] == [("", "Chile"), ("", "Peru")]


SPEECH = """
Statement by Lena Holm at the Harbour Forum

Mr. Chair, Excellencies,

I have the honour to speak on behalf of the European Union. We welcome the report of the Coast Office.

Trained inspectors are essential in winter. The European Union will pay for forty of them.

The storm of last year damaged two harbours.

Thank you, Mr. Chair.
"""


def test_the_one_who_holds_a_speech_takes_its_positions_for_whom_he_says() -> None:
    spoken = [row for row in said(SPEECH) if row[2].split()[0] in ("We", "Trained", "The")]
    assert [(speaker, behalf) for speaker, behalf, _ in spoken] == [("Lena Holm", "European Union")] * 4


def test_a_sentence_of_a_speech_that_only_describes_is_its_speakers_too() -> None:
    described = [claim for claim in read(SPEECH).statements if claim.evidence.method == "statement.told"]
    assert [claim.evidence.span.of(SPEECH).strip()[:9] for claim in described] == ["The storm"]


def test_a_salutation_speaks_for_nobody() -> None:
    assert not any(words.startswith("Mr.") for _, _, words in said(SPEECH))


@pytest.mark.parametrize(
    "letterhead",
    [
        "MEDIA RELEASE\n\nThe Hon Paul Marsh MP\nMinister for Harbours",
        "The Hon Paul Marsh MP\n\nShadow Minister for Trade and Harbours\n\nMEDIA STATEMENT",
        "MEDIA RELEASE\n\nSenator Paul Marsh\nAttorney-General",
    ],
)
def test_a_release_under_a_letterhead_is_its_owners(letterhead: str) -> None:
    text = f"{letterhead}\n\nSAFER HARBOURS\n\nThe harbours must have inspectors at night, and crews must be paid."
    assert [speaker for speaker, _, _ in said(text)] == ["Paul Marsh"]


def test_a_release_of_two_is_that_of_both() -> None:
    text = (
        "JOINT MEDIA RELEASE\n\nThe Hon Paul Marsh MP\nMinister for Harbours\n\n"
        "The Hon Ana Reed MP\nMinister for Trade\n\n"
        "The harbours must have inspectors at night, and crews must be paid."
    )
    assert [(speaker, also) for speaker, also in _together(text)] == [("Paul Marsh", ["Ana Reed"])]


def _together(text: str) -> list[tuple[str, list[str]]]:
    found = read(text)
    names = {entity.key: entity.label for entity in found.entities}
    return [(names[c.speaker], [names[key] for key in c.also]) for c in found.statements]


def test_a_release_that_tells_about_its_author_is_his_only_where_it_takes_a_position() -> None:
    text = (
        "MEDIA RELEASE\n\nThe Hon Paul Marsh MP\nMinister for Harbours\n\nSAFER HARBOURS\n\n"
        "Mr Marsh visited the northern harbour yesterday with his staff.\n\nThe harbour opened in the year 1962."
    )
    assert said(text) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "For every boat that is sold, we buy two from the north.",
        "Fishers are patient people and we thank them in spring.",
        "In the harbour of the north I saw forty nets.",
    ],
)
def test_who_issues_a_release_that_tells_about_him_says_we(sentence: str) -> None:
    text = (
        "MEDIA RELEASE\n\nThe Hon Paul Marsh MP\nMinister for Harbours\n\nSAFER HARBOURS\n\n"
        f"Mr Marsh visited the northern harbour yesterday with his staff.\n\n{sentence}"
    )
    assert [speaker for speaker, _, _ in said(text)] == ["Paul Marsh"]


def test_ministers_with_letters_behind_their_names_speak_together() -> None:
    text = (
        "Safe harbours\n\nThe Minister for Boats and Nets, Ana Reed MP, and Minister for Trade, Paul Marsh MP, today "
        "called on the Port Union to end the strike."
    )
    assert also(text) == [["Ana Reed", "Paul Marsh"]]


def test_what_another_argues_in_a_speech_is_not_the_speaker_s() -> None:
    text = (
        "Speech by Paul Marsh MP, Minister for Harbours, at the Ports Forum\n\nI thank you all.\n\n"
        "The Port Union claims that our harbours are full. I see room for forty boats."
    )
    assert [speaker for speaker, _, words in said(text) if words == "The Port Union"] == ["Port Union"]


def test_the_post_alone_is_the_signer_of_a_release() -> None:
    text = (
        "MEDIA RELEASE\n\nThe Hon Paul Marsh MP\nMinister for Harbours\n\nSAFER HARBOURS\n\n"
        "The Minister said that crews were tired. He said the law would change."
    )
    assert [speaker for speaker, _, _ in said(text)] == ["Paul Marsh"] * 2


def test_each_sentence_quoted_in_a_release_is_a_statement() -> None:
    text = (
        "Press Release: Harbour Workers Union\n\nNew boats for the north\n\n"
        '"The boats are far too old. They should be replaced this year," union member Ana Ruiz said.\n'
    )
    assert [words.split()[-1] for _, _, words in said(text)] == ["are", "be"]


def test_the_line_that_says_who_issues_a_release_names_a_body_that_speaks_as_we() -> None:
    text = (
        "Press Release: Blue Harbour Circle\n\nNo more night shifts\n\nThe port employs nine hundred workers today.\n\n"
        "We are working to end night shifts. Blue Harbour Circle will march in June."
    )
    assert [speaker for speaker, _, _ in said(text)] == ["Blue Harbour Circle"] * 2


def test_before_the_first_turn_of_an_excerpt_speaks_whoever_is_thanked_next() -> None:
    text = (
        "The register must become public within a year, and nothing in it may be hidden.\n\n"
        "**Board | Pedro Lima | Co-Chair**\n\nThank you very much, Ms. Anna Berg, for these words. We go on."
    )
    assert said(text)[0][0] == "Anna Berg"


def test_before_the_first_turn_nobody_is_made_up() -> None:
    text = (
        "The register must become public within a year, and nothing in it may be hidden.\n\n"
        "**Board | Pedro Lima | Co-Chair**\n\nThank you all. We go on with the list."
    )
    assert said(text)[0][0] == ""


@pytest.mark.parametrize("verb", ["notes", "accepts", "does not accept"])
def test_the_reply_of_a_state_is_its_governments(verb: str) -> None:
    text = (
        "Replies to the review of Norway\n\n1. For the time being, the Government "
        f"{verb} recommendations 12 and 14.\n\n2. The harbour act already covers every vessel of the fleet."
    )
    assert [speaker for speaker, _, _ in said(text)] == ["Government"] * 2


def test_what_a_reply_says_of_its_state_is_said_by_the_state() -> None:
    text = (
        "Replies to the review of Norway\n\n"
        "1. For the time being, the Government accepts recommendations 12 and 14.\n\n"
        "2. Norway does not see the need for another harbour act."
    )
    assert [speaker for speaker, _, _ in said(text)] == ["Government", "Norway"]


@pytest.mark.parametrize(
    "sentence",
    [
        "JS7 recommended that ports be inspected at night.",
        "NLU-Ombudsman also stressed the cost.",
        "BHC noted that crews were unpaid.",
    ],
)
def test_an_acronym_that_nothing_spells_out_still_speaks(sentence: str) -> None:
    assert [speaker for speaker, _, _ in said(f"14. {sentence}")] == [sentence.split()[0]]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("MEXICO, the US and BRAZIL supported the new text.", ["MEXICO", "US", "BRAZIL"]),
        ("NORWAY, with CHILE, said that the fees were too high.", ["NORWAY", "CHILE"]),
        ("KENYA, supported by EGYPT and CHAD, proposed shorter deadlines.", ["KENYA", "EGYPT", "CHAD"]),
        ("Peru and Chile stressed that the deadlines were short.", ["Peru", "Chile"]),
        ("PERU said that the text was long.", ["PERU"]),
    ],
)
def test_everyone_of_a_series_speaks(text: str, speakers: list[str]) -> None:
    [found] = also(text)
    assert [name.casefold() for name in found] == [name.casefold() for name in speakers]


def test_a_state_that_another_one_answers_does_not_speak_with_it() -> None:
    [found] = also("In response to CHILE, PERU said that the fees were too high.")
    assert [name.casefold() for name in found] == ["peru"]


@pytest.mark.parametrize(
    "text",
    [
        "Kenya, for the European Union, proposed a new article.",
        "Kenya (on behalf of the European Union) welcomed the report.",
        "KENYA, speaking for the European Union, opposed the text.",
    ],
)
def test_a_state_may_speak_for_a_group(text: str) -> None:
    [(speaker, behalf, _)] = said(text)
    assert (speaker.casefold(), behalf) == ("kenya", "European Union")


def test_a_line_that_only_lists_names_says_nothing() -> None:
    text = "The following made statements:\n\n(a) Representatives of States: Chile, Peru;\n\n(b) Observers: Blue Net."
    assert said(text) == []


def test_an_untagged_sentence_about_a_state_is_not_its_statement() -> None:
    assert said("Chile is a country on the coast. Peru has many harbours.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Opening the debate by video, Ana Ruiz, Executive Director of the Coast Office, said that ports were safer.",
        "ANA RUIZ (Chile), speaking for the Group of 77, supported the text.",
        "The National Ombudsman, Ms. Ana Ruiz, said that crews had no lawyer.",
        "In the afternoon, Ana Ruiz, Minister of Ports of Chile, proposed a fund.",
    ],
)
def test_a_post_between_a_name_and_its_verb_hides_nobody(text: str) -> None:
    assert [speaker.casefold() for speaker, _, _ in said(text)] == ["ana ruiz"]


def test_the_ombudsman_is_the_one_that_the_document_names() -> None:
    text = "The Human Rights Ombudsman of Kenya opened a file.\n\nThe Ombudsman recommended that crews be paid."
    assert [speaker for speaker, _, _ in said(text)] == ["Human Rights Ombudsman of Kenya"]


@pytest.mark.parametrize("phrase", ["The Ministers", "The two sides", "The Parties"])
def test_the_parties_of_a_joint_statement_speak_together(phrase: str) -> None:
    text = (
        "Joint Statement of Chile and Peru\n\n"
        "The Ministers of Chile and Peru met in Lima on 3 May 2021 for their talks.\n\n"
        f"{phrase} welcomed the review of the harbours of the region."
    )
    assert also(text)[-1] == ["Chile", "Peru"]


def test_we_of_a_joint_statement_are_the_ministers_who_make_it() -> None:
    text = (
        "Joint statement by the Prime Ministers of Chad and Peru\n\n"
        "We, the Prime Ministers of Chad and Peru, met in Lima on 3 May 2021.\n\n"
        "We welcome the review of the harbours of the region."
    )
    assert {speaker for speaker, _, _ in said(text)} == {"Prime Ministers of Chad and Peru"}


def test_a_quotation_without_a_tag_goes_on_with_the_person_last_heard() -> None:
    text = (
        "Ms. Ana Ruiz said that the harbours were full.\n\n"
        '"We have to build another one before the winter storms come again to our coast."'
    )
    assert [speaker for speaker, _, _ in said(text)] == ["Ana Ruiz", "Ana Ruiz"]


@pytest.mark.parametrize(
    "text",
    [
        "Jordan valued the steps taken against smuggling.",
        "Malaysia sought clarification on the text.",
        "CROATIA backed the proposal on fees.",
        "Norway disassociated itself from the decision.",
    ],
)
def test_verbs_of_position_report_what_a_state_holds(text: str) -> None:
    assert [speaker.casefold() for speaker, _, _ in said(text)] == [text.split()[0].casefold()]


def test_speaking_on_behalf_of_somebody_says_nothing_yet() -> None:
    assert said("The observer of Chile, speaking on behalf of Peru.") == []


RESOLUTION = """
S/RES/9999 (2031)

Noting the report of the Coast Office on harbours at night,

Underscoring the need for better lights in all of them,

1. Reaffirms its condemnation of the smuggling of crews, who make up most of the victims;

2. Urges Member States to train inspectors in every harbour;
"""


def test_a_resolution_without_its_opening_is_the_body_of_its_symbol() -> None:
    assert [row[0] for row in said(RESOLUTION)] == ["Security Council"] * 4


def test_a_symbol_that_a_text_only_cites_adopts_nothing() -> None:
    text = "The Coast Office said that S/RES/9999 (2031) was a good basis for the work of all inspectors."
    assert [row[0] for row in said(text)] == ["Coast Office"]


@pytest.mark.parametrize("heading", ["Stronger Harbour Lights", "Sharing of Criminal Records", "Next Steps"])
def test_a_heading_in_the_line_of_its_paragraph_is_no_part_of_what_is_said(heading: str) -> None:
    [(_, _, words)] = said(f"{heading} The Ministers welcomed the outcome of the review of the harbours.")
    assert words == "The Ministers welcomed"


def test_a_heading_in_capitals_with_a_colon_introduces_no_quotation() -> None:
    text = "STUDY OF HARBOUR FEES IN THE REGION:\n\n   The study should be ready by June, and it should name the fees."
    assert all(claim.mode == "reported" for claim in read(text).statements)


def test_the_parts_of_a_text_in_two_languages_keep_its_turns() -> None:
    text = (
        "**Board | Ana Ruiz | Chair**\n\nThe register must become public, and nobody may hide from it.\n\n"
        "Les délégations qui étaient dans la salle ont dit que le texte leur semblait bien trop long.\n\n"
        "**Board | Pedro Lima | Member**\n\nEvery port that has a register of its own will find the change quite easy."
    )
    assert {"Ana Ruiz", "Pedro Lima"} <= {speaker for speaker, _, _ in said(text)}


BULLETIN = "HARBOUR TALKS HIGHLIGHTS, TUESDAY, 5 MAY 2015\n\n{} NORWAY proposed shorter deadlines. PERU opposed this."


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("However, Chile, for the European Union, supported separate talks.", "Chile"),
        ("On dates, the European Union, Chile and others supported the plan.", "European Union"),
        ("Many parties supported the proposed dates.", ""),
        ("Chile, supported by Kenya, and opposed by Peru, called for a shorter list.", "Chile"),
    ],
)
def test_to_support_a_text_in_a_debate_is_to_speak(sentence: str, speaker: str) -> None:
    spoken = [(who, words) for who, _, words in said(BULLETIN.format(sentence))]
    assert (speaker, " ".join(sentence.split()[:3])) in spoken


def test_to_support_a_port_outside_a_debate_is_no_speech() -> None:
    assert said("Chile supported forty ports of the north in the year 2014.") == []


def test_list_items_go_on_with_an_open_quotation() -> None:
    text = (
        "MEDIA RELEASE\n\nThe Hon Paul Marsh MP\nMinister for Harbours\n\nSAFER HARBOURS\n\n"
        "Mr Marsh presented the law yesterday in the northern port of the country.\n\n"
        "“This law does two things:\n\n1. It will give every harbour an inspector of its own.\n\n"
        "2. It will pay for scanners.\n\n“Crews have waited for it,” Mr Marsh said."
    )
    assert [words for _, _, words in said(text)][-3:] == ["It will give", "It will pay", "Crews have waited"]


OFFICE = """
---
title: "Transcript of joint doorstop interview"
source: "{source}"
creators:
  - "Lima, Pedro"
---

TRANSCRIPT OF A JOINT DOORSTOP WITH SENATOR PEDRO LIMA

SENATOR LIMA: It is good to be in the harbour with all of you this morning.

PRIME MINISTER: We have opened forty new ports since the election of last year.

QUESTION: Will there be more?

PRIME MINISTER: There will be ten of them before the winter comes.
"""


def test_an_office_in_a_turn_is_nobody_the_text_does_not_give_it_to() -> None:
    assert {speaker for speaker, _, _ in said(OFFICE.format(source="Office of LIMA, PEDRO, SENATOR"))} == {
        "",
        "Lima, Pedro",
    }


@pytest.mark.parametrize("surname", ["McALLEN", "MacNAIR"])
def test_a_scottish_surname_in_capitals_is_a_turn(surname: str) -> None:
    text = INTERVIEW.replace("ANNA BERG", f"ANNA {surname}")
    assert {speaker.casefold() for speaker, _, _ in said(text)} == {f"anna {surname}".casefold()}


def test_he_is_the_signer_where_nobody_else_is_named() -> None:
    text = (
        "MEDIA RELEASE\n\nThe Hon Paul Marsh MP\nMinister for Harbours\n\nSAFER HARBOURS\n\n"
        "“Crews have been waiting for this law,” Mr Marsh said.\n\n“Ports are full.\n\n“Scanners are old,” he said."
    )
    assert {speaker for speaker, _, _ in said(text)} == {"Paul Marsh"}


def test_a_post_before_the_name_behind_the_verb_is_not_who_speaks() -> None:
    text = "“These firms gain from it,” says programme co-ordinator Dr Regina Holt of the Coast Office."
    assert [speaker for speaker, _, _ in said(text)] == ["Regina Holt"]


def test_the_office_of_a_label_is_whom_the_heading_names_with_it() -> None:
    text = (
        '---\ntitle: "Joint doorstop"\ncreators:\n  - "Reed, Bo"\nsource: "Office of REED, BO, MP"\n---\n\n'
        "PRIME MINISTER\n\nTRANSCRIPT OF THE PRIME MINISTER THE HON. ILSE MARR MP JOINT DOORSTOP WITH MR BO REED MP\n\n"
        "BO REED: Welcome, everybody. It is a great day for the dykes.\n\n"
        "PRIME MINISTER: We will mend the dykes this year.\n\nQUESTION: Will it help?\n\n"
        "PRIME MINISTER: It will help every port."
    )
    found = annotate(Source(id="s", text=text, sha256=""))
    labels = {entity.key: entity.label for entity in found.entities}
    assert [labels.get(claim.speaker) for claim in found.statements] == ["Reed, Bo", "Ilse Marr", "Ilse Marr"]


@pytest.mark.parametrize(
    ("label", "heading"),
    [
        ("MINISTER PETTERSON", "Inge Petersson"),
        ("PM", "the Prime Minister, Ola Kene"),
        ("TREASURER", "Treasurer Bo Falk"),
    ],
)
def test_one_label_that_gives_an_office_gives_the_floor(label: str, heading: str) -> None:
    text = f"""
Transcript of press conference, Riga, 3 May 2022

Press conference with {heading}

{label}: We have agreed to share the harbour registers. I am confident that it will be done by June.
"""
    assert {speaker for speaker, _, _ in said(text)} == {heading.rsplit(", ", 1)[-1].removeprefix("Treasurer ")}


def test_the_author_of_the_front_matter_speaks_though_the_text_never_names_him() -> None:
    text = """---
title: "Transcript of doorstop interview: Harbour House"
creators:
  - "Falk, Bo"
source: "PRIME MINISTER"
---

Doorstop interview at Harbour House

PM: We will train forty inspectors. I am pleased with the new quay.
"""
    assert {speaker for speaker, _, _ in said(text)} == {"Falk, Bo"}


@pytest.mark.parametrize(
    "opening",
    [
        "We sat down. After opening remarks from Secretary-General Inge Falk, the panel began. Talks followed.",
        "The hall filled slowly. There was an address by Minister Inge Falk about nets. Then came the ferrymen.",
        "I went to Riga in May. A statement by Ambassador Inge Falk opened the day. The ferrymen then spoke.",
    ],
)
def test_whom_a_story_tells_to_have_spoken_is_not_its_author(opening: str) -> None:
    text = f"""
{opening}

We must train more inspectors. I believe that the quay should be mended, and my own harbour could pay for it.

by Mara Kene

Student of harbours
"""
    assert "Inge Falk" not in {speaker for speaker, _, _ in said(text)}


@pytest.mark.parametrize("role", ["Vice-Chair", "Co-Chair", "Co-Facilitator"])
def test_a_role_is_no_organization_that_nothing_spells_out(role: str) -> None:
    found = read(f"Chile asked which ports had agreed. The {role} replied that none had objected.")
    assert not [e.label for e in found.entities if e.label.casefold() == role.casefold()]


def test_marks_before_each_paragraph_wait_for_the_tag_that_ends_them() -> None:
    text = """
MEDIA RELEASE

"The quay is rotten and the town will have to pay for it," said Mr Bo Falk.

Ms Inge Berg warned that the sheds would be next.

"The ferries have carried more people this year than in any year before this one.

"The harbour office keeps telling the same old tale about its missing registers.

"We need new ropes and new nets before the winter comes," said Ms Berg.
"""
    assert [speaker for speaker, _, _ in said(text)] == ["Bo Falk", *["Inge Berg"] * 4]


@pytest.mark.parametrize("earlier", ["representative of Chile", "observer for the Reed Trust", "panellist from Chad"])
def test_an_officer_is_not_whoever_spoke_before_him(earlier: str) -> None:
    text = f"12. The {earlier} welcomed the news. The Secretary undertook to publish it."
    assert said(text)[-1][:2] == ("", "")


ARTICLE = """
Empty berths, full nets

By Ola Kene

Three of us sat in the gallery when the Port Forum met. We should not be surprised that nobody asked the crews.

Mara Lind said that the crews were tired. I think that the Forum must hear them next year, as we were told.
"""


def test_an_article_with_a_byline_is_its_writers_where_it_takes_a_position() -> None:
    found = {words: speaker for speaker, _, words in said(ARTICLE)}
    assert found["We should not"] == found["I think that"] == "Ola Kene"
    assert found["Mara Lind said"] == "Mara Lind"
    assert not any(words.startswith("Three of") for words in found), "what only tells is no statement"


def test_without_a_byline_an_article_is_nobodys() -> None:
    assert "Ola Kene" not in [speaker for speaker, _, _ in said(ARTICLE.replace("By Ola Kene", "Riga, 3 May"))]


@pytest.mark.parametrize("others", ["a number of others", "many others"])
def test_a_series_that_ends_with_others_keeps_those_it_names(others: str) -> None:
    [found] = also(f"Delegates met.\n\nCHILE, PERU, and {others} stressed that ports need inspectors.")
    assert [name.casefold() for name in found] == ["chile", "peru"]


def test_in_a_joint_statement_that_says_we_every_sentence_is_that_of_its_parties() -> None:
    told = (
        "Joint statement by the Ministers of Ports of Chile and Peru\n\n{} of ports in Lima.\n\n"
        "The smugglers have widened their routes across the whole coast.\n"
    )
    ours = also(told.format("We welcome the review"))
    assert ours == [["Chile", "Peru"], ["Chile", "Peru"]]
    assert len(also(told.format("The Ministers welcomed the review"))) == 1


def test_a_name_that_nobody_knows_is_not_the_one_who_has_the_floor() -> None:
    text = INTERVIEW + "\nANNA BERG: The Zelpaq noted last week that rents had doubled in the harbour.\n"
    assert ("", "", "The Zelpaq noted") in said(text)


def test_the_words_that_a_paragraph_announces_are_all_those_of_the_one_it_names() -> None:
    lead = "RIGA – Senator Lena Holm decried the smugglers. Holm delivered the following {}:\n\n"
    words = (
        "Madam President, I rise today to speak about ports.\n\nThe smugglers have widened their routes every year.\n"
    )
    assert ("Lena Holm", "", "The smugglers have") in said(lead.format("speech") + words)
    assert ("Lena Holm", "", "The smugglers have") not in said(lead.format("parcels") + words)
