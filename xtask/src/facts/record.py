"""Prints what one CPython says about itself and its instructions, in the stable text of `crates/target/facts`.

usage: PYTHON record.py

Runs under every supported version (3.8-3.15), so it keeps to what all of them understand. One fact per line:

    op NAME NUMBER CACHES FLAGS FALL JUMP

FLAGS is `-` or a comma list of arg, const, name, local, free, jump, absolute, exc. FALL and JUMP are the stack effects on the two
edges: `A` when the operand plays no part, `A+Bn` when the effect is linear in the operand over all of OPARGS, otherwise
the effects for all of OPARGS, separated by commas.
"""
import importlib.util
import marshal
import opcode
import sys
import unicodedata

OPARGS = list(range(41)) + [255, 256, 257, 511, 512, 513, 767, 1000, 65535, 65536]

# 3.11 hides the numbers of its pseudo instructions: they are -1, -2, ... in this order.
HIDDEN_IN_3_11 = {
    'SETUP_FINALLY': '', 'SETUP_CLEANUP': '', 'SETUP_WITH': '', 'POP_BLOCK': '',
    'JUMP': 'arg,jump', 'JUMP_NO_INTERRUPT': 'arg,jump', 'POP_JUMP_IF_FALSE': 'arg,jump', 'POP_JUMP_IF_TRUE': 'arg,jump',
    'POP_JUMP_IF_NONE': 'arg,jump', 'POP_JUMP_IF_NOT_NONE': 'arg,jump',
}
BLOCK_PUSHES = ('SETUP_FINALLY', 'SETUP_CLEANUP', 'SETUP_WITH', 'SETUP_ASYNC_WITH')


def has_arg(number):
    return number in opcode.hasarg if hasattr(opcode, 'hasarg') else number >= opcode.HAVE_ARGUMENT


def flags(name, number):
    groups = [
        ('arg', has_arg(number)),
        ('const', number in opcode.hasconst),
        ('name', number in opcode.hasname),
        ('local', number in opcode.haslocal),
        ('free', number in opcode.hasfree),
        ('jump', number in opcode.hasjrel or number in opcode.hasjabs),
        ('absolute', number in opcode.hasjabs),
        ('exc', name in BLOCK_PUSHES),
    ]
    return ','.join(flag for flag, on in groups if on) or '-'


def caches(name, number):
    table = getattr(opcode, '_inline_cache_entries', {})
    if isinstance(table, list):
        return table[number] if number < len(table) else 0
    return table.get(name, 0)


def effect_of(number, oparg, jump):
    """The effect, or None where this version knows none (instrumented placeholders)."""
    for arguments in ((number, oparg), (number,)):
        try:
            return opcode.stack_effect(*arguments, jump=jump)
        except ValueError:
            pass
    return None


def effects(number, jump):
    values = [effect_of(number, oparg, jump) for oparg in OPARGS]
    if None in values:
        return '0'
    base, step = values[0], values[1] - values[0]
    if any(value != base + step * oparg for value, oparg in zip(values, OPARGS)):
        return ','.join(map(str, values))
    return '%d+%dn' % (base, step) if step else str(base)


def instructions():
    """(name, number to show, number to ask with, flags)"""
    for name, number in opcode.opmap.items():
        yield name, number, number, flags(name, number)
    if sys.version_info[:2] == (3, 11):
        for i, (name, text) in enumerate(HIDDEN_IN_3_11.items()):
            yield name, 256 + i, -1 - i, 'exc' if name in BLOCK_PUSHES else text or '-'


def descriptions():
    for i, pair in enumerate(getattr(opcode, '_nb_ops', [])):
        yield 'binary_op %d %s %s' % ((i,) + tuple(pair))
    for i, name in enumerate(getattr(opcode, '_intrinsic_1_descs', None) or []):
        yield 'intrinsic_1 %d %s' % (i, name)
    for i, name in enumerate(getattr(opcode, '_intrinsic_2_descs', None) or []):
        yield 'intrinsic_2 %d %s' % (i, name)
    for i, value in enumerate(getattr(opcode, '_common_constants', None) or []):
        yield 'common_constant %d %s' % (i, getattr(value, '__name__', None) or repr(value))
    for i, name in enumerate(getattr(opcode, '_special_method_names', None) or []):
        yield 'special_method %d %s' % (i, name)


def main():
    print('python %d.%d' % sys.version_info[:2])
    print('micro %d' % sys.version_info[2])
    print('magic %d' % int.from_bytes(importlib.util.MAGIC_NUMBER[:2], 'little'))
    print('cache_tag %s' % sys.implementation.cache_tag)
    print('marshal %d' % marshal.version)
    print('unicode %s' % unicodedata.unidata_version)
    print('string_hash %s' % sys.hash_info.algorithm)
    print('have_argument %d' % opcode.HAVE_ARGUMENT)
    print('opargs %s' % ','.join(map(str, OPARGS)))
    for name, number, asked, text in sorted(instructions()):
        print('op %s %d %d %s %s %s' % (name, number, caches(name, number), text, effects(asked, False), effects(asked, True)))
    for line in descriptions():
        print(line)


main()
