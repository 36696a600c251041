//! The parse stage: text to tree.

use bumpalo::Bump;
use pycmill_ast::{Module, Names};
use pycmill_source::Source;
use pycmill_target::Target;
use ruff_python_ast as ruff;
use ruff_python_ast::token::TokenKind;
use ruff_text_size::{Ranged, TextRange};

use crate::convert::{self, Context};
use crate::error::{ParseError, Warning};

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
    let options = ruff_python_parser::ParseOptions::from(ruff_python_parser::Mode::Module)
        .with_target_version(ruff::PythonVersion { major: 3, minor: target.version().minor() });
    let parsed = ruff_python_parser::parse_unchecked(source.text(), options);
    if let Some(error) = parsed.errors().first() {
        return Err(ParseError::at(source, error.location, error.error.to_string()));
    }
    if let Some(error) = parsed.unsupported_syntax_errors().first() {
        return Err(ParseError::at(source, error.range, error.to_string()));
    }
    let comments: Vec<TextRange> =
        parsed.tokens().iter().filter(|token| token.kind() == TokenKind::Comment).map(Ranged::range).collect();
    let ruff::Mod::Module(tree) = parsed.into_syntax() else { unreachable!("modules are parsed to modules") };
    let module = convert::module(target, Context { source, comments: &comments }, arena, names, tree)?;
    Ok(Parsed { module, warnings: Vec::new() })
}
