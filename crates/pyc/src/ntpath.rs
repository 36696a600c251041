//! Paths of Windows, as Python's `ntpath` module and its import system take them apart.
//!
//! **Invariants**: the parts of a path are in its order and lack nothing; no file system is asked, so that all of this works on
//! every system. Paths are WTF-8: a byte that is a separator or a colon is never part of another character.
//!
//! Follows `splitroot`, `join` and `basename` of `Lib/ntpath.py`, and `_path_join`, `_path_isabs` and `_path_abspath` of
//! `Lib/importlib/_bootstrap_external.py`, whose `_path_splitroot` is `PathCchSkipRoot` of the system.

use pycmill_target::Target;

/// The separator that Python writes.
pub const SEPARATOR: u8 = b'\\';

/// Before a server and a share in the syntax that the system takes as it is.
const UNC: &[u8] = br"\\?\UNC\";

/// A path in three parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Split<'p> {
    /// `C:`, or a server and a share.
    pub drive: &'p [u8],
    /// The separator after the drive.
    pub root: &'p [u8],
    /// Everything else.
    pub tail: &'p [u8],
}

impl<'p> Split<'p> {
    const fn of((drive, rest): (&'p [u8], &'p [u8]), root: usize) -> Self {
        let (root, tail) = rest.split_at(root);
        Self { drive, root, tail }
    }
}

/// Whether a byte separates components.
#[must_use]
pub const fn is_separator(byte: u8) -> bool {
    matches!(byte, b'\\' | b'/')
}

/// `ntpath.splitroot`, in older versions what `splitdrive` leaves of it.
#[must_use]
pub fn split_root(target: Target, path: &[u8]) -> Split<'_> {
    let starts = |at: usize| path.get(at).is_some_and(|byte| is_separator(*byte));
    match path {
        [first, second, ..] if is_separator(*first) && is_separator(*second) => {
            let drive = share(target, path);
            Split::of(path.split_at(drive), usize::from(drive < path.len()).min(usize::from(starts(drive))))
        }
        [first, ..] if is_separator(*first) => Split::of((b"", path), 1),
        _ => match after_first(path) {
            Some(colon) if path.get(colon) == Some(&b':') => {
                Split::of(path.split_at(colon + 1), usize::from(starts(colon + 1)))
            }
            _ => Split::of((b"", path), 0),
        },
    }
}

/// Where the second character is.
fn after_first(path: &[u8]) -> Option<usize> {
    let rest = path.get(1..)?;
    Some(1 + rest.iter().take_while(|byte| **byte & 0xC0 == 0x80).count())
}

/// How long the name of a server and a share at the start of a path is.
fn share(target: Target, path: &[u8]) -> usize {
    let find =
        |from: usize| path[from.min(path.len())..].iter().position(|byte| is_separator(*byte)).map(|at| from + at);
    let begins = |prefix: &[u8]| {
        path.get(..prefix.len()).is_some_and(|start| start.iter().zip(prefix).all(|(one, other)| same(*one, *other)))
    };
    if target.takes_any_share() {
        let server = find(if begins(UNC) { UNC.len() } else { 2 });
        return server.and_then(|server| find(server + 1)).unwrap_or(path.len());
    }
    // Both names have to be there.
    if path.get(2).is_some_and(|byte| is_separator(*byte)) {
        return 0;
    }
    match find(2) {
        None => 0,
        Some(server) => match find(server + 1) {
            Some(end) if end == server + 1 => 0,
            end => end.unwrap_or(path.len()),
        },
    }
}

fn same(one: u8, other: u8) -> bool {
    one.eq_ignore_ascii_case(&other) || is_separator(one) && is_separator(other)
}

/// `ntpath.join`.
#[must_use]
pub fn join<'p>(target: Target, first: &'p [u8], more: impl IntoIterator<Item = &'p [u8]>) -> Vec<u8> {
    let Split { mut drive, mut root, tail } = split_root(target, first);
    let mut path = tail.to_vec();
    for part in more {
        let next = split_root(target, part);
        let is_other_drive = !next.drive.is_empty() && !next.drive.eq_ignore_ascii_case(drive);
        if !next.root.is_empty() {
            // An absolute path takes the drive before it, if it has none.
            if !next.drive.is_empty() || drive.is_empty() {
                drive = next.drive;
            }
            (root, path) = (next.root, next.tail.to_vec());
            continue;
        }
        if !next.drive.is_empty() {
            drive = next.drive;
        }
        if is_other_drive {
            (root, path) = (next.root, next.tail.to_vec());
            continue;
        }
        if path.last().is_some_and(|byte| !is_separator(*byte)) {
            path.push(SEPARATOR);
        }
        path.extend_from_slice(next.tail);
    }
    let is_unseparated = !path.is_empty() && root.is_empty();
    let ends_drive = |byte: &u8| *byte == b':' || target.joins_to_separators_of_drives() && is_separator(*byte);
    let separator: &[u8] = match drive.last() {
        Some(last) if is_unseparated && !ends_drive(last) => &[SEPARATOR],
        _ => b"",
    };
    [drive, root, separator, &path].concat()
}

