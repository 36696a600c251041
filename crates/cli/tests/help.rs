//! The help texts, which are ours.

use snapbox::cmd::Command;

fn help(words: &[&str]) -> snapbox::cmd::OutputAssert {
    Command::new(env!("CARGO_BIN_EXE_pycmill")).args(words).env("COLUMNS", "100").assert().success()
}

#[test]
fn help_says_which_version_is_meant() {
    help(&["--help"]).stdout_eq(snapbox::file!["help/pycmill.txt"]);
}

#[test]
fn commands_have_help() {
    help(&["py_compile", "--help"]).stdout_eq(snapbox::file!["help/py_compile.txt"]);
    help(&["-m", "compileall", "--help"]).stdout_eq(snapbox::file!["help/compileall.txt"]);
    help(&["dump", "--help"]).stdout_eq(snapbox::file!["help/dump.txt"]);
}
