"""The few operations beside + − · ÷ and whole powers that the ledger needs, for numbers of any kind.

A number is a float, a :class:`fractions.Fraction` or a numpy array of samples: the same plain code prices one
contract quickly, exactly, or for many samples at once. Zero and one are written ``0`` and ``1``, which are exact in
each of them.
"""

import math
from typing import Any

import numpy as np

Number = Any
"""A float, a Fraction or an array of samples of one shape throughout."""

Series = tuple[Number, ...]
"""One number a year: ``series[t]`` belongs to year t = 1..H; place 0 is never read."""

# The part of a step by which an amount may exceed a multiple and still be signed as that multiple.
ROUNDING = 1e-9
# The part of an amount that is noise of a computation: thousands of districts may be added up in any order.
NOISE = 1e-12


def lesser(one: Number, other: Number) -> Number:
    """Give the lesser of two numbers, sample by sample."""
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.minimum(one, other)
    return one if one <= other else other


def greater(one: Number, other: Number) -> Number:
    """Give the greater of two numbers, sample by sample."""
    return -lesser(-one, -other)


def positive_part(number: Number) -> Number:
    """Give the number where it is above zero, zero elsewhere."""
    if isinstance(number, np.ndarray):
        return np.maximum(number, 0)
    return number if number > 0 else 0


def rounded_up(amount: Number, step: Number) -> Number:
    """⌈x / step − max(1e-9, 1e-12 · x / step)⌉ · step."""
    steps = amount / step
    if isinstance(steps, np.ndarray):
        return np.ceil(steps - np.maximum(ROUNDING, NOISE * steps)) * step
    return math.ceil(steps - max(ROUNDING, NOISE * float(steps))) * step


def part_of(part: Number, whole: Number) -> Number:
    """Give a part as a fraction of the whole, sample by sample; nothing of nothing."""
    if isinstance(whole, np.ndarray):
        parts, wholes = np.broadcast_arrays(part, whole)
        return np.divide(parts, wholes, out=np.zeros(wholes.shape), where=wholes != 0)
    return 0 if whole == 0 else part / whole


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
