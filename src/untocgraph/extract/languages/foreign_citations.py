"""Citations and dates in French and Spanish: "résolution 9/1 du 16 octobre 2020", "artículo 32, párrafo 3 c)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from untocgraph.core import resources
from untocgraph.core.model import PartialDate, Span
from untocgraph.extract.languages.words import any_of, words_of
from untocgraph.extract.names.candidates import Candidate
from untocgraph.reference.citing import find_cited_units

_NUMBER = (
    r"(?:[A-Z]{1,4}-)?\d{1,4}(?:\s?[A-Z])?/(?:CP\.|COP\.|MOP\.)?\d{1,4}(?![\d/])|\d{1,4}\s\((?:\d{4}|[XVIL]{1,6})\)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date with what it is the date of: ``of`` is the stretch of the citation, ``span`` that of the date."""

    of: Span
    span: Span
    value: str


@resources.derived()
def _date(language: str) -> re.Pattern[str]:
    between = r"\s+(?:del?\s+)?" if language == "es" else r"\s+"
    day = r"(?:1er|1º|1\.º|\d{1,2})"
    ends = rf"(?P<first>{day})\s*(?:\s(?:{any_of(language, 'to', 'and')})\s|[-–])\s*(?P<last>{day})|(?P<day>{day})"
    return re.compile(
        rf"(?<![\w/])(?:(?:{ends}){between})?(?P<month>{any_of(language, 'month')}){between}"
        rf"(?P<year>(?:19|20)\d\d)(?!\d)",
        re.I,
    )


def dates_in(text: str, language: str) -> Iterator[tuple[Span, str, str]]:
    """Yield each full or partial date of a French or Spanish text: (where, its first day, its last day), as ISO 8601.

    >>> [(first, last) for _, first, last in dates_in("du 5 au 9 juin 2023, en mai 2024", "fr")]
    [('2023-06-05', '2023-06-09'), ('2024-05', '2024-05')]
    >>> [first for _, first, _ in dates_in("el 31 de mayo de 2023", "es")]
    ['2023-05-31']
    """
    months = [month.casefold() for month in words_of(language, "month")]
    for match in _date(language).finditer(text):
        month = months.index(match["month"].casefold()) + 1
        days = [re.match(r"\d+", match[name]) for name in ("first", "last", "day") if match[name]]
        try:
            made = [str(PartialDate(int(match["year"]), month, int(day[0]))) for day in days if day]
        except ValueError:
            continue
        made = made or [str(PartialDate(int(match["year"]), month))]
        yield Span(match.start(), match.end()), made[0], made[-1]


def find_cited(text: str, language: str, named: Sequence[Candidate]) -> tuple[list[Candidate], list[Dated]]:
    """Return resolutions, decisions and provisions, and the dates given with resolutions.

    ``named`` holds the instruments and organizations of the text. A bare "article 8" is of the instrument that the
    text names most often.
    """
    by_start = {c.start: c for c in sorted(named, key=lambda c: c.end)}
    resolutions, dated = _resolutions(text, language, by_start)
    return [*resolutions, *_provisions(text, language, by_start)], dated


# ---- resolutions ----


@resources.derived()
def _resolution(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:(?P<resolution>{any_of(language, 'resolution')})|(?P<decision>{any_of(language, 'decision')}))"
        rf"\s+(?=(?:{_NUMBER}))",
        re.I,
    )


@resources.derived()
def _after_number(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:,\s*|,?\s+(?:{any_of(language, 'and')})\s+)(?:(?:{any_of(language, 'of')})\s*)?(?=(?:{_NUMBER}))"
    )


@resources.derived()
def _of(language: str) -> re.Pattern[str]:
    return re.compile(rf"\s*,?\s+(?:{any_of(language, 'of')})(?:\s+|(?<=['’]))")


@resources.derived()
def _dated(language: str) -> re.Pattern[str]:
    return re.compile(rf"\s*,?\s+(?:{any_of(language, 'dated')})\s+(?=\d)")


