//! Goldens of syntax trees: what `ast.dump` of interpreters makes of a case, in a file `NAME.tree` beside it.
//!
//! A golden has one section per group of releases with the same tree, headed `==== VERSION…`. The text is that of
//! `ast.dump(ast.parse(source), include_attributes=True)`, with the items of lists on lines of their own and the four
//! attributes as `@LINE:COLUMN-LINE:COLUMN`. Empty lists and the context `Load()`, which some releases print and others
//! don't, are left out, so that releases share sections.
//!
//! Invariant: what is recorded comes from an interpreter; two trees of one release have the same text only if they are equal.

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
    let mut layout = Layout { rest: dump, out: String::new(), depth: 0 };
    while !layout.rest.is_empty() {
        layout.step();
    }
    layout.out.push('\n');
    layout.out
}

struct Layout<'d> {
    rest: &'d str,
    out: String,
    /// Open brackets of lists.
    depth: usize,
}

impl Layout<'_> {
    /// Takes a literal, a field, or one character.
    fn step(&mut self) {
        let Some(char) = self.rest.chars().next() else { return };
        match char {
            '\'' | '"' => self.take(quoted(self.rest)),
            '[' => {
                self.take(1);
                self.depth += 1;
                self.begin_line();
            }
            ']' => {
                self.depth = self.depth.saturating_sub(1);
                self.begin_line();
                self.take(1);
            }
            ',' | '(' => self.separator(),
            _ => self.take(char.len_utf8()),
        }
    }

    /// A comma or parenthesis, and fields after it that are not written, or in another way.
    fn separator(&mut self) {
        let char = &self.rest[..1];
        let mut after = self.rest[1..].trim_start_matches(' ');
        while let Some(length) = unsaid(after) {
            after = after[length..].trim_start_matches(", ");
        }
        self.rest = after;
        if after.starts_with("lineno=") {
            self.out.push_str(if char == "(" { "(" } else { " " });
            self.place();
        } else if char == "(" {
            self.out.push('(');
        } else if !after.starts_with(')') {
            self.out.push(',');
            if is_field(after) { self.out.push(' ') } else { self.begin_line() }
        }
    }

    /// The four attributes.
    fn place(&mut self) {
        let end = self.rest.find(')').unwrap_or(self.rest.len());
        let numbers: Vec<&str> =
            self.rest[..end].split(", ").filter_map(|field| Some(field.split_once('=')?.1)).collect();
        match numbers[..] {
            [line, column, end_line, end_column] => {
                self.out += &format!("@{line}:{column}-{end_line}:{end_column}");
            }
            _ => self.out.push_str(&self.rest[..end]),
        }
        self.rest = &self.rest[end..];
    }

    fn take(&mut self, length: usize) {
        self.out.push_str(&self.rest[..length]);
        self.rest = &self.rest[length..];
    }

    fn begin_line(&mut self) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("  ", self.depth));
    }
}

/// The length of a field that a text begins with, if it says nothing.
fn unsaid(text: &str) -> Option<usize> {
    const LOAD: &str = "ctx=Load()";
    if text.starts_with(LOAD) {
        return Some(LOAD.len());
    }
    let name = name_length(text);
    (name > 0 && text[name..].starts_with("=[]")).then_some(name + 3)
}

/// Whether a text begins with a field and not with an item of a list.
fn is_field(text: &str) -> bool {
    text[name_length(text)..].starts_with('=')
}

fn name_length(text: &str) -> usize {
    text.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(text.len())
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

#[cfg(test)]
mod tests {
    use super::layout;

    #[test]
    fn lists_and_places_are_laid_out() {
        let dump = "Module(body=[Pass(lineno=1, col_offset=0, end_lineno=1, end_col_offset=4), Expr(value=Constant(value=', \
                    lineno=1)]', lineno=2, col_offset=0, end_lineno=2, end_col_offset=9))], type_ignores=[])";
        let lines = "Module(body=[\n  Pass(@1:0-1:4),\n  Expr(value=Constant(value=', lineno=1)]' @2:0-2:9))\n])\n";
        assert_eq!(layout(dump), lines);
    }

    #[test]
    fn what_releases_leave_out_is_left_out() {
        let all = "Call(func=Name(id='f', ctx=Load()), args=[], keywords=[], x=List(elts=[], ctx=Load()))";
        let fewer = "Call(func=Name(id='f'), x=List())";
        assert_eq!(layout(all), layout(fewer));
        assert_eq!(layout(all), "Call(func=Name(id='f'), x=List())\n");
        assert_ne!(layout("List(ctx=Store())"), layout("List(ctx=Load())"));
    }
}
