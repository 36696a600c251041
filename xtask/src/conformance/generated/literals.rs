//! Constants, and expressions of constants that may be folded.

use super::text::{Level, Text};
use super::writer::Writer;

const NUMBERS: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "7",
    "255",
    "256",
    "-1",
    "1000",
    "2147483648",
    "123456789012345678901234567890",
    "0.0",
    "1.5",
    "-0.0",
    "1e300",
    "2j",
    "0j",
    "0xFF",
    "1_000",
    "True",
    "False",
    "None",
    "...",
    "__debug__",
];
const STRINGS: &[&str] = &[
    "''",
    "'a'",
    "'abc'",
    "'x y'",
    "'é'",
    "'名'",
    "'\\u20ac'",
    "'\\0'",
    "'_é__p'",
    "'__p'",
    "'%s'",
    "'%s-%r'",
    "'{}'",
    "b''",
    "b'abc'",
    "b'\\xff'",
    "r'\\d'",
    "'''a\nb'''",
    "'a' 'b'",
    "'\\ud800'",
    "u'u'",
];
const FLAT_STRINGS: &[&str] = &["\"a\"", "\"\"", "\"abc\"", "b\"x\""];
const ARITHMETIC: &[(&str, Level)] = &[
    ("+", Level::Sum),
    ("-", Level::Sum),
    ("*", Level::Product),
    ("/", Level::Product),
    ("//", Level::Product),
    ("%", Level::Product),
    ("**", Level::Power),
    ("<<", Level::Shift),
    (">>", Level::Shift),
    ("&", Level::BitAnd),
    ("|", Level::BitOr),
    ("^", Level::BitXor),
];

impl Writer {
    pub(super) fn number(&mut self) -> Text {
        let text = self.chance.pick(NUMBERS);
        if text.starts_with('-') { Text::new(text, Level::Sign) } else { Text::primary(text) }
    }

    pub(super) fn string(&mut self) -> Text {
        let strings = if self.flat { FLAT_STRINGS } else { STRINGS };
        let text = loop {
            let text = self.chance.pick(strings);
            // A field without newlines takes no string with one.
            if !self.in_field || !text.contains('\n') {
                break text;
            }
        };
        Text::primary(text)
    }

    pub(super) fn constant(&mut self) -> Text {
        if self.chance.one_in(3) { self.string() } else { self.number() }
    }

    /// An expression of constants.
    pub(super) fn folded(&mut self, depth: u32) -> Text {
        if depth == 0 {
            return self.constant();
        }
        let inner = depth - 1;
        match self.chance.below(12) {
            0..=3 => {
                let (operator, level) = self.chance.pick(ARITHMETIC);
                let (left, right) = (self.folded(inner), self.folded(inner));
                self.infix(left, operator, right, level)
            }
            4 => {
                let operator = self.chance.pick(&["-", "+", "~"]);
                let operand = self.folded(inner);
                Text::new(format!("{operator}{}", self.at(operand, Level::Sign)), Level::Sign)
            }
            5 => {
                let operand = self.folded(inner);
                Text::new(format!("not {}", self.at(operand, Level::Not)), Level::Not)
            }
            6 => {
                let (value, index) = (self.folded(inner), self.folded(inner));
                let value = self.at(value, Level::Primary);
                Text::primary(format!("({value})[{}]", index.text))
            }
            7 => {
                let bounds = ["", "1", "-1", "2"];
                let slice = [0; 3].map(|_| self.chance.pick(&bounds)).join(":");
                let value = self.folded(inner);
                Text::primary(format!("({})[{slice}]", value.text))
            }
            8 => {
                let count = self.chance.below(4);
                let mut items = Vec::new();
                for _ in 0..count {
                    let item = self.folded(inner);
                    items.push(self.at(item, Level::Test));
                }
                let comma = if count == 1 { "," } else { "" };
                Text::primary(format!("({}{comma})", items.join(", ")))
            }
            9 if self.chance.one_in(2) => {
                let (left, right) = (self.string(), self.folded(inner));
                self.infix(left, "%", right, Level::Product)
            }
            9 => self.percent_format(),
            10 => {
                let word = self.chance.pick(&["and", "or"]);
                let level = if word == "and" { Level::And } else { Level::Or };
                let (left, right) = (self.folded(inner), self.folded(inner));
                let (left, right) = (self.at(left, Level::Not), self.at(right, Level::Not));
                Text::new(format!("{left} {word} {right}"), level)
            }
            _ => self.constant(),
        }
    }

    /// A format with fields for names and constants, which becomes an f-string.
    fn percent_format(&mut self) -> Text {
        let quote = if self.flat { '"' } else { '\'' };
        let (mut format, mut values) = (String::new(), Vec::new());
        for _ in 0..self.chance.below(4) {
            format += self.chance.pick(&["", "a", "%%", "é", "{"]);
            format += self.chance.pick(&["%s", "%r", "%a", "%5s", "%-3r", "%.2s", "%d"]);
            values.push(self.leaf());
        }
        let values: Vec<String> = values.into_iter().map(|value| self.at(value, Level::Test)).collect();
        let comma = if values.len() == 1 { "," } else { "" };
        Text::new(format!("{quote}{format}{quote} % ({}{comma})", values.join(", ")), Level::Product)
    }

    /// A binary operator, which binds to the left; `**` to the right.
    pub(super) fn infix(&mut self, left: Text, operator: &str, right: Text, level: Level) -> Text {
        let (for_left, for_right) = match level {
            Level::Power => (Level::Await, Level::Sign),
            Level::BitOr => (level, Level::BitXor),
            Level::BitXor => (level, Level::BitAnd),
            Level::BitAnd => (level, Level::Shift),
            Level::Shift => (level, Level::Sum),
            Level::Sum => (level, Level::Product),
            _ => (level, Level::Sign),
        };
        let (left, right) = (self.at(left, for_left), self.at(right, for_right));
        Text::new(format!("{left} {operator} {right}"), level)
    }

    pub(super) fn operator(&mut self) -> (&'static str, Level) {
        if self.chance.one_in(9) { ("@", Level::Product) } else { self.chance.pick(ARITHMETIC) }
    }
}
