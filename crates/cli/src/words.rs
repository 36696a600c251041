//! The words of the command line before they are understood: which are options, which is the command.
//!
//! Follows `_PyOS_GetOpt` (`Python/getopt.c`), so that everything in front of `-m` is read as `python` reads it.

use std::ffi::{OsStr, OsString};

use pycmill::{os_bytes, path_of};

/// A command line in parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Words {
    /// What stands in front of the command.
    pub(crate) options: Vec<OsString>,
    /// The command.
    pub(crate) command: Option<OsString>,
    /// Whether it stands behind `-m`.
    pub(crate) is_module: bool,
    /// What stands behind it.
    pub(crate) rest: Vec<OsString>,
}

/// Options with a word of their own behind them.
const TAKING: [&str; 10] = [
    "--check-hash-based-pycs",
    "--python",
    "--target",
    "--color",
    "--fallback",
    "--exclude",
    "--include",
    "--tolerate",
    "--installed",
    "--record",
];

/// Cuts a command line, without the name of the program, into its parts.
pub(crate) fn cut(words: impl IntoIterator<Item = OsString>) -> Words {
    let mut words = words.into_iter();
    let mut found = Words { options: Vec::new(), command: None, is_module: false, rest: Vec::new() };
    while let Some(word) = words.next() {
        let bytes = os_bytes(&word);
        if word == "--" {
            found.command = words.next();
            break;
        }
        if !bytes.starts_with(b"-") || bytes == b"-" {
            found.command = Some(word);
            break;
        }
        let next = if bytes.starts_with(b"--") { long(&word) } else { cluster(bytes) };
        match next {
            Next::Nothing => found.options.push(word),
            Next::Value => {
                found.options.push(word);
                found.options.extend(words.next());
            }
            Next::Module(before, module) => {
                found.options.extend(before);
                found.command = module.or_else(|| words.next());
                found.is_module = true;
                break;
            }
        }
    }
    found.rest = words.collect();
    found
}

/// What goes on behind a word.
enum Next {
    Nothing,
    /// A word that belongs to it.
    Value,
    /// The module: flags in front of `-m`, and the rest of the word.
    Module(Option<OsString>, Option<OsString>),
}

fn long(word: &OsStr) -> Next {
    if TAKING.iter().any(|taking| word == *taking) { Next::Value } else { Next::Nothing }
}

fn cluster(word: &[u8]) -> Next {
    for (at, letter) in word.iter().enumerate().skip(1) {
        let rest = Some(&word[at + 1..]).filter(|rest| !rest.is_empty());
        match letter {
            b'W' | b'X' if rest.is_none() => return Next::Value,
            b'W' | b'X' => return Next::Nothing,
            b'm' => {
                let before = (at > 1).then(|| path_of(word[..at].to_vec()).into_os_string());
                return Next::Module(before, rest.map(|rest| path_of(rest.to_vec()).into_os_string()));
            }
            _ => {}
        }
    }
    Next::Nothing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> (String, Option<String>, bool, String) {
        let words = cut(line.split_whitespace().map(OsString::from));
        let joined = |words: &[OsString]| words.join(OsStr::new(" ")).into_string().expect("text");
        let command = words.command.as_ref().map(|command| command.clone().into_string().expect("text"));
        (joined(&words.options), command, words.is_module, joined(&words.rest))
    }

    #[test]
    fn what_stands_in_front_is_read_as_python_reads_it() {
        let command = |name: &str| Some(name.to_owned());
        let none = String::new;
        assert_eq!(parts("-m compileall -q d"), (none(), command("compileall"), true, "-q d".to_owned()));
        assert_eq!(parts("-OOm compileall d"), ("-OO".to_owned(), command("compileall"), true, "d".to_owned()));
        assert_eq!(parts("-Wm -mcompileall"), ("-Wm".to_owned(), command("compileall"), true, none()));
        assert_eq!(parts("-IX m py_compile -m"), ("-IX m".to_owned(), command("py_compile"), false, "-m".to_owned()));
        assert_eq!(parts("--target 3.13 dump x"), ("--target 3.13".to_owned(), command("dump"), false, "x".to_owned()));
        assert_eq!(parts("-O"), ("-O".to_owned(), None, false, none()));
    }
}
