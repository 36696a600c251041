//! Archives whose compiled files are audited: wheels, zip files, zipapps.
//!
//! **Invariant**: an archive that would be refused when it is rewritten is not audited.

use std::collections::HashMap;
use std::io::Cursor;
use std::path::Path;

use zip::ZipArchive;

use crate::archive::members::{Member, Members};

/// The sources and compiled files of an archive.
#[derive(Debug)]
pub(crate) struct Archive(HashMap<String, Vec<u8>>);

/// Whether a file is an archive by its name.
pub(crate) fn is_named_so(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| matches!(extension, "whl" | "zip" | "pyz" | "egg"))
}

impl Archive {
    /// Reads an archive; the names of its compiled files are returned in order.
    pub(crate) fn read(path: &Path) -> Result<(Self, Vec<String>), String> {
        let content = std::fs::read(path).map_err(|error| error.to_string())?;
        let mut zip = ZipArchive::new(Cursor::new(&*content)).map_err(|error| error.to_string())?;
        let is_kept = |name: &str| name.ends_with(".py") || name.ends_with(".pyc");
        let members = Members::read(&mut zip, content.len(), is_kept).map_err(|error| error.to_string())?;
        let kept = members.list.into_iter().filter_map(|Member { name, content, .. }| Some((name, content?)));
        let files: HashMap<String, Vec<u8>> = kept.collect();
        let mut compiled: Vec<String> = files.keys().filter(|name| name.ends_with(".pyc")).cloned().collect();
        compiled.sort();
        Ok((Self(files), compiled))
    }

    /// A file of the archive.
    pub(crate) fn file(&self, name: &Path) -> Option<&[u8]> {
        self.0.get(name.to_str()?).map(Vec::as_slice)
    }
}
