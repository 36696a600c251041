//! How CPython's parser comes to an exception, and where it says that it is.

use super::{before, between, capabilities, since};
use crate::Version::{Python39, Python310, Python311, Python312, Python313, Python315};

capabilities! {
    /// The parser is generated from a grammar with backtracking (PEP 617).
    parses_with_backtracking: since(Python39, 0);
    /// After an error, the rest of the file is read for errors of the tokenizer.
    checks_rest_after_errors: since(Python310, 0);
    /// Unexpected indentation is told by the last token that the first pass has read; before, by the last one of both passes.
    judges_indentation_by_first_pass: since(Python311, 0);
    /// The end of the text in brackets is told as the bracket that was never closed.
    names_unclosed_brackets: since(Python310, 0);
    /// A character after a backslash has a place in its line. The change came between 3.9.2 and 3.9.18.
    places_lexer_codes: since(Python39, 3);
    /// The line that the lexer holds begins anew after one that has nothing but a backslash. Measured on 3.9.18 and 3.10.13.
    leaves_blank_lines_at_backslashes: since(Python310, 0);
    /// Escapes in f-strings are warned of in the line of the first literal of those next to each other.
    warns_of_escapes_at_first_literal: before(Python39, 0);
    /// `<` and `>` end the expression of a field if nothing follows. The change came between 3.9.2 and 3.9.18.
    ends_fields_at_last_comparison: before(Python39, 3);
    /// Tokens without a place are placed by the line that the lexer is in; before, by the first of the lines that it holds.
    places_tokens_in_lines: since(Python310, 0);
    /// Errors of the tokenizer in a field of an f-string have the line in the file; before, that in the field.
    counts_lines_of_fields: since(Python310, 0);
    /// A `SyntaxError` looks for `print` and `exec` as statements in its line, and changes its message.
    looks_for_old_statements: before(Python310, 0);
    /// Messages call operations "operator", dictionaries "dict display", and `...` "Ellipsis".
    has_old_expression_names: before(Python310, 0);
    /// Of a line that is too long to be read at once, the beginning is taken for the line; before, the end. The change came between
    /// 3.13.0 and 3.13.5.
    takes_first_part_of_long_lines: since(Python313, 1);
    /// Format specifications of raw f-strings are decoded like those of others. The change came between 3.13.5 and 3.13.15.
    decodes_raw_format_specs: before(Python313, 6);
    /// A string without end in a field names the line of the field's brace, if it is another one.
    names_lines_of_fields: since(Python315, 0);
    /// The lexer keeps the text of a field with `=` in a format specification, but not in one inside of that; before, in none
    /// (gh-121130, by the change log also in 3.12.5).
    keeps_texts_in_format_specs: since(Python312, 5);
    /// A statement that fails though its targets could be targets is reported at once, without a text of its own.
    reports_possible_targets: before(Python310, 0);
    /// An error that the parser raises takes the place of one that is set already (gh-113602).
    overrides_errors: before(Python311, 8), between((Python312, 0), (Python312, 2));
    /// That is so for errors at the last or the next token, too (gh-112388).
    overrides_errors_at_tokens: before(Python311, 7), between((Python312, 0), (Python312, 1));
    /// The first line of a file with a byte order mark has it when an error is counted in it. The change came between 3.13.0 and
    /// 3.13.5.
    counts_byte_order_marks: before(Python313, 1);
    /// The tokenizer has the byte order mark in its first line. Measured on 3.9.18, 3.10.13, 3.13.0 and 3.13.5.
    holds_byte_order_marks: between((Python310, 0), (Python313, 1));
    /// For a line that cannot be decoded the lexer answers with all lines that it holds. The change came between 3.13.0 and 3.13.5.
    answers_with_held_lines: before(Python313, 1);
    /// A file that ends with `\r\n` has an empty line more. Measured on 3.11.7 and 3.12.1.
    adds_lines_to_crlf: before(Python312, 0);
    /// Errors of the symbol table about a name are where the scope begins.
    places_symbol_errors_at_scopes: before(Python310, 0);
    /// Errors about `:=` in comprehensions are one column too far to the left.
    places_walrus_errors_before: before(Python310, 0);
    /// A number with too many digits is told in the first column; later without a column.
    places_digit_errors_in_first_column: before(Python310, 0);
    /// Too many blocks in each other are told without a place.
    places_too_many_blocks: since(Python39, 0);
    /// Two targets with stars are told as two; later, however many there are, as multiple.
    counts_starred_targets: before(Python39, 0);
    /// `__debug__` is a constant where it is deleted, too.
    folds_deleted_debug: before(Python39, 0);
    /// `__debug__` cannot be deleted either.
    forbids_deleting_debug: since(Python310, 0);
    /// A field without expression is told by what ends it. Measured on 3.10.13 and 3.11.7.
    tells_ends_of_empty_fields: since(Python311, 0);
    /// Too many digits of a number are told with the word "digits" after the limit. Measured on 3.8.18, 3.9.18, 3.10.13 and 3.11.2.
    names_unit_of_digit_limit: since(Python311, 0);
    /// The parser leaves it to the compiler to refuse `__debug__` as a name that is bound, and keyword arguments that are repeated.
    leaves_names_to_compiler: since(Python39, 0);
    /// A name that is a constant by its compatibility composition is a `ValueError`. The change came between 3.13.0 and 3.13.5.
    refuses_constants_as_names: since(Python313, 1);
    /// Both passes of the parser warn of escapes that mean nothing, so a file with an error has each warning twice. The change
    /// came between 3.10.13 and 3.11.7, and not yet with 3.11.2; taken to be that of 3.11.4.
    warns_in_both_passes: before(Python311, 4);
}
