"""Things of the graph as objects: dialogues, sessions, people, organizations, statements, each with its evidence.

The way in is the graph: ``graph.dialogues()``, ``graph.organization("GI-TOC").participations``. Objects are frozen,
read what they are asked for when they are asked, and show themselves in notebooks.

>>> import tempfile
>>> from pathlib import Path
>>> import untocgraph as ug
>>> folder = tempfile.TemporaryDirectory()
>>> text = "Vienna, 9 June 2023. Ms. Paola Errani, director of the Riverbend Trust, said that data help States."
>>> _ = Path(folder.name, "a.txt").write_text(text, encoding="utf-8")
>>> graph = ug.build([Path(folder.name, "a.txt")], graph=Path(folder.name, "graph"))
>>> said = graph.statements(speaker="Paola Errani")[0]
>>> said.speaker.label, said.on_behalf_of.label, said.statement_mode, said.date
('Paola Errani', 'Riverbend Trust', 'reported', '2023-06-09')
>>> proof = said.evidence[0]
>>> proof.source.text[proof.start:proof.end] == proof.exact
True
>>> graph.organization("Riverbend Trust").people
('Paola Errani',)
>>> folder.cleanup()
"""

from untocgraph.ask.objects.base import Evidence, Source, Thing
from untocgraph.ask.objects.collection import Collection
from untocgraph.ask.objects.entities import Agent, Entity, Event, Organization, Person, Provision, State
from untocgraph.ask.objects.nodes import Affiliation, AgentGroup, ParticipantCount, Participation, Statement

__all__ = [
    "Affiliation",
    "Agent",
    "AgentGroup",
    "Collection",
    "Entity",
    "Event",
    "Evidence",
    "Organization",
    "ParticipantCount",
    "Participation",
    "Person",
    "Provision",
    "Source",
    "State",
    "Statement",
    "Thing",
]
