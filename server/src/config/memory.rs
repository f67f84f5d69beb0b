//! The memory of this machine, and the share of it that connections may hold together.
//!
//! What may not enter: what counts as held (`net::memory_budget`).

use std::path::{Path, PathBuf};

/// The share of the memory is one in this many. The server holds about as much again beside the budget: 8 KiB for
/// each of 10,000 connections, and the slack of an allocator. So it stays below an eighth.
const BUDGET_SHARE: u64 = 16;

/// Where the system does not tell its memory, it is taken to be this much.
const UNKNOWN_MEMORY_BYTES: u64 = 2 * 1024 * 1024 * 1024;

/// The default of `--memory-budget-bytes` on a machine with this much memory: a sixteenth of it. It is at least two of
/// the largest messages, so that one can be echoed while another arrives.
#[must_use]
pub fn default_memory_budget_bytes(memory_bytes: u64, max_message_bytes: usize) -> usize {
    let share = usize::try_from(memory_bytes / BUDGET_SHARE).unwrap_or(usize::MAX);
    share.max(max_message_bytes.saturating_mul(2))
}

/// The memory that this process may use: the machine's, or the limit of its control group if that is lower.
pub(super) fn memory_bytes() -> u64 {
    memory_bytes_by(|path| std::fs::read_to_string(path).ok()).unwrap_or(UNKNOWN_MEMORY_BYTES)
}

fn memory_bytes_by(read: impl Fn(&Path) -> Option<String>) -> Option<u64> {
    let machine = read(Path::new("/proc/meminfo"))
        .as_deref()
        .and_then(total_of_meminfo);
    let groups = read(Path::new("/proc/self/cgroup")).unwrap_or_default();
    let limits = limit_files(&groups);
    let limits = limits
        .iter()
        .filter_map(|path| read(path)?.trim().parse::<u64>().ok());
    machine.into_iter().chain(limits).min()
}

fn total_of_meminfo(meminfo: &str) -> Option<u64> {
    let line = meminfo
        .lines()
        .find_map(|it| it.strip_prefix("MemTotal:"))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    kib.checked_mul(1024)
}

/// The files with the limits of the control groups in `/proc/self/cgroup`, and of the groups around them. In a
/// container the path there may be the host's, so the root of the mount is among them. A file without a limit says
/// `max` (version 2) or a number beyond any machine (version 1).
fn limit_files(groups: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for line in groups.lines() {
        let mut fields = line.splitn(3, ':').skip(1);
        let (Some(controllers), Some(path)) = (fields.next(), fields.next()) else {
            continue;
        };
        let (root, file) = if controllers.is_empty() {
            ("/sys/fs/cgroup", "memory.max")
        } else if controllers.split(',').any(|it| it == "memory") {
            ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")
        } else {
            continue;
        };
        let inside = Path::new(path.trim_start_matches('/'));
        files.extend(
            inside
                .ancestors()
                .map(|group| Path::new(root).join(group).join(file)),
        );
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: u64 = 1024 * 1024 * 1024;

    /// A machine of 8 GiB with these further files.
    fn memory_with(files: &[(&str, &str)]) -> Option<u64> {
        memory_bytes_by(|path| {
            let path = path.to_str()?;
            if path == "/proc/meminfo" {
                return Some("MemFree: 5 kB\nMemTotal:       8388608 kB\n".to_owned());
            }
            let file = files.iter().find(|(name, _)| *name == path);
            file.map(|(_, text)| (*text).to_owned())
        })
    }

    #[test]
    fn default_budget_of_2_gib_is_128_mib_and_holds_two_messages_on_a_small_machine() {
        let message = 16 * 1024 * 1024;
        assert_eq!(
            default_memory_budget_bytes(2 * GIB, message),
            128 * 1024 * 1024
        );
        assert_eq!(default_memory_budget_bytes(GIB / 4, message), 2 * message);
    }

    #[test]
    fn memory_without_control_group_is_the_machines() {
        assert_eq!(memory_with(&[]), Some(8 * GIB));
        assert_eq!(memory_bytes_by(|_| None), None);
    }

    #[test]
    fn memory_in_control_group_is_the_lowest_limit_of_it_and_of_those_around_it() {
        let group = ("/proc/self/cgroup", "0::/system.slice/ullim.service\n");
        let own = "/sys/fs/cgroup/system.slice/ullim.service/memory.max";
        let slice = "/sys/fs/cgroup/system.slice/memory.max";
        assert_eq!(
            memory_with(&[group, (own, "max\n"), (slice, "1073741824\n")]),
            Some(GIB)
        );
        assert_eq!(
            memory_with(&[group, (own, "536870912\n"), (slice, "1073741824\n")]),
            Some(GIB / 2)
        );
    }

    #[test]
    fn memory_in_container_is_the_limit_at_the_root_of_the_mount() {
        let version_2 = ("/proc/self/cgroup", "0::/\n");
        let limit = ("/sys/fs/cgroup/memory.max", "2147483648\n");
        assert_eq!(memory_with(&[version_2, limit]), Some(2 * GIB));
        let version_1 = (
            "/proc/self/cgroup",
            "12:cpu,cpuacct:/docker/1\n5:memory:/docker/1\n",
        );
        let limit = (
            "/sys/fs/cgroup/memory/memory.limit_in_bytes",
            "2147483648\n",
        );
        assert_eq!(memory_with(&[version_1, limit]), Some(2 * GIB));
        let none = (
            "/sys/fs/cgroup/memory/memory.limit_in_bytes",
            "9223372036854771712\n",
        );
        assert_eq!(memory_with(&[version_1, none]), Some(8 * GIB));
    }
}
