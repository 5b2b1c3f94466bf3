"""The table of a study as CSV and as a workbook."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from optmodel.errors import OutputError, UsageError
from optmodel.study import save_table
from optmodel.study.table import COLUMNS, csv_of


def table() -> pd.DataFrame:
    row = dict.fromkeys(COLUMNS) | {"status": "optimal", "mode": "=1+1", "term_years": 8, "government_cost": 1234.5}
    impossible = dict.fromkeys(COLUMNS) | {"status": "impossible"}
    made = pd.DataFrame([{"Settings!x": 0.1, "yes": True, **row}, {"Settings!x": 0.2, "yes": False, **impossible}])
    return made.astype({"term_years": "Int64"})


def test_csv_has_points_in_numbers_and_nothing_where_nothing_is() -> None:
    assert csv_of(table()).splitlines()[1:] == [
        "0.1,True,optimal,=1+1,8,,,,,,1234.5,,,,,,",
        "0.2,False,impossible,,,,,,,,,,,,,,",
    ]


def test_the_workbook_holds_the_same_and_no_formula(tmp_path: Path) -> None:
    save_table(table(), tmp_path / "runs.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "runs.xlsx")["Runs"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Settings!x", "yes", *COLUMNS)
    assert rows[1][:11] == (0.1, True, "optimal", "=1+1", 8, *[None] * 5, 1234.5)
    assert sheet["D2"].data_type == "s"
    assert rows[2][:5] == (0.2, False, "impossible", None, None)


def test_csv_is_written_as_bytes_that_never_differ(tmp_path: Path) -> None:
    save_table(table(), str(tmp_path / "runs.csv"))
    assert (tmp_path / "runs.csv").read_bytes() == csv_of(table()).encode()


def test_a_table_is_never_written_over_another_file_or_in_another_form(tmp_path: Path) -> None:
    (tmp_path / "runs.csv").write_text("mine")
    with pytest.raises(OutputError, match="There is something of that name"):
        save_table(table(), tmp_path / "runs.csv")
    with pytest.raises(UsageError, match=r"runs.txt: a table's name ends in .csv or .xlsx."):
        save_table(table(), tmp_path / "runs.txt")
