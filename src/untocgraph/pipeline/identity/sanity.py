"""What a person may not judge, and what is said of a judgement that nothing in the texts speaks for."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from untocgraph.core import iri
from untocgraph.core.errors import InputError
from untocgraph.pipeline.identity.compare import Merged, compare, merged
from untocgraph.pipeline.identity.decisions import Judgement
from untocgraph.pipeline.identity.profile import Profile


def weighed(
    new: Sequence[Judgement],
    standing: Iterable[Judgement],
    profiles: Iterable[Profile],
    *,
    listed: Container[str] = (),
) -> tuple[Judgement, ...]:
    """Return the judgements with the features that speak for and against them, as they go into the log.

    ``listed`` are the things that the reference tables tell apart, such as States. Raises InputError, with the
    evidence, for one that joins things of disjoint kinds (a person and an organization) or two listed ones, that joins
    what other judgements keep apart, or that keeps apart what others have joined: withdraw those first.
    """
    held = [judgement for judgement in standing if not judgement.by_rule]
    things = merged(profiles)
    made = []
    for judgement in new:
        if judgement.judgement == "same":
            _refuse_kinds(judgement)
            _refuse_listed(judgement, listed)
        others = [other for other in held if other.pair != judgement.pair]
        if judgement.judgement != "unsure":
            _refuse_contradiction(judgement, others)
        held = [*others, judgement]
        made.append(_with_features(judgement, things))
    return tuple(made)


def _kind(name: str) -> str:
    return name.removeprefix(f"{iri.BASE}id/").split("/", 1)[0] if name.startswith(f"{iri.BASE}id/") else ""


def _refuse_kinds(judgement: Judgement) -> None:
    left, right = _kind(judgement.left), _kind(judgement.right)
    if left and right and left != right:
        raise InputError(
            f"{_short(judgement.left)} and {_short(judgement.right)} cannot be one: nothing is both {left} and {right}",
            repair="name two things of one kind",
        )


def _refuse_listed(judgement: Judgement, listed: Container[str]) -> None:
    if judgement.left in listed and judgement.right in listed:
        raise InputError(
            f"{_short(judgement.left)} and {_short(judgement.right)} cannot be one: the reference tables list both",
            repair="take one of the two rows out of the reference tables first",
        )


def _refuse_contradiction(judgement: Judgement, held: Sequence[Judgement]) -> None:
    joined = _chain(judgement.left, judgement.right, held)
    if judgement.judgement == "different" and joined:
        said = "; ".join(_said(one) for one in joined)
        raise InputError(f"judged the same already: {said}", repair="withdraw that first: untocgraph judge list")
    if judgement.judgement == "same":
        for apart in (one for one in held if one.judgement == "different"):
            for near, far in (apart.pair, apart.pair[::-1]):
                one, two = _chain(judgement.left, near, held), _chain(judgement.right, far, held)
                if one is not None and two is not None:
                    said = "; ".join(map(_said, (*one, apart, *two)))
                    what = f"that would join what is judged different: {said}"
                    raise InputError(what, repair="withdraw one of them first: untocgraph judge list")


def _chain(start: str, end: str, held: Sequence[Judgement]) -> tuple[Judgement, ...] | None:
    """The positive judgements that lead from one thing to the other; empty for the thing itself, None without any."""
    paths: dict[str, tuple[Judgement, ...]] = {start: ()}
    todo = [start]
    for at in todo:
        for judgement in held:
            if judgement.judgement == "same" and at in judgement.pair:
                other = judgement.right if at == judgement.left else judgement.left
                if other not in paths:
                    paths[other] = (*paths[at], judgement)
                    todo.append(other)
    return paths.get(end)


def _with_features(judgement: Judgement, things: Mapping[str, Merged]) -> Judgement:
    one, other = things.get(judgement.left), things.get(judgement.right)
    if one is None or other is None or _kind(judgement.left) != _kind(judgement.right):
        return judgement
    for_, against = compare(one, other)
    if judgement.judgement == "same" and not for_:
        against = [*against, "no_common_feature"]
    return replace(judgement, features_for=tuple(for_), features_against=tuple(against))


def _said(judgement: Judgement) -> str:
    return f"{_short(judgement.left)} {judgement.judgement} {_short(judgement.right)} (by {judgement.by})"


def _short(name: str) -> str:
    return name.removeprefix(f"{iri.BASE}id/")
