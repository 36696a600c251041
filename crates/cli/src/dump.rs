//! `pycmill dump`: any stage as text.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::{error, fs};

use pycmill::{Header, Options, Stage, Target, decode_path, dump, dump_payload, dump_payload_marshal};

use crate::arguments::Dump;
use crate::outside;
use crate::session::Session;

/// Runs the command.
pub(crate) fn run(mut session: Session, command: &Dump) -> ExitCode {
    let file = pycmill::os_bytes(command.file.as_os_str()).to_vec();
    let targets = match session.targets(&[file]) {
        Ok(targets) => targets,
        Err(status) => return status,
    };
    let text = match text(&session, targets[0], &command.file, command.stage.into()) {
        Ok(text) => text,
        Err(error) => {
            // Messages of syntax errors end with a newline already.
            let written = writeln!(io::stderr(), "{}", error.to_string().trim_end());
            return outside::status(written.map(|()| false));
        }
    };
    let newline = if text.ends_with('\n') { "" } else { "\n" };
    outside::status(write!(io::stdout(), "{text}{newline}").map(|()| true))
}

fn text(session: &Session, target: Target, file: &Path, stage: Stage) -> Result<String, Box<dyn error::Error>> {
    let content = fs::read(file)?;
    if file.extension().is_some_and(|extension| extension == "pyc") {
        return of_pyc(&content, stage);
    }
    let name = decode_path(file.as_os_str());
    let options = Options::new(&name)
        .optimize(session.interpreter.level)
        .debug_ranges(session.interpreter.debug_ranges)
        .max_str_digits(session.interpreter.max_str_digits);
    Ok(dump(target, &content, options, stage)?)
}

/// A `.pyc` file names its version itself.
fn of_pyc(content: &[u8], stage: Stage) -> Result<String, Box<dyn error::Error>> {
    let (header, payload) = Header::read(content)?;
    let version = pycmill::Version::from_magic_number(header.magic).ok_or("a .pyc file of no known version")?;
    let target = Target::newest(version);
    match stage {
        Stage::Code => Ok(dump_payload(target, payload)?),
        Stage::Marshal => Ok(dump_payload_marshal(target, payload)?),
        _ => Err("of a .pyc file only the stages code and marshal can be shown".into()),
    }
}
