//! Where the compiled file goes.
//!
//! Follows `cache_from_source` with its `_path_split` and `_path_join`, which differ from `os.path`
//! in that the root directory is lost: `/x.py` is cached in the relative `__pycache__`.

use pycmill_target::Target;

use crate::ntpath;

/// The optimisation level in the name of a cache file (PEP 488).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Optimization {
    /// Nothing is left out; nothing in the name.
    #[default]
    Zero,
    /// `-O`: `.opt-1`.
    One,
    /// `-OO`: `.opt-2`.
    Two,
    /// More than `-OO`, which compiles like it: `.opt-3` and so on.
    Beyond(u32),
}

impl Optimization {
    /// The levels that differ, lowest first.
    pub const ALL: [Self; 3] = [Self::Zero, Self::One, Self::Two];

    /// The level with this number.
    #[must_use]
    pub const fn from_level(level: u8) -> Option<Self> {
        match level {
            0 => Some(Self::Zero),
            1 => Some(Self::One),
            2 => Some(Self::Two),
            _ => None,
        }
    }

    /// The level of an interpreter with that many `-O`, or that number in `PYTHONOPTIMIZE`.
    #[must_use]
    pub const fn of_interpreter(count: u32) -> Self {
        match count {
            0 => Self::Zero,
            1 => Self::One,
            2 => Self::Two,
            more => Self::Beyond(more),
        }
    }

    /// What the compiler leaves out: the number behind `-O`, at most 2.
    #[must_use]
    pub const fn level(self) -> u8 {
        match self {
            Self::Zero => 0,
            Self::One => 1,
            Self::Two | Self::Beyond(_) => 2,
        }
    }

    fn suffix(self) -> Vec<u8> {
        match self {
            Self::Zero => Vec::new(),
            Self::One => b".opt-1".to_vec(),
            Self::Two => b".opt-2".to_vec(),
            Self::Beyond(level) => format!(".opt-{level}").into_bytes(),
        }
    }
}

/// Which directory holds cache files.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Layout<'a> {
    /// `__pycache__` beside the source.
    Beside,
    /// Under `sys.pycache_prefix`, at the absolute path of the source.
    Prefix {
        /// `sys.pycache_prefix`.
        prefix: &'a [u8],
        /// The current directory, where relative paths begin.
        current: &'a [u8],
    },
}

/// `importlib.util.cache_from_source`: the path of the `.pyc` file of a source file.
#[must_use]
pub fn cache_path(target: Target, source: &[u8], optimization: Optimization, layout: Layout<'_>) -> Vec<u8> {
    if cfg!(windows) {
        windows_cache_path(target, source, optimization, layout)
    } else {
        posix_cache_path(target, source, optimization, layout)
    }
}

/// [`cache_path`] of Unix.
#[must_use]
pub fn posix_cache_path(target: Target, source: &[u8], optimization: Optimization, layout: Layout<'_>) -> Vec<u8> {
    let (head, tail) = split(source, |byte| byte == b'/');
    let name = cache_name(target, tail, optimization);
    match layout {
        Layout::Beside => join(&[head, b"__pycache__", &name]),
        Layout::Prefix { prefix, current } => {
            let head = match head.first() {
                Some(b'/') => head.to_vec(),
                _ => {
                    join(&[current, if target.drops_dot_of_prefixed_cache_paths() { without_dot(head) } else { head }])
                }
            };
            join(&[prefix, trim_start(without_drive(&head, |byte| byte == b'/')), &name])
        }
    }
}

/// [`cache_path`] of Windows.
#[must_use]
pub fn windows_cache_path(target: Target, source: &[u8], optimization: Optimization, layout: Layout<'_>) -> Vec<u8> {
    let (head, tail) = split(source, ntpath::is_separator);
    let name = cache_name(target, tail, optimization);
    match layout {
        Layout::Beside => ntpath::import_join(&[head, b"__pycache__", &name]),
        Layout::Prefix { prefix, current } => {
            let head = if ntpath::import_is_absolute(head) {
                head.to_vec()
            } else {
                // Each of the two is removed once.
                let bare = head.strip_prefix(br".\").unwrap_or(head);
                let bare = bare.strip_prefix(b"./").unwrap_or(bare);
                ntpath::import_join(&[current, if target.drops_dot_of_prefixed_cache_paths() { bare } else { head }])
            };
            ntpath::import_join(&[prefix, ntpath::trim_start(without_drive(&head, ntpath::is_separator)), &name])
        }
    }
}

/// The path that `compileall -b` writes to: beside the source, under its own name.
#[must_use]
pub fn legacy_path(source: &[u8]) -> Vec<u8> {
    [source, b"c"].concat()
}

fn cache_name(target: Target, tail: &[u8], optimization: Optimization) -> Vec<u8> {
    let (base, dot, rest) = match tail.iter().rposition(|byte| *byte == b'.') {
        Some(at) => (&tail[..at], &b"."[..], &tail[at + 1..]),
        None => (&b""[..], &b""[..], tail),
    };
    let stem = if base.is_empty() { rest } else { base };
    [stem, dot, target.cache_tag().as_bytes(), &optimization.suffix(), b".pyc"].concat()
}

fn split(path: &[u8], is_separator: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    match path.iter().rposition(|byte| is_separator(*byte)) {
        Some(at) => (&path[..at], &path[at + 1..]),
        None => (b"", path),
    }
}

fn join(parts: &[&[u8]]) -> Vec<u8> {
    let parts: Vec<&[u8]> = parts.iter().filter(|part| !part.is_empty()).map(|part| trim_end(part)).collect();
    parts.join(&b'/')
}

fn trim_end(path: &[u8]) -> &[u8] {
    let kept = path.iter().rposition(|byte| *byte != b'/').map_or(0, |at| at + 1);
    &path[..kept]
}

fn trim_start(path: &[u8]) -> &[u8] {
    let from = path.iter().position(|byte| *byte != b'/').unwrap_or(path.len());
    &path[from..]
}

/// Removes one `./`, as `_path_abspath` does.
fn without_dot(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"./").unwrap_or(head)
}

/// Python drops the drive on all systems.
fn without_drive(path: &[u8], is_separator: impl Fn(u8) -> bool) -> &[u8] {
    if path.get(1) == Some(&b':') && !is_separator(path[0]) { &path[2..] } else { path }
}
