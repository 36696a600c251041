//! The beginnings of lines: columns, and the `Indent` and `Dedent` that come of them.
//!
//! Follows the part of `tok_get_normal_mode` in `Parser/lexer/lexer.c` that reads the indentation.

use super::classes::{before, unlike_space};
use super::{Code, Lexer, line_end};
use crate::token::{Kind, Token};

/// Blocks inside each other, of which the file takes one.
const MAX_INDENTS: usize = 100;
/// How far tabs go. The second column of a line counts them as one, so that lines can be told that look differently
/// elsewhere.
const TAB: u32 = 8;

/// How far a line is indented.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Columns {
    pub(super) column: u32,
    pub(super) alternate: u32,
}

impl<const TRACE: bool> Lexer<'_, TRACE> {
    /// Goes over blank lines and comments to the next line with a token, and gives the first token that its indentation
    /// makes, if it makes one.
    pub(super) fn begin_line(&mut self) -> Option<Token> {
        if self.failed {
            return Some(self.empty(Kind::Fault));
        }
        if self.at_line_start {
            self.at_line_start = false;
            if let Some(fault) = self.indentation() {
                return Some(fault);
            }
        }
        let kind = match self.pending {
            0 => return None,
            1.. => Kind::Indent,
            _ => Kind::Dedent,
        };
        self.pending -= self.pending.signum();
        Some(self.empty(kind))
    }

    fn indentation(&mut self) -> Option<Token> {
        loop {
            let columns = match self.columns() {
                Ok(columns) => columns,
                Err(code) => return Some(self.fail_with(code)),
            };
            match self.byte(self.at) {
                b'\n' => self.at += 1,
                b'#' => self.at = line_end(self.text, self.at) + 1,
                b'\\' if self.rules.backslash_hides_indentation => match self.hidden_indentation() {
                    Ok(true) => {}
                    Ok(false) => return None,
                    Err(code) => return Some(self.fail_with(code)),
                },
                _ => return self.indented(columns),
            }
        }
    }

    /// The columns of the next byte that is not blank.
    fn columns(&mut self) -> Result<Columns, Code> {
        let mut found = Columns::default();
        let mut continued = 0;
        self.reach(self.at);
        loop {
            if let Some(word) = self.word(self.at) {
                let spaces = before(unlike_space(word));
                self.at += spaces;
                found.column += spaces as u32;
                found.alternate += spaces as u32;
                if spaces == 8 {
                    continue;
                }
            }
            match self.byte(self.at) {
                b' ' => found = Columns { column: found.column + 1, alternate: found.alternate + 1 },
                b'\t' => found = Columns { column: (found.column / TAB + 1) * TAB, alternate: found.alternate + 1 },
                b'\x0c' => found = Columns::default(),
                b'\\' if self.rules.backslash_continues_indentation => {
                    continued = if continued == 0 { found.column } else { continued };
                    self.continue_line(self.at)?;
                    self.reach(self.at);
                    continue;
                }
                _ => break,
            }
            self.at += 1;
        }
        self.reach(self.at);
        // Backslashes do not part an indentation: what is before the first one counts.
        Ok(if continued == 0 { found } else { Columns { column: continued, alternate: continued } })
    }

    /// Goes over backslashes and blanks; whether the line is blank, and the next one begins.
    fn hidden_indentation(&mut self) -> Result<bool, Code> {
        loop {
            match self.byte(self.at) {
                b'\\' => self.continue_line(self.at)?,
                b' ' | b'\t' | b'\x0c' => self.at += 1,
                b'\n' | b'#' => {
                    self.at = line_end(self.text, self.at) + 1;
                    return Ok(true);
                }
                _ => return Ok(false),
            }
        }
    }

    fn indented(&mut self, columns: Columns) -> Option<Token> {
        let current = self.columns[self.indent];
        if columns == current {
            return None;
        }
        if columns.column == current.column {
            return Some(self.fail_with(Code::TabsAndSpaces));
        }
        if columns.column > current.column { self.deeper(columns) } else { self.shallower(columns) }
    }

    fn deeper(&mut self, columns: Columns) -> Option<Token> {
        if self.indent + 1 >= MAX_INDENTS {
            return Some(self.fail_with(Code::TooDeep));
        }
        if columns.alternate <= self.columns[self.indent].alternate {
            return Some(self.fail_with(Code::TabsAndSpaces));
        }
        self.indent += 1;
        self.columns.truncate(self.indent);
        self.columns.push(columns);
        self.pending = 1;
        None
    }

    fn shallower(&mut self, columns: Columns) -> Option<Token> {
        while self.indent > 0 && columns.column < self.columns[self.indent].column {
            self.indent -= 1;
            self.pending -= 1;
        }
        let reached = self.columns[self.indent];
        if columns == reached {
            return None;
        }
        let code = if columns.column == reached.column { Code::TabsAndSpaces } else { Code::Dedent };
        Some(self.fail_with(code))
    }
}
