//! The instruction names of every supported CPython as one type.

/// Makes the enum and its two lists from the generated list of names.
macro_rules! opcodes {
    ($($name:ident)*) => {
        /// An instruction by its CPython name, real or pseudo; its number is a matter of the target.
        #[expect(non_camel_case_types, reason = "CPython's own names, so that both sources can be searched for one word")]
        #[expect(missing_docs, reason = "the names are CPython's; `dis` documents them")]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        pub enum Opcode {
            $($name,)*
        }

        impl Opcode {
            /// Every opcode of every version, in alphabetical order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
            pub(crate) const NAMES: &'static [&'static str] = &[$(stringify!($name),)*];
        }
    };
}
pub(crate) use opcodes;

use crate::Opcode;

impl Opcode {
    /// How many opcodes there are over all versions.
    pub const COUNT: usize = Self::ALL.len();

    /// CPython's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The opcode of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.binary_search(&name).ok().map(|index| Self::ALL[index])
    }
}
