//! Other versions and other trees: the first contest again, without what is the same for all of them.

use std::io;
use std::path::{Path, PathBuf};

use super::contestants::{self, Contest};
use super::uv::Environment;
use super::{Arguments, trees};
use crate::conformance::interpreter::{self, Interpreter};

/// A tree and the name it has on the page.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    name: String,
    path: PathBuf,
}

/// Reads `NAME=PATH`.
pub(crate) fn read(word: &str) -> Result<Tree, String> {
    match word.split_once('=') {
        Some((name, path)) if !name.is_empty() => Ok(Tree { name: name.to_owned(), path: path.into() }),
        _ => Err("expected NAME=PATH".to_owned()),
    }
}

/// The further contests that were asked for.
pub(super) fn all(
    arguments: &Arguments,
    interpreter: &Interpreter,
    command: &Path,
    skipped: &mut Vec<String>,
) -> io::Result<Vec<Contest>> {
    let mut contests = Vec::new();
    for version in &arguments.also {
        match interpreter::choose(version, &[]) {
            Ok(mut found) => {
                let other = found.remove(0);
                let title = format!("Standard library of CPython {}", other.target);
                let tree = trees::prepare(&other.library, &format!("tree-{}", other.target))?;
                contests.push(one(title, &other, command, &tree, None)?);
            }
            Err(error) => skipped.push(format!("CPython {version} was left out: {error}")),
        }
    }
    for (at, Tree { name, path }) in arguments.also_tree.iter().enumerate() {
        let tree = trees::prepare(path, &format!("tree-{at}"))?;
        let uv = Environment::make(interpreter, &tree, &format!("environment-{at}"));
        let uv = uv.map_err(|why| skipped.push(format!("{name}: {why}"))).ok();
        contests.push(one(name.clone(), interpreter, command, &tree, uv.as_ref())?);
    }
    Ok(contests)
}

fn one(
    name: String,
    interpreter: &Interpreter,
    command: &Path,
    tree: &Path,
    uv: Option<&Environment>,
) -> io::Result<Contest> {
    let size = trees::size(tree)?;
    let title = format!("{name}: everything to compile, {} files, {:.1} MB", size.files, size.bytes as f64 / 1e6);
    Ok(contestants::everything(title, interpreter, command, tree, uv))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn trees_have_names() {
        let tree = super::read("django=/x=y").expect("it is one");
        assert_eq!((&*tree.name, &*tree.path), ("django", Path::new("/x=y")));
        assert!(super::read("/x").is_err() && super::read("=/x").is_err());
    }
}
