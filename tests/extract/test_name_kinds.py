"""Kinds of names that unseen documents got wrong: headlines, menus, posts, laws, footnote marks, one kind a test."""

from __future__ import annotations

import pytest

from tests.extract.named import labels, things_in, typed


def names(text: str) -> list[tuple[str, str]]:
    return [(entity.kind, entity.label) for entity in things_in(text).entities.values() if entity.kind != "state"]


@pytest.mark.parametrize(
    ("headline", "body", "named"),
    [
        ("Council Members Call for Stronger Customs Systems", "The Second Committee met.", ["Second Committee"]),
        (
            "Speakers Open Debate on Better Training, Speakers Tell Fifth Committee",
            "The Fifth Committee met.",
            ["Fifth Committee"],
        ),
        ("Women and Girls Sold in Open Markets, Speaker Tells Meeting", "She thanked the Lake Trust.", ["Lake Trust"]),
        ("Better Systems Will Help Many People, Report Shows", "The Ferry Union agreed.", ["Ferry Union"]),
    ],
)
def test_title_case_words_of_a_headline_name_nobody(headline: str, body: str, named: list[str]) -> None:
    found = names(f"{headline}\n\n{body}\n")
    assert [label for kind, label in found if kind in ("organization", "person")] == named


@pytest.mark.parametrize(
    "menu", ["Media Centre", "News Centre", "Visitor Information Centre", "MEDIA CENTRE", "Contact Centre"]
)
def test_a_menu_entry_of_a_web_page_is_no_organization(menu: str) -> None:
    assert labels(f"{menu}\n\nThe train was late and nobody spoke of it.\n", "organization") == []


@pytest.mark.parametrize("name", ["Trauma Centre of Lund", "Harbour Research Centre", "Media Watch"])
def test_a_centre_with_a_name_of_its_own_is_one(name: str) -> None:
    assert labels(f"Staff of the {name} came along.", "organization") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "She works at the [Hill Institute](https://hill.example/about_us) on Mondays.",
        "Read more about the [Hill Institute](https://hill.example/x)\n",
        "[Hill Institute](http://a.example/b) Press Office",
    ],
)
def test_no_markup_of_a_link_gets_into_a_name(text: str) -> None:
    found = [label for _, label in names(text)]
    assert "Hill Institute" in found
    assert not any("](" in label or "[" in label for label in found)


@pytest.mark.parametrize("state", ["PERU", "CHAD", "OMAN", "IRAN", "FIJI", "MALI"])
def test_a_state_of_four_letters_in_capitals_is_a_state(state: str) -> None:
    assert labels(f"{state} said that the text was long.", "state") == [state]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Statements were made by Bahrain4 and others.", "Bahrain"),
        ("(also on behalf of Ecuador12), which agreed", "Ecuador"),
        ("Timor-Leste1 spoke last.", "Timor-Leste"),
    ],
)
def test_a_footnote_mark_is_no_part_of_the_name_it_is_glued_to(text: str, state: str) -> None:
    assert labels(text, "state") == [state]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The rapporteur cited the Treaty on the Banning of Nets.25 Nobody objected.", "Treaty on the Banning of Nets"),
        ("He came from the Shelter for Migrants in Brežice.128 It was cold.", "Shelter for Migrants in Brežice"),
    ],
)
def test_a_footnote_number_behind_a_full_stop_ends_the_name(text: str, name: str) -> None:
    assert not any("25" in label or "128" in label for _, label in names(text))


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("The Fair Ferries Act came into force in June.", "Fair Ferries Act"),
        ("It amended the Penal Code last year.", "Penal Code"),
        ("Article 5 of the Act on Lost Children was praised.", "Act on Lost Children"),
        ("The Prevention of Harbour Fires Act was new.", "Prevention of Harbour Fires Act"),
        ("They signed a Memorandum of Understanding on fishing.", "Memorandum of Understanding"),
    ],
)
def test_a_law_is_a_document_not_a_body(text: str, law: str) -> None:
    assert typed(text, "document") == {law: "OtherDocument"}
    assert labels(text, "organization") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The special rapporteur on fresh water, Anand Mistry, presented her report.", "Anand Mistry"),
        ("The deputy minister of Migration Sofia Kallas, opened the fair.", "Sofia Kallas"),
        ("H.E. Teresa May, former Prime Minister, agreed.", "Teresa May"),
        ("Minister Tavita replied that the road was closed.", "Tavita"),
        ("Then Secretary Gen Okoro said that he was ready.", "Okoro"),
        ("Co-Chair Aalto invited comments.", "Aalto"),
        ("The panellists Zola Nkemi and Peter Voss took the floor.", "Zola Nkemi"),
        ("Pia Aaltola, a Border Crime and Customs Officer, agreed.", "Pia Aaltola"),
    ],
)
def test_a_person_is_named_whole_and_without_the_post(text: str, name: str) -> None:
    assert name in labels(text, "person")
    assert labels(text, "place") == []


