"""Six French and six Spanish texts of different genres, invented: who speaks, for whom, where; and mixed documents."""

from __future__ import annotations

import pytest

from untocgraph.core.model import Annotation, Source
from untocgraph.extract import annotate
from untocgraph.extract.document.parse import Parser

Said = list[tuple[str, str, str, str]]
"""(mode, kind, speaker or the words for it, on whose behalf)"""

FRENCH: list[tuple[str, Said]] = [
    (  # press release
        "12 mars 2031 – Genève – Mme Odile Sarrant, Directrice exécutive de l'ONUDC, a déclaré que les ports étaient"
        " mal protégés et que les trafiquants le savaient. « Il faut agir sans attendre une autre année », a ajouté"
        " Mme Sarrant.",
        [
            ("reported", "statement", "Odile Sarrant", "ONUDC"),
            ("direct", "statement", "Odile Sarrant", "ONUDC"),
        ],
    ),
    (  # session report
        "À la même séance, le représentant du Niger a souligné que les victimes devaient être entendues par les juges."
        " La représentante du Pérou a recommandé que le Secrétariat établisse une liste des bonnes pratiques.",
        [
            ("reported", "statement", "le représentant du Niger", "Niger"),
            ("reported", "recommendation", "La représentante du Pérou", "Pérou"),
        ],
    ),
    (  # letter
        "Le Ministre de la justice du Sénégal, Ousmane Faye, estime que la loi est trop ancienne et qu'elle ne protège"
        " pas les témoins de ces affaires.",
        [("reported", "statement", "Ousmane Faye", "Sénégal")],
    ),
    (  # communiqué of States
        "La Suisse et ses partenaires se sont réunis. La France a exhorté les États à ratifier le Protocole sans"
        " tarder et à en informer le dépositaire dans les meilleurs délais.",
        [("reported", "recommendation", "France", "")],
    ),
    (  # report of a non-governmental organization
        "« Les témoins de ces crimes ont peur de parler », explique Léa Kassir, porte-parole de la Fondation Rivage,"
        " qui suit les procès depuis des années dans la région.",
        [("direct", "statement", "Léa Kassir", "Fondation Rivage")],
    ),
    (  # news
        "Le procureur a refusé de répondre aux questions qui lui ont été posées par les journalistes dans la salle."
        " Selon lui, les dossiers ne sont pas prêts.",
        [],
    ),
]
SPANISH: list[tuple[str, Said]] = [
    (  # the holder of a post behind the verb, then "subrayó" between commas and a verb without a subject
        "Los puertos del norte necesitan inspectores propios durante la noche, aseguró el director general de Puertos"
        " del Norte, Julio Mena Ortiz.\n\nPor ello, subrayó, el gobierno pagará los equipos. Hizo hincapié en que la"
        " ley cambiará este año.",
        [("reported", "statement", "Julio Mena Ortiz", "")] * 3,
    ),
    (  # a report that speaks, a quotation that goes on, a perfect tense
        "El Comité de Ciudades Ribereñas afirma que las obras no se han hecho a tiempo.\n\n"
        "“Los vecinos no fueron consultados por nadie”, indica el texto.\n\nEl informe critica la falta de datos.\n\n"
        "El comité ha fustigado la lentitud de las autoridades.",
        [
            ("reported", "statement", "Comité de Ciudades Ribereñas", ""),
            ("direct", "statement", "Comité de Ciudades Ribereñas", ""),
            ("reported", "statement", "Comité de Ciudades Ribereñas", ""),
            ("reported", "statement", "Comité de Ciudades Ribereñas", ""),
        ],
    ),
    (  # a sentence that leads into words of its speaker reports too
        "El ministro de Puertos, Ciro Leal Paz, señaló que el acuerdo es “un paso que ya nadie esperaba este año”.",
        [("reported", "statement", "Ciro Leal Paz", ""), ("direct", "statement", "Ciro Leal Paz", "")],
    ),
    (  # an object behind the verb is nobody who speaks
        "La encargada de las negociaciones, Berta Soto Gil, saludó el acuerdo en un breve comunicado de prensa.",
        [("reported", "statement", "Berta Soto Gil", "")],
    ),
    (  # news, inverted order, then the surname alone
        'Lima. "Las familias esperan una respuesta desde hace años", dijo Rosa Quispe Luna, portavoz de la Fundación'
        " Ribera, en la sede de la organización.\n\nQuispe Luna agregó que el juez no había leído los informes.",
        [
            ("direct", "statement", "Rosa Quispe Luna", "Fundación Ribera"),
            ("reported", "statement", "Rosa Quispe Luna", "Fundación Ribera"),
        ],
    ),
    (  # session report
        "El representante de Honduras señaló que los puertos necesitaban más personal. La delegación de Cuba pidió que"
        " se aplazara la votación hasta el día siguiente.",
        [
            ("reported", "statement", "El representante de Honduras", "Honduras"),
            ("reported", "recommendation", "La delegación de Cuba", "Cuba"),
        ],
    ),
    (  # press release
        "La relatora especial de la ONU sobre el agua, Inés Valdés Roca, advirtió que los ríos se secan y que los"
        " gobiernos no han hecho lo suficiente por las comunidades.",
        [("reported", "statement", "Inés Valdés Roca", "ONU")],
    ),
    (  # communiqué
        "Chile se comprometió a publicar los datos de las aduanas y a entregarlos cada año a la Secretaría de la"
        " Conferencia en el formato que se ha acordado.",
        [("reported", "commitment", "Chile", "")],
    ),
    (  # a subject that is no name is nobody else's statement
        "El alcalde dijo que unos dos mil vecinos estaban en las calles de la ciudad y que los niños no habían ido a la"
        ' escuela por la tormenta. "Ha sido una noche muy larga para todos", precisó.',
        [("reported", "statement", "El alcalde", ""), ("direct", "statement", "El alcalde", "")],
    ),
    (  # report without speech
        "En el año que acaba se repararon las puertas de la sala y se compraron las sillas que faltaban para los"
        " delegados de las regiones.",
        [],
    ),
]


