"""What the reports tell of a case with scenarios, tariffs, functions done by others, risks and a comparator."""

import io
import json
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from optmodel.report import contract_json, evaluation_json
from optmodel.report.key_figures import chance_of_loss
from optmodel.report.schema import contract_schema, findings
from optmodel.report.sentences import outlook, scale, summary, value_in_words
from optmodel.report.signed import signed, terms_of
from optmodel.report.text import evaluation_text, result_text
from optmodel.report.workbook import contract_workbook
from optmodel.result import Pairing, Result, ValueForMoney
from tests.cities import OWNED, VENTURE, tiny_city
from tests.report import answers

ANSWER = """\
Recommended: joint venture, at a cost to the government of 383,383 EUR (present value, 2026 to
2033), 115,954 EUR less than going on as today, which costs 499,337 EUR and meets no coverage
target.
Its terms: a term of 6 years (2026 to 2031), 10 % of turnover to the government, 1.25 × the need
bought, support worth 96,832 EUR, tariff raised; 2 of 2 districts opened from 2027 to 2030, serving
86.7 % of the residents.
It is proven that no other contract costs less, but for rounding; all 47 requirements were checked a
second time, on the terms as signed, and hold.
The operator's chance of losing money is 20 %, of earning less than it requires 50 %; the dearest
scenario, collapse, costs the government 418,167 EUR.
Value for money: 178,689 EUR less than government-owned at its own best terms, 168,325 EUR less
without risk, 211,312 EUR less with what is counted for comparison.

Money in EUR.

                        going on as today     government-owned        joint venture
-----------------------------------------------------------------------------------
Cost, present value               499,337              562,072              383,383
compared with today                     0               62,735             -115,954
dearest scenario                        –              671,839              418,167
Answer                      no target met          proven best  chosen, proven best
Gap, of gross cost                      –                  0 %                  0 %
Term                                    –              8 years              6 years
Share of turnover                       –                    –                 10 %
Bought, of the need                     –                    –               1.25 ×
Tariff                                  –              planned               raised
Outsourced                              –               design                    –
Support, present                        –                    –               96,832
value
Staff and charges                       –               19,973                    –
Control, 0 to 3                         –                    3                    1
Districts opened                   0 of 2               1 of 2               2 of 2
Last opening                            –                 2027                 2030
Residents served                      0 %               53.3 %               86.7 %
Residents pay                           –                    –              568,539
Chance of its loss                      –                    –                 20 %"""


@pytest.fixture(scope="module")
def result() -> Result:
    return answers.uncertain()


@pytest.fixture(scope="module")
def document(result: Result) -> Any:
    return json.loads(contract_json(result))


@pytest.fixture(scope="module")
def book(result: Result) -> Any:
    return openpyxl.load_workbook(io.BytesIO(contract_workbook(result)))


def rows(sheet: Any) -> list[list[Any]]:
    return [[value for value in row if value is not None] for row in sheet.iter_rows(values_only=True) if any(row)]


def line(sheet: Any, label: str) -> list[Any]:
    return next(row[1:] for row in rows(sheet) if row[0] == label)


def weighed(result: Result, **settings: float) -> Result:
    """The same answer where something else than the expected cost is minimised as well."""
    changed = {f"Settings!{name}": value for name, value in settings.items()}
    case = result.case.replace(changed)
    contracts = [replace(item.contract, ledger=replace(item.contract.ledger, case=case)) for item in result.answers]  # type: ignore[type-var, union-attr]
    found = tuple(replace(item, contract=one) for item, one in zip(result.answers, contracts, strict=True))
    return replace(result, case=case, answers=found)


# On the terminal


def test_tariff_chances_and_value_for_money_are_told_on_a_hundred_columns(result: Result) -> None:
    text = result_text(result, 100)
    assert text == ANSWER  # and no note: what might be said of one scenario does not hold here
    assert max(map(len, text.splitlines())) <= 100


def test_a_mode_without_operator_says_tariff_and_functions_and_what_the_dearest_scenario_costs(result: Result) -> None:
    owned = replace(result, recommended=OWNED, value_for_money=None)
    assert summary(owned)[1] == (
        "Its terms: no contract with an operator: the government runs the network to 2033, tariff planned, "
        "design outsourced; 1 of 2 districts opened in 2027, serving 53.3 % of the residents."
    )
    assert result.answers[0].contract
    assert outlook(result.answers[0].contract.ledger, scale(result)) == (
        "The dearest scenario, collapse, costs the government 671,839 EUR."
    )


def test_one_scenario_says_nothing_of_chances() -> None:
    hand_made = answers.venture_recommended()
    assert hand_made.best and hand_made.best.contract
    assert outlook(hand_made.best.contract.ledger, scale(hand_made)) is None
    assert hand_made.best.contract.ledger.chance_of_loss == 0
    assert chance_of_loss(hand_made.best.contract.ledger) is None


