//! Writes a new archive to its directory.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use pycmill::archive::Archived;

use crate::console;
use crate::problems::shown;

/// Writes the archive beside its place and renames it; its input is never replaced.
pub(crate) fn replace(input: &Path, directory: &Path, archived: &Archived) -> Result<(), String> {
    let path = directory.join(&archived.name);
    let failed = |error: io::Error| format!("cannot write '{}': {}", shown(&path), console::reason(&error));
    fs::create_dir_all(directory).map_err(failed)?;
    let is_input = fs::canonicalize(&path).is_ok_and(|path| fs::canonicalize(input).is_ok_and(|input| input == path));
    if is_input {
        return Err("the output would replace the input; choose another directory".to_owned());
    }
    let temporary = directory.join(format!(".{}.{}", archived.name, std::process::id()));
    let written = File::create_new(&temporary).and_then(|mut file| {
        file.write_all(&archived.content)?;
        fs::rename(&temporary, &path)
    });
    written.map_err(|error| {
        // The first error is the one worth reporting.
        let _ = fs::remove_file(&temporary);
        failed(error)
    })
}
