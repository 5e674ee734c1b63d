"""Documents and projects: questionnaires, guides, videos, addresses; titles in quotation marks with what they title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from untocgraph.core import resources
from untocgraph.core.fold import folded
from untocgraph.core.model import EntityKind
from untocgraph.extract import lexicon
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.names.candidates import UPPER, Candidate
from untocgraph.extract.names.gazetteer import entries_for
from untocgraph.extract.names.runs import is_common, is_function_word

_SMALL = r"(?:(?:and|of|the|for|on|in|against|to|with|under)\s){0,2}"
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'“”)\]]+[\w/]")


def find_works(reading: Reading) -> list[Candidate]:
    """Return candidates for documents and projects that no symbol names."""
    text = reading.text
    return [
        *_addresses(reading),
        *_nouns(text),
        *_quoted(text),
        *_projects(text),
        *_numbered(text),
        *_laws(text),
        *_reports(text),
    ]


def _work(start: int, end: int, kind: EntityKind, type_: str, method: str, precision: float) -> Candidate:
    return Candidate(start=start, end=end, kind=kind, type=type_, method=method, precision=precision)


def _addresses(reading: Reading) -> Iterator[Candidate]:
    source = reading.source.text
    for match in _ADDRESS.finditer(source):
        block = reading.block_at(match.start())
        if (
            block is None
            or block.kind in ("metadata", "boilerplate")
            or source[match.start() - 1 : match.start()] in ("(", "[")
        ):
            continue
        if reading.text[match.start()] == "x":
            yield _work(match.start(), match.end(), "document", "WebPage", "document.address", 0.95)


_NUMBERED = re.compile(
    r"(?:[Gg]eneral\s(?:[Rr]ecommendation|[Cc]omment)|[Aa]dvisory\s[Oo]pinion|[Tt]echnical\s[Nn]ote|[Ii]ssue\s[Pp]aper|[Pp]olicy\s[Bb]rief|[Nn]on-[Pp]aper)s?\s[Nn]o\.?\s?\d+(?:\s\(\d{4}\))?"
)
_ON = rf"\s(?:on|against|for|relating\sto)\s(?:the\s)?[{UPPER}][\w-]*(?:\s{_SMALL}[{UPPER}][\w-]*)*"
_DATED = re.compile(
    rf"(?<![\w/.-])(?:18|19|20)\d\d\s(?P<head>Protocol|Convention|Agreement|Treaty|Covenant)(?![\w-])(?:(?P<on>{_ON})|(?!\s(?:on|against|for|to|relating)\s))"
    rf"|(?<![\w-])(?:[{UPPER}][a-z]+\s){{1,3}}(?:Agreement|Accord|Treaty|Pact)\sof\s\d{{1,2}}\s[{UPPER}][a-z]+\s\d{{4}}(?![\w-])"
)
"""Treaties called by their year or day: "1961 Convention on Lost Nets", "Harbour Agreement of 4 May 1953"."""


def _numbered(text: str) -> Iterator[Candidate]:
    """Documents of a numbered series, and treaties called by their year."""
    for match in _NUMBERED.finditer(text):
        yield _work(match.start(), match.end(), "document", "OtherDocument", "document.numbered", 0.93)
    for match in _DATED.finditer(text):
        type_ = "Protocol" if match["head"] == "Protocol" else "Convention"
        work = _work(match.start(), match.end(), "instrument", type_, "instrument.dated", 0.85)
        yield replace(work, key=f"instrument:{folded(match[0])}") if match["on"] else work


_REPORT = re.compile(
    rf"(?<![\w-])(?:[Tt]he|[Ii]ts|[Aa]n?)\s{{1,2}}(?P<name>(?:(?:(?:18|19|20)\d\d|[{UPPER}][\w'&-]*)\s{{1,2}}){{1,5}}(?P<head>report|study|survey))(?![\w-])"
)
"""A report by whose it is or what it is called: "the 2008 Harbour Trends report"."""


_ANNOUNCED = re.compile(
    r"(?<![\w-])(?:[Tt]he|[Aa]n?)\s(?P<name>(?:(?:written|final|full|short|detailed)\s)?(?:report|summary)"
    r"(?:\s(?:of|on|about|summari[sz]ing|prepared\sby|by|from)\s[^,.;:()\"]{3,80}?))"
    r"(?=(?:\s(?:together|along)\swith\s[^.;:]{3,80}?)?\swill\s(?:then\s|also\s)?be\s(?:\w+\sand\s)?"
    r"(?:prepared|published|posted|issued|submitted|circulated|made\s(?:available|public)|available)\b)"
)
"""A report that is still to come: "A summary of the talks will be published"."""


def _reports(text: str) -> Iterator[Candidate]:
    for match in _ANNOUNCED.finditer(text):
        yield _work(match.start("name"), match.end("name"), "document", "Report", "document.announced", 0.8)
    for match in _REPORT.finditer(text):
        words = match["name"].split()[:-1]
        if not all(
            word.isdigit() or is_common(word) or word.endswith("'s") or is_function_word(word) for word in words
        ):
            yield _work(match.start("name"), match.end(), "document", "Report", "document.report", 0.75)


_LAW = re.compile(
    rf"(?<![\w'-])(?!(?:The|This|That|A|An|Any|Under|Both|Its)\s)(?P<name>(?:[{UPPER}][\w'-]*,?\s(?:\([^()\n]{{3,60}}\)\s)?"
    rf"(?:(?:and|of|for|the|in|on|to|from|or)\s){{0,2}}){{1,9}}(?:Act|Bill|Ordinance|Decree))(?P<year>,?\s(?:of\s)?(?:18|19|20)\d\d)?(?![\w-])"
)
"""A law by its short title: "Prevention of Harbour Fires (Repeal) Act 1998"."""


def _laws(text: str) -> Iterator[Candidate]:
    for match in _LAW.finditer(text):
        if ("of" in match["name"].split()[1:-1] or match["year"] or "(" in match[0]) and not match["name"].isupper():
            law = _work(match.start(), match.end(), "document", "OtherDocument", "document.law", 0.95)
            yield replace(law, key=f"document:{folded(match['name'])}")


@resources.derived()
def _noun_pattern() -> re.Pattern[str]:
    nouns = lexicon.pattern("document_nouns", "noun")
    stop = lexicon.pattern("name_cues", "word", group="no_modifier")
    modifier = rf"(?:(?!{stop}\b)[\w-]+\s){{0,3}}?"
    return re.compile(
        rf"(?<![\w-])(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)\s)(?P<phrase>{modifier}(?P<noun>{nouns}))(?P<tail>\s(?:on|about|for|of|issued|highlighting|entitled)\s(?:(?!\b(?:had|has|have|was|were|is|are|will|would|can|could|may|which|that|who|been)\b)[^,.;:()\n\"]){{3,160}}(?<!\s))?(?![\w-])"
    )


def _nouns(text: str) -> Iterator[Candidate]:
    rows = {row["noun"]: row for row in lexicon.table("document_nouns")}
    for match in _noun_pattern().finditer(text):
        row = rows[match["noun"]]
        if text[max(0, match.start() - 3) : match.start()].rstrip().endswith(('",', '",')) or text[
            : match.start()
        ].endswith(('," ', '", ')):
            continue
        if row["use"] == "tail" and not match["tail"]:
            continue
        if match["noun"] == match["phrase"] and not match["tail"]:
            continue
        end = match.end() if match["tail"] and row["use"] != "bare" else match.end("phrase")
        yield _work(match.start("phrase"), end, "document", row["type"], "document.noun", 0.6)


@resources.derived()
def _quote_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    nouns = lexicon.pattern("titled_things", "noun")
    before = re.compile(
        rf"(?i:\b(?P<noun>{nouns}))(?:\s(?:entitled|titled|called|named|on))?,?\s\"(?P<title>[{UPPER}\d][^\"\n]{{3,220}}?)\""
    )
    after = re.compile(
        rf"\"(?P<title>[{UPPER}\d][^\"\n]{{2,160}}?),?\"(?:\s\([^)]{{1,30}}\))?,?\s(?:(?:an?|the|its|our|their)\s)?(?:[\w-]+\s){{0,3}}?(?i:(?P<noun>{nouns}))\b"
    )
    return before, after


def _quoted(text: str) -> Iterator[Candidate]:
    rows = {row["noun"].casefold(): row for row in lexicon.table("titled_things")}
    for pattern in _quote_patterns():
        for match in pattern.finditer(text):
            row = rows[" ".join(match["noun"].casefold().split())]
            if text.count('"', text.rfind("\n", 0, match.start("title")) + 1, match.start("title")) % 2 == 0:
                continue
            kind: EntityKind = "project" if row["kind"] == "project" else "document"
            end = match.end("title")
            while text[end - 1] in ",.;":
                end -= 1
            yield _work(match.start("title"), end, kind, row["type"], f"{kind}.quoted", 0.9)


_ARTICLES = frozenset({"The", "This", "A", "Its"})
_WORDS = rf"[{UPPER}][\w-]*(?:\s{{1,2}}{_SMALL}[{UPPER}][\w-]*|,\s[{UPPER}][\w-]*(?=[^.;]{{0,60}}\sand\s[{UPPER}]))*"
_TAIL = rf"\s(?:for|on|against|to)\s(?:the\s)?{_WORDS}"
_PROJECT = re.compile(
    rf"(?<![\w-])(?!(?:The|This|That|A|An|Its|As|In|At|By|For|On|Resolution|Decision|Law)\s)(?P<name>(?:(?:19|20)\d\d(?:[-–/]\d{{2,4}})?\s)?(?:"
    rf"(?:[{UPPER}][\w'-]*\s{{1,2}}{_SMALL}){{0,6}}?(?:[{UPPER}](?!\w*tudies\s)[\w-]*(?<!'s)\s{{1,2}})(?:[Pp]roject|[Cc]ampaign|[Pp]rogram(?:me)?|[Pp]ilot\s[Ii]nitiatives?|initiative|[Ss]cheme|package|facility)(?:\sof\sWork)?"
    rf"|Project|Campaign|Program(?:me)?|Pilot\sInitiatives?)(?:{_TAIL}|(?<=Initiative)\sin\s[{UPPER}]\w+)?)(?![\w-])(?!\s[{UPPER}])"
    rf"|(?<![\w-])(?P<code>Operation(?:\s[{UPPER}][a-z]+){{1,3}})(?![\w-])"
)
"""What is called project, campaign or programme, its years before it and its aim behind it; operations by name."""
_APPOSED = re.compile(
    rf"(?<![\w-])(?P<name>(?:[{UPPER}][\w'-]*\s(?:(?:of|for|and|the|on|against|to)\s)*){{1,5}}[{UPPER}][\w-]*)"
    r"(?:\s\([A-Z][\w-]+\))?,\s(?:an?|its|their|our|the)\s(?:[\w-]+\s){0,3}?(?:project|program(?:me)?|campaign|scheme)\b"
)
_PILOT = re.compile(r"(?<![\w-])(?P<name>(?:[Pp]ilot\s[Ii]nitiatives?)(?:\sin\s[A-Z]\w+)?)(?=\"|\W)")


_HEADS = frozenset({"project", "campaign", "programme", "initiative", "scheme", "package", "facility"})


def _owner_only(name: str) -> bool:
    """Whether "UNODC project" says whose project it is, not what it is called."""
    parts = name.split()
    if any(entries_for(" ".join(parts[at:]), "organization") for at in range(len(parts) - 1)):
        return True
    words = " ".join(parts[:-1])
    return any(entries_for(words, kind) for kind in ("organization", "state", "place")) or (
        name.split()[0] in ("Pilot", "Regional", "National", "Global", "International") and len(name.split()) == 2
    )


def _projects(text: str) -> Iterator[Candidate]:
    for match in _PROJECT.finditer(text):
        name = re.split(r"(?<!en)(?<!ople)'s?\s+", match[0])[-1]  # "the Port Union's Living Reef Project"
        words = name.split()
        named = match["code"] or (
            len(words) > (1 if words[-1].casefold() in _HEADS else 2)
            and not name.startswith(("Pilot", "Programme of", "National Programme"))
            and not _owner_only(name)
        )
        if named and any(word[0].isupper() for word in words):
            start = match.end() - len(name)
            yield _work(start, match.end(), "project", "Project", "project.noun", 0.85 if match["code"] else 0.7)
    for match in _APPOSED.finditer(text):
        words = match["name"].split()
        if words[0] not in _ARTICLES and not entries_for(match["name"], "organization"):
            yield _work(match.start("name"), match.end("name"), "project", "Project", "project.apposition", 0.89)
    for match in _PILOT.finditer(text):
        capital = match["name"].startswith("Pilot")
        if capital or text[match.start() - 1 : match.start()] == '"':
            yield _work(match.start(), match.end(), "project", "PilotInitiative", "project.pilot", 0.9)
