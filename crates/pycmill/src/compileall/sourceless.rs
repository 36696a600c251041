//! Trees without sources: the `.pyc` file takes the place of the source.
//!
//! **Invariant**: a source goes only after all that was compiled from it is in its place.

use std::fs;
use std::path::Path;

use super::outcome::{Outcome, Status};
use super::{Options, file};
use crate::Error;

/// Removes a source whose results are there.
pub(super) fn remove(source: &Path, options: &Options, outcome: &mut Outcome) -> Result<(), String> {
    let is_done = matches!(outcome.status, Status::Compiled | Status::UpToDate);
    if !options.sourceless || options.check_only || !is_done {
        return Ok(());
    }
    fs::remove_file(source).map_err(|error| file::message(&Error::io_of_path(options.target, source, error)))
}
