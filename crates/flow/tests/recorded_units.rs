//! Flow and assembly against CPython, without the stages before them: recorded code units go through both, and the
//! code objects must be those that CPython made of the same units.
//!
//! A recording holds modules (`module NAME`) of units in the order they were finished. Of each unit it gives what the
//! code generator left (`unit` to the instructions) and the code object's fields (`expect` to `end`). Constants are
//! written as `None True False Ellipsis i:HEX f:BITS c:BITS,BITS s"…" b"…" ( … ) { … } code:N`, N counting the code
//! objects of the module, and slices as `[ … ]`. The units are those of 3.13 unless a line `target VERSION` comes before.

use std::fmt::Write as _;
use std::io::{self, BufRead};
use std::path::Path;

use num_bigint::BigUint;
use pycmill_flow::ir::{InstrSequence, Unit};
use pycmill_flow::{self as flow, parse};
use pycmill_flow::{assemble, error::CompileError};
use pycmill_object::{Int, Locals, ObjId, Pool, Value};
use pycmill_target::{Target, Version};

#[test]
fn recorded_units_assemble_to_the_recorded_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let report = Checker::run(text.lines().map(str::to_owned));
        assert!(report.units > 0, "{} holds no unit", file.display());
        assert!(report.faults.is_empty(), "{}:\n{}", file.display(), report.faults);
    }
}

/// For recordings of a whole library, which are too large to keep.
#[test]
#[ignore = "reads a recording from the standard input"]
fn units_of_the_standard_input() {
    let report = Checker::run(io::stdin().lock().lines().map(Result::unwrap));
    assert!(report.faults.is_empty(), "{}{} of {} units differ", report.faults, report.bad, report.units);
    assert!(report.units > 0);
}

#[derive(Default)]
struct Report {
    units: usize,
    bad: usize,
    faults: String,
}

/// Reads a recording line by line.
struct Checker<I> {
    lines: I,
    report: Report,
    target: Target,
    pool: Pool,
    module: String,
    /// The code objects of the module so far.
    codes: Vec<ObjId>,
}

impl<I: Iterator<Item = String>> Checker<I> {
    fn run(lines: I) -> Report {
        let report = Report::default();
        let target = Target::newest(Version::Python313);
        let mut checker = Self { lines, report, target, pool: Pool::new(), module: String::new(), codes: Vec::new() };
        while let Some(line) = checker.lines.next() {
            match line.split_once(' ') {
                Some(("module", name)) => {
                    checker.pool = Pool::new();
                    checker.codes.clear();
                    checker.module = name.to_owned();
                }
                Some(("target", version)) => checker.target = version.parse().unwrap(),
                Some(("unit", names)) => checker.check_unit(names),
                _ => assert!(line.is_empty() || line.starts_with('#'), "unexpected line {line:?}"),
            }
        }
        checker.report
    }

    /// The rest of the next line, which must begin with that word.
    fn field(&mut self, word: &str) -> String {
        let line = self.lines.next().unwrap_or_default();
        let rest = line.strip_prefix(word).unwrap_or_else(|| panic!("{word} expected, not {line:?}"));
        rest.trim().to_owned()
    }

    fn consts(&mut self) -> Vec<ObjId> {
        let text = self.field("consts");
        let mut reader = Reader { text: text.as_bytes(), pool: &mut self.pool, codes: &self.codes };
        std::iter::from_fn(|| reader.value()).collect()
    }

    fn names(&mut self, word: &str) -> Vec<ObjId> {
        let text = self.field(word);
        read_names(&mut self.pool, &text)
    }

    fn check_unit(&mut self, names: &str) {
        let mut unit = self.read_unit(names);
        let filename = self.pool.intern(b"recorded");
        let made = flow::optimize(self.target, &mut self.pool, &mut unit)
            .and_then(|flow| assemble::assemble(self.target, &mut self.pool, &unit, &flow, filename));
        let expected = self.read_expected();
        self.report.units += 1;
        let faults = match made {
            Ok(code) => {
                self.codes.push(code);
                self.compare(code, &expected)
            }
            Err(CompileError { message, .. }) => {
                self.codes.push(Pool::NONE);
                message
            }
        };
        if !faults.is_empty() {
            self.report.bad += 1;
            if self.report.bad <= 20 {
                let _ = writeln!(self.report.faults, "{} {names}: {faults}", self.module);
            }
        }
    }

