"""What is written where, and what happens when nobody can read it."""

import errno
import io
import sys
import time
from pathlib import Path

import pytest

from optmodel.errors import Finding, OutputError, Severity
from optmodel.terminal import Terminal, finding_line, fitting


class Screen(io.StringIO):
    """A stream that is a terminal."""

    encoding = "utf-8"  # type: ignore[assignment]

    def isatty(self) -> bool:
        return True


def test_a_finding_stands_on_one_line_and_a_warning_says_that_it_is_one() -> None:
    assert finding_line(Finding("Modes!B2", "Two\nlines.", "Join them.")) == "Modes!B2: Two lines. Join them."
    assert finding_line(Finding("Modes", "Odd.", "Look.", Severity.WARNING)) == "warning: Modes: Odd. Look."
    assert len(finding_line(Finding("Modes!B2", "x" * 40_000, ""))) == 601


def test_signs_that_steer_a_terminal_are_left_out() -> None:
    assert fitting("a\x1b[31mred\rb\n\u202ec", "utf-8") == "a [31mred b\n c"


def test_signs_an_output_does_not_know_become_plain_ones() -> None:
    assert fitting("1–2 × 3 ÷ 4 ≥ 5 … Étienne", "ascii") == "1-2 x 3 / 4 >= 5 ... ?tienne"
    assert fitting("1–2 Étienne", "latin-1") == "1-2 Étienne"
    assert fitting("×", None) == "x"
    assert fitting("1–2 Étienne", "utf-8") == "1–2 Étienne"


def test_progress_is_one_line_of_a_terminal_that_is_cleared_before_anything_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    terminal = Terminal(time.monotonic())
    terminal.progress("solving")
    terminal.progress("x" * 500)
    terminal.say("done")
    shown = screen.getvalue()
    assert shown.startswith("\r\x1b[Ksolving\r\x1b[Kxxx")
    assert shown.endswith("x\r\x1b[K")
    assert len(shown) < 250
    assert capsys.readouterr().out == "done\n"


def test_progress_is_quiet_in_a_pipe_and_where_asked_to_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal(time.monotonic())
    terminal.progress("solving")
    assert capsys.readouterr().err == ""
    terminal.verbosity = 1
    terminal.progress("solving")
    assert capsys.readouterr().err.endswith(" s  solving\n")
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    terminal.verbosity = -1
    terminal.progress("solving")
    terminal.remark("by the way")
    assert screen.getvalue() == ""


class Broken(io.StringIO):
    """A stream nobody reads from."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def write(self, text: str) -> int:
        raise OSError(self.number, "No space left on device")


def test_an_output_nobody_reads_is_no_failure_and_a_full_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(time.monotonic())
    monkeypatch.setattr(sys, "stdout", Broken(errno.EPIPE))
    terminal.say("anything")
    monkeypatch.setattr(sys, "stdout", Broken(errno.ENOSPC))
    with pytest.raises(OutputError, match=r"The output cannot be written: No space left on device\."):
        terminal.say("anything")


def test_messages_nobody_can_read_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(time.monotonic())
    monkeypatch.setattr(sys, "stderr", Broken(errno.ENOSPC))
    terminal.tell("anything")
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(sys, "stdout", None)
    terminal.tell("anything")
    terminal.say("anything")
    terminal.progress("anything")


def test_the_width_is_that_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "83")
    assert Terminal(0.0).width == 83


def test_bytes_are_written_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "out").open("w", encoding="ascii") as out:
        monkeypatch.setattr(sys, "stdout", out)
        Terminal(0.0).say("É".encode())
        monkeypatch.undo()
    assert (tmp_path / "out").read_bytes() == "É".encode()
