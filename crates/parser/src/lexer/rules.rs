//! What the target's lexer does otherwise than others, asked once per file.

use pycmill_target::Target;

/// What a prefix makes of a string.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Prefix {
    /// One token.
    Plain,
    /// An f-string in parts.
    F { is_raw: bool },
    /// A template string.
    T { is_raw: bool },
    /// Letters that exclude each other, which the lexer names.
    Incompatible(u8, u8),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    tokenizes_fstrings: bool,
    has_templates: bool,
    names_incompatible_prefixes: bool,
    /// `__peg_parser__` is a keyword.
    pub(super) peg_parser: bool,
    /// `<>` is a token, and not two.
    pub(super) old_inequality: bool,
    /// The text may end in brackets.
    pub(super) end_in_brackets: bool,
    /// Characters that are not printable are faults.
    pub(super) refuses_control: bool,
    /// A line that begins with a backslash has the indentation of none.
    pub(super) backslash_hides_indentation: bool,
    /// ... or that of the line after it.
    pub(super) backslash_continues_indentation: bool,
    /// What follows a number is looked at.
    pub(super) checks_ends_of_numbers: bool,
    /// Letters that are not ASCII are refused there.
    pub(super) refuses_foreign_letters: bool,
    /// The lexer knows whether it is in a format specification; before, only whether the expression has ended.
    pub(super) tracks_specs: bool,
    /// Two closing braces are two in a field's format specification.
    pub(super) closes_fields_in_pairs: bool,
    /// A newline ends a format specification, or is named there.
    pub(super) specs_end_at_newlines: bool,
    /// The texts of fields in format specifications are kept.
    pub(super) keeps_texts_in_specs: bool,
    /// The last punctuation ends the text of a field; before, the first.
    pub(super) extends_field_texts: bool,
    /// The text of a field begins at the field, and `!=` does not end it.
    pub(super) field_texts_begin_at_fields: bool,
    /// A `=` in brackets is not that of `{x=}`.
    pub(super) finds_debug_fields_by_depth: bool,
}

impl Rules {
    pub(super) fn new(target: Target) -> Self {
        Self {
            tokenizes_fstrings: target.tokenizes_fstrings(),
            has_templates: target.has_template_strings(),
            names_incompatible_prefixes: target.names_incompatible_prefixes(),
            peg_parser: target.has_peg_parser_keyword(),
            old_inequality: !target.splits_old_inequality(),
            end_in_brackets: target.ends_in_brackets(),
            refuses_control: target.refuses_unprintable_bytes(),
            backslash_hides_indentation: target.hides_indentation_by_backslash(),
            backslash_continues_indentation: target.continues_indentation_by_backslash(),
            checks_ends_of_numbers: target.checks_ends_of_numbers(),
            refuses_foreign_letters: target.refuses_foreign_letters_after_numbers(),
            tracks_specs: target.tracks_format_specs(),
            closes_fields_in_pairs: target.tracks_format_specs(),
            specs_end_at_newlines: target.newlines_end_format_specs() || target.names_newlines_in_format_specs(),
            keeps_texts_in_specs: target.keeps_texts_in_format_specs(),
            extends_field_texts: target.extends_debug_texts(),
            field_texts_begin_at_fields: target.field_texts_begin_at_fields(),
            finds_debug_fields_by_depth: target.finds_debug_fields_by_depth(),
        }
    }

    /// What the word before a quote is, if it is a prefix.
    pub(super) fn prefix(&self, word: &[u8]) -> Option<Prefix> {
        let mut lower = [0; 5];
        lower.get_mut(..word.len())?.copy_from_slice(word);
        lower.make_ascii_lowercase();
        let letters = &lower[..word.len()];
        let is_raw = letters.len() == 2;
        match letters {
            b"r" | b"b" | b"u" | b"br" | b"rb" => Some(Prefix::Plain),
            b"f" | b"fr" | b"rf" if self.tokenizes_fstrings => Some(Prefix::F { is_raw }),
            b"f" | b"fr" | b"rf" => Some(Prefix::Plain),
            b"t" | b"tr" | b"rt" if self.has_templates => Some(Prefix::T { is_raw }),
            _ if self.names_incompatible_prefixes => incompatible(letters),
            _ => None,
        }
    }
}

/// Of letters that are prefixes by themselves, each at most once, the pair that is named.
fn incompatible(letters: &[u8]) -> Option<Prefix> {
    let are_prefixes = letters.iter().all(|letter| b"bruft".contains(letter));
    let are_single = letters.iter().enumerate().all(|(at, letter)| !letters[..at].contains(letter));
    let pairs = [b"ub", b"ur", b"uf", b"ut", b"bf", b"bt", b"ft"];
    let pair = pairs.into_iter().find(|pair| pair.iter().all(|letter| letters.contains(letter)))?;
    (are_prefixes && are_single).then_some(Prefix::Incompatible(pair[0], pair[1]))
}
