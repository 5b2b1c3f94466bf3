"""The one door in: Excel workbook ⇄ :class:`optmodel.case.Case`.

This package adds only sheet, heading and position to the descriptions that stand beside the fields of a case.
"""

from optmodel.workbook.data_dictionary import dictionary
from optmodel.workbook.reading import Reading, load, read
from optmodel.workbook.writing import template, write

__all__ = ["Reading", "dictionary", "load", "read", "template", "write"]
