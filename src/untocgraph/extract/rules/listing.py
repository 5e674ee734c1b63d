"""Lists of names over the posts, bodies and brackets between them: "Ana Ruiz, Head of X; Bo Lind (Peru)"."""

from __future__ import annotations

import re

from untocgraph.extract import lexicon
from untocgraph.extract.rules.field import Field, Named

_VERBAL = re.compile(
    r"\b(?:who|which|that|said|says|stated|noted|told|stressed|was|were|is|are|has|have|had|will|would|emphasi[sz]ed|"
    r"highlighted|underlined|added|argued|explained|described|recalled|welcomed|while|where|when|because|but|opened|"
    r"closed|moderated|chaired|organi[sz]ed|delivered|followed|hosted|supported)\b"
)
_FOLLOWED = re.compile(r",\s+who\s+was\s+followed\s+by\s")
_BREAK = re.compile(r"[:\"]|\.\s+[A-Z](?!\w*\.)")
_BRACKET = re.compile(r"\([^()]*\)")
_NEXT = re.compile(
    r"\s*(?:\([^()]{0,80}\))?(?:[,;]?\s*(?:and|&|as\s+well\s+as)\s+|[,;]\s*)(?:(?:of|by|from|for|with|to)\s+)?"
    r"(?:the\s+)?(?:(?:Governments?|representatives?|delegations?)\s+(?:of|from)\s+(?:the\s+)?)?(?:NGOs?\s+)?"
)
_LONGEST = 170
"""Characters between two persons of one list."""
_POST = lexicon.regex(r"(?<![\w-])<<posts.post>>s?(?![\w-])", re.I)


def listed(field: Field, offset: int) -> list[Named]:
    """Return the names of the list whose first name begins at ``offset``: its persons, or its bodies in a row."""
    end = max(field.sentence(offset).end, offset + 1)
    brackets = [(m.start(), m.end()) for m in _BRACKET.finditer(field.text, offset, end)]
    names = [n for n in field.within(offset, end) if not any(first < n.start < last for first, last in brackets)]
    if not names:
        return []
    people = _people(field, offset, [n for n in names if n.kind == "person"])
    if people and (names[0].kind == "person" or _post_ahead(field.text[max(0, offset - 60) : people[0].start])):
        return people
    return _in_a_row(field, names)


def _people(field: Field, offset: int, people: list[Named]) -> list[Named]:
    found: list[Named] = []
    at = offset
    for person in people:
        gap = field.text[at : person.start]
        joined = _FOLLOWED.sub(", and ", gap)
        if len(gap) > _LONGEST or _VERBAL.search(joined) or _BREAK.search(joined.replace("H.E.", "")):
            break
        if found and not re.search(r"[,;]|\band\b|&", gap):
            break
        found.append(person)
        at = person.end
    return found


def _in_a_row(field: Field, names: list[Named]) -> list[Named]:
    found = names[:1]
    for name in names[1:]:
        step = _NEXT.match(field.text, found[-1].end)
        if step is None or not name.start - 4 <= step.end() <= name.end:
            break
        found.append(name)
    return found


def _post_ahead(text: str) -> bool:
    """Whether a post leads up to a name, so that the body in it is not who is meant."""
    return _POST.search(text) is not None
