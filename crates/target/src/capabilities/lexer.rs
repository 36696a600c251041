//! How the tokenizer cuts the text up, and what it says of what it does not take.

use super::{before, between, capabilities, since};
use crate::Version::{Python39, Python310, Python311, Python313, Python314};

capabilities! {
    /// `__peg_parser__` is a keyword.
    has_peg_parser_keyword: between((Python39, 0), (Python310, 0));
    /// `<>` is two tokens, until the parser has met `from __future__ import barry_as_FLUFL`. The change came between 3.13.15 and
    /// 3.13.18, and between 3.14.7 and 3.14.8.
    splits_old_inequality: between((Python313, 16), (Python314, 0)), since(Python314, 8);
    /// The text may end while brackets are open: that is then for the parser to reject.
    ends_in_brackets: before(Python310, 0);
    /// ASCII characters that are not printable are errors of the tokenizer; before, they were tokens that no rule has a use
    /// for. Measured on 3.10.13 and 3.11.2.
    refuses_unprintable_bytes: since(Python311, 0);
    /// A line that begins with blanks and a backslash has no indentation of its own. Measured on 3.9.2 and 3.9.18.
    hides_indentation_by_backslash: between((Python39, 0), (Python310, 0));
    /// Such a line has the indentation before the backslash, or if that is none, of the line after it.
    continues_indentation_by_backslash: since(Python310, 0);
    /// Letters right after a number are errors, unless they begin an operator, of which the tokenizer warns.
    checks_ends_of_numbers: since(Python310, 0);
    /// That goes for letters that are not ASCII, too. By the change log until 3.11.6.
    refuses_foreign_letters_after_numbers: between((Python310, 0), (Python311, 6));
    /// A character that no name has makes the whole name wrong, and is not named.
    hides_invalid_characters: before(Python39, 0);
    /// The place of a digit that is too large, right after the prefix of a number, is that of the byte before it.
    stops_before_wrong_digits: before(Python310, 0);
    /// Errors of the tokenizer may have an end.
    places_faults_in_ranges: since(Python310, 0);
    /// Unterminated strings are named, and their place is their beginning. Before, it was the end of the line.
    explains_unterminated_strings: since(Python310, 0);
    /// The tokenizer knows whether it is in a format specification. 3.12 knew only whether the expression had ended.
    tracks_format_specs: since(Python313, 0);
    /// The ends of errors of the tokenizer count characters; before, bytes. 3.13.15 and 3.13.18, 3.14.8 were measured.
    counts_characters_of_fault_ranges: between((Python313, 16), (Python314, 0)), since(Python314, 7);
}
