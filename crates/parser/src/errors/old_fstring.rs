//! f-strings of the releases in which they are one token: their text is scanned when the parser takes them, and each replacement
//! field is parsed by a parser of its own.
//!
//! **Invariants**: errors of the scanner are at the last token that the outer parser has read; those of a field are counted in the
//! field's own text, in parentheses; linear time.
//!
//! Follows `fstring_find_literal`, `fstring_find_expr`, `fstring_find_expr_location` and `fstring_compile_expr` of
//! `Parser/string_parser.c`.

use pycmill_target::Target;

use super::machine::Machine;
use super::tokens::{Field, Tokens};
use crate::error::ErrorClass;
use crate::literal::{InvalidEscape, Literal, decode_str};

/// Brackets inside each other in a field.
const MAX_BRACKETS: usize = 200;

/// The text of a literal while it is scanned.
pub(super) struct Scan<'s> {
    /// The whole token, prefix and quotes included, and its place.
    pub(super) text: &'s str,
    pub(super) start: u32,
    line: u32,
    column: i32,
    /// Where the text between the quotes ends.
    end: usize,
    pub(super) at: usize,
    pub(super) raw: bool,
    lines: Lines,
}

/// The lines of a token up to an offset that only grows.
#[derive(Default)]
struct Lines {
    counted: usize,
    newlines: u32,
    last: Option<usize>,
}

impl Lines {
    fn count_to(&mut self, text: &str, at: usize) {
        for newline in memchr::memchr_iter(b'\n', &text.as_bytes()[self.counted..at]) {
            self.newlines += 1;
            self.last = Some(self.counted + newline);
        }
        self.counted = at;
    }
}

impl<'s> Scan<'s> {
    /// A token at an offset of the file, with its line and column.
    pub(super) fn new(text: &'s str, start: u32, line: u32, column: i32) -> Self {
        let literal = Literal::of(text, start);
        let at = (literal.body_start() - start) as usize;
        let end = at + literal.body.len();
        Self { text, start, line, column, end, at, raw: literal.prefix.raw, lines: Lines::default() }
    }

    /// The byte at an offset; 0 at the end of the text between the quotes.
    fn byte(&self, at: usize) -> u8 {
        if at < self.end { self.text.as_bytes()[at] } else { 0 }
    }

    fn here(&self) -> u8 {
        self.byte(self.at)
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.end
    }

    /// Where the field whose expression begins at `first` is: lines after the token's first one, and columns before it.
    fn place(&mut self, first: usize) -> (u32, i32) {
        let brace = first - 1;
        self.lines.count_to(self.text, brace);
        let blanks = self.text.as_bytes()[first..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\x0c'));
        let begins_with_newline = matches!(self.text.as_bytes().get(first + blanks.count()), Some(b'}' | b'\n'));
        let columns = match self.lines.last {
            _ if begins_with_newline => 0,
            Some(newline) => (brace - newline - 1) as i32,
            None => brace as i32,
        };
        (self.lines.newlines, columns)
    }
}

/// What a literal ends with.
pub(super) enum Text {
    /// A doubled brace: another literal comes next.
    Doubled,
    /// A brace or the end of the string.
    Ended,
}

/// The scanner, for whoever makes something of the parts.
pub(super) trait Scanning<'s> {
    /// Raises an error of the scanner.
    fn scan_failed<T>(&mut self, message: &str) -> Option<T>;

    /// The release.
    fn target(&self) -> Target;

