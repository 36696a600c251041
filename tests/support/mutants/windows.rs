//! Small pieces of files: whole statements, or some lines out of the middle of long ones.

use super::random::Random;
use super::scan::{self, Sort};

/// Statements with more lines are cut.
const MOST_LINES: usize = 25;
/// Longer pieces are cut at a line.
const MOST_BYTES: usize = 3000;

/// The texts, and where their logical lines begin.
#[derive(Debug)]
pub(crate) struct Windows {
    texts: Vec<Text>,
    /// Bytes of the texts before each.
    before: Vec<usize>,
    length: usize,
}

#[derive(Debug)]
struct Text {
    text: String,
    /// Offset of each logical line, and whether it begins a statement at the margin.
    lines: Vec<(usize, bool)>,
}

impl Windows {
    pub(crate) fn new(files: Vec<Vec<u8>>) -> Self {
        let texts: Vec<Text> =
            files.into_iter().filter_map(|file| Some(Text::new(String::from_utf8(file).ok()?))).collect();
        let mut before = Vec::new();
        let mut length = 0;
        for text in &texts {
            before.push(length);
            length += text.text.len();
        }
        Self { texts, before, length }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// A piece of one of the texts; every byte of them is as likely to be in it.
    pub(crate) fn pick(&self, random: &mut Random) -> String {
        if self.is_empty() {
            return String::new();
        }
        let at = random.below(self.length);
        let index = self.before.partition_point(|before| *before <= at) - 1;
        self.texts[index].piece(at - self.before[index], random)
    }
}

impl Text {
    fn new(text: String) -> Self {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let mut lines = Vec::new();
        let mut begins = true;
        for token in scan::scan(&text) {
            if token.sort == Sort::Newline {
                begins |= token.depth == 0;
            } else if std::mem::take(&mut begins) && token.sort != Sort::Comment {
                let start = text[..token.span.start].rfind('\n').map_or(0, |at| at + 1);
                let continues = ["else", "elif", "except", "finally", "case"].contains(&&text[token.span.clone()]);
                lines.push((start, start == token.span.start && !continues));
            } else {
                begins = token.sort == Sort::Comment && begins;
            }
        }
        Self { text, lines }
    }

    fn piece(&self, at: usize, random: &mut Random) -> String {
        if self.lines.is_empty() {
            return self.text.chars().take(MOST_BYTES).collect();
        }
        let line = self.lines.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let mut first = (0..=line).rev().find(|line| self.lines[*line].1).unwrap_or(0);
        let mut end = (line + 1..self.lines.len()).find(|line| self.lines[*line].1).unwrap_or(self.lines.len());
        if end - first > MOST_LINES || random.chance(15) {
            first = line;
            end = self.lines.len().min(line + 1 + random.below(12));
        } else if random.chance(20) {
            // Errors have statements before them in most files.
            first = (0..first).rev().find(|line| self.lines[*line].1).unwrap_or(first);
        }
        let less = (first + 1..end).find(|line| self.indent(*line) < self.indent(first));
        let stop = self.lines.get(less.unwrap_or(end)).map_or(self.text.len(), |(start, _)| *start);
        shortened(&dedented(&self.text[self.lines[first].0..stop]))
    }

    /// How wide the blank is that a logical line begins with.
    fn indent(&self, line: usize) -> usize {
        let text = &self.text[self.lines[line].0..];
        text.len() - text.trim_start_matches([' ', '\t']).len()
    }
}

/// Takes the indentation of the first line away from every line that has it.
fn dedented(text: &str) -> String {
    let indent = &text[..text.len() - text.trim_start_matches([' ', '\t']).len()];
    let lines =
        text.split_inclusive('\n').map(|line| line.strip_prefix(indent).unwrap_or(line.trim_start_matches(' ')));
    let text: String = lines.collect();
    text.trim_end().to_owned() + "\n"
}

fn shortened(text: &str) -> String {
    let mut length = 0;
    let fits = |line: &&str| {
        length += line.len();
        length <= MOST_BYTES
    };
    text.split_inclusive('\n').take_while(fits).collect()
}
