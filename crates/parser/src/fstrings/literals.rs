//! Where the f-strings of a text are, for a tokenizer that takes them for strings.
//!
//! Follows the prefixes and `letter_quote` in `tok_get` of `Parser/tokenizer.c` of 3.11.

use ruff_text_size::{TextRange, TextSize};

/// An f-string.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Literal {
    pub(super) start: usize,
    /// Letters in front of the quotes.
    pub(super) prefix: usize,
    /// Between the quotes.
    pub(super) content: (usize, usize),
    pub(super) is_raw: bool,
    /// Whether its quotes come.
    pub(super) is_closed: bool,
}

/// All f-strings of a text, up to the first string that does not end.
pub(super) fn fstrings(text: &str) -> Vec<Literal> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(step) = bytes[at..].iter().position(|byte| is_word(*byte) || matches!(byte, b'#' | b'\'' | b'"')) {
        let start = at + step;
        at = start + bytes[start..].iter().take_while(|byte| is_word(**byte)).count();
        match bytes.get(at) {
            Some(b'#') if at == start => {
                at += bytes[at..].iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len() - at);
            }
            Some(b'\'' | b'"') => {
                let (opened, content_end, end) = string(bytes, at);
                let prefix = bytes[start..at].to_ascii_lowercase();
                if matches!(&prefix[..], b"f" | b"fr" | b"rf") {
                    found.push(Literal {
                        start,
                        prefix: prefix.len(),
                        content: (opened, content_end),
                        is_raw: prefix.len() == 2,
                        is_closed: end.is_some(),
                    });
                }
                let Some(end) = end else { break };
                at = end;
            }
            _ => {}
        }
    }
    found
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

/// Where the content of the string with its quote at `at` begins and ends, and where the string ends if it does.
fn string(bytes: &[u8], at: usize) -> (usize, usize, Option<usize>) {
    let quote = bytes[at];
    let run = bytes[at..].iter().take(3).take_while(|byte| **byte == quote).count();
    if run == 2 {
        return (at + 1, at + 1, Some(at + 2));
    }
    let mut end = at + run;
    while end < bytes.len() {
        match bytes[end] {
            b'\\' => end += 1,
            b'\n' if run == 1 => return (at + run, end, None),
            byte if byte == quote && bytes[end..].iter().take(run).filter(|byte| **byte == quote).count() == run => {
                return (at + run, end, Some(end + run));
            }
            _ => {}
        }
        end += 1;
    }
    (at + run, bytes.len(), None)
}

/// Where the string with its quotes on both sides of an offset begins, prefix included.
pub(crate) fn string_across(text: &str, offset: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < offset {
        let start = at;
        at += bytes[at..].iter().take_while(|byte| is_word(**byte)).count();
        match bytes.get(at) {
            Some(b'\'' | b'"') => {
                let (_, content_end, end) = string(bytes, at);
                at = end.unwrap_or(content_end + 1);
                if at > offset {
                    return Some(start);
                }
            }
            _ => at += usize::from(at == start),
        }
    }
    None
}

/// The string that begins behind the letters of a range, for a tokenizer to which they are no prefix.
pub(crate) fn behind_prefix(text: &str, range: TextRange) -> TextRange {
    let bytes = text.as_bytes();
    let start = range.start().to_usize();
    let quote = start + bytes[start..].iter().take_while(|byte| is_word(**byte)).count();
    if quote >= range.end().to_usize() {
        return range;
    }
    let (_, content_end, end) = string(bytes, quote);
    TextRange::new(TextSize::new(quote as u32), TextSize::new(end.unwrap_or(content_end) as u32))
}

/// The text with plain raw strings in the place of f-strings, which begin a letter later if they had two. At the beginning of a
/// line a blank would be an indentation; a sign is none.
pub(super) fn without_prefixes(text: &str, literals: &[Literal]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for literal in literals {
        out.push_str(&text[copied..literal.start]);
        let is_alone = out[out.rfind('\n').map_or(0, |newline| newline + 1)..].trim_start().is_empty();
        let is_first = is_alone && !out.trim_end().ends_with(['(', '[', '{', ',']);
        out.push_str(match (literal.prefix, is_first) {
            (2, true) => "+r",
            (2, false) => " r",
            _ => "r",
        });
        copied = literal.start + literal.prefix;
    }
    out + &text[copied..]
}

#[cfg(test)]
mod tests {
    use super::{fstrings, without_prefixes};

    fn plain(text: &str) -> String {
        without_prefixes(text, &fstrings(text))
    }

    #[test]
    fn prefixes() {
        assert_eq!(plain("f'{a['b']}' rF\"\"\"'{\"\"\" # f'x'"), "r'{a['b']}'  r\"\"\"'{\"\"\" # f'x'");
        assert_eq!(plain("if'' bf'' xf'' f'' fr'\\'{'"), "if'' bf'' xf'' r''  r'\\'{'");
        assert_eq!(plain("f'x\nf''"), "r'x\nf''");
    }
}
