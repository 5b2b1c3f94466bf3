"""Boxes between which no rollout can tell: of equal contracts the earlier of the grid is signed."""

from collections.abc import Iterable

from optmodel.search.bounds import Contracts
from optmodel.search.boxes import Box


def without_twins(boxes: Iterable[Box], contracts: Contracts) -> tuple[list[Box], dict[Box, Box]]:
    """Return the boxes without those that are like an earlier one, and of every row left out which it is like.

    Of a box in which the purchase level makes no difference the row with the least is kept.
    """
    known: dict[object, Box] = {}
    twins: dict[Box, Box] = {}
    for box in sorted(boxes, key=lambda item: item.order):
        told = tuple(contracts[point].signature for point in box.corners)
        lower, upper = told[: (len(told) + 1) // 2], told[len(told) // 2 :]
        by_level = len(box.levels) > 1 and lower != upper
        if not by_level and len(box.levels) > 1:
            told = lower
        by_share = len(box.shares) > 1 and told[0::2] != told[1::2]
        if not by_share and len(box.shares) > 1:
            told = told[0::2]
        signature = told, box.shares if by_share else (), box.levels if by_level else ()
        first = box if by_level or len(box.levels) == 1 else box.rows[0]
        earlier = known.setdefault(signature, first)
        if earlier is box:
            continue  # each of its rows is the first of its kind
        for place, row in enumerate(box.rows):
            same = earlier.rows[place if by_level else 0]
            if same != row:
                twins[row] = same
    return list(known.values()), twins
