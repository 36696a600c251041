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
    pub const COMPLETE: &'static [Self] =
        &[Self::Python311, Self::Python312, Self::Python313, Self::Python314, Self::Python315];

    /// The number behind `3.`.
    #[must_use]
    pub const fn minor(self) -> u8 {
        self as u8 + 8
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

/// The text given is no supported target.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParseTargetError(String);

impl fmt::Display for ParseTargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown target '{}': expected 3.8 to 3.15, or 3.X.MICRO", self.0)
    }
}

impl std::error::Error for ParseTargetError {}

impl FromStr for Target {
    type Err = ParseTargetError;

    /// `3.13` is the newest micro release of 3.13, `3.13.0` is itself.
    fn from_str(text: &str) -> Result<Self, ParseTargetError> {
        parse(text).ok_or_else(|| ParseTargetError(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Target> {
    let mut parts = text.split('.');
    let ("3", minor) = (parts.next()?, parts.next()?.parse::<u8>().ok()?) else { return None };
    let version = Version::ALL.into_iter().find(|version| version.minor() == minor)?;
    let micro = parts.next().map_or(Some(version.newest_micro()), |micro| micro.parse().ok())?;
    parts.next().is_none().then_some(Target { version, micro })
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "3.{}.{}", self.version.minor(), self.micro)
    }
}
