//! Which characters an encoding has, and what Python says about those it lacks.

use std::fmt::Write;

use pycmill_source::CodePage;
use pycmill_target::Target;

/// An encoding of standard streams.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Charset {
    /// UTF-8: has everything.
    Utf8,
    /// ASCII.
    Ascii,
    /// Latin-1.
    Latin1,
    /// A code page.
    Page(CodePage),
}

impl Charset {
    /// The encoding of a name, as the release looks it up; of those that are none of ours, nothing.
    #[must_use]
    pub fn named(target: Target, name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase().replace(['-', ' '], "_");
        match target.encoding_module(&name).unwrap_or(&name) {
            "utf_8" | "utf8" => Some(Self::Utf8),
            "ascii" => Some(Self::Ascii),
            "latin_1" => Some(Self::Latin1),
            module => CodePage::of_module(module).map(Self::Page),
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Ascii => "ascii",
            Self::Latin1 => "latin-1",
            Self::Page(page) => page.name(),
        }
    }

    /// Whether it has a character.
    #[must_use]
    pub fn has(self, char: char) -> bool {
        match self {
            Self::Utf8 => true,
            Self::Ascii => char.is_ascii(),
            Self::Latin1 => u32::from(char) < 0x100,
            Self::Page(page) => page.encode(char).is_some(),
        }
    }

    /// The codec in messages, and what they say of a character that it lacks.
    pub(crate) const fn refusal(self) -> (&'static str, &'static str) {
        match self {
            Self::Utf8 => ("utf-8", "surrogates not allowed"),
            Self::Ascii => ("ascii", "ordinal not in range(128)"),
            Self::Latin1 => ("latin-1", "ordinal not in range(256)"),
            Self::Page(page) => page.refusal(),
        }
    }

    /// Whether errors are about a run of characters, not one.
    pub(crate) const fn refuses_runs(self) -> bool {
        match self {
            Self::Utf8 | Self::Ascii | Self::Latin1 => true,
            Self::Page(page) => page.refuses_runs(),
        }
    }

    /// Adds a character to encoded text; false if it is missing.
    pub fn push(self, out: &mut Vec<u8>, char: char) -> bool {
        match self {
            Self::Utf8 => out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes()),
            Self::Ascii | Self::Latin1 if self.has(char) => out.push(u32::from(char) as u8),
            Self::Ascii | Self::Latin1 => return false,
            Self::Page(page) => match page.encode(char) {
                Some(bytes) => out.extend_from_slice(&bytes),
                None => return false,
            },
        }
        true
    }

    /// A text with escapes for what is missing (`backslashreplace`).
    #[must_use]
    pub fn escaped(self, text: &str) -> String {
        if self == Self::Utf8 {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        for char in text.chars() {
            if self.has(char) { out.push(char) } else { out += &escape(char) }
        }
        out
    }
}

/// An escape for a character.
pub(crate) fn escape(char: char) -> String {
    let mut text = String::new();
    let code = u32::from(char);
    let written = match code {
        0..0x100 => write!(text, "\\x{code:02x}"),
        0x100..0x1_0000 => write!(text, "\\u{code:04x}"),
        _ => write!(text, "\\U{code:08x}"),
    };
    debug_assert!(written.is_ok(), "strings can be written to");
    text
}
