//! The tables in `tests/clients`.
//!
//! `client NAME` begins a client; the indented lines below it are what it needs (`needs …`), the versions it is for
//! (`versions 3.11-3.13`), and its command lines (`$ …`), which a shell runs one after the other in a fresh tree.

use std::path::Path;
use std::{fs, io};

use pycmill::{Target, Version};

use super::tools::Need;

/// A program, or a system that has one.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) name: String,
    pub(crate) needs: Vec<Need>,
    versions: Option<(Version, Version)>,
    /// Command lines for a shell.
    pub(crate) lines: Vec<String>,
}

impl Client {
    /// Whether there is such a client with this version.
    pub(crate) fn is_for(&self, target: Target) -> bool {
        self.versions.is_none_or(|(first, last)| (first..=last).contains(&target.version()))
    }
}

/// Reads all tables of a folder.
pub(crate) fn read(folder: &Path) -> io::Result<Vec<Client>> {
    let mut files: Vec<_> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    files.sort();
    let mut clients = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file)?;
        for (number, line) in text.lines().enumerate() {
            let wrong = |what: &str| io::Error::other(format!("{}:{}: {what}: {line}", file.display(), number + 1));
            add(&mut clients, line).map_err(wrong)?;
        }
    }
    Ok(clients)
}

fn add(clients: &mut Vec<Client>, line: &str) -> Result<(), &'static str> {
    if line.trim().is_empty() || line.starts_with('#') {
        return Ok(());
    }
    if let Some(name) = line.strip_prefix("client ") {
        clients.push(Client { name: name.to_owned(), needs: Vec::new(), versions: None, lines: Vec::new() });
        return Ok(());
    }
    let (client, step) = (clients.last_mut().ok_or("no client yet")?, line.trim());
    match step.split_once(' ').ok_or("a step has operands")? {
        ("$", command) => client.lines.push(command.to_owned()),
        // A line that goes on.
        ("|", more) => {
            let last = client.lines.last_mut().ok_or("no line yet")?;
            *last += &format!("\n{more}");
        }
        ("needs", need) => client.needs.push(Need::read(need).ok_or("no such need")?),
        ("versions", range) => client.versions = Some(versions(range).ok_or("no versions")?),
        _ => return Err("no such step"),
    }
    Ok(())
}

fn versions(range: &str) -> Option<(Version, Version)> {
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let version = |text: &str| Version::ALL.into_iter().find(|version| version.to_string() == text);
    Some((version(first)?, version(last)?))
}