    fn read_unit(&mut self, names: &str) -> Unit {
        let names = read_names(&mut self.pool, names);
        let counts: Vec<u32> = self.field("counts").split(' ').map(|count| count.parse().unwrap()).collect();
        let [firstlineno, argcount, posonlyargcount, kwonlyargcount, nparams, flags] = counts[..] else {
            panic!("six counts expected")
        };
        Unit {
            name: names[0],
            qualname: names[1],
            firstlineno: firstlineno.cast_signed(),
            argcount,
            posonlyargcount,
            kwonlyargcount,
            nparams,
            suspends: false,
            flags,
            consts: self.consts().into_iter().map(|id| self.pool.merge_recursive(id)).collect(),
            names: self.names("names"),
            varnames: self.names("varnames"),
            cellvars: self.names("cellvars"),
            freevars: self.names("freevars"),
            fast_hidden: self.names("hidden"),
            code: self.instructions(),
            annotations: None,
        }
    }

    /// The instructions, and the line behind them.
    fn instructions(&mut self) -> InstrSequence {
        self.field("code");
        let mut text = String::new();
        for line in self.lines.by_ref().take_while(|line| line != "expect") {
            text.push_str(&line);
            text.push('\n');
        }
        parse::sequence(&text).unwrap()
    }

    fn read_expected(&mut self) -> Expected {
        let expected = Expected {
            stacksize: self.field("stacksize").parse().unwrap(),
            code: self.field("code"),
            linetable: self.field("linetable"),
            exceptiontable: self.field("exceptiontable"),
            consts: self.consts(),
            names: self.names("names"),
            slot_names: self.names("localsplusnames"),
            slot_kinds: self.field("localspluskinds"),
        };
        self.field("end");
        expected
    }

    /// What differs, in one line per field.
    fn compare(&mut self, code: ObjId, expected: &Expected) -> String {
        let Value::Code(code) = self.pool.value(code) else { panic!("no code object") };
        let Locals::Plus { names, kinds } = code.locals else { panic!("the layout of another version") };
        let mut faults = String::new();
        let mut check = |field: &str, made: String, expected: String| {
            if made != expected {
                let _ = write!(faults, "\n  {field}: made {made}\n    expected {expected}");
            }
        };
        check("stacksize", code.stacksize.to_string(), expected.stacksize.to_string());
        check("code", self.hex(code.code), expected.code.clone());
        check("linetable", self.hex(code.linetable), expected.linetable.clone());
        check(
            "exceptiontable",
            code.exceptiontable.map_or(String::new(), |id| self.hex(id)),
            expected.exceptiontable.clone(),
        );
        check("consts", self.canons(self.pool.items(code.consts)), self.canons(&expected.consts));
        check("names", self.canons(self.pool.items(code.names)), self.canons(&expected.names));
        check("localsplusnames", self.canons(self.pool.items(names)), self.canons(&expected.slot_names));
        check("localspluskinds", self.hex(kinds), expected.slot_kinds.clone());
        faults
    }

    fn hex(&self, id: ObjId) -> String {
        let Value::Bytes(bytes) = self.pool.value(id) else { panic!("no bytes") };
        bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// Equal for equal values.
    fn canons(&self, ids: &[ObjId]) -> String {
        let texts = ids.iter().map(|id| match self.pool.value(*id) {
            // What is not a number equals itself only, and so does what holds it.
            number @ (Value::Float(_) | Value::Complex(..)) => format!("{number:?}"),
            Value::Tuple(items) => format!("({})", self.canons(items)),
            Value::FrozenSet(items) => {
                let mut items: Vec<String> = items.iter().map(|item| self.canons(&[*item])).collect();
                items.sort_unstable();
                format!("{{{}}}", items.join(" "))
            }
            _ => format!("{:?}", self.pool.canon(*id)),
        });
        texts.collect::<Vec<_>>().join(" ")
    }
}

struct Expected {
    stacksize: u32,
    code: String,
    linetable: String,
    exceptiontable: String,
    consts: Vec<ObjId>,
    names: Vec<ObjId>,
    slot_names: Vec<ObjId>,
    slot_kinds: String,
}

fn read_names(pool: &mut Pool, text: &str) -> Vec<ObjId> {
    let mut reader = Reader { text: text.as_bytes(), pool, codes: &[] };
    let mut names = Vec::new();
    while let Some(text) = reader.quoted() {
        names.push(reader.pool.intern(&text));
        reader.space();
    }
    names
}

/// Reads constants.
struct Reader<'a> {
    text: &'a [u8],
    pool: &'a mut Pool,
    codes: &'a [ObjId],
}

