"""A sum of coefficients times variables, in the order they were added."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from pyomo.core.expr import LinearExpression

from optmodel.rollout import Array


class Sum:
    """A linear expression that grows term by term."""

    def __init__(self, constant: float = 0.0) -> None:
        """Start from a constant."""
        self.constant = constant
        self.coefficients: list[float] = []
        self.variables: list[Any] = []

    def add(self, coefficients: Array, variables: Sequence[Any]) -> "Sum":
        """Add coefficients times variables; zeros are left out."""
        for place in np.flatnonzero(coefficients).tolist():
            self.coefficients.append(float(coefficients[place]))
            self.variables.append(variables[place])
        return self

    def plus(self, factor: float, other: "Sum") -> "Sum":
        """Add a multiple of another sum."""
        self.constant += factor * other.constant
        self.coefficients += [factor * value for value in other.coefficients]
        self.variables += other.variables
        return self

    def expression(self) -> Any:
        """Return what Pyomo takes; an empty sum counts as zero."""
        return LinearExpression(constant=self.constant, linear_coefs=self.coefficients, linear_vars=self.variables)

    @property
    def size(self) -> float:
        """Largest coefficient, by which a row is scaled; 1 for an empty sum."""
        return max((abs(value) for value in self.coefficients), default=1.0) or 1.0