def test_an_evaluation_tells_the_same_chances_and_no_note(result: Result) -> None:
    assert result.best and result.best.contract
    text = evaluation_text(result.best.contract, 100)
    assert text.splitlines()[3:5] == [
        "The operator's chance of losing money is 20 %, of earning less than it requires 50 %; the dearest",
        "scenario, collapse, costs the government 418,167 EUR.",
    ]
    assert "Note:" not in text


def test_what_is_minimised_is_told_apart_from_cost_where_it_is_something_else(result: Result) -> None:
    changed = weighed(result, citizens_weight=0.5)
    assert summary(changed)[2].startswith(
        "It is proven that no other contract is better by what is minimised, but for rounding;"
    )
    # 383.383 and half of the 568.539 that residents pay
    minimised = next(row for row in result_text(changed, 100).splitlines() if row.startswith("What is minimised"))
    assert minimised.split()[3:] == ["–", "562,072", "667,652"]


@pytest.mark.parametrize(
    ("within", "without", "said"),
    [
        ("government-owned has no contract. No time.", None, "government-owned has no contract. No time."),
        ("None.", "No time.", "None. Without budgets: No time."),
    ],
)
def test_where_there_is_no_bridge_the_reason_is_told(
    result: Result, within: str, without: str | None, said: str
) -> None:
    first, second = result.answers
    pairings = [reason and Pairing(first, second, None, None, reason) for reason in (within, without)]
    value = ValueForMoney(OWNED, VENTURE, *pairings)  # type: ignore[arg-type]
    assert value_in_words(value, scale(result)) == f"Value for money: {said}"


def test_value_without_budgets_is_told_after_that_within_them(result: Result) -> None:
    assert result.value_for_money
    value = replace(result.value_for_money, without_budgets=result.value_for_money.within_budgets)
    assert value_in_words(value, scale(result)).endswith(
        "211,312 EUR less with what is counted for comparison. "
        "Without budgets it is 178,689 EUR less, 168,325 EUR less without risk."
    )
    alone = ValueForMoney(OWNED, OWNED, reason="The comparator itself is recommended.")
    assert value_in_words(alone, scale(result)) == "Value for money: The comparator itself is recommended."


# In the document


def test_the_document_fits_its_schema_and_its_terms_come_back(result: Result, document: Any) -> None:
    assert findings(document, contract_schema()) == []
    assert result.best and result.best.contract
    assert terms_of(document["signed"]) == result.best.contract.terms
    owned = signed(replace(answers.owned_terms(), outsourced=("design",)))
    assert (owned["outsourced"], terms_of(owned).outsourced) == (["design"], ("design",))


def test_scenarios_have_their_probability_and_the_cost_is_their_mean(document: Any) -> None:
    likely = {item["name"]: item["probability"] for item in document["scenarios"]}
    assert likely == {"planned": 0.5, "slow": 0.3, "collapse": 0.2}
    cost = document["government_cost"]
    assert list(cost["by_scenario"]) == list(likely)
    assert len(set(cost["by_scenario"].values())) == 3
    mean = sum(likely[name] * amount for name, amount in cost["by_scenario"].items())
    assert cost["expected_npv"] == pytest.approx(mean, rel=1e-12)
    assert cost["objective"] == cost["expected_npv"]
    # the dearest tenth lies within the collapse, which has a probability of 0.2
    assert cost["cvar"] == cost["by_scenario"]["collapse"] == max(cost["by_scenario"].values())


def test_what_is_minimised_counts_what_residents_pay_where_that_weighs(result: Result) -> None:
    cost = json.loads(contract_json(weighed(result, citizens_weight=0.5)))["government_cost"]
    assert cost["objective"] == pytest.approx(383.3828 + 0.5 * 568.5388, abs=1e-3)
    assert cost["expected_npv"] == pytest.approx(383.3828, abs=1e-3)


def test_the_operators_chances_are_those_of_the_scenarios(document: Any) -> None:
    operator = document["operator"]
    npv = operator["npv_by_scenario"]
    assert operator["npv"] == pytest.approx(0.5 * npv["planned"] + 0.3 * npv["slow"] + 0.2 * npv["collapse"])
    # as planned it earns more than it requires, at slow demand its money comes back, in the collapse it does not
    assert npv["planned"] > 0 > npv["slow"] > npv["collapse"]
    assert (operator["chance_of_loss"], operator["chance_below_return"]) == (0.2, 0.5)


