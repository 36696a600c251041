//! Why a run ended before its end.

use std::{fmt, io};

/// A Python exception that nothing catches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Raised {
    class: &'static str,
    message: String,
}

impl Raised {
    pub(crate) fn new(class: &'static str, message: impl Into<String>) -> Self {
        Self { class, message: message.into() }
    }

    /// The name of the exception's class.
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

impl fmt::Display for Raised {
    /// The last line of the traceback.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.class, self.message)
    }
}

/// Why a run ended before its end.
#[derive(Debug)]
pub enum Stop {
    /// Python would have ended with this exception.
    Raised(Raised),
    /// [`Options::interrupted`](super::Options::interrupted) was set.
    Interrupted,
    /// A message could not be written.
    Output(io::Error),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Raised(raised) => raised.fmt(f),
            Self::Interrupted => f.write_str("interrupted"),
            Self::Output(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Stop {}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Raised> for Stop {
    fn from(raised: Raised) -> Self {
        Self::Raised(raised)
    }
}
