"""A requirement that is met exactly is met: what a computation leaves of two equal figures forbids nothing."""

import itertools
from typing import get_args

import pytest

from optmodel.best_terms import Effort, Method, best_terms
from optmodel.case import checked
from optmodel.rollout import Rollout
from tests.formulation.town import CITY, lines, sold, town

pytestmark = pytest.mark.heavy  # long computations, run apart from coverage

# Both sides are products of the same figures, each rounded in its own way.
TAKEN = [0.1 * number for number in range(1, 10)]
PRICES = [0.1 * number for number in range(1, 10)]


@pytest.mark.parametrize("method", get_args(Method))
def test_residents_may_pay_just_what_they_may_pay_at_most(method: Method) -> None:
    # of 50 households a part takes a line: a half of its price, times that part, for each of 100 residents
    refused = []
    for part, price in itertools.product(TAKEN, PRICES):
        case = town(
            services=(lines(saturation=part),),
            service_factors=(sold(price=price),),
            citizen_bill_most=part * price / 2,
            price_growth=0.03,
        )
        answer = best_terms(Rollout(checked(case)), case.mode(CITY), Effort(gap=0.0, method=method))
        if answer.contract is None:
            refused.append((part, price))
    assert refused == []
