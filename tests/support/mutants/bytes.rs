//! Mutations of bytes: encodings, control characters, forms of newlines and whatever a broken disk writes.

use super::random::Random;

/// What is inserted besides single bytes.
const PIECES: [&[u8]; 38] = [
    b"\xef\xbb\xbf",
    b"\xff",
    b"\xc3",
    b"\x80",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xf0\x9f",
    b"\r",
    b"\r\n",
    b"\n\r",
    b"\x0c",
    b"\x0b",
    b"\x1a",
    b"\x7f",
    b"\t",
    b"\x04",
    b"\\\n",
    b"\\\r\n",
    b"\\",
    "é".as_bytes(),
    "ß".as_bytes(),
    "\u{a0}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{feff}".as_bytes(),
    "€".as_bytes(),
    "“".as_bytes(),
    "𝐱".as_bytes(),
    "ª".as_bytes(),
    "़".as_bytes(),
    "中".as_bytes(),
    "😀".as_bytes(),
    b"# coding: latin-1\n",
    b"# -*- coding: utf-8 -*-\n",
    b"# coding: ascii\n",
    b"'''",
    b"f'{",
];

/// A text with one to three mutations.
pub(crate) fn mutate(text: &str, with_nul: bool, random: &mut Random) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.below(3) / 2 + random.below(2) {
        mutate_once(&mut bytes, with_nul, random);
    }
    bytes
}

fn mutate_once(bytes: &mut Vec<u8>, with_nul: bool, random: &mut Random) {
    let at = if random.chance(8) { 0 } else { random.below(bytes.len() + 1) };
    match random.below(10) {
        0 | 1 if at < bytes.len() => drop(bytes.remove(at)),
        2 if at < bytes.len() => bytes[at] = byte(with_nul, random),
        3 if at < bytes.len() => bytes[at] ^= 1 << random.below(7),
        4 => bytes.insert(at, byte(with_nul, random)),
        5 => newlines(bytes, random),
        6 => bytes.truncate(at),
        7 => delete_some(bytes, at, random),
        8 if random.chance(40) => double_some(bytes, at, random),
        _ => drop(bytes.splice(at..at, random.one(&PIECES).iter().copied())),
    }
    if !with_nul {
        bytes.retain(|byte| *byte != 0);
    }
}

/// Any byte, more likely one that means something.
fn byte(with_nul: bool, random: &mut Random) -> u8 {
    const COMMON: &[u8] = b" \t\n\r\\\"'#()[]{}:,;.=+-*/%&|^~<>!@$?`_0123456789abefrtuxNjLo\x0c";
    match random.below(10) {
        0 if with_nul => 0,
        0..=6 => COMMON[random.below(COMMON.len())],
        7 => 1 + random.below(31) as u8,
        _ => 1 + random.below(255) as u8,
    }
}

/// Some or all newlines get another form.
fn newlines(bytes: &mut Vec<u8>, random: &mut Random) {
    let new: &[u8] = random.one(&[&b"\r\n"[..], b"\r", b"\n\n", b"", b" \n", b"\\\n"]);
    let percent = if random.chance(50) { 100 } else { 20 };
    let mut out = Vec::with_capacity(bytes.len());
    for byte in bytes.iter() {
        match byte {
            b'\n' if random.chance(percent) => out.extend_from_slice(new),
            _ => out.push(*byte),
        }
    }
    *bytes = out;
}

fn delete_some(bytes: &mut Vec<u8>, at: usize, random: &mut Random) {
    let end = bytes.len().min(at + 1 + random.below(20));
    bytes.drain(at..end);
}

fn double_some(bytes: &mut Vec<u8>, at: usize, random: &mut Random) {
    let end = bytes.len().min(at + 1 + random.below(20));
    let part = bytes[at..end].to_vec();
    bytes.splice(at..at, part);
}
