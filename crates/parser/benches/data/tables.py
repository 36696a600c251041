# Long displays of literals and calls, written for the parser benchmark.

MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october"]

MATRIX = [
    [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [0, 2, 0, 0, 0.5, 0, -1, 0, 0, 0, 0, 0, 1e10, 0, 0, 0],
    [0, 0, 3, 0, 0, 0, 0, 0, 0x7F, 0, 0, 0, 0, 0, 0b1010, 0],
    [0, 0, 0, 4, 0, 0, 0, 1_000, 0, 0, 0, 0, 0, 0, 0, 0o17],
]

NAMES = {
    "amp": "\u0026", "lt": "\u003c", "gt": "\u003e", "quot": "\x22", "apos": "\x27", "nbsp": "\N{NO-BREAK SPACE}",
    "copy": "©", "reg": "®", "trade": "™", "hellip": "…", "mdash": "—", "ndash": "–", "euro": "€", "pound": "£",
    b"raw": b"\x00\x01\x02\xff" b"\r\n\t", r"path\to": r"C:\dir\name", "long": """several
lines
of text""",
}

RULES = (
    ("NUMBER", r"\d+(\.\d*)?", lambda text: float(text) if "." in text else int(text)),
    ("ASSIGN", r":=", None),
    ("END", r";", None),
    ("ID", r"[A-Za-z]+", str.lower),
    ("OP", r"[+\-*/]", {"+": 1, "-": 1, "*": 2, "/": 2}.get),
    ("NEWLINE", r"\n", None),
    ("SKIP", r"[ \t]+", None),
    ("MISMATCH", r".", None),
)

TREE = node("root", node("left", node("left", None, None), node("right", None, leaf(1))), node("right", leaf(2), leaf(3)))

FORMULA = (a * x ** 3 + b * x ** 2 + c * x + d) / (1 + e ** -(k * (x - x0))) if x is not None and x != x0 else -0.0

setup(name="sample", version="1.2.3", packages=find_packages(where="src", exclude=["tests", "tests.*"]),
      package_dir={"": "src"}, python_requires=">=3.8", install_requires=["one>=1", "two[extra]~=2.0"],
      entry_points={"console_scripts": ["sample = sample.main:main"]}, zip_safe=False, include_package_data=True)
