//! Rules about single files: headers, lengths, lints, who may compare versions, paths of one machine.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// No file is longer.
const LONGEST: usize = 700;
/// Half of all files are not longer.
const MEDIAN: usize = 250;

struct File {
    /// From the top of the repository, with slashes.
    name: String,
    text: String,
}

impl File {
    fn is_generated(&self) -> bool {
        self.text.lines().take(3).any(|line| line.contains("@generated"))
    }

    /// Tests, benches and the project's own commands.
    fn is_beside_the_product(&self) -> bool {
        ["/tests/", "/benches/", "/examples/", "/tests.rs", "/testing.rs"].iter().any(|part| self.name.contains(part))
            || self.name.starts_with("xtask/")
            || self.name.starts_with("tests/")
    }

    /// The lines before the unit tests, with their numbers.
    fn product_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
        lines.enumerate().map(|(index, line)| (index + 1, line))
    }
}

/// What breaks a rule.
pub(super) fn problems(root: &Path) -> Vec<String> {
    let files = sources(root);
    let mut problems: Vec<String> = files.iter().flat_map(of_file).collect();
    let mut lengths: Vec<usize> =
        files.iter().filter(|file| !file.is_generated()).map(|file| file.text.lines().count()).collect();
    lengths.sort_unstable();
    if lengths[lengths.len() / 2] > MEDIAN {
        problems.push(format!("half of all files have more than {MEDIAN} lines"));
    }
    problems
}

fn sources(root: &Path) -> Vec<File> {
    let found = ["crates", "xtask", "tests/support"].into_iter().flat_map(|folder| rust_files(&root.join(folder)));
    let file = |path: PathBuf| {
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        Some(File { name, text: fs::read_to_string(&path).ok()? })
    };
    found.filter_map(file).collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    let entries = walk.filter_entry(|entry| entry.file_name() != "target").filter_map(Result::ok);
    entries.map(walkdir::DirEntry::into_path).filter(|path| path.extension().is_some_and(|end| end == "rs")).collect()
}

fn of_file(file: &File) -> Vec<String> {
    let mut problems = Vec::new();
    let first = file.text.lines().next().unwrap_or_default();
    if !first.starts_with("//!") && !first.starts_with("#![doc") && !file.is_generated() {
        problems.push(format!("{}: begins without `//!`", file.name));
    }
    let length = file.text.lines().count();
    if length > LONGEST && !file.is_generated() {
        problems.push(format!("{}: {length} lines are more than {LONGEST}", file.name));
    }
    problems.extend(file.product_lines().filter_map(|(number, line)| of_line(file, number, line)));
    problems
}

fn of_line(file: &File, number: usize, line: &str) -> Option<String> {
    let compares = line.contains("Version::Python") || line.contains(".micro()");
    let problem =
        if line.trim_start().starts_with(concat!("#[", "allow(")) || line.starts_with(concat!("#![", "allow(")) {
            "`expect` with a reason instead of `allow`"
        } else if compares && !file.name.starts_with("crates/target/") && !file.is_beside_the_product() {
            "versions are compared in crates/target alone; ask the target by name"
        } else if [concat!("/ro", "ot/"), concat!("/ho", "me/")].iter().any(|path| line.contains(path)) {
            "a path of one machine"
        } else {
            return None;
        };
    Some(format!("{}:{number}: {problem}", file.name))
}
