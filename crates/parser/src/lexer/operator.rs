//! Operators and delimiters.
//!
//! Follows `_PyToken_OneChar`, `_PyToken_TwoChars` and `_PyToken_ThreeChars` of `Parser/token.c`.

use crate::token::Kind;

/// The operators of one byte.
pub(super) const SINGLE: [Kind; 256] = singles();

const fn singles() -> [Kind; 256] {
    let mut kinds = [Kind::Unknown; 256];
    let mut byte = 0;
    while byte < 128 {
        kinds[byte] = single(byte as u8);
        byte += 1;
    }
    kinds
}

const fn single(byte: u8) -> Kind {
    match byte {
        b'(' => Kind::LPar,
        b')' => Kind::RPar,
        b'[' => Kind::LSqb,
        b']' => Kind::RSqb,
        b'{' => Kind::LBrace,
        b'}' => Kind::RBrace,
        b':' => Kind::Colon,
        b',' => Kind::Comma,
        b';' => Kind::Semi,
        b'.' => Kind::Dot,
        b'=' => Kind::Equal,
        b'!' => Kind::Exclamation,
        b'+' => Kind::Plus,
        b'-' => Kind::Minus,
        b'*' => Kind::Star,
        b'/' => Kind::Slash,
        b'%' => Kind::Percent,
        b'@' => Kind::At,
        b'|' => Kind::VBar,
        b'&' => Kind::Amper,
        b'^' => Kind::Circumflex,
        b'~' => Kind::Tilde,
        b'<' => Kind::Less,
        b'>' => Kind::Greater,
        _ => Kind::Unknown,
    }
}

/// Whether a byte can be the second one of an operator.
pub(super) const fn goes_on(byte: u8) -> bool {
    matches!(byte, b'=' | b'*' | b'/' | b'<' | b'>')
}

/// The operator of two or three bytes, and how many they are.
pub(super) const fn longer(first: u8, second: u8, third: u8) -> Option<(Kind, usize)> {
    let kind = match (first, second) {
        (b'=', b'=') => Kind::EqEqual,
        (b'!', b'=') | (b'<', b'>') => Kind::NotEqual,
        (b'<', b'=') => Kind::LessEqual,
        (b'>', b'=') => Kind::GreaterEqual,
        (b'+', b'=') => Kind::PlusEqual,
        (b'-', b'=') => Kind::MinEqual,
        (b'-', b'>') => Kind::RArrow,
        (b'%', b'=') => Kind::PercentEqual,
        (b'@', b'=') => Kind::AtEqual,
        (b'|', b'=') => Kind::VBarEqual,
        (b'&', b'=') => Kind::AmperEqual,
        (b'^', b'=') => Kind::CircumflexEqual,
        (b'*', b'=') => Kind::StarEqual,
        (b'/', b'=') => Kind::SlashEqual,
        (b'*', b'*') if third == b'=' => return Some((Kind::DoubleStarEqual, 3)),
        (b'/', b'/') if third == b'=' => return Some((Kind::DoubleSlashEqual, 3)),
        (b'<', b'<') if third == b'=' => return Some((Kind::LeftShiftEqual, 3)),
        (b'>', b'>') if third == b'=' => return Some((Kind::RightShiftEqual, 3)),
        (b'*', b'*') => Kind::DoubleStar,
        (b'/', b'/') => Kind::DoubleSlash,
        (b'<', b'<') => Kind::LeftShift,
        (b'>', b'>') => Kind::RightShift,
        _ => return None,
    };
    Some((kind, 2))
}
