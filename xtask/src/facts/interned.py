"""Prints the strings that are interned when a fresh `python -m py_compile FILE` starts to compile, one per line, sorted.

usage: PYTHONHASHSEED=0 PYTHON interned.py [STARTER...]   (the words that start the interpreter, where its file alone does not)

Only strings that can show in a compiled file are asked for, in two ways:

* Name-like strings. A frozenset constant used by two code objects stays one object unless interning replaces an element, and
  that happens to an element that was interned before the compilation met it. So a probe uses `{candidate, unique}` in two
  lambdas. The lambdas name nothing, so the probe interns nothing of its own.
  Up to 3.10 flags tell more: an interned string with one holder is flagged if the process holds it, too. So there a probe is
  one tuple of all candidates.
* Qualified names. A nested class holds its qualified name as a constant and as `co_qualname`. Only the latter is interned, so
  they stay one object unless the name was interned before.

The interpreter runs on a copy of its standard library with cached byte code and without site packages, whose `.pth` files
would leave their own words. Candidates are the words of the library and of the interpreter's binaries, the strings of a running
interpreter (some names are computed), and the qualified names of the library. Versions that intern no qualified names list none.
"""
import gc
import glob
import importlib.util
import keyword
import marshal
import os
import py_compile
import re
import shutil
import string
import subprocess
import sys
import sysconfig
import tempfile
import warnings

BATCH = 8000
LEFT_OUT = shutil.ignore_patterns('site-packages', 'dist-packages', 'test', 'idlelib', 'tkinter', '__pycache__', 'lib-dynload', 'config-*')


def words_of_files():
    stdlib = sysconfig.get_path('stdlib')
    patterns = [sys.executable, stdlib + '/**/*.py', stdlib + '/lib-dynload/*.so', stdlib + '/../../libpython*.so*',
                os.path.dirname(os.path.dirname(os.path.realpath(sys.executable))) + '/lib/libpython*.so*']
    for pattern in patterns:
        for name in glob.glob(pattern, recursive=True):
            if os.path.isfile(name):
                with open(name, 'rb') as f:
                    for word in set(re.findall(rb'[A-Za-z0-9_]{2,80}', f.read())):
                        yield word.decode()


def strings_alive():
    """Strings that gc can reach from here, two levels deep."""
    for holder in gc.get_objects():
        for value in gc.get_referents(holder):
            for text in [value] + gc.get_referents(value):
                if type(text) is str and re.fullmatch('[A-Za-z0-9_]{2,}', text, re.ASCII):
                    yield text


def clean_home(folder):
    """A copy of the standard library, to be PYTHONHOME."""
    name = 'python%d.%d' % sys.version_info[:2]
    stdlib, home = sysconfig.get_path('stdlib'), os.path.join(folder, 'home')
    copy = os.path.join(home, 'lib', name)
    shutil.copytree(stdlib, copy, ignore=LEFT_OUT)
    os.symlink(os.path.join(stdlib, 'lib-dynload'), os.path.join(copy, 'lib-dynload'))
    return home


def compile_fresh(source, folder):
    path = os.path.join(folder, 'p.py')
    with open(path, 'w') as f:
        f.write(source)
    environment = {name: value for name, value in os.environ.items() if not name.startswith('PYTHON')}
    environment.update(PYTHONHASHSEED='0', PYTHONHOME=os.path.join(folder, 'home'))
    starter = sys.argv[1:] or [sys.executable]
    subprocess.run(starter + ['-m', 'py_compile', path], check=True, env=environment)
    with open(importlib.util.cache_from_source(path), 'rb') as f:
        return marshal.loads(f.read()[16:])


def frozenset_of(code):
    return next(value for value in code.co_consts if type(value) is frozenset)


def interned_words(candidates, folder):
    lines = ['lambda:%d in{"%s","0u%d"}\n' % (i, word, n) for n, word in enumerate(candidates) for i in (2 * n, 2 * n + 1)]
    codes = [value for value in compile_fresh(''.join(lines), folder).co_consts if hasattr(value, 'co_consts')]
    assert len(codes) == 2 * len(candidates)
    for word, one, two in zip(candidates, codes[::2], codes[1::2]):
        if frozenset_of(one) is not frozenset_of(two):
            yield word


