"""How far two codings of the same texts agree: chance-corrected coefficients, with what they rest on."""

from untocgraph.ask.reliability.codings import Coding, Unit, compared, decisions_of, tables_of
from untocgraph.ask.reliability.coefficients import Unitizing, alpha_nominal, alpha_unitizing, kappa

__all__ = [
    "Coding", "Unit", "Unitizing", "alpha_nominal", "alpha_unitizing", "compared", "decisions_of", "kappa", "tables_of",
]  # fmt: skip
