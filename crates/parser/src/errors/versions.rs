//! Which releases of CPython a part of the grammar table is for.
//!
//! The marks of the table: `3.10+`, `..3.14` (all of it), `3.11..3.13`, `3.12`, `3.13.18+ 3.14.10+` (these micro releases of
//! their minor versions, and every later minor version), `before(…)` (all others). Several marks are a union.
//!
//! **Invariants**: the table is the only text of this crate that names releases; everything else asks capabilities.

use pycmill_target::Target;

/// A release named by a mark; without micro release it is the whole minor version.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Release {
    minor: u8,
    micro: Option<u8>,
}

impl Release {
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.strip_prefix("3.")?.split('.');
        let minor = parts.next()?.parse().ok()?;
        let micro = parts.next().map(str::parse).transpose().ok()?;
        parts.next().is_none().then_some(Self { minor, micro })
    }

    /// Whether a target is this release or a later one.
    fn begins_by(self, target: Target) -> bool {
        (self.minor, self.micro.unwrap_or(0)) <= target.release()
    }

    /// Whether a target is this release or an earlier one.
    fn ends_after(self, target: Target) -> bool {
        target.release() <= (self.minor, self.micro.unwrap_or(u8::MAX))
    }

    fn is_of_minor(self, target: Target) -> bool {
        self.minor == target.version().minor()
    }
}

/// Whether the marks name a target; no marks at all name every one. `None` if they cannot be read.
pub(super) fn include(marks: &[String], target: Target) -> Option<bool> {
    if marks.is_empty() {
        return Some(true);
    }
    let mut included = false;
    for (at, mark) in marks.iter().enumerate() {
        included |= includes(mark, at + 1 == marks.len(), target)?;
    }
    Some(included)
}

fn includes(mark: &str, is_last: bool, target: Target) -> Option<bool> {
    if let Some(marks) = mark.strip_prefix("before(").and_then(|rest| rest.strip_suffix(')')) {
        let marks: Vec<String> = marks.split_whitespace().map(str::to_owned).collect();
        return include(&marks, target).map(|included| !included);
    }
    if let Some(since) = mark.strip_suffix('+') {
        let since = Release::read(since)?;
        let is_open = is_last || since.micro.is_none();
        return Some(since.begins_by(target) && (is_open || since.is_of_minor(target)));
    }
    let Some((from, to)) = mark.split_once("..") else {
        let only = Release::read(mark)?;
        return Some(only.begins_by(target) && only.ends_after(target));
    };
    let begins = from.is_empty() || Release::read(from)?.begins_by(target);
    Some(begins && Release::read(to)?.ends_after(target))
}

#[cfg(test)]
mod tests {
    use super::include;

    fn included(marks: &str) -> Vec<&'static str> {
        const TARGETS: [&str; 7] = ["3.9.18", "3.10.13", "3.12.1", "3.13.0", "3.13.18", "3.14.10", "3.15.2"];
        let marks: Vec<String> = if marks.starts_with('b') {
            vec![marks.to_owned()]
        } else {
            marks.split_whitespace().map(str::to_owned).collect()
        };
        TARGETS.into_iter().filter(|target| include(&marks, target.parse().unwrap()).unwrap()).collect()
    }

    #[test]
    fn marks_name_releases() {
        assert_eq!(included("3.14+"), ["3.14.10", "3.15.2"]);
        assert_eq!(included("..3.10"), ["3.9.18", "3.10.13"]);
        assert_eq!(included("3.10..3.12"), ["3.10.13", "3.12.1"]);
        assert_eq!(included("3.10 3.14+"), ["3.10.13", "3.14.10", "3.15.2"]);
        assert_eq!(included("3.12.10+ 3.13.18+ 3.14.7+"), ["3.13.18", "3.14.10", "3.15.2"]);
        assert_eq!(included("before(3.10.7+ 3.13.18+)"), ["3.9.18", "3.12.1", "3.13.0"]);
        assert_eq!(included("3.13.0"), ["3.13.0"]);
        assert_eq!(include(&["3.x".to_owned()], "3.9".parse().unwrap()), None);
    }
}
