//! The kernel's figures about a process.
//!
//! What belongs here: reading `/proc`. What may not enter: the meaning of the figures.

use std::{
    fs,
    io::ErrorKind,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

/// The cost of a measurement.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expense {
    /// How long it took.
    pub(crate) elapsed: Duration,
    /// How long the server was on a CPU, see [`cpu_time`].
    pub(crate) server_cpu: Duration,
    /// How long this process was on a CPU. When this is near `elapsed`, the load limits the server.
    pub(crate) own_cpu: Duration,
}

/// Measures the cost of a measurement.
#[derive(Debug)]
pub(crate) struct Meter {
    pid: u32,
    begun: Instant,
    server_cpu: Duration,
    own_cpu: Duration,
}

impl Meter {
    /// Starts, for the server with this process.
    ///
    /// # Errors
    ///
    /// See [`cpu_time`].
    pub(crate) fn start(pid: u32) -> Result<Self> {
        Ok(Self {
            pid,
            server_cpu: cpu_time(pid)?,
            own_cpu: cpu_time(std::process::id())?,
            begun: Instant::now(),
        })
    }

    /// Stops, and returns the cost.
    ///
    /// # Errors
    ///
    /// See [`cpu_time`].
    pub(crate) fn stop(self) -> Result<Expense> {
        Ok(Expense {
            elapsed: self.begun.elapsed(),
            server_cpu: cpu_time(self.pid)?.saturating_sub(self.server_cpu),
            own_cpu: cpu_time(std::process::id())?.saturating_sub(self.own_cpu),
        })
    }
}

/// How long the threads of a process have been on a CPU, in user and in kernel mode.
///
/// It is the sum of `/proc/PID/task/*/schedstat`, in nanoseconds; `stat` counts hundredths of a second. Neither has
/// the time of ended threads, so that the difference of two readings is right only if no thread ended between.
///
/// # Errors
///
/// There is no such process, or its kernel was built without scheduler statistics.
pub(crate) fn cpu_time(pid: u32) -> Result<Duration> {
    let folder = format!("/proc/{pid}/task");
    let mut nanoseconds = 0;
    for task in fs::read_dir(&folder).with_context(|| format!("no process {pid}"))? {
        let file = task?.path().join("schedstat");
        match fs::read_to_string(&file) {
            Ok(line) => {
                nanoseconds += time_on_cpu_ns(&line)
                    .with_context(|| format!("{} is {line:?}", file.display()))?;
            }
            // The thread has ended since the folder was read.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| file.display().to_string()),
        }
    }
    Ok(Duration::from_nanos(nanoseconds))
}

/// The first field of a `schedstat`.
fn time_on_cpu_ns(line: &str) -> Option<u64> {
    line.split_ascii_whitespace().next()?.parse().ok()
}

/// The resident memory of a process: `VmRSS` in KiB, with memory that it shares.
///
/// # Errors
///
/// There is no such process.
pub(crate) fn resident_kib(pid: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))
        .with_context(|| format!("no process {pid}"))?;
    vm_rss_kib(&status).context("a status without VmRSS")
}

fn vm_rss_kib(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_on_the_cpu_is_the_first_field() {
        assert_eq!(time_on_cpu_ns("2091837 1822 7\n"), Some(2_091_837));
        assert_eq!(time_on_cpu_ns(""), None);
    }

    #[test]
    fn resident_memory_is_a_line_of_the_status() {
        let status = "VmPeak:\t    3200 kB\nVmRSS:\t    2084 kB\nRssAnon:\t 100 kB\n";
        assert_eq!(vm_rss_kib(status), Some(2084));
        assert_eq!(vm_rss_kib("Threads:\t1\n"), None);
    }

    #[test]
    fn cpu_time_of_a_working_process_grows() -> Result<()> {
        let before = cpu_time(std::process::id())?;
        while cpu_time(std::process::id())? == before {}
        Ok(())
    }

    #[test]
    fn cpu_time_of_a_missing_process_is_an_error() {
        assert!(cpu_time(u32::MAX).is_err());
    }
}
