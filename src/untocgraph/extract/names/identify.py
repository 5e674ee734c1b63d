"""Which mentions of one document name the same thing, and the local entities they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from untocgraph.core import resources
from untocgraph.core.fold import folded
from untocgraph.core.model import Evidence, LocalEntity, Mention
from untocgraph.extract import lexicon
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.names.candidates import Candidate
from untocgraph.extract.names.gazetteer import entries_for
from untocgraph.extract.names.person_words import name_words
from untocgraph.extract.names.shortened import bare_name
from untocgraph.extract.things import Things
from untocgraph.reference.citing import cited_singly

_ARTICLE = re.compile(r"^(?:the|a|an)\s+")


@resources.derived()
def _suffix() -> re.Pattern[str]:
    forms = [form.casefold() for form in lexicon.words("name_cues", "word", group="company_form")]
    return re.compile(rf"\s{lexicon.alternatives(forms)}$")


@resources.derived()
def _owner() -> re.Pattern[str]:
    owners = [owner.casefold() for owner in lexicon.words("name_cues", "word", group="owner")]
    bodies = lexicon.pattern("name_cues", "word", group="owned_body")
    return re.compile(rf"^{lexicon.alternatives(owners)}(?:'s)?\s(?={bodies}\b)")


def keyed(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates with a key each: equal keys, one thing."""
    people = _people_keys(text, [c for c in candidates if c.kind == "person" and not c.key])
    names: dict[str, str] = {}
    out: list[Candidate] = []
    for candidate in candidates:
        if candidate.key:
            out.append(candidate)
        elif candidate.kind == "person":
            out.append(replace(candidate, key=people[candidate.start, candidate.end]))
        else:
            out.append(_named(text, candidate, names))
    return _merged(text, out)


_PARTY_OF = lexicon.regex(r"(?<=\w)\s<<party_words.word:sort=party>>(?=\sgovernment$)", re.I)
"""The party in the name of a head's government: "Ruiz Labour Government"."""


def _plain(surface: str) -> str:
    plain = _ARTICLE.sub("", folded(surface))
    plain = re.sub(r"\s?\([^)]*\)", "", plain)
    plain = re.sub(r"\bnon-?governmental organi[sz]ations\b", "ngos", plain)
    plain = re.sub(r"^university of (?:the )?([\w-]+)$", r"\1 university", plain)
    plain = _PARTY_OF.sub("", plain)
    return (
        _suffix().sub("", _owner().sub("", plain)).replace("organisation", "organization").replace("centre", "center")
    )


def _named(text: str, candidate: Candidate, names: dict[str, str]) -> Candidate:
    surface = text[candidate.start : candidate.end]
    plain = _plain(surface)
    owner, _, rest = surface.partition(" ")
    bodies = entries_for(owner, "organization") if owner.isupper() else ()
    owned = bodies and (candidate.kind == "document" or (candidate.kind == "instrument" and owner == "UN"))
    for form in (surface, plain, *((rest,) if owned else ())):
        for entry in entries_for(form, candidate.kind):
            if not entry.contextual:
                return replace(
                    candidate, key=entry.key, label=entry.label, acronym=entry.acronym, reference=entry.reference,
                    identity=entry.identity, type=entry.type or candidate.type,
                )  # fmt: skip
    if candidate.kind == "instrument":
        for stop in re.finditer(r"\s(?:on|to|for|against|relating|concerning|of)\s", surface):
            for entry in entries_for(surface[: stop.start()], "instrument"):
                if len(surface[: stop.start()].split()) > 1 and not entry.contextual:
                    return replace(
                        candidate,
                        key=entry.key,
                        label=surface,
                        acronym=entry.acronym,
                        reference=entry.reference,
                        identity=entry.identity,
                    )
    key = names.setdefault(f"{candidate.kind}:{plain}", f"{candidate.kind}:{plain}")
    return replace(candidate, key=key, identity=(("name", plain),))


