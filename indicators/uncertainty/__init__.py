"""How far the place of a country in an index depends on the method, and on which choice of it.

Pure and seeded. Its results are shares of methods, never probabilities.
"""

from indicators.uncertainty.alternatives import Alternatives, Method, reasonable_alternatives
from indicators.uncertainty.evaluate import Refused
from indicators.uncertainty.monte_carlo import MethodUncertainty, monte_carlo
from indicators.uncertainty.sensitivity import Sensitivity, sensitivity

__all__ = [
    "Alternatives",
    "Method",
    "MethodUncertainty",
    "Refused",
    "Sensitivity",
    "monte_carlo",
    "reasonable_alternatives",
    "sensitivity",
]
