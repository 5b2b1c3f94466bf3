"""The digest of a case: what tells whether two answers were found for the same inputs."""

import hashlib
import json

from optmodel.case.case import Case


def case_digest(case: Case) -> str:
    """Return the SHA-256 of every input by address, as it was used; equal cases from different files agree."""
    inputs = [[address, value] for address, _, value in case.addresses()]
    return hashlib.sha256(json.dumps(inputs).encode()).hexdigest()
