//! The words behind `-W`.
//!
//! Follows `_setoption`, `_getaction` and `_getcategory` (`Lib/warnings.py`).

use std::fmt;

use fancy_regex::Regex;
use pycmill_target::Target;

use super::filters::{Action, Filter};
use crate::repr;

/// Why Python ignores an option; the text is what it prints.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FilterError(String);

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Invalid -W option ignored: {}", self.0)
    }
}

impl std::error::Error for FilterError {}

/// What a message begins with, or what a module is called.
#[derive(Clone, Debug)]
pub(crate) enum Pattern {
    Anything,
    Text(String),
    Expression(Box<Regex>),
}

impl Pattern {
    /// Whether a message begins so; case does not matter.
    pub(crate) fn is_prefix_of(&self, message: &str) -> bool {
        match self {
            Self::Anything => true,
            Self::Text(text) => message.to_lowercase().starts_with(&text.to_lowercase()),
            Self::Expression(regex) => regex.is_match(message).unwrap_or(false),
        }
    }

    /// Whether a file, whose `.py` is taken away, is meant. Later versions try each part of the path as the name of a
    /// module.
    pub(crate) fn names(&self, target: Target, file: &str) -> bool {
        let is_named = |name: &str| match self {
            Self::Anything => true,
            Self::Text(text) => text == name,
            Self::Expression(regex) => regex.is_match(name).unwrap_or(false),
        };
        if is_named(file) || !target.filters_warnings_by_dotted_names() {
            return is_named(file);
        }
        let parts: Vec<&str> = file.strip_suffix("/__init__").unwrap_or(file).split('/').collect();
        (0..parts.len()).any(|from| is_named(&parts[from..].join(".")))
    }
}

/// The filter of an option: `action:message:category:module:line`.
pub(crate) fn parse(target: Target, option: &str) -> Result<Filter, FilterError> {
    let quoted = |text: &str| repr(target, text.as_bytes());
    let parts: Vec<&str> = option.split(':').map(str::trim).collect();
    if parts.len() > 5 {
        return Err(FilterError(format!("too many fields (max 5): {}", quoted(option))));
    }
    let part = |at: usize| parts.get(at).copied().unwrap_or_default();
    Ok(Filter {
        action: action(part(0)).ok_or_else(|| FilterError(format!("invalid action: {}", quoted(part(0)))))?,
        class: class(target, part(2))?,
        message: pattern(target, part(1), "message", r"\A(?i:", ")")?,
        module: pattern(target, part(3), "module", r"\A(?:", ")")?,
        line: line(target, part(4))?,
    })
}

/// Any beginning of an action's name is enough.
fn action(text: &str) -> Option<Action> {
    if text == "all" {
        return Some(Action::Always);
    }
    let names = [
        ("default", Action::Show),
        ("always", Action::Always),
        ("ignore", Action::Ignore),
        ("module", Action::Show),
        ("once", Action::Once),
        ("error", Action::Error),
    ];
    names.into_iter().find(|(name, _)| name.starts_with(text)).map(|(_, action)| action)
}

/// The warnings among the built-in classes.
const WARNINGS: [&str; 11] = [
    "BytesWarning",
    "DeprecationWarning",
    "EncodingWarning",
    "FutureWarning",
    "ImportWarning",
    "PendingDeprecationWarning",
    "ResourceWarning",
    "RuntimeWarning",
    "SyntaxWarning",
    "UnicodeWarning",
    "UserWarning",
];

fn class(target: Target, text: &str) -> Result<Option<String>, FilterError> {
    let quoted = |text: &str| repr(target, text.as_bytes());
    match text.rsplit_once('.') {
        _ if text.is_empty() || text == "Warning" => Ok(None),
        None if WARNINGS.contains(&text) => Ok(Some(text.to_owned())),
        None => Err(FilterError(format!("unknown warning category: {}", quoted(text)))),
        Some(("builtins", name)) => class(target, name),
        // Modules are not imported.
        Some((module, _)) => Err(FilterError(format!("invalid module name: {}", quoted(module)))),
    }
}

fn pattern(target: Target, text: &str, what: &str, open: &str, close: &str) -> Result<Pattern, FilterError> {
    if text.is_empty() {
        return Ok(Pattern::Anything);
    }
    let inner = text.strip_prefix('/').and_then(|text| text.strip_suffix('/'));
    let Some(inner) = inner.filter(|_| target.takes_expressions_in_warning_options()) else {
        return Ok(Pattern::Text(text.to_owned()));
    };
    let regex = Regex::new(&format!("{open}{inner}{close}"));
    regex
        .map(|regex| Pattern::Expression(Box::new(regex)))
        .map_err(|_| FilterError(format!("invalid regular expression for {what}: {}", repr(target, inner.as_bytes()))))
}

fn line(target: Target, text: &str) -> Result<i64, FilterError> {
    if text.is_empty() {
        return Ok(0);
    }
    match text.parse::<i64>() {
        Ok(number) if number >= 0 => Ok(number),
        Ok(number) => Err(FilterError(format!("invalid lineno {number}"))),
        Err(_) => Err(FilterError(format!("invalid lineno {}", repr(target, text.as_bytes())))),
    }
}
