"""A small stock keeper, written for the parser benchmark: classes, decorators, comprehensions, f-strings."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import itertools
import logging
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar, Generic, Optional, TypeVar

log = logging.getLogger(__name__)
T = TypeVar("T")
K = TypeVar("K", bound="Key")

PATTERN = re.compile(
    r"^(?P<shelf>[A-Z]{1,2})-(?P<row>\d{2})"
    r"(?:/(?P<slot>\d+))?$"
)
LIMITS = {"small": 10, "medium": 100, "large": 1_000, "bulk": 0xFFFF, "ratio": 1.5e-3, "phase": 2j}


class StockError(Exception):
    """Something is wrong with the stock."""

    def __init__(self, message: str, *args: object, item: Optional[str] = None, **extra: Any) -> None:
        super().__init__(message, *args)
        self.item = item
        self.extra = {**extra, "item": item}

    def __str__(self) -> str:
        head = super().__str__()
        return f"{head} ({self.item!r}, {len(self.extra):>3} fields)" if self.item else head


@dataclasses.dataclass(frozen=True, order=True)
class Key:
    shelf: str
    row: int
    slot: int = 0

    @classmethod
    def parse(cls, text: str) -> Key:
        found = PATTERN.match(text)
        if found is None:
            raise StockError("bad key", item=text)
        shelf, row, slot = found.group("shelf", "row", "slot")
        return cls(shelf, int(row), int(slot or 0))


@dataclasses.dataclass
class Item(Generic[K]):
    name: str
    price: float
    count: int = 0
    tags: set[str] = dataclasses.field(default_factory=set)
    changed: dt.datetime = dataclasses.field(default_factory=lambda: dt.datetime.now(dt.timezone.utc))
    rounding: ClassVar[int] = 2

    @property
    def value(self) -> float:
        return round(self.price * self.count, self.rounding)

    def matches(self, *words: str, case: bool = False) -> bool:
        fold = (lambda text: text) if case else str.casefold
        haystack = [fold(self.name), *map(fold, self.tags)]
        return all(any(fold(word) in straw for straw in haystack) for word in words)


def logged(level: int = logging.DEBUG) -> Callable[[Callable[..., T]], Callable[..., T]]:
    def decorate(function: Callable[..., T]) -> Callable[..., T]:
        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> T:
            try:
                result = function(*args, **kwargs)
            except StockError as error:
                log.warning("%s failed: %s", function.__qualname__, error)
                raise
            except (KeyError, IndexError) as error:
                raise StockError("lookup failed") from error
            else:
                log.log(level, "%s -> %r", function.__qualname__, result)
                return result
            finally:
                wrapper.calls += 1

        wrapper.calls = 0
        return wrapper

    return decorate


class Stock(Mapping[Key, Item]):
    __slots__ = ("_items", "_index", "_dirty")

    def __init__(self, items: Iterable[tuple[Key, Item]] = ()) -> None:
        self._items: dict[Key, Item] = dict(items)
        self._index: defaultdict[str, set[Key]] = defaultdict(set)
        self._dirty = bool(self._items)

    def __getitem__(self, key: Key | str) -> Item:
        return self._items[key if isinstance(key, Key) else Key.parse(key)]

    def __iter__(self) -> Iterator[Key]:
        yield from sorted(self._items)

    def __len__(self) -> int:
        return len(self._items)

    @logged(logging.INFO)
    def add(self, key: Key, item: Item, /, *, replace: bool = False) -> Item:
        if key in self._items and not replace:
            raise StockError(f"slot {key.shelf}-{key.row:02d} is taken", item=item.name, key=key)
        self._items[key], self._dirty = item, True
        for tag in item.tags:
            self._index[tag].add(key)
        return item

    def search(self, *words: str, below: float | None = None, sort: str = "name") -> list[tuple[Key, Item]]:
        found = [
            (key, item)
            for key, item in self._items.items()
            if item.matches(*words)
            if below is None or item.price < below
        ]
        return sorted(found, key=lambda pair: getattr(pair[1], sort), reverse=sort != "name")

    def totals(self) -> dict[str, float]:
        by_shelf = itertools.groupby(sorted(self._items.items()), key=lambda pair: pair[0].shelf)
        return {shelf: sum(item.value for _, item in group) for shelf, group in by_shelf}

    def report(self, width: int = 40) -> str:
        lines = []
        for shelf, total in self.totals().items():
            lines.append(f"{shelf:<{width - 12}}{total:>12,.2f}")
            if (share := total / (sum(self.totals().values()) or 1)) > 0.5:
                lines[-1] += f" ({share:.0%})"
        return "\n".join(lines[:width]) + "\n" * (len(lines) > 0)


async def refill(stock: Stock, source, *, limit: int = LIMITS["small"]) -> int:
    done = 0
    async with source.session() as session:
        async for key, amount in session.deliveries():
            if amount <= 0 or not 0 <= done < limit:
                continue
            item = stock[key]
            item.count += amount
            item.changed = dt.datetime.now()
            done += 1
            if done % 10 == 0:
                await session.commit()
    return done


def classify(item: Item) -> str:
    while item.count and -item.count ** 2 < ~0 << 3:
        if item.count < LIMITS["small"] and item.price >= 0.5:
            kind = "scarce"
        elif item.count & 1 == 0 or item.count in (3, 5, 7):
            kind = "even" if item.count & 1 == 0 else "odd"
        else:
            kind = "plain"
        del item.tags
        break
    else:
        return "none"
    assert kind is not None, "classified"
    return kind


def command(words: list[str], stock: Stock) -> object:
    match words:
        case ["add", name, price, *tags]:
            return stock.add(Key("A", len(stock)), Item(name, float(price), tags=set(tags)))
        case ["find", *terms] if terms:
            return stock.search(*terms)
        case ["show", ("total" | "report") as what]:
            return stock.totals() if what == "total" else stock.report()
        case [Key(shelf="A", row=row), {"count": int(count), **rest}]:
            return row, count, rest
        case _:
            raise StockError("unknown command", item=" ".join(words))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    shop = Stock()
    with open("stock.txt", encoding="utf-8") as lines, open("log.txt", "a") as output:
        for number, line in enumerate(lines, start=1):
            try:
                print(number, command(line.split(), shop), file=output)
            except StockError as failure:
                print(f"line {number}: {failure}", file=output, end="\n\n")