/// `ntpath.basename`.
#[must_use]
pub fn basename(target: Target, path: &[u8]) -> &[u8] {
    let tail = split_root(target, path).tail;
    tail.rsplit(|byte| is_separator(*byte)).next().unwrap_or(tail)
}

/// `_path_splitroot`: what `PathCchSkipRoot` skips, and the rest.
#[must_use]
pub fn skip_root(path: &[u8]) -> (&[u8], &[u8]) {
    let separates = |at: usize| path.get(at).is_some_and(|byte| is_separator(*byte));
    let after_drive = |at: usize| {
        let is_drive = path.get(at).is_some_and(u8::is_ascii_alphabetic) && path.get(at + 1) == Some(&b':');
        is_drive.then(|| at + 2 + usize::from(separates(at + 2)))
    };
    let next = |from: usize| {
        path.get(from..).and_then(|rest| rest.iter().position(|byte| is_separator(*byte))).map(|at| from + at)
    };
    let after_share = |from: usize| match next(from) {
        None => path.len(),
        Some(server) => next(server + 1).map_or(path.len(), |share| share + 1),
    };
    let is_unc = path.len() >= UNC.len() && path.iter().zip(UNC).all(|(one, other)| same(*one, *other));
    let is_verbatim = path.len() >= 4 && path.iter().zip(br"\\?\").all(|(one, other)| same(*one, *other));
    let end = if is_unc {
        after_share(UNC.len())
    } else if is_verbatim {
        after_drive(4).unwrap_or(4)
    } else if separates(0) && separates(1) {
        after_share(2)
    } else if separates(0) {
        1
    } else {
        after_drive(0).unwrap_or(0)
    };
    path.split_at(end)
}

/// `_path_join` of the import system.
#[must_use]
pub fn import_join(parts: &[&[u8]]) -> Vec<u8> {
    if let [part] = parts {
        return part.to_vec();
    }
    let mut root: &[u8] = b"";
    let mut path: Vec<Vec<u8>> = Vec::new();
    for (new, tail) in parts.iter().map(|part| skip_root(part)) {
        let is_at_root = [new.first(), new.last()].into_iter().flatten().any(|byte| is_separator(*byte));
        if is_at_root {
            let trimmed = trim_end(new);
            root = if trimmed.is_empty() { root } else { trimmed };
            path = vec![[&[SEPARATOR], tail].concat()];
        } else if new.ends_with(b":") && !root.eq_ignore_ascii_case(new) {
            // The system resolves paths that are relative to a drive.
            root = new;
            path = vec![tail.to_vec()];
        } else {
            root = if new.is_empty() || new.ends_with(b":") { root } else { new };
            path.push(tail.to_vec());
        }
    }
    let path: Vec<&[u8]> = path.iter().filter(|part| !part.is_empty()).map(|part| trim_end(part)).collect();
    if let [b""] = path[..] {
        return [root, &[SEPARATOR]].concat();
    }
    [root, &path.join(&SEPARATOR)].concat()
}

/// `_path_isabs` of the import system.
#[must_use]
pub fn import_is_absolute(path: &[u8]) -> bool {
    let (root, _) = skip_root(path);
    let separates = |byte: Option<&u8>| byte.is_some_and(|byte| is_separator(*byte));
    root.len() > 1 && (separates(root.first()) && separates(root.get(1)) || separates(root.last()))
}

/// A path without the separators at its end.
fn trim_end(path: &[u8]) -> &[u8] {
    let kept = path.iter().rposition(|byte| !is_separator(*byte)).map_or(0, |at| at + 1);
    &path[..kept]
}

/// A path without the separators at its start.
pub(crate) fn trim_start(path: &[u8]) -> &[u8] {
    let from = path.iter().position(|byte| !is_separator(*byte)).unwrap_or(path.len());
    &path[from..]
}
