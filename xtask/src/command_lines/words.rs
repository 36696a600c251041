//! Words of a line of a table, as a shell would split it: `'as it is'`, `"with \n \t \" \\ \xff"`, `${NAME}`.

use std::ffi::OsString;
use std::io;
use std::os::unix::ffi::OsStringExt;

/// A word before its variables have values; bytes, because names need not be text.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(crate) struct Word(pub(crate) Vec<u8>);

/// What variables stand for.
#[derive(Clone, Debug)]
pub(crate) struct Variables(pub(crate) Vec<(&'static str, Vec<u8>)>);

impl Word {
    /// The word with values for its variables.
    pub(crate) fn expand(&self, variables: &Variables) -> Vec<u8> {
        let mut rest = &self.0[..];
        let mut out = Vec::new();
        while let Some(at) = rest.windows(2).position(|pair| pair == b"${") {
            out.extend_from_slice(&rest[..at]);
            rest = &rest[at..];
            let known = variables.0.iter().find(|(name, _)| rest.starts_with(format!("${{{name}}}").as_bytes()));
            if let Some((name, value)) = known {
                out.extend_from_slice(value);
                rest = &rest[name.len() + 3..];
            } else {
                out.extend_from_slice(&rest[..2]);
                rest = &rest[2..];
            }
        }
        out.extend_from_slice(rest);
        out
    }

    /// The same as an argument or a path.
    pub(crate) fn to_os(&self, variables: &Variables) -> OsString {
        OsString::from_vec(self.expand(variables))
    }

    /// The word of a set-up step that must be plain text.
    pub(crate) fn text(&self) -> io::Result<&str> {
        std::str::from_utf8(&self.0).map_err(io::Error::other)
    }
}

/// Splits a line; a `#` where a word could begin ends it.
pub(crate) fn split(line: &str) -> io::Result<Vec<Word>> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() && !rest.starts_with('#') {
        let (word, behind) = one(rest)?;
        words.push(word);
        rest = behind.trim_start();
    }
    Ok(words)
}

fn one(text: &str) -> io::Result<(Word, &str)> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        match first {
            ' ' => break,
            '\'' => {
                let end = rest[1..].find('\'').ok_or_else(|| unclosed(text))?;
                bytes.extend_from_slice(&rest.as_bytes()[1..=end]);
                rest = &rest[end + 2..];
            }
            '"' => rest = quoted(&rest[1..], &mut bytes).ok_or_else(|| unclosed(text))?,
            _ => {
                bytes.extend_from_slice(&rest.as_bytes()[..first.len_utf8()]);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    Ok((Word(bytes), rest))
}

fn unclosed(text: &str) -> io::Error {
    io::Error::other(format!("a quote without an end or a wrong escape in {text}"))
}

/// Adds the bytes of a word in double quotes; what stands behind it.
fn quoted<'text>(text: &'text str, bytes: &mut Vec<u8>) -> Option<&'text str> {
    let mut rest = text;
    loop {
        let first = rest.chars().next()?;
        rest = &rest[first.len_utf8()..];
        match first {
            '"' => return Some(rest),
            '\\' => rest = escape(rest, bytes)?,
            _ => bytes.extend_from_slice(first.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

fn escape<'text>(text: &'text str, bytes: &mut Vec<u8>) -> Option<&'text str> {
    bytes.push(match text.chars().next()? {
        'n' => b'\n',
        'r' => b'\r',
        't' => b'\t',
        '0' => 0,
        'x' => {
            bytes.push(u8::from_str_radix(text.get(1..3)?, 16).ok()?);
            return Some(&text[3..]);
        }
        one @ ('"' | '\\' | '$') => one as u8,
        _ => return None,
    });
    Some(&text[1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_escapes_and_variables() {
        let words = split(r#"-x 'a b$' t/"n\xff".py ${TAG}x # more"#).expect("words");
        let variables = Variables(vec![("TAG", b"cpython-313".to_vec())]);
        let expanded: Vec<_> = words.iter().map(|word| word.expand(&variables)).collect();
        assert_eq!(expanded, [b"-x".to_vec(), b"a b$".to_vec(), b"t/n\xff.py".to_vec(), b"cpython-313x".to_vec()]);
        assert!(split("'a").is_err());
        assert_eq!(split("''").expect("a word"), [Word::default()]);
    }
}
