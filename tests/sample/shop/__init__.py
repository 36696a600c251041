"""A small shop: the sample tree of the README."""

from .cart import Cart
from .prices import Price, total

__all__ = ["Cart", "Price", "total"]
