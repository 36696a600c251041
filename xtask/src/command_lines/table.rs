//! The tables in `tests/commandlines`: which trees, which commands.
//!
//! A line at the margin that begins with `$` or `case` starts a case, which gets a fresh copy of the tree that the
//! last `use` named; the indented lines below it are further steps. `docs/testing.md` has the whole language.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use pycmill::Target;

use super::words::{self, Word};

/// One case: steps on a tree of its own.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// File and line.
    pub(crate) place: String,
    pub(crate) versions: Vec<String>,
    pub(crate) steps: Vec<Step>,
}

/// A step of a case.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Changes the tree: a verb and its operands.
    Change(String, Vec<Word>),
    /// Runs a command on both sides.
    Run(Box<Run>),
}

/// A command.
#[derive(Clone, Debug, Default)]
pub(crate) struct Run {
    /// As the table has it.
    pub(crate) line: String,
    pub(crate) environment: Vec<(String, Word)>,
    pub(crate) words: Vec<Word>,
    pub(crate) stdin: Word,
    pub(crate) folder: Word,
    pub(crate) umask: Option<String>,
    /// What a shell does before it becomes the command: redirections and limits.
    pub(crate) shell: Option<String>,
    /// The interpreter to start instead of the one under test, and to name to us.
    pub(crate) python: Option<Word>,
    pub(crate) compare: Compare,
}

/// What has to be the same; everything but `All` stands with its reason in the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Compare {
    #[default]
    All,
    /// The lines of standard output in any order.
    Sorted,
    /// Like `All`, with what CPython does with one worker.
    Serial,
    /// CPython ends with a traceback: of standard error only the last line.
    Uncaught,
    /// Of standard error, what names a line of the library counts without it.
    Library,
    /// Like `All`, with the code behind the headers of files left out.
    Headers,
    /// The status and the tree.
    Files,
}

impl Case {
    /// Whether the case is meant for a target.
    pub(crate) fn is_for(&self, target: Target) -> bool {
        let minor = target.version().minor();
        let number = |text: &str| text.strip_prefix("3.").and_then(|text| text.parse::<u8>().ok());
        let fits = |range: &String| match range.split_once('-') {
            None => number(range) == Some(minor),
            Some((since, until)) => {
                number(since).is_none_or(|since| since <= minor) && number(until).is_none_or(|until| minor <= until)
            }
        };
        self.versions.is_empty() || self.versions.iter().any(fits)
    }

    /// Whether the interpreter is started from a virtual environment.
    pub(crate) fn has_environment(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Change(verb, _) if verb == "venv"))
    }
}

/// All cases of a folder, in the order of the names of its files.
pub(crate) fn read(folder: &Path) -> io::Result<Vec<Case>> {
    let mut files: Vec<_> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    let mut parser = Parser::default();
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        parser.parse(&name, &fs::read_to_string(&file)?)?;
    }
    Ok(parser.cases)
}

#[derive(Default)]
struct Parser {
    /// Those of earlier files, too.
    trees: BTreeMap<String, Vec<Step>>,
    tree: Vec<Step>,
    cases: Vec<Case>,
    /// The tree that is being defined.
    defining: Option<String>,
    /// What the next commands have besides their words.
    next: Run,
    versions: Vec<String>,
}

impl Parser {
    fn parse(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.tree.clear();
        for (index, line) in text.lines().enumerate() {
            let place = format!("{name}.txt:{}", index + 1);
            self.line(line, &place).map_err(|error| io::Error::other(format!("{place}: {error}")))?;
        }
        Ok(())
    }

    fn line(&mut self, line: &str, place: &str) -> io::Result<()> {
        let content = line.trim();
        if content.is_empty() || content.starts_with('#') {
            return Ok(());
        }
        if let Some(note) = content.strip_prefix("@ ") {
            return self.note(note);
        }
        if line.starts_with(' ') {
            return self.step(content);
        }
        self.at_margin(content, place)
    }

    fn at_margin(&mut self, content: &str, place: &str) -> io::Result<()> {
        match content.split_once(' ').map_or((content, ""), |(verb, rest)| (verb, rest.trim())) {
            ("tree", name) => {
                self.trees.insert(name.to_owned(), Vec::new());
                self.defining = Some(name.to_owned());
                Ok(())
            }
            ("use", name) => {
                self.tree = self.trees.get(name).ok_or_else(|| io::Error::other(format!("no tree {name}")))?.clone();
                Ok(())
            }
            ("case", _) => {
                self.begin(place);
                Ok(())
            }
            ("$", _) => {
                self.begin(place);
                self.step(content)
            }
            _ => Err(io::Error::other(format!("what is {content}?"))),
        }
    }

    fn begin(&mut self, place: &str) {
        self.defining = None;
        let compare = self.next.compare;
        let python = self.next.python.take();
        self.next = Run { compare, python, ..Run::default() };
        let versions = std::mem::take(&mut self.versions);
        self.cases.push(Case { place: place.to_owned(), versions, steps: self.tree.clone() });
    }

