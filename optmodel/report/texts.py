"""The one table of texts of every report: statuses, sheets and the sentences that always belong to an answer."""

from collections.abc import Mapping
from types import MappingProxyType

from optmodel.result import Status

TODAY = "going on as today"
NOTHING = "–"
DISTRICTS_BY_NAME = 6  # so many districts are named in a sentence; more are counted

STATUS: Mapping[Status, str] = MappingProxyType(
    {
        Status.OPTIMAL: "proven best",
        Status.WITHIN_GAP: "within the gap",
        Status.LIMIT: "limit reached",
        Status.IMPOSSIBLE: "impossible",
        Status.NOT_PERMITTED: "not permitted",
    }
)

MUST_GIVE = "No terms meet all requirements together. The least that would have to give:"
ALONE = "Or this alone: {short}"
NO_BUDGET = "No budget is set: without budgets it is the same."
NO_OPERATOR = "The mode has no operator."
NOT_RECOVERED = "What the operator lays out is not recovered by {last_year}."
NEVER_EXPOSED = "The operator is never out of pocket."
NO_END_VALUE = "The end value decides: without it {mode} would cost the least."
END_VALUE = "end value"
NOT_SEARCHED = "The mode was not searched contract by contract."

SHEETS = MappingProxyType(
    {
        "summary": "Summary",
        "terms": "Terms",
        "modes": "Modes",
        "map": "Contract map",
        "value": "Value for money",
        "rollout": "Rollout",
        "government": "Government",
        "operator": "Operator",
        "government by scenario": "Government by scenario",
        "operator by scenario": "Operator by scenario",
        "requirements": "Requirements",
        "warnings": "Warnings",
    }
)
