"""From judgements to identity: which minted IRI is replaced by which.

An entity is a connected component of positive judgements that no negative one cuts. The surest positive
judgements are followed first (people before rules, then by score); one that would bring together two things
that were judged different is not followed, and is reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from untocgraph.pipeline.identity.candidates import Candidate, candidates, voice_candidates
from untocgraph.pipeline.identity.compare import Merged, merged
from untocgraph.pipeline.identity.decisions import Judgement
from untocgraph.pipeline.identity.profile import Profile, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What holds of identity after a build.

    ``replaced`` maps a minted IRI to its canonical one, only where they differ; ``labels`` every canonical IRI
    to its one label. ``rules`` are the judgements that rules made; ``judgements`` those in force on each pair, a
    person's before a rule's; ``unfollowed`` the positive ones that a negative judgement stopped.
    """

    replaced: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()
    rules: tuple[Judgement, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    unfollowed: tuple[Judgement, ...] = ()

    def canonical(self, minted: str) -> str:
        """Return the IRI that stands for what ``minted`` stands for."""
        return self.replaced.get(minted, minted)


def resolve(
    profiles: Iterable[Profile],
    voices: Iterable[Voice] = (),
    *,
    judgements: Iterable[Judgement] = (),
    published: Mapping[str, str] = MappingProxyType({}),
) -> Identity:
    """Return the identity over all documents; independent of their order.

    ``judgements`` are those that people made and did not withdraw; ``published`` the labels that the reference data
    gives to its IRIs.
    """
    listed = list(profiles)
    things = merged(listed)
    by_people = [j for j in judgements if j.left in things or j.right in things]
    # Things first that others are told apart by: who met where, and what was a part of what, is only known once
    # events and bodies are.
    found = candidates({name: thing for name, thing in things.items() if thing.kind != "person"})
    first, _ = identify(_in_force(found, by_people).values(), things, published=published)
    known = {name: thing.seen_as(first) for name, thing in things.items()}
    later = candidates({name: thing for name, thing in known.items() if thing.kind in ("person", "event")})
    heard = voice_candidates([voice.seen_as(first) for voice in voices], known)
    open_ = (*(one for one in found if things[one.left].kind != "event"), *later, *heard)
    rules = tuple(sorted(j for c in open_ if (j := c.judgement()) is not None))
    in_force = _in_force(open_, by_people)
    replaced, unfollowed = identify(in_force.values(), things, published=published)
    return Identity(
        replaced=replaced,
        labels=_labels(listed, replaced, published),
        candidates=tuple(sorted(c for c in open_ if (c.left, c.right) not in in_force)),
        rules=rules,
        judgements=tuple(sorted(in_force.values())),
        unfollowed=unfollowed,
    )


def _in_force(found: Iterable[Candidate], by_people: Iterable[Judgement]) -> dict[tuple[str, str], Judgement]:
    """The judgement on each pair: a person's before a rule's."""
    by_rule = (judgement for candidate in found if (judgement := candidate.judgement()) is not None)
    return {judgement.pair: judgement for judgement in (*by_rule, *by_people)}


def identify(
    judgements: Iterable[Judgement], things: Mapping[str, Merged], *, published: Collection[str] = ()
) -> tuple[dict[str, str], tuple[Judgement, ...]]:
    """Return (replaced IRI → canonical IRI, positive judgements that were not followed).

    An IRI of the reference data is never replaced by one of a document; ``published`` are those IRIs.
    """
    listed = list(judgements)
    enemies: dict[str, set[str]] = defaultdict(set)
    for judgement in listed:
        if judgement.judgement == "different":
            enemies[judgement.left].add(judgement.right)
            enemies[judgement.right].add(judgement.left)
    cluster: dict[str, frozenset[str]] = {}
    unfollowed = []
    positive = (j for j in listed if j.judgement == "same" and j.left in things and j.right in things)
    for judgement in sorted(positive, key=lambda j: (j.by_rule, -j.score, j.pair)):
        left = cluster.get(judgement.left, frozenset({judgement.left}))
        right = cluster.get(judgement.right, frozenset({judgement.right}))
        if left != right and any(enemies[member] & right for member in left):
            unfollowed.append(judgement)
            continue
        joined = left | right
        cluster.update(dict.fromkeys(joined, joined))
    replaced = {}
    for members in set(cluster.values()):
        canonical = min(members, key=lambda name: (not (things[name].reference or name in published), name))
        replaced.update({member: canonical for member in members if member != canonical})
    return dict(sorted(replaced.items())), tuple(sorted(unfollowed))


def _labels(profiles: Iterable[Profile], replaced: Mapping[str, str], published: Mapping[str, str]) -> dict[str, str]:
    """One label a thing: that of the reference data, else what most documents use, then the longest."""
    votes: dict[str, dict[tuple[bool, str], int]] = defaultdict(lambda: defaultdict(int))
    for profile in profiles:
        votes[replaced.get(profile.iri, profile.iri)][profile.reference, profile.label] += 1
    return {
        name: published.get(name) or max(given, key=lambda vote: (vote[0], given[vote], len(vote[1]), vote[1]))[1]
        for name, given in sorted(votes.items())
    }
