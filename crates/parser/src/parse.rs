//! The parse stage: text to tree.

use std::borrow::Cow;

use bumpalo::Bump;
use pycmill_ast::{Module, Names};
use pycmill_source::Source;
use pycmill_target::Target;
use ruff_python_ast as ruff;
use ruff_python_ast::token::Token;
use ruff_text_size::TextRange;

use crate::blanking::{self, Blanked};
use crate::convert::{self, Context};
use crate::diagnose;
use crate::error::{DEFAULT_MAX_STR_DIGITS, ParseError, Warning};
use crate::flufl;
use crate::fstrings::{self, Generators};
use crate::lazy;
use crate::leniency;
use crate::limits::{self, Scan};
use crate::malformed;
use crate::spec_ends;
use crate::unicode;
use crate::warnings;

/// What the third-party parser returns.
pub(crate) type Foreign = ruff_python_parser::Parsed<ruff::Mod>;

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
    let module = parse_noting(target, source, DEFAULT_MAX_STR_DIGITS, arena, names, &mut warnings)?;
    Ok(Parsed { module, warnings })
}

/// [`parse`] with the most digits of a decimal literal, 0 for any number, and with the warnings in a list of the caller's,
/// where those in front of an error are found, too.
///
/// # Errors
/// As [`parse`].
pub fn parse_noting<'a>(
    target: Target,
    original: &Source,
    max_str_digits: u32,
    arena: &'a Bump,
    names: &mut Names<'a>,
    warnings: &mut Vec<Warning>,
) -> Result<Module<'a>, ParseError> {
    if target.locates_decoding_errors()
        && let Some(error) = malformed::first(original)
    {
        return Err(error);
    }
    if let Some(decided) = decide(target, original, max_str_digits, arena, names, warnings) {
        return decided;
    }
    warnings.clear();
    parse_foreign(target, original, max_str_digits, arena, names, warnings)
}

/// What our own parser says, or the table of those it rejects; nothing if neither has an answer.
fn decide<'a>(
    target: Target,
    source: &Source,
    max_str_digits: u32,
    arena: &'a Bump,
    names: &mut Names<'a>,
    warnings: &mut Vec<Warning>,
) -> Option<Result<Module<'a>, ParseError>> {
    // Elsewhere the empty line that some files have more makes no difference.
    let read =
        if source.text().ends_with("\\\n") { crate::errors::as_read(target, source) } else { Cow::Borrowed(source) };
    match crate::fast::parse(target, &read, max_str_digits, arena, names, warnings) {
        Ok(accepted) if accepted.is_deep || binds_debug(target, source) => {
            let mut of_error = Vec::new();
            if let Some(error) = crate::errors::explain(target, source, max_str_digits, &mut of_error) {
                *warnings = of_error;
                return Some(Err(error));
            }
            Some(accepted.checked(target))
        }
        Ok(accepted) => Some(accepted.checked(target)),
        Err(_) => {
            warnings.clear();
            crate::errors::explain(target, source, max_str_digits, warnings).map(Err)
        }
    }
}

/// Whether a release that refuses `__debug__` before it compiles has to look where it is.
fn binds_debug(target: Target, source: &Source) -> bool {
    !target.leaves_names_to_compiler() && source.text().contains("__debug__")
}

/// What the third-party parser makes of a file that is beyond the table.
fn parse_foreign<'a>(
    target: Target,
    original: &Source,
    max_str_digits: u32,
    arena: &'a Bump,
    names: &mut Names<'a>,
    warnings: &mut Vec<Warning>,
) -> Result<Module<'a>, ParseError> {
    let mut parsed = read(target, original.text());
    let steered = flufl::steer(target, original, parsed.tokens());
    if let Some(steered) = &steered {
        discard(parsed);
        parsed = read(target, steered.source.text());
    }
    let source = steered.as_ref().map_or(original, |steered| &steered.source);
    let inequality = steered.as_ref().and_then(|steered| steered.inequality);
    let mut blanked = Blanked::default();
    let mut generators = Generators::default();
    let has_errors =
        !parsed.errors().is_empty() || !parsed.unsupported_syntax_errors().is_empty() || source.malformed().is_some();
    if !target.tokenizes_fstrings() && (has_errors || fstrings::is_suspicious(target, source)) {
        if let Some(error) = fstrings::error(target, source) {
            let scan = limits::scan(target, parsed.tokens());
            return Err(reject(target, source, parsed, &scan, error, warnings));
        }
        if let Some(found) = fstrings::blank(target, source) {
            discard(parsed);
            parsed = read(target, &found.text);
            generators = found;
        }
    }
    let is_lenient = target.unpacks_in_comprehensions() && !parsed.errors().is_empty();
    if is_lenient && let Some(found) = blanking::blank(source.text(), parsed.tokens()) {
        discard(parsed);
        parsed = read(target, &found.text);
        blanked = found;
    }
    let ends_specs = target.newlines_end_format_specs() && !parsed.errors().is_empty();
    if ends_specs && let Some(found) = spec_ends::blank(target, source.text()) {
        discard(parsed);
        parsed = read(target, &found.text);
        blanked = found;
    }
    let scan = limits::scan(target, parsed.tokens());
    if let Some(error) = first_error(target, source, &parsed, &scan, inequality) {
        return Err(reject(target, source, parsed, &scan, error, warnings));
    }
    *warnings = warnings::collect(target, source, parsed.tokens(), &scan.glued_numbers);
    let ruff::Mod::Module(tree) = parsed.syntax() else { unreachable!("modules are parsed to modules") };
    let context = Context { source: original, blanked: &blanked, max_str_digits };
    let converted = convert::module(target, context, generators, arena, names, tree);
    convert::drop_tree(parsed, converted.levels);
    let module = converted.module.map_err(|error| error.counted_by(target, source));
    module.inspect_err(|error| warnings.retain(|warning| warning.line < error.line))
}

