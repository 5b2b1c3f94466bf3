"""A result is written whole or not at all, and nothing of the user's is ever touched."""

import errno
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from optmodel.errors import ImpossibleError, LimitError, OutputError
from optmodel.report import folder, write_contract
from optmodel.result import Status
from tests.report import answers

CONTENT = b'{\n  "schema": "optmodel-contract/1"\n}\n'
FILES = {"contract.json": CONTENT, "contract.xlsx": b"PK"}


def names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir())


def refusal(target: Path) -> str:
    before = {path: path.read_bytes() for path in target.parent.rglob("*") if path.is_file()}
    with pytest.raises(OutputError) as caught:
        folder.write_folder(FILES, target)
    assert {path: path.read_bytes() for path in target.parent.rglob("*") if path.is_file()} == before
    return str(caught.value).replace(str(target), "TARGET")


@pytest.fixture(autouse=True)
def nothing_is_left_unfinished(tmp_path: Path) -> Any:
    yield
    assert not list(tmp_path.rglob(".optmodel-*"))
    assert not folder._unfinished


def test_a_result_is_a_folder_with_two_files(tmp_path: Path) -> None:
    write_contract(answers.venture_recommended(), tmp_path / "city-contract")
    assert names(tmp_path) == ["city-contract"]
    assert names(tmp_path / "city-contract") == ["contract.json", "contract.xlsx"]


def test_older_results_are_moved_aside_and_numbered(tmp_path: Path) -> None:
    for number in range(3):
        folder.write_folder({**FILES, "contract.xlsx": str(number).encode()}, tmp_path / "out")
    assert names(tmp_path) == ["out", "out.1", "out.2"]
    held = [(tmp_path / name / "contract.xlsx").read_bytes() for name in names(tmp_path)]
    assert held == [b"2", b"0", b"1"]


def test_a_result_of_another_version_is_a_result(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "contract.json").write_text('{"schema":"optmodel-contract/7"}')
    folder.write_folder(FILES, tmp_path / "out")
    assert names(tmp_path) == ["out", "out.1"]


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    folder.write_folder(FILES, tmp_path / "out")
    assert names(tmp_path) == ["out"]


FOREIGN = "TARGET: This folder holds something else than a result of optmodel. Name another; nothing was changed."


@pytest.mark.parametrize("name", ["notes.txt", ".~lock.contract.xlsx#", "~$contract.xlsx", "contract.xlsx"])
def test_a_folder_with_anything_else_is_left_alone(tmp_path: Path, name: str) -> None:
    if name != "contract.xlsx":  # which alone is no result: there is no contract.json that says so
        folder.write_folder(FILES, tmp_path / "out")
    (tmp_path / "out").mkdir(exist_ok=True)
    (tmp_path / "out" / name).write_text("mine")
    assert refusal(tmp_path / "out") == FOREIGN


def test_a_contract_file_of_another_kind_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "contract.json").write_text('{"kind": "optmodel-contract/1"}')
    assert refusal(tmp_path / "out") == FOREIGN
    (tmp_path / "out" / "contract.json").unlink()
    (tmp_path / "out" / "contract.json").mkdir()
    assert refusal(tmp_path / "out") == FOREIGN


def test_a_file_or_a_link_in_its_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path)
    (tmp_path / "nowhere").symlink_to(tmp_path / "none")
    for name in ("file", "link", "nowhere"):
        assert refusal(tmp_path / name) == "TARGET: This is no folder. Name another; nothing was changed."


