"""Records what the running interpreter's dis prints of sample.py: python record.py, once with each version."""

import dis
import io
import os
import py_compile
import re
import sys
import types

os.chdir(os.path.dirname(os.path.abspath(__file__)))
name = "%d.%d" % sys.version_info[:2]
file = py_compile.compile(
    "sample.py", name + ".pyc", doraise=True, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH
)
with open("sample.py", "rb") as source:
    code = compile(source.read(), "sample.py", "exec")


def listing(**options):
    output = io.StringIO()
    dis.dis(code, file=output, **options)
    return output.getvalue()


def details(code):
    text = "%r:\n%s\n" % (code, dis.code_info(code))
    nested = [details(constant) for constant in code.co_consts if isinstance(constant, types.CodeType)]
    return "\n".join([text, *nested])


sections = {"listing": listing(), "details": details(code)}
if sys.version_info >= (3, 13):
    sections["offsets"] = listing(show_offsets=True)
if sys.version_info >= (3, 14):
    sections["places"] = listing(show_positions=True)
text = "".join("=== %s\n%s" % section for section in sections.items())
# Addresses say nothing.
text = re.sub(r" at 0x[0-9a-f]+", "", text)
with open(name + ".txt", "w", encoding="utf-8", newline="\n") as output:
    output.write(text)
