//! Room on the stack for recursions that follow the nesting of the source.
//!
//! Invariant: a recursion looks at the stack at its entrance and then every [`LEVELS`] levels, which need less than the room
//! that a look makes sure of: most nodes pay for counting alone.

/// Levels from one look to the next.
const LEVELS: u32 = 16;

/// Bytes of stack that so many levels may need, and how much is added when they run out.
const RED_ZONE: usize = 256 * 1024;
const STEP: usize = 2 * 1024 * 1024;

/// Whether a level is one of those at whose entrance the recursion looks at the stack.
pub(crate) const fn is_checked(level: u32) -> bool {
    level.is_multiple_of(LEVELS)
}

/// Goes on with stack for the next levels.
pub(crate) fn ensured<T>(recurse: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(RED_ZONE, STEP, recurse)
}
