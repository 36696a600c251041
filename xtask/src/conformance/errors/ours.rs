//! The process that answers with what this compiler makes of snippets, so that a stack overflow loses one snippet and
//! not the run.

use std::io::{self, BufRead, Read, Write};
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, panic};

use pycmill::{Compiler, Error, Options, Target, Warning};

use super::answer::{Answer, Rejected, Warned};

/// The first word of the command line of such a process.
pub(crate) const WORD: &str = "answer-errors";

/// The exit status of a process that was too slow.
const TOO_SLOW: i32 = 124;

/// How to start it.
pub(crate) fn command(target: Target, seconds: u64) -> io::Result<Command> {
    let mut command = Command::new(env::current_exe()?);
    command.args(["conformance", WORD, &target.to_string(), &seconds.to_string()]);
    Ok(command)
}

/// Runs it.
pub(crate) fn main(words: &[String]) -> ExitCode {
    let parsed = words.first().and_then(|word| word.parse::<Target>().ok());
    let seconds = words.get(1).and_then(|word| word.parse().ok());
    let (Some(target), Some(seconds)) = (parsed, seconds) else { return ExitCode::FAILURE };
    super::super::ours::catch_panics();
    // A thread, because their stacks are smaller than the first one's.
    match thread::spawn(move || serve(target, seconds)).join() {
        Ok(Ok(())) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn serve(target: Target, seconds: u64) -> io::Result<()> {
    let clock = Clock::start(seconds);
    let (mut requests, mut answers) = (io::stdin().lock(), io::stdout().lock());
    let mut compiler = Compiler::new();
    let mut line = String::new();
    while requests.read_line(&mut line)? > 0 {
        let mut source = vec![0; line.trim_end().parse().map_err(io::Error::other)?];
        requests.read_exact(&mut source)?;
        clock.set(true);
        let result = panic::catch_unwind(panic::AssertUnwindSafe(|| answer(&mut compiler, target, &source)));
        clock.set(false);
        let answer = result.unwrap_or_else(|_| {
            compiler = Compiler::new();
            Answer::Lost(super::super::ours::take_panic())
        });
        writeln!(answers, "{}", answer.to_json())?;
        answers.flush()?;
        line.clear();
    }
    Ok(())
}

fn answer(compiler: &mut Compiler, target: Target, source: &[u8]) -> Answer {
    match warnings(compiler, target, source) {
        Ok(warnings) => Answer::Compiled { rejected: None, warnings: warnings.iter().map(warned).collect() },
        Err(error) => match error.rejection() {
            Some(rejection) => {
                let rejected = Rejected {
                    class: rejection.class().to_owned(),
                    message: rejection.message().to_owned(),
                    place: [rejection.line(), rejection.offset(), rejection.end_line(), rejection.end_offset()],
                    printed: error.to_string(),
                };
                Answer::Compiled { rejected: Some(rejected), warnings: error.warnings().iter().map(warned).collect() }
            }
            None => Answer::Lost(error.to_string()),
        },
    }
}

/// A target that is not complete has a parser.
fn warnings(compiler: &mut Compiler, target: Target, source: &[u8]) -> Result<Vec<Warning>, Error> {
    let options = Options::new(b"q.py");
    if !target.is_complete() {
        return pycmill::check_syntax(target, source, options);
    }
    let compiled = compiler.compile(target, source, options)?;
    compiler.reuse(compiled.payload);
    Ok(compiled.warnings)
}

fn warned(warning: &Warning) -> Warned {
    Warned { class: warning.class().to_owned(), message: warning.message().to_owned(), line: warning.line() }
}

/// Ends the process when a snippet takes too long.
struct Clock {
    begun: Instant,
    /// Milliseconds at which the snippet began, 0 between snippets.
    since: Arc<AtomicU64>,
}

impl Clock {
    fn start(seconds: u64) -> Self {
        let (begun, since) = (Instant::now(), Arc::new(AtomicU64::new(0)));
        let watched = Arc::clone(&since);
        thread::spawn(move || {
            loop {
                thread::sleep(Duration::from_millis(200));
                let at = watched.load(Ordering::Relaxed);
                if at > 0 && begun.elapsed() > Duration::from_millis(at) + Duration::from_secs(seconds) {
                    std::process::exit(TOO_SLOW);
                }
            }
        });
        Self { begun, since }
    }

    fn set(&self, busy: bool) {
        let now = if busy { self.begun.elapsed().as_millis() as u64 + 1 } else { 0 };
        self.since.store(now, Ordering::Relaxed);
    }
}
