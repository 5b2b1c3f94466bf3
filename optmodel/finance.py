r"""Discounting, present value, rate of return and payback: pure functions of numbers.

Years are whole numbers and :math:`t = 1` is the year of signature. Rates and growths are fractions a year
(0.08 is 8 %), factors have no unit, money has the unit of what is passed in. A flow is positive where money
comes in. What makes no sense raises ValueError. Sources are textbooks by their usual titles.

Present values and absolute sums take floats, :class:`fractions.Fraction` and numpy arrays of samples alike,
so that one plain ledger can be computed in any of them, also exactly.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any, Literal, overload

import numpy as np
from numpy.typing import NDArray

FlowsAt = Literal["start", "end"]
"""Whether the flows of a year fall at its start or at its end."""
Array = NDArray[np.float64]
Flows = Sequence[float] | Array
"""One flow a year, that of year 1 first."""


@overload
def index(growth: Fraction, year: int, base: int) -> Fraction: ...
@overload
def index(growth: float, year: int, base: int) -> float: ...
@overload
def index(growth: float, year: NDArray[np.integer[Any]], base: int) -> Array: ...
def index(growth: Any, year: Any, base: int) -> Any:
    r"""Give the factor by which a price of the base year has grown in another year, earlier or later.

    .. math:: (1 + g)^{\text{year} - \text{base}}

    Raises ValueError if the growth is not a finite number above -1.
    Source: compound growth; Brealey, Myers and Allen, *Principles of Corporate Finance*.

    >>> round(index(0.02, 2031, 2026), 6)
    1.104081
    >>> index(Fraction(1, 10), 1, 3)
    Fraction(100, 121)
    >>> index(0.1, np.array([0, 1, 2]), 1).round(6).tolist()
    [0.909091, 1.0, 1.1]
    """
    _require_rate(growth, "growth")
    return (growth + (1 if isinstance(growth, Fraction) else 1.0)) ** (year - base)


@overload
def discount_factor(rate: Fraction, year: int, flows_at: FlowsAt = "end") -> Fraction: ...
@overload
def discount_factor(rate: float, year: int, flows_at: FlowsAt = "end") -> float: ...
def discount_factor(rate: Any, year: int, flows_at: FlowsAt = "end") -> Any:
    r"""Give the value today of one unit of money in a year, the first being year 1.

    .. math:: \delta(\rho, t) = (1 + \rho)^{-(t - 1 + \varphi)}, \quad
        \varphi = 1 \text{ for flows at the end of the year, } 0 \text{ at its start}

    Raises ValueError if the rate is not a finite number above -1, or for another year or word.
    Source: present value of a single amount; Brealey, Myers and Allen, *Principles of Corporate Finance*.

    >>> round(discount_factor(0.08, 2), 6)
    0.857339
    >>> discount_factor(0.08, 1, "start")
    1.0
    >>> discount_factor(Fraction(1, 4), 2)
    Fraction(16, 25)
    """
    _require_rate(rate, "discount rate")
    if year < 1:
        raise ValueError(f"The first year is year 1; got year {year}.")
    if flows_at not in ("start", "end"):
        raise ValueError(f'Flows fall at the "start" or the "end" of the year; got "{flows_at}".')
    return (1 + rate) ** (-year if flows_at == "end" else 1 - year)


def discount_factors(rate: float, horizon: int, flows_at: FlowsAt = "end") -> Array:
    """Give :func:`discount_factor` for each of the years 1 to the horizon.

    The present value of flows ``[scenario, year]`` is ``flows @ discount_factors(rate, horizon)``.
    ValueError as :func:`discount_factor` does, or if the horizon is below 1.

    >>> discount_factors(0.25, 3).tolist()
    [0.8, 0.64, 0.512]
    """
    if horizon < 1:
        raise ValueError(f"The horizon is at least 1 year; got {horizon}.")
    return np.array([discount_factor(rate, year, flows_at) for year in range(1, horizon + 1)], np.float64)


@overload
def npv(rate: Fraction, flows: Sequence[Fraction], flows_at: FlowsAt = "end") -> Fraction: ...
@overload
def npv(rate: float, flows: Flows, flows_at: FlowsAt = "end") -> float: ...
@overload
def npv(rate: float, flows: Sequence[Array], flows_at: FlowsAt = "end") -> Array: ...
def npv(rate: Any, flows: Any, flows_at: FlowsAt = "end") -> Any:
    r"""Give the net present value of one flow a year from year 1: money, exact where all are fractions.

    .. math:: \text{NPV} = \sum_{t=1}^{H} \delta(\rho, t) \, a_t

    A flow may be an array of samples; no flows are worth 0. Spreadsheets' NPV is the one with flows at the
    end of the year, that of most Python libraries the one with flows at the start.
    Raises ValueError as :func:`discount_factor` does, or for an array with another axis besides the years.
    Source: net present value; Brealey, Myers and Allen, *Principles of Corporate Finance*.

    >>> round(npv(0.1, [-100, 60, 60]), 6)
    3.756574
    >>> npv(Fraction(1, 10), [Fraction(-100), Fraction(230), Fraction(-132)])
    Fraction(0, 1)
    """
    if isinstance(flows, np.ndarray) and flows.ndim != 1:
        raise ValueError("Years are the only axis here; else use flows @ discount_factors(rate, horizon).")
    return sum(flow * discount_factor(rate, year, flows_at) for year, flow in enumerate(flows, start=1))


@dataclass(frozen=True, slots=True)
class IRR:
    """An internal rate of return, or a sentence that says why there is none: one of the two is None."""

    value: float | None
    reason: str | None = None


def irr(flows: Flows, negligible: float = 0.0) -> IRR:
    r"""Give the rate above -1 at which one flow a year is worth nothing today, if only one can exist.

    .. math:: \sum_{t=1}^{H} \frac{a_t}{(1 + r)^{t}} = 0

    It is where the flows that are not zero change sign exactly once; otherwise the answer is the reason.
    Amounts of at most ``negligible`` count as zero, lest what rounding leaves of larger terms pass for a
    change of sign. Right to about twelve digits. Raises ValueError if a flow is not finite.
    Source: Brealey, Myers and Allen, *Principles of Corporate Finance*; Descartes' rule of signs.

    >>> round(irr([-100, 60, 60]).value, 6)
    0.130662
    >>> irr([-100, 230, -132]).reason
    'The flows change sign 2 times, so the rate need not be unique.'
    >>> irr([50, 60]).reason
    'The flows never change sign: all are inflows.'
    """
    amounts = {year: flow for year, flow in enumerate(_finite(flows)) if abs(flow) > negligible}
    if not amounts:
        return IRR(None, "There are no flows.")
    changes = sum((flow > 0) != (following > 0) for flow, following in pairwise(amounts.values()))
    if changes == 0:
        kind = "inflows" if max(amounts.values()) > 0 else "outflows"
        return IRR(None, f"The flows never change sign: all are {kind}.")
    if changes > 1:
        return IRR(None, f"The flows change sign {changes} times, so the rate need not be unique.")
    return _only_rate(amounts)


def payback_year(flows: Flows, negligible: float = 0.0) -> int | None:
    r"""Give the first year in which all flows to date add up to zero or more, having been below zero before.

    .. math:: \min \Big\{ t : \sum_{k \le t} a_k \ge 0 \text{ and } \sum_{k \le u} a_k < 0
        \text{ for some } u < t \Big\}

    It is 0 if the sum is never below zero, None if it is never recovered. Only the first such year counts,
    even if a renewal brings the sum below zero again. Nothing is discounted; a sum below zero by at most
    ``negligible`` counts as zero. Raises ValueError if a flow is not finite.
    Source: payback period; Brealey, Myers and Allen, *Principles of Corporate Finance*.

    >>> payback_year([-100, 60, 60])
    3
    >>> payback_year([10, 10])
    0
    >>> payback_year([-100, 60]) is None
    True
    """
    below = [total < -negligible for total in accumulate(_finite(flows))]
    if not any(below):
        return 0
    return next((year for year, pair in enumerate(pairwise(below), start=2) if pair == (True, False)), None)


def peak_exposure(flows: Flows) -> float:
    r"""Give the most that is ever out of pocket, undiscounted: money, 0 if flows to date are never below 0.

    .. math:: \max\Big(0, \max_t \sum_{k \le t} -a_k\Big)

    Raises ValueError if a flow is not finite.
    Source: peak funding requirement; Yescombe, *Principles of Project Finance*.

    >>> peak_exposure([-100, -20, 60, 80])
    120.0
    """
    return max(0.0, *(-total for total in accumulate(_finite(flows), initial=0.0)))


def annuity(rate: float, years: int) -> float:
    r"""Give the level payment at the end of each year that repays one unit of money borrowed today.

    .. math:: \frac{\rho}{1 - (1 + \rho)^{-n}}, \quad \text{and } \frac{1}{n} \text{ where } \rho = 0

    Raises ValueError if the rate is not a finite number above -1 or the years are below 1.
    Source: capital recovery factor; Newnan, Eschenbach and Lavelle, *Engineering Economic Analysis*.

    >>> round(24_000_000 * annuity(0.07, 10), 4)
    3417060.0655
    """
    _require_rate(rate, "rate of interest")
    if years < 1:
        raise ValueError(f"A loan is repaid over at least 1 year; got {years}.")
    return -rate / math.expm1(-years * math.log1p(rate)) if rate else 1 / years


@overload
def absolute_sum(amounts: Iterable[Fraction]) -> Fraction: ...
@overload
def absolute_sum(amounts: Iterable[float] | Array) -> float: ...
def absolute_sum(amounts: Any) -> Any:
    r"""Add up the sizes of amounts of one unit, whatever their signs: the scale to judge a difference on.

    .. math:: \sum_i |a_i|

    An array may have any number of axes.
    Source: error bound of a sum; Higham, *Accuracy and Stability of Numerical Algorithms*.

    >>> absolute_sum([-3.0, 5.0])
    8.0
    """
    return np.abs(amounts).sum().item() if isinstance(amounts, np.ndarray) else sum(map(abs, amounts))


def equal(a: Any, b: Any, terms_total: float | Fraction, epsilon: float) -> bool:
    r"""Say whether two figures, or two arrays in every place, are equal, given what was added up to get them.

    Two figures are equal when they differ by at most epsilon times the sum of the absolute amounts added.

    .. math:: |a - b| \le \varepsilon \sum_i |a_i|

    A small difference of large amounts cannot be judged relative to itself. A NaN equals nothing.
    Raises ValueError if ``terms_total`` or ``epsilon`` is negative or not finite. Source: as above.

    >>> equal(1e-7, 0.0, terms_total=absolute_sum([1000.0, -1000.0]), epsilon=1e-9)
    True
    >>> equal(1e-5, 0.0, terms_total=absolute_sum([1000.0, -1000.0]), epsilon=1e-9)
    False
    """
    if not 0 <= terms_total < math.inf or not 0 <= epsilon < math.inf:
        raise ValueError(f"Neither may be negative or endless: terms_total {terms_total}, epsilon {epsilon}.")
    return bool(np.all(abs(a - b) <= epsilon * terms_total))


def _require_rate(rate: float | Fraction, what: str) -> None:
    """Refuse what is not a finite number above -1."""
    if not -1 < rate < math.inf:
        raise ValueError(f"A {what} is a finite fraction above -1 (0.05 is 5 % a year); got {rate}.")


def _finite(flows: Flows) -> list[float]:
    """Make plain floats of flows."""
    amounts = [float(flow) for flow in flows]
    if not all(map(math.isfinite, amounts)):
        raise ValueError(f"A flow is a finite number; got {amounts}.")
    return amounts


def _only_rate(amounts: dict[int, float]) -> IRR:
    """Find the rate of amounts by year that are not zero and change sign once."""
    # Scaled by a power of 2, which rounds nothing, so that no sum overflows; turned so that what is paid is
    # first. What is sought is ln(1 + r), as fine near 0 as a number can be and with no rate out of reach.
    first, last = min(amounts), max(amounts)
    exponent = math.frexp(max(map(abs, amounts.values())))[1]
    turn = -math.copysign(1, amounts[first])
    scaled = {year: turn * math.ldexp(amount, -exponent) for year, amount in amounts.items()}
    balance = math.fsum(scaled.values())
    side = math.copysign(1, balance)
    # A rate above 0 is sought looking back to the first year, one below looking on to the last: factors <= 1.
    terms = [(year - first if side > 0 else last - year, side * amount) for year, amount in scaled.items()]
    logarithm = side * _last_positive(lambda y: _value(y, terms)) if balance else 0.0
    if logarithm > math.log(np.finfo(np.float64).max):
        return IRR(None, "The rate is too high to be written as a number.")
    return IRR(max(math.expm1(logarithm), math.nextafter(-1.0, 0.0)))


def _value(y: float, terms: Iterable[tuple[int, float]]) -> float:
    r"""Add up :math:`a e^{-y n}` over terms (n, a), :math:`y \ge 0`; nothing is lost where y is near 0."""
    parts: list[float] = []
    for years, amount in terms:
        near = years * y < 1
        parts += (amount, amount * math.expm1(-years * y)) if near else (amount * math.exp(-years * y),)
    return math.fsum(parts)


def _last_positive(value: Callable[[float], float]) -> float:
    """Find to the last bit where a value that is positive at 0, and changes sign once, ceases to be so."""
    low, high = 0.0, 1.0
    while value(high) > 0:
        low, high = high, 2 * high
    while low < (middle := low + (high - low) / 2) < high:
        low, high = (middle, high) if value(middle) > 0 else (low, middle)
    return high
