//! How two answers differ, in words that those of one cause share.

use super::answer::{Answer, Rejected, Warned};

/// A difference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Difference {
    pub(crate) sort: Sort,
    pub(crate) cause: String,
}

/// What differs first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Sort {
    /// This compiler crashed or did not end.
    Crash,
    /// One side accepts the snippet.
    Accept,
    Class,
    Message,
    Place,
    Warnings,
    Printed,
}

impl Sort {
    pub(crate) const ALL: [Self; 7] =
        [Self::Crash, Self::Accept, Self::Class, Self::Message, Self::Place, Self::Warnings, Self::Printed];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Crash => "crash",
            Self::Accept => "accept/reject",
            Self::Class => "class",
            Self::Message => "message",
            Self::Place => "place",
            Self::Warnings => "warnings",
            Self::Printed => "printed",
        }
    }
}

/// The first difference of two answers, ours and CPython's.
pub(crate) fn difference(ours: &Answer, theirs: &Answer) -> Option<Difference> {
    let Answer::Compiled { rejected, warnings } = theirs else { return None };
    let Answer::Compiled { rejected: our_rejected, warnings: our_warnings } = ours else {
        return found(Sort::Crash, &ours.shown(), &theirs.shown());
    };
    match (our_rejected, rejected) {
        (None, None) => {}
        (Some(ours), None) => return found(Sort::Accept, &message(ours), "accepted"),
        (None, Some(theirs)) => return found(Sort::Accept, "accepted", &message(theirs)),
        (Some(ours), Some(theirs)) => {
            if let Some(difference) = of_rejections(ours, theirs) {
                return Some(difference);
            }
        }
    }
    if our_warnings != warnings {
        return of_warnings(our_warnings, warnings);
    }
    match (our_rejected, rejected) {
        (Some(ours), Some(theirs)) if ours.printed != theirs.printed => {
            let what = printed_difference(&ours.printed, &theirs.printed);
            Some(Difference { sort: Sort::Printed, cause: format!("{} | {what}", message(theirs)) })
        }
        _ => None,
    }
}

fn found(sort: Sort, ours: &str, theirs: &str) -> Option<Difference> {
    Some(Difference { sort, cause: format!("{} | ours: {}", general(theirs), general(ours)) })
}

fn message(rejected: &Rejected) -> String {
    format!("{}: {}", rejected.class, general(&rejected.message))
}

fn of_rejections(ours: &Rejected, theirs: &Rejected) -> Option<Difference> {
    if ours.class != theirs.class {
        return found(Sort::Class, &message(ours), &message(theirs));
    }
    if ours.message != theirs.message {
        return found(Sort::Message, &message(ours), &message(theirs));
    }
    if ours.place == theirs.place {
        return None;
    }
    let cause = format!("{} | {}", message(theirs), place_difference(ours.place, theirs.place));
    Some(Difference { sort: Sort::Place, cause })
}

/// Which numbers differ, and by how much where it is little.
fn place_difference(ours: [Option<i64>; 4], theirs: [Option<i64>; 4]) -> String {
    let names = ["line", "offset", "end line", "end offset"];
    let words = names.iter().zip(ours).zip(theirs).filter(|((_, ours), theirs)| ours != theirs);
    let word = |((name, ours), theirs): ((&&str, Option<i64>), Option<i64>)| match (ours, theirs) {
        (Some(ours), Some(theirs)) if (ours - theirs).abs() <= 2 => format!("{name} {:+}", ours - theirs),
        (Some(_), Some(theirs)) if theirs <= 0 => format!("{name} not {theirs}"),
        (Some(_), None) => format!("{name} not None"),
        (None, _) => format!("{name} None"),
        _ => format!("{name} ≠"),
    };
    format!("ours: {}", words.map(word).collect::<Vec<_>>().join(", "))
}

fn of_warnings(ours: &[Warned], theirs: &[Warned]) -> Option<Difference> {
    let text = |one: &Warned| format!("{}: {}", one.class, general(&one.message));
    let missing = theirs.iter().find(|one| !ours.contains(one));
    let extra = ours.iter().find(|one| !theirs.contains(one));
    let (ours_text, theirs_text) = match (missing, extra) {
        (None, None) => ("another order or number".to_owned(), text(theirs.first().or(ours.first())?)),
        (missing, extra) => {
            let shown = |one: Option<&Warned>| one.map_or_else(|| "no warning".to_owned(), text);
            (shown(extra), shown(missing))
        }
    };
    found(Sort::Warnings, &ours_text, &theirs_text)
}

fn printed_difference(ours: &str, theirs: &str) -> String {
    let (one, other): (Vec<&str>, Vec<&str>) = (ours.lines().collect(), theirs.lines().collect());
    if one.len() != other.len() {
        return format!("{} lines instead of {}", one.len(), other.len());
    }
    let Some(at) = (0..one.len()).find(|at| one[*at] != other[*at]) else { return "line ends".to_owned() };
    if at + 1 == one.len() {
        return format!("{} | ours: {}", general(other[at]), general(one[at]));
    }
    let is_carets = |line: &str| !line.trim().is_empty() && line.trim().chars().all(|char| char == '^');
    if is_carets(one[at]) && is_carets(other[at]) { "carets".to_owned() } else { format!("line {}", at + 1) }
}

/// A message without what is quoted and without numbers.
pub(crate) fn general(message: &str) -> String {
    let mut out = String::new();
    let mut rest = message;
    while let Some(char) = rest.chars().next() {
        let length = match char {
            '\'' | '"' => rest[1..].find(char).map(|at| at + 2),
            '0'..='9' => Some(rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(rest.len())),
            _ => None,
        };
        match length {
            Some(length) if char.is_ascii_digit() => {
                out.push('N');
                rest = &rest[length..];
            }
            Some(length) if is_kept(&rest[1..length - 1]) => {
                out.push_str(&rest[..length]);
                rest = &rest[length..];
            }
            Some(length) => {
                out.push_str("'…'");
                rest = &rest[length..];
            }
            None => {
                out.push(char);
                rest = &rest[char.len_utf8()..];
            }
        }
    }
    out
}

/// Operators and keywords tell causes apart.
fn is_kept(quoted: &str) -> bool {
    const WORDS: [&str; 22] = [
        "print", "exec", "except", "except*", "finally", "if", "else", "elif", "for", "in", "try", "with", "while",
        "def", "class", "match", "case", "return", "yield", "await", "from", "import",
    ];
    WORDS.contains(&quoted) || quoted.len() <= 2 && quoted.chars().all(|char| char.is_ascii_punctuation())
}

#[cfg(test)]
mod tests {
    use super::general;

    #[test]
    fn quoted_words_and_numbers_are_general() {
        assert_eq!(general("name 'x' is used 12 times on line 3"), "name '…' is used N times on line N");
        assert_eq!(general("expected ':' after 'except' block"), "expected ':' after 'except' block");
        assert_eq!(general("it's"), "it's");
    }
}
