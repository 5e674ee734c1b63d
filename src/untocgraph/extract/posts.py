"""The words of a post: its grammar, and which posts a phrase holds, each without the nation or body before it."""

from __future__ import annotations

import re

from untocgraph.core import resources
from untocgraph.extract import lexicon


@resources.derived()
def post_pattern() -> str:
    """A post: its head noun with what may stand before and the field it is for ("Minister for Foreign Affairs")."""
    heads = lexicon.pattern("posts", "post")
    before = (
        r"(?!(?i:the|and|by|in|at|of|for|on|with|from|to|(?:media|news|press)\s+release|release|transcript|today|yesterday)\b)(?:[A-Z][\w’'-]*|executive|deputy|acting|associate|assistant|senior|former|regional|national|programme|program|project|permanent|"
        r"alternate|special|vice|first|second|general|chief|managing|founding|legal|technical|criminal|foreign|ministerial|honorary|youth|policy|country|global|international|incoming|"
        r"outgoing|ranking|interim|chapter|under|lead|principal|public|research|advocacy|communications|field|co"
        r"|[a-z]+(?=\s(?:affairs|issues|rights|policy)\sspokes)|(?:affairs|issues|rights|policy)(?=\sspokes))"
    )
    field = (
        r"(?:\s+(?i:of|for|on|to|in\s+charge\s+of|assisting)\s+(?:the\s+)?(?!The\b|THE\b|Mr\b|Ms\b)[A-ZÀ-Þ][\w’'-]*(?:(?:,\s+(?=[A-Z][^.;]{0,80}?\s(?:and|&|AND)\s+(?:the\s+)?[A-Z])|\s+(?:(?:and|of|the|for|&|on|in|AND|OF|FOR|ON)\s+){0,2})"
        r"(?!The\b|THE\b|Mr\b|Ms\b|Mrs\b|Dr\b|Prof\b)[A-ZÀ-Þ][\w’'-]*)*)?"
    )
    pair = r"(?:(?<=[a-z]\s)and\s(?=(?:[A-Z][\w'-]+\s){1,2}Minister\b))?"
    return rf"(?:(?:{before})(?:-|\s{{1,4}}){pair}){{0,4}}(?:(?i:{heads})s?|MP)(?![\w-]){field}"


_PARTS = re.compile(
    r"(?:(?:keynote|first|second|guest|youth|expert|invited)\s+)*(?:panell?ists?|speakers?|participants?|moderators?|members?|delegates?|observers?)"
    r"|(?:(?!independent)[\w-]+\s){0,2}(?:experts?|researchers?)|representatives|activists?|volunteers?",
    re.I,
)
"""Parts played at an event, and callings: no posts."""


def posts_in(words: str) -> list[str]:
    """Return the posts of a phrase: two of "Minister for Lakes and Minister for Boats", none of "expert".

    >>> posts_in("Peruvian Minister for Lakes and Minister for Boats"), posts_in("seal expert")
    (['Minister for Lakes', 'Minister for Boats'], [])
    """
    return [_one(post) for post in _each(words) if not _PARTS.fullmatch(post)]


_NATION_BEFORE = lexicon.regex(
    r"^(?:former\s+)?(?:<<demonyms.demonym>>|<<party_words.word:sort=party>>|<<party_words.word:sort=partisan>>|[A-Z]{2,8}(?:\s\d+)?)\s+"
    r"(?=(?:[\w-]+\s){0,5}(?i:<<posts.post>>)\b)(?=\w*[a-z])"
)
"""A nation, a party or an abbreviation before a post: "Peruvian Foreign Minister", "COP President"."""


_OPEN = re.compile(r"(?i:\b(?:and|of|for|the|on|in|to)|,|&)$")
"""Where a line of a letterhead breaks off inside a post: "Minister for Ports and"."""


def _each(words: str) -> list[str]:
    """The posts of "Minister for Lakes and Minister for Boats", or of lines of a letterhead, one post each."""
    heads = lexicon.pattern("posts", "post")
    first = rf"(?=(?:\w+\s+){{0,2}}(?i:{heads})\s+(?:for|of|on|assisting)\b)"
    lines: list[str] = []
    for piece in re.split(r"\s{2,}", words.strip()):
        if lines and (_OPEN.search(lines[-1]) or not re.search(rf"(?i:\b{heads})", lines[-1])):
            lines[-1] += f" {piece}"
        elif lines and words.isupper() and not re.match(rf"(?:\w+\s){{0,3}}?(?i:{heads})(?![\w-])", piece):
            break  # a headline
        elif lines and not words.isupper() and not re.match(rf"{first}|(?:\w+\s){{0,3}}(?i:{heads})$", piece):
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    found = [one for line in lines for one in re.split(rf",?\s+and\s+{first}|\s+(?=[A-Z]{{2,}}\s+[A-Z])", cased(line))]
    return [_NATION_BEFORE.sub("", " ".join(one.split()), count=1) for one in found if re.search(rf"(?i:{heads})", one)]


def _one(post: str) -> str:
    """The post of one of several: "co-Chairs" gives "co-Chair"."""
    post = re.sub(r"\s+(?:[A-Z]|and|AND)$", "", post)
    post = re.sub(r"(?i)(?<=\bco-)\s+", "", re.sub(r"\s+(?:in|of|for|on|to)(?:\s+the)?$", "", post))
    return re.sub(r"(?i)(chair|president|director|head|member|coordinator|spokesperson|founder)s$", r"\1", post)


def cased(words: str) -> str:
    """Return a post in capitals as it is written in a sentence.

    >>> cased("MINISTER FOR LAKES AND PORTS")
    'Minister for Lakes and Ports'
    """
    small = ("And", "Of", "For", "The", "In", "On", "To")
    return " ".join(w.lower() if w in small else w for w in words.title().split()) if words.isupper() else words
