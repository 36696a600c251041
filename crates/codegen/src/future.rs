//! `from __future__ import …` at the beginning of a file.
//!
//! Follows `Python/future.c` `_PyFuture_FromAST`. Works on the tree as parsed: it runs before folding.

use pycmill_ast::{Alias, Constant, ExprKind, Module, Name, Names, Stmt, StmtKind};
use pycmill_source::LineIndex;
use pycmill_target::Target;

use crate::error::CompileError;
use crate::location::location_of;
use pycmill_flow::ir::Location;

/// `CO_FUTURE_BARRY_AS_BDFL`.
const BARRY_AS_BDFL: u32 = 0x40_0000;
/// `CO_FUTURE_ANNOTATIONS`.
const ANNOTATIONS: u32 = 0x100_0000;

/// What the future statements of a file ask for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Features {
    /// The `CO_FUTURE_*` bits that every code object of the file has in `co_flags`.
    pub flags: u32,
    /// Annotations are stored as strings.
    pub annotations: bool,
    /// `<>` in place of `!=`.
    pub barry_as_bdfl: bool,
    /// The last future statement; [`Location::NONE`] without any. One further down is an error.
    pub location: Location,
}

impl Default for Features {
    fn default() -> Self {
        Self { flags: 0, annotations: false, barry_as_bdfl: false, location: Location::NONE }
    }
}

/// The features that a file asks for.
///
/// # Errors
/// For a feature that does not exist.
pub fn scan(
    target: Target,
    module: &Module<'_>,
    names: &Names<'_>,
    lines: &LineIndex,
) -> Result<Features, CompileError> {
    let mut features = Features::default();
    let body = &module.body[usize::from(is_docstring(module.body.first()))..];
    let mut behind = body;
    for stmt in body {
        let Some(aliases) = future_import(target, stmt, names) else { break };
        features.location = location_of(stmt.span, lines);
        for alias in aliases {
            features.flags |= feature(names.text(alias.name)).map_err(|message| {
                let named = location_of(alias.span, lines);
                let location =
                    if target.future_errors_point_at_the_name() { named } else { start_of(features.location) };
                CompileError::syntax(message, location)
            })?;
        }
        behind = &behind[1..];
    }
    if target.scans_for_late_future_imports() {
        check_rest_of_line(target, behind, names, lines)?;
    }
    features.annotations = features.flags & ANNOTATIONS != 0;
    features.barry_as_bdfl = features.flags & BARRY_AS_BDFL != 0;
    Ok(features)
}

/// The names of a future import.
fn future_import<'a>(target: Target, stmt: &Stmt<'a>, names: &Names<'_>) -> Option<&'a [Alias]> {
    match stmt.kind {
        StmtKind::ImportFrom { module: Some(module), names: aliases, level, .. }
            if is_future(target, module, level, names) =>
        {
            Some(aliases)
        }
        _ => None,
    }
}

/// Whether this is what future imports import from.
pub(crate) fn is_future(target: Target, module: Name, level: u32, names: &Names<'_>) -> bool {
    (level == 0 || !target.future_imports_are_absolute()) && names.text(module) == "__future__"
}

/// Behind the last future import: none may follow on the line that the statement in front of it begins on. The error has
/// a column from 0 where others count from 1.
fn check_rest_of_line(
    target: Target,
    rest: &[Stmt<'_>],
    names: &Names<'_>,
    lines: &LineIndex,
) -> Result<(), CompileError> {
    let mut line = None;
    for stmt in rest {
        let location = location_of(stmt.span, lines);
        if line.is_some_and(|line| location.line > line) {
            break;
        }
        line = Some(location.line);
        if future_import(target, stmt, names).is_some() {
            let message = "from __future__ imports must occur at the beginning of the file";
            let location = start_of(location);
            return Err(CompileError::syntax(message, Location { col: location.col - 1, ..location }));
        }
    }
    Ok(())
}

/// Whether a body's first statement is a docstring (`_PyAST_GetDocString`).
pub(crate) fn is_docstring(first: Option<&Stmt<'_>>) -> bool {
    let Some(Stmt { kind: StmtKind::Expr { value }, .. }) = first else { return false };
    matches!(value.kind, ExprKind::Constant { value: Constant::Str(_), .. })
}

/// The flag of one feature; most are mandatory by now and have none. The error is its message.
fn feature(name: &str) -> Result<u32, String> {
    match name {
        "nested_scopes" | "generators" | "division" | "absolute_import" | "with_statement" | "print_function"
        | "unicode_literals" | "generator_stop" => Ok(0),
        "barry_as_FLUFL" => Ok(BARRY_AS_BDFL),
        "annotations" => Ok(ANNOTATIONS),
        "braces" => Err("not a chance".to_owned()),
        unknown => Err(format!("future feature {} is not defined", first_bytes(unknown, 100))),
    }
}

/// At most `limit` bytes of a text, as `%.100s` prints it: a character cut in two is shown as U+FFFD.
fn first_bytes(text: &str, limit: usize) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(&text.as_bytes()[..text.len().min(limit)])
}

/// The place of an error without an end (`PyErr_SyntaxLocationObject`).
const fn start_of(location: Location) -> Location {
    Location { end_line: location.line, end_col: -2, ..location }
}
