//! The library as its users see it: what may cross threads, what becomes of files.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use pycmill::compileall::{Freshness, Options, Outcome, Output, Pattern, Skip, Status, Stop, compile_all, compile_dir};
use pycmill::py_compile::InvalidationMode;
use pycmill::{Compiler, Error, Target};
use tempfile::TempDir;

const fn assert_send_sync<T: Send + Sync>() {}

#[test]
fn everything_may_cross_threads() {
    assert_send_sync::<Compiler>();
    assert_send_sync::<Error>();
    assert_send_sync::<Options>();
    assert_send_sync::<pycmill::py_compile::Options>();
    assert_send_sync::<pycmill::warnings::Filters>();
    assert_send_sync::<Outcome>();
    assert_send_sync::<Stop>();
}

fn tree() -> TempDir {
    let folder = TempDir::new().expect("a temporary directory");
    for (name, text) in [("a.py", "x = 1\n"), ("b.py", "return\n"), ("notes.txt", "")] {
        fs::write(folder.path().join(name), text).expect("it can be written");
    }
    folder
}

fn options() -> Options {
    let target: Target = "3.13".parse().expect("a target");
    Options::new(target).quiet(2).invalidation_mode(InvalidationMode::Timestamp)
}

/// Names and statuses of the files of a tree, and whether all went well.
fn statuses(folder: &Path, options: &Options) -> (Vec<(String, Status)>, bool) {
    let mut found = Vec::new();
    let mut tell = |outcome: Outcome| {
        let name = outcome.source.file_name().expect("a name").to_string_lossy().into_owned();
        found.push((name, outcome.status));
    };
    let (mut messages, mut warnings) = (Vec::new(), Vec::new());
    let mut output = Output::new(&mut messages, &mut warnings).outcomes(&mut tell);
    let done = compile_dir(folder, options, &mut output).expect("nothing ends the run");
    drop(output);
    (found, done)
}

fn named(statuses: [Status; 3]) -> Vec<(String, Status)> {
    ["a.py", "b.py", "notes.txt"].into_iter().map(str::to_owned).zip(statuses).collect()
}

#[test]
fn outcomes_say_what_became_of_each_file() {
    use Status::{Compiled, Failed, Missing, Outdated, Skipped, UpToDate, WrongMode};
    let folder = tree();
    let check = options().check_only(true);
    assert_eq!(statuses(folder.path(), &check), (named([Missing, Missing, Skipped]), false));
    assert_eq!(statuses(folder.path(), &options()), (named([Compiled, Failed, Skipped]), false));
    assert_eq!(statuses(folder.path(), &options()), (named([UpToDate, Failed, Skipped]), false));
    assert_eq!(statuses(folder.path(), &check), (named([UpToDate, Missing, Skipped]), false));

    let hashes = options().invalidation_mode(InvalidationMode::CheckedHash);
    let strict = hashes.clone().freshness(Freshness::Header);
    assert_eq!(statuses(folder.path(), &hashes).0[0].1, UpToDate, "as in Python");
    assert_eq!(statuses(folder.path(), &hashes.clone().check_only(true)).0[0].1, WrongMode);
    assert_eq!(statuses(folder.path(), &strict).0[0].1, Compiled);
    assert_eq!(statuses(folder.path(), &strict).0[0].1, UpToDate);
    fs::write(folder.path().join("a.py"), "x = 2\n").expect("it can be written");
    assert_eq!(statuses(folder.path(), &hashes.check_only(true)).0[0].1, Outdated);
}

#[test]
fn files_are_passed_over_by_expression() {
    let folder = tree();
    let pattern = Pattern::new("3.13".parse().expect("a target"), Path::new(r"(?<!x)/b\.py\Z")).expect("an expression");
    let (found, done) = statuses(folder.path(), &options().skip(Skip::Found(pattern)));
    assert_eq!((found[1].1, done), (Status::Skipped, true));
}

#[test]
fn a_run_can_be_interrupted() {
    let folder = tree();
    let options = options().interrupted(Arc::new(AtomicBool::new(true)));
    let (mut messages, mut warnings) = (Vec::new(), Vec::new());
    let done = compile_all(&[folder.path().to_owned()], &options, &mut Output::new(&mut messages, &mut warnings));
    assert!(matches!(done, Err(Stop::Interrupted)));
    assert!(!folder.path().join("__pycache__").exists());
}

#[test]
fn a_file_given_twice_is_compiled_once() {
    let folder = tree();
    let file = folder.path().join("a.py");
    let other = folder.path().join(".").join("a.py");
    let (mut messages, mut warnings) = (Vec::new(), Vec::new());
    let options = options().quiet(0);
    let paths = [file, other, folder.path().join("notes.txt")];
    compile_all(&paths, &options, &mut Output::new(&mut messages, &mut warnings)).expect("nothing ends the run");
    assert_eq!(String::from_utf8_lossy(&messages).matches("Compiling").count(), 1);
}

/// What a run over a tree says and finds.
fn run(paths: &[&Path], options: &Options) -> (String, Vec<(String, Status)>) {
    let mut found = Vec::new();
    let mut tell = |outcome: Outcome| found.push((outcome.source.display().to_string(), outcome.status));
    let (mut messages, mut warnings) = (Vec::new(), Vec::new());
    let mut output = Output::new(&mut messages, &mut warnings).outcomes(&mut tell);
    let paths: Vec<_> = paths.iter().map(|path| path.to_path_buf()).collect();
    compile_all(&paths, options, &mut output).expect("nothing ends the run");
    drop(output);
    (String::from_utf8_lossy(&messages).into_owned(), found)
}

/// Nested directories, more files than are handed over at a time, some of them wrong.
fn deep_tree() -> TempDir {
    let folder = TempDir::new().expect("a temporary directory");
    let mut place = folder.path().to_owned();
    for level in 0..12 {
        for number in 0..9 {
            let text = if number == 4 { "return\n" } else { "x = 1\n" };
            fs::write(place.join(format!("{number}.py")), text).expect("it can be written");
        }
        place.push(format!("5{level}"));
        fs::create_dir(&place).expect("it can be made");
    }
    folder
}

#[test]
fn the_number_of_workers_changes_nothing() {
    let folder = deep_tree();
    let options = options().quiet(0);
    let first = run(&[folder.path()], &options.clone().workers(1).force(true));
    assert_eq!(first.1.len(), 108);
    for workers in [0, 2, 7] {
        assert_eq!(run(&[folder.path()], &options.clone().workers(workers).force(true)), first);
    }
    let (again, _) = run(&[folder.path()], &options);
    assert_eq!(again.matches("Compiling").count(), 12, "those with an error");
}

#[test]
fn what_is_named_twice_is_compiled_once() {
    let folder = deep_tree();
    let inner = folder.path().join("50");
    let file = inner.join("3.py");
    let (messages, found) = run(&[folder.path(), &inner, &file], &options().quiet(0));
    assert_eq!(found.len(), 108 + 99 + 1);
    let compiled = |name: &Path| messages.matches(&format!("Compiling '{}'...", name.display())).count();
    assert_eq!(compiled(&file), 1);
    assert_eq!(compiled(&inner.join("4.py")), 2, "it has no result");
}

#[test]
fn results_in_the_tree_are_not_walked() {
    let folder = deep_tree();
    let options = options().quiet(0).pycache_prefix(folder.path().join("zz"));
    let (messages, _) = run(&[folder.path()], &options);
    assert!(!messages.contains("zz'"), "{messages}");
}
