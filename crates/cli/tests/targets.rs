//! Which version is written for, and what is said about it.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const BINARY: &str = env!("CARGO_BIN_EXE_pycmill");
const NEWEST: &str = "(newest supported; no --target, virtual environment or project file found)";

/// A folder with sources in these directories.
fn tree(directories: &[&str]) -> TempDir {
    let folder = TempDir::new().expect("a temporary directory");
    for directory in directories {
        let directory = folder.path().join(directory);
        fs::create_dir_all(&directory).expect("it can be made");
        fs::write(directory.join("a.py"), "x = 1\n").expect("it can be written");
    }
    folder
}

fn write(file: PathBuf, text: &str) {
    fs::create_dir_all(file.parent().expect("a directory")).expect("it can be made");
    fs::write(file, text).expect("it can be written");
}

fn run(program: &Path, folder: &Path, words: &str, variables: &[(&str, &Path)]) -> Output {
    let mut command = Command::new(program);
    for name in ["SOURCE_DATE_EPOCH", "PYTHONPYCACHEPREFIX", "PYTHONPATH", "VIRTUAL_ENV"] {
        command.env_remove(name);
    }
    let output = command.args(words.split(' ')).envs(variables.iter().copied()).current_dir(folder).output();
    output.expect("it starts")
}

/// The minor version written for, and what was said.
fn written(program: &Path, folder: &Path, words: &str, variables: &[(&str, &Path)]) -> (String, String) {
    let output = run(program, folder, words, variables);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{words}: {said}");
    let mut found = pycs(folder);
    found.sort();
    found.iter().for_each(|file| fs::remove_file(file).expect("it is there"));
    let tag = |file: &PathBuf| {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        name.split("cpython-").nth(1).expect("a tag").trim_end_matches(".pyc").to_owned()
    };
    let mut tags: Vec<String> = found.iter().map(tag).collect();
    tags.dedup();
    (tags.join(" "), said)
}

fn pycs(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).expect("it can be read").map(|entry| entry.expect("it can be read").path());
    let (directories, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir() && !path.is_symlink());
    let is_pyc = |file: &PathBuf| file.extension().is_some_and(|extension| extension == "pyc");
    files.into_iter().filter(is_pyc).chain(directories.iter().flat_map(|directory| pycs(directory))).collect()
}

fn pycmill(folder: &Path, words: &str) -> (String, String) {
    written(Path::new(BINARY), folder, words, &[])
}

#[test]
fn the_newest_is_said() {
    let folder = tree(&["src"]);
    for words in ["-m compileall -q src", "-m compileall -qq src", "py_compile src/a.py", "-m py_compile src/a.py"] {
        let (tag, said) = pycmill(folder.path(), words);
        assert_eq!(tag, "315", "{words}");
        assert!(said.starts_with("pycmill: target: CPython 3.15."), "{said}");
        assert!(said.ends_with(&format!(" {NEWEST}; choose one with --target VERSION\n")), "{said}");
    }
    assert_eq!(pycmill(folder.path(), "--target 3.13 -m compileall -q src"), ("313".to_owned(), String::new()));
    // Help is no work.
    let help = run(Path::new(BINARY), folder.path(), "-m compileall -h", &[]);
    assert_eq!(String::from_utf8_lossy(&help.stderr), "");
}

#[test]
fn every_spelling_is_understood() {
    let folder = tree(&["src"]);
    for name in ["3.13", "cp313", "cpython-313", "py313", "python3.13", "3.13.5", "3.13.99"] {
        assert_eq!(pycmill(folder.path(), &format!("--target {name} -m py_compile src/a.py")).0, "313", "{name}");
    }
    let (_, said) = pycmill(folder.path(), "--target 3.13.99 -v -m py_compile src/a.py");
    assert!(said.contains("pycmill: 3.13.99 is newer than any known release; treated as 3.13."), "{said}");
    let output = run(Path::new(BINARY), folder.path(), "--target 3.16 -m py_compile src/a.py", &[]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("unknown version '3.16'; supported: 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15"), "{said}");
}

#[test]
fn the_name_of_the_program_counts() {
    let folder = tree(&["src", "bin"]);
    let bin = folder.path().join("bin");
    symlink(BINARY, bin.join("python3.11")).expect("it can be linked");
    fs::copy(BINARY, bin.join("pycmill3.12")).expect("it can be copied");
    symlink(BINARY, bin.join("python3.7")).expect("it can be linked");
    for (program, tag) in [("python3.11", "311"), ("pycmill3.12", "312")] {
        let found = written(&bin.join(program), folder.path(), "-m compileall -q src", &[]);
        assert_eq!(found, (tag.to_owned(), String::new()), "{program}");
    }
    assert_eq!(written(&bin.join("python3.11"), folder.path(), "--target 3.14 -m compileall -q src", &[]).0, "314");
    let output = run(&bin.join("python3.7"), folder.path(), "-m compileall -q src", &[]);
    let expected = "pycmill: program name python3.7: unknown version '3.7'; supported: 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15\n";
    assert_eq!((output.status.code(), &*String::from_utf8_lossy(&output.stderr)), (Some(2), expected));
}

#[test]
fn projects_count() {
    let folder = tree(&["src"]);
    let verbose = || pycmill(folder.path(), "-v -m compileall -q src");
    write(folder.path().join("pyproject.toml"), "[project]\nrequires-python = \">=3.9,<3.13\"\n");
    let (tag, said) = verbose();
    assert_eq!(tag, "312");
    assert!(said.contains("(requires-python '>=3.9,<3.13' in "), "{said}");
    write(folder.path().join(".python-version"), "# comment\nsystem\n3.13.0\n");
    let (tag, said) = verbose();
    assert_eq!(tag, "313");
    assert!(said.contains("target: CPython 3.13.0 (") && said.contains(".python-version)"), "{said}");
    for (text, part) in [("2.7.18", "unknown version '2.7.18'"), ("pypy3.10-7.3.12", "is not CPython")] {
        write(folder.path().join(".python-version"), text);
        let output = run(Path::new(BINARY), folder.path(), "-m compileall -q src", &[]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && said.contains(part), "{said}");
    }
}

