//! Makes a program that shows a difference small.
//!
//! Blocks and lines go first, then what is in brackets, then parts of lines, until nothing can go; whatever still shows
//! the same difference is smaller.

/// Asks whether a text still shows the difference, as often as it may.
pub(super) struct Reducer<F> {
    shows: F,
    left: usize,
}

impl<F: FnMut(&str) -> bool> Reducer<F> {
    pub(super) fn new(limit: usize, shows: F) -> Self {
        Self { shows, left: limit }
    }

    /// The smallest text found.
    pub(super) fn reduce(&mut self, text: &str) -> String {
        let mut best = text.to_owned();
        loop {
            let before = best.len();
            best = self.shorten(best, blocks);
            best = self.shorten(best, brackets);
            best = self.shorten(best, parts);
            if best.len() >= before || self.left == 0 {
                return best;
            }
        }
    }

    /// Goes once through all places of a text; `candidates` gives what could stand instead from the place of a number on.
    fn shorten(&mut self, text: String, candidates: fn(&str, usize) -> Option<Vec<String>>) -> String {
        let (mut best, mut place) = (text, 0);
        while let Some(found) = candidates(&best, place) {
            let smaller = found.into_iter().filter(|one| one.len() < best.len()).find(|one| self.shows(one));
            match smaller {
                Some(smaller) => best = smaller,
                None => place += 1,
            }
        }
        best
    }

    fn shows(&mut self, text: &str) -> bool {
        self.left = self.left.saturating_sub(1);
        self.left > 0 && (self.shows)(text)
    }
}

/// Without a line and all that is indented below it; or with its block alone.
fn blocks(text: &str, place: usize) -> Option<Vec<String>> {
    let lines: Vec<&str> = text.lines().collect();
    let line = lines.get(place)?;
    let depth = indentation(line);
    let deeper = lines[place + 1..].iter().take_while(|line| indentation(line) > depth || line.is_empty()).count();
    let end = place + 1 + deeper;
    let mut found = vec![replaced(&lines, place, end, &[])];
    if deeper > 0 {
        let step = indentation(lines[place + 1]).saturating_sub(depth);
        let body: Vec<String> = lines[place + 1..end].iter().map(|line| dedented(line, step)).collect();
        found.push(replaced(&lines, place, end, &body));
    }
    Some(found)
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn dedented(line: &str, step: usize) -> String {
    line[step.min(indentation(line))..].to_owned()
}

/// The lines with others instead of some.
fn replaced(lines: &[&str], start: usize, end: usize, instead: &[String]) -> String {
    let instead = instead.iter().map(String::as_str);
    let kept = lines[..start].iter().copied().chain(instead).chain(lines[end..].iter().copied());
    kept.map(|line| format!("{line}\n")).collect()
}

/// What a pair of brackets holds becomes a name or nothing, or one of its parts, or loses its brackets.
fn brackets(text: &str, place: usize) -> Option<Vec<String>> {
    let opens = |(_, char): &(usize, char)| matches!(char, '(' | '[' | '{');
    let (start, _) = text.char_indices().filter(opens).nth(place)?;
    let mut depth = 0_usize;
    let mut end = None;
    for (at, char) in text[start..].char_indices() {
        match char {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            end = Some(start + at);
            break;
        }
    }
    let Some(end) = end else { return Some(Vec::new()) };
    let (before, inside, behind) = (&text[..start], &text[start + 1..end], &text[end + 1..]);
    let mut found = vec![format!("{before}{behind}"), format!("{before} x{behind}")];
    for inner in ["", "x"].into_iter().chain(inside.split(", ")) {
        found.push(format!("{}{inner}{}", &text[..=start], &text[end..]));
    }
    found.push(format!("{before}{inside}{behind}"));
    Some(found)
}

/// Where a line can be cut in two.
const CUTS: &[&str] = &[
    "; ", " = ", ": ", " if ", " else ", " for ", " and ", " or ", "not ", " + ", " - ", " * ", " % ", ", ", ".",
    " as ", " in ", " from ", "async ", "await ", " -> ", "yield ", "return ", "raise ", "assert ", "del ", " := ",
    " is ", " == ", " < ", " > ", " @ ", " | ", "** ", "*",
];

/// A line with one side of a cut only, or without the part between two.
fn parts(text: &str, place: usize) -> Option<Vec<String>> {
    let lines: Vec<&str> = text.lines().collect();
    let line = lines.get(place)?;
    let indent = &line[..indentation(line)];
    let mut cuts: Vec<(usize, usize)> =
        CUTS.iter().flat_map(|cut| line.match_indices(cut).map(|(at, cut)| (at, at + cut.len()))).collect();
    cuts.sort_unstable();
    let mut sides = Vec::new();
    for (number, (start, end)) in cuts.iter().enumerate() {
        sides.push(line[..*start].to_owned());
        sides.push(format!("{indent}{}", line[*end..].trim_start()));
        for (later, _) in cuts[number + 1..].iter().take(12) {
            sides.push(format!("{}{}", &line[..*start], &line[*later..]));
        }
    }
    Some(sides.into_iter().map(|side| replaced(&lines, place, place + 1, &[side])).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reduced(text: &str, shows: impl FnMut(&str) -> bool) -> String {
        Reducer::new(10_000, shows).reduce(text)
    }

    #[test]
    fn what_shows_the_difference_stays() {
        let text = "a = 1\nclass A:\n  def f():\n    x = (1, (bad, 2))\n    y = 1\n  z = 2\n";
        let balanced = |text: &str| text.matches('(').count() == text.matches(')').count();
        assert_eq!(reduced(text, |text| text.contains("bad") && balanced(text)), "bad\n");
        let nested = |text: &str| text.contains("class A:\n  bad");
        assert_eq!(reduced("x\nclass A:\n  y = é\n  bad\n", nested), "class A:\n  bad\n");
    }
}
