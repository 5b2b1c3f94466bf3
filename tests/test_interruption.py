"""An interruption cleans up and ends the process; the command line shows it as a process of its own."""

import os
import signal
import sys
import threading
import time
from typing import Any

import pytest

from optmodel import cli, interruption


class EndError(BaseException):
    """Stands for the end of the process."""


@pytest.fixture(autouse=True)
def starting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who ends keeps others from starting processes for good: here only within a test."""
    monkeypatch.setattr(interruption, "STARTING", threading.Lock())


@pytest.fixture
def signals() -> Any:
    """Leave the signals of the test run as they were."""
    held = {number: signal.getsignal(number) for number in interruption.EXIT_CODES}
    yield
    signal.set_wakeup_fd(-1)
    for number, handler in held.items():
        signal.signal(number, handler)


def ended(numbers: bytes, monkeypatch: pytest.MonkeyPatch, clean: Any) -> int:
    """Let the watching thread read these signals and return the code it ends with."""
    read_end, write_end = os.pipe()
    os.write(write_end, numbers)
    codes: list[int] = []

    def end(code: int) -> None:
        codes.append(code)
        raise EndError

    monkeypatch.setattr(os, "_exit", end)
    with pytest.raises(EndError):
        interruption._end(read_end, clean)
    os.close(read_end)
    os.close(write_end)
    return codes[0]


def test_each_signal_has_its_code_and_others_are_passed_over(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    seconds: list[float] = []
    assert ended(bytes([signal.SIGINT]), monkeypatch, seconds.append) == 130
    assert ended(bytes([1, signal.SIGTERM]), monkeypatch, seconds.append) == 143
    assert seconds == [1.5, 1.5]
    assert capfd.readouterr().err == "\nInterrupted. Nothing was left half-written.\n" * 2


def test_a_failure_to_clean_up_does_not_keep_the_process_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    def clean(seconds: float) -> None:
        raise RuntimeError

    assert ended(bytes([signal.SIGTERM]), monkeypatch, clean) == 143


def test_the_workers_of_a_study_end_too(monkeypatch: pytest.MonkeyPatch) -> None:
    import multiprocessing

    class Child:
        killed = False

        def kill(self) -> None:
            self.killed = True

    child = Child()
    monkeypatch.setattr(multiprocessing, "active_children", lambda: [child])
    assert ended(bytes([signal.SIGTERM]), monkeypatch, lambda seconds: None) == 143
    assert child.killed


def test_a_worker_that_is_just_being_started_is_waited_for_and_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    import multiprocessing

    from optmodel import workers

    class Child:
        killed = False

        def kill(self) -> None:
            self.killed = True

    begun, child = threading.Event(), Child()
    known: list[Child] = []

    def start(self: Any) -> None:
        begun.set()
        time.sleep(0.2)  # it has begun, and nobody could know of it yet
        known.append(child)

    monkeypatch.setattr(workers.SpawnProcess, "start", start)
    monkeypatch.setattr(workers, "STARTING", interruption.STARTING)
    monkeypatch.setattr(multiprocessing, "active_children", lambda: list(known))
    starting = threading.Thread(target=workers._Process().start)
    starting.start()
    assert begun.wait(5)
    assert ended(bytes([signal.SIGTERM]), monkeypatch, lambda seconds: None) == 143
    starting.join()
    assert child.killed
    assert interruption.STARTING.locked()  # and none is started any more


def test_a_signal_is_told_to_the_thread_though_the_main_one_is_busy(
    signals: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = threading.Event()

    def end(read_end: int, clean: Any) -> None:
        if os.read(read_end, 1)[0] == signal.SIGTERM:
            told.set()

    monkeypatch.setattr(interruption, "_end", end)
    interruption.watch(lambda seconds: None)
    os.kill(os.getpid(), signal.SIGTERM)
    assert told.wait(5)


def test_a_signal_the_shell_told_us_to_ignore_stays_ignored(signals: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interruption, "_end", lambda read_end, clean: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    interruption.watch(lambda seconds: None)
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    assert signal.getsignal(signal.SIGTERM) is interruption._noted


def test_the_command_line_watches_and_cleans_what_was_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    from optmodel.report import folder

    begun: list[Any] = []
    monkeypatch.setattr(interruption, "watch", begun.append)
    monkeypatch.setattr(sys, "argv", ["optmodel", "--version"])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 0
    seconds: list[float] = []
    monkeypatch.setattr(folder, "abandon", seconds.append)
    begun[0](0.5)
    monkeypatch.delitem(sys.modules, "optmodel.report.folder")
    begun[0](0.5)
    assert seconds == [0.5]