    /// Decodes a text, which may be empty.
    fn decode_text(&mut self, scan: &Scan<'s>, first: usize, end: usize) -> Option<()>;

    /// There is a backslash before a brace.
    fn note_brace(&mut self, scan: &Scan<'s>, escape: InvalidEscape) -> Option<()>;

    /// Parses the expression of a field, which is no blank and goes up to where the scanner is.
    fn compile_expression(&mut self, scan: &mut Scan<'s>, first: usize) -> Option<()>;

    /// Texts and fields; the format specification of a field is on a deeper level.
    fn old_parts(&mut self, scan: &mut Scan<'s>, level: u32) -> Option<()> {
        loop {
            if let Text::Doubled = self.old_text(scan, level)? {
                continue;
            }
            if scan.is_at_end() || scan.here() == b'}' {
                break;
            }
            self.old_field(scan, level)?;
        }
        if level == 0 && scan.at + 1 < scan.end {
            return self.scan_failed("f-string: unexpected end of string");
        }
        if level != 0 && scan.here() != b'}' {
            return self.scan_failed("f-string: expecting '}'");
        }
        Some(())
    }

    fn old_text(&mut self, scan: &mut Scan<'s>, level: u32) -> Option<Text> {
        let first = scan.at;
        let (end, text) = self.end_of_old_text(scan, level)?;
        self.decode_text(scan, first, end)?;
        Some(text)
    }

    /// Where a text ends; the scanner goes on after it, or after the second brace.
    fn end_of_old_text(&mut self, scan: &mut Scan<'s>, level: u32) -> Option<(usize, Text)> {
        while !scan.is_at_end() {
            let mut byte = scan.here();
            scan.at += 1;
            if byte == b'\\' && !scan.raw && !scan.is_at_end() {
                byte = scan.here();
                scan.at += 1;
                if byte == b'N' {
                    skip_name(scan);
                    continue;
                }
                if byte == b'{' {
                    let escape = InvalidEscape { at: scan.start + scan.at as u32 - 2, len: 1 };
                    self.note_brace(scan, escape)?;
                }
            }
            if !matches!(byte, b'{' | b'}') {
                continue;
            }
            if level == 0 && scan.here() == byte {
                scan.at += 1;
                return Some((scan.at - 1, Text::Doubled));
            }
            if level == 0 && byte == b'}' {
                return self.scan_failed("f-string: single '}' is not allowed");
            }
            scan.at -= 1;
            break;
        }
        Some((scan.at, Text::Ended))
    }

    fn old_field(&mut self, scan: &mut Scan<'s>, level: u32) -> Option<()> {
        if level >= 2 {
            return self.scan_failed("f-string: expressions nested too deeply");
        }
        scan.at += 1;
        let first = scan.at;
        self.end_of_old_expression(scan)?;
        if scan.is_at_end() {
            return self.scan_failed("f-string: expecting '}'");
        }
        self.old_expression(scan, first)?;
        if scan.here() == b'=' {
            scan.at += 1;
            while matches!(scan.here(), b' ' | b'\t'..=b'\r') {
                scan.at += 1;
            }
            if scan.is_at_end() {
                return self.scan_failed("f-string: expecting '}'");
            }
        }
        self.old_conversion(scan)?;
        if scan.here() == b':' && scan.at + 1 < scan.end {
            scan.at += 1;
            self.old_parts(scan, level + 1)?;
        }
        if scan.here() != b'}' {
            return self.scan_failed("f-string: expecting '}'");
        }
        scan.at += 1;
        Some(())
    }

    fn old_conversion(&mut self, scan: &mut Scan<'s>) -> Option<()> {
        if scan.here() != b'!' {
            return Some(());
        }
        scan.at += 1;
        if scan.is_at_end() {
            return self.scan_failed("f-string: expecting '}'");
        }
        let conversion = scan.here();
        scan.at += 1;
        if matches!(conversion, b's' | b'r' | b'a') {
            return Some(());
        }
        self.scan_failed("f-string: invalid conversion character: expected 's', 'r', or 'a'")
    }

    /// Goes to what ends the expression of a field.
    fn end_of_old_expression(&mut self, scan: &mut Scan<'s>) -> Option<()> {
        let mut quote = None;
        let mut brackets = Vec::new();
        while !scan.is_at_end() {
            let byte = scan.here();
            let is_triple = scan.byte(scan.at + 1) == byte && scan.byte(scan.at + 2) == byte;
            match (byte, quote) {
                (b'\\', _) => return self.scan_failed("f-string expression part cannot include a backslash"),
                (_, Some((mark, width))) if byte == mark && (width == 1 || is_triple) => {
                    scan.at += width - 1;
                    quote = None;
                }
                (_, Some(_)) => {}
                (b'\'' | b'"', None) => {
                    let width = if is_triple { 3 } else { 1 };
                    scan.at += width - 1;
                    quote = Some((byte, width));
                }
                (b'#', None) => return self.scan_failed("f-string expression part cannot include '#'"),
                (b'(' | b'[' | b'{', None) => {
                    if brackets.len() >= MAX_BRACKETS {
                        return self.scan_failed("f-string: too many nested parenthesis");
                    }
                    brackets.push(byte);
                }
                (b'!' | b'=' | b'<' | b'>', None) if brackets.is_empty() && scan.byte(scan.at + 1) == b'=' => {
                    scan.at += 1;
                }
                (b'<' | b'>', None)
                    if brackets.is_empty()
                        && scan.at + 1 == scan.end
                        && self.target().ends_fields_at_last_comparison() =>
                {
                    break;
                }
                (b'!' | b':' | b'}' | b'=', None) if brackets.is_empty() => break,
                (b')' | b']' | b'}', None) => self.old_close(&mut brackets, byte)?,
                _ => {}
            }
            scan.at += 1;
        }
        match (quote, brackets.last()) {
            (Some(_), _) => self.scan_failed("f-string: unterminated string"),
            (None, Some(open)) => self.scan_failed(&format!("f-string: unmatched '{}'", char::from(*open))),
            _ => Some(()),
        }
    }

    fn old_close(&mut self, brackets: &mut Vec<u8>, byte: u8) -> Option<()> {
        let close = char::from(byte);
        let Some(open) = brackets.pop() else {
            return self.scan_failed(&format!("f-string: unmatched '{close}'"));
        };
        if matches!((open, byte), (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
            return Some(());
        }
        let open = char::from(open);
        self.scan_failed(&format!(
            "f-string: closing parenthesis '{close}' does not match opening parenthesis '{open}'"
        ))
    }

    fn old_expression(&mut self, scan: &mut Scan<'s>, first: usize) -> Option<()> {
        let expression = &scan.text[first..scan.at];
        if expression.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\x0c')) {
            return match scan.here() {
                b'}' => self.scan_failed("f-string: empty expression not allowed"),
                _ if !self.target().tells_ends_of_empty_fields() => {
                    self.scan_failed("f-string: empty expression not allowed")
                }
                end => self.scan_failed(&format!("f-string: expression required before '{}'", char::from(end))),
            };
        }
        self.compile_expression(scan, first)
    }
}

impl<'s> Machine<'_, 's> {
    /// Scans an f-string, up to what is wrong with it.
    pub(super) fn old_fstring(&mut self, token: u32) -> Option<()> {
        let read = self.tokens.read[token as usize];
        let mut scan = Scan::new(self.tokens.text(token), read.start, read.line, read.column);
        OfToken { machine: self, token }.old_parts(&mut scan, 0)
    }
}

/// A token that is scanned for the machine.
struct OfToken<'m, 't, 's> {
    machine: &'m mut Machine<'t, 's>,
    token: u32,
}

impl<'s> Scanning<'s> for OfToken<'_, '_, 's> {
    fn scan_failed<T>(&mut self, message: &str) -> Option<T> {
        self.machine.raise_last(ErrorClass::SyntaxError, message.to_owned());
        None
    }

