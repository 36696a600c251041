//! For `cargo xtask covers`: a capability whose answer is turned round in this process, named in `PYCMILL_FLIP`.

use std::sync::LazyLock;

static FLIPPED: LazyLock<Option<String>> = LazyLock::new(|| std::env::var("PYCMILL_FLIP").ok());

pub(crate) fn is_flipped(name: &str) -> bool {
    FLIPPED.as_deref() == Some(name)
}
