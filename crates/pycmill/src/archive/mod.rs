//! Archives with compiled code: a wheel, zip file or zipapp in, the same with `.pyc` files out.
//!
//! In wheels the compiled files go to `__pycache__`, where installers put them and several versions have different names; in
//! other archives beside the sources, where `zipimport` looks. Without sources they take the sources' places, and a wheel gets
//! the tag of its version. RECORD is written anew, everything else is copied as it is compressed.
//!
//! **Invariants**: bytes in, bytes out; equal input gives equal output. An archive with names that leave it, names twice,
//! contents that overlap or expand beyond measure is refused, and so is a wheel that does not match its RECORD: the new one
//! would vouch for it.

mod compile;
mod error;
pub(crate) mod members;
mod options;
mod plan;
pub(crate) mod record;
mod tags;
mod time;
mod write;

use std::io::Cursor;

use zip::ZipArchive;

pub use error::ArchiveError;
pub use options::Options;
pub use tags::WheelName;

use crate::Target;
use members::{Member, Members};

/// A rewritten archive.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Archived {
    /// The name of the file: another one only for a wheel without sources.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
    /// How many `.pyc` files were written.
    pub compiled: usize,
    /// The sources that were left as they are.
    pub rejected: Vec<Rejected>,
    /// What else should not go unnoticed.
    pub notices: Vec<String>,
}

/// A source that a version does not accept.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Rejected {
    /// Its name in the archive.
    pub member: String,
    /// The version.
    pub target: Target,
    /// What that says, as `py_compile` prints it.
    pub message: String,
}

/// Adds compiled code to an archive, or replaces its sources by it. A name that ends in `.whl` makes it a wheel.
///
/// ```no_run
/// use pycmill::archive::{Options, archive};
///
/// let name = "demo-1.0-py3-none-any.whl";
/// let archived = archive(name, &std::fs::read(name)?, &Options::new(vec!["3.13".parse()?]))?;
/// std::fs::write(archived.name, archived.content)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If it is no archive, if it is a hostile or a damaged one, or if a target does not fit.
pub fn archive(name: &str, content: &[u8], options: &Options) -> Result<Archived, ArchiveError> {
    let wheel = if name.ends_with(".whl") { Some(WheelName::parse(name)?) } else { None };
    options.check(name, wheel.as_ref())?;
    let mut zip = ZipArchive::new(Cursor::new(content))?;
    let members = Members::read(&mut zip, content.len(), |name| name.ends_with(".py") || record::is_metadata(name))?;
    let dist_info = wheel.as_ref().map(|_| record::dist_info(&members.list)).transpose()?;
    if let Some(dist_info) = &dist_info {
        record::verify(&members.list, dist_info)?;
    }
    let mut plan = plan::Plan::new(&members.list, wheel.is_some(), options);
    let compiled = compile::all(&members.list, &plan, options);
    plan.place(&members.list, compiled);
    let new_name = match (&wheel, options.sourceless) {
        (Some(wheel), true) => wheel.for_version(options.targets[0].version()),
        _ => name.to_owned(),
    };
    if let (Some(dist_info), Some(wheel)) = (&dist_info, &wheel) {
        plan.finish_wheel(&members.list, dist_info, wheel);
    }
    let content = write::write(&mut zip, content, &members, &plan, options)?;
    let plan::Plan { compiled, rejected, notices, .. } = plan;
    Ok(Archived { name: new_name, content, compiled, rejected, notices })
}

/// Whether a member is a source of Python.
fn is_source(member: &Member) -> bool {
    member.content.is_some() && member.name.ends_with(".py")
}
