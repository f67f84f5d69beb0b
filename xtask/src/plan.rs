//! A plan: the steps before a command can start, several at a time, with their progress in one line.
//!
//! What the programs of a step print goes to a log, whose end is shown when the step fails. What a step does
//! does not belong here.

mod display;
mod monitor;
mod output;
mod run;
mod schedule;
mod times;

use std::path::PathBuf;
use std::thread;

use anyhow::Result;

pub(crate) use monitor::Monitor;
pub(crate) use schedule::Cost;

use crate::workspace;
use run::Run;

/// The steps that run at a time: fewer leave a core idle where a step has but one thing to do, and more take
/// memory. Rustc takes about a gigabyte where it optimises a whole program.
const LANES: (usize, usize) = (2, 4);

/// Steps, and which of them must be done before which.
pub(crate) struct Plan<'a> {
    steps: Vec<Step<'a>>,
    /// Where the logs and the times are kept.
    folder: PathBuf,
}

struct Step<'a> {
    name: String,
    cost: Cost,
    after: Vec<usize>,
    work: Work<'a>,
}

type Work<'a> = Box<dyn FnOnce(&Monitor<'_>) -> Result<()> + Send + 'a>;

/// A step of a plan, for those that come after it.
#[derive(Clone, Copy)]
pub(crate) struct StepId(usize);

impl<'a> Plan<'a> {
    /// A plan without steps.
    pub(crate) fn new() -> Self {
        Self::in_folder(workspace::state_dir())
    }

    /// A plan without steps that keeps its logs and times in `folder`.
    pub(crate) fn in_folder(folder: PathBuf) -> Self {
        Self {
            steps: Vec::new(),
            folder,
        }
    }

    /// Adds a step. Of those that can start, the one that was added first does.
    pub(crate) fn add(
        &mut self,
        name: impl Into<String>,
        cost: Cost,
        after: &[StepId],
        work: impl FnOnce(&Monitor<'_>) -> Result<()> + Send + 'a,
    ) -> StepId {
        self.steps.push(Step {
            name: name.into(),
            cost,
            after: after.iter().map(|step| step.0).collect(),
            work: Box::new(work),
        });
        StepId(self.steps.len() - 1)
    }

    /// Runs all steps to their ends.
    ///
    /// # Errors
    /// That of the first step that fails: no other is started then, and what runs is killed.
    pub(crate) fn run(self) -> Result<()> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let lanes = cores.clamp(LANES.0, LANES.1);
        let (run, works) = Run::new(self, lanes);
        run.say_what_is_to_be_done();
        thread::scope(|scope| {
            for _ in 0..lanes {
                scope.spawn(|| run.work(&works));
            }
            run.watch();
        });
        run.finish()
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::process::Command;
    use std::sync::{Barrier, Mutex};

    use super::*;

    const COST: Cost = Cost::seconds(1.0);

    fn sh(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn step_after_another_starts_when_that_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let order = Mutex::new(Vec::new());
        let mut plan = Plan::in_folder(folder.path().to_owned());
        let step = |name: &'static str| {
            let order = &order;
            move |_: &Monitor<'_>| {
                order.lock().unwrap().push(name);
                Ok(())
            }
        };
        let first = plan.add("first", COST, &[], step("first"));
        let second = plan.add("second", COST, &[first], step("second"));
        plan.add("third", COST, &[first, second], step("third"));
        plan.run().unwrap();
        assert_eq!(*order.lock().unwrap(), ["first", "second", "third"]);
    }

    #[test]
    fn steps_without_order_run_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        // Neither step ends before the other has started.
        let both = Barrier::new(2);
        let mut plan = Plan::in_folder(folder.path().to_owned());
        for name in ["one", "other"] {
            plan.add(name, COST, &[], |_| {
                both.wait();
                Ok(())
            });
        }
        plan.run().unwrap();
    }

    #[test]
    fn step_that_fails_ends_the_plan_and_kills_what_runs() {
        let folder = tempfile::tempdir().unwrap();
        let started = folder.path().join("started");
        let mut plan = Plan::in_folder(folder.path().to_owned());
        let failing = plan.add("failing", COST, &[], |monitor| {
            monitor.run(&mut sh(&format!(
                "until [ -e {} ]; do :; done; echo reason >&2; exit 3",
                started.display()
            )))
        });
        // Were it not killed, the test would take ten minutes.
        plan.add("long", COST, &[], |monitor| {
            monitor.run(&mut sh(&format!(
                ": > {}; exec sleep 600",
                started.display()
            )))
        });
        plan.add("next", COST, &[failing], |_| panic!("it was started"));
        let error = plan.run().unwrap_err();
        assert_eq!(error.to_string(), "failing failed");
        assert!(
            error.root_cause().to_string().ends_with("(exit status: 3)"),
            "{error:#}"
        );
        let log = std::fs::read_to_string(folder.path().join("log/failing.log")).unwrap();
        assert_eq!(log, "reason\n");
    }

    #[test]
    fn output_of_a_program_is_its_standard_output_and_the_rest_is_logged() {
        let folder = tempfile::tempdir().unwrap();
        let mut plan = Plan::in_folder(folder.path().to_owned());
        plan.add("step", COST, &[], |monitor| {
            let output = monitor.output(&mut sh("echo 울림; echo aside >&2"))?;
            assert_eq!(output, "울림\n");
            monitor.note("a note")
        });
        plan.run().unwrap();
        let log = std::fs::read_to_string(folder.path().join("log/step.log")).unwrap();
        assert_eq!(log, "aside\na note\n");
    }

    #[test]
    fn plan_without_steps_is_done() {
        let folder = tempfile::tempdir().unwrap();
        Plan::in_folder(folder.path().to_owned()).run().unwrap();
    }
}
