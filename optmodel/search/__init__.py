"""The contract search: every contract bounded, rollouts solved only where a bound is below the best answer."""
