//! What an audit finds.

use std::path::PathBuf;

use pycmill_target::{Target, Version};

use crate::compare::{Difference, Sameness};

/// What was found out about a `.pyc` file.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// The file.
    pub path: PathBuf,
    /// Its source, where that is known and exists.
    pub source: Option<PathBuf>,
    /// The version that the file names.
    pub version: Option<Version>,
    /// The release that the source was compiled for to get the most alike.
    pub release: Option<Target>,
    /// The verdict.
    pub verdict: Verdict,
    /// How much of the code is that of the source, where both could be compared.
    pub code: Option<Sameness>,
    /// The first difference between the file and what its source compiles to.
    pub difference: Option<Difference>,
    /// Why the verdict is this one, where no difference says it.
    pub reason: Option<String>,
}

/// Whether a `.pyc` file holds what its source compiles to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verdict {
    /// Every byte is what CPython writes.
    Identical,
    /// The code is that of the source, its objects are shared in another way: CPython's own output varies so with what the
    /// process compiled before, and add-determinism rewrites files so.
    OtherReferences,
    /// The code is that of the source, its paths or places are others.
    OtherPlaces,
    /// The header does not match the source.
    Stale,
    /// There is no source to compare with.
    NoSource,
    /// The version is none that sources can be compiled for, or the file is not one that CPython names so.
    UnknownVersion,
    /// The file cannot be read.
    Unreadable,
    /// The file is no `.pyc` file.
    Malformed,
    /// The code is not that of the source.
    Different,
}

impl Verdict {
    /// All verdicts, the harmless ones first.
    pub const ALL: [Self; 9] = [
        Self::Identical,
        Self::OtherReferences,
        Self::OtherPlaces,
        Self::Stale,
        Self::NoSource,
        Self::UnknownVersion,
        Self::Unreadable,
        Self::Malformed,
        Self::Different,
    ];

    /// Its name in reports and on command lines.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identical => Sameness::Identical.name(),
            Self::OtherReferences => Sameness::OtherReferences.name(),
            Self::OtherPlaces => Sameness::OtherPlaces.name(),
            Self::Different => Sameness::Different.name(),
            Self::Stale => "stale",
            Self::NoSource => "no-source",
            Self::UnknownVersion => "unknown-version",
            Self::Unreadable => "unreadable",
            Self::Malformed => "malformed",
        }
    }

    /// What it means, in a few words.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Identical => "every byte is what CPython writes",
            Self::OtherReferences => "same code, other references",
            Self::OtherPlaces => "same code, other path or places",
            Self::Stale => "the header does not match the source",
            Self::NoSource => "no source to compare with",
            Self::UnknownVersion => "not written by a known version",
            Self::Unreadable => "cannot be read",
            Self::Malformed => "no .pyc file",
            Self::Different => "the code is not that of the source",
        }
    }

    /// Whether the file is known to hold the code of its source, and nothing else.
    #[must_use]
    pub const fn is_harmless(self) -> bool {
        matches!(self, Self::Identical | Self::OtherReferences)
    }

    pub(crate) const fn of(sameness: Sameness) -> Self {
        match sameness {
            Sameness::Identical => Self::Identical,
            Sameness::OtherReferences => Self::OtherReferences,
            Sameness::OtherPlaces => Self::OtherPlaces,
            Sameness::Different => Self::Different,
        }
    }
}
