//! `pycmill archive`: wheels, zip files and zipapps with compiled code.

mod write;

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use pycmill::archive::{Archived, Options, WheelName, archive};
use pycmill::{Target, Version};
use serde_json::{Value, json};

use crate::arguments::{Archive, Flags, HashMode};
use crate::console::{self, Output};
use crate::outside;
use crate::problems::shown;
use crate::session::{Called, Session};

/// Runs the command.
pub(crate) fn run(command: &Archive, flags: &Flags, program: &OsStr) -> ExitCode {
    let session = match Session::new(command.own.clone(), flags, program, Called::Own) {
        Ok(session) => session,
        Err(status) => return status,
    };
    let mut success = true;
    let mut reports = Vec::new();
    for input in &command.archives {
        let targets = match targets(session.clone(), input) {
            Ok(targets) => targets,
            Err(status) => return status,
        };
        let done = rewrite(command, &session, input, targets);
        success &= done.as_ref().is_ok_and(|archived| archived.rejected.is_empty());
        if session.own.json {
            reports.push(described(input, &done));
        } else if let Err(error) = say(input, &done) {
            return outside::status(Err(error));
        }
    }
    if session.own.json {
        let report = json!({ "version": 1, "success": success, "archives": reports });
        return outside::status(writeln!(Output, "{report:#}").map(|()| success));
    }
    outside::status(Ok(success))
}

/// The versions that are named, else the one that the wheel is for, else the one chosen.
fn targets(mut session: Session, input: &Path) -> Result<Vec<Target>, ExitCode> {
    let is_named = !session.own.targets.is_empty() || session.own.python.is_some();
    let name = input.file_name().unwrap_or_default().to_string_lossy();
    let only = WheelName::parse(&name).ok().and_then(|wheel| wheel.only_version());
    match only.filter(|version| !is_named && Version::COMPLETE.contains(version)) {
        Some(version) => Ok(vec![Target::newest(version)]),
        None => session.choose(&[input.to_owned()]),
    }
}

fn rewrite(command: &Archive, session: &Session, input: &Path, targets: Vec<Target>) -> Result<Archived, String> {
    let content = std::fs::read(input).map_err(|error| format!("cannot be read: {}", console::reason(&error)))?;
    let name = input.file_name().unwrap_or_default().to_string_lossy();
    let mut options = Options::new(targets).sourceless(command.sourceless);
    options.checked_hash = command.invalidation_mode == HashMode::CheckedHash;
    options.optimize = session.interpreter.level;
    options.workers = command.workers;
    options.latest_time = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let mut archived = archive(&name, &content, &options).map_err(|error| error.to_string())?;
    write::replace(input, &command.output, &archived)?;
    archived.content = Vec::new();
    Ok(archived)
}

fn say(input: &Path, done: &Result<Archived, String>) -> io::Result<()> {
    let shown = shown(input);
    let archived = match done {
        Ok(archived) => archived,
        Err(message) => {
            outside::say(format_args!("pycmill: {shown}: {message}"));
            return Ok(());
        }
    };
    for rejected in &archived.rejected {
        let (member, target) = (&rejected.member, rejected.target);
        writeln!(Output, "{shown}: {member} is left as it is, CPython {target} rejects it:")?;
        rejected.message.trim_end().lines().try_for_each(|line| writeln!(Output, "  {line}"))?;
    }
    archived.notices.iter().try_for_each(|notice| writeln!(Output, "{shown}: {notice}"))?;
    writeln!(Output, "{}: {} compiled files", archived.name, archived.compiled)
}

fn described(input: &Path, done: &Result<Archived, String>) -> Value {
    match done {
        Err(message) => json!({ "input": shown(input), "error": message }),
        Ok(archived) => {
            let rejected = archived.rejected.iter().map(|rejected| {
                let (target, message) = (rejected.target.to_string(), rejected.message.trim_end());
                json!({ "member": rejected.member, "target": target, "message": message })
            });
            json!({
                "input": shown(input),
                "output": archived.name,
                "compiled": archived.compiled,
                "rejected": rejected.collect::<Vec<Value>>(),
                "notices": archived.notices,
            })
        }
    }
}
