//! The parse stage: text to tree.

use bumpalo::Bump;
use pycmill_ast::{Module, Names};
use pycmill_source::Source;
use pycmill_target::Target;
use ruff_python_ast as ruff;
use ruff_text_size::TextRange;

use crate::blanking::{self, Blanked};
use crate::convert::{self, Context};
use crate::diagnose;
use crate::error::{ParseError, Warning};
use crate::lazy;
use crate::leniency;
use crate::limits::{self, Scan};
use crate::malformed;
use crate::warnings;

/// What the third-party parser returns.
type Foreign = ruff_python_parser::Parsed<ruff::Mod>;

/// An accepted file.
#[derive(Debug)]
pub struct Parsed<'a> {
    /// Its tree.
    pub module: Module<'a>,
    /// What its tokens are warned of, in order.
    pub warnings: Vec<Warning>,
}

/// Parses a file.
///
/// # Errors
///
/// If CPython's tokenizer or parser rejects it.
pub fn parse<'a>(
    target: Target,
    source: &Source,
    arena: &'a Bump,
    names: &mut Names<'a>,
) -> Result<Parsed<'a>, ParseError> {
    let mut warnings = Vec::new();
    let module = parse_noting(target, source, arena, names, &mut warnings)?;
    Ok(Parsed { module, warnings })
}

/// [`parse`] with the warnings in a list of the caller's, where those in front of an error are found, too.
///
/// # Errors
/// As [`parse`].
pub fn parse_noting<'a>(
    target: Target,
    source: &Source,
    arena: &'a Bump,
    names: &mut Names<'a>,
    warnings: &mut Vec<Warning>,
) -> Result<Module<'a>, ParseError> {
    let options = ruff_python_parser::ParseOptions::from(ruff_python_parser::Mode::Module)
        .with_target_version(ruff::PythonVersion { major: 3, minor: target.version().minor() });
    let mut parsed = ruff_python_parser::parse_unchecked(source.text(), options.clone());
    let mut blanked = Blanked::default();
    let is_lenient = target.unpacks_in_comprehensions() && !parsed.errors().is_empty();
    if is_lenient && let Some(found) = blanking::blank(source.text(), parsed.tokens()) {
        discard(parsed);
        parsed = ruff_python_parser::parse_unchecked(&found.text, options);
        blanked = found;
    }
    let scan = limits::scan(target, parsed.tokens());
    if let Some(error) = first_error(target, source, &parsed, &scan) {
        let before = |warning: &Warning| warning.line < error.line;
        warnings.extend(warnings::collect(target, source, parsed.tokens()).into_iter().filter(before));
        discard(parsed);
        return Err(error);
    }
    *warnings = warnings::collect(target, source, parsed.tokens());
    let ruff::Mod::Module(tree) = parsed.into_syntax() else { unreachable!("modules are parsed to modules") };
    let module = convert::module(target, Context { source, blanked: &blanked }, arena, names, tree);
    module.inspect_err(|error| warnings.retain(|warning| warning.line < error.line))
}

/// The error that comes first in the text.
fn first_error(target: Target, source: &Source, parsed: &Foreign, scan: &Scan) -> Option<ParseError> {
    let syntax = parsed.errors().iter().find(|error| !leniency::is_forgiven(target, parsed.tokens(), error));
    let version = parsed.unsupported_syntax_errors().first();
    let of_version = || {
        let error = version?;
        Some((error.range, ParseError::at(source, error.range, diagnose::of_version(error.kind))))
    };
    let own = [
        scan.violation.map(|(range, violation)| (range, violation.error(target, source, range))),
        malformed::error(source, parsed.tokens()),
        second_mark(source),
        lazy::error(target, source, parsed.tokens()),
        of_version(),
    ];
    let own = own.into_iter().flatten().min_by_key(|(range, _)| range.start());
    match (own, syntax) {
        (Some((range, error)), syntax) if syntax.is_none_or(|syntax| range.start() <= syntax.location.start()) => {
            Some(error)
        }
        (_, syntax) => syntax.map(|error| diagnose::explain(target, source, parsed.tokens(), error)),
    }
}

/// A byte order mark behind the one that decoding took away. The third-party parser skips it.
fn second_mark(source: &Source) -> Option<(TextRange, ParseError)> {
    let range = TextRange::default();
    let message = "invalid non-printable character U+FEFF";
    source.text().starts_with('\u{feff}').then(|| (range, ParseError::at(source, range, message)))
}

/// Drops a tree that was not converted. Dropping recurses once per level, of which there are fewer than tokens.
fn discard(parsed: Foreign) {
    let stack = parsed.tokens().len() * 512;
    if stack > 256 * 1024 {
        stacker::grow(stack, || drop(parsed));
    }
}
