//! Signals that end a run: the files that are being written are finished, then the command ends as CPython's does.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::SIGINT;
#[cfg(unix)]
use signal_hook::consts::{SIGHUP, SIGTERM, SIGXFSZ};

use crate::{outside, platform};

/// What a signal wants to be ended.
#[derive(Clone, Debug)]
pub(crate) struct Interrupt {
    /// Set by any of the signals.
    pub(crate) flag: Arc<AtomicBool>,
    /// The one that came last.
    signal: Arc<AtomicUsize>,
}

impl Interrupt {
    /// Listens to Ctrl-C, and to what ends a session or a service. What comes again ends the process at once, and what was
    /// ignored when the process was started is ignored.
    pub(crate) fn listen() -> Self {
        let found = Self { flag: Arc::default(), signal: Arc::default() };
        #[cfg(unix)]
        let ending = [SIGINT, SIGTERM, SIGHUP];
        #[cfg(not(unix))]
        let ending = [SIGINT];
        let ignored = ignored();
        for signal in ending.into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0) {
            // Without handlers the signal ends the process at once, which is as good as can be.
            let number = signal.unsigned_abs() as usize;
            let _ = signal_hook::flag::register_conditional_default(signal, Arc::clone(&found.flag));
            let _ = signal_hook::flag::register_usize(signal, Arc::clone(&found.signal), number);
            let _ = signal_hook::flag::register(signal, Arc::clone(&found.flag));
        }
        // A file that grows too large is then an error of the function that writes it, as for an interpreter.
        #[cfg(unix)]
        let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
        found
    }

    /// Whether it was Ctrl-C, after which CPython says something.
    pub(crate) fn is_by_user(&self) -> bool {
        self.signal.load(Ordering::Relaxed) == SIGINT.unsigned_abs() as usize
    }

    /// Ends the process by the signal, as one that does not listen.
    pub(crate) fn die(&self) -> ! {
        let signal = i32::try_from(self.signal.load(Ordering::Relaxed)).unwrap_or(SIGINT);
        platform::die(signal)
    }

    /// Ends the process as an uncaught `KeyboardInterrupt` does, if it is to end.
    pub(crate) fn die_if_set(&self) {
        if self.flag.load(Ordering::Relaxed) {
            if self.is_by_user() {
                outside::say("KeyboardInterrupt");
            }
            self.die();
        }
    }
}

/// The signals that are ignored: bit 0 is signal 1.
#[cfg(target_os = "linux")]
fn ignored() -> u64 {
    use std::io::Read;
    // The system writes all of it at once, if there is room.
    let mut status = [0; 8192];
    let read = std::fs::File::open("/proc/self/status").and_then(|mut file| file.read(&mut status));
    let status = String::from_utf8_lossy(&status[..read.unwrap_or(0)]);
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

#[cfg(not(target_os = "linux"))]
fn ignored() -> u64 {
    0
}
