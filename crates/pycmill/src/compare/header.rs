//! What differs between headers.

use pycmill_pyc::{Header, Validation};

use super::Difference;

/// What differs between two headers.
pub(crate) fn difference(first: Header, second: Header) -> Option<Difference> {
    if first == second {
        return None;
    }
    if first.magic != second.magic {
        let magic = |header: Header| format!("magic number {}", header.magic);
        return Some(Difference::new("<header>", magic(first), magic(second)));
    }
    Some(Difference::new("<header>", describe(first.validation), describe(second.validation)))
}

/// What a header says of its source.
pub(crate) fn describe(validation: Validation) -> String {
    match validation {
        Validation::Timestamp { mtime, size } => format!("mtime {mtime} and size {size}"),
        Validation::CheckedHash(hash) => format!("checked hash {}", hex(hash)),
        Validation::UncheckedHash(hash) => format!("unchecked hash {}", hex(hash)),
    }
}

fn hex(hash: [u8; 8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
