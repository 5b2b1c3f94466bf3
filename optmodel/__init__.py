"""Choose the operation mode and the contract terms of a smart-city network at the least cost to the city.

    import optmodel

    case = optmodel.load("city.xlsx")
    result = optmodel.advise(case, optmodel.Options(gap=0.0001))
    optmodel.write_contract(result, "city-contract")

Nothing is imported before it is used. ``optmodel.advise``, ``optmodel.export`` and ``optmodel.ledger`` are the
functions; the modules of these names are reached by ``from optmodel.advise import …``.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from optmodel.advise import Options, advise
    from optmodel.case import Case
    from optmodel.errors import InputError, OptmodelError
    from optmodel.export import export
    from optmodel.ledger import ledger
    from optmodel.own_rules import Rule, load_rules
    from optmodel.report import read_terms, write_contract
    from optmodel.result import Result
    from optmodel.study.sweep import runs, span, sweep
    from optmodel.study.table import save_table
    from optmodel.study.tornado import tornado
    from optmodel.verify import evaluate
    from optmodel.workbook import load, template
    from optmodel.workers import processes

__version__ = "0.1.0"

__all__ = [
    "Case",
    "InputError",
    "Options",
    "OptmodelError",
    "Result",
    "Rule",
    "advise",
    "evaluate",
    "export",
    "ledger",
    "load",
    "load_rules",
    "processes",
    "read_terms",
    "runs",
    "save_table",
    "span",
    "sweep",
    "template",
    "tornado",
    "write_contract",
]

_HOMES = {
    "Case": "case",
    "InputError": "errors",
    "OptmodelError": "errors",
    "Options": "advise",
    "Result": "result",
    "Rule": "own_rules",
    "advise": "advise",
    "evaluate": "verify",
    "export": "export",
    "ledger": "ledger",
    "load": "workbook",
    "load_rules": "own_rules",
    "processes": "workers",
    "read_terms": "report",
    "runs": "study",
    "save_table": "study",
    "span": "study",
    "sweep": "study",
    "template": "workbook",
    "tornado": "study",
    "write_contract": "report",
}


class _Facade(ModuleType):
    """This package, whose functions are not replaced by modules of the same name when those are imported."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in _HOMES or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])


sys.modules[__name__].__class__ = _Facade
