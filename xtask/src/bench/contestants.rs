//! Who competes, and in what.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use super::uv::Environment;
use super::{measure, trees};
use crate::conformance::interpreter::Interpreter;

/// One command that competes.
pub(crate) struct Contestant {
    pub(crate) name: String,
    /// What happens before the clock starts.
    pub(crate) prepare: Box<dyn Fn() -> io::Result<()>>,
    pub(crate) command: Box<dyn Fn() -> Command>,
    pub(crate) samples: Vec<measure::Sample>,
}

/// Commands that do the same work.
pub(crate) struct Contest {
    pub(crate) title: String,
    /// How many runs count as one: what is over soon is run more often.
    pub(crate) repeats: usize,
    /// The name of the one that the others are compared with.
    pub(crate) measured_by: &'static str,
    pub(crate) contestants: Vec<Contestant>,
}

/// Who the others are compared with.
const RIVAL: &str = "compileall -j 1";

/// The three contests: everything to do, nothing to do, one tiny file.
pub(crate) fn all(
    interpreter: &Interpreter,
    command: &Path,
    stages: &Path,
    tree: &Path,
    uv: Option<&Environment>,
) -> io::Result<Vec<Contest>> {
    Ok(vec![
        cold(interpreter, command, stages, tree, uv),
        warm(interpreter, command, tree, uv),
        start_up(interpreter, command)?,
    ])
}

fn cold(interpreter: &Interpreter, ours: &Path, stages: &Path, tree: &Path, uv: Option<&Environment>) -> Contest {
    let mut contest = everything("Everything to compile".to_owned(), interpreter, ours, tree, uv);
    contest.contestants.push(parser_alone(interpreter, stages, tree));
    contest.contestants.push(plain_copy(tree));
    contest
}

/// Both sides and uv on a tree of which nothing is compiled.
pub(crate) fn everything(
    title: String,
    interpreter: &Interpreter,
    ours: &Path,
    tree: &Path,
    uv: Option<&Environment>,
) -> Contest {
    let mut contestants = compilers(interpreter, ours, tree, &["-qq", "-f"], |tree| {
        let tree = tree.to_owned();
        Box::new(move || trees::clean(&tree))
    });
    contestants.extend(uv.map(Environment::cold));
    Contest { title, repeats: 1, measured_by: RIVAL, contestants }
}

fn warm(interpreter: &Interpreter, ours: &Path, tree: &Path, uv: Option<&Environment>) -> Contest {
    let (python, compiled) = (interpreter.path.clone(), tree.to_owned());
    let mut contestants = compilers(interpreter, ours, tree, &["-qq"], |_| Box::new(|| Ok(())));
    // The first of each round finds what CPython compiled.
    contestants[0].prepare = Box::new(move || {
        measure::measure(&mut compileall(&python, &compiled, &["-qq"], "0"))?;
        Ok(())
    });
    contestants.extend(uv.map(Environment::warm));
    Contest { title: "Nothing to compile".to_owned(), repeats: 1, measured_by: RIVAL, contestants }
}

type Prepare = Box<dyn Fn() -> io::Result<()>>;

/// Both sides with one worker and with all.
fn compilers(
    interpreter: &Interpreter,
    ours: &Path,
    tree: &Path,
    flags: &'static [&'static str],
    prepare: impl Fn(&Path) -> Prepare,
) -> Vec<Contestant> {
    let target = interpreter.target.to_string();
    let mut contestants = Vec::new();
    for (workers, shown) in [("1", "1 worker"), ("0", "all cores")] {
        let (ours, tree_, target) = (ours.to_owned(), tree.to_owned(), target.clone());
        let command = move || {
            let mut command = Command::new(&ours);
            command.args(["--target", &target, "compileall", "-j", workers]).args(flags).arg(&tree_);
            command
        };
        contestants.push(contestant(&format!("pycmill, {shown}"), prepare(tree), Box::new(command)));
    }
    // Worker processes are started by starting the interpreter again.
    let workers = if interpreter.starts_workers() { &["1", "0"][..] } else { &["1"] };
    for &workers in workers {
        let (python, tree_) = (interpreter.path.clone(), tree.to_owned());
        let command = move || compileall(&python, &tree_, flags, workers);
        contestants.push(contestant(&format!("compileall -j {workers}"), prepare(tree), Box::new(command)));
    }
    contestants
}

fn compileall(python: &Path, tree: &Path, flags: &[&str], workers: &str) -> Command {
    let mut command = Command::new(python);
    command.args(["-m", "compileall", "-j", workers]).args(flags).arg(tree).env("PYTHONHASHSEED", "0");
    command
}

fn contestant(name: &str, prepare: Prepare, command: Box<dyn Fn() -> Command>) -> Contestant {
    Contestant { name: name.to_owned(), prepare, command, samples: Vec::new() }
}

/// Our stages up to the syntax tree, nothing written.
fn parser_alone(interpreter: &Interpreter, stages: &Path, tree: &Path) -> Contestant {
    let (stages, tree, target) = (stages.to_owned(), tree.to_owned(), interpreter.target.to_string());
    let command = move || {
        let mut command = Command::new(&stages);
        command.args(["--parse-only", &target]).arg(&tree);
        command
    };
    contestant("parser stage alone, 1 worker", Box::new(|| Ok(())), Box::new(command))
}

/// What reading and writing that many files costs.
fn plain_copy(tree: &Path) -> Contestant {
    let (from, to) = (tree.to_owned(), trees::folder().join("copy"));
    let copy = to.clone();
    let prepare = move || {
        trees::clean(&from)?;
        if copy.exists() { fs::remove_dir_all(&copy) } else { Ok(()) }
    };
    let from: PathBuf = tree.to_owned();
    let command = move || {
        let mut command = Command::new("cp");
        command.arg("-r").args([&from, &to]);
        command
    };
    contestant("cp -r", Box::new(prepare), Box::new(command))
}

/// From the shell to the `.pyc` of one line.
fn start_up(interpreter: &Interpreter, ours: &Path) -> io::Result<Contest> {
    let file = trees::folder().join("tiny/tiny.py");
    fs::create_dir_all(file.parent().expect("is in a folder"))?;
    fs::write(&file, "answer = 42\n")?;
    let (ours, target, tiny) = (ours.to_owned(), interpreter.target.to_string(), file.clone());
    let our_command = move || {
        let mut command = Command::new(&ours);
        command.args(["--target", &target, "py_compile"]).arg(&tiny);
        command
    };
    let python = interpreter.path.clone();
    let their_command = move || {
        let mut command = Command::new(&python);
        command.args(["-m", "py_compile"]).arg(&file);
        command
    };
    let nothing = || -> Prepare { Box::new(|| Ok(())) };
    let contestants = vec![
        contestant("pycmill py_compile tiny.py", nothing(), Box::new(our_command)),
        contestant("python -m py_compile tiny.py", nothing(), Box::new(their_command)),
    ];
    Ok(Contest { title: "Start-up".to_owned(), repeats: 20, measured_by: "python -m py_compile tiny.py", contestants })
}
