"""A contract's rows as weights of base arrays that contracts share, so that many are combined and bounded at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from optmodel.certificate import RowName
from optmodel.rollout import AS_EXPECTED, Array, Key, Rollout, as_expected
from optmodel.rules import PLAN, Linear, Situation
from optmodel.search.folded import Folded, Frame, Support

Named = TypeVar("Named")

# So many plans are worked out at once.
BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Flat:
    """The objective (row 0) and the coupling rows of a contract, [row, …]: what is not worked out on plans.

    ``keys`` are weights of base arrays, flattened, and where that says the same of their expected values; ``explicit``
    coefficients of plans by row; ``money`` those of support above the least and of what rules bring.
    """

    frame: Frame
    names: tuple[RowName, ...]
    constant: Array
    right: Array
    keys: Mapping[Key, Array]
    explicit: Mapping[int, Array]
    money: Mapping[str, Array]

    @property
    def signature(self) -> tuple[object, ...]:
        """The same for contracts between which no rollout can tell: all figures and the plans admitted."""
        arrays = {
            "constant": self.constant,
            "right": self.right,
            "admitted": self.frame.admitted,
            **{f"{number}": values for number, values in self.explicit.items()},
            **self.money,
        }
        told = tuple((name, values.tobytes()) for name, values in sorted(arrays.items()))
        weights = frozenset((key, values.tobytes()) for key, values in self.keys.items())
        return self.names, told, weights, tuple(line.room for line in self.frame.support)


def flat(folded: Folded) -> Flat:
    """Flatten a folded contract."""
    lines = [folded.objective, *(row.left for row in folded.rows)]
    keys: dict[Key, Array] = {}
    money: dict[str, Array] = {}
    for number, linear in enumerate(lines):
        for key, weights in weights_of(linear).items():
            if key not in keys:
                keys[key] = np.zeros((len(lines), weights.size))
            keys[key][number] = weights
        for block, values in linear.explicit.items():
            if block != PLAN:
                if block not in money:
                    money[block] = np.zeros((len(lines), values.size))
                money[block][number] = values
    return Flat(
        frame=folded.frame,
        names=tuple((row.rule, row.index) for row in folded.rows),
        constant=np.array([linear.constant for linear in lines]),
        right=np.array([0.0, *(row.right for row in folded.rows)]),
        keys={name: part for key, weights in keys.items() for name, part in _told_apart(folded, key, weights)},
        explicit={number: linear.explicit[PLAN] for number, linear in enumerate(lines) if PLAN in linear.explicit},
        money=money,
    )


def weights_of(linear: Linear) -> dict[Key, Array]:
    """Return the flows of an expression as weights of base arrays, flattened."""
    result: dict[Key, Array] = {}
    for name, weights in linear.flows.items():
        assert linear.series is not None
        for part in linear.series.parts[name]:
            factored = (weights * part.factor).ravel()
            if part.key in result:
                result[part.key] = result[part.key] + factored
            elif np.count_nonzero(factored):
                result[part.key] = factored
    return result


def _told_apart(folded: Folded, key: Key, weights: Array) -> Iterator[tuple[Key, Array]]:
    """Yield weights of a base array [row, weight], and apart from them those that say the same of all scenarios.

    What is weighed in every scenario as by its probability is weighed as expected: [row, year].
    """
    probability, horizon = folded.frame.here.rollout.probability, folded.frame.here.rollout.horizon
    if weights.shape[1] in (1, horizon) or len(probability) == 1:
        yield key, weights
        return
    expected, are = as_expected(weights.reshape(len(weights), len(probability), -1), probability)
    alike = are[:, None]
    if expected[are].any():
        yield (AS_EXPECTED, *key), np.where(alike, expected, 0.0)
    if not alike.all():
        yield key, np.where(alike, 0.0, weights)


def mixed(first: Flat, last: Flat, part: float, here: Situation) -> Flat:
    """Return the contract of a situation that lies that part of the way from one to another, in all its figures."""

    def between(one: Array, other: Array) -> Array:
        return one if one is other else one + part * (other - one)

    def each(one: Mapping[Named, Array], other: Mapping[Named, Array]) -> dict[Named, Array]:
        zeros = {name: np.zeros_like(values) for name, values in (*one.items(), *other.items())}
        return {name: between(one.get(name, nothing), other.get(name, nothing)) for name, nothing in zeros.items()}

    return Flat(
        frame=replace(first.frame, here=here),
        names=first.names,
        constant=between(first.constant, last.constant),
        right=between(first.right, last.right),
        keys=each(first.keys, last.keys),
        explicit=each(first.explicit, last.explicit),
        money=each(first.money, last.money),
    )


def offered_otherwise(contract: Flat, here: Situation) -> Flat | None:
    """Return the contract of a situation that differs in how its services are offered alone.

    Its base arrays are weighed alike then. ``None`` where one of the other contract stands for several of its own.
    """
    parts, others = contract.frame.here.series.parts, here.series.parts
    pairs = [pair for name in parts for pair in zip(parts[name], others[name], strict=False)]
    other = {old.key: new.key for old, new in pairs}
    alike = all(other[old.key] == new.key and np.array_equal(old.factor, new.factor) for old, new in pairs)
    if not alike or any(len(parts[name]) != len(others[name]) for name in parts):
        return None
    keys: dict[Key, Array] = {}
    for key, weights in contract.keys.items():
        new = (AS_EXPECTED, *other[key[1:]]) if key[0] == AS_EXPECTED else other[key]
        keys[new] = keys[new] + weights if new in keys else weights
    return replace(contract, frame=replace(contract.frame, here=here), keys=keys)


@dataclass(frozen=True, slots=True)
class Combined:
    """The objective less some multiples of the rows: a constant, weights of base arrays and explicit coefficients.

    ``size`` is what was added up to get the constant.
    """

    constant: float
    keys: Mapping[Key, Array]
    explicit: tuple[tuple[float, Array], ...]
    valid: bool
    size: float = 0.0


def combined(contract: Flat, multipliers: Mapping[RowName, float], *, ray: bool = False) -> Combined:
    """Take multiples of the rows off the objective (off nothing for a ray), support at whatever is cheapest then.

    Multipliers are of raw rows, at least 0; a row that the contract lacks is skipped, one without a multiplier counts
    nothing. ``valid`` is False where a column that rules bring would make the bound worthless.
    """
    multiples = np.array([0.0 if ray else 1.0, *(-multipliers.get(name, 0.0) for name in contract.names)])
    constant = float(multiples @ (contract.constant - contract.right))
    keys = {key: multiples @ weights for key, weights in contract.keys.items()}
    frame, valid = contract.frame, True
    for line in frame.support:
        if line.block in contract.money:
            _add_room(frame, line, multiples @ contract.money[line.block], keys)
    for item in frame.brought:
        left = multiples @ contract.money[item.name] if item.name in contract.money else np.zeros(1)
        size = np.abs(multiples) @ np.abs(contract.money[item.name]) if item.name in contract.money else np.ones(1)
        negligible = 1e-12 * size
        valid &= bool((left >= -negligible).all()) and (item.least > -np.inf or bool((left <= negligible).all()))
    explicit = tuple((float(multiples[row]), values) for row, values in contract.explicit.items() if multiples[row])
    size = float(np.abs(multiples) @ (np.abs(contract.constant) + np.abs(contract.right)))
    return Combined(constant, keys, explicit, valid, size)


def _add_room(frame: Frame, line: Support, price: Array, keys: dict[Key, Array]) -> None:
    """Pay all the room of a line of support in the years in which that lowers the combination."""
    weights = np.minimum(0.0, price) * frame.in_term * line.room
    if weights.any():
        flows = dict.fromkeys(line.cost, weights)
        for key, values in weights_of(Linear(0.0, {}, flows, frame.here.series)).items():
            keys[key] = keys[key] + values if key in keys else values


class BaseTable:
    """Base arrays of a rollout, flattened to [weight, plan] and kept."""

    def __init__(self, rollout: Rollout) -> None:
        """Begin with none."""
        self.rollout, self.size = rollout, rollout.size
        self._flat: dict[Key, Array] = {}

    def flat(self, key: Key) -> Array:
        """Return a base array with scenario and year in one dimension, scenario by scenario, for all plans.

        One that is weighed as expected has years alone.
        """
        if key not in self._flat:
            base = self.rollout.base(key)
            years = base.shape[-1]
            by_scenario = base.reshape(-1, self.size, years).transpose(0, 2, 1) if self.size else base
            self._flat[key] = np.ascontiguousarray(by_scenario.reshape(base.size // max(1, self.size), self.size))
        return self._flat[key]


def coefficients(bases: BaseTable, contracts: Sequence[Combined]) -> Array:
    """Work out the combinations on every plan; [contract, plan]."""
    total = np.zeros((len(contracts), bases.size))
    if not bases.size:
        return total
    held: dict[Key, tuple[list[int], list[Array]]] = {}
    for number, item in enumerate(contracts):
        for key, values in item.keys.items():
            places, weights = held.setdefault(key, ([], []))
            places.append(number)
            weights.append(values)
    pieces = [(places, *_years_used(np.array(weights), bases.flat(key))) for key, (places, weights) in held.items()]
    # Block by block, so that what is added up stays at hand.
    for first in range(0, bases.size, BLOCK):
        block = slice(first, first + BLOCK)
        for rows, part, base in pieces:
            total[rows, block] += part @ base[:, block]
    # Contracts share most of their explicit coefficients: each array of them is looked at once.
    shared: dict[int, tuple[Array, Array]] = {}
    for number, item in enumerate(contracts):
        for multiple, values in item.explicit:
            shared.setdefault(id(values), (values, np.zeros(len(contracts))))[1][number] += multiple
    if shared:
        total += np.stack([multiples for _, multiples in shared.values()], axis=1) @ np.array(
            [values for values, _ in shared.values()]
        )
    return total


def _years_used(weights: Array, base: Array) -> tuple[Array, Array]:
    """Return weights [contract, weight] and what they weigh [weight, plan] between the first and last that count."""
    used = np.flatnonzero(weights.any(axis=0))
    between = slice(used[0], used[-1] + 1) if len(used) else slice(0)
    return weights[:, between], base[between]
