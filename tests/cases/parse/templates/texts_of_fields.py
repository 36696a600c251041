# versions: 3.14-
x = t'{1 }{ 1 !r}{ 1 = }'
x = t'{x:{w}{{l}}}{w}'
x = t'{x:{y}{z=}}'
x = t'{a!=b:c}{(lambda x=1: 2):c}'
x = t'''{a =\
}{b # c
}'''
