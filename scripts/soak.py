"""Run the soak tests round after round, each with a new seed, until the time is used or one fails."""

import argparse
import os
import subprocess
import sys
import time

SEEDS = 2**32
GRACE_SECONDS = 300.0
"""How much longer than its time a round may take before it is stopped and counts as failed."""

NO_TESTS = 5
"""What pytest returns where it found nothing to run."""


def seed_of_commit() -> int:
    """The seed of the commit that is checked out: the same for everybody, another for every commit."""
    head = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return int(head.stdout.strip()[:8], 16) if head.returncode == 0 else 1


def run_round(seed: int, seconds: float) -> str | None:
    """Run all soak tests once with this seed and return what went wrong, if anything."""
    command = [sys.executable, "-m", "pytest", "-m", "soak", "-q", "-p", "no:cacheprovider"]
    environment = os.environ | {"OPTMODEL_SEED": str(seed), "OPTMODEL_SOAK_SECONDS": f"{seconds:.0f}"}
    try:
        code = subprocess.run(command, env=environment, timeout=seconds + GRACE_SECONDS, check=False).returncode
    except subprocess.TimeoutExpired:
        return f"it took {GRACE_SECONDS:.0f} seconds longer than it had"
    if code == NO_TESTS:
        return "no test is marked soak"
    return None if code == 0 else f"pytest returned {code}"


def main() -> int:
    """Run rounds until the time is used and return the exit code."""
    parser = argparse.ArgumentParser(prog="scripts/soak", description=__doc__)
    parser.add_argument("--minutes", type=float, required=True, help="for how long")
    parser.add_argument("--seed", type=int, help="of the first round; by default taken from the commit")
    options = parser.parse_args()
    if not 0 < options.minutes < float("inf"):
        parser.error(f"--minutes must be above 0, not {options.minutes:g}")
    if options.seed is not None and not 0 <= options.seed < SEEDS:
        parser.error(f"--seed must be from 0 to {SEEDS - 1}, not {options.seed}")
    first = seed_of_commit() if options.seed is None else options.seed
    print(f"soak: {options.minutes:g} minutes from seed {first}", flush=True)

    end = time.monotonic() + 60 * options.minutes
    rounds = 0
    while rounds == 0 or end - time.monotonic() >= 1:
        current = (first + rounds) % SEEDS
        rounds += 1
        print(f"soak: round {rounds}, seed {current}", flush=True)
        failure = run_round(current, max(1.0, end - time.monotonic()))
        if failure:
            print(f"soak: FAILED in round {rounds}: {failure}.")
            print(f"soak: to see it again: scripts/soak --minutes {options.minutes:g} --seed {current}")
            return 1
    print(f"soak: passed, {rounds} {'round' if rounds == 1 else 'rounds'} from seed {first}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
