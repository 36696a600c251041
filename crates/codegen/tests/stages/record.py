"""Records what CPython makes of the cases in symbols.txt, fold.txt and unparse.txt (3.13) or in
symbols-3.14.txt, symbols-3.15.txt and unparse-3.15.txt; names of scopes are recorded as 3.14 has them.
usage: PYTHONHASHSEED=0 python3.13 record.py   (rewrites the expectations in place; 3.14, 3.15 too)"""
import _symtable
import ast
import pathlib
import sys
import warnings

FLAGS = ['DEF_GLOBAL', 'DEF_LOCAL', 'DEF_PARAM', 'DEF_NONLOCAL', 'USE', 'DEF_FREE', 'DEF_FREE_CLASS', 'DEF_IMPORT', 'DEF_ANNOT',
         'DEF_COMP_ITER', 'DEF_TYPE_PARAM', 'DEF_COMP_CELL']
SCOPES = [None, 'LOCAL', 'GLOBAL_EXPLICIT', 'GLOBAL_IMPLICIT', 'FREE', 'CELL']
KINDS = ['function', 'class', 'module', 'annotation', 'type alias', 'type parameters', 'type variable']


def scope(entry, depth=0):
    nested = ' nested' if entry.nested else ''
    yield '  ' * depth + f"{KINDS[entry.type]} {entry.name.strip('<>')}({' '.join(entry.varnames)}){nested}"
    for name, bits in entry.symbols.items():
        words = [flag for at, flag in enumerate(FLAGS) if bits >> at & 1] + [SCOPES[bits >> 12 & 15]]
        yield '  ' * (depth + 1) + f"{name}: {' '.join(filter(None, words))}"
    for child in entry.children:
        yield from scope(child, depth + 1)


def symbols(source):
    try:
        return list(scope(_symtable.symtable(source, 'case', 'exec')))
    except SyntaxError as e:
        return [f'SyntaxError: {e.msg} ({e.lineno}, {e.offset - 1}, {e.end_lineno}, {e.end_offset - 1})']


def annotation(expr):
    """The text that the compiler makes of an annotation."""
    tree = ast.parse('from __future__ import annotations\nx: y')
    tree.body[1].annotation = expr
    namespace = {}
    exec(compile(tree, 'case', 'exec'), namespace)
    return namespace['__annotations__']['x']


def unparse(expression):
    return annotation(ast.parse(f'({expression})', mode='eval').body)


def fold(expression):
    warnings.simplefilter('ignore')
    return annotation(compile(f'({expression})', 'case', 'eval', ast.PyCF_OPTIMIZED_AST).body)


def record_blocks(path):
    """Blocks of a title, a source, a line of dashes and what was recorded."""
    out = []
    for block in path.read_text().split('#--- ')[1:]:
        title, rest = block.split('\n', 1)
        source = rest.split('\n---\n')[0].strip('\n') + '\n'
        out.append(f'#--- {title}\n{source}---\n' + '\n'.join(symbols(source)) + '\n')
    path.write_text('\n'.join(out))


def record_lines(path, function):
    """Lines with an expression, each followed by an indented line with what was recorded."""
    expressions = [line for line in path.read_text().splitlines() if line and not line.startswith(' ')]
    path.write_text(''.join(f'{expression}\n    {function(expression)}\n' for expression in expressions))


here = pathlib.Path(__file__).parent
if sys.version_info >= (3, 14):
    version = f'3.{sys.version_info.minor}'
    record_blocks(here / f'symbols-{version}.txt')
    if version == '3.15':
        record_lines(here / f'unparse-{version}.txt', unparse)
else:
    record_blocks(here / 'symbols.txt')
    record_lines(here / 'fold.txt', fold)
    record_lines(here / 'unparse.txt', unparse)
