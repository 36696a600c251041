//! The recorded marshal data.

#![expect(clippy::disallowed_methods, reason = "tests read their recorded data")]

use std::fs;
use std::path::{Path, PathBuf};

use pycmill_target::Target;

pub(crate) fn target(release: &str) -> Target {
    release.parse().expect("releases are targets")
}

pub(crate) fn data(release: &str, source: &str) -> Vec<u8> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    fs::read(folder.join(release).join(format!("{source}.marshal"))).expect("the data is recorded")
}
