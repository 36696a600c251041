//! Python's `int()` of a word.

use std::sync::LazyLock;

use fancy_regex::Regex;

/// The number, held to the range of 64 bits; nothing where Python raises `ValueError`.
pub(crate) fn parse(word: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(word).ok()?;
    let text = text.trim_matches(|c: char| c.is_whitespace() || ('\x1c'..='\x1f').contains(&c));
    let (negative, digits) = match text.strip_prefix(['+', '-']) {
        Some(digits) => (text.starts_with('-'), digits),
        None => (false, text),
    };
    let value = magnitude(digits)?;
    Some(if negative { -value } else { value })
}

/// Digits with single underscores between them; more than 4300 are refused as `int()` refuses them.
fn magnitude(digits: &str) -> Option<i64> {
    let mut value = 0_i64;
    let mut count = 0;
    for group in digits.split('_') {
        if group.is_empty() {
            return None;
        }
        let digits = group.chars().map(digit).collect::<Option<Vec<i64>>>()?;
        count += digits.len();
        value = digits.iter().fold(value, |value, digit| value.saturating_mul(10).saturating_add(*digit));
    }
    (count <= 4300).then_some(value)
}

/// The value of a decimal digit of any script: they stand in rows of ten.
fn digit(char: char) -> Option<i64> {
    static DIGIT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\A\p{Nd}\z").expect("a valid expression"));
    if let Some(digit) = char.to_digit(10) {
        return Some(digit.into());
    }
    let is_match = |char: char| DIGIT.is_match(char.encode_utf8(&mut [0; 4])).unwrap_or(false);
    let is_digit = |code: u32| char::from_u32(code).is_some_and(is_match);
    let code = u32::from(char);
    is_digit(code).then(|| (1..=code).take_while(|back| is_digit(code - back)).count() as i64 % 10)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn numbers_are_those_of_python() {
        let expected =
            [("1", 1), (" -1\n", -1), ("+1_000", 1000), ("99999999999999999999", i64::MAX), ("007", 7), ("١٢", 12)];
        for (word, number) in expected {
            assert_eq!(parse(word.as_bytes()), Some(number), "{word}");
        }
        for word in ["", "x", "1__0", "_1", "1_", "0x1", "1.0", "- 1", "--1"] {
            assert_eq!(parse(word.as_bytes()), None, "{word}");
        }
    }
}
