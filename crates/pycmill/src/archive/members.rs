//! What an archive has in it, and whether that can be trusted to be an archive.

use std::io::{Cursor, Read, Seek};

use sha2::{Digest, Sha256};
use zip::read::ZipFile;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive};

use super::{ArchiveError, record};

/// More members than any wheel has.
const MOST_MEMBERS: usize = 200_000;
/// Archives that expand to less are never bombs.
const HARMLESS_SIZE: u64 = 64 << 20;
/// More than this many times their size no archives of programs expand.
const MOST_EXPANSION: u64 = 200;
/// What is looked at is kept in memory; larger files are none of those.
const MOST_TEXT: u64 = 256 << 20;

/// The members, and the bytes before the first of them.
pub(crate) struct Members {
    pub(crate) list: Vec<Member>,
    /// How long the prefix is: the first line of a zipapp.
    pub(crate) prefix: usize,
}

/// A member of an archive.
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) is_directory: bool,
    /// SHA-256 in the form of RECORD, and the size.
    pub(crate) hash: String,
    pub(crate) size: u64,
    /// The content of what is looked at.
    pub(crate) content: Option<Vec<u8>>,
    /// How it is written: compression, permissions, time.
    pub(crate) options: SimpleFileOptions,
    pub(crate) time: DateTime,
}

/// What the last record of an archive begins with: readers search for it from the end.
const END: &[u8] = b"PK\x05\x06";

impl Members {
    /// Reads all members, and refuses what an archive of programs never has. The content is kept of those whose names say so.
    pub(crate) fn read(
        zip: &mut ZipArchive<Cursor<&[u8]>>,
        length: usize,
        is_kept: fn(&str) -> bool,
    ) -> Result<Self, ArchiveError> {
        if zip.len() > MOST_MEMBERS {
            return Err(ArchiveError::new(format!("{} members are too many", zip.len())));
        }
        if zip.has_duplicate_names() {
            return Err(ArchiveError::new("a name is there twice"));
        }
        if zip.comment().windows(END.len()).any(|part| part == END) {
            return Err(ArchiveError::new("the comment reads like the end of another archive"));
        }
        if zip.has_overlapping_entries()? {
            return Err(ArchiveError::new("members overlap"));
        }
        check_expansion(zip.decompressed_size(), length as u64)?;
        zip.validate_header_consistency()?;
        let mut prefix = u64::MAX;
        let mut list = Vec::with_capacity(zip.len());
        for index in 0..zip.len() {
            let mut file = zip.by_index(index)?;
            prefix = prefix.min(file.header_start());
            list.push(member(&mut file, is_kept)?);
        }
        let prefix = if list.is_empty() { 0 } else { usize::try_from(prefix).unwrap_or(0) };
        Ok(Self { list, prefix })
    }
}

fn check_expansion(size: Option<u128>, length: u64) -> Result<(), ArchiveError> {
    let most = HARMLESS_SIZE.max(length.saturating_mul(MOST_EXPANSION));
    match size {
        Some(size) if size <= u128::from(most) => Ok(()),
        Some(size) => Err(ArchiveError::new(format!("{length} bytes would expand to {size}"))),
        None => Err(ArchiveError::new("members do not say how large they are")),
    }
}

fn member(file: &mut ZipFile<'_, impl Read + Seek>, is_kept: fn(&str) -> bool) -> Result<Member, ArchiveError> {
    let name = file.name()?.into_owned();
    check_name(&name)?;
    if file.encrypted() {
        return Err(ArchiveError::new(format!("{name} is encrypted")));
    }
    let options = file.options();
    let time = file.last_modified().filter(DateTime::is_valid).unwrap_or_else(DateTime::default_for_write);
    let (is_directory, is_file) = (file.is_dir(), file.is_file() && !file.is_symlink());
    let is_text = is_file && is_kept(&name);
    let size = file.size();
    if is_text && size > MOST_TEXT {
        return Err(ArchiveError::new(format!("{name} has {size} bytes")));
    }
    let mut content = Vec::new();
    let mut hash = Sha256::new();
    let mut buffer = [0; 1 << 14];
    let mut count = 0;
    loop {
        let read = file.read(&mut buffer)?;
        count += read as u64;
        // The size is what the whole archive was judged by.
        if read == 0 || count > size {
            break;
        }
        hash.update(&buffer[..read]);
        if is_text {
            content.extend_from_slice(&buffer[..read]);
        }
    }
    if count != size {
        return Err(ArchiveError::new(format!("{name} has another size than its header says")));
    }
    let hash = record::base64(&hash.finalize());
    Ok(Member { name, is_directory, hash, size, content: is_text.then_some(content), options, time })
}

/// Refuses names that lead out of the archive or mean different things to different programs.
fn check_name(name: &str) -> Result<(), ArchiveError> {
    let path = name.strip_suffix('/').unwrap_or(name);
    let is_bad = |part: &str| matches!(part, "" | "." | "..");
    let has_drive = path.as_bytes().get(1) == Some(&b':');
    if path.split('/').any(is_bad) || path.contains(['\\', '\0']) || has_drive {
        return Err(ArchiveError::new(format!("the name {name:?} leads out of the archive or is no plain path")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_read() {
        for name in ["a.py", "a/b.py", "a/", "a/..b", "é/ü.py"] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
        for name in ["", "/", "/a", "../a", "a/../b", "a//b", "./a", "a\\b", "C:/a", "a\0b", "a/.."] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }

    #[test]
    fn archives_do_not_expand_beyond_measure() {
        assert!(check_expansion(Some(60 << 20), 1000).is_ok());
        assert!(check_expansion(Some(100 << 20), 1 << 20).is_ok());
        assert!(check_expansion(Some(100 << 20), 1000).is_err());
        assert!(check_expansion(None, 1000).is_err());
    }
}
