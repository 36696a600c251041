//! The reader and the writer of archives, on bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pycmill::archive::{Options, archive};

fuzz_target!(|input: &[u8]| {
    let Some((first, content)) = input.split_first() else { return };
    let name = if first & 1 == 0 { "a-1-py3-none-any.whl" } else { "a.pyz" };
    let mut options = Options::new(vec!["3.13".parse().expect("a version")]).sourceless(first & 2 != 0);
    options.workers = 1;
    if let Ok(archived) = archive(name, content, &options) {
        let again = archive(name, content, &options).expect("it was possible");
        assert!(archived.content == again.content, "the same bytes come out twice");
        assert!(archive(&archived.name, &archived.content, &options).is_ok(), "what was written can be read");
    }
});
