//! Options of ours that a command's help leaves out: all are read everywhere, but some mean nothing to a command.

use clap::Arg;

/// Hides the argument if it is one of these.
pub(super) fn hide(argument: Arg, options: &[&str]) -> Arg {
    let is_hidden = options.iter().any(|option| argument.get_id() == option);
    if is_hidden { argument.hide(true) } else { argument }
}
