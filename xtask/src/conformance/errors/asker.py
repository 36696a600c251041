"""Compiles snippets and tells all about the errors and warnings.

usage: PYTHON asker.py SECONDS compile|parse, in a folder where `q.py` may be written

A request on standard input is a line with a length and as many bytes: the content of `q.py`. The answer is a line of
JSON. A snippet that takes more than SECONDS of wall time ends the process, as one that crashes the interpreter does.
"""
import importlib.machinery
import json
import linecache
import py_compile
import signal
import sys
import warnings

NAME = 'q.py'
ONLY_AST = 0x400
PLACES = ('lineno', 'offset', 'end_lineno', 'end_offset')


def text(value):
    """A string that JSON and UTF-8 can hold."""
    return str(value).encode('utf-8', 'backslashreplace').decode()


def compiled(source, only_parse):
    """None or the exception."""
    loader = importlib.machinery.SourceFileLoader('<py_compile>', NAME)
    try:
        if only_parse:
            compile(source, NAME, 'exec', ONLY_AST, dont_inherit=True)
        else:
            loader.source_to_code(source, NAME, _optimize=-1)
    except Exception as err:
        return err


def rejection(err):
    is_syntax = isinstance(err, SyntaxError)
    return {
        'class': type(err).__name__,
        'msg': text(err.msg if is_syntax else err),
        'place': [getattr(err, name, None) if is_syntax else None for name in PLACES],
        'printed': text(py_compile.PyCompileError(err.__class__, err, NAME).msg),
    }


def answer(source, only_parse):
    with open(NAME, 'wb') as file:
        file.write(source)
    linecache.cache.clear()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        err = compiled(source, only_parse)
        rejected = rejection(err) if err is not None else None
        found = [[one.category.__name__, text(one.message), one.lineno] for one in caught]
    return {'rejected': rejected, 'warnings': found}


def serve(seconds, only_parse):
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        line = requests.readline()
        if not line:
            return
        source = requests.read(int(line))
        signal.setitimer(signal.ITIMER_REAL, seconds)
        result = answer(source, only_parse)
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(json.dumps(result).encode() + b'\n')
        answers.flush()


if __name__ == '__main__':
    serve(float(sys.argv[1]), sys.argv[2] == 'parse')
