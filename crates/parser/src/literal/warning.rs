//! What CPython says of escapes that mean nothing.
//!
//! Follows `warn_invalid_escape_sequence` in `Parser/string_parser.c` and its namesake in `Parser/tokenizer/helpers.c`.

use pycmill_source::{Source, Span};
use pycmill_target::Target;

use super::InvalidEscape;
use super::string::rewritten_len;
use crate::error::{PROSPECT, Warning, WarningKind, WarningPlace};

impl InvalidEscape {
    /// Whether the escape, in a text at an offset, is a backslash before a brace, of which the lexer warns.
    pub(crate) fn is_of_brace(self, text: &str, offset: u32) -> bool {
        matches!(text.as_bytes().get((self.at - offset) as usize + 1), Some(b'{' | b'}'))
    }

    /// The warning about the escape in a text that begins at `text`. The token is the one that CPython has at hand: the
    /// literal; for a text of an f-string in parts the token that ends it, but for one in a format specification that text.
    pub(crate) fn warning(self, target: Target, source: &Source, token: Span, text: u32) -> Warning {
        let place = if target.places_escape_errors_at_literal() {
            WarningPlace::of_span(target, source, token)
        } else {
            self.place(source, token, text)
        };
        let first = source.lines().position(token.start).line;
        let line = if target.counts_lines_to_escapes() { place.line } else { first };
        let escape = &source.text()[self.at as usize + 1..][..usize::from(self.len)];
        Warning { kind: WarningKind::Escape, message: message(target, escape), line, place }
    }

    /// From the backslash to the first character after it, as CPython counts: on from where the token begins, whatever that is;
    /// in the bytes of the rewritten text; and past the quotes only if there are no letters before them.
    fn place(self, source: &Source, token: Span, text: u32) -> WarningPlace {
        let all = source.text();
        let start = source.lines().position(token.start);
        let before = &all[text as usize..=self.at as usize];
        let newlines = before.matches('\n').count() as u32;
        let last = before.rfind('\n').map_or(before, |newline| &before[newline + 1..]);
        let column = match newlines {
            0 => start.column as usize + leading_quotes(&all[token.start as usize..token.end as usize]),
            _ => 0,
        };
        let column = (column + rewritten_len(last)) as i32;
        let line = start.line + newlines;
        WarningPlace { line, column, end_line: line, end_column: column + 2, in_characters: true }
    }
}

/// How many quotes of the first one's kind the token begins with; others among them are passed over.
fn leading_quotes(token: &str) -> usize {
    let bytes = token.as_bytes();
    let quotes = bytes.iter().take_while(|byte| matches!(byte, b'\'' | b'"'));
    quotes.filter(|byte| **byte == bytes[0]).count()
}

/// The warning of the lexer about a backslash before a brace, which the text of an f-string in parts has at `brace`.
pub(crate) fn escaped_brace(target: Target, source: &Source, brace: u32) -> Warning {
    let position = source.lines().position(brace);
    let column = position.column as i32 + 1;
    let line = position.line;
    let place = WarningPlace { line, column, end_line: line, end_column: column, in_characters: true };
    let message = message(target, &source.text()[brace as usize..=brace as usize]);
    Warning { kind: WarningKind::Escape, message, line, place }
}

/// CPython's words about an escape, given without its backslash.
fn message(target: Target, escape: &str) -> String {
    let kind = if escape.len() == 3 { "octal escape sequence" } else { "escape sequence" };
    if target.advises_on_escapes() {
        format!(
            "\"\\{escape}\" is an invalid {kind}.{PROSPECT} Did you mean \"\\\\{escape}\"? A raw string is also an option."
        )
    } else if target.quotes_escapes() {
        format!("invalid {kind} '\\{escape}'")
    } else {
        format!("invalid {kind} \\{escape}")
    }
}

#[cfg(test)]
mod tests {
    use pycmill_source::{Source, Span};

    use super::super::Literal;
    use crate::error::ParseError;

    /// Line and text of the warning, and the place where warnings are errors, about the literal that the text ends in.
    fn warned(release: &str, text: &str, start: usize) -> (u32, String, (u32, i32, u32, i32)) {
        let target = release.parse().expect("a release");
        let source = Source::from_text(text);
        let literal = Literal::of(&text[start..], start as u32);
        let escape = literal.decode(target, &mut Vec::new()).expect("a value").expect("an escape");
        let token = Span::new(start as u32, text.len() as u32);
        let warning = escape.warning(target, &source, token, literal.body_start());
        let ParseError { line, column, end_line, end_column, .. } = warning.error(&source);
        (warning.line, warning.message, (line, column, end_line, end_column))
    }

    fn place(release: &str, text: &str) -> (u32, (u32, i32, u32, i32)) {
        let (line, _, place) = warned(release, text, 4);
        (line, place)
    }

    #[test]
    fn messages() {
        let message = |release| warned(release, r"'\d'", 0).1;
        assert_eq!(message("3.9.18"), r"invalid escape sequence \d");
        assert_eq!(message("3.12.1"), r"invalid escape sequence '\d'");
        assert_eq!(warned("3.13.18", r"'\400'", 0).1, r"invalid octal escape sequence '\400'");
        assert_eq!(
            message("3.14.10"),
            "\"\\d\" is an invalid escape sequence. Such sequences will not work in the future. Did you mean \"\\\\d\"? \
             A raw string is also an option."
        );
    }

    #[test]
    fn places() {
        assert_eq!(place("3.13.0", r"x = '\d'"), (1, (1, 5, 1, 9)));
        assert_eq!(place("3.13.5", r"x = '\d'"), (1, (1, 6, 1, 8)));
        assert_eq!(place("3.13.0", "x = '''a\nb\\d'''"), (1, (1, 5, 2, 7)));
        assert_eq!(place("3.13.5", "x = '''a\nb\\d'''"), (2, (2, 2, 2, 4)));
        assert_eq!(place("3.13.5", "x = u'\\d'"), (1, (1, 5, 1, 7)));
        assert_eq!(place("3.13.5", "x = b'\\400'"), (1, (1, 5, 1, 7)));
        assert_eq!(place("3.13.5", "x = 'é\\d'"), (1, (1, 11, 1, 11)));
    }
}
