//! Regular expressions in the syntax of Python's `re`, searched for in paths.
//!
//! **Invariants**: what Python rejects is rejected with its message, and everything else is taken. Follows `re.compile(…).search` with `Lib/re/_parser.py`.

mod chars;
mod class;
mod escape;
mod group;
mod parse;
mod program;
mod repeat;
mod search;
mod tree;

use std::fmt;
use std::path::Path;

use pycmill_target::Target;

use crate::PathEncoding;
use crate::os_text::code_points;
use parse::Wrong;
use program::Program;

/// A compiled regular expression.
#[derive(Clone, Debug)]
pub struct Pattern {
    program: Box<Program>,
    warnings: Vec<PatternWarning>,
    encoding: PathEncoding,
}

/// What Python warns of while it compiles an expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PatternWarning {
    class: &'static str,
    message: String,
}

impl PatternWarning {
    /// The name of the warning's class.
    #[must_use]
    pub fn class(&self) -> &str {
        self.class
    }

    /// Its message.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// Why an expression was not compiled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PatternError {
    target: Target,
    wrong: Wrong,
    /// Where the lines of the expression end.
    newlines: Vec<usize>,
    warnings: Vec<PatternWarning>,
}

impl PatternError {
    /// The warnings that Python gives before it finds the error.
    #[must_use]
    pub fn warnings(&self) -> &[PatternWarning] {
        &self.warnings
    }
}

impl fmt::Display for PatternError {
    /// The last line of Python's traceback.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let class = if self.target.calls_pattern_errors_by_name() { "re.PatternError" } else { "re.error" };
        match &self.wrong {
            Wrong::At(message, position) => {
                write!(f, "{class}: {message} at position {position}")?;
                if self.newlines.is_empty() {
                    return Ok(());
                }
                let before = self.newlines.partition_point(|newline| newline < position);
                let start = before.checked_sub(1).map_or(0, |last| self.newlines[last] + 1);
                write!(f, " (line {}, column {})", before + 1, position - start + 1)
            }
            Wrong::Anywhere(message) => write!(f, "{class}: {message}"),
            Wrong::Overflow => f.write_str("OverflowError: the repetition number is too large"),
            Wrong::Code => f.write_str("RuntimeError: invalid SRE code"),
            Wrong::Recursion(detail) => write!(f, "RecursionError: maximum recursion depth exceeded{detail}"),
        }
    }
}

impl std::error::Error for PatternError {}

impl Pattern {
    /// Compiles an expression, given as the operating system gives it.
    ///
    /// # Errors
    /// If Python rejects it.
    pub fn new(target: Target, expression: &Path) -> Result<Self, PatternError> {
        Self::new_in(PathEncoding::Utf8, target, expression)
    }

    /// Compiles an expression that is searched for in paths of this encoding, and is encoded so itself.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn new_in(encoding: PathEncoding, target: Target, expression: &Path) -> Result<Self, PatternError> {
        let chars: Vec<char> = searchable(expression, encoding).chars().collect();
        let mut warnings = Vec::new();
        match parse::parse(target, &chars, &mut warnings) {
            Ok((tree, widths)) => {
                let program = Box::new(program::compile(&tree, &widths));
                Ok(Self { program, warnings, encoding })
            }
            Err(wrong) => {
                let newlines = chars.iter().enumerate().filter(|(_, char)| **char == '\n').map(|(at, _)| at).collect();
                Err(PatternError { target, wrong, newlines, warnings })
            }
        }
    }

    /// Python's warnings for the expression.
    #[must_use]
    pub fn warnings(&self) -> &[PatternWarning] {
        &self.warnings
    }

    /// Whether the expression is found in a path. A search that would take for ever finds nothing.
    #[must_use]
    pub fn is_found_in(&self, path: &Path) -> bool {
        let text: Vec<char> = searchable(path, self.encoding).chars().collect();
        search::is_found(&self.program, &text)
    }
}

/// A path as text. The lone surrogates of undecodable bytes stand at the end of the last private plane, where nothing
/// else is.
fn searchable(path: &Path, encoding: PathEncoding) -> String {
    code_points(&encoding.decode(path.as_os_str())).map(searchable_char).collect()
}

/// A code point, or what stands for a lone surrogate.
fn searchable_char(code: u32) -> char {
    char::from_u32(code).or(char::from_u32(0x10_FF00 + (code & 0xFF))).unwrap_or('\u{FFFD}')
}

#[cfg(test)]
mod tests {
    use pycmill_target::Version;

    use super::*;

    const TARGET: Target = Target::newest(Version::Python313);

    fn found(expression: &str, path: &str) -> bool {
        Pattern::new(TARGET, Path::new(expression)).expect(expression).is_found_in(Path::new(path))
    }

    fn error(expression: &str) -> String {
        Pattern::new(TARGET, Path::new(expression)).expect_err(expression).to_string()
    }

