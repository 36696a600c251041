//! Runs a case on one side, in a fresh tree.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use pycmill::Version;

use super::snapshot::{self, Snapshot};
use super::table::{Case, Compare, Run, Step};
use super::tree;
use super::words::Variables;
use crate::conformance::interpreter::Interpreter;
use crate::rights;
use crate::windows::Wine;

/// After this a command counts as one that does not end.
const LIMIT: Duration = Duration::from_secs(120);

/// Who runs the commands.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Side<'folder> {
    CPython,
    /// A folder with a link to the command for each version: usages begin with the name of the interpreter.
    Ours(&'folder Path),
}

/// Who runs the commands, and where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Runner<'r> {
    pub(crate) side: Side<'r>,
    /// The Windows that they run in, if it is one.
    pub(crate) wine: Option<&'r Wine>,
}

/// What a command did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Outcome {
    pub(crate) status: String,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
    pub(crate) tree: Snapshot,
}

/// Where cases are run: the folder has the same name for both sides, because names reach the bytes.
pub(crate) fn folder(wine: Option<&Wine>) -> PathBuf {
    const NAME: &str = "pycmill-command-lines";
    wine.map_or_else(|| std::env::temp_dir().join(NAME), |wine| wine.drive().join(NAME))
}

/// Makes the folder with a link to the command for each version.
pub(crate) fn link(binary: &Path) -> io::Result<PathBuf> {
    let links = folder(None).join(format!("bin-{}", std::process::id()));
    fs::create_dir_all(&links)?;
    for version in Version::ALL {
        std::os::unix::fs::symlink(std::path::absolute(binary)?, links.join(format!("python{version}")))?;
    }
    Ok(links)
}

/// Runs the commands of a case below `top`, which is made and removed.
pub(crate) fn run(case: &Case, runner: Runner<'_>, interpreter: &Interpreter, top: &Path) -> io::Result<Vec<Outcome>> {
    fs::create_dir_all(folder(runner.wine))?;
    let lock = File::create(top.with_extension("lock"))?;
    lock.lock()?;
    let _ = fs::remove_dir_all(top);
    fs::create_dir(top)?;
    let result = steps(case, runner, interpreter, top);
    fs::remove_dir_all(top)?;
    result
}

fn steps(case: &Case, runner: Runner<'_>, interpreter: &Interpreter, top: &Path) -> io::Result<Vec<Outcome>> {
    let variables = variables(interpreter, top, runner.wine);
    let mut outcomes = Vec::new();
    for step in &case.steps {
        match step {
            Step::Change(verb, operands) => tree::change(top, verb, operands, &variables, &interpreter.path)
                .map_err(|error| io::Error::other(format!("{}: {verb}: {error}", case.place)))?,
            Step::Run(run) => outcomes.push(execute(run, runner, interpreter, top, &variables)?),
        }
    }
    Ok(outcomes)
}

/// What a table can name.
fn variables(interpreter: &Interpreter, top: &Path, wine: Option<&Wine>) -> Variables {
    let target = interpreter.target;
    let folder = wine.map_or_else(|| top.as_os_str().to_owned(), |wine| wine.path(top));
    Variables(vec![
        ("PWD", folder.into_encoded_bytes()),
        ("TAG", format!("cpython-3{}", target.version().minor()).into_bytes()),
        ("VERSION", target.version().to_string().into_bytes()),
        ("MAGIC", target.version().magic_number().to_le_bytes().to_vec()),
        ("PYTHON", interpreter.file().into_os_string().into_encoded_bytes()),
    ])
}

fn execute(
    run: &Run,
    runner: Runner<'_>,
    interpreter: &Interpreter,
    top: &Path,
    variables: &Variables,
) -> io::Result<Outcome> {
    let before = snapshot::stamps(top)?;
    let mut command = command(run, &program(run, runner, interpreter, top, variables));
    command.current_dir(top.join(run.folder.to_os(variables))).env_clear();
    let fixed = [("PATH", "/usr/bin:/bin"), ("LC_ALL", "C.UTF-8"), ("COLUMNS", "80"), ("PYTHONHASHSEED", "0")];
    // Wine puts files into the home directory.
    let home = runner.wine.map_or_else(|| top.to_owned(), Wine::drive);
    command.envs(fixed).env("HOME", home).envs(runner.wine.into_iter().flat_map(Wine::environment));
    if matches!(runner.side, Side::CPython) {
        // It must not leave what it imports below a cache prefix that a command names.
        command.env("PYTHONDONTWRITEBYTECODE", "1");
    }
    command.envs(run.environment.iter().map(|(name, value)| (name, value.to_os(variables))));
    let (status, stdout, stderr) = finish(&mut command, run.stdin.expand(variables))?;
    Ok(Outcome { status, stdout, stderr, tree: snapshot::take(top, &before)? })
}

