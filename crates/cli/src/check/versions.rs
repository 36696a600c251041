//! Which versions sources are checked against.

use pycmill::{Target, Version};

use crate::arguments::{Check, Wanted};
use crate::outside;
use crate::python::allowed;
use crate::session::{Session, supported};

/// The versions: those named, else those that the project allows, else the one that other commands would choose. Oldest
/// first, each once.
pub(crate) fn targets(command: &Check, session: &Session) -> Result<Vec<Target>, String> {
    let mut targets = named(command, session)?;
    if targets.is_empty() {
        targets = implied(command, session)?;
    }
    targets.sort_unstable();
    targets.dedup();
    Ok(targets)
}

fn named(command: &Check, session: &Session) -> Result<Vec<Target>, String> {
    let mut targets = Vec::new();
    for wanted in session.own.targets.iter().map(|named| Wanted::Release(*named)).chain(command.targets.iter().copied())
    {
        match wanted {
            Wanted::All => targets.extend(Version::COMPLETE.iter().map(|version| Target::newest(*version))),
            Wanted::Release(named) => targets.push(supported(&named, "--target")?),
        }
    }
    Ok(targets)
}

fn implied(command: &Check, session: &Session) -> Result<Vec<Target>, String> {
    let is_free = session.own.python.is_none();
    if let Some(project) = allowed(&command.paths).filter(|_| is_free) {
        let (known, unknown): (Vec<Target>, Vec<Target>) =
            project.targets.iter().partition(|target| target.is_complete());
        if !unknown.is_empty() {
            let unknown: Vec<String> = unknown.iter().map(|target| target.version().to_string()).collect();
            let unknown = unknown.join(", ");
            outside::say(format_args!("pycmill: warning: {} also allows {unknown}, not supported", project.name));
        }
        if known.is_empty() {
            let supported = Version::supported();
            return Err(format!("{} allows no supported version; supported: {supported}", project.name));
        }
        return Ok(known);
    }
    let choice = session.guess(&command.paths)?;
    choice.releases.iter().map(|named| supported(named, &choice.reason)).collect()
}
