//! Patterns for paths: `*`, `?` and `[…]` within a component, `**` for any number of components.
//!
//! A pattern matches a file if it matches its path, or that of a directory around it, from some component on: `tests` is every
//! directory and file of that name, `pkg/**/data_*.py` files below any `pkg`. A slash at the start means the first component.
//!
//! **Invariant**: matching takes time linear in pattern and path together, but for a factor per `*`.

use std::fmt;
use std::path::{Component, Path};

use crate::os_text::os_bytes;

/// A pattern for paths.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Glob {
    text: String,
    parts: Vec<Part>,
    is_anchored: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    /// Any number of components.
    Any,
    /// One that matches.
    One(Vec<Item>),
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Item {
    Byte(u8),
    /// `?`: a character.
    Character,
    /// `*`
    Many,
    /// `[…]`: ranges, and whether those are excluded.
    Class(Vec<(u8, u8)>, bool),
}

/// Why a pattern is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GlobError(String);

impl fmt::Display for GlobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for GlobError {}

impl std::str::FromStr for Glob {
    type Err = GlobError;

    fn from_str(text: &str) -> Result<Self, GlobError> {
        let inner = text.trim_end_matches('/').trim_start_matches("./");
        let is_anchored = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        if matches!(inner, "" | ".") {
            return Err(GlobError(format!("{text:?} is no pattern")));
        }
        let parts = inner.split('/').filter(|part| !part.is_empty()).map(part).collect::<Result<_, _>>()?;
        Ok(Self { text: text.to_owned(), parts, is_anchored })
    }
}

impl fmt::Display for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn part(text: &str) -> Result<Part, GlobError> {
    if text == "**" {
        return Ok(Part::Any);
    }
    let mut items = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        items.push(match byte {
            b'*' => Item::Many,
            b'?' => Item::Character,
            b'[' => {
                let (class, after) = class(rest).ok_or_else(|| GlobError(format!("'[' is not closed in {text:?}")))?;
                rest = after;
                class
            }
            byte => Item::Byte(*byte),
        });
    }
    Ok(Part::One(items))
}

/// What follows `[`, and what follows that.
fn class(text: &[u8]) -> Option<(Item, &[u8])> {
    let (is_excluded, text) = match text {
        [b'!' | b'^', rest @ ..] => (true, rest),
        text => (false, text),
    };
    // One at the start is a character of the class.
    let end = 1 + text.get(1..)?.iter().position(|byte| *byte == b']')?;
    let mut ranges = Vec::new();
    let mut rest = &text[..end];
    while let Some((first, after)) = rest.split_first() {
        (ranges, rest) = match after {
            [b'-', last, after @ ..] => (with(ranges, (*first, *last)), after),
            after => (with(ranges, (*first, *first)), after),
        };
    }
    Some((Item::Class(ranges, is_excluded), &text[end + 1..]))
}

fn with(mut ranges: Vec<(u8, u8)>, range: (u8, u8)) -> Vec<(u8, u8)> {
    ranges.push(range);
    ranges
}

impl Glob {
    /// Whether the pattern matches a path, or a directory in it.
    #[must_use]
    pub fn matches(&self, path: &Path) -> bool {
        let components: Vec<&[u8]> = path
            .components()
            .filter_map(|component| match component {
                Component::Normal(name) => Some(os_bytes(name)),
                Component::ParentDir => Some(&b".."[..]),
                Component::Prefix(_) | Component::RootDir | Component::CurDir => None,
            })
            .collect();
        let starts = if self.is_anchored { 1 } else { components.len() };
        (0..starts).any(|start| matches_start(&self.parts, &components[start..]))
    }
}

/// Whether the parts match the first of the components.
fn matches_start(parts: &[Part], components: &[&[u8]]) -> bool {
    // At how many components the parts so far may end.
    let mut ends = vec![false; components.len() + 1];
    ends[0] = true;
    for part in parts {
        let mut next = vec![false; ends.len()];
        let mut is_open = false;
        for at in 0..ends.len() {
            match part {
                Part::Any => {
                    is_open |= ends[at];
                    next[at] = is_open;
                }
                Part::One(items) => {
                    if at > 0 {
                        next[at] = ends[at - 1] && matches_name(items, components[at - 1]);
                    }
                }
            }
        }
        ends = next;
    }
    ends.contains(&true)
}

/// Goes back to the last `*` only, as earlier ones need not take more.
fn matches_name(items: &[Item], name: &[u8]) -> bool {
    let (mut item, mut at) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    loop {
        let step = match items.get(item) {
            None if at == name.len() => return true,
            Some(Item::Many) => {
                retry = Some((item, at));
                item += 1;
                continue;
            }
            Some(one) => width(one, &name[at..]),
            None => None,
        };
        match (step, retry) {
            (Some(width), _) => (item, at) = (item + 1, at + width),
            (None, Some((many, start))) if start < name.len() => {
                retry = Some((many, start + 1));
                (item, at) = (many + 1, start + 1);
            }
            (None, _) => return false,
        }
    }
}

/// How many bytes of a name an item takes; nothing if it does not match.
fn width(item: &Item, rest: &[u8]) -> Option<usize> {
    let first = *rest.first()?;
    let character = || 1 + rest[1..].iter().take_while(|byte| **byte & 0xC0 == 0x80).count();
    match item {
        Item::Byte(byte) => (first == *byte).then_some(1),
        Item::Character | Item::Many => Some(character()),
        Item::Class(ranges, is_excluded) => {
            let is_in = ranges.iter().any(|(low, high)| (*low..=*high).contains(&first));
            (is_in != *is_excluded).then(character)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(glob: &str, path: &str) -> bool {
        glob.parse::<Glob>().expect("a pattern").matches(Path::new(path))
    }

    #[test]
    fn patterns_match_from_any_component_on() {
        for (glob, path) in [
            ("tests", "lib/pkg/tests/a.py"),
            ("tests/", "tests/a.py"),
            ("*.py", "lib/a.py"),
            ("pkg/*.py", "/usr/lib/pkg/a.py"),
            ("pkg/**/data_?.py", "pkg/data_1.py"),
            ("pkg/**/data_?.py", "x/pkg/a/b/data_é.py"),
            ("/lib/pkg", "lib/pkg/a.py"),
            ("./a.py", "./a.py"),
            ("[a-c!]*[!0-9].py", "b1x.py"),
            ("*a*b*.py", "xxaxxbxx.py"),
            ("**", "a.py"),
        ] {
            assert!(matches(glob, path), "{glob} {path}");
        }
        for (glob, path) in [
            ("test", "tests/a.py"),
            ("pkg/*.py", "pkg/a/b.py"),
            ("/pkg", "lib/pkg/a.py"),
            ("[a-c]*.py", "d.py"),
            ("*a*b*.py", "xxbxxaxx.py"),
            ("a?.py", "a.py"),
        ] {
            assert!(!matches(glob, path), "{glob} {path}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_an_error() {
        for text in ["", "/", "./", "a[b", "a/[!]"] {
            assert!(text.parse::<Glob>().is_err(), "{text}");
        }
    }

    #[test]
    fn many_stars_take_no_time() {
        let glob = "*a".repeat(50) + "b";
        assert!(!matches(&glob, &"a".repeat(5000)));
        let deep = "**/a/".repeat(30) + "b";
        assert!(!matches(&deep, &"a/".repeat(200)));
    }
}
