# versions: 3.11
x = f"""{f'{a b}'}"""
