//! What a project says about its Python: `.python-version`, else `requires-python` in `pyproject.toml`.

use std::fs;
use std::path::Path;

use pycmill::{Target, Version};

use super::source::{Source, Starts};
use super::version;

/// What the nearest files above the starts say.
pub(crate) fn sources(starts: &Starts) -> Vec<Result<Source, String>> {
    starts.nearest(|directory| of_file(directory).or_else(|| of_project(directory)))
}

/// The first line that names a version; names of environments and `system` do not.
fn of_file(directory: &Path) -> Option<Result<Source, String>> {
    let file = directory.join(".python-version");
    let text = fs::read_to_string(&file).ok()?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| of_line(line, &file)).next()
}

fn of_line(line: &str, file: &Path) -> Option<Result<Source, String>> {
    let name = file.display().to_string();
    if line.starts_with(['<', '>', '=', '~', '!']) {
        return Some(newest(line, name));
    }
    if ["pypy", "graalpy", "jython", "ironpython"].iter().any(|other| line.starts_with(other)) {
        return Some(Err(format!("{name}: {line} is not CPython")));
    }
    let is_version = ["python", "cpython", "cp3", "py3"].iter().any(|prefix| line.starts_with(prefix))
        || line.starts_with(|char: char| char.is_ascii_digit()) && line.contains('.');
    is_version.then(|| match version::known(line) {
        Ok(release) => Ok(Source::new(release, name)),
        Err(error) => Err(format!("{name}: {error}")),
    })
}

fn of_project(directory: &Path) -> Option<Result<Source, String>> {
    let (requirement, name) = requirement(directory)?;
    Some(newest(&requirement, name))
}

/// The versions that a project allows.
#[derive(Clone, Debug)]
pub(crate) struct Allowed {
    /// The newest release of each, oldest first.
    pub(crate) targets: Vec<Target>,
    /// What allows them, for messages.
    pub(crate) name: String,
}

/// What the nearest project file above the first start allows.
pub(crate) fn allowed(starts: &Starts) -> Option<Allowed> {
    let (requirement, name) = starts.first().nearest(requirement).into_iter().next()?;
    let newest = Version::ALL.map(Target::newest).into_iter();
    Some(Allowed { targets: newest.filter(|target| satisfies(*target, &requirement)).collect(), name })
}

/// `requires-python` of a directory's project file, and what to call it.
fn requirement(directory: &Path) -> Option<(String, String)> {
    let file = directory.join("pyproject.toml");
    let text = fs::read_to_string(&file).ok()?;
    let mut lines = text.lines().map(str::trim).skip_while(|line| *line != "[project]").skip(1);
    let line =
        lines.by_ref().take_while(|line| !line.starts_with('[')).find(|line| line.starts_with("requires-python"))?;
    let value = line.split_once('=')?.1.trim();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let requirement = value[1..].split(quote).next()?;
    Some((requirement.to_owned(), format!("requires-python '{requirement}' in {}", file.display())))
}

/// The newest release that satisfies a specifier.
fn newest(requirement: &str, name: String) -> Result<Source, String> {
    let newest = Version::COMPLETE.iter().rev().map(|version| Target::newest(*version));
    match newest.into_iter().find(|target| satisfies(*target, requirement)) {
        Some(target) => Ok(Source { requirement: Some(requirement.to_owned()), ..Source::new(target.into(), name) }),
        None => Err(format!("{name}: no supported version satisfies it; supported: {}", Version::supported())),
    }
}

/// Whether a release satisfies all clauses of a specifier (PEP 440).
pub(crate) fn satisfies(target: Target, requirement: &str) -> bool {
    let clauses = requirement.split(',').map(str::trim).filter(|clause| !clause.is_empty());
    clauses.into_iter().all(|clause| satisfies_clause(target, clause))
}

fn satisfies_clause(target: Target, clause: &str) -> bool {
    let at = clause.find(|char: char| char.is_ascii_digit()).unwrap_or(clause.len());
    let (operator, version) = (clause[..at].trim(), clause[at..].trim());
    let prefix = version.strip_suffix(".*");
    let wanted: Vec<u64> = prefix.unwrap_or(version).split('.').map(number).collect();
    let release: Vec<u64> = target.to_string().split('.').map(number).collect();
    let padded = |at: usize| wanted.get(at).copied().unwrap_or(0);
    let order = release[..].cmp(&[padded(0), padded(1), padded(2)]);
    let starts = |count: usize| release.iter().zip(&wanted).take(count).all(|(mine, theirs)| mine == theirs);
    match operator {
        ">=" => order.is_ge(),
        ">" => order.is_gt(),
        "<=" => order.is_le(),
        "<" => order.is_lt(),
        "==" | "===" if prefix.is_some() => starts(wanted.len()),
        "==" | "===" => order.is_eq(),
        "!=" if prefix.is_some() => !starts(wanted.len()),
        "!=" => order.is_ne(),
        "~=" => order.is_ge() && starts(wanted.len().saturating_sub(1)),
        _ => true,
    }
}

fn number(part: &str) -> u64 {
    part.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specifiers() {
        let target: Target = "3.12.1".parse().expect("a target");
        for (requirement, expected) in [
            (">=3.9", true),
            (">=3.9,<3.12", false),
            ("==3.12.*", true),
            ("~=3.11", true),
            ("~=3.11.0", false),
            ("!=3.12.1", false),
            ("<4", true),
            (">3.12.1", false),
            ("", true),
        ] {
            assert_eq!(satisfies(target, requirement), expected, "{requirement}");
        }
    }
}
