"""Compares the installed package with the standard modules of the interpreter that runs this.

usage: python test_package.py [-v] [NAME ...]
"""

import builtins
import compileall
import contextlib
import dis
import importlib.util
import inspect
import io
import marshal
import os
import pathlib
import py_compile
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import warnings

import pycmill

VERSION = "%d.%d" % sys.version_info[:2]
IS_SUPPORTED = VERSION in pycmill.targets()

GOOD = "import os\n\ndef f(a, b=(1, 2)):\n    '''doc'''\n    assert a\n    return [x for x in b if x in {'a', 'b'}]\n"
BAD = [
    "x (\n",
    "def f(:\n    pass\n",
    "if 1:\nx = 1\n",
    "if 1:\n\tx = 1\n        y = 2\n",
    "return 1\n",
    "x = 'é\n",
    "f(a=1, a=2)\n",
    "def f():\n    nonlocal x\n",
    "x = 1 +\n",
    "1 = x\n",
    "from __future__ import nothing\n",
    "'\\N{no such name}'\n",
    "b'\u20ac'\n",
    "whille x:\n    pass\n",
    "(" * 300 + ")" * 300,
]
BAD_BYTES = [b"x = '\xff'\n", b"# coding: nosuch\n", b"\xef\xbb\xbf# coding: latin-1\n", b"x\0y\n"]
WARNED = ["x = 'a\\d'\n", "x is 1\n", "assert (x, 'y')\n", "def f(x):\n    return x is 'a', '\\d'\n", "x = 1if y else 0\n"]


