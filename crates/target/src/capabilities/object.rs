//! What the code object holds and how marshal and the `.pyc` file write it.

use super::{before, capabilities, since};
use crate::Version::{self, Python39, Python311, Python312, Python313, Python314, Python315};

capabilities! {
    /// Code tells in its flags whether it has a docstring.
    has_docstring_flag: since(Python314, 0);
    /// Locations of instructions have columns, which can be left out.
    has_columns: since(Python311, 0);
    /// Code tells in its flags whether it is a method.
    has_method_flag: since(Python314, 0);
    /// `co_qualname`, one list of all local slots, and the exception table are fields of the code object.
    has_localsplus: since(Python311, 0);
    /// Interned strings are marked for reference however many hold them.
    interned_strings_always_flagged: since(Python311, 0);
    /// The strings alive in the compiling process decide marks.
    marks_depend_on_alive_strings: before(Python311, 0);
    /// The bytes of the code are marked: the code object keeps a second holder.
    code_bytes_always_flagged: since(Python311, 0);
    /// The elements of a frozenset are marked: since 3.11 the list that sorts them holds each once more, and in 3.8 merging
    /// constants never lets go of them.
    frozenset_elements_always_flagged: before(Python39, 0), since(Python311, 0);
    /// `co_filename` and `co_qualname` are interned.
    interns_filename_and_qualname: since(Python313, 0);
    /// The fixed names of units (`<module>`, `<lambda>`, …) are interned strings. 3.12.1 has them as other static strings; the
    /// change log of 3.12.7 reports the new way of interning of 3.13 (gh-113993), and 3.12.14 interns its static strings.
    fixed_unit_names_interned: before(Python311, 0), since(Python312, 7);
    /// All strings of one Latin-1 character are interned, not only those met by chance (gh-113993 again). So is the empty
    /// string, which shows where nothing else interns it: in a constant slice.
    interns_all_latin1_characters: since(Python312, 7);
    /// The code object of the module carries the mark for reference when written by py_compile.
    top_code_flagged: before(Python315, 0);
    /// A source's folder loses one leading `./` before it is joined to `PYTHONPYCACHEPREFIX` (seen in 3.12.1, not in 3.11.7).
    drops_dot_of_prefixed_cache_paths: since(Python312, 0);
    /// Sources and strings are hashed by SipHash-1-3; SipHash-2-4 before.
    hashes_with_siphash13: since(Python311, 0);
    /// The ints up to 1024 are shared by everything in the process; up to 256 before.
    shares_ints_up_to_1024: since(Python315, 0);
    /// A code object has room for one object on its stack at least.
    has_least_stacksize: since(Python313, 0);
}

impl crate::Target {
    /// Whether the string of one character below 256 is interned when a compilation starts: in the
    /// earlier releases that is so for the characters that some string of the interpreter's own is.
    #[must_use]
    pub fn interns_latin1_character(self, character: u8) -> bool {
        match character {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'*' => true,
            b'\n' | b'.' if self.marks_depend_on_alive_strings() => true,
            _ => self.interns_all_latin1_characters(),
        }
    }

    /// The characters of which the interned string is not the one that everything else shares: identifiers that the interpreter
    /// itself names so were strings of their own. Interning such a character replaces it, so that a frozenset that holds it is
    /// made anew for each code object. With gh-113993 the strings became one.
    #[must_use]
    pub fn characters_interned_apart(self) -> &'static str {
        match self.version() {
            Version::Python311 => "BCLST_abcdefhijklmnopqrstvwxy",
            Version::Python312 if !self.interns_all_latin1_characters() => "_abcdenprsx",
            _ => "",
        }
    }

    /// `hash(None)` and `hash(...)`, which are addresses, as far as they are known: in the reference interpreters their low byte,
    /// which is their place in a page; all of it in 3.9.2 of Debian, whose program is loaded at a fixed place. Since 3.12 that of
    /// None is a number. The order of sets needs it, which marshal writes up to 3.10.
    #[must_use]
    pub const fn singleton_hashes(self) -> (u32, u32) {
        match (self.version(), self.micro()) {
            (Version::Python38, _) => (0x22, 0x42),
            (Version::Python39, ..=2) => (0x9_076E, 0x8_F57C),
            (Version::Python39, _) => (0x42, 0x46),
            (Version::Python310, _) => (0xC8, 0xCA),
            (Version::Python311, _) => (0xBE, 0xE6),
            (Version::Python312, _) => (0xFCA8_6420, 0x32),
            _ => (0xFCA8_6420, 0xC8),
        }
    }
}
