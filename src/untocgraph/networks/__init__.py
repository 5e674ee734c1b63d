"""Networks of the graph: projections with their proof, measures, discourse networks, doubt, time, files, pictures.

``network`` is the one call from a graph to an answer; the modules below it are functions on networks in columns
(or plain networkx graphs) and tables. Measures: ``centrality``, ``cohesion``, ``communities``, ``holes``,
``brokerage``, ``twomode``, ``backbone``, ``permutation``.
"""

from __future__ import annotations

from untocgraph.networks.answer import NetworkAnswer, network
from untocgraph.networks.backbone import disparity
from untocgraph.networks.catalog import MEASURES, Settings, evaluate
from untocgraph.networks.coded import CodedStatement, CodedTable, read_coded, write_coded
from untocgraph.networks.columns import Columns, columns
from untocgraph.networks.databases import read_dna, read_qualcoder
from untocgraph.networks.discourse import DiscourseNetwork, discourse_network
from untocgraph.networks.discourse_draws import DiscourseDraws, discourse_draws
from untocgraph.networks.discourse_options import Options
from untocgraph.networks.discourse_time import discourse_windows
from untocgraph.networks.formats import FORMATS
from untocgraph.networks.project import project
from untocgraph.networks.projected import Network
from untocgraph.networks.projection import Projection, projections
from untocgraph.networks.ties import Filters
from untocgraph.networks.uncertainty import Uncertainty, resample
from untocgraph.networks.windows import changes, windows

__all__ = [
    "FORMATS",
    "MEASURES",
    "CodedStatement",
    "CodedTable",
    "Columns",
    "DiscourseDraws",
    "DiscourseNetwork",
    "Filters",
    "Network",
    "NetworkAnswer",
    "Options",
    "Projection",
    "Settings",
    "Uncertainty",
    "changes",
    "columns",
    "discourse_draws",
    "discourse_network",
    "discourse_windows",
    "disparity",
    "evaluate",
    "network",
    "project",
    "projections",
    "read_coded",
    "read_dna",
    "read_qualcoder",
    "resample",
    "windows",
    "write_coded",
]
