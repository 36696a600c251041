//! Words that resemble a word.
//!
//! [`close_matches`] follows `get_close_matches` and `SequenceMatcher` (`Lib/difflib.py`), whose heuristic for popular
//! characters needs longer words than any keyword or choice; [`closest_by_edits`] follows `Python/suggestions.c`.

/// The choices that resemble a word most, the best first: at most so many, none with a smaller ratio.
#[must_use]
pub fn close_matches<'c>(word: &str, choices: &[&'c str], most: usize, cutoff: f64) -> Vec<&'c str> {
    let word: Vec<char> = word.chars().collect();
    let rated = choices.iter().map(|choice| (ratio(&choice.chars().collect::<Vec<_>>(), &word), *choice));
    let mut rated: Vec<(f64, &str)> = rated.filter(|(ratio, _)| *ratio >= cutoff).collect();
    rated.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(a.1)));
    rated.into_iter().take(most).map(|(_, choice)| choice).collect()
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

/// What inserting, deleting or replacing a character costs, and replacing it by the other case.
const MOVE_COST: usize = 2;
const CASE_COST: usize = 1;
/// Longer words are not compared.
const MOST_BYTES: usize = 40;

/// The choice that becomes the word with the fewest edits, if a third of the characters at most has to change.
pub(crate) fn closest_by_edits<'c>(word: &str, choices: &[&'c str]) -> Option<&'c str> {
    let mut best: Option<(usize, &str)> = None;
    for choice in choices.iter().filter(|choice| **choice != word) {
        let most = (word.len() + choice.len() + 3) * MOVE_COST / 6;
        let most = best.map_or(most, |(distance, _)| most.min(distance - 1));
        if let Some(distance) = distance(word.as_bytes(), choice.as_bytes(), most) {
            best = Some((distance, choice));
        }
    }
    best.map(|(_, choice)| choice)
}

/// The cost of turning one word into the other, if it is not more than `most`.
fn distance(a: &[u8], b: &[u8], most: usize) -> Option<usize> {
    let prefix = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[prefix..], &b[prefix..]);
    let suffix = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - suffix], &b[..b.len() - suffix]);
    if a.len() > MOST_BYTES || b.len() > MOST_BYTES {
        return None;
    }
    let mut row: Vec<usize> = (1..=a.len()).map(|count| count * MOVE_COST).collect();
    for (index, byte) in b.iter().enumerate() {
        let (mut diagonal, mut left) = (index * MOVE_COST, (index + 1) * MOVE_COST);
        for (cost, other) in row.iter_mut().zip(a) {
            let replaced = diagonal + substitution(*byte, *other);
            diagonal = *cost;
            left = replaced.min(left.min(*cost) + MOVE_COST);
            *cost = left;
        }
    }
    let distance = row.last().copied().unwrap_or(b.len() * MOVE_COST);
    (distance <= most).then_some(distance)
}

const fn substitution(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE_COST
    } else {
        MOVE_COST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found() {
        let modes = ["checked-hash", "timestamp", "unchecked-hash"];
        assert_eq!(close_matches("chekced-hash", &modes, 1, 0.6), ["checked-hash"]);
        assert_eq!(close_matches("hash", &modes, 1, 0.6), Vec::<&str>::new());
        assert_eq!(close_matches("time", &modes, 1, 0.6), ["timestamp"]);
        assert_eq!(close_matches("", &modes, 1, 0.6), Vec::<&str>::new());
    }

    #[test]
    fn edits_are_counted() {
        assert_eq!(distance(b"whille", b"while", 10), Some(2));
        assert_eq!(distance(b"Fro", b"for", 10), Some(5));
        assert_eq!(distance(b"", b"for", 5), None);
        assert_eq!(closest_by_edits("esle", &["else", "except"]), None);
        assert_eq!(closest_by_edits("whille", &["with", "while"]), Some("while"));
        assert_eq!(closest_by_edits("none", &["None", "nonlocal"]), Some("None"));
    }
}