    fn target(&self) -> Target {
        self.machine.tokens.target
    }

    fn decode_text(&mut self, scan: &Scan<'s>, first: usize, end: usize) -> Option<()> {
        let (machine, token) = (&mut *self.machine, self.token);
        let offset = scan.start + first as u32;
        if let Some(error) = machine.undecodable_text(offset, scan.start + end as u32, scan.raw) {
            machine.take_decoded(Err(error), (token, offset), false)?;
        }
        if first < end && !scan.raw {
            let decoded = decode_str(machine.tokens.target, &scan.text[first..end], offset, &mut Vec::new());
            machine.take_decoded(decoded, (token, offset), false)?;
        }
        Some(())
    }

    fn note_brace(&mut self, _: &Scan<'s>, escape: InvalidEscape) -> Option<()> {
        self.machine.note_escape(escape, self.token, escape.at)
    }

    /// In parentheses, with a parser of its own.
    fn compile_expression(&mut self, scan: &mut Scan<'s>, first: usize) -> Option<()> {
        let machine = &mut *self.machine;
        let (lines, columns) = scan.place(first);
        let line = scan.line + lines - 1;
        let column = if lines == 0 { scan.column + columns } else { columns };
        let start = scan.start as usize;
        let source = machine.tokens.source.parenthesized(start + first..start + scan.at);
        let tokens = Tokens::of_field(machine.tokens.target, &source, Field { line, column });
        machine.note_lexer_warnings();
        let mut inner = Machine::new(machine.table, tokens, machine.notes.inside());
        let error = inner.judge(machine.table.field);
        inner.note_lexer_warnings();
        for mut warning in inner.notes.warnings.drain(..) {
            warning.line += line;
            machine.notes.warnings.push(warning);
        }
        let Some(mut error) = error else { return Some(()) };
        error.line = error.line.wrapping_add(line);
        error.end_line = error.end_line.wrapping_add(line);
        machine.failed = true;
        machine.error.get_or_insert(error);
        None
    }
}

/// Goes over `{…}` of `\N{…}`.
fn skip_name(scan: &mut Scan<'_>) {
    if scan.is_at_end() {
        return;
    }
    let byte = scan.here();
    scan.at += 1;
    if byte == b'{' {
        let rest = &scan.text.as_bytes()[scan.at..scan.end];
        scan.at = memchr::memchr(b'}', rest).map_or(scan.end, |end| scan.at + end + 1);
    }
}
