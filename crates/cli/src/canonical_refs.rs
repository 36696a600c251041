//! `pycmill canonical-refs`: rewrites `.pyc` files so that every value is written once, as add-determinism does.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use pycmill::audit::find;
use pycmill::{canonical_refs, write_whole};

use crate::arguments::CanonicalRefs;
use crate::console::{self, Output};
use crate::outside;
use crate::problems::shown;

/// Runs the command.
pub(crate) fn run(command: &CanonicalRefs) -> ExitCode {
    let (mut changed, mut success) = (0, true);
    let files = find(&command.paths);
    for file in &files {
        match rewrite(file.path(), command.check) {
            Ok(is_changed) => changed += usize::from(is_changed),
            Err(message) => {
                outside::say(format_args!("pycmill: {}: {message}", shown(file.path())));
                success = false;
            }
        }
    }
    let verb = if command.check { "would change" } else { "changed" };
    let noun = if files.len() == 1 { "file" } else { "files" };
    let said = writeln!(Output, "{} {noun}: {changed} {verb}", files.len());
    outside::status(said.map(|()| success && (changed == 0 || !command.check)))
}

/// Rewrites a file, unless that is only to be checked; whether something changes.
fn rewrite(path: &Path, is_check: bool) -> Result<bool, String> {
    let reason = |error: io::Error| console::reason(&error);
    let content = fs::read(path).map_err(reason)?;
    let canonical = canonical_refs(&content).map_err(|error| error.to_string())?;
    let is_changed = canonical != content;
    if is_changed && !is_check {
        let permissions = fs::metadata(path).map_err(reason)?.permissions();
        write_whole(path, &canonical, Some(permissions)).map_err(reason)?;
    }
    Ok(is_changed)
}
