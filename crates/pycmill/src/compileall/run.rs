//! A run over files and directories: steps are collected, worked on at the same time, and reported in order.
//!
//! Invariant: two sources of the same result are never worked on at the same time, so that the second one is seen as up
//! to date where it would be.

use std::ffi::OsString;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};
use std::thread;

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use rustc_hash::FxHashSet;

use super::file::{self, Checked, Report};
use super::outcome::{Outcome, Status};
use super::walk::{self, Step};
use super::{Options, Output, Raised, Stop};
use crate::Compiler;
use crate::files::DirectoryId;

/// So many steps are taken before their messages are written.
const BATCH: usize = 2048;

/// A step and the options it is taken with.
struct Task {
    step: Step,
    /// An index into [`Run::options`].
    options: usize,
}

/// A run and how far it is.
pub(crate) struct Run<'r, 'o> {
    /// Those of the run, then those of directories whose names are replaced.
    options: Vec<Options>,
    output: &'r mut Output<'o>,
    pool: Option<ThreadPool>,
    /// Those that nobody works with at the moment; their memory serves the next file.
    compilers: Mutex<Vec<Compiler>>,
    tasks: Vec<Task>,
    /// Directory and name of the sources in `tasks`.
    sources: FxHashSet<(DirectoryId, OsString)>,
    /// The directory of the last source as it was named, and which it is.
    last_directory: Option<(PathBuf, DirectoryId)>,
    success: bool,
}

impl<'r, 'o> Run<'r, 'o> {
    pub(crate) fn new(options: &Options, output: &'r mut Output<'o>) -> Self {
        output.strict = options.strict_encoding;
        Self {
            options: vec![options.clone()],
            output,
            pool: None,
            compilers: Mutex::default(),
            tasks: Vec::new(),
            sources: FxHashSet::default(),
            last_directory: None,
            success: true,
        }
    }

    /// Takes a file up.
    pub(crate) fn file(&mut self, file: &Path) -> Result<(), Stop> {
        self.push(Step::Compile(file.to_owned()), 0)
    }

    /// Takes a directory up.
    pub(crate) fn directory(&mut self, directory: &Path) -> Result<(), Stop> {
        if self.options[0].workers < 0 {
            self.flush()?;
            return Err(Raised::new("ValueError", "workers must be greater or equal to 0").into());
        }
        let index = self.options_of(directory);
        for step in walk::steps(directory, &self.options[index]) {
            self.push(step, index)?;
        }
        Ok(())
    }

    /// A destination takes the place of the directory.
    fn options_of(&mut self, directory: &Path) -> usize {
        let mut options = self.options[0].clone();
        let Some(destination) = options.destination.take() else { return 0 };
        options.strip_dir = Some(directory.to_owned());
        options.prepend_dir = Some(destination);
        self.options.push(options);
        self.options.len() - 1
    }

    /// Does what is left; whether everything went well.
    pub(crate) fn finish(mut self) -> Result<bool, Stop> {
        self.flush()?;
        Ok(self.success)
    }

    fn push(&mut self, step: Step, options: usize) -> Result<(), Stop> {
        if let Step::Raise(raised) = step {
            self.flush()?;
            return Err(raised.into());
        }
        if let Step::Compile(file) = &step {
            match file::check(file, &self.options[options]) {
                Ok(Checked::Due) => {}
                Ok(Checked::Skipped(said)) => return self.collect(Step::Say(said), options),
                Err((said, stop)) => {
                    self.flush()?;
                    self.output.write(&said)?;
                    return Err(stop);
                }
            }
            let source = self.identity(file);
            if self.sources.contains(&source) {
                self.flush()?;
            }
            self.sources.insert(source);
        }
        self.collect(step, options)
    }

    fn collect(&mut self, step: Step, options: usize) -> Result<(), Stop> {
        self.tasks.push(Task { step, options });
        let is_each_due = self.options[0].host.is_some() && self.options[0].workers == 1;
        if is_each_due || self.tasks.len() >= BATCH { self.flush() } else { Ok(()) }
    }

    /// The directory and the name of a file.
    fn identity(&mut self, file: &Path) -> (DirectoryId, OsString) {
        let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = file.file_name().unwrap_or_default().to_owned();
        if let Some((_, directory)) = self.last_directory.as_ref().filter(|(named, _)| named == parent) {
            return (directory.clone(), name);
        }
        let directory = DirectoryId::of(parent);
        self.last_directory = Some((parent.to_owned(), directory.clone()));
        (directory, name)
    }

