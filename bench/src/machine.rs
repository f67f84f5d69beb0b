//! The machine of the measurement: its cores, its limits and its description.

use std::{
    collections::BTreeMap,
    fs, thread,
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Context, Result, ensure};
use rustix::{
    process::{Resource, Rlimit, getrlimit, setrlimit},
    system::uname,
    thread::{CpuSet, sched_getaffinity, sched_setaffinity},
};
use serde::Serialize;

/// Cores of the machine, by their numbers.
pub(crate) type Cores = &'static [usize];

/// The core of the servers.
pub(crate) const SERVER: Cores = &[0];

/// The core of the load: with two cores, the other one.
pub(crate) const LOAD: Cores = &[1];

/// The cores of a server that has two.
pub(crate) const TWO: Cores = &[0, 1];

/// The core of the load then, if there is a third.
pub(crate) const THIRD: Cores = &[2];

/// The description of the machine.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Machine {
    /// The day, in UTC, as `2026-11-22`.
    pub(crate) date: String,
    /// Name and release.
    pub(crate) kernel: String,
    /// The name of the processor.
    pub(crate) cpu: String,
    /// How many cores there are.
    pub(crate) cores: usize,
}

impl Machine {
    /// This machine, today.
    ///
    /// # Errors
    ///
    /// The system does not report its cores, or has only one, which a server and its load cannot share.
    pub(crate) fn look() -> Result<Self> {
        let cores = thread::available_parallelism()?.get();
        ensure!(cores >= 2, "the server and the load need a core each");
        let system = uname();
        let day = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() / 86_400;
        let (year, month, day) = date(day);
        Ok(Self {
            date: format!("{year}-{month:02}-{day:02}"),
            kernel: format!(
                "{} {}",
                system.sysname().to_string_lossy(),
                system.release().to_string_lossy()
            ),
            cpu: fields("/proc/cpuinfo")?
                .remove("model name")
                .unwrap_or_else(|| "a processor without a name".to_owned()),
            cores,
        })
    }
}

/// The first value of each name in a file of the kernel.
fn fields(file: &str) -> Result<BTreeMap<String, String>> {
    let text = fs::read_to_string(file).with_context(|| file.to_owned())?;
    let mut fields = BTreeMap::new();
    for (name, value) in text.lines().filter_map(|line| line.split_once(':')) {
        fields
            .entry(name.trim().to_owned())
            .or_insert_with(|| value.trim().to_owned());
    }
    Ok(fields)
}

/// Runs a function on these cores only. Processes that it starts stay on them.
///
/// # Errors
///
/// There are no such cores for this process.
pub(crate) fn on_cores<T>(cores: Cores, act: impl FnOnce() -> T) -> Result<T> {
    let before = sched_getaffinity(None)?;
    let mut set = CpuSet::new();
    for &core in cores {
        set.set(core);
    }
    sched_setaffinity(None, &set).with_context(|| format!("cannot run on the cores {cores:?}"))?;
    let result = act();
    sched_setaffinity(None, &before)?;
    Ok(result)
}

/// Raises the limit of open files for this process and its children to the hard limit.
///
/// # Errors
///
/// The hard limit is below the number that is needed.
pub(crate) fn allow_open_files(needed: usize) -> Result<()> {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    ensure!(
        maximum.is_none_or(|maximum| maximum >= needed as u64),
        "{needed} files must be open at once, and {maximum:?} may be: see `ulimit -Hn`"
    );
    let most = Rlimit {
        current: maximum,
        maximum,
    };
    Ok(setrlimit(Resource::Nofile, most)?)
}

/// Year, month and day of a number of days since 1970-01-01, in the Gregorian calendar.
fn date(days: u64) -> (u64, u64, u64) {
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let mut rest = days;
    let mut year = 1970;
    loop {
        let length = if is_leap(year) { 366 } else { 365 };
        if rest < length {
            break;
        }
        rest -= length;
        year += 1;
    }
    let february = if is_leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if rest < length {
            break;
        }
        rest -= length;
        month += 1;
    }
    (year, month, rest + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates_of_the_calendar() {
        assert_eq!(date(0), (1970, 1, 1));
        assert_eq!(date(11_016), (2000, 2, 29));
        assert_eq!(date(20_779), (2026, 11, 22));
        assert_eq!(date(20_818), (2026, 12, 31));
        assert_eq!(date(20_819), (2027, 1, 1));
    }

    #[test]
    fn thread_returns_to_its_cores() -> Result<()> {
        let before = sched_getaffinity(None)?;
        let within = on_cores(&[0], || sched_getaffinity(None))??;
        assert_eq!(within.count(), 1);
        assert_eq!(sched_getaffinity(None)?.count(), before.count());
        Ok(())
    }
}
