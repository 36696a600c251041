//! The audit of one file.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use pycmill_pyc::{Header, Validation, source_hash};
use pycmill_target::{Target, Version};

use super::attempt::{self, Attempt, Subject};
use super::find::Holder;
use super::origin::{Kind, Origin};
use super::{File, Finding, Options, Verdict};
use crate::compare::{Code, Compared, Difference, PycError, Sameness, describe};
use crate::files::{self, Place, Stat};
use crate::os_text::{decode_path, printable};
use crate::{Compiler, Error};

/// Audits a file.
pub(crate) fn audit(compiler: &mut Compiler, file: &File, options: &Options) -> Finding {
    let mut finding = Finding {
        path: file.path.clone(),
        source: None,
        version: None,
        release: None,
        verdict: Verdict::Malformed,
        code: None,
        difference: None,
        reason: None,
    };
    match judge(compiler, file, options, &mut finding) {
        Ok(verdict) => finding.verdict = verdict,
        Err((verdict, reason)) => {
            finding.verdict = verdict;
            finding.reason = Some(reason);
        }
    }
    finding
}

/// A verdict, and why it is this one.
type Because = (Verdict, String);

fn judge(compiler: &mut Compiler, file: &File, options: &Options, finding: &mut Finding) -> Result<Verdict, Because> {
    let content = content(file)?;
    let (header, payload) = Header::read(&content).map_err(|error| (Verdict::Malformed, error.to_string()))?;
    let version = Version::from_magic_number(header.magic)
        .ok_or_else(|| (Verdict::UnknownVersion, PycError::UnknownMagic(header.magic).to_string()))?;
    finding.version = Some(version);
    let newest = Target::newest(version);
    let code = Code::read(newest, payload).map_err(|error| (Verdict::Malformed, error.to_string()))?;
    let origin = Origin::of(file.inner());
    if origin.kind == Kind::Foreign {
        let reason = "in __pycache__, but not named as CPython names files: written by another program";
        return Err((Verdict::UnknownVersion, reason.to_owned()));
    }
    let (source, stat) = source(newest, file, &origin)?;
    finding.source = Some(outer(file, &origin));
    if !newest.is_complete() {
        return Err((Verdict::UnknownVersion, Error::unsupported(newest).to_string()));
    }
    let contradiction = origin.contradiction(version);
    let staleness = || (!options.code_only).then(|| staleness(newest, header, &source, stat)).flatten();
    let stale = contradiction.or_else(staleness);
    let mut releases = options.releases(version);
    // Most stale files were compiled from another text: there is no release to be found.
    releases.truncate(if stale.is_some() { 1 } else { releases.len() });
    let subject = Subject { source: &source, payload, code: &code };
    let attempt = attempt::best(compiler, &subject, &releases, &origin.levels());
    let attempt = attempt.expect("at least one release was tried, and its result was new");
    take(finding, attempt, (&origin, file.root.as_deref()), &code);
    if let Some(reason) = stale {
        return Err((Verdict::Stale, reason));
    }
    Ok(finding.code.map_or(Verdict::Different, Verdict::of))
}

/// The content of a file; only regular ones end for certain.
fn content(file: &File) -> Result<Cow<'_, [u8]>, Because> {
    let path = match &file.holder {
        Holder::Directory => &file.path,
        Holder::Archive(archive, name) => return Ok(archive.file(name).unwrap_or_default().into()),
        Holder::NoArchive(reason) => return Err((Verdict::Malformed, reason.clone())),
    };
    let unreadable = |error: io::Error| (Verdict::Unreadable, error.to_string());
    let found = Place::of(path).stat().map_err(unreadable)?;
    if path.is_dir() {
        return Err((Verdict::Unreadable, "the directory cannot be listed".to_owned()));
    }
    if !found.is_file {
        return Err((Verdict::Unreadable, "not a regular file".to_owned()));
    }
    std::fs::read(path).map(Cow::Owned).map_err(unreadable)
}