def _merged(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """Merge a name with the same name cut short before "of", "to", "in": "Permanent Mission of X (to Y)"."""
    surfaces: dict[str, set[str]] = {}
    for candidate in candidates:
        if candidate.kind in ("organization", "instrument"):
            surfaces.setdefault(candidate.key, set()).add(_plain(text[candidate.start : candidate.end]))
    by_key = {candidate.key: candidate for candidate in reversed(candidates)}
    moves = {key: by_key[whole] for key, whole in {**_of_one_country(surfaces), **_cut_short(surfaces)}.items()}
    home = any(c.key == "ref:untoc" or c.key.startswith("ref:wg_") for c in candidates)
    out: list[Candidate] = []
    for c in candidates:
        host = moves.get(c.key)
        if host is not None:
            acronym = c.acronym or host.acronym
            c = replace(
                c, key=host.key, label=host.label, acronym=acronym, reference=host.reference, identity=host.identity,
                type=host.type,
            )  # fmt: skip
        elif "ref:uncac" in by_key and c.key == "organization:conference of the states parties":
            c = replace(c, key="ref:uncac_cosp", reference="uncac_cosp", identity=(("reference", "uncac_cosp"),))
        elif home and c.key == "organization:conference of the parties":
            c = replace(c, key="ref:cop", reference="cop", identity=(("reference", "cop"),))
        out.append(c)
    return out


def _cut_short(surfaces: Mapping[str, set[str]]) -> dict[str, str]:
    """Names by the one longer name that goes on behind them with "of", "to" or "in"."""
    found: dict[str, str] = {}
    for key in surfaces:
        kind, _, short = key.partition(":")
        if kind not in ("organization", "instrument") or len(short.split()) < 2:
            continue
        longer = [
            other
            for other, names in surfaces.items()
            if other != key and any(name.startswith(f"{short} ") and _GOES_ON.match(name, len(short)) for name in names)
        ]
        if len(longer) == 1:
            found[key] = longer[0]
    return found


def _of_one_country(surfaces: Mapping[str, set[str]]) -> dict[str, str]:
    """Names without their State by the one name with it: "National Party", where a "Peruvian National Party" is."""
    bare: dict[str, set[str]] = {}
    for key, names in surfaces.items():
        bare.setdefault(bare_name(max(names, key=len)), set()).add(key)
    found: dict[str, str] = {}
    governments = sum(any(name.endswith(" government") for name in names) for names in surfaces.values())
    for name, keys in bare.items():
        if name == "government" and governments > 1:
            continue  # whose "the Government" is, one of two governments does not tell
        wholes = sorted(keys, key=lambda key: -max(map(len, surfaces[key])))
        if len(keys) == 2 and wholes[1].startswith("organization:"):
            found[wholes[1]] = wholes[0]
    return found


_GOES_ON = re.compile(r"\s(?:in|to|at|of|for|on|against)\s|(?<=\spolice)\s(?:department|force|service)$")


_PAPERS = frozenset({"BackgroundPaper", "Report"})


def joined_documents(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates with a document and the symbol that its sentence gives it as one thing."""
    moves: dict[int, Candidate] = {}
    drafts = {c.key.rpartition("/")[2]: c for c in candidates if c.method == "document.symbol" and "/L." in c.key}
    for index, candidate in enumerate(candidates):
        draft = drafts.get(candidate.key.rpartition(":")[2]) if candidate.method == "resolution.cited" else None
        if draft is not None:
            moves[index] = draft
        if candidate.method != "document.symbol":
            continue
        lead = text[max(0, candidate.start - 260) : candidate.start]
        sentence = candidate.start - len(re.split(r"[.;]\s|\n", lead)[-1])
        for at in range(index - 1, -1, -1):
            noun = candidates[at]
            if noun.start < sentence:
                break
            if noun.method == "document.noun" and (
                noun.type == candidate.type or {noun.type, candidate.type} <= _PAPERS
            ):
                moves[at] = candidate
    return [
        replace(c, key=moves[i].key, identity=moves[i].identity, type=moves[i].type) if i in moves else c
        for i, c in enumerate(candidates)
    ]


def _people_keys(text: str, people: Sequence[Candidate]) -> dict[tuple[int, int], str]:
    """Give every person mention a key: a name alone joins the one full name that it is part of."""
    spelled = {(p.start, p.end): name_words(text[p.start : p.end]) for p in people}
    full = sorted({words for words in spelled.values() if len(words) > 1}, key=lambda words: (-len(words), words))
    groups: dict[tuple[str, ...], tuple[str, ...]] = {}
    for words in full:
        host = next((longer for longer in groups.values() if _same_person(words, longer)), words)
        groups[words] = host
    keys: dict[tuple[int, int], str] = {}
    for place, words in spelled.items():
        hosts = {groups[words]} if words in groups else {groups[f] for f in full if _part_of(words, f)}
        if len(hosts) > 1:  # the one named in full last before
            before = [at for at, names in spelled.items() if at < place and groups.get(names) in hosts]
            hosts = {groups[spelled[max(before)]]} if before else set()
        host = next(iter(hosts)) if hosts else words
        keys[place] = "person:" + " ".join(host)
    return keys


def _same_person(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether two full names may be one person's: same last name, and each other word the same or its initial."""
    if short == long or set(short) == set(long):
        return True
    if short[-1] != long[-1] and not _tail(short, long):
        return False
    rest = list(long)
    for word in short:
        match = next(
            (other for other in rest if other == word or _short_form(word, other) or _short_form(other, word)),
            None,
        )
        if match is None:
            return False
        rest.remove(match)
    return True


def _short_form(word: str, other: str) -> bool:
    """Whether a given name is the initial of another one, or how it is called for short: "Chris" and "Christopher"."""
    return other.startswith(word) and (len(word) == 1 or (len(word) >= 3 and len(other) - len(word) >= 3))


def _tail(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return len(short) > 1 and long[-len(short) :] == short


def _part_of(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether the words are the end of a full name (its surname, or the first half of one), or its first word."""
    if len(words) == 1 and full[-1].startswith(f"{words[0]}-"):
        return True
    return full[-len(words) :] == words or full[: len(words)] == words


def as_things(reading: Reading, candidates: Iterable[Candidate]) -> Things:
    """Return the entities that the standing candidates make, and their mentions."""
    text, source = reading.source.text, reading.source.id
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(f"{candidate.kind}|{candidate.key}", []).append(candidate)
    mentions: list[Mention] = []
    named: list[tuple[str, list[Candidate]]] = []
    taken: dict[str, int] = {}
    for group in groups.values():
        stem = re.sub(r"[^a-z0-9]+", "_", folded(group[0].key.partition(":")[2] or group[0].key)).strip("_")[:60] or "x"
        stem = f"{group[0].kind}_{stem}"
        taken[stem] = taken.get(stem, 0) + 1
        key = stem if taken[stem] == 1 else f"{stem}_{taken[stem]}"
        named.append((key, group))
        mentions.extend(
            Mention(
                evidence=Evidence(source=source, span=c.span, method=c.method, confidence=round(c.precision, 3)),
                text=text[c.start : c.end],
                entity=key,
            )
            for c in group
        )
    keys = {group[0].key: key for key, group in named}
    return Things().plus(entities=[_entity(key, group, text, keys) for key, group in named], mentions=mentions)


def _entity(key: str, group: Sequence[Candidate], text: str, keys: Mapping[str, str]) -> LocalEntity:
    names = [c for c in group if not c.describes] or list(group)
    forms = list(dict.fromkeys(" ".join(text[c.start : c.end].split()) for c in group))
    proper = list(dict.fromkeys(" ".join(text[c.start : c.end].split()) for c in names))
    person = group[0].kind == "person"  # its name in capitals is how a letterhead has it
    named = group[0].kind != "place" and any(
        form[0].isupper() and not form.isupper() for form in proper
    )  # then "landmark reef pact" describes it
    label = max(
        proper,
        key=lambda f: (not (named and f.removeprefix("the ")[0].islower()), not (person and f.isupper()), len(f), f),
    )
    if group[0].kind in ("provision", "resolution"):
        label, forms = cited_singly(label), [form for form in forms if cited_singly(form) == form]
    best = max(names, key=lambda c: (bool(c.reference), c.precision, c.end - c.start))
    acronym = next((c.acronym for c in group if c.acronym and c.acronym in forms), "")
    return LocalEntity(
        key=key,
        kind=best.kind,
        type=best.type,
        label=label,
        aliases=tuple(form for form in forms if form != label),
        acronym=acronym,
        reference=best.reference,
        identity=tuple((feature, keys.get(value, value)) for feature, value in best.identity if value),
    )
