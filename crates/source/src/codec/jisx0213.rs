//! JIS X 0213 and the codecs made of it.
//!
//! `jisx0213.txt` has the characters of its two planes, recorded from `euc_jis_2004`: plane and row, then the characters of the
//! row's cells, some of two code points, with tabs between. Follows `Modules/cjkcodecs/_codecs_jp.c`.

use std::sync::OnceLock;

use super::multibyte;
use super::points::{ILLEGAL, INCOMPLETE, decode_error};

/// Cells of the edition of 2004 that the one of 2000 lacks.
const ADDED_IN_2004: [u16; 10] = [0x2e21, 0x2f7e, 0x4f54, 0x4f7e, 0x7427, 0x7e7a, 0x7e7b, 0x7e7c, 0x7e7d, 0x7e7e];
/// The cell of the second plane that has another character there.
const CHANGED_IN_2004: (u16, &str) = (0x7d3b, "\u{9b1d}");

/// Index of a cell: row and column from 0.
fn cell(first: u8, second: u8) -> Option<usize> {
    let (row, column) = (first.checked_sub(0x21)?, second.checked_sub(0x21)?);
    (row < 94 && column < 94).then_some(usize::from(row) * 94 + usize::from(column))
}

fn plane(number: usize, first: u8, second: u8) -> Option<&'static str> {
    static PLANES: OnceLock<[Vec<&'static str>; 2]> = OnceLock::new();
    let planes = PLANES.get_or_init(read);
    let text = *planes[number].get(cell(first, second)?)?;
    (!text.is_empty()).then_some(text)
}

fn read() -> [Vec<&'static str>; 2] {
    let mut planes = [vec![""; 94 * 94], vec![""; 94 * 94]];
    for line in include_str!("jisx0213.txt").lines() {
        let mut fields = line.split('\t');
        let head = fields.next().and_then(|head| head.split_once(' '));
        let Some((plane, Ok(row))) = head.map(|(plane, row)| (plane, u8::from_str_radix(row, 16))) else { continue };
        let Some(start) = cell(row, 0x21) else { continue };
        let cells = &mut planes[usize::from(plane == "2")][start..];
        cells.iter_mut().zip(fields).for_each(|(cell, text)| *cell = text);
    }
    planes
}

pub(super) fn first_plane(first: u8, second: u8) -> Option<&'static str> {
    plane(0, first, second)
}

pub(super) fn first_plane_of_2000(first: u8, second: u8) -> Option<&'static str> {
    let code = u16::from_be_bytes([first, second]);
    if ADDED_IN_2004.contains(&code) { None } else { plane(0, first, second) }
}

pub(super) fn second_plane(first: u8, second: u8) -> Option<&'static str> {
    plane(1, first, second)
}

fn second_plane_of(edition_2000: bool, first: u8, second: u8) -> Option<&'static str> {
    let is_changed = edition_2000 && u16::from_be_bytes([first, second]) == CHANGED_IN_2004.0;
    if is_changed { Some(CHANGED_IN_2004.1) } else { second_plane(first, second) }
}

/// A character of the first plane; the bytes of one that the edition lacks are wrong together.
fn first_plane_of(edition_2000: bool, first: u8, second: u8) -> Result<&'static str, Stop> {
    let text = first_plane(first, second).ok_or(Stop::Illegal(1))?;
    if edition_2000 { first_plane_of_2000(first, second).ok_or(Stop::Illegal(2)) } else { Ok(text) }
}

/// Why there is no character.
enum Stop {
    /// So many bytes are wrong.
    Illegal(usize),
    Incomplete,
}

/// Decodes with one of the four codecs.
pub(super) fn decode(bytes: &[u8], module: &str) -> Result<String, String> {
    let edition_2000 = module.ends_with("x0213");
    let next = if module.starts_with("euc") { euc } else { shift };
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match next(&bytes[at..], edition_2000, &mut out) {
            Ok(len) => at += len,
            Err(Stop::Illegal(len)) => return Err(decode_error(module, bytes, at, at + len, ILLEGAL)),
            Err(Stop::Incomplete) => return Err(decode_error(module, bytes, at, bytes.len(), INCOMPLETE)),
        }
    }
    Ok(out)
}

