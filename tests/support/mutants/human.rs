//! Mistakes that people make: a forgotten colon or quote, an indentation that is off, a word misspelt.

use super::python2;
use super::random::Random;
use super::scan::{self, Sort, Token};
use super::tokens::splice;

/// A text and its tokens.
pub(crate) struct Page<'t> {
    pub(crate) text: &'t str,
    pub(crate) tokens: Vec<Token>,
}

/// Makes a mistake where the text has a place for it.
pub(crate) type Mistake = fn(&Page<'_>, &mut Random) -> Option<String>;

const MISTAKES: [Mistake; 31] = [
    missing_colon,
    missing_colon,
    missing_comma,
    missing_comma,
    missing_close,
    missing_close,
    missing_open,
    wrong_close,
    missing_quote,
    missing_quote,
    missing_operator,
    more_indented,
    less_indented,
    less_indented,
    tab_indented,
    smart_quotes,
    single_equals,
    double_equals,
    else_if,
    reversed_assignment,
    misspelt,
    misspelt,
    misspelt,
    without_name,
    template,
    template,
    template,
    broken_field,
    broken_field,
    foreign_operator,
    missing_body,
];

/// A text with a mistake; a quarter of them are Python 2.
pub(crate) fn mutate(text: &str, random: &mut Random) -> String {
    let page = Page { text, tokens: scan::scan(text) };
    for _ in 0..40 {
        let old = random.chance(25);
        let mistake = random.choose(if old { &python2::MISTAKES[..] } else { &MISTAKES[..] });
        if let Some(wrong) = mistake.and_then(|mistake| mistake(&page, random)) {
            return wrong;
        }
    }
    text.to_owned() + "print 'x'\n"
}

impl Page<'_> {
    pub(crate) fn word(&self, token: &Token) -> &str {
        &self.text[token.span.clone()]
    }

    /// One of the tokens that are meant.
    pub(crate) fn pick(&self, random: &mut Random, is: impl Fn(&Token, &str) -> bool) -> Option<&Token> {
        let fitting: Vec<&Token> = self.tokens.iter().filter(|token| is(token, self.word(token))).collect();
        random.choose(&fitting).copied()
    }

    pub(crate) fn replace(&self, token: &Token, new: &str) -> String {
        splice(self.text, token.span.start, token.span.end, new)
    }

    /// The offsets of lines that are not blank.
    fn lines(&self) -> Vec<(usize, &str)> {
        let mut at = 0;
        let mut lines = Vec::new();
        for line in self.text.split_inclusive('\n') {
            if !line.trim().is_empty() {
                lines.push((at, line));
            }
            at += line.len();
        }
        lines
    }

    /// The part of a line after a word that begins it.
    pub(crate) fn after(&self, token: &Token) -> &str {
        let rest = &self.text[token.span.end..];
        &rest[..rest.find('\n').unwrap_or(rest.len())]
    }
}

fn is_op(token: &Token, word: &str, ops: &[&str]) -> bool {
    token.sort == Sort::Op && ops.contains(&word)
}

fn missing_colon(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let everywhere = random.chance(30);
    let colon = page.pick(random, |token, word| word == ":" && (everywhere || token.depth == 0))?;
    Some(page.replace(colon, ""))
}

fn missing_comma(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let comma = page.pick(random, |_, word| word == ",")?;
    Some(page.replace(comma, random.one(&["", "", "", " ", ".", ";", ",,"])))
}

fn missing_close(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let close = page.pick(random, |token, word| is_op(token, word, &[")", "]", "}"]))?;
    Some(page.replace(close, ""))
}

fn missing_open(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let open = page.pick(random, |token, word| is_op(token, word, &["(", "[", "{"]))?;
    Some(page.replace(open, if random.chance(50) { "" } else { " " }))
}

fn wrong_close(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let bracket = page.pick(random, |token, word| is_op(token, word, &["(", "[", "{", ")", "]", "}"]))?;
    Some(page.replace(bracket, random.one(&["(", "[", "{", ")", "]", "}", "))", "]]", "<", ">"])))
}

