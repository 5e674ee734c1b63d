"""Annotations in the cache come back as they went in; what is damaged counts as missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.making import Making
from untocgraph.core import model
from untocgraph.core.kept import Kept, pack, unpack

spans = st.tuples(st.integers(0, 10**6), st.integers(1, 10**4)).map(lambda t: model.Span(t[0], t[0] + t[1]))
evidence = st.builds(
    model.Evidence, source=st.text(), span=spans, method=st.text(), confidence=st.floats(0, 1, allow_nan=False)
)
annotations = st.builds(
    model.Annotation,
    source=st.text(),
    mentions=st.lists(st.builds(model.Mention, evidence=evidence, text=st.text(), entity=st.text()), max_size=3).map(
        tuple
    ),
    entities=st.lists(
        st.builds(
            model.LocalEntity,
            key=st.text(),
            kind=st.just("person"),
            type=st.text(),
            label=st.text(),
            aliases=st.lists(st.text(), max_size=2).map(tuple),
            identity=st.lists(st.tuples(st.text(), st.text()), max_size=2).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    counts=st.lists(
        st.builds(
            model.CountClaim,
            event=st.text(),
            category=st.text(),
            value=st.integers(0),
            qualifier=st.just("exact"),
            evidence=evidence,
            part_of=st.none() | st.integers(0, 5),
        ),
        max_size=3,
    ).map(tuple),
    facts=st.lists(st.tuples(st.text(), st.text(), st.text()), max_size=3).map(tuple),
)


@given(annotations)
def test_what_is_packed_is_unpacked_to_the_same(annotation: model.Annotation) -> None:
    assert unpack(model.Annotation, pack(annotation)) == annotation


def test_statements_with_optional_parts_survive_the_cache(tmp_path: Path) -> None:
    made = Making("He said that ports should open.").statement(
        "He said that ports should open.", modality="should", addressees=("ports",)
    )
    cache = Kept(tmp_path, model.Annotation)
    cache.put("k", made.annotation())
    found = cache.get("k")
    assert found is not None
    assert found[0] == made.annotation()


@pytest.mark.parametrize("content", [b"", b"{}", b"[1, 2]", b"\xff", b'["d", [[]]]'])
def test_a_damaged_entry_is_a_missing_one(tmp_path: Path, content: bytes) -> None:
    cache = Kept(tmp_path, model.Annotation)
    cache.put("abcd", Making("x").annotation())
    (tmp_path / "ab" / "abcd.json").write_bytes(content)
    assert cache.get("abcd") is None
