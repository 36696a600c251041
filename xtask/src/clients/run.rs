//! One side of a comparison: programs under the interpreter's names, a tree, the lines of a client.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, UNIX_EPOCH};
use std::{fs, fs::File};

use pycmill::dump_payload;
use walkdir::WalkDir;

use super::table::Client;
use super::tools::Tools;
use crate::command_lines::{Snapshot, stamps, status_name, take};
use crate::conformance::command::HEADER_LEN;
use crate::conformance::interpreter::Interpreter;
use crate::conformance::root;

/// Whose programs have the interpreter's names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Side {
    CPython,
    Ours,
}

/// What a client's lines did.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    /// The line, its status, and both outputs, in one order.
    lines: Vec<(String, String, Vec<String>, Vec<String>)>,
    tree: Snapshot,
    /// How many commands the interpreter was started for.
    pub(crate) handed_over: usize,
}

impl Outcome {
    /// How many `.pyc` files there are.
    pub(crate) fn written(&self) -> usize {
        self.tree.keys().filter(|name| name.ends_with(b".pyc")).count()
    }

    /// How many lines there are.
    pub(crate) fn lines(&self) -> usize {
        self.lines.len()
    }

    /// How many of them end with a status other than 0.
    pub(crate) fn failed(&self) -> usize {
        self.lines.iter().filter(|(_, status, ..)| status != "0").count()
    }
}

/// The places that both sides use in turn.
pub(crate) struct Stage {
    interpreter: Interpreter,
    binary: PathBuf,
    /// `bin` has the programs, `real` the interpreter as it is started by us, `work` the tree.
    folder: PathBuf,
}

/// Packages of the library that are compiled: about a hundred files.
const PACKAGES: [&str; 3] = ["json", "email", "asyncio"];

/// Files that not everything goes well with.
const ODD_FILES: [(&str, &[u8]); 5] = [
    ("pkg/bad.py", b"x = 1 1\n"),
    ("pkg/latin1.py", b"# -*- coding: latin-1 -*-\nx = '\xe9'\n"),
    ("pkg/name with blanks.py", b"def f():\n    'doc'\n    assert f\n"),
    ("pkg/warns.py", b"x = '\\d'\n"),
    ("pkg/same.py", b"x = 1\n"),
];

impl Stage {
    pub(crate) fn new(interpreter: &Interpreter, binary: &Path) -> io::Result<Self> {
        let folder = root().join("target/clients").join(interpreter.target.to_string());
        let stage = Self { interpreter: interpreter.clone(), binary: binary.to_owned(), folder };
        stage.make_real()?;
        Ok(stage)
    }

    fn names(&self) -> [String; 3] {
        ["python".to_owned(), "python3".to_owned(), format!("python{}", self.interpreter.target.version())]
    }

    /// The interpreter in a prefix that tells its release, with a list of what it was started for.
    fn make_real(&self) -> io::Result<()> {
        let prefix = self.folder.join("real");
        let version = self.interpreter.target.version();
        let include = prefix.join(format!("include/python{version}"));
        fs::create_dir_all(&include)?;
        fs::create_dir_all(prefix.join("bin"))?;
        let release = format!("#define PY_VERSION \"{}\"\n", self.interpreter.target);
        fs::write(include.join("patchlevel.h"), release)?;
        let libraries = self.interpreter.library.parent().map(Path::to_owned).unwrap_or_default();
        if !prefix.join("lib").exists() {
            symlink(libraries, prefix.join("lib"))?;
        }
        let log = self.log();
        let text = format!("printf '%s\\n' x >>'{}'; exec '{}' \"$@\"", log.display(), self.interpreter.path.display());
        self.names().iter().try_for_each(|name| script(&prefix.join("bin").join(name), &text))
    }

    fn log(&self) -> PathBuf {
        self.folder.join("real/started")
    }

