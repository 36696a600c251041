"""Records what the commands in commands.txt print and write under one CPython, as transcript.txt.

usage: python3 record.py PYTHON >transcript.txt

Each command runs in a fresh copy of tree/, whose files all have the same time. Behind the command stand its status, what
it printed (`>` standard output, `!` standard error) and the files it wrote with their size and CRC-32.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zlib

HERE = pathlib.Path(__file__).parent
TIME = 1_700_000_000


def main():
    for line in (HERE / 'commands.txt').read_text().splitlines():
        print('$', line)
        with tempfile.TemporaryDirectory() as folder:
            run(line, pathlib.Path(folder) / 'tree')
        print()


def run(line, tree):
    shutil.copytree(HERE / 'tree', tree)
    for path in tree.rglob('*'):
        os.utime(path, (TIME, TIME))
    words = line.split()
    environment = {k: v for k, v in os.environ.items() if not k.startswith('PYTHON') and k != 'SOURCE_DATE_EPOCH'}
    environment |= {'PYTHONHASHSEED': '0'}
    while '=' in words[0]:
        name, _, value = words.pop(0).partition('=')
        environment[name] = value
    module = [] if words[0].startswith('-') else ['-m']
    done = subprocess.run([sys.argv[1], *module, *words], cwd=tree, env=environment, capture_output=True)
    print('=', done.returncode)
    for mark, text in ('>', done.stdout), ('!', done.stderr):
        for row in text.decode().splitlines():
            print(mark, row)
    for name, path in sorted(written(tree)):
        data = path.read_bytes()
        print('*', name, len(data), '%08x' % zlib.crc32(data))


def written(tree):
    """Below a cache prefix stand absolute paths, and what Python caches for itself."""
    for path in tree.rglob('*.pyc'):
        name = path.relative_to(tree).as_posix()
        if not name.startswith('cache/'):
            yield name, path
        elif '/tree/' in name:
            yield 'cache/…/tree/' + name.split('/tree/')[1], path


main()
