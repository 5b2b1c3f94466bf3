"""Each check of the modes and their charges fires on a mode that breaks it, alone, and says the way out."""

from dataclasses import replace

import pytest

from optmodel.case import Charge
from tests.case.broken import found, mode, settings
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, tiny_city


@pytest.mark.parametrize(
    ("name", "low", "high", "least", "most"),
    [
        (VENTURE, "contribution_least", "contribution_most", 0.6, 0.5),
        (INVESTED, "compensation_least", "compensation_most", 1.6, 1.5),
        (VENTURE, "share_least", "share_most", 0.4, 0.3),
        (VENTURE, "guaranteed_share", "purchase_most", 1.75, 1.5),
        (VENTURE, "term_least", "term_most", 7, 6),
    ],
)
def test_the_bounds_of_a_term_leave_room(name, low, high, least, most):
    assert found(mode(name, **{low: least})) == [
        (f"Modes!{name}.{low}", f"{least:g} is above the most, {most:g}.", f"Lower it or raise {high}.")
    ]
    assert found(mode(name, **{low: most})) == []


def test_the_shortest_term_fits_into_the_horizon():
    assert found(mode(FRANCHISE, term_least=9, term_most=9)) == [
        (
            "Modes!franchise.term_least",
            "9 years is longer than the horizon of 8.",
            "Shorten the term or lengthen the horizon.",
        )
    ]


def test_an_empty_shortest_term_stands_for_the_horizon_and_leaves_the_longest_no_less():
    assert found(mode(FRANCHISE, term_least=None)) == [
        (
            "Modes!franchise.term_least",
            "The longest term is 7 years but the shortest is empty: the horizon of 8.",
            "Give a shortest term too.",
        )
    ]
    assert found(mode(FRANCHISE, term_least=None, term_most=None)) == []


def test_a_longest_term_beyond_the_horizon_is_cut_there_and_said():
    assert found(mode(FRANCHISE, term_most=9)) == [
        (
            "?Modes!franchise.term_most",
            "9 years is longer than the horizon of 8 and is cut there.",
            "Lengthen the horizon to look further.",
        )
    ]


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("contribution_most", 0.5, "0"),
        ("compensation_most", 1.0, "0"),
        ("share_most", 0.1, "0"),
        ("revenue_to_operator", 0.5, "0"),
        ("required_return", 0.1, "empty"),
        ("payback_longest", 3, "empty"),
        ("loss_limit", 0.5, "empty"),
        ("term_most", 8, "empty"),
        ("public_need", "bought", "served"),
        ("at_end", "keeps", "reverts"),
        ("uses_backbone", True, "no"),
    ],
)
def test_where_the_government_runs_the_network_itself_there_is_nobody_to_sign_with(field, value, shown):
    assert found(mode(OWNED, **{field: value})) == [
        (
            f"Modes!{OWNED}.{field}",
            f"{value} stands here, but this mode has no operator.",
            f"Put {shown}, or say yes at operator.",
        )
    ]


def test_an_operator_says_what_it_asks():
    assert found(mode(VENTURE, required_return=None)) == [
        (
            "Modes!joint venture.required_return",
            "No required return is given.",
            "Give the operator's; there is no default.",
        )
    ]
    assert found(mode(VENTURE, public_price=None)) == [
        (
            "Modes!joint venture.public_price",
            "Public capacity is bought but has no price.",
            "Give a price; 0 where it is free.",
        )
    ]
    assert found(mode(VENTURE, revenue_to_operator=0.0)) == [
        (
            "Modes!joint venture.share_most",
            "The operator holds no revenue of which a share could be paid.",
            "Put 0, or give the operator revenue.",
        )
    ]


def test_after_a_term_somebody_runs_the_network_at_a_known_price():
    assert found(mode(VENTURE, after_term_price=None)) == [
        (
            "Modes!joint venture.after_term_price",
            "The operator keeps the network but the price after the term is not given.",
            "Give a price; 0 where it is free.",
        )
    ]
    assert found(mode(FRANCHISE, run_after_handover=None)) == [
        (
            "Modes!franchise.run_after_handover",
            "Nobody is named to run the network after the term.",
            "Name a mode in which the government pays.",
        )
    ]
    # no year comes after a term to the horizon
    assert found(mode(FRANCHISE, run_after_handover=None, term_least=8, term_most=8)) == []


