//! `pycmill dump`: any stage as text.

use std::fmt::Display;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::{error, fs};

use pycmill::{Header, Stage, Target, decode_path, dump, dump_payload, dump_payload_marshal};

use crate::arguments::Dump;
use crate::console::{self, Output};
use crate::outside;
use crate::session::Session;

/// Runs the command.
pub(crate) fn run(mut session: Session, command: &Dump) -> ExitCode {
    for (is_given, option) in [(session.own.json, "--json"), (session.own.check, "--check")] {
        if is_given {
            return outside::refuse(format_args!("{option} does not apply to dump"));
        }
    }
    match text(&mut session, &command.file, command.stage.into()) {
        Ok(text) => {
            let newline = if text.ends_with('\n') { "" } else { "\n" };
            outside::status(write!(Output, "{text}{newline}").map(|()| true))
        }
        Err(status) => status,
    }
}

fn text(session: &mut Session, file: &Path, stage: Stage) -> Result<String, ExitCode> {
    // Messages of syntax errors end with a newline already.
    let failed = |error: &dyn Display| outside::raise(error.to_string().trim_end());
    let content = fs::read(file).map_err(|error| {
        failed(&format_args!("pycmill: cannot read '{}': {}", file.display(), console::reason(&error)))
    })?;
    if file.extension().is_some_and(|extension| extension == "pyc") {
        return of_pyc(&content, stage).map_err(|error| failed(&format_args!("pycmill: {}: {error}", file.display())));
    }
    let target = session.choose(&[file.to_owned()])?[0];
    let name = decode_path(file.as_os_str());
    let options = session.interpreter.options(&name);
    dump(target, &content, options, stage).map_err(|error| failed(&error))
}

/// A `.pyc` file names its version itself.
fn of_pyc(content: &[u8], stage: Stage) -> Result<String, Box<dyn error::Error>> {
    let (header, payload) = Header::read(content)?;
    let version = pycmill::Version::from_magic_number(header.magic).ok_or("a .pyc file of no known version")?;
    let target = Target::newest(version);
    match stage {
        Stage::Code => Ok(dump_payload(target, payload)?),
        Stage::Marshal => Ok(dump_payload_marshal(target, payload)?),
        _ => Err("a .pyc file has only the stages code and marshal".into()),
    }
}
