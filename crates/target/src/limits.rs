//! How much nesting CPython takes in a source file, measured on each version.

use crate::{Target, Version};

/// Where CPython gives up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SourceLimits {
    /// Brackets inside each other; `MAXLEVEL` in `Parser/lexer/state.h`.
    pub brackets: usize,
    /// f-strings and t-strings inside each other; `MAXFSTRINGLEVEL`, of which the text around them takes one.
    pub strings: usize,
    /// Replacement fields inside each other in one string; `MAX_EXPR_NESTING`.
    pub fields: usize,
    /// Blocks inside each other; `MAXINDENT`, of which the file takes one.
    pub indents: usize,
    /// Rules of the parser inside each other; `MAXSTACK` in `Parser/parser.c`.
    pub rules: u32,
    /// Nodes inside each other. Up to 3.13 they are counted; 3.13 counts to `Py_C_RECURSION_LIMIT`, of which `py_compile` has used six before;
    /// later versions look at the C stack, and what they take was measured on chains of attributes with a stack of 8 MiB.
    pub nodes: u32,
    /// The text of the exception for too many nodes.
    pub nodes_message: &'static str,
    /// The text of the exception for too many rules.
    pub rules_message: &'static str,
    /// The text of the exception for too many strings.
    pub strings_message: &'static str,
}

impl Target {
    /// Loops, `try` and `with` statements inside each other in one unit; `CO_MAXBLOCKS` (gh-116767, backported in May 2024, after
    /// 3.12.3).
    #[must_use]
    pub const fn static_blocks(self) -> usize {
        if self.since(Version::Python312, 4) { 21 } else { 20 }
    }

    /// How many values a construct lays on the stack at once (`STACK_USE_GUIDELINE`); any number before 3.10.
    #[must_use]
    pub const fn stack_use_guideline(self) -> usize {
        if self.since(Version::Python310, 0) { 30 } else { usize::MAX }
    }

    /// So many pairs of a dictionary display are a run; the pair after it closes it.
    #[must_use]
    pub const fn pairs_of_dict_run(self) -> usize {
        if self.since(Version::Python310, 0) { 16 } else { 0xFFFF }
    }

    /// Handlers inside each other in one unit; `_PyCfgExceptStack`. CPython itself writes past the end of that array and
    /// crashes. One more than blocks since gh-113297, in the change logs of 3.11.8 and 3.12.2.
    #[must_use]
    pub const fn nested_handlers(self) -> usize {
        let has_spare = self.since(Version::Python312, 2)
            || self.since(Version::Python311, 8) && !self.since(Version::Python312, 0);
        self.static_blocks() + has_spare as usize
    }
}

/// How many rules the parser enters for a construct.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RuleCounts {
    /// From the start of the file to an operand of a statement.
    pub statement: u32,
    /// A block, for the statements in it.
    pub block: u32,
    /// What is saved in the operand a statement begins with, because it is read as a possible target first.
    pub target: u32,
    /// `f(` and `x[`.
    pub trailer: u32,
    /// `(` as an operand.
    pub group: u32,
    /// `[` as an operand.
    pub list: u32,
    /// `{` as an operand.
    pub braces: u32,
    /// In addition, behind the first comma in a call.
    pub later_argument: u32,
    /// In addition, behind `name=` in a call, or behind the first comma of a subscript.
    pub keyword: u32,
    /// In addition, behind the first comma of a statement.
    pub later_operand: u32,
    /// In addition, behind the first comma in parentheses.
    pub later_in_group: u32,
    /// In addition, behind the first comma of a list.
    pub later_in_list: u32,
    /// In addition, behind the first comma of a set.
    pub later_in_set: u32,
    /// In addition, behind the first comma of a dictionary.
    pub later_in_dict: u32,
    /// `else` of a conditional expression.
    pub otherwise: u32,
}

const LIMITS: SourceLimits = SourceLimits {
    brackets: 200,
    strings: 149,
    fields: 3,
    indents: 99,
    rules: 6000,
    nodes: 9994,
    nodes_message: "maximum recursion depth exceeded during compilation",
    rules_message: "Parser stack overflowed - Python source too complex to parse",
    strings_message: "too many nested f-strings",
};

/// f-strings are cut up in a way that counts neither strings nor fields like this. Nodes are counted up to three times the
/// limit of recursion, of which `py_compile` has used nine frames.
const LIMITS_311: SourceLimits =
    SourceLimits { strings: usize::MAX, fields: usize::MAX, nodes: 2973, rules_message: "", ..LIMITS };

const LIMITS_312: SourceLimits = SourceLimits { nodes: 2988, ..LIMITS };

const LIMITS_314: SourceLimits = SourceLimits {
    nodes: 27_455,
    nodes_message: "Stack overflow (used 8160 kB) during compilation",
    strings_message: "too many nested f-strings or t-strings",
    ..LIMITS
};

const LIMITS_315: SourceLimits =
    SourceLimits { nodes: 28_974, nodes_message: "Stack overflow (used 8156 kB) during compilation", ..LIMITS_314 };

const COUNTS: RuleCounts = RuleCounts {
    statement: 31,
    block: 6,
    target: 19,
    trailer: 24,
    group: 28,
    list: 29,
    braces: 29,
    later_argument: 4,
    keyword: 3,
    later_operand: 2,
    later_in_group: 2,
    later_in_list: 1,
    later_in_set: 1,
    later_in_dict: 1,
    otherwise: 1,
};

const COUNTS_315: RuleCounts = RuleCounts {
    statement: 32,
    trailer: 25,
    group: 27,
    list: 28,
    braces: 27,
    later_in_group: 5,
    later_in_list: 4,
    later_in_set: 5,
    later_in_dict: 4,
    otherwise: 2,
    ..COUNTS
};

impl Target {
    /// Where CPython gives up.
    #[must_use]
    pub const fn source_limits(self) -> &'static SourceLimits {
        match self.version() {
            Version::Python311 => &LIMITS_311,
            Version::Python312 => &LIMITS_312,
            Version::Python314 => &LIMITS_314,
            Version::Python315 => &LIMITS_315,
            _ => &LIMITS,
        }
    }

    /// How many rules the parser enters for each construct.
    #[must_use]
    pub const fn rule_counts(self) -> &'static RuleCounts {
        match self.version() {
            Version::Python315 => &COUNTS_315,
            _ => &COUNTS,
        }
    }
}
