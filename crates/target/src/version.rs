//! The supported versions and the target value that every stage receives.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A supported minor version of CPython.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Version {
    Python38,
    Python39,
    Python310,
    Python311,
    Python312,
    Python313,
    Python314,
    Python315,
}

impl Version {
    /// All supported versions, oldest first.
    pub const ALL: [Self; 8] = [
        Self::Python38,
        Self::Python39,
        Self::Python310,
        Self::Python311,
        Self::Python312,
        Self::Python313,
        Self::Python314,
        Self::Python315,
    ];

    /// The versions that the compiler writes for, oldest first; the others are known by name and tables only.
    pub const COMPLETE: &'static [Self] = &Self::ALL;

    /// The number behind `3.`.
    #[must_use]
    pub const fn minor(self) -> u8 {
        self as u8 + 8
    }

    /// The version with this minor number, as it is written in names.
    fn from_minor(minor: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.minor().to_string() == minor)
    }

    /// The versions that the compiler writes for, for messages: `3.11, 3.12, 3.13`.
    #[must_use]
    pub fn supported() -> String {
        Self::COMPLETE.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    /// The name of its cached files: `cpython-313`.
    #[must_use]
    pub const fn cache_tag(self) -> &'static str {
        match self {
            Self::Python38 => "cpython-38",
            Self::Python39 => "cpython-39",
            Self::Python310 => "cpython-310",
            Self::Python311 => "cpython-311",
            Self::Python312 => "cpython-312",
            Self::Python313 => "cpython-313",
            Self::Python314 => "cpython-314",
            Self::Python315 => "cpython-315",
        }
    }

    /// The 16-bit number that a `.pyc` file starts with; the bytes `0d 0a` follow it. Micro releases share it.
    #[must_use]
    pub const fn magic_number(self) -> u16 {
        match self {
            Self::Python38 => 3413,
            Self::Python39 => 3425,
            Self::Python310 => 3439,
            Self::Python311 => 3495,
            Self::Python312 => 3531,
            Self::Python313 => 3571,
            Self::Python314 => 3627,
            Self::Python315 => 3666,
        }
    }

    /// The version that has this magic number.
    #[must_use]
    pub fn from_magic_number(magic: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.magic_number() == magic)
    }

    /// The format version of marshal.
    #[must_use]
    pub const fn marshal_version(self) -> u8 {
        match self {
            Self::Python38 | Self::Python39 | Self::Python310 | Self::Python311 | Self::Python312 | Self::Python313 => {
                4
            }
            Self::Python314 => 5,
            Self::Python315 => 6,
        }
    }

    /// The version of the Unicode character database: which characters identifiers consist of, what `\N{…}` names.
    #[must_use]
    pub const fn unicode_version(self) -> (u8, u8, u8) {
        match self {
            Self::Python38 => (12, 1, 0),
            Self::Python39 | Self::Python310 => (13, 0, 0),
            Self::Python311 => (14, 0, 0),
            Self::Python312 => (15, 0, 0),
            Self::Python313 => (15, 1, 0),
            Self::Python314 => (16, 0, 0),
            Self::Python315 => (17, 0, 0),
        }
    }

    /// The micro release that the facts were recorded from and that judges the output.
    #[must_use]
    pub const fn recorded_micro(self) -> u8 {
        match self {
            Self::Python311 => 7,
            Self::Python312 => 1,
            _ => self.newest_micro(),
        }
    }

    /// The newest micro release this crate knows facts of. Where that is a later one than the recorded one, they are from the
    /// change logs of CPython; those of 3.11.10 and 3.12.11 and later list nothing that shows in the output.
    #[must_use]
    pub const fn newest_micro(self) -> u8 {
        match self {
            Self::Python38 | Self::Python39 | Self::Python313 => 18,
            Self::Python310 => 13,
            Self::Python311 => 17,
            Self::Python312 => 15,
            Self::Python314 => 10,
            Self::Python315 => 2,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "3.{}", self.minor())
    }
}

/// The CPython whose output is wanted: a minor version and a micro release.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Target {
    // In this order the two are one number in memory, which capabilities compare.
    micro: u8,
    version: Version,
}

impl Target {
    /// Greater for later releases; below 2^16.
    #[inline]
    pub(crate) const fn ordinal(self) -> u32 {
        (self.version as u32) << 8 | self.micro as u32
    }

    /// Minor version and micro release, for tables of release ranges such as the grammar's.
    #[must_use]
    pub const fn release(self) -> (u8, u8) {
        (self.version.minor(), self.micro)
    }

    /// The newest micro release of a version.
    #[must_use]
    pub const fn newest(version: Version) -> Self {
        Self { version, micro: version.newest_micro() }
    }

    /// The newest release that the compiler writes for.
    #[must_use]
    pub const fn newest_complete() -> Self {
        Self::newest(Version::COMPLETE[Version::COMPLETE.len() - 1])
    }