def read(text: str) -> Annotation:
    return annotate(Source(id="s", text=text, sha256=""), parser=Parser(use_model=False))


def said(found: Annotation) -> Said:
    labels = {entity.key: entity.label for entity in found.entities}
    return [
        (s.mode, s.kind, labels.get(s.speaker, s.speaker_phrase), labels.get(s.on_behalf_of, ""))
        for s in found.statements
    ]


@pytest.mark.parametrize(("text", "expected"), [*FRENCH, *SPANISH])
def test_statements_have_their_speaker_and_whom_he_speaks_for(text: str, expected: Said) -> None:
    assert said(read(text)) == expected


@pytest.mark.parametrize(
    ("text", "name", "start", "place"),
    [
        (
            "La troisième session de la Commission des stupéfiants s'est tenue à Vienne du 4 au 6 mai 2031, dans la"
            " salle que les délégations connaissent.",
            "troisième session de la Commission des stupéfiants",
            "2031-05-04",
            "Vienna",
        ),
        (
            "El taller sobre la trata de personas se celebró en Lima el 9 de junio de 2032 con los jueces de la región"
            " y con las familias.",
            "taller sobre la trata de personas",
            "2032-06-09",
            "Lima",
        ),
    ],
)
def test_a_gathering_has_its_days_and_its_place(text: str, name: str, start: str, place: str) -> None:
    found = read(text)
    events = {entity.key: entity.label for entity in found.entities if entity.kind == "event"}
    facts = {claim.attribute: claim.value for claim in found.attributes if claim.entity in events}
    assert list(events.values()) == [name]
    assert (facts["start"], facts["place"]) == (start, place)


DUTCH = (
    "De Staten die partij zijn bij dit verdrag nemen de maatregelen die nodig zijn om de samenwerking tussen hun"
    " diensten te verbeteren. Mevrouw Anke Visser zei dat de heer Jan de Boer het niet had gelezen."
)


@pytest.mark.parametrize(
    "english",
    [
        "The delegate of Peru said that the treaty had been read by the judges of the country.",
        "The Chair thanked the secretariat for the note that it had prepared for the meeting.",
        "States shall take the measures that are needed to improve the work of their services.",
    ],
)
def test_a_dutch_passage_of_an_english_document_names_nobody_and_is_reported(english: str) -> None:
    found = read(f"{english}\n\n{DUTCH}\n\n{english}\n")
    assert not [entity for entity in found.entities if entity.kind == "person"]
    assert [gap.evidence.method for gap in found.gaps] == ["gap.language-nl"]
    assert found.gaps[0].evidence.span.start == len(english) + 2


def test_a_translation_below_its_original_is_read_as_the_same_things() -> None:
    text = (
        "The delegate of Peru said that the Conference had not read the text of the treaty.\n\n"
        "El delegado de Perú dijo que la Conferencia no había leído el texto del tratado que se le dio.\n"
    )
    found = read(text)
    assert len([entity for entity in found.entities if entity.kind == "state"]) == 1
    assert len(found.statements) == 2


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Los diques gotean en todo el norte, informó XDN Diario el martes pasado en su página.", "XDN Diario"),
        ("Bajaron las aguas. La CXW observa que los diques gotean.", "CXW"),
        (
            "El plan lo hizo la nueva alcaldesa de Puerto Verde, Ana de Blanco. "
            "La alcaldesa dijo en un comunicado que los diques gotean.",
            "Ana de Blanco",
        ),
    ],
)
def test_an_acronym_speaks_and_a_post_is_the_one_who_holds_it(text: str, speaker: str) -> None:
    found = annotate(Source(id="s", text=text, sha256=""))
    labels = {entity.key: entity.label for entity in found.entities}
    assert [labels.get(claim.speaker) for claim in found.statements] == [speaker]
