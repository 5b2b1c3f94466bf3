"""The one door out: a result as a folder, a document, a workbook and a text; terms read back from a contract file."""

from pathlib import Path

from optmodel.errors import ImpossibleError, LimitError
from optmodel.report import folder, strict_json
from optmodel.report.contract_file import read_terms
from optmodel.report.document import NO_ORIGIN, Origin, contract_document, evaluation_document
from optmodel.report.sentences import summary
from optmodel.result import Evaluation, Result, Status

__all__ = ["Origin", "contract_json", "evaluation_json", "read_terms", "write_contract"]


def contract_json(result: Result, origin: Origin = NO_ORIGIN) -> bytes:
    """Return ``contract.json``: the same bytes for the same inputs, wherever it is made."""
    return strict_json.text_of(contract_document(result, origin)).encode()


def evaluation_json(evaluation: Evaluation, origin: Origin = NO_ORIGIN) -> bytes:
    """Return what ``evaluate --json`` prints: the parts of ``contract.json`` that need no search."""
    return strict_json.text_of(evaluation_document(evaluation, origin)).encode()


def write_contract(result: Result, target: str | Path, origin: Origin = NO_ORIGIN) -> None:
    """Write ``contract.json`` and ``contract.xlsx`` as a folder, whole or not at all.

    An older result there is moved aside. Raises :class:`OutputError` where anything else is, :class:`LimitError` or
    :class:`ImpossibleError` for a result that holds no contract.
    """
    from optmodel.report.workbook import contract_workbook

    if result.best is None or result.best.contract is None:
        kind = LimitError if result.status is Status.LIMIT else ImpossibleError
        raise kind(" ".join(summary(result)))
    files = {folder.CONTRACT: contract_json(result, origin), folder.WORKBOOK: contract_workbook(result, origin)}
    folder.write_folder(files, Path(target))
