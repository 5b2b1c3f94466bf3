"""Functions of a government that others do: cost, fees and staff freed, by hand."""

from dataclasses import replace

import pytest

from optmodel.ledger import ledger
from tests.cities import OWNED, signed, tiny_city
from tests.ledger.contracts import HARBOUR, paid, years
from tests.ledger.uncertain import CARE, CONSTRUCTION


def outsourced(*names, functions=(CONSTRUCTION, CARE), case=None):
    case = replace(case or tiny_city(), functions=functions)
    return ledger(case, replace(signed(OWNED, 8, HARBOUR), outsourced=names))


def test_the_part_of_build_that_others_do_is_had_at_their_factor():
    book = outsourced("construction")
    # half of 200 and of 25 at 0.8, the rest at the mode's own 1
    assert paid(book, "build") == {2027: 180}
    assert paid(book, "renewal") == years(2028, 2033, 22.5)
    assert paid(book, "operation") == years(2028, 2033, 24)
    # no factor saved is credited: 70 · 0.9. The base of a charge is what is really built: a twentieth of 180
    assert book.end_value == pytest.approx(63)
    assert [item.amount for item in book.comparison] == pytest.approx([9] * 7)


def test_no_factor_above_one_is_credited():
    book = outsourced("construction", functions=(replace(CONSTRUCTION, factor=1.5),))
    assert paid(book, "build") == {2027: 250}
    assert book.end_value == pytest.approx(70)


def test_the_part_of_operation_that_others_do_is_had_at_their_factor():
    # 20 · (0.25 · 2 + 0.75 · 1.2)
    assert paid(outsourced("care"), "operation") == years(2028, 2033, 28)


def test_functions_add_up_and_those_not_outsourced_change_nothing():
    design = replace(CONSTRUCTION, function="design", part=0.25, factor=2.0)
    book = outsourced("care", "construction", "design", functions=(CONSTRUCTION, CARE, design))
    # 0.5 · 0.8 + 0.25 · 2 + 0.25 · 1 = 1.15
    assert paid(book, "build") == {2027: pytest.approx(230)}
    assert paid(book, "operation") == years(2028, 2033, 28)
    assert outsourced().transfers == ledger(tiny_city(), signed(OWNED, 8, HARBOUR)).transfers


def test_a_fee_is_paid_and_staff_is_freed_in_the_years_of_the_function():
    book = outsourced("construction", "care")
    assert paid(book, "outsourcing fee", "government", "outside", "construction") == years(2026, 2027, 3)
    # an empty last year is the horizon, and a later one is cut there
    assert paid(book, "outsourcing fee", "government", "outside", "care") == years(2027, 2033, 4)
    assert paid(book, "staff freed", "outside", "government", "care") == years(2027, 2033, 5)
    assert paid(book, "staff freed", item="construction") == {}
    book = outsourced("care", functions=(replace(CARE, first=8, last=60),))
    assert paid(book, "outsourcing fee") == {2033: 4}


def test_fees_and_staff_grow_with_the_contract_index():
    book = outsourced("care", case=tiny_city().replace({"Settings!contract_growth": 1.0}))
    assert paid(book, "outsourcing fee")[2028] == 16
    assert paid(book, "staff freed")[2028] == 20