def test_residents_pay_the_reseller(document: Any) -> None:
    # 160 households take a package in Harbour, × 0.9 at the raised tariff, × 0.5 + 0.3 · 0.6 + 0.2 · 0.1 = 0.7,
    # 100.8 at 1.5 · 1.2 are 181.44 for 800 residents; on the Hill 63 are 113.40 for 500 residents: 0.2268 for each
    assert document["residents"]["reseller_price"] == {"package": pytest.approx(1.8)}
    assert document["residents"]["pay_per_resident_year"] == pytest.approx(0.2268)
    # from 2027, and with the Hill from 2030: 181.44 · (0.8² + 0.8³ + 0.8⁴) + 294.84 · (0.8⁵ + … + 0.8⁸)
    npv = 181.44 * (0.8**2 + 0.8**3 + 0.8**4) + 294.84 * (0.8**5 + 0.8**6 + 0.8**7 + 0.8**8)
    assert document["residents"]["pay_npv"] == pytest.approx(npv)


def test_a_year_of_a_resident_is_told_at_the_prices_of_the_base(result: Result) -> None:
    assert result.best and result.best.contract
    # nothing grows: so what is nominal is 1.21 times what it was two years before the first, at 10 % a year
    older = result.case.replace({"About!price_base": 2024, "Settings!price_growth": 0.1})
    books = replace(result.best.contract.ledger, case=older)
    told = json.loads(evaluation_json(replace(result.best.contract, ledger=books)))["residents"]
    growing = [181.44 / 1.1 ** (year - 2024) for year in range(2027, 2030)]
    growing += [294.84 / 1.1 ** (year - 2024) for year in range(2030, 2034)]
    assert told["pay_per_resident_year"] == pytest.approx(sum(growing) / (3 * 800 + 4 * 1300))


def test_where_nobody_is_covered_there_is_no_year_of_a_resident(result: Result) -> None:
    assert result.best and result.best.contract
    nothing = replace(result.best.contract.ledger, districts=())
    told = json.loads(evaluation_json(replace(result.best.contract, ledger=nothing)))["residents"]
    assert told["pay_per_resident_year"] is None


def test_support_and_the_dearest_year_are_one_number_each(document: Any) -> None:
    # 50 in 2026 and 2028; 4 for each Mbit/s of the 15 bought beyond the need of 10 in 2027 to 2029
    beyond = 4 * 5 * (0.8**2 + 0.8**3 + 0.8**4)
    assert document["support"] == pytest.approx(50 * (0.8 + 0.8**3) + beyond)
    # 150 for the need as today, 50 of contribution and half of 0.1 · 20 of outages
    assert document["dearest_year"] == {"year": 2026, "amount": pytest.approx(201.0)}


def test_the_bridge_adds_up_with_risk_and_without(document: Any) -> None:
    value = document["value_for_money"]
    assert (value["comparator"], value["recommended"], value["reason"]) == (OWNED, VENTURE, None)
    assert value["without_budgets"] is None  # the case sets none
    for name in ("with_risk", "without_risk"):
        bridge = value["within_budgets"][name]
        assert bridge["value"] == pytest.approx(bridge["comparator_cost"] - bridge["recommended_cost"])
        assert sum(bridge["by_line"].values()) == pytest.approx(bridge["value"])
        assert ("risk" in bridge["by_line"]) is (name == "with_risk")
        # 0.05 of what is built, 200 · (0.2 · 0.9 + 0.8), in eight years at 25 %
        neutrality = 0.05 * 196 * (1 - 0.8**8) / 0.25
        assert bridge["comparison"] == {"neutrality": pytest.approx(neutrality)}
        assert bridge["value_with_comparison"] == pytest.approx(bridge["value"] + neutrality)


def test_charges_for_comparison_stand_apart_from_the_ledger(result: Result) -> None:
    owned = json.loads(contract_json(replace(result, recommended=OWNED)))
    assert {item["item"] for item in owned["comparison"]} == {"neutrality"}
    assert {item["scenario"] for item in owned["comparison"]} == {"planned", "slow", "collapse"}
    assert "neutrality" not in {item["item"] for item in owned["ledger"]}


# In the workbook


def test_each_scenario_has_its_ledgers(result: Result, book: Any) -> None:
    assert book.sheetnames == [
        "Summary", "Terms", "Modes", "Value for money", "Rollout", "Government", "Government by scenario", "Operator",
        "Operator by scenario", "Requirements", "Warnings",
    ]  # fmt: skip
    assert result.best and result.best.contract
    books = result.best.contract.ledger
    sums = {"Government": books.government_cost_by_scenario, "Operator": books.operator_npv_by_scenario}
    for name, by_scenario in sums.items():
        found = rows(book[f"{name} by scenario"])
        headings = [row[0] for row in found if "probability" in str(row[0])]
        assert headings == ["planned, probability 50 %", "slow, probability 30 %", "collapse, probability 20 %"]
        assert [row[1] for row in found if row[0] == "in all"] == pytest.approx(list(by_scenario.values()))
    assert line(book["Government"], "in all")[0] == pytest.approx(books.government_cost)
    # the flows of a year are those expected
    assert line(book["Government"], "in all")[2:] == pytest.approx(books.government_payments)
    assert line(book["Operator"], "in all")[2:] == pytest.approx(books.operator_flows)


