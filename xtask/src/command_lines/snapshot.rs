//! What a tree looks like: names, kinds, modes, content, which names are one file, what was written anew.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::Path;

use serde_json::{Value, json};
use walkdir::WalkDir;

/// A file, folder or link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Entry {
    pub(crate) kind: String,
    pub(crate) mode: u32,
    /// Content of a file, target of a link.
    pub(crate) content: Vec<u8>,
    /// The first name that is the same file.
    pub(crate) same_as: Vec<u8>,
    /// It was not there before the command, or is another file now.
    pub(crate) written: bool,
}

/// Everything below a folder by its name.
pub(crate) type Snapshot = BTreeMap<Vec<u8>, Entry>;

/// Which file a name was, and when it was changed.
pub(crate) type Stamps = HashMap<Vec<u8>, (u64, i64, i64)>;

/// The stamps of all files below a folder.
pub(crate) fn stamps(top: &Path) -> io::Result<Stamps> {
    let mut stamps = Stamps::new();
    walk(top, |name, _, found| {
        stamps.insert(name, stamp(found));
        Ok(())
    })?;
    Ok(stamps)
}

fn stamp(found: &Metadata) -> (u64, i64, i64) {
    (found.ino(), found.mtime(), found.mtime_nsec())
}

/// Reads everything below a folder.
pub(crate) fn take(top: &Path, before: &Stamps) -> io::Result<Snapshot> {
    let mut snapshot = Snapshot::new();
    let mut names: HashMap<u64, Vec<u8>> = HashMap::new();
    walk(top, |name, path, found| {
        let kind = found.file_type();
        let (kind, content) = if kind.is_file() {
            ("file", fs::read(path)?)
        } else if kind.is_symlink() {
            ("link", fs::read_link(path)?.as_os_str().as_bytes().to_vec())
        } else if kind.is_dir() {
            ("folder", Vec::new())
        } else {
            (if kind.is_fifo() { "fifo" } else { "other" }, Vec::new())
        };
        let written = kind != "folder" && before.get(&name) != Some(&stamp(found));
        let same_as = names.entry(found.ino()).or_insert_with(|| name.clone()).clone();
        let mode = found.mode() & 0o7777;
        snapshot.insert(name, Entry { kind: kind.to_owned(), mode, content, same_as, written });
        Ok(())
    })?;
    Ok(snapshot)
}

fn walk(top: &Path, mut visit: impl FnMut(Vec<u8>, &Path, &Metadata) -> io::Result<()>) -> io::Result<()> {
    for entry in WalkDir::new(top).min_depth(1).sort_by_file_name() {
        let entry = entry?;
        let name = entry.path().strip_prefix(top).map_err(io::Error::other)?;
        visit(name.as_os_str().as_bytes().to_vec(), entry.path(), &entry.metadata()?)?;
    }
    Ok(())
}

/// Bytes as characters of the same number, for JSON.
pub(crate) fn to_text(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// The bytes behind such a text.
pub(crate) fn to_bytes(value: &Value) -> Option<Vec<u8>> {
    value.as_str()?.chars().map(|one| u8::try_from(u32::from(one)).ok()).collect()
}

/// A snapshot as JSON.
pub(crate) fn to_json(snapshot: &Snapshot) -> Value {
    let entry = |(name, entry): (&Vec<u8>, &Entry)| {
        let (content, same_as) = (to_text(&entry.content), to_text(&entry.same_as));
        json!([to_text(name), entry.kind, entry.mode, content, same_as, entry.written])
    };
    snapshot.iter().map(entry).collect()
}

/// The snapshot of such a text.
pub(crate) fn from_json(value: &Value) -> Option<Snapshot> {
    let entry = |row: &Value| {
        let entry = Entry {
            kind: row[1].as_str()?.to_owned(),
            mode: row[2].as_u64()?.try_into().ok()?,
            content: to_bytes(&row[3])?,
            same_as: to_bytes(&row[4])?,
            written: row[5].as_bool()?,
        };
        Some((to_bytes(&row[0])?, entry))
    };
    value.as_array()?.iter().map(entry).collect()
}
