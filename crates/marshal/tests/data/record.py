"""Records the marshal data of sources/*.py, and the order of sets, from the interpreter that runs it.

usage: PYTHONHASHSEED=0 PYTHON record.py NAME [PYTHON]
writes into the folder NAME, the release as in `--target`; the second PYTHON is how to start it if not by sys.executable.
"""
import marshal
import os
import random
import string
import subprocess
import sys
import tempfile

HEADER = 16
here = os.path.dirname(os.path.abspath(__file__))


def payload(name):
    """The marshal data that a fresh py_compile writes; the source is named by its base name."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(here, 'sources', name), 'rb') as source, open(os.path.join(folder, name), 'wb') as copy:
            copy.write(source.read())
        subprocess.run([(sys.argv + [sys.executable])[2], '-m', 'py_compile', name], cwd=folder, check=True)
        cache = os.path.join(folder, '__pycache__')
        with open(os.path.join(cache, os.listdir(cache)[0]), 'rb') as f:
            return f.read()[HEADER:]


def set_orders():
    """((elements as in the source, whether they are identifiers too, the elements in the order of the constant), ...)"""
    rnd = random.Random(3)

    def word(letters):
        return ''.join(rnd.choice(letters) for _ in range(rnd.randint(1, 8)))

    def element():
        kind = rnd.random()
        if kind < .5:
            return word(string.ascii_lowercase) + ' ' + word(string.ascii_lowercase + '\xe9\u20ac\U0001f600')
        if kind < .7:
            return rnd.randint(-100, 5000) * (1 << rnd.randint(0, 1) * rnd.randint(0, 130))
        if kind < .8:
            return rnd.uniform(-10, 10) * 10.0 ** rnd.randint(-310, 300)
        if kind < .85:
            return rnd.choice([None, 2.5j, 1e300, b'', 0.5, -1, -2, 1 << 61])
        if kind < .93:
            return word(string.ascii_lowercase).encode()
        return (word(string.ascii_lowercase) + ' ', rnd.randint(0, 9), ('', 1.5))

    orders = []
    for case in range(120):
        identifiers = case % 3 == 0
        new = (lambda: word(string.ascii_lowercase) + '_qz') if identifiers else element
        items = list(dict.fromkeys(new() for _ in range(rnd.randint(2, 60 if case % 10 == 0 else 12))))
        before = '; '.join(items) + '; ' if identifiers else ''
        consts = compile(before + 'x in {%s}' % ', '.join(map(repr, items)), 'x', 'exec').co_consts
        constant, = [const for const in consts if isinstance(const, frozenset)]
        orders.append((tuple(items), identifiers, tuple(constant)))
    return tuple(orders)


def write(folder, name, data):
    with open(os.path.join(folder, name), 'wb') as f:
        f.write(data)


def main():
    folder = os.path.join(here, sys.argv[1])
    os.makedirs(folder, exist_ok=True)
    for name in sorted(os.listdir(os.path.join(here, 'sources'))):
        write(folder, name.replace('.py', '.marshal'), payload(name))
    if sys.version_info < (3, 11):
        write(folder, 'set_orders.marshal', marshal.dumps(set_orders()))


main()
