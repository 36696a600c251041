//! What the code generator writes for a construct.

use super::{before, between, capabilities, since};
use crate::Version::{Python39, Python310, Python311, Python312, Python313, Python314, Python315};

capabilities! {
    /// Generator expressions and inlined comprehensions that are not asynchronous ask for the iterator a second time, right
    /// before `FOR_ITER` (gh-125038, 3.13.1); 3.14 found another way.
    comprehension_repeats_get_iter: between((Python313, 1), (Python314, 0));
    /// A unit whose last block returns gets no `return None` after it, and no `None` constant for that.
    returns_only_where_code_ends: before(Python312, 0);
    /// Names that an inlined comprehension uses without binding them have their own meaning inside, too (gh-118513, 3.12.4).
    comprehension_separates_used_names: since(Python312, 4);
    /// The error about `yield from` outside a function names it, not `yield` (gh-121657, 3.12.5 and 3.13.0).
    names_misplaced_yield_from: since(Python312, 5);
    /// Displays and calls with stars unpack parts that were built before (`BUILD_LIST_UNPACK`); later ones extend a list.
    unpacks_into_displays: before(Python39, 0);
    /// A body that a constant test excludes is not written.
    constant_tests_exclude_bodies: before(Python310, 0);
    /// The first line of a module is that of its first instruction.
    modules_begin_with_first_instruction: before(Python310, 0);
    /// Every instruction is given the one current line, which statements move and expressions move and put back.
    instructions_take_current_line: before(Python310, 0);
    /// Of the instructions of a line, the first alone has it.
    marks_first_instruction_of_line: before(Python39, 0);
    /// The iterator of a comprehension is asked for inside alone, after its names are set aside.
    comprehension_iterates_inside: since(Python315, 0);
    /// `super().attr` is one instruction.
    has_super_attribute: since(Python312, 0);
    /// All binary operators are one instruction, `BINARY_OP`.
    has_binary_op: since(Python311, 0);
    /// Subscripts are a `BINARY_OP`, too.
    subscripts_by_binary_op: since(Python314, 0);
    /// A slice with two bounds is used without building it.
    has_binary_slice: since(Python312, 0);
    /// `is` and `in` are instructions of their own, not comparisons.
    has_is_and_contains_ops: since(Python39, 0);
    /// A truth test is written before every conditional jump.
    has_to_bool: since(Python313, 0);
    /// There is one current location, which the parts of a test or a pattern leave behind for what follows them in the same
    /// statement or expression; later every instruction is given its own.
    parts_leave_their_location: before(Python312, 0);
    /// Artificial jumps ahead are `JUMP_NO_INTERRUPT`.
    forward_jumps_check_no_interrupt: since(Python313, 0);
    /// Rare instructions are functions called by number (`CALL_INTRINSIC_1`, `CALL_INTRINSIC_2`).
    has_intrinsics: since(Python312, 0);
    /// `while` repeats its test at the bottom of the loop.
    while_tests_at_bottom: between((Python310, 0), (Python314, 0));
    /// Generators and coroutines are wrapped in a handler that turns StopIteration into RuntimeError.
    wraps_generators_against_stop_iteration: since(Python312, 0);
    /// A generator expression asks for its iterator before the generator object exists.
    genexpr_iterates_before_generator: since(Python315, 0);
    /// Every call is announced by `PRECALL`.
    has_precall: between((Python311, 0), (Python312, 0));
    /// Dictionaries with constant keys are built from a tuple of the keys.
    has_const_key_map: before(Python314, 0);
    /// f-string fields are converted and formatted by instructions of their own.
    splits_format_value: since(Python313, 0);
    /// An f-string without any part is the constant `''`.
    empty_fstring_is_constant: since(Python313, 0);
    /// Returning a constant is one instruction.
    has_return_const: between((Python312, 0), (Python314, 0));
    /// Integers below 256 are loaded without a constant.
    has_small_int_loads: since(Python314, 0);
    /// Handlers are found through a table, not a block stack.
    has_exception_table: since(Python311, 0);
    /// `RESUME` tells in a bit that the generator's own handler is the only one around it.
    resume_marks_outermost_handler: since(Python313, 0);
    /// The import's flags are in the operand of `IMPORT_NAME`.
    import_flags_in_operand: since(Python315, 0);
    /// The first number in `co_consts` is taken by `None` where there is no docstring.
    reserves_docstring_slot: before(Python314, 0);
    /// The function that holds a function's annotations is named after it: `f.__annotate__`.
    qualifies_annotate_by_function: since(Python315, 0);
    /// The annotations of positional-only parameters come before those of the other parameters.
    annotates_positional_only_first: since(Python315, 0);
    /// An iterator takes two slots of the stack while it is looped over.
    iterators_take_two_slots: since(Python315, 0);
    /// `END_ASYNC_FOR` has as its target the place it comes from, after the `SEND` of its loop.
    async_loop_end_has_target: since(Python314, 0);
    /// `CALL_FUNCTION_EX` takes a NULL where there are no keywords, and no operand.
    call_ex_takes_null: since(Python314, 0);
    /// `all`, `any` and `tuple` of a generator expression become a loop, guarded by a test of the name.
    loops_over_generator_argument: since(Python314, 0);
    /// The same of `list` and `set`.
    fills_from_generator_argument: since(Python315, 0);
    /// What drops the subject of a matching case has the location of what follows.
    matched_case_takes_next_location: since(Python314, 0);
    /// Template strings (PEP 750).
    has_template_strings: since(Python314, 0);
    /// A `for` statement asks for its iterator and steps it in the place of the iterable; before, in that of the whole
    /// statement (gh-93691, backported in June 2024, after 3.12.4).
    for_steps_at_iterable: since(Python312, 5);
    /// A comprehension asks for its iterators and steps them in the place of the iterable, not in that of the whole
    /// comprehension (gh-123142, backported in August 2024, after 3.12.5).
    comprehension_steps_at_iterable: since(Python312, 6);
    /// A lambda returns in the place of its body, not at the beginning of its line (gh-120722, backported in June 2024,
    /// after 3.12.4).
    lambda_returns_at_body: since(Python312, 5);
    /// `async for` asks for its iterator in the place of the iterable (gh-123142, backported in August 2024, after 3.12.5).
    async_for_asks_at_iterable: since(Python312, 6);
    /// The target of a `for` statement is announced by a `NOP`. Not in 3.12.1, in 3.12.14 and 3.13.0; 3.12.8 by cinderx.
    for_announces_target: since(Python312, 8);
    /// A `with` statement enters and leaves a context manager in its place, not in that of the whole statement (gh-93691,
    /// backported in June 2024, after 3.12.4).
    with_is_at_context_manager: since(Python312, 5);
    /// `assert` raises in the place of its test (gh-116034, backported in February 2024, after 3.11.8 and 3.12.2; seen in
    /// 3.11.9).
    assert_raises_at_test: between((Python311, 9), (Python312, 0)), since(Python312, 3);
    /// The handler around the body of a generator counts as a block of the source (gh-116767, backported in May 2024,
    /// after 3.12.3).
    counts_generator_handler: since(Python312, 4);
    /// The handler that puts back the names of an inlined comprehension counts as a block of the source (gh-156091, in the
    /// branches in September 2026, after 3.13.15; 3.14.8 has it, too).
    counts_inlined_comprehensions: between((Python313, 16), (Python314, 0)), since(Python314, 8);
    /// What evaluates a bound has its location, not that of the type parameter.
    bounds_have_own_location: since(Python313, 0);
    /// A docstring that optimisation removes leaves nothing; before, it was a constant statement like any other.
    removed_docstrings_leave_nothing: since(Python313, 0);
    /// The end of an asynchronous loop counts as the line of its `else` (bpo-44621, in 3.9.7).
    async_loops_end_at_else: between((Python39, 7), (Python310, 0));
    /// Annotations are folded before they become strings.
    folds_annotation_texts: before(Python39, 0);
    /// Iterating over a display of one element inside a comprehension is an assignment (bpo-32856).
    comprehensions_assign_single_elements: since(Python39, 0);
    /// Strings of annotations have spaces around `:=`.
    annotation_texts_space_walrus: since(Python39, 0);
    /// Strings of annotations keep the `u` before a string.
    annotation_texts_keep_u: since(Python39, 0);
    /// An error after a `finally` body or `with` was left has the columns of what was left last; its line is put back.
    errors_keep_columns_of_left_blocks: between((Python310, 0), (Python311, 0));
    /// An annotation that no name keeps is evaluated even where annotations become strings (bpo-42737).
    evaluates_dropped_annotations_as_text: before(Python310, 0);
    /// What makes strings of annotations interns the braces of f-strings for itself.
    interns_braces_for_annotation_texts: before(Python311, 0);
    /// What `:=` assigns is folded.
    folds_named_expressions: since(Python310, 0);
    /// The docstring of a function is a constant statement of its body, too: its line is the current one after it.
    visits_docstrings_of_functions: before(Python310, 0);
    /// A class looks a free variable up among its names and then in its cell by a general instruction
    /// (`LOAD_FROM_DICT_OR_DEREF`); before, by `LOAD_CLASSDEREF`.
    has_dict_or_deref_loads: since(Python312, 0);
    /// The groups of `except*` begin with a list and a copy of the group; before, with the copy, and the list below it.
    except_star_begins_with_list: since(Python312, 0);
    /// A match of `except*` that failed jumps over the handler; before, one that succeeded jumped to it (seen in 3.11.2,
    /// not in 3.11.7).
    failed_star_match_jumps: since(Python311, 7);
    /// Annotations in the cases of a `match` statement are found when a body begins (gh-105164, 3.11.4; not in 3.11.2).
    finds_annotations_in_cases: since(Python311, 4);
    /// The jump after the body of a `case` has no place; before, it had that of the body's last statement (seen in 3.11.2,
    /// not in 3.11.7).
    case_jumps_without_place: since(Python311, 7);
    /// A `with` statement that suppresses an exception goes on after the code that raises it again; earlier, that code came
    /// first.
    with_suppresses_in_front: since(Python312, 0);
    /// The warning about `is` with a literal tells its type.
    names_compared_literals: since(Python312, 0);
    /// A late `from __future__` is told by its column as well, not by its line alone.
    late_future_counts_columns: since(Python312, 0);
    /// Unconditional jumps have no direction until the assembler gives them one.
    has_pseudo_jump: since(Python311, 0);
    /// Blocks end where the code generator says so, not after every jump and exit.
    code_generator_ends_blocks: between((Python310, 0), (Python311, 0));
    /// `RESUME` tells where code begins and goes on.
    has_resume: since(Python311, 0);
    /// A comparison that a jump tests moves the current location to itself (not in the source of 3.10.5, in 3.10.13).
    comparisons_move_location: between((Python310, 6), (Python312, 0));
    /// What an asynchronous generator yields is wrapped by the code; before, by the interpreter.
    wraps_values_of_async_generators: since(Python311, 0);
    /// The code of a class or lambda begins without a place in the source.
    units_begin_without_place: before(Python311, 0);
    /// The docstring of a module or class is stored without a place in the source.
    stores_docstrings_without_place: since(Python311, 0);
    /// Decorators are called in their place, not in that of the definition.
    calls_decorators_at_their_place: since(Python311, 0);
    /// Attributes of imported modules are called like any value, not like methods.
    loads_attributes_of_imports_plainly: since(Python311, 0);
    /// An attribute over several lines is deleted in the line of its name, too, not only loaded and stored there.
    deletes_attributes_at_their_name: since(Python311, 0);
    /// An asynchronous comprehension may be inside a synchronous one in an asynchronous function.
    comprehensions_wait_inside_others: since(Python311, 0);
    /// A block of its own follows the element of a comprehension.
    comprehensions_mark_elements: before(Python311, 0);
    /// `%` with a constant template and a tuple becomes an f-string.
    folds_percent_formats: since(Python311, 0);
    /// The values that a mapping or class pattern matched are unpacked; before, each was taken by its index.
    unpacks_matched_values: since(Python311, 0);
    /// Three constant bases and more of a class that unpacks keywords are loaded as one tuple, and what was pushed before them is
    /// forgotten: the class cannot be made. Fixed in 3.11.
    constant_tuples_forget_pushed_values: before(Python311, 0);
}
