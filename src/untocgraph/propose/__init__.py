"""Proposals of a language model, for sentences that the rules left alone. Off unless somebody calls it.

A proposal is never a fact: it waits in ``proposals.jsonl`` of the graph directory, in no named graph, and no query,
export or measure sees it. Each of its slots is an entity of the document or words of the sentence; anything else is
rejected with the reason. Answers are kept by the digest of their request, so that the same run needs no network.
"""

from untocgraph.propose.check import Proposal, Rejection, check_answer
from untocgraph.propose.endpoint import Endpoint
from untocgraph.propose.run import ProposalReport, propose
from untocgraph.propose.tasks import Task, request_of, tasks_of

__all__ = [
    "Endpoint",
    "Proposal",
    "ProposalReport",
    "Rejection",
    "Task",
    "check_answer",
    "propose",
    "request_of",
    "tasks_of",
]
