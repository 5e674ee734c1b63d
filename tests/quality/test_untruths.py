"""What careful reading of ten more documents found told untruly, each kind with other names."""

from __future__ import annotations

from typing import Any

import pytest

from untocgraph.core.model import Source
from untocgraph.extract import annotate
from untocgraph.extract.names.organizations import organization_type

from .cases import Claims

CASES: dict[str, tuple[str, dict[str, list[Any]], dict[str, list[Any]]]] = {
    "a post over a wrapped line keeps Shadow": (
        "The boats keep coming - Shadow  Minister for Ports and Lakes, Ana Ruiz said today.",
        {"attributes": [{"of": "Ana Ruiz", "attribute": "post", "value": "Shadow Minister for Ports and Lakes"}]},
        {"attributes": [{"of": "Ana Ruiz", "attribute": "post", "value": "Minister for Ports and Lakes"}]},
    ),
    "what something is measured by is no offer": (
        'Ana Ruiz said: "More boats have come than the three harbours could ever hold."',
        {"statements": [{"text": "More boats have come"}]},
        {"statements": [{"text": "More boats have come", "modality": "could"}]},
    ),
    "charges against people are no attendance": (
        "The Harbour Expo was held in Lima. This follows the dropping of charges against 9 people at the Harbour Expo.",
        {},
        {"counts": [{"category": "participant", "value": "9"}]},
    ),
    "a parliament is not a union whose name begins alike": (
        "Ana Ruiz heads the Parliamentarians Reef Council. It asked the ministry to bring a bill to Parliament.",
        {"apart": [["Parliamentarians Reef Council", "Parliament"]]},
        {},
    ),
    "a forum that brings bodies together is no meeting that they attend": (
        "On 3 May 2031 Peru attended the Lima Reef Conference. "
        "The Reef Process is the key forum on reefs, bringing together Seal Watch and the Port Union.",
        {},
        {"relations": [{"s": "Seal Watch", "p": "participates_in", "o": "Lima Reef Conference"}]},
    ),
    "a street of two is no person": (
        "Authorised by Ana Ruiz, Cnr Blackwell and Marlow Sts HILLTON 26.",
        {},
        {"entities": [{"kind": "person", "form": "Blackwell"}]},
    ),
    "a chair with a State in brackets speaks for no State": (
        "Contact group Co-Chair Ana Ruiz (Peru) reported on the talks. Omar Lind (Chile) reported on the rest.",
        {"statements": [{"text": "reported on the rest", "behalf": "Chile"}]},
        {"statements": [{"text": "reported on the talks", "behalf": "Peru"}]},
    ),
    "who is encouraged to do something has said nothing": (
        "The Lima Conference met. States were also encouraged to punish reef theft. Peru was encouraged by the talks.",
        {"statements": [{"text": "encouraged by the talks"}, {"text": "punish reef theft", "speaker": None}]},
        {"statements": [{"text": "punish reef theft", "speaker": "States"}]},
    ),
    "a convention's name goes on behind a second on": (
        "Peru ratified the Joint Convention on the Safety of Reefs and on the Safety of Lakes.",
        {"entities": [{"form": "Joint Convention on the Safety of Reefs and on the Safety of Lakes"}]},
        {"entities": [{"form": "Convention on the Safety of Reefs"}]},
    ),
    "an abbreviation means the body of the text whose initials it is": (
        "The Reef Party mourned the DPA President. Dolphin Peoples Assembly President, Omar Lind, died.",
        {"same": [["DPA", "Dolphin Peoples Assembly"]]},
        {},
    ),
    "a line for journalists is no body": (
        "Media enquiries: Harbour and Lake Protection Portfolio Media: (02) 55.",
        {},
        {"entities": [{"kind": "organization", "form": "Harbour and Lake Protection Portfolio Media"}]},
    ),
    "of two governments neither is the Government": (
        "A letter from the Peruvian Government showed that the Government is silent. The Ruiz Government was better. "
        "So it is with a tired Government.",
        {"apart": [["Peruvian Government", "the Government"], ["Ruiz Government", "the Government"]]},
        {},
    ),
    "a convention's first words are its short name": (
        "Peru ratified the Joint Convention on the Safety of Reefs. Peru signed the Joint Convention in 2031.",
        {"same": [["Joint Convention on the Safety of Reefs", "Joint Convention"]]},
        {},
    ),
    "a treaty with UN before its name is the treaty": (
        "Chile signed the Convention on the Rights of the Child. Peru ratified the UN Convention on the Rights of the "
        "Child.",
        {"same": [["Convention on the Rights of the Child", "UN Convention on the Rights of the Child"]]},
        {},
    ),
    "a people is no body, abbreviated or not": (
        "The Dune-speaking ethnic group (DSEG) sings. The Dune Rights Office (DRO) listens.",
        {"entities": [{"kind": "organization", "form": "DRO"}]},
        {"entities": [{"kind": "organization", "form": "DSEG"}]},
    ),
    "what we could is no offer": (
        'Ana Ruiz said: "The Union would salvage what we could out of the reef pact."',
        {"statements": [{"text": "The Union would salvage what we could out of the reef pact"}]},
        {"statements": [{"text": "what we could", "modality": "could"}]},
    ),
    "bodies that a forum brings together are no guests, however long it is described": (
        "Peru attended the Lima Reef Conference. The Reef Process is the key forum in the region for addressing the "
        "challenges of reefs, bringing together States and agencies, including Seal Watch and the Port Union.",
        {},
        {"relations": [{"s": "Seal Watch", "p": "participates_in", "o": "Lima Reef Conference"}]},
    ),
    "what is submitted to it is no town": (
        "The reef pact went to the Duma for advice. Ana Ruiz spoke to the Knesset.",
        {"entities": [{"kind": "organization", "form": "Knesset"}]},
        {"entities": [{"kind": "place", "form": "Duma"}]},
    ),
    "the secretariat is not one that is named only later": (
        "The Reef Body asks the Secretariat to write a paper. It thanks the Lake Observing System Secretariat.",
        {"apart": [["the Secretariat", "Lake Observing System Secretariat"]]},
        {},
    ),
    "what a spokesperson speaks for belongs to the post": (
        "Reef Party co-leader, and lake issues spokesperson, Ana Ruiz, has spoken.",
        {"attributes": [{"of": "Ana Ruiz", "attribute": "post", "value": "lake issues spokesperson"}]},
        {"attributes": [{"of": "Ana Ruiz", "attribute": "post", "value": "spokesperson"}]},
    ),
    "a request for the floor is no offer": (
        'Ana Ruiz said: "Could I simply update you on the reefs that I have seen?"',
        {"statements": [{"text": "Could I simply update you"}]},
        {"statements": [{"text": "Could I simply update you", "modality": "could"}]},
    ),
    "who leads those who speak does not speak for them": (
        "Los especialistas de la ONU, dirigidos por el científico sueco Ake Lund, afirmaron este lunes que las armas "
        "se utilizaron en las afueras de Lima con gas.",
        {"statements": [{"text": "las armas se utilizaron"}]},
        {"statements": [{"text": "las armas se utilizaron", "speaker": "Ake Lund"}]},
    ),
    "a document's symbol is no abbreviation of who wrote it": (
        "It adopts the report of the Working Group on the Reef Review (A/HRC/28/15), and the views of the State.",
        {"entities": [{"kind": "organization", "form": "Working Group on the Reef Review"}]},
        {"entities": [{"kind": "organization", "form": "A/HRC/28/15"}]},
    ),
    "an address is no person": (
        "Authorised and printed by Ana Ruiz, Cnr Weller and Marlow Sts, Lima.",
        {},
        {"entities": [{"kind": "person", "form": "Marlow Sts"}, {"kind": "person", "form": "Cnr Weller"}]},
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_what_the_text_does_not_say_is_not_found(case: tuple[str, dict[str, list[Any]], dict[str, list[Any]]]) -> None:
    text, expected, forbidden = case
    claims = Claims(text)
    assert claims.missing(expected) == []
    assert claims.present(forbidden) == []


@pytest.mark.parametrize(
    ("name", "head", "given", "type_"),
    [
        ("Harbour Works Fund", "Fund", "NonGovernmentalOrganization", "OrganizationalUnit"),
        ("Reef Legal Defense Fund", "Fund", "NonGovernmentalOrganization", "NonGovernmentalOrganization"),
        ("AFRICA GROUP", "GROUP", "NonGovernmentalOrganization", "IntergovernmentalOrganization"),
        ("Reef Group", "Group", "NonGovernmentalOrganization", "NonGovernmentalOrganization"),
        ("United Nations Reef Command", "Command", "GovernmentBody", "IntergovernmentalOrganization"),
        ("Consejo de Arrecifes de la ONU", "Consejo", "GovernmentBody", "IntergovernmentalOrganization"),
        ("Comité de la ONU", "Comité", "NonGovernmentalOrganization", "TreatyBody"),
        ("Disabled Divers Assembly", "Assembly", "IntergovernmentalOrganization", "NonGovernmentalOrganization"),
    ],
)
def test_a_body_is_what_the_words_of_its_name_tell(name: str, head: str, given: str, type_: str) -> None:
    assert organization_type(name, (head,), given) == type_


def test_the_town_of_a_sign_off_is_not_where_the_meeting_is() -> None:
    text = (
        "The Third Reef Conference\n\nMinister Ana Ruiz will be attending the Third Reef Conference on 30 March.\n\n"
        "Peru looks forward to the Third Reef Conference.\n\nLima  28 MARCH 2031\n"
    )
    found = annotate(Source(id="s", text=text, sha256="", published="2031-03-28"))
    assert not [claim for claim in found.attributes if claim.attribute in ("place", "country")]


def test_a_thing_is_called_by_its_name_and_not_by_words_that_describe_it() -> None:
    found = annotate(Source(id="s", text="A landmark arms trade treaty: the Arms Trade Treaty (ATT) opens.", sha256=""))
    assert [thing.label for thing in found.entities if thing.kind == "instrument"] == ["Arms Trade Treaty"]


def test_one_of_several_articles_is_not_called_by_all_their_numbers() -> None:
    found = annotate(Source(id="s", text="Issues relating to Protocol Articles 5, 7 and 8 were heard.", sha256=""))
    labels = [thing.label for thing in found.entities if thing.kind == "provision"]
    assert sorted(labels) == ["Protocol Article 5", "Protocol Article 7", "Protocol Article 8"]


@pytest.mark.parametrize(
    "text", ["A spokesman of the HXQ said no.", "Mr Omar Lind thanked Dr Ana Ruiz from Blue Tide."]
)
def test_of_a_body_that_only_its_name_tells_of_nobody_says_that_it_is_non_governmental(text: str) -> None:
    found = annotate(Source(id="s", text=text, sha256=""))
    assert [thing.type for thing in found.entities if thing.kind == "organization"] == ["Organization"]


def test_several_events_of_two_months_lie_in_the_span_and_none_is_given_both() -> None:
    text = (
        "Vienna, 8 June 2031. Three more Constructive Dialogues will take place in September and October this year: "
        "on International Cooperation, Trafficking in Persons and Smuggling of Migrants."
    )
    found = annotate(Source(id="s", text=text, sha256="", published="2031-06-08"))
    told = {
        (claim.attribute, claim.value) for claim in found.attributes if claim.attribute in ("start", "end", "within")
    }
    assert told == {("start", "2031"), ("within", "2031-09/2031-10")}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "A written report summarizing the talks will be prepared by the Chair.",
            "written report summarizing the talks",
        ),
        (
            "The summary of the talks prepared by the Chair together with the replies of all guests will be published.",
            "summary of the talks prepared by the Chair",
        ),
        ("The report of the Chair was good.", ""),
    ],
)
def test_a_report_that_is_announced_is_a_document_and_one_that_is_only_told_of_is_not(text: str, name: str) -> None:
    found = annotate(Source(id="s", text=text, sha256=""))
    assert [thing.label for thing in found.entities if thing.kind == "document"] == [name] * bool(name)


def test_what_a_release_of_a_body_quotes_goes_on_with_the_person_quoted_and_not_with_the_body() -> None:
    text = (
        "**Press Release: [Reef Party](https://example.org)**\n\n"
        '"Our harbour is open to all," Mr Lind told the fleet.\n\n"We have to keep the harbour and fleet growing."\n'
    )
    found = annotate(Source(id="s", text=text, sha256=""))
    (said,) = [s for s in found.statements if "keep the harbour" in s.evidence.span.of(text)]
    assert "Lind" in said.speaker_phrase
