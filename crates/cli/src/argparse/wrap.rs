//! Text broken into lines.
//!
//! Follows `TextWrapper` (`Lib/textwrap.py`): words are also broken behind the hyphens inside them.

use std::sync::OnceLock;

use fancy_regex::Regex;
use pycmill::Target;

/// White space, a dash between words, a word or a part of one that ends in a hyphen (`wordsep_re`).
const CHUNK: &str = concat!(
    r#"[\t\n\x0b\x0c\r ]+|(?<=[\w!"'&.,?])-{2,}(?=\w)|[^\t\n\x0b\x0c\r ]+?"#,
    r#"(?:-(?:(?<=[a-zA-Z_]{2}-)|(?<=[a-zA-Z_]-[a-zA-Z_]-))(?=[a-zA-Z_]-?[a-zA-Z_])"#,
    r#"|(?=[\t\n\x0b\x0c\r ]|\z)|(?<=[\w!"'&.,?])(?=-{2,}\w))"#
);

/// The lines of a text whose white space is single blanks.
pub(crate) fn wrap(target: Target, text: &str, width: usize) -> Vec<String> {
    let mut chunks = chunks(text);
    chunks.reverse();
    let mut lines = Vec::new();
    while !chunks.is_empty() {
        lines.extend(line(target, &mut chunks, width, lines.is_empty()));
    }
    lines
}

fn chunks(text: &str) -> Vec<String> {
    static REGEX: OnceLock<Regex> = OnceLock::new();
    let regex = REGEX.get_or_init(|| Regex::new(CHUNK).expect("a valid expression"));
    regex.find_iter(text).map_while(Result::ok).map(|found| found.as_str().to_owned()).collect()
}

/// Takes the chunks of a line off the end of the stack.
fn line(target: Target, chunks: &mut Vec<String>, width: usize, is_first: bool) -> Option<String> {
    if !is_first && chunks.last().is_some_and(|chunk| is_blank(chunk)) {
        chunks.pop();
    }
    let mut line: Vec<String> = Vec::new();
    let mut length = 0;
    while let Some(chunk) = chunks.pop_if(|chunk| length + chars(chunk) <= width) {
        length += chars(&chunk);
        line.push(chunk);
    }
    if chunks.last().is_some_and(|chunk| chars(chunk) > width) {
        let head = broken(chunks, width.saturating_sub(length).max(usize::from(width == 0)));
        // An empty part hid the white space in front of it.
        line.extend(Some(head).filter(|head| !head.is_empty() || target.breaks_words_after_nothing()));
    }
    line.pop_if(|chunk| is_blank(chunk));
    (!line.is_empty()).then(|| line.concat())
}

/// The part of a word that is too long for a line which still goes on this one.
fn broken(chunks: &mut [String], space: usize) -> String {
    let chunk = chunks.last_mut().expect("there is a word that is too long");
    let head: String = chunk.chars().take(space).collect();
    let end = match head.rfind('-') {
        Some(hyphen) if hyphen > 0 && chunk[..hyphen].bytes().any(|byte| byte != b'-') => hyphen + 1,
        _ => head.len(),
    };
    let rest = chunk.split_off(end);
    std::mem::replace(chunk, rest)
}

fn is_blank(chunk: &str) -> bool {
    chunk.trim().is_empty()
}

fn chars(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    fn wrap(text: &str, width: usize) -> Vec<String> {
        super::wrap("3.13.0".parse().expect("a target"), text, width)
    }

    #[test]
    fn lines_are_those_of_textwrap() {
        assert_eq!(wrap("use in compile-time tracebacks", 14), ["use in", "compile-time", "tracebacks"]);
        assert_eq!(wrap("use in compile-time tracebacks", 15), ["use in compile-", "time tracebacks"]);
        assert_eq!(wrap("{checked-hash,timestamp} x", 11), ["{checked-ha", "sh,timestam", "p} x"]);
        assert_eq!(wrap("-qq will do", 4), ["-qq", "will", "do"]);
    }
}
