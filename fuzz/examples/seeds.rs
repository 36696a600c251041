//! Writes the first inputs of all targets: `cargo run --example seeds [FOLDER …]`, without folders from the cases of the tests.
//!
//! The `.pyc` files and archives of the tests become inputs, too. Each file of Python becomes an input for a few releases, as bytes and as tokens.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use pycmill_fuzz::tokens;

/// Larger files are left out: many small inputs take the fuzzer further.
const LONGEST: u64 = 4096;
/// Inputs for each file; the releases follow one another.
const RELEASES: usize = 2;

fn main() -> Result<(), Box<dyn Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let given: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let folders = if given.is_empty() { vec![here.join("../tests/cases")] } else { given };
    let mut files = Vec::new();
    folders.iter().try_for_each(|folder| collect(folder, &mut files))?;
    files.sort();
    for (index, file) in files.iter().enumerate() {
        let bytes = fs::read(file)?;
        let listed = tokens::encode(&String::from_utf8_lossy(&bytes));
        for release in index * RELEASES..(index + 1) * RELEASES {
            for target in ["lexer", "parser", "errors"] {
                write(here, &format!("{target}_bytes"), release, &bytes)?;
                write(here, &format!("{target}_tokens"), release, &listed)?;
            }
        }
    }
    println!("{} files", files.len());
    opened(here)
}

/// The `.pyc` files of the tests, and archives of them with sources.
fn opened(here: &Path) -> Result<(), Box<dyn Error>> {
    let mut number = 0;
    for entry in fs::read_dir(here.join("../crates/pycmill/tests/inspect"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "pyc") {
            number += 1;
            write_plain(here, "inspect_bytes", number, &fs::read(&path)?)?;
        }
    }
    for (number, name) in ["a.whl", "a.pyz"].into_iter().enumerate() {
        let seed = here.join("seeds").join(name);
        let content = [&[number as u8], &*fs::read(seed)?].concat();
        write_plain(here, "archive_bytes", number, &content)?;
    }
    Ok(())
}

fn write_plain(here: &Path, target: &str, number: usize, input: &[u8]) -> std::io::Result<()> {
    let folder = here.join("corpus").join(target);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(format!("seed-{number:05}")), input)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|end| end == "py") && entry.metadata()?.len() <= LONGEST {
            files.push(path);
        }
    }
    Ok(())
}

fn write(here: &Path, target: &str, number: usize, input: &[u8]) -> std::io::Result<()> {
    let folder = here.join("corpus").join(target);
    fs::create_dir_all(&folder)?;
    let release = (number % 32) as u8;
    fs::write(folder.join(format!("seed-{number:05}")), [&[release], input].concat())
}