def _resolutions(text: str, language: str, by_start: Mapping[int, Candidate]) -> tuple[list[Candidate], list[Dated]]:
    found: list[Candidate] = []
    dated: list[Dated] = []
    dates = {span.start: (span, first) for span, first, _ in dates_in(text, language)}
    for match in _resolution(language).finditer(text):
        type_ = "Decision" if match["decision"] else "Resolution"
        items: list[tuple[int, int]] = []
        at = match.end()
        while number := re.compile(_NUMBER).match(text, at):
            items.append((number.start(), number.end()))
            follows = _after_number(language).match(text, number.end())
            if follows is None:
                break
            at = follows.end()
        end = items[-1][1]
        issued = _dated(language).match(text, end)
        if issued and issued.end() in dates:
            span, value = dates[issued.end()]
            dated.append(Dated(of=Span(items[-1][0] if len(items) > 1 else match.start(), end), span=span, value=value))
            end = span.end
        body = _after(text, end, language, by_start) or _owner(text, match.start(), language, by_start)
        if body and not issued and (issued := _dated(language).match(text, body.end)) and issued.end() in dates:
            span, value = dates[issued.end()]
            dated.append(Dated(of=Span(match.start(), end), span=span, value=value))
        for index, (start, stop) in enumerate(items):
            number_ = " ".join(text[start:stop].split())
            found.append(
                Candidate(
                    start=start if index else match.start(),
                    end=stop,
                    kind="resolution",
                    type=type_,
                    method=f"resolution.cited-{language}",
                    precision=0.96,
                    key=f"resolution:{type_}:{number_}",
                    identity=(("body", body.key if body else ""), ("number", number_)),
                    inside=True,
                )
            )
    return found, dated


def _after(text: str, end: int, language: str, by_start: Mapping[int, Candidate]) -> Candidate | None:
    """What is named right after a citation: "… de la Convention contre la corruption"."""
    link = _of(language).match(text, end)
    return by_start.get(link.end()) if link else None


@resources.derived()
def _possessive(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(language, 'own')})\s+$", re.I)


def _owner(text: str, start: int, language: str, by_start: Mapping[int, Candidate]) -> Candidate | None:
    """The body that a possessive stands for: "l'Assemblée générale, dans sa résolution 55/25"."""
    if not _possessive(language).search(text, max(0, start - 8), start):
        return None
    near = [c for c in by_start.values() if c.kind == "organization" and start - 90 <= c.start and c.end <= start]
    found = max(near, key=lambda c: c.end, default=None)
    return found if found and not re.search(r"[.;:]\s|\n\s*\n", text[found.end : start]) else None


# ---- provisions ----


def _provisions(text: str, language: str, by_start: Mapping[int, Candidate]) -> Iterator[Candidate]:
    named = [c for c in by_start.values() if c.kind == "instrument"]
    main = _main_instrument(by_start)
    for cited in find_cited_units(text, language=language):
        if cited.word != "art" or _heads_a_line(text, cited.start):
            continue
        after = _after(text, cited.end, language, by_start)
        if after is not None and after.kind == "instrument":
            instrument, end = after.key, after.end
        else:
            before = next((c for c in named if cited.start - 2 <= c.end < cited.start), None)
            instrument, end = before.key if before else main, cited.end
        for index, unit in enumerate(cited.units):
            path, start = "/".join(unit.steps), unit.start if index else cited.start
            for last in sorted({unit.end, end}) if index == len(cited.units) - 1 else [unit.end]:
                yield Candidate(
                    start=start, end=last, kind="provision", type="Article" if "/" not in path else "Paragraph",
                    method=f"provision.cited-{language}", precision=0.96, key=f"provision:{instrument}:{path}",
                    identity=(("instrument", instrument), ("path", path)), inside=True,
                )  # fmt: skip


def _main_instrument(by_start: Mapping[int, Candidate]) -> str:
    """The key of the instrument named most often, of several the one named first; empty where none is."""
    keys = [c.key for _, c in sorted(by_start.items()) if c.kind == "instrument"]
    return max(dict.fromkeys(keys), key=keys.count, default="")


def _heads_a_line(text: str, start: int) -> bool:
    """Whether a text prints an article of its own: "Article 2" with a capital at the start of a line."""
    before = text[:start].rstrip(" \t#*_")
    return text[start].isupper() and (not before or before[-1] == "\n" or text[start - 1] == "\n")
