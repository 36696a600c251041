//! `cargo xtask conformance`: compares what this compiler and real CPythons make of the same files.
//!
//! The reference is what a fresh `PYTHONHASHSEED=0 python -m py_compile FILE` writes. Nothing is said
//! to differ before a process of its own was asked.

mod arguments;
mod check;
pub(crate) mod command;
mod corpus;
mod errors;
mod generated;
mod groups;
mod html;
pub(crate) mod interpreter;
mod json;
mod ours;
mod record;
pub(crate) mod reference;
mod run;
mod stages;
mod table;
mod tree;
mod trees;
pub(crate) mod worker;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser as _;

use arguments::{Arguments, Stage};
use run::Summary;

/// Runs the command.
#[expect(clippy::print_stderr, reason = "this is a command")]
pub(crate) fn main(words: &[String]) -> ExitCode {
    if let [word, rest @ ..] = words
        && word == errors::ours::WORD
    {
        return errors::ours::main(rest);
    }
    let arguments =
        Arguments::parse_from(std::iter::once("cargo xtask conformance").chain(words.iter().map(|word| &**word)));
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("conformance: {error}");
            ExitCode::from(2)
        }
    }
}

/// The top of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is in the repository").to_owned()
}

fn run(arguments: &Arguments) -> io::Result<bool> {
    if arguments.stage == Stage::Errors {
        return errors::main(arguments);
    }
    let choose = if matches!(arguments.stage, Stage::Parse | Stage::Trees) {
        interpreter::choose_any
    } else {
        interpreter::choose
    };
    let interpreters = choose(&arguments.target, &arguments.python)?;
    if arguments.stage == Stage::Trees {
        return trees::run(arguments, &interpreters);
    }
    if arguments.generated {
        return generated::run(arguments, &interpreters);
    }
    let mut summaries: Vec<Summary> = Vec::new();
    for interpreter in &interpreters {
        for corpus in corpus::chosen(arguments, interpreter)? {
            for optimize in arguments.levels() {
                let summary = run::run(arguments, interpreter, &corpus, optimize)?;
                table::print(&summary);
                summaries.push(summary);
            }
        }
    }
    if let Some(path) = &arguments.json {
        json::write(path, &summaries)?;
    }
    html::write(&root().join("target/conformance/report.html"), &summaries)?;
    if arguments.record {
        record::bytes(&summaries, arguments.allow_fall)?;
    }
    Ok(summaries.iter().all(Summary::is_clean))
}
