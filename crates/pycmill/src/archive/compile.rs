//! Compiles the sources of an archive.

use pycmill_pyc::{Validation, file_bytes, source_hash};
use pycmill_target::Target;

use super::Options;
use super::members::Member;
use super::plan::Plan;
use crate::{Compiler, ordered};

/// A source, compiled for a version.
pub(crate) struct Outcome {
    /// The index of the source among the members.
    pub(crate) source: usize,
    pub(crate) target: Target,
    /// The content of the `.pyc` file, or why there is none.
    pub(crate) result: Result<Vec<u8>, String>,
}

/// Compiles what the plan says for all targets, in the order of the members.
pub(crate) fn all(members: &[Member], plan: &Plan, options: &Options) -> Vec<Outcome> {
    let of_source = |source: &usize| {
        let source = *source;
        options.targets.iter().map(move |target| (source, *target))
    };
    let jobs: Vec<(usize, Target)> = plan.sources.iter().flat_map(of_source).collect();
    let work = |compiler: &mut Compiler, (source, target): &(usize, Target)| {
        let member = &members[*source];
        let result = one(compiler, member, *target, options);
        Outcome { source: *source, target: *target, result }
    };
    let mut outcomes = Vec::with_capacity(jobs.len());
    let done = ordered::run(&jobs, options.workers, None, work, |outcome| {
        outcomes.push(outcome);
        Ok(())
    });
    debug_assert!(done.is_ok(), "nothing interrupts it");
    outcomes
}

fn one(compiler: &mut Compiler, member: &Member, target: Target, options: &Options) -> Result<Vec<u8>, String> {
    let source = member.content.as_deref().unwrap_or_default();
    let settings = crate::Options::new(installed_name(&member.name).as_bytes()).optimize(options.optimize);
    let compiled = compiler.compile(target, source, settings).map_err(|error| error.to_string())?;
    let hash = source_hash(target, source);
    let validation = if options.checked_hash { Validation::CheckedHash(hash) } else { Validation::UncheckedHash(hash) };
    let file = file_bytes(target, validation, &compiled.payload);
    compiler.reuse(compiled.payload);
    Ok(file)
}

/// The name of a file once it is installed: what is in `NAME.data/purelib` goes where the rest of the wheel does.
fn installed_name(name: &str) -> &str {
    let data = name.split_once('/').filter(|(directory, _)| directory.ends_with(".data"));
    let inner = data.map(|(_, inner)| inner);
    inner.and_then(|inner| inner.strip_prefix("purelib/").or(inner.strip_prefix("platlib/"))).unwrap_or(name)
}
