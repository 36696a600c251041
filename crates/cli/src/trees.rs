//! What `compileall` can be told about trees beyond Python's options: which files, by whose RECORD, and orphans.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use pycmill::compileall::{Options, find_orphans, remove_orphan};
use pycmill::installed::Distribution;
use pycmill::{Target, decode_path, repr};

use crate::arguments::Own;
use crate::console::{self, Output};
use crate::outside;
use crate::problems::shown;
use crate::report::Sink;
use crate::session::Session;
use crate::surface::Compileall;

/// Refuses options that do not go together.
pub(crate) fn check(session: &Session, command: &Compileall, targets: &[Target]) -> Result<(), ExitCode> {
    let (own, trees) = (&session.own, &session.own.trees);
    let has_prefix = session.interpreter.pycache_prefix.is_some();
    let refusals = [
        (trees.sourceless && own.check, "--sourceless changes the tree, which --check does not"),
        (
            trees.sourceless && (targets.len() > 1 || command.levels.len() > 1),
            "--sourceless takes one target and one level",
        ),
        (
            trees.prune && trees.is_by_record(),
            "--prune searches directories; it does not go with --installed and --record",
        ),
        (trees.prune && has_prefix, "--prune searches directories of sources; it does not go with a pycache prefix"),
    ];
    match refusals.into_iter().find(|(is_refused, _)| *is_refused) {
        Some((_, reason)) => Err(outside::refuse(reason)),
        None => Ok(()),
    }
}

/// Sets the options for trees.
pub(crate) fn set(options: Options, own: &Own) -> Options {
    let trees = own.trees.clone();
    options
        .include(trees.include)
        .exclude(trees.exclude)
        .tolerate(trees.tolerate)
        .keep_going(trees.keep_going)
        .sourceless(trees.sourceless)
}

/// The distributions whose files are taken up.
pub(crate) struct Installed {
    distributions: Vec<(Distribution, Vec<PathBuf>)>,
}

impl Installed {
    /// Finds what is named; nothing if nothing is.
    pub(crate) fn find(own: &Own, directories: &[PathBuf]) -> Result<Option<Self>, ExitCode> {
        let trees = &own.trees;
        if !trees.is_by_record() {
            return Ok(None);
        }
        let by_name = trees.installed.iter().map(|name| {
            let found = Distribution::find(name, directories);
            found.map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => format!("no installed distribution is called {name}"),
                _ => format!("cannot read the RECORD of {name}: {}", console::reason(&error)),
            })
        });
        let by_record = trees.record.iter().map(|path| {
            let reason = |error: io::Error| format!("cannot read '{}': {}", shown(path), console::reason(&error));
            Distribution::at(path).map_err(reason)
        });
        let found: Result<Vec<Distribution>, String> = by_name.chain(by_record).collect();
        let with_sources = |distribution: Distribution| {
            let sources = distribution.sources();
            (distribution, sources)
        };
        let distributions = found.map_err(outside::refuse)?.into_iter().map(with_sources).collect();
        Ok(Some(Self { distributions }))
    }

    /// The sources that they list.
    pub(crate) fn sources(&self) -> Vec<PathBuf> {
        self.distributions.iter().flat_map(|(_, sources)| sources.iter().cloned()).collect()
    }

    /// Lists what was compiled; whether that was possible.
    pub(crate) fn update(&mut self, options: &[Options]) -> bool {
        let mut success = true;
        for (distribution, sources) in &mut self.distributions {
            if let Err(error) = distribution.update(sources, options) {
                let record = shown(distribution.record());
                outside::say(format_args!("pycmill: cannot write '{record}': {}", console::reason(&error)));
                success = false;
            }
        }
        success
    }
}

/// Removes orphans, or lists them where nothing is to be changed; whether all is well.
pub(crate) fn prune(paths: &[PathBuf], options: &Options, sink: &mut Sink) -> io::Result<bool> {
    let mut success = true;
    for orphan in find_orphans(paths, options) {
        let name = repr(options.target, &decode_path(orphan.as_os_str()));
        sink.add_orphan(&orphan);
        let says = |quiet: u8| options.quiet < quiet && !sink.is_report();
        if options.check_only {
            success = false;
            if says(2) {
                writeln!(Output, "Orphaned: {name}")?;
            }
        } else if let Err(error) = remove_orphan(&orphan) {
            success = false;
            outside::say(format_args!("pycmill: cannot remove {name}: {}", console::reason(&error)));
        } else if says(1) {
            writeln!(Output, "Removing {name}...")?;
        }
    }
    Ok(success)
}
