"""Write docs/queries/ from queries/: python tools/generate_query_docs.py"""

from __future__ import annotations

from pathlib import Path

from untocgraph.ask.query.catalog import catalog
from untocgraph.ask.query.catalogue_pages import pages

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "queries"


def main() -> None:
    """Replace every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = pages(catalog())
    for old in FOLDER.iterdir():
        if old.name not in wanted:
            old.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
