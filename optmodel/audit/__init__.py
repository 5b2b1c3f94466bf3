"""An answer audited: what it claims, beside what the inputs say without a solver."""

from optmodel.audit.audit import audit
from optmodel.audit.found import Audit

__all__ = ["Audit", "audit"]
