"""Points for the rule ``outsourcing``."""

from dataclasses import replace

import numpy as np
import pytest

from optmodel.case import Case, Function
from optmodel.rules.outsourcing import fees
from tests.cities import INVESTED, OWNED, tiny_city
from tests.rules.points import HARBOUR, cost, slacks, under


def with_functions(**outsourced: str) -> Case:
    """The tiny city with functions of the government-owned mode: half of the build, and all of operation."""
    build = Function(mode=OWNED, function="construction", base="build", part=0.5, factor=1.4, fee=3.0, last=2)
    run = Function(mode=OWNED, function="operation", base="operation", part=1.0, factor=0.9, fee=1.0, staff_saved=4.0)
    functions = (build, run)
    return replace(
        tiny_city(),
        functions=tuple(replace(item, outsourced=outsourced.get(item.function, "choose")) for item in functions),
    )


@pytest.mark.parametrize(
    ("rule", "outsourced", "slack"),
    [("choose", True, 0), ("choose", False, 0), ("always", True, 0), ("always", False, -1), ("never", True, -1)],
)
def test_a_function_is_outsourced_where_it_may_be_and_always_where_it_must(rule, outsourced, slack) -> None:
    here = under(OWNED, 8, case=with_functions(operation=rule), outsourced=("operation",) if outsourced else ())
    assert slacks("outsourcing", here) == {"construction": 0, "operation": slack}


def test_no_function_is_outsourced_that_the_mode_does_not_have() -> None:
    assert slacks("outsourcing", under(INVESTED, 5, case=with_functions(), outsourced=("operation",))) == {
        "operation": -1
    }
    assert slacks("outsourcing", under(OWNED, 8)) == {}


def test_fees_are_paid_and_staff_is_freed_in_their_years() -> None:
    here = under(OWNED, 8, case=with_functions(), outsourced=("construction", "operation"))
    assert fees(here).tolist() == [0, 0, -3, -3, -3, -3, -3, -3]  # 3 in two years; 1 less 4 in all


def test_what_others_do_costs_their_factor_and_the_rest_the_own() -> None:
    own, others = (under(OWNED, 8, case=with_functions(), outsourced=names) for names in ((), ("operation",)))
    # 20 a year from 2028 at 0.9 instead of 1.2, and 3 a year less from 2026
    saved = 20 * 0.3 * sum(0.8**t for t in range(3, 9)) + 3 * sum(0.8**t for t in range(1, 9))
    assert cost(own, HARBOUR) - cost(others, HARBOUR) == pytest.approx(saved)
    built = under(OWNED, 8, case=with_functions(), outsourced=("construction",))
    # half of 200 at 1.4 instead of 1: 240 in 2027; the renewal of 100 in 2032 is 120, a quarter set aside from 2028
    assert built.series.build[:, 1].max() / own.series.build[:, 1].max() == pytest.approx(1.2)
    assert np.allclose(built.series.renewal, own.series.renewal * 1.2)
