"""Rules of a city's own on the rollout: what they are, how they are read from a file, how their mistakes are told."""

from optmodel.own_rules.file import RuleFile, load_rules
from optmodel.own_rules.rule import Rule, checked_rules
from optmodel.own_rules.running import first_line, refusal, yielded

__all__ = ["Rule", "RuleFile", "checked_rules", "first_line", "load_rules", "refusal", "yielded"]
