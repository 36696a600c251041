//! The wrong programs: mutants of a corpus, or those of a file.

use std::path::Path;
use std::{fs, io};

use serde_json::Value;

use crate::conformance::arguments::{Arguments, Mistakes};
use crate::conformance::corpus;
use crate::conformance::interpreter::Interpreter;
use crate::mutants::{Kind, Mutants};

/// Files that are longer are data.
const MOST_BYTES: u64 = 1 << 20;

/// Programs that belong together in tables.
#[derive(Debug)]
pub(crate) struct Batch {
    /// The corpus or the file.
    pub(crate) corpus: String,
    pub(crate) kind: &'static str,
    pub(crate) snippets: Vec<Vec<u8>>,
}

/// The programs that the command line means.
pub(crate) fn batches(arguments: &Arguments, interpreter: &Interpreter) -> io::Result<Vec<Batch>> {
    if let Some(path) = &arguments.snippets {
        let corpus = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        return Ok(vec![Batch { corpus, kind: "file", snippets: read(path)? }]);
    }
    let mut arguments = arguments.clone();
    if arguments.corpus.is_empty() && arguments.trees.is_empty() {
        arguments.corpus.push("stdlib".to_owned());
    }
    let corpora = corpus::chosen(&arguments, interpreter)?;
    corpora
        .into_iter()
        .map(|corpus| mutants(&arguments, corpus))
        .collect::<io::Result<Vec<_>>>()
        .map(|all| all.into_iter().flatten().collect())
}

fn mutants(arguments: &Arguments, corpus: corpus::Corpus) -> io::Result<Vec<Batch>> {
    let mut files = Vec::new();
    for file in corpus.files {
        if fs::metadata(&file)?.len() <= MOST_BYTES {
            files.push(fs::read(file)?);
        }
    }
    let mutants = Mutants::new(files).with_nul(arguments.nul);
    if mutants.is_empty() {
        return Err(io::Error::other("there is nothing to mutate"));
    }
    let batch = |kind: Kind| {
        let count = arguments.count.unwrap_or(default_count(kind));
        let snippets = (0..count).map(|index| mutants.snippet(kind, arguments.seed, index)).collect();
        Batch { corpus: corpus.name.clone(), kind: kind.name(), snippets }
    };
    Ok(kinds(arguments.kind).into_iter().map(batch).collect())
}

fn kinds(mistakes: Mistakes) -> Vec<Kind> {
    match mistakes {
        Mistakes::Tokens => vec![Kind::Tokens],
        Mistakes::Bytes => vec![Kind::Bytes],
        Mistakes::Human => vec![Kind::Human],
        Mistakes::All => Kind::ALL.into_iter().map(|(_, kind)| kind).collect(),
    }
}

const fn default_count(kind: Kind) -> u64 {
    match kind {
        Kind::Tokens => 10_000,
        Kind::Bytes => 3_000,
        Kind::Human => 1_000,
    }
}

/// The snippets of a file: objects in lines, with `src` and with `bytes` if it is to be read as Latin-1. Any other file
/// is one snippet.
fn read(path: &Path) -> io::Result<Vec<Vec<u8>>> {
    if path.extension().is_none_or(|extension| extension != "jsonl") {
        return Ok(vec![fs::read(path)?]);
    }
    fs::read_to_string(path)?.lines().filter(|line| !line.trim().is_empty()).map(read_line).collect()
}

fn read_line(line: &str) -> io::Result<Vec<u8>> {
    let value: Value = serde_json::from_str(line)?;
    let source = value["src"].as_str().ok_or_else(|| io::Error::other("a snippet without `src`"))?;
    if value["bytes"].as_bool() != Some(true) {
        return Ok(source.as_bytes().to_vec());
    }
    source.chars().map(|char| u8::try_from(char).map_err(io::Error::other)).collect()
}
