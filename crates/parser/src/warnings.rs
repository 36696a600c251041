//! What CPython's tokenizer warns of in a file it accepts: escapes that mean nothing, numbers run into keywords.
//!
//! Follows `warn_invalid_escape_sequence` in `Parser/string_parser.c` and `verify_end_of_number` in
//! `Parser/lexer/lexer.c`.

use pycmill_source::{Source, Span};
use pycmill_target::Target;
use ruff_python_ast::StringFlags;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::error::{PROSPECT, Warning, WarningKind, WarningPlace};

/// All warnings of a file, in order. The numbers that touch a keyword are known from the walk over the tokens; the escapes
/// are looked for in the text, since most files have few backslashes.
pub(crate) fn collect(target: Target, source: &Source, tokens: &[Token], glued_numbers: &[usize]) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = glued_numbers.iter().map(|at| glued_number(source, tokens[*at].range())).collect();
    let of_numbers = warnings.len();
    escapes(target, source, tokens, &mut warnings);
    if of_numbers > 0 {
        warnings.sort_by_key(|warning| (warning.place.line, warning.place.column));
    }
    warnings
}
fn glued_number(source: &Source, number: TextRange) -> Warning {
    let message = format!("invalid {} literal", base(&source.text()[number]));
    let span = Span::new(number.end().to_u32() - 1, number.end().to_u32());
    let place = WarningPlace::in_characters(source, span);
    Warning { kind: WarningKind::Number, message, line: line(source, number.start().to_u32()), place }
}

/// The first meaningless escape of each literal.
fn escapes(target: Target, source: &Source, tokens: &[Token], warnings: &mut Vec<Warning>) {
    let text = source.text().as_bytes();
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &text[from..]) {
        from += found;
        at += tokens[at..].partition_point(|token| token.end().to_usize() <= from);
        match tokens.get(at) {
            Some(token) if token.start().to_usize() <= from => {
                if token.kind() == TokenKind::String || is_middle(token.kind()) {
                    warnings.extend(literal(target, source, tokens, at));
                }
                from = token.end().to_usize();
            }
            // Two lines are joined.
            _ => from += 1,
        }
    }
}

fn line(source: &Source, offset: u32) -> u32 {
    source.lines().position(offset).line
}

fn base(number: &str) -> &'static str {
    match number.as_bytes() {
        [b'0', b'x' | b'X', ..] => "hexadecimal",
        [b'0', b'o' | b'O', ..] => "octal",
        [b'0', b'b' | b'B', ..] => "binary",
        [.., b'j' | b'J'] => "imaginary",
        _ => "decimal",
    }
}

const fn is_middle(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::FStringMiddle | TokenKind::TStringMiddle)
}

/// CPython's words about an escape.
fn message(target: Target, escape: &str) -> String {
    let kind = if escape.len() == 3 && escape.is_ascii() { "octal escape sequence" } else { "escape sequence" };
    if target.advises_on_escapes() {
        format!(
            "\"\\{escape}\" is an invalid {kind}.{PROSPECT} Did you mean \"\\\\{escape}\"? A raw string is also an option."
        )
    } else {
        format!("invalid {kind} '\\{escape}'")
    }
}

/// The first meaningless escape of a literal.
fn literal(target: Target, source: &Source, tokens: &[Token], at: usize) -> Option<Warning> {
    let token = tokens.get(at)?;
    let flags = token.unwrap_string_flags();
    if flags.is_raw_string() {
        return None;
    }
    let is_part = is_middle(token.kind());
    let range = if is_part {
        token.range()
    } else {
        TextRange::new(token.start() + flags.opener_len(), token.end() - flags.closer_len())
    };
    let content = &source.text()[range];
    let whole = || start_of_string(&tokens[..at]).filter(|_| !target.tokenizes_fstrings());
    let Some((offset, escape)) = first_invalid(content, flags.is_byte_string()) else {
        let warning = escaped_brace(target, source, range).filter(|_| is_part)?;
        return Some(Warning { line: whole().map_or(warning.line, |start| line(source, start)), ..warning });
    };
    // CPython passes the token that ends an f-string as the place of all its parts; or the whole string, if it is one token.
    let end = if is_part { whole().or_else(|| end_of_string(&tokens[at..])) } else { None };
    let lines = if target.counts_lines_to_escapes() { content[..offset].matches('\n').count() as u32 } else { 0 };
    let line = line(source, end.unwrap_or(token.start().to_u32())) + lines;
    let backslash = range.start() + TextSize::of(&content[..offset]);
    let place = if target.places_escape_errors_at_literal() {
        token.range()
    } else {
        TextRange::at(backslash, TextSize::of(escape) + TextSize::from(1))
    };
    let place = WarningPlace::of_span(target, source, Span::new(place.start().to_u32(), place.end().to_u32()));
    Some(Warning { kind: WarningKind::Escape, message: message(target, escape), line, place })
}

