"""Which kind of document a text is, from words that the genres of this field use of themselves."""

from __future__ import annotations

import re

from untocgraph.read.dateline import Dateline

GENRES = (
    "press_release",
    "chair_summary",
    "ngo_report",
    "workshop_report",
    "resolution",
    "session_report",
    "joint_statement",
    "speech",
    "web_page",
    "other",
)

_TRAINING = r"\b(?:workshop|training|seminar|webinar|master ?class|summer school)\b"
_BODY = r"(?:working group|conference|committee|commission|meeting|session)\b"


def _line(*starts: str) -> re.Pattern[str]:
    """A line that begins with one of these, whatever marks stand before it."""
    return re.compile(rf"^\W*(?:{'|'.join(starts)})", re.I | re.M)


_SELF_NAMED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "chair_summary",
        _line(
            r"(?:draft )?summary (?:prepared )?by the (?:co-)?chairs?\b",
            r"(?:co-)?chair(?:person|s)?['’]s?['’]? summary\b",
        ),
    ),
    ("joint_statement", _line(r"joint (?:press )?(?:statement|communiqu[eé]|declaration)\b")),
    (
        "resolution",
        _line(
            r"(?:[\w ,]{0,80}:\s*)?(?:revised )?draft (?:resolution|decision)\b",
            r"(?:resolution|decision) (?:\d+/\d+|adopted by)\b",
        ),
    ),
    (
        "session_report",
        _line(
            rf"report (?:of|on) the [\w\- ]{{0,60}}{_BODY}", r"report on the (?:meeting|session)\b", r"proceedings of\b"
        ),
    ),
    (
        "workshop_report",
        _line(
            rf".{{0,120}}{_TRAINING}.{{0,80}}\b(?:report|proceedings)\b",
            rf".{{0,60}}\b(?:report|proceedings)\b.{{0,120}}{_TRAINING}",
            r"report of the rapporteur\b",
        ),
    ),
    (
        "speech",
        _line(
            r"(?:(?:opening|closing|welcome|introductory|keynote) )?(?:remarks|address|speech) (?:by|of|delivered)\b",
            r"statement (?:by|delivered)\b",
            r"check against delivery\b",
            r"(?:excellencies|ladies and gentlemen|distinguished \w+),",
        ),
    ),
    (
        "press_release",
        _line(
            r"(?:press|media|news) (?:release|statement|advisory)\b",
            r".{0,60}\b(?:media statement|press release)\W*$",
            r"for immediate release\b",
        ),
    ),
)
_SIGN_OFF = re.compile(
    r"^\W*(?:–|-)?\s*ends\s*(?:–|-)?\s*$|notes? (?:to|for) editors|media contact"
    r"|for (?:further|more) information,? (?:please )?contact",
    re.I | re.M,
)
_OPERATIVE = _line(
    r"\d{1,2}\.\s+(?:further |also |strongly )?(?:decides|requests|urges|encourages|invites|calls upon|stresses"
    r"|takes note|welcomes|reaffirms)\b"
)
_PREAMBLE = re.compile(
    r"\b(?:Recalling|Bearing in mind|Reaffirming|Noting with|Acting in compliance|Having considered)\b"
)
_QUOTED = re.compile(r"[“\"][^”\"\n]{0,2000}[”\"]")
_OWN_VOICE = re.compile(r"\b(?:we|our|us|ours)\b", re.I)
_OWN_TITLE = re.compile(
    r"['’]s? participation|\bparticipat(?:es|ed) in\b|\b(?:speaks|spoke|takes part|attends|attended|joins|joined)\b"
    r"|\bour\b|\bwe\b",
    re.I,
)
_PAGE = re.compile(r"skip to (?:main )?content|\bcookies\b|accept all|privacy policy|all rights reserved|\bfaq\b", re.I)
_EVENT_NEWS = re.compile(_TRAINING, re.I)
_QUOTING = re.compile(r"\b(?:said|added|stated|explained|told|welcomed by)\b", re.I)


def guess_genre(body: str, *, title: str = "", dateline: Dateline | None = None) -> str:
    """Return one of ``GENRES``; ``other`` where nothing speaks for one of them.

    >>> guess_genre("Constructive dialogue\\n\\nSummary by the Chair\\n\\n1. The dialogue was held.")
    'chair_summary'
    >>> guess_genre("Shopping list: bread and butter")
    'other'
    """
    head = body[:2_500]
    if len(_OPERATIVE.findall(body)) >= 3 or (_PREAMBLE.search(head) and dict(_SELF_NAMED)["resolution"].search(head)):
        return "resolution"
    for genre, pattern in _SELF_NAMED:
        if pattern.search(head):
            return genre
    prose = _QUOTED.sub(" ", body)
    words = max(1, len(prose.split()))
    own_voice = len(_OWN_VOICE.findall(prose)) / words
    lead = prose[:700] if dateline else title
    if dateline and (dateline.place or dateline.agency or _opens_with_date(head)):
        return "workshop_report" if _lead_is_training(lead) else "press_release"
    if _OWN_TITLE.search(title) or (own_voice > 0.008 and words > 60):
        return "ngo_report"
    if _SIGN_OFF.search(body[-1_500:]):
        return "press_release"
    if _EVENT_NEWS.search(title):
        return "workshop_report"
    if dateline and _QUOTING.search(body):
        return "press_release"
    return "web_page" if _PAGE.search(body) else "other"


def _opens_with_date(head: str) -> bool:
    first = next((line.strip() for line in head.splitlines() if line.strip()), "")
    return bool(re.match(r"(?:\d{1,2}\s+[A-Z][a-z]+\s+\d{4}|[A-Z][a-z]+\s+\d{1,2},\s+\d{4})\s*[-–—]", first))


def _lead_is_training(lead: str) -> bool:
    """Whether the first sentence tells of a workshop or training, not of another event."""
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z“])", lead.strip(), maxsplit=2)[:2]
    return any(_EVENT_NEWS.search(sentence) for sentence in sentences if len(sentence) > 40)
