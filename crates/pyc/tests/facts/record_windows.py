"""Prints what one CPython for Windows says about cache paths, for the tests of this crate.

usage: python.exe record_windows.py >> windows.txt
"""
import importlib.util
import io
import nt
import os
import sys

PATHS = ['a.py', 'd\\a.py', 'd/a.py', '.\\a.py', './a.py', '.\\./a.py', '..\\a.py', '\\d\\a.py', '/d/a.py', '\\a.py', 'C:a.py', 'C:d\\a.py', 'C:\\a.py',
         'c:/d/a.py', 'C:\\\\d\\a.py', 'D:a.py', 'D:\\d\\a.py', '\\\\h\\s\\a.py', '\\\\h\\s\\d\\a.py', '//h/s/d/a.py', '\\\\h\\a.py', '\\\\?\\C:\\d\\a.py',
         '\\\\?\\UNC\\h\\s\\d\\a.py', '\\\\.\\C:\\d\\a.py', 'd\\\\a.py', 'd\\..\\a.py', 'noext', '.py', 'd.e\\f', 'a:b\\c.py', 'xy:\\z.py', '1:\\z.py',
         '\u00e9\\\u6f22.py', '.\\d\\.\\a.py', 'C:.\\a.py']
PREFIXES = ['P:\\x', 'P:\\x\\', 'P:/x', 'p', 'p\\q', 'C:p', 'C:', 'P:', '\\p', '\\\\h\\s', '\\\\h\\s\\p', '\\\\?\\P:\\p', '.', 'P:\\']

sys.stdout = io.TextIOWrapper(sys.stdout.buffer, 'utf-8', newline='\n')
os.chdir('C:\\windows')
print('python 3.%d' % sys.version_info[1])
for path in PATHS:
    print('root', path, *nt._path_splitroot(path), sep='\t')
    print('beside', path, importlib.util.cache_from_source(path, optimization=''), sep='\t')
    for sys.pycache_prefix in PREFIXES:
        try:
            print('prefix', path, sys.pycache_prefix, importlib.util.cache_from_source(path, optimization=''), sep='\t')
        except IndexError:
            pass
    sys.pycache_prefix = None
