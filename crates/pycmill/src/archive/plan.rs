//! What becomes of each member, and what is added.

use std::collections::HashMap;

use pycmill_pyc::{Layout, cache_path, legacy_path};
use pycmill_target::Target;
use sha2::{Digest, Sha256};

use super::compile::Outcome;
use super::members::Member;
use super::record::{self, SIGNATURES};
use super::{Options, Rejected, WheelName, is_source};

/// What becomes of a member.
pub(crate) enum Fate {
    Keep,
    Drop,
    Replace(Vec<u8>),
}

/// A new member.
pub(crate) struct Added {
    pub(crate) name: String,
    pub(crate) content: Vec<u8>,
}

/// What becomes of an archive.
pub(crate) struct Plan {
    /// The members that are compiled.
    pub(crate) sources: Vec<usize>,
    /// Of each member.
    pub(crate) fates: Vec<Fate>,
    /// What follows each member.
    pub(crate) added: Vec<Vec<Added>>,
    pub(crate) compiled: usize,
    pub(crate) rejected: Vec<Rejected>,
    pub(crate) notices: Vec<String>,
    /// The members by their names.
    names: HashMap<String, usize>,
    /// Where compiled files go.
    place: Place,
    options: Options,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// `__pycache__`, where a Python looks that has the source.
    Cache,
    /// The place of the source, where a Python looks that has none, or that reads an archive.
    Beside,
}

impl Plan {
    pub(crate) fn new(members: &[Member], is_wheel: bool, options: &Options) -> Self {
        let is_compiled = |member: &Member| is_source(member) && !(is_wheel && is_no_module(&member.name));
        let indices = members.iter().enumerate();
        Self {
            sources: indices.clone().filter(|(_, member)| is_compiled(member)).map(|(index, _)| index).collect(),
            fates: members.iter().map(|_| Fate::Keep).collect(),
            added: members.iter().map(|_| Vec::new()).collect(),
            compiled: 0,
            rejected: Vec::new(),
            notices: Vec::new(),
            names: indices.map(|(index, member)| (member.name.clone(), index)).collect(),
            place: if is_wheel && !options.sourceless { Place::Cache } else { Place::Beside },
            options: options.clone(),
        }
    }

    /// Puts compiled files into their places.
    pub(crate) fn place(&mut self, members: &[Member], outcomes: Vec<Outcome>) {
        for Outcome { source, target, result } in outcomes {
            let name = &members[source].name;
            match result {
                Ok(content) => self.add(source, self.name_of(target, name), content),
                Err(message) => self.rejected.push(Rejected { member: name.clone(), target, message }),
            }
        }
    }

    fn add(&mut self, source: usize, name: String, content: Vec<u8>) {
        if let Some(old) = self.names.get(&name) {
            self.fates[*old] = Fate::Drop;
            self.notices.push(format!("{name} was there and is replaced"));
        }
        if self.options.sourceless {
            self.fates[source] = Fate::Drop;
        }
        self.compiled += 1;
        self.added[source].push(Added { name, content });
    }

    fn name_of(&self, target: Target, source: &str) -> String {
        let path = match self.place {
            Place::Cache => cache_path(target, source.as_bytes(), self.options.optimize, Layout::Beside),
            Place::Beside => legacy_path(source.as_bytes()),
        };
        // Names in archives have slashes on every system.
        String::from_utf8_lossy(&path).replace('\\', "/")
    }

    /// Drops signatures, and writes WHEEL and RECORD anew.
    pub(crate) fn finish_wheel(&mut self, members: &[Member], dist_info: &str, wheel: &WheelName) {
        for name in SIGNATURES.map(|name| format!("{dist_info}/{name}")) {
            if let Some(index) = self.names.get(&name) {
                self.fates[*index] = Fate::Drop;
                self.notices.push(format!("{name} is dropped: it signs another RECORD"));
            }
        }
        let metadata = self.names.get(&format!("{dist_info}/WHEEL")).copied().filter(|_| self.options.sourceless);
        if let Some(index) = metadata {
            let text = String::from_utf8_lossy(members[index].content.as_deref().unwrap_or_default());
            let text = wheel.metadata_for_version(&text, self.options.targets[0].version());
            self.fates[index] = Fate::Replace(text.into_bytes());
        }
        let record = format!("{dist_info}/RECORD");
        let text = self.record(members, &record);
        self.fates[self.names[&record]] = Fate::Replace(text.into_bytes());
    }

    /// RECORD: a row for each file in the order of the archive, its own at the end.
    fn record(&self, members: &[Member], record: &str) -> String {
        let mut text = String::new();
        let of_content = |name: &str, content: &[u8]| {
            record::row(name, &record::base64(&Sha256::digest(content)), content.len() as u64)
        };
        for (index, member) in members.iter().enumerate() {
            match &self.fates[index] {
                Fate::Keep if !member.is_directory && member.name != record => {
                    text += &record::row(&member.name, &member.hash, member.size);
                }
                Fate::Replace(content) => text += &of_content(&member.name, content),
                Fate::Keep | Fate::Drop => {}
            }
            text.extend(self.added[index].iter().map(|added| of_content(&added.name, &added.content)));
        }
        text + &record::bare_row(record)
    }
}

/// Whether a file of a wheel is not imported: scripts, headers and data of `NAME.data`.
fn is_no_module(name: &str) -> bool {
    let data = name.split_once('/').filter(|(directory, _)| directory.ends_with(".data"));
    data.is_some_and(|(_, inner)| !inner.starts_with("purelib/") && !inner.starts_with("platlib/"))
}
