"""The contract search: every contract bounded, rollouts solved only where a bound is below the best answer."""

from optmodel.search.bounds import repaired
from optmodel.search.boxes import boxes
from optmodel.search.elastic import KEEPING_OUT, unit_of
from optmodel.search.foldings import Foldings
from optmodel.search.mode_search import Search, Searched

__all__ = ["KEEPING_OUT", "Foldings", "Search", "Searched", "boxes", "repaired", "unit_of"]
