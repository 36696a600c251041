//! The command line of an interpreter: its options, then what it is to run.
//!
//! Follows `_PyOS_GetOpt` (`Python/getopt.c`) and `config_parse_cmdline` (`Python/initconfig.c`). Our own options may stand
//! among the interpreter's and are kept apart, as a real interpreter does not know them.

use std::ffi::{OsStr, OsString};

use pycmill::{os_bytes, path_of};

/// What an interpreter is to run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Runs {
    /// `-m`.
    Module(OsString),
    /// `-c`.
    Code(OsString),
    /// A file or directory.
    Script(OsString),
    /// Standard input: `-`, or nothing was named.
    Input,
    /// Nothing: the options are wrong, or ask for a help text. A real interpreter says what there is to say.
    Nothing,
}

/// A command line in parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Line {
    /// Options of ours, each with its value.
    pub(crate) own: Vec<OsString>,
    /// Options of the interpreter, each with its value.
    pub(crate) options: Vec<OsString>,
    /// How often `-V` was given.
    pub(crate) version: usize,
    pub(crate) runs: Runs,
    /// The arguments of what is run.
    pub(crate) rest: Vec<OsString>,
    /// Everything but our own options.
    pub(crate) words: Vec<OsString>,
}

/// Options of ours with a value.
const OWN_TAKING: [&str; 3] = ["--target", "--python", "--fallback"];
/// Options of ours without.
const OWN_FLAGS: [&str; 5] = ["--strict", "--verify", "--check", "--json", "--no-progress"];
/// The letters of options that take nothing; `-t` does nothing.
const LETTERS: &[u8] = b"bBdEiIOPqRsStuvx";

/// Reads a command line without the name of the program.
pub(crate) fn read(words: impl IntoIterator<Item = OsString>) -> Line {
    let mut reader = Reader {
        words: words.into_iter(),
        line: Line {
            own: Vec::new(),
            options: Vec::new(),
            version: 0,
            runs: Runs::Input,
            rest: Vec::new(),
            words: Vec::new(),
        },
    };
    while let Some(word) = reader.words.next() {
        if let Some(runs) = reader.word(word) {
            reader.line.runs = runs;
            break;
        }
    }
    let mut line = reader.line;
    line.rest = reader.words.collect();
    line.words.extend(line.rest.iter().cloned());
    line
}

struct Reader<W> {
    words: W,
    line: Line,
}

impl<W: Iterator<Item = OsString>> Reader<W> {
    /// A word; what is run, if that is known with it.
    fn word(&mut self, word: OsString) -> Option<Runs> {
        if self.own(&word) {
            return None;
        }
        self.line.words.push(word.clone());
        let bytes = os_bytes(&word);
        match bytes {
            b"-" => Some(Runs::Input),
            b"--" => {
                Some(self.next().map_or(Runs::Input, |word| if word == "-" { Runs::Input } else { Runs::Script(word) }))
            }
            b"--version" => {
                self.line.version += 1;
                None
            }
            b"--check-hash-based-pycs" => {
                let value = self.next();
                self.line.options.push(word);
                let is_missing = value.is_none();
                self.line.options.extend(value);
                is_missing.then_some(Runs::Nothing)
            }
            [b'-', b'-', ..] => Some(Runs::Nothing),
            [b'-', letters @ ..] => self.cluster(letters),
            _ => Some(Runs::Script(word)),
        }
    }

    /// The next word, which belongs to an option of the interpreter.
    fn next(&mut self) -> Option<OsString> {
        let word = self.words.next()?;
        self.line.words.push(word.clone());
        Some(word)
    }

    /// Takes an option of ours with its value.
    fn own(&mut self, word: &OsStr) -> bool {
        let bytes = os_bytes(word);
        let is_joined = OWN_TAKING
            .iter()
            .any(|name| bytes.strip_prefix(name.as_bytes()).is_some_and(|rest| rest.starts_with(b"=")));
        let takes = OWN_TAKING.iter().any(|name| word == *name);
        let is_own = takes || is_joined || OWN_FLAGS.iter().any(|name| word == *name);
        if is_own {
            self.line.own.push(word.to_owned());
        }
        if takes {
            self.line.own.extend(self.words.next());
        }
        is_own
    }

    /// Letters after one dash.
    fn cluster(&mut self, letters: &[u8]) -> Option<Runs> {
        for (at, letter) in letters.iter().enumerate() {
            let rest = Some(&letters[at + 1..]).filter(|rest| !rest.is_empty());
            match letter {
                b'c' | b'm' | b'W' | b'X' => {
                    let value = rest.map(|rest| path_of(rest.to_vec()).into_os_string()).or_else(|| self.next());
                    return self.valued(*letter, value);
                }
                b'V' => self.line.version += 1,
                letter if LETTERS.contains(letter) => {
                    let option = [b'-', *letter];
                    if *letter != b't' {
                        self.line.options.push(path_of(option.to_vec()).into_os_string());
                    }
                }
                // The help, and what no interpreter knows.
                _ => return Some(Runs::Nothing),
            }
        }
        None
    }

    /// An option with its value.
    fn valued(&mut self, letter: u8, value: Option<OsString>) -> Option<Runs> {
        let Some(value) = value else { return Some(Runs::Nothing) };
        match letter {
            b'c' => Some(Runs::Code(value)),
            b'm' => Some(Runs::Module(value)),
            _ => {
                let option = path_of(vec![b'-', letter]).into_os_string();
                self.line.options.extend([option, value]);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line {
        read(text.split_whitespace().map(OsString::from))
    }

    fn joined(words: &[OsString]) -> String {
        words.join(OsStr::new(" ")).into_string().expect("text")
    }

    #[test]
    fn what_is_run_ends_the_options() {
        for (text, options, runs, rest) in [
            ("-m compileall -q d", "", Runs::Module("compileall".into()), "-q d"),
            ("-OOmcompileall -m", "-O -O", Runs::Module("compileall".into()), "-m"),
            ("-IXm -EWm a.py -c", "-I -X m -E -W m", Runs::Script("a.py".into()), "-c"),
            ("-Bcpass -V", "-B", Runs::Code("pass".into()), "-V"),
            ("-u - a", "-u", Runs::Input, "a"),
            ("-s -- -x.py -V", "-s", Runs::Script("-x.py".into()), "-V"),
            ("-tOP", "-O -P", Runs::Input, ""),
            ("", "", Runs::Input, ""),
            ("--check-hash-based-pycs never -S x", "--check-hash-based-pycs never -S", Runs::Script("x".into()), ""),
        ] {
            let found = line(text);
            assert_eq!(
                (joined(&found.options), found.runs, joined(&found.rest)),
                (options.into(), runs, rest.into()),
                "{text}"
            );
            assert_eq!(joined(&found.words), text.trim(), "{text}");
        }
    }

    #[test]
    fn wrong_options_and_help_run_nothing() {
        for text in ["-h", "-Oz", "--help-all", "--foo", "-m", "-W", "-c", "-J", "--check-hash-based-pycs", "-?"] {
            assert_eq!(line(text).runs, Runs::Nothing, "{text}");
        }
    }

    #[test]
    fn own_options_are_kept_apart() {
        let found = line("--target 3.13.0 -O --fallback=/usr/bin/python3 --json -c pass --target");
        assert_eq!(joined(&found.own), "--target 3.13.0 --fallback=/usr/bin/python3 --json");
        assert_eq!(joined(&found.words), "-O -c pass --target");
        assert_eq!((line("-V --version").version, line("-VmV -V").version), (2, 1));
    }
}
