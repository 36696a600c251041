//! `idna` and `punycode`, which are for names of hosts: of a source file they make nothing but ASCII or an error.
//!
//! Follows `Codec.decode` in `Lib/encodings/idna.py` and `punycode_decode` in `Lib/encodings/punycode.py`.

use super::Codecs;
use super::points::decode_error;
use super::single::decode_ascii;

/// What begins a label in Punycode.
const ACE_PREFIX: &[u8] = b"xn--";

/// Decodes a file: labels in ASCII with dots between. One in Punycode is an error here.
pub(super) fn decode(codecs: &Codecs<'_>, bytes: &[u8]) -> Result<String, String> {
    let mut start = 0;
    for label in bytes.split(|byte| *byte == b'.') {
        if let Err(error) = decode_ascii(label) {
            let at = label.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
            return Err(if codecs.places_idna_errors {
                decode_error("idna", bytes, start + at, start + at + 1, "ordinal not in range(128)")
            } else {
                error
            });
        }
        if label.starts_with(ACE_PREFIX) {
            let rest = &label[ACE_PREFIX.len()..];
            return Err(punycode_error(codecs, rest));
        }
        start += label.len() + 1;
    }
    decode_ascii(bytes)
}

/// The error of `punycode`: no file ends in a digit of it.
pub(super) fn punycode_error(codecs: &Codecs<'_>, bytes: &[u8]) -> String {
    let base = bytes.iter().rposition(|byte| *byte == b'-');
    let (base, extended) = base.map_or((0, bytes), |at| (at, &bytes[at + 1..]));
    if let Err(error) = decode_ascii(&bytes[..base]) {
        return error;
    }
    if !codecs.places_idna_errors
        && let Err(error) = decode_ascii(extended)
    {
        return error;
    }
    let start = bytes.len() - extended.len();
    let at = extended.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(0);
    let byte = extended.get(at).copied().unwrap_or(b'\n').to_ascii_uppercase();
    if codecs.places_idna_errors {
        let reason = format!("Invalid extended code point '{byte}'");
        return decode_error("punycode", bytes, start + at, start + at + 1, &reason);
    }
    wrapped(codecs, "punycode", &format!("Invalid extended code point '{}'", char::from(byte)))
}

/// A `UnicodeError` of a codec as the release reports it. One that takes more than a message is never wrapped.
pub(super) fn wrapped(codecs: &Codecs<'_>, codec: &str, message: &str) -> String {
    if codecs.wraps_errors {
        return format!("decoding with '{codec}' codec failed (UnicodeError: {message})");
    }
    message.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_releases() {
        let early = Codecs { wraps_errors: true, places_idna_errors: false, ..Codecs::default() };
        let text = "decoding with 'punycode' codec failed (UnicodeError: Invalid extended code point '#')";
        assert_eq!(punycode_error(&early, b"# x\n"), text);
        let text = "'punycode' codec can't decode byte 0x23 in position 0: Invalid extended code point '35'";
        assert_eq!(punycode_error(&Codecs::default(), b"# x\n"), text);
        assert_eq!(decode(&Codecs::default(), b"# a.b\n").as_deref(), Ok("# a.b\n"));
    }
}