    /// Takes the steps collected, and reports.
    fn flush(&mut self) -> Result<(), Stop> {
        let tasks = std::mem::take(&mut self.tasks);
        self.sources.clear();
        let files = tasks.iter().filter(|task| matches!(task.step, Step::Compile(_))).count();
        self.output.watch.iter().for_each(|watch| watch.found(files));
        let options = &self.options[0];
        if options.workers == 1 || files < 2 || self.output.strict.is_some() || options.memory.is_some() {
            return self.take_in_turn(tasks);
        }
        let Some(pool) = self.pool.take().or_else(|| pool(self.options[0].workers)) else {
            return self.take_in_turn(tasks);
        };
        let reports = self.take_at_once(&tasks, &pool);
        self.pool = Some(pool);
        for (report, task) in reports.into_iter().zip(&tasks) {
            let Some(report) = report else { return Err(Stop::Interrupted) };
            let report = if report.is_postponed { self.take_again(task)? } else { report };
            self.success &= !self.output.report(report)?;
        }
        Ok(())
    }

    /// Compiles a file that a worker gave up. It was due, even if a level of it is up to date by now.
    fn take_again(&self, task: &Task) -> Result<Report, Stop> {
        let options = self.options[task.options].clone().force(true);
        take(&self.compilers, &task.step, &options).ok_or(Stop::Interrupted)
    }

    fn take_in_turn(&mut self, tasks: Vec<Task>) -> Result<(), Stop> {
        for task in tasks {
            let options = &self.options[task.options];
            if let (Some(strict), Step::Compile(file)) = (self.output.strict, &task.step)
                && let Some(raised) = file::announcement(file, options).and_then(|text| strict.split(&text).1)
            {
                return Err(raised.into());
            }
            let Some(report) = take(&self.compilers, &task.step, options) else { return Err(Stop::Interrupted) };
            self.output.watch.filter(|_| matches!(task.step, Step::Compile(_))).iter().for_each(|watch| watch.done());
            self.success &= !self.output.report(report)?;
        }
        Ok(())
    }

    fn take_at_once(&self, tasks: &[Task], pool: &ThreadPool) -> Vec<Option<Report>> {
        let (compilers, watch) = (&self.compilers, self.output.watch);
        let options: Vec<Options> = self.options.iter().map(Options::postponing).collect();
        let work = || {
            let one = |task: &Task| {
                let report = take(compilers, &task.step, &options[task.options]);
                watch.filter(|_| matches!(task.step, Step::Compile(_))).iter().for_each(|watch| watch.done());
                report
            };
            tasks.par_iter().map(one).collect()
        };
        pool.install(work)
    }
}

/// As many threads as are wanted, or as can be started; nothing if that is one.
fn pool(workers: i64) -> Option<ThreadPool> {
    let all = || thread::available_parallelism().map_or(1, NonZero::get);
    let mut count = usize::try_from(workers).ok().filter(|workers| *workers > 0).unwrap_or_else(all).min(MAX_THREADS);
    while count > 1 {
        match ThreadPoolBuilder::new().num_threads(count).build() {
            Ok(pool) => return Some(pool),
            Err(_) => count /= 2,
        }
    }
    None
}

/// More threads than this are never of use.
const MAX_THREADS: usize = 512;

/// Takes a step; nothing if the run is interrupted.
fn take(compilers: &Mutex<Vec<Compiler>>, step: &Step, options: &Options) -> Option<Report> {
    if options.interrupted.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed)) {
        return None;
    }
    Some(match step {
        Step::Say(message) => Report { messages: message.clone(), ..Report::default() },
        Step::CannotList(directory) => cannot_list(directory, options),
        // It stops the run before it becomes a task.
        Step::Raise(_) => Report::default(),
        // Memory that is kept would not be there for the next file.
        Step::Compile(file) if options.memory.is_some() => file::compile(&mut Compiler::new(), file, options),
        Step::Compile(file) => with_compiler(compilers, |compiler| file::compile(compiler, file, options)),
    })
}

/// Lends a compiler to some work.
fn with_compiler<T>(compilers: &Mutex<Vec<Compiler>>, work: impl FnOnce(&mut Compiler) -> T) -> T {
    let idle = || compilers.lock().unwrap_or_else(PoisonError::into_inner);
    let taken = idle().pop();
    let mut compiler = taken.unwrap_or_default();
    let result = work(&mut compiler);
    idle().push(compiler);
    result
}

fn cannot_list(directory: &Path, options: &Options) -> Report {
    let shown = options.repr(directory);
    let outcome = Outcome {
        source: directory.to_owned(),
        status: Status::Unlisted,
        results: Vec::new(),
        error: None,
        warnings: Vec::new(),
    };
    Report {
        messages: if options.quiet < 2 { format!("Can't list {shown}\n") } else { String::new() },
        failed: options.strict,
        outcome: Some(outcome),
        ..Report::default()
    }
}