fn missing_quote(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let string = page.pick(random, |token, _| token.sort == Sort::Str)?;
    let word = page.word(string);
    let quote = word.chars().last().filter(|char| matches!(char, '"' | '\''))?;
    let first = word.find(quote)?;
    let new = match random.below(5) {
        0 => splice(word, first, first + 1, ""),
        1 => splice(word, word.len() - 1, word.len(), if quote == '"' { "'" } else { "\"" }),
        // A quote inside, as in 'don't'.
        2 => splice(
            word,
            word.ceil_char_boundary((first + 1 + word.len()) / 2),
            word.ceil_char_boundary((first + 1 + word.len()) / 2),
            &quote.to_string(),
        ),
        _ => word[..word.len() - 1].to_owned(),
    };
    Some(page.replace(string, &new))
}

fn missing_operator(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let operators = [
        "+", "-", "*", "/", "=", "==", ".", "%", "and", "or", "in", "not", "is", "->", "for", "if", "else", "as",
        "import",
    ];
    let operator = page.pick(random, |_, word| operators.contains(&word))?;
    Some(page.replace(operator, ""))
}

fn more_indented(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (at, _) = *random.choose(&page.lines())?;
    Some(splice(page.text, at, at, random.one(&[" ", "  ", "    ", "        ", "\t"])))
}

fn less_indented(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let indented: Vec<_> = page.lines().into_iter().filter(|(_, line)| line.starts_with([' ', '\t'])).collect();
    let (at, line) = *random.choose(&indented)?;
    let width = line.len() - line.trim_start_matches([' ', '\t']).len();
    let less = if random.chance(60) { width } else { 1 + random.below(width) };
    Some(splice(page.text, at, at + less, ""))
}

fn tab_indented(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let indented: Vec<_> = page.lines().into_iter().filter(|(_, line)| line.starts_with("    ")).collect();
    let (at, _) = *random.choose(&indented)?;
    let eight = page.text[at..].starts_with("        ") && random.chance(50);
    Some(splice(page.text, at, at + if eight { 8 } else { 4 }, "\t"))
}

fn smart_quotes(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let string = page.pick(random, |token, word| token.sort == Sort::Str && word.len() >= 2)?;
    let word = page.word(string);
    let (open, close) = *random.choose(&[
        ("“", "”"),
        ("‘", "’"),
        ("«", "»"),
        ("”", "”"),
        ("“", "\""),
        ("\"", "”"),
        ("`", "`"),
        ("´", "´"),
    ])?;
    let inner = word.trim_matches(|char| matches!(char, '"' | '\''));
    Some(page.replace(string, &format!("{open}{inner}{close}")))
}

fn single_equals(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let equals = page.pick(random, |_, word| ["==", ":=", "!=", ">=", "<=", "+="].contains(&word))?;
    Some(page.replace(equals, "="))
}

fn double_equals(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let equals = page.pick(random, |_, word| word == "=")?;
    Some(page.replace(equals, random.one(&["==", ":=", "=>", "= =", "===", ":", "->"])))
}

fn else_if(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let word = page.pick(random, |_, word| word == "elif" || word == "else")?;
    Some(page.replace(word, random.one(&["else if", "elseif", "elsif", "elif else", "elif", "else"])))
}

fn reversed_assignment(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let operator = page.pick(random, |_, word| ["+=", "-=", "*=", "/=", "|=", "=="].contains(&word) || word == "=")?;
    Some(page.replace(operator, random.one(&["=+", "=-", "=*", "=/", "=|", "+ =", "++", "--"])))
}

fn misspelt(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let word = page.pick(random, |token, word| token.sort == Sort::Word && super::python2::KEYWORDS.contains(&word))?;
    let mut letters: Vec<char> = page.word(word).chars().collect();
    let at = random.below(letters.len());
    match random.below(6) {
        0 if letters.len() > 2 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 if at + 1 < letters.len() => letters.swap(at, at + 1),
        3 => letters[at] = (b'a' + random.below(26) as u8) as char,
        4 => {
            letters[0] = if letters[0].is_uppercase() {
                letters[0].to_ascii_lowercase()
            } else {
                letters[0].to_ascii_uppercase()
            }
        }
        _ => letters.insert(at, (b'a' + random.below(26) as u8) as char),
    }
    Some(page.replace(word, &letters.into_iter().collect::<String>()))
}

