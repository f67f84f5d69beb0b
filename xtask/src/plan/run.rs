//! The run of a plan: threads that take one step after another, and what they know of each other.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Child;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Error, Result};

use super::display::{self, Clock, Display, Shown};
use super::monitor::Monitor;
use super::output;
use super::schedule::{self, Cost, Load, StepState};
use super::times::Times;
use super::{Plan, Work};

/// A plan that is expected to take longer says at its start what it is going to do.
const SHORT: Duration = Duration::from_secs(20);

/// How often the line says another time.
const REFRESH_INTERVAL: Duration = Duration::from_secs(1);

/// The file of the times, in the folder of the plan.
const TIMES: &str = "times";

/// A plan that is being run.
pub(super) struct Run {
    names: Vec<String>,
    lanes: usize,
    folder: PathBuf,
    start: Instant,
    display: Display,
    steps: Mutex<Steps>,
    /// Told at each change of `steps`.
    changed: Condvar,
}

/// The work of each step, until a thread takes it.
pub(super) type Works<'a> = Mutex<Vec<Option<Work<'a>>>>;

struct Steps {
    loads: Vec<Load>,
    /// When each step was started.
    started: Vec<Option<Instant>>,
    children: Vec<Arc<Mutex<Child>>>,
    failure: Option<(usize, Error)>,
}

impl Run {
    /// A run of `plan` in which `lanes` steps run at a time, and the work of the steps.
    pub(super) fn new(plan: Plan<'_>, lanes: usize) -> (Self, Works<'_>) {
        let times = Times::load(&plan.folder.join(TIMES));
        let mut loads = Vec::new();
        let (mut names, mut works) = (Vec::new(), Vec::new());
        for step in plan.steps {
            let seconds = times.of(&step.name).unwrap_or(step.cost.seconds);
            loads.push(Load {
                cost: Cost {
                    seconds,
                    ..step.cost
                },
                after: step.after,
                state: StepState::Waiting,
            });
            names.push(step.name);
            works.push(Some(step.work));
        }
        let run = Self {
            lanes,
            folder: plan.folder,
            start: Instant::now(),
            display: Display::of_stderr(),
            steps: Mutex::new(Steps {
                started: vec![None; names.len()],
                loads,
                children: Vec::new(),
                failure: None,
            }),
            changed: Condvar::new(),
            names,
        };
        (run, Mutex::new(works))
    }

    /// Says what the plan consists of, where it takes its time.
    pub(super) fn say_what_is_to_be_done(&self) {
        let remaining = schedule::remaining(&lock(&self.steps).loads, self.lanes);
        if remaining > SHORT {
            let expected = display::about(remaining);
            self.display
                .say(&format!("To do, {expected}: {}.", self.names.join(", ")));
        }
    }

    /// Does one step after another until there is none to start.
    pub(super) fn work(&self, works: &Works<'_>) {
        while let Some(step) = self.take_next() {
            let work = lock(works)[step].take();
            let outcome = self.create_log(step).and_then(|log| {
                let run = self;
                work.map_or(Ok(()), |work| work(&Monitor { run, step, log }))
            });
            self.end(step, outcome);
        }
    }

    /// Waits for a step that can start; `None` when there will be none.
    fn take_next(&self) -> Option<usize> {
        let mut steps = lock(&self.steps);
        loop {
            if steps.failure.is_some() || !steps.has_waiting() {
                return None;
            }
            if let Some(step) = schedule::next(&steps.loads) {
                steps.started[step] = Some(Instant::now());
                steps.loads[step].state = StepState::Running {
                    elapsed: Duration::ZERO,
                    counted: None,
                };
                self.changed.notify_all();
                return Some(step);
            }
            steps = wait(&self.changed, steps);
        }
    }

    fn end(&self, step: usize, outcome: Result<()>) {
        let mut steps = lock(&self.steps);
        let took = steps.started[step].map_or(Duration::ZERO, |start| start.elapsed());
        steps.loads[step].state = StepState::Done { took };
        match outcome {
            Ok(()) => self
                .display
                .done(self.clock(&mut steps), &self.names[step], took),
            // What fails after another has failed was killed.
            Err(_) if steps.failure.is_some() => {}
            Err(error) => {
                steps.failure = Some((step, error));
                for child in &steps.children {
                    kill(child);
                }
            }
        }
        self.changed.notify_all();
    }

