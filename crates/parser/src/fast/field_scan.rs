//! Where the expression of a field ends in an f-string that is one token.
//!
//! Follows the loop of `fstring_find_expr` in `Parser/string_parser.c` of 3.11.

/// Brackets inside each other in a field; `MAXLEVEL`.
const BRACKETS: usize = 200;

/// A field of an f-string.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// Where the string begins.
    pub(super) string: u32,
    /// Where its brace is.
    pub(super) brace: u32,
    /// Where its expression ends.
    pub(super) end: u32,
}

impl Field {
    /// The place of the parenthesis that CPython puts in the place of the brace. That of an expression on lines of its own has
    /// its column counted from the string, or is in the first column.
    pub(super) fn parenthesis(self, text: &str) -> u32 {
        let inside = text[self.brace as usize + 1..self.end as usize].trim_start_matches([' ', '\t', '\x0c']);
        if !inside.starts_with('\n') {
            return self.brace;
        }
        let newline = text[self.string as usize..self.brace as usize].rfind('\n');
        newline.map_or(self.string, |newline| self.string + newline as u32 + 1)
    }
}

/// The end of the expression that begins at an offset of a literal's text, which ends with `bytes`. Nothing if something is
/// wrong in it.
pub(super) fn expression_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut brackets: Vec<u8> = Vec::new();
    let mut at = start;
    loop {
        let byte = *bytes.get(at)?;
        match byte {
            b'\\' | b'#' => return None,
            b'\'' | b'"' => at = string_end(bytes, at)?,
            b'[' | b'{' | b'(' => {
                if brackets.len() >= BRACKETS {
                    return None;
                }
                brackets.push(byte);
            }
            b'!' | b':' | b'}' | b'=' | b'<' | b'>' if brackets.is_empty() => {
                let is_pair = !matches!(byte, b':' | b'}') && bytes.get(at + 1) == Some(&b'=');
                if is_pair {
                    at += 1;
                } else if !matches!(byte, b'<' | b'>') {
                    return Some(at);
                }
            }
            b']' | b'}' | b')' => {
                let opening = brackets.pop()?;
                if !matches!((opening, byte), (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
                    return None;
                }
            }
            _ => {}
        }
        at += 1;
    }
}

/// The last quote of the string that begins at an offset. There are no backslashes in fields.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let quote = bytes[start];
    let is_triple = bytes[start..].starts_with(&[quote; 3]);
    let size = if is_triple { 3 } else { 1 };
    let mut at = start + size;
    loop {
        match *bytes.get(at)? {
            b'\\' => return None,
            byte if byte == quote && bytes[at..].starts_with(&[quote; 3][..size]) => return Some(at + size - 1),
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::expression_end;

    #[test]
    fn ends() {
        let end = |text: &'static str| expression_end(text.as_bytes(), 0).map(|end| &text[..end]);
        assert_eq!(end("a[b:c]:x}"), Some("a[b:c]"));
        assert_eq!(end("a!=b!r}"), Some("a!=b"));
        assert_eq!(end("a<b>=c=}"), Some("a<b>=c"));
        assert_eq!(end("'}' \"\"\"'}\"\"\"}"), Some("'}' \"\"\"'}\"\"\""));
        assert_eq!(end("(]}"), None);
        assert_eq!(end("a # b}"), None);
        assert_eq!(end("'a}"), None);
    }
}
