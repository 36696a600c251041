//! `pycmill uv-worker`: compiles the files that uv names, one at a time.
//!
//! Follows the script that uv starts with an interpreter (`pip_compileall.py`): it says `Ready`, then reads one path a line and
//! repeats it as soon as its file is complete. uv ends the process when it has the last answer.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use pycmill::compileall::{Options, Output, compile_file};
use pycmill::py_compile::InvalidationMode;

use crate::session::Session;
use crate::{console, limits, list, outside};

/// The variable with the mode, and the names it can have.
const VARIABLE: &str = "PYC_INVALIDATION_MODE";
const MODES: [(&str, InvalidationMode); 3] = [
    ("TIMESTAMP", InvalidationMode::Timestamp),
    ("CHECKED_HASH", InvalidationMode::CheckedHash),
    ("UNCHECKED_HASH", InvalidationMode::UncheckedHash),
];

/// Runs the worker.
pub(crate) fn run(mut session: Session) -> ExitCode {
    let target = match session.choose(&[]) {
        Ok(targets) => targets[0],
        Err(status) => return status,
    };
    let ready = say(b"Ready");
    let mode = match mode() {
        Ok(mode) => mode,
        Err(message) => return outside::raise(message),
    };
    let interpreter = &session.interpreter;
    let mut options = Options::new(target)
        .force(mode != InvalidationMode::Timestamp)
        .quiet(2)
        .default_level(interpreter.level)
        .debug_ranges(interpreter.debug_ranges)
        .hash_seed(interpreter.hash_seed)
        .max_str_digits(interpreter.max_str_digits)
        .path_encoding(interpreter.path_encoding())
        .memory(limits::memory());
    options.invalidation_mode = Some(mode);
    options.pycache_prefix.clone_from(&interpreter.pycache_prefix);
    outside::status(ready.and_then(|()| serve(&options)).map(|()| true))
}

/// The mode that the variable asks for, else that of the environment.
fn mode() -> Result<InvalidationMode, String> {
    let Some(value) = std::env::var_os(VARIABLE) else { return Ok(InvalidationMode::from_environment()) };
    let mode = MODES.iter().find(|(name, _)| value == *name).map(|(_, mode)| *mode);
    mode.ok_or_else(|| {
        let names = MODES.map(|(name, _)| format!("\"{name}\"")).join(", ");
        format!("Invalid value for {VARIABLE} \"{}\", valid are {names}: ", value.to_string_lossy())
    })
}

/// Answers until the input ends.
fn serve(options: &Options) -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let path = list::strip(&line);
        if !path.is_empty() {
            // Files that fail are left out without a word, as uv leaves them out.
            let (mut messages, mut warnings) = (io::sink(), io::sink());
            let mut output = Output::new(&mut messages, &mut warnings);
            let _ = compile_file(&outside::path_of(path), options, &mut output);
            say(path)?;
        }
        line.clear();
    }
    Ok(())
}

/// A line that is not kept back.
fn say(line: &[u8]) -> io::Result<()> {
    console::Output.write_all(&[line, b"\n"].concat())?;
    console::send()
}
