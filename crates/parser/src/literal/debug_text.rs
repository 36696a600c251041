//! The text of an expression in a replacement field, as the releases tell it.
//!
//! Follows `set_fstring_expr` in `Parser/lexer/lexer.c` and `fstring_formatted_value` in `Parser/action_helpers.c`.

use std::borrow::Cow;

use pycmill_target::Target;

/// The text that the lexer has kept for `{x=}`. Escapes are not decoded.
pub(crate) fn told(target: Target, text: &str) -> Cow<'_, str> {
    if target.debug_text_knows_strings() {
        without_comments(text, target.debug_text_knows_escapes())
    } else {
        without_hashes(text)
    }
}

/// Without comments, as CPython finds them: each quote opens or closes a string, in fields of inner strings too, whose
/// comments therefore stay.
pub(crate) fn without_comments(text: &str, knows_escapes: bool) -> Cow<'_, str> {
    if !text.contains('#') || next_comment(text, &mut None, true).is_none() {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest, mut quote) = (String::new(), text, None);
    while let Some(at) = next_comment(rest, &mut quote, knows_escapes) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = rest.find('\n').map_or("", |newline| &rest[newline..]);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Where the first comment begins. The quote is that of the string around the text's start and end.
fn next_comment(text: &str, quote: &mut Option<u8>, knows_escapes: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match *byte {
            b'\\' if knows_escapes => at += 1,
            mark @ (b'\'' | b'"') => match *quote {
                None => *quote = Some(mark),
                Some(open) if open == mark => *quote = None,
                Some(_) => {}
            },
            b'#' if quote.is_none() => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The text without what follows a `#` in each line.
fn without_hashes(text: &str) -> Cow<'_, str> {
    if !text.contains('#') {
        return Cow::Borrowed(text);
    }
    let lines = text.split('\n').map(|line| line.split('#').next().unwrap_or(""));
    Cow::Owned(lines.collect::<Vec<_>>().join("\n"))
}

/// Where in the source an offset of the text without comments is: lines are as they were up to their comments.
pub(crate) fn in_source(source: &str, text: &str, at: usize) -> usize {
    let before = &text[..at];
    let lines = before.matches('\n').count();
    let column = at - before.rfind('\n').map_or(0, |newline| newline + 1);
    source.split_inclusive('\n').take(lines).map(str::len).sum::<usize>() + column
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments() {
        assert_eq!(without_comments("x # c\n =", true), "x \n =");
        assert_eq!(without_comments(r##"f'{"#"}' "##, true), r##"f'{"#"}' "##);
        assert_eq!(without_comments("f'{x # it's\n}' # no\n =", true), "f'{x # it's\n}' # no\n =");
        assert_eq!(without_comments("'a\\'b' # c\n", true), "'a\\'b' \n");
        assert_eq!(without_comments("'a\\'b' # c\n", false), "'a\\'b' # c\n");
    }

    #[test]
    fn old_debug_texts() {
        assert_eq!(without_hashes("'#' # c\n="), "'\n=");
    }
}
