//! Yes/no differences between versions, each with its reason; a file per stage.
//!
//! **Invariants**: every query is one row of releases; the names say what the version does, never what it lacks.

mod emit;
mod flow;
mod object;
mod source;
mod surface;
mod symbols;

use crate::{Target, Version};

/// A first release and the release that is the first without, in order.
#[derive(Clone, Copy)]
struct Releases {
    since: (Version, u8),
    before: (Version, u8),
}

/// Later than every release.
const OPEN: (Version, u8) = (Version::Python315, u8::MAX);
const OLDEST: (Version, u8) = (Version::Python38, 0);

/// From a release on.
const fn since(version: Version, micro: u8) -> Releases {
    Releases { since: (version, micro), before: OPEN }
}

/// Up to the release before the given one.
const fn before(version: Version, micro: u8) -> Releases {
    Releases { since: OLDEST, before: (version, micro) }
}

/// From the first release on, up to the one before the second.
const fn between(since: (Version, u8), before: (Version, u8)) -> Releases {
    Releases { since, before }
}

impl Releases {
    const fn contain(self, target: Target) -> bool {
        target.since(self.since.0, self.since.1) && !target.since(self.before.0, self.before.1)
    }
}

impl Target {
    /// This release or a later one.
    pub(crate) const fn since(self, version: Version, micro: u8) -> bool {
        let (mine, theirs) = (self.version() as u8, version as u8);
        mine > theirs || (mine == theirs && self.micro() >= micro)
    }
}

/// Makes a query of each row: doc comment, name, the releases for which the answer is yes.
macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident: $($releases:expr),+;)*) => {
        impl crate::Target {
            $(
                $(#[$doc])*
                #[must_use]
                pub const fn $name(self) -> bool {
                    $($releases.contain(self))||+
                }
            )*
        }
    };
}
use capabilities;
