//! What a project says about its Python: `.python-version`, else `requires-python` in `pyproject.toml`.

use std::fs;
use std::path::Path;

use pycmill::{Target, Version};

use super::version;

/// The version that the nearest directory above says, and where.
pub(crate) fn target(start: &Path) -> Option<(Result<Target, String>, String)> {
    start.ancestors().find_map(|directory| of_file(directory).or_else(|| of_project(directory)))
}

fn of_file(directory: &Path) -> Option<(Result<Target, String>, String)> {
    let file = directory.join(".python-version");
    let text = fs::read_to_string(&file).ok()?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let target = lines.filter_map(version::parse).next()?;
    Some((Ok(target), format!("{} says so", file.display())))
}

fn of_project(directory: &Path) -> Option<(Result<Target, String>, String)> {
    let file = directory.join("pyproject.toml");
    let text = fs::read_to_string(&file).ok()?;
    let mut lines = text.lines().map(str::trim).skip_while(|line| *line != "[project]").skip(1);
    let line =
        lines.by_ref().take_while(|line| !line.starts_with('[')).find(|line| line.starts_with("requires-python"))?;
    let value = line.split_once('=')?.1.trim();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let requirement = value[1..].split(quote).next()?;
    let newest = Version::COMPLETE.iter().rev().map(|version| Target::newest(*version));
    let target = newest.into_iter().find(|target| satisfies(*target, requirement));
    let file = file.display();
    let target =
        target.ok_or_else(|| format!("no supported version satisfies requires-python '{requirement}' of {file}"));
    Some((target, format!("the newest that satisfies requires-python '{requirement}' of {file}")))
}

/// Whether a release satisfies all clauses of a specifier (PEP 440).
fn satisfies(target: Target, requirement: &str) -> bool {
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
