//! `cargo xtask pythons [--all] [--debug] [FOLDER]`: brings CPythons to compare with, from Debian's packages.
//!
//! Each release of Debian is unpacked into a folder of its own, with the libraries that its interpreters need; nothing is
//! installed on the system. [`crate::facts::interpreters`] finds what is in the default folder.

mod starter;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use crate::command;
use crate::debian::Suite;
use crate::facts::interpreters;

/// Unpacks CPythons with their libraries and tests from Debian, beside the system.
#[derive(Parser, Debug)]
#[command(name = "cargo xtask pythons")]
struct Arguments {
    /// Older micro releases, too, under their full names
    #[arg(long)]
    all: bool,
    /// Debug builds of the newest ones, as `usr/bin/python3.Xd` in the folder `sid`
    #[arg(long)]
    debug: bool,
    /// Where they go [default: the folder that PYCMILL_PYTHONS names, else ~/.cache/pycmill/pythons]
    folder: Option<PathBuf>,
}

/// A release of Debian with the versions to take from it.
struct Source {
    suite: &'static str,
    versions: &'static [&'static str],
    /// Starters are called `python3.13`, not `python3.13.5`.
    is_newest: bool,
}

const SOURCES: [Source; 5] = [
    Source { suite: "sid", versions: &["3.13", "3.14", "3.15"], is_newest: true },
    Source { suite: "forky", versions: &["3.13", "3.14", "3.15"], is_newest: false },
    Source { suite: "trixie", versions: &["3.13"], is_newest: false },
    Source { suite: "bookworm", versions: &["3.11"], is_newest: false },
    Source { suite: "bullseye", versions: &["3.9"], is_newest: false },
];

/// Runs the command.
pub(crate) fn main(words: &[String]) -> ExitCode {
    command::run("pythons", words, |arguments| run(arguments).map(|()| true))
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let folder = arguments.folder.clone().or_else(interpreters::unpacked).ok_or("name a folder: there is no HOME")?;
    let folder = std::path::absolute(folder).map_err(|error| error.to_string())?;
    for source in SOURCES.iter().filter(|source| source.is_newest || arguments.all) {
        bring(source, &folder, arguments.debug && source.is_newest)
            .map_err(|error| format!("{}: {error}", source.suite))?;
    }
    Ok(())
}

/// Unpacks one release.
#[expect(clippy::print_stdout, reason = "this is a command")]
fn bring(source: &Source, folder: &Path, debug: bool) -> Result<(), String> {
    let suite = Suite::open(&folder.join("apt").join(source.suite), source.suite)?;
    let home = folder.join(source.suite);
    if home.exists() {
        fs::remove_dir_all(&home).map_err(|error| error.to_string())?;
    }
    for package in packages(&suite, source.versions, debug)? {
        // A package that this release lacks is missed by the interpreter, if it is needed.
        let _ = suite.unpack(&package, &home);
    }
    for version in source.versions {
        let (release, path) = starter::write(folder, &home, version, source.is_newest)?;
        println!("{release} {}", path.display());
    }
    Ok(())
}

/// The packages of interpreters, with the libraries that they depend on: no tools, no data.
fn packages(suite: &Suite, versions: &[&str], debug: bool) -> Result<Vec<String>, String> {
    let of = |version: &&str| {
        let debug = debug.then(|| format!("python{version}-dbg"));
        [
            format!("python{version}-minimal"),
            format!("libpython{version}-stdlib"),
            format!("libpython{version}-testsuite"),
        ]
        .into_iter()
        .chain(debug)
    };
    let wanted: Vec<String> = versions.iter().flat_map(of).collect();
    let mut found = suite.dependencies(&wanted)?;
    found.retain(|name| is_needed(name));
    found.push("libc6".to_owned());
    found.dedup();
    Ok(found)
}

fn is_needed(name: &str) -> bool {
    let is_library = name.starts_with("lib") || name.starts_with("zlib") || name.starts_with("python3");
    let is_of_distribution = name == "python3" || name.starts_with("libpython3-") || name.starts_with("libc-bin");
    let is_compiler = name.strip_prefix("libgcc-").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    is_library && !is_of_distribution && !is_compiler && name != "libc6"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_are_needed_tools_are_not() {
        for name in ["libpython3.13-stdlib", "python3.13-minimal", "zlib1g", "libssl3t64", "libgcc-s1"] {
            assert!(is_needed(name), "{name}");
        }
        for name in ["python3", "libpython3-stdlib", "libc-bin", "libgcc-14-base", "media-types", "tzdata"] {
            assert!(!is_needed(name), "{name}");
        }
    }
}
