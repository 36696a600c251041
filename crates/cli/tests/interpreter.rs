//! A program called `python3.13` in an interpreter's place. What it hands over goes to a shell script that shows its words.

#![cfg(unix)]

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, UNIX_EPOCH};

use tempfile::TempDir;

const BINARY: &str = env!("CARGO_BIN_EXE_pycmill");

/// A folder with programs: `ours` has links to the command, `theirs` a stand-in for an interpreter.
struct Place(TempDir);

impl Place {
    fn new(theirs: &[&str]) -> Self {
        let place = Self(TempDir::new().expect("a temporary directory"));
        for name in ["python", "python3", "python3.11", "python3.13", "python3.14"] {
            link(BINARY.as_ref(), &place.path("ours").join(name));
        }
        theirs.iter().for_each(|name| script(&place.path("theirs").join(name), "echo real \"$@\"; exit 7"));
        fs::write(place.path("a.py"), "x = 1\n").expect("it can be written");
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, program: &str, words: &[&str]) -> Command {
        let mut command = Command::new(program);
        for name in ["SOURCE_DATE_EPOCH", "PYTHONPYCACHEPREFIX", "PYTHONPATH", "VIRTUAL_ENV", "PYCMILL_FALLBACK"] {
            command.env_remove(name);
        }
        let path = format!("{}:{}", self.path("ours").display(), self.path("theirs").display());
        command.args(words).current_dir(self.0.path()).env("PATH", path);
        command
    }

    /// Status and output of a program in `ours`.
    fn run(&self, name: &str, words: &[&str]) -> (Option<i32>, String) {
        answer(&mut self.command(&self.path("ours").join(name).to_string_lossy(), words))
    }
}

fn answer(command: &mut Command) -> (Option<i32>, String) {
    let output: Output = command.output().expect("it starts");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}

fn link(to: &Path, name: &Path) {
    fs::create_dir_all(name.parent().expect("a folder")).expect("it can be made");
    symlink(to, name).expect("it can be linked");
}

fn script(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().expect("a folder")).expect("it can be made");
    fs::write(file, format!("#!/bin/sh\n{text}\n")).expect("it can be written");
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).expect("it can be changed");
}

fn said(text: &str) -> (Option<i32>, String) {
    (Some(0), text.to_owned())
}

#[test]
fn questions_are_answered_without_a_python() {
    let place = Place::new(&[]);
    let tag = "import sys; print(sys.implementation.cache_tag)";
    let magic = "import importlib.util; print(importlib.util.MAGIC_NUMBER)";
    assert_eq!(place.run("python3.13", &["-c", tag]), said("cpython-313\n"));
    assert_eq!(place.run("python3.13", &["-Ic", tag]), said("cpython-313\n"));
    assert_eq!(place.run("python3.13", &["-c", magic]), said("b'\\xf3\\r\\r\\n'\n"));
    assert_eq!(place.run("python3.11", &["-c", "import imp; print(imp.get_tag())"]), said("cpython-311\n"));
    assert_eq!(place.run("python3.13", &["-c", "pass"]), said(""));
    assert_eq!(place.run("python3.13", &["--target", "3.13.0", "-V"]), said("Python 3.13.0\n"));
    assert_eq!(place.run("python3.11", &["--target", "3.13.0", "--version", "x"]), said("Python 3.13.0\n"));
    let (status, version) = place.run("python3.14", &["-BV"]);
    assert!(status == Some(0) && version.starts_with("Python 3.14."), "{version}");
}

#[test]
fn without_a_python_nothing_else_succeeds() {
    let place = Place::new(&[]);
    let none = "pycmill: no other python3.13 on PATH, and this one is pycmill, which only compiles; name a Python with \
                --fallback or PYCMILL_FALLBACK\n";
    for words in [
        &["-c", "print(1)"][..],
        &["-c", "import imp; print(imp.get_tag())"],
        &["a.py"],
        &["-"],
        &[],
        &["-m", "venv", "x"],
        &["-VV"],
        &["-h"],
        &["-z"],
        &["-m"],
        &["compileall", "a.py"],
        &["nope/compileall.py", "."],
    ] {
        assert_eq!(place.run("python3.13", words), (Some(2), none.to_owned()), "{words:?}");
    }
}