    /// `@ only 3.12-3.14`, `@ python WORD`, or how to compare with a colon and the reason.
    fn note(&mut self, note: &str) -> io::Result<()> {
        if let Some(versions) = note.strip_prefix("only ") {
            self.versions = versions.split_whitespace().map(str::to_owned).collect();
            return Ok(());
        }
        if let Some(python) = note.strip_prefix("python ") {
            self.next.python = words::split(python)?.into_iter().next();
            return Ok(());
        }
        let (mode, reason) = note.split_once(':').ok_or_else(|| io::Error::other("a note without a reason"))?;
        self.next.compare = match mode {
            "sorted" => Compare::Sorted,
            "serial" => Compare::Serial,
            "uncaught" => Compare::Uncaught,
            "library" => Compare::Library,
            "headers" => Compare::Headers,
            "files" => Compare::Files,
            _ => return Err(io::Error::other(format!("compare how? {mode}"))),
        };
        if reason.trim().is_empty() { Err(io::Error::other("no reason")) } else { Ok(()) }
    }

    fn step(&mut self, content: &str) -> io::Result<()> {
        let mut words = words::split(content)?.into_iter();
        let verb = words.next().unwrap_or_default().text()?.to_owned();
        let operands: Vec<Word> = words.collect();
        let step = match (&*verb, &operands[..]) {
            ("$", _) => Step::Run(Box::new(self.command(content, operands)?)),
            ("cd", [folder]) => return self.set(|next| next.folder = folder.clone()),
            ("stdin", [text]) => return self.set(|next| next.stdin = text.clone()),
            ("umask", [mode]) => {
                let mode = mode.text()?.to_owned();
                return self.set(|next| next.umask = Some(mode));
            }
            ("shell", [script]) => {
                let script = script.text()?.to_owned();
                return self.set(|next| next.shell = Some(script));
            }
            ("like", [name]) => return self.like(name.text()?),
            _ => Step::Change(verb, operands),
        };
        self.steps()?.push(step);
        Ok(())
    }

    /// Whatever is being written down: a tree or a case.
    fn steps(&mut self) -> io::Result<&mut Vec<Step>> {
        let tree = self.defining.as_ref().and_then(|name| self.trees.get_mut(name));
        let case = self.cases.last_mut().map(|case| &mut case.steps);
        tree.or(case).ok_or_else(|| io::Error::other("a step without a case"))
    }

    fn like(&mut self, name: &str) -> io::Result<()> {
        let steps = self.trees.get(name).ok_or_else(|| io::Error::other(format!("no tree {name}")))?.clone();
        self.steps()?.extend(steps);
        Ok(())
    }

    fn set(&mut self, change: impl FnOnce(&mut Run)) -> io::Result<()> {
        change(&mut self.next);
        Ok(())
    }

    /// Folder and umask stay for the case; the rest is for one command.
    fn command(&mut self, content: &str, mut words: Vec<Word>) -> io::Result<Run> {
        let next = Run { folder: self.next.folder.clone(), umask: self.next.umask.clone(), ..Run::default() };
        let mut run = std::mem::replace(&mut self.next, next);
        run.line = content.trim_start_matches('$').trim().to_owned();
        while let Some((name, value)) = words.first().and_then(assignment) {
            run.environment.push((name, value));
            words.remove(0);
        }
        if words.is_empty() {
            return Err(io::Error::other("a command without words"));
        }
        run.words = words;
        Ok(run)
    }
}

fn assignment(word: &Word) -> Option<(String, Word)> {
    let at = word.0.iter().position(|byte| *byte == b'=')?;
    let name = std::str::from_utf8(&word.0[..at]).ok()?;
    let is_name = name.chars().all(|one| one.is_ascii_uppercase() || one.is_ascii_digit() || one == '_');
    is_name.then(|| (name.to_owned(), Word(word.0[at + 1..].to_vec())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_can_be_read_and_names_verbs_that_exist() {
        let tables = crate::conformance::root().join("tests/commandlines");
        let mut cases = read(&tables).expect("tables");
        cases.extend(read(&tables.join("windows")).expect("tables"));
        let commands = cases.iter().flat_map(|case| &case.steps).filter(|step| matches!(step, Step::Run(_))).count();
        assert!(commands >= 1000, "{commands}");
        for case in &cases {
            for step in &case.steps {
                if let Step::Change(verb, operands) = step {
                    assert!(super::super::tree::is_known(verb, operands.len()), "{}: {verb}", case.place);
                }
            }
        }
    }

    #[test]
    fn steps_belong_to_the_case_above_them() {
        let text = "tree one\n  write a.py x\nuse one\n@ uncaught: lines\n$ A=1 -m m a.py\n  cd d\n  $ -m m\n@ only 3.12-\n$ x\n";
        let mut parser = Parser::default();
        parser.parse("t", text).expect("a table");
        let cases = parser.cases;
        assert_eq!(cases.len(), 2);
        assert_eq!(cases[0].steps.len(), 3);
        let runs: Vec<_> =
            cases[0].steps.iter().filter_map(|step| if let Step::Run(run) = step { Some(run) } else { None }).collect();
        assert_eq!(runs[0].compare, Compare::Uncaught);
        assert_eq!(runs[0].environment, [("A".to_owned(), Word(b"1".to_vec()))]);
        assert_eq!((runs[1].compare, &runs[1].folder.0[..]), (Compare::All, &b"d"[..]));
        assert_eq!(cases[1].versions, ["3.12-"]);
    }
}
