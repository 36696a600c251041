//! Whether reading a file looks up characters by their names, for which the interpreter imports a module.
//!
//! Follows `decode_unicode_with_escapes` (`Parser/string_parser.c`): f-strings count, raw strings and bytes do not.

use pycmill_source::Source;
use pycmill_target::Target;

use crate::lexer::Lexer;
use crate::literal::Literal;
use crate::token::Kind;

/// What such an escape begins with.
const ESCAPE: &str = "\\N{";

/// Whether some string of a file has an escape `\N{…}`; for versions whose f-strings are single tokens.
#[must_use]
pub fn looks_up_character_names(target: Target, source: &Source) -> bool {
    if !source.text().contains(ESCAPE) {
        return false;
    }
    let mut lexer = Lexer::<false>::new(target, source);
    loop {
        let token = lexer.next();
        match token.kind {
            Kind::End => return false,
            Kind::String if has_escape(source, token.start, token.end) => return true,
            _ => {}
        }
    }
}

fn has_escape(source: &Source, start: u32, end: u32) -> bool {
    let Some(text) = source.text().get(start as usize..end as usize) else { return false };
    let literal = Literal::of(text, start);
    let is_escape = |at: usize| {
        let before = literal.body[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
        before.is_multiple_of(2)
    };
    !literal.prefix.raw && !literal.prefix.bytes && literal.body.match_indices(ESCAPE).any(|(at, _)| is_escape(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_escapes_of_strings_count() {
        let looks_up = |text: &str| looks_up_character_names("3.10".parse().unwrap(), &Source::from_text(text));
        assert!(looks_up("x = '\\N{DIGIT ONE}'\n"));
        assert!(looks_up("x = f'''\\\\\\N{DIGIT ONE}{y}'''\n"));
        for text in ["'\\\\N{DIGIT ONE}'\n", "r'\\N{DIGIT ONE}'\n", "b'\\N{DIGIT ONE}'\n", "# \\N{DIGIT ONE}\n"] {
            assert!(!looks_up(text), "{text}");
        }
    }
}