    /// Runs a client's lines on a fresh tree.
    pub(crate) fn run(&self, client: &Client, side: Side, tools: &Tools) -> io::Result<Outcome> {
        self.make_programs(side)?;
        let work = self.folder.join("work");
        remove(&work)?;
        self.make_tree(&work)?;
        remove(&self.log())?;
        let before = stamps(&work)?;
        let mut outcome = Outcome::default();
        for line in &client.lines {
            let output = self.command(line, side, tools).stdin(Stdio::null()).output()?;
            // Worker processes of CPython write what fills a buffer, in the middle of lines of others.
            let has_workers = line.contains(" -j");
            let (stdout, stderr) = (sorted(&output.stdout, has_workers), sorted(&output.stderr, has_workers));
            outcome.lines.push((line.clone(), status_name(output.status), stdout, stderr));
        }
        outcome.tree = take(&work, &before)?;
        if !self.interpreter.target.interned_strings_always_flagged() {
            self.read_code(&mut outcome.tree);
        }
        outcome.handed_over = fs::read_to_string(self.log()).map_or(0, |log| log.lines().count());
        Ok(outcome)
    }

    /// Replaces the payloads by their code objects as text. Up to 3.10, flags of a payload tell what else its process holds, and
    /// clients compile many files in one.
    fn read_code(&self, tree: &mut Snapshot) {
        for (_, entry) in tree.iter_mut().filter(|(name, _)| name.ends_with(b".pyc")) {
            let Some((header, payload)) = entry.content.split_at_checked(HEADER_LEN) else { continue };
            if let Ok(text) = dump_payload(self.interpreter.target, payload) {
                entry.content = [header, text.as_bytes()].concat();
            }
        }
    }

    fn make_programs(&self, side: Side) -> io::Result<()> {
        let bin = self.folder.join("bin");
        remove(&bin)?;
        fs::create_dir_all(&bin)?;
        let real = format!("exec '{}' \"$@\"", self.interpreter.path.display());
        for name in self.names() {
            match side {
                Side::CPython => script(&bin.join(name), &real)?,
                Side::Ours => symlink(&self.binary, bin.join(name))?,
            }
        }
        // Puts the programs in the place of those of a virtual environment.
        let replace = match side {
            Side::CPython => ":".to_owned(),
            Side::Ours => format!(
                "for name in {}; do ln -sfn '{}' \"$1/$name\"; done",
                self.names().join(" "),
                self.binary.display()
            ),
        };
        script(&bin.join("replace"), &replace)?;
        // The module of that name is Fedora's, and not in the library.
        let clamp = match side {
            Side::CPython => {
                "find \"$1\" -name '*.py' -type f -newermt @$SOURCE_DATE_EPOCH -exec touch -m -d @$SOURCE_DATE_EPOCH {} +"
            }
            Side::Ours => "\"$PYTHON\" -B -m clamp_source_mtime -q \"$1\"",
        };
        script(&bin.join("clamp"), clamp)
    }

    fn site(&self) -> PathBuf {
        PathBuf::from(format!("root/usr/lib/python{}/site-packages", self.interpreter.target.version()))
    }

    fn make_tree(&self, work: &Path) -> io::Result<()> {
        let site = work.join(self.site());
        for package in PACKAGES {
            copy(&self.interpreter.library.join(package), &site.join(package))?;
        }
        for (name, content) in ODD_FILES {
            write(&site.join(name), content)?;
        }
        copy(&self.interpreter.library.join("compileall.py"), &site.with_file_name("compileall.py"))?;
        copy(&self.interpreter.library.join("py_compile.py"), &site.with_file_name("py_compile.py"))
    }

