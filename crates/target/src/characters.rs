//! Which characters names may have, and which have names, by the version of Unicode that a release has.

use crate::{Target, Version};

/// What Unicode 15.1 made parts of identifiers, though it has had them long before.
const MIDDLE_DOTS: [char; 2] = ['\u{30fb}', '\u{ff65}'];

impl Target {
    /// Whether a character that the newest Unicode has in identifiers is one in the target's. All that were added are
    /// printable.
    #[must_use]
    pub fn names_may_have(self, character: char) -> bool {
        self.is_printable(u32::from(character))
            && (self.since(Version::Python313, 0) || !MIDDLE_DOTS.contains(&character))
    }

    /// Whether a character that the newest Unicode has a name for has one in the target's.
    #[must_use]
    pub fn knows_name_of(self, character: char) -> bool {
        let code = u32::from(character);
        self.is_printable(code) || !Self::newest(Version::Python315).is_printable(code)
    }
}
