//! `cargo xtask tidy`: the rules of this repository that the compiler does not check.

mod arrows;
mod files;

use std::process::ExitCode;

use crate::{conformance::root, facts};

/// Runs the command.
#[expect(clippy::print_stdout, reason = "this is a command")]
pub(crate) fn main() -> ExitCode {
    let problems = problems();
    problems.iter().for_each(|problem| println!("{problem}"));
    if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Everything that breaks a rule.
fn problems() -> Vec<String> {
    let mut problems = files::problems(&root());
    problems.extend(arrows::problems(&root()));
    match facts::is_up_to_date() {
        Ok(true) => {}
        Ok(false) => {
            problems.push("crates/target: generated tables differ from the facts; `cargo xtask facts`".to_owned())
        }
        Err(error) => problems.push(format!("crates/target: {error}")),
    }
    problems
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_repository_keeps_its_rules() {
        let problems = super::problems();
        assert!(problems.is_empty(), "\n{}", problems.join("\n"));
    }
}