    fn command(&self, line: &str, side: Side, tools: &Tools) -> Command {
        let bin = self.folder.join("bin");
        let version = self.interpreter.target.version();
        let mut command = Command::new("bash");
        command.args(["-c", line]).current_dir(self.folder.join("work")).env_clear();
        command.env("PATH", format!("{}:/usr/bin:/bin", bin.display()));
        for (name, value) in [("LC_ALL", "C.UTF-8"), ("COLUMNS", "80"), ("PYTHONHASHSEED", "0")] {
            command.env(name, value);
        }
        // What an interpreter imports must leave nothing in the tree.
        command.env("PYTHONDONTWRITEBYTECODE", "1").env("HOME", self.folder.join("work"));
        command.env("PYTHON", bin.join(format!("python{version}"))).env("V", version.to_string());
        command.env("REAL", &self.interpreter.path).env("SITE", self.site()).env("BIN", &bin);
        command.env("TAG", version.cache_tag()).env("TOOLS", Tools::folder()).env("ENVIRONMENT", tools.environment());
        let named = self.folder.join(format!("real/bin/python{version}"));
        match side {
            Side::CPython => command.env("INSTEAD", ""),
            Side::Ours => command.env("PYCMILL_FALLBACK", named).env("INSTEAD", "-m pycmill.install"),
        };
        if let (Side::Ours, Some(package)) = (side, &tools.package) {
            command.env("PYTHONPATH", package);
        }
        command
    }
}

/// What differs.
pub(crate) fn compare(theirs: &Outcome, ours: &Outcome) -> Vec<String> {
    let mut differences = Vec::new();
    for (theirs, ours) in theirs.lines.iter().zip(&ours.lines) {
        let line = &theirs.0;
        for (what, theirs, ours) in [("stdout", &theirs.2, &ours.2), ("stderr", &theirs.3, &ours.3)] {
            if theirs != ours {
                let first = theirs.iter().zip(ours).find(|(theirs, ours)| theirs != ours);
                let first = first.map(|(theirs, ours)| format!("{theirs:?} and {ours:?}"));
                let counts = || format!("{} and {} lines: {theirs:?} {ours:?}", theirs.len(), ours.len());
                differences.push(format!("{line}: {what}: {}", first.unwrap_or_else(counts)));
            }
        }
        if theirs.1 != ours.1 {
            differences.push(format!("{line}: status {} and {}", theirs.1, ours.1));
        }
    }
    let names: BTreeSet<&Vec<u8>> = theirs.tree.keys().chain(ours.tree.keys()).collect();
    for name in names {
        let shown = String::from_utf8_lossy(name);
        match (theirs.tree.get(name), ours.tree.get(name)) {
            (Some(_), None) => differences.push(format!("{shown} is missing")),
            (None, Some(_)) => differences.push(format!("{shown} is there only with pycmill")),
            (Some(theirs), Some(ours)) if theirs != ours => {
                let content = if theirs.content == ours.content { "the same content" } else { "another content" };
                differences.push(format!("{shown}: {content}, mode {:o} and {:o}", theirs.mode, ours.mode));
            }
            _ => {}
        }
    }
    differences.truncate(12);
    differences
}

/// The lines in one order; of mixed outputs, how often each byte is there.
fn sorted(text: &[u8], is_mixed: bool) -> Vec<String> {
    if is_mixed {
        let mut counts: BTreeMap<u8, usize> = BTreeMap::new();
        text.iter().for_each(|byte| *counts.entry(*byte).or_default() += 1);
        return counts.into_iter().map(|(byte, count)| format!("{count} times {:?}", char::from(byte))).collect();
    }
    let mut lines: Vec<String> = String::from_utf8_lossy(text).lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

fn script(file: &Path, text: &str) -> io::Result<()> {
    fs::write(file, format!("#!/bin/sh\n{text}\n"))?;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(_) => Ok(()),
    }
}

/// Copies sources, all with one time.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in WalkDir::new(from).sort_by_file_name() {
        let entry = entry?;
        let name = entry.path().strip_prefix(from).map_err(io::Error::other)?;
        if entry.file_type().is_file() && entry.path().extension().is_some_and(|extension| extension == "py") {
            let to = if name.as_os_str().is_empty() { to.to_owned() } else { to.join(name) };
            write(&to, &fs::read(entry.path())?)?;
        }
    }
    Ok(())
}

fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    fs::write(path, content)?;
    File::open(path)?.set_modified(UNIX_EPOCH + Duration::from_secs(1_700_000_000))
}