    /// Shows the progress until no step runs and none can start.
    pub(super) fn watch(&self) {
        let mut steps = lock(&self.steps);
        while steps.is_running() || (steps.failure.is_none() && steps.has_waiting()) {
            if !self.display.is_terminal() {
                steps = wait(&self.changed, steps);
                continue;
            }
            self.show(&mut steps);
            steps = self
                .changed
                .wait_timeout(steps, REFRESH_INTERVAL)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        self.display.clear();
    }

    fn show(&self, steps: &mut Steps) {
        let clock = self.clock(steps);
        let mut running = Vec::new();
        for (name, load) in self.names.iter().zip(&steps.loads) {
            if let StepState::Running { counted, .. } = load.state {
                running.push(Shown { name, counted });
            }
        }
        self.display.running(clock, &running, steps.waiting());
    }

    fn clock(&self, steps: &mut Steps) -> Clock {
        for (load, start) in steps.loads.iter_mut().zip(&steps.started) {
            if let (StepState::Running { elapsed, .. }, Some(start)) = (&mut load.state, start) {
                *elapsed = start.elapsed();
            }
        }
        Clock {
            elapsed: self.start.elapsed(),
            remaining: schedule::remaining(&steps.loads, self.lanes),
        }
    }

    /// Says how it ended.
    pub(super) fn finish(self) -> Result<()> {
        let mut steps = lock(&self.steps);
        if let Some((step, error)) = steps.failure.take() {
            let log = &self.log(step);
            let tail = output::tail(log)?;
            if !tail.is_empty() {
                self.display.say(&format!(
                    "\n{tail}\n\nThat is the end of {}.",
                    log.display()
                ));
            }
            return Err(error.context(format!("{} failed", self.names[step])));
        }
        let times_file = self.folder.join(TIMES);
        let mut times = Times::load(&times_file);
        for (step, name) in self.names.iter().enumerate() {
            if let StepState::Done { took } = steps.loads[step].state {
                times.note(name, took);
            }
            let log = self.log(step);
            if output::has_warnings(&log)? {
                self.display
                    .say(&format!("{name}: there are warnings in {}.", log.display()));
            }
        }
        times.save(&times_file)
    }

    /// Notes how many crates of a step are compiled, and how many there are.
    pub(super) fn count(&self, step: usize, done: u32, all: u32) {
        if let StepState::Running { counted, .. } = &mut lock(&self.steps).loads[step].state {
            *counted = Some((done, all));
        }
    }

    /// Whether a step has failed.
    pub(super) fn has_failed(&self) -> bool {
        lock(&self.steps).failure.is_some()
    }

    /// Has `child` killed when a step fails.
    pub(super) fn kill_on_failure(&self, child: Arc<Mutex<Child>>) {
        let mut steps = lock(&self.steps);
        if steps.failure.is_some() {
            kill(&child);
        }
        steps.children.push(child);
    }

    fn create_log(&self, step: usize) -> Result<File> {
        let log = self.log(step);
        let unwritable = || format!("cannot write {}", log.display());
        if let Some(folder) = log.parent() {
            fs::create_dir_all(folder).with_context(unwritable)?;
        }
        File::create(&log).with_context(unwritable)
    }

    /// Where the output of a step is kept.
    fn log(&self, step: usize) -> PathBuf {
        let name: String = self.names[step]
            .chars()
            .map(|it| if it.is_alphanumeric() { it } else { '-' })
            .collect();
        self.folder.join("log").join(format!("{name}.log"))
    }
}

impl Steps {
    fn waiting(&self) -> usize {
        let states = self.loads.iter().map(|load| load.state);
        states.filter(|state| *state == StepState::Waiting).count()
    }

    fn has_waiting(&self) -> bool {
        self.waiting() > 0
    }

    fn is_running(&self) -> bool {
        let mut loads = self.loads.iter();
        loads.any(|load| matches!(load.state, StepState::Running { .. }))
    }
}

/// Kills a child, unless it has closed its output: its thread holds the lock then, and waits for its end.
fn kill(child: &Mutex<Child>) {
    if let Ok(mut child) = child.try_lock() {
        // It has either ended, or is ended now.
        let _ = child.kill();
    }
}

/// Locks what no thread leaves half changed, even where one panicked.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn wait<'a, T>(changed: &Condvar, guard: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
    changed.wait(guard).unwrap_or_else(PoisonError::into_inner)
}