@pytest.mark.parametrize(
    "text",
    [
        "The Justice Systems of the region differ.",
        "He is Minister of Labour, of Thailand.",
        "The Prime Minister of Denmark, noted that.",
        "An Attorney General Office was opened.",
    ],
)
def test_a_post_without_a_holder_names_nobody(text: str) -> None:
    assert labels(text, "person") == []


def test_names_of_a_list_of_titled_persons_end_with_their_line() -> None:
    text = "Ms. Dina Kurz, Tern Society\nMs. Tova Ungar, Pax Lacus\nMr. Leon Gabler, Sudwind-Austria\n"
    assert labels(text, "person") == ["Dina Kurz", "Tova Ungar", "Leon Gabler"]


@pytest.mark.parametrize(
    ("text", "names_"),
    [
        ("Staff of the Council of Europe's Group of Experts on Harbour Crime came.", 1),
        ("Association Voix Ouverte and Stichting Open Water signed.", 2),
        ("Casa Girasol Sur signed.", 1),
        ("the Centre for Harbour Data Managing Director Rick Byrd said so", 1),
    ],
)
def test_an_organization_is_one_name_from_end_to_end(text: str, names_: int) -> None:
    assert len(labels(text, "organization")) == names_


@pytest.mark.parametrize(
    "text", ["the Paris Principles were met", "the Berlin Mandate of 1995", "the Lima Declaration"]
)
def test_what_is_called_by_a_town_is_not_that_town(text: str) -> None:
    assert labels(text, "place") == []


def test_a_surname_that_is_a_head_noun_elsewhere_is_no_body() -> None:
    assert labels("The WA Premier Roland Court agreed to it.", "organization") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Dunstan Government replied.", "Dunstan Government"),
        ("It thanked the Australian Government for it.", "Australian Government"),
        ("He met the Government of Peru.", "Government of Peru"),
    ],
)
def test_the_government_of_somebody_is_a_body_of_the_state(text: str, name: str) -> None:
    assert typed(text, "organization") == {name: "GovernmentBody"}


@pytest.mark.parametrize("text", ["Local Governments spoke.", "The Government agreed.", "Member Governments came."])
def test_governments_in_general_are_nobody(text: str) -> None:
    assert typed(text, "organization") == {}


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("Ferry Bank", "PrivateSectorEntity"),
        ("World Ferry Bank", "IntergovernmentalOrganization"),
        ("Bank of Peru", "GovernmentBody"),
        ("Harbour Business Council", "NonGovernmentalOrganization"),
        ("Royal Ferries Commission", "GovernmentBody"),
        ("Ports Commission", "GovernmentBody"),
        ("Neutral Nations Commission", "IntergovernmentalOrganization"),
    ],
)
def test_a_body_has_the_type_that_its_words_give(name: str, type_: str) -> None:
    assert typed(f"It was read by the {name} last year.", "organization") == {name: type_}


@pytest.mark.parametrize("ship", ["HMAS Larkspur", "HMS Gannet", "MV Ocean Star"])
def test_a_ship_is_no_person(ship: str) -> None:
    assert labels(f"The {ship}, director of the fleet, {ship} said nothing.", "person") == []


