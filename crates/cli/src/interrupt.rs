//! Ctrl-C: the file that is being written is finished, then the command ends as CPython's does.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::SIGINT;

use crate::outside;

/// A flag that Ctrl-C sets; pressed again it ends the process.
pub(crate) fn flag() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    // Without handlers Ctrl-C ends the process at once, which is as good as can be.
    let _ = signal_hook::flag::register_conditional_default(SIGINT, Arc::clone(&flag));
    let _ = signal_hook::flag::register(SIGINT, Arc::clone(&flag));
    flag
}

/// Ends the process as an uncaught `KeyboardInterrupt` does: killed by the signal.
pub(crate) fn die_if(flag: &AtomicBool) {
    if flag.load(Ordering::Relaxed) {
        outside::say("KeyboardInterrupt");
        let _ = signal_hook::low_level::emulate_default_handler(SIGINT);
        std::process::exit(130);
    }
}
