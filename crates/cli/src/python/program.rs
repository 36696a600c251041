//! The version in the name of the program: a link or copy called `python3.11` or `pycmill3.11`.

use super::source::Source;
use super::version;

/// What the name says, if it has a version.
pub(crate) fn source(program: &str) -> Option<Result<Source, String>> {
    let number = program.strip_prefix("python").filter(|rest| has_version(rest));
    let number = number.or_else(|| program.strip_prefix("pycmill").filter(|rest| rest.starts_with("3.")))?;
    let release = version::known(number.strip_suffix(".exe").unwrap_or(number));
    Some(match release {
        Ok(release) => Ok(Source::new(release, format!("program name {program}"))),
        Err(error) => Err(format!("program name {program}: {error}")),
    })
}

/// Whether a minor version follows, not only the `3` of `python3`.
fn has_version(rest: &str) -> bool {
    let mut parts = rest.split('.');
    let mut is_number = || parts.next().is_some_and(|part| part.starts_with(|char: char| char.is_ascii_digit()));
    is_number() && is_number()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_programs() {
        let version = |name: &str| source(name).map(|found| found.map(|source| source.release.target.to_string()));
        assert_eq!(version("python3.13.0"), Some(Ok("3.13.0".to_owned())));
        for (name, expected) in [("python3.11", "3.11"), ("pycmill3.11", "3.11"), ("python3.13t.exe", "3.13")] {
            let newest: pycmill::Target = expected.parse().expect("a version");
            assert_eq!(version(name), Some(Ok(newest.to_string())), "{name}");
        }
        for name in ["pycmill", "python", "python3", "python3.exe", "pycmill-0.1.0", "pycmill2.0", "x"] {
            assert_eq!(version(name), None, "{name}");
        }
        let message = "program name python3.7: unknown version '3.7'; supported: 3.11, 3.12, 3.13, 3.14, 3.15";
        assert_eq!(version("python3.7"), Some(Err(message.to_owned())));
    }
}
