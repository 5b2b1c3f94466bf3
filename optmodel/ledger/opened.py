"""One opened district as a reader of the ledger sees it: whom it covers, what it carries and must carry."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from optmodel.ledger.arithmetic import Series


@dataclass(frozen=True, slots=True)
class OpenDistrict:
    """Series of one district by year t, as planned; ``opened`` is counted from 1."""

    district: str
    opened: int
    covered: Series  # residents
    free: Series  # of them, those that have a free service
    need: Series  # Mbit/s
    capacity: Series  # Mbit/s


def by_year(
    districts: Iterable[OpenDistrict], years: range, series: Callable[[OpenDistrict], Series]
) -> Mapping[int, Mapping[str, float]]:
    """Give one series of every district open in a year, by calendar year and district."""
    columns = [(item.district, item.opened, series(item)) for item in districts]
    return {
        year: {name: amounts[t] for name, opened, amounts in columns if opened <= t}
        for t, year in enumerate(years, start=1)
    }