/// The program with its arguments.
fn program(
    run: &Run,
    Runner { side, wine }: Runner<'_>,
    interpreter: &Interpreter,
    top: &Path,
    variables: &Variables,
) -> Vec<OsString> {
    let named = run.python.as_ref().map(|word| top.join(word.to_os(variables)));
    let mut words: Vec<OsString> = match (side, named) {
        (Side::CPython, Some(python)) if python != interpreter.file() => vec![python.into()],
        (Side::CPython, _) => vec![interpreter.path.clone().into()],
        (Side::Ours(binaries), python) => {
            let name = match wine {
                Some(_) => "pycmill.exe".to_owned(),
                None => format!("python{}", interpreter.target.version()),
            };
            let mut words = vec![binaries.join(name).into(), "--target".into(), interpreter.target.to_string().into()];
            words.extend(python.into_iter().flat_map(|python| ["--python".into(), python.into()]));
            words
        }
    };
    let given: Vec<OsString> = run.words.iter().map(|word| word.to_os(variables)).collect();
    let is_module = given[0] == "compileall" || given[0] == "py_compile";
    if is_module {
        words.push("-m".into());
    }
    words.extend(given);
    // Workers are started as sys.executable, which does not start by itself where a script stands before it.
    let has_workers = run.compare == Compare::Sorted && interpreter.starts_itself();
    if matches!(run.compare, Compare::Serial | Compare::Sorted) && !has_workers && matches!(side, Side::CPython) {
        words.extend(["-j".into(), "1".into()]);
    }
    wine.map(|wine| wine.program().to_owned()).into_iter().chain(words).collect()
}

fn command(run: &Run, words: &[OsString]) -> Command {
    let umask = run.umask.iter().map(|mode| format!("umask {mode}"));
    let steps: Vec<String> = umask.chain(run.shell.clone()).collect();
    let shell = format!("{}; exec \"$@\"", steps.join("; "));
    let before: &[&str] = if steps.is_empty() { &[] } else { &["sh", "-c", &shell, "sh"] };
    let words: Vec<&OsStr> = before.iter().map(OsStr::new).chain(words.iter().map(|word| &**word)).collect();
    let mut command = rights::command(words[0]);
    command.args(&words[1..]);
    command
}

fn finish(command: &mut Command, input: Vec<u8>) -> io::Result<(String, Vec<u8>, Vec<u8>)> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (mut stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        // A program that does not read its input is no error.
        scope.spawn(move || stdin.as_mut().map(|stdin| stdin.write_all(&input)));
        let stdout = scope.spawn(|| read(stdout));
        let stderr = scope.spawn(|| read(stderr));
        let status = wait(&mut child)?;
        let joined = |thread: thread::ScopedJoinHandle<'_, io::Result<Vec<u8>>>| thread.join().expect("reading ends");
        Ok((status, joined(stdout)?, joined(stderr)?))
    })
}

fn read(from: Option<impl Read>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.map_or(Ok(0), |mut from| from.read_to_end(&mut bytes))?;
    Ok(bytes)
}

fn wait(child: &mut Child) -> io::Result<String> {
    let start = Instant::now();
    while start.elapsed() < LIMIT {
        if let Some(status) = child.try_wait()? {
            return Ok(status_name(status));
        }
        thread::sleep(Duration::from_millis(if start.elapsed().as_millis() < 100 { 1 } else { 10 }));
    }
    child.kill()?;
    child.wait()?;
    Ok("does not end".to_owned())
}

/// The status as text.
pub(crate) fn status_name(status: ExitStatus) -> String {
    let signal = || status.signal().map_or_else(|| "unknown".to_owned(), |signal| format!("signal {signal}"));
    status.code().map_or_else(signal, |code| code.to_string())
}
