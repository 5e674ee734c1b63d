"""The pattern language of the rule files, read as one regular expression over a masked copy.

========================  =======================================================================
``word``, ``a/b``         the word, one of several; case is ignored, any white space is one space
``(word)``, ``(a/b)``     may be missing; ``(co-)chaired`` may lack its beginning
``meet*``                 any ending
``…``                     up to eighty characters of the same clause
``..``                    the same without any name in it
``~``                     up to eight words with capitals, and the small words between them
``,`` ``:`` ``;`` ``(``   punctuation; ``,?`` may be missing
``^``                     nothing but a paragraph number stands before it in the sentence
``{x: person|state}``     a name of one of the kinds, with its article, title, quotes and bracket
``{x: event[Panel]}+``    a list of names; types in brackets narrow the kind
``{x: person}*``          a list whose persons have posts and bodies between them
``<name>``                a list of the file's ``[words]`` table; ``<name>?`` may be missing
``{x= post}``             the words themselves, as one of ``[words]`` has them
========================  =======================================================================
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from untocgraph.extract.masks import LETTER


class PatternError(ValueError):
    """A pattern is not of the language; the message says where."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A named place of a pattern: the kinds (and types) of things that may stand there; no kind for words."""

    name: str
    kinds: tuple[str, ...]
    types: tuple[str, ...] = ()
    many: bool = False
    listed: bool = False
    free: bool = False


