"""Finds the first difference of two marshalled code objects and says what kind it is.

The order of looking: for each pair of code objects from the outside in, first the names of the instructions, then what
they refer to, then the tables beside them; last of all the sharing of objects in the byte stream.
"""
import dis
import marshal
import sys
import types

PLAIN = ('co_name', 'co_qualname', 'co_filename', 'co_firstlineno', 'co_argcount', 'co_posonlyargcount',
         'co_kwonlyargcount', 'co_flags', 'co_stacksize', 'co_nlocals')
NAMES = ('co_varnames', 'co_cellvars', 'co_freevars', 'co_names')


def describe(ours, theirs):
    """`CAUSE`, newline, details."""
    reference = marshal.loads(theirs)
    try:
        code = marshal.loads(ours)
    except Exception as err:
        return 'payload cannot be loaded: %s\n%s' % (type(err).__name__, err)
    if not isinstance(code, types.CodeType):
        return 'payload is no code object\n%r' % (type(code),)
    found = compare_code(code, reference)
    return '%s\n%s' % found if found else '%s\n%s' % compare_streams(ours, theirs)


def nested(code):
    return [const for const in code.co_consts if isinstance(const, types.CodeType)]


def compare_code(ours, theirs):
    """(cause, details) of the first difference, or None."""
    found = compare_one(ours, theirs)
    if found:
        cause, details = found
        where = 'in %s, line %d' % (getattr(theirs, 'co_qualname', theirs.co_name), theirs.co_firstlineno)
        return cause, '%s\n%s' % (where, details)
    for one, other in zip(nested(ours), nested(theirs)):
        found = compare_code(one, other)
        if found:
            return found
    return None


def compare_one(ours, theirs):
    mine, other = instructions(ours), instructions(theirs)
    for index, (one, two) in enumerate(zip(mine, other)):
        if one.opname != two.opname:
            return 'instructions: %s instead of %s' % (one.opname, two.opname), context(mine, other, index)
    if len(mine) != len(other):
        index = min(len(mine), len(other))
        longer, word = (mine, 'superfluous') if len(mine) > len(other) else (other, 'missing')
        return 'instructions: %s %s at the end' % (word, longer[index].opname), context(mine, other, index)
    found = compare_consts(ours.co_consts, theirs.co_consts, 'co_consts')
    if found:
        return found
    for field in NAMES:
        if getattr(ours, field) != getattr(theirs, field):
            return field, '%r\ninstead of\n%r' % (getattr(ours, field), getattr(theirs, field))
    for index, (one, two) in enumerate(zip(mine, other)):
        if one.arg != two.arg or one.offset != two.offset:
            return 'operand of %s' % one.opname, context(mine, other, index)
    return compare_tables(ours, theirs, mine, other)


def compare_tables(ours, theirs, mine, other):
    found = compare_positions(ours, theirs, mine, other)
    if found:
        return found
    table = getattr(ours, 'co_exceptiontable', b''), getattr(theirs, 'co_exceptiontable', b'')
    if table[0] != table[1]:
        return 'co_exceptiontable', '%s\ninstead of\n%s' % tuple(map(exception_table, (ours, theirs)))
    for field in PLAIN:
        if getattr(ours, field, None) != getattr(theirs, field, None):
            return field, '%r instead of %r' % (getattr(ours, field), getattr(theirs, field))
    for field in ('co_code', 'co_linetable', 'co_lnotab'):
        one, two = getattr(ours, field, b''), getattr(theirs, field, b'')
        if one != two:
            return field + ': other bytes of the same meaning', '%s\ninstead of\n%s' % (one.hex(), two.hex())
    return None


def instructions(code):
    return [one for one in dis.get_instructions(code, show_caches=False)] if hasattr(code, 'co_qualname') else list(
        dis.get_instructions(code))


def context(mine, other, index):
    def rows(those):
        lo = max(0, index - 4)
        return '\n'.join('%s %5d %-28s %s' % ('>' if lo + n == index else ' ', one.offset, one.opname, one.argrepr or
                                             ('' if one.arg is None else one.arg))
                         for n, one in enumerate(those[lo:index + 4]))
    line = line_of(other, index)
    return 'near line %s\n%s\ninstead of\n%s' % (line, rows(mine), rows(other))


def line_of(those, index):
    for one in reversed(those[:index + 1]):
        positions = getattr(one, 'positions', None)
        if positions and positions.lineno:
            return positions.lineno
    return '?'


