//! `f'{x for x in y}'`: a generator without parentheses of its own, for which those of the field serve.
//!
//! The third-party parser reads its element alone when the rest is blanked. The whole is parsed apart, with parentheses in
//! the place of the braces.

use pycmill_source::Source;
use pycmill_target::Target;
use ruff_python_ast as ruff;
use ruff_text_size::{TextRange, TextSize};

use super::{literals, scan};

/// A text without such generators, and the generators.
#[derive(Default)]
pub(crate) struct Generators {
    pub(crate) text: String,
    /// By the places where their fields begin, in order.
    fields: Vec<(TextSize, Option<ruff::Expr>)>,
}

impl Generators {
    /// The generator in the field that begins at an offset.
    pub(crate) fn take(&mut self, field: TextSize) -> Option<ruff::Expr> {
        let at = self.fields.binary_search_by_key(&field, |(start, _)| *start).ok()?;
        self.fields[at].1.take()
    }
}

/// Blanks the generators of a text, if there are any.
pub(crate) fn blank(target: Target, source: &Source) -> Option<Generators> {
    let text = source.text();
    let mut places: Vec<(usize, usize)> = Vec::new();
    for literal in literals::fstrings(text) {
        let _ = scan::scan(target, text, &literal, &mut |field| {
            places.push((field.start, field.start + field.text.len()));
            Ok(())
        });
    }
    places.sort_unstable();
    let parenthesized = in_parentheses(text, &places);
    let mut blanked = text.as_bytes().to_vec();
    let mut fields = Vec::new();
    for (start, end) in places {
        let range = TextRange::new(TextSize::new(start as u32 - 1), TextSize::new(end as u32 + 1));
        let Ok(parsed) = ruff_python_parser::parse_expression_range(&parenthesized, range) else { continue };
        let ruff::Expr::Generator(generator) = parsed.into_expr() else { continue };
        if let (Some(first), true) = (generator.generators.first(), generator.range == range) {
            let from = first.range.start().to_usize();
            blanked[from..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
            fields.push((range.start(), Some(ruff::Expr::Generator(generator))));
        }
    }
    let text = String::from_utf8(blanked).ok()?;
    (!fields.is_empty()).then_some(Generators { text, fields })
}

/// The text with parentheses around the expressions of the fields in the place of what stands there.
fn in_parentheses(text: &str, places: &[(usize, usize)]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for (start, end) in places {
        (bytes[start - 1], bytes[*end]) = (b'(', b')');
    }
    String::from_utf8(bytes).unwrap_or_default()
}