#[test]
fn all_else_is_handed_over_as_it_is() {
    let place = Place::new(&["python3.13", "python3"]);
    let real = |words: &str| (Some(7), format!("real {words}\n"));
    assert_eq!(place.run("python3.13", &["-I", "-c", "print( 1 )", "-V"]), real("-I -c print( 1 ) -V"));
    assert_eq!(place.run("python3.13", &["--target", "3.13", "-u", "a.py", "--target"]), real("-u a.py --target"));
    assert_eq!(place.run("python3", &["-m", "venv", "-m"]), real("-m venv -m"));
    assert_eq!(place.run("python3.13", &["-x"]), real("-x"));
    // By its name alone.
    let mut command = place.command("sh", &["-c", "python3.13 -m pip"]);
    command.env("PATH", format!("{}:/bin:/usr/bin", command_path(&command)));
    assert_eq!(answer(&mut command), real("-m pip"));
}

fn command_path(command: &Command) -> String {
    let found = command.get_envs().find(|(name, _)| *name == "PATH").and_then(|(_, value)| value);
    found.expect("PATH is set").to_string_lossy().into_owned()
}

#[test]
fn the_interpreter_can_be_named() {
    let place = Place::new(&["python3.13"]);
    script(&place.path("named"), "echo named \"$@\"");
    let named = place.path("named").display().to_string();
    assert_eq!(place.run("python3.14", &["--fallback", &named, "-m", "pip"]), said("named -m pip\n"));
    let mut command = place.command(&place.path("ours/python3.14").to_string_lossy(), &["a.py"]);
    assert_eq!(answer(command.env("PYCMILL_FALLBACK", &named)), said("named a.py\n"));
    let mut command = place.command(&place.path("ours/python3.14").to_string_lossy(), &["a.py"]);
    let (status, said) = answer(command.env("PYCMILL_FALLBACK", "python3.13"));
    assert_eq!((status, &*said), (Some(2), "pycmill: the fallback python3.13 is pycmill itself\n"));
    let (status, said) = place.run("python3.14", &["--fallback", "/nowhere/python", "a.py"]);
    assert_eq!((status, &*said), (Some(2), "pycmill: the fallback /nowhere/python is no program\n"));
}

#[test]
fn copies_are_no_interpreters() {
    let place = Place::new(&[]);
    fs::create_dir(place.path("theirs")).expect("it can be made");
    fs::copy(BINARY, place.path("theirs/python3.13")).expect("it can be copied");
    let (status, said) = place.run("python3.13", &["a.py"]);
    assert!(status == Some(2) && said.starts_with("pycmill: no other python3.13 on PATH"), "{said}");
}

#[test]
fn an_environment_stays_the_environment() {
    let place = Place::new(&[]);
    let shim = place.path("venv/bin/python3.13");
    link(BINARY.as_ref(), &shim);
    // A shell shows by which name it was started.
    link("/bin/sh".as_ref(), &place.path("home/python3.13"));
    let config = format!("home = {}\nversion = 3.13.0\n", place.path("home").display());
    fs::write(place.path("venv/pyvenv.cfg"), config).expect("it can be written");
    let found = answer(&mut place.command(&shim.to_string_lossy(), &["-c", "echo $0"]));
    assert_eq!(found, said(&format!("{}\n", shim.display())));
    // The interpreter may be there under another name alone.
    fs::rename(place.path("home/python3.13"), place.path("home/python3.13.0")).expect("it can be renamed");
    let executable = place.path("home/python3.13.0").display().to_string();
    let config = format!("home = {}\nexecutable = {executable}\n", place.path("home").display());
    fs::write(place.path("venv/pyvenv.cfg"), config).expect("it can be written");
    let found = answer(&mut place.command(&shim.to_string_lossy(), &["-c", "echo $0"]));
    assert_eq!(found, said(&format!("{}\n", shim.display())));
}

#[test]
fn modules_are_compiled_here() {
    let place = Place::new(&["python3.13"]);
    let library = place.path("lib/python3.13");
    fs::create_dir_all(&library).expect("it can be made");
    fs::write(library.join("compileall.py"), "def compile_dir(\ndef compile_path(\n").expect("it can be written");
    fs::write(place.path("compileall.py"), "somebody's own\n").expect("it can be written");
    let pyc = place.path("__pycache__/a.cpython-313.pyc");
    let script = library.join("compileall.py").display().to_string();
    for words in [
        &["-IBm", "compileall", "-q", "a.py"][..],
        &["-W", "ignore", "-X", "utf8", "-m", "py_compile", "a.py"],
        &["-Wi", "-E", "-s", "-S", "-P", "-u", &script, "-q", "a.py"],
        &["-c", "import compileall; compileall.main()", "-q", "a.py"],
    ] {
        assert_eq!(place.run("python3.13", words), said(""), "{words:?}");
        fs::remove_file(&pyc).expect("it was written");
    }
    assert_eq!(place.run("python3.13", &["-OO", "-mcompileall", "-q", "a.py"]), said(""));
    assert!(place.path("__pycache__/a.cpython-313.opt-2.pyc").is_file());
    let (status, usage) = place.run("python3.13", &[&script, "--bad"]);
    assert!(status == Some(2) && usage.ends_with("\ncompileall.py: error: unrecognized arguments: --bad\n"), "{usage}");
    assert_eq!(place.run("python3.13", &["compileall.py", "a.py"]), (Some(7), "real compileall.py a.py\n".to_owned()));
}

