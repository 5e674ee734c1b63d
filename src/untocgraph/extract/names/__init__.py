"""The names of a text: one pool of candidates, one arbitration, one decision which mentions are one thing."""
