//! The decode stage as a release does it: bytes to text, with the encodings and error texts of its codecs.

use pycmill_source::{Codecs, DecodeError, Source};
use pycmill_target::Target;

use crate::literal;

/// Decodes the content of a file.
///
/// # Errors
/// As [`Source::decode`].
pub fn decode(target: Target, bytes: &[u8]) -> Result<Source, DecodeError> {
    let codecs = Codecs {
        module: &|name| target.encoding_module(name),
        wraps_errors: target.wraps_codec_errors(),
        places_idna_errors: target.places_idna_errors(),
        palmos_has_9b: target.palmos_reads_9b(),
        character: &|name| literal::character_named(target, name),
    };
    Source::decode(&codecs, bytes)
}
