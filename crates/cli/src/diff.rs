//! `pycmill diff`: what differs between two `.pyc` files.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use pycmill::{Comparison, Difference, Sameness, compare};
use serde_json::{Value, json};

use crate::arguments::Diff;
use crate::console::{self, Output};
use crate::outside;
use crate::problems::shown;

/// Runs the command.
pub(crate) fn run(command: &Diff) -> ExitCode {
    match compared(command) {
        Ok(found) => match print(command, &found) {
            Ok(()) => ExitCode::from(status(&found)),
            Err(error) => outside::status(Err(error)),
        },
        Err(message) => outside::refuse(message),
    }
}

fn compared(command: &Diff) -> Result<Comparison, String> {
    let (first, second) = (read(&command.first)?, read(&command.second)?);
    compare(&first, &second).map_err(|error| {
        let is_first = compare(&first, &first).is_err();
        format!("{}: {error}", shown(if is_first { &command.first } else { &command.second }))
    })
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("cannot read '{}': {}", shown(path), console::reason(&error)))
}

/// One status each.
fn status(found: &Comparison) -> u8 {
    match found.code {
        Sameness::Different => 1,
        Sameness::OtherPlaces => 4,
        _ if found.header.is_some() => 4,
        Sameness::OtherReferences => 3,
        Sameness::Identical => 0,
    }
}

fn print(command: &Diff, found: &Comparison) -> io::Result<()> {
    if command.own.json {
        return writeln!(Output, "{:#}", described(command, found));
    }
    let code = match found.code {
        Sameness::Identical if found.header.is_some() => "identical code",
        Sameness::Identical => "identical",
        Sameness::OtherReferences => "same code, other references",
        Sameness::OtherPlaces => "same code, other path or places",
        Sameness::Different => "different",
    };
    writeln!(Output, "{code}")?;
    found.header.iter().chain(&found.difference).try_for_each(|difference| writeln!(Output, "{difference}"))
}

fn described(command: &Diff, found: &Comparison) -> Value {
    let difference = |difference: &Difference| {
        let Difference { place, first, second } = difference;
        json!({ "place": place, "first": first, "second": second })
    };
    json!({
        "version": 1,
        "first": shown(&command.first),
        "second": shown(&command.second),
        "code": found.code.name(),
        "difference": found.difference.as_ref().map(difference),
        "header": found.header.as_ref().map(difference),
    })
}
