//! Yes/no differences between versions, each with its reason; a file per stage.
//!
//! **Invariants**: every query is one row of releases; the names say what the version does, never what it lacks.

mod emit;
mod errors;
mod flow;
mod grammar;
mod lexer;
mod listing;
mod object;
mod source;
mod surface;
mod symbols;

use crate::{Target, Version};

/// The ordinals of a first release and of the release that is the first without.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Releases {
    since: u32,
    before: u32,
}

/// Later than every release, so that comparing with it is no work.
const OPEN: u32 = u32::MAX;
const OLDEST: u32 = 0;

#[inline]
const fn ordinal(version: Version, micro: u8) -> u32 {
    Target::new(version, micro).ordinal()
}

/// From a release on.
#[inline]
pub(crate) const fn since(version: Version, micro: u8) -> Releases {
    Releases { since: ordinal(version, micro), before: OPEN }
}

/// Up to the release before the given one.
#[inline]
pub(crate) const fn before(version: Version, micro: u8) -> Releases {
    Releases { since: OLDEST, before: ordinal(version, micro) }
}

/// From the first release on, up to the one before the second.
#[inline]
const fn between(since: (Version, u8), before: (Version, u8)) -> Releases {
    Releases { since: ordinal(since.0, since.1), before: ordinal(before.0, before.1) }
}

impl Releases {
    #[inline]
    pub(crate) const fn contain(self, target: Target) -> bool {
        let ordinal = target.ordinal();
        self.since <= ordinal && ordinal < self.before
    }
}

impl Target {
    /// This release or a later one.
    #[inline]
    pub(crate) const fn since(self, version: Version, micro: u8) -> bool {
        self.ordinal() >= ordinal(version, micro)
    }
}

/// Makes a query of each row: doc comment, name, the releases for which the answer is yes.
macro_rules! capabilities {
    ($($(#[doc = $doc:literal])* $name:ident: $($releases:expr),+;)*) => {
        impl crate::Target {
            $(
                $(#[doc = $doc])*
                #[cfg(not(feature = "flip"))]
                #[must_use]
                #[inline]
                pub const fn $name(self) -> bool {
                    $($releases.contain(self))||+
                }

                $(#[doc = $doc])*
                #[cfg(feature = "flip")]
                #[must_use]
                pub fn $name(self) -> bool {
                    crate::flip::is_flipped(stringify!($name)) ^ ($($releases.contain(self))||+)
                }
            )*
        }

        pub(super) const ROWS: &[super::Capability] = &[$(super::Capability {
            name: stringify!($name),
            meaning: concat!($($doc),*),
            releases: &[$($releases),+],
        }),*];
    };
}
use capabilities;

/// A row of the tables: a query of [`Target`] with its reason.
#[derive(Clone, Copy, Debug)]
pub struct Capability {
    /// The name of the query.
    pub name: &'static str,
    /// What it means, in Markdown.
    pub meaning: &'static str,
    releases: &'static [Releases],
}

impl Capability {
    /// All rows: the names of the stages that ask, with theirs.
    #[must_use]
    pub const fn all() -> [(&'static str, &'static [Self]); 10] {
        [
            ("source", source::ROWS),
            ("lexer", lexer::ROWS),
            ("grammar", grammar::ROWS),
            ("errors", errors::ROWS),
            ("symbols", symbols::ROWS),
            ("emit", emit::ROWS),
            ("flow", flow::ROWS),
            ("object", object::ROWS),
            ("listing", listing::ROWS),
            ("surface", surface::ROWS),
        ]
    }

    /// Whether a release has it.
    #[must_use]
    pub fn holds(self, target: Target) -> bool {
        self.releases.iter().any(|releases| releases.contain(target))
    }
}
