//! The strings that the module `unicodedata` brings into a process.
//!
//! Up to 3.10 they decide marks in the compiled file. The parser imports the module for names that are not ASCII, which it
//! normalises, and for escapes that name a character. Measured with a tuple of all words of the module's file.

use crate::Target;
use crate::Version::Python310;

/// Its names and those of its class, as far as nothing else holds them.
const NAMES: [&str; 13] = [
    "UCD",
    "bidirectional",
    "combining",
    "decimal",
    "decomposition",
    "digit",
    "east_asian_width",
    "is_normalized",
    "mirrored",
    "normalize",
    "numeric",
    "ucd_3_2_0",
    "unidata_version",
];

impl Target {
    /// The strings that are interned once a file has names that are not ASCII, or else escapes that name a character.
    pub fn strings_of_unicodedata(self, normalizes: bool) -> impl Iterator<Item = &'static str> {
        let capsule = if self.since(Python310, 0) { "_ucnhash_CAPI" } else { "ucnhash_CAPI" };
        let forms: &[&str] = if normalizes { &["NFC", "NFKC"] } else { &[] };
        NAMES.into_iter().chain([capsule]).chain(forms.iter().copied())
    }
}
