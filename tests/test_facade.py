"""``import optmodel`` is light, and its names are the functions whatever was imported before."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import optmodel

ROOT = Path(__file__).parents[1]


def test_every_name_of_the_facade_is_there() -> None:
    for name in optmodel.__all__:
        assert getattr(optmodel, name) is not None
        assert name in dir(optmodel)
    with pytest.raises(AttributeError, match="module 'optmodel' has no attribute 'advice'"):
        optmodel.advice  # type: ignore[attr-defined] # noqa: B018


def test_names_are_the_functions_though_modules_are_called_the_same() -> None:
    script = (
        "import sys, optmodel.advise, optmodel.ledger, optmodel.study.sweep\n"
        "from optmodel.advise import Options\nfrom optmodel.study.tornado import bars\n"
        "import optmodel\nfrom optmodel import advise, ledger, sweep, tornado\n"
        "assert all(callable(item) for item in (optmodel.advise, optmodel.ledger, advise, ledger, sweep, tornado))\n"
        "assert sys.modules['optmodel.advise'].Options is Options is optmodel.Options\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment)
    assert (done.returncode, done.stderr) == (0, "")


def test_importing_the_package_imports_nothing_of_it() -> None:
    script = "import sys, optmodel; print([name for name in sys.modules if name.startswith('optmodel.')])"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment)
    assert done.stdout == "[]\n"
