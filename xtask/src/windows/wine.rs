//! A Windows that Wine makes of a folder, with programs that run in it.
//!
//! One program that waits is always there, so that the services are not started by a command under test, whose pipes they
//! would keep open.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::rights;

/// Where Debian has it, which installs no name on PATH for the 64-bit program alone.
const PLACES: [&str; 2] = ["wine64", "/usr/lib/wine/wine64"];

/// A running Windows.
#[derive(Debug)]
pub(crate) struct Wine {
    program: PathBuf,
    prefix: PathBuf,
    /// The program that waits.
    waiting: Option<Child>,
}

impl Wine {
    /// The program, if it is installed.
    pub(crate) fn find() -> Option<PathBuf> {
        let works = |place: &str| Command::new(place).arg("--version").output().is_ok_and(|out| out.status.success());
        PLACES.iter().find(|place| works(place)).map(PathBuf::from)
    }

    /// That of a folder, which is set up if it is new.
    pub(crate) fn start(program: PathBuf, prefix: &Path) -> io::Result<Self> {
        let mut wine = Self { program, prefix: prefix.to_owned(), waiting: None };
        if !prefix.join("system.reg").is_file() {
            wine.make()?;
        }
        let waiting =
            wine.command("cmd.exe").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        wine.waiting = Some(waiting);
        wine.succeed("reg", &["add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f"])?;
        Ok(wine)
    }

    fn make(&self) -> io::Result<()> {
        let system = self.drive().join("windows/system32");
        fs::create_dir_all(&system)?;
        // What Debian's build needs besides itself.
        for place in
            ["/usr/x86_64-w64-mingw32/lib/zlib1.dll"].map(Path::new).into_iter().filter(|place| place.is_file())
        {
            fs::copy(place, system.join("zlib1.dll"))?;
        }
        self.succeed("wineboot", &["-i"])
    }

    fn succeed(&self, program: &str, words: &[&str]) -> io::Result<()> {
        let mut command = self.command(program);
        // A service that it starts keeps the streams.
        let status = command.args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        if status.success() { Ok(()) } else { Err(io::Error::other(format!("Wine cannot run {program}"))) }
    }

    /// A program in this Windows.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = rights::command(&self.program);
        command.arg(program).envs(self.environment());
        command
    }

    /// What starts programs.
    pub(crate) fn program(&self) -> &OsStr {
        self.program.as_os_str()
    }

    /// The variables that say which Windows is meant.
    pub(crate) fn environment(&self) -> [(&'static str, OsString); 4] {
        let prefix = self.prefix.clone().into_os_string();
        [("WINEPREFIX", prefix), ("WINEDEBUG", "-all".into()), ("DISPLAY", "".into()), ("LC_ALL", "C.UTF-8".into())]
    }

    /// The folder that is `C:\`.
    pub(crate) fn drive(&self) -> PathBuf {
        self.prefix.join("drive_c")
    }

    /// A path below that folder as programs there see it.
    pub(crate) fn path(&self, path: &Path) -> OsString {
        let below = path.strip_prefix(self.drive()).unwrap_or(path).as_os_str().to_string_lossy();
        format!(r"C:\{}", below.replace('/', r"\")).into()
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        let Some(mut waiting) = self.waiting.take() else { return };
        // It ends with its input.
        drop(waiting.stdin.take());
        std::thread::sleep(Duration::from_millis(100));
        let _ = waiting.kill();
        let _ = waiting.wait();
    }
}
