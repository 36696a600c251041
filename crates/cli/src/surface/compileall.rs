//! The command line of `compileall`.

use pycmill::Target;

use super::{Call, own};
use crate::argparse::Takes::{Choice, Help, Int, Nothing, Word, Words};
use crate::argparse::{Action, Parser, Stop, Taken, parse_int, read};

/// The invalidation modes in the order of the help.
pub(crate) const MODES: &[&str] = &["checked-hash", "timestamp", "unchecked-hash"];

/// What the command was told.
#[derive(Clone, Default, Debug)]
pub(crate) struct Compileall {
    /// `-l`.
    pub(crate) flat: bool,
    /// `-r`.
    pub(crate) recursion: Option<i64>,
    /// `-f`.
    pub(crate) force: bool,
    /// How often `-q` stands there.
    pub(crate) quiet: u8,
    /// `-b`.
    pub(crate) legacy: bool,
    /// `-d`.
    pub(crate) destination: Option<Vec<u8>>,
    /// `-s`.
    pub(crate) strip_dir: Option<Vec<u8>>,
    /// `-p`.
    pub(crate) prepend_dir: Option<Vec<u8>>,
    /// `-x`.
    pub(crate) skip: Option<Vec<u8>>,
    /// `-i`.
    pub(crate) list: Option<Vec<u8>>,
    /// `-j`.
    pub(crate) workers: Option<i64>,
    /// `--invalidation-mode`, one of [`MODES`].
    pub(crate) invalidation_mode: Option<Vec<u8>>,
    /// `-o`.
    pub(crate) levels: Vec<i64>,
    /// `-e`.
    pub(crate) limit_symlinks: Option<Vec<u8>>,
    /// `--hardlink-dupes`.
    pub(crate) hardlink_dupes: bool,
    /// Files and directories.
    pub(crate) paths: Vec<Vec<u8>>,
}

impl Compileall {
    /// Reads the words behind the name of the module.
    pub(crate) fn read(call: &Call, target: Target, words: &[Vec<u8>]) -> Result<Self, Stop> {
        let taken = read(&parser(call, target), words)?;
        let mut found = Self::default();
        taken.into_iter().for_each(|taken| found.set(taken));
        Ok(found)
    }

    fn set(&mut self, taken: Taken) {
        let mut words = taken.words;
        let number = words.first().and_then(|word| parse_int(word));
        match taken.flag {
            "-l" => self.flat = true,
            "-r" => self.recursion = number,
            "-f" => self.force = true,
            "-q" => self.quiet = self.quiet.saturating_add(1),
            "-b" => self.legacy = true,
            "-d" => self.destination = words.pop(),
            "-s" => self.strip_dir = words.pop(),
            "-p" => self.prepend_dir = words.pop(),
            "-x" => self.skip = words.pop(),
            "-i" => self.list = words.pop(),
            "-j" => self.workers = number,
            "--invalidation-mode" => self.invalidation_mode = words.pop(),
            "-o" => self.levels.extend(number),
            "-e" => self.limit_symlinks = words.pop(),
            "--hardlink-dupes" => self.hardlink_dupes = true,
            "" => self.paths = words,
            _ => {}
        }
    }

    /// Options that don't go together, which `main` checks after `-x`.
    pub(crate) fn check(&self, call: &Call, target: Target) -> Result<(), Stop> {
        let parser = parser(call, target);
        if self.hardlink_dupes && self.levels.len() < 2 {
            return Err(parser
                .error("Hardlinking of duplicated bytecode makes sense only for more than one optimization level."));
        }
        if self.destination.is_some() && (self.strip_dir.is_some() || self.prepend_dir.is_some()) {
            return Err(parser.error("-d cannot be used in combination with -s or -p"));
        }
        Ok(())
    }
}

/// The arguments of the command, in the order of the help.
pub(crate) fn parser(call: &Call, target: Target) -> Parser {
    let mut parser = call.parser(target, "compileall", "Utilities to support installing Python libraries.");
    parser.actions = actions(target);
    if !call.is_module {
        parser.actions.extend(own::OF_BOTH);
        parser.actions.extend(own::OF_COMPILEALL);
    }
    parser
}

