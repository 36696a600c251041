//! The language of Mermaid.

use std::fmt::Write;

use super::{EdgeKind, Graph};

pub(super) fn write(graph: &Graph) -> String {
    let mut out = format!("---\ntitle: {}\n---\nflowchart TD\n", yaml(&graph.title));
    for (index, block) in graph.blocks.iter().enumerate() {
        let line = block.line.map(|line| format!("line {line}"));
        let lines: Vec<String> = line.into_iter().chain(block.instructions.iter().map(|text| escaped(text))).collect();
        let _ = writeln!(out, "    b{index}[\"{}\"]", lines.join("<br>"));
    }
    for edge in &graph.edges {
        let arrow = match edge.kind {
            EdgeKind::Next => "-->",
            EdgeKind::Jump => "-->|jump|",
            EdgeKind::Exception => "-.->|exception|",
        };
        let _ = writeln!(out, "    b{} {arrow} b{}", edge.from, edge.to);
    }
    out.push_str("    classDef default text-align:left,font-family:monospace\n");
    out
}

/// A text of YAML between double quotes.
fn yaml(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Characters that mean something in a label, as numbered entities.
fn escaped(text: &str) -> String {
    let of_char = |c: char| match c {
        '"' | '#' | '<' | '>' | '&' | '`' | '\\' | '[' | ']' | '*' | '_' | '{' | '}' | ';' => {
            format!("#{};", u32::from(c))
        }
        _ => c.to_string(),
    };
    text.chars().map(of_char).collect()
}
