def one(x):
    return x in {'two words', 'name', 'other_name', 1, 2.5, None, (1, 'two words'), b'bytes', 1 << 40, ''}


def other(x):
    return x in {'two words', 'name', 'other_name', 1, 2.5, None, (1, 'two words'), b'bytes', 1 << 40, ''}


def identifiers(name, other_name):
    return name in {'name', 'other_name'}, 'two words', 1 << 40


def again(value):
    for item in {'a b', 'c d', 'e f', 'ghi', 'j', 'a', 'k l', -1, -2, 1e10}:
        if item in {'a b', 'ghi', 'fresh_name_1'} or value in ('a b', 'fresh_name_1'):
            return 'e f', {'fresh_name_2', 'fresh_name_3'}


def third(value):
    return value in {'fresh_name_2', 'fresh_name_4'}, value not in {'fresh_name_2', 'fresh_name_4'}
