//! The command `pycmill`: takes the place of `python` in `python -m py_compile` and `python -m compileall`, without a
//! Python.
//!
//! **Invariants**: nothing is compiled here; what the modules print goes where they print it, through `console`.

mod archive;
mod argparse;
mod arguments;
mod as_python;
mod audit;
mod canonical_refs;
mod check;
mod clamp;
mod compileall;
mod console;
mod diff;
mod dump;
mod encoding;
mod generated;
mod inspect;
mod interpreter;
mod interrupt;
mod limits;
mod list;
mod module;
mod outside;
mod platform;
mod precompile;
mod problems;
mod progress;
mod py_compile;
mod python;
mod report;
mod session;
mod surface;
mod trees;
mod uv_worker;
mod words;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command, definition};
use module::Invocation;
use session::{Called, Session};
use words::Words;

/// The parser makes many small allocations, which this allocator is good at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The name under which the command is `precompile`, for rules that take an executable without arguments.
const PRECOMPILER: &str = "pycmill-precompile";

fn main() -> ExitCode {
    console::finish(run())
}

fn run() -> ExitCode {
    let mut words = std::env::args_os();
    let program = words.next().unwrap_or_else(|| "pycmill".into());
    if python::is_interpreter(&python::program_name(&program)) {
        return as_python::run(&program, words);
    }
    if python::program_name(&program).trim_end_matches(".exe") == PRECOMPILER {
        return module::precompile(&program, Vec::new(), &words.collect::<Vec<_>>());
    }
    let words = words::cut(words);
    if !words.is_module && words.command.as_deref() == Some(OsStr::new("precompile")) {
        return module::precompile(&program, words.options, &words.rest);
    }
    let module = module::NAMES.into_iter().find(|name| words.command.as_deref() == Some(OsStr::new(name)));
    match module {
        Some(module) => run_module(&program, words, module),
        None if words.is_module => refuse_module(&program, &words),
        None if words.options.is_empty() && words.command.is_none() => usage(),
        None => path_without_command(&words).map_or_else(|| run_own(&program, words), refuse_path),
    }
}

/// Runs a command whose words are read as Python reads them.
fn run_module(program: &OsStr, words: Words, module: &'static str) -> ExitCode {
    let called = if words.is_module { Called::Module } else { Called::Own };
    module::run(program, Invocation { options: words.options, module, called, rest: words.rest })
}

/// Runs a command that Python does not have.
fn run_own(program: &OsStr, words: Words) -> ExitCode {
    let line = std::iter::once(program.to_owned()).chain(words.options).chain(words.command).chain(words.rest);
    let mut arguments = Arguments::parse_from(line);
    if let Some(option) = arguments.trees.given() {
        return outside::refuse(format_args!("{option} applies to compileall only"));
    }
    match arguments.command {
        Command::Dump(command) => {
            arguments.own.add(command.own.clone());
            let session = Session::new(arguments.own, &arguments.flags, program, Called::Own);
            session.map_or_else(|status| status, |session| dump::run(session, &command))
        }
        Command::Audit(mut command) => {
            arguments.own.add(std::mem::take(&mut command.own));
            command.own = arguments.own;
            audit::run(&command, &arguments.flags, program)
        }
        Command::Diff(mut command) => {
            arguments.own.add(std::mem::take(&mut command.own));
            command.own = arguments.own;
            diff::run(&command)
        }
        Command::Check(command) => {
            arguments.own.json |= command.json;
            arguments.own.no_progress |= command.no_progress;
            check::run(&command, arguments.own, &arguments.flags, program)
        }
        Command::Archive(mut command) => {
            arguments.own.add(std::mem::take(&mut command.own));
            command.own = arguments.own;
            archive::run(&command, &arguments.flags, program)
        }
        Command::Inspect(mut command) => {
            arguments.own.add(std::mem::take(&mut command.own));
            let session = Session::new(arguments.own, &arguments.flags, program, Called::Own);
            session.map_or_else(|status| status, |session| inspect::run(session, &command))
        }
        Command::CanonicalRefs(command) => canonical_refs::run(&command),
        Command::UvWorker => {
            let session = Session::new(arguments.own, &arguments.flags, program, Called::Own);
            session.map_or_else(|status| status, uv_worker::run)
        }
        Command::Completions { shell } => generated::completions(shell),
        Command::Man | Command::PyCompile(_) | Command::Compileall(_) | Command::Precompile(_) => generated::manual(),
    }
}

/// The file or directory that was named in the place of a command.
fn path_without_command(words: &Words) -> Option<PathBuf> {
    let name = words.command.as_deref()?;
    let is_command = name.to_str().is_some_and(|name| name == "help" || definition().find_subcommand(name).is_some());
    Some(PathBuf::from(name)).filter(|path| !is_command && path.exists())
}

fn refuse_path(path: PathBuf) -> ExitCode {
    let (command, path) = (if path.is_dir() { "compileall" } else { "py_compile" }, path.display());
    outside::refuse(format_args!("{path} is no command; to compile it: pycmill {command} {path}"))
}

/// What to do, where nothing was given.
fn usage() -> ExitCode {
    outside::say(
        "usage: pycmill [OPTIONS] -m compileall DIR...   compile all files in directories\n       \
         pycmill [OPTIONS] -m py_compile FILE...  compile files\n\
         Try 'pycmill --help' for the options and the other commands.",
    );
    ExitCode::from(2)
}

/// The module that was asked for is none of ours.
fn refuse_module(program: &OsStr, words: &Words) -> ExitCode {
    let Some(module) = &words.command else {
        return outside::refuse("argument expected for the -m option");
    };
    outside::raise(format_args!("{}: No module named {}", Path::new(program).display(), Path::new(module).display()))
}
