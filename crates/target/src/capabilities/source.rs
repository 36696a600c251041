//! What parsing and folding find in the source: strings, docstrings, constant expressions.

use super::{before, between, capabilities, since};
use crate::Version::{Python39, Python310, Python311, Python312, Python313, Python314, Python315};

capabilities! {
    /// An exception of a codec is wrapped in one that names the codec; later versions add that as a note.
    wraps_codec_errors: before(Python312, 0);
    /// Errors of the codecs `idna` and `punycode` are `UnicodeDecodeError`s, which say where they are.
    places_idna_errors: since(Python313, 0);
    /// The codec `palmos` has a character for the byte 0x9b. The change came between 3.13.5 and 3.13.15.
    palmos_reads_9b: since(Python313, 6);
    /// Escapes in the format specification of a raw f-string stay as written. The tokenizer of 3.12 (PEP 701) decoded them
    /// until the fix, which came between 3.13.5 and 3.13.15 and before 3.14.8; 3.14 counts as fixed throughout.
    raw_format_spec_keeps_escapes: before(Python312, 0), between((Python313, 6), (Python314, 0)), since(Python314, 0);
    /// The tokenizer knows the parts of f-strings (PEP 701). Before, an f-string was one token, cut up when the parser had
    /// read it: its parts are at the place of the whole string, and its expressions are in parentheses.
    tokenizes_fstrings: since(Python312, 0);
    /// The text of a field is searched in its literal to find out where it is; since bpo-44885, in 3.9.7, that is known.
    searches_fields_in_literals: before(Python39, 7);
    /// It is searched in the first of the literals joined.
    searches_fields_in_first_literal: before(Python39, 0);
    /// A format specification has the place of the literals joined; since 3.9 that of its own literal.
    places_format_specs_as_whole: before(Python39, 0);
    /// A field that begins with a newline has the column of its literal.
    leaves_out_blank_first_lines_of_fields: since(Python39, 0);
    /// The empty texts that the tokenizer finds after the fields of a format specification stay as constants (gh-110309,
    /// measured on 3.12.1). Since gh-121130, in the change log of 3.12.5, the parts are joined, which drops them.
    keeps_empty_texts_of_format_specs: between((Python312, 0), (Python312, 5));
    /// Literals that are joined to one constant have the place of all of them; in a format specification, too.
    places_joined_literals_as_whole: since(Python314, 0);
    /// Docstrings lose their common indentation at compile time.
    cleans_docstrings: since(Python313, 0);
    /// Folding `~True` warns.
    warns_of_bool_invert: between((Python312, 0), (Python314, 0));
    /// That warning says when it will be an error (gh-122982, by the change log of 3.12.6).
    dates_bool_invert: since(Python312, 6);
    /// A slice of constants is a constant, and marshal has a code for it.
    has_constant_slices: since(Python314, 0);
    /// The second copy of a `finally` body raises no warnings of its own. The fix came between 3.13.5 and 3.13.15.
    suppresses_repeated_finally_warnings: before(Python39, 0), between((Python313, 6), (Python314, 0)), since(Python314, 0);
    /// `return`, `break` and `continue` that leave a `finally` block warn (PEP 765).
    warns_of_control_flow_in_finally: since(Python314, 0);
    /// A docstring that optimisation removes is gone before the symbol table; before, the code generator left it out.
    removes_docstrings_from_the_tree: since(Python314, 0);
    /// A newline in the format specification of an f-string in single quotes ends the specification, and the rest of the
    /// field is read as in brackets: from the fix of gh-110259 on, which came after 3.12.0, until that of gh-129958, which
    /// came after 3.13.3. Measured on 3.12.1 and 3.13.0.
    newlines_end_format_specs: between((Python312, 1), (Python313, 4));
    /// The lexer names newlines in format specifications that it does not take. Before, the string was unterminated.
    names_newlines_in_format_specs: since(Python313, 4);
    /// The text of an f-string error says "exclamanation".
    misspells_exclamation: between((Python312, 0), (Python313, 6));
    /// The text of `{x=}` stays as written. From 3.12 on its escapes were decoded like those of the string around it
    /// (gh-124363); by the change log also in 3.12.9.
    debug_text_is_verbatim: before(Python312, 0), between((Python312, 9), (Python313, 0)), since(Python313, 2);
    /// The text of `{x=}` ends at the `}` or `!` that ends the expression; before, at the first punctuation that could (gh-129093, by
    /// the change log also in 3.12.9). Measured on 3.12.1, 3.13.0 and 3.13.5.
    extends_debug_texts: between((Python312, 9), (Python313, 0)), since(Python313, 2);
    /// The text of a field begins at the field; before, in a format specification it could begin at an earlier one. Nor does `!=`
    /// end it. The change came between 3.13.15 and 3.13.18, and before 3.14.8.
    field_texts_begin_at_fields: between((Python313, 16), (Python314, 0)), since(Python314, 8);
    /// A `=` in brackets is not taken for that of `{x=}`. The change came between 3.13.5 and 3.13.15.
    finds_debug_fields_by_depth: between((Python313, 6), (Python314, 0)), since(Python314, 0);
    /// A `#` in a string in the text of `{x=}` begins no comment (gh-135148).
    debug_text_knows_strings: before(Python312, 0), since(Python313, 6);
    /// An escaped quote in the text of `{x=}` closes no string before a comment (gh-154711). 3.13.15 had the slip, and
    /// 3.13.18 and 3.14.8 don't; what lies between was not measured.
    debug_text_knows_escapes: between((Python313, 16), (Python314, 0)), since(Python314, 8);
    /// The text of a template's expression includes the blanks after it (gh-154719), as measured on 3.14.8.
    interpolation_text_keeps_trailing_blanks: since(Python314, 8);
    /// A number in a pattern may have a sign `+`.
    pattern_numbers_take_plus: since(Python315, 0);
    /// `lazy import` and `lazy from` (PEP 810).
    has_lazy_imports: since(Python315, 0);
    /// `from __future__ import barry_as_FLUFL` counts for the parser of a file, too, from the end of that statement on: `<>`
    /// takes the place of `!=` (gh-125331, by the change log of 3.13.3).
    future_imports_steer_the_parser: since(Python313, 3);
    /// NUL bytes in a source are a `ValueError`; afterwards a `SyntaxError` (gh-96670). The change came between 3.11.2 and
    /// 3.11.7; taken to be that of 3.11.4.
    null_bytes_are_value_errors: before(Python311, 4);
    /// A file without declared encoding, or with that of UTF-8, is checked as a whole before it is parsed, and errors of its
    /// encoding have a place (gh-63161, which came after 3.14.0).
    locates_decoding_errors: since(Python314, 1);
    /// A `SyntaxError` knows where its place ends (bpo-43914).
    knows_ends_of_errors: since(Python310, 0);
    /// Tracebacks strip lines of all blanks, and mark one character in them.
    strips_lines_of_errors: before(Python39, 0);
    /// Warnings about numbers that touch keywords are `DeprecationWarning`s. Measured on 3.10.13 and 3.11.2.
    deprecates_glued_numbers: before(Python311, 0);
    /// Errors without explanation name the keyword that a name was perhaps meant to be (`_find_keyword_typos`).
    explains_keyword_typos: since(Python314, 0);
    /// Only if what is wrong is in the lines that are looked at.
    checks_lines_of_keyword_typos: since(Python315, 0);
    /// `ast.dump` leaves out empty lists.
    dump_omits_empty_lists: since(Python313, 0);
    /// The names that an import binds have places in the tree.
    places_aliases: since(Python310, 0);
    /// Keyword arguments have places in the tree.
    places_keywords: since(Python39, 0);
    /// Slices are expressions in the tree, which have places; before, they were nodes of their own kind.
    places_slices: since(Python39, 0);
    /// A file may have empty logical lines, as a line joined to a comment is.
    takes_empty_logical_lines: before(Python39, 0);
    /// Who builds the tree refuses keyword arguments that are repeated. Since, the compiler does.
    refuses_repeated_keywords_in_trees: before(Python39, 0);
    /// A compound statement ends with its last simple statement. Since, a semicolon after that counts, too.
    ends_blocks_before_semicolons: before(Python39, 0);
    /// An argument `*(a)` ends with what the parentheses hold.
    ends_unpacked_arguments_in_parentheses: before(Python39, 0);
    /// A keyword-only parameter ends with its name, whatever its annotation.
    ends_keyword_parameters_at_names: before(Python39, 0);
    /// `ast.dump` leaves out contexts that are `Load`.
    dump_omits_load: since(Python315, 0);
    /// Comprehensions unpack: `[*x for x in y]`, `{**x for x in y}` (PEP 798).
    unpacks_in_comprehensions: since(Python315, 0);
    /// Names that are derived from code points may have small letters, but no zero in front; those of Tangut ideographs
    /// are among them. The change came between 3.13.5 and 3.13.15.
    derives_names_in_any_case: since(Python313, 6);
    /// The last few places of the block of CJK ideographs F are named, though there are no characters.
    names_unassigned_ideographs: before(Python39, 0);
    /// The error for characters in bytes literals ends with a full stop.
    words_byte_errors_as_a_sentence: before(Python310, 0);
    /// The warning about a meaningless escape has it in quotes.
    quotes_escapes: since(Python310, 0);
    /// Octal escapes above `\377` warn as meaningless ones do.
    warns_of_large_octals: since(Python311, 0);
    /// The warning about a meaningless escape says what to write in its place.
    advises_on_escapes: since(Python314, 0);
    /// The error for characters in bytes literals is at the literal. The change came between 3.11.2 and 3.11.7.
    places_byte_errors_at_literals: since(Python311, 3);
    /// Errors in the text of an f-string are at the part of the text; before, they were at the end of the string.
    /// The change came between 3.14.8 and 3.14.10.
    places_fstring_errors_at_parts: since(Python314, 9);
    /// The parser compares soft keywords with as many letters as a name has. The fix came between 3.13.5 and 3.13.15.
    abbreviates_soft_keywords: before(Python313, 6);
    /// A conversion in a replacement field is judged before what follows it.
    judges_conversions_first: since(Python314, 0);
    /// The parser counts the columns of errors in characters; before, only in files that declare their encoding, and in bytes
    /// elsewhere (gh-115823).
    counts_characters_of_errors: between((Python311, 9), (Python312, 0)), since(Python312, 3);
    /// The line of a warning about an escape is that of the escape; before, that of the literal. The change came between 3.13.0
    /// and 3.13.5, with that of the place of the error, which 3.13.2 does not have.
    counts_lines_to_escapes: since(Python313, 3);
    /// An unterminated string may have ended in an escaped quote, as the error says.
    explains_escaped_quotes: since(Python313, 0);
    /// The lexer says which prefixes of a string exclude each other.
    names_incompatible_prefixes: since(Python314, 0);
    /// Carets under the source of an error end with its line; before, they went on to the end of the range, as if that were
    /// in the same line.
    carets_stay_in_line: since(Python313, 0);
    /// Carets under the source of an error are placed by the width of the characters on a terminal.
    places_carets_by_width: since(Python315, 0);
}
