import dataclasses
from pathlib import Path

import pytest

from optmodel.case import Case, FreeServiceTarget, Group, checked, findings
from optmodel.errors import InputError
from optmodel.workbook import load, read, template, write
from optmodel.workbook.example import example
from tests.cities import tiny_city

pytestmark = pytest.mark.heavy  # a workbook is written and read for each: run apart from coverage


@pytest.mark.parametrize("case", [example(), tiny_city()], ids=["Exampleton", "Tinyport"])
def test_a_case_that_is_written_is_read_back_the_same(case: Case, tmp_path: Path) -> None:
    write(case, tmp_path / "city.xlsx")
    assert load(tmp_path / "city.xlsx") == case


def test_the_template_is_read_without_a_single_finding(tmp_path: Path) -> None:
    template(tmp_path / "template.xlsx")
    reading = read(tmp_path / "template.xlsx")
    assert reading.findings == ()
    assert reading.case == example()


def test_the_example_makes_sense() -> None:
    assert checked(example()) == example()
    assert findings(example()) == []


def test_numbers_keep_every_digit(tmp_path: Path) -> None:
    case = example().replace({"Districts!Hillside.area": 0.1 + 0.2, "Settings!money_step": 1e-9})
    write(case, tmp_path / "city.xlsx")
    assert load(tmp_path / "city.xlsx") == case


@pytest.mark.parametrize("source", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /c calc'!A0", "http://example.org", "12"])
def test_text_that_looks_like_something_else_stays_text(source: str, tmp_path: Path) -> None:
    case = example()
    sources = (dataclasses.replace(case.sources[0], source=source), *case.sources[1:])
    case = dataclasses.replace(case, sources=sources)
    write(case, tmp_path / "city.xlsx")
    assert load(tmp_path / "city.xlsx") == case


@pytest.mark.parametrize("name", ["Übersee & Söhne", "第一区", "O'Neil <Park>", "شارع", "_x0041_", "a/b.c!d"])
def test_names_of_every_script_stay_what_they_are(name: str, tmp_path: Path) -> None:
    case = dataclasses.replace(
        example(), districts=(dataclasses.replace(example().districts[0], name=name),), groups=()
    )
    case = dataclasses.replace(case, groups=(Group(group="Priority", district=name),))
    write(case, tmp_path / "city.xlsx")
    assert load(tmp_path / "city.xlsx") == case


def test_tables_that_may_be_empty_are_read_as_empty(tmp_path: Path) -> None:
    case = dataclasses.replace(
        example(), groups=(), coverage=(), budget=(), services=(), service_factors=(), charges=(), sources=(),
        tariffs=(), functions=(), scenarios=(), risks=(), risk_factors=(), outsourced_risks=(),
    )  # fmt: skip
    write(case, tmp_path / "city.xlsx")
    assert load(tmp_path / "city.xlsx") == case


def test_targets_of_free_service_are_read_back(tmp_path: Path) -> None:
    targets = (
        FreeServiceTarget(year=2032, target=0.5),
        FreeServiceTarget(year=2033, group="Priority", target=0.25),
    )
    write(dataclasses.replace(example(), free_service=targets), tmp_path / "city.xlsx")
    assert read(tmp_path / "city.xlsx").case == dataclasses.replace(example(), free_service=targets)


def test_every_address_has_its_cell(tmp_path: Path) -> None:
    template(tmp_path / "template.xlsx")
    cells = read(tmp_path / "template.xlsx").cells
    assert {address for address, _, _ in example().addresses()} <= cells.keys()
    # Hillside is the third district, below the sentence, the headings and the units; its factor the eighth field.
    assert cells["Districts!Hillside.build_cost_factor"] == "Districts!H6"
    # The franchise is the fourth mode, right of field, unit and meaning.
    assert cells["Modes!franchise.name"] == "Modes!G2"
    assert cells["Settings!government_rate"] == "Settings!B3"
    assert cells["Districts!*.area"] == "Districts!B2"


def test_the_digest_tells_one_file_from_another(tmp_path: Path) -> None:
    template(tmp_path / "one.xlsx")
    template(tmp_path / "two.xlsx")
    write(example().replace({"Settings!gap": 0.01}), tmp_path / "three.xlsx")
    one, two, three = (read(tmp_path / f"{name}.xlsx").digest for name in ("one", "two", "three"))
    assert one == two != three
    assert len(one) == 64


def test_loading_what_is_wrong_raises_every_error(tmp_path: Path) -> None:
    case = dataclasses.replace(
        example(),
        project=dataclasses.replace(example().project, last_opening_year=2150),
        groups=(Group(group="Priority", district="Nowhere"),),
    )
    write(case, tmp_path / "city.xlsx")
    with pytest.raises(InputError) as caught:
        load(tmp_path / "city.xlsx")
    assert [finding.address for finding in caught.value.findings] == ["Project!B6", "Groups!B4"]