/// `def (x):`, `class :`, `import`, `for in x:`.
fn without_name(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let heads = [
        "def", "class", "import", "from", "for", "as", "global", "nonlocal", "del", "with", "while", "if", "except",
        "lambda", "match", "case", "type", "return", "raise", "in", "not", "await", "elif", "assert",
    ];
    let pairs: Vec<usize> =
        (1..page.tokens.len()).filter(|at| heads.contains(&page.word(&page.tokens[at - 1]))).collect();
    let at = *random.choose(&pairs)?;
    let new = random.one(&["", "", "", "1", "'x'", "None", "a.b", "f()", "a, b", "*", "pass", "while", "[]"]);
    Some(page.replace(&page.tokens[at], new))
}

/// Lines that are wrong by themselves, in the place of a line or beside it.
fn template(page: &Page<'_>, random: &mut Random) -> Option<String> {
    const LINES: [&str; 62] = [
        "f(a for a in b, c)",
        "f(**k, *a)",
        "f(a=1, b)",
        "f(a=1, a=2)",
        "f(True=1)",
        "f(a.b=1)",
        "f() = 1",
        "a + 1 = 2",
        "None = 1",
        "a, b += 1",
        "(a, b): int = 1",
        "x: int: str",
        "del f()",
        "del a + b",
        "for 1 in x: pass",
        "with a as 1: pass",
        "[x for x in]",
        "[x, y for x in z]",
        "{a: b for a in c, d}",
        "{**a for a in b}",
        "{a: b, c}",
        "{a, b: c}",
        "{a: }",
        "{a: *b}",
        "x = *a",
        "(*a)",
        "print(a b)",
        "a b",
        "a = 1 2",
        "import a.b as c.d",
        "from a import",
        "from a import (b, c",
        "from . import *, a",
        "from a import b,",
        "import a from b",
        "try:\n    pass\nx = 1",
        "try: pass",
        "def f(a, a): pass",
        "def f(a=1, b): pass",
        "def f(*): pass",
        "def f(**k, a): pass",
        "def f((a, b)): pass",
        "def f(a, /, b, /): pass",
        "return 1",
        "yield x",
        "await x",
        "break",
        "continue",
        "nonlocal x",
        "global x; x = 1",
        "x = 1; global x",
        "async x",
        "lambda: (yield)",
        "class A: return 1",
        "if x: pass else: pass",
        "x = if a else b",
        "x = a if b",
        "x if y = 1 else z",
        "not = 1",
        "a not b",
        "a is is not b",
        "x = (1,\n  2\ny = 3",
    ];
    const MORE: [&str; 37] = [
        "match x:\n    case a, b: pass\n    case _: pass\n    case 1: pass",
        "match x:\ncase 1: pass",
        "match x:\n    case a.b(): pass\n    case a | b: pass",
        "match x:\n    case {**r, 'a': 1}: pass",
        "match x:\n    case 1 + 1: pass",
        "match x:\n    case a as a.b: pass",
        "match x:\n    case A(a=1, b): pass",
        "type X = yield",
        "type X[T: (yield)] = 1",
        "def f[T](x): pass",
        "def f[T, T](x): pass",
        "def f[*T: int](): pass",
        "def f[](): pass",
        "class A[T=1, U]: pass",
        "try: pass\nexcept* A: pass\nexcept B: pass",
        "try: pass\nexcept: pass\nexcept A: pass",
        "try: pass\nexcept A, B: pass",
        "try: pass\nexcept A, B as c: pass",
        "try: pass\nexcept* : pass",
        "try: pass\nfinally: pass\nelse: pass",
        "for x in y: pass\nelif z: pass",
        "while x: pass\nexcept: pass",
        "@\ndef f(): pass",
        "@x\ny = 1",
        "with (a as b, c as d): pass",
        "with (a, b) as c, : pass",
        "f'{a b}'",
        "f'{}'",
        "f'{a!}'",
        "f'{a!x}'",
        "f'{a:{b:{c:{d}}}}'",
        "f'{lambda x: 1}'",
        "f'{*a}'",
        "f'{a = !r:^20}'",
        "f'{a['b']}'",
        "f'{\n}'",
        "t'{a}' 'b'",
    ];
    let wrong = if random.chance(60) { random.one(&LINES) } else { random.one(&MORE) };
    let (at, line) = *random.choose(&page.lines())?;
    let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
    let lines: String = wrong.split('\n').map(|part| format!("{indent}{part}\n")).collect();
    let end = if random.chance(50) { at } else { at + line.len() };
    Some(splice(page.text, at, end, &lines))
}

