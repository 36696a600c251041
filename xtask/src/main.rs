//! The project's own commands: `cargo xtask COMMAND`, one module each.

mod bench;
mod cargo;
mod chance;
#[cfg(unix)]
mod clients;
mod command;
#[cfg(unix)]
mod command_lines;
mod conformance;
mod corpus;
mod covers;
#[cfg(unix)]
mod cpython_tests;
#[cfg(unix)]
mod debian;
mod dist;
mod facts;
mod golden;
#[cfg(unix)]
mod kill_test;
#[path = "../../tests/support/mutants/mod.rs"]
mod mutants;
#[cfg(unix)]
mod pythons;
#[cfg(unix)]
mod rights;
mod running;
mod tidy;
#[cfg(unix)]
mod wheel;
#[cfg(unix)]
mod windows;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    match command.as_str() {
        "bench" => bench::main(&rest),
        #[cfg(unix)]
        "clients" => clients::main(&rest),
        #[cfg(unix)]
        "command-lines" => command_lines::main(&rest),
        "conformance" => conformance::main(&rest),
        "corpus" => corpus::main(&rest),
        "covers" => covers::main(&rest),
        #[cfg(unix)]
        "cpython-tests" => cpython_tests::main(&rest),
        "dist" => dist::main(&rest),
        "facts" => facts::main(&rest),
        "golden" => golden::main(&rest),
        #[cfg(unix)]
        "kill-test" => kill_test::main(&rest),
        #[cfg(unix)]
        "pythons" => pythons::main(&rest),
        "running" => running::main(&rest),
        "tidy" => tidy::main(),
        #[cfg(unix)]
        "wheel" => wheel::main(&rest),
        #[cfg(unix)]
        "windows" => windows::main(&rest),
        _ => usage(),
    }
}

#[expect(clippy::print_stderr, reason = "this is a command")]
fn usage() -> ExitCode {
    eprintln!(
        "usage: cargo xtask bench|clients|command-lines|conformance|corpus|covers|cpython-tests|dist|facts|golden|kill-test|pythons|\
         running|tidy|wheel|windows ARGUMENTS…"
    );
    ExitCode::from(2)
}
