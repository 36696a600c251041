//! The keyword that a name was perhaps meant to be, where an error has no explanation of its own.
//!
//! Follows `TracebackException._find_keyword_typos` (`Lib/traceback.py`) and `compile_command` (`Lib/codeop.py`): names in
//! the lines in front of the error are replaced by similar keywords until what results is right, or might go on.

use std::ops::Range;

use bumpalo::Bump;
use pycmill_ast::{Module, Names};
use pycmill_codegen::{Compilation, compile_with};
use pycmill_flow::finish::CompileUnits;
use pycmill_object::Pool;
use pycmill_parser::{DEFAULT_MAX_STR_DIGITS, Found};
use pycmill_source::Source;
use pycmill_target::Target;

use crate::rejection::LineTexts;
use crate::similar::{close_matches, closest_by_edits};
use crate::warnings::{INPUT, STRING};
use crate::{Rejection, Warning};

/// What a traceback shows in the place of the error.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Typo {
    pub(crate) message: String,
    pub(crate) text: String,
    /// From 1.
    pub(crate) offset: i64,
    pub(crate) end_offset: i64,
}

/// `keyword.kwlist`.
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// More characters are not looked at.
const MOST_CHARACTERS: usize = 1024;
/// Nor are more names.
const MOST_NAMES: usize = 10;
/// Nor are more keywords for one name.
const MOST_KEYWORDS: usize = 3;

/// Looks for the typo that explains an error. What is tried is compiled, and may be warned of.
pub(crate) fn find(
    target: Target,
    source: &Source,
    rejection: &Rejection,
    warnings: &mut Vec<Warning>,
) -> Option<Typo> {
    let is_unexplained =
        rejection.message == "invalid syntax" || rejection.message.contains("Perhaps you forgot a comma");
    if !target.explains_keyword_typos() || rejection.class != "SyntaxError" || !is_unexplained {
        return None;
    }
    let line = u32::try_from(rejection.place.line?).ok()?;
    let code = code(source, rejection.place.last_statement, line)?;
    if target.checks_lines_of_keyword_typos() && is_right(target, &code, warnings) {
        return None;
    }
    search(target, &code, warnings)
}

/// Tries keywords for one name after the other; what the lexer warns of comes between.
fn search(target: Target, code: &str, warnings: &mut Vec<Warning>) -> Option<Typo> {
    let source = Source::from_text(code);
    let mut texts = LineTexts::of(&source);
    let mut names = 0;
    for found in pycmill_parser::names(target, &source) {
        match found {
            Found::Warning(warning) => {
                warnings.push(Warning::from_parse(target, warning, &mut texts).of_search(&STRING));
            }
            Found::Name(_) if names == MOST_NAMES => return None,
            Found::Name(name) => {
                names += 1;
                if let Some(typo) = try_keywords(target, code, name, warnings) {
                    return Some(typo);
                }
            }
        }
    }
    None
}

fn try_keywords(target: Target, code: &str, name: Range<usize>, warnings: &mut Vec<Warning>) -> Option<Typo> {
    let keyword = similar(&code[name.clone()]).into_iter().find(|keyword| {
        let replaced = format!("{}{keyword}{}", &code[..name.start], &code[name.end..]);
        is_right(target, &replaced, warnings)
    })?;
    let start = code[..name.start].rfind('\n').map_or(0, |newline| newline + 1);
    let text = code.split_inclusive('\n').nth(code[..start].matches('\n').count())?;
    let offset = code[start..name.start].chars().count() as i64 + 1;
    let end_offset = offset + code[name].chars().count() as i64;
    let message = format!("invalid syntax. Did you mean '{keyword}'?");
    Some(Typo { message, text: text.to_owned(), offset, end_offset })
}

/// The lines from the last compound statement that was right to the error, without their common indentation.
fn code(source: &Source, first: u32, line: u32) -> Option<String> {
    let lines = split_lines(source.text());
    let lines = lines.get(first.saturating_sub(1) as usize..lines.len().min(line as usize))?;
    let code = dedented(lines);
    (code.chars().count() <= MOST_CHARACTERS).then_some(code)
}

