//! CPU time of this process, all threads together: what neighbours on the machine do not change
//! much.

use rustix::time::{ClockId, clock_gettime};

/// CPU seconds so far.
pub(crate) fn seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    #[expect(clippy::cast_precision_loss, reason = "seconds of a process are few")]
    let seconds = time.tv_sec as f64 + time.tv_nsec as f64 / 1e9;
    seconds
}

/// The least CPU seconds that something took in so many tries; a neighbour makes caches slower, never
/// faster.
pub(crate) fn least<T>(
    tries: u32,
    mut run: impl FnMut() -> anyhow::Result<T>,
) -> anyhow::Result<f64> {
    let mut least = f64::INFINITY;
    for _ in 0..tries {
        let begun = seconds();
        std::hint::black_box(run()?);
        least = least.min(seconds() - begun);
    }
    Ok(least)
}

/// Processes that wait for a processor or run, over the last minute.
pub(crate) fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or_default().to_owned()
}
