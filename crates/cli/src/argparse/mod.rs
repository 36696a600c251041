//! Command lines as Python's `argparse` reads them, with its help and its messages.
//!
//! **Invariants**: words are bytes as the operating system gives them; what differs between versions is asked of the
//! target by name. Follows `Lib/argparse.py`, as far as two parsers without groups and subcommands need it.

mod help;
mod int;
mod read;
mod spelling;
mod theme;
mod usage;
mod wrap;

pub(crate) use int::parse as parse_int;
pub(crate) use read::read;
pub(crate) use theme::{Colours, Stream};

use pycmill::Target;

/// What an option or positional argument takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Takes {
    /// Nothing; prints the help.
    Help,
    /// Nothing.
    Nothing,
    /// A word.
    Word,
    /// A number as Python's `int()` reads it.
    Int,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Any number of words; only positional arguments do.
    Words,
    /// At least one word; only positional arguments do.
    SomeWords,
}

/// An argument of a parser.
#[derive(Clone, Debug)]
pub(crate) struct Action {
    /// Its spellings; none for positional arguments.
    pub(crate) flags: &'static [&'static str],
    /// What it takes.
    pub(crate) takes: Takes,
    /// What stands for its value in help.
    pub(crate) metavar: &'static str,
    /// Its help.
    pub(crate) help: &'static str,
    /// Whether it is one of ours: never abbreviated, not part of usage and help.
    pub(crate) is_own: bool,
}

impl Action {
    /// An argument of Python's command.
    pub(crate) const fn new(
        flags: &'static [&'static str],
        takes: Takes,
        metavar: &'static str,
        help: &'static str,
    ) -> Self {
        Self { flags, takes, metavar, help, is_own: false }
    }

    /// An option of ours.
    pub(crate) const fn own(
        flags: &'static [&'static str],
        takes: Takes,
        metavar: &'static str,
        help: &'static str,
    ) -> Self {
        Self { flags, takes, metavar, help, is_own: true }
    }

    pub(crate) const fn is_positional(&self) -> bool {
        self.flags.is_empty()
    }

    /// Whether a word follows the option.
    pub(crate) const fn takes_value(&self) -> bool {
        !matches!(self.takes, Takes::Help | Takes::Nothing)
    }

    /// What stands for its value: the name, or the choices.
    pub(crate) fn value_name(&self) -> String {
        match self.takes {
            Takes::Choice(choices) => format!("{{{}}}", choices.join(",")),
            _ => self.metavar.to_owned(),
        }
    }

    /// Its name in messages.
    fn name(&self) -> String {
        if self.is_positional() { self.metavar.to_owned() } else { self.flags.join("/") }
    }
}

/// A command line's description.
#[derive(Clone, Debug)]
pub(crate) struct Parser {
    /// The version whose `argparse` is meant.
    pub(crate) target: Target,
    /// How the command calls itself.
    pub(crate) prog: String,
    /// What it is for.
    pub(crate) description: &'static str,
    /// Its arguments.
    pub(crate) actions: Vec<Action>,
    /// When to colour.
    pub(crate) colours: Colours,
}

/// An argument that was met.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Taken {
    /// The first spelling of the option, or nothing for positional arguments.
    pub(crate) flag: &'static str,
    /// Its words.
    pub(crate) words: Vec<Vec<u8>>,
}

/// What a command line asks for instead of work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Stop {
    /// The help, for standard output.
    Help(String),
    /// Usage and message, for standard error.
    Error(String),
    /// The exception that Python ends with.
    Raised(&'static str),
}

impl Parser {
    /// The answer to a wrong command line.
    pub(crate) fn error(&self, message: &str) -> Stop {
        let usage = usage::format(self, self.colours.usage_theme(self.target, Stream::Error), false);
        let theme = self.colours.error_theme(self.target);
        let prog = &self.prog;
        Stop::Error(format!(
            "{usage}{prog}: {}error:{} {}{message}{}\n",
            theme.error, theme.reset, theme.message, theme.reset
        ))
    }

    /// The help.
    pub(crate) fn help(&self) -> Stop {
        Stop::Help(help::format(self, self.colours.usage_theme(self.target, Stream::Output)))
    }
}
