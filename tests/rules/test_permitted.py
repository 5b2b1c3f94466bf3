"""Rule ``permitted`` at points typed by hand: 1 where the mode is selectable and no reason stands against it."""

from tests.cities import INVESTED, OWNED
from tests.rules.points import city, slacks, under


def test_a_mode_that_is_selectable_and_permitted_may_be_chosen() -> None:
    # 1 ≥ 1
    assert slacks("permitted", under(INVESTED, 5)) == {"": 0}


def test_a_mode_against_which_a_reason_stands_may_not_be_chosen() -> None:
    # 0 ≥ 1
    case = city({f"Modes!{INVESTED}.not_permitted": "The charter forbids it."})
    assert slacks("permitted", under(INVESTED, 5, case=case)) == {"": -1}


def test_a_mode_that_only_runs_the_network_after_handover_may_not_be_chosen() -> None:
    case = city({f"Modes!{INVESTED}.selectable": False})
    assert slacks("permitted", under(INVESTED, 5, case=case)) == {"": -1}


def test_a_reason_against_one_mode_is_none_against_another() -> None:
    case = city({f"Modes!{INVESTED}.not_permitted": "The charter forbids it."})
    assert slacks("permitted", under(OWNED, 8, case=case)) == {"": 0}
