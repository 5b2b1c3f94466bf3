"""The mathematics as programs: a contract's rollout by two thin writers of the rules, and the joint model of the whole decision."""

from optmodel.formulation.compiled import compiled
from optmodel.formulation.export import export
from optmodel.formulation.joint import Joint, chosen_contract, joint

__all__ = ["Joint", "chosen_contract", "compiled", "export", "joint"]