def test_the_summary_tells_scenarios_chances_and_residents(book: Any) -> None:
    sheet = book["Summary"]
    assert line(sheet, "collapse") == [0.2, pytest.approx(418.167, abs=1e-3), pytest.approx(-499.724, abs=1e-3)]
    assert line(sheet, "expected")[1:] == [pytest.approx(383.383, abs=1e-3), pytest.approx(-48.225, abs=1e-3)]
    assert line(sheet, "Mean of the dearest scenarios") == [pytest.approx(418.167, abs=1e-3)]
    assert line(sheet, "Dearest year for the government, 2026") == [201]
    assert line(sheet, "A resident covered pays a year") == ["226.80 EUR"]
    assert line(sheet, "Chance that it does not get its money back") == [0.2]
    assert line(sheet, "Chance that it earns less than it requires") == [0.5]
    said = [row[0] for row in rows(sheet)]
    assert "To be known" not in said
    assert any(str(text).startswith("Value for money: 178,689 EUR less than government-owned") for text in said)


def test_the_terms_tell_tariff_functions_and_the_resellers_price(result: Result, book: Any) -> None:
    assert line(book["Terms"], "Tariff level") == ["raised: price 1.2 ×, demand 0.9 ×"]
    assert line(book["Terms"], "Outsourced") == ["nothing"]
    assert line(book["Terms"], "package: residents pay who sells it on, a year") == ["1,800 EUR"]
    owned = openpyxl.load_workbook(io.BytesIO(contract_workbook(replace(result, recommended=OWNED))))
    assert line(owned["Terms"], "Outsourced") == ["design"]
    beside = rows(owned["Government"])
    place = beside.index(["Counted for comparison only: never paid, and in no sum above"])
    # 0.05 of 196 in each of eight years
    assert beside[place + 1] == ["neutrality", pytest.approx(78.4), *[pytest.approx(9.8)] * 8]


def test_value_for_money_is_a_bridge_with_a_picture(book: Any) -> None:
    sheet = book["Value for money"]
    found = rows(sheet)
    start = found.index(["Within the budgets"])
    assert found[start + 1] == [
        "Present value, thousand EUR", OWNED, "joint venture, recommended", "Saved",
        "Saved, the same terms without the risk register",
    ]  # fmt: skip
    total = line(sheet, "government cost")
    assert total == pytest.approx([562.0716, 383.3828, 178.6888, 168.3246], abs=1e-3)
    end = next(number for number, row in enumerate(found) if row[0] == "government cost")
    bridge = found[start + 2 : end]
    assert [row[0] for row in bridge][:3] == ["build", "renewal", "operation"]
    assert bridge[-1][0] == "end value"
    for column, amount in enumerate(total, start=1):
        assert sum(row[column] for row in bridge) == pytest.approx(amount)
    assert line(sheet, "neutrality (comparison only)") == pytest.approx([32.6233, 0, 32.6233, 32.6233], abs=1e-3)
    assert line(sheet, "with what is counted for comparison")[2] == pytest.approx(211.3122, abs=1e-3)
    assert found[-1] == ["No budget is set: without budgets it is the same."]
    assert len(sheet._charts) == 1


def test_value_for_money_without_a_bridge_gives_the_reason(result: Result) -> None:
    first, second = result.answers
    nothing = Pairing(first, second, None, None, "government-owned has no contract. None.")
    for value, said in (
        (ValueForMoney(VENTURE, VENTURE, reason="The comparator itself is recommended."), "The comparator itself"),
        (ValueForMoney(OWNED, VENTURE, nothing, nothing), "government-owned has no contract"),
    ):
        made = openpyxl.load_workbook(io.BytesIO(contract_workbook(replace(result, value_for_money=value))))
        assert rows(made["Value for money"])[-1][0].startswith(said)
        assert made["Value for money"]._charts == []


def test_a_city_without_a_comparator_has_no_such_sheet() -> None:
    assert tiny_city().settings.comparator is None
    made = openpyxl.load_workbook(io.BytesIO(contract_workbook(answers.venture_recommended())))
    assert "Value for money" not in made.sheetnames
    assert "Government by scenario" not in made.sheetnames