def test_a_folder_needs_a_name_and_a_place(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        folder.check_target(Path("/"))
    assert str(caught.value) == "/: This is no name for a folder. Name a folder that does not exist yet."
    assert refusal(tmp_path / "none" / "out") == (
        "TARGET: No such file or directory. Name a place that may be written to; nothing was changed."
    )


def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write_folder(FILES, tmp_path / "out")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert refusal(tmp_path / "out") == (
        "TARGET: No space left on device. Name a place that may be written to; nothing was changed."
    )


def test_the_older_result_comes_back_where_the_new_one_cannot_be_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write_folder(FILES, tmp_path / "out")
    rename = Path.rename

    def forbidden(path: Path, target: Any) -> Path:
        if path.name.startswith(".optmodel-"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", forbidden)
    assert refusal(tmp_path / "out").startswith("TARGET: Permission denied.")


def test_a_run_that_comes_second_moves_the_first_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move, other = folder._move_into_place, tmp_path / "other"

    def late(made: Path, target: Path) -> None:
        if not target.exists():
            shutil.copytree(made, target)
        move(made, target)

    monkeypatch.setattr(folder, "_move_into_place", late)
    folder.write_folder(FILES, other)
    assert names(tmp_path) == ["other", "other.1"]


def test_what_another_run_does_between_our_look_and_our_move_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stands, seen = folder._stands, []

    def blind_at_first(path: Path) -> bool:
        if path.name == "out" and not seen and path.exists():
            seen.append(path)
            return False
        return stands(path)

    folder.write_folder(FILES, tmp_path / "out")
    made = tmp_path / "made"
    made.mkdir()
    (made / "contract.json").write_bytes(CONTENT)
    monkeypatch.setattr(folder, "_stands", blind_at_first)
    folder._move_into_place(made, tmp_path / "out")
    assert names(tmp_path) == ["out", "out.1"]


def test_runs_that_never_let_each_other_be_are_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write_folder(FILES, tmp_path / "out")
    monkeypatch.setattr(folder, "_stands", lambda path: False)
    with pytest.raises(OutputError, match=r"Other runs keep writing there. Give each run a folder of its own."):
        folder._move_into_place(tmp_path / "out", tmp_path / "none" / "out")


def test_what_came_there_meanwhile_and_is_not_ours_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = folder._write

    def disturbed(path: Path, data: bytes) -> None:
        (tmp_path / "out").mkdir(exist_ok=True)
        (tmp_path / "out" / "notes.txt").write_text("mine")
        write(path, data)

    monkeypatch.setattr(folder, "_write", disturbed)
    with pytest.raises(OutputError, match="Something else than a result of optmodel came there"):
        folder.write_folder(FILES, tmp_path / "out")
    assert names(tmp_path / "out") == ["notes.txt"]


def test_an_interrupted_run_writes_nothing_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "_abandoned", False)

    def interrupted(path: Path, data: bytes) -> None:
        folder.abandon(1.0)

    monkeypatch.setattr(folder, "_write", interrupted)
    with pytest.raises(OutputError, match=r"The run was interrupted; nothing was written."):
        folder.write_folder(FILES, tmp_path / "out")
    assert names(tmp_path) == []


def test_one_file_is_written_whole_and_never_over_another(tmp_path: Path) -> None:
    folder.write_file(tmp_path / "table.csv", b"1")
    assert (tmp_path / "table.csv").read_bytes() == b"1"
    with pytest.raises(OutputError, match=r"There is something of that name. Name another file; nothing was changed."):
        folder.write_file(tmp_path / "table.csv", b"2")
    with pytest.raises(ZeroDivisionError), folder.new_file(tmp_path / "other.csv") as made:
        made.write_bytes(b"half")
        raise ZeroDivisionError
    assert names(tmp_path) == ["table.csv"]


def test_a_result_without_a_contract_is_not_written(tmp_path: Path) -> None:
    for status, error in ((Status.LIMIT, LimitError), (Status.IMPOSSIBLE, ImpossibleError)):
        with pytest.raises(error, match="Going on as today costs 499,337 EUR"):
            write_contract(answers.without_contract(status), tmp_path / "out")
    assert names(tmp_path) == []


def test_a_place_that_may_not_be_written_to_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: Path) -> None:  # root may write everywhere, so the system is not asked
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", forbidden)
    assert refusal(tmp_path / "out").startswith("TARGET: Permission denied.")


def test_a_folder_that_cannot_be_looked_into_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    (tmp_path / "out").mkdir()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "iterdir", forbidden)
        assert not folder._may_be_moved(tmp_path / "out")
