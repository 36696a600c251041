//! The invariants over texts that once broke them.

use super::*;

fn hold_everywhere(text: &[u8]) {
    for number in 0..32 {
        let target = target(number);
        let Ok(source) = crate::decode(target, text) else { continue };
        hold_of_tokens(target, &source);
        hold_of_tree(target, &source);
        hold_of_errors(target, &source);
    }
}

#[test]
fn ordinary_texts() {
    let texts = ["", "\n", "x = (1,\n", "f'{x!r:{y}}'\n", "if a:\n\tb\n        c\n", "match x:\n case [1, *_]: pass\n"];
    texts.iter().for_each(|text| hold_everywhere(text.as_bytes()));
}

#[test]
fn old_inequalities_after_the_future_import() {
    hold_everywhere(b"from __future__ import barry_as_FLUFL; x = 1 <> 2\ny\n");
}

#[test]
fn bytes_that_are_no_text_in_fields() {
    hold_everywhere(b"x = f\"\"\"{f'\xf5{a} b'}\"\"\"\n");
    hold_everywhere(b"x = f\"\"\"{b'{\xff}'}\"\"\"\n");
    hold_everywhere(b"y = \"\xe9\"\n");
}
