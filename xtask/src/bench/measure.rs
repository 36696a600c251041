//! One run of a command: time on the wall, processor time, peak memory.

use std::io;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

/// What one run cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    pub(crate) wall: Duration,
    /// User and system time of the process and the ones it waited for.
    pub(crate) processor: Duration,
    /// Peak resident memory of the largest process, in bytes.
    pub(crate) memory: u64,
}

/// The middle of several runs, each figure for itself.
pub(crate) type Median = Sample;

/// Runs a command without its output.
pub(crate) fn measure(command: &mut Command) -> io::Result<Sample> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn()?;
    let ended = child.wait4()?;
    let wall = start.elapsed();
    // Libraries contain files that no Python accepts: 1 is an ordinary end.
    if !matches!(ended.status.code(), Some(0 | 1)) {
        return Err(io::Error::other(format!("{command:?} ended with {}", ended.status)));
    }
    Ok(Sample { wall, processor: ended.rusage.utime + ended.rusage.stime, memory: ended.rusage.maxrss })
}

impl Sample {
    /// The median of each figure.
    pub(crate) fn median(samples: &[Self]) -> Self {
        Self {
            wall: middle(samples.iter().map(|sample| sample.wall)),
            processor: middle(samples.iter().map(|sample| sample.processor)),
            memory: middle(samples.iter().map(|sample| sample.memory)),
        }
    }
}

/// The middle value; of an even number the lower of the two.
fn middle<T: Ord>(values: impl Iterator<Item = T>) -> T {
    let mut values: Vec<T> = values.collect();
    values.sort();
    let at = (values.len() - 1) / 2;
    values.swap_remove(at)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_middle_is_no_mean() {
        assert_eq!(super::middle([9, 1, 2, 100, 3].into_iter()), 3);
        assert_eq!(super::middle([4, 1].into_iter()), 1);
    }
}
