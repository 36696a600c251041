//! The errors of 3.8, whose parser is another one: it looks one token ahead, and what its grammar takes too much is refused when
//! the tree is built, so only in files that are right as a whole otherwise.
//!
//! Follows `Parser/parsetok.c`, `Parser/parser.c` and `Python/ast.c` of 3.8.
//!
//! **Invariants**: no input overflows the stack; linear time but for what CPython searches again, too.

mod automata;
mod calls;
mod driver;
mod expressions;
mod fields;
mod refusal;
mod rule;
mod statements;
mod strings;
mod targets;
mod tree;

use pycmill_source::Source;
use pycmill_target::Target;

use self::refusal::Builder;
use self::rule::Rule;
use super::legacy_print;
use crate::error::{ErrorClass, ParseError, Warning};

/// The exception that 3.8 raises for a file, and what it warns of before; none if it takes the file.
pub(super) fn explain(
    target: Target,
    source: &Source,
    max_str_digits: u32,
    raised: &[usize],
    warnings: &mut Vec<Warning>,
) -> Option<ParseError> {
    let error = judge(target, source, max_str_digits, raised, warnings).err()?;
    Some(looking_for_old_statements(source, error))
}

fn judge(
    target: Target,
    source: &Source,
    max_str_digits: u32,
    raised: &[usize],
    warnings: &mut Vec<Warning>,
) -> Result<(), ParseError> {
    let (tree, root) = driver::parse(target, source, Rule::FileInput)?;
    let mut builder = Builder { raised, ..Builder::new(target, source, &tree, max_str_digits) };
    let built = builder.file(root);
    warnings.append(&mut builder.warnings);
    match (built, builder.error) {
        (None, Some(error)) => Err(error),
        _ => Ok(()),
    }
}

/// The exception itself looks at its line.
fn looking_for_old_statements(source: &Source, mut error: ParseError) -> ParseError {
    let is_read = error.text.is_none() && !error.is_in_field;
    let line = || {
        let start = source.lines().line_start(error.line) as usize;
        source.text()[start..].split_inclusive('\n').next().unwrap_or_default().to_owned()
    };
    let text = if is_read { Some(line()) } else { error.text.clone() };
    if let Some(text) = text.filter(|_| error.class == ErrorClass::SyntaxError && error.line > 0) {
        error.message = legacy_print::message(&text).unwrap_or(error.message);
    }
    error
}
