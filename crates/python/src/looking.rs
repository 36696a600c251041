//! What is looked at and not written: audits, and listings of `.pyc` files.

use std::path::PathBuf;

use pycmill::audit::{self as library, Finding};
use pycmill::compileall::Stop;
use pycmill::inspect::{Inspection, ListingOptions};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::caller::work_aside;
use crate::settings::parse;

/// A finding: path, verdict, source, release, and what else there is to say.
type Row = (PathBuf, &'static str, Option<PathBuf>, Option<String>, Option<String>);

/// Audits what the paths name. Without targets, files may be what any release of their version writes.
#[pyfunction]
pub(crate) fn audit(
    py: Python<'_>,
    paths: Vec<PathBuf>,
    targets: Vec<String>,
    code_only: bool,
    workers: usize,
) -> PyResult<Vec<Row>> {
    let releases = targets.iter().map(|target| parse(target)).collect::<PyResult<Vec<_>>>()?;
    let is_exact = !releases.is_empty();
    let options = library::Options::new().targets(releases).exact(is_exact).code_only(code_only).workers(workers);
    work_aside(py, |caller| {
        let options = options.interrupted(caller.stop());
        let mut rows = Vec::new();
        let done = library::audit(&library::find(&paths), &options, |finding| {
            rows.push(row(finding));
            Ok(())
        });
        match done {
            Ok(()) | Err(Stop::Interrupted) => Ok(rows),
            Err(Stop::Output(error)) => Err(error.into()),
            Err(Stop::Raised(raised)) => Err(PyValueError::new_err(raised.to_string())),
        }
    })?
}

fn row(finding: Finding) -> Row {
    let Finding { path, verdict, source, release, reason, difference, .. } = finding;
    let details: Vec<String> = reason.into_iter().chain(difference.map(|difference| difference.to_string())).collect();
    let detail = (!details.is_empty()).then(|| details.join("; "));
    (path, verdict.name(), source, release.map(|release| release.to_string()), detail)
}

/// The listing of a `.pyc` file of any version.
#[pyfunction]
pub(crate) fn listing(py: Python<'_>, content: Vec<u8>, offsets: bool, places: bool) -> PyResult<String> {
    let mut options = ListingOptions::new();
    (options.offsets, options.places) = (offsets, places);
    let listing = py.detach(|| Inspection::of_pyc(&content).map(|inspection| inspection.listing(&options)));
    listing.map_err(|error| PyValueError::new_err(error.to_string()))
}
