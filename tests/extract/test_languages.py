"""Texts in French and Spanish: recognised, their closed grammars read, nothing else; other languages say so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untocgraph.core.model import Annotation, Source
from untocgraph.extract import annotate, lexicon
from untocgraph.extract.document.layout import read_layout
from untocgraph.extract.document.parse import Parser
from untocgraph.extract.languages.foreign import annotate_foreign
from untocgraph.extract.languages.foreign_citations import dates_in
from untocgraph.extract.languages.foreign_counts import number_in
from untocgraph.extract.languages.language import language_of
from untocgraph.extract.names.gazetteer import entries_for, state_code
from untocgraph.pipeline.identity import mint
from untocgraph.read.dateline import find_dateline

FRENCH = (
    "La Commission a repris ses travaux dans la salle du conseil, et les délégations ont été invitées à dire ce que"
    " leurs administrations font pour les victimes. "
)
SPANISH = (
    "La Comisión reanudó sus trabajos en la sala del consejo, y se pidió a las delegaciones que dijeran lo que hacen"
    " sus administraciones para las víctimas y con qué medios. "
)
OTHERS = {
    "pt": "A comissão retomou os seus trabalhos na sala do conselho e as delegações foram convidadas a dizer o que as"
    " suas administrações fazem para as vítimas e com que meios.",
    "de": "Die Kommission hat ihre Arbeit in dem Saal des Rates wieder aufgenommen, und die Delegationen wurden gebeten"
    " zu sagen, was sie für die Opfer tun und mit welchen Mitteln.",
    "ru": "Комиссия возобновила свою работу, и делегациям было предложено рассказать о том, что они делают.",
}


def read(text: str, language: str = "fr") -> Annotation:
    return annotate(Source(id="s", text={"fr": FRENCH, "es": SPANISH}[language] + text, sha256=""))


def paths(found: Annotation) -> list[str]:
    return [dict(entity.identity)["path"] for entity in found.entities if entity.kind == "provision"]


def labels(found: Annotation, kind: str) -> list[str]:
    return [entity.label for entity in found.entities if entity.kind == kind]


def attributes(found: Annotation, name: str) -> list[str]:
    return [claim.value for claim in found.attributes if claim.attribute == name]


@pytest.mark.parametrize(("text", "language"), [(FRENCH, "fr"), (SPANISH, "es"), *((t, c) for c, t in OTHERS.items())])
def test_a_language_is_recognised(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ana Ruiz, José de la Cruz, Marie du Pont, Luis de León",
        "The delegate of the Côte d'Ivoire said that the Ministère de la Justice had met the Cour des comptes and the"
        " Agence pour la protection des témoins, and that all of them were in favour of it.",
    ],
)
def test_an_english_text_with_foreign_names_stays_english(text: str) -> None:
    assert language_of(text) == "en"


def test_french_resolutions_and_decisions_are_read_with_number_and_date() -> None:
    found = read("Voir la résolution 12/7 du 16 octobre 2031 et les décisions 8/2 et 7/1.")
    assert attributes(found, "number") == ["12/7", "8/2", "7/1"]
    assert attributes(found, "date") == ["2031-10-16"]
    assert [entity.type for entity in found.entities] == ["Resolution", "Decision", "Decision"]


def test_spanish_resolutions_are_read_with_number_date_and_body() -> None:
    found = read("En la resolución 88/4 de la Asamblea General y la decisión 3/2, de 5 de mayo de 2036, se dijo.", "es")
    assert attributes(found, "number") == ["88/4", "3/2"]
    assert attributes(found, "date") == ["2036-05-05"]
    assert [relation.predicate for relation in found.relations].count("adopted_by") == 1


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "l'article 32, paragraphe 3 c), de la Convention contre la corruption", ["art-32/par-3/sub-c"]),
        ("fr", "le paragraphe 3 de l'article 32", ["art-32/par-3"]),
        ("fr", "l'alinéa b) du paragraphe 1 de l'article 10 bis", ["art-10bis/par-1/sub-b"]),
        ("fr", "les articles 16, 18 et 27", ["art-16", "art-18", "art-27"]),
        ("es", "el artículo 32, párrafo 3 c), de la Convención", ["art-32/par-3/sub-c"]),
        ("es", "el párrafo 3 del artículo 32", ["art-32/par-3"]),
        ("es", "el apartado c) del párrafo 3 del artículo 32", ["art-32/par-3/sub-c"]),
        ("es", "los artículos 16 y 18", ["art-16", "art-18"]),
        ("fr", "l'article 32(3)(c) de la Convention", ["art-32/par-3/sub-c"]),
        ("fr", "les paragraphes 3 et 4 de son article 36", ["art-36/par-3", "art-36/par-4"]),
        ("es", "los párrafos 3 y 4 de su artículo 36", ["art-36/par-3", "art-36/par-4"]),
        ("fr", "l'article de presse du 3 mai et le paragraphe suivant", []),
        ("es", "un artículo de prensa y el párrafo anterior", []),
    ],
)
def test_provisions_are_read_in_each_order(language: str, text: str, expected: list[str]) -> None:
    assert paths(read(f"On a lu {text}.", language)) == expected


def test_a_short_citation_at_the_start_of_a_text_is_read() -> None:
    assert paths(annotate(Source(id="s", text="L'art. 5 de la Convention. " + FRENCH, sha256=""))) == ["art-5"]


def test_the_articles_that_a_text_prints_are_not_cited() -> None:
    assert paths(read("\n\nArticle 2\nDéfinitions des termes\n\nArticle 3. Des moyens et des fins de la chose.")) == []


def test_a_resolution_is_of_the_body_that_its_possessive_stands_for() -> None:
    found = read("Ce que l'Assemblée générale a décidé dans sa résolution 88/4 du 15 novembre 2033 demeure.")
    assert [r.predicate for r in found.relations] == ["cites", "adopted_by"]
    assert attributes(found, "date") == ["2033-11-15"]
    found = read("L'Assemblée générale a siégé. Dans sa résolution 12/7, la Commission a dit ce qui suit.")
    assert "adopted_by" not in [r.predicate for r in found.relations]


def test_the_date_of_a_resolution_may_follow_its_body() -> None:
    found = read("la resolución 88/4 de la Asamblea General, de 15 de noviembre de 2033, sigue en vigor.", "es")
    assert attributes(found, "date") == ["2033-11-15"]


def test_a_provision_is_part_of_the_instrument_named_with_it() -> None:
    text = "La Convention contre la criminalité organisée vaut; voir l'article 9 de la Convention contre la corruption."
    found = read(text)
    whole = {r.object for r in found.relations if r.predicate == "part_of"}
    assert {entity.reference for entity in found.entities if entity.key in whole} == {"uncac"}


def test_a_bare_article_is_of_the_instrument_named_most_often() -> None:
    found = read("La Convención contra la Corrupción rige. El artículo 9 se aplica.", "es")
    assert [r.object for r in found.relations if r.predicate == "part_of"] == ["instrument_uncac"]


def test_states_are_read_by_their_names_and_longer_names_win() -> None:
    found = read("La Guinée-Bissau, la Côte d’Ivoire, la République arabe syrienne et le Viet Nam étaient là.")
    codes = [dict(entity.identity)["iso3"] for entity in found.entities if entity.kind == "state"]
    assert codes == ["GNB", "CIV", "SYR", "VNM"]
    found = read("Asistieron Trinidad y Tabago, Alemania y la República Democrática del Congo.", "es")
    assert [dict(e.identity)["iso3"] for e in found.entities if e.kind == "state"] == ["TTO", "DEU", "COD"]


def test_bodies_and_instruments_are_the_things_of_their_english_names() -> None:
    found = read("L'ONUDC et l'Assemblée générale appliquent la Convention de Palerme.")
    assert [entity.reference for entity in found.entities] == ["unodc", "unga", "untoc"]


def test_a_body_without_a_reference_row_is_the_same_thing_in_each_language() -> None:
    listed = {row["stands_for"]: row for row in lexicon.table("foreign_names") if row["language"] == "fr"}
    name = next(n for n, r in listed.items() if not any(e.reference for e in entries_for(n, r["kind"])))
    english = annotate(Source(id="e", text=f"The report of the {name} was read by the experts in Vienna.", sha256=""))
    french = read(f"Le rapport de {listed[name]['name']} a été lu.")
    iris = [set(mint(found).values()) for found in (english, french)]
    assert iris[0] & iris[1]


def test_symbols_are_read_in_any_language() -> None:
    found = annotate(Source(id="s", text=OTHERS["de"] + " Siehe CAC/COSP/2031/4.", sha256=""))
    assert attributes(found, "symbol") == ["CAC/COSP/2031/4"]


@pytest.mark.parametrize(("language", "text"), list(OTHERS.items()))
def test_a_passage_in_a_language_that_is_not_read_says_so_once(language: str, text: str) -> None:
    found = annotate(Source(id="s", text=text, sha256=""))
    assert [gap.kind for gap in found.gaps] == ["language"]
    assert found.gaps[0].evidence.method == f"gap.language-{language}"
    assert (found.statements, found.entities) == ((), ())


@pytest.mark.parametrize("text", [FRENCH, SPANISH])
def test_a_text_that_is_read_has_no_such_gap(text: str) -> None:
    assert annotate(Source(id="s", text=text, sha256="")).gaps == ()


def test_an_english_text_has_no_language_gap() -> None:
    text = "The delegate of Peru said that the talks on article 9 of the Convention against Corruption had gone well."
    found = annotate(Source(id="s", text=text, sha256=""), parser=Parser(use_model=False))
    assert [gap.kind for gap in found.gaps] == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "le 1er mars 2031", ("2031-03-01", "2031-03-01")),
        ("fr", "du 30 au 31 août 2031", ("2031-08-30", "2031-08-31")),
        ("es", "del 3 al 7 de junio de 2031", ("2031-06-03", "2031-06-07")),
        ("es", "en septiembre de 2031", ("2031-09", "2031-09")),
        ("fr", "le 31 février 2031", None),
    ],
)
def test_dates_are_as_exact_as_the_text(language: str, text: str, expected: tuple[str, str] | None) -> None:
    found = [(first, last) for _, first, last in dates_in(text, language)]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("line", "published"),
    [("Vienne, le 31 mai 2031. La Conférence a pris fin.", "2031-05-31"), ("Viena, 2 de junio de 2031", "2031-06-02")],
)
def test_datelines_are_read(line: str, published: str) -> None:
    found = find_dateline(line)
    assert found is not None
    assert found.published == published
    assert "," not in found.place


def test_every_listed_name_stands_for_a_known_thing() -> None:
    for row in lexicon.table("foreign_names"):
        assert any(not entry.contextual for entry in entries_for(row["stands_for"], row["kind"])), row
    codes = {row["iso3"] for row in lexicon.table("state_names")}
    assert {state_code("France"), state_code("Peru")} <= codes


def test_evidence_is_verbatim() -> None:
    text = FRENCH + "La résolution\n12/7 et l'article\u00a032, paragraphe 3, de la Convention contre la corruption."
    found = annotate(Source(id="s", text=text, sha256=""))
    assert len(found.mentions) >= 3
    assert all(text[m.evidence.span.start : m.evidence.span.end] == m.text for m in found.mentions)


@pytest.mark.parametrize(
    ("language", "words", "number"),
    [
        ("fr", "soixante et onze", 71), ("fr", "quatre-vingts", 80), ("fr", "quatre-vingt-dix-sept", 97),
        ("fr", "deux cent quatre", 204), ("fr", "mille deux cents", 1200), ("fr", "1\u00a0184", 1184), ("fr", "de", 0),
        ("es", "treinta y ocho", 38), ("es", "ciento veintidós", 122), ("es", "dos mil quinientos", 2500),
    ],
)  # fmt: skip
def test_number_words_are_read(language: str, words: str, number: int) -> None:
    assert number_in(words, language) == number


def test_participants_are_counted_where_a_verb_says_that_they_took_part() -> None:
    found = read("Quarante-quatre États parties et plus de 60 organisations non gouvernementales ont participé.")
    assert [(c.value, c.category, c.qualifier) for c in found.counts] == [
        (44, "state_party", "exact"),
        (60, "ngo", "at_least"),
    ]
    found = read("Asistieron unos 1.200 participantes y treinta y ocho organizaciones no gubernamentales.", "es")
    assert [(c.value, c.category, c.qualifier) for c in found.counts] == [
        (1200, "participant", "approximate"),
        (38, "ngo", "exact"),
    ]


def test_a_number_without_taking_part_counts_nobody() -> None:
    assert read("La Convention compte 192 États parties et 12 pays l'ont signée.").counts == ()


@given(st.text(alphabet="aeéilrstun 0123456789,.()/'’\nABCPÉ", max_size=200), st.sampled_from(["fr", "es"]))
def test_no_text_breaks_the_closed_grammars(text: str, language: str) -> None:
    words = (
        "l'article 5, paragraphe 2 a), résolution 9/1 du 3 mai" if language == "fr" else "el artículo 5, párrafo 2 a)"
    )
    found = read(text[:100] + words + text[100:], language)
    assert all(mention.text for mention in found.mentions)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        (
            "Perú y Chile firmaron. El ministro de Puertos peruano, Raúl Mena Ortiz, dijo que era un paso.",
            ("Raúl Mena Ortiz", "affiliated_with", "Perú"),
        ),
        (
            "La viceministra de Mares Alba Rey Soto dijo que Chile firma; la viceministra chilena Alba Rey Soto fue.",
            ("Alba Rey Soto", "affiliated_with", "Chile"),
        ),
        (
            "Habló el director general de Puertos Libres, Raúl Mena Ortiz, y dijo que sí.",
            ("Raúl Mena Ortiz", "affiliated_with", "Puertos Libres"),
        ),
        (
            "Alba Rey Soto, presidenta del Comité de Puertos, dijo que no.",
            ("Alba Rey Soto", "chair_of", "Comité de Puertos"),
        ),
        (
            "Le ministre chilien est venu au Mali. Le ministre malien, Ali Sow Keïta, a déclaré que le port ouvrait.",
            ("Ali Sow Keïta", "affiliated_with", "Mali"),
        ),
    ],
)
def test_whom_somebody_stands_for_is_read_in_spanish_and_french(text: str, relation: tuple[str, str, str]) -> None:
    reading = read_layout(Source(id="s", text=text, sha256=""))
    found = annotate_foreign(reading, "fr" if "ministre" in text and "ministro" not in text else "es")
    label = {entity.key: entity.label for entity in found.entities}
    assert relation in {(label[r.subject], r.predicate, label[r.object]) for r in found.relations if r.subject in label}


@pytest.mark.parametrize(
    ("language", "text", "places"),
    [
        (
            "es",
            "El relator recorrerá los estados de Sonora, Jalisco y Nuevo León.",
            ["Sonora", "Jalisco", "Nuevo León"],
        ),
        ("es", "La oficina está en La Habana y otra en Nueva York.", ["Havana", "New York"]),
        ("fr", "Le bureau de Damas a fermé, celui du Caire non.", ["Damascus"]),
        ("es", "Guerrero dijo que no.", []),
    ],
)
def test_places_are_read_under_their_names_in_each_language(language: str, text: str, places: list[str]) -> None:
    assert sorted(labels(read(text, language), "place")) == sorted(places)


@pytest.mark.parametrize(
    ("language", "text", "post"),
    [
        ("es", "El relator especial de la ONU para diques, canales y pozos, Ola Ekman, viaja.", "relator especial"),
        ("es", "Se reunió con el presidente Omar al-Tarif en junio.", "presidente"),
        ("es", "El director general adjunto de Operaciones de la UIT, Raúl Mena Ortiz, dijo que no.",
         "director general adjunto de Operaciones"),
        ("es", "Lo dijo Raúl Mena Ortiz, portavoz de la alcaldía.", "portavoz"),
        ("fr", "Le ministre de la Justice, Paul Amiot, a déclaré que non.", "ministre"),
        ("es", "Raúl Mena Ortiz, vecino de Lima, dijo que no.", ""),
    ],
)  # fmt: skip
def test_the_post_beside_a_name_is_read_without_its_body(language: str, text: str, post: str) -> None:
    assert attributes(read(text, language), "post")[-1:] == ([post] if post else [])
