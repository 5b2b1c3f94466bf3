"""Results on disk, whole or not at all: written beside their place, then moved there in one step.

An older result of ours is moved aside, never overwritten; anything else that stands there is left alone and said.
"""

import contextlib
import errno
import os
import secrets
import shutil
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NoReturn

from optmodel.errors import OutputError
from optmodel.report.schema import CONTRACT_SCHEMA

CONTRACT = "contract.json"
WORKBOOK = "contract.xlsx"
OURS = frozenset({CONTRACT, WORKBOOK})
ATTEMPTS = 20  # another run may put its result there between our look and our move

_busy = threading.RLock()
_unfinished: set[Path] = set()
_abandoned = False


def write_folder(files: Mapping[str, bytes], target: Path) -> None:
    """Write files as the folder ``target``; raise :class:`OutputError`, leaving all as it was, where that cannot be."""
    check_target(target)
    with _scratch(target) as made:
        for name, data in files.items():
            with _busy:
                _stop_if_abandoned()
                _write(made / name, data)
        _to_disk(made)
        with _busy:
            _stop_if_abandoned()
            _move_into_place(made, target)
        _to_disk(target.parent)


def write_file(path: Path, data: bytes) -> None:
    """Write one file that does not exist yet."""
    with new_file(path) as made:
        _write(made, data)


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give a path of the same name to write to; what is there in the end becomes ``path``, which must be new."""
    check_new(path)
    with _scratch(path) as made:
        yield made / path.name
        with _busy:
            _stop_if_abandoned()
            check_new(path)
            (made / path.name).rename(path)
        _to_disk(path.parent)


def check_new(path: Path) -> None:
    """Raise :class:`OutputError` where something of that name stands."""
    if _stands(path):
        _refuse(path, "There is something of that name.", "Name another file; nothing was changed.")


def check_target(target: Path) -> None:
    """Raise :class:`OutputError` where a result cannot be put; called before anything long is begun."""
    if not target.name:
        _refuse(target, "This is no name for a folder.", "Name a folder that does not exist yet.")
    if _stands(target) and not _may_be_moved(target):
        is_folder = target.is_dir() and not target.is_symlink()
        problem = "This folder holds something else than a result of optmodel." if is_folder else "This is no folder."
        _refuse(target, problem, "Name another; nothing was changed.")
    with _scratch(target):
        pass


def abandon(seconds: float) -> None:
    """Stop all writing and remove what is half written; called from another thread when the run is interrupted."""
    global _abandoned  # noqa: PLW0603 - the process is about to end
    _abandoned = True
    held = _busy.acquire(timeout=seconds)
    try:
        for made in list(_unfinished):
            shutil.rmtree(made, ignore_errors=True)
    finally:
        if held:
            _busy.release()


def _stop_if_abandoned() -> None:
    if _abandoned:
        raise OutputError("The run was interrupted; nothing was written.")


def _move_into_place(made: Path, target: Path) -> None:
    for _ in range(ATTEMPTS):
        aside = None
        try:
            if _stands(target):
                aside = _clear(target)
            made.rename(target)
        except OSError as error:
            if error.errno in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOENT):
                continue  # another run moved its result there, or away, between our look and our move
            if aside and not _stands(target):
                aside.rename(target)
            raise
        return
    _refuse(target, "Other runs keep writing there.", "Give each run a folder of its own.")


def _clear(target: Path) -> Path | None:
    """Move an older result aside and say where it is now; an empty folder is removed."""
    if not _may_be_moved(target):
        _refuse(
            target, "Something else than a result of optmodel came there.", "Name another folder; nothing was changed."
        )
    with contextlib.suppress(OSError):
        target.rmdir()  # works for an empty folder only
        return None
    number = 1
    while _stands(aside := target.with_name(f"{target.name}.{number}")):
        number += 1
    target.rename(aside)
    return aside


def _may_be_moved(target: Path) -> bool:
    """Whether a folder is empty or holds nothing but a result of ours."""
    if target.is_symlink() or not target.is_dir():
        return False
    try:
        names = {entry.name for entry in target.iterdir()}
        return not names or (names <= OURS and _is_ours(target / CONTRACT))
    except OSError:
        return False


def _is_ours(contract: Path) -> bool:
    """Whether a file begins as every contract of ours does: its first key is ``schema``, in any version."""
    if contract.is_symlink() or not contract.is_file():
        return False
    with contract.open("rb") as file:
        head = file.read(200).decode("utf-8", "replace")
    return "".join(head.split()).startswith('{"schema":"' + CONTRACT_SCHEMA.rpartition("/")[0] + "/")


@contextlib.contextmanager
def _scratch(target: Path) -> Iterator[Path]:
    """Give a new folder beside the target; whatever is left of it in the end is removed."""
    made = target.with_name(f".optmodel-{secrets.token_hex(6)}.partial")
    with _said(target):
        made.mkdir()
    _unfinished.add(made)
    try:
        with _said(target):
            yield made
    finally:
        with _busy:
            shutil.rmtree(made, ignore_errors=True)
            _unfinished.discard(made)


@contextlib.contextmanager
def _said(target: Path) -> Iterator[None]:
    """Turn what the system says into what a person can act on."""
    try:
        yield
    except OSError as error:
        _refuse(target, _reason(error), "Name a place that may be written to; nothing was changed.")


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _to_disk(folder: Path) -> None:
    """Let the names in a folder reach the disk, where the system knows how."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _stands(path: Path) -> bool:
    return os.path.lexists(path)


def _reason(error: OSError) -> str:
    return f"{error.strerror or error}."


def _refuse(target: Path, problem: str, remedy: str) -> NoReturn:
    raise OutputError(f"{target}: {problem} {remedy}") from None
