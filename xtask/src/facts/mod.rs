//! `cargo xtask facts [--python PATH]… [--check]`: records what the interpreters found say about their instructions, and
//! regenerates the opcode tables.
//!
//! One micro release of a version is recorded; older ones are compared. With `--check` nothing is written and any
//! difference is an error. Without an interpreter the tables are still made from the committed facts.

mod generate;
pub(crate) mod interpreters;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{fs, io};

use pycmill_target::{Target, Version};

const RECORD: &str = include_str!("record.py");
const ENCODINGS: &str = include_str!("encodings.py");

/// Runs the command.
#[expect(clippy::print_stderr, reason = "this is a command")]
pub(crate) fn main(arguments: &[String]) -> ExitCode {
    match run(arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("facts: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What to do with a file that should hold other text.
struct Output {
    root: PathBuf,
    check: bool,
    clean: bool,
}

impl Output {
    #[expect(clippy::print_stdout, reason = "this is a command")]
    fn put(&mut self, path: &str, text: &str) -> io::Result<()> {
        let file = self.root.join(path);
        if fs::read_to_string(&file).is_ok_and(|old| old == text) {
            return Ok(());
        }
        println!("{path}: {}", if self.check { "differs" } else { "written" });
        if self.check {
            self.clean = false;
            return Ok(());
        }
        fs::create_dir_all(file.parent().unwrap_or(&self.root))?;
        fs::write(file, text)
    }
}

fn run(arguments: &[String]) -> io::Result<bool> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/target");
    let (mut pythons, mut check) = (Vec::new(), false);
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--check" => check = true,
            "--python" => pythons.extend(words.next().map(PathBuf::from)),
            _ => return Err(io::Error::other(format!("unknown argument '{word}'"))),
        }
    }
    let mut output = Output { root, check, clean: true };
    pythons.extend(interpreters::find());
    for python in pythons {
        record(&python, &mut output)?;
        output.clean &= knows_encodings(&python)?;
    }
    generate_all(&mut output)?;
    Ok(output.clean)
}

/// Records one interpreter, or compares it with the committed facts when it is not the release they are of.
#[expect(clippy::print_stdout, reason = "this is a command")]
fn record(python: &Path, output: &mut Output) -> io::Result<()> {
    let Some(text) = ask(python)? else { return Ok(()) };
    let number = |key| generate::value(&text, key).to_owned();
    let (version, micro) = (number("python"), number("micro"));
    let path = format!("facts/{version}.txt");
    let recorded = Version::ALL.into_iter().find(|known| known.to_string() == version).map(Version::recorded_micro);
    if recorded.map(|recorded| recorded.to_string()) == Some(micro.clone()) {
        return output.put(&path, &text);
    }
    let known = fs::read_to_string(output.root.join(&path)).unwrap_or_default();
    if known.replace(&format!("micro {}\n", recorded.unwrap_or(0)), &format!("micro {micro}\n")) != text {
        println!("{}: {version}.{micro} differs from {path}", python.display());
        output.clean = false;
    }
    Ok(())
}

/// Whether the target has the aliases of encodings that the interpreter has, and no others.
#[expect(clippy::print_stdout, reason = "this is a command")]
fn knows_encodings(python: &Path) -> io::Result<bool> {
    let output = Command::new(python).args(["-I", "-c", ENCODINGS]).output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let Some(target) = text.lines().next().and_then(|release| release.parse::<Target>().ok()) else { return Ok(true) };
    let theirs: BTreeMap<&str, &str> = text.lines().skip(1).filter_map(|line| line.split_once(' ')).collect();
    let ours: BTreeMap<&str, &str> = target.encoding_aliases().collect();
    let differing = theirs.iter().chain(&ours).filter(|(alias, _)| theirs.get(*alias) != ours.get(*alias));
    let aliases: BTreeSet<&str> = differing.map(|(alias, _)| *alias).collect();
    if !aliases.is_empty() {
        println!("{}: {target} has other encodings under {aliases:?}", python.display());
    }
    Ok(aliases.is_empty())
}

/// What the interpreter says, or nothing when it is no supported one.
fn ask(python: &Path) -> io::Result<Option<String>> {
    let output = Command::new(python).args(["-I", "-c", RECORD]).env("PYTHONHASHSEED", "0").output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let supported = |text: &str| Version::ALL.iter().any(|version| text.starts_with(&format!("python {version}\n")));
    Ok((output.status.success() && supported(&text)).then_some(text))
}

/// Whether the committed tables are what the committed facts make.
pub(crate) fn is_up_to_date() -> io::Result<bool> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/target");
    let mut output = Output { root, check: true, clean: true };
    generate_all(&mut output)?;
    Ok(output.clean)
}

fn generate_all(output: &mut Output) -> io::Result<()> {
    let texts = Version::ALL.map(|version| fs::read_to_string(output.root.join(format!("facts/{version}.txt"))));
    let texts = texts.into_iter().collect::<io::Result<Vec<String>>>()?;
    for text in &texts {
        output.put(&format!("src/tables/{}.rs", generate::module(text)), &generate::table(text))?;
    }
    output.put("src/tables/names.rs", &generate::names(&texts.iter().map(String::as_str).collect::<Vec<_>>()))?;
    output.put("src/tables.rs", &generate::list(&texts.iter().map(|text| generate::module(text)).collect::<Vec<_>>()))
}
