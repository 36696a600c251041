"""Answers questions about source files with what one CPython makes of them.

usage: PYTHON [-O|-OO] worker.py [FILE]

A request is a line `COMMAND LENGTH...` on standard input, followed by as many bytes as the lengths say; the first of these
blobs is a file name. An answer is a line `KIND LENGTH` and a blob. Each request is answered by a child forked from a
process that has imported what `python -m py_compile` has and nothing more, so that it finds the objects of a fresh
interpreter. With FILE one `reference` request is answered in this very process.
"""
import argparse  # noqa: F401, py_compile's main imports it
import importlib._bootstrap_external
import importlib.machinery
import os
import py_compile
import runpy  # noqa: F401, `python -m` imports it
import sys


def reference(name):
    """The payload of the .pyc file, or the message of py_compile's error."""
    name = os.fsdecode(name)
    loader = importlib.machinery.SourceFileLoader('<py_compile>', name)
    source_bytes = loader.get_data(name)
    try:
        code = loader.source_to_code(source_bytes, name, _optimize=-1)
    except Exception as err:
        message = py_compile.PyCompileError(err.__class__, err, name).msg
        return 'rejected', message.encode('utf-8', 'backslashreplace')
    bytecode = importlib._bootstrap_external._code_to_timestamp_pyc(code, 0, 0)
    return 'payload', bytes(bytecode[16:])


def tree(name):
    """The syntax tree as text."""
    with open(name, 'rb') as file:
        return dumped(file.read())


def snippet(_name, source):
    """The syntax tree of a text, or what is wrong with it."""
    try:
        return dumped(source)
    except Exception as err:
        return 'rejected', ('%s: %s' % (type(err).__name__, err)).encode('utf-8', 'backslashreplace')


def dumped(source):
    import ast
    module = ast.parse(source)
    dump = ast.dump if hasattr(ast, 'unparse') else stages().dump_tree
    # As `ascii` has it: any side can write that without tables of printable characters.
    return 'text', dump(module, include_attributes=True).encode('ascii', 'backslashreplace')


def difference(name, ours, theirs):
    """Where two payloads differ: a line that names the cause, then details."""
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    import difference
    return 'text', difference.describe(ours, theirs).encode('utf-8', 'backslashreplace')


def stages():
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    import stages
    return stages


def symbols(name):
    """The symbol table as text."""
    return 'text', stages().symbols(os.fsdecode(name)).encode('utf-8', 'backslashreplace')


def emit(name):
    """The instructions before the flow graph as text."""
    return 'text', stages().emit(os.fsdecode(name)).encode('utf-8', 'backslashreplace')


COMMANDS = {'reference': reference, 'tree': tree, 'symbols': symbols, 'emit': emit, 'difference': difference,
            'snippet': snippet}
# Answered in the process itself: there are many, and they leave nothing behind that shows in a tree.
IN_PROCESS = ('snippet',)


def answer(command, blobs):
    try:
        return COMMANDS[command](*blobs)
    except BaseException as err:
        return 'failed', ('%s: %s' % (type(err).__name__, err)).encode('utf-8', 'backslashreplace')


def put(out, kind, blob):
    out.write(b'%s %d\n' % (kind.encode(), len(blob)))
    out.write(blob)
    out.flush()


def in_child(command, blobs):
    """The bytes of an answer that a child gives, or of a failure if it dies."""
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read_end)
        with open(write_end, 'wb') as out:
            put(out, *answer(command, blobs))
        os._exit(0)
    os.close(write_end)
    with open(read_end, 'rb') as pipe:
        data = pipe.read()
    _, status = os.waitpid(pid, 0)
    if status == 0:
        return data
    message = b'the interpreter died with status %d' % status
    return b'failed %d\n%s' % (len(message), message)


def serve():
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        line = requests.readline()
        if not line:
            return
        command, *lengths = line.decode().split()
        blobs = [requests.read(int(length)) for length in lengths]
        if command in IN_PROCESS:
            put(answers, *answer(command, blobs))
        else:
            answers.write(in_child(command, blobs))
            answers.flush()


if __name__ == '__main__':
    if len(sys.argv) > 1:
        put(sys.stdout.buffer, *answer('reference', [os.fsencode(sys.argv[1])]))
    else:
        serve()
