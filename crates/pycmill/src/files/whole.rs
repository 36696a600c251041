//! Files of other kinds than results: replaced as a whole.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::Path;

/// Writes a file beside its place and renames it; without permissions it gets those of any new file.
///
/// # Errors
/// If it cannot be written. What was there stays, and nothing else is left.
pub fn write_whole(path: &Path, content: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(format!(".{}", std::process::id()));
    let written = File::create_new(&temporary).and_then(|mut file| {
        file.write_all(content)?;
        permissions.map_or(Ok(()), |permissions| file.set_permissions(permissions))?;
        fs::rename(&temporary, path)
    });
    // The first error is the one worth reporting.
    written.inspect_err(|_| drop(fs::remove_file(&temporary)))
}
