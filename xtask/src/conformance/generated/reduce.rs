//! Makes a program that shows a difference small.
//!
//! Lines with what is indented below them go first, then heads of blocks, then what is in brackets; whatever still shows
//! the same difference stays. Texts that only one side rejects for another reason never have the same cause.

/// The smallest program found. `shows` tells whether a text still shows the difference; it is asked at most `limit` times.
pub(super) fn reduce(text: &str, limit: usize, mut shows: impl FnMut(&str) -> bool) -> String {
    let mut best = text.to_owned();
    let mut asked = 0;
    'again: loop {
        for candidate in candidates(&best) {
            asked += 1;
            if asked > limit {
                return best;
            }
            if shows(&candidate) {
                best = candidate;
                continue 'again;
            }
        }
        return best;
    }
}

/// Smaller texts, those that lack most first.
fn candidates(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for at in 0..lines.len() {
        let end = block_end(&lines, at);
        found.push(without(&lines, at, end, &[]));
        if end > at + 1 {
            let body: Vec<String> = lines[at + 1..end].iter().map(|line| dedented(line)).collect();
            found.push(without(&lines, at, end, &body));
        }
    }
    found.sort_by_key(String::len);
    found.dedup();
    found.extend(brackets(text));
    found.extend(statements(&lines));
    found.retain(|candidate| candidate.len() < text.len());
    found
}

/// Behind the last line that is indented more than this one.
fn block_end(lines: &[&str], at: usize) -> usize {
    let depth = indentation(lines[at]);
    let deeper = lines[at + 1..].iter().take_while(|line| indentation(line) > depth || line.is_empty());
    at + 1 + deeper.count()
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn dedented(line: &str) -> String {
    line.strip_prefix("  ").unwrap_or(line).to_owned()
}

fn without(lines: &[&str], start: usize, end: usize, instead: &[String]) -> String {
    let before = lines[..start].iter().copied();
    let kept = before.chain(instead.iter().map(|line| &**line)).chain(lines[end..].iter().copied());
    kept.map(|line| format!("{line}\n")).collect()
}

/// What is in brackets becomes `x` or nothing, or loses its brackets.
fn brackets(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    for (at, char) in text.char_indices() {
        match char {
            '(' | '[' | '{' => open.push(at),
            ')' | ']' | '}' => {
                let Some(start) = open.pop() else { continue };
                let (before, inside, behind) = (&text[..start], &text[start + 1..at], &text[at + 1..]);
                found.push(format!("{before}x{behind}"));
                found.push(format!("{before}{behind}"));
                found.push(format!("{}{}", &text[..=start], &text[at..]));
                found.push(format!("{}x{}", &text[..=start], &text[at..]));
                found.push(format!("{before}{inside}{behind}"));
                found.extend(inside.match_indices(", ").flat_map(|(comma, _)| {
                    let (one, other) = (&inside[..comma], &inside[comma + 2..]);
                    [one, other].map(|part| format!("{}{part}{}", &text[..=start], &text[at..]))
                }));
            }
            _ => {}
        }
    }
    found
}

/// Parts of a line that operators, blanks or semicolons separate.
fn statements(lines: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let indent = " ".repeat(indentation(line));
        for (place, separator) in separators(line) {
            let (one, other) = (&line[..place], &line[place + separator.len()..]);
            let other = format!("{indent}{}", other.trim_start());
            for part in [one.to_owned(), other] {
                found.push(without(lines, at, at + 1, &[part]));
            }
        }
    }
    found
}

fn separators(line: &str) -> Vec<(usize, &'static str)> {
    let words = [
        "; ", " = ", ": ", " if ", " else ", " for ", " and ", " or ", "not ", " + ", " - ", " * ", " % ", ", ", ".",
        " as ", " in ", " from ", "async ", "await ", " -> ", "yield ", "return ", "raise ", "assert ", "del ", ":= ",
    ];
    words
        .iter()
        .flat_map(|word| line.match_indices(word).map(|(at, word)| (at, word)).collect::<Vec<_>>())
        .map(|(at, word)| {
            let word = words.iter().find(|known| **known == word).copied().unwrap_or_default();
            (at, word)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_the_difference_stays() {
        let text = "a = 1\nclass A:\n  def f():\n    x = g(1, [bad, 2])\n    y = 1\n  z = 2\n";
        assert_eq!(reduce(text, 1000, |text| text.contains("bad")), "bad\n");
        assert_eq!(reduce("class A:\n  bad\n", 1000, |text| text.contains("class A:\n  bad")), "class A:\n  bad\n");
    }
}
