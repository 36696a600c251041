//! The memory that the process may have.

/// What is kept for the code of the process, and for what lies between pieces of memory.
#[cfg(unix)]
const RESERVE: u64 = 16 << 20;

/// The bytes that compiling a file may need, where the process has a limit (`ulimit -v`, `ulimit -d`).
#[cfg(unix)]
pub(crate) fn memory() -> Option<usize> {
    use rustix::process::{Resource, getrlimit};
    let limits = [Resource::As, Resource::Data].map(|resource| getrlimit(resource).current);
    let limit = limits.into_iter().flatten().min()?;
    usize::try_from(limit.saturating_sub(used()).saturating_sub(RESERVE)).ok()
}

/// The memory in use. Most of the address space is what the allocator has reserved for later.
#[cfg(unix)]
fn used() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.and_then(|text| text.split(' ').nth(1)?.parse::<u64>().ok());
    pages.unwrap_or(0).saturating_mul(rustix::param::page_size() as u64)
}

#[cfg(not(unix))]
pub(crate) fn memory() -> Option<usize> {
    None
}
