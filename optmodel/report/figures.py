"""How figures are written for people: one way for money, shares, factors and years, whatever the locale."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from optmodel.case import Case
from optmodel.report.texts import NOTHING
from optmodel.requirements import in_words

_UNITS = {"one": 1.0, "thousand": 1e3, "million": 1e6}


@dataclass(frozen=True, slots=True)
class Money:
    """The scale in which one report writes all its amounts: ``divisor`` turns the case's unit into the one shown."""

    unit: str
    divisor: float
    decimals: int

    def number(self, amount: float | None) -> str:
        """Write an amount without its unit."""
        if amount is None or not math.isfinite(amount):
            return NOTHING
        return _rounded(amount / self.divisor, self.decimals)

    def amount(self, amount: float | None) -> str:
        """Write an amount with its unit."""
        return NOTHING if amount is None else f"{self.number(amount)} {self.unit}"


def money_scale(case: Case, amounts: Iterable[float | None]) -> Money:
    """Choose the scale for a report: whole units, or millions with two decimals where the largest amount is long."""
    factor = _UNITS[case.about.money_unit]
    largest = max(
        (abs(amount) * factor for amount in amounts if amount is not None and math.isfinite(amount)), default=0.0
    )
    if largest >= 1e7:
        return Money(f"million {case.about.currency}", 1e6 / factor, 2)
    return Money(case.about.currency, 1 / factor, 0 if largest >= 1e3 else 2)


def money_unit(case: Case) -> str:
    """Name the unit of the case's own amounts, e.g. ``thousand USD``."""
    return case.about.currency if case.about.money_unit == "one" else f"{case.about.money_unit} {case.about.currency}"


def percent(fraction: float | None, decimals: int = 1) -> str:
    """Write a fraction as a percentage.

    >>> percent(0.05), percent(0.12345, 2), percent(None)
    ('5 %', '12.35 %', '–')
    """
    if fraction is None or not math.isfinite(fraction):
        return NOTHING
    return f"{_trimmed(_rounded(100 * fraction, decimals))} %"


def gap_percent(fraction: float | None) -> str:
    """Write a gap: never 0 where there is one.

    >>> gap_percent(0.0), gap_percent(0.00004), gap_percent(1e-9)
    ('0 %', '0.004 %', 'below 0.001 %')
    """
    if fraction is not None and 0 < fraction < 0.00001:
        return "below 0.001 %"
    return percent(fraction, 3)


def times(factor: float | None) -> str:
    """Write a factor.

    >>> times(1.2), times(None)
    ('1.2 ×', '–')
    """
    return NOTHING if factor is None else f"{_trimmed(_rounded(factor, 4))} ×"


def count(number: int, singular: str) -> str:
    """Write a number of things.

    >>> count(1, "year"), count(3, "district")
    ('1 year', '3 districts')
    """
    return f"{number} {singular if number == 1 else singular + 's'}"


def in_unit(value: float, unit: str, money: Money) -> str:
    """Write a figure in the unit of a requirement."""
    if unit == "money":
        return money.amount(value)
    return percent(value, 2) if unit == "fraction" else in_words(plain_number(value), unit)


def plain_number(value: float, decimals: int = 2) -> str:
    """Write a figure of any unit, with no more decimals than it has, and none where it is large.

    >>> plain_number(88057.74), plain_number(12.5), plain_number(0.125)
    ('88,058', '12.5', '0.13')
    """
    return _trimmed(_rounded(value, 0 if abs(value) >= 1000 else decimals))


def _rounded(value: float, decimals: int) -> str:
    """Write a figure with so many decimals, halves away from zero as spreadsheets round them; never a minus zero."""
    if abs(value) >= 1e15:
        return f"{value:,.{decimals}f}"
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded or abs(rounded):,f}"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
