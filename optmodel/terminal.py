"""The terminal: results go to its output, messages and progress to its error output, each in signs it can show."""

import contextlib
import errno
import os
import shutil
import sys
import time
from dataclasses import dataclass
from typing import TextIO

import click

from optmodel.errors import Finding, OutputError, Severity

WIDTH_ELSEWHERE = 100  # where the output is no terminal
LONGEST_FINDING = 600
_PLAIN = str.maketrans({"–": "-", "÷": "/", "×": "x", "≥": ">=", "≤": "<=", "…": "...", "’": "'", "²": "2"})
_CLOSED = (errno.EPIPE, errno.EINVAL, errno.ESHUTDOWN)


@dataclass
class Terminal:
    """Where one command speaks. ``verbosity`` is −1 quiet, 0, 1 verbose; ``started`` is when the process began."""

    started: float
    verbosity: int = 0
    _line_open: bool = False

    @property
    def width(self) -> int:
        """Columns to write in."""
        return shutil.get_terminal_size((WIDTH_ELSEWHERE, 24)).columns

    def say(self, text: str | bytes) -> None:
        """Write a result; whoever reads it may have gone, as ``head`` does."""
        self._end_line()
        try:
            click.echo(
                text if isinstance(text, bytes) else fitting(text, _encoding(sys.stdout)), nl=isinstance(text, str)
            )
        except OSError as error:
            _silence()
            if error.errno not in _CLOSED:
                raise OutputError(f"The output cannot be written: {error.strerror}.") from None

    def tell(self, text: str) -> None:
        """Write a message."""
        self._end_line()
        with contextlib.suppress(OSError):
            click.echo(fitting(text, _encoding(sys.stderr)), err=True)

    def remark(self, text: str) -> None:
        """Write a message that a quiet run leaves out."""
        if self.verbosity >= 0:
            self.tell(text)

    def progress(self, text: str) -> None:
        """Show what is being done: on one line of a terminal, or line by line where asked to be verbose."""
        if self.verbosity > 0:
            self.tell(f"{time.monotonic() - self.started:7.1f} s  {text}")
        elif self.verbosity == 0 and _is_terminal(sys.stderr):
            with contextlib.suppress(OSError):
                click.echo("\r\x1b[K" + fitting(text, _encoding(sys.stderr))[: self.width - 1], err=True, nl=False)
                self._line_open = True

    def _end_line(self) -> None:
        if self._line_open:
            self._line_open = False
            with contextlib.suppress(OSError):
                click.echo("\r\x1b[K", err=True, nl=False)


def finding_line(finding: Finding) -> str:
    """Write a finding on one line, however long a text stands in the user's data; a warning says that it is one."""
    text = " ".join(str(finding).split("\n"))
    text = text if len(text) <= LONGEST_FINDING else text[:LONGEST_FINDING] + "…"
    return f"warning: {text}" if finding.severity is Severity.WARNING else text


def fitting(text: str, encoding: str | None) -> str:
    r"""Return a text as an output can show it: without signs that steer it, and plain where it knows no others.

    >>> fitting("1.2 × need – \x1b[2Jgone", "ascii")
    '1.2 x need -  [2Jgone'
    """
    text = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)
    try:
        text.encode(encoding or "ascii")
    except UnicodeEncodeError:
        plain = text.translate(_PLAIN)
        return plain.encode(encoding or "ascii", "replace").decode(encoding or "ascii")
    return text


def _encoding(stream: TextIO | None) -> str | None:
    return getattr(stream, "encoding", None)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def _silence() -> None:
    """Let nothing more be written to the output, not even when Python ends and empties its buffers."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
