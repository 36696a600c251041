//! Newlines that end the format specification of an f-string in single quotes (3.12.1 to 3.13.3): they and the blanks
//! around what may follow are blanked, since the third-party lexer takes no newline there.
//!
//! Behind such a newline CPython reads tokens as in brackets, so that no text can follow, only fields without a
//! specification of their own and the closing brace. Follows `tok_get_fstring_mode` in `Parser/lexer/lexer.c` of 3.13.0.

use pycmill_target::Target;
use ruff_text_size::TextRange;

use crate::blanking::Blanked;
use crate::diagnose;

/// Blanks what the third-party lexer rejects, if there is anything, and CPython takes what follows.
pub(crate) fn blank(target: Target, text: &str) -> Option<Blanked> {
    let mut blanked = Blanked::default();
    for newline in diagnose::spec_ends(target, text) {
        rest(text, newline, &mut blanked.spec_ends)?;
    }
    let mut copied = 0;
    for range in &blanked.spec_ends {
        blanked.text.push_str(&text[copied..range.start().to_usize()]);
        blanked.text.extend(std::iter::repeat_n(' ', range.len().to_usize()));
        copied = range.end().to_usize();
    }
    blanked.text.push_str(&text[copied..]);
    (copied > 0).then_some(blanked)
}

/// Adds what stands between the tokens up to the closing brace. Nothing if there are other tokens than fields.
fn rest(text: &str, newline: usize, gaps: &mut Vec<TextRange>) -> Option<()> {
    let bytes = text.as_bytes();
    let mut at = newline;
    loop {
        let end = at + gap(&bytes[at..]);
        if end > at {
            gaps.push(TextRange::new((at as u32).into(), (end as u32).into()));
        }
        match bytes.get(end)? {
            b'}' => return Some(()),
            b'{' => at = end + field(&bytes[end..])?,
            _ => return None,
        }
    }
}

/// The length of the blanks, newlines and comments that the text begins with.
fn gap(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' | b'\x0c' | b'\n' => at += 1,
            b'\\' if bytes.get(at + 1) == Some(&b'\n') => at += 2,
            b'#' => at += bytes[at..].iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len() - at),
            _ => break,
        }
    }
    at
}

/// The length of a field of which the braces show where it ends.
fn field(bytes: &[u8]) -> Option<usize> {
    let end = 1 + bytes[1..].iter().position(|byte| b"{}'\":!=#\n".contains(byte))?;
    (bytes[end] == b'}').then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::blank;

    fn blanked(text: &str) -> Option<String> {
        blank("3.13.0".parse().expect("a target"), text).map(|blanked| blanked.text)
    }

    #[test]
    fn newlines() {
        assert_eq!(blanked("f'{a:b\n\n}'").as_deref(), Some("f'{a:b  }'"));
        assert_eq!(blanked("f'{a:{b:\n}}' + f'{a:\\\n}'").as_deref(), Some("f'{a:{b: }}' + f'{a:\\\n}'"));
        assert_eq!(blanked("f'{a:b\n #}\n {c}\n}'").as_deref(), Some("f'{a:b      {c} }'"));
    }

    #[test]
    fn others() {
        for text in ["f'''{a:\n}'''", "f'{a\n}'", "f'{a:\nb}'", "f'{a:\n{b:c}}'", "f'{a:\n", "f'{a:{b}\n}'"] {
            assert_eq!(blanked(text), None, "{text}");
        }
    }
}
