//! Root may read and write everything: without that right the modes of its own files count for it, too.

use std::ffi::OsStr;
use std::process::Command;
use std::sync::LazyLock;

/// Gives up two rights, and starts what follows.
const SETPRIV: [&str; 3] = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"];

/// Whether this process has them, and the program for it. Others than root do not, and need nothing.
static CAN_GIVE_UP: LazyLock<bool> = LazyLock::new(|| {
    let done = Command::new(SETPRIV[0]).args(&SETPRIV[1..]).arg("true").output();
    done.is_ok_and(|output| output.status.success())
});

/// Starts a program without those rights.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    if !*CAN_GIVE_UP {
        return Command::new(program);
    }
    let mut command = Command::new(SETPRIV[0]);
    command.args(&SETPRIV[1..]).arg(program);
    command
}
