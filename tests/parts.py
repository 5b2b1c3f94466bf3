"""One long test in parts, which several processes share: each leaves what it counted, and the last of them has all."""

import pickle
from pathlib import Path
from typing import TypeVar

Count = TypeVar("Count")


def leave(folder: Path, part: int, parts: int, counted: Count) -> list[Count] | None:
    """Leave what a part counted; the counts of all parts, in their order, for whoever leaves the last one.

    A part that fails leaves nothing, so nothing is judged by the sum then: the run has failed already.
    """
    folder.mkdir(exist_ok=True)
    unfinished = folder / f"{part}.unfinished"
    unfinished.write_bytes(pickle.dumps(counted))
    unfinished.rename(folder / f"{part}.count")
    left = [folder / f"{number}.count" for number in range(parts)]
    if not all(file.exists() for file in left):
        return None
    return [pickle.loads(file.read_bytes()) for file in left]