@pytest.mark.parametrize(
    ("text", "names_"),
    [
        ("The Lake Border Police spoke. Then LBP officers and staff of LBP said no.", ["Lake Border Police"]),
        ("The Tern Rescue Society met. TRS said so.", ["Tern Rescue Society"]),
        ("The Tern Rescue Society met. ABC said so.", ["Tern Rescue Society", "ABC"]),
    ],
)
def test_an_abbreviation_that_nobody_defines_is_the_one_body_with_those_initials(text: str, names_: list[str]) -> None:
    assert labels(text, "organization") == names_


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Secretary General Tern Islands Forum Ana Ruiz spoke.", "Tern Islands Forum"),
        ("He studied at Hadley's Centre for Peace Studies for years.", "Centre for Peace Studies"),
        ("The Deputy Director General Harbour Police agreed.", "Harbour Police"),
    ],
)
def test_neither_a_post_nor_an_owner_is_part_of_the_name_of_a_body(text: str, name: str) -> None:
    assert labels(text, "organization") == [name]


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("It is the largest in northern Europe today.", "northern Europe"),
        ("Routes through west Africa.", "west Africa"),
        ("Boats from south-east Asia.", "south-east Asia"),
    ],
)
def test_a_region_is_named_with_the_part_that_is_meant(text: str, region: str) -> None:
    found = things_in(text)
    assert [mention.text for mention in found.mentions if found.kind_of(mention) == "place"] == [region]


@pytest.mark.parametrize(("text", "bill"), [("It read the Fair Ports Bill twice.", ["Fair Ports Bill"])])
def test_a_bill_is_a_document(text: str, bill: list[str]) -> None:
    assert labels(text, "document") == bill


@pytest.mark.parametrize("text", ["President Bill Clayton came.", "Then Mr. Bill Ashe spoke.", "Bill Ashe agreed."])
def test_a_man_called_bill_is_no_document(text: str) -> None:
    assert labels(text, "document") == []


@pytest.mark.parametrize("text", ["He asked the COP to decide.", "Draft COP decisions were agreed.", "The COP met."])
def test_the_conference_of_another_treaty_is_a_body_even_where_only_its_abbreviation_stands(text: str) -> None:
    assert list(typed(text, "organization").values()) == ["TreatyBody"]


def test_a_numbered_session_is_not_the_body() -> None:
    assert labels("It was agreed at COP 18 last year.", "organization") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Boats came to Gull Island at night.", "Gull Island"),
        ("They sank off Tarn Reef.", "Tarn Reef"),
        ("A storm in the Gulf of Perle took them.", "Gulf of Perle"),
        ("The Member for Lowgate-Moor agreed.", "Lowgate-Moor"),
        ("She was the candidate for Tarn North, a teacher.", "Tarn North"),
    ],
)
def test_islands_waters_and_seats_of_parliament_are_regions(text: str, place: str) -> None:
    assert typed(text, "place") == {place: "Region"}


@pytest.mark.parametrize(
    "text", ["Small Island Developing States met.", "HMAS Gull Bay sailed.", "They ate on an island."]
)
def test_states_and_ships_called_by_land_or_water_are_no_place(text: str) -> None:
    assert labels(text, "place") == []


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("The Lake Museum Act of 1992 was read.", "Lake Museum Act of 1992"),
        ("It follows from the Harbour Fires (Repeal) Bill.", "Harbour Fires (Repeal) Bill"),
        ("The Safety of the Port of Tarn Act fell.", "Safety of the Port of Tarn Act"),
        ("The National Programme for Old Ferries was adopted.", "National Programme for Old Ferries"),
        ("The Harbour Strategy 2020–2025 was adopted.", "Harbour Strategy 2020–2025"),
    ],
)
def test_a_law_or_plan_is_named_with_its_bracket_and_its_years(text: str, law: str) -> None:
    assert typed(text, "document") == {law: "OtherDocument"}


@pytest.mark.parametrize(
    ("text", "treaty"),
    [
        ("The 1961 Convention on the Care of Lost Nets was signed.", "1961 Convention on the Care of Lost Nets"),
        ("They kept the Harbour Agreement of 4 May 1953.", "Harbour Agreement of 4 May 1953"),
    ],
)
def test_a_treaty_is_named_with_its_year_and_its_matter(text: str, treaty: str) -> None:
    assert labels(text, "instrument") == [treaty]


