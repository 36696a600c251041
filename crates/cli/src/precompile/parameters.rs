//! `@FILE` among arguments: the lines of the file are arguments, too.
//!
//! Follows `_read_args_from_files` (`Lib/argparse.py`). Lines end in a newline only, so that any name can be in one.

use std::fs;

use crate::{console, outside};

/// How deep files may name files.
const DEPTH: usize = 32;
/// How many arguments there may be: files that name a file twice would double them at each step.
const MOST: usize = 1 << 20;

/// The words, with those of the files.
///
/// # Errors
/// If a file cannot be read, or files go on without end.
pub(crate) fn expand(words: &[Vec<u8>]) -> Result<Vec<Vec<u8>>, String> {
    let mut expanded = Vec::with_capacity(words.len());
    push(words.iter().map(|word| &**word), 0, &mut expanded)?;
    Ok(expanded)
}

fn push<'w>(words: impl Iterator<Item = &'w [u8]>, depth: usize, into: &mut Vec<Vec<u8>>) -> Result<(), String> {
    for word in words {
        let Some(name) = word.strip_prefix(b"@") else {
            into.push(word.to_vec());
            continue;
        };
        if depth == DEPTH || into.len() > MOST {
            return Err(format!("too many arguments in {}", String::from_utf8_lossy(word)));
        }
        let path = outside::path_of(name);
        let text = fs::read(&path)
            .map_err(|error| format!("cannot read '{}': {}", path.display(), console::reason(&error)))?;
        push(lines(&text), depth + 1, into)?;
    }
    Ok(())
}

/// Lines without their ends.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = text.split_inclusive(|byte| *byte == b'\n');
    lines.map(|line| line.strip_suffix(b"\n").unwrap_or(line)).map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_files_are_arguments() {
        let folder = tempfile::TempDir::new().expect("a temporary directory");
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a"), "--src\n\nx y\r\n--pyc").expect("it can be written");
        fs::write(path("loop"), format!("@{0}\n@{0}\n", path("loop").display())).expect("it can be written");
        let at = |name: &str| format!("@{}", path(name).display()).into_bytes();
        let expanded = expand(&[b"-h".to_vec(), at("a"), b"a@b".to_vec()]).expect("it can be read");
        assert_eq!(expanded, [&b"-h"[..], b"--src", b"", b"x y", b"--pyc", b"a@b"]);
        assert!(expand(&[at("loop")]).is_err_and(|message| message.starts_with("too many arguments")));
        assert!(expand(&[at("nope")]).is_err_and(|message| message.ends_with("No such file or directory")));
    }
}
