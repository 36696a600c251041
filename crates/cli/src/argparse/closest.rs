//! The choice that resembles a wrong word most.
//!
//! Follows `get_close_matches` and `SequenceMatcher` (`Lib/difflib.py`), whose heuristic for popular characters needs
//! longer words than any choice here.

/// The best choice with a ratio of at least six tenths.
pub(crate) fn closest<'c>(word: &str, choices: &[&'c str]) -> Option<&'c str> {
    let word: Vec<char> = word.chars().collect();
    let rated = choices.iter().map(|choice| (ratio(&choice.chars().collect::<Vec<_>>(), &word), *choice));
    rated
        .filter(|(ratio, _)| *ratio >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)))
        .map(|(_, choice)| choice)
}

fn ratio(a: &[char], b: &[char]) -> f64 {
    let length = a.len() + b.len();
    if length == 0 { 1.0 } else { 2.0 * matching(a, b) as f64 / length as f64 }
}

/// Characters in the longest common block and, left and right of it, in the blocks there.
fn matching(a: &[char], b: &[char]) -> usize {
    let (i, j, size) = longest(a, b);
    if size == 0 {
        return 0;
    }
    matching(&a[..i], &b[..j]) + size + matching(&a[i + size..], &b[j + size..])
}

/// The longest common block, the first in `a`, and of those the first in `b`.
fn longest(a: &[char], b: &[char]) -> (usize, usize, usize) {
    let mut best = (0, 0, 0);
    for i in 0..a.len() {
        for j in 0..b.len() {
            let size = a[i..].iter().zip(&b[j..]).take_while(|(x, y)| x == y).count();
            if size > best.2 {
                best = (i, j, size);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn near_words_are_suggested() {
        let modes = ["checked-hash", "timestamp", "unchecked-hash"];
        assert_eq!(closest("chekced-hash", &modes), Some("checked-hash"));
        assert_eq!(closest("hash", &modes), None);
        assert_eq!(closest("time", &modes), Some("timestamp"));
        assert_eq!(closest("", &modes), None);
    }
}
