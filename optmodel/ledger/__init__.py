"""The second opinion on money: every transfer of a contract, recomputed plainly from the case and the signed terms.

It shares nothing with the series, rules and formulations an answer came from. Read it beside ``MODEL.md``:
``outlook`` (section 2, scenarios and tariff levels), ``network`` (section 3, costs and capacity), ``sales`` and
``market`` (section 3, services), ``payments``, ``charges`` and ``risks`` (section 4), ``statement`` (section 5). All
numbers of a case may be floats, Fractions or arrays of samples; samples must agree on which services an operator
drops, which service takes no capacity and where nobody lives.
"""

from optmodel.ledger.books import Books, ledger, today
from optmodel.ledger.statement import Ledger
from optmodel.ledger.transfer import Transfer

__all__ = ["Books", "Ledger", "Transfer", "ledger", "today"]
