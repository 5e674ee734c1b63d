"""Every setting of the program: its option, its environment variable, its default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from untocgraph.core.errors import SettingError

__all__ = ["SETTINGS", "Setting", "default_graph", "default_work", "default_workers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting. ``option`` is empty where there is none on the command line."""

    name: str
    env: str
    option: str
    default: str
    help: str


SETTINGS = (
    Setting(
        name="graph",
        env="UNTOCGRAPH_GRAPH",
        option="--graph",
        default="untoc-graph",
        help="The graph directory that commands read and write.",
    ),
    Setting(
        name="workers",
        env="UNTOCGRAPH_WORKERS",
        option="--workers",
        default="1",
        help="How many processes read and annotate documents during a build.",
    ),
    *(
        Setting(name=name, env=f"UNTOCGRAPH_{name.upper().replace('-', '_')}", option="", default=default, help=words)
        for name, default, words in (
            ("work", "untoc-graph", "Where a graph is built before it is sent to a SPARQL server."),
            ("sparql-update", "", "Address for updates of a SPARQL server, where it does not follow from -g."),
            ("sparql-graphs", "", "Address of its Graph Store Protocol, likewise."),
            ("sparql-user", "", "Who may write there (HTTP basic or digest)."),
            ("sparql-password", "", "The password; only ever from the environment."),
            ("sparql-timeout", "60", "Seconds that the server may take for one answer."),
        )
    ),
)


def default_work(environ: Mapping[str, str] = os.environ) -> str:
    """Return the directory that a graph is built in before it is sent to a server.

    >>> default_work({})
    'untoc-graph'
    """
    return environ.get("UNTOCGRAPH_WORK") or "untoc-graph"


def default_graph(environ: Mapping[str, str] = os.environ) -> str:
    """Return the graph directory that holds where none is named.

    >>> default_graph({})
    'untoc-graph'
    >>> default_graph({"UNTOCGRAPH_GRAPH": "/data/untoc"})
    '/data/untoc'
    """
    return environ.get("UNTOCGRAPH_GRAPH") or "untoc-graph"


def default_workers(environ: Mapping[str, str] = os.environ) -> int:
    """Return the number of worker processes; SettingError when the environment names no positive number.

    >>> default_workers({"UNTOCGRAPH_WORKERS": "4"})
    4
    """
    written = environ.get("UNTOCGRAPH_WORKERS") or "1"
    if not written.isdecimal() or int(written) < 1:
        raise SettingError(f"UNTOCGRAPH_WORKERS={written} is no number of processes", repair="set it to 1 or more")
    return int(written)
