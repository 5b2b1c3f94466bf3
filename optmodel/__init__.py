"""Choose the operation mode and the contract terms of a smart-city network at the least cost to the city."""

__version__ = "0.1.0"
