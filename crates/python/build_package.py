"""The build back end of the Python package: setuptools with the two products of cargo.

PYCMILL_EXTENSION and PYCMILL_COMMAND name an extension module and a command that are built already; then cargo is not
started for them. `cargo xtask wheel` does that.
"""

import os
import re

import setuptools
from setuptools import build_meta
from setuptools.command.sdist import sdist
from setuptools_rust import RustBin
from setuptools_rust import build as rust

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def _version():
    """That of the workspace."""
    with open(os.path.join(ROOT, "Cargo.toml"), encoding="utf-8") as file:
        return re.search(r'^version = "(.*)"$', file.read(), re.MULTILINE)[1]


VERSION = _version()


class BuildRust(rust.build_rust):
    """Takes what is built already, and names modules so that every version finds them."""

    def build_extension(self, ext):
        built = os.environ.get("PYCMILL_COMMAND" if isinstance(ext, RustBin) else "PYCMILL_EXTENSION")
        if built:
            return [rust._BuiltModule(ext.name, os.path.abspath(built))], None
        return super().build_extension(ext)

    def get_dylib_ext_path(self, ext, target_fname):
        # CPython 3.15 adds a platform to `.abi3`, which older versions do not look for.
        path = super().get_dylib_ext_path(ext, target_fname)
        if ".abi3-" in path:
            path = path[: path.rindex(".abi3-")] + ".abi3.so"
        return path


class SourceDistribution(sdist):
    """Takes every member of the workspace along: cargo refuses a workspace with a missing one."""

    def add_defaults(self):
        super().add_defaults()
        for folder in (".cargo", "crates", "xtask", "tests", "docs"):
            self.filelist.graft(folder)
        for file in ("Cargo.toml", "Cargo.lock"):
            self.filelist.append(file)
        for pattern in ("*.so", "*.pyc"):
            self.filelist.global_exclude(pattern)


class Backend(build_meta._BuildMetaBackend):
    """setuptools with these commands. `cmdclass` in pyproject.toml would push out those of setuptools-rust."""

    def run_setup(self, setup_script="setup.py"):
        setuptools.setup(cmdclass={"build_rust": BuildRust, "sdist": SourceDistribution})


_backend = Backend()
build_editable = _backend.build_editable
build_sdist = _backend.build_sdist
build_wheel = _backend.build_wheel
get_requires_for_build_editable = _backend.get_requires_for_build_editable
get_requires_for_build_sdist = _backend.get_requires_for_build_sdist
get_requires_for_build_wheel = _backend.get_requires_for_build_wheel
prepare_metadata_for_build_editable = _backend.prepare_metadata_for_build_editable
prepare_metadata_for_build_wheel = _backend.prepare_metadata_for_build_wheel
