//! What the symbol table decides: scopes, cells, what counts as local.

use super::{before, between, capabilities, since};
use crate::Version::{Python310, Python311, Python312, Python313, Python314, Python315};

capabilities! {
    /// Annotations that `from __future__ import annotations` keeps as text have a scope of their own.
    text_annotations_have_scope: since(Python310, 0);
    /// List, set and dict comprehensions have no function of their own (PEP 709).
    inlines_comprehensions: since(Python312, 0);
    /// A comprehension in a class body isolates every name it mentions, not only those it binds.
    class_comprehension_isolates_every_name: between((Python312, 0), (Python314, 0));
    /// Functions, classes and `type` aliases may have type parameters, with scopes of their own (PEP 695).
    has_type_parameters: since(Python312, 0);
    /// A name that the target of a comprehension only uses, as in `for x[i] in y`, may be bound by an assignment expression.
    walrus_may_rebind_names_of_targets: since(Python312, 0);
    /// Type parameters may have defaults (PEP 696).
    has_type_parameter_defaults: since(Python313, 0);
    /// Names in the bases of a generic class are mangled as in the class (until gh-119311, by the change log of 3.12.4).
    mangles_generic_bases: between((Python312, 0), (Python312, 4));
    /// A generic class goes on mangling names after it as in the class: in the symbol table to the end of the class around it,
    /// in the generated code to the end of the unit (until gh-119395, by the change log of 3.12.4).
    generic_class_mangles_what_follows: between((Python312, 0), (Python312, 4));
    /// What a walrus in a comprehension binds is looked up by its mangled name (gh-96497, by the change logs of 3.11.9 and
    /// 3.12.3).
    walrus_looks_up_mangled_name: between((Python311, 9), (Python312, 0)), since(Python312, 3);
    /// Type parameters, aliases and annotations of generic functions in a class allow neither lambdas nor comprehensions
    /// (gh-109118; 3.13 lets them see the class).
    refuses_scopes_in_class_annotation_scopes: between((Python312, 0), (Python313, 0));
    /// Annotations are evaluated by a function of their own (PEP 649).
    has_deferred_annotations: since(Python314, 0);
    /// A class lists the attributes its functions assign through `self`, in `__static_attributes__`.
    records_static_attributes: since(Python313, 0);
    /// A class knows its first line, in `__firstlineno__`.
    records_class_first_line: since(Python313, 0);
    /// A comprehension in a class body may name `__classdict__`; before the fix in 3.13.13 the compiler raised
    /// SystemError.
    class_comprehension_may_name_classdict: before(Python312, 0), since(Python313, 13);
    /// An unknown future feature is reported at its name, not at the beginning of its statement (gh-126139; by the change log
    /// also in 3.12.8).
    future_errors_point_at_the_name: between((Python312, 8), (Python313, 0)), since(Python313, 1);
    /// No type parameter may be called `__classdict__` (gh-128632; by the change log also in 3.12.10).
    reserves_classdict_for_type_parameters: between((Python312, 10), (Python313, 0)), since(Python313, 3);
    /// The symbol table already rejects `await` and its kin outside async functions, assignments to `__debug__` and
    /// late future imports; before, the code generator did.
    symbol_table_rejects_misplaced_code: since(Python314, 0);
    /// A function in a comprehension in a class body may need `__class__`; before, the compiler raised SystemError.
    functions_in_class_comprehensions_share_cells: since(Python314, 0);
    /// A name that an inlined comprehension uses counts as used in the scope around it.
    inlined_comprehensions_pass_on_uses: since(Python314, 0);
    /// The handlers of a `try` are visited before its `else`, in the order of the source (gh-111123).
    visits_handlers_before_else: since(Python313, 0);
    /// Decorators are visited before the other parts of a definition, outside of its type parameters.
    visits_decorators_first: since(Python312, 0);
    /// What its children take from around a class is marked in it even where the class does no more than use the name.
    marks_names_passing_through_classes: since(Python312, 0);
    /// The names free in one child are there when the next child is analysed; only the order of free names shows it.
    siblings_share_free_names: since(Python312, 0);
    /// A comprehension in a class body that needs `__class__` looks it up globally (gh-114828, by the change log of 3.12.3).
    /// Before, the class took the free name over; 3.12.1 still does.
    class_comprehension_names_class_globally: since(Python312, 3);
    /// A future import is one without leading dots; before, `from .__future__ import annotations` was one as well.
    future_imports_are_absolute: since(Python313, 0);
    /// A late future import on a line that begins with a future import, or with the file, is found before everything else
    /// and reported without its end.
    scans_for_late_future_imports: before(Python312, 0);
    /// Errors about expressions in annotations quote what they are about: "'await expression' can not be used".
    quotes_misplaced_expressions: before(Python312, 0);
    /// Errors in type parameters tell bounds and constraints apart.
    tells_constraints_from_bounds: since(Python313, 0);
    /// The text of an error says "duplicate parameter", not "duplicate argument".
    says_duplicate_parameter: since(Python315, 0);
}
