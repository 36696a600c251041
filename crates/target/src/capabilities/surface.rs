//! How the commands of a version speak: `compileall`, `py_compile`, and the `argparse` behind them.

use super::{before, between, capabilities, since};
use crate::Version::{Python39, Python310, Python311, Python312, Python313, Python314, Python315};

capabilities! {
    /// compileall writes several levels at once, and changes names in the code, links and symlinks: `-o`, `-s`, `-p`, `-e`,
    /// `--hardlink-dupes` (bpo-38112, bpo-40495).
    compiles_several_levels: since(Python39, 0);
    /// compileall enters ten levels of directories; afterwards as many as the limit on recursion.
    enters_ten_levels: before(Python39, 0);
    /// compileall packs the time of a source into a signed number, which ends in 2038 (bpo-34990).
    refuses_late_times: before(Python39, 0);
    /// The list of `-i` is in the encoding of the locale; afterwards in UTF-8.
    reads_lists_in_locale: before(Python310, 0);
    /// py_compile reads its command line with argparse and stops at the first error; before, every word is a file.
    py_compile_takes_options: since(Python310, 0);
    /// Usage names an argument that takes any number of words twice.
    repeats_name_of_any_words: before(Python39, 0);
    /// The heading of options in help says that they are optional.
    calls_options_optional: before(Python310, 0);
    /// argparse looks for the first character of nothing after `-q=` (bpo-44587).
    stumbles_over_empty_values: before(Python310, 0);
    /// Usage names the interpreter and `-m module`, not the file of the module (gh-66436).
    names_interpreter_in_usage: since(Python314, 0);
    /// Help is coloured on terminals.
    colours_help: since(Python314, 0);
    /// Usage is coloured by the stream it goes to, standard error for errors; before, by standard output.
    colours_by_stream: since(Python315, 0);
    /// What is between backquotes in help is coloured as code.
    colours_code_in_help: since(Python315, 0);
    /// The message of a wrong command line is coloured.
    colours_usage_errors: since(Python315, 0);
    /// The right choices have no quotes around them (gh-86357, until gh-130750).
    lists_choices_bare: between((Python312, 8), (Python313, 0)), between((Python313, 1), (Python313, 14)), between((Python314, 0), (Python314, 5));
    /// A wrong choice is answered with the nearest right one.
    suggests_choices: since(Python315, 0);
    /// Help shows the value of an option once, after all its spellings.
    shares_metavar_of_spellings: since(Python313, 0);
    /// An unknown flag in a cluster is an unrecognized argument; before, an explicit argument of the flag in front.
    /// The change came between 3.11.7 and 3.11.9, and between 3.12.1 and 3.12.9.
    sets_unknown_flags_aside: between((Python311, 9), (Python312, 0)), since(Python312, 3);
    /// An ambiguous option is an error when its turn comes, not when the words are sorted.
    reports_ambiguity_in_turn: since(Python313, 1);
    /// Only a `--` that separates is dropped from the positional arguments, not one after it.
    drops_separator_only: since(Python313, 1);
    /// A word that begins like a negative number is one, whatever follows.
    numbers_may_go_on: since(Python314, 0);
    /// The name of a positional argument and its repetition are two parts of the usage.
    cuts_usage_at_blanks: before(Python313, 0);
    /// Positional arguments that would be empty wait until after an option.
    empty_positionals_wait: since(Python313, 1);
    /// Where nothing of a long word fits on a line of help, the blank before it stays.
    breaks_words_after_nothing: before(Python313, 1);
    /// `-s` of compileall takes away a prefix of whole components; before, any component at the same place
    /// (gh-105931).
    strips_prefix_only: since(Python313, 0);
    /// The class of errors in regular expressions is called `re.PatternError`.
    calls_pattern_errors_by_name: since(Python313, 0);
    /// The parser of regular expressions has one more call to spare before the limit on recursion.
    parses_deeper_expressions: since(Python312, 0);
    /// Regular expressions have possessive repetitions and atomic groups (bpo-433030).
    regex_has_atomic_groups: since(Python311, 0);
    /// Global flags of regular expressions may be anywhere and count everywhere; afterwards they have to be at the start
    /// (bpo-47066).
    takes_regex_flags_anywhere: before(Python311, 0);
    /// The warning about such flags says where they are (bpo-42681).
    warns_where_regex_flags_are: since(Python39, 0);
    /// Conditions on groups that an expression lacks are found by its parser; before, by what compiles it.
    names_missing_groups: since(Python39, 0);
    /// A function in C counts as a level of recursion.
    counts_recursion_in_c: before(Python311, 0);
    /// Regular expressions know `\z`.
    regex_has_small_z: since(Python314, 0);
    /// The help of compileall puts code between backquotes.
    help_quotes_code: since(Python315, 0);
    /// UTF-8 takes the place of the system's encoding unless something says otherwise (PEP 686).
    is_in_utf8_mode: since(Python315, 0);
    /// An output that cannot be flushed at the end is shown as an object; afterwards it is named.
    shows_stream_that_failed: before(Python313, 0);
    /// Such an error is ignored "on" flushing; afterwards, "while".
    ignores_exceptions_on_flushing: before(Python314, 0);
    /// Output is buffered in 128 KiB instead of 8 (gh-117151).
    has_large_output_buffer: since(Python314, 0);
    /// An error for a path with a null character names the function that was called (gh-120057).
    names_function_of_null_errors: since(Python313, 0);
    /// Opening a context with an object that is no context manager names the method that it lacks.
    names_missing_exit_method: since(Python314, 0);
    /// Standard error is written at the end of each line (bpo-13601).
    writes_errors_at_once: since(Python39, 0);
    /// An object that is no context manager lacks an attribute; afterwards it is of the wrong type.
    looks_up_enter_as_attribute: before(Python311, 0);
    /// The error for a link to itself names the link; afterwards the path that led there.
    names_looping_link: before(Python310, 0);
    /// `-P` and `PYTHONSAFEPATH` leave the current directory out of `sys.path`.
    has_safe_path: since(Python311, 0);
    /// `sys.path` has absolute paths even if `site` is not imported.
    makes_search_path_absolute: since(Python311, 0);
    /// Resolving a link to itself raises an exception even where nothing needs to exist (gh-109187).
    raises_for_symlink_loops: before(Python313, 0);
    /// Meaningless escapes raise `DeprecationWarning`, which nobody sees; afterwards `SyntaxWarning`.
    deprecates_escapes: before(Python312, 0);
    /// The library has the module `imp` (gh-98040).
    has_imp_module: before(Python312, 0);
    /// `-W` takes regular expressions between slashes.
    takes_expressions_in_warning_options: since(Python315, 0);
    /// Filters for modules try the parts of a file's path as the name of a module.
    filters_warnings_by_dotted_names: since(Python315, 0);
    /// Warnings of calls and subscripts that cannot work are about the operand; before, about the whole expression.
    warns_at_operands: since(Python312, 0);
    /// Assertions of tuples of constants raise a warning, too, and any level of optimisation keeps such warnings.
    warns_of_constant_assertions: since(Python310, 0);
    /// `-W error` reports a meaningless escape at the literal that holds it; afterwards at the escape itself. 3.13.2 does the
    /// one, 3.13.5 the other.
    places_escape_errors_at_literal: before(Python313, 3);
}
