"""Texts of stages inside of CPython, in the form of our own dumps."""
import ast
import opcode
import sys

FLAGS = ['DEF_GLOBAL', 'DEF_LOCAL', 'DEF_PARAM', 'DEF_NONLOCAL', 'USE', 'DEF_FREE', 'DEF_FREE_CLASS', 'DEF_IMPORT',
         'DEF_ANNOT', 'DEF_COMP_ITER', 'DEF_TYPE_PARAM', 'DEF_COMP_CELL']
SCOPES = [None, 'LOCAL', 'GLOBAL_EXPLICIT', 'GLOBAL_IMPLICIT', 'FREE', 'CELL']
# Where the scope begins in the bits of a symbol (`SCOPE_OFFSET` in `Include/internal/pycore_symtable.h`).
SCOPE_OFFSET = 12 if sys.version_info >= (3, 12) else 11
KINDS = ['function', 'class', 'module', 'annotation', 'type alias', 'type parameters', 'type variable']


def read(name):
    with open(name, 'rb') as file:
        return file.read()


def dump_tree(node, include_attributes):
    """What the `ast.dump` of 3.9 makes of a tree of 3.8, with the values of `Index` nodes in their place."""
    if isinstance(node, list):
        return '[%s]' % ', '.join(dump_tree(item, include_attributes) for item in node)
    if not isinstance(node, ast.AST):
        return repr(node)
    if isinstance(node, ast.Index):
        return dump_tree(node.value, include_attributes)
    names = [name for name in node._fields if getattr(node, name) is not None or is_constant(node, name)]
    names += node._attributes
    fields = ('%s=%s' % (name, dump_tree(getattr(node, name), include_attributes)) for name in names)
    return '%s(%s)' % (type(node).__name__, ', '.join(fields))


def is_constant(node, name):
    return isinstance(node, ast.Constant) and name == 'value'


def symbols(name):
    """The symbol table, as `_symtable` has it."""
    import _symtable
    return ''.join(line + '\n' for line in scope(_symtable.symtable(read(name), name, 'exec'), 0))


def scope(entry, depth):
    nested = ' nested' if entry.nested else ''
    name = entry.name.strip('<>')
    yield '  ' * depth + '%s %s(%s)%s' % (KINDS[entry.type], name, ' '.join(entry.varnames), nested)
    for symbol, bits in entry.symbols.items():
        words = [flag for at, flag in enumerate(FLAGS[:SCOPE_OFFSET]) if bits >> at & 1] + [SCOPES[bits >> SCOPE_OFFSET & 15]]
        yield '  ' * (depth + 1) + '%s: %s' % (symbol, ' '.join(filter(None, words)))
    for child in entry.children:
        yield from scope(child, depth + 1)


def emit(name):
    """The instructions of all units in the order they are finished."""
    import _testinternalcapi
    names = {number: text for text, number in vars(opcode).get('opmap', {}).items()}
    import _opcode_metadata
    names.update({number: text for text, number in _opcode_metadata.opmap.items()})
    sequence, _ = _testinternalcapi.compiler_codegen(ast.parse(read(name)), name, sys.flags.optimize)
    return ''.join(line + '\n' for line in units(sequence, names))


def units(sequence, names):
    for nested in sequence.get_nested():
        yield from units(nested, names)
    yield '# unit'
    for op, arg, *location in sequence.get_instructions():
        words = [names.get(op, str(op))]
        if arg is not None:
            words.append(str(arg))
        if location != [-1, -1, -1, -1]:
            words.append('@%s-%s:%s-%s' % tuple(map(number, location)))
        yield ' '.join(words)


def number(value):
    return str(value) if value >= 0 else '?' if value == -1 else '?%d' % -value
