"""Records the help of py_compile and compileall of one CPython at several widths, with and without colours.

usage: python3 record_help.py PYTHON VERSION >help/python/VERSION.txt

Each text stands behind a line `$ COLUMNS=… [FORCE_COLOR=1] MODULE`; escapes are written as `^[`.
"""
import os
import subprocess
import sys

WIDTHS = ['13', '30', '40', '58', '72', '80', '100', '137', '250']


def main():
    for module in 'py_compile', 'compileall':
        for width in WIDTHS:
            show(module, {'COLUMNS': width})
        show(module, {'COLUMNS': '80', 'FORCE_COLOR': '1'})
        show(module, {'COLUMNS': '45', 'FORCE_COLOR': '1'})


def show(module, variables):
    environment = {'PATH': os.environ['PATH'], 'HOME': os.environ['HOME']} | variables
    done = subprocess.run([sys.argv[1], '-m', module, '-h'], env=environment, capture_output=True, text=True, check=True)
    print('$', *(f'{name}={value}' for name, value in variables.items()), module)
    print(done.stdout.replace('\x1b', '^['), end='')


main()
