//! How far a plan is, as text: one line that is written again on a terminal, one line a step elsewhere.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

/// The columns that a line may take on a terminal. A longer one would wrap, and could not be written again.
const COLUMNS: usize = 79;

/// Where the progress goes, standard error.
pub(super) struct Display {
    is_terminal: bool,
}

/// What a display shows of a running step.
pub(super) struct Shown<'a> {
    pub(super) name: &'a str,
    /// The compiled crates and all of them, where that is known.
    pub(super) counted: Option<(u32, u32)>,
}

/// How long a plan has been running, and how long it is expected to go on.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    pub(super) elapsed: Duration,
    pub(super) remaining: Duration,
}

impl Display {
    pub(super) fn of_stderr() -> Self {
        let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        Self {
            is_terminal: io::stderr().is_terminal() && !is_dumb,
        }
    }

    /// Whether there is a line to write again as time passes.
    pub(super) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// Shows what runs; elsewhere than on a terminal this is no news.
    pub(super) fn running(&self, clock: Clock, running: &[Shown<'_>], waiting: usize) {
        if self.is_terminal {
            self.write(&format!("\r{}\u{1b}[K", line(clock, running, waiting)));
        }
    }

    /// Says that a step is done.
    pub(super) fn done(&self, clock: Clock, name: &str, took: Duration) {
        if !self.is_terminal {
            let took = minutes(took);
            self.write(&format!("{} {name}: done in {took}\n", head(clock)));
        }
    }

    /// Says a sentence on a line of its own.
    pub(super) fn say(&self, sentence: &str) {
        self.clear();
        self.write(&format!("{sentence}\n"));
    }

    /// Takes the line away that was written again.
    pub(super) fn clear(&self) {
        if self.is_terminal {
            self.write("\r\u{1b}[K");
        }
    }

    fn write(&self, text: &str) {
        let mut stderr = io::stderr().lock();
        // A progress that cannot be shown is no reason to stop.
        let _ = stderr
            .write_all(text.as_bytes())
            .and_then(|()| stderr.flush());
    }
}

fn line(clock: Clock, running: &[Shown<'_>], waiting: usize) -> String {
    let steps: Vec<String> = running
        .iter()
        .map(|step| match step.counted {
            Some((done, all)) => format!("{} {done}/{all}", step.name),
            None => step.name.to_owned(),
        })
        .collect();
    let mut line = format!("{} {}", head(clock), steps.join(", "));
    if waiting > 0 {
        line += &format!("; then {waiting} more");
    }
    if line.chars().count() > COLUMNS {
        line = line.chars().take(COLUMNS - 1).collect();
        line.push('…');
    }
    line
}

fn head(clock: Clock) -> String {
    let elapsed = minutes(clock.elapsed);
    if clock.remaining.is_zero() {
        return format!("[{elapsed}]");
    }
    format!("[{elapsed}, {} left]", about(clock.remaining))
}

/// A time that was measured: `2:05`.
pub(super) fn minutes(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// A time that is expected, as exactly as it can be known.
pub(super) fn about(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..90 => format!("about {} s", (seconds / 10 + 1) * 10),
        seconds => format!("about {} min", (seconds + 30) / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOCK: Clock = Clock {
        elapsed: Duration::from_secs(65),
        remaining: Duration::from_secs(200),
    };

    fn shown(name: &str, counted: Option<(u32, u32)>) -> Shown<'_> {
        Shown { name, counted }
    }

    #[test]
    fn line_of_running_steps_has_times_counts_and_what_waits() {
        let running = [
            shown("trunk 0.21.14", Some((211, 330))),
            shown("binaryen", None),
        ];
        assert_eq!(
            line(CLOCK, &running, 4),
            "[1:05, about 3 min left] trunk 0.21.14 211/330, binaryen; then 4 more"
        );
        assert_eq!(
            line(CLOCK, &running[1..], 0),
            "[1:05, about 3 min left] binaryen"
        );
    }

    #[test]
    fn line_longer_than_a_terminal_is_cut() {
        let name = "trunk".repeat(60);
        let line = line(CLOCK, &[shown(&name, None)], 0);
        assert_eq!(line.chars().count(), COLUMNS);
        assert!(line.ends_with('…'));
    }

    #[test]
    fn head_of_a_finished_plan_expects_nothing() {
        let clock = Clock {
            remaining: Duration::ZERO,
            ..CLOCK
        };
        assert_eq!(head(clock), "[1:05]");
    }

    #[test]
    fn expected_time_is_rounded() {
        for (seconds, text) in [
            (0, "about 10 s"),
            (34, "about 40 s"),
            (89, "about 90 s"),
            (90, "about 2 min"),
            (400, "about 7 min"),
        ] {
            assert_eq!(about(Duration::from_secs(seconds)), text);
        }
    }
}
