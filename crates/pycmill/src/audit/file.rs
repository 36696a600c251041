//! The audit of one file.

use std::io;
use std::path::Path;

use pycmill_pyc::{Header, Validation, source_hash};
use pycmill_target::{Target, Version};

use super::attempt::{self, Attempt, Subject};
use super::origin::{Kind, Origin};
use super::{Finding, Options, Verdict};
use crate::compare::{Code, Compared, Difference, PycError, Sameness, describe};
use crate::files::{self, Place, Stat};
use crate::os_text::{decode_path, printable};
use crate::{Compiler, Error};

/// Audits a file.
pub(crate) fn audit(compiler: &mut Compiler, path: &Path, options: &Options) -> Finding {
    let mut finding = Finding {
        path: path.to_owned(),
        source: None,
        version: None,
        release: None,
        verdict: Verdict::Malformed,
        code: None,
        difference: None,
        reason: None,
    };
    match judge(compiler, path, options, &mut finding) {
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

fn judge(compiler: &mut Compiler, path: &Path, options: &Options, finding: &mut Finding) -> Result<Verdict, Because> {
    let file = content(path)?;
    let (header, payload) = Header::read(&file).map_err(|error| (Verdict::Malformed, error.to_string()))?;
    let version = Version::from_magic_number(header.magic)
        .ok_or_else(|| (Verdict::UnknownVersion, PycError::UnknownMagic(header.magic).to_string()))?;
    finding.version = Some(version);
    let newest = Target::newest(version);
    let code = Code::read(newest, payload).map_err(|error| (Verdict::Malformed, error.to_string()))?;
    let origin = Origin::of(path);
    if origin.kind == Kind::Foreign {
        let reason = "in __pycache__, but not named as CPython names files: written by another program";
        return Err((Verdict::UnknownVersion, reason.to_owned()));
    }
    let (source, stat) = source(newest, &origin)?;
    finding.source = Some(origin.source.clone());
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
    take(finding, attempt, &origin, &code);
    if let Some(reason) = stale {
        return Err((Verdict::Stale, reason));
    }
    Ok(finding.code.map_or(Verdict::Different, Verdict::of))
}

/// The content of a file; only regular ones end for certain.
fn content(path: &Path) -> Result<Vec<u8>, Because> {
    let unreadable = |error: io::Error| (Verdict::Unreadable, error.to_string());
    let found = Place::of(path).stat().map_err(unreadable)?;
    if path.is_dir() {
        return Err((Verdict::Unreadable, "the directory cannot be listed".to_owned()));
    }
    if !found.is_file {
        return Err((Verdict::Unreadable, "not a regular file".to_owned()));
    }
    std::fs::read(path).map_err(unreadable)
}

fn source(target: Target, origin: &Origin) -> Result<(Vec<u8>, Stat), Because> {
    let place = Place::of(&origin.source);
    let shown = || printable(&decode_path(origin.source.as_os_str()));
    match place.stat() {
        Ok(stat) if stat.is_file => files::read_source(target, place, Some(stat))
            .map_err(|error| (Verdict::NoSource, format!("{}: {error}", shown()))),
        Ok(_) => Err((Verdict::NoSource, format!("{} is no regular file", shown()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err((Verdict::NoSource, format!("{} does not exist", shown())))
        }
        Err(error) => Err((Verdict::NoSource, format!("{}: {error}", shown()))),
    }
}

/// Notes how the best attempt compares. A file whose recorded path has another name than the source is said to have
/// another path, though the source was compiled with that path.
fn take(finding: &mut Finding, attempt: Attempt, origin: &Origin, code: &Code<'_>) {
    let Attempt { release, compared: Compared { mut sameness, mut difference, .. }, error } = attempt;
    let recorded = code.filename();
    let name = origin.source.file_name().map(decode_path).unwrap_or_default();
    if sameness < Sameness::OtherPlaces && base_name(recorded) != name {
        sameness = Sameness::OtherPlaces;
        let source = printable(&decode_path(origin.source.as_os_str()));
        difference = Some(Difference::new("<module>.co_filename", printable(recorded), source));
    }
    finding.release = Some(release);
    finding.code = Some(sameness);
    finding.difference = difference;
    finding.reason = error.map(|error| format!("the source does not compile: {}", error.trim_end()));
}

/// The last component of a path of any system.
fn base_name(path: &[u8]) -> &[u8] {
    path.rsplit(|byte| matches!(byte, b'/' | b'\\')).next().unwrap_or_default()
}

/// What of a header does not match the source.
fn staleness(target: Target, header: Header, source: &[u8], stat: Stat) -> Option<String> {
    let expected = match header.validation {
        Validation::Timestamp { .. } => files::timestamp(stat),
        Validation::CheckedHash(_) => Validation::CheckedHash(source_hash(target, source)),
        Validation::UncheckedHash(_) => Validation::UncheckedHash(source_hash(target, source)),
    };
    (header.validation != expected)
        .then(|| format!("the header has {}, the source {}", describe(header.validation), describe(expected)))
}
