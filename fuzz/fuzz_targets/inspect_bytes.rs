//! Everything that opens a `.pyc` file, on bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pycmill::inspect::{Graph, Inspection, ListingOptions};
use pycmill::{canonical_refs, compare};

fuzz_target!(|input: &[u8]| {
    let Ok(inspection) = Inspection::of_pyc(input) else { return };
    // What lies in the file is not longer than it by much.
    let listing = inspection.listing(&ListingOptions::new());
    assert!(listing.len() < (64 << 20) + 400 * input.len());
    for code in inspection.codes().take(16) {
        let _ = (code.details(), code.qualname(), code.spans(), code.handlers());
        let graph = Graph::of(code);
        let _ = (graph.dot(), graph.mermaid(), graph.svg());
    }
    if let Ok(canonical) = canonical_refs(input) {
        assert_eq!(canonical_refs(&canonical).as_ref(), Ok(&canonical), "a second pass changes nothing");
        assert!(compare(input, &canonical).is_ok());
    }
});
