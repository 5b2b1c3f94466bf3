"""The files of a study: a table as CSV or Excel workbook and a tornado chart, each new and written whole."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from optmodel.case import Case
from optmodel.errors import UsageError
from optmodel.report import folder
from optmodel.study.table import SUFFIXES, save_table
from optmodel.study.tornado import matplotlib_parts, tornado

if TYPE_CHECKING:
    import pandas as pd


def check_files(files: Iterable[Path], one_at_a_time: bool) -> None:
    """Say what is wrong with the files asked for before the study is begun."""
    for file in files:
        if file.suffix.lower() == ".png":
            matplotlib_parts()
            if not one_at_a_time:
                raise UsageError(f"{file.name}: a tornado chart needs --one-at-a-time.")
        elif file.suffix.lower() not in SUFFIXES:
            raise UsageError(f"{file.name}: a study is written as .csv, .xlsx or .png.")
        folder.check_new(file)


def write_files(table: "pd.DataFrame", files: Iterable[Path], case: Case) -> None:
    """Write each file in the form its name asks for; the case names the money."""
    for file in files:
        if file.suffix.lower() == ".png":
            tornado(table, file, case)
        else:
            save_table(table, file)
