"""The tables as a Frictionless Data Package: one resource a table, columns with types and descriptions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from untocgraph.publish.release.attribution import Attribution
from untocgraph.publish.release.files import sha256
from untocgraph.publish.release.settings import LICENCE, LICENCE_NAME, SPDX, ReleaseOptions
from untocgraph.publish.tables.columns import COLUMNS, KEYS, REFERENCES, metadata

_TYPES = {"integer": "integer", "decimal": "number", "string": "string", "anyURI": "string"}


def datapackage(root: Path, sources: tuple[Attribution, ...], options: ReleaseOptions) -> dict[str, Any]:
    """Return the descriptor. ``root`` is the folder of the release, with ``tables/`` in it."""
    descriptions = {table["url"].removesuffix(".csv"): table for table in metadata()["tables"]}
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "untocgraph",
        "title": options.title,
        "description": options.description,
        "version": options.version,
        "homepage": options.base_url,
        "licenses": [{"name": SPDX, "path": LICENCE, "title": LICENCE_NAME}],
        "contributors": [{"title": options.publisher, "role": "publisher"}],
        "sources": [
            {"title": source.title} | ({"path": source.url} if source.url.startswith("http") else {})
            for source in sources
        ],
        "resources": [_resource(root, name, descriptions[name]) for name in COLUMNS],
    }
    if not package["sources"]:
        del package["sources"]
    if options.issued:
        package["created"] = f"{options.issued}T00:00:00Z"
    return package


def _resource(root: Path, name: str, described: dict[str, Any]) -> dict[str, Any]:
    path = root / "tables" / f"{name}.csv"
    schema: dict[str, Any] = {
        "fields": [_field(one) for one in described["tableSchema"]["columns"] if "virtual" not in one],
        "missingValues": [""],
    }
    if name in KEYS:
        schema["primaryKey"] = KEYS[name]
    if name in REFERENCES:
        schema["foreignKeys"] = [
            {"fields": field, "reference": {"resource": table, "fields": KEYS[table]}}
            for field, table in REFERENCES[name]
        ]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"tables/{name}.csv",
        "description": described["dc:description"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path)}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "schema": schema,
    }


def _field(column: dict[str, Any]) -> dict[str, Any]:
    field = {"name": column["name"], "type": _TYPES[column["datatype"]], "description": column["dc:description"]}
    if "separator" in column:
        field["description"] += " Several values are separated by a stroke (|)."
    if column["datatype"] == "anyURI":
        field["format"] = "uri"
    return field
