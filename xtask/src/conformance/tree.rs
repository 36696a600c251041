//! The first difference of two trees printed as `ast.dump` prints them.

use super::check::Difference;

/// So much text is shown on each side of the difference.
const CONTEXT: usize = 160;

/// Names the node and the field in which two texts first differ.
pub(crate) fn difference(ours: &str, theirs: &str) -> Difference {
    let at = ours.bytes().zip(theirs.bytes()).take_while(|(one, other)| one == other).count();
    let cause = match enclosing(theirs, at) {
        Some(node) => format!("{node}.{}", field(theirs, at)),
        None => "other tree".to_owned(),
    };
    let details = format!("{}\ninstead of\n{}", excerpt(ours, at), excerpt(theirs, at));
    Difference { stage: "parse", cause, details }
}

/// Name of the innermost node that is open at a place.
fn enclosing(text: &str, at: usize) -> Option<&str> {
    let bytes = text.as_bytes();
    let mut closed = 0;
    for index in (0..at.min(bytes.len())).rev() {
        match bytes[index] {
            b')' => closed += 1,
            b'(' if closed > 0 => closed -= 1,
            b'(' => return Some(last_word(&text[..index])),
            _ => {}
        }
    }
    None
}

/// The field whose value the place is in.
fn field(text: &str, at: usize) -> &str {
    let end = text[..at.min(text.len())].rfind('=').unwrap_or(0);
    last_word(&text[..end])
}

fn last_word(text: &str) -> &str {
    let start = text.rfind(|char: char| !char.is_alphanumeric() && char != '_').map_or(0, |at| at + 1);
    &text[start..]
}

fn excerpt(text: &str, at: usize) -> String {
    let floor = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let (from, to) = (floor(at.saturating_sub(CONTEXT)), floor(at + CONTEXT));
    let middle = floor(at);
    format!("{}<HERE>{}", &text[from..middle], &text[middle..to])
}
