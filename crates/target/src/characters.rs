//! Which characters names may have, and which have names, by the version of Unicode that a release has.

use crate::{Target, Version};

/// Aliases that are younger than the characters they name, with the first version that has each.
const YOUNG_ALIASES: [(&str, Version); 12] = [
    ("ARABIC SMALL HIGH LIGATURE ALEF WITH YEH BARREE", Version::Python312),
    ("BAMUM LETTER PHASE-A MAEMGBIEE", Version::Python314),
    ("BAMUM LETTER PHASE-B NGGOM", Version::Python315),
    ("BAMUM LETTER PHASE-B PUNGGAAM", Version::Python315),
    ("BAMUM LETTER PHASE-C SHETFON", Version::Python315),
    ("BAMUM LETTER PHASE-E NGGOP", Version::Python315),
    ("CUNEIFORM SIGN KALAM", Version::Python314),
    ("EM", Version::Python312),
    ("MENDE KIKAKUI SYLLABLE M172 MBO", Version::Python314),
    ("MENDE KIKAKUI SYLLABLE M174 MBOO", Version::Python314),
    ("MYANMAR LETTER KHAMTI LLA", Version::Python311),
    ("SUNDANESE LETTER ARCHAIC I", Version::Python312),
];

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
        match code {
            // Marks that are not printable.
            0x890..=0x891 => self.since(Version::Python311, 0),
            0x1_3439..=0x1_343f => self.since(Version::Python312, 0),
            _ => self.is_printable(code) || !Self::newest(Version::Python315).is_printable(code),
        }
    }

    /// Whether a name that the newest Unicode has is in the target's, too, if the character is.
    #[must_use]
    pub fn knows_alias(self, name: &str) -> bool {
        let young = YOUNG_ALIASES.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(name));
        young.is_none_or(|(_, version)| self.since(*version, 0))
    }

    /// Whether there is a unified ideograph at a code point.
    #[must_use]
    pub fn has_ideograph(self, code: u32) -> bool {
        match code {
            0x2_ebe1..=0x2_ebef => self.names_unassigned_ideographs(),
            0x3400..=0x4dbf | 0x4e00..=0x9fff | 0x2_0000..=0x2_f7ff | 0x3_0000..=0x3_fffd => self.is_printable(code),
            _ => false,
        }
    }
}