/// Appends the next character, and returns its length.
fn euc(rest: &[u8], edition_2000: bool, out: &mut String) -> Result<usize, Stop> {
    let byte = |at: usize| rest.get(at).copied().ok_or(Stop::Incomplete);
    let first = byte(0)?;
    match first {
        0..=0x7f => out.push(char::from(first)),
        0x8e => {
            let second = byte(1)?;
            let kana = (0xa1..=0xdf).contains(&second).then(|| char::from_u32(0xfec0 + u32::from(second))).flatten();
            out.push(kana.ok_or(Stop::Illegal(1))?);
        }
        0x8f => {
            let (second, third) = (byte(1)? ^ 0x80, byte(2)? ^ 0x80);
            match second_plane_of(edition_2000, second, third) {
                Some(text) => out.push_str(text),
                None if (second | third).is_ascii() => {
                    out.push(multibyte::jisx0212(second, third).ok_or(Stop::Illegal(1))?);
                }
                None => return Err(Stop::Illegal(1)),
            }
        }
        _ => {
            let second = byte(1)?;
            out.push_str(first_plane_of(edition_2000, first ^ 0x80, second ^ 0x80)?);
        }
    }
    Ok(match first {
        0..=0x7f => 1,
        0x8f => 3,
        _ => 2,
    })
}

/// Appends the next character, and returns its length.
fn shift(rest: &[u8], edition_2000: bool, out: &mut String) -> Result<usize, Stop> {
    let first = *rest.first().ok_or(Stop::Incomplete)?;
    let single = match first {
        b'\\' => Some('¥'),
        b'~' => Some('\u{203e}'),
        0..=0x7f => Some(char::from(first)),
        0xa1..=0xdf => char::from_u32(0xfec0 + u32::from(first)),
        0x81..=0x9f | 0xe0..=0xfc => None,
        _ => return Err(Stop::Illegal(1)),
    };
    if let Some(c) = single {
        out.push(c);
        return Ok(1);
    }
    let second = *rest.get(1).ok_or(Stop::Incomplete)?;
    if !matches!(second, 0x40..=0x7e | 0x80..=0xfc) {
        return Err(Stop::Illegal(1));
    }
    // The wide forms of what the single bytes are not.
    if let Some(c) = match (first, second) {
        (0x81, 0x5f) => Some('\\'),
        (0x81, 0xb0) => Some('~'),
        _ => None,
    } {
        out.push(c);
        return Ok(2);
    }
    let row = 2 * (first - if first < 0xe0 { 0x81 } else { 0xc1 });
    let column = second - if second < 0x80 { 0x40 } else { 0x41 };
    let (row, column) = if column < 94 { (row, column) } else { (row + 1, column - 94) };
    let column = column + 0x21;
    let text = match row {
        0..=0x5d => Some(first_plane_of(edition_2000, row + 0x21, column)?),
        0x67.. => second_plane_of(edition_2000, row + 0x07, column),
        0x63.. | 0x5f => second_plane_of(edition_2000, row - 0x37, column),
        _ => second_plane_of(edition_2000, row - 0x3d, column),
    };
    out.push_str(text.ok_or(Stop::Illegal(1))?);
    Ok(2)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn editions() {
        assert_eq!(decode(b"a\xae\xa1", "euc_jis_2004").as_deref(), Ok("a俱"));
        assert!(decode(b"\xae\xa1", "euc_jisx0213").is_err());
        assert_eq!(decode(b"\x8f\xfd\xbb", "euc_jisx0213").as_deref(), Ok("\u{9b1d}"));
        assert_eq!(decode(b"\xa4\xf7", "euc_jis_2004").as_deref(), Ok("か\u{309a}"));
        assert_eq!(decode(b"\xf0\x40\\", "shift_jis_2004").as_deref(), Ok("𠂉¥"));
    }
}
