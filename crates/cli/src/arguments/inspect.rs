//! The arguments of `inspect`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Own;
use super::hidden::hide;

/// `inspect`.
#[derive(Args, Debug)]
#[command(mut_args(|argument| hide(argument, &["fallback", "strict", "verify", "check", "no_progress"])))]
#[command(
    after_help = "A source is compiled in memory for the target, with -O and the like given before the command; a .pyc file \
                        names its version itself. Listings are those of that version's dis module, without the addresses of \
                        code objects.\n\nExit status: 0, 1 if the file cannot be read or has no such code object, 2 for a \
                        wrong command line."
)]
pub(crate) struct Inspect {
    /// A .pyc file, or a source
    pub(crate) file: PathBuf,
    /// What to print, separated by commas [default: header,tree,listing]
    #[arg(long, value_enum, value_name = "PART", value_delimiter = ',')]
    pub(crate) show: Vec<Part>,
    /// Only code objects with this qualified name: `Class.method`, `function.<locals>.inner`, `<module>`
    #[arg(long, value_name = "NAME")]
    pub(crate) code: Option<String>,
    /// Print the flow graph of one code object, the module's unless --code names another one
    #[arg(long, value_enum, value_name = "FORMAT", conflicts_with = "show")]
    pub(crate) graph: Option<GraphFormat>,
    /// Offsets of instructions in listings that have labels: `dis -O`
    #[arg(long)]
    pub(crate) offsets: bool,
    /// Whole places of instructions instead of their lines, from 3.14 on: `dis -P`
    #[arg(long)]
    pub(crate) places: bool,
    #[command(flatten)]
    pub(crate) own: Own,
}

/// `--show`.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub(crate) enum Part {
    /// The version, and how importers see whether the file is up to date
    Header,
    /// The code objects and what they are nested in
    Tree,
    /// Counts, flags, constants, names and variables of each code object: `dis.code_info`
    Details,
    /// The instructions: `python -m dis`
    Listing,
    /// The line table of each code object
    Lines,
    /// The exception table of each code object
    Handlers,
    /// All of it
    All,
}

/// `--graph`.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub(crate) enum GraphFormat {
    /// Graphviz
    Dot,
    /// Mermaid, which Markdown can have in it
    Mermaid,
    /// A picture
    Svg,
}
