"""A cart that forgets what it can't sell."""

from collections import Counter
from contextlib import contextmanager

from .prices import Price, total


class Cart[Item]:
    """What somebody wants to buy."""

    def __init__(self, stock: dict[Item, Price]) -> None:
        self.stock = stock
        self.items: Counter[Item] = Counter()

    def add(self, *items: Item, count: int = 1) -> None:
        for item in items:
            match self.stock.get(item):
                case None:
                    raise KeyError(item)
                case Price(cents=cents) if cents <= 0:
                    continue
                case _:
                    self.items[item] += count

    def price(self) -> Price | None:
        return total(self.stock[item] for item, count in self.items.items() for _ in range(count))

    @contextmanager
    def undone_on_error(self):
        before = self.items.copy()
        try:
            yield self
        except* KeyError:
            self.items = before
            raise
        finally:
            self.items = +self.items