@pytest.mark.parametrize(
    ("text", "project"),
    [
        ("The Our Boats project ended.", "Our Boats project"),
        ("A 2024-2026 Research Project on Nets of Fishers began.", "2024-2026 Research Project on Nets of Fishers"),
        ("They began the Double the Catch campaign.", "Double the Catch campaign"),
        ("He praised Operation Lantern and left.", "Operation Lantern"),
        ("The PORT80 initiative was shown.", "PORT80 initiative"),
    ],
)
def test_a_project_is_named_with_its_years_and_its_aim(text: str, project: str) -> None:
    assert labels(text, "project") == [project]


@pytest.mark.parametrize(
    "text",
    [
        "It was Ana Ruiz's campaign.",
        "The Reef Campaign Spokesman left.",
        "A scheme of government.",
        "The project ended.",
    ],
)
def test_whose_campaign_it_is_makes_no_project(text: str) -> None:
    assert labels(text, "project") == []


@pytest.mark.parametrize(
    ("text", "state"), [("PNG agreed.", "PNG"), ("Papua New Guinea (PNG) agreed, said PNG.", "Papua New Guinea")]
)
def test_the_abbreviation_of_a_state_is_that_state(text: str, state: str) -> None:
    assert (labels(text, "state"), labels(text, "organization")) == ([state], [])


@pytest.mark.parametrize(
    ("text", "names_"),
    [
        ("The Rudd Labor Government met. The Rudd Government left.", ["Rudd Labor Government"]),
        ("Tarn University and the University of Tarn are one.", ["University of Tarn"]),
        ("The government of Peru agreed.", ["government of Peru"]),
        ("The Peruvian government agreed.", ["Peruvian government"]),
        ("As he told Parliament, it rained.", ["Parliament"]),
        ("HMAS Gull Bay sailed.", ["HMAS Gull Bay"]),
        ("Lake Protection Command boarded it.", ["Lake Protection Command"]),
        ("An Independent Nets Review (INR) was made.", []),
    ],
)
def test_governments_parliaments_ships_and_commands_are_bodies_a_review_is_none(text: str, names_: list[str]) -> None:
    assert labels(text, "organization") == names_


@pytest.mark.parametrize(
    ("text", "place", "type_"),
    [
        ("The ferry was held in Queensland.", "Queensland", "Region"),
        ("They fled to Rakhine State at night.", "Rakhine State", "Region"),
        ("Help was needed in northern Tasmania and in Tasmania as a whole.", "northern Tasmania", "Region"),
        ("Relief came to the Darwin region.", "Darwin region", "Region"),
        ("The boat was met west of Darwin.", "Darwin", "City"),
        ("Farmers of the Lower Tarn Province agreed.", "Lower Tarn Province", "Region"),
    ],
)
def test_parts_of_states_are_regions_where_the_text_puts_something(text: str, place: str, type_: str) -> None:
    assert typed(text, "place") == {place: type_}


@pytest.mark.parametrize("text", ["It cost US$30 million.", "Mr Guerrero spoke.", "The Trust Territories Union met."])
def test_money_surnames_and_classes_of_land_are_no_places(text: str) -> None:
    assert typed(text, "place") == typed(text, "state") == {}


@pytest.mark.parametrize(
    ("text", "body", "type_"),
    [
        ("Fiji, for the TNRK, asked for time.", "TNRK", "IntergovernmentalOrganization"),
        ("Peru, on behalf of TnRK, agreed.", "TnRK", "IntergovernmentalOrganization"),
        ("The contact group on mechanisms met again.", "contact group on mechanisms", "WorkingGroup"),
        ("It went to the National Assembly for a vote.", "National Assembly", "GovernmentBody"),
        ("He flew with the Air Force to Lund.", "Air Force", "GovernmentBody"),
        ("Staff of the Tarn Customs and Coast Authority", "Tarn Customs and Coast Authority", "GovernmentBody"),
        ("The  Task Group on Tides  (TGOT) met. TGOT agreed.", "Task Group on Tides", "WorkingGroup"),
        ("The draft COP/MOP decisions were long.", "COP/MOP", "TreatyBody"),
        ("We told the Coalition so.", "Coalition", "NonGovernmentalOrganization"),
    ],
)  # fmt: skip
def test_bodies_that_go_by_little_are_found_with_their_type(text: str, body: str, type_: str) -> None:
    assert typed(text, "organization") == {body: type_}


