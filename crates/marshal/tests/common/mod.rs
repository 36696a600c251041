//! The recorded marshal data.

use std::fs;
use std::path::{Path, PathBuf};

use pycmill_target::Target;

/// The release that wrote the data in a folder: without a micro release the one that facts were recorded from.
pub(crate) fn target(release: &str) -> Target {
    let target: Target = release.parse().expect("releases are targets");
    let named = release.matches('.').count() == 2;
    if named { target } else { Target::new(target.version(), target.version().recorded_micro()) }
}

pub(crate) fn data(release: &str, source: &str) -> Vec<u8> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    fs::read(folder.join(release).join(format!("{source}.marshal"))).expect("the data is recorded")
}
