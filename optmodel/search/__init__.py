"""The contract search: every contract bounded, rollouts solved only where a bound is below the best answer."""

from optmodel.search.mode_search import Search, Searched

__all__ = ["Search", "Searched"]
