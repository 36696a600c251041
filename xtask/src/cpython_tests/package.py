"""Runs CPython's tests of py_compile and compileall with the Python package in their place.

usage: package.py PYTHON FOLDER TARGET LIST [PATTERN]

PYTHON starts the interpreter; FOLDER has the package `pycmill`. In this process `pycmill.install()` puts its functions in
place; a process that would run `-m compileall` or `-m py_compile` runs the package's runner, `pycmill.install -m …`.
A test counts only if a function of the extension module or the runner was started; those that cannot pass are in LIST, with
the reason, and must fail or start none.
"""
import os
import subprocess
import sys
import unittest

import driver

# The runner without the folder on the path, which the tests compile: -I and -S leave no other way to name the folder.
START = """
import os, sys
folder = {folder!r}
sys.path.insert(0, folder)
from pycmill._install import main
sys.path.remove(folder)
if sys.path[0] == '':
    sys.path[0] = os.getcwd()
sys.exit(main(sys.argv[1:]))
"""


def redirect(python, folder):
    class Popen(subprocess.Popen):
        def __init__(self, args, *rest, **options):
            if isinstance(args, (list, tuple)) and args[0] == python and driver.starts_module(args):
                driver.started += 1
                args = run_by_runner(args, folder)
            super().__init__(args, *rest, **options)

    subprocess.Popen = Popen


def run_by_runner(args, folder):
    """The same words for the runner; the `m` can be the last of several flags."""
    at = next(at for at, word in enumerate(args) if word.startswith('-') and word.endswith('m'))
    flags = [args[at][:-1]] if len(args[at]) > 2 else []
    return [*args[:at], *flags, '-c', START.format(folder=folder), '-m', *args[at + 1:]]


def count_calls(module, names):
    for name in names:
        setattr(module, name, counted(getattr(module, name)))


def counted(function):
    def call(*args):
        driver.started += 1
        return function(*args)

    return call


def main():
    python, folder, target, path, *pattern = sys.argv[1:]
    sys.path.insert(0, folder)
    import pycmill
    pycmill.install()
    sys.path.remove(folder)
    count_calls(pycmill._pycmill, ('compile_dir', 'compile_file', 'py_compile'))
    os.environ.pop('PYTHONHOME', None)
    # This process has read it; a test wants an import to write.
    os.environ.pop('PYTHONDONTWRITEBYTECODE', None)
    os.environ.pop('PYTHONHASHSEED', None)
    sys.executable = sys._base_executable = python
    redirect(python, folder)
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f'*{pattern[0]}*'] if pattern else None
    suite = loader.loadTestsFromNames(['test.test_py_compile', 'test.test_compileall'])
    result = driver.Result()
    suite.run(result)
    listed = driver.read_list(path, target)
    sys.exit(driver.report(result.outcomes, listed, f'{target}, package', whole=not pattern, listed_may_fail=True))


if __name__ == '__main__':
    main()