def flagged(texts, source, folder):
    """Those of some interned strings of which marshal says that the process holds them, up to 3.10; each occurs once."""
    compile_fresh(source, folder)
    with open(importlib.util.cache_from_source(os.path.join(folder, 'p.py')), 'rb') as f:
        data = f.read()
    at = 0
    for text in texts:
        at = data.index(bytes([len(text)]) + text.encode(), at)
        assert data[at - 1] & 0x7f == ord('Z'), text
        if data[at - 1] & 0x80:
            yield text


def dotted_names():
    """Modules that statements of the library import."""
    for name in glob.glob(sysconfig.get_path('stdlib') + '/**/*.py', recursive=True):
        with open(name, 'rb') as f:
            for words in re.findall(rb'(?m)^ *(?:from|import) +([\w., ]+)', f.read()):
                for name in re.findall(r'[\w.]+', words.decode('ascii', 'replace')):
                    parts = name.split('.')
                    if len(parts) > 1 and all(part.isidentifier() and not keyword.iskeyword(part) for part in parts):
                        yield name


def held_strings(folder):
    """The strings that a process of 3.8 to 3.10 holds: name-like ones, names of modules, the parameter of comprehensions."""
    words = sorted(word for word in set(words_of_files()) | set(strings_alive()) if len(word) > 1)
    yield from flagged(words, 'x = (%s,)' % ', '.join(map(repr, words)), folder)
    modules = sorted(set(dotted_names()))
    yield from flagged(modules, ''.join('import %s\n' % module for module in modules), folder)
    yield from flagged(['.0'], '[0 for x in y]', folder)


def codes_in(code):
    yield code
    for value in code.co_consts:
        if hasattr(value, 'co_consts'):
            yield from codes_in(value)


def qualified_names():
    """Names a class can have: dotted, and nothing but functions and classes around it."""
    for name in glob.glob(sysconfig.get_path('stdlib') + '/**/*.py', recursive=True):
        try:
            with open(name, 'rb') as f:
                module = compile(f.read(), name, 'exec', dont_inherit=True)
        except (SyntaxError, ValueError):
            continue
        for code in codes_in(module):
            name = code.co_qualname
            if '.' in name and '<' not in name.replace('.<locals>', ''):
                yield name


def nested_class(name):
    lines = []
    for depth, part in enumerate(name.replace('.<locals>', '()').split('.')):
        lines.append('%s%s %s:' % (' ' * depth, 'def' if part.endswith('()') else 'class', part))
    return '\n'.join(lines) + '0\n'


def interned_names(candidates, folder):
    module = compile_fresh(''.join(map(nested_class, candidates)), folder)
    found = {}
    for code in codes_in(module):
        constants = [value for value in code.co_consts if type(value) is str and value == code.co_qualname]
        found.setdefault(code.co_qualname, bool(constants) and constants[0] is not code.co_qualname)
    assert set(candidates) <= set(found)
    yield from (name for name in candidates if found[name])


def in_batches(ask, candidates, folder):
    candidates = sorted(set(candidates))
    print('%d candidates' % len(candidates), file=sys.stderr)
    for start in range(0, len(candidates), BATCH):
        yield from ask(candidates[start:start + BATCH], folder)


def main():
    warnings.simplefilter('ignore')
    with tempfile.TemporaryDirectory() as folder:
        clean_home(folder)
        compile_fresh('', folder)  # leaves the byte code of the modules that every run imports
        if sys.version_info < (3, 11):
            print('\n'.join(sorted(held_strings(folder))))
            return
        words = list(string.ascii_letters + string.digits + '_') + list(words_of_files()) + list(strings_alive())
        found = set(in_batches(interned_words, words, folder))
        found.update(in_batches(interned_names, qualified_names(), folder))
    print('\n'.join(sorted(found)))


main()
