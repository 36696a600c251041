"""Prices in cents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Self


@dataclass(frozen=True, slots=True)
class Price:
    """An amount of one currency."""

    cents: int
    currency: str = "EUR"

    def __add__(self, other: Price) -> Self:
        if self.currency != other.currency:
            raise ValueError(f"can't add {other.currency} to {self.currency}")
        return type(self)(self.cents + other.cents, self.currency)

    def __str__(self) -> str:
        return f"{self.cents // 100}.{self.cents % 100:02d} {self.currency}"


def total(prices: Iterable[Price]) -> Price | None:
    result = None
    for price in prices:
        result = price if result is None else result + price
    return result
