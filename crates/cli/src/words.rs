//! The words of the command line before they are understood.

use std::ffi::{OsStr, OsString};

/// Drops a `-m` in front of the name of a module, so that `pycmill -O -m compileall` is read like
/// `pycmill -O compileall`.
pub(crate) fn without_module_flag(words: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = words.collect();
    let module = words.iter().position(|word| is_command(word));
    if let Some(at) = module.filter(|at| *at > 1 && words[at - 1] == "-m") {
        words.remove(at - 1);
    }
    words
}

fn is_command(word: &OsStr) -> bool {
    word == "py_compile" || word == "compileall"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(line: &str) -> String {
        let words = line.split(' ').map(OsString::from);
        without_module_flag(words).join(OsStr::new(" ")).into_string().expect("text")
    }

    #[test]
    fn only_the_flag_before_the_module_goes() {
        assert_eq!(joined("pycmill -m compileall -q d"), "pycmill compileall -q d");
        assert_eq!(joined("pycmill -O -m py_compile -m"), "pycmill -O py_compile -m");
        assert_eq!(joined("pycmill py_compile -m compileall"), "pycmill py_compile -m compileall");
    }
}