fn actions(target: Target) -> Vec<Action> {
    // From some version on, code stands between backquotes.
    let either = |plain, quoted| if target.help_quotes_code() { quoted } else { plain };
    let mut actions = vec![
        Action::new(&["-h", "--help"], Help, "", "show this help message and exit"),
        Action::new(&["-l"], Nothing, "", "don't recurse into subdirectories"),
        Action::new(&["-r"], Int, "RECURSION", RECURSION),
        Action::new(&["-f"], Nothing, "", "force rebuild even if timestamps are up to date"),
        Action::new(&["-q"], Nothing, "", either(QUIET.0, QUIET.1)),
        Action::new(&["-b"], Nothing, "", either(LEGACY.0, LEGACY.1)),
        Action::new(&["-d"], Word, "DESTDIR", DESTINATION),
        Action::new(&["-s"], Word, "STRIPDIR", STRIP),
        Action::new(&["-p"], Word, "PREPENDDIR", PREPEND),
        Action::new(&["-x"], Word, "REGEXP", SKIP),
        Action::new(&["-i"], Word, "FILE", either(LIST.0, LIST.1)),
        Action::new(&[], Words, "FILE|DIR", either(PATHS.0, PATHS.1)),
        Action::new(&["-j", "--workers"], Int, "WORKERS", "Run compileall concurrently"),
        Action::new(&["--invalidation-mode"], Choice(MODES), "", either(MODE.0, MODE.1)),
        Action::new(&["-o"], Int, "OPT_LEVELS", either(LEVELS.0, LEVELS.1)),
        Action::new(&["-e"], Word, "DIR", either(LINKS.0, LINKS.1)),
        Action::new(&["--hardlink-dupes"], Nothing, "", "Hardlink duplicated pyc files"),
    ];
    if !target.compiles_several_levels() {
        actions.retain(|action| action.flags.iter().all(|flag| !OF_SEVERAL_LEVELS.contains(flag)));
    }
    actions
}

/// What came with several levels.
const OF_SEVERAL_LEVELS: [&str; 5] = ["-s", "-p", "-o", "-e", "--hardlink-dupes"];

const RECURSION: &str =
    "control the maximum recursion level. if `-l` and `-r` options are specified, then `-r` takes precedence.";
const QUIET: (&str, &str) = (
    "output only error messages; -qq will suppress the error messages as well.",
    "output only error messages; `-qq` will suppress the error messages as well.",
);
const LEGACY: (&str, &str) =
    ("use legacy (pre-PEP3147) compiled file locations", "use legacy (pre-PEP 3147) compiled file locations");
const DESTINATION: &str = "directory to prepend to file paths for use in compile-time tracebacks and in runtime tracebacks in \
                           cases where the source file is unavailable";
const STRIP: &str = "part of path to left-strip from path to source file - for example buildroot. `-d` and `-s` options \
                     cannot be specified together.";
const PREPEND: &str = "path to add as prefix to path to source file - for example / to make it absolute when some part is \
                       removed by `-s` option. `-d` and `-p` options cannot be specified together.";
const SKIP: &str = "skip files matching the regular expression; the regexp is searched for in the full path of each file \
                    considered for compilation";
const LIST: (&str, &str) = (
    "add all the files and directories listed in FILE to the list considered for compilation; if \"-\", names are read from \
     stdin",
    "add all the files and directories listed in `FILE` to the list considered for compilation; if `\"-\"`, names are read \
     from `stdin`",
);
const PATHS: (&str, &str) = (
    "zero or more file and directory names to compile; if no arguments given, defaults to the equivalent of -l sys.path",
    "zero or more file and directory names to compile; if no arguments given, defaults to the equivalent of `-l` `sys.path`",
);
const MODE: (&str, &str) = (
    "set .pyc invalidation mode; defaults to \"checked-hash\" if the SOURCE_DATE_EPOCH environment variable is set, and \
     \"timestamp\" otherwise.",
    "set `.pyc` invalidation mode; defaults to `\"checked-hash\"` if the `SOURCE_DATE_EPOCH` environment variable is set, \
     and `\"timestamp\"` otherwise.",
);
const LEVELS: (&str, &str) = (
    "Optimization levels to run compilation with. Default is -1 which uses the optimization level of the Python interpreter \
     itself (see -O).",
    "Optimization levels to run compilation with. Default is `-1` which uses the optimization level of the Python interpreter \
     itself (see `-O`).",
);
const LINKS: (&str, &str) =
    ("Ignore symlinks pointing outsite of the DIR", "Ignore symlinks pointing outsite of the `DIR`");