#[test]
fn paths_count() {
    let folder = tree(&["lib/python3.12/site-packages", "usr/lib/python3.13", "list"]);
    let place = folder.path();
    for (words, tag) in [
        ("-m compileall -q lib/python3.12/site-packages", "312"),
        ("-m compileall -q lib", "312"),
        ("-m compileall -q usr/lib/python3.13/a.py", "313"),
        ("-m compileall -q usr", "313"),
        ("-m py_compile usr/lib/python3.13/a.py", "313"),
    ] {
        assert_eq!(pycmill(place, words), (tag.to_owned(), String::new()), "{words}");
    }
    write(place.join("list/files"), "usr/lib/python3.13/a.py\n");
    assert_eq!(pycmill(place, "-m compileall -q -i list/files"), ("313".to_owned(), String::new()));
    // Files of two versions.
    let (tag, said) = pycmill(place, "-m compileall -q usr lib");
    assert_eq!(tag, "313");
    assert!(said.contains("warning: ") && said.contains("lib/python3.12 is for CPython 3.12;"), "{said}");
    // Inside of one.
    let (tag, said) = pycmill(&place.join("usr/lib/python3.13"), "-m compileall -q .");
    assert_eq!((&*tag, &*said), ("313", ""));
    write(place.join("old/lib/python3.7/a.py"), "");
    let output = run(Path::new(BINARY), place, "-m compileall -q old", &[]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && said.contains("unknown version '3.7'"), "{said}");
}

/// Environments whose interpreters are gone: their configuration tells the version.
#[test]
fn environments_count_before_projects_and_paths() {
    let folder = tree(&["src", "venv/lib/python3.12/site-packages", "usr/lib/python3.13", "gone"]);
    let place = folder.path();
    write(place.join("venv/pyvenv.cfg"), "home = /nowhere/bin\nversion_info = 3.12.1.final.0\n");
    let active = [("VIRTUAL_ENV", &*place.join("venv"))];
    let of = |words: &str| written(Path::new(BINARY), place, words, &active);
    assert_eq!(of("-m compileall -q src"), ("312".to_owned(), String::new()));
    let (tag, said) = of("-m compileall -q usr");
    assert_eq!(tag, "312");
    let start = "pycmill: warning: target: CPython 3.12.1 (active virtual environment ";
    assert!(said.starts_with(start) && said.contains("usr/lib/python3.13 is for CPython 3.13;"), "{said}");
    let (tag, said) = pycmill(place, "-v -m compileall -q venv");
    assert_eq!(tag, "312");
    assert!(said.contains("target: CPython 3.12.1 (virtual environment "), "{said}");
    write(place.join(".python-version"), "3.14\n");
    let (tag, said) = of("-m compileall -q src");
    assert_eq!(tag, "312");
    assert!(said.contains(".python-version is for CPython 3.14"), "{said}");
    assert_eq!(of("--target 3.11 -m compileall -q src usr"), ("311".to_owned(), String::new()));
    // An environment that was removed is none.
    fs::remove_file(place.join(".python-version")).expect("it is there");
    let removed = [("VIRTUAL_ENV", &*place.join("nope"))];
    assert_eq!(written(Path::new(BINARY), place, "-m compileall -q src", &removed).0, "315");
    write(place.join("venv/pyvenv.cfg"), "home = /nowhere/bin\nversion = 3.10.4\n");
    assert_eq!(written(Path::new(BINARY), place, "-m compileall -q src", &active).0, "310");
    write(place.join("venv/pyvenv.cfg"), "home = /nowhere/bin\nversion = 3.7.4\n");
    let output = run(Path::new(BINARY), place, "-m compileall -q src", &active);
    let said = String::from_utf8_lossy(&output.stderr);
    let is_refused = output.status.code() == Some(2) && said.contains("unknown version '3.7.4'");
    assert!(is_refused && said.contains("active virtual environment "), "{said}");
}

#[test]
fn installations_for_windows_are_understood() {
    let folder = tree(&["src", "Python313/Lib", "venv/Lib/site-packages"]);
    let place = folder.path();
    write(place.join("Python313/python.exe"), "");
    write(place.join("Python313/python313.dll"), "x\x003.13.2\0");
    write(place.join("Python313/Lib/os.py"), "");
    let target = |words: &str| {
        let output = run(Path::new(BINARY), place, words, &[]);
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let said = target("-v --python Python313 -m compileall -q src");
    assert!(said.contains("target: CPython 3.13.2 (--python Python313/python.exe)"), "{said}");
    // An environment says which release it was made with.
    write(place.join("venv/Scripts/python.exe"), "");
    let home = place.join("Python313");
    write(place.join("venv/pyvenv.cfg"), &format!("home = {}\nversion = 3.13.5\n", home.display()));
    let said = target("-v -m compileall -q venv");
    assert!(said.contains("target: CPython 3.13.5 (virtual environment "), "{said}");
    // Its search path, with what is there.
    let output = run(Path::new(BINARY), place, "--python Python313 -I -m compileall", &[]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let listed: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("Listing '")).collect();
    let expected = ["python313.zip'...", "DLLs'...", "Lib'...", "Python313'..."];
    assert!(listed.iter().zip(expected).all(|(line, end)| line.ends_with(end)) && listed.len() >= 4, "{said}");
}
