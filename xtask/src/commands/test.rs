//! `cargo xtask test`: everything that must hold, cheapest first.
//!
//! The order of the steps, their times and the summary belong here; what a step does is in `steps`.

mod steps;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::ValueEnum;

use steps::Setup;

/// Run every check and every test, cheapest first, and stop at the first that fails.
#[derive(clap::Args)]
pub(crate) struct Test {
    /// Only these steps, as in `cargo xtask test fmt native`; without any, all of them.
    #[arg(value_enum, value_delimiter = ',')]
    steps: Vec<Step>,
    /// Go on with the next step when one has failed.
    #[arg(long)]
    keep_going: bool,
    /// Put the screenshots into docs/screenshots, where the README shows them, instead of
    /// target/screenshots.
    #[arg(long)]
    screenshots: bool,
}

/// A step, in the order of the variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Step {
    /// Formatting, by rustfmt.
    Fmt,
    /// Lints of the whole workspace on this machine, by clippy, and the links of its docs, by rustdoc.
    Clippy,
    /// Lints of what becomes WebAssembly, by clippy.
    ClippyWasm,
    /// Tests that need no browser, the tidy test among them.
    Native,
    /// The real server with clients that others wrote, in Python and for Node.
    Clients,
    /// The page and the release server are built.
    Page,
    /// Tests that run inside Chromium and Firefox.
    Wasm,
    /// The page as Trunk builds it for a developer, in Chromium.
    Trunk,
    /// The real page in both browsers against the real server.
    E2e,
}

/// How a step has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    /// Some or all of it did not run, as this sentence says: that is neither passed nor failed.
    Skipped(String),
    Failed,
}

pub(crate) fn run(command: Test) -> Result<ExitCode> {
    let mut setup = Setup::new(command.screenshots)?;
    let mut times = Vec::new();
    let mut failures = 0;
    for step in chosen(&command.steps) {
        eprintln!("\n=== {} ===", name(step));
        let start = Instant::now();
        let outcome = steps::run(step, &mut setup);
        let outcome = outcome.unwrap_or_else(|error| {
            eprintln!("{} failed: {error:#}", name(step));
            Outcome::Failed
        });
        let has_failed = outcome == Outcome::Failed;
        times.push((step, start.elapsed(), outcome));
        if has_failed {
            failures += 1;
            if !command.keep_going {
                break;
            }
        }
    }
    eprint!("\n{}", summary(&times));
    Ok(if failures == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The steps to run: in their own order, whatever the order they were asked for in.
fn chosen(asked: &[Step]) -> Vec<Step> {
    let all = Step::value_variants().iter().copied();
    all.filter(|step| asked.is_empty() || asked.contains(step))
        .collect()
}

fn summary(times: &[(Step, Duration, Outcome)]) -> String {
    let mut summary = String::new();
    for (step, time, outcome) in times {
        let outcome = match outcome {
            Outcome::Passed => "ok".to_owned(),
            Outcome::Skipped(sentence) => format!("skipped: {sentence}"),
            Outcome::Failed => "FAILED".to_owned(),
        };
        summary += &format!(
            "{:<12} {:>7.1} s  {outcome}\n",
            name(*step),
            time.as_secs_f64()
        );
    }
    let total: Duration = times.iter().map(|(_, time, _)| *time).sum();
    let has_failed = times.iter().any(|(_, _, it)| *it == Outcome::Failed);
    let outcome = if has_failed { "FAILED" } else { "ok" };
    summary
        + &format!(
            "{:<12} {:>7.1} s  {outcome}\n",
            "total",
            total.as_secs_f64()
        )
}

/// The name by which a step is asked for.
fn name(step: Step) -> String {
    step.to_possible_value()
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_without_a_choice_all_run_in_order() {
        assert_eq!(chosen(&[]), Step::value_variants());
    }

    #[test]
    fn chosen_steps_run_once_and_in_their_own_order() {
        assert_eq!(
            chosen(&[Step::E2e, Step::Fmt, Step::E2e]),
            [Step::Fmt, Step::E2e]
        );
    }

    #[test]
    fn summary_names_each_step_its_time_and_whether_all_is_well() {
        let fmt = (Step::Fmt, Duration::from_millis(640), Outcome::Passed);
        let clippy = (Step::ClippyWasm, Duration::from_secs(100), Outcome::Failed);
        assert_eq!(
            summary(&[fmt.clone(), clippy]),
            "fmt              0.6 s  ok\nclippy-wasm    100.0 s  FAILED\ntotal          100.6 s  FAILED\n"
        );
        assert!(summary(&[fmt]).ends_with("total            0.6 s  ok\n"));
    }

    #[test]
    fn skipped_step_is_not_called_ok() {
        let skipped = Outcome::Skipped("there is no npm".to_owned());
        let clients = (Step::Clients, Duration::ZERO, skipped);
        assert!(
            summary(&[clients]).starts_with("clients          0.0 s  skipped: there is no npm\n")
        );
    }
}
