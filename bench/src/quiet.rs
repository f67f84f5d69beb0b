//! Whether the machine is busy with other work, and with which.

use std::{
    collections::HashMap,
    fs, thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

/// The share of one core that all other processes together may use.
const BUSY_SHARE: f64 = 0.05;

/// How long the other processes are watched.
const WATCH: Duration = Duration::from_secs(1);

/// How long a busy machine is waited for.
const QUIET_TIMEOUT: Duration = Duration::from_secs(60);

/// The unit of Linux's times in `/proc`, on every machine (`USER_HZ`).
const TICKS_PER_S: f64 = 100.0;

/// Watches all processes but this one and the measured servers.
#[derive(Debug)]
pub(crate) struct Watch {
    begun: Instant,
    all_ticks: u64,
    processes: HashMap<u32, Process>,
}

#[derive(Debug)]
struct Process {
    name: String,
    ticks: u64,
    /// Threads of the kernel work mostly for the measured processes, and are not counted.
    is_kernel: bool,
}

impl Watch {
    /// Starts watching.
    ///
    /// # Errors
    ///
    /// `/proc` cannot be read.
    pub(crate) fn start() -> Result<Self> {
        let stat = fs::read_to_string("/proc/stat").context("/proc/stat")?;
        Ok(Self {
            begun: Instant::now(),
            all_ticks: working_ticks(&stat).context("/proc/stat is not as expected")?,
            processes: processes()?,
        })
    }

    /// The other processes in words, if they use too much. `ours` are the processes of the servers.
    ///
    /// # Errors
    ///
    /// `/proc` cannot be read.
    pub(crate) fn disturbance(&self, ours: &[u32]) -> Result<Option<String>> {
        let now = Self::start()?;
        let elapsed = now.begun.duration_since(self.begun).as_secs_f64();
        let share = |ticks: u64| ticks as f64 / TICKS_PER_S / elapsed;
        let of = |pid: &u32, process: &Process| {
            let before = self.processes.get(pid).map_or(0, |it| it.ticks);
            process.ticks.saturating_sub(before)
        };
        let is_ours = |pid: u32, process: &Process| {
            process.is_kernel || pid == std::process::id() || ours.contains(&pid)
        };
        let own = now.processes.iter().filter(|(pid, it)| is_ours(**pid, it));
        let own: u64 = own.map(|(pid, process)| of(pid, process)).sum();
        let others = share(now.all_ticks.saturating_sub(self.all_ticks + own));
        if others <= BUSY_SHARE {
            return Ok(None);
        }
        let busiest = now
            .processes
            .iter()
            .filter(|(pid, it)| !is_ours(**pid, it))
            .max_by_key(|(pid, process)| of(pid, process));
        let busiest = busiest.map_or_else(String::new, |(pid, process)| {
            let percent = share(of(pid, process)) * 100.0;
            format!(", {percent:.0} % of it {} ({pid})", process.name)
        });
        Ok(Some(format!(
            "others took {:.0} % of a core{busiest}",
            others * 100.0
        )))
    }
}

/// Waits until the machine has no other work.
///
/// # Errors
///
/// It has other work for too long.
pub(crate) fn wait(ours: &[u32]) -> Result<()> {
    let begun = Instant::now();
    loop {
        let watch = Watch::start()?;
        thread::sleep(WATCH);
        match watch.disturbance(ours)? {
            None => return Ok(()),
            Some(disturbance) if begun.elapsed() > QUIET_TIMEOUT => bail!(
                "the machine has been busy for {QUIET_TIMEOUT:?}, and figures of a busy machine mean nothing: \
                 {disturbance}"
            ),
            Some(disturbance) => eprintln!("Waiting for a quiet machine: {disturbance} …"),
        }
    }
}

/// The work of all cores: `user`, `nice`, `system`, `irq` and `softirq` of the first line. Interrupts are counted for
/// the interrupted process, too, so that they are not the work of others.
fn working_ticks(stat: &str) -> Option<u64> {
    let fields = stat.lines().next()?.strip_prefix("cpu ")?;
    let fields: Vec<u64> = fields
        .split_whitespace()
        .map_while(|it| it.parse().ok())
        .collect();
    match fields[..] {
        [user, nice, system, _idle, _iowait, irq, softirq, ..] => {
            Some(user + nice + system + irq + softirq)
        }
        _ => None,
    }
}

fn processes() -> Result<HashMap<u32, Process>> {
    let entries = fs::read_dir("/proc").context("/proc")?;
    let pids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    // A process may end before it is read.
    let stats = pids.filter_map(|pid: u32| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        Some((pid, process(&stat)?))
    });
    Ok(stats.collect())
}

/// The name is in parentheses, and may contain some. `ppid` is the 4th field: 2 (kthreadd) for threads of the kernel,
/// 0 for kthreadd and init. `utime` and `stime` are the 14th and the 15th.
fn process(stat: &str) -> Option<Process> {
    let (begin, rest) = stat.rsplit_once(')')?;
    let (_, name) = begin.split_once('(')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |index: usize| fields.get(index)?.parse::<u64>().ok();
    Some(Process {
        name: name.to_owned(),
        ticks: ticks(11)? + ticks(12)?,
        is_kernel: *fields.get(1)? == "2",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_excludes_idle_and_waiting_time() {
        let stat = "cpu  10 2 30 4000 50 6 7 8 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n";
        assert_eq!(working_ticks(stat), Some(55));
        assert_eq!(working_ticks("cpu"), None);
    }

    #[test]
    fn process_name_may_have_parentheses() {
        let stat = "7 (a (b) c) S 1 7 7 0 -1 4194560 1 2 3 4 50 60 7 8 20 0 1 0 9 10 11";
        let process = process(stat).unwrap();
        assert_eq!((process.name.as_str(), process.ticks), ("a (b) c", 110));
    }

    #[test]
    fn kernel_thread_is_known_by_its_parent() {
        let is_kernel = |parent: u32| {
            let stat = format!("7 (a) S {parent} 7 7 0 -1 4194560 1 2 3 4 50 60 7 8 20");
            process(&stat).unwrap().is_kernel
        };
        assert_eq!([0, 1, 2, 3].map(is_kernel), [false, false, true, false]);
    }

    #[test]
    fn busy_process_is_named() -> Result<()> {
        let mut busy = std::process::Command::new("sh")
            .args(["-c", "while :; do :; done"])
            .spawn()?;
        let watch = Watch::start()?;
        let ticks = |pid| -> Result<u64> { Ok(processes()?.get(&pid).map_or(0, |it| it.ticks)) };
        while ticks(busy.id())? < 20 {
            thread::yield_now();
        }
        let disturbance = watch.disturbance(&[])?.unwrap_or_default();
        busy.kill()?;
        busy.wait()?;
        assert!(disturbance.contains("of a core"), "{disturbance}");
        Ok(())
    }
}
