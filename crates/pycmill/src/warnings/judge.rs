//! Someone else who decides about warnings: a running Python, whose filters can be any.

use std::fmt;
use std::sync::Arc;

use super::{Filters, Warning};

/// Decides about warnings in the place of [`Filters`].
pub trait Judge: fmt::Debug + Send + Sync {
    /// Whether a warning in a file is an error. If it is not, it has been shown where that is due.
    fn is_error(&self, file: &str, warning: &Warning) -> bool;

    /// Whether it would be one. Nothing is shown.
    fn would_be_error(&self, warning: &Warning) -> bool;
}

impl Filters {
    /// Filters that leave every decision to a judge. No warnings are returned then: the judge has shown them.
    ///
    /// A judge is asked by one thread at a time, in the order of the files, whatever the number of workers.
    #[must_use]
    pub fn judged_by(judge: Arc<dyn Judge>) -> Self {
        Self { judge: Some(judge), ..Self::default() }
    }

    /// The same filters for a worker, which must not ask the judge: it gives up files with warnings.
    pub(crate) fn postponing(&self) -> Self {
        Self { postpones: self.judge.is_some(), ..self.clone() }
    }
}