    /// Whether the compiler writes for it.
    #[must_use]
    pub fn is_complete(self) -> bool {
        Version::COMPLETE.contains(&self.version)
    }

    /// A given micro release of a version.
    #[must_use]
    #[inline]
    pub const fn new(version: Version, micro: u8) -> Self {
        Self { version, micro }
    }

    /// The minor version.
    #[must_use]
    #[inline]
    pub const fn version(self) -> Version {
        self.version
    }

    /// The micro release.
    #[must_use]
    pub const fn micro(self) -> u8 {
        self.micro
    }

    /// [`Version::cache_tag`].
    #[must_use]
    pub const fn cache_tag(self) -> &'static str {
        self.version.cache_tag()
    }

    /// [`Version::magic_number`].
    #[must_use]
    pub const fn magic_number(self) -> u16 {
        self.version.magic_number()
    }

    /// [`Version::marshal_version`].
    #[must_use]
    pub const fn marshal_version(self) -> u8 {
        self.version.marshal_version()
    }

    /// [`Version::unicode_version`].
    #[must_use]
    pub const fn unicode_version(self) -> (u8, u8, u8) {
        self.version.unicode_version()
    }
}

impl PartialOrd for Target {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Target {
    fn cmp(&self, other: &Self) -> Ordering {
        self.ordinal().cmp(&other.ordinal())
    }
}

/// The text given names no known release.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParseTargetError(String);

impl fmt::Display for ParseTargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown version '{}'; supported: {}", self.0, Version::supported())
    }
}

impl std::error::Error for ParseTargetError {}

impl FromStr for Target {
    type Err = ParseTargetError;

    /// `3.13` is the newest known micro release of 3.13, `3.13.0` is itself. See [`NamedRelease`].
    fn from_str(text: &str) -> Result<Self, ParseTargetError> {
        text.parse::<NamedRelease>().map(|named| named.target)
    }
}

/// A release as people and files name it: `3.13`, `3.13.5`, `cp313`, `cpython-313`, `py313`, `python3.13`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NamedRelease {
    /// The release. One that is newer than the newest known counts as that one.
    pub target: Target,
    /// The micro release that was named, if it is newer than any that is known.
    pub unknown_micro: Option<u32>,
}

impl From<Target> for NamedRelease {
    fn from(target: Target) -> Self {
        Self { target, unknown_micro: None }
    }
}

impl FromStr for NamedRelease {
    type Err = ParseTargetError;

    fn from_str(text: &str) -> Result<Self, ParseTargetError> {
        let prefixes = ["cpython-", "cpython", "python", "cp", "py"];
        let number = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)).unwrap_or(text);
        dotted(number).or_else(|| compact(number)).ok_or_else(|| ParseTargetError(text.to_owned()))
    }
}

/// `3.13` and `3.13.5`.
fn dotted(number: &str) -> Option<NamedRelease> {
    let mut parts = number.split('.');
    let ("3", minor) = (parts.next()?, parts.next()?) else { return None };
    let newest = Target::newest(Version::from_minor(minor)?);
    let Some(micro) = parts.next() else { return Some(newest.into()) };
    let micro = digits(micro).filter(|_| parts.next().is_none())?;
    Some(match u8::try_from(micro) {
        Ok(micro) if micro <= newest.micro => Target { micro, ..newest }.into(),
        _ => NamedRelease { target: newest, unknown_micro: Some(micro) },
    })
}

/// `313`, as in names of files and wheels.
fn compact(number: &str) -> Option<NamedRelease> {
    Version::from_minor(number.strip_prefix('3')?).map(|version| Target::newest(version).into())
}

fn digits(text: &str) -> Option<u32> {
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "3.{}.{}", self.version.minor(), self.micro)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_have_many_names() {
        let target = |text: &str| text.parse::<Target>().map(|target| target.to_string());
        let newest = Target::newest(Version::Python313).to_string();
        for text in ["3.13", "313", "cp313", "cpython-313", "py313", "python3.13", "cpython-3.13"] {
            assert_eq!(target(text).as_deref(), Ok(&*newest), "{text}");
        }
        assert_eq!(target("3.13.5").as_deref(), Ok("3.13.5"));
        assert_eq!(target("python3.8").as_deref(), Ok("3.8.18"));
        for text in ["", "3", "3.", "3.7", "4.13", "3.013", "3.13.", "3.13.5.1", "3.13.+5", "3.13rc1", "pypy313", "37"]
        {
            let message = format!("unknown version '{text}'; supported: 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15");
            assert_eq!(target(text).map_err(|error| error.to_string()), Err(message), "{text}");
        }
    }

    #[test]
    fn newer_micro_releases_count_as_the_newest_known() {
        for micro in [u32::from(Version::Python313.newest_micro()) + 1, 300] {
            let named: NamedRelease = format!("3.13.{micro}").parse().expect("a version");
            assert_eq!(named, NamedRelease { target: Target::newest(Version::Python313), unknown_micro: Some(micro) });
        }
    }
}
