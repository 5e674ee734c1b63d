"""A language model as second reader. Off unless somebody names one.

It reads a document chunk by chunk and answers in a closed schema; each claim has to quote the text exactly. What it
says stands beside what the rules say, marked ``reader:…`` wherever it appears, and overwrites nothing.
"""

from untocgraph.propose.check import check_answer
from untocgraph.propose.claims import Claim, Thing, claims_of, joined
from untocgraph.propose.endpoint import Endpoint
from untocgraph.propose.prompt import Chunk, chunks_of, request_of
from untocgraph.propose.reading import SecondReader

__all__ = [
    "Chunk", "Claim", "Endpoint", "SecondReader", "Thing", "check_answer", "chunks_of", "claims_of", "joined",
    "request_of",
]  # fmt: skip
