"""Contracts of the tiny city, and the amounts of a ledger as a test compares them."""

from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, signed

HARBOUR = ("Harbour", "wifi", 2028)
CONTRACTS = [
    signed(OWNED, 8, HARBOUR, ("Hill", "fibre", 2029)),
    signed(INVESTED, 5, HARBOUR, ("Hill", "wifi", 2029), contribution=1.0, compensation=1.25),
    signed(VENTURE, 4, HARBOUR, ("Hill", "wifi", 2028), share=0.3, contribution=0.5, capacity={2028: 18.0, 2029: 12.0}),
    signed(FRANCHISE, 5, ("Harbour", "fibre", 2028), ("Hill", "wifi", 2030), share=0.25),
]
GROWING = {
    "Settings!build_growth": 0.03,
    "Settings!operation_growth": 0.02,
    "Settings!price_growth": 0.025,
    "Settings!contract_growth": 0.01,
    "Settings!need_growth": 0.04,
}


def paid(book, line, payer=None, payee=None, item=None):
    """Amounts on a line by year, of one payer, payee or item where named, without what rounding leaves."""
    result = {}
    for transfer in book.transfers:
        asked = ((line, transfer.line), (payer, transfer.payer), (payee, transfer.payee), (item, transfer.item))
        if all(wanted in (None, found) for wanted, found in asked):
            result[transfer.year] = result.get(transfer.year, 0) + transfer.amount
    return {year: round(amount, 9) for year, amount in result.items()}


def years(first, last, amount):
    """The same amount in every year from first to last."""
    return dict.fromkeys(range(first, last + 1), amount)