    #[test]
    fn expressions_mean_what_they_mean_in_python() {
        for (expression, path) in [
            (r"/tests?/", "a/test/b.py"),
            (r"(?P<q>['x]).*(?P=q)", "xaax"),
            (r"(?i:BAD)", "lib/bad.py"),
            (r"(?i)BAD", "lib/bad.py"),
            (r"\Z", "anything"),
            (r"py$", "a.py"),
            (r"^(?!.*/keep/).*\.py", "a/b.py"),
            (r"(?<=lib)/x", "lib/x"),
            (r"a{,2}b{1}{", "ab{"),
            (r"[]a]+", "]"),
            (r"[^/]+\.py\Z", "x.py"),
            (r"(?x) a b # c", "ab"),
            (r"(a)?(?(1)b|c)", "c"),
            (r"\bfoo\b", "a/foo.py"),
            (r"(?s:.)(?:x|)", "\n"),
            (r"[\w\-.]{2}", "_-"),
            (r"(?>a+)b", "aab"),
            (r"a++b", "aab"),
            (r"\x61\u0062\143", "abc"),
            (r"\N{LATIN SMALL LETTER A}[\N{full stop}]", "a."),
        ] {
            assert!(found(expression, path), "{expression}");
        }
        for (expression, path) in
            [(r"(?!)", "a"), (r"^b", "a\nb"), (r"a$", "a\n\n"), (r"(?a:\w)", "é"), (r"(?-i:A)", "a"), (r"[^a]", "a")]
        {
            assert!(!found(expression, path), "{expression}");
        }
        assert!(found("a$", "a\n"));
        assert!(found("(?m)^b", "a\nb"));
    }

    fn messages(target: Target, expression: &str) -> Vec<String> {
        let found = Pattern::new(target, Path::new(expression));
        let warnings = found.as_ref().map_or_else(PatternError::warnings, Pattern::warnings);
        warnings.iter().map(|warning| warning.message().to_owned()).collect()
    }

    /// Recorded from 3.8.18, 3.10.13 and 3.11.7.
    #[test]
    fn flags_could_be_anywhere() {
        let old = |expression: &str, path: &str| {
            let pattern = Pattern::new(Target::newest(Version::Python310), Path::new(expression)).expect(expression);
            pattern.is_found_in(Path::new(path))
        };
        assert!(old("A(?i)B", "ab"));
        assert!(old("a b(?x)", "ab"));
        assert!(old("(?:(?m)x)|^b", "a\nb"));
        assert!(!old("(?-i:A)(?i)", "a"));
        assert!(found("(?i)(?m)^B", "a\nb"));
        let warnings = |version, expression| messages(Target::newest(version), expression);
        let text = "Flags not at the start of the expression 'a(?i)b'";
        assert_eq!(warnings(Version::Python310, "a(?i)b"), [format!("{text} but at position 1")]);
        assert_eq!(warnings(Version::Python38, "a(?i)b"), [text]);
        assert!(warnings(Version::Python310, "(?i)(?m)a").is_empty());
        let text = "Flags not at the start of the expression 'abcdefghijklmnopqrst' (truncated) but at position 26";
        assert_eq!(warnings(Version::Python310, "abcdefghijklmnopqrstuvwxyz(?i)"), [text]);
    }

    #[test]
    fn warnings_are_those_of_python() {
        let warnings = |expression: &str| messages(TARGET, expression);
        assert_eq!(warnings("[[a]"), ["Possible nested set at position 1"]);
        assert_eq!(warnings("x[a--b]"), ["Possible set difference at position 3"]);
        assert_eq!(warnings("[a&&b]"), ["Possible set intersection at position 2"]);
        assert_eq!(warnings("[a||b]|[a~~b]").len(), 2);
        assert!(warnings("[--a][a-z][&&]").is_empty());
    }

    #[test]
    fn errors_are_those_of_python() {
        for (expression, message) in [
            ("[", "unterminated character set at position 0"),
            ("a(", "missing ), unterminated subpattern at position 1"),
            ("a)", "unbalanced parenthesis at position 1"),
            ("*a", "nothing to repeat at position 0"),
            ("a**", "multiple repeat at position 2"),
            ("a{2,1}", "min repeat greater than max repeat at position 2"),
            (r"\q", r"bad escape \q at position 0"),
            ("a\\", "bad escape (end of pattern) at position 1"),
            ("[b-a]", "bad character range b-a at position 1"),
            ("(?<=a*)b", "look-behind requires fixed-width pattern"),
            (r"\2", "invalid group reference 2 at position 1"),
            ("(?P<1>a)", "bad character in group name '1' at position 4"),
            ("(?P=x)", "unknown group name 'x' at position 4"),
            ("(?z)", "unknown extension ?z at position 1"),
            ("a(?i)", "global flags not at the start of the expression at position 1"),
            (r"a\N{nosuch}", "undefined character name 'nosuch' at position 1"),
            (r"\Na", "missing { at position 2"),
        ] {
            assert!(error(expression).contains(message), "{expression}: {}", error(expression));
        }
    }
}
