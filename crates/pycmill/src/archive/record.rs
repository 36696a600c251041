//! RECORD: the list of a wheel's files with their hashes, as CSV.
//!
//! Follows the specification of recorded installations and the `csv` module that reads and writes it.

use std::collections::HashMap;

use super::ArchiveError;
use super::members::Member;

/// Signatures of RECORD, which are worth nothing for another one.
pub(crate) const SIGNATURES: [&str; 2] = ["RECORD.jws", "RECORD.p7s"];

/// Whether the content of a file is looked at: RECORD or WHEEL of a distribution.
pub(crate) fn is_metadata(name: &str) -> bool {
    name.split_once('/')
        .is_some_and(|(directory, file)| directory.ends_with(".dist-info") && matches!(file, "RECORD" | "WHEEL"))
}

/// The name of the directory with the metadata of a wheel; there is one.
pub(crate) fn dist_info(members: &[Member]) -> Result<String, ArchiveError> {
    let records = members.iter().filter_map(|member| member.name.strip_suffix("/RECORD"));
    let mut directories = records.filter(|directory| directory.ends_with(".dist-info") && !directory.contains('/'));
    match (directories.next(), directories.next()) {
        (Some(directory), None) => Ok(directory.to_owned()),
        (None, _) => Err(ArchiveError::new("the wheel has no RECORD")),
        (Some(_), Some(_)) => Err(ArchiveError::new("the wheel has more than one RECORD")),
    }
}

/// Refuses a wheel whose files are not those of its RECORD.
pub(crate) fn verify(members: &[Member], dist_info: &str) -> Result<(), ArchiveError> {
    let record = format!("{dist_info}/RECORD");
    let content = members.iter().find(|member| member.name == record).and_then(|member| member.content.as_deref());
    let text = std::str::from_utf8(content.unwrap_or_default());
    let text = text.map_err(|_| ArchiveError::new(format!("{record} is not UTF-8")))?;
    let rows: HashMap<String, Vec<String>> = rows(text).map(|row| (row[0].clone(), row)).collect();
    for member in members.iter().filter(|member| !member.is_directory) {
        if member.name == record || SIGNATURES.iter().any(|name| member.name == format!("{dist_info}/{name}")) {
            continue;
        }
        let Some(row) = rows.get(&member.name) else {
            return Err(ArchiveError::new(format!("{} is not in RECORD", member.name)));
        };
        let hash = row.get(1).map(String::as_str).unwrap_or_default();
        let is_known = hash.strip_prefix("sha256=").is_some_and(|hash| hash.trim_end_matches('=') == member.hash);
        if !is_known {
            return Err(ArchiveError::new(format!("{} has another hash than RECORD says", member.name)));
        }
    }
    Ok(())
}

/// The rows of CSV without empty ones.
pub(crate) fn rows(text: &str) -> impl Iterator<Item = Vec<String>> {
    let mut rest = text.chars().peekable();
    std::iter::from_fn(move || {
        let mut row = vec![String::new()];
        let mut is_quoted = false;
        rest.peek()?;
        while let Some(char) = rest.next() {
            let field = row.last_mut().expect("a row has a field");
            match char {
                '"' if is_quoted && rest.peek() == Some(&'"') => field.extend(rest.next()),
                '"' => is_quoted = !is_quoted,
                ',' if !is_quoted => row.push(String::new()),
                '\n' if !is_quoted => break,
                '\r' if !is_quoted => {}
                char => field.push(char),
            }
        }
        Some(row)
    })
    .filter(|row| row.iter().any(|field| !field.is_empty()))
}

/// A row of RECORD.
pub(crate) fn row(name: &str, hash: &str, size: u64) -> String {
    format!("{},sha256={hash},{size}\n", quoted(name))
}

/// A row without hash and size: of RECORD itself, and of compiled files as pip lists them.
pub(crate) fn bare_row(name: &str) -> String {
    format!("{},,\n", quoted(name))
}

pub(crate) fn quoted(name: &str) -> String {
    if name.contains([',', '"', '\r', '\n']) { format!("\"{}\"", name.replace('"', "\"\"")) } else { name.to_owned() }
}

/// URL-safe Base64 without padding.
pub(crate) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let of_chunk = |chunk: &[u8]| {
        let bits = chunk.iter().enumerate().fold(0_u32, |bits, (at, byte)| bits | u32::from(*byte) << (16 - 8 * at));
        let digits = (0..=chunk.len()).map(move |at| char::from(DIGITS[(bits >> (18 - 6 * at) & 63) as usize]));
        digits.collect::<String>()
    };
    bytes.chunks(3).map(of_chunk).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The digits are those of `base64.urlsafe_b64encode(hashlib.sha256(b"x = 1\n").digest())`.
    #[test]
    fn hashes_are_written_as_python_does() {
        use sha2::{Digest, Sha256};
        assert_eq!(base64(&Sha256::digest(b"x = 1\n")), "nia_NpkRxFwkPGhBR7I_yeHc_PJX0pmhxjIBam_NM_Q");
        assert_eq!([&b""[..], b"a", b"ab", b"abc"].map(base64), ["", "YQ", "YWI", "YWJj"]);
    }

    #[test]
    fn rows_are_read_as_they_are_written() {
        let text = row("a,\"b\".py", "h", 3) + "\r\n" + &bare_row("x/RECORD");
        assert_eq!(text, "\"a,\"\"b\"\".py\",sha256=h,3\n\r\nx/RECORD,,\n");
        let read: Vec<Vec<String>> = rows(&text).collect();
        assert_eq!(read, [vec!["a,\"b\".py", "sha256=h", "3"], vec!["x/RECORD", "", ""]]);
    }
}