@dataclass(frozen=True)
class Pattern:
    """A pattern with its slots by name."""

    text: str
    expression: str
    anchor: re.Pattern[str]
    """Words that every match has: only sentences with one are searched."""
    needs: tuple[str, ...] = ()
    """Letters of kinds: every match has one of each."""
    slots: Mapping[str, Slot] = field(default_factory=dict)

    @functools.cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when a sentence first has its anchor: all of them at once take longer than a short text does."""
        return re.compile(self.expression, re.I)


_TOKEN = re.compile(r"\{[^{}]*\}[+*]?\??|<[\w-]+>\??|\S+")
_SLOT = re.compile(
    r"\{(?P<name>\w+)(?::\s*(?P<kinds>[\w|\[\],/ ]+)|=\s*(?P<words>[\w-]+))\}(?P<many>[+*]?)(?P<free>\??)"
)
_PUNCTUATION = (",", ":", ";", "(", ")")
_GAP = r"(?:[\s,(][^.:;]{0,80}?)??"
_NAMELESS = rf"(?:[\s,(][^.:;{''.join(LETTER.values())}]{{0,80}}?)??"
_TITLE = r"(?:\s+(?:(?-i:[A-Z])[\w'-]*,?|and|of|for|the|&)){0,10}?"
_GAPS = {"…": _GAP, "..": _NAMELESS, "~": _TITLE}
_OF = (
    r"(?:(?:(?:Governments?|representatives?|delegat(?:ions?|es?)|officials?|experts?|observers?|people|Kingdom|Republic)"
    r"\s+(?:of|from|for)|NGOs?)\s+(?:the\s+)?)?"
)
_LEAD = r"(?:(?:both|the|its|their|our|an?|this|that)\s+){0,2}"
_BRACKET = r"(?:'s?(?=\s))?(?:\s*\([^()]{0,80}\))?"
_AND = (
    r"\s*(?:,?\s+speaking)?(?:,?\s*on\s+behalf\s+of\s+[^,;.()]{3,80}?(?=,|;|\sand\s))?"
    r"(?:[,;]?\s*(?:and|&|as\s+well\s+as|(?:together|along|jointly|in\s+(?:cooperation|partnership|collaboration))"
    r"\s+with|alongside)\s+"
    r"(?:(?:of|by|from|for|with|to)\s+)?|[,;]\s*)"
    rf"(?:(?:the\s+)?(?-i:[A-Z])[^.;:()\"{''.join(LETTER.values())}]{{3,90}},\s+|(?:(?-i:[A-Z])[\w-]*\s+){{1,3}}(?=(?-i:Minister|Secretary|Ambassador|President|Senator)\s))??"
)
"""What stands between two names of a list; the post of the next one may lead up to it."""
MOST = 24
"""Names that one ``{x}+`` takes; longer lists are read by the list reader."""


def compile_pattern(text: str, words: Mapping[str, str], *, titles: str) -> Pattern:
    """Return the pattern; ``words`` are the regular expressions of its word lists, ``titles`` that of titles.

    Raises PatternError for an unknown kind, list or a slot that is written wrongly.

    >>> found = compile_pattern("{who: organization}+ host*/held <day>? {what: event}", {"day": "now"}, titles="Mr")
    >>> sorted(found.slots)
    ['what', 'who']
    """
    parts: list[str] = []
    slots: dict[str, Slot] = {}
    glued = True
    for token in _TOKEN.findall(text):
        regex, loose = _element(token, words, slots, titles)
        if regex is None:
            raise PatternError(f"{token!r} is not understood")
        if token in _GAPS:
            parts.append(_GAPS[token])
            continue
        if token.rstrip("?") in _PUNCTUATION:
            parts.append(regex)
            glued = token == "("
            continue
        if loose:
            parts.append(rf"(?:{regex}\s+)?" if glued else rf"(?:\s+{regex})?")
            continue
        parts.append(regex if glued else rf"\s+{regex}")
        glued = token == "^"
    start = "" if text.startswith(("{", "^", *_PUNCTUATION)) else r"\b"
    end = r"(?!\w)" if re.search(r"\w\)?$", text) else ""
    needs = tuple(
        "".join(LETTER[kind] for kind in slot.kinds) for slot in slots.values() if slot.kinds and not slot.free
    )
    return Pattern(text, start + "".join(parts) + end, _anchor(text, words, needs), needs, slots)


def _anchor(text: str, lists: Mapping[str, str], needs: tuple[str, ...]) -> re.Pattern[str]:
    """The longest word of the pattern that may not be missing; else one of its lists, or a name of its first slot."""
    tokens = _TOKEN.findall(text)
    words = [t for t in tokens if t[0] not in "{<…^~" and t not in _GAPS and t.rstrip("?") not in _PUNCTUATION]
    words = [t for t in words if not re.fullmatch(r"\([^()]+\)", t)]
    if words:
        best = max(words, key=lambda t: min(len(w) for w in t.split("/")))
        return re.compile(rf"\b{word(best)}", re.I)
    named = [t.strip("<>") for t in tokens if t[0] == "<" and not t.endswith("?")]
    if named:
        return re.compile(rf"\b(?:{lists[named[0]]})", re.I)
    return re.compile(f"[{needs[0]}]" if needs else r"\S")


def _element(token: str, words: Mapping[str, str], slots: dict[str, Slot], titles: str) -> tuple[str | None, bool]:
    """The regular expression of one token, and whether it may be missing."""
    if token in _GAPS:
        return _GAPS[token], True
    if token == "^":
        return r"(?:(?<=\n)[ ]*|(?<=[.!?:;]\s)|(?<=[.!?]\s\s)|\A[ ]*)(?:\s*\(?\w{1,3}[.)]\s+|\\?[-–•*]\s+)?", False
    if token[0] == "{":
        return _slot(token, words, slots, titles)
    if token[0] == "<":
        name = token.strip("<>?")
        return (rf"(?:{words[name]})" if name in words else None), token.endswith("?")
    if token.rstrip("?") in _PUNCTUATION:
        return rf"\s*{re.escape(token[0])}" + ("?" if token.endswith("?") else ""), False
    optional = re.fullmatch(r"\(([^()]+)\)", token)
    return (choice(optional[1]), True) if optional else (word(token), False)


def _slot(token: str, words: Mapping[str, str], slots: dict[str, Slot], titles: str) -> tuple[str | None, bool]:
    match = _SLOT.fullmatch(token)
    if match is None or match["name"] in slots:
        return None, False
    name, free = match["name"], bool(match["free"])
    if match["words"]:
        slots[name] = Slot(name, ())
        return (rf"(?P<{name}>{words[match['words']]})" if match["words"] in words else None), free
    kinds: list[str] = []
    types: list[str] = []
    for choice in re.findall(r"(\w+)(?:\[([^\]]*)\])?", match["kinds"]):
        if choice[0] not in LETTER:
            return None, free
        kinds.append(choice[0])
        types += [t.strip() for t in choice[1].split(",") if t.strip()]
    slots[name] = Slot(name, tuple(kinds), tuple(types), match["many"] == "+", match["many"] == "*", free)
    letters = "".join(LETTER[kind] for kind in kinds)
    lead = rf"{_LEAD}{_OF}(?:{titles}\.?\s+)*"
    run = rf"(?<![{letters}])[{letters}]++[\"']?{_BRACKET}"
    if LETTER["organization"] in letters:  # "the Legal Team of the Port Union", "Port Union (PU) Legal Team"
        run += rf"(?:\s+(?:of\s+(?:the\s+)?)?[{LETTER['organization']}]++{_BRACKET})?"
    body = rf"{run}(?:{_AND}{lead}[\"']?{run}){{0,{MOST}}}+" if match["many"] == "+" else run
    if match["many"] == "*":  # posts may lead up to the first name
        return rf"{lead}(?:[^.:;]{{0,110}}?[\s(])??(?:{titles}\.?\s+)*[\"']?(?P<{name}>{body})", free
    return rf"{lead}[\"']?(?P<{name}>{body})", free


def word(token: str) -> str:
    """Return the regular expression of a word with a part that may be missing: "(co-)chaired/led"."""
    front = re.match(r"\(([^()]+)\)", token)
    rest = choice(token[front.end() :] if front else token)
    return (rf"(?:{re.escape(front[1])})?" if front else "") + rest


def choice(words: str) -> str:
    """Return the regular expression of one of several words, between slashes."""
    found = [re.escape(word).replace(r"\*", r"\w*").replace("_", r"\s+") for word in words.split("/")]
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"
