//! A run over files and directories: steps are collected, worked on while more are looked for, and reported in order.
//!
//! **Invariants**: two sources of the same result are never worked on at the same time; what the walk finds does not depend
//! on how far the work is, because directories that results are written to are not read while it goes on.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, Builder, Scope};

use super::file::{self, Checked, Report};
use super::queue::{Chunk, Queue, Task};
use super::seen::Seen;
use super::task::{Variant, take};
use super::walk::{Source, Step, Walk};
use super::{Options, Output, Raised, Stop};
use crate::Compiler;
use crate::files::DirectoryId;
use crate::platform;

/// So many steps are taken before their messages are written.
const BATCH: usize = 2048;
/// So many steps are handed over at a time.
const CHUNK: usize = 32;
/// More threads than this are never of use.
const MAX_THREADS: usize = 512;

/// A run and how far it is.
pub(crate) struct Run<'s, 'e, 'r, 'o> {
    scope: &'s Scope<'s, 'e>,
    queue: &'e Queue,
    /// The options of the run.
    variant: Arc<Variant>,
    output: &'r mut Output<'o>,
    compiler: Compiler,
    has_threads: bool,
    /// What is not handed over.
    tasks: Vec<Task>,
    /// What is handed over and not reported, and how much that is.
    pending: VecDeque<Arc<Chunk>>,
    count: usize,
    seen: Seen,
    /// The directory of the last source as it was named, and which it is.
    last_directory: Option<(PathBuf, DirectoryId)>,
    success: bool,
}

/// Runs over what `work` takes up; whether everything went well.
pub(crate) fn run(
    options: &Options,
    output: &mut Output<'_>,
    work: impl FnOnce(&mut Run<'_, '_, '_, '_>) -> Result<(), Stop>,
) -> Result<bool, Stop> {
    output.strict = options.strict_encoding;
    let queue = Queue::default();
    thread::scope(|scope| {
        let mut run = Run {
            scope,
            queue: &queue,
            variant: Arc::new(Variant::new(options.clone())),
            output,
            compiler: Compiler::new(),
            has_threads: false,
            tasks: Vec::new(),
            pending: VecDeque::new(),
            count: 0,
            seen: Seen::default(),
            last_directory: None,
            success: true,
        };
        work(&mut run)?;
        run.flush()?;
        Ok(run.success)
    })
}

impl Drop for Run<'_, '_, '_, '_> {
    fn drop(&mut self) {
        self.queue.close();
    }
}

impl<'s, 'e> Run<'s, 'e, '_, '_> {
    fn options(&self) -> &Options {
        &self.variant.own
    }

    /// Takes a file up.
    pub(crate) fn file(&mut self, file: &Path) -> Result<(), Stop> {
        let (directory, name) = self.identity(file);
        if self.seen.has_file(&directory, &name) {
            self.flush()?;
        }
        self.seen.add_file(directory, name);
        let variant = Arc::clone(&self.variant);
        self.push(Step::Compile(Source { path: file.to_owned(), folder: None }), &variant)
    }

    /// Takes a directory up.
    pub(crate) fn directory(&mut self, directory: &Path) -> Result<(), Stop> {
        if self.options().workers < 0 {
            self.flush()?;
            return Err(Raised::new("ValueError", "workers must be greater or equal to 0").into());
        }
        if self.is_busy() && is_within_cache(directory) {
            self.flush()?;
        }
        let variant = self.variant_of(directory);
        let walk = Walk::new(directory, &variant.own);
        if self.options().writes_beside() || self.options().pycache_prefix.is_some() {
            // Results may appear in directories that are still to be read.
            let steps: Vec<Step> = walk.collect();
            return steps.into_iter().try_for_each(|step| self.push(step, &variant));
        }
        walk.into_iter().try_for_each(|step| self.push(step, &variant))
    }

    /// A destination takes the place of the directory.
    fn variant_of(&self, directory: &Path) -> Arc<Variant> {
        if self.options().destination.is_none() {
            return Arc::clone(&self.variant);
        }
        let mut options = self.options().clone();
        options.prepend_dir = options.destination.take();
        options.strip_dir = Some(directory.to_owned());
        Arc::new(Variant::new(options))
    }

    fn is_busy(&self) -> bool {
        !self.tasks.is_empty() || !self.pending.is_empty()
    }

    fn push(&mut self, step: Step, variant: &Arc<Variant>) -> Result<(), Stop> {
        match &step {
            Step::Raise(raised) => {
                self.flush()?;
                return Err(raised.clone().into());
            }
            Step::Enter(directory) => return self.enter(directory),
            Step::Compile(source) => match file::check(&source.path, &variant.own) {
                Ok(Checked::Due) => {}
                Ok(Checked::Skipped(said)) => return self.collect(Step::Say(said), variant),
                Err((said, stop)) => {
                    self.flush()?;
                    self.output.write(&said)?;
                    return Err(stop);
                }
            },
            Step::Say(_) | Step::CannotList(_) => {}
        }
        self.collect(step, variant)
    }

