//! Writes a new archive to its directory.

use std::fs;
use std::io;
use std::path::Path;

use pycmill::archive::Archived;
use pycmill::write_whole;

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
    write_whole(&path, &archived.content, None).map_err(failed)
}