def compare_positions(ours, theirs, mine, other):
    if not hasattr(ours, 'co_positions'):
        one, two = list(dis.findlinestarts(ours)), list(dis.findlinestarts(theirs))
        return None if one == two else ('lines', '%r\ninstead of\n%r' % (one, two))
    fields = ('line', 'end line', 'column', 'end column')
    for index, (one, two) in enumerate(zip(ours.co_positions(), theirs.co_positions())):
        if one != two:
            which = ', '.join(field for field, a, b in zip(fields, one, two) if a != b)
            at = next((n for n, ins in enumerate(other) if ins.offset >= 2 * index), len(other) - 1)
            if other[at].offset > 2 * index:
                at -= 1
            details = '%r instead of %r\n%s' % (one, two, context(mine, other, at))
            return 'position of %s: %s' % (other[at].opname, which), details
    return None


def exception_table(code):
    parse = getattr(dis, '_parse_exception_table', None)
    return '\n'.join(map(str, parse(code))) if parse else ''


def compare_consts(ours, theirs, path):
    for index, (one, two) in enumerate(zip(ours, theirs)):
        where = '%s[%d]' % (path, index)
        if type(one) is not type(two):
            return '%s: %s instead of %s' % (path, type(one).__name__, type(two).__name__), '%s: %r\ninstead of %r' % (
                where, one, two)
        if isinstance(one, tuple):
            found = compare_consts(one, two, path)
            if found:
                return found
        elif isinstance(one, types.CodeType):
            if one.co_name != two.co_name:
                return '%s: other code object' % path, '%s: %r\ninstead of %r' % (where, one, two)
        elif key(one) != key(two):
            return '%s: another %s' % (path, type(one).__name__), '%s: %r\ninstead of %r' % (where, one, two)
    if len(ours) != len(theirs):
        extra = (ours if len(ours) > len(theirs) else theirs)[min(len(ours), len(theirs))]
        word = 'superfluous' if len(ours) > len(theirs) else 'missing'
        return '%s: %s %s' % (path, word, type(extra).__name__), '%s %r' % (word, extra)
    return None


def key(value):
    """Equal for values that marshal writes alike: -0.0 is not 0.0."""
    if isinstance(value, frozenset):
        return sorted(map(repr, value))
    return repr(value)


def compare_streams(ours, theirs):
    """The first difference of the two byte streams, token by token."""
    mine, other = list(tokens(ours)), list(tokens(theirs))
    for index, (one, two) in enumerate(zip(mine, other)):
        if one != two:
            rows = ['%s%r' % ('> ' if n == index else '  ', token) for n, token in
                    enumerate(other[max(0, index - 6):index + 3], max(0, index - 6))]
            return 'sharing: %s' % kind_of_difference(one, two), '%r instead of\n%s' % (one, '\n'.join(rows))
    return 'sharing: other length', '%d instead of %d tokens' % (len(mine), len(other))


def kind_of_difference(one, two):
    (code, flag, _), (other_code, other_flag, _) = one, two
    if code != other_code:
        return '%s instead of %s' % (code, other_code)
    if flag != other_flag:
        return 'flag of %s %s' % (code, 'superfluous' if flag else 'missing')
    return '%s of another value' % code


def tokens(data):
    """(type code, whether it is flagged, value or size) of every object in the stream, in order."""
    at = 0

    def number(size):
        nonlocal at
        at += size
        return int.from_bytes(data[at - size:at], 'little', signed=True)

    def run(size):
        nonlocal at
        at += size
        return data[at - size:at]

    pending = [1]
    while pending:
        if pending[-1] == 0:
            pending.pop()
            continue
        if isinstance(pending[-1], str):
            layout = pending.pop()
            yield 'fields', False, tuple(number(4) for _ in layout)
            continue
        pending[-1] -= 1
        code, flag = chr(data[at] & 0x7F), data[at] >= 0x80
        at += 1
        value = None
        if code in 'iIr':
            value = number(4)
        elif code == 'g':
            value = run(8)
        elif code == 'y':
            value = run(16)
        elif code == 'l':
            value = run(2 * abs(number(4)))
        elif code in 'zZ':
            value = run(number(1) & 0xFF)
        elif code in 'suatA':
            value = run(number(4))
        elif code == ')':
            value = number(1) & 0xFF
            pending.append(value)
        elif code in '([<>':
            value = number(4)
            pending.append(value)
        elif code == ':':
            pending.append(3)
        elif code == 'c':
            yield code, flag, None
            # Numbers up to co_flags, eight objects, co_firstlineno, the tables.
            pending.extend([2, 'f', 8, 'abcde'] if sys.version_info >= (3, 11) else [1, 'f', 8, 'abcdef'])
            continue
        yield code, flag, value
