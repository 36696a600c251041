//! What an interpreter would know from its command line and environment before it runs a module.
//!
//! Follows `config_read_env_vars` and `config_init_…` (`Python/initconfig.c`).

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use pycmill::warnings::Filters;
use pycmill::{Optimization, PathEncoding, Target, os_bytes, path_of};

use crate::arguments::Flags;
use crate::encoding::has_ascii_locale;
use crate::{outside, platform};

/// Settings of an interpreter.
#[derive(Clone, Debug)]
pub(crate) struct Interpreter {
    /// What level -1 is.
    pub(crate) level: Optimization,
    /// `sys.pycache_prefix`.
    pub(crate) pycache_prefix: Option<PathBuf>,
    /// Whether locations have columns.
    pub(crate) debug_ranges: bool,
    /// `PYTHONHASHSEED`; 0 where it is random.
    pub(crate) hash_seed: u32,
    /// The most digits of a decimal literal; 0 is no limit.
    pub(crate) max_str_digits: u32,
    /// The words of `PYTHONWARNINGS` and `-W`, in the order in which they are added.
    warning_options: Vec<String>,
    /// Whether names and output are in ASCII.
    pub(crate) has_ascii_locale: bool,
    /// Whether UTF-8 is asked for wherever the system has an encoding of its own; or refused.
    utf8_mode: Option<bool>,
    /// Whether output is written at once.
    pub(crate) is_unbuffered: bool,
    /// Whether variables of Python count.
    pub(crate) uses_environment: bool,
    /// `-I`.
    is_isolated: bool,
    /// Whether `-P` was given, and whether the environment asks for the same.
    safe_path: [bool; 2],
    /// Whether site directories are.
    pub(crate) uses_site: bool,
    /// Whether the user's is.
    pub(crate) uses_user_site: bool,
}

impl Interpreter {
    /// The settings that flags and environment make.
    ///
    /// # Errors
    /// The fatal error that an interpreter would end with.
    pub(crate) fn new(flags: &Flags) -> Result<Self, String> {
        let uses_environment = !flags.isolated && !flags.ignore_environment;
        let variable = |name| if uses_environment { variable(name) } else { None };
        let option = |name: &str| implementation_option(&flags.implementation, name);
        let from_environment = variable("PYTHONOPTIMIZE").map_or(0, |value| flag_value(&value));
        let prefix = option("pycache_prefix").or_else(|| variable("PYTHONPYCACHEPREFIX"));
        let mut warning_options = Vec::new();
        let is_development = option("dev").is_some() || variable("PYTHONDEVMODE").is_some();
        warning_options.extend(is_development.then(|| "default".to_owned()));
        if let Some(value) = variable("PYTHONWARNINGS") {
            warning_options.extend(value.to_string_lossy().split(',').map(str::to_owned));
        }
        warning_options.extend(flags.warnings.iter().cloned());
        Ok(Self {
            level: Optimization::of_interpreter(from_environment.max(flags.optimize.into())),
            pycache_prefix: prefix.filter(|prefix| !prefix.is_empty()).map(PathBuf::from),
            debug_ranges: option("no_debug_ranges").is_none() && variable("PYTHONNODEBUGRANGES").is_none(),
            hash_seed: variable("PYTHONHASHSEED").and_then(|seed| seed.to_str()?.parse().ok()).unwrap_or(0),
            max_str_digits: max_str_digits(flags, variable("PYTHONINTMAXSTRDIGITS").as_deref())?,
            warning_options,
            has_ascii_locale: platform::HAS_LOCALES
                && has_ascii_locale(option("utf8").as_deref().and_then(OsStr::to_str), uses_environment),
            utf8_mode: utf8_mode(option("utf8").or_else(|| variable("PYTHONUTF8"))),
            is_unbuffered: flags.unbuffered > 0 || variable("PYTHONUNBUFFERED").is_some(),
            uses_environment,
            is_isolated: flags.isolated,
            safe_path: [flags.safe_path, variable("PYTHONSAFEPATH").is_some()],
            uses_site: !flags.no_site,
            uses_user_site: !flags.isolated && !flags.no_user_site && variable("PYTHONNOUSERSITE").is_none(),
        })
    }

