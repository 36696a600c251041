//! What the `dis` module of a version prints.

use super::{capabilities, since};
use crate::Version::{Python310, Python312, Python313, Python314};

capabilities! {
    /// Listings have labels where jumps lead, and offsets only when asked.
    dis_prints_labels: since(Python313, 0);
    /// Targets of jumps that are counted from the start of the code are explained.
    dis_explains_absolute_jumps: since(Python310, 0);
    /// Constants are shown for every opcode that has one; before, for `LOAD_CONST`.
    dis_explains_all_constants: since(Python312, 0);
    /// Marks of names follow them: `print + NULL`; before, `NULL + print`.
    dis_marks_names_at_their_end: since(Python313, 0);
    /// `IS_OP` and `CONTAINS_OP` are explained.
    dis_explains_negations: since(Python314, 0);
    /// Instructions without a line begin a group of their own.
    dis_shows_missing_lines: since(Python313, 0);
    /// Listings can have whole places instead of lines.
    dis_shows_places: since(Python314, 0);
    /// The first data of each cache is shown where nothing is specialized, too.
    dis_shows_cache_data: since(Python312, 0);
}
