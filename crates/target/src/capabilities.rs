//! Yes/no differences between versions, each with its reason.

use crate::{Target, Version};

impl Target {
    /// The first release of this kind or a later one.
    const fn since(self, version: Version, micro: u8) -> bool {
        let (mine, theirs) = (self.version() as u8, version as u8);
        mine > theirs || (mine == theirs && self.micro() >= micro)
    }

    /// List, set and dict comprehensions have no function of their own (PEP 709, 3.12+).
    #[must_use]
    pub const fn inlines_comprehensions(self) -> bool {
        self.since(Version::Python312, 0)
    }
}
