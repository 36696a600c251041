//! A bar on a terminal for runs that take long.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use pycmill::compileall::Watch;

use crate::arguments::Own;

/// Shorter runs have no bar.
const LONG: Duration = Duration::from_secs(2);

/// A bar, or nothing.
pub(crate) struct Progress(Option<ProgressBar>);

impl Progress {
    /// A bar if both streams are terminals and nobody wants less.
    pub(crate) fn new(own: &Own, quiet: u8) -> Self {
        let is_wanted = quiet == 0 && !own.json && !own.no_progress;
        if !is_wanted || !io::stdout().is_terminal() || !io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} {elapsed}");
        Self(Some(bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))))
    }

    /// A writer that the bar makes room for.
    pub(crate) fn beside<W: Write>(&self, inner: W) -> Beside<'_, W> {
        Beside { bar: self.0.as_ref(), inner }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.0.iter().for_each(ProgressBar::finish_and_clear);
    }
}

impl Watch for Progress {
    fn found(&self, files: usize) {
        self.0.iter().for_each(|bar| bar.inc_length(files as u64));
    }

    fn done(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
            if bar.is_hidden() && bar.elapsed() > LONG {
                bar.set_draw_target(ProgressDrawTarget::stderr());
            }
        }
    }
}

/// A writer on the terminal of the bar.
pub(crate) struct Beside<'b, W> {
    bar: Option<&'b ProgressBar>,
    inner: W,
}

impl<W: Write> Write for Beside<'_, W> {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        match self.bar {
            Some(bar) => bar.suspend(|| self.inner.write(text)),
            None => self.inner.write(text),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
