//! The colours of help.
//!
//! Follows `Argparse` and `can_colorize` (`Lib/_colorize.py`).

use std::io::IsTerminal;

use pycmill::Target;

/// The sequences around the parts of help; all empty where nothing is coloured.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Theme {
    pub(crate) usage: &'static str,
    pub(crate) prog: &'static str,
    pub(crate) code: &'static str,
    pub(crate) heading: &'static str,
    pub(crate) summary_long: &'static str,
    pub(crate) summary_short: &'static str,
    pub(crate) summary_label: &'static str,
    pub(crate) summary_action: &'static str,
    pub(crate) long: &'static str,
    pub(crate) short: &'static str,
    pub(crate) label: &'static str,
    pub(crate) action: &'static str,
    pub(crate) error: &'static str,
    pub(crate) message: &'static str,
    pub(crate) reset: &'static str,
}

const COLOURED: Theme = Theme {
    usage: "\x1b[1;34m",
    prog: "\x1b[1;35m",
    code: "\x1b[35m",
    heading: "\x1b[1;34m",
    summary_long: "\x1b[36m",
    summary_short: "\x1b[32m",
    summary_label: "\x1b[33m",
    summary_action: "\x1b[32m",
    long: "\x1b[1;36m",
    short: "\x1b[1;32m",
    label: "\x1b[1;33m",
    action: "\x1b[1;32m",
    error: "\x1b[1;35m",
    message: "\x1b[35m",
    reset: "\x1b[0m",
};

/// Where a text goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stream {
    /// Standard output.
    Output,
    /// Standard error.
    Error,
}

/// Whether each stream is coloured.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Colours {
    output: bool,
    error: bool,
}

impl Colours {
    /// What environment and terminal say.
    pub(crate) fn from_environment(ignores_python_variables: bool) -> Self {
        let wanted = |terminal: bool| is_wanted(ignores_python_variables).unwrap_or(terminal);
        Self { output: wanted(std::io::stdout().is_terminal()), error: wanted(std::io::stderr().is_terminal()) }
    }

    /// The colours of usage and help on a stream.
    pub(crate) fn usage_theme(self, target: Target, stream: Stream) -> Theme {
        let is_error = stream == Stream::Error && target.colours_by_stream();
        if target.colours_help() && (if is_error { self.error } else { self.output }) {
            COLOURED
        } else {
            Theme::default()
        }
    }

    /// The colours of messages about a wrong command line.
    pub(crate) fn error_theme(self, target: Target) -> Theme {
        if target.colours_usage_errors() && self.error { COLOURED } else { Theme::default() }
    }
}

/// What the environment wants, if it wants something; a terminal decides otherwise.
fn is_wanted(ignores_python_variables: bool) -> Option<bool> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let python = if ignores_python_variables { None } else { set("PYTHON_COLORS") };
    match python {
        Some(value) if value == "0" => return Some(false),
        Some(value) if value == "1" => return Some(true),
        _ => {}
    }
    if set("NO_COLOR").is_some() {
        Some(false)
    } else if set("FORCE_COLOR").is_some() {
        Some(true)
    } else {
        set("TERM").filter(|value| value == "dumb").map(|_| false)
    }
}
