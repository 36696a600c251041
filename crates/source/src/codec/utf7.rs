//! UTF-7.
//!
//! Follows `PyUnicode_DecodeUTF7Stateful` in `Objects/unicodeobject.c`.

use super::points::{self, decode_error, is_surrogate};

/// Decodes a file.
pub(super) fn decode(bytes: &[u8]) -> Result<String, String> {
    let mut decoder = Decoder { bytes, at: 0, out: Vec::with_capacity(bytes.len()) };
    while let Some(byte) = bytes.get(decoder.at) {
        match *byte {
            b'+' => decoder.shifted()?,
            0x80.. => return Err(decoder.error(decoder.at, decoder.at + 1, "unexpected special character")),
            byte => decoder.direct(byte),
        }
    }
    points::text(&decoder.out)
}

struct Decoder<'b> {
    bytes: &'b [u8],
    at: usize,
    out: Vec<u32>,
}

/// Bits of a shifted sequence that make no code unit yet, and a high surrogate that waits for the low one.
#[derive(Default)]
struct Shifted {
    buffer: u32,
    bits: u32,
    high: Option<u32>,
}

impl Decoder<'_> {
    fn error(&self, start: usize, end: usize, reason: &str) -> String {
        decode_error("utf7", self.bytes, start, end, reason)
    }

    fn direct(&mut self, byte: u8) {
        self.out.push(byte.into());
        self.at += 1;
    }

    /// What a `+` begins.
    fn shifted(&mut self) -> Result<(), String> {
        let start = self.at;
        self.at += 1;
        match self.bytes.get(self.at) {
            Some(b'-') => {
                self.at += 1;
                self.out.push(b'+'.into());
                return Ok(());
            }
            Some(byte) if value(*byte).is_none() => {
                return Err(self.error(start, self.at + 1, "ill-formed sequence"));
            }
            _ => {}
        }
        let mut state = Shifted::default();
        while let Some(value) = self.bytes.get(self.at).and_then(|byte| value(*byte)) {
            self.at += 1;
            self.take(&mut state, value);
        }
        self.leave(start, &state)
    }

    fn take(&mut self, state: &mut Shifted, value: u8) {
        state.buffer = state.buffer << 6 | u32::from(value);
        state.bits += 6;
        if state.bits < 16 {
            return;
        }
        state.bits -= 16;
        let unit = state.buffer >> state.bits;
        state.buffer &= (1 << state.bits) - 1;
        if let Some(high) = state.high.take() {
            if matches!(unit, 0xdc00..=0xdfff) {
                self.out.push(0x1_0000 + ((high & 0x3ff) << 10 | unit & 0x3ff));
                return;
            }
            self.out.push(high);
        }
        if matches!(unit, 0xd800..=0xdbff) { state.high = Some(unit) } else { self.out.push(unit) }
    }

    fn leave(&mut self, start: usize, state: &Shifted) -> Result<(), String> {
        let Some(byte) = self.bytes.get(self.at) else {
            let is_cut = state.high.is_some() || state.bits >= 6 || state.buffer != 0;
            let error = || self.error(start, self.bytes.len(), "unterminated shift sequence");
            return if is_cut { Err(error()) } else { Ok(()) };
        };
        if state.bits >= 6 {
            return Err(self.error(start, self.at + 1, "partial character in shift sequence"));
        }
        if state.buffer != 0 {
            return Err(self.error(start, self.at + 1, "non-zero padding bits in shift sequence"));
        }
        let is_direct = byte.is_ascii() && *byte != b'+';
        self.out.extend(state.high.filter(|high| is_direct && is_surrogate(*high)));
        self.at += usize::from(*byte == b'-');
        Ok(())
    }
}

/// The six bits of a letter of base 64.
const fn value(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn shifted_sequences() {
        assert_eq!(decode(b"~+AGEAYg-c+-").as_deref(), Ok("~abc+"));
        assert_eq!(decode(b"+2D3eAA-").as_deref(), Ok("😀"));
        let message = "'utf7' codec can't decode bytes in position 3-5: partial character in shift sequence";
        assert_eq!(decode(b"x=\"+A\"").unwrap_err(), message);
        let message = "'utf7' codec can't decode byte 0xe9 in position 0: unexpected special character";
        assert_eq!(decode(b"\xe9").unwrap_err(), message);
    }
}
