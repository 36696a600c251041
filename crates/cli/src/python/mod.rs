//! Which CPython is meant: what the command line, the program's name, environments, projects and paths say.
//!
//! **Invariants**: the first source in the order of [`choose`] decides; where a later one names another version, that is
//! said. Installations are read and, where files tell enough, not run.

mod config;
mod environment;
mod install;
mod place;
mod program;
mod project;
mod real;
mod search_path;
mod source;
mod version;

use std::ffi::OsStr;
use std::path::PathBuf;

use pycmill::{NamedRelease, Target};

use crate::arguments::Own;
pub(crate) use install::Installation;
pub(crate) use program::{is_interpreter, name as program_name};
pub(crate) use real::{Real, find as find_real};
pub(crate) use search_path::search_path;
use source::{Source, Starts};

/// Which releases are meant, and why.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    /// At least one.
    pub(crate) releases: Vec<NamedRelease>,
    /// What named them.
    pub(crate) reason: String,
    /// The Python they were taken from.
    pub(crate) installation: Option<Installation>,
    /// What contradicts the choice.
    pub(crate) warnings: Vec<String>,
    /// Whether nothing named a version.
    pub(crate) is_default: bool,
}

/// Chooses: `--target`, `--python`, the program's name, the virtual environment around the files or the active one, the
/// project, a path component `pythonX.Y`, else the newest.
pub(crate) fn choose(own: &Own, program: &OsStr, paths: &[PathBuf]) -> Result<Choice, String> {
    let starts = Starts::of(paths);
    let named = own.python.as_deref().map(install::at).transpose()?;
    if !own.targets.is_empty() {
        let installation = named.or_else(|| environment::first(&starts));
        return Ok(Choice { releases: own.targets.clone(), installation, ..Choice::because("--target") });
    }
    if let Some(installation) = named {
        let reason = format!("--python {}", installation.described());
        return Ok(Choice {
            releases: vec![installation.release],
            installation: Some(installation),
            ..Choice::because(reason)
        });
    }
    let program = program::source(program, own.fallback.as_deref()).into_iter();
    let implied = program.chain(environment::sources(&starts)).chain(project::sources(&starts));
    let mut sources = implied.chain(place::sources(paths));
    match sources.next() {
        Some(first) => decided(first?, sources, &starts),
        None => Ok(Choice {
            releases: vec![Target::newest_complete().into()],
            is_default: true,
            ..Choice::because("newest supported; no --target, virtual environment or project file found")
        }),
    }
}

/// The versions that the project of the files allows, if it says so.
pub(crate) fn allowed(paths: &[PathBuf]) -> Option<project::Allowed> {
    project::allowed(&Starts::of(paths))
}

/// The choice of the first source, with what the others say against it.
fn decided(
    first: Source,
    others: impl Iterator<Item = Result<Source, String>>,
    starts: &Starts,
) -> Result<Choice, String> {
    let mut warnings: Vec<String> = Vec::new();
    for other in others {
        let against = match other {
            Ok(other) => other.against(first.release.target),
            Err(message) => Some(message),
        };
        warnings.extend(against.filter(|against| !warnings.contains(against)));
    }
    let installation = first.installation.or_else(|| environment::first(starts));
    Ok(Choice { releases: vec![first.release], installation, warnings, ..Choice::because(first.name) })
}

impl Choice {
    fn because(reason: impl Into<String>) -> Self {
        Self {
            releases: Vec::new(),
            reason: reason.into(),
            installation: None,
            warnings: Vec::new(),
            is_default: false,
        }
    }
}
