//! `pycmill inspect`: a look inside of a `.pyc` file, or of what a source compiles to.

mod json;
mod text;

use std::fmt::Display;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use pycmill::decode_path;
use pycmill::inspect::{Code, Inspection};

use crate::arguments::{GraphFormat, Inspect};
use crate::console::{self, Output};
use crate::outside;
use crate::problems::shown;
use crate::session::Session;

/// Runs the command.
pub(crate) fn run(mut session: Session, command: &Inspect) -> ExitCode {
    for (is_given, option) in [(session.own.check, "--check"), (session.own.verify, "--verify")] {
        if is_given {
            return outside::refuse(format_args!("{option} does not apply to inspect"));
        }
    }
    let inspection = match opened(&mut session, &command.file) {
        Ok(inspection) => inspection,
        Err(status) => return status,
    };
    let codes: Vec<Code<'_>> = match &command.code {
        Some(name) => inspection.named(name).collect(),
        None => inspection.codes().collect(),
    };
    let Some(first) = codes.first() else {
        let name = command.code.as_deref().unwrap_or_default();
        return outside::raise(format_args!("pycmill: {}: no code object is called {name}", shown(&command.file)));
    };
    let text = match command.graph {
        Some(format) => graph(first, format),
        None if session.own.json => format!("{:#}\n", json::report(&command.file, &inspection, &codes)),
        None => text::report(command, &inspection, &codes),
    };
    outside::status(Output.write_all(text.as_bytes()).map(|()| true))
}

fn opened(session: &mut Session, file: &Path) -> Result<Inspection, ExitCode> {
    let failed = |error: &dyn Display| outside::raise(error.to_string().trim_end());
    let content = std::fs::read(file).map_err(|error| {
        failed(&format_args!("pycmill: cannot read '{}': {}", shown(file), console::reason(&error)))
    })?;
    if file.extension().is_some_and(|extension| extension == "pyc" || extension == "pyo") {
        let inspection = Inspection::of_pyc(&content);
        return inspection.map_err(|error| failed(&format_args!("pycmill: {}: {error}", shown(file))));
    }
    let target = session.choose(&[file.to_owned()])?[0];
    let name = decode_path(file.as_os_str());
    let options = session.interpreter.options(&name);
    Inspection::of_source(target, &content, options).map_err(|error| failed(&error))
}

fn graph(code: &Code<'_>, format: GraphFormat) -> String {
    let graph = pycmill::inspect::Graph::of(*code);
    match format {
        GraphFormat::Dot => graph.dot(),
        GraphFormat::Mermaid => graph.mermaid(),
        GraphFormat::Svg => graph.svg(),
    }
}
