//! Tree to the syntax of the `fancy-regex` crate.
//!
//! Invariant: every construct is written so that it means what it means in Python: `\w` is `str.isalnum` and the
//! underscore, `$` also stands before a newline at the end.

use super::tree::{At, Category, Member, Node};

/// The expression in the other syntax.
pub(super) fn translate(node: &Node) -> String {
    let mut out = String::new();
    write(node, &mut out);
    out
}

fn write(node: &Node, out: &mut String) {
    stacker::maybe_grow(64 * 1024, 1024 * 1024, || match node {
        Node::Char { char, ignore_case } => with_case(*ignore_case, out, |out| push_char(*char, out)),
        Node::Any { dot_all } => out.push_str(if *dot_all { "(?s:.)" } else { r"[^\n]" }),
        Node::Set { is_negated, members, ignore_case } => {
            with_case(*ignore_case, out, |out| set(*is_negated, members, out));
        }
        Node::At(at) => out.push_str(place(*at)),
        Node::Sequence(nodes) => nodes.iter().for_each(|node| write(node, out)),
        Node::Choice(nodes) => {
            out.push_str("(?:");
            for (index, node) in nodes.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "|" });
                write(node, out);
            }
            out.push(')');
        }
        Node::Repeat { count, of } => {
            enclosed("(?:", of, out);
            let max = count.max.map(|max| max.to_string()).unwrap_or_default();
            out.push_str(&format!("{{{},{max}}}{}", count.min, count.manner));
        }
        Node::Capture(node) => enclosed("(", node, out),
        Node::Group(node) => enclosed("(?:", node, out),
        Node::Atomic(node) => enclosed("(?>", node, out),
        Node::Look { is_behind, is_negated, at } => {
            let open = match (is_behind, is_negated) {
                (false, false) => "(?=",
                (false, true) => "(?!",
                (true, false) => "(?<=",
                (true, true) => "(?<!",
            };
            enclosed(open, at, out);
        }
        Node::Reference { group, ignore_case } => {
            with_case(*ignore_case, out, |out| out.push_str(&format!(r"(?:\{group})")));
        }
        Node::Condition { group, yes, no } => {
            enclosed(&format!("(?({group})(?:"), yes, out);
            out.push_str("|(?:");
            no.iter().for_each(|no| write(no, out));
            out.push_str("))");
        }
    });
}

fn enclosed(open: &str, node: &Node, out: &mut String) {
    out.push_str(open);
    write(node, out);
    out.push(')');
}

fn with_case(ignore_case: bool, out: &mut String, write: impl FnOnce(&mut String)) {
    out.push_str(if ignore_case { "(?i:" } else { "" });
    write(out);
    out.push_str(if ignore_case { ")" } else { "" });
}

fn push_char(char: char, out: &mut String) {
    out.push_str(&format!(r"\x{{{:x}}}", u32::from(char)));
}

fn set(is_negated: bool, members: &[Member], out: &mut String) {
    out.push_str(if is_negated { "[^" } else { "[" });
    for member in members {
        match member {
            Member::Category(category) => out.push_str(members_of(*category)),
            Member::Range(low, high) => {
                push_char(*low, out);
                out.push('-');
                push_char(*high, out);
            }
        }
    }
    out.push(']');
}

/// The members of a category, to stand in a set.
fn members_of(category: Category) -> &'static str {
    match (category.letter, category.ascii) {
        ('d', false) => r"\p{Nd}",
        ('D', false) => r"\P{Nd}",
        ('w', false) => r"\p{L}\p{N}_",
        ('W', false) => r"[^\p{L}\p{N}_]",
        ('s', false) => r"\s\x1c-\x1f",
        ('S', false) => r"[^\s\x1c-\x1f]",
        ('d', true) => "0-9",
        ('D', true) => "[^0-9]",
        ('w', true) => "a-zA-Z0-9_",
        ('W', true) => "[^a-zA-Z0-9_]",
        ('s', true) => r"\t-\r\x20",
        _ => r"[^\t-\r\x20]",
    }
}

fn place(at: At) -> &'static str {
    match at {
        At::First | At::Start { multiline: false } => r"\A",
        At::Start { multiline: true } => "(?m:^)",
        At::Last => r"\z",
        At::End { multiline: false } => r"(?=\n?\z)",
        At::End { multiline: true } => "(?m:$)",
        At::Boundary { is_inside: false, ascii: false } => {
            r"(?:(?<=[\p{L}\p{N}_])(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])(?=[\p{L}\p{N}_]))"
        }
        At::Boundary { is_inside: true, ascii: false } => {
            r"(?:(?<=[\p{L}\p{N}_])(?=[\p{L}\p{N}_])|(?<![\p{L}\p{N}_])(?![\p{L}\p{N}_]))"
        }
        At::Boundary { is_inside: false, ascii: true } => {
            r"(?:(?<=[a-zA-Z0-9_])(?![a-zA-Z0-9_])|(?<![a-zA-Z0-9_])(?=[a-zA-Z0-9_]))"
        }
        At::Boundary { is_inside: true, ascii: true } => {
            r"(?:(?<=[a-zA-Z0-9_])(?=[a-zA-Z0-9_])|(?<![a-zA-Z0-9_])(?![a-zA-Z0-9_]))"
        }
    }
}
