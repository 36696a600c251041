//! Files that are known programs: the modules that compile, started by the path of their file, and uv's worker.
//!
//! **Invariant**: a file is known by its name and by what it defines, so that somebody's own `compileall.py` is none of them.

use std::fs;
use std::path::Path;

/// A known program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Known {
    /// A module of the library.
    Module(&'static str),
    /// The script that uv starts to compile what it installs.
    UvWorker,
}

/// The names, with what the files contain.
const PROGRAMS: [(&str, Known, [&str; 2]); 3] = [
    ("compileall.py", Known::Module("compileall"), ["def compile_dir(", "def compile_path("]),
    ("py_compile.py", Known::Module("py_compile"), ["class PycInvalidationMode(", "def compile("]),
    ("pip_compileall.py", Known::UvWorker, ["print(\"Ready\")", "compileall.compile_file("]),
];

/// No file of these is larger.
const LARGEST: u64 = 1 << 20;

/// The program in a file, if it is known.
pub(crate) fn known(path: &Path) -> Option<Known> {
    let name = path.file_name()?;
    let (_, known, parts) = PROGRAMS.iter().find(|(program, _, _)| name == *program)?;
    let found = fs::metadata(path).ok().filter(|found| found.is_file() && found.len() <= LARGEST)?;
    let text = fs::read(path).ok().filter(|text| text.len() as u64 == found.len())?;
    let text = String::from_utf8_lossy(&text);
    parts.iter().all(|part| text.contains(part)).then_some(*known)
}