/// `compileall.main()` alone does not end a program with the verdict.
#[test]
fn a_verdict_that_is_dropped_is_no_failure() {
    let place = Place::new(&[]);
    fs::write(place.path("bad.py"), "x = 1 1\n").expect("it can be written");
    let words = ["-c", "import compileall; compileall.main()", "-qq", "--", "bad.py", "a.py"];
    assert_eq!(place.run("python3.13", &words), said(""));
    assert!(place.path("__pycache__/a.cpython-313.pyc").is_file());
    assert_eq!(place.run("python3.13", &["-m", "compileall", "-qq", "bad.py"]).0, Some(1));
}

#[test]
fn sources_are_clamped() {
    let place = Place::new(&[]);
    let time = |file: &str, seconds: u64| {
        let file = File::options().write(true).open(place.path(file)).expect("it can be opened");
        file.set_modified(UNIX_EPOCH + Duration::from_secs(seconds)).expect("it can be set");
    };
    let clamp = |epoch: &str, words: &str| {
        let program = place.path("ours/python3.13");
        let words: Vec<&str> = ["-B", "-m", "clamp_source_mtime"].into_iter().chain(words.split(' ')).collect();
        answer(place.command(&program.to_string_lossy(), &words).env("SOURCE_DATE_EPOCH", epoch))
    };
    for file in ["d/b.py", "d/__pycache__/c.py", "d/e/f.py", "d/text"] {
        fs::create_dir_all(place.path(file).parent().expect("a folder")).expect("it can be made");
        fs::write(place.path(file), "").expect("it can be written");
        time(file, 2000);
    }
    time("d/e/f.py", 500);
    link("../a.py".as_ref(), &place.path("d/link.py"));
    time("a.py", 2000);
    assert_eq!(clamp("", "d"), said("Not clamping source mtimes, $SOURCE_DATE_EPOCH not set\n"));
    assert_eq!(clamp("x", "d"), (Some(1), "$SOURCE_DATE_EPOCH must be an integer\n".to_owned()));
    let listed = "Listing 'd'...\nClamping mtime of 'd/b.py'\nListing 'd/e'...\n";
    assert_eq!(clamp("1000", "d"), said(listed));
    assert_eq!(clamp("1000", "-q d nope"), said("Can't list 'nope'\n"));
    let modified = |file: &str| {
        let time = fs::metadata(place.path(file)).and_then(|found| found.modified()).expect("it has a time");
        time.duration_since(UNIX_EPOCH).expect("after the epoch").as_secs()
    };
    let times = ["d/b.py", "d/__pycache__/c.py", "d/e/f.py", "d/text", "a.py"].map(modified);
    assert_eq!(times, [1000, 2000, 500, 2000, 2000]);
}

#[test]
fn a_name_without_a_version_has_that_of_the_interpreter() {
    let place = Place::new(&[]);
    let prefix = place.path("usr");
    for directory in ["bin", "lib/python3.12", "include/python3.12"] {
        fs::create_dir_all(prefix.join(directory)).expect("it can be made");
    }
    fs::write(prefix.join("lib/python3.12/os.py"), "").expect("it can be written");
    let header = "#define PY_VERSION \"3.12.1\"\n";
    fs::write(prefix.join("include/python3.12/patchlevel.h"), header).expect("it can be written");
    script(&prefix.join("bin/python3.12"), "echo 12");
    link("python3.12".as_ref(), &prefix.join("bin/python3"));
    let mut command = place.command(&place.path("ours/python3").to_string_lossy(), &["-V"]);
    let path = format!("{}:{}", place.path("ours").display(), prefix.join("bin").display());
    assert_eq!(answer(command.env("PATH", &path)), said("Python 3.12.1\n"));
    let mut command = place.command(&place.path("ours/python3").to_string_lossy(), &["-m", "py_compile", "a.py"]);
    assert_eq!(answer(command.env("PATH", &path)), said(""));
    assert!(place.path("__pycache__/a.cpython-312.pyc").is_file());
}
