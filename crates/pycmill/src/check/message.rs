//! What versions say about a source, each message once with the versions that say it.

use pycmill_target::Target;

use crate::{Error, Warning};

/// What one or more versions say about a source.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Message {
    /// Whether the source is rejected.
    pub severity: Severity,
    /// The class of the exception or warning.
    pub class: String,
    /// Its message.
    pub message: String,
    /// The line it is about, from 1.
    pub line: Option<i64>,
    /// The character of the line it begins at, from 1, in the first of the versions.
    pub column: Option<i64>,
    /// The line in which what it is about ends, in the first of the versions.
    pub end_line: Option<i64>,
    /// The character after its end, in the first of the versions.
    pub end_column: Option<i64>,
    /// All that `py_compile` prints in the first of the versions.
    pub text: String,
    /// The versions, in the order in which they were asked.
    pub targets: Vec<Target>,
}

/// How bad a message is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// The source is rejected.
    Error,
    /// The source is accepted with a warning.
    Warning,
}

impl Severity {
    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// The messages about one source.
#[derive(Default)]
pub(crate) struct Messages(Vec<Message>);

impl Messages {
    /// Adds why a version rejects the source.
    pub(crate) fn add_error(&mut self, target: Target, error: &Error) {
        let text = error.to_string();
        let message = match error.rejection() {
            Some(rejection) => Message {
                severity: Severity::Error,
                class: rejection.class().to_owned(),
                message: rejection.message().to_owned(),
                line: counted(rejection.line()),
                column: counted(rejection.offset()),
                end_line: counted(rejection.end_line()),
                end_column: counted(rejection.end_offset()),
                text,
                targets: vec![target],
            },
            None => plain(Severity::Error, "Error", text.clone(), text, target),
        };
        self.add(message);
    }

    /// Adds what a version warns of.
    pub(crate) fn add_warnings(&mut self, target: Target, warnings: &[Warning]) {
        for warning in warnings {
            let (class, message) = (warning.class(), warning.message().to_owned());
            let message = plain(Severity::Warning, class, message, String::new(), target);
            self.add(Message { line: counted(Some(warning.line())), ..message });
        }
    }

    /// Adds a message, or its version to an equal one: that one version names another column is no other message.
    fn add(&mut self, message: Message) {
        let is_same = |other: &&mut Message| {
            (other.severity, &other.class, &other.message, other.line)
                == (message.severity, &message.class, &message.message, message.line)
        };
        match self.0.iter_mut().find(is_same) {
            // A version may say something twice.
            Some(same) if same.targets.last() == message.targets.last() => {}
            Some(same) => same.targets.extend(message.targets),
            None => self.0.push(message),
        }
    }

    /// The messages in the order of lines, for each line as the versions say them.
    pub(crate) fn in_order(mut self) -> Vec<Message> {
        self.0.sort_by_key(|message| message.line);
        self.0
    }
}

fn plain(severity: Severity, class: &str, message: String, text: String, target: Target) -> Message {
    Message {
        severity,
        class: class.to_owned(),
        message,
        line: None,
        column: None,
        end_line: None,
        end_column: None,
        text,
        targets: vec![target],
    }
}

/// Where CPython knows no line or column it says 0 or less.
fn counted(number: Option<i64>) -> Option<i64> {
    number.filter(|number| *number > 0)
}