/// `\{` begins a field all the same.
fn escaped_brace(target: Target, source: &Source, part: TextRange) -> Option<Warning> {
    let content = &source.text()[part];
    let backslashes = content.len() - content.trim_end_matches('\\').len();
    let brace = source.text()[part.end().to_usize()..].chars().next().filter(|c| matches!(c, '{' | '}'))?;
    let message = message(target, &source.text()[part.end().to_usize()..][..brace.len_utf8()]);
    let span = Span::new(part.end().to_u32() - 1, part.end().to_u32() + brace.len_utf8() as u32);
    let place = WarningPlace::in_characters(source, span);
    let line = line(source, part.end().to_u32());
    (backslashes % 2 == 1).then_some(Warning { kind: WarningKind::Escape, message, line, place })
}

fn start_of_string(before: &[Token]) -> Option<u32> {
    let mut depth = 0;
    for token in before.iter().rev() {
        match token.kind() {
            TokenKind::FStringEnd | TokenKind::TStringEnd => depth += 1,
            TokenKind::FStringStart | TokenKind::TStringStart if depth == 0 => return Some(token.start().to_u32()),
            TokenKind::FStringStart | TokenKind::TStringStart => depth -= 1,
            _ => {}
        }
    }
    None
}

fn end_of_string(tokens: &[Token]) -> Option<u32> {
    let mut depth = 0;
    for token in tokens {
        match token.kind() {
            TokenKind::FStringStart | TokenKind::TStringStart => depth += 1,
            TokenKind::FStringEnd | TokenKind::TStringEnd if depth == 0 => return Some(token.start().to_u32()),
            TokenKind::FStringEnd | TokenKind::TStringEnd => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Offset of the backslash and what follows it: one character, or three octal digits above `\377`.
fn first_invalid(content: &str, is_bytes: bool) -> Option<(usize, &str)> {
    let mut at = 0;
    while let Some(found) = content[at..].find('\\') {
        let start = at + found;
        let escape = &content[start + 1..];
        let first = escape.chars().next()?;
        at = start + 1 + first.len_utf8();
        let is_octal = matches!(first, '4'..='7')
            && escape.len() >= 3
            && escape.bytes().take(3).all(|byte| matches!(byte, b'0'..=b'7'));
        let is_known = match first {
            '\n' | '\\' | '\'' | '"' | 'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | '0'..='7' | 'x' => !is_octal,
            'N' | 'u' | 'U' => !is_bytes,
            _ => !first.is_ascii(),
        };
        if !is_known {
            let len = if is_octal { 3 } else { first.len_utf8() };
            return Some((start, &escape[..len]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::first_invalid;
    use crate::parse;
    use pycmill_source::Source;

    /// The lines of all warnings, as measured on the release.
    fn lines(release: &str, text: &str) -> Vec<u32> {
        let arena = bumpalo::Bump::new();
        let mut names = pycmill_ast::Names::new(&arena);
        let target = release.parse().expect("a release");
        let parsed = parse(target, &Source::from_text(text), &arena, &mut names).expect("is accepted");
        parsed.warnings.iter().map(|warning| warning.line).collect()
    }

    #[test]
    fn lines_of_releases() {
        let text = "y = '''a\nb\n \\d'''\nz = f'''a\n {x} \\d\n'''\n";
        assert_eq!(lines("3.11.7", text), [1, 4]);
        assert_eq!(lines("3.12.1", text), [1, 6]);
        assert_eq!(lines("3.13.0", text), [1, 6]);
        assert_eq!(lines("3.13.18", text), [3, 6]);
    }

    #[test]
    fn escapes() {
        assert_eq!(first_invalid(r"\n\x41\d\e", false), Some((6, "d")));
        assert_eq!(first_invalid(r"\\d\'", false), None);
        assert_eq!(first_invalid(r"\N{DIGIT ONE}\u0041", false), None);
        assert_eq!(first_invalid(r"\u0041", true), Some((0, "u")));
        assert_eq!(first_invalid(r"\377\400", false), Some((4, "400")));
    }
}
