# versions: 3.11-3.12
x = 1;  y = f'''{a +
 b c}'''
