# versions: 3.13.16-3.15
x = [[[[[[[[[[[[[[[[[[[[[[n for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s]
