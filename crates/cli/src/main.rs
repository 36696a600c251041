//! The command `pycmill`: stands where `python` stands in `python -m py_compile` and
//! `python -m compileall`, without a Python.
//!
//! **Invariants**: no logic of its own; what the modules print goes where they print it.

mod arguments;
mod compileall;
mod dump;
mod outside;
mod py_compile;
mod words;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

/// The parser makes many small allocations, which this allocator is good at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse_from(words::without_module_flag(std::env::args_os()));
    let common = &arguments.common;
    match &arguments.command {
        Command::PyCompile(command) => py_compile::run(common, command),
        Command::Compileall(command) => compileall::run(common, command),
        Command::Dump(command) => dump::run(common, command),
    }
}
