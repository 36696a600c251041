"""Prints how one CPython takes paths of Windows apart and joins them, for the tests of this crate. Runs on any system.

usage: PYTHON record_ntpath.py >> ntpath.txt
"""
import ntpath
import sys

PATHS = ['', 'a', 'a\\b', 'a/b', 'a\\', 'a/', '\\', '/', '\\a', '/a/b', 'C:', 'c:', 'C:\\', 'C:/', 'C:a', 'C:a\\b', 'C:\\a', 'c:/a',
         'C:\\\\a', 'D:', 'D:\\x', '\\\\', '//', '\\\\h', '\\\\h\\', '\\\\h\\s', '\\\\h\\s\\', '//h/s/x', '\\\\h\\s\\x\\y', '\\\\\\h\\s',
         '\\\\h\\\\s', '\\\\?\\', '\\\\?\\C:', '\\\\?\\C:\\x', '\\\\.\\nul', '\\\\?\\UNC\\h', '\\\\?\\UNC\\h\\s', '//?/unc/h/s/x', 'a:b', 'ab:c',
         '\u00e9:\\x', 'a\\\\b', '.\\a', '..', 'x.py']

print('python 3.%d' % sys.version_info[1])
for path in PATHS:
    drive, rest = ntpath.splitdrive(path)
    print('drive', path, drive, rest, sep='\t')
    print('base', path, ntpath.basename(path), sep='\t')
for first in PATHS[::2] + PATHS[-1:]:
    for second in PATHS:
        print('join', first, second, ntpath.join(first, second), sep='\t')
for parts in [['C:', 'x', 'y'], ['', 'C:', 'x'], ['a', '', 'b'], ['', '', 'h', 's', 'x'], ['a', 'C:', 'b'], ['C:\\', 'a', '\\b', 'c']]:
    print('joins', '|'.join(parts), ntpath.join(*parts), sep='\t')
