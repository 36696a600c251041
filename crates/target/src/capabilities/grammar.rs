//! What the grammar takes.

use super::{before, capabilities, since};
use crate::Version::{Python39, Python310, Python311, Python313, Python314};

capabilities! {
    /// `(*a)` is an expression for the parser, `(*a) = b` and `del *a` are statements; the compiler rejects them.
    groups_stars: before(Python39, 0);
    /// Elements of sets may bind names without parentheses. Measured on 3.9.18; 3.10 says it is new there.
    names_elements_of_sets: since(Python39, 0);
    /// Subscripts may bind names without parentheses.
    names_subscripts: since(Python310, 0);
    /// Stars in subscripts and in annotations of `*args` (PEP 646).
    unpacks_in_subscripts: since(Python311, 0);
    /// Conditions of comprehensions may be lambdas without parentheses.
    takes_lambdas_as_conditions: before(Python39, 0);
    /// `for a in *b, c:` unpacks.
    unpacks_what_is_iterated: since(Python39, 0);
    /// `a += *b, c` unpacks.
    unpacks_in_augmented_assignments: since(Python39, 0);
    /// `with a as *b:` is for the compiler to refuse.
    stars_targets_of_with: since(Python39, 0);
    /// Decorators are any expressions (PEP 614); before, dotted names with arguments.
    decorators_are_expressions: since(Python39, 0);
    /// Items of `with` may be in parentheses.
    parenthesizes_with_items: since(Python39, 0);
    /// `match` (PEP 634).
    has_match: since(Python310, 0);
    /// `except*` (PEP 654).
    has_exception_groups: since(Python311, 0);
    /// `except A, B:` (PEP 758).
    lists_exceptions_without_parentheses: since(Python314, 0);
    /// A name may not come to be `None`, `True` or `False` by its normal form. The change came between 3.13.0 and 3.13.18.
    names_are_no_constants: since(Python313, 1);
}