    fn enter(&mut self, directory: &DirectoryId) -> Result<(), Stop> {
        if self.seen.has_directory(directory) {
            self.flush()?;
        }
        self.seen.add_directory(directory.clone());
        Ok(())
    }

    fn collect(&mut self, step: Step, variant: &Arc<Variant>) -> Result<(), Stop> {
        self.tasks.push(Task { step, variant: Arc::clone(variant) });
        let is_each_due = self.options().host.is_some() && self.options().workers == 1;
        if is_each_due || self.tasks.len() >= BATCH {
            return self.flush();
        }
        if self.tasks.len() >= CHUNK && !self.is_serial() { self.hand_over() } else { Ok(()) }
    }

    /// The directory and the name of a file.
    fn identity(&mut self, file: &Path) -> (DirectoryId, OsString) {
        let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = platform::identity(file.file_name().unwrap_or_default());
        if let Some((_, directory)) = self.last_directory.as_ref().filter(|(named, _)| named == parent) {
            return (directory.clone(), name);
        }
        let directory = DirectoryId::of(parent);
        self.last_directory = Some((parent.to_owned(), directory.clone()));
        (directory, name)
    }

    /// Whether files are compiled one at a time.
    fn is_serial(&self) -> bool {
        self.options().workers == 1 || self.output.strict.is_some() || self.options().memory.is_some()
    }

    /// Does what was taken up, and reports.
    fn flush(&mut self) -> Result<(), Stop> {
        let files = self.tasks.iter().filter(|task| task.is_file()).count();
        if self.is_serial() || self.pending.is_empty() && files < 2 {
            let tasks = std::mem::take(&mut self.tasks);
            self.output.watch.iter().for_each(|watch| watch.found(files));
            self.take_in_turn(tasks)?;
        } else {
            self.hand_over()?;
        }
        while !self.pending.is_empty() {
            self.work()?;
        }
        self.seen.clear();
        Ok(())
    }

    fn take_in_turn(&mut self, tasks: Vec<Task>) -> Result<(), Stop> {
        for task in tasks {
            let options = &task.variant.own;
            if let (Some(strict), Step::Compile(source)) = (self.output.strict, &task.step)
                && let Some(raised) = file::announcement(source, options).and_then(|text| strict.split(&text).1)
            {
                return Err(raised.into());
            }
            let report = take(&mut self.compiler, &task.step, options);
            self.report(report, &task)?;
        }
        Ok(())
    }

    /// Lets threads work on what was collected.
    fn hand_over(&mut self) -> Result<(), Stop> {
        let tasks = std::mem::take(&mut self.tasks);
        let files = tasks.iter().filter(|task| task.is_file()).count();
        self.output.watch.iter().for_each(|watch| watch.found(files));
        self.count += tasks.len();
        let chunk = Chunk::new(tasks);
        self.pending.push_back(Arc::clone(&chunk));
        self.queue.push(chunk);
        self.start_threads();
        self.report_done()?;
        while self.count > BATCH {
            self.work()?;
        }
        Ok(())
    }

    /// Takes a task, or waits for the others where there is none.
    fn work(&mut self) -> Result<(), Stop> {
        if !self.queue.help(&mut self.compiler)
            && let Some(chunk) = self.pending.front()
        {
            self.queue.wait(chunk);
        }
        self.report_done()
    }

    /// Reports the chunks that are done, up to the first that is not.
    fn report_done(&mut self) -> Result<(), Stop> {
        while let Some(chunk) = self.pending.pop_front_if(|chunk| chunk.is_done()) {
            self.count -= chunk.tasks.len();
            for (at, task) in chunk.tasks.iter().enumerate() {
                let report = match chunk.report(at) {
                    Some(report) if report.is_postponed => self.take_again(task),
                    report => report,
                };
                self.report(report, task)?;
            }
        }
        Ok(())
    }

    /// Compiles a file that a worker gave up. It was due, even if a level of it is up to date by now.
    fn take_again(&mut self, task: &Task) -> Option<Report> {
        take(&mut self.compiler, &task.step, &task.variant.own.clone().force(true))
    }

    fn report(&mut self, report: Option<Report>, task: &Task) -> Result<(), Stop> {
        let report = report.ok_or(Stop::Interrupted)?;
        self.output.watch.filter(|_| task.is_file()).iter().for_each(|watch| watch.done());
        self.success &= !self.output.report(report)?;
        Ok(())
    }

    /// As many threads as are wanted besides this one, or as can be started.
    fn start_threads(&mut self) {
        if self.has_threads {
            return;
        }
        self.has_threads = true;
        let all = || thread::available_parallelism().map_or(1, NonZero::get);
        let wanted = usize::try_from(self.options().workers).ok().filter(|workers| *workers > 0).unwrap_or_else(all);
        for _ in 1..wanted.min(MAX_THREADS) {
            let queue = self.queue;
            if Builder::new().spawn_scoped(self.scope, || queue.work()).is_err() {
                return;
            }
        }
    }
}

/// Whether a directory is one that results are written to, or in one.
fn is_within_cache(directory: &Path) -> bool {
    let path = fs::canonicalize(directory).unwrap_or_default();
    path.components().any(|part| part.as_os_str() == "__pycache__")
}
