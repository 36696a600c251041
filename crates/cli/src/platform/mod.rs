//! What differs between systems: streams, and how a process ends that was interrupted.
//!
//! **Invariant**: both sides have the same functions, and decide nothing that could be decided elsewhere.

#[cfg(not(windows))]
mod posix;
#[cfg(windows)]
mod windows;

#[cfg(not(windows))]
pub(crate) use posix::*;
#[cfg(windows)]
pub(crate) use windows::*;

/// Lines as programs for Windows end them.
#[cfg(any(windows, test))]
fn with_carriage_returns(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 32);
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_suffix(b"\n") {
            Some(line) => {
                out.extend_from_slice(line);
                out.extend_from_slice(b"\r\n");
            }
            None => out.extend_from_slice(line),
        }
    }
    out
}

/// A path of Windows without the prefix of paths that the system takes as they are.
#[cfg(any(windows, test))]
fn without_verbatim_prefix(path: &[u8]) -> Vec<u8> {
    if let Some(share) = path.strip_prefix(br"\\?\UNC\") {
        return [br"\\", share].concat();
    }
    let rest = path.strip_prefix(br"\\?\").filter(|rest| rest.get(1) == Some(&b':'));
    rest.unwrap_or(path).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_as_people_write_them() {
        assert_eq!(without_verbatim_prefix(br"\\?\C:\x"), br"C:\x");
        assert_eq!(without_verbatim_prefix(br"\\?\UNC\h\s\x"), br"\\h\s\x");
        assert_eq!(without_verbatim_prefix(br"\\?\Volume{1}\x"), br"\\?\Volume{1}\x");
    }

    #[test]
    fn every_newline_gets_one() {
        assert_eq!(with_carriage_returns(b"a\n\nb"), b"a\r\n\r\nb");
        assert_eq!(with_carriage_returns(b"a\r\n"), b"a\r\r\n");
    }
}
