"""Studies: callers of :func:`optmodel.advise`, never flags inside it."""

from optmodel.study.sweep import runs, span, sweep
from optmodel.study.table import save_table
from optmodel.study.tornado import tornado

__all__ = ["runs", "save_table", "span", "sweep", "tornado"]
