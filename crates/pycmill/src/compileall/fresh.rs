//! Whether results are up to date.
//!
//! Follows `compile_file` (`Lib/compileall.py`) and, where that is asked for, `_classify_pyc` and
//! `_validate_timestamp_pyc` (`Lib/importlib/_bootstrap_external.py`).

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use pycmill_pyc::{HEADER_LEN, Header, Validation, file_bytes};

use super::outcome::Status;
use super::{Freshness, Options};
use crate::files::{self, Place, Stat};
use crate::py_compile::{InvalidationMode, Known};

/// Whether all results of a file are up to date.
pub(crate) fn is_up_to_date(source: Known<'_>, stat: Stat, results: &[PathBuf], options: &Options) -> bool {
    match options.freshness {
        Freshness::Timestamp => has_timestamps(source, stat, results, options),
        Freshness::Header => results.iter().all(|result| status(source.path, result, options) == Status::UpToDate),
    }
}

/// Magic number, flags and time of every result are compared; the size is not.
fn has_timestamps(source: Known<'_>, stat: Stat, results: &[PathBuf], options: &Options) -> bool {
    let expected = file_bytes(options.target, files::timestamp(stat), &[]);
    let is_fresh = |first: [u8; 12]| first[..] == expected[..12];
    results.iter().all(|result| first_bytes(source.place_of(result)).is_some_and(is_fresh))
}

fn first_bytes<const COUNT: usize>(place: Place<'_>) -> Option<[u8; COUNT]> {
    let mut first = [0; COUNT];
    place.open().ok()?.read_exact(&mut first).ok()?;
    Some(first)
}

/// How a result stands to its source: up to date, missing, outdated or of another mode.
pub(crate) fn status(file: &Path, result: &Path, options: &Options) -> Status {
    if !result.exists() {
        return Status::Missing;
    }
    let Some(first) = first_bytes::<HEADER_LEN>(Place::of(result)) else { return Status::Outdated };
    let Ok((header, _)) = Header::read(&first) else { return Status::Outdated };
    if header.magic != options.target.magic_number() {
        return Status::Outdated;
    }
    let mode = options.invalidation_mode.unwrap_or_else(InvalidationMode::from_environment);
    let found = match header.validation {
        Validation::Timestamp { .. } => InvalidationMode::Timestamp,
        Validation::CheckedHash(_) => InvalidationMode::CheckedHash,
        Validation::UncheckedHash(_) => InvalidationMode::UncheckedHash,
    };
    if found != mode {
        return Status::WrongMode;
    }
    let source = if mode == InvalidationMode::Timestamp { Ok(Vec::new()) } else { fs::read(file) };
    let expected = source.and_then(|source| Ok(mode.validation(options.target, Place::of(file).stat()?, &source)));
    if expected.is_ok_and(|expected| expected == header.validation) { Status::UpToDate } else { Status::Outdated }
}
