"""The mathematics as programs: two thin writers of the rules of a contract's rollout, and the joint model of all."""

from optmodel.formulation.compiled import compiled
from optmodel.formulation.joint import Joint, chosen_contract, joint

__all__ = ["Joint", "chosen_contract", "compiled", "joint"]
