//! Goldens of syntax trees: what `ast.dump` of interpreters makes of a case, in a file `NAME.tree` beside it.
//!
//! A golden has one section per group of releases with the same tree, headed `==== VERSION…`. The text is that of
//! `ast.dump(ast.parse(source), include_attributes=True)`, with the items of lists on lines of their own and the four
//! attributes as `@LINE:COLUMN-LINE:COLUMN`.
//!
//! Invariant: what is recorded comes from an interpreter; layout depends on the text alone and loses nothing.

use std::collections::BTreeMap;

use pycmill::Target;

/// The trees of one case.
pub(crate) type Trees = BTreeMap<Target, String>;

/// Reads a golden.
pub(crate) fn read(text: &str) -> Result<Trees, String> {
    let mut trees = Trees::new();
    for section in text.split("==== ").skip(1) {
        let (releases, body) = section.split_once('\n').ok_or("a section without a body")?;
        for release in releases.split_whitespace() {
            let target: Target = release.parse().map_err(|_| format!("no release: '{release}'"))?;
            trees.insert(target, body.to_owned());
        }
    }
    Ok(trees)
}

/// Writes a golden; trees that are the same share a section.
pub(crate) fn render(trees: &Trees) -> String {
    let mut sections: Vec<(Vec<String>, &str)> = Vec::new();
    for (target, tree) in trees {
        match sections.iter_mut().find(|(_, other)| other == tree) {
            Some((releases, _)) => releases.push(target.to_string()),
            None => sections.push((vec![target.to_string()], tree)),
        }
    }
    sections.into_iter().map(|(releases, tree)| format!("==== {}\n{tree}", releases.join(" "))).collect()
}

/// The text of a dump in lines.
pub(crate) fn layout(dump: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    let mut rest = dump;
    while let Some(char) = rest.chars().next() {
        let length = match char {
            '\'' | '"' => quoted(rest),
            _ if rest.starts_with(", lineno=") || rest.starts_with("lineno=") => place(rest, &mut out),
            _ => char.len_utf8(),
        };
        if length == 0 {
            rest = &rest[rest.find(')').unwrap_or(rest.len())..];
            continue;
        }
        let is_empty_list = rest.starts_with("[]");
        if char == ']' && !out.ends_with('[') {
            depth = depth.saturating_sub(1);
            break_line(&mut out, depth);
        }
        out.push_str(&rest[..length]);
        if char == '[' && !is_empty_list {
            depth += 1;
            break_line(&mut out, depth);
        } else if char == ',' && is_item(&rest[1..]) {
            break_line(&mut out, depth);
        }
        rest = &rest[length..];
        if out.ends_with(' ') && out.trim_end_matches(' ').ends_with('\n') {
            rest = rest.trim_start_matches(' ');
        }
    }
    out.push('\n');
    out
}

/// Whether what follows a comma is an item of a list and not a field.
fn is_item(rest: &str) -> bool {
    let word = rest.trim_start();
    let end = word.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(word.len());
    !word[end..].starts_with('=')
}

fn break_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

/// The length of the literal that a text begins with.
fn quoted(text: &str) -> usize {
    let quote = text.chars().next().expect("there is a quote");
    let mut escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if char == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Writes the four attributes that a text begins with, and returns 0.
fn place(text: &str, out: &mut String) -> usize {
    let end = text.find(')').unwrap_or(text.len());
    let numbers: Vec<&str> =
        text[..end].trim_start_matches(", ").split(", ").filter_map(|field| Some(field.split_once('=')?.1)).collect();
    match numbers[..] {
        [line, column, end_line, end_column] => {
            if text.starts_with(',') {
                out.push(' ');
            }
            *out += &format!("@{line}:{column}-{end_line}:{end_column}");
        }
        _ => out.push_str(&text[..end]),
    }
    0
}

#[cfg(test)]
mod tests {
    use super::layout;

    #[test]
    fn lists_and_places_are_laid_out() {
        let dump = "Module(body=[Pass(lineno=1, col_offset=0, end_lineno=1, end_col_offset=4), Expr(value=Constant(value=', \
                    lineno=1)]', lineno=2, col_offset=0, end_lineno=2, end_col_offset=9))], type_ignores=[])";
        let lines = "Module(body=[\n  Pass(@1:0-1:4),\n  Expr(value=Constant(value=', lineno=1)]' @2:0-2:9))\n], \
                     type_ignores=[])\n";
        assert_eq!(layout(dump), lines);
    }
}
