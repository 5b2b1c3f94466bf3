"""The contract search: every contract bounded, rollouts solved only where a bound is below the best answer."""

from optmodel.search.bounds import repaired
from optmodel.search.boxes import boxes
from optmodel.search.elastic import BRINGING, KEEPING_OUT, unit_of
from optmodel.search.foldings import Foldings
from optmodel.search.mode_search import SAME, Search, Searched
from optmodel.search.rollouts import Contract
from optmodel.search.ties import opened_earliest

__all__ = [
    "BRINGING",
    "KEEPING_OUT",
    "SAME",
    "Contract",
    "Foldings",
    "Search",
    "Searched",
    "boxes",
    "opened_earliest",
    "repaired",
    "unit_of",
]
