//! `sys.path` of an installation, without running it.
//!
//! Follows `Modules/getpath.py` and `Lib/site.py`; lines of `.pth` files that hold code are passed over.

use std::path::{Path, PathBuf};
use std::{env, fs};

use super::Installation;
use super::install::WINDOWS_LIBRARY;
use crate::interpreter::Interpreter;
use crate::session::Session;

/// The directories that `python -m compileall` would compile, in their order.
pub(crate) fn search_path(installation: &Installation, session: &Session) -> Vec<PathBuf> {
    let interpreter = &session.interpreter;
    let target = installation.release.target;
    let is_absolute = interpreter.uses_site || target.makes_search_path_absolute();
    let mut path = Path_ { entries: Vec::new(), is_absolute };
    let version = target.version();
    if interpreter.uses_environment
        && let Some(more) = env::var_os("PYTHONPATH")
    {
        env::split_paths(&more).filter(|entry| !entry.as_os_str().is_empty()).for_each(|entry| path.push(&entry));
    }
    let zip = format!("python3{}.zip", version.minor());
    if installation.is_for_windows() {
        let prefix = &installation.base_prefix;
        [prefix.join(zip), prefix.join("DLLs"), installation.library.clone(), prefix.clone()]
            .iter()
            .for_each(|entry| path.push(entry));
    } else {
        let above = installation.library.parent().unwrap_or(&installation.base_prefix);
        path.push(&above.join(zip));
        path.push(&installation.library);
        path.push(&installation.library.join("lib-dynload"));
    }
    if interpreter.uses_site {
        site(&mut path, installation, interpreter);
    }
    // `-m` puts the current directory first, a script its own, whether it is there already or not.
    let first = session.script_directory.clone().or_else(|| env::current_dir().ok());
    let current = first.filter(|_| interpreter.uses_current_directory(target));
    current.into_iter().chain(path.entries).collect()
}

/// What `site` adds: the environment, the user's directory, the installation's own.
fn site(path: &mut Path_, installation: &Installation, interpreter: &Interpreter) {
    let version = installation.release.target.version();
    let of_prefix = |prefix: &Path| {
        if installation.is_for_windows() {
            return vec![prefix.to_owned(), prefix.join(WINDOWS_LIBRARY).join("site-packages")];
        }
        vec![prefix.join(format!("lib/python{version}/site-packages"))]
    };
    let mut is_alone = false;
    if let Some((environment, uses_system_site)) = &installation.environment {
        of_prefix(environment).iter().for_each(|directory| path.push_site(directory));
        is_alone = !uses_system_site;
    }
    if is_alone {
        return;
    }
    if interpreter.uses_user_site
        && let Some(user) = user_site(version, installation.is_for_windows())
    {
        path.push_site(&user);
    }
    let base = &installation.base_prefix;
    let mut directories = of_prefix(base);
    directories.push(base.join(format!("lib64/python{version}/site-packages")));
    if base == Path::new("/usr") {
        // Debian's.
        directories.push(format!("/usr/local/lib/python{version}/dist-packages").into());
        directories.push("/usr/lib/python3/dist-packages".into());
    }
    directories.iter().for_each(|directory| path.push_site(directory));
}

fn user_site(version: pycmill::Version, is_for_windows: bool) -> Option<PathBuf> {
    let given = || env::var_os("PYTHONUSERBASE").filter(|base| !base.is_empty()).map(PathBuf::from);
    if is_for_windows {
        let base = given().or_else(|| Some(PathBuf::from(env::var_os("APPDATA")?).join("Python")))?;
        return Some(base.join(format!("Python3{}", version.minor())).join("site-packages"));
    }
    let base = match given() {
        Some(base) => base,
        None => PathBuf::from(env::var_os("HOME")?).join(".local"),
    };
    Some(base.join(format!("lib/python{version}/site-packages")))
}

/// Directories, each once.
struct Path_ {
    entries: Vec<PathBuf>,
    is_absolute: bool,
}

impl Path_ {
    fn push(&mut self, entry: &Path) {
        let absolute = std::path::absolute(entry).ok().filter(|_| self.is_absolute);
        let entry = absolute.unwrap_or_else(|| entry.to_owned());
        if !self.entries.contains(&entry) {
            self.entries.push(entry);
        }
    }

    /// A site directory and what its `.pth` files name (`addsitedir`).
    fn push_site(&mut self, directory: &Path) {
        let Ok(entries) = fs::read_dir(directory) else { return };
        self.push(directory);
        let names = entries.flatten().map(|entry| entry.file_name());
        let mut names: Vec<_> = names.filter_map(|name| name.into_string().ok()).collect();
        names.retain(|name| name.ends_with(".pth") && !name.starts_with('.'));
        names.sort();
        for name in names {
            let Ok(text) = fs::read_to_string(directory.join(name)) else { continue };
            let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim_end);
            let lines = lines.filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
            let is_code = |line: &&str| line.starts_with("import ") || line.starts_with("import\t");
            lines
                .filter(|line| !is_code(line))
                .map(|line| directory.join(line))
                .filter(|path| path.exists())
                .for_each(|path| self.push(&path));
        }
    }
}
