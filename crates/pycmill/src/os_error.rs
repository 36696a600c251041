//! Errors of the operating system with the numbers, texts and classes that Python has for them.
//!
//! On Windows there are two kinds: what C's functions report has C's numbers and texts, also where a number of the system is
//! below it (`open`, `write`); what Python asks the system itself has the system's (`mkdir`, `replace`, `remove`).
//!
//! **Invariant**: the tables are compiled on every system. Follows `PC/errmap.h`, `OSError` (`Objects/exceptions.c`), and
//! `_dosmaperr` of Microsoft's C library.

use std::io;

/// Whose number an error has on Windows; elsewhere there is but one kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Numbers {
    /// `[Errno 2] No such file or directory`.
    C,
    /// `[WinError 2] The system cannot find the file specified`.
    System,
}

/// An error of the system as Python shows it, without the files.
pub(crate) fn shown(error: &io::Error, numbers: Numbers) -> String {
    let text = error.to_string();
    let Some(code) = error.raw_os_error() else { return text };
    let text = text.strip_suffix(&format!(" (os error {code})")).unwrap_or(&text);
    match numbers {
        _ if !cfg!(windows) => format!("[Errno {code}] {text}"),
        Numbers::System => windows_text(code, text),
        Numbers::C => c_text(errno(code)),
    }
}

/// The class of the `OSError` that Python raises for an error of the system.
#[must_use]
pub fn os_error_class(error: &io::Error) -> &'static str {
    match error.raw_os_error() {
        Some(code) if cfg!(windows) => class_of_errno(errno(code)),
        _ => class_of_kind(error.kind()),
    }
}

/// An error of C's functions as Python shows it: its number and its text.
#[must_use]
pub fn os_error_text(error: &io::Error) -> String {
    shown(error, Numbers::C)
}

fn class_of_kind(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::NotFound => "FileNotFoundError",
        io::ErrorKind::PermissionDenied => "PermissionError",
        io::ErrorKind::AlreadyExists => "FileExistsError",
        io::ErrorKind::IsADirectory => "IsADirectoryError",
        io::ErrorKind::NotADirectory => "NotADirectoryError",
        io::ErrorKind::Interrupted => "InterruptedError",
        io::ErrorKind::BrokenPipe => "BrokenPipeError",
        _ => "OSError",
    }
}

fn class_of_errno(errno: i32) -> &'static str {
    match errno {
        1 | 13 => "PermissionError",
        2 => "FileNotFoundError",
        4 => "InterruptedError",
        10 => "ChildProcessError",
        11 => "BlockingIOError",
        17 => "FileExistsError",
        20 => "NotADirectoryError",
        21 => "IsADirectoryError",
        32 => "BrokenPipeError",
        138 => "TimeoutError",
        _ => "OSError",
    }
}

/// The system's text without what Python drops at its end.
fn windows_text(code: i32, text: &str) -> String {
    format!("[WinError {code}] {}", text.trim_end_matches(|one: char| one <= ' ' || one == '.'))
}

fn c_text(errno: i32) -> String {
    let text = match errno {
        2 => "No such file or directory",
        7 => "Arg list too long",
        8 => "Exec format error",
        9 => "Bad file descriptor",
        10 => "No child processes",
        11 => "Resource temporarily unavailable",
        12 => "Not enough space",
        13 => "Permission denied",
        17 => "File exists",
        18 => "Improper link",
        20 => "Not a directory",
        22 => "Invalid argument",
        24 => "Too many open files",
        28 => "No space left on device",
        32 => "Broken pipe",
        41 => "Directory not empty",
        42 => "Illegal byte sequence",
        _ => "Unknown error",
    };
    format!("[Errno {errno}] {text}")
}

/// C's number for one of the system's (`winerror_to_errno`).
fn errno(code: i32) -> i32 {
    match code {
        2 | 3 | 15 | 18 | 53 | 67 | 161 | 206 => 2,
        4 => 24,
        5 | 16 | 19..=36 | 65 | 82 | 83 | 108 | 132 | 158 | 167 => 13,
        6 | 114 | 130 => 9,
        7..=9 | 1816 => 12,
        10 => 7,
        11 | 188..=202 => 8,
        17 => 18,
        80 | 183 => 17,
        89 | 164 | 215 => 11,
        109 | 232 => 32,
        112 => 28,
        128 | 129 => 10,
        145 => 41,
        258 => 138,
        267 => 20,
        1113 => 42,
        _ => 22,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Recorded from 3.13.2 for Windows, for the numbers below 10000: the first number, the last, `errno` and class of
    /// `OSError(None, None, None, number)`; all others are 22.
    const RECORDED: &str = include_str!("os_error.txt");

    #[test]
    fn numbers_and_classes_are_those_of_the_interpreter() {
        let mut known = 0;
        for line in RECORDED.lines() {
            let fields: Vec<&str> = line.split(' ').collect();
            let number = |at: usize| fields[at].parse::<i32>().expect("a number");
            assert_eq!((errno(number(0)), class_of_errno(errno(number(0)))), (number(1), fields[2]), "{line}");
            known += 1;
        }
        assert_eq!((0..10_000).filter(|code| errno(*code) != 22).count(), known);
    }

    #[test]
    fn texts_lose_what_ends_them() {
        assert_eq!(windows_text(5, "Access is denied.\r\n"), "[WinError 5] Access is denied");
        assert_eq!(c_text(errno(123)), "[Errno 22] Invalid argument");
    }
}
