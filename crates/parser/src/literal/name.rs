//! Names of characters, as `\N{…}` has them.

use pycmill_target::Target;

/// The character of a name in the target's version of Unicode.
pub(super) fn lookup(target: Target, name: &str) -> Option<u32> {
    let character = unicode_names2::character(name)?;
    target.knows_name_of(character).then_some(u32::from(character))
}
