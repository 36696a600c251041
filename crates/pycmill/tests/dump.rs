//! The text form of every stage stays as people know it. What it says is compared with CPython
//! elsewhere (`tests/cases`, `cargo xtask conformance`); these snapshots hold its format.

use pycmill::{Optimization, Options, Stage, Target, Version, dump};

const SOURCE: &[u8] = b"def f(a, *, b=1):\n    return [x + b for x in a if x]\n";

fn dumped(stage: Stage) -> String {
    let target = Target::newest(Version::Python313);
    let options = Options::new(b"sample.py").optimize(Optimization::Zero);
    dump(target, SOURCE, options, stage).expect("the sample is valid")
}

#[test]
fn every_stage() {
    for (name, stage) in Stage::ALL {
        insta::assert_snapshot!(name, dumped(stage));
    }
}
