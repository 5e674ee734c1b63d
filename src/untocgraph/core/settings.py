"""The settings tree: one frozen dataclass a section, each field an environment variable, documented where it stands.

``UNTOCGRAPH_{SECTION}_{FIELD}`` sets a field; what a call or the command line gives beats it; its default comes last.
docs/reference/settings.md is written from here (``tools/generate_settings.py``).
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import ClassVar, Self

from untocgraph.core.errors import SettingError

_SWITCH = {"1": True, "true": True, "0": False, "false": False, "": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A section of settings. Numbers are positive unless ``may_be_zero`` names them; SettingError otherwise."""

    section: ClassVar[str] = ""
    may_be_zero: ClassVar[frozenset[str]] = frozenset()

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, bool) or not isinstance(value, int | float):
                continue
            if value < 0 or (value == 0 and field.name not in self.may_be_zero):
                raise SettingError(f"{field.name} is {value}", repair="give a positive number")

    @classmethod
    def variable(cls, name: str) -> str:
        """Return the environment variable of a field.

        >>> GraphSettings.variable("workers"), SparqlSettings.variable("user")
        ('UNTOCGRAPH_WORKERS', 'UNTOCGRAPH_SPARQL_USER')
        """
        return "_".join(filter(None, ("UNTOCGRAPH", cls.section, name))).upper()

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ, /, **given: object) -> Self:
        """Return the section from the environment and, above it, from what is given (None: not given).

        Raises SettingError, with the variable's name, for a value that is no number where one is due, or out of range.

        >>> GraphSettings.from_environment({"UNTOCGRAPH_WORKERS": "4"}, graph="mine")
        GraphSettings(graph='mine', workers=4, work='untoc-graph', mirror='untoc-mirror')
        """
        values: dict[str, object] = {}
        for field in fields(cls):
            written = environ.get(cls.variable(field.name))
            if given.get(field.name) is not None:
                values[field.name] = given[field.name]
            elif written:
                values[field.name] = cls._read(field.name, written, type(field.default))
        return cls(**values)

    @classmethod
    def _read(cls, name: str, written: str, wanted: type) -> object:
        try:
            value = _SWITCH[written.lower()] if wanted is bool else wanted(written)
            cls(**{name: value})
        except (ValueError, KeyError, SettingError) as error:
            where = f"{cls.variable(name)} is {written!r}"
            repair = getattr(error, "repair", None) or f"give a value of type {wanted.__name__}"
            raise SettingError(where, repair=repair) from None
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphSettings(Settings):
    """Where graphs are and how they are built."""

    graph: str = "untoc-graph"
    """The graph directory, or the query address of a SPARQL server, that commands read and write (``-g``)."""
    workers: int = 1
    """How many processes read and annotate documents during a build."""
    work: str = "untoc-graph"
    """Where a graph is built before it is sent to a SPARQL server."""
    mirror: str = "untoc-mirror"
    """Where graphs of SPARQL servers are mirrored that are released, exported, searched or served."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SparqlSettings(Settings):
    """A graph on a SPARQL server; the address of its queries is that of ``-g``."""

    section: ClassVar[str] = "sparql"

    update: str = ""
    """Address for updates, where it does not follow from ``-g``."""
    graphs: str = ""
    """Address of its Graph Store Protocol, likewise."""
    user: str = ""
    """Who may write there (HTTP basic or digest)."""
    password: str = ""
    """The password; only ever from the environment."""
    timeout: float = 60.0
    """Seconds that the server may take for one answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderSettings(Settings):
    """A language model that reads beside the rules (``--reader``, ``--reader-model``, ``--without-reader``)."""

    section: ClassVar[str] = "reader"
    may_be_zero: ClassVar[frozenset[str]] = frozenset({"retries", "confidence"})

    url: str = ""
    """Base of an OpenAI-compatible endpoint, such as ``http://localhost:8080/v1``."""
    model: str = ""
    """The model to ask for; without an endpoint, its kept answers only."""
    key: str = dataclasses.field(default="", repr=False)
    """Key of the endpoint; only ever from the environment."""
    timeout: float = 60.0
    """Seconds that the endpoint may take for one answer."""
    retries: int = 2
    """How often a request is made again that an overloaded endpoint refused."""
    confidence: float = 0.5
    """Confidence of its claims, from 0 to 1: the precision that was measured for the model."""
    excluded: bool = False
    """Leave out what a second reader found, in every command."""
