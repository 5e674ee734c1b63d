"""What a text says of itself, on invented texts and, where it is there, on the shared corpus."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from untocgraph.read import guess, read
from untocgraph.read.dateline import find_dateline, first_date

SHARED = Path(__file__).parents[3] / "shared"


@pytest.mark.parametrize(
    ("text", "published", "place"),
    [
        ("Nairobi, 3 March 2021. The group met.", "2021-03-03", "Nairobi"),
        ("Lima (Peru) – 12 May 2022. The group met.", "2022-05-12", "Lima (Peru)"),
        ("BANGKOK, Feb. 7, 2020 (Example Wire) — The group met.", "2020-02-07", "BANGKOK"),
        ("9 October 2018 - Some people gathered.", "2018-10-09", ""),
        ("A title\n\nPosted on July 1st, 2023 by a member\n\nText.", "2023-07-01", ""),
        ("Body\nDistr.: General\n14 July 2024\n\nOriginal: English", "2024-07-14", ""),
        ("**Thursday, 6 June 2019, 10:53 am**\nText follows.", "2019-06-06", ""),
        ("A text that ends with a signature.\n\nOslo\t28 MARCH 2011", "2011-03-28", "Oslo"),
        ("Version 2, 4.12.2020\nText.", "2020-12-04", ""),
        ("2023-05-31\n\nText.", "2023-05-31", ""),
    ],
)
def test_a_date_is_read_where_publication_dates_stand(text: str, published: str, place: str) -> None:
    found = find_dateline(text)
    assert found is not None
    assert (found.published, found.place) == (published, place)


@pytest.mark.parametrize(
    "text",
    [
        "The dialogue was held on 5 May 2023 in Vienna.",
        "Constructive dialogue\n(Vienna and online, 1 July 2022)\n\nText.",
        "Training\n10–12 November 2020\n\nText.",
        "On 3 March 2021, the group met. It was cold.",
        "31 April 2021 - no such day",
    ],
)
def test_the_date_of_an_event_is_not_taken_for_the_date_of_the_text(text: str) -> None:
    assert find_dateline(text) is None


def test_an_ambiguous_numeric_date_is_not_read() -> None:
    assert first_date("03/04/2023") == ""


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("Text.\n\n© 2021 Example Trust. Registered in Oslo. All rights reserved.", "Example Trust"),
        ("Text.\n\nCopyright 2019-2022 Example Trust | Privacy", "Example Trust"),
        ("**Press Release: [Example Party](https://example.org/p)**\n\nText.", "Example Party"),
        ("Published by: Example Institute\n\nText.", "Example Institute"),
        ("ROME, Jan. 3, 2020 (Example Wire) — Text.", "Example Wire"),
        ("---\npublisher: Example Ministry\n---\nText.", "Example Ministry"),
        ("United Nations                A/XYZ/12/3\nDistr.: General\n\nText.", "United Nations"),
        ("© Example photographer\n\n" + "A long text follows here. " * 40, ""),
    ],
)
def test_a_publisher_is_read_from_what_publishers_print(text: str, publisher: str) -> None:
    assert guess(text).publisher == publisher


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# A call from the coast\n\nText.", "A call from the coast"),
        ("A call from the coast\n=====\n\nText.", "A call from the coast"),
        ("Skip to content\nMenu | Home | News\n\nA call from the coast\n\nText. More text.", "A call from the coast"),
        ("Breadcrumb words here\nA call from afar\nA call from afar\nText. More text.", "A call from afar"),
        ("A LONG TITLE IN CAPITALS\nOVER TWO LINES\n\nText.", "A LONG TITLE IN CAPITALS OVER TWO LINES"),
        ("United Nations  A/C.1/2\nDistr.: General\nAgenda item 6\nOther\n\nA call\nof old", "A call of old"),
        ("---\ntitle: A call\n---\nSomething else\n\nText.", "A call"),
        ("Quito, 3 March 2021. The group met. It sat for long.", ""),
    ],
)  # fmt: skip
def test_a_title_is_the_first_line_that_reads_like_one(text: str, title: str) -> None:
    assert guess(text).title == title


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        ("Dialogue with stakeholders\n\nChair’s summary\n\n1. It was held.", "chair_summary"),
        ("Joint communiqué\n\nThe Ministers met.", "joint_statement"),
        ("Peru: draft resolution\n\nRecalling its resolution,\n1. Decides to meet.", "resolution"),
        ("1. Decides to meet;\n2. Requests a report;\n3. Invites donors.", "resolution"),
        ("Report on the meeting of the Working Group\n\n1. It met.", "session_report"),
        ("Report of the training of prosecutors\n\nThey came.", "workshop_report"),
        ("Opening remarks by the Director\n\nExcellencies, welcome.", "speech"),
        ("Some news\n\nText of it.\n\nNotes to editors\n1. Call us.", "press_release"),
        ("Rome, 3 May 2022. The group met and the Chair spoke.", "press_release"),
        ("Rome, 3 May 2022. A two-day workshop on data brought many experts to the city of Rome.", "workshop_report"),
        ("Our year at the UN\n\nWe went there and we spoke. Our members were glad.", "ngo_report"),
        ("Skip to main content\nWho is who\n\nThe list of members.", "web_page"),
        ("A shopping list", "other"),
    ],
)
def test_a_genre_is_told_by_the_words_it_uses_of_itself(text: str, genre: str) -> None:
    assert guess(text).genre == genre


def test_front_matter_stays_in_the_text_and_gives_metadata(tmp_path: Path) -> None:
    text = "---\ntitle: A call\ndate: 2020-01-02\nsource-url: https://example.org/a\n---\nThe text.\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (source,) = read(tmp_path).sources
    assert source.text == text
    assert (source.title, source.published, source.url) == ("A call", "2020-01-02", "https://example.org/a")


@pytest.mark.parametrize(
    "front", ["a: [", "- a\n- list", "!!python/object/apply:os.system ['true']", "a: &x [*x]", "[" * 5000]
)
def test_front_matter_that_is_broken_or_hostile_is_just_text(front: str) -> None:
    assert guess(f"---\n{front}\n---\nQuito, 3 March 2021. The group met.").published == "2021-03-03"


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "corpus_written").is_dir(), reason="../shared is not beside the checkout")
def test_the_genres_of_written_documents_are_guessed_as_their_manifest_states_them() -> None:
    folder = SHARED / "corpus_written"
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as handle:
        stated = {row["id"]: (row["genre"], row["published"]) for row in csv.DictReader(handle)}
    sources = read(sorted(folder.glob("D*.txt"))).sources
    assert {source.id: (source.genre, source.published) for source in sources} == stated


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="../shared is not beside the checkout")
def test_the_dates_and_genres_of_the_corpus_are_guessed() -> None:
    found = {source.id[:3]: (source.genre, source.published) for source in read(SHARED / "corpus").sources}
    assert found == {
        "000": ("press_release", "2023-06-08"),
        "001": ("ngo_report", ""),
        "002": ("press_release", "2022-06-02"),
        "003": ("chair_summary", ""),
        "004": ("workshop_report", "2019-10-14"),
    }
