//! Lists of tokens, one byte each, and the texts that they make.
//!
//! **Invariant**: a text made of the tokens that [`encode`] finds in a file has the same structure as the file: names, numbers
//! and strings become others, layout and operators stay.

/// Ends a line; indents the next one more, or less.
const NEWLINE: &str = "\n";
const INDENT: &str = "\n>";
const DEDENT: &str = "\n<";

/// What a byte means. A token that begins with a blank is put to the one before without a blank of its own: parts of strings,
/// and what touches what it should not.
const TOKENS: &[&str] = &[
    NEWLINE, NEWLINE, INDENT, DEDENT, "(", ")", "[", "]", "{", "}", ":", ",", ";", "+", "-", "*", "/", "|", "&", "<", ">",
    "=", ".", "%", "==", "!=", "<=", ">=", "~", "^", "<<", ">>", "**", "+=", "-=", "*=", "**=", "//", "//=", "@", "@=",
    "->", "...", ":=", "!", "?", "$", "`", "<>", "False", "None", "True", "and", "as", "assert", "async", "await", "break",
    "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in",
    "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "match", "case",
    "type", "lazy", "_", "print", "exec", "__peg_parser__", "x", "y", "self", "func", "T", "é", "ﬁ", "𝐍one", "__future__",
    "annotations", "barry_as_FLUFL", "__debug__", "0", "1", "42", "0x1F", "0o17", "0b1", "1_0", "1.5", "1e3", "2j", "1.5j",
    "007", "1__0", "0b2", "9999999999999999999999", "''", "'a'", "\"b\"", "r'\\d'", "b'x'", "b'é'", "u'u'", "rb'\\'",
    "'\\d'", "'\\N{BULLET}'", "'\\x'", "'''a\nb'''", "f''", "f'a'", "f'{x}'", "f'{x!r}'", "f'{x:>{y}}'", "f'{x=}'", "f'{{}}'",
    "f'{'", "f'{x'", "f'{}'", "f'{x!z}'", "f'{a b}'", "f'{lambda x: 1}'", "rf'\\{x}'", "f'''{\nx}'''", "t'{x}'", "t''",
    "tr'{x:{y}}'", " f'", " f\"", " f'''", " t'", " rf'", " '", " \"", " '''", " \"\"\"", " {", " }", " {{", " }}", " !r", " !s",
    " !", " :", " =", " \\", " \\\n", " \\N{", " a", " 1", " .", " _", " j", " e", " 0x", " é", " # comment", " # type: int",
    " \t", " \x0c", " \r", " \0", " \u{a0}", " \u{feff}", " “", " \u{200b}", " €", " \n", " \r\n", " (", " )", " [", " ]", " *", " in",
    " if", " or", " not", " is",
];

/// The text of a list of tokens.
#[must_use]
pub fn render(tokens: &[u8]) -> String {
    let (mut text, mut level) = (String::with_capacity(tokens.len() * 4), 0usize);
    for token in tokens {
        match TOKENS.get(usize::from(*token)).copied().unwrap_or("x") {
            NEWLINE => begin_line(&mut text, level),
            INDENT => {
                level += 1;
                begin_line(&mut text, level);
            }
            DEDENT => {
                level = level.saturating_sub(1);
                begin_line(&mut text, level);
            }
            // Alone, a newline is a part of a string.
            part if part.starts_with(' ') && part.len() > 1 => text.push_str(&part[1..]),
            word => {
                text.push(' ');
                text.push_str(word);
            }
        }
    }
    text
}

fn begin_line(text: &mut String, level: usize) {
    text.push('\n');
    // The blank of the next token is the first column of all lines.
    text.extend(std::iter::repeat_n(' ', level));
}

/// The tokens of a file, as far as a scan of its text can tell them: a start for the fuzzer.
#[must_use]
pub fn encode(text: &str) -> Vec<u8> {
    let mut scan = Scan { tokens: Vec::new(), levels: vec![0], depth: 0 };
    let mut rest = text;
    while !rest.is_empty() {
        rest = scan.token(rest);
    }
    scan.tokens
}

