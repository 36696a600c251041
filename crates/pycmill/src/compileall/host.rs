//! The program around a run, where that has a say: a Python that calls `compile_dir`.

use std::fmt;
use std::path::Path;

use super::Stop;

/// What the program around a run is asked.
pub trait Host: fmt::Debug + Send + Sync {
    /// Whether a file is passed over, `rx.search` in Python. Asked in order, by the thread that started the run, before the
    /// file is looked at.
    ///
    /// # Errors
    /// If the run has to stop.
    fn skips(&self, file: &Path) -> Result<bool, Stop>;

    /// A compiler's message with what the output lacks characters for escaped. Asked by any thread.
    fn escaped(&self, message: &str) -> String;
}
