"""What a person may not judge."""

from __future__ import annotations

import pytest

from untocgraph.core import iri
from untocgraph.core.errors import InputError
from untocgraph.pipeline.identity import Judgement, Profile
from untocgraph.pipeline.identity.decisions import Verdict
from untocgraph.pipeline.identity.sanity import weighed

ADA, EVA, IDA = (iri.entity("person", name) for name in ("ada", "eva", "ida"))
BODY, MEETING = iri.entity("org", "lantern"), iri.entity("event", "meeting")


def judged(one: str, other: str, verdict: Verdict) -> Judgement:
    return Judgement.of(one, other, verdict, by="me")


@pytest.mark.parametrize(("one", "other"), [(ADA, BODY), (MEETING, BODY), (ADA, MEETING)])
def test_things_of_disjoint_kinds_are_never_one(one: str, other: str) -> None:
    with pytest.raises(InputError, match="cannot be one: nothing is both"):
        weighed([judged(one, other, "same")], [], [])
    assert weighed([judged(one, other, "different")], [], [])


def test_two_things_of_the_reference_tables_are_never_one() -> None:
    peru, chad = iri.entity("state", "per"), iri.entity("state", "tcd")
    with pytest.raises(InputError, match="state/per and state/tcd cannot be one: the reference tables list both"):
        weighed([judged(peru, chad, "same")], [], [], listed={peru, chad})
    assert weighed([judged(peru, chad, "different")], [], [], listed={peru, chad})
    assert weighed([judged(ADA, EVA, "same")], [], [], listed={ADA})


def test_a_chain_that_contradicts_a_judgement_is_refused_with_the_chain() -> None:
    held = [judged(ADA, EVA, "same"), judged(EVA, IDA, "different")]
    with pytest.raises(InputError, match=r"person/ada same person/eva .*person/eva different person/ida"):
        weighed([judged(ADA, IDA, "same")], held, [])
    assert weighed([judged(ADA, IDA, "same")], held[:1], [])


def test_what_was_judged_the_same_is_withdrawn_before_it_is_judged_different() -> None:
    held = [judged(ADA, EVA, "same"), judged(EVA, IDA, "same")]
    with pytest.raises(InputError, match="judged the same already"):
        weighed([judged(ADA, IDA, "different")], held, [])
    assert weighed([judged(ADA, EVA, "different")], held[:1], [])[0].judgement == "different"


def test_a_judgement_that_nothing_speaks_for_says_so() -> None:
    people = [
        Profile(source=source, iri=name, kind="person", type="Person", label=label, names=(label,))
        for source, name, label in (("s1", ADA, "Ada Lund"), ("s2", EVA, "Eva Berg"), ("s3", IDA, "Ada Lund"))
    ]
    alone, alike = weighed([judged(ADA, EVA, "same"), judged(ADA, IDA, "same")], [], people)
    assert "no_common_feature" in alone.features_against
    assert alike.features_for
    assert "no_common_feature" not in alike.features_against