/// `str.splitlines`.
fn split_lines(text: &str) -> Vec<&str> {
    let is_end =
        |c: char| matches!(c, '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut lines: Vec<&str> = text.split(is_end).collect();
    lines.pop_if(|last| last.is_empty());
    lines
}

/// `textwrap.dedent` of joined lines.
fn dedented(lines: &[&str]) -> String {
    let is_blank = |line: &str| line.chars().all(char::is_whitespace);
    let indent = |line: &'_ str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let full = || lines.iter().copied().filter(|line| !is_blank(line));
    let margin = full().map(|line| &line[..indent(line)]).reduce(|left, right| {
        let same = left.bytes().zip(right.bytes()).take_while(|(left, right)| left == right).count();
        &left[..same]
    });
    let margin = margin.unwrap_or_default().len();
    let lines: Vec<&str> = lines.iter().map(|line| if is_blank(line) { "" } else { &line[margin..] }).collect();
    lines.join("\n")
}

/// The keywords to try for a name, the most similar first.
fn similar(name: &str) -> Vec<&'static str> {
    let first = closest_by_edits(name, &KEYWORDS);
    let more = close_matches(name, &KEYWORDS, MOST_KEYWORDS, 0.5);
    first.into_iter().chain(more).take(MOST_KEYWORDS).collect()
}

/// Whether a text compiles, or lacks nothing but an end.
fn is_right(target: Target, text: &str, warnings: &mut Vec<Warning>) -> bool {
    let source = Source::from_text(&format!("{text}\n"));
    let arena = Bump::new();
    let mut names = Names::new(&arena);
    let mut found = Vec::new();
    let parsed = pycmill_parser::parse_noting(target, &source, DEFAULT_MAX_STR_DIGITS, &arena, &mut names, &mut found);
    if parsed.is_err() && pycmill_parser::is_incomplete(target, &source) {
        return true;
    }
    let mut lines = LineTexts::of(&source);
    warnings.extend(found.into_iter().map(|one| Warning::from_parse(target, one, &mut lines).of_search(&INPUT)));
    parsed.is_ok_and(|module| compiles(target, (&source, &module), &arena, &mut names, warnings))
}

fn compiles<'a>(
    target: Target,
    (source, module): (&Source, &Module<'a>),
    arena: &'a Bump,
    names: &mut Names<'a>,
    warnings: &mut Vec<Warning>,
) -> bool {
    let options = crate::Options::new(b"<input>").of_codegen();
    let mut found = Vec::new();
    let compilation = Compilation {
        finish: &mut CompileUnits::default(),
        pool: Pool::new(),
        memory: &mut pycmill_codegen::Memory::default(),
        warnings: &mut found,
    };
    let compiled = compile_with(target, module, source.lines(), arena, names, options, compilation);
    let is_right = compiled.is_ok();
    let found = compiled.map_or(found, |compiled| compiled.warnings);
    let mut lines = LineTexts::of(source);
    let found = found.into_iter().map(|one| Warning::from_compile(target, one, &mut lines));
    // Those about operations are about a line of the library, and ignored by whoever does not ask for them.
    warnings.extend(found.filter(|one| one.module().is_none()).map(|one| one.of_search(&INPUT)));
    is_right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_ordered_by_similarity() {
        assert_eq!(similar("whille"), ["while", "while"]);
        assert_eq!(similar("esle"), ["else", "del", "elif"]);
        assert_eq!(similar("none"), ["None", "None", "not"]);
        assert_eq!(similar("x"), Vec::<&str>::new());
    }

    #[test]
    fn the_common_indentation_goes_away() {
        assert_eq!(dedented(&["  a", "", "   b", "  \t"]), "a\n\n b\n");
        assert_eq!(split_lines("a\x0cb\nc\n"), ["a", "b", "c"]);
    }
}