@pytest.mark.parametrize(
    "text",
    [
        "They spoke of means of carrying out (MOCO), and left.",
        "The crew of GULF 7 had no papers.",
        "Mr Kwan, for the record, agreed.",
        "A contact group on Tuesday's timetable met.",
        "The Joint Army of Salvation and the Airforce Road are old.",
    ],
)
def test_glosses_numbered_boats_and_days_are_no_bodies(text: str) -> None:
    assert [label for label in labels(text, "organization") if "Army" not in label] == []


def test_the_government_of_a_text_is_one_by_all_its_names() -> None:
    text = (
        "The Peruvian Government agreed. The Federal Government will pay, the Government said, and the Government "
        "did pay. "
    )
    assert typed(text, "organization") == {"Peruvian Government": "GovernmentBody"}
    two = typed(text + "The Vega Government had not.", "organization")  # neither of two is the Government
    assert two.keys() == {"Peruvian Government", "Vega Government", "the Government"}


def test_the_last_word_of_a_named_government_is_no_other_government() -> None:
    assert labels("The Vega Government and the Ruiz Government failed; the Government fell.", "organization") == [
        "Vega Government", "Ruiz Government",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "They pay for the Lake-Reef Program to Combat  Theft of Nets.",
            ["Lake-Reef Program to Combat  Theft of Nets"],
        ),
        ("They pay for the Regional Boats Program in Peru.", ["Regional Boats Program"]),
        ("See also: Migration Program", []),
    ],
)
def test_a_program_is_a_project_where_its_name_says_more_than_a_word(text: str, names: list[str]) -> None:
    assert labels(text, "project") == [" ".join(name.split()) for name in names]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("The impact of the Vega Government's policy is small.", ["Vega Government"]),
        ("Staff of the Lowland Trust's office came.", ["Lowland Trust"]),
        ("The Vega Government's Harbour Fund met.", ["Vega Government", "Harbour Fund"]),
        ("Only Labor has agreed; the Minister of Labor and Ports has not.", ["Labor"]),
    ],
)
def test_an_owner_is_found_beside_what_it_owns(text: str, bodies: list[str]) -> None:
    assert sorted(labels(text, "organization")) == sorted(bodies)


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("It has the status of the Paris Principles.", "provision", "Paris Principles"),
        ("They read the IPCC AR4 first.", "document", "IPCC AR4"),
        ("The outcome of the Northern Territory's inquiry is late.", "place", "Northern Territory"),
    ],
)  # fmt: skip
def test_works_and_rules_that_go_by_a_short_name_are_found(text: str, kind: str, label: str) -> None:
    assert labels(text, kind) == [label]


def test_a_symbol_printed_on_every_page_is_the_text_s_own() -> None:
    text = "United Nations          A/HRC/WG.9/77/XYZ/3\n\nIt met.\n\n\fA/HRC/WG.9/77/XYZ/3\n\n\n    It went on.\n"
    assert labels(text, "document") == []


def test_the_verb_of_a_headline_is_no_name_behind_its_body() -> None:
    assert labels("Council Condemns Trade in Strongest Terms\n\nThe train was late.\n", "organization") == []


def test_a_known_body_holds_no_other_that_only_its_words_show() -> None:
    assert labels("It is of the International Federation of Red Cross and Red Crescent Societies.", "organization") == [
        "International Federation of Red Cross and Red Crescent Societies"
    ]