/// The source, and what is known of it; an archive does not keep its time.
fn source<'f>(target: Target, file: &'f File, origin: &Origin) -> Result<(Cow<'f, [u8]>, Option<Stat>), Because> {
    if let Holder::Archive(archive, _) = &file.holder {
        let found = archive.file(&origin.source).map(|source| (source.into(), None));
        let shown = || printable(&decode_path(outer(file, origin).as_os_str()));
        return found.ok_or_else(|| (Verdict::NoSource, format!("{} does not exist", shown())));
    }
    let place = Place::of(&origin.source);
    let shown = || printable(&decode_path(origin.source.as_os_str()));
    match place.stat() {
        Ok(stat) if stat.is_file => files::read_source(target, place, Some(stat))
            .map(|(source, stat)| (source.into(), Some(stat)))
            .map_err(|error| (Verdict::NoSource, format!("{}: {error}", shown()))),
        Ok(_) => Err((Verdict::NoSource, format!("{} is no regular file", shown()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err((Verdict::NoSource, format!("{} does not exist", shown())))
        }
        Err(error) => Err((Verdict::NoSource, format!("{}: {error}", shown()))),
    }
}

/// Notes how the best attempt compares. A file whose recorded path is not that of the source is said to have another path,
/// though the source was compiled with that path.
fn take(finding: &mut Finding, attempt: Attempt, (origin, root): (&Origin, Option<&Path>), code: &Code<'_>) {
    let Attempt { release, compared: Compared { mut sameness, mut difference, .. }, error } = attempt;
    let recorded = code.filename();
    let below = root.and_then(|root| origin.source.strip_prefix(root).ok());
    let below = below.unwrap_or(origin.source.file_name().map_or(origin.source.as_path(), Path::new));
    if sameness < Sameness::OtherPlaces && !ends_alike(recorded, &decode_path(below.as_os_str())) {
        sameness = Sameness::OtherPlaces;
        let source = printable(&decode_path(origin.source.as_os_str()));
        difference = Some(Difference::new("<module>.co_filename", printable(recorded), source));
    }
    finding.release = Some(release);
    finding.code = Some(sameness);
    finding.difference = difference;
    finding.reason = error.map(|error| format!("the source does not compile: {}", error.trim_end()));
}

/// Whether the last components of two paths of any system are the same, as many as both have. Where the tree was when it was
/// compiled, and from where in it, cannot be known.
fn ends_alike(recorded: &[u8], below: &[u8]) -> bool {
    let components = |path: &[u8]| -> Vec<Vec<u8>> {
        let parts = path.split(|byte| matches!(byte, b'/' | b'\\'));
        parts.filter(|part| !part.is_empty() && *part != b".").map(<[u8]>::to_vec).collect()
    };
    let (recorded, below) = (components(recorded), components(below));
    !recorded.is_empty() && recorded.iter().rev().zip(below.iter().rev()).all(|(one, two)| one == two)
}

/// The path of the source, after that of an archive it is in.
fn outer(file: &File, origin: &Origin) -> PathBuf {
    match &file.holder {
        // Names in archives go on where the path of the archive ends.
        Holder::Archive(_, name) => {
            let depth = name.components().count();
            let archive = file.path.ancestors().nth(depth).unwrap_or(&file.path);
            archive.join(&origin.source)
        }
        Holder::Directory | Holder::NoArchive(_) => origin.source.clone(),
    }
}

/// What of a header does not match the source.
fn staleness(target: Target, header: Header, source: &[u8], stat: Option<Stat>) -> Option<String> {
    let expected = match (header.validation, stat) {
        (Validation::Timestamp { .. }, Some(stat)) => files::timestamp(stat),
        // The time is that of the installation.
        (Validation::Timestamp { mtime, .. }, None) => Validation::Timestamp { mtime, size: source.len() as u32 },
        (Validation::CheckedHash(_), _) => Validation::CheckedHash(source_hash(target, source)),
        (Validation::UncheckedHash(_), _) => Validation::UncheckedHash(source_hash(target, source)),
    };
    (header.validation != expected)
        .then(|| format!("the header has {}, the source {}", describe(header.validation), describe(expected)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_compared_from_their_ends() {
        for (recorded, below, expected) in [
            ("/usr/lib/python3/a/b.py", "a/b.py", true),
            ("b.py", "a/b.py", true),
            ("./a/b.py", "a/b.py", true),
            ("C:\\lib\\a\\b.py", "a/b.py", true),
            ("/usr/lib/c/b.py", "a/b.py", false),
            ("a/c.py", "a/b.py", false),
            ("", "b.py", false),
        ] {
            assert_eq!(ends_alike(recorded.as_bytes(), below.as_bytes()), expected, "{recorded} {below}");
        }
    }
}
