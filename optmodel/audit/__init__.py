"""An answer audited: what it claims, beside what the inputs say without a solver."""

from optmodel.audit.audit import Audit, audit

__all__ = ["Audit", "audit"]