    /// Whether the current directory is on the module search path.
    pub(crate) fn uses_current_directory(&self, target: Target) -> bool {
        !(self.is_isolated || target.has_safe_path() && self.safe_path.contains(&true))
    }

    /// Takes what is the default of a version.
    pub(crate) fn set_target(&mut self, target: Target) {
        self.utf8_mode.get_or_insert(target.is_in_utf8_mode());
    }

    /// Whether UTF-8 takes the place of the system's encoding.
    #[cfg(windows)]
    pub(crate) fn is_in_utf8_mode(&self) -> bool {
        self.utf8_mode.unwrap_or(false)
    }

    /// Refuses an option that the version does not have.
    pub(crate) fn check(&self, target: Target) -> Result<(), &'static str> {
        if self.safe_path[0] && !target.has_safe_path() { Err("Unknown option: -P") } else { Ok(()) }
    }

    /// How it compiles a source of this name.
    pub(crate) fn options<'a>(&self, name: &'a [u8]) -> pycmill::Options<'a> {
        pycmill::Options::new(name)
            .optimize(self.level)
            .debug_ranges(self.debug_ranges)
            .hash_seed(self.hash_seed)
            .max_str_digits(self.max_str_digits)
    }

    /// What names of files are decoded with.
    pub(crate) fn path_encoding(&self) -> PathEncoding {
        if self.has_ascii_locale { PathEncoding::Ascii } else { PathEncoding::Utf8 }
    }

    /// The filters for warnings; what Python ignores is said on standard error.
    pub(crate) fn filters(&self, target: Target) -> Filters {
        let mut filters = Filters::new();
        for option in &self.warning_options {
            if let Err(error) = filters.add_option(target, option) {
                outside::say(error);
            }
        }
        filters
    }
}

/// `config_init_int_max_str_digits`; of options with the same name the first one counts here.
fn max_str_digits(flags: &Flags, variable: Option<&OsStr>) -> Result<u32, String> {
    const DEFAULT: u32 = 4300;
    const LEAST: u32 = 640;
    let read = |value: &[u8], what: &str| {
        let number = str::from_utf8(value).ok().and_then(|text| text.trim_ascii_start().parse::<u32>().ok());
        number.filter(|number| *number == 0 || (LEAST..=i32::MAX.cast_unsigned()).contains(number)).ok_or_else(|| {
            format!(
                "Fatal Python error: config_init_int_max_str_digits: {what}: invalid limit; must be >= {LEAST} or 0 for \
                 unlimited."
            )
        })
    };
    let from_environment =
        variable.map(|value| read(os_bytes(value), "PYTHONINTMAXSTRDIGITS")).transpose()?.unwrap_or(DEFAULT);
    let value = flags.implementation.iter().find_map(|option| {
        let rest = os_bytes(option).strip_prefix(b"int_max_str_digits")?;
        if rest.is_empty() { Some(rest) } else { rest.strip_prefix(b"=") }
    });
    value.map_or(Ok(from_environment), |value| read(value, "-X int_max_str_digits"))
}

/// `-X utf8`, or the number that is its value.
fn utf8_mode(value: Option<OsString>) -> Option<bool> {
    value.map(|value| value != "0")
}

/// A variable that is set to something.
fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// The last `-X name=value`; empty for `-X name`.
fn implementation_option(options: &[OsString], name: &str) -> Option<OsString> {
    options.iter().rev().find_map(|option| {
        let rest = os_bytes(option).strip_prefix(name.as_bytes())?;
        match rest.split_first() {
            None => Some(OsString::new()),
            Some((b'=', value)) => Some(path_of(value.to_vec()).into_os_string()),
            Some(_) => None,
        }
    })
}

/// A variable's number; any other text is one (`_Py_get_env_flag`).
fn flag_value(value: &OsStr) -> u32 {
    let number = value.to_str().and_then(|text| text.trim_start().parse::<i32>().ok());
    number.and_then(|number| u32::try_from(number).ok()).unwrap_or(1)
}
