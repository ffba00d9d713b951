//! How much memory a process has to itself, as Linux counts it.

use anyhow::Context as _;

/// Memory of a process in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Memory {
    /// All pages in memory, shared ones included.
    pub(crate) resident: u64,
    /// Pages in memory, each shared one divided by the number of its users: what the process costs.
    pub(crate) proportional: u64,
}

/// Reads `/proc/PID/smaps_rollup`.
pub(crate) fn of_process(pid: u32) -> anyhow::Result<Memory> {
    let path = format!("/proc/{pid}/smaps_rollup");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    parse(&text).with_context(|| format!("{path} has no Rss and Pss"))
}

/// The most that was resident since the process began or [`forget_peak`], in bytes.
pub(crate) fn peak(pid: u32) -> anyhow::Result<u64> {
    let path = format!("/proc/{pid}/status");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes =
        line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    Ok(kilobytes.with_context(|| format!("{path} has no VmHWM"))? * 1024)
}

/// Lets the kernel measure the peak of a process from now on.
pub(crate) fn forget_peak(pid: u32) -> anyhow::Result<()> {
    let path = format!("/proc/{pid}/clear_refs");
    std::fs::write(&path, "5").with_context(|| format!("cannot write {path}"))
}

fn parse(text: &str) -> Option<Memory> {
    let bytes = |name: &str| -> Option<u64> {
        let rest = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
        let kilobytes: u64 = rest.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kilobytes * 1024)
    };
    Some(Memory {
        resident: bytes("Rss")?,
        proportional: bytes("Pss")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sums_are_read() {
        let text = "55d0-7ffd ---p 00000000 00:00 0 [rollup]\nRss:     2048 kB\nPss:     1000 kB\nPss_Dirty: 3 kB\n";
        assert_eq!(
            parse(text),
            Some(Memory {
                resident: 2_097_152,
                proportional: 1_024_000
            })
        );
        assert_eq!(parse("Rss: 1 kB"), None);
    }

    #[test]
    fn this_process_has_memory() {
        assert!(of_process(std::process::id()).unwrap().resident > 100_000);
    }

    #[test]
    fn a_peak_is_seen_after_it_has_passed() {
        let own = std::process::id();
        forget_peak(own).unwrap();
        let before = peak(own).unwrap();
        let held = vec![1_u8; 64 << 20];
        assert!(held.iter().all(|byte| *byte == 1));
        drop(held);
        assert!(peak(own).unwrap() >= before + (60 << 20));
    }
}
