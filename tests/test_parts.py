"""The last part of a long test, whichever it is, has the counts of all."""

from collections import Counter
from pathlib import Path

from tests.parts import leave


def test_the_last_part_to_leave_its_count_has_all_of_them_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "counts"
    assert leave(folder, 2, 3, Counter(rule=4)) is None
    assert leave(folder, 0, 3, Counter(rule=1)) is None
    assert leave(folder, 1, 3, Counter()) == [Counter(rule=1), Counter(), Counter(rule=4)]


def test_all_parts_of_a_run_share_one_folder(shared_folder: Path, tmp_path: Path) -> None:
    # a process of pytest-xdist has a folder of its own within it
    assert shared_folder in tmp_path.parents
    assert not shared_folder.name.startswith("popen-")
