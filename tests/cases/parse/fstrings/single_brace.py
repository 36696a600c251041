x = f'a}' + b
