from __future__ import annotations


def f(a: Literal['inside', 'outside'] | None, b: Callable[..., None], c: Dict[str, 1 + 2]) -> Tuple[()]:
    x: Optional[Callable[(..., None)]] = {'{': '}'}
    return x['{{']
