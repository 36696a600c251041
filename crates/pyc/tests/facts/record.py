"""Prints what one CPython says about cache paths and source hashes, for the tests of this crate.

usage: PYTHON record.py
"""
import importlib.util
import os
import sys

PATHS = ['a.py', 'd/a.py', './a.py', '/r/d/a.py', '/a.py', '//a.py', 'd//a.py', 'd/../a.py', 'b.c.d', 'noext', '.py',
         '.hidden.py', 'd.e/f', 'trailing/', 'd/a.pyw', '\u00e9/\u6f22.py', 'a:b/c.py', 'xy:/z.py', './d/./a.py']
PREFIXES = ['/prefix', '/prefix/', 'relative', '/']
LENGTHS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 63, 100, 1000]

os.chdir('/usr')
print('python 3.%d' % sys.version_info[1])
print('magic', importlib.util.MAGIC_NUMBER.hex())
for length in LENGTHS:
    source = bytes(i * 7 % 256 for i in range(length))
    print('hash', length, importlib.util.source_hash(source).hex())
for path in PATHS:
    for level in ('', 1, 2):
        print('beside', path, level or 0, importlib.util.cache_from_source(path, optimization=level), sep='\t')
    for sys.pycache_prefix in PREFIXES:
        try:
            print('prefix', path, sys.pycache_prefix, importlib.util.cache_from_source(path, optimization=''), sep='\t')
        except IndexError:  # up to 3.13.0 a path like //a.py has no answer
            pass
    sys.pycache_prefix = None
