//! A picture without a program that lays it out: blocks from top to bottom in the order of the code, jumps ahead on their
//! right, jumps back on their left, in lanes of their own where others would be crossed.

use std::collections::HashMap;
use std::fmt::Write;

use super::{Block, Edge, EdgeKind, Graph};

const LINE: usize = 15;
/// Half of the width of a character.
const HALF_CHARACTER: usize = 4;
const MARGIN: usize = 10;
const GAP: usize = 24;
const LANE: usize = 12;
/// Lanes are used again beyond so many.
const MOST_LANES: usize = 40;
const TITLE: usize = 30;

pub(super) fn write(graph: &Graph) -> String {
    let picture = Picture::of(graph);
    let mut out = picture.begin(&graph.title);
    for (block, place) in graph.blocks.iter().zip(&picture.places) {
        picture.block(&mut out, block, *place);
    }
    for (edge, lane) in graph.edges.iter().zip(&picture.lanes) {
        picture.edge(&mut out, *edge, *lane);
    }
    out + "</svg>\n"
}

/// Where everything is.
struct Picture {
    /// The left side of the blocks, and their width.
    left: usize,
    width: usize,
    /// The top and the height of each block.
    places: Vec<(usize, usize)>,
    /// The lane of each edge, from 1; 0 for one straight down.
    lanes: Vec<usize>,
    size: (usize, usize),
}

impl Picture {
    fn of(graph: &Graph) -> Self {
        let mut top = TITLE + MARGIN;
        let mut places = Vec::with_capacity(graph.blocks.len());
        for block in &graph.blocks {
            let height = (rows(block).count() * LINE) + MARGIN;
            places.push((top, height));
            top += height + GAP;
        }
        let longest = graph.blocks.iter().flat_map(rows).map(|row| row.chars().count()).max().unwrap_or(0);
        let width = 2 * longest * HALF_CHARACTER + 2 * MARGIN;
        let (lanes, [ahead, back]) = lanes(graph);
        let left = MARGIN + (back + 1) * LANE;
        let whole = left + width + (ahead + 2) * LANE + MARGIN;
        Self { left, width, places, lanes, size: (whole.max(graph.title.chars().count() * 9), top) }
    }

    fn begin(&self, title: &str) -> String {
        let (width, height) = self.size;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n\
             <style>text {{ font: 12px monospace; white-space: pre }} .t {{ font: bold 14px sans-serif }} .l {{ fill: #57606a }} \
             rect {{ fill: #f6f8fa; stroke: #57606a }} path {{ fill: none; stroke: #57606a }} .j {{ stroke: #0550ae }} \
             .x {{ stroke: #cf222e; stroke-dasharray: 4 3 }}</style>\n\
             <defs><marker id=\"a\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" \
             orient=\"auto\"><path d=\"M0 0 8 4 0 8z\" style=\"fill: context-stroke; stroke: none\"/></marker></defs>\n\
             <rect width=\"{width}\" height=\"{height}\" style=\"fill: white; stroke: none\"/>\n\
             <text class=\"t\" x=\"{MARGIN}\" y=\"22\">{}</text>\n",
            escaped(title),
        )
    }

    fn block(&self, out: &mut String, block: &Block, (top, height): (usize, usize)) {
        let (left, width) = (self.left, self.width);
        let _ = writeln!(out, "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"4\"/>");
        for (index, row) in rows(block).enumerate() {
            let (x, y) = (left + MARGIN, top + (index + 1) * LINE);
            let class = if index == 0 && block.line.is_some() { " class=\"l\"" } else { "" };
            let _ = writeln!(out, "<text{class} x=\"{x}\" y=\"{y}\">{}</text>", escaped(&row));
        }
    }

    fn edge(&self, out: &mut String, edge: Edge, lane: usize) {
        let class = match edge.kind {
            EdgeKind::Next => "",
            EdgeKind::Jump => " class=\"j\"",
            EdgeKind::Exception => " class=\"x\"",
        };
        let ((from, height), (to, _)) = (self.places[edge.from], self.places[edge.to]);
        let bottom = from + height;
        let path = if lane == 0 {
            let middle = self.left + self.width / 2;
            format!("M{middle} {bottom} V{to}")
        } else {
            let is_back = edge.to <= edge.from;
            let side = if is_back { self.left } else { self.left + self.width };
            let x = if is_back { side - lane * LANE } else { side + lane * LANE };
            format!("M{side} {} H{x} V{} H{side}", bottom - LINE / 2, to + LINE / 2)
        };
        let _ = writeln!(out, "<path{class} d=\"{path}\" marker-end=\"url(#a)\"/>");
    }
}

fn rows(block: &Block) -> impl Iterator<Item = String> + '_ {
    let line = block.line.map(|line| format!("line {line}"));
    line.into_iter().chain(block.instructions.iter().cloned())
}

/// A lane for each edge: edges of one kind that enter one block share the first that nothing else uses beside the blocks they
/// pass. And how many lanes there are ahead and back.
fn lanes(graph: &Graph) -> (Vec<usize>, [usize; 2]) {
    let key = |edge: &Edge| (edge.kind, edge.to, edge.to <= edge.from);
    let mut ranges: HashMap<_, (usize, usize)> = HashMap::new();
    for edge in graph.edges.iter().filter(|edge| edge.kind != EdgeKind::Next) {
        let range = ranges.entry(key(edge)).or_insert((edge.to, edge.to));
        *range = (range.0.min(edge.from), range.1.max(edge.from));
    }
    let mut order: Vec<_> = ranges.into_iter().collect();
    // Short ones are inside of long ones.
    order.sort_by_key(|(key, (first, last))| (last - first, *first, *key));
    let mut used: [Vec<Vec<(usize, usize)>>; 2] = [Vec::new(), Vec::new()];
    let lanes: HashMap<_, usize> =
        order.into_iter().map(|(key, range)| (key, 1 + free_lane(&mut used[usize::from(key.2)], range))).collect();
    let [ahead, back] = used.map(|side| side.len());
    (graph.edges.iter().map(|edge| lanes.get(&key(edge)).copied().unwrap_or(0)).collect(), [ahead, back])
}

fn free_lane(side: &mut Vec<Vec<(usize, usize)>>, (first, last): (usize, usize)) -> usize {
    // Of what a lane has, only the last few are looked at: most lanes are used from top to bottom.
    let is_free = |lane: &Vec<(usize, usize)>| lane.iter().rev().take(64).all(|(one, two)| *two < first || last < *one);
    let found = side.iter().position(is_free).or((side.len() >= MOST_LANES).then_some(MOST_LANES - 1));
    let lane = found.unwrap_or(side.len());
    if lane == side.len() {
        side.push(Vec::new());
    }
    side[lane].push((first, last));
    lane
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