def captured(function, *arguments, **options):
    """What a function returns or raises, prints and warns of."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            result = function(*arguments, **options)
        except Exception as error:
            result = (type(error), str(error), facts(error))
    return result, out.getvalue(), err.getvalue()


def content(data):
    """The bytes of a .pyc file. Up to 3.10 they tell which strings the process held: without the marks for that."""
    return data if sys.version_info >= (3, 11) else data[:16] + marshal.dumps(marshal.loads(data[16:]), 2)


def places(code):
    """Where the instructions come from: all that the version knows."""
    found = getattr(code, "co_positions", None) or getattr(code, "co_lines", None)
    return list(found()) if found else code.co_lnotab


def facts(error):
    """What there is in an exception."""
    if isinstance(error, py_compile.PyCompileError):
        return error.exc_type_name, error.file, error.msg, facts(error.exc_value)
    if isinstance(error, SyntaxError):
        names = ("msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset")
        found = [getattr(error, name) for name in names if hasattr(error, name)]
        # Exceptions of the tokenizer have the line without its end.
        return type(error), [item.rstrip("\n") if isinstance(item, str) else item for item in found]
    if isinstance(error, OSError):
        return type(error), error.errno, error.filename, error.filename2
    return type(error), error.args


class Case(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)

    def write(self, name, source):
        path = os.path.join(self.directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        data = source if isinstance(source, bytes) else source.encode()
        with open(path, "wb") as file:
            file.write(data)
        return path

    def tree(self):
        """Files of all kinds."""
        for at, source in enumerate(["", GOOD, *BAD, *BAD_BYTES, *WARNED]):
            self.write(f"pkg{at % 3}/m{at}.py", source)
        self.write("pkg0/text.txt", "text")
        self.write("pkg1/deep/er/x.py", GOOD)
        self.write("unreadable name é.py", BAD[0])
        os.symlink("nowhere", os.path.join(self.directory, "dangling.py"))
        os.symlink(os.path.join(self.directory, "pkg1", "m1.py"), os.path.join(self.directory, "link.py"))
        return self.directory

    def found(self):
        """The compiled files with their bytes and links."""
        files = {}
        for path in pathlib.Path(self.directory).rglob("*.pyc"):
            files[str(path)] = path.read_bytes(), path.stat().st_mode, path.stat().st_nlink
        return files

    def clean(self):
        for path in list(pathlib.Path(self.directory).rglob("*.pyc")):
            path.unlink()

    def both(self, theirs, ours, *arguments, **options):
        """Checks that two functions do the same, from the same state."""
        self.clean()
        expected, expected_files = captured(theirs, *arguments, **options), self.found()
        self.clean()
        answer, files = captured(ours, *arguments, **options), self.found()
        self.assertEqual(answer, expected)
        self.assertEqual(files.keys(), expected_files.keys())
        for path, (data, mode, links) in files.items():
            # What a warm interpreter writes can differ in references from what a fresh one does.
            self.assertEqual(data[:16], expected_files[path][0][:16], path)
            self.assertEqual(marshal.loads(data[16:]), marshal.loads(expected_files[path][0][16:]), path)
            self.assertEqual((mode, links), expected_files[path][1:], path)
        return answer


@unittest.skipUnless(IS_SUPPORTED, "the running version cannot be written")
class Sources(Case):
    def test_code_is_that_of_the_interpreter(self):
        for source in [GOOD, "# coding: latin-1\nx = 'é'\n", "", "x\r\ny", b"# coding: latin-1\nx = '\xe9'\n"]:
            for optimize in (-1, 0, 1, 2):
                expected = compile(source, "a/b.py", "exec", dont_inherit=True, optimize=optimize)
                code = pycmill.compile(source, "a/b.py", optimize=optimize)
                self.assertEqual(code, expected)
                self.assertEqual(places(code), places(expected))
        self.assertEqual(pycmill.compile("x", pathlib.Path("p.py")).co_filename, "p.py")
        self.assertEqual(pycmill.compile("x").co_filename, "<string>")

    def test_exceptions_are_those_of_the_interpreter(self):
        for source in BAD + BAD_BYTES:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with self.assertRaises(Exception) as expected:
                    compile(source, "bad.py", "exec", dont_inherit=True)
                with self.assertRaises(Exception) as raised:
                    pycmill.compile(source, "bad.py")
            self.assertEqual(facts(raised.exception), facts(expected.exception), source[:40])
        for optimize in (3, -2, 2**40):
            with self.assertRaises(Exception) as expected:
                compile("", "", "exec", optimize=optimize)
            with self.assertRaises(Exception) as raised:
                pycmill.compile("", optimize=optimize)
            self.assertEqual(facts(raised.exception), facts(expected.exception))

    def test_warnings_are_those_of_the_interpreter(self):
        sources = [*WARNED, "x = ~True\n", "'\\d'\nreturn\n"]
        for source in sources:
            for action in ("default", "always", "error", "ignore", "once"):
                if action == "error" and "1if" in source:
                    # Its end is one column further.
                    continue
                found = []
                for function in (builtins.compile, pycmill.compile):
                    with warnings.catch_warnings(record=True) as log:
                        warnings.simplefilter(action)
                        vars(sys.modules["importlib._bootstrap"]).pop("__warningregistry__", None)
                        arguments = ("exec",) if function is builtins.compile else ()
                        answer = captured(function, source, "w.py", *arguments)[0]
                    places = [(one.category, str(one.message), one.lineno) for one in log if "~" not in source]
                    names = [one.filename for one in log if "~" not in source]
                    found.append((answer, places, names, len(log)))
                self.assertEqual(found[1], found[0], (source, action))

    def test_compile_source(self):
        source = b"x = 1\n"
        payload = pycmill.compile_source(source, "x.py")
        self.assertEqual(marshal.loads(payload), compile(source, "x.py", "exec"))
        mode = py_compile.PycInvalidationMode
        whole = pycmill.compile_source(source, "x.py", invalidation_mode=mode.UNCHECKED_HASH)
        header = importlib.util.MAGIC_NUMBER + b"\1\0\0\0" + importlib.util.source_hash(source)
        self.assertEqual(whole, header + payload)
        with self.assertRaises(ValueError):
            pycmill.compile_source(source, invalidation_mode=mode.TIMESTAMP)


class Targets(Case):
    def test_targets(self):
        self.assertIn("3.13", pycmill.targets())
        newest = pycmill.compile_source("x = 1", target="3.13")
        for name in ("cp313", "python3.13", "3.13.18", (3, 13), (3, 13, 18), (3, 13, 18, "final", 0)):
            self.assertEqual(pycmill.compile_source("x = 1", target=name), newest)
        for name in ("3.7", "three", (3,)):
            with self.assertRaises(ValueError):
                pycmill.compile_source("x = 1", target=name)

    def test_files_for_another_version(self):
        path = self.write("a.py", GOOD)
        for target in pycmill.targets():
            tag = target.replace(".", "")
            expected = os.path.join(self.directory, "__pycache__", f"a.cpython-{tag}.opt-1.pyc")
            self.assertEqual(pycmill.py_compile.compile(path, optimize=1, target=target), expected)
            self.assertTrue(os.path.isfile(expected))
            self.assertTrue(pycmill.compileall.compile_dir(self.directory, quiet=1, target=target, optimize=[0, 2]))
            self.assertTrue(os.path.isfile(expected.replace("opt-1", "opt-2")))

    @unittest.skipIf(IS_SUPPORTED, "the running version can be written")
    def test_an_interpreter_that_is_not_supported(self):
        with self.assertRaisesRegex(ValueError, "not supported"):
            pycmill.install()
        with self.assertRaisesRegex(ValueError, "not supported"):
            pycmill.compile("x")
        with self.assertRaisesRegex(ValueError, "not supported"):
            pycmill.py_compile.compile(self.write("a.py", GOOD))


@unittest.skipUnless(IS_SUPPORTED, "the running version cannot be written")
class Files(Case):
    def test_signatures(self):
        for standard, ours in ((py_compile, pycmill.py_compile), (compileall, pycmill.compileall)):
            for name in standard.__all__ + ["main"]:
                function = getattr(standard, name)
                if not inspect.isfunction(function):
                    self.assertIs(getattr(ours, name), function)
                    continue
                parameters = dict(inspect.signature(getattr(ours, name)).parameters)
                parameters.pop("target", None)
                if name == "main":
                    continue
                expected = inspect.signature(function).parameters
                shape = [(one.name, one.kind, one.default) for one in parameters.values()]
                self.assertEqual(shape, [(one.name, one.kind, one.default) for one in expected.values()], name)
                self.assertTrue(getattr(ours, name).__doc__)

    def test_py_compile(self):
        sources = [GOOD, *BAD, *BAD_BYTES]
        paths = [self.write(f"m{at}.py", source) for at, source in enumerate(sources)]
        paths += [os.path.join(self.directory, name) for name in ("none.py", "")]
        mode = py_compile.PycInvalidationMode
        for path in paths:
            for options in (
                {},
                {"doraise": True},
                {"quiet": 1},
                {"quiet": 2, "doraise": True},
                {"dfile": "other/name.py", "doraise": True},
                {"cfile": os.path.join(self.directory, "new", "x.pyc"), "optimize": 1},
                {"optimize": 2, "invalidation_mode": mode.CHECKED_HASH},
                {"optimize": 3},
                {"optimize": -7, "doraise": True},
                {"invalidation_mode": mode.UNCHECKED_HASH},
                {"cfile": os.devnull},
                {"cfile": self.directory},
            ):
                with self.subTest(path=path, options=options):
                    self.both(py_compile.compile, pycmill.py_compile.compile, path, **options)

    def test_paths_like(self):
        path = pathlib.Path(self.write("m.py", GOOD))
        to = path.with_suffix(".out")
        self.assertIs(pycmill.py_compile.compile(path, to), to)
        self.both(py_compile.compile, pycmill.py_compile.compile, path, dfile=pathlib.Path("d"))
        bad = pathlib.Path(self.write("bad.py", BAD[0]))
        self.both(py_compile.compile, pycmill.py_compile.compile, bad, dfile=pathlib.Path("d"), doraise=True)

    def test_several_files(self):
        good, bad, last = self.write("a.py", GOOD), self.write("b.py", BAD[0]), self.write("c.py", GOOD)
        compile = pycmill.py_compile.compile
        answer, out, err = captured(compile, [good, bad, last])
        expected = [importlib.util.cache_from_source(good), None, importlib.util.cache_from_source(last)]
        self.assertEqual(answer, expected)
        self.assertEqual((out, err), captured(py_compile.compile, bad)[1:])
        self.clean()
        with self.assertRaises(py_compile.PyCompileError) as raised:
            compile((bad, good, os.path.join(self.directory, "none.py"), last), doraise=True)
        self.assertEqual(raised.exception.file, bad)
        self.assertTrue(all(os.path.isfile(path) for path in (expected[0], expected[2])))
        to = [os.path.join(self.directory, name) for name in ("x", "y")]
        self.assertEqual(compile([good, last], to, ["d", None]), to)
        for wrong in (to[0], to + to):
            with self.assertRaises(TypeError):
                compile([good, last], wrong)
        self.assertEqual(compile([]), [])

    def test_compile_dir(self):
        tree = self.tree()
        for options in (
            {},
            {"quiet": 1},
            {"quiet": 2},
            {"quiet": True, "legacy": True},
            {"maxlevels": 0},
            {"maxlevels": -1, "force": True},
            {"optimize": [0, 1, 2], "hardlink_dupes": True, "quiet": 1},
            {"optimize": {2, 1}},
            {"optimize": 3},
            {"ddir": "some/where"},
            {"ddir": ""},
            {"ddir": pathlib.Path("d"), "quiet": 1},
            {"stripdir": os.path.dirname(tree)},
            {"stripdir": "/none", "prependdir": "/p"},
            {"ddir": "a", "stripdir": "b"},
            {"limit_sl_dest": os.path.join(tree, "pkg1")},
            {"limit_sl_dest": os.path.join(tree, "pkg0")},
            {"rx": re.compile("m1|er")},
            {"invalidation_mode": py_compile.PycInvalidationMode.CHECKED_HASH},
            {"workers": -1},
            {"hardlink_dupes": True},
        ):
            with self.subTest(options=options):
                # Warnings about sources of these names come once: where the process has not been told them yet.
                self.both(compileall.compile_dir, pycmill.compileall.compile_dir, tree, **options)
        self.both(compileall.compile_dir, pycmill.compileall.compile_dir, os.path.join(tree, "none"))
        self.both(compileall.compile_dir, pycmill.compileall.compile_dir, pathlib.Path(tree), quiet=1)

    def test_compile_file(self):
        tree = self.tree()
        for name in ("pkg0/m0.py", "pkg1/m1.py", "pkg2/m2.py", "pkg0/text.txt", "none.py", "pkg0", "link.py"):
            path = os.path.join(tree, *name.split("/"))
            for options in ({}, {"quiet": 1}, {"ddir": "d"}, {"stripdir": tree}, {"stripdir": path}, {"legacy": True}):
                with self.subTest(name=name, options=options):
                    self.both(compileall.compile_file, pycmill.compileall.compile_file, path, **options)

    def test_up_to_date(self):
        self.write("a.py", GOOD)
        self.assertIn("Compiling", captured(pycmill.compileall.compile_dir, self.directory)[1])
        for function in (compileall.compile_dir, pycmill.compileall.compile_dir):
            self.assertNotIn("Compiling", captured(function, self.directory)[1])
        self.assertIn("Compiling", captured(pycmill.compileall.compile_dir, self.directory, force=True)[1])

    def test_output_is_the_same_with_threads(self):
        tree = self.tree()
        for at in range(40):
            self.write(f"many/n{at}.py", GOOD + (BAD[at % 12] if at % 5 == 0 else WARNED[at % 5]))
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            one = captured(pycmill.compileall.compile_dir, tree, force=True)
            self.assertEqual(captured(pycmill.compileall.compile_dir, tree, force=True, workers=4), one)
            self.assertEqual(captured(pycmill.compileall.compile_dir, tree, force=True, workers=0), one)
            self.assertIn("SyntaxWarning" if sys.version_info >= (3, 12) else "DeprecationWarning", one[2])
            warnings.simplefilter("error")
            self.both(compileall.compile_dir, pycmill.compileall.compile_dir, tree, quiet=1)
            self.assertFalse(pycmill.compileall.compile_dir(tree, workers=2, quiet=2))

    def test_warnings_in_order(self):
        for at in range(20):
            self.write(f"w{at:02}.py", WARNED[1])
        with warnings.catch_warnings(record=True) as log:
            warnings.simplefilter("always")
            self.assertTrue(pycmill.compileall.compile_dir(self.directory, quiet=1, workers=3))
        self.assertEqual([os.path.basename(one.filename) for one in log], [f"w{at:02}.py" for at in range(20)])

    def test_expressions(self):
        self.tree()

        class Asked:
            def __init__(self):
                self.paths, self.threads = [], set()

            def search(self, path):
                self.paths.append(path)
                self.threads.add(threading.get_ident())
                return "m4" in path

        for workers in (1, 3):
            theirs, ours = Asked(), Asked()
            compileall.compile_dir(self.directory, quiet=2, rx=theirs)
            pycmill.compileall.compile_dir(self.directory, quiet=2, rx=ours, workers=workers)
            self.assertEqual(ours.paths, theirs.paths)
            self.assertEqual(ours.threads, {threading.get_ident()})
        for wrong in (object(), "text"):
            self.both(compileall.compile_dir, pycmill.compileall.compile_dir, self.directory, rx=wrong, quiet=1)

        class Stops:
            def search(self, path):
                raise LookupError(path)

        self.both(compileall.compile_dir, pycmill.compileall.compile_dir, self.directory, rx=Stops(), quiet=1)

    def test_encodings_of_the_output(self):
        self.write("bad.py", BAD[12])
        for encoding in ("ascii", "latin-1", "utf-8", "utf-16", "cp1252"):
            texts = []
            for function in (compileall.compile_dir, pycmill.compileall.compile_dir):
                stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
                with contextlib.redirect_stdout(stream):
                    self.assertFalse(function(self.directory))
                stream.flush()
                texts.append(stream.buffer.getvalue())
            self.assertEqual(texts[1], texts[0], encoding)
        with contextlib.redirect_stdout(None):
            self.assertFalse(pycmill.compileall.compile_dir(self.directory, quiet=1))

    def test_a_stream_that_fails(self):
        self.tree()

        class Full(io.StringIO):
            def write(self, text):
                raise BrokenPipeError("full")

        for workers in (1, 2):
            with contextlib.redirect_stdout(Full()), self.assertRaisesRegex(BrokenPipeError, "full"):
                pycmill.compileall.compile_dir(self.directory, workers=workers)

    def test_compile_path(self):
        self.tree()
        path, sys.path = sys.path, ["", os.path.join(self.directory, "pkg1"), os.path.join(self.directory, "pkg0")]
        try:
            for options in ({}, {"quiet": 1}, {"force": True, "legacy": True}, {"maxlevels": 2}):
                self.both(compileall.compile_path, pycmill.compileall.compile_path, **options)
        finally:
            sys.path = path

    def test_bytes_of_a_fresh_interpreter(self):
        library = os.path.dirname(os.__file__)
        names = ["ast.py", "argparse.py", "copy.py", "dataclasses.py", "enum.py", "functools.py", "typing.py"]
        for name in names:
            path = os.path.join(self.directory, name)
            shutil.copyfile(os.path.join(library, name), path)
            command = [sys.executable, "-m", "py_compile", path]
            subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "0"})
            cache = importlib.util.cache_from_source(path)
            expected = pathlib.Path(cache).read_bytes()
            os.unlink(cache)
            self.assertEqual(pycmill.py_compile.compile(path), cache)
            self.assertEqual(content(pathlib.Path(cache).read_bytes()), content(expected), name)

    def test_pycache_prefix(self):
        path = self.write("src/a.py", GOOD)
        before, sys.pycache_prefix = sys.pycache_prefix, os.path.join(self.directory, "prefix")
        try:
            self.both(py_compile.compile, pycmill.py_compile.compile, path)
            self.both(compileall.compile_dir, pycmill.compileall.compile_dir, os.path.dirname(path))
            self.assertTrue(self.found())
        finally:
            sys.pycache_prefix = before


@unittest.skipUnless(IS_SUPPORTED, "the running version cannot be written")
class Looking(Case):
    """Audits and listings."""

    @unittest.skipUnless(IS_SUPPORTED, "this version cannot be compiled for")
    def test_audit(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in "ab":
                pathlib.Path(folder, name + ".py").write_text(GOOD)
                py_compile.compile(os.path.join(folder, name + ".py"), doraise=True)
            pathlib.Path(folder, "b.py").write_text(GOOD.replace("os", "io"))
            found = pycmill.audit(folder, code_only=True)
            self.assertEqual([finding.verdict for finding in found], ["identical", "different"])
            self.assertEqual([finding.is_harmless for finding in found], [True, False])
            self.assertEqual(found[1].source, os.path.join(folder, "b.py"))
            self.assertIn("co_names[0]: 'os' in the first, 'io' in the second", found[1].detail)
            self.assertEqual(pycmill.audit(os.path.join(folder, "nothing"))[0].verdict, "unreadable")

    def test_disassemble(self):
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, "a.py")
            source.write_text(GOOD.replace("{'a', 'b'}", "('a',)"))
            pyc = py_compile.compile(str(source), doraise=True)
            expected = io.StringIO()
            content = pathlib.Path(pyc).read_bytes()
            dis.dis(marshal.loads(content[16:]), file=expected)
            expected = re.sub(" at 0x[0-9a-f]+", "", expected.getvalue())
            self.assertEqual(pycmill.disassemble(pyc), expected)
            self.assertEqual(pycmill.disassemble(content), expected)
            with self.assertRaises(ValueError):
                pycmill.disassemble(b"no code")


class Process(Case):
    def many(self, count):
        for at in range(count):
            self.write(f"n{at}.py", GOOD * 400)

    def test_the_lock_is_released(self):
        self.many(30)
        ticks, done = [], threading.Event()

        def tick():
            while not done.is_set():
                ticks.append(time.monotonic())
                time.sleep(0.001)

        thread = threading.Thread(target=tick)
        thread.start()
        start = time.monotonic()
        pycmill.compileall.compile_dir(self.directory, quiet=1)
        end = time.monotonic()
        done.set()
        thread.join()
        # With the lock held there would be one tick or two.
        self.assertGreater(len([tick for tick in ticks if start < tick < end]), 5)

    def test_interrupt(self):
        self.many(400)
        # A shell lets commands in the background ignore it.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGINT, before)
        for workers in (1, 2):
            timer = threading.Timer(0.05, lambda: signal.raise_signal(signal.SIGINT))
            timer.start()
            start = time.monotonic()
            with self.assertRaises(KeyboardInterrupt):
                pycmill.compileall.compile_dir(self.directory, quiet=1, force=True, workers=workers)
            self.assertLess(time.monotonic() - start, 2)
            timer.join()
        self.assertLess(len(self.found()), 400)

    def test_threads_at_the_same_time(self):
        self.many(20)
        answers = []
        call = lambda: answers.append(pycmill.compileall.compile_dir(self.directory, quiet=1, force=True, workers=2))
        threads = [threading.Thread(target=call) for _ in range(6)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        self.assertEqual(answers, [True] * 6)

    @unittest.skipUnless(hasattr(os, "fork"), "needs fork")
    def test_after_a_fork(self):
        self.many(5)
        pycmill.compileall.compile_dir(self.directory, quiet=1, workers=2)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            child = os.fork()
        if child == 0:
            os._exit(0 if pycmill.compileall.compile_dir(self.directory, quiet=1, force=True, workers=2) else 1)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)

    def test_install(self):
        originals = py_compile.compile, compileall.compile_dir, compileall.compile_file, compileall.compile_path
        pycmill.install()
        try:
            self.assertIs(py_compile.compile, pycmill.py_compile.compile)
            self.assertIs(compileall.compile_dir, pycmill.compileall.compile_dir)
            self.assertEqual(py_compile.compile([]), [])
            pycmill.install()
        finally:
            pycmill.uninstall()
        found = py_compile.compile, compileall.compile_dir, compileall.compile_file, compileall.compile_path
        self.assertEqual(found, originals)
        importlib.import_module("pycmill.install")
        pycmill.install()
        self.assertIs(compileall.compile_file, pycmill.compileall.compile_file)
        pycmill.uninstall()

    def test_a_function_of_somebody_else_is_called_for_each_file(self):
        self.tree()
        seen, original = [], compileall.compile_file
        pycmill.install()
        compileall.compile_file = lambda path, *rest, **options: seen.append(path) or original(path, *rest, **options)
        try:
            self.both(pycmill._install._ORIGINALS[1][2], pycmill.compileall.compile_dir, self.directory, ddir="d")
        finally:
            pycmill.uninstall()
        self.assertEqual(seen[: len(seen) // 2], seen[len(seen) // 2 :])

    def run_python(self, *words, check=True):
        command = [sys.executable, *words]
        return subprocess.run(command, cwd=self.directory, capture_output=True, text=True, check=check)

    def test_runner(self):
        self.write("a.py", GOOD)
        self.write("bad.py", BAD[0])
        runner = ("-m", "pycmill.install")
        for words in (("-m", "compileall", "-f", "a.py", "bad.py"), ("-m", "py_compile", "a.py", "bad.py"),
                      ("-m", "compileall", "--help"), ("-m", "py_compile"), ("-m", "compileall", "-f", ".")):
            theirs, ours = self.run_python(*words, check=False), self.run_python(*runner, *words, check=False)
            found = [(one.returncode, one.stdout, one.stderr) for one in (ours, theirs)]
            self.assertEqual(found[0], found[1])
        script = "import sys, py_compile; print(py_compile.compile.__module__, sys.argv, __name__, sys.path[0])"
        path = self.write("x/script.py", script)
        self.assertEqual(
            self.run_python(*runner, path, "word").stdout.split(" ", 1),
            ["pycmill.py_compile", f"{[path, 'word']} __main__ {os.path.dirname(path)}\n"],
        )
        self.write("module.py", script)
        self.assertIn("pycmill.py_compile", self.run_python(*runner, "-m", "module", "word").stdout)
        self.assertEqual(self.run_python(*runner, check=False).returncode, 2)

    def test_own_commands(self):
        self.write("a.py", GOOD)
        done = self.run_python("-W", "error", "-m", "pycmill.compileall", "a.py")
        self.assertEqual((done.stdout, done.stderr), ("Compiling 'a.py'...\n", ""))
        done = self.run_python("-W", "error", "-m", "pycmill.py_compile", "a.py")
        self.assertEqual((done.stdout, done.stderr), ("", ""))
        self.assertEqual(self.run_python("-m", "pycmill.py_compile", "none.py", check=False).returncode, 1)


if __name__ == "__main__":
    unittest.main()
