//! How the table and CPython's messages spell tokens.

use crate::token::Kind;

/// Every keyword and operator with its text. `<>` is spelled `!=`, as CPython has one kind for both.
const SPELLINGS: [(&str, Kind); 84] = [
    ("False", Kind::False),
    ("None", Kind::None),
    ("True", Kind::True),
    ("and", Kind::And),
    ("as", Kind::As),
    ("assert", Kind::Assert),
    ("async", Kind::Async),
    ("await", Kind::Await),
    ("break", Kind::Break),
    ("class", Kind::Class),
    ("continue", Kind::Continue),
    ("def", Kind::Def),
    ("del", Kind::Del),
    ("elif", Kind::Elif),
    ("else", Kind::Else),
    ("except", Kind::Except),
    ("finally", Kind::Finally),
    ("for", Kind::For),
    ("from", Kind::From),
    ("global", Kind::Global),
    ("if", Kind::If),
    ("import", Kind::Import),
    ("in", Kind::In),
    ("is", Kind::Is),
    ("lambda", Kind::Lambda),
    ("nonlocal", Kind::Nonlocal),
    ("not", Kind::Not),
    ("or", Kind::Or),
    ("pass", Kind::Pass),
    ("raise", Kind::Raise),
    ("return", Kind::Return),
    ("try", Kind::Try),
    ("while", Kind::While),
    ("with", Kind::With),
    ("yield", Kind::Yield),
    ("__peg_parser__", Kind::PegParser),
    ("(", Kind::LPar),
    (")", Kind::RPar),
    ("[", Kind::LSqb),
    ("]", Kind::RSqb),
    ("{", Kind::LBrace),
    ("}", Kind::RBrace),
    (":", Kind::Colon),
    (",", Kind::Comma),
    (";", Kind::Semi),
    (".", Kind::Dot),
    ("...", Kind::Ellipsis),
    ("->", Kind::RArrow),
    (":=", Kind::ColonEqual),
    ("=", Kind::Equal),
    ("!", Kind::Exclamation),
    ("+", Kind::Plus),
    ("-", Kind::Minus),
    ("*", Kind::Star),
    ("/", Kind::Slash),
    ("//", Kind::DoubleSlash),
    ("%", Kind::Percent),
    ("@", Kind::At),
    ("**", Kind::DoubleStar),
    ("|", Kind::VBar),
    ("&", Kind::Amper),
    ("^", Kind::Circumflex),
    ("~", Kind::Tilde),
    ("<<", Kind::LeftShift),
    (">>", Kind::RightShift),
    ("<", Kind::Less),
    (">", Kind::Greater),
    ("==", Kind::EqEqual),
    ("!=", Kind::NotEqual),
    ("<=", Kind::LessEqual),
    (">=", Kind::GreaterEqual),
    ("+=", Kind::PlusEqual),
    ("-=", Kind::MinEqual),
    ("*=", Kind::StarEqual),
    ("/=", Kind::SlashEqual),
    ("//=", Kind::DoubleSlashEqual),
    ("%=", Kind::PercentEqual),
    ("@=", Kind::AtEqual),
    ("**=", Kind::DoubleStarEqual),
    ("&=", Kind::AmperEqual),
    ("|=", Kind::VBarEqual),
    ("^=", Kind::CircumflexEqual),
    ("<<=", Kind::LeftShiftEqual),
    (">>=", Kind::RightShiftEqual),
];

/// The kinds that the table calls by a name in capitals.
const NAMED: [(&str, Kind); 13] = [
    ("ENDMARKER", Kind::End),
    ("NEWLINE", Kind::Newline),
    ("INDENT", Kind::Indent),
    ("DEDENT", Kind::Dedent),
    ("NAME", Kind::Name),
    ("NUMBER", Kind::Number),
    ("STRING", Kind::String),
    ("FSTRING_START", Kind::FStringStart),
    ("FSTRING_MIDDLE", Kind::FStringMiddle),
    ("FSTRING_END", Kind::FStringEnd),
    ("TSTRING_START", Kind::TStringStart),
    ("TSTRING_MIDDLE", Kind::TStringMiddle),
    ("TSTRING_END", Kind::TStringEnd),
];

/// The keyword or operator of this text.
pub(super) fn spelled(text: &str) -> Option<Kind> {
    SPELLINGS.iter().find(|(spelling, _)| *spelling == text).map(|(_, kind)| *kind)
}

/// The kind that the table calls by this name.
pub(super) fn named(name: &str) -> Option<Kind> {
    NAMED.iter().find(|(spelling, _)| *spelling == name).map(|(_, kind)| *kind)
}

/// A set of kinds of tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct KindSet(u128);

impl KindSet {
    pub(super) const NONE: Self = Self(0);
    pub(super) const ALL: Self = Self(u128::MAX);

    pub(super) const fn of(kind: Kind) -> Self {
        Self(1 << kind as u8)
    }

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[inline]
    pub(super) const fn has(self, kind: Kind) -> bool {
        self.0 >> kind as u8 & 1 != 0
    }

    #[cfg(test)]
    pub(super) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

const _: () = assert!((Kind::Fault as u8) < 128);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_keyword_and_operator_is_spelled_once() {
        let mut seen = KindSet::NONE;
        for (text, kind) in SPELLINGS {
            assert!(!seen.has(kind), "{text}");
            assert!(kind.is_keyword() || kind.is_operator(), "{text}");
            seen = seen.or(KindSet::of(kind));
        }
    }
}
