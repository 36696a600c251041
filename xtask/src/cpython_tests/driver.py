"""Runs CPython's tests of its command lines with another program in the place of `python -m compileall`.

usage: driver.py PYTHON FILE PYCMILL TARGET LIST [PATTERN]

PYTHON starts the interpreter; FILE is the program that stands in its installation, which can be another one.

Every start of a process goes through subprocess.Popen, also that of test.support.script_helper: where the interpreter
would be started with `-m compileall` or `-m py_compile`, PYCMILL is started with the same words. A test counts only if
it did start it; those that cannot are in LIST, with the reason, and must not start it.
"""
import importlib
import os
import subprocess
import sys
import unittest

FILES = ('test_compileall', 'test_py_compile')
CLASSES = (
    'CommandLineTestsNoSourceEpoch',
    'CommandLineTestsWithSourceEpoch',
    'PyCompileCLITestCase',
)
MODULES = ('compileall', 'py_compile')
started = 0


def redirect(python, file, pycmill, target):
    class Popen(subprocess.Popen):
        def __init__(self, args, *rest, **options):
            global started
            if isinstance(args, (list, tuple)) and args[0] == python and starts_module(args):
                started += 1
                args = [pycmill, '--target', target, '--python', file, *args[1:]]
            super().__init__(args, *rest, **options)

    subprocess.Popen = Popen


def starts_module(args):
    pairs = zip(args, args[1:])
    return any(flag.startswith('-') and flag.endswith('m') and name in MODULES for flag, name in pairs)


def usual(name):
    """The name that later versions have: 3.8 spells two classes with one m more."""
    return name.replace('Commmand', 'Command')


def find_classes():
    for file in FILES:
        module = importlib.import_module('test.' + file)
        yield from (found for name, found in sorted(vars(module).items()) if usual(name) in CLASSES)


class Result(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.outcomes = {}

    def startTest(self, test):
        global started
        super().startTest(test)
        started = 0

    def stopTest(self, test):
        super().stopTest(test)
        problems = [text for which, text in self.failures + self.errors if getattr(which, 'test_case', which) is test]
        skipped = [reason for which, reason in self.skipped if which is test]
        self.outcomes[usual(test.id().split('.', 1)[1])] = (started, problems, skipped)


def read_list(path, target):
    """The listed tests with their reasons; where a version comes first, only that version has the test."""
    with open(path, encoding='utf-8') as file:
        lines = [line.strip() for line in file]
    listed = {}
    for name, reason in (line.split(': ', 1) for line in lines if line and not line.startswith('#')):
        *version, name = name.split()
        if not version or target.startswith(version[0] + '.'):
            listed[name] = reason
    return listed


def main():
    python, file, pycmill, target, path, *pattern = sys.argv[1:]
    # Where a script starts the interpreter, it sets this itself; the tests leave out -I if they see it.
    os.environ.pop('PYTHONHOME', None)
    os.environ.pop('PYTHONHASHSEED', None)
    sys.executable = sys._base_executable = python
    redirect(python, file, pycmill, target)
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f'*{pattern[0]}*'] if pattern else None
    suite = unittest.TestSuite(loader.loadTestsFromTestCase(found) for found in find_classes())
    result = Result()
    suite.run(result)
    sys.exit(report(result.outcomes, read_list(path, target), target, whole=not pattern))


def report(outcomes, listed, target, whole, listed_may_fail=False):
    passed, failed, cannot, skipped = [], [], [], []
    for name, (calls, problems, reasons) in outcomes.items():
        if problems and not (listed_may_fail and name in listed):
            failed.append((name, problems))
        elif reasons:
            skipped.append((name, reasons[0]))
        elif name in listed:
            cannot.append(name)
            if calls and not problems:
                failed.append((name, ['listed as one that cannot apply, but it does\n']))
        elif not calls:
            failed.append((name, ['did not start the command\n']))
        else:
            passed.append(name)
    if whole:
        failed += [(name, ['listed, but there is no such test\n']) for name in listed.keys() - outcomes.keys()]
    for name, problems in failed:
        print(f'FAILED {name}')
        for problem in problems:
            print('    ' + problem.rstrip().replace('\n', '\n    '))
    for name, reason in skipped:
        print(f'skipped by CPython: {name}: {reason}')
    print(f'{target}: {len(outcomes)} tests, {len(passed)} passed, {len(failed)} failed, '
          f'{len(cannot)} cannot apply, {len(skipped)} skipped by CPython')
    return 1 if failed or not outcomes else 0


if __name__ == '__main__':
    main()