/// Keeps the warnings in front of the error, and drops the tree.
fn reject(
    target: Target,
    source: &Source,
    parsed: Foreign,
    scan: &Scan,
    error: ParseError,
    warnings: &mut Vec<Warning>,
) -> ParseError {
    let before = |warning: &Warning| warning.line < error.line;
    let all = warnings::collect(target, source, parsed.tokens(), &scan.glued_numbers);
    warnings.extend(all.into_iter().filter(before));
    discard(parsed);
    error
}

/// The error of a text whose f-strings have become plain strings, unless `in_strings` finds one. That is told the tokens
/// and the place of the first error outside.
pub(crate) fn plain_error(
    target: Target,
    source: &Source,
    in_strings: impl FnOnce(&[Token], Option<TextRange>) -> Option<ParseError>,
) -> Option<ParseError> {
    let parsed = read(target, source.text());
    let scan = limits::scan(target, parsed.tokens());
    let own = own_error(target, source, &parsed, &scan, None).map(|(range, _)| range);
    let syntax = syntax_error(target, &parsed).map(|error| error.location);
    let limit = own.into_iter().chain(syntax).min_by_key(|range| range.start());
    let error = in_strings(parsed.tokens(), limit).or_else(|| first_error(target, source, &parsed, &scan, None));
    discard(parsed);
    error
}

/// Runs the third-party parser.
pub(crate) fn read(target: Target, text: &str) -> Foreign {
    let options = ruff_python_parser::ParseOptions::from(ruff_python_parser::Mode::Module)
        .with_target_version(ruff::PythonVersion { major: 3, minor: target.version().minor() });
    ruff_python_parser::parse_unchecked(text, options)
}

pub(crate) fn syntax_error(target: Target, parsed: &Foreign) -> Option<&ruff_python_parser::ParseError> {
    parsed.errors().iter().find(|error| !leniency::is_forgiven(target, parsed.tokens(), error))
}

/// The error that comes first in the text.
fn first_error(
    target: Target,
    source: &Source,
    parsed: &Foreign,
    scan: &Scan,
    inequality: Option<TextRange>,
) -> Option<ParseError> {
    let syntax = syntax_error(target, parsed);
    let error = match (own_error(target, source, parsed, scan, inequality), syntax) {
        (Some((range, error)), syntax) if syntax.is_none_or(|syntax| range.start() <= syntax.location.start()) => {
            Some(error)
        }
        (_, syntax) => syntax.map(|error| diagnose::explain(target, source, parsed.tokens(), error)),
    };
    error.map(|error| error.counted_by(target, source))
}

/// The first of the errors that the third-party parser does not count as such.
fn own_error(
    target: Target,
    source: &Source,
    parsed: &Foreign,
    scan: &Scan,
    inequality: Option<TextRange>,
) -> Option<(TextRange, ParseError)> {
    let is_own = |error: &&ruff_python_parser::UnsupportedSyntaxError| {
        !matches!(error.kind, ruff_python_parser::UnsupportedSyntaxErrorKind::Pep701FString(_))
    };
    let of_version = || {
        let error = parsed.unsupported_syntax_errors().iter().find(is_own)?;
        Some((error.range, diagnose::of_later_version(source, parsed.tokens(), error)))
    };
    let own = [
        scan.violation.map(|(range, violation)| (range, violation.error(target, source, range))),
        malformed::error(target, source, parsed.tokens()),
        second_mark(source),
        lazy::error(target, source, parsed.tokens()),
        unicode::error(target, source, parsed.tokens()),
        inequality.map(|range| (range, flufl::error(target, source, range))),
        of_version(),
    ];
    own.into_iter().flatten().min_by_key(|(range, _)| range.start())
}

/// A byte order mark behind the one that decoding took away. The third-party parser skips it.
fn second_mark(source: &Source) -> Option<(TextRange, ParseError)> {
    let range = TextRange::default();
    let message = "invalid non-printable character U+FEFF";
    source.text().starts_with('\u{feff}').then(|| (range, ParseError::at(source, range, message)))
}

/// Drops a tree that was not converted. Dropping recurses once per level, of which there are fewer than tokens.
pub(crate) fn discard(parsed: Foreign) {
    let stack = parsed.tokens().len() * 512;
    if stack > 256 * 1024 {
        stacker::grow(stack, || drop(parsed));
    }
}
