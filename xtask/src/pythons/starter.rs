//! Scripts that start interpreters on the C library they were built for.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::debian::output;

/// Where packages of the architecture have their libraries; since the merge of `/usr` some releases keep the C library
/// in the second one.
const LIBRARIES: [&str; 2] = ["usr/lib", "lib"];
/// The library's modules are compiled as on an installed system, so that starting up reads no sources; its tests are not.
const NOT_COMPILED: &str = "/(test|tests|idlelib|lib2to3)/";

/// How one interpreter is started.
struct Start<'a> {
    home: &'a Path,
    program: PathBuf,
    loader: PathBuf,
    path: String,
}

/// Writes the script for an interpreter unpacked in `home`: its release, and where the script is.
pub(super) fn write(folder: &Path, home: &Path, version: &str, is_newest: bool) -> Result<(String, PathBuf), String> {
    let customized = home.join("usr/lib").join(format!("python{version}")).join("sitecustomize.py");
    let _ = fs::remove_file(customized);
    let start = Start::find(home, version)?;
    let release = start.release()?;
    let name = format!("python{version}");
    // The interpreter looks for its library beside the `bin` that it is started from.
    let prefix = if is_newest { folder.to_owned() } else { folder.join(&release) };
    let script = prefix.join("bin").join(&name);
    let write = || {
        fs::create_dir_all(prefix.join("bin"))?;
        fs::create_dir_all(folder.join("bin"))?;
        link(&home.join("usr/lib"), &prefix.join("lib"))?;
        fs::write(&script, start.script(&release))?;
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
        if is_newest { Ok(()) } else { link(&script, &folder.join("bin").join(format!("python{release}"))) }
    };
    write().map_err(|error| format!("{}: {error}", script.display()))?;
    let library = home.join("usr/lib").join(&name);
    let compile = ["-m", "compileall", "-q", "-x", NOT_COMPILED];
    let _ = output(Command::new(&script).args(compile).arg(library));
    let path = if is_newest { script } else { folder.join("bin").join(format!("python{release}")) };
    Ok((release, path))
}

fn link(to: &Path, at: &Path) -> std::io::Result<()> {
    if at.is_symlink() {
        fs::remove_file(at)?;
    }
    symlink(to, at)
}

impl<'a> Start<'a> {
    fn find(home: &'a Path, version: &str) -> Result<Self, String> {
        let architecture = format!("{}-linux-gnu", std::env::consts::ARCH);
        let folders = LIBRARIES.map(|folder| home.join(folder).join(&architecture));
        let is_loader = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with("ld-linux");
        let mut files = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
        let loader = files.find(is_loader).ok_or("no package has the C library's loader")?.path();
        let path = folders.map(|folder| folder.display().to_string()).join(":");
        Ok(Self { home, program: home.join("usr/bin").join(format!("python{version}")), loader, path })
    }

    /// The release that the interpreter says it is.
    fn release(&self) -> Result<String, String> {
        let mut command = Command::new(&self.loader);
        command.env("PYTHONHOME", self.home.join("usr")).args(["--library-path", &self.path]).arg(&self.program);
        let text = output(command.args(["-c", "import sys; print(sys.version.split()[0].rstrip('+'))"]))?;
        Ok(text.trim().to_owned())
    }

    /// With `--argv0` the interpreter has the name of the script, and virtual environments and workers start it. Older
    /// loaders lack that; there the interpreter is told where its library is.
    fn script(&self, release: &str) -> String {
        let Self { home, program, loader, path } = self;
        let help = output(Command::new(loader).arg("--help")).unwrap_or_default();
        let (before, name) = if help.contains("--argv0") {
            (String::new(), " --argv0 \"$0\"")
        } else {
            (format!("PYTHONHOME='{}' ", home.join("usr").display()), "")
        };
        let (loader, program) = (loader.display(), program.display());
        format!(
            "#!/bin/sh\n# CPython {release} from Debian, on its own C library\n\
             {before}exec '{loader}' --library-path '{path}'{name} '{program}' \"$@\"\n"
        )
    }
}