/// Something wrong inside the braces of an f-string, or where there were none.
fn broken_field(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let string = page.pick(random, |token, _| token.sort == Sort::Str)?;
    let word = page.word(string);
    let first = word.find(['"', '\''])?;
    let prefixed = if word[..first].contains(['f', 'F', 'b', 'B', 'u', 'U', 't', 'T']) {
        word.to_owned()
    } else {
        format!("f{word}")
    };
    let braces: Vec<usize> = prefixed.match_indices(['{', '}']).map(|(at, _)| at).collect();
    if let Some(at) = random.choose(&braces).copied().filter(|_| random.chance(50)) {
        let new = random.one(&["", "{{", "}}", "{", "}", "(", "!", ":", "{ ", "= "]);
        return Some(page.replace(string, &splice(&prefixed, at, at + 1, new)));
    }
    let fields = [
        "{",
        "}",
        "{}",
        "{ }",
        "{x",
        "{x!}",
        "{x!z}",
        "{x y}",
        "{x:{y}",
        "{x:}}",
        "{=}",
        "{x=!}",
        "{!r}",
        "{:x}",
        "{(x}",
        "{x)}",
        "{x]}",
        "{x;y}",
        "{#}",
        "{'x}",
        "{x\\n}",
        "\\N{",
        "\\N{x}",
        "\\x1",
        "{a.}",
        "{f(}",
        "{*x}",
        "{**x}",
        "{yield}",
        "{x:=1}",
        "{lambda x: x}",
        "{x if y}",
        "{1x}",
        "{\\}",
        "{a $ b}",
        "{{}",
        "{}}",
        "{x!r :>3}",
        "{x,y:z}",
        "{x:{y:{z}}}",
        "\\d",
        "\\u12",
        "{not}",
        "{def}",
        "{a = b}",
        "{None=}",
    ];
    let at = prefixed
        .ceil_char_boundary(first + 2 + random.below(prefixed.len()).min(prefixed.len()) / 2)
        .min(prefixed.len() - 1);
    if !prefixed.is_char_boundary(at) {
        return None;
    }
    Some(page.replace(string, &splice(&prefixed, at, at, random.one(&fields))))
}

/// What other languages have.
fn foreign_operator(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let operator = page.pick(random, |token, word| {
        (token.sort == Sort::Op && word != ")") || ["and", "or", "not", "None", "True", "is"].contains(&word)
    })?;
    let new = random.one(&[
        "&&", "||", "!", "===", "!==", "++", "->", "=>", "::", "?", "??", "null", "<>", "¬", "–", "…", "×", "；", "（",
        "，", "$", "//", "/*", "<-", "..", ". .", "@", "\\",
    ]);
    Some(page.replace(operator, new))
}

/// The lines of a block are gone.
fn missing_body(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let lines = page.lines();
    let heads: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].1.trim_end().ends_with(':')).collect();
    let head = *random.choose(&heads)?;
    let start = lines[head].0 + lines[head].1.len();
    let depth = |line: &str| line.len() - line.trim_start().len();
    let behind = lines.iter().skip(head + 1).find(|(_, line)| depth(line) <= depth(lines[head].1));
    let end = behind.map_or(page.text.len(), |(at, _)| *at);
    let kept = random.one(&["", "", "# nothing yet\n", "\n", "    # nothing yet\n\n"]);
    Some(splice(page.text, start, end.max(start), kept))
}
