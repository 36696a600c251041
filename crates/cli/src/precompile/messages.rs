//! Where a request ends.
//!
//! The reference reads lines, but the protocol has no separator, and Bazel 4 writes none. So a request ends with the object that
//! it is, or with its line if that is no object.

use std::io::{self, BufRead};

/// What has been seen of a request.
#[derive(Clone, Copy, Default)]
struct Scanner {
    depth: usize,
    is_in_string: bool,
    is_escaped: bool,
}

impl Scanner {
    /// Whether the request ends with this byte.
    fn ends_with(&mut self, byte: u8) -> bool {
        match byte {
            b'\n' => return true,
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' if self.is_in_string => self.is_escaped = true,
            b'"' => self.is_in_string = !self.is_in_string,
            _ if self.is_in_string => {}
            b'{' => self.depth += 1,
            b'}' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }
}

/// Reads the next request into a buffer; false at the end of the input. Blank requests are those of empty lines.
pub(super) fn read(input: &mut impl BufRead, text: &mut Vec<u8>) -> io::Result<bool> {
    text.clear();
    let mut scanner = Scanner::default();
    loop {
        let available = match input.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if available.is_empty() {
            return Ok(!text.is_empty());
        }
        let end = available.iter().position(|byte| scanner.ends_with(*byte)).map(|at| at + 1);
        let count = end.unwrap_or(available.len());
        text.extend_from_slice(&available[..count]);
        input.consume(count);
        if end.is_some() {
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::read;

    fn requests(input: &str) -> Vec<String> {
        // A small buffer: requests arrive in pieces.
        let mut input = BufReader::with_capacity(3, input.as_bytes());
        let mut text = Vec::new();
        let mut found = Vec::new();
        while read(&mut input, &mut text).expect("it is in memory") {
            found.push(String::from_utf8(text.trim_ascii().to_vec()).expect("text"));
        }
        found.retain(|request| !request.is_empty());
        found
    }

    #[test]
    fn requests_end_with_their_object_or_line() {
        assert_eq!(requests("{\"a\":{}}{\"b\":1}"), ["{\"a\":{}}", "{\"b\":1}"]);
        assert_eq!(requests("{\"a\":1}\n\n{\"b\":1}\n"), ["{\"a\":1}", "{\"b\":1}"]);
        assert_eq!(requests(r#"{"a}":"{\"\\"}{"b":"}"}"#), [r#"{"a}":"{\"\\"}"#, r#"{"b":"}"}"#]);
        assert_eq!(requests("[1]\n{\"b\": \n{\"c\":1}"), ["[1]", "{\"b\":", "{\"c\":1}"]);
        assert_eq!(requests("}{}x"), ["}", "{}", "x"]);
    }
}
