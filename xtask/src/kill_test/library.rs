//! A tree of real sources, with what CPython makes of each.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, io};

use pycmill::Optimization;
use walkdir::WalkDir;

use crate::conformance::command;
use crate::conformance::interpreter::Interpreter;
use crate::conformance::worker::Answer;

/// The tree.
#[derive(Debug)]
pub(super) struct Library {
    pub(super) target: String,
    /// Options for the levels to compile for.
    pub(super) levels: &'static [&'static str],
    /// The folder above it, from which it has the same name for everyone.
    pub(super) folder: PathBuf,
    /// What has to be in each `.pyc` file, by its path.
    pub(super) expected: BTreeMap<PathBuf, Vec<u8>>,
}

/// What was found in the tree.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Found {
    /// Files with the right content.
    pub(super) right: usize,
    /// Files that are cut off or otherwise wrong.
    pub(super) wrong: Vec<String>,
    /// Files under a temporary name.
    pub(super) temporary: usize,
}

/// Two levels at a time, if the version knows how.
fn levels(interpreter: &Interpreter) -> &'static [&'static str] {
    if interpreter.target.compiles_several_levels() { &["-o", "0", "-o", "2"] } else { &[] }
}

impl Library {
    /// Copies sources of the interpreter's library and lets it compile them.
    pub(super) fn make(interpreter: &Interpreter, folder: &Path, files: usize) -> io::Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        copy_sources(&interpreter.library, &folder.join("tree"), files)?;
        let mut command = Command::new(&interpreter.path);
        let levels = levels(interpreter);
        command.args(["-m", "compileall", "-q"]).args(levels).arg("tree").current_dir(folder);
        let status = command.env("PYTHONHASHSEED", "0").stdout(Stdio::null()).status()?;
        if !status.success() {
            return Err(io::Error::other("the interpreter cannot compile the tree"));
        }
        let mut library = Self {
            target: interpreter.target.to_string(),
            levels,
            folder: folder.to_owned(),
            expected: BTreeMap::new(),
        };
        for file in library.caches()? {
            library.expected.insert(file.clone(), fs::read(&file)?);
        }
        if !interpreter.target.interned_strings_always_flagged() {
            library.compile_alone(interpreter)?;
        }
        Ok(library)
    }

    /// Lets a process of its own compile each file: up to 3.10, flags of a payload tell what else a process compiled.
    fn compile_alone(&mut self, interpreter: &Interpreter) -> io::Result<()> {
        for level in [Optimization::Zero, Optimization::Two] {
            command::warm_up(interpreter, level)?;
        }
        for (file, content) in &mut self.expected {
            let level =
                if file.to_string_lossy().ends_with(".opt-2.pyc") { Optimization::Two } else { Optimization::Zero };
            let source = source_of(file.strip_prefix(&self.folder).map_err(io::Error::other)?);
            if let Answer::Payload(payload) = command::py_compile(interpreter, level, Some(&self.folder), &source)? {
                content.truncate(command::HEADER_LEN);
                content.extend(payload);
            }
        }
        Ok(())
    }

    /// Whatever lies in the cache folders.
    fn caches(&self) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in WalkDir::new(self.folder.join("tree")).sort_by_file_name() {
            let entry = entry.map_err(io::Error::other)?;
            let is_cached = entry.path().parent().is_some_and(|folder| folder.ends_with("__pycache__"));
            if is_cached && entry.file_type().is_file() {
                files.push(entry.into_path());
            }
        }
        Ok(files)
    }

    /// Removes all that was compiled.
    pub(super) fn clear(&self) -> io::Result<()> {
        self.caches()?.iter().try_for_each(fs::remove_file)
    }

    /// Removes what has a temporary name.
    pub(super) fn remove_temporary(&self) -> io::Result<()> {
        self.caches()?.iter().filter(|file| is_temporary(file)).try_for_each(fs::remove_file)
    }

    /// Compares what is there with what has to be.
    pub(super) fn look(&self) -> io::Result<Found> {
        let mut found = Found::default();
        for file in self.caches()? {
            if is_temporary(&file) {
                found.temporary += 1;
            } else if self.expected.get(&file).is_some_and(|expected| fs::read(&file).is_ok_and(|one| one == *expected))
            {
                found.right += 1;
            } else {
                found.wrong.push(file.strip_prefix(&self.folder).unwrap_or(&file).display().to_string());
            }
        }
        Ok(found)
    }
}

/// The source that a file in a cache folder is of.
fn source_of(cached: &Path) -> PathBuf {
    let name = cached.file_name().unwrap_or_default().to_string_lossy();
    let module = name.split('.').next().unwrap_or_default();
    cached.ancestors().nth(2).unwrap_or(Path::new("")).join(format!("{module}.py"))
}

/// Whether a name ends like `x.cpython-313.pyc.140682620128832`.
fn is_temporary(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.rsplit_once(".pyc.").is_some_and(|(_, end)| !end.is_empty() && end.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The first sources of the packages of the library, without what is broken on purpose.
fn copy_sources(from: &Path, to: &Path, most: usize) -> io::Result<()> {
    let skipped = ["__pycache__", "site-packages", "dist-packages", "test", "tests", "lib2to3", "idlelib"];
    let walk = WalkDir::new(from).follow_links(true).sort_by_file_name().into_iter();
    let entries = walk.filter_entry(|entry| !skipped.iter().any(|name| entry.file_name() == *name)).flatten();
    let sources = entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "py"));
    for entry in sources.take(most) {
        let target = to.join(entry.path().strip_prefix(from).map_err(io::Error::other)?);
        fs::create_dir_all(target.parent().unwrap_or(to))?;
        fs::copy(entry.path(), target)?;
    }
    Ok(())
}