struct Scan {
    tokens: Vec<u8>,
    levels: Vec<usize>,
    depth: u32,
}

impl Scan {
    /// Takes a token from the beginning of a text.
    fn token<'t>(&mut self, text: &'t str) -> &'t str {
        let first = text.chars().next().unwrap_or(' ');
        match first {
            '\n' if self.depth == 0 => self.line(&text[1..]),
            '\n' | '\r' | ' ' | '\t' | '\x0c' => &text[first.len_utf8()..],
            '#' => &text[text.find('\n').unwrap_or(text.len())..],
            _ if first.is_alphabetic() || first == '_' => self.word(text),
            '0'..='9' => self.push("1", text, text.find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '_')),
            '\'' | '"' => self.string(text, "'a'"),
            _ => self.operator(text, first),
        }
    }

    /// Blank lines and comments are no lines; what is left decides on the indentation.
    fn line<'t>(&mut self, text: &'t str) -> &'t str {
        let rest = text.trim_start_matches([' ', '\t', '\x0c']);
        if rest.is_empty() || rest.starts_with(['\n', '#', '\r']) {
            return rest;
        }
        let columns = text.len() - rest.len();
        if self.levels.last().is_some_and(|last| columns > *last) {
            self.levels.push(columns);
            return self.push(INDENT, rest, Some(0));
        }
        let before = self.levels.len();
        self.levels.retain(|level| *level <= columns);
        let closed = before - self.levels.len();
        let lines: &[&str] = if closed == 0 { &[NEWLINE] } else { &[DEDENT] };
        lines.iter().cycle().take(closed.max(1)).for_each(|line| self.code(line));
        rest
    }

    fn word<'t>(&mut self, text: &'t str) -> &'t str {
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        if end <= 2 && rest.starts_with(['\'', '"']) {
            return self.string(rest, if word.contains(['f', 'F']) { "f'{x}'" } else { "b'x'" });
        }
        self.code(if TOKENS.contains(&word) { word } else { "x" });
        rest
    }

    fn string<'t>(&mut self, text: &'t str, token: &str) -> &'t str {
        let quote = &text[..1];
        let triple = quote.repeat(3);
        let quotes = if text.starts_with(&triple) { &triple } else { quote };
        let inside = &text[quotes.len()..];
        let mut end = 0;
        while let Some(rest) = inside.get(end..).filter(|rest| !rest.is_empty() && !rest.starts_with(quotes)) {
            let escaped = rest.strip_prefix('\\').and_then(|after| after.chars().next());
            end += escaped.map_or_else(|| rest.chars().next().map_or(1, char::len_utf8), |c| 1 + c.len_utf8());
        }
        self.push(token, text, Some(end + 2 * quotes.len()))
    }

    fn operator<'t>(&mut self, text: &'t str, first: char) -> &'t str {
        match first {
            '(' | '[' | '{' => self.depth += 1,
            ')' | ']' | '}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        let longest = TOKENS.iter().filter(|token| text.starts_with(**token)).max_by_key(|token| token.len());
        match longest {
            Some(operator) => self.push(operator, text, Some(operator.len())),
            None => &text[first.len_utf8()..],
        }
    }

    fn push<'t>(&mut self, token: &str, text: &'t str, end: Option<usize>) -> &'t str {
        self.code(token);
        text.get(end.unwrap_or(text.len())..).unwrap_or_default()
    }

    fn code(&mut self, token: &str) {
        let found = TOKENS.iter().position(|known| *known == token);
        self.tokens.push(found.unwrap_or_default() as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_structure() {
        let text = "def f(a):\n    if a:\n        return f'{a}'\n    # comment\n    return 12\nx += 'b'\n";
        let expected =
            " def x ( x ) :\n  if x :\n   return f'{x}'\n  return 1\n x += 'a'";
        assert_eq!(render(&encode(text)), expected);
    }

    #[test]
    fn tokens_are_bytes() {
        assert!(TOKENS.len() <= 256);
    }
}
