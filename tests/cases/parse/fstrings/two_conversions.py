x = f'{a!x!r}'
