"""Lists of posts and names: a name never takes its neighbour's post or organization."""

from __future__ import annotations

import pytest

from untocgraph.extract.document.parse import model_name

from .cases import Claims

pytestmark = pytest.mark.skipif(model_name() is None, reason="needs the language model (extra nlp)")

LISTS = {
    "It was opened by UNODC Executive Director Ida Moen, Federal President of Austria Jonas Van der Holt, and Kemal "
    "Ates, First Vice-President, European Parliament.": {
        "Ida Moen": ("Executive Director", "UNODC"),
        "Jonas Van der Holt": ("Federal President", "Austria"),
        "Kemal Ates": ("First Vice-President", "European Parliament"),
    },
    "The panel heard the Director of the Harbour Watch Foundation, Ana Bruun, the Head of the Border Studies "
    "Institute, Peter Oduya, and Lena Farkas of the River Delta Alliance.": {
        "Ana Bruun": ("Director", "Harbour Watch Foundation"),
        "Peter Oduya": ("Head", "Border Studies Institute"),
        "Lena Farkas": ("", "River Delta Alliance"),
    },
    "Speakers were Ana Bruun, Director of the Harbour Watch Foundation; Peter Oduya, Head of the Border Studies "
    "Institute; and Lena Farkas, River Delta Alliance.": {
        "Ana Bruun": ("Director", "Harbour Watch Foundation"),
        "Peter Oduya": ("Head", "Border Studies Institute"),
        "Lena Farkas": ("", "River Delta Alliance"),
    },
    "Ms. Ana Bruun (Harbour Watch Foundation), Mr. Peter Oduya (Border Studies Institute) and Ms. Lena Farkas (Peru) "
    "took the floor at the Workshop on Ports.": {
        "Ana Bruun": ("", "Harbour Watch Foundation"),
        "Peter Oduya": ("", "Border Studies Institute"),
        "Lena Farkas": ("", "Peru"),
    },
}


@pytest.mark.parametrize("text", LISTS, ids=lambda text: text[:30])
def test_no_name_takes_its_neighbours_post_or_organization(text: str) -> None:
    claims = Claims(text)
    for name, (post, body) in LISTS[text].items():
        keys = claims.keys(name, "person")
        assert len(keys) == 1, name
        posts = {a.value for a in claims.found.attributes if a.entity in keys and a.attribute == "post"}
        assert posts <= {post}, f"{name} is given the posts {posts}"
        bodies = {r.object for r in claims.found.relations if r.subject in keys and r.predicate == "affiliated_with"}
        assert bodies == claims.keys(body), f"{name} is placed at {bodies}"