def test_a_councillor_behind_a_name_is_who_he_is() -> None:
    assert labels("Simona Somma, Federal Councillor and Head of the Mint, agreed.", "person") == ["Simona Somma"]


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("Working Group II met, and WGII closed.", "organization", "Working Group II"),
        ("It was WG 3 that asked.", "organization", "WG 3"),
        ("Working Party IV spoke late.", "organization", "Working Party IV"),
        ("The G-77 prepared a draft.", "organization", "G-77"),
        ("Boats of the Norwegian Defence Force came.", "organization", "Norwegian Defence Force"),
        ("She works at Tarn Valley Hospital.", "organization", "Tarn Valley Hospital"),
        ("They met in the Orr Shipyard.", "organization", "Orr Shipyard"),
        ("According to the 2008 Harbour Trends report, few left.", "document", "2008 Harbour Trends report"),
        ("The UNHCR survey is old.", "document", "UNHCR survey"),
        ("A Gull Trust study says so.", "document", "Gull Trust study"),
        ("It adopted the 2006 Reef Guidelines for Small Ports.", "document", "2006 Reef Guidelines for Small Ports"),
        ("They opened the Draft Guidance on Nets.", "document", "Draft Guidance on Nets"),
        ("Non-Paper No. 4 was withdrawn.", "document", "Non-Paper No. 4"),
        ("It took note of the Summary for Policymakers.", "document", "Summary for Policymakers"),
        (
            "It heard the Special Report on Safeguarding the Tide Lakes.",
            "document",
            "Special Report on Safeguarding the Tide Lakes",
        ),
        ("It pays for the Living Reef  Project.", "project", "Living Reef Project"),
        ("The Tarn Freight  Equalisation Scheme grows.", "project", "Tarn Freight Equalisation Scheme"),
        ("A Boats for Families package was announced.", "project", "Boats for Families package"),
        ("Then T.R. Baalund, who sails, spoke.", "person", "T.R. Baalund"),
        ("Dato' Seri Ana Ruiz spoke.", "person", "Ana Ruiz"),
        ("It was Minister for Ports and Citizenship Brenda O'Toole who announced it.", "person", "Brenda O'Toole"),
    ],
)
def test_names_by_number_year_kind_and_owner_are_found_whole(text: str, kind: str, label: str) -> None:
    assert label in labels(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The annual report is late.", "document"),
        ("The Working study is late.", "document"),
        ("They met in 2006. Guidelines are few.", "document"),
        ("It has three working groups: Reef Unit studies nets; Lake Unit studies boats.", "organization"),
        ("The group A met.", "organization"),
    ],
)
def test_what_only_looks_like_such_a_name_is_none(text: str, kind: str) -> None:
    assert not any("studies" in label or kind == "document" for label in labels(text, kind))


def test_a_report_is_one_with_its_publisher_before_it_and_without() -> None:
    text = "It took up the IPCC Fourth Assessment Report. The Fourth Assessment Report is long."
    assert len(labels(text, "document")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Bo Lind, from the Lake Comm!ssion, said so.",
        "Bo Lind, from the Harb0ur Watch, said so.",
        "Bo Lind, from the Port   \nUnion spoke.",
        "Bo Lind, from the Institute for       others spoke.",
        'source: "Office of LIND, BO, MP"',
    ],
)
def test_a_name_that_damage_cuts_names_nothing(text: str) -> None:
    found = {label for kind, label in names(text) if kind != "person"}
    assert not found & {"Lake Comm", "Harb0ur Watch", "Port", "Institute", "Office of LIND"}


@pytest.mark.parametrize("body", ["Lake Commission", "Harbour Watch", "Port Union", "Orr Institute"])
def test_the_same_name_undamaged_is_found(body: str) -> None:
    assert body in labels(f"Bo Lind, from the {body}, said so.", "organization")


def test_a_process_that_goes_by_its_letters_is_no_body() -> None:
    assert labels("It is new, the CDM said on Monday.", "organization") == []
    assert labels("It is new, the QBX said on Monday.", "organization") == ["QBX"]


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("It was AGXM Vice-Chair Suri Piam who spoke.", "person", "Suri Piam"),
        ("Grants of the Embassy in Chile's Living Nets Program were paid.", "project", "Living Nets Program"),
        ("It is part of the Port Union's Clean Nets Campaign.", "project", "Clean Nets Campaign"),
        (
            "Grants of the Norwegian Embassy in Chile's Living Reef Program.",
            "organization",
            "Norwegian Embassy in Chile",
        ),
        ("Staff of the Alliance for Women's Rights came.", "organization", "Alliance for Women's Rights"),
        ("Help was needed in northern Tasmania.", "place", "northern Tasmania"),
    ],
)
def test_what_somebody_owns_or_holds_is_no_part_of_the_other_name(text: str, kind: str, label: str) -> None:
    assert labels(text, kind) == [label]
