//! The language of Graphviz.

use std::fmt::Write;

use super::{EdgeKind, Graph};

pub(super) fn write(graph: &Graph) -> String {
    let mut out = String::from("digraph {\n");
    let _ = writeln!(out, "    graph [label={}, labelloc=t, fontname=\"sans-serif\"];", quoted(&graph.title));
    out.push_str("    node [shape=box, fontname=\"monospace\", fontsize=10, style=filled, fillcolor=\"#f6f8fa\"];\n");
    out.push_str("    edge [fontname=\"sans-serif\", fontsize=9];\n");
    for (index, block) in graph.blocks.iter().enumerate() {
        let line = block.line.map_or_else(String::new, |line| format!("line {line}\\l"));
        let text: String = block.instructions.iter().map(|text| escaped(text) + "\\l").collect();
        let _ = writeln!(out, "    b{index} [label=\"{line}{text}\"];");
    }
    for edge in &graph.edges {
        let style = match edge.kind {
            EdgeKind::Next => "",
            EdgeKind::Jump => " [color=\"#0550ae\"]",
            EdgeKind::Exception => " [style=dashed, color=\"#cf222e\", constraint=false]",
        };
        let _ = writeln!(out, "    b{} -> b{}{style};", edge.from, edge.to);
    }
    out + "}\n"
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
