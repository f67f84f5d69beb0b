//! What the kernel says of a process.
//!
//! What belongs here: reading `/proc`. What may not enter: what the figures are for.

use std::{fs, io::ErrorKind, time::Duration};

use anyhow::{Context, Result};

/// The time that the threads of a process have been on a CPU, in user and in kernel mode.
///
/// It is the sum of `/proc/PID/task/*/schedstat`, which counts nanoseconds; `stat` counts ticks, of which a second
/// has a hundred. Neither has the time of threads that have ended, so the difference of two readings is right only
/// if no thread has ended in between.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_on_the_cpu_is_the_first_field() {
        assert_eq!(time_on_cpu_ns("2091837 1822 7\n"), Some(2_091_837));
        assert_eq!(time_on_cpu_ns(""), None);
    }

    #[test]
    fn the_time_of_a_process_that_works_grows() -> Result<()> {
        let before = cpu_time(std::process::id())?;
        while cpu_time(std::process::id())? == before {}
        Ok(())
    }

    #[test]
    fn there_is_no_time_of_no_process() {
        assert!(cpu_time(u32::MAX).is_err());
    }
}
