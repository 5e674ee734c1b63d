"""Rules as data: the pattern language, the files in ``reference/rules``, and what they claim about a text."""

from __future__ import annotations

from untocgraph.extract.rules.field import Field, Named, marked_field, masked_text
from untocgraph.extract.rules.interpret import Found, broken_examples, find, idle_patterns
from untocgraph.extract.rules.loader import Rule, load_rules, parse_rules, rules_for
from untocgraph.extract.rules.measured import confidence_of

__all__ = [
    "Field",
    "Found",
    "Named",
    "Rule",
    "broken_examples",
    "confidence_of",
    "find",
    "idle_patterns",
    "load_rules",
    "marked_field",
    "masked_text",
    "parse_rules",
    "rules_for",
]
