//! f-strings: their text is scanned when the tree is built, and each field is a text of its own for the parser.
//!
//! **Invariants**: errors of the scanner are at the literals; those of the parser are in the file `<fstring>`, in the field in
//! parentheses; those of what is built then are in that file, too, but at places of the outer one.
//!
//! Follows `fstring_compile_expr` and `fstring_fix_node_location` of `Python/ast.c`.

use std::ops::Range;

use pycmill_target::Target;

use super::super::old_fstring::{Scan, Scanning};
use super::driver;
use super::refusal::Builder;
use super::rule::Rule;
use super::tree::{Id, Place};
use crate::error::ParseError;
use crate::literal::InvalidEscape;

/// The scanner of one literal.
struct Scanner<'b, 't, 's> {
    builder: &'b mut Builder<'t, 's>,
    /// The literals next to each other, of which this is one.
    node: Id,
}

impl Builder<'_, '_> {
    pub(super) fn fstring(&mut self, node: Id, token: Id) -> Option<()> {
        let (text, Place { start, line, column, .. }) = (self.text(token), self.tree.place(token));
        let mut scan = Scan::new(text, start, line, column);
        Scanner { builder: self, node }.old_parts(&mut scan, 0)
    }

    /// Parses and builds the expression of a field.
    fn field(&mut self, node: Id, part: Range<usize>) -> Option<()> {
        let (source, expression) = (self.source.parenthesized(part.clone()), &self.source.text()[part]);
        let (mut tree, root) = match driver::parse(self.target, &source, Rule::EvalInput) {
            Ok(parsed) => parsed,
            Err(error) => {
                let error = super::looking_for_old_statements(&source, error);
                self.error = Some(ParseError { is_in_field: true, ..error });
                return None;
            }
        };
        let (lines, columns) = self.place_of_field(node, &format!("{{{expression}}}"));
        tree.shift(root, lines, columns);
        let mut inner = Builder {
            is_field: true,
            raised: self.raised,
            before: self.before + self.warnings.len(),
            ..Builder::new(self.target, &source, &tree, self.max_str_digits)
        };
        let first = tree.children(root)[0];
        let built = inner.testlist(first).map(drop);
        let (error, warnings) = (inner.error.take(), std::mem::take(&mut inner.warnings));
        self.warnings.extend(warnings);
        if built.is_none() {
            self.error = error;
        }
        built
    }

    /// The field is searched in the first of the literals; what is not found there is where they begin.
    fn place_of_field(&self, node: Id, field: &str) -> (u32, i32) {
        let Place { line, column, .. } = self.tree.place(node);
        let literal = self.tree.children(node).first().map_or("", |first| self.text(*first));
        let Some(at) = literal.find(field) else { return (line - 1, column) };
        let before = &literal[..at];
        let newlines = before.bytes().filter(|byte| *byte == b'\n').count() as u32;
        let columns = before.rfind('\n').map_or(at, |newline| at - newline);
        (line - 1 + newlines, column + columns as i32)
    }
}

impl<'s> Scanning<'s> for Scanner<'_, '_, 's> {
    fn scan_failed<T>(&mut self, message: &str) -> Option<T> {
        self.builder.refuse(self.node, message)
    }

    fn target(&self) -> Target {
        self.builder.target
    }

    fn decode_text(&mut self, scan: &Scan<'s>, first: usize, end: usize) -> Option<()> {
        self.builder.decode_part(self.node, &scan.text[first..end], scan.start + first as u32, scan.raw)
    }

    fn note_brace(&mut self, _: &Scan<'s>, escape: InvalidEscape) -> Option<()> {
        self.builder.note_escape(Some(escape), self.node, escape.at)
    }

    fn compile_expression(&mut self, scan: &mut Scan<'s>, first: usize) -> Option<()> {
        let start = scan.start as usize;
        self.builder.field(self.node, start + first..start + scan.at)
    }
}
