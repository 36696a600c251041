//! What one side makes of a snippet, and how it is written.

use serde_json::{Value, json};

/// What one side makes of a snippet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Answer {
    Compiled {
        /// None if it is accepted.
        rejected: Option<Rejected>,
        warnings: Vec<Warned>,
    },
    /// The process that was asked died or did not come to an end.
    Lost(String),
}

/// A Python exception.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Rejected {
    pub(crate) class: String,
    pub(crate) message: String,
    /// Line, offset, end line, end offset.
    pub(crate) place: [Option<i64>; 4],
    /// What `py_compile` prints.
    pub(crate) printed: String,
}

/// A warning.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Warned {
    pub(crate) class: String,
    pub(crate) message: String,
    pub(crate) line: i64,
}

impl Answer {
    /// The line of a worker.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Self::Lost(why) => json!({ "lost": why }),
            Self::Compiled { rejected, warnings } => json!({
                "rejected": rejected.as_ref().map(Rejected::to_json),
                "warnings": warnings.iter().map(|one| json!([one.class, one.message, one.line])).collect::<Vec<_>>(),
            }),
        }
    }

    /// Reads the line of a worker.
    pub(crate) fn from_json(value: &Value) -> Option<Self> {
        if let Some(why) = value["lost"].as_str() {
            return Some(Self::Lost(why.to_owned()));
        }
        let rejected = match &value["rejected"] {
            Value::Null => None,
            rejected => Some(Rejected::from_json(rejected)?),
        };
        let warnings = value["warnings"].as_array()?.iter().map(Warned::from_json).collect::<Option<_>>()?;
        Some(Self::Compiled { rejected, warnings })
    }
}

impl Rejected {
    fn to_json(&self) -> Value {
        json!({ "class": self.class, "msg": self.message, "place": self.place, "printed": self.printed })
    }

    fn from_json(value: &Value) -> Option<Self> {
        let text = |name: &str| value[name].as_str().map(str::to_owned);
        let place = [0, 1, 2, 3].map(|at| value["place"][at].as_i64());
        Some(Self { class: text("class")?, message: text("msg")?, place, printed: text("printed")? })
    }

    /// In one line: `SyntaxError: invalid syntax @1:3-1:4`.
    pub(crate) fn shown(&self) -> String {
        let [line, offset, end_line, end_offset] =
            self.place.map(|number| number.map_or("-".to_owned(), |n| n.to_string()));
        format!("{}: {} @{line}:{offset}-{end_line}:{end_offset}", self.class, self.message)
    }
}

impl Warned {
    fn from_json(value: &Value) -> Option<Self> {
        let text = |at: usize| value[at].as_str().map(str::to_owned);
        Some(Self { class: text(0)?, message: text(1)?, line: value[2].as_i64()? })
    }

    fn shown(&self) -> String {
        format!("{}: {} @{}", self.class, self.message, self.line)
    }
}

/// Some warnings in one line.
pub(crate) fn shown_warnings(warnings: &[Warned]) -> String {
    warnings.iter().map(|one| format!(" + {}", one.shown())).collect()
}

impl Answer {
    /// In one line.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Lost(why) => why.clone(),
            Self::Compiled { rejected, warnings } => {
                let outcome = rejected.as_ref().map_or_else(|| "accepted".to_owned(), Rejected::shown);
                outcome + &shown_warnings(warnings)
            }
        }
    }

    /// What `py_compile` prints.
    pub(crate) fn printed(&self) -> &str {
        match self {
            Self::Compiled { rejected: Some(rejected), .. } => &rejected.printed,
            Self::Compiled { rejected: None, .. } | Self::Lost(_) => "",
        }
    }
}
