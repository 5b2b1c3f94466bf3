"""The few operations beside + − · ÷ and whole powers that the ledger needs, for numbers of any kind.

A number is a float, a :class:`fractions.Fraction` or a numpy array of samples: the same plain code prices one
contract quickly, exactly, or for many samples at once. Zero is written ``0``, which is exact in each of them.
"""

from typing import Any

import numpy as np

Number = Any
"""A float, a Fraction or an array of samples of one shape throughout."""


def lesser(one: Number, other: Number) -> Number:
    """Give the lesser of two numbers, sample by sample."""
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.minimum(one, other)
    return one if one <= other else other


def positive_part(number: Number) -> Number:
    """Give the number where it is above zero, zero elsewhere."""
    if isinstance(number, np.ndarray):
        return np.maximum(number, 0)
    return number if number > 0 else 0


def agreed(condition: Any, question: str) -> bool:
    """Give the one answer to a question whose answer decides which payments there are, not how large they are.

    Raises ValueError if samples answer differently: they belong to different contracts and are priced apart.
    """
    if not isinstance(condition, np.ndarray):
        return bool(condition)
    if condition.all() or not condition.any():
        return bool(condition.all())
    raise ValueError(f"The samples differ on whether {question}; price them apart.")


def is_zero(number: Number) -> bool:
    """Say whether nothing is there, in any sample."""
    return not number.any() if isinstance(number, np.ndarray) else number == 0


def everywhere(condition: Any) -> bool:
    """Say whether something is so, in every sample."""
    return bool(condition.all()) if isinstance(condition, np.ndarray) else bool(condition)


def discount(rate: Number, year: int, flows_at: str) -> Number:
    """Give δ(ρ, t) = (1 + ρ)^−(t − 1 + φ).

    Written out here, and not taken from :mod:`optmodel.finance`, so that a slip there cannot be in both opinions.
    """
    return 1 / (1 + rate) ** (year if flows_at == "end" else year - 1)