impl Reader<'_> {
    fn space(&mut self) {
        self.text = self.text.trim_ascii_start();
    }

    /// Up to the next space.
    fn word(&mut self) -> String {
        let end = self.text.iter().position(|byte| *byte == b' ').unwrap_or(self.text.len());
        let (word, rest) = self.text.split_at(end);
        self.text = rest;
        String::from_utf8(word.to_vec()).unwrap()
    }

    /// A string in double quotes.
    fn quoted(&mut self) -> Option<Box<[u8]>> {
        let mut rest = self.text.strip_prefix(b"\"")?;
        let mut text = Vec::new();
        loop {
            match rest {
                [b'"', tail @ ..] => {
                    self.text = tail;
                    return Some(text.into());
                }
                [b'\\', b'x', high, low, tail @ ..] => {
                    let digits = [*high, *low];
                    text.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
                    rest = tail;
                }
                [byte, tail @ ..] => {
                    text.push(*byte);
                    rest = tail;
                }
                [] => panic!("a string without end"),
            }
        }
    }

    /// The next constant; `None` at the end of the text or of a container.
    fn value(&mut self) -> Option<ObjId> {
        self.space();
        let id = match self.text {
            [] => return None,
            [b')' | b'}' | b']', rest @ ..] => {
                self.text = rest;
                return None;
            }
            [b's', rest @ ..] => {
                self.text = rest;
                let text = self.quoted().unwrap();
                self.pool.add(Value::Str(&text))
            }
            [b'b', rest @ ..] => {
                self.text = rest;
                let bytes = self.quoted().unwrap();
                self.pool.add(Value::Bytes(&bytes))
            }
            [b'(', rest @ ..] => {
                self.text = rest;
                let items = self.items();
                self.pool.add(Value::Tuple(&items))
            }
            [b'[', rest @ ..] => {
                self.text = rest;
                let parts = self.items();
                let [start, stop, step] = parts[..] else { panic!("three parts expected") };
                self.pool.add(Value::Slice(start, stop, step))
            }
            [b'{', rest @ ..] => {
                self.text = rest;
                let items = self.items();
                self.pool.add(Value::FrozenSet(&items))
            }
            _ => {
                let word = self.word();
                if let Some(number) = word.strip_prefix("code:") {
                    return Some(self.codes[number.parse::<usize>().unwrap()]);
                }
                scalar(self.pool, &word)
            }
        };
        Some(id)
    }

    fn items(&mut self) -> Box<[ObjId]> {
        std::iter::from_fn(|| self.value()).collect()
    }
}

fn scalar(pool: &mut Pool, word: &str) -> ObjId {
    let bits = |text: &str| u64::from_str_radix(text, 16).unwrap();
    let value = match word.split_once(':') {
        None => match word {
            "None" => Value::None,
            "True" => Value::True,
            "False" => Value::False,
            "Ellipsis" => Value::Ellipsis,
            _ => panic!("unknown constant {word}"),
        },
        Some(("i", hex)) => return int(pool, hex),
        Some(("f", text)) => Value::Float(bits(text)),
        Some(("c", text)) => {
            let (real, imag) = text.split_once(',').unwrap();
            Value::Complex(bits(real), bits(imag))
        }
        Some(_) => panic!("unknown constant {word}"),
    };
    pool.add(value)
}

fn int(pool: &mut Pool, hex: &str) -> ObjId {
    let (negative, magnitude) = hex.strip_prefix('-').map_or((false, hex), |magnitude| (true, magnitude));
    let magnitude = magnitude.strip_prefix("0x").unwrap();
    if let Ok(small) = i128::from_str_radix(magnitude, 16)
        && let Ok(small) = i64::try_from(if negative { -small } else { small })
    {
        return pool.add(Value::Int(Int::Small(small)));
    }
    let digits = BigUint::parse_bytes(magnitude.as_bytes(), 16).unwrap().to_u32_digits();
    pool.add(Value::Int(Int::Big { negative, digits: &digits }))
}
