//! Python 2, as people still write it.

use super::human::{Mistake, Page};
use super::random::Random;
use super::scan::Sort;
use super::tokens::splice;

/// `keyword.kwlist` and the soft ones.
pub(crate) const KEYWORDS: [&str; 38] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "match", "case", "type",
];

/// What is written in another way today.
pub(crate) const MISTAKES: [Mistake; 9] =
    [statement, statement, except_comma, backticks, unequal, prefix, number, raise, unpacked_parameter];

/// `print x`, `exec x`.
fn statement(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let starts = page.pick(random, |token, word| {
        token.depth == 0 && token.sort == Sort::Word && !KEYWORDS.contains(&word) && is_first(page, token.span.start)
    })?;
    let whole = page.text[starts.span.start..].split('\n').next()?;
    let line = page.after(starts);
    let line_end = starts.span.end + line.len();
    let value = match line.split_once('=') {
        Some((_, value)) if random.chance(70) => value.trim(),
        _ => whole,
    };
    let new = match random.below(11) {
        0 => format!("print {value}"),
        1 => format!("print {value},"),
        2 => format!("print >>f, {value}"),
        3 => "print".to_owned(),
        4 => format!("print 'a %s' % {value}"),
        5 => format!("exec {value}"),
        6 => format!("exec {value} in d"),
        7 => format!("print ({value}) % x"),
        8 => format!("print \"x\", {value}; y"),
        9 => format!("print -{value}"),
        _ => format!("x = print {value}"),
    };
    Some(splice(page.text, starts.span.start, line_end, &new))
}

fn is_first(page: &Page<'_>, at: usize) -> bool {
    let line = page.text[..at].rfind('\n').map_or(0, |at| at + 1);
    page.text[line..at].trim().is_empty()
}

fn except_comma(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let except = page.pick(random, |_, word| word == "except")?;
    let line = page.after(except);
    let end = except.span.end + line.len();
    let new =
        random.one(&[" A, e:", " (A, B), e:", " A, B, C:", " A, B as e:", " A as e, B:", " a.b, e:", " A, e", ":"]);
    Some(splice(page.text, except.span.end, end, new))
}

fn backticks(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let name = page.pick(random, |token, word| token.sort == Sort::Word && !KEYWORDS.contains(&word))?;
    Some(page.replace(name, &format!("`{}`", page.word(name))))
}

fn unequal(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let operator = page.pick(random, |_, word| ["!=", "==", "<", ">", "in", "is"].contains(&word))?;
    Some(page.replace(operator, "<>"))
}

fn prefix(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let string = page.pick(random, |token, _| token.sort == Sort::Str)?;
    let word = page.word(string);
    let bare = &word[word.find(['"', '\''])?..];
    Some(
        page.replace(string, &format!("{}{bare}", random.one(&["ur", "UR", "uR", "bu", "ub", "fb", "fu", "rr", "bf"]))),
    )
}

fn number(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let number = page.pick(random, |token, _| token.sort == Sort::Number)?;
    let new = random.one(&[
        "0777", "00", "0o8", "08", "1L", "0xL", "0b2", "0x", "1__0", "1_", "1e", "1.e+", "0_7", "1.2.3", "1a", "0777L",
        "1_000j_", "0b", "0o", "1if", "0x1for", "1.0_", "09.5", "0e0_", "1ee", "12and", "1.0if", "1jor", "00001",
    ]);
    Some(page.replace(number, new))
}

fn raise(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let word = page.pick(random, |_, word| word == "raise" || word == "return" || word == "assert")?;
    let end = word.span.end + page.after(word).len();
    let new = random.one(&[
        "raise E, \"x\"",
        "raise E, \"x\", tb",
        "raise \"x\"",
        "raise from x",
        "raise E from",
        "assert x, y, z",
    ]);
    Some(splice(page.text, word.span.start, end, new))
}

fn unpacked_parameter(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let word = page.pick(random, |_, word| word == "def" || word == "lambda")?;
    let rest = &page.text[word.span.end..];
    let open = if page.word(word) == "def" { rest.find('(')? + 1 } else { 0 };
    let at = word.span.end + open;
    Some(splice(page.text, at, at, random.one(&[" (a, b), ", "(a), ", "((a, b), c)=d, ", "a.b, ", "1, ", "print, "])))
}