@pytest.mark.parametrize(
    ("fields", "successor"),
    [
        ({"run_after_handover": VENTURE}, VENTURE),  # whose need is bought and whose build is paid by half
        ({"successor_compensation": 0.9}, INVESTED),
    ],
)
def test_a_successor_has_all_it_does_paid(fields, successor):
    assert found(mode(FRANCHISE, **fields)) == [
        (
            "Modes!franchise.run_after_handover",
            f"In {successor!r} the government would not pay all renewals and operation, or would buy its capacity.",
            "Name a mode without an operator, or one with contribution_most and compensation "
            "(successor_compensation, else compensation_most) of at least 1 and its need served.",
        )
    ]
    assert found(mode(FRANCHISE, run_after_handover=OWNED, successor_compensation=0.0)) == []


def test_a_runner_whose_charges_all_stop_with_its_own_contract_is_asked_about():
    case = tiny_city()
    stopped = tuple(replace(item, counted_from="signature") for item in case.charges if item.mode == INVESTED)
    others = tuple(item for item in case.charges if item.mode != INVESTED)
    assert found(replace(case, charges=(*stopped, *others))) == [
        (
            "?Charges!government-invested/tender.counted_from",
            "No charge of 'government-invested' is paid when it runs the network after the term: "
            "the years after look cheap.",
            'Say "either" for those that are.',
        )
    ]


def test_a_backbone_costs_something_in_the_term_and_after_it():
    charge = (
        "?Settings!backbone_charge",
        "The operator's backbone replaces build but nothing is charged for it.",
        "Give a yearly charge.",
    )
    rent = ("?Settings!backbone_rent", "After handover the backbone would be used without rent.", "Give a yearly rent.")
    case = settings(backbone_charge=0.0, backbone_rent=0.0)
    assert found(case) == [charge, rent]
    assert found(replace(case, modes=tuple(replace(item, uses_backbone=False) for item in case.modes))) == []
    assert found(replace(case, districts=tuple(replace(item, backbone_share=0.0) for item in case.districts))) == []
    # where every operator that uses one keeps the network, no rent is due
    kept = {"at_end": "keeps", "after_term_price": 5.0}
    modes = tuple(replace(item, **kept) if item.operator else item for item in case.modes)
    assert charge in found(replace(case, modes=modes))
    assert rent not in found(replace(case, modes=modes))


def test_headroom_stands_on_the_operators_own_build():
    assert found(mode(FRANCHISE, contribution_most=1.5)) == [
        (
            "Modes!franchise.headroom",
            "Headroom is asked on a build that contributions may more than pay.",
            "Put 0, or contribution_most of at most 1.",
        )
    ]
    assert found(mode(FRANCHISE, contribution_most=1.0)) == []


def test_a_limit_of_losses_stands_on_the_operators_own_build():
    assert found(mode(VENTURE, contribution_most=1.5, loss_limit=0.5)) == [
        (
            "Modes!joint venture.loss_limit",
            "Losses are limited to a part of a build that contributions may more than pay.",
            "Put none, or contribution_most of at most 1.",
        )
    ]
    assert found(mode(VENTURE, contribution_most=1.0, loss_limit=0.5)) == []


def test_a_network_is_run_down_only_before_it_is_handed_back():
    for name in (OWNED, VENTURE):  # the one has no operator, the other's operator keeps it
        assert found(mode(name, run_down_years=2)) == [
            (
                f"?Modes!{name}.run_down_years",
                "2 stands here, but no operator hands the network back: nothing happens.",
                "Put 0, or say reverts at at_end.",
            )
        ]


def test_a_run_down_is_shorter_than_the_shortest_term():
    assert found(mode(FRANCHISE, run_down_years=5)) == [
        (
            "?Modes!franchise.run_down_years",
            "5 is all of the shortest term of 5 years: its sales are run down from the first.",
            "Give fewer years, or a longer shortest term.",
        )
    ]
    assert found(mode(FRANCHISE, run_down_years=4)) == []


def test_a_charge_has_two_ends_and_an_end_after_its_beginning():
    case = tiny_city()

    def with_charge(**fields):
        return replace(case, charges=(*case.charges, Charge(name="new", amount=1.0, **fields)))

    assert found(with_charge(mode=OWNED, payer="government", payee="operator")) == [
        (
            "Charges!government-owned/new.payer",
            "'government-owned' has no operator to pay or to be paid.",
            "Let the government pay, to outside.",
        )
    ]
    assert found(with_charge(mode=INVESTED, payer="operator", payee="operator")) == [
        ("Charges!government-invested/new.payee", "The operator pays itself.", "Name another payee.")
    ]
    assert found(with_charge(mode=INVESTED, payer="operator", first=3, last=2)) == [
        ("Charges!government-invested/new.last", "2 is before the first year, 3.", "Give a later year, or none.")
    ]
    assert found(with_charge(mode=INVESTED, payer="operator", first=3, last=3)) == []
