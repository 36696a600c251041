"""Records what CPython and add-determinism write for `b.py`: one line per file, `RELEASE KIND HEXADECIMAL`.

Usage: record.py ADD_DET PYTHON... > recorded.txt, in the directory of this file.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
KINDS = {
    # kind: (options of the interpreter, files compiled by the same process)
    "fresh": ([], ["b.py"]),
    "warm": ([], ["a.py", "b.py"]),
    "plain": (["-X", "no_debug_ranges"], ["b.py"]),
    "optimized": (["-OO"], ["b.py"]),
}


def record(python, add_det, kind):
    options, files = KINDS[kind]
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            shutil.copy(HERE / file, folder)
        line = [python, *options, "-m", "compileall", "-q", "-f", "-b", "--invalidation-mode", "unchecked-hash", *files]
        subprocess.run(line, check=True, cwd=folder, env={**os.environ, "PYTHONHASHSEED": "0"})
        written = pathlib.Path(folder, "b.pyc")
        yield kind, written.read_bytes()
        if kind == "warm":
            subprocess.run([add_det, "--handler", "pyc", written], check=True, capture_output=True)
            yield "canonical", written.read_bytes()


def main():
    add_det, *pythons = sys.argv[1:]
    for python in pythons:
        program = "import sys; print('.'.join(map(str, sys.version_info[:3])))"
        release = subprocess.run([python, "-c", program], check=True, capture_output=True, text=True).stdout.strip()
        for kind in KINDS:
            for name, content in record(python, add_det, kind):
                print(release, name, content.hex())


main()
