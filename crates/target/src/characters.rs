//! Which characters names may have, and which have names, by the version of Unicode that a release has.

use crate::{Target, Version};

/// What Unicode 15.1 made parts of identifiers, though it has had them long before.
const MIDDLE_DOTS: [char; 2] = ['\u{30fb}', '\u{ff65}'];

/// Characters without width that Unicode 15.1 made parts of identifiers.
const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];

impl Target {
    /// Whether a character that the newest Unicode has in identifiers is one in the target's. All that were added are
    /// printable, other than the joiners.
    #[must_use]
    pub fn names_may_have(self, character: char) -> bool {
        let is_joiner = JOINERS.contains(&character);
        (is_joiner || self.is_printable(u32::from(character)))
            && (self.since(Version::Python313, 0) || !(is_joiner || MIDDLE_DOTS.contains(&character)))
    }

    /// Whether a character that the newest Unicode has a name for has one in the target's.
    #[must_use]
    pub fn knows_name_of(self, character: char) -> bool {
        let code = u32::from(character);
        self.is_printable(code) || !Self::newest(Version::Python315).is_printable(code)
    }
}
