//! Completions and manual page, from the definition of the command line.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Arg, ArgAction};
use pycmill::Target;

use crate::argparse::{Action, Colours, Takes};
use crate::console::Output;
use crate::outside;
use crate::surface::{self, Call};

/// Prints the script for a shell.
pub(crate) fn completions(shell: clap_complete::Shell) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut definition(), "pycmill", &mut script);
    outside::status(Output.write_all(&script).map(|()| true))
}

/// Prints the manual page.
pub(crate) fn manual() -> ExitCode {
    let mut page = Vec::new();
    let rendered = render(&mut page);
    outside::status(rendered.and_then(|()| Output.write_all(&page)).map(|()| true))
}

/// The page of the command, then the options of each subcommand.
fn render(page: &mut Vec<u8>) -> io::Result<()> {
    let command = definition();
    let manual = clap_mangen::Man::new(command.clone());
    manual.render_title(page)?;
    manual.render_name_section(page)?;
    manual.render_synopsis_section(page)?;
    manual.render_description_section(page)?;
    manual.render_options_section(page)?;
    for subcommand in command.get_subcommands() {
        let name = subcommand.get_name().to_owned();
        let manual = clap_mangen::Man::new(subcommand.clone());
        writeln!(page, ".SH COMMAND {}", name.to_uppercase())?;
        let mut section = Vec::new();
        manual.render_description_section(&mut section)?;
        manual.render_options_section(&mut section)?;
        if subcommand.get_after_help().is_some() {
            manual.render_extra_section(&mut section)?;
        }
        page.extend_from_slice(
            String::from_utf8_lossy(&section).replace(".SH ", ".SS ").replace(".SS EXTRA", ".SS NOTES").as_bytes(),
        );
    }
    manual.render_extra_section(page)
}

/// The definition, with the arguments that Python's commands have in the newest version.
fn definition() -> clap::Command {
    let call = Call { program: "pycmill".to_owned(), is_module: false, script: None, colours: Colours::default() };
    let mut command = crate::arguments::definition();
    for module in ["py_compile", "compileall", "precompile"] {
        let actions = surface::actions(&call, Target::newest_complete(), module);
        let arguments = actions.iter().map(argument);
        let arguments: Vec<Arg> = arguments.collect();
        command = command.mut_subcommand(module, |subcommand| subcommand.args(arguments));
    }
    command
}

fn argument(action: &Action) -> Arg {
    let mut argument =
        Arg::new(action.flags.first().copied().unwrap_or(action.metavar)).help(action.help.replace('`', ""));
    for flag in action.flags {
        argument = match flag.strip_prefix("--") {
            Some(long) => argument.long(long),
            None => argument.short(flag.chars().nth(1).unwrap_or('-')),
        };
    }
    let argument = match action.takes {
        Takes::Help => argument.action(ArgAction::Help),
        Takes::Nothing => argument.action(ArgAction::Count),
        Takes::Choice(choices) => argument.value_parser(choices.to_vec()).value_name("MODE"),
        Takes::Word | Takes::Int => argument.value_name(action.metavar).action(ArgAction::Append),
        Takes::Words | Takes::SomeWords => argument.value_name(action.metavar).num_args(0..),
    };
    let is_path = matches!(
        action.metavar,
        "FILE" | "DIR" | "DESTDIR" | "FILE|DIR" | "filenames" | "PATH" | "OUT" | "NAME" | "STRIPDIR"
    );
    if is_path { argument.value_hint(clap::ValueHint::AnyPath) } else { argument }
}
