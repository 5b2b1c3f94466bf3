"""What every test can use, and the rule that in CI nothing may be skipped."""

import gc
import os
from pathlib import Path

import pytest

# Small cases are made and dropped by the thousand: to look for cycles as often would take a tenth of the time.
gc.set_threshold(100_000, 50, 50)

NO_SKIP = os.environ.get("OPTMODEL_NO_SKIP") == "1"
skipped: list[str] = []


@pytest.fixture
def seed() -> int:
    """Seed of all random data of a test: OPTMODEL_SEED, or 1, so that a run can be repeated."""
    text = os.environ.get("OPTMODEL_SEED", "1")
    if not text.isdecimal():
        raise pytest.UsageError(f"OPTMODEL_SEED must be a whole number from 0, not {text!r}.")
    return int(text)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that all its processes share; pytest-xdist gives each of them one within it."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


def _note_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """A test that is expected to fail, and does, is reported as skipped as well; that one did run."""
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        skipped.append(report.nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _note_if_skipped(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """A whole file can be skipped while it is read."""
    _note_if_skipped(report)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if skipped and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if skipped:
        terminalreporter.section("skipped although OPTMODEL_NO_SKIP=1 forbids it", red=True)
        for name in skipped:
            terminalreporter.line(name)
